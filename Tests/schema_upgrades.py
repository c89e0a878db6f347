#!/usr/bin/env python3
"""Opens a ledger of each schema there ever was with the programs of today: it is read, verified, written, and a takedown takes a
text of it. A ledger without a table of ours is refused until it is migrated, one of a newer program for good.

usage: schema_upgrades.py [--bin DIR] [--keep-one]

Tests/ledgers/N is a ledger of schema N: its database as SQL, and its other files. --keep-one writes the one of the schema of
today, once, before a release.
"""

import argparse
import base64
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

LEDGERS = Path(__file__).resolve().parent / "ledgers"
SECRET_TEXT = "Ada Brook signed it."


class Run:
    def __init__(self, folder, scratch):
        self.program, self.scratch, self.found = os.path.join(folder, "storyledger"), Path(scratch), []
        self.daemon = os.path.join(folder, "storyledgerd")
        self.environment = {**os.environ, "TZ": "UTC", "XDG_STATE_HOME": scratch}

    def call(self, *words, status=0, text=None):
        done = subprocess.run([self.program, *map(str, words)], input=text, capture_output=True, text=True, env=self.environment)
        if done.returncode != status:
            self.found.append(f"{words[0]} of {words[-1]}: ended with {done.returncode}, expected {status}: {done.stderr[-600:]}{done.stdout[-300:]}")
        return done

    def check(self, holds, what):
        if not holds:
            self.found.append(what)


def documents():
    note = {"text": "It is June.", "placement": "top"}
    claims = [{"id": "may", "text": "It is in May.", "by": "Council"}]
    yield {"type": "published", "subject": "roof", "time": "2026-01-01T10:00:00Z", "id": "1",
           "data": {"headline": "The roof", "body": f"In May.\n\n{SECRET_TEXT}\n\nIt is red.", "claims": claims}}
    yield {"type": "updated", "subject": "roof", "time": "2026-01-02T10:00:00Z", "id": "2",
           "data": {"body": f"In June.\n\n{SECRET_TEXT}\n\nIt is red.", "note": note}}
    yield {"type": "denied", "subject": "roof", "time": "2026-01-03T10:00:00+01:00", "data": {"by": "Parents", "statement": "No."}}
    yield {"type": "published", "subject": "bridge", "time": {"at": "2026-01-04T10:00", "zone": "Europe/Berlin"},
           "data": {"headline": "The bridge", "body": "Closed."}}
    for number in range(254):
        yield {"type": "published", "subject": f"s{number}", "time": "2026-01-05T10:00:00Z", "data": {"headline": "H", "body": f"B{number}"}}


def keep_one(run):
    """Writes the ledger of the schema of today."""
    ledger = run.scratch / "ledger"
    run.call("init", "--origin", "ferry.example/kept", "--ledger", ledger)
    lines = "\n".join(map(json.dumps, documents()))
    run.call("append", "-", "--format", "ndjson", "--ledger", ledger, text=lines)
    run.call("withhold", "bridge", "--text", "Closed", "--reason", "a reason", "--authority", "a court", "--yes", "--ledger", ledger)
    run.call("publish", "--ledger", ledger)
    database = sqlite3.connect(ledger / "ledger.db")
    version = database.execute("PRAGMA user_version").fetchone()[0]
    place = LEDGERS / str(version)
    place.mkdir(parents=True)
    script = [f"PRAGMA page_size = {database.execute('PRAGMA page_size').fetchone()[0]};",
              f"PRAGMA application_id = {database.execute('PRAGMA application_id').fetchone()[0]};", f"PRAGMA user_version = {version};"]
    (place / "ledger.sql").write_text("\n".join(script + list(database.iterdump())) + "\n")
    database.close()
    files = {}
    for path in sorted(ledger.rglob("*")):
        name = str(path.relative_to(ledger))
        if path.is_file() and not name.startswith(("ledger.db", "views.db")) and not name.endswith("lock"):
            files[name] = base64.b64encode(path.read_bytes()).decode()
    (place / "files.json").write_text(json.dumps(files, indent=1) + "\n")


def made(run, kept, name):
    """The kept ledger, in a directory of its own."""
    ledger = run.scratch / name
    for file, content in json.loads((kept / "files.json").read_text()).items():
        path = ledger / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))
        if file in ("key", "secret"):
            path.chmod(0o600)
    for folder in ("inbox", "archive", "quarantine"):
        (ledger / folder).mkdir(exist_ok=True)
    database = sqlite3.connect(ledger / "ledger.db")
    database.executescript((kept / "ledger.sql").read_text())
    database.execute("PRAGMA journal_mode = WAL")
    database.close()
    return ledger


