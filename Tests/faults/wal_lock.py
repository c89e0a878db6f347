#!/usr/bin/env python3
"""Processes commit to one SQLite database with a tiny WAL while others checkpoint it: with the lock that every writer of a
ledger takes no commit is lost. The control does the same without it, and prints what it lost; it may lose nothing, for the
WAL-reset bug of SQLite 3.7.0 to 3.51.2 needs two processes at the same instant.

Source: https://www.sqlite.org/wal.html, "The WAL-Reset Bug"."""

import argparse
import fcntl
import multiprocessing
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time


class Lock:
    """The lock of our writers: flock on a file beside the database."""

    def __init__(self, path, isUsed):
        self.file = os.open(path, os.O_RDWR | os.O_CREAT) if isUsed else None

    def __enter__(self):
        if self.file is not None:
            fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_):
        if self.file is not None:
            fcntl.flock(self.file, fcntl.LOCK_UN)


def connect(path):
    connection = sqlite3.connect(path, timeout=120, isolation_level=None)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def work(path, writer, end, isLocked, results):
    chance = random.Random(writer)
    connection, lock = connect(path), Lock(path + "-lock", isLocked)
    committed, fault = 0, ""
    try:
        while time.monotonic() < end:
            with lock:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO t VALUES (?, ?, ?)", (writer, committed, chance.randbytes(2_000)))
                connection.execute("COMMIT")
            committed += 1
            (found,) = connection.execute("SELECT count(*) FROM t WHERE writer = ?", (writer,)).fetchone()
            if found != committed:
                fault = f"writer {writer} committed {committed}, found {found}"
                break
            if chance.random() < 0.5:
                with lock:
                    mode = chance.choice(["PASSIVE", "RESTART", "TRUNCATE"])
                    connection.execute(f"PRAGMA wal_checkpoint({mode})")
    except sqlite3.Error as error:
        fault = f"writer {writer}: {error}"
    results.put((writer, committed, fault))


def round_of(seconds, writers, isLocked):
    """Returns how many commits were made, and what was wrong."""
    directory = tempfile.mkdtemp(prefix="storyledger-wal-")
    path = os.path.join(directory, "test.db")
    setup = connect(path)
    setup.execute("PRAGMA journal_mode = WAL")
    setup.execute("CREATE TABLE t (writer INTEGER, number INTEGER, bytes BLOB, PRIMARY KEY (writer, number))")
    results = multiprocessing.Queue()
    end = time.monotonic() + seconds
    processes = [
        multiprocessing.Process(target=work, args=(path, writer, end, isLocked, results)) for writer in range(writers)
    ]
    for process in processes:
        process.start()
    found = [results.get() for _ in processes]
    for process in processes:
        process.join()
    faults = [fault for _, _, fault in found if fault]
    for writer, committed, _ in found:
        (rows,) = setup.execute("SELECT count(*) FROM t WHERE writer = ?", (writer,)).fetchone()
        if rows != committed:
            faults.append(f"of {committed} commits of writer {writer} {rows} are there")
    check = setup.execute("PRAGMA integrity_check").fetchone()[0]
    if check != "ok":
        faults.append(check)
    setup.close()
    shutil.rmtree(directory)
    return sum(committed for _, committed, _ in found), faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="how long each of both runs (default 5)")
    parser.add_argument("--writers", type=int, default=6, help="processes (default 6)")
    parser.add_argument("--bin", help="not used: it tests the lock, not the programs")
    options = parser.parse_args()
    commits, faults = round_of(options.seconds, options.writers, True)
    print(f"with the lock: {commits} commits by {options.writers} processes, SQLite {sqlite3.sqlite_version}")
    for fault in faults:
        print(f"FAILED: {fault}")
    control, lost = round_of(options.seconds, options.writers, False)
    print(f"control without it: {control} commits, {len(lost)} faults{': ' + lost[0] if lost else ', it did not fail'}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
