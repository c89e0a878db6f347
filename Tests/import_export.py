#!/usr/bin/env python3
"""Exports random ledgers in every form and imports archives, and holds what is written against an oracle in Python.

usage: import_export.py [--bin DIR] [--stories N] [--kills N] [--seed N]

Documents go back in as duplicates, with 'append -' and through a daemon's inbox; tables are read with Python's csv and
sqlite3, repositories with git. Exports that are killed leave nothing or the whole under their name. Archives are compressed,
damaged, strangely encoded, and imports of them are killed and run again. Exit 1 with a line for each fault.
"""

import argparse
import csv
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

csv.field_size_limit(1 << 30)

WORDS = ["the", "bridge", "closed", "=1+1", "@ministry", "\"quoted\"", "a, b", "Ünïcode", "桥梁", "don't", "-240", "+crowns", "said",
         "'apostrophe", "<b>", "tab\tbed", "\r", "\u2028", "\x00", "🚢"]
PARTIES = ["Port council", "Ada Brook", "=HYPERLINK(\"x\")", "O'Neil, \"the\" clerk", "桥"]
SOURCES = ["desk", "https://cms.example/a?b=c", "wire%20%3Cx%3E", "m%C3%BCnchen"]


def sentence(chance):
    return " ".join(chance.choices(WORDS, k=chance.randint(2, 9))) + chance.choice([".", "!", "?"])


def text(chance):
    return "\n\n".join(" ".join(sentence(chance) for _ in range(chance.randint(1, 4))) for _ in range(chance.randint(1, 4)))


class Oracle:
    """Random documents, and the texts that they make: {story: [(headline, dek, body, note, time)]}."""

    def __init__(self, chance, stories):
        self.documents, self.versions, self.moves, self.claims, self.sources = [], {}, {}, {}, {}
        self.chance, self.minute = chance, 0
        names = {f"story-{n}" if n % 4 else chance.choice(["a/b", "..", ".git", "x-", "%41", "x" * 198, "桥/" * 49, "a b"]) + str(n)
                 for n in range(stories)}
        for name in sorted(names):
            self.publish(name)
        for _ in range(4 * stories):
            chance.choice([self.update, self.update, self.move])(chance.choice(sorted(names)))

    def time(self):
        self.minute += 1
        hour, minute = divmod(self.minute, 60)
        day, hour = divmod(hour, 24)
        offset = self.chance.choice(["Z", "+05:30", "-08:00", "+01:00"])
        return f"2026-01-{day + 1:02}T{hour:02}:{minute:02}:{self.chance.randint(0, 59):02}{offset}"

    def add(self, kind, story, data, source):
        moment = self.time()
        if self.chance.random() < 0.2:
            moment = {"at": f"2026-02-01T{self.minute % 24:02}:{self.minute % 60:02}", "zone": "Europe/Berlin"}
            if self.chance.random() < 0.5:
                moment["printed"] = "=noon"
        document = {"type": kind, "subject": story, "time": moment, "source": source, "data": data}
        if self.chance.random() < 0.7:
            document["id"] = f"{kind}-{self.minute}"
        if self.chance.random() < 0.2:
            document |= {"correlationid": "=c", "traceparent": "00-x", "dataschema": "https://x.example/s"}
        self.documents.append(document)
        return moment

    def publish(self, story):
        fields = {"headline": sentence(self.chance), "body": text(self.chance)}
        if self.chance.random() < 0.5:
            fields |= {"dek": sentence(self.chance), "byline": [{"name": "Jo"}], "keywords": ["=k"], "language": "en"}
        data = dict(fields)
        self.claims[story] = [f"c{n}" for n in range(self.chance.choice([0, 1, 1, 2]))]
        data["claims"] = [{"id": claim, "text": sentence(self.chance), "by": self.chance.choice(PARTIES)}
                          for claim in self.claims[story]]
        self.sources[story] = self.chance.choice(SOURCES)
        moment = self.add("published", story, data, self.sources[story])
        self.versions[story] = [(fields["headline"], fields.get("dek"), fields["body"], None, moment)]
        self.moves[story] = 0

    def update(self, story):
        headline, dek, body, _, _ = self.versions[story][-1]
        change = {}
        if self.chance.random() < 0.3:
            change["headline"] = headline = sentence(self.chance)
        if not change or self.chance.random() < 0.8:
            parts = re.split(r"(?<=[.!?]) ", body)
            parts[self.chance.randrange(len(parts))] = sentence(self.chance)
            if self.chance.random() < 0.3:
                parts.reverse()
            change["body"] = " ".join(parts)
        if change.get("body", body) == body and change.get("headline", headline) == self.versions[story][-1][0]:
            return
        body, note = change.get("body", body), None
        if self.chance.random() < 0.5:
            change["note"] = note = sentence(self.chance)
        moment = self.add("updated", story, change, self.sources[story])
        self.versions[story].append((headline, dek, body, note, moment))

    def move(self, story):
        data = {"by": self.chance.choice(PARTIES)}
        named = 1
        if len(self.claims[story]) > 1 or self.claims[story] and self.chance.random() < 0.5:
            data["claims"] = self.chance.sample(self.claims[story], self.chance.randint(1, len(self.claims[story])))
            named = len(data["claims"])
        kind = self.chance.choice(["denied", "reiterated", "responded"] if self.claims[story] else ["responded"])
        if kind == "responded":
            data["outcome"] = self.chance.choice(["declined", "statement"])
        if kind != "responded" or data["outcome"] == "statement":
            data["statement"] = sentence(self.chance)
        self.add(kind, story, data, self.chance.choice(["desk", "inbox"]))
        self.moves[story] += named


