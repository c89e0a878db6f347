#!/usr/bin/env python3
"""What `verify` looks at, row by row, with the real programs: each line of the table is one damage, and the words that name it.

    Tests/verify_table.py --bin DIR

| damage or question                                   | wanted                                                     |
|------------------------------------------------------|------------------------------------------------------------|
| a ledger that is being written and published         | no finding                                                 |
| --witness without --checkpoint                       | enforced                                                   |
| public/checkpoint removed                            | a finding, and tiles are still held against the rows       |
| published-head gone, public/ gone                    | findings                                                   |
| the newest checkpoint's row deleted                  | a finding                                                  |
| old tiles above the size                             | a finding                                                  |
| a partial tile that went because its full one came   | no finding                                                 |
| a row of views.db edited                             | a finding: some rows are compared, all with --views        |
| a receipt resealed with the secret                   | other name or hash: a finding; other time: no proof, said  |
| no key                                               | "consistent with itself; who signed it was not checked"    |
| --key K --origin other                               | refused                                                    |
| memory                                               | at most 64 MiB                                             |

Standard library only.
"""
import argparse
import base64
import hashlib
import hmac
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from monitor import Key  # noqa: E402


def documents(first, end):
    return "".join(
        json.dumps({"type": "published", "subject": f"story-{number}", "time": "2026-03-02T17:20:00Z",
                    "data": {"headline": f"Headline {number}", "body": f"First of {number}.\n\nSecond."}}) + "\n"
        for number in range(first, end))


