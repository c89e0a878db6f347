#!/usr/bin/env python3
"""Folds the events of one ledger with Story Ledger and with Python's `eventsourcing`, and prints events a second of each.

Story Ledger makes everything that it keeps of projections, full-text index included, durably, from the log, and checks
every hash on the way. The peer reads the same data back from its own SQLite recorder, and folds each story into one
dictionary in memory: less work, and the least that its package can do. Exit status 77 where pip cannot install it.
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
    """Runs where the package is installed: stores the events, then folds them, and prints seconds."""
    from uuid import NAMESPACE_URL, uuid5

    from eventsourcing.domain import Aggregate, event
    from eventsourcing.persistence import JSONTranscoder, Mapper
    from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

    class Story(Aggregate):
        @event("Published")
        def __init__(self, data):
            self.fields, self.version = dict(data), 1

        @event("Updated")
        def update(self, data):
            self.fields.update(data)
            self.version += 1

        @staticmethod
        def create_id(name):
            return uuid5(NAMESPACE_URL, name)

    with tempfile.TemporaryDirectory() as scratch:
        recorder = SQLiteApplicationRecorder(SQLiteDatastore(os.path.join(scratch, "peer.db")))
        recorder.create_table()
        mapper = Mapper(transcoder=JSONTranscoder())
        log = sqlite3.connect(f"file:{ledger}/ledger.db?mode=ro", uri=True)
        rows = log.execute("SELECT story, revision, type, data FROM event ORDER BY position LIMIT ?", (limit,))
        count, batch = 0, []
        for story, revision, kind, data in rows:
            data = json.loads(data)
            version = dict(originator_id=Story.create_id(story), originator_version=revision + 1, data=data)
            if kind == "published":
                topic = "peer:Story"
                happened = Story.Published(
                    timestamp=Story.Published.create_timestamp(), originator_topic=topic, **version)
            else:
                happened = Story.Updated(timestamp=Story.Updated.create_timestamp(), **version)
            batch.append(mapper.to_stored_event(happened))
            count += 1
            if len(batch) == 1000:
                recorder.insert_events(batch)
                batch = []
        recorder.insert_events(batch)

        start = time.perf_counter()
        stories, position = {}, 1
        while True:
            notifications = recorder.select_notifications(start=position, limit=1000)
            if not notifications:
                break
            for notification in notifications:
                happened = mapper.to_domain_event(notification)
                key = happened.originator_id
                if isinstance(happened, Story.Published):
                    stories[key] = {"fields": dict(happened.data), "version": 1}
                else:
                    story = stories[key]
                    story["fields"].update(happened.data)
                    story["version"] += 1
            position = notifications[-1].id + 1
        seconds = time.perf_counter() - start
        if sum(story["version"] for story in stories.values()) != count:
            sys.exit("the peer has lost events")
        print(json.dumps({"events": count, "seconds": seconds}))


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
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        count = sqlite3.connect(f"file:{ledger}/ledger.db?mode=ro", uri=True).execute(
            "SELECT count(*) FROM event").fetchone()[0]
        own = count / ours(options, ledger)
        other = found["events"] / found["seconds"]
        print(f"eventsourcing, folded in memory   {other:12,.0f} events/s")
        print(f"storyledger, all projections kept {own:12,.0f} events/s")
        print(f"ratio                             {own / other:12.1f}")


if __name__ == "__main__":
    main()
