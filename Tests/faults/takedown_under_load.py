#!/usr/bin/env python3
"""Takedowns while files arrive, and beside directories that their producers have closed.

150 files a second come in while one story's words are withheld, again and again: each time the words are in no file
afterwards, views.db is the same file as before, and what readers are shown is never older than a moment. Then a directory of
a producer is closed by its owner: the takedown names it, and is done all the same.
"""

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time

from harness import SKIPPED, arguments, check, eventually, main, published
from takedown import holding, position

RATE = 150
WIRE = 2001


class Load:
    """Files that arrive at a steady rate, and a reader who looks how old the rows of views.db are."""

    def __init__(self, ledger):
        self.ledger = ledger
        self.stopped = threading.Event()
        self.dropped = 0
        self.longest = 0.0
        self.threads = [threading.Thread(target=self.feed), threading.Thread(target=self.watch)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def feed(self):
        start = time.monotonic()
        while not self.stopped.is_set():
            # A machine that cannot keep up is not buried.
            while self.dropped < (time.monotonic() - start) * RATE and len(os.listdir(self.ledger.inbox)) < 1000:
                draft = self.ledger.scratch / "load"
                draft.write_text(published(f"load-{self.dropped}", "Nothing of it."))
                os.rename(draft, self.ledger.inbox / f"load-{self.dropped}.json")
                self.dropped += 1
            time.sleep(0.005)

    def watch(self):
        """How long views.db had fewer than half of the events, or was not there."""
        since = None
        while not self.stopped.is_set():
            time.sleep(0.02)
            if self.is_stale():
                since = since or time.monotonic()
                self.longest = max(self.longest, time.monotonic() - since)
            else:
                since = None

    def is_stale(self):
        size = self.ledger.rows("SELECT max(position) + 1 FROM event")[0][0] or 0
        try:
            database = sqlite3.connect(f"file:{self.ledger.root}/views.db?mode=ro", uri=True, timeout=60)
            try:
                rows = database.execute("SELECT min(position) FROM projection WHERE role = 'serving'").fetchone()
            finally:
                database.close()
        except sqlite3.Error:
            return True
        return rows[0] is None or rows[0] < size // 2


def under_load(ledger, options):
    ledger.start()
    stale = slowest = 0.0
    for number in range(options.takedowns):
        words = f"Quastenflosser{number}"
        sentence = f"{words} Ilse \u00c9tienne number {number} was there."
        ledger.drop(f"s{number}.json", published(f"story-{number}", f"One.\n\n{sentence}\n\nThree."))
        ledger.drop(f"t{number}.json", json.dumps({
            "type": "updated", "subject": f"story-{number}", "time": "2026-03-02T18:20:00Z",
            "data": {"byline": [f"Spokesman of {words}"], "body": f"One.\n\n{sentence}\n\nFour."}}))
        with Load(ledger) as load:
            eventually(lambda: ledger.rows(f"SELECT 1 FROM event WHERE story = 'story-{number}' AND revision = 1"),
                       "the story is taken", ledger.daemon)
            eventually(lambda: not load.is_stale(), "the rows are there", ledger.daemon)
            views = os.stat(ledger.root / "views.db").st_ino
            before = load.dropped
            load.longest = 0.0
            start = time.monotonic()
            while True:
                done = ledger.run("withhold", f"story-{number}", "--text", words, "--reason", "R", "--authority", "A", "--yes",
                                  "--json", "--wait", "120")
                check(done.returncode in (0, 75), f"withhold ended with {done.returncode}: {done.stderr}")
                if done.returncode == 0:
                    break
            took = time.monotonic() - start
            check(os.stat(ledger.root / "views.db").st_ino == views, f"takedown {number} has deleted views.db")
            found = holding(ledger, words) + holding(ledger, sentence)
            check(not found, f"takedown {number}: the words are in {found}")
            stale, slowest = max(stale, load.longest), max(slowest, took)
            check(load.dropped > before, "no file came meanwhile")
        eventually(lambda: not ledger.waiting_files(), "the files are taken", ledger.daemon)
    ledger.stop()
    found = [name for number in range(options.takedowns) for name in holding(ledger, f"Quastenflosser{number}")]
    check(not found, f"at the end, the words are in {found}")
    check(stale < 2, f"rows were older than half of the log for {stale:.1f} s")
    verified = ledger.run("verify", "--archive", "--views")
    check(verified.returncode == 0, f"verify: {verified.stdout}")
    return f"{options.takedowns} takedowns of at most {slowest:.1f} s, stale for at most {stale:.2f} s"


def as_user(user, script):
    return subprocess.run(["setpriv", f"--reuid={user}", "--clear-groups", sys.executable, "-c", script],
                          capture_output=True, text=True, check=False)


def closed_directories(ledger):
    """The service's user is not root: a producer's 0000 and 0500 directories are really closed to it."""
    service = 2002
    for folder in ("wire", "desk"):
        os.makedirs(ledger.inbox / folder)
    words = "Schnabeltier of the closed directory"
    (ledger.drafts / "closed.json").write_text(published("closed", words))
    check(ledger.run("append", str(ledger.drafts / "closed.json")).returncode == 0, "append")
    for folder, mode in (("wire", 0o000), ("desk", 0o500)):
        path = ledger.inbox / folder
        (path / "again.json").write_text(published("closed", words))
        os.chmod(path / "again.json", 0o644)
        os.chown(path, WIRE, service)
        os.chmod(path, mode | (0o050 if mode else 0))
    # All but these is the service's own.
    for directory, folders, names in os.walk(ledger.root):
        for name in [*folders, *names]:
            full = os.path.join(directory, name)
            if not full.startswith((str(ledger.inbox / "wire"), str(ledger.inbox / "desk"))):
                os.chown(full, service, service)
    os.chown(ledger.root, service, service)
    os.chmod(ledger.scratch, 0o755)
    command = ["setpriv", f"--reuid={service}", f"--regid={service}", "--clear-groups",
               os.path.join(ledger.bin, "storyledger"), "withhold", "closed", "--text", words, "--reason", "R",
               "--authority", "A", "--yes", "--json", "--ledger", str(ledger.root)]
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, env=ledger.variables, check=False)
    took = time.monotonic() - start
    check(done.returncode == 0, f"withhold beside closed directories ended with {done.returncode}: {done.stderr}")
    found = json.loads(done.stdout)
    named = " ".join(found["closed"])
    check("inbox/wire" in named and "inbox/desk" in named and found["finished"], f"withhold: {found}")
    check(not ledger.rows("SELECT 1 FROM pending_erasure"), "the takedown is not finished")
    check(took < 20, f"it took {took:.1f} s")
    left = holding(ledger, words)
    check(left == ["inbox/desk/again.json", "inbox/wire/again.json"], f"the words are in {left}")
    return f"closed directories hold nothing up ({took:.1f} s)"


def test(ledger, options):
    found = under_load(ledger, options)
    return f"{found}; {closed_directories(ledger)}"


if __name__ == "__main__":
    options = arguments(__doc__, takedowns=10)
    if os.geteuid() != 0:
        print("the users of this test can only be made by root")
        sys.exit(SKIPPED)
    main(test, options, "takedowns under load")
