#!/usr/bin/env python3
"""Compares what the real program says of random stories, at many cuts, with a model that knows none of our code.

usage: run.py [--bin DIR] [--ledgers N] [--cuts N] [--seed N] [--keep]

Events are recorded over two days where libfaketime is installed, else at once. Exit 1 with a line for each difference.
"""

import argparse
import datetime
import glob
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from model import Cut, Event, moment
from random_documents import Documents

# How many of a ledger's stories are asked about at a cut.
ASKED = 4
LIBRARY = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)
STORIES, BATCHES, DOCUMENTS = 4, 6, 50


class Ledger:
    """A ledger of random documents, and the questions that are asked about it."""

    def __init__(self, program, folder, seed):
        self.program, self.folder, self.seed = program, folder, seed
        self.dice = random.Random(seed)
        self.differences, self.documents = [], {}
        self.run("init")

    def run(self, *words, clock=None, fails=False):
        command = [self.program, words[0], "--ledger", f"{self.folder}/ledger", *words[1:]]
        environment = {**os.environ, "TZ": "UTC"}
        if clock and LIBRARY:
            # libfaketime moves the environment of its first process, and Swift finds its arguments beside it.
            command = ["env", *command]
            behind = datetime.datetime.now(datetime.timezone.utc) - clock
            environment |= {"LD_PRELOAD": LIBRARY, "FAKETIME": f"-{int(behind.total_seconds())}s",
                            "DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
        if words[0] != "verify" and done.returncode not in (0, 65, 66) or done.returncode == 66 and not fails:
            sys.exit(f"{' '.join(command)}: {done.returncode}\n{done.stderr.decode()}")
        return done

    def ask(self, *words):
        return [json.loads(line) for line in self.run(*words, "--json").stdout.splitlines()]

    def fill(self):
        now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        documents = None
        for batch in range(BATCHES):
            clock = now - datetime.timedelta(hours=7 * (BATCHES - 1 - batch)) if LIBRARY else now
            if documents is None:
                documents = Documents(self.dice, clock, STORIES)
                batch_documents = [documents.published(name) for name in documents.stories]
            else:
                documents.now = clock
                batch_documents = [documents.next() for _ in range(DOCUMENTS)]
            self.append(batch, batch_documents, clock)
        self.events = [Event(line) for line in self.ask("log")]
        self.check_completed()
        verified = self.run("verify", fails=True)
        self.compare("verify", verified.stdout.decode() if verified.returncode else "", "")

    def append(self, batch, documents, clock):
        files = []
        for number, document in enumerate(documents):
            self.documents[document["id"]] = document
            files.append(f"{self.folder}/{batch}-{number}.json")
            Path(files[-1]).write_text(json.dumps(document))
        receipts = [json.loads(line)
                    for line in self.run("append", *files, "--json", clock=clock).stdout.splitlines()]
        for document, receipt in zip(documents, receipts, strict=True):
            late = [r for r in document["data"].get("requests", [])
                    if "asked" in r and moment(r["asked"]) > moment(document["time"])]
            codes = {error["code"] for error in receipt["errors"]}
            if bool(late) != ("bad-time" in codes) and receipt["outcome"] != "duplicate" \
                    and not codes - {"bad-time"}:
                self.differ(f"{document['id']}: a request after its event is refused", codes)

    def check_completed(self):
        """A response to a request that asks about claims is about these, where it names none."""
        asked = {}
        for event in self.events:
            asked |= {(event.story, r["id"]): r.get("claims", []) for r in event.requests if "id" in r}
            document = self.documents.get(event.identity)
            if event.type == "responded" and document is not None:
                claims = document["data"].get("claims") or asked.get((event.story, event.data.get("request")), [])
                self.compare(f"@{event.position}: claims of a response", event.named, claims)

    def differ(self, what, *values):
        self.differences.append(f"seed {self.seed}: {what}: " + " / ".join(str(value) for value in values))

    def compare(self, what, found, expected):
        if found != expected:
            self.differ(what, found, expected)

    def compare_members(self, what, found, expected):
        for name, value in expected.items():
            self.compare(f"{what}: {name}", found.get(name), value)

    def cut(self):
        """The flags of a random cut, and the model's."""
        flags, members = [], {}
        kind = self.dice.randrange(6)
        if kind in (1, 3):
            members["as_of"] = self.dice.randrange(3, len(self.events))
            flags += ["--as-of", f"@{members['as_of']}"]
        if kind in (4, 5):
            taken = self.dice.choice(self.events)
            members["recorded"] = taken.taken
            flags += ["--as-of", taken.recorded]
        if kind in (2, 3, 5):
            event = self.dice.choice(self.events)
            members["at"] = event.happened
            flags += ["--at", event.time]
        return flags, Cut(self.events, **members)

    def check(self):
        flags, cut = self.cut()
        for name in self.dice.sample(list(cut.stories), min(ASKED, len(cut.stories))):
            story = cut.stories[name]
            what = f"{name} {' '.join(flags)}"
            if not story.is_published:
                self.check_unpublished(what, name, story, flags)
                continue
            shown = self.ask("show", name, *flags)[0]
            self.compare_members(f"show {what}", shown, story.show())
            self.check_history(f"history {what}", self.ask("history", name, *flags)[0], story)
            self.check_timeline(f"timeline {what}", self.ask("timeline", name, *flags)[0], story)
            board = self.ask("claims", name, *flags)[0]
            self.check_claims(f"claims {what}", board, story)
            self.check_claims(f"show {what}", shown, story)
        self.check_rows(" ".join(flags), flags, cut)

    def check_unpublished(self, what, name, story, flags):
        said = set()
        for verb in ("show", "history", "claims", "timeline", "blame"):
            done = self.run(verb, name, *flags, fails=True)
            said.add(done.stderr.decode())
            self.compare(f"{verb} {what} before publication", done.returncode, 66)
        self.compare(f"{what}: every verb says the same before publication", len(said), 1)
        words = said.pop()
        self.compare(f"{what}: nothing was recorded", "nothing of" in words, not story.record)
        for event in story.events[:10]:
            self.compare(f"{what}: what had happened", f"(@{event.position}, " in words, True)

    def check_history(self, what, found, story):
        expected = story.history()
        self.compare(f"{what}: how many", len(found["versions"]), len(expected["versions"]))
        for row, wanted in zip(found["versions"], expected["versions"]):
            later = row["laterNote"]
            row["laterNote"] = later and later["position"]
            if wanted["laterNote"] == "?":
                del wanted["laterNote"]
            self.compare_members(f"{what} v{wanted['version']}", row, wanted)
        self.compare(f"{what}: others", [{name: other[name] for name in wanted} for other in found["others"]]
                     if (wanted := {"position", "version", "backdated", "outOfOrder", "covers"}) else None, expected["others"])

    def check_timeline(self, what, found, story):
        """A timeline says of each version what the history says."""
        told = {e["version"]: (e["source"], e["noise"], e["revertsTo"]) for e in found["events"] if e["version"]}
        self.compare(f"{what}: versions", told, {
            v.number: (v.event.source, v.is_noise, v.reverts_to) for v in story.versions})

    def check_claims(self, what, found, story):
        expected = story.claim_board()
        self.compare(f"{what}: status", found["status"], expected["status"])
        claims = {
            claim["id"]: {
                "standing": claim["standing"], "text": claim.get("text"), "notYet": claim.get("notYet", False),
                "wholeStoryCount": claim["wholeStoryCount"],
                "moves": [(m["position"], m["backdated"], m["outOfOrder"]) for m in claim["moves"]],
            } for claim in found["claims"]
        }
        self.compare(f"{what}: ids", set(claims), set(expected["claims"]))
        for identity, wanted in expected["claims"].items():
            self.compare_members(f"{what} {identity}", claims.get(identity, {}), wanted)
        requests = [{**request, "party": request["party"]["name"], "answers": [move["position"] for move in request["answers"]]}
                    for request in found["requests"]]
        self.compare(f"{what}: requests", len(requests), len(expected["requests"]))
        for request, wanted in zip(requests, expected["requests"]):
            self.compare_members(f"{what} request", request, wanted)
        self.compare(f"{what}: whole story", [move["position"] for move in found["wholeStory"]], expected["wholeStory"])

    def check_rows(self, what, flags, cut):
        rows, expected = self.ask("stories", *flags), cut.story_rows()
        self.compare(f"stories {what}", [row["story"] for row in rows], [row["story"] for row in expected])
        for row, wanted in zip(rows, expected):
            self.compare_members(f"stories {what} {wanted['story']}", row, wanted)
        days = {day.pop("day"): day for day in self.ask("activity", *flags)}
        for day in days.values():
            self.compare(f"activity {what}: zone", day.pop("zone"), "UTC")
        self.compare(f"activity {what}", days, cut.activity())
        parties = {row["name"]: {"stories": row["stories"], "acts": {act: n for act, n in row["acts"].items() if n}}
                   for row in self.ask("parties", *flags)}
        self.compare(f"parties {what}", parties, cut.parties())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = Path(__file__).resolve().parents[2]
    parser.add_argument("--bin", type=os.path.abspath, default=str(root / ".build" / "debug"))
    parser.add_argument("--ledgers", type=int, default=3)
    parser.add_argument("--cuts", type=int, default=4, help="of each ledger")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31))
    parser.add_argument("--keep", action="store_true", help="keep the ledgers for a look at them")
    options = parser.parse_args()
    program = os.path.join(options.bin, "storyledger")
    print(f"seed {options.seed}")
    differences, events = [], 0
    for seed in range(options.seed, options.seed + options.ledgers):
        folder = tempfile.mkdtemp(prefix="meaning-")
        ledger = Ledger(program, folder, seed)
        ledger.fill()
        events += len(ledger.events)
        for _ in range(options.cuts):
            ledger.check()
        differences += ledger.differences
        if options.keep:
            print(f"kept {folder}")
        else:
            shutil.rmtree(folder)
    for difference in differences[:40]:
        print(difference)
    print(f"{options.ledgers} ledgers of {events} events at {options.ledgers * options.cuts} cuts,"
          f" {len(differences)} differences")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