class Run:
    def __init__(self, options, scratch):
        self.bin, self.scratch, self.found = options.bin, Path(scratch), []
        self.ledger = self.scratch / "ledger"
        self.environment = {**os.environ, "STORYLEDGER_DIR": str(self.ledger), "TZ": "UTC", "XDG_STATE_HOME": scratch}

    def call(self, *words, text=None, statuses=(0,), **more):
        done = subprocess.run([os.path.join(self.bin, "storyledger"), *map(str, words)], input=text, capture_output=True,
                              env=self.environment, **more)
        if done.returncode not in statuses:
            raise AssertionError((words, done.returncode, done.stderr[:2000], done.stdout[-2000:]))
        return done

    def check(self, holds, what):
        if not holds:
            self.found.append(what)

    def lines(self, *words):
        return [json.loads(line) for line in self.call(*words, "--json").stdout.splitlines()]


def check_documents(run, oracle):
    """What is exported goes back in as duplicates, and into another ledger as the same stories."""
    out = run.call("export", "--all", "--format", "cloudevents").stdout
    documents = [json.loads(line) for line in out.splitlines()]
    run.check(len(documents) == len(oracle.documents), f"{len(documents)} documents of {len(oracle.documents)}")
    run.check([d["subject"] for d in documents] == [d["subject"] for d in oracle.documents], "documents are not in log order")
    for given, document in zip(oracle.documents, documents):
        for name in ("id", "source", "time", "correlationid", "traceparent", "dataschema"):
            if name in given and name != "time" and document.get(name) != given[name]:
                run.found.append(f"{name} of {given} is {document.get(name)!r}")
    again = run.call("append", "-", "--json", text=out)
    outcomes = {event["outcome"] for event in json.loads(again.stdout)["events"]}
    run.check(outcomes == {"duplicate"}, f"append - gives {outcomes}")
    one = sorted(oracle.versions)[0]
    first = run.call("export", one, "--format", "cloudevents", "--to", run.scratch / "one.ndjson", "--json")
    run.check(json.loads(first.stdout)["documents"] == sum(d["subject"] == one for d in oracle.documents), "documents of one")

    daemon = subprocess.Popen([os.path.join(run.bin, "storyledgerd"), "--ledger", str(run.ledger)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=run.environment)
    try:
        inbox = run.ledger / "inbox"
        deadline = time.monotonic() + 60
        (run.ledger / "out.ndjson").write_bytes(out)
        os.rename(run.ledger / "out.ndjson", inbox / "out.ndjson")
        while (inbox / "out.ndjson").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        kept = list((run.ledger / "archive").rglob("out.ndjson*"))
        run.check(len(kept) == 1, f"the inbox did not take the documents: {list((run.ledger / 'quarantine').iterdir())}")
        run.check(len(run.lines("log")) == len(documents), "the inbox took a document as a new event")
    finally:
        daemon.terminate()
        daemon.wait()

    other = run.scratch / "other"
    run.call("init", "--ledger", other)
    run.call("append", "-", "--ledger", other, text=out)
    for story in oracle.versions:
        here, there = (json.loads(run.call("show", story, "--json", "--ledger", ledger).stdout) for ledger in (run.ledger, other))
        for name in ("headline", "dek", "body", "status", "version"):
            run.check(here[name] == there[name], f"{name} of {story} differs in the other ledger")


def rows_of(run, place):
    """Tables of CSV, with the apostrophes taken away that make formulas harmless."""
    tables = {}
    for name in ("stories", "versions", "changes", "claims", "moves", "parties"):
        data = (place / f"{name}.csv").read_bytes()
        run.check(data.startswith(b"\xef\xbb\xbf"), f"{name}.csv has no mark")
        with open(place / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
        for row in rows:
            for cell in row:
                run.check(not re.match(r"[=+@\t\r\n]|-[^0-9]", cell), f"a formula: {cell!r}")
        head = rows[0]
        tables[name] = [dict(zip(head, (cell[1:] if cell.startswith("'") else cell for cell in row))) for row in rows[1:]]
        run.check(all(len(row) == len(head) for row in rows), f"{name}.csv has rows of other lengths")
    return tables


def check_tables(run, oracle):
    run.call("export", "--all", "--format", "csv", "--to", run.scratch / "csv")
    again = run.call("export", "--all", "--format", "csv", "--to", run.scratch / "csv", "--site", "https://s.example/", "--json")
    tables = rows_of(run, run.scratch / "csv")
    run.check(json.loads(again.stdout)["rows"] == {name: len(rows) for name, rows in tables.items()}, "counts of rows")
    run.call("export", "--all", "--format", "sqlite", "--to", run.scratch / "db", "--site", "https://s.example")
    database = sqlite3.connect(run.scratch / "db")
    for name, rows in tables.items():
        cursor = database.execute(f'SELECT * FROM "{name}"')
        head = [column[0] for column in cursor.description]
        found = [{key: "" if cell is None else str(cell).replace("\0", "\ufffd") for key, cell in zip(head, row)} for row in cursor]
        run.check(found == rows, f"{name} of SQLite is not that of CSV")
    page = (Path(__file__).resolve().parents[1] / "Documentation/StoryLedger.docc/ImportAndExport.md").read_text()
    for name, rows in tables.items():
        part = page.split(f"\n### {name}\n")[1].split("\n## ")[0].split("\n### ")[0]
        named = [word for line in part.splitlines() if line.startswith("| `") for word in re.findall(r"`(\w+)`", line.split("|")[1])]
        run.check(sorted(named) == sorted(rows[0]), f"the page's columns of {name} are {named}")
    safe = {story: [tuple((part or "").replace("\0", "\ufffd") for part in version[:4]) for version in versions]
            for story, versions in oracle.versions.items()}
    found = {}
    for row in tables["versions"]:
        found.setdefault(row["story"], []).append((row["headline"], row["dek"], row["body"], row["note"]))
        run.check(row["permalink"].startswith("https://s.example/stories/"), f"the permalink {row['permalink']}")
    run.check(found == safe, "the versions are not those of the oracle")
    for row in tables["stories"]:
        story = row["story"]
        run.check(int(row["versions"]) == len(oracle.versions[story]), f"versions of {story}")
        run.check(int(row["events"]) == sum(d["subject"] == story for d in oracle.documents), f"events of {story}")
        run.check(sum(move["story"] == story for move in tables["moves"]) == oracle.moves[story], f"moves of {story}")
        run.check([c["claim"] for c in tables["claims"] if c["story"] == story] == oracle.claims[story], f"claims of {story}")
        claims = json.loads(run.call("claims", story, "--json").stdout)["claims"]
        run.check([c["standing"] for c in claims] == [c["standing"] for c in tables["claims"] if c["story"] == story],
                  f"standings of {story}")
        history = json.loads(run.call("history", story, "--json").stdout)["versions"]
        mine = [row for row in tables["versions"] if row["story"] == story]
        for version, row in zip(history, mine):
            run.check(str(int(version["silent"])) == row["silent"], f"silent of {story} v{row['version']}")
            run.check(str(version["sentences"]["changed"]) == row["sentencesChanged"], f"sentences of {story}")
    # Old and new texts of a change are in the versions beside it.
    texts = {(row["story"], row["version"], field): row[field] for row in tables["versions"] for field in ("headline", "dek", "body")}
    for row in tables["changes"]:
        before = texts[row["story"], str(int(row["version"]) - 1), row["field"]]
        run.check(row["newText"] in texts[row["story"], row["version"], row["field"]], f"newText of {row}")
        run.check(row["oldText"] in before, f"oldText of {row}")


def git(place, *words):
    return subprocess.run(["git", "-C", str(place), *words], capture_output=True, check=True).stdout


def seconds(moment):
    moment = moment["at"] + "+01:00" if isinstance(moment, dict) else moment
    return int(datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp())


def check_git(run, oracle):
    place = run.scratch / "git"
    run.call("export", "--all", "--format", "git", "--to", place)
    run.call("export", "--all", "--format", "git", "--to", place)
    git(place, "fsck", "--strict")
    run.check(git(place, "status", "--porcelain") == b"", "the work tree is not that of the commit")
    found, positions = {}, []
    for commit in git(place, "rev-list", "--reverse", "HEAD").split():
        commit = commit.decode()
        author, stamp, message = git(place, "show", "-s", "--format=%an%x00%at%x00%B", commit).decode().split("\0", 2)
        facts = dict(re.findall(r"^(Story|Version|Position): (.*)$", message, re.M))
        positions.append(int(facts["Position"]))
        names = git(place, "diff-tree", "--root", "--no-commit-id", "--name-only", "-z", "-r", commit).decode().strip("\0").split("\0")
        file = git(place, "cat-file", "blob", f"{commit}:{names[0]}").decode()
        front, body = file.split("\n---\n", 1)
        fields = dict(line.split(": ", 1) for line in front.split("\n")[1:])
        story = json.loads(fields["story"])
        found.setdefault(story, []).append((json.loads(fields["headline"]), json.loads(fields.get("dek", "null")), body[:-1], int(stamp)))
        run.check(author == oracle.sources[story], f"the author of {commit} is {author}")
    wanted = {story: [(h, d, b, seconds(moment)) for h, d, b, _, moment in versions] for story, versions in oracle.versions.items()}
    run.check(found == wanted, "the commits are not the versions of the oracle")
    run.check(positions == sorted(positions), "the commits are not in log order")

    pages = run.scratch / "pages"
    run.call("export", "--all", "--format", "markdown", "--to", pages)
    names = [name for name in os.listdir(pages) if name != ".storyledger-export"]
    run.check(len(names) == len(oracle.versions), "files of Markdown")
    bodies = sorted((pages / name).read_bytes().decode().split("\n---\n", 1)[1][:-1] for name in names)
    run.check(bodies == sorted(versions[-1][2] for versions in oracle.versions.values()), "the bodies of Markdown")


def check_summaries(run):
    """--json says of each form what was written, and needs --to."""
    counted = {"cloudevents": {"documents"}, "csv": {"rows"}, "sqlite": {"rows"}, "markdown": set(), "git": {"commits"}}
    for form, members in counted.items():
        done = run.call("export", "--all", "--format", form, "--to", run.scratch / f"json-{form}", "--json")
        summary = json.loads(done.stdout)
        found = {name for name in ("documents", "commits", "rows") if summary[name] is not None}
        run.check((summary["format"], summary["to"], found) == (form, str(run.scratch / f"json-{form}"), members), f"{form}: {summary}")
        run.call("export", "--all", "--format", form, "--json", statuses=(64,))


def check_replacing(run):
    place = run.scratch / "csv"
    (place / "stories.csv").write_text("mine")
    refused = run.call("export", "--all", "--format", "csv", "--to", place, statuses=(73,))
    run.check(b"stories.csv was changed since" in refused.stderr, f"a changed file: {refused.stderr}")
    done = json.loads(run.call("export", "--all", "--format", "csv", "--to", place, "--force", "--json").stdout)
    run.check((Path(done["setAside"]) / "stories.csv").read_text() == "mine", "what was set aside")
    (place / "mine.txt").write_text("mine")
    run.call("export", "--all", "--format", "csv", "--to", place, statuses=(73,))
    home = run.scratch / "home"
    home.mkdir()
    (home / "precious").write_text("mine")
    for form in ("csv", "sqlite", "markdown", "git", "cloudevents"):
        run.call("export", "--all", "--format", form, "--to", home, statuses=(73,))
    repository = run.scratch / "git"
    (repository / "mine.md").write_text("mine")
    run.call("export", "--all", "--format", "git", "--to", repository, statuses=(73,))
    (repository / "mine.md").unlink()
    git(repository, "-c", "user.name=a", "-c", "user.email=b", "commit", "--quiet", "--allow-empty", "-m", "mine")
    run.call("export", "--all", "--format", "git", "--to", repository, statuses=(73,))
    run.call("export", "--all", "--format", "csv", "--to", run.ledger / "inbox" / "x", statuses=(64,))
    run.call("export", "--all", "--format", "csv", statuses=(64,))
    run.call("export", "--format", "csv", statuses=(64,))
    run.call("export", "nobody", "--format", "cloudevents", statuses=(66,))
    environment = {**run.environment, "PATH": "/nowhere"}
    lacking = subprocess.run([os.path.join(run.bin, "storyledger"), "export", "--all", "--format", "git", "--to", str(run.scratch / "none")],
                             env=environment, capture_output=True)
    run.check(lacking.returncode == 69 and b"sudo apt install git" in lacking.stderr, f"without git: {lacking}")


def check_cuts(run, oracle):
    story = max(oracle.versions, key=lambda name: len(oracle.versions[name]))
    run.call("export", story, "--format", "csv", "--to", run.scratch / "cut", "--as-of", "v1")
    tables = rows_of(run, run.scratch / "cut")
    run.check(len(tables["versions"]) == 1 and not tables["changes"], "--as-of v1")
    half = len(oracle.documents) // 2
    out = run.call("export", "--all", "--format", "cloudevents", "--as-of", f"@{half}").stdout
    run.check(len(out.splitlines()) == half + 1, "--as-of @N")
    run.call("export", "--all", "--format", "csv", "--to", run.scratch / "early", "--as-of", "@0")
    run.check(len(rows_of(run, run.scratch / "early")["stories"]) == 1, "stories at @0")
    run.call("export", "--all", "--format", "cloudevents", "--as-of", "v1", statuses=(64,))


def check_withheld(run, oracle):
    place = max(n for n, d in enumerate(oracle.documents) if d["type"] in ("denied", "reiterated", "responded"))
    story = oracle.documents[place]["subject"]
    part = max(n for n, d in enumerate(oracle.documents) if d["type"] == "published")
    words = ["--reason", "privacy", "--authority", "desk", "--yes"]
    run.call("withhold", "--position", place, *words)
    run.call("withhold", "--position", part, "--field", "headline", *words)
    done = run.call("export", "--all", "--format", "cloudevents")
    out = done.stdout.splitlines()
    run.check(len(out) == len(oracle.documents) - 2, f"withheld events are exported: {len(out)} of {len(oracle.documents)}")
    run.check(f"left out: @{place} of {story}".encode() in done.stderr, f"the withheld event is not named: {done.stderr}")
    again = json.loads(run.call("append", "-", "--json", text=done.stdout).stdout)
    run.check({event["outcome"] for event in again["events"]} == {"duplicate"}, "duplicates after a takedown")
    summary = json.loads(run.call("export", "--all", "--format", "cloudevents", "--to", run.scratch / "w", "--json").stdout)
    run.check([gap["position"] for gap in summary["withheld"]] == sorted([place, part]), f"withheld: {summary['withheld']}")
    for form in ("csv", "sqlite", "markdown", "git"):
        run.call("export", "--all", "--format", form, "--to", run.scratch / f"withheld-{form}")


def check_kills(run, chance, kills):
    """An export that is killed at a random moment leaves nothing, or the whole."""
    whole = {}
    for form in ("csv", "markdown", "git"):
        started = time.monotonic()
        run.call("export", "--all", "--format", form, "--to", run.scratch / f"whole-{form}")
        whole[form] = time.monotonic() - started
    for number in range(kills):
        form = chance.choice(sorted(whole))
        place = run.scratch / f"killed-{form}"
        process = subprocess.Popen([os.path.join(run.bin, "storyledger"), "export", "--all", "--format", form, "--to", str(place)],
                                   env=run.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.random() * whole[form] * 1.1)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if place.exists():
            shown = subprocess.run(["diff", "-r", "-x", ".git", str(place), str(run.scratch / f"whole-{form}")], capture_output=True)
            run.check(shown.returncode == 0, f"kill {number} of {form} left a part: {shown.stdout[:300]}")
    for form in whole:
        run.call("export", "--all", "--format", form, "--to", run.scratch / f"killed-{form}")
    left = [name for name in os.listdir(run.scratch) if name.endswith("-partial")]
    run.check(not left, f"left over: {left}")


class Archive:
    """An archive with refused documents among the others: its lines, and the numbers of those that are refused."""

    def __init__(self, oracle, chance):
        self.lines, self.refused, self.taken = [], [], 0
        for document in oracle.documents:
            # The first is whole: the form of what comes from standard input is told by how it begins.
            if self.lines and chance.random() < 0.3:
                self.lines.append(chance.choice([b'{"type":', b"[]", b"\xff\xfe", b'"x"', b'{"type":"denied","subject":"nobody","time":'
                                                 b'"2026-01-01T00:00:00Z","data":{"by":"x"}}', b"\x00", b'{"a":1}}',
                                                 b'{"type":"published","type":"x"}']))
                self.refused.append(len(self.lines))
            if chance.random() < 0.1:
                self.lines.append(b"  \r")
            self.lines.append(json.dumps(document, ensure_ascii=chance.random() < 0.5).encode() + chance.choice([b"", b"\r", b" "]))
            self.taken += 1

    def bytes(self):
        return b"\n".join(self.lines) + b"\n"


def check_import(run, oracle, chance, kills):
    """Every form of an archive makes the same log; what is refused is named with its place; a kill loses and doubles nothing."""
    archive = Archive(oracle, chance)
    place = run.scratch / "archive.ndjson"
    place.write_bytes(b"\xef\xbb\xbf" + archive.bytes())
    for program in ("gzip", "xz", "zstd"):
        subprocess.run([program, "-k", "-q", str(place)], check=True)
    array = run.scratch / "archive.json"
    array.write_text("[\n" + ",\n".join(json.dumps(d, indent=chance.choice([None, 1])) for d in oracle.documents) + "]")
    events = None

    def ledger(number):
        path = run.scratch / f"import-{number}"
        run.call("init", "--ledger", path)
        return path

    def log(path):
        return [(e["story"], e["type"], e["source"], e["time"]) for e in run.lines("log", "--ledger", path)]

    want = {"documents": archive.taken + len(archive.refused), "appended": archive.taken, "duplicate": 0,
            "refused": len(archive.refused)}
    names = [place, f"{place}.gz", f"{place}.xz", f"{place}.zst", "-"]
    for number, name in enumerate(names):
        here, side = ledger(number), run.scratch / f"refused-{number}"
        text = place.read_bytes() if name == "-" else None
        done = run.call("import", name, "--ledger", here, "--refused", side, "--json", text=text, statuses=(65,))
        summary = json.loads(done.stdout)
        run.check({key: summary[key] for key in want} == want, f"import of {name}: {summary}")
        refused = [json.loads(line) for line in side.read_bytes().splitlines()]
        run.check([r["errors"][0]["line"] for r in refused] == archive.refused, f"lines refused of {name}")
        run.check(all(r["errors"][0]["code"] and r["errors"][0]["remedy"] for r in refused), f"reasons of {name}")
        events = events or log(here)
        run.check(log(here) == events and len(events) == archive.taken, f"the log of {name}")
        again = json.loads(run.call("import", name, "--ledger", here, "--refused", side, "--json", text=text, statuses=(65,)).stdout)
        run.check((again["appended"], again["duplicate"]) == (0, archive.taken), f"{name} again: {again}")
    here = ledger("array")
    summary = json.loads(run.call("import", array, "--ledger", here, "--json", "--dry-run").stdout)
    run.check((summary["wouldAppend"], summary["appended"]) == (len(oracle.documents), 0) and log(here) == [], f"dry run: {summary}")
    run.call("import", array, "--ledger", here, "--json")
    run.check(log(here) == events, "the log of the array")
    run.call("verify", "--ledger", here)
    faults = run.scratch / "faults.json"
    faults.write_text('[\n {"type": "published", "subject": "ok", "time": "2026-01-01T00:00:00Z", "data": {"headline": "h", "body": "b"}},\n'
                      '   {"type": "x"}, 7,\n {"type": "denied"} oops')
    done = run.call("import", faults, "--ledger", here, "--refused", run.scratch / "side", "--json", statuses=(65,))
    errors = [json.loads(line)["errors"][0] for line in (run.scratch / "side").read_bytes().splitlines()]
    run.check([(e["path"][:4], e["line"]) for e in errors] == [("$[1]", 3), ("$[2]", 3), ("$", 4)], f"places in an array: {errors}")
    run.check(json.loads(done.stdout)["appended"] == 1, "what comes before the fault of an array")

    cut = run.scratch / "cut.ndjson.gz"
    cut.write_bytes(Path(f"{place}.gz").read_bytes()[:-20])
    done = run.call("import", cut, "--ledger", ledger("cut"), statuses=(65,))
    run.check(b"damaged or cut off: gzip ended with 1" in done.stderr, f"a cut .gz: {done.stderr[-400:]}")
    lacking = subprocess.run([os.path.join(run.bin, "storyledger"), "import", f"{place}.xz", "--ledger", str(ledger("lacking"))],
                             env={**run.environment, "PATH": "/nowhere"}, capture_output=True)
    run.check(lacking.returncode == 69 and b"sudo apt install xz-utils" in lacking.stderr, f"without xz: {lacking}")
    done = run.call("import", "-", "--ledger", here, text=Path(f"{place}.gz").read_bytes(), statuses=(65,))
    run.check(b"standard input is compressed" in done.stderr, "a compressed stream")
    run.call("import", run.scratch / "nothing.json", "--ledger", here, statuses=(66,))
    (run.scratch / "mine").write_text("mine")
    run.call("import", place, "--ledger", here, "--refused", run.scratch / "mine", statuses=(73,))
    run.check((run.scratch / "mine").read_text() == "mine", "--refused wrote over a file")

    # Many pieces, and the longest of lines among them.
    big = run.scratch / "big.ndjson"
    with open(big, "wb") as file:
        for number in range(4500):
            body = "x" * 200 if number != 3000 else "y" * (66 << 20)
            file.write(json.dumps({"type": "published", "subject": f"s{number}", "time": "2026-01-01T00:00:00Z",
                                   "data": {"headline": "h", "body": body}}).encode() + b"\n")
    here = ledger("big")
    started = time.monotonic()
    done = run.call("import", big, "--ledger", here, "--json", statuses=(65,))
    took, summary = time.monotonic() - started, json.loads(done.stdout)
    run.check((summary["appended"], summary["refused"]) == (4499, 1) and b"big.ndjson:3001:1:" in done.stderr, f"a long line: {summary}")
    for number in range(kills):
        here = ledger(f"killed-{number}")
        process = subprocess.Popen([os.path.join(run.bin, "storyledger"), "import", str(big), "--ledger", str(here)],
                                   env=run.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.random() * took)
        process.send_signal(signal.SIGKILL)
        process.wait()
        had = len(run.lines("log", "--ledger", here))
        summary = json.loads(run.call("import", big, "--ledger", here, "--json", statuses=(65,)).stdout)
        run.check((summary["appended"], summary["duplicate"]) == (4499 - had, had), f"after a kill at {had}: {summary}")
        stories = [e["story"] for e in run.lines("log", "--ledger", here)]
        run.check(stories == [f"s{n}" for n in range(4500) if n != 3000], f"the log after a kill at {had}")


def check_repository(run, oracle):
    """A repository that was exported comes back as the same texts; odd repositories are read or refused, file by file."""
    here = run.scratch / "from-git"
    run.call("init", "--ledger", here)
    exported = run.scratch / "for-import"
    run.call("export", "--all", "--format", "git", "--to", exported, "--as-of", f"@{len(oracle.documents) - 1}")
    commits = len(git(exported, "rev-list", "HEAD").split())
    summary = json.loads(run.call("import", "--git", exported, "--ledger", here, "--json", statuses=(0, 65)).stdout)
    names = {os.path.splitext(name)[0]: json.loads(re.search(r"^story: (.*)$", (exported / name).read_bytes().decode(), re.M)[1])
             for name in os.listdir(exported) if name != ".git"}
    run.check(summary["documents"] <= commits, f"import of {commits} commits: {summary}")
    if not summary["refused"]:
        for name, story in names.items():
            if name.startswith("-"):
                continue
            got = json.loads(run.call("show", name, "--ledger", here, "--json").stdout)
            want = oracle.versions[story][-1]
            run.check(got["body"] == want[2], f"the body of {story} after import of a repository")
    again = json.loads(run.call("import", "--git", exported, "--ledger", here, "--json", statuses=(0, 65)).stdout)
    run.check(again["appended"] == 0 and again["refused"] == summary["refused"], f"the repository again: {again}")

    odd, here = run.scratch / "odd", run.scratch / "from-odd"
    run.call("init", "--ledger", here)
    odd.mkdir()
    count = [0]

    def commit(message, *words):
        count[0] += 1
        stamp = f"2026-01-{count[0]:02}T10:00:00+05:30"
        environment = {**os.environ, "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a",
                       "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a"}
        if not words:
            subprocess.run(["git", "-C", str(odd), "add", "-A"], check=True)
        subprocess.run(["git", "-C", str(odd), *(words or ("commit", "-q", "-m", message))], env=environment, check=True, capture_output=True)

    git(odd, "init", "-q", "-b", "main")
    (odd / "a.md").write_text("# The roof\n\nIn May. It costs three crowns, the council says, and no more than that.\n")
    (odd / "sub").mkdir()
    (odd / "sub/b.txt").write_text("---\ntitle: Plain title\nother: x\n---\nBody.\n")
    commit("first")
    (odd / "binary.md").write_bytes(b"\x00\x01")
    (odd / "latin.md").write_bytes(b"caf\xe9")
    os.symlink("a.md", odd / "link.md")
    with open(os.fsencode(str(odd)) + b"/b\xff.md", "w") as file:
        file.write("x")
    commit("odd files")
    os.rename(odd / "a.md", odd / "renamed.md")
    commit("renamed only")
    (odd / "renamed.md").write_text("# The roof\n\nIn June. It costs three crowns, the council says, and no more than that.\n")
    commit("It is June.\n\nReally.")
    git(odd, "checkout", "-q", "-b", "side")
    (odd / "sub/b.txt").write_text("---\ntitle: Plain title\n---\nOther body.\n")
    commit("on a side")
    git(odd, "checkout", "-q", "main")
    commit("", "merge", "-q", "--no-ff", "-m", "merged", "side")
    (odd / "renamed.md").unlink()
    commit("gone")
    summary = json.loads(run.call("import", "--git", odd, "--ledger", here, "--messages-as-notes", "--deletions-as-kills", "--json",
                                  "--refused", run.scratch / "odd-refused", statuses=(65,)).stdout)
    codes = sorted(json.loads(line)["errors"][0]["code"] for line in (run.scratch / "odd-refused").read_bytes().splitlines())
    run.check(codes == ["bad-name", "not-a-file", "not-utf8", "not-utf8"], f"refused of an odd repository: {codes}")
    events = [(e["story"], e["type"], e["time"], e["data"].get("change"), (e["data"].get("note") or {}).get("text"))
              for e in run.lines("log", "--ledger", here)]
    run.check(events == [("a", "published", "2026-01-01T10:00:00+05:30", None, None), ("sub/b", "published", "2026-01-01T10:00:00+05:30", None, None),
                         ("a", "updated", "2026-01-04T10:00:00+05:30", None, "It is June.\n\nReally."),
                         ("sub/b", "updated", "2026-01-06T10:00:00+05:30", None, "merged"),
                         ("a", "updated", "2026-01-07T10:00:00+05:30", "kill", "gone")], f"events of an odd repository: {events}, {summary}")
    story = json.loads(run.call("show", "sub/b", "--ledger", here, "--json").stdout)
    run.check((story["headline"], story["body"]) == ("Plain title", "Other body."), f"front matter of a file: {story}")
    run.call("import", "--git", run.scratch / "csv", "--ledger", here, statuses=(65,))
    # The first commit of a file is refused: nothing of its history is taken.
    there = run.scratch / "taken-ids"
    run.call("init", "--ledger", there, "--origin", "ferry.example/ids")
    taken = {"type": "published", "subject": "a", "time": "2026-01-01T00:00:00Z", "data": {"headline": "Other", "body": "Other."}}
    run.call("append", "-", "--ledger", there, text=json.dumps(taken).encode())
    run.call("import", "--git", odd, "--ledger", there, "--messages-as-notes", "--refused", run.scratch / "later-refused", statuses=(65,))
    events = [(e["story"], e["type"]) for e in run.lines("log", "--ledger", there)]
    run.check(events == [("a", "published"), ("sub/b", "published"), ("sub/b", "updated")], f"a history after its refused beginning: {events}")
    errors = [json.loads(line)["errors"][0]["code"] for line in (run.scratch / "later-refused").read_bytes().splitlines()]
    run.check(errors.count("story-exists") == 1 and errors.count("unknown-story") == 1, f"refusals of that history: {errors}")


def check_notes_of_git(run):
    """Our own export says which edits had a note: an import invents none, and hides none."""
    here, there, repository = run.scratch / "notes", run.scratch / "notes-again", run.scratch / "notes-git"
    for ledger in (here, there):
        run.call("init", "--ledger", ledger, "--origin", "ferry.example/notes")
    notes = [None, "It is two.", {"text": "Seen by nobody.", "placement": "none"}, "Two lines.\n\nStory: of a note\nPosition: 4"]
    documents = [{"type": "published", "subject": "n", "time": "2026-01-01T00:00:00Z", "data": {"headline": "N", "body": "0"}}]
    for number, note in enumerate(notes, 1):
        data = {"body": str(number)} | ({"note": note} if note else {})
        documents.append({"type": "updated", "subject": "n", "time": f"2026-01-0{number + 1}T00:00:00Z", "data": data})
    run.call("append", "-", "--ledger", here, text="\n".join(map(json.dumps, documents)).encode())
    run.call("export", "--all", "--format", "git", "--to", repository, "--ledger", here)
    run.call("import", "--git", repository, "--messages-as-notes", "--ledger", there)
    versions = [[(v["note"], v["announced"], v["silent"]) for v in json.loads(run.call("history", "n", "--json", "--ledger", ledger).stdout)["versions"]]
                for ledger in (here, there)]
    run.check(versions[0] == versions[1], f"notes through Git: {versions}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=os.path.abspath, default=str(Path(__file__).resolve().parents[1] / ".build" / "debug"))
    parser.add_argument("--stories", type=int, default=12)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="storyledger-export-") as scratch:
        run, oracle = Run(options, scratch), Oracle(chance, options.stories)
        run.call("init")
        run.call("append", "-", text="\n".join(json.dumps(document) for document in oracle.documents).encode())
        check_documents(run, oracle)
        check_tables(run, oracle)
        check_git(run, oracle)
        check_cuts(run, oracle)
        check_summaries(run)
        check_replacing(run)
        check_kills(run, chance, options.kills)
        check_repository(run, oracle)
        check_notes_of_git(run)
        check_withheld(run, oracle)
        check_import(run, oracle, chance, max(1, options.kills // 6))
        for line in run.found[:30]:
            print(line)
        if not run.found:
            print(f"{len(oracle.documents)} events, {options.kills} kills: exports and imports are whole, and true to the record")
        sys.exit(bool(run.found))


if __name__ == "__main__":
    main()