class Table:
    def __init__(self, programs):
        self.program = os.path.join(programs, "storyledger")
        self.work = tempfile.mkdtemp(prefix="storyledger-verify-")
        self.variables = dict(os.environ, XDG_STATE_HOME=f"{self.work}/state")
        self.failures, self.rows = 0, 0
        self.ledger = f"{self.work}/ledger"
        self.run("init", "--origin", "table.example/log", check=True)
        # More than a full tile, so that a partial one went.
        for first, end in ((0, 200), (200, 300)):
            self.append(first, end)
        self.run("projections", "rebuild", check=True)
        self.key = self.run("key", "show", check=True).stdout.split("table.example/log+")[1].split()[0]
        self.key = f"table.example/log+{self.key}"
        self.whole = self.ledger

    def run(self, *words, **options):
        return subprocess.run([self.program, *words, "--ledger", self.ledger], capture_output=True, text=True, env=self.variables,
                              **options)

    def append(self, first, end):
        path = f"{self.work}/{first}.ndjson"
        with open(path, "w", encoding="utf-8") as file:
            file.write(documents(first, end))
        self.run("append", path, check=True)
        self.run("publish", check=True)

    def copy(self):
        """A ledger to damage."""
        self.ledger = f"{self.work}/copy"
        shutil.rmtree(self.ledger, ignore_errors=True)
        shutil.copytree(self.whole, self.ledger)

    def sql(self, statement, *values, name="ledger.db"):
        with sqlite3.connect(f"{self.ledger}/{name}") as database:
            triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for trigger, _ in triggers:
                database.execute(f"DROP TRIGGER {trigger}")
            database.execute(statement, values)
            for _, text in triggers:
                database.execute(text)
        database.close()

    def row(self, name, *words, status, says=(), never=()):
        """One row of the table: how verify ends, what it says, and what it does not."""
        self.rows += 1
        # Nothing is known from the row before.
        shutil.rmtree(f"{self.work}/state", ignore_errors=True)
        done = self.run("verify", *words)
        said = done.stdout + done.stderr
        wrong = [f"status {done.returncode}, wanted {status}"] if done.returncode != status else []
        wrong += [f"not said: {text!r}" for text in says if text not in said]
        wrong += [f"said: {text!r}" for text in never if text in said]
        if wrong:
            self.failures += 1
            print(f"FAILED: {name}: {'; '.join(wrong)}\n{said}")

    def being_written(self):
        self.copy()
        done = threading.Event()

        def write():
            first = 1000
            while not done.is_set():
                self.append(first, first + 7)
                first += 7

        writer = threading.Thread(target=write)
        writer.start()
        for _ in range(10):
            self.row("it is being written", "--key", self.key, status=0, says=["consistent, and signed by"])
        done.set()
        writer.join()

    def resealed(self, column, value, **wanted):
        """A receipt with another value, under the seal that the secret makes."""
        self.copy()
        with open(f"{self.ledger}/secret", encoding="ascii") as file:
            secret = bytes.fromhex(file.read().strip())
        with sqlite3.connect(f"{self.ledger}/ledger.db") as database:
            names = ["number", "file", "sha256", "outcome", "recorded", "earlier", "parts", "entries", "refusals", "withheld"]
            receipt = dict(zip(names, database.execute(f"SELECT {', '.join(names)} FROM receipt WHERE number = 1").fetchone()))
        database.close()
        receipt[column] = value(receipt[column])
        row = b"storyledger/seal/v1/receipt\n"
        for name in names:
            if receipt[name] is None:
                continue
            if isinstance(receipt[name], int):
                row += receipt[name].to_bytes(8, "big", signed=True)
            else:
                text = receipt[name].encode() if isinstance(receipt[name], str) else receipt[name]
                row += len(text).to_bytes(8, "big") + text
        self.sql(f"UPDATE receipt SET {column} = ?, seal = ? WHERE number = 1", receipt[column],
                 hmac.new(secret, row, hashlib.sha256).digest())
        self.row(f"a receipt resealed: {column}", "--key", self.key, **wanted)

    def test(self):
        signed = ("--key", self.key)
        self.row("nothing is wrong", *signed, status=0, says=["consistent, and signed by the given key"])
        self.row("a partial tile went", *signed, status=0)
        self.being_written()

        self.copy()
        witness = Key("witness.example/w", bytes(32))
        # The same key as a cosigner's.
        tag = hashlib.sha256(b"witness.example/w\n\x04" + witness.public).digest()[:4].hex()
        cosigner = f"witness.example/w+{tag}+{base64.b64encode(bytes([4]) + witness.public).decode()}"
        self.row("--witness alone", *signed, "--witness", cosigner, status=1, says=["cosign"])

        os.remove(f"{self.ledger}/public/checkpoint")
        self.row("no public/checkpoint", *signed, status=1, says=["public/checkpoint"])
        tile = next(os.path.join(place, name) for place, _, names in os.walk(f"{self.ledger}/public/tile/0") for name in sorted(names))
        with open(tile, "r+b") as file:
            first = file.read(1)
            file.seek(0)
            file.write(bytes([first[0] ^ 1]))
        self.row("and an edited tile", *signed, status=1, says=["public/checkpoint", "public/tile/0/"])

        self.copy()
        os.remove(f"{self.ledger}/published-head")
        self.row("no published-head", *signed, status=1, says=["published-head"])
        self.copy()
        shutil.rmtree(f"{self.ledger}/public")
        self.row("no public/", *signed, status=1, says=["public"])
        self.copy()
        self.sql("DELETE FROM checkpoint WHERE number = (SELECT max(number) FROM checkpoint)")
        self.row("no newest checkpoint", *signed, status=1, says=["checkpoint"])
        self.copy()
        os.makedirs(f"{self.ledger}/public/tile/0/002.p", exist_ok=True)
        shutil.copy(f"{self.ledger}/public/tile/0/000", f"{self.ledger}/public/tile/0/002")
        os.rmdir(f"{self.ledger}/public/tile/0/002.p")
        self.row("a tile above the size", *signed, status=1, says=["public/tile/0/002"])

        self.copy()
        self.guilty()
        self.row("a row of views.db", *signed, "--views", status=1, says=["views.db"])
        self.row("rows are compared without --views", *signed, status=1, says=["views.db"])

        says = ["receipts are the keeper's own notes: no proof covers them"]
        self.resealed("file", lambda file: file + ".old", status=1, says=["its file and hash are not those that the leaf of @0 commits to", "1 finding"])
        self.resealed("sha256", lambda hash_: bytes([hash_[0] ^ 1]) + hash_[1:], status=1, says=["its file and hash are not those that the leaf of @0 commits to", "1 finding"])
        self.resealed("recorded", lambda time: time + 1, status=0, says=says)

        self.copy()
        self.row("no key", status=0, says=["consistent with itself; who signed it was not checked"], never=["nothing is wrong"])
        self.row("another origin", *signed, "--origin", "other.example/log", status=1, says=["not other.example/log"])
        self.memory()
        shutil.rmtree(self.work)
        print(f"{self.rows} rows, {self.failures} failures")
        return 1 if self.failures else 0

    def guilty(self):
        """Another headline in every row that has one."""
        with sqlite3.connect(f"{self.ledger}/views.db") as database:
            for table, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
                                           " AND name NOT LIKE 'search%'").fetchall():
                columns = [column[1] for column in database.execute(f"PRAGMA table_info('{table}')")]
                if "headline" in columns:
                    database.execute(f"UPDATE \"{table}\" SET headline = 'GUILTY'")
        database.close()

    def memory(self):
        self.rows += 1
        measure = ("import os, subprocess, sys\nprocess = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
                   "print(os.wait4(process.pid, 0)[2].ru_maxrss >> 10)")
        done = subprocess.run([sys.executable, "-c", measure, self.program, "verify", "--ledger", self.ledger, "--key", self.key],
                              capture_output=True, text=True, env=self.variables, check=True)
        if int(done.stdout) > 64:
            self.failures += 1
            print(f"FAILED: memory: {done.stdout.strip()} MiB")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, help="where storyledger is")
    sys.exit(Table(options.parse_args().bin).test())
