#!/usr/bin/env python3
"""Puts one-line faults into a copy of the sources, one at a time, and runs the suite that must find each.

    Tests/mutants/run.py [--target NAME]... [--every N] [--results FILE] [--check]

Each file here is called like a target and holds its faults, parted by empty lines:

    Sources/MerkleLog/Frontier.swift
    - the line as it is
    + the line as it is not
    run: python3 Tests/faults/kills.py --bin .build/debug      (instead of the target's own suite)
    same: why nobody can tell the two apart                    (then it is not run)

--check only says whether each line is in its file, once. --every N takes every Nth fault. --results FILE keeps what was seen of
each fault, so that a run of hours can be stopped and go on: what is in it is not run again. Exits with 1 where a line is not
there, or where a target's suite misses more than one fault in ten.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
LONGEST = 900  # seconds that a suite may take


class Fault:
    def __init__(self, target, text):
        self.target, self.run, self.same = target, None, None
        path, *lines = text.strip().split("\n")
        self.path = path
        for line in lines:
            kind, rest = line.split(" ", 1)
            if kind == "-":
                self.old = rest
            elif kind == "+":
                self.new = rest
            elif kind in ("run:", "same:"):
                setattr(self, kind[:-1], rest)
            else:
                sys.exit(f"Tests/mutants/{target}.mutants: expected -, +, run: or same:, found {line!r}")

    def __str__(self):
        return f"{self.path}\n    - {self.old}\n    + {self.new}"

    @property
    def key(self):
        return [self.path, self.old, self.new, self.run]

    def changed(self, text):
        """The file with the fault; None where its line is not there once."""
        lines = text.split("\n")
        places = [number for number, line in enumerate(lines) if line.strip() == self.old]
        if len(places) != 1:
            return None
        line = lines[places[0]]
        lines[places[0]] = line[:len(line) - len(line.lstrip())] + self.new
        return "\n".join(lines)

    def result(self, tree):
        """Runs the suite on the copy with the fault in it."""
        file = tree / self.path
        text = file.read_text()
        file.write_text(self.changed(text))
        try:
            built = call(["swift", "build", "--build-tests"], tree)
            if built != 0:
                return "does not build"
            suite = self.run.split() if self.run else [
                "swift", "test", "--skip-build", "--filter", f"^{self.suite}\\."]
            code = call(suite, tree)
            return "missed" if code == 0 else "too slow" if code is None else "found"
        finally:
            file.write_text(text)

    @property
    def suite(self):
        return {"storyledger": "CommandLineTests"}.get(self.target, f"{self.target}Tests")


def call(words, tree):
    try:
        return subprocess.run(words, cwd=tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
                              timeout=LONGEST).returncode
    except subprocess.TimeoutExpired:
        return None


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--target", action="append", help="only the faults of this target")
    options.add_argument("--every", type=int, default=1, help="only every Nth fault")
    options.add_argument("--results", type=Path, help="keeps the results here, and goes on where it ended")
    options.add_argument("--check", action="store_true", help="only say whether each line is there")
    options = options.parse_args()
    files = sorted(HERE.glob("*.mutants"))
    faults = [Fault(file.stem, text) for file in files if not options.target or file.stem in options.target
              for text in file.read_text().strip().split("\n\n")]
    stale = [fault for fault in faults
             if not (TOP / fault.path).exists() or fault.changed((TOP / fault.path).read_text()) is None]
    for fault in stale:
        print(f"the line is not there once: {fault}")
    if options.check or stale:
        print(f"{len(faults)} faults, {len(stale)} out of date")
        sys.exit(bool(stale))
    seen = []
    if options.results and options.results.exists():
        seen = [json.loads(line) for line in options.results.read_text().splitlines()]
    results = [(fault, row["result"]) for fault in faults for row in seen if row["fault"] == fault.key]
    known = [row["fault"] for row in seen]
    due = [fault for fault in faults[::options.every] if not fault.same and fault.key not in known]
    with tempfile.TemporaryDirectory(prefix="mutants-") as work:
        tree = Path(work, "tree")
        shutil.copytree(TOP, tree, symlinks=True, ignore=shutil.ignore_patterns(".build*", "ledger"))
        if due and call(["swift", "build", "--build-tests"], tree) != 0:
            sys.exit("the sources do not build as they are")
        for fault in due:
            results.append((fault, fault.result(tree)))
            print(f"{results[-1][1]}: {fault}", flush=True)
            if options.results:
                with options.results.open("a") as file:
                    file.write(json.dumps({"fault": fault.key, "result": results[-1][1]}) + "\n")
    # A suite that does not end within the time has noticed the fault.
    found, missed = {}, {}
    for fault, result in results:
        counts = {"missed": missed, "found": found, "too slow": found}.get(result, {})
        counts[fault.target] = counts.get(fault.target, 0) + 1
    worst = 1.0
    for target in sorted({*found, *missed}):
        seen, all_there_are = found.get(target, 0), found.get(target, 0) + missed.get(target, 0)
        worst = min(worst, seen / all_there_are)
        print(f"{target}: {seen} of {all_there_are} found")
    sys.exit(worst < 0.9)


if __name__ == "__main__":
    main()
