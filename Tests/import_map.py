#!/usr/bin/env python3
"""Imports random tables and JSON lines by random maps, and holds the log against an oracle: Python's csv, json and datetime.

usage: import_map.py [--bin DIR] [--tables N] [--kills N] [--seed N]

Tables differ in delimiter, quotation, line ends, byte order mark, compression and header; rows in everything that a map can
say. Some rows are no rows, or no documents: each is in the side file with its number. Imports are killed and run again. Maps
with a fault are refused with its line and column, by the program and by its schema. Exit 1 with a line for each fault.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

sys.path.append("/usr/lib/python3/dist-packages")
sys.path.append(str(Path(__file__).resolve().parent / "maps"))
try:
    import jsonschema
except ImportError:
    jsonschema = None

from faults import FAULTS
from tables import Table


class Run:
    def __init__(self, options, scratch):
        self.program, self.scratch, self.found, self.ledgers = os.path.join(options.bin, "storyledger"), Path(scratch), [], 0
        self.environment = {**os.environ, "TZ": "UTC", "XDG_STATE_HOME": scratch}

    def call(self, *words, statuses=(0,), text=None):
        done = subprocess.run([self.program, *map(str, words)], input=text, capture_output=True, env=self.environment)
        if done.returncode not in statuses:
            raise AssertionError((words, done.returncode, done.stderr[-2000:], done.stdout[-2000:]))
        return done

    def check(self, holds, what):
        if not holds:
            self.found.append(what)

    def ledger(self):
        self.ledgers += 1
        path = self.scratch / f"ledger-{self.ledgers}"
        self.call("init", "--ledger", path, "--origin", "ferry.example/map")
        return path

    def log(self, ledger):
        return [json.loads(line) for line in self.call("log", "--json", "--ledger", ledger).stdout.splitlines()]


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def shown(event):
    """An event of the log as the oracle writes it."""
    data = {key: value for key, value in event["data"].items() if key not in ("context", "when")}
    if "byline" in data and data["byline"]:
        data["byline"] = [party["name"] for party in data["byline"]]
    if data.get("note"):
        data["note"] = data["note"]["text"]
    if data.get("change") == "update":
        del data["change"]
    return event["type"], event["story"], moment(event["time"]), event["source"], data


def check_table(run, chance, number):
    table = Table(chance, run.scratch / f"table-{number}")
    what = f"table {number} ({table.about})"
    here, side = run.ledger(), run.scratch / "side"
    words = ["import", table.path, "--map", table.map, "--ledger", here, "--json", "--source", "desk"]
    status = (65,) if table.refused else (0,)
    dry = json.loads(run.call(*words, "--dry-run", statuses=status).stdout)
    run.check((dry["wouldAppend"], dry["appended"]) == (len(table.events), 0), f"{what}: dry run: {dry}")
    run.check(run.log(here) == [], f"{what}: a dry run wrote")
    summary = json.loads(run.call(*words, "--refused", side, statuses=status).stdout)
    run.check(
        all(dry[name] == summary[name] for name in ("documents", "duplicate", "unchanged", "refused")),
        f"{what}: dry run: {dry}, import: {summary}")
    events = [shown(event) for event in run.log(here)]
    if events != table.events:
        place = next((n for n, pair in enumerate(zip(events, table.events)) if pair[0] != pair[1]), min(len(events), len(table.events)))
        run.check(False, f"{what}: event {place}: {events[place:place + 1]}, expected {table.events[place:place + 1]}")
    refused = sorted(json.loads(line)["row"] for line in side.read_bytes().splitlines()) if table.refused else []
    run.check(refused == sorted(table.refused), f"{what}: refused {refused}, expected {sorted(table.refused)}")
    for line in side.read_bytes().splitlines() if table.refused else []:
        error = json.loads(line)["errors"][0]
        run.check(error["line"] and error["column"] and error["remedy"], f"{what}: a refusal without a place: {error}")
    again = json.loads(run.call(*words, "--refused", side, statuses=status).stdout)
    run.check(again["appended"] == 0 and again["refused"] == summary["refused"], f"{what}: again: {again}")
    run.call("verify", "--ledger", here)
    if jsonschema:
        schema = json.loads(run.call("schema", "import-map").stdout)
        faults = list(jsonschema.Draft202012Validator(schema).iter_errors(table.rules))
        run.check(not faults, f"{what}: the schema refuses {table.rules}: {faults[:1]}")


def check_faults(run):
    here, table, path = run.ledger(), run.scratch / "a.csv", run.scratch / "map.yaml"
    table.write_bytes(b"id,headline,text,when,when,\xc3\xa9\na,H,B,2026-01-01T00:00:00Z,x,y\n")
    for fault in FAULTS:
        path.write_text(fault.text)
        done = run.call("import", table, "--map", path, "--ledger", here, statuses=(0, 65))
        said = done.stderr.decode()
        run.check(done.returncode == 65 and f"map.yaml{fault.place}: {fault.message}" in said, f"{fault.text!r}: {said}")
        run.check(all(line.startswith(("storyledger: ", "  ")) for line in said.splitlines()), f"{fault.text!r}: {said}")
        if jsonschema and fault.rules is not None:
            schema = json.loads(run.call("schema", "import-map").stdout)
            valid = jsonschema.Draft202012Validator(schema).is_valid(fault.rules)
            run.check(not valid, f"the schema takes {fault.rules}")
    run.check(run.log(here) == [], "a map with a fault was used")


def check_places(run):
    """What is refused is named with the line and the column of its cell, whatever stands before it."""
    here, table, path, side = run.ledger(), run.scratch / "places.csv", run.scratch / "map.yaml", run.scratch / "side"
    path.write_text("story: id\ntime: when\nheadline: headline\nbody: text\n")
    good = "2026-01-01T00:00:00Z"
    table.write_bytes(("\ufeffid,headline,text,when\r\n"
                       f'a,"two\r\nlines, ""quoted""",B,{good}\r\n'
                       '\r\n'
                       'b,"é\n",B,2026-13-01T00:00:00Z\r\n'
                       f'c,say "x",B,{good}\r\n'
                       f'd,"x" y,B,{good}\r\n'
                       f'e,H,B\r\n'
                       f',H,B,{good}\r\n'
                       f'f,,B,{good}\r\n'
                       f'b,H,B,{good}\r\n').encode() + b'g,\xff,B,' + good.encode() + b'\r\nh,"never closed\r\nx,y,z\r\n')
    done = run.call("import", table, "--map", path, "--ledger", here, "--refused", side, "--json", statuses=(65,))
    found = {}
    for line in side.read_bytes().splitlines():
        entry = json.loads(line)
        error = entry["errors"][0]
        found[entry["row"]] = (error["code"], error["line"], error["column"])
    want = {4: ("bad-time", 6, 4), 5: ("bad-row", 7, 7), 6: ("bad-row", 8, 6), 7: ("bad-row", 9, 1), 8: ("missing-field", 10, 1),
            9: ("missing-field", 11, 1), 10: ("unknown-story", 12, 1), 11: ("not-utf8", 13, 3), 12: ("bad-row", 14, 3)}
    for row, (code, line, column) in want.items():
        run.check(found.get(row, (None,))[0] == code and found.get(row)[1] in (line, line - 1), f"row {row}: {found.get(row)}, expected {want[row]}")
    run.check(sorted(found) == sorted(want), f"rows refused: {sorted(found)}")
    run.check(json.loads(done.stdout)["appended"] == 1, f"appended: {done.stdout}")
    event = run.log(here)[0]
    run.check(event["data"]["headline"] == 'two\r\nlines, "quoted"', f"a quoted cell: {event['data']}")
    for text, status in ((b"\xff\xfei\x00", 65), (b"", 65)):
        table.write_bytes(text)
        run.call("import", table, "--map", path, "--ledger", here, statuses=(status,))


