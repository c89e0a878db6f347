#!/usr/bin/env python3
"""A reader of ledger.db that does not end its read, and two that take turns: the write-ahead log grows, and status, metrics
and the daemon's log say so, once, until they end. Files are taken all the while."""

import itertools
import json
import sqlite3
import threading
import time

from harness import arguments, check, eventually, main, published

MIB = 1 << 20
# The write-ahead log is too long from 4,000 pages of 16 KiB on.
LIMIT = 60 * MIB


def status(ledger):
    return json.loads(ledger.run("status", "--json").stdout)


def metric(ledger, name):
    lines = ledger.run("status", "--metrics").stdout.splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(f"storyledger_{name} ")))


def said(ledger, words):
    return sum(words in line for line in ledger.log_lines())


def connection(ledger):
    return sqlite3.connect(f"file:{ledger.root}/ledger.db?mode=ro", uri=True, isolation_level=None, check_same_thread=False)


class Turns(threading.Thread):
    """Two connections of which one always reads: the next one begins when it sees more than the last one does."""

    def __init__(self, ledger):
        super().__init__()
        self.ends, self.turns = threading.Event(), 0
        self.reader, self.next = connection(ledger), connection(ledger)
        self.newest = self.begin(self.reader)
        self.start()

    def begin(self, reader):
        reader.execute("BEGIN")
        return reader.execute("SELECT max(position) FROM event").fetchone()[0]

    def run(self):
        while not self.ends.wait(0.02):
            newest = self.begin(self.next)
            if newest == self.newest:
                self.next.execute("ROLLBACK")
                continue
            self.reader.execute("ROLLBACK")
            self.reader, self.next, self.newest = self.next, self.reader, newest
            self.turns += 1
        self.reader.close()
        self.next.close()

    def end(self):
        self.ends.set()
        self.join()


def grow(ledger, numbers):
    for number in numbers:
        ledger.drop(f"{number}.json", published(f"story-{number}", f"{number} words " * (MIB // 2)))
    eventually(lambda: not ledger.waiting_files(), "the files are taken", ledger.daemon)


def test(ledger, options):
    ledger.start()
    grow(ledger, range(2))
    check(status(ledger)["wal"]["heldSince"] is None and metric(ledger, "wal_held") == 0, "held without a reader")
    reader = connection(ledger)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM event").fetchone()
    grow(ledger, range(2, 2 + options.files))
    eventually(lambda: status(ledger)["wal"]["heldSince"] is not None, "status says it", ledger.daemon, patience=90)
    check(status(ledger)["wal"]["bytes"] > LIMIT and metric(ledger, "wal_bytes") > LIMIT, "the log is not that long")
    check(metric(ledger, "wal_held") == 1, "the metric does not say it")
    check("keeps it from being emptied" in ledger.run("status").stdout, ledger.run("status").stdout)
    check(said(ledger, "a reader keeps the write-ahead log") == 1, "the log does not say it once")
    grow(ledger, range(100, 101))
    reader.execute("COMMIT")
    reader.close()
    eventually(lambda: status(ledger)["wal"]["heldSince"] is None, "status says that it is over", ledger.daemon)
    check(metric(ledger, "wal_held") == 0, "the metric says it still")
    check(said(ledger, "no reader keeps the write-ahead log") == 1, "the log does not say once that it is over")
    # A commit while nobody reads begins the write-ahead log again, and cuts it.
    numbers = itertools.count(200)

    def is_cut():
        ledger.drop(f"{next(numbers)}.json", published(f"short-{next(numbers)}"))
        return status(ledger)["wal"]["bytes"] <= 64 * MIB

    eventually(is_cut, "it is cut", ledger.daemon, patience=90)
    turns = Turns(ledger)
    grow(ledger, range(1000, 1000 + options.files))
    # It is said while files come, not once there are none.
    for number in range(2000, 2000 + 40):
        grow(ledger, [number])
        if metric(ledger, "wal_held") == 1:
            break
        time.sleep(0.5)
    check(metric(ledger, "wal_held") == 1, f"{turns.turns} turns of two readers are not said to hold it")
    check(turns.turns > options.files / 4, f"there were {turns.turns} turns")
    grow(ledger, range(3000, 3003))
    check(said(ledger, "a reader keeps the write-ahead log") == 2, "the log does not say it once more")
    turns.end()
    eventually(lambda: metric(ledger, "wal_held") == 0, "the metric says that it is over", ledger.daemon)
    ledger.stop()
    return f"{options.files} long files while a reader holds the write-ahead log"


if __name__ == "__main__":
    main(test, arguments(__doc__, files=24), "a reader that holds the write-ahead log")
