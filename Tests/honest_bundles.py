#!/usr/bin/env python3
"""What a ledger really records is proven: no honest bundle is refused for its form.

    honest_bundles.py --bin FOLDER [--stories N] [--seed S]

Random documents of every type, with every member, short and long forms, zones, printed times and extension attributes go
into a ledger. Each version of each story becomes a bundle, whole and with one piece only; `check-bundle` and
scripts/check-bundle.py must prove each, also after takedowns. Standard library only.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPT = os.path.join(HERE, "..", "scripts", "check-bundle.py")
PARTY = ("Ada", {"name": "Ada", "kind": "person", "role": "mayor", "url": "https://ada.example/"})
SELECTOR = ("so", {"exact": "so", "prefix": "", "suffix": "x", "field": "dek"})
STATEMENT = ("No.", {"text": "No.", "verbatim": True, "channel": "phone", "url": "https://x.example/s"})
MOMENT = ("2026-03-01T08:00:00Z", "2026-03-01t08:00:00.50+01:00", {"at": "2026-03-01T08:00:00Z", "printed": "8AM"},
          {"at": "2026-03-01T08:00", "zone": "America/New_York"})
STORY = {"dek": ("D",), "byline": (["Ada"], list(PARTY)), "publisher": ("P",), "url": ("https://x.example/1",),
         "language": ("en", "pt-BR"), "section": ("s",), "keywords": (["a", "b"], []), "embargo": MOMENT,
         "extra": ({"a": [1, -2.5, None, True, {"b": ""}]}, {})}
TIMES = ("2026-03-02T09:00:00Z", "2026-03-02T09:00:00.120-05:00", {"at": "2026-03-02T09:05", "zone": "Europe/Berlin", "printed": "9:05"})


class Newsroom:
    def __init__(self, dice):
        self.dice, self.number = dice, 0

    def some(self, fields, chance=0.4):
        return {name: self.dice.choice(values) for name, values in fields.items() if self.dice.random() < chance}

    def claim(self, name):
        hops = {"verb": ("told",), "addressee": PARTY, "id": ("h",)}
        claim = {"id": name, "text": "It is so.", **self.some({"about": (list(PARTY), []), "quotes": (list(SELECTOR),)})}
        if self.dice.random() < 0.3:
            return {**claim, "by": self.dice.choice(PARTY)}
        return {**claim, "attribution": [{"speaker": self.dice.choice(PARTY), **self.some(hops)}]}

    def data(self, kind):
        self.number += 1
        name, new = f"c{self.number}", {}
        if kind == "updated" and self.dice.random() < 0.5:
            new = {"claims": [self.claim(name)], "requests": [{"party": self.dice.choice(PARTY), "id": f"r{self.number}", **self.some(
                {"channel": ("letter",), "asked": MOMENT, "claims": (["c"], ["c", name])})}]}
        text = {"headline": f"H{self.number}", "body": self.dice.choice(("", "One.", "One.\n\nTwo.\r\n\r\n", "\n\n x \n \n"))}
        if kind == "published":
            return {**text, **self.some(STORY), "requests": [{"party": "Bo", "id": "r"}],
                    "claims": [{"id": "c", "text": "t", "attribution": [{"speaker": "Ada", "id": "h"}]}]}
        if kind == "updated":
            removed = {field: (*values, None) for field, values in STORY.items()}
            note = ("n", {"text": "n", **self.some({"placement": ("top",), "printed": ("N",), "covers": (list(SELECTOR),)})})
            return {**text, **self.some(removed), **new, **self.some(
                {"change": ("update", "correction", "clarification", "hold", "release"), "note": note, "reason": ("r",),
                 "corrects": (["c"],)})}
        data = {"by": self.dice.choice(PARTY), **self.some({"statement": STATEMENT}), **self.dice.choice(({"claim": "c"}, {"claims": ["c"]}))}
        if kind == "denied":
            counter = {"counterclaim": self.claim(name)} if self.dice.random() < 0.3 else {}
            return {**data, **counter, **self.some({"hop": ("h",), "extent": ("full", "partial"), "concedes": ("some",)})}
        if kind == "reiterated":
            return {**data, **self.some({"hop": ("h",), "strength": ("same", "stronger")})}
        return {**data, "outcome": self.dice.choice(("declined", "statement", "no-response")),
                **self.some({"request": ("r",), "printed": ("did not respond",)})}

    def document(self, story, kind):
        extra = self.some({"correlationid": ("t",), "causationid": ("b",), "dataschema": ("https://s.example/1",), "customflag": (True, 7, "x"),
                           "datacontenttype": ("application/json; charset=utf-8",), "specversion": ("1.0",)}, 0.2)
        return {"type": kind, "subject": story, "time": self.dice.choice(TIMES), "data": self.data(kind), **extra}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--bin", required=True)
    arguments.add_argument("--stories", type=int, default=12)
    arguments.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    given = arguments.parse_args()
    dice, program, bundles, refused = random.Random(given.seed), os.path.abspath(os.path.join(given.bin, "storyledger")), 0, []
    print(f"seed {given.seed}")
    with tempfile.TemporaryDirectory() as work:
        environment = dict(os.environ, STORYLEDGER_DIR=f"{work}/ledger", XDG_STATE_HOME=f"{work}/state")

        def run(*words):
            return subprocess.run(words, capture_output=True, text=True, check=False, env=environment)

        def prove(what):
            nonlocal bundles
            run(program, "publish")
            key = json.loads(run(program, "key", "show", "--json").stdout)["keys"][0]
            for story in stories:
                versions = json.loads(run(program, "history", story, "--json").stdout)["versions"]
                for version in versions:
                    for only in ((), ("--only", "headline")):
                        path = f"{work}/bundle"
                        made = run(program, "bundle", story, "--version", str(version["version"]), "--output", path, *only)
                        if made.returncode:
                            if only:
                                continue  # The headline was withheld.
                            refused.append(f"{what}: {made.stderr}")
                            continue
                        bundles += 1
                        for command in ((program, "check-bundle"), (sys.executable, SCRIPT)):
                            done = run(*command, path, "--key", key)
                            if done.returncode:
                                refused.append(f"{what}, {story} version {version['version']} {only}: {done.stderr}")
                        os.remove(path)

        run(program, "init", "--origin", "test.example/log")
        newsroom, stories = Newsroom(dice), [f"s{number}" for number in range(given.stories)]
        for story in stories:
            kinds = ["published"] + dice.choices(("updated", "updated", "denied", "reiterated", "responded"), k=dice.randrange(6))
            for kind in kinds:
                with open(f"{work}/document.json", "w", encoding="utf-8") as file:
                    json.dump(newsroom.document(story, kind), file)
                done = run(program, "append", f"{work}/document.json")
                if done.returncode:
                    refused.append(f"not appended: {done.stdout}{done.stderr}")
        prove("at first")
        size = len(run(program, "log", "--json").stdout.splitlines())
        for position in dice.sample(range(size), size // 4):
            piece = ("--piece", "0") if dice.random() < 0.6 else ()
            run(program, "withhold", "--position", str(position), *piece, "--reason", "R", "--authority", "A", "--yes")
        prove("after takedowns")
    for line in refused[:20]:
        print(f"FAILED: {line.strip()[:600]}")
    print(f"{bundles} honest bundles, {len(refused)} refused")
    return 1 if refused or not bundles else 0


if __name__ == "__main__":
    sys.exit(main())
