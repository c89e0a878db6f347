"""Random documents, held against the schema of documents and against the program."""

import json
import os
import random
import subprocess
from pathlib import Path

import jsonschema

PARTY = ["Ada", {"name": "Ada", "kind": "person", "role": "mayor", "url": "https://ada.example/"}]
CLAIM = ["c", {"id": "c", "text": "It is so."}, {"id": "c", "text": "t", "about": ["Jo"], "quotes": ["so"],
                                                 "attribution": [{"speaker": "Ada", "addressee": "Jo", "id": "h"}]}]
STORY = {"headline": ["H"], "body": ["B\n\nC"], "dek": ["D"], "byline": [["Ada"], PARTY], "publisher": ["Ada"],
         "url": ["https://x.example/1"], "language": ["en", "pt-BR"], "section": ["s"], "keywords": [["a", "b"]],
         "embargo": ["2026-03-01T08:00:00Z", {"at": "2026-03-01T08:00:00Z", "printed": "8AM"}], "extra": [{"a": 1}],
         "claims": [[CLAIM[1]], [CLAIM[2]]], "requests": [[{"party": "Jo", "id": "r", "channel": "email"}]]}
MOVE = {"by": PARTY, "claims": [["c"]], "claim": ["c"], "statement": ["No.", {"text": "No.", "channel": "post"}]}
FIELDS = {
    "published": STORY,
    "updated": {**STORY, "change": ["update", "correction", "hold", "kill"], "reason": ["r"], "corrects": [["c"]],
                "note": ["n", {"text": "n", "placement": "top", "covers": ["so"]}]},
    "denied": {**MOVE, "extent": ["full", "partial"], "concedes": ["some"], "counterclaim": [{**CLAIM[2], "id": "k"}], "hop": ["h"]},
    "reiterated": {**MOVE, "strength": ["same", "softer"]},
    "responded": {**MOVE, "outcome": ["declined", "no-response"], "request": ["r"], "printed": ["p"]},
}
NEEDED = {"published": ["headline", "body"], "updated": ["headline"], "denied": ["by"], "reiterated": ["by"],
          "responded": ["by", "outcome"]}


def document(chance, number):
    """A document, and whether it has a fault that a schema tells."""
    kind = chance.choice(list(FIELDS))
    fields = FIELDS[kind]
    names = set(NEEDED[kind]) | {name for name in fields if chance.random() < 0.3}
    if {"claim", "claims"} <= names:
        names.remove("claim" if kind in ("published", "updated") else "claims")
    data = {name: chance.choice(fields[name]) for name in names}
    made = {"type": kind, "subject": f"s{number}", "time": "2026-03-02T09:00:00Z", "id": f"e{number}", "data": data}
    fault = chance.randrange(8)
    if fault == 0:
        made["data"] = {**data, chance.choice(["titel", "Headline", "x y", "by2"]): "v"}
    elif fault == 1:
        made["data"] = {name: value for name, value in data.items() if name != NEEDED[kind][0]}
        fault = 1 if kind != "updated" else 9
    elif fault == 2:
        name = chance.choice(["headline", "body"] if kind in ("published", "updated") else ["by"])
        made["data"] = {**data, name: chance.choice([17, True, [], [[]], {"odd": 1}])}
    elif fault == 3:
        made[chance.choice(["Subject", "odd name", "time2é"])] = "v"
    elif fault == 5 and kind not in ("published", "updated"):
        made["data"] = {**data, "claim": "c", "claims": ["c"]}
        return made, True
    elif fault == 4:
        del made[chance.choice(["type", "subject", "time", "data"])]
    return made, fault < 5


def compare(options, scratch):
    """What the program and the schema do not agree about, a line each."""
    chance = random.Random(options.seed)
    program = os.path.join(options.bin, "storyledger")
    schema = json.loads(subprocess.run([program, "schema", "document"], check=True, capture_output=True).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    found = []
    ledger = os.path.join(scratch, "documents")
    subprocess.run([program, "init", "--ledger", ledger], check=True, capture_output=True)
    for number in range(options.documents):
        each, is_wrong = document(chance, number)
        # A story for each move: what the program refuses then is the document's own fault.
        lines = [each]
        if each.get("type") != "published" and "subject" in each:
            lines.insert(0, {"type": "published", "subject": each["subject"], "time": "2026-03-02T08:00:00Z",
                             "data": {"headline": "h", "body": "b", "claims": [
                                 {"id": "c", "text": "t", "attribution": [{"speaker": "Ada", "id": "h"}]}],
                                 "requests": [{"id": "r", "party": "Ada"}]}})
        if each.get("type") == "updated" and isinstance(each.get("data"), dict):
            for name in ("claims", "requests"):
                each["data"].pop(name, None)
        file = os.path.join(scratch, "d.json")
        Path(file).write_text(json.dumps(lines))
        done = subprocess.run([program, "append", "--dry-run", file, "--ledger", ledger], capture_output=True, text=True)
        takes = done.returncode == 0
        accepts = validator.is_valid(each)
        if takes and not accepts:
            error = jsonschema.exceptions.best_match(validator.iter_errors(each))
            found.append(f"taken, but not by the schema: {json.dumps(each)}: {error.message[:200]}")
        if takes == is_wrong or (is_wrong and accepts):
            found.append(f"{'taken' if takes else 'refused'}, schema {accepts}, fault {is_wrong}: {json.dumps(each)} "
                         + done.stderr)
    if not found:
        print(f"{options.documents} documents, the schema and the program agree")
    return found
