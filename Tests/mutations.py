#!/usr/bin/env python3
"""Edits rows, columns and files of a ledger at random, and looks whether `verify` finds each edit.

    mutations.py --bin FOLDER [--rows N] [--files N] [--seed SEED]

A ledger with something of everything is made by the real programs: stories, claims, a long receipt, refused files,
takedowns of pieces and of all, a rotated key, published tiles. Each time one thing is changed as somebody with sqlite3 or
an editor could change it, the triggers dropped and put back. `verify --key --archive --views` must then end with 1 (or say
that the ledger is damaged), unless what the change left is the same as before, byte for byte or row for row.
"""

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "faults"))
from harness import Failure, Ledger, check, eventually, main, published, updated  # noqa: E402

# What `verify` does not find; printed, and no failure. FTS5's own tables, where each search still finds the same rows.
KNOWN_GAPS = ("views.db: search_stories_1_idx", "views.db: search_stories_1_data")


def fill(ledger):
    """A ledger with rows in every table."""
    long = "x" * 180
    many = "\n".join(published(f"{long}-{number}") for number in range(700)) + "\n"
    claims = json.dumps({"type": "published", "subject": "pier", "time": "2026-03-02T17:20:00Z", "data": {
        "headline": "Pier shut", "body": "It is shut.\n\nA second paragraph.", "claims": [
            {"id": "c", "text": "It is shut.", "by": "The keeper"}]}})
    denied = json.dumps({"type": "denied", "subject": "pier", "time": "2026-03-02T18:20:00Z", "data": {
        "by": "The ministry", "statement": "No."}})
    shared = "A paragraph that both versions have is stored once.\n\n"
    ledger.start()
    for name, text in {
        "many.ndjson": many, "pier.json": claims, "denied.json": denied, "bridge.json": published("bridge", f"{shared}One.\n\nTwo."),
        "bridge-2.json": updated("bridge", f"{shared}One.\n\nThree."),
        "same.json": updated("bridge", f"{shared}One.\n\nThree."),
        "copy.json": published("bridge", f"{shared}One.\n\nTwo."), "bad.json": "{}",
        "both.ndjson": published("gone", "Words.") + "\n" + published("kept") + "\n",
    }.items():
        ledger.drop(name, text)
        eventually(lambda: not ledger.waiting_files(), f"{name} is taken", ledger.daemon)
    eventually(lambda: not ledger.rows("SELECT 1 FROM pending_move"), "moves are settled", ledger.daemon)
    for words in (["gone", "--text", "Words."], ["--position", str(position(ledger, "pier", 1))]):
        done = ledger.run("withhold", *words, "--reason", "R", "--authority", "A", "--yes")
        check(done.returncode == 0, f"withhold: {done.stderr}")
    eventually(lambda: json.loads(ledger.run("status", "--json").stdout).get("events") is not None, "status", ledger.daemon)
    ledger.stop()
    # Retention removes the long file, which is the oldest.
    ledger.start(env=dict(ledger.variables, STORYLEDGER_ARCHIVE_MAX_SIZE="100KiB"))
    eventually(lambda: ledger.rows("SELECT 1 FROM removal WHERE done = 1"), "a file is removed", ledger.daemon)
    ledger.stop()
    for words in (["publish"], ["key", "rotate"], ["publish"]):
        done = ledger.run(*words)
        check(done.returncode == 0, f"{words}: {done.stderr}")
    key = json.loads(ledger.run("key", "show", "--json").stdout)["keys"]
    # Rows that a kill would leave.
    check(ledger.run("stories").returncode == 0, "stories")
    return key[0]


def position(ledger, story, revision=0):
    return ledger.rows(f"SELECT position FROM event WHERE story = '{story}' AND revision = {revision}")[0][0]


