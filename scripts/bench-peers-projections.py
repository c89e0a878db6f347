#!/usr/bin/env python3
"""Folds the events of one ledger with Story Ledger and with Python's `eventsourcing`, and prints events a second of each.

Story Ledger makes everything that it keeps of projections, full-text index included, from the log, and checks every hash
on the way. The peer reads the same data back from its own SQLite recorder, and folds it twice: into aggregates in
memory, which nobody could ask after the program has ended, and into one row a story with its tracking, in one
transaction an event, as projections of that package do it. Exit status 77 where pip cannot install it.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

PACKAGE = "eventsourcing>=9.4,<10"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = Path(__file__).resolve().parents[1]
    parser.add_argument("--bin", default=str(root / ".build" / "release"), help="where storyledger is")
    parser.add_argument("--events", type=int, default=100_000, help="events to fold (default 100,000)")
    parser.add_argument("--ledger", help="a ledger to take them from; else one is made")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    return parser.parse_args()


def documents(count):
    """Invented documents of about 2 KB: a hundred stories at a time, ten events each, in turn."""
    sentence = "The ministry said on Monday that \u201cno decision was taken\u201d; the caf\u00e9 owners dispute it. "
    for number in range(count):
        first = number % 1000 < 100
        data = {"body": f"Update {number}. " + sentence * 19}
        if first:
            data["headline"] = "The harbor bridge stays shut for another week"
        yield {
            "type": "published" if first else "updated", "id": f"cms-{number:09}", "source": "newsdesk",
            "subject": f"story-{number // 1000 * 100 + number % 100:07}", "time": "2026-03-02T11:20:00+01:00",
            "data": data,
        }


def make_ledger(options, scratch):
    program = os.path.join(options.bin, "storyledger")
    ledger = os.path.join(scratch, "ledger")
    subprocess.run([program, "init", "--ledger", ledger], check=True, stdout=subprocess.DEVNULL)
    batch = []
    for number, document in enumerate(documents(options.events), 1):
        batch.append(json.dumps(document))
        if number % 10_000 == 0 or number == options.events:
            file = os.path.join(scratch, "batch.ndjson")
            Path(file).write_text("\n".join(batch))
            command = [program, "append", "--ledger", ledger, file]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            batch = []
    return ledger


def ours(options, ledger):
    """From the moment that somebody asks for what was deleted to the answer."""
    for ending in ("", "-wal", "-shm"):
        Path(ledger, "views.db" + ending).unlink(missing_ok=True)
    command = [os.path.join(options.bin, "storyledger"), "stories", "--limit", "1", "--ledger", ledger]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def peer(ledger, limit):
    """Runs where the package is installed: stores the events, folds them, and prints seconds."""
    from uuid import NAMESPACE_URL, uuid5

    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event
    from eventsourcing.persistence import Tracking
    from eventsourcing.sqlite import SQLiteDatastore, SQLiteTrackingRecorder

    class Story(Aggregate):
        @event("Published")
        def __init__(self, name, data):
            self.name, self.fields, self.version = name, dict(data), 1

        @event("Updated")
        def update(self, data):
            self.fields.update(data)
            self.version += 1

        @staticmethod
        def create_id(name, data=None):
            return uuid5(NAMESPACE_URL, name)

    class View(SQLiteTrackingRecorder):
        def construct_create_table_statements(self):
            return super().construct_create_table_statements() + [
                "CREATE TABLE story (id TEXT PRIMARY KEY, headline TEXT, body TEXT, version INTEGER)"]

        def keep(self, story, tracking):
            with self.datastore.transaction(commit=True) as cursor:
                row = (str(story.id), story.fields.get("headline"), story.fields.get("body"), story.version)
                cursor.execute("INSERT OR REPLACE INTO story VALUES (?, ?, ?, ?)", row)
                self._insert_tracking(cursor, tracking)

    def fold(application, keep):
        stories, position = {}, 1
        start = time.perf_counter()
        while True:
            notifications = application.recorder.select_notifications(start=position, limit=1000)
            if not notifications:
                break
            for notification in notifications:
                happened = application.mapper.to_domain_event(notification)
                key = happened.originator_id
                stories[key] = happened.mutate(stories.get(key))
                keep(stories[key], notification.id)
            position = notifications[-1].id + 1
        seconds = time.perf_counter() - start
        return seconds, sum(story.version for story in stories.values())

    with tempfile.TemporaryDirectory() as scratch:
        database = os.path.join(scratch, "peer.db")
        application = Application(
            env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": database})
        log = sqlite3.connect(f"file:{ledger}/ledger.db?mode=ro", uri=True)
        rows = log.execute("SELECT story, type, data FROM event ORDER BY position LIMIT ?", (limit,))
        count, stories, unsaved = 0, {}, {}
        for name, kind, data in rows:
            if kind == "published":
                stories[name] = Story(name=name, data=json.loads(data))
            else:
                stories[name].update(data=json.loads(data))
            unsaved[name] = stories[name]
            count += 1
            if count % 1000 == 0:
                application.save(*unsaved.values())
                unsaved = {}
        application.save(*unsaved.values())
        del stories

        memory, versions = fold(application, lambda story, number: None)
        view = View(SQLiteDatastore(os.path.join(scratch, "view.db")))
        view.create_table()
        kept, again = fold(application, lambda story, number: view.keep(story, Tracking("stories", number)))
        if versions != count or again != count:
            sys.exit("the peer has lost events")
        print(json.dumps({"events": count, "memory": memory, "kept": kept}))


def python_with_package(scratch):
    """An interpreter that has the package; nil where it cannot be had."""
    try:
        import eventsourcing  # noqa: F401

        return sys.executable
    except ImportError:
        pass
    home = os.path.join(scratch, "venv")
    try:
        venv.create(home, with_pip=True)
        python = os.path.join(home, "bin", "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGE], check=True, timeout=300)
        return python
    except (subprocess.SubprocessError, OSError) as error:
        print(f"skipped: pip cannot install {PACKAGE}: {error}", file=sys.stderr)
        return None


def main():
    options = arguments()
    if options.peer:
        return peer(options.peer, options.events)
    with tempfile.TemporaryDirectory(prefix="storyledger-peers-") as scratch:
        python = python_with_package(scratch)
        if python is None:
            sys.exit(77)
        ledger = options.ledger or make_ledger(options, scratch)
        command = [python, __file__, "--peer", ledger, "--events", str(options.events)]
        found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        count = sqlite3.connect(f"file:{ledger}/ledger.db?mode=ro", uri=True).execute(
            "SELECT count(*) FROM event").fetchone()[0]
        own = count / ours(options, ledger)
        print(f"storyledger, all projections kept     {own:10,.0f} events/s")
        for name, key in (("one row a story kept", "kept"), ("folded in memory", "memory")):
            other = found["events"] / found[key]
            print(f"eventsourcing, {name:20}  {other:10,.0f} events/s; ours is {own / other:.1f} times that")


if __name__ == "__main__":
    main()