def check_long(run):
    """A row that is too long is refused, and the next one taken."""
    here, table, path, side = run.ledger(), run.scratch / "long.csv", run.scratch / "map.yaml", run.scratch / "side"
    path.write_text("story: id\ntime: when\nheadline: headline\nbody: text\n")
    with open(table, "wb") as file:
        file.write(b"id,headline,text,when\n")
        for number in range(3):
            file.write(b'%d,H,"' % number)
            for _ in range((300 if number == 1 else 1)):
                file.write(b'word ""x"", \n' * 80_000)
            file.write(b'",2026-01-01T00:00:00Z\n')
    done = run.call("import", table, "--map", path, "--ledger", here, "--json", "--refused", side, statuses=(65,))
    summary = json.loads(done.stdout)
    run.check((summary["appended"], summary["refused"]) == (2, 1), f"a row of {table.stat().st_size >> 20} MiB: {summary}")
    run.check(json.loads(side.read_text())["errors"][0]["code"] == "too-large", f"a long row: {side.read_text()[:300]}")


def check_kills(run, chance, kills):
    table, path = run.scratch / "big.csv", run.scratch / "map.yaml"
    path.write_text("story: id\ntime: {from: when, format: unix}\nheadline: headline\nbody: text\n")
    with open(table, "w", newline="") as file:
        file.write("id,headline,text,when\r\n")
        for number in range(12_000):
            file.write(f's{number % 3000},"H {number}","{"word " * 60}",{1_700_000_000 + number}\r\n')
    words, want, took = [run.program, "import", str(table), "--map", str(path), "--ledger"], None, 0.0
    for number in range(kills + 1):
        here, began = run.ledger(), time.monotonic()
        process = subprocess.Popen([*words, str(here)], env=run.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if number > 0:
            time.sleep(chance.random() * took)
            process.send_signal(signal.SIGKILL)
        process.wait()
        took = took or time.monotonic() - began
        had = len(run.log(here))
        summary = json.loads(run.call(*words[1:], here, "--json").stdout)
        run.check((summary["appended"], summary["duplicate"]) == (12_000 - had, had), f"after a kill at {had}: {summary}")
        events = [(event["story"], event["type"], event["data"]["headline"]) for event in run.log(here)]
        want = want or events
        run.check(events == want, f"the log after a kill at {had}")
    run.check([e[2] for e in want] == [f"H {n}" for n in range(12_000)], "the order of rows")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=os.path.abspath, default=str(Path(__file__).resolve().parents[1] / ".build" / "debug"))
    parser.add_argument("--tables", type=int, default=12)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="storyledger-map-") as scratch:
        run = Run(options, scratch)
        check_faults(run)
        check_places(run)
        for number in range(options.tables):
            check_table(run, chance, number)
        check_long(run)
        check_kills(run, chance, options.kills)
    for line in run.found[:30]:
        print(line)
    if not run.found:
        print(f"{options.tables} tables, {options.kills} kills: what was imported is what Python reads")
    sys.exit(bool(run.found))


if __name__ == "__main__":
    main()