def contents(path):
    """What a database says, whatever bytes it is stored in; None where it cannot be read."""
    try:
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        database.text_factory = bytes
        try:
            tables = database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
            rows = {}
            for name, _ in tables:
                rows[name] = sorted(map(repr, database.execute(f'SELECT * FROM "{name.decode()}"').fetchall()))
            schema = sorted(map(repr, database.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema")))
            return rows, schema
        finally:
            database.close()
    except sqlite3.Error:
        return None


class Mutator:
    def __init__(self, root, seed):
        self.root = root
        self.random = random.Random(seed)

    # Rows

    def row(self, name):
        """Changes one thing of a database by SQL.

        Returns what was done; None where it could not be done."""
        path = self.root / name
        database = sqlite3.connect(path, isolation_level=None)
        database.text_factory = bytes
        try:
            database.execute("PRAGMA foreign_keys = OFF")
            triggers = database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            database.execute("BEGIN")
            for trigger, _ in triggers:
                database.execute(f'DROP TRIGGER "{trigger.decode()}"')
            done = self.edit(database)
            for _, sql in triggers:
                database.execute(sql.decode())
            database.execute("COMMIT")
            return done and f"{name}: {done}"
        except sqlite3.Error:
            return None
        finally:
            database.close()

    def edit(self, database):
        tables = [name.decode() for (name,) in database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND (sql NOT LIKE '%VIRTUAL%') ORDER BY name")]
        table = self.random.choice(tables)
        count = database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        if not count:
            return None
        columns = [(row[1].decode(), row[5]) for row in database.execute(f'PRAGMA table_info("{table}")')]
        keys = [name for name, key in columns if key] or ["rowid"]
        key = database.execute(
            f"SELECT {', '.join(keys)} FROM \"{table}\" LIMIT 1 OFFSET ?", [self.random.randrange(count)]).fetchone()
        types = ", ".join(f"typeof({name})" for name in keys)
        kinds = database.execute(f'SELECT {types} FROM "{table}" LIMIT 1').fetchone()
        where = " AND ".join(
            f"{name} IS " + ("CAST(? AS TEXT)" if kind == b"text" else "?") for name, kind in zip(keys, kinds))
        how = self.random.choices(("value", "delete", "swap", "null", "double"), (10, 2, 2, 1, 1))[0]
        label = f"{table} {dict(zip(keys, key))}"
        if how == "delete":
            database.execute(f'DELETE FROM "{table}" WHERE {where}', key)
            return f"{label}: deleted"
        column = self.random.choice([name for name, _ in columns])
        if how == "null":
            database.execute(f'UPDATE "{table}" SET {column} = NULL WHERE {where}', key)
            return f"{label}: {column} is NULL"
        if how == "double":
            names = [name for name, _ in columns]
            values = list(database.execute(f"SELECT {', '.join(names)} FROM \"{table}\" WHERE {where}", key).fetchone())
            place = names.index(column)
            values[place] = self.changed(values[place])
            database.execute(f"INSERT INTO \"{table}\" VALUES ({', '.join('?' * len(values))})", values)
            return f"{label}: a second row with another {column}"
        old = database.execute(f'SELECT {column} FROM "{table}" WHERE {where}', key).fetchone()[0]
        if how == "swap":
            other = database.execute(
                f'SELECT {column} FROM "{table}" LIMIT 1 OFFSET ?', [self.random.randrange(count)]).fetchone()[0]
            new = other
        else:
            new = self.changed(old)
        if new == old:
            return None
        # As it was, text or bytes: a STRICT table takes nothing else.
        kind = database.execute(f'SELECT typeof({column}) FROM "{table}" WHERE {where}', key).fetchone()[0]
        place = "CAST(? AS TEXT)" if kind == b"text" else "?"
        database.execute(f'UPDATE "{table}" SET {column} = {place} WHERE {where}', [new, *key])
        return f"{label}: {column} from {shown(old)} to {shown(new)}"

    def changed(self, value):
        if value is None:
            return self.random.choice((0, 1, b"x"))
        if isinstance(value, int):
            return self.random.choice((value + 1, value - 1, -value, 0, value ^ (1 << self.random.randrange(63))))
        if isinstance(value, float):
            return value + 1
        return self.bytes(value)

    def bytes(self, value):
        """Some bytes, edited."""
        edited = bytearray(value)
        how = self.random.choice(("flip", "flip", "cut", "add", "swap", "zero"))
        if not edited or how == "add":
            edited.insert(self.random.randint(0, len(edited)), self.random.choice(b" 0az\n\x00"))
        elif how == "flip":
            edited[self.random.randrange(len(edited))] ^= 1 << self.random.randrange(8)
        elif how == "cut":
            start = self.random.randrange(len(edited))
            del edited[start:start + self.random.choice((1, 1, 8, len(edited)))]
        elif how == "swap":
            one, other = (self.random.randrange(len(edited)) for _ in range(2))
            edited[one], edited[other] = edited[other], edited[one]
        else:
            start = self.random.randrange(len(edited))
            edited[start:start + 16] = bytes(len(edited[start:start + 16]))
        return bytes(edited)

    # Files

    def file(self):
        """Changes, removes, swaps or adds a file. Returns what was done and which files it touched."""
        folder = self.random.choices(
            ("public", "archive", "published-head", "secret", "ledger.db"), (10, 5, 2, 1, 3))[0]
        files = [self.root / folder]
        if files[0].is_dir():
            files = sorted(path for path in files[0].rglob("*") if path.is_file())
        path = self.random.choice(files)
        name = str(path.relative_to(self.root))
        old = path.read_bytes()
        how = self.random.choices(("bytes", "remove", "swap", "add", "empty"), (10, 2, 2, 2, 1))[0]
        if folder == "archive" and how in ("bytes", "swap", "empty", "remove") and path.name.startswith("withheld-"):
            how = "add"  # No hash vouches for what is left of a file that a takedown has rewritten, or removed.
        if how == "add" and name in ("published-head", "public/statements", "public/checkpoint", "secret"):
            how = "bytes"  # A copy beside it is read by nobody.
        if folder == "ledger.db":
            how = "bytes"
        if how == "remove":
            path.unlink()
            return f"{name}: removed", [path]
        if how == "add":
            other = path.with_name(path.name + self.random.choice((".bak", "0", " ", "~")))
            other.write_bytes(old)
            return f"{other.relative_to(self.root)}: a copy of {name}", [other]
        if how == "swap":
            other = self.random.choice(files)
            new = other.read_bytes()
        else:
            new = b"" if how == "empty" else self.bytes(old)
        if new == old:
            return None, []
        os.chmod(path, 0o640)
        path.write_bytes(new)
        return f"{name}: {how}", [path]


def is_of_the_past(path, size):
    """Whether a file is a partial tile or bundle that the tree of some size does not have."""
    parts = path.parts
    if len(parts) < 4 or not parts[-2].endswith(".p"):
        return False
    level = 0 if parts[2] == "entries" else int(parts[2])
    return int(parts[-1]) != (size >> (8 * level)) % 256


def shown(value):
    text = repr(value)
    return text if len(text) <= 60 else text[:40] + "..." + text[-17:]


def test(ledger, options):
    key = fill(ledger)
    words = ("verify", "--key", key, "--archive", "--views")
    first = ledger.run(*words)
    check(first.returncode == 0, f"verify of the ledger as it is: {first.stdout}{first.stderr}")
    pristine = ledger.scratch / "pristine"
    # A ledger at rest: all is in the database.
    for name in ("ledger.db", "views.db"):
        sqlite3.connect(ledger.root / name).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shutil.copytree(ledger.root, pristine, symlinks=True)
    same = {name: contents(pristine / name) for name in ("ledger.db", "views.db")}
    size = int((pristine / "public" / "checkpoint").read_text().splitlines()[1])
    seed = options.seed or time.time_ns() % 1_000_000_007
    counts, missed = {"found": 0, "nothing changed": 0}, []
    # What knows the log from before would find more than the ledger does.
    environment = dict(ledger.variables, XDG_STATE_HOME=str(ledger.scratch / "fresh"))

    def verify(what, is_same):
        shutil.rmtree(ledger.scratch / "fresh", ignore_errors=True)
        found = ledger.run(*words, env=environment)
        if found.returncode not in (0, 1, 65, 66, 74):
            missed.append(what)
            print(f"  {what}: verify ended with {found.returncode}: {found.stderr[-300:]}", flush=True)
        elif found.returncode == 0 and not is_same():
            # A column that refers to no shared value has none.
            is_empty = ", views.db: rows_" in what and ": c_" in what and " from None to " in what
            is_known = is_empty or any(f", {gap}" in what for gap in KNOWN_GAPS)
            counts["known gaps"] = counts.get("known gaps", 0) + is_known
            if not is_known:
                missed.append(what)
            print(f"  not found{' (known)' if is_known else ''}: {what}", flush=True)
        else:
            counts["nothing changed" if found.returncode == 0 else "found"] += 1

    def restore():
        shutil.rmtree(ledger.root)
        shutil.copytree(pristine, ledger.root, symlinks=True)

    done = tries = 0
    while done < options.rows and tries < 20 * options.rows:
        tries += 1
        mutator = Mutator(ledger.root, seed + tries)
        name = mutator.random.choice(options.databases.split(","))
        what = mutator.row(name)
        if what is None:
            continue
        done += 1
        verify(f"seed {seed + tries}, {what}", lambda: contents(ledger.root / name) == same[name])
        restore()
    for number in range(options.files):
        mutator = Mutator(ledger.root, seed - 1 - number)
        what, paths = mutator.file()
        if what is None:
            continue

        def is_same():
            path = paths[0]
            if path.name == "ledger.db":
                return contents(path) == same["ledger.db"]
            if path.name == "secret":
                # Without it verify says that seals were not checked.
                return not path.exists() or path.read_bytes().strip().lower() == (pristine / "secret").read_bytes().strip().lower()
            # A partial tile of a smaller tree than the published one is of no use to anybody.
            return not path.exists() and is_of_the_past(path.relative_to(ledger.root), size)
        verify(f"seed {seed - 1 - number}, {what}", is_same)
        restore()
    check(not missed, f"seed {seed}: {len(missed)} edits were not found")
    return f"seed {seed}: {options.rows} edits of rows, {options.files} of files: {counts}"


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--bin", type=os.path.abspath, default=os.environ.get("STORYLEDGER_BIN", os.path.join(root, ".build", "debug")))
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--databases", default="ledger.db,ledger.db,ledger.db,views.db")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main(test, options(), "edits of rows and files")
