#!/usr/bin/env python3
"""What a ledger really records is proven: no honest bundle is refused for its form.

    honest_bundles.py --bin FOLDER [--stories N] [--seed S]

Random documents of every type, with every member, short and long forms, zones, printed times and extension attributes go
into a ledger. Each version of each story becomes a bundle, whole and with one piece only; `check-bundle` and
scripts/check-bundle.py must prove each, also after takedowns of single pieces and of whole events. An oracle that knows all
data then says what is true: nothing false may be proven, and what every world says that fits the shown pieces must be. Standard
library only.
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
        text = {"headline": f"H{self.dice.randrange(3)}", "body": self.dice.choice(("", "One.\n\nThree.", "One.", "One.\n\nTwo.\r\n\r\n", "\n\n x \n \n"))}
        if kind == "published":
            return {**text, **self.some(STORY), "requests": [{"party": "Bo", "id": "r"}],
                    "claims": [{"id": "c", "text": "t", "attribution": [{"speaker": "Ada", "id": "h"}]}]}
        if kind == "updated":
            text = {name: value for name, value in text.items() if self.dice.random() < 0.7} or text
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


TEXTS = ("headline", "dek", "body")
STATUS = {"hold": "held", "kill": "killed", "release": "published"}


class Oracle:
    """What is true of each event, by position: the version that it is of, the status and the texts then."""

    def __init__(self, dice):
        self.dice, self.documents, self.after, self.stories = dice, [], [], {}

    def take(self, document):
        state = dict(self.after[self.stories[document["subject"]][-1]]) if document["subject"] in self.stories else {
            "version": 0, "status": "published", **dict.fromkeys(TEXTS)}
        patch = {name: document["data"][name] for name in TEXTS if name in document["data"]} if document["type"] in (
            "published", "updated") else {}
        state["version"] += document["type"] == "published" or any(state[name] != text for name, text in patch.items())
        state.update(patch, status=STATUS.get(document["data"].get("change"), state["status"]))
        self.stories.setdefault(document["subject"], []).append(len(self.documents))
        self.documents.append(document)
        self.after.append(state)

    def worlds(self, events, count=300):
        """The versions that worlds give in which each missing piece may have said anything, and all data that is gone, too."""
        seen, heard = {}, {name: [] for name in TEXTS}
        for event in events:
            for name, parts in self.parts(event).items():
                heard[name].append(parts)
                for number, text in enumerate(parts or []):
                    seen.setdefault((name, number), set()).update({text} - {None})
        found = set()
        for _ in range(count):
            state, version, fresh = dict.fromkeys(TEXTS), 0, 0
            for event in events:
                patch = self.parts(event)
                if event["withheld"] is not None and event["type"] in ("published", "updated"):
                    # What is gone may have said what a later event says again, what the version before said, or something else.
                    patch = {name: list(self.dice.choice([said for said in (*heard[name], state[name], ["new"]) if said]))
                             for name in TEXTS if self.dice.random() < 0.5}
                for name, parts in patch.items():
                    for number, text in enumerate(parts or []):
                        if text is None:
                            fresh += 1
                            known = sorted(seen[name, number]) + ([state[name][number]] if state[name] and number < len(state[name]) else [])
                            parts[number] = self.dice.choice(known + [f"unheard of {fresh}"])
                version += event["type"] == "published" or any(state[name] != parts for name, parts in patch.items())
                state.update(patch)
            found.add(version)
        return found

    def parts(self, event):
        """The pieces of the texts that an event sets, None for each that is missing; None for a text that it removes."""
        if event["type"] not in ("published", "updated") or event["withheld"] is not None:
            return {}
        document = self.documents[event["position"]]["data"]
        return {name: None if document[name] is None else [piece["text"] for piece in event["pieces"] if piece["path"] == f"$.{name}"]
                for name in TEXTS if name in document}

    def judge(self, found, version):
        """What is wrong of what a checker said of an honest bundle."""
        last = found["events"][-1]["position"]
        true, makes = self.after[last], f"they make version {version}"
        if true["version"] != version or (makes in found["proven"]) == any(makes in line for line in found["notProven"]):
            yield f"version {version} is {true['version']}; {found['proven']}"
        worlds = self.worlds(found["events"])
        if (makes in found["proven"]) != (worlds == {version}):
            yield f"versions {worlds} are possible, said is {found['proven']}, {found['notProven']}"
        if found["status"] not in (None, true["status"]):
            yield f"status {found['status']}, true is {true['status']}"
        changes = [piece["text"] for event in found["events"] if event["type"] == "updated" for piece in (
            [{"text": None, "path": "$.change"}] if event["withheld"] is not None else event["pieces"]) if piece["path"] == "$.change"]
        known = [text for text in changes if text in (None, *STATUS)]
        if (found["status"] is None) != (bool(known) and known[-1] is None):
            yield f"status {found['status']} of changes {changes}"
        for name in TEXTS if found["complete"] else ():
            unsure = any(name in line and "the version's" in line for line in found["notProven"])
            if found[name] is not None and "withheld by @" not in found[name] and found[name] != true[name] and not unsure:
                yield f"{name} {found[name]!r}, true is {true[name]!r}"
            for event in found["events"][-1:]:
                if found[name] is None and any(piece["text"] for piece in event["pieces"] if piece["path"] == f"$.{name}"):
                    yield f"{name} is shown by the last event, and not printed"


def left_out(printed):
    """What a checker prints under "not carried by this bundle:", a line each, whatever the width of the terminal."""
    lines = []
    for line in printed.partition("not carried by this bundle:\n")[2].splitlines():
        if not line.startswith("  "):
            break
        if line.startswith("    ") and lines:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.strip())
    return lines


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--bin", type=os.path.abspath, required=True)
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
            # What this user saw of the log before is settled: the script knows nothing of it.
            looked = run(program, "monitor", f"{work}/ledger/public", "--key", key)
            if looked.returncode:
                refused.append(f"{what}: monitor: {looked.stdout}{looked.stderr}")
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
                        for command in ((program, "check-bundle", "--json"), (sys.executable, SCRIPT)):
                            done = run(*command, path, "--key", key)
                            if done.returncode:
                                refused.append(f"{what}, {story} version {version['version']} {only}: {done.stderr}")
                            elif "--json" in command:
                                found = json.loads(done.stdout)
                                refused.extend(f"{what}, {story} version {version['version']} {only}: {line}"
                                               for line in oracle.judge(found, version["version"]))
                            else:
                                # Both say the same of what is proven and what is not.
                                for line in found["proven"] + found["notProven"]:
                                    if f"  {line}\n" not in done.stdout:
                                        refused.append(f"{what}, {story}: the script does not say {line!r}")
                                ours = left_out(run(program, "check-bundle", path, "--key", key).stdout)
                                named = sum(piece["notCarried"] for event in found["events"] for piece in event["pieces"])
                                if ours != left_out(done.stdout) or (named > 0) != bool(ours):
                                    refused.append(f"{what}, {story}: not carried {ours}, says the script {left_out(done.stdout)}")
                                partial = [event for event in found["events"]
                                           if 0 < sum(piece["notCarried"] for piece in event["pieces"]) < len(event["pieces"])]
                                if sum(": " in line for line in ours) != len(partial):
                                    refused.append(f"{what}, {story}: the pieces are not named in {ours}")
                        os.remove(path)

        run(program, "init", "--origin", "test.example/log")
        newsroom, oracle, stories = Newsroom(dice), Oracle(dice), [f"s{number}" for number in range(given.stories)]
        for story in stories:
            kinds = ["published"] + dice.choices(("updated", "updated", "denied", "reiterated", "responded"), k=dice.randrange(6))
            for kind in kinds:
                document = newsroom.document(story, kind)
                if document in oracle.documents:
                    continue  # The same document again is the same event.
                with open(f"{work}/document.json", "w", encoding="utf-8") as file:
                    json.dump(document, file)
                done = run(program, "append", f"{work}/document.json")
                if done.returncode:
                    refused.append(f"not appended: {done.stdout}{done.stderr}")
                else:
                    oracle.take(document)
        prove("at first")
        size = len(run(program, "log", "--json").stdout.splitlines())
        for round_ in range(2):
            for position in dice.sample(range(size), size // 3):
                data, kind = oracle.documents[position]["data"], dice.random()
                small = [name for name in ("change", "note", "headline", "requests", "outcome", "extent", "strength") if name in data]
                piece = ("--piece", str(dice.randrange(9))) if kind < 0.4 else ("--field", dice.choice(small)) if small and kind < 0.85 else ()
                if piece or dice.random() < 0.3:
                    run(program, "withhold", "--position", str(position), *piece, "--reason", "R", "--authority", "A", "--yes")
            prove(f"after takedowns {round_}")
    for line in refused[:20]:
        print(f"FAILED: {line.strip()[:600]}")
    print(f"{bundles} honest bundles, {len(refused)} refused")
    return 1 if refused or not bundles else 0


if __name__ == "__main__":
    sys.exit(main())