def execute(ledger, *statements):
    database = sqlite3.connect(ledger / "ledger.db")
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def check_kept(run, kept):
    ledger = made(run, kept, f"kept-{kept.name}")
    found = json.loads(run.call("verify", "--json", "--ledger", ledger).stdout.splitlines()[-1])
    run.check(found, "verify says nothing")
    run.call("migrate", "--ledger", ledger)
    run.call("append", "-", "--ledger", ledger, text=json.dumps(
        {"type": "updated", "subject": "roof", "time": "2026-02-01T10:00:00Z", "data": {"headline": "The old roof"}}))
    run.check(SECRET_TEXT in run.call("show", "roof", "--ledger", ledger).stdout, "the text is there")
    run.call("withhold", "roof", "--text", SECRET_TEXT, "--reason", "a reason", "--authority", "a court", "--yes", "--everywhere",
             "--ledger", ledger)
    run.check(SECRET_TEXT not in run.call("show", "roof", "--ledger", ledger).stdout, "a takedown takes it")
    run.check(SECRET_TEXT.encode() not in (ledger / "ledger.db").read_bytes(), "it is gone from the file")
    run.call("publish", "--ledger", ledger)
    run.call("verify", "--ledger", ledger)
    run.check("v3" in run.call("history", "roof", "--ledger", ledger).stdout, "history reads it")


def check_lacking(run, kept):
    """A ledger of a build before the table `removal`."""
    ledger = made(run, kept, "lacking")
    execute(ledger, "DROP TABLE removal")
    words = ("withhold", "roof", "--text", SECRET_TEXT, "--reason", "r", "--authority", "a", "--yes")
    for verb in (words, ("append", "-"), ("publish",)):
        refused = run.call(*verb, "--ledger", ledger, status=65, text="")
        run.check("it has no table 'removal'" in refused.stderr and "storyledger migrate" in refused.stderr, f"{verb[0]}: {refused.stderr}")
    done = subprocess.run([run.daemon, "--ledger", str(ledger)], capture_output=True, text=True, env=run.environment, timeout=120)
    run.check(done.returncode == 65 and "it has no table 'removal'" in done.stderr, f"the daemon: {done.returncode} {done.stderr}")
    run.check(json.loads(run.call("migrate", "--dry-run", "--json", "--ledger", ledger).stdout)
              == {"found": 1, "known": 1, "tables": ["removal"], "dryRun": True}, "a dry run of a migration")
    run.call("append", "-", "--ledger", ledger, status=65, text="")
    run.check("table removal made" in run.call("migrate", "--ledger", ledger).stdout, "a migration says what it does")
    run.check("nothing to do" in run.call("migrate", "--dry-run", "--ledger", ledger).stdout, "a second migration")
    run.call(*words, "--ledger", ledger)
    run.call("verify", "--ledger", ledger)


def check_others(run, kept):
    ledger = made(run, kept, "newer")
    execute(ledger, "PRAGMA user_version = 999")
    for verb in (("status",), ("append", "-"), ("migrate",), ("migrate", "--dry-run"), ("verify",)):
        refused = run.call(*verb, "--ledger", ledger, status=65, text="")
        run.check("newer program: its schema is 999" in refused.stderr, f"{verb}: {refused.stderr}")
    ledger = made(run, kept, "lost")
    execute(ledger, "DROP TABLE checkpoint")
    refused = run.call("migrate", "--ledger", ledger, status=65)
    run.check("'checkpoint' is not there" in refused.stderr and "backup" in refused.stderr, f"a lost table: {refused.stderr}")
    run.call("migrate", "--ledger", run.scratch / "none", status=66)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=os.path.abspath, default=str(Path(__file__).resolve().parents[1] / ".build" / "debug"))
    parser.add_argument("--keep-one", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="storyledger-schemas-") as scratch:
        run = Run(options.bin, scratch)
        if options.keep_one:
            keep_one(run)
        kept = sorted(LEDGERS.iterdir(), key=lambda path: int(path.name))
        for ledger in kept:
            check_kept(run, ledger)
        check_lacking(run, kept[-1])
        check_others(run, kept[-1])
    for line in run.found:
        print(line)
    if not run.found:
        print(f"{len(kept)} schemas: each ledger opens, verifies, and gives up a text")
    sys.exit(bool(run.found))


if __name__ == "__main__":
    main()
