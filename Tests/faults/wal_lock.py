#!/usr/bin/env python3
"""Processes commit to one SQLite database with the product's own connections while others checkpoint a tiny WAL, open and close:
with the lock that every writer of a ledger takes no commit is lost. The control does the same without it, and prints what it
lost; it may lose nothing, for the WAL-reset bug of SQLite 3.7.0 to 3.51.2 needs two processes at the same instant.

Source: https://www.sqlite.org/wal.html, "The WAL-Reset Bug"."""

import argparse
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path


def round_of(program, seconds, writers, *flags):
    """Returns how many commits were made, and what was wrong."""
    directory = Path(tempfile.mkdtemp(prefix="storyledger-wal-"))
    path = directory / "test.db"
    setup = sqlite3.connect(path, timeout=120, isolation_level=None)
    setup.execute("PRAGMA journal_mode = WAL")
    setup.execute("CREATE TABLE t (writer INTEGER, number INTEGER, bytes BLOB, PRIMARY KEY (writer, number))")
    setup.close()
    processes = [
        subprocess.Popen([program, "commit", str(path), "--writer", str(writer), "--seconds", str(seconds), *flags],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for writer in range(writers)
    ]
    ended = [process.communicate(timeout=seconds + 300) for process in processes]
    faults, commits = [], 0
    database = sqlite3.connect(path, timeout=120)
    for writer, (process, (printed, said)) in enumerate(zip(processes, ended)):
        if process.returncode:
            faults.append(f"writer {writer} ended with {process.returncode}: {said.strip()}")
            continue
        commits += int(printed)
        found = database.execute("SELECT count(*), min(number), max(number) FROM t WHERE writer = ?", (writer,)).fetchone()
        if found != (int(printed), 0, int(printed) - 1):
            faults.append(f"of {printed.strip()} commits of writer {writer} {found} are there")
    checked = database.execute("PRAGMA integrity_check").fetchone()[0]
    if checked != "ok":
        faults.append(checked)
    database.close()
    shutil.rmtree(directory)
    return commits, faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", default=".build/debug", help="where LedgerBenchmarks is (default .build/debug)")
    parser.add_argument("--seconds", type=float, default=5, help="how long each of both runs (default 5)")
    parser.add_argument("--writers", type=int, default=6, help="processes (default 6)")
    options = parser.parse_args()
    program = str(Path(options.bin).resolve() / "LedgerBenchmarks")
    commits, faults = round_of(program, options.seconds, options.writers)
    print(f"with the lock: {commits} commits by {options.writers} processes")
    for fault in faults:
        print(f"FAILED: {fault}")
    if not commits:
        sys.exit("FAILED: nothing was committed")
    control, lost = round_of(program, options.seconds, options.writers, "--unlocked")
    print(f"control without it: {control} commits, {len(lost)} faults{': ' + lost[0] if lost else ', it did not fail'}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
