#!/usr/bin/env python3
"""Small files that once cost far more than their size: all are taken or refused, and memory stays bounded."""

import json
import os

from harness import arguments, check, eventually, main, measure, peak_memory


def document(kind, number, data, story="roof"):
    return json.dumps({"type": kind, "subject": story, "id": f"{kind}-{number}", "time": "2026-03-02T17:20:00Z",
                       "data": data})


def claims(count):
    return [{"id": f"c{number}", "text": "The roof will be repaired.", "by": "Town council"} for number in range(count)]


def story(name, claim_count, requests=0):
    data = {"headline": "The roof", "body": "The roof will be repaired.", "claims": claims(claim_count),
            "requests": [{"id": f"r{number}", "party": f"Party {number % 7}"} for number in range(requests)]}
    return document("published", name, data, name)


def move(number):
    """Every second names no claim, and so is about all."""
    data = {"by": f"Party {number % 7}"}
    if number % 2:
        data["claims"] = [f"c{number % 1000}"]
    return document("reiterated", number, data)


# What each file is refused with.
REFUSED = {
    "claims.json": (story("many", 40_000), "too-many"),
    "requests.json": (story("many", 1, 40_000), "too-many"),
    "one-more.json": (document("updated", 1, {"claims": [{"id": "d", "text": "t"}]}), "too-many"),
    "named.json": (document("reiterated", "n", {"by": "Jo", "claims": [f"c{n}" for n in range(40_000)]}), "too-many"),
    "unknown.json": (document("reiterated", "u", {"by": "Jo", "claims": [f"claim-number-{n}" for n in range(100)]}),
                     "unknown-claim"),
    "parties.json": (document("published", "p", {"headline": "h", "body": "b", "claims": [
        {"id": "c", "text": "t", "about": [f"{n}" for n in range(10_000)]}]}, "other"), "too-many"),
    "hops.json": (document("published", "h", {"headline": "h", "body": "b", "claims": [
        {"id": "c", "text": "t", "attribution": ["Jo"] * 17}]}, "other"), "too-many"),
}


def read(ledger, options, *words):
    """Runs a reading verb.

    Returns what it printed, and the most memory it had, in MiB.
    """
    path = ledger.scratch / "output"
    code, memory = measure(path, os.path.join(options.bin, "storyledger"), *words, "--ledger", ledger.root)
    check(code == 0, f"{' '.join(words)} ended with {code}")
    check(memory <= 256, f"{' '.join(words)} took {memory} MiB")
    return path.read_text(), memory


def test(ledger, options):
    ledger.start()
    ledger.drop("story.json", story("roof", 1000, 1000))
    eventually(lambda: not ledger.waiting_files(), "the story is taken", ledger.daemon)
    at_rest = peak_memory(ledger.daemon)
    ledger.drop("moves.ndjson", "\n".join(move(number) for number in range(options.moves)))
    for name, (text, _) in REFUSED.items():
        ledger.drop(name, text)
    ledger.drop("good.json", document("reiterated", "good", {"by": "Jo", "claims": ["c7"], "answers": "reiterated-9"}))
    eventually(lambda: not ledger.waiting_files(), "every file is taken or refused", ledger.daemon)
    memory = peak_memory(ledger.daemon)
    ledger.stop()
    check(memory <= at_rest + options.more, f"{memory} MiB resident at its peak, {at_rest} before")
    check(ledger.check_log() == options.moves + 2, "not every move was recorded")
    for name, (_, code) in REFUSED.items():
        errors = json.loads((ledger.quarantine / f"{name}.reason.json").read_text())["errors"]
        check({error["code"] for error in errors} == {code}, f"{name} was refused with {errors[:2]}")
    most = 0
    for verb in ("show", "claims", "timeline"):
        page, used = read(ledger, options, verb, "roof")
        check("more; --all" in page, f"{verb} is not shortened")
        most = max(most, used)
        text, used = read(ledger, options, verb, "roof", "--json")
        most = max(most, used)
        found = json.loads(text)
        if verb != "timeline":
            told = len(found["wholeStory"]) + sum(len(claim["moves"]) for claim in found["claims"])
            check(told == options.moves + 1, f"{verb} --json has {told} moves")
    return (f"{options.moves} moves on 1,000 claims and {len(REFUSED)} refused files; "
            f"the daemon took {memory} MiB, {at_rest} at rest; reading at most {most} MiB")


if __name__ == "__main__":
    main(test, arguments(__doc__, moves=4000, more=128), "bounded work")
