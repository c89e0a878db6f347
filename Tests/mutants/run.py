#!/usr/bin/env python3
"""Puts one-line faults into a copy of the sources and runs the suite that must find each.

    Tests/mutants/run.py [--target NAME]... [--every N] [--results FILE] [--tree DIR] [--jobs N] [--check]

Each file here is called like a target and holds its faults, parted by empty lines:

    Sources/MerkleLog/Frontier.swift
    - the line as it is
    + the line as it is not
    run: python3 Tests/faults/kills.py --bin .build/debug      (instead of the target's own suite)
    same: why nobody can tell the two apart                    (then it is not run)

Most faults are built in at once, each behind a switch (switches.py), and a suite is stopped at its first failure, so that a fault
takes seconds. What has no switch is built and run by itself.

--check only says whether each line is in its file, once. --every N takes every Nth fault. --results FILE keeps what was seen of
each fault, so that a run of hours can be stopped and go on: what is in it is not run again. --tree DIR is where the copy is put and
kept, so that the next run need not build all of it. --jobs N runs N suites at once. Exits with 1 where a line is not
there, where a suite fails without a fault, or where a target's suite misses more than one fault in ten.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import switches

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

    def place(self, lines):
        """The number of its line; None where that is not there once."""
        places = [number for number, line in enumerate(lines) if line.strip() == self.old]
        return places[0] if len(places) == 1 else None

    def put(self, lines, line):
        """Writes a line in its place, as far in as the one that stood there."""
        at = self.place(lines)
        lines[at] = lines[at][:len(lines[at]) - len(lines[at].lstrip())] + line
        return at

    def suite(self, tree):
        """The command that must fail."""
        if self.run:
            return self.run.split()
        tests = {"storyledger": "CommandLineTests"}.get(self.target, f"{self.target}Tests")
        bundle = next(iter((tree / ".build/debug").glob("*.xctest")))
        return [str(bundle), "--testing-library", "swift-testing", "--no-parallel", "--filter", f"^{tests}\\."]

    def by_itself(self, tree):
        """Builds it alone, and runs its suite."""
        file = tree / self.path
        text = file.read_text()
        lines = text.split("\n")
        self.put(lines, self.new)
        file.write_text("\n".join(lines))
        try:
            return outcome(self.suite(tree), tree, LONGEST) if build(tree).returncode == 0 else "does not build"
        finally:
            file.write_text(text)


def build(tree):
    return subprocess.run(["swift", "build", "--build-tests"], cwd=tree, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)


def outcome(command, tree, longest, fault_on=-1):
    """missed, found or too slow: the command is stopped at the first failure that it prints, and after `longest` seconds."""
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        running = subprocess.Popen(command, cwd=tree, stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
                                   env={**os.environ, switches.VARIABLE: str(fault_on)})
        end, result = time.monotonic() + longest, "too slow"
        while time.monotonic() < end and result == "too slow":
            time.sleep(0.1)
            if running.poll() is not None:
                result = "missed" if running.returncode == 0 else "found"
            elif "recorded an issue" in os.pread(said.fileno(), os.fstat(said.fileno()).st_size, 0).decode(errors="replace"):
                result = "found"
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
    return result


def switched(faults, paths, tree):
    """Writes faults (by the numbers of their switches) into these files of the tree. File and line of each that has a switch."""
    places = {}
    for path in paths:
        lines = (TOP / path).read_text().split("\n")
        for number, fault in faults.items():
            at = fault.place(lines) if fault.path == path else None
            line = None if at is None else switches.Fault(number, fault.old, fault.new).line()
            # A line within a text of several lines is no code.
            if line and "\n".join(lines[:at]).count('"""') % 2 == 0:
                places[number] = (path, fault.put(lines, line))
        text = "\n".join(lines)
        if path in {place[0] for place in places.values()}:
            text += switches.switch(TOP / "/".join(path.split("/")[:2]))
        if (tree / path).read_text() != text:
            (tree / path).write_text(text)
    return places


def build_switched(faults, tree):
    """Builds the tree with all of the faults that compile behind a switch. Those, by the numbers of their switches."""
    behind = dict(enumerate(faults))
    paths = {fault.path for fault in faults}
    while True:
        places = switched(behind, paths, tree)
        behind = {number: behind[number] for number in places}
        built = build(tree)
        if built.returncode == 0:
            return behind
        refused = {(path, int(line) - 1) for path, line in
                   re.findall(rf"^{re.escape(str(tree))}/(\S+?):(\d+):\d+: error: ", built.stdout, re.MULTILINE)}
        bad = [number for number, (path, at) in places.items() if {(path, at - 1), (path, at), (path, at + 1)} & refused]
        bad = bad or [number for number, (path, _) in places.items() if path in {path for path, _ in refused}]
        if not bad:
            sys.exit("the sources do not build:\n" + built.stdout[-2000:])
        behind = {number: fault for number, fault in behind.items() if number not in bad}


def without_fault(suite, tree):
    """Seconds that a suite takes without a fault; None where it fails."""
    start = time.monotonic()
    return time.monotonic() - start if outcome(suite, tree, LONGEST) == "missed" else None


def behind_switch(number, suite, tree, lasted):
    """The result of the fault behind a switch, once it is known how its suite ends without."""
    seconds = lasted.result()
    if seconds is None:
        return f"fails without a fault: {' '.join(suite)}"
    return outcome(suite, tree, 4 * seconds + 60, number)


def results(faults, due, tree, jobs):
    """Each fault that is due and its result, as they are had. All of them are built in: then a run that goes on need not build again."""
    behind = build_switched(faults, tree)
    with ThreadPoolExecutor(jobs) as pool:
        suites = {number: fault.suite(tree) for number, fault in behind.items() if fault in due}
        # All suites are run without a fault before those that wait for that.
        different = {str(suite): suite for suite in suites.values()}
        lasted = {name: pool.submit(without_fault, suite, tree) for name, suite in different.items()}
        running = {pool.submit(behind_switch, number, suite, tree, lasted[str(suite)]): behind[number]
                   for number, suite in suites.items()}
        for ended in as_completed(running):
            yield running[ended], ended.result()
    for path in {fault.path for fault in faults}:
        shutil.copy2(TOP / path, tree / path)
    for fault in due:
        if fault not in behind.values():
            yield fault, fault.by_itself(tree)


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--target", action="append", help="only the faults of this target")
    options.add_argument("--every", type=int, default=1, help="only every Nth fault")
    options.add_argument("--results", type=Path, help="keeps the results here, and goes on where it ended")
    options.add_argument("--tree", type=Path, help="builds in this directory, and keeps it")
    options.add_argument("--jobs", type=int, default=1, help="suites that run at once (default 1)")
    options.add_argument("--check", action="store_true", help="only say whether each line is there")
    options = options.parse_args()
    files = sorted(HERE.glob("*.mutants"))
    faults = [Fault(file.stem, text) for file in files if not options.target or file.stem in options.target
              for text in file.read_text().strip().split("\n\n")]
    stale = [fault for fault in faults
             if not (TOP / fault.path).exists() or fault.place((TOP / fault.path).read_text().split("\n")) is None]
    for fault in stale:
        print(f"the line is not there once: {fault}")
    if options.check or stale:
        print(f"{len(faults)} faults, {len(stale)} out of date")
        sys.exit(bool(stale))
    seen = []
    if options.results and options.results.exists():
        seen = [json.loads(line) for line in options.results.read_text().splitlines()]
    had = [(fault, row["result"]) for fault in faults for row in seen if row["fault"] == fault.key]
    known = [row["fault"] for row in seen]
    built_in = [fault for fault in faults[::options.every] if not fault.same]
    due = [fault for fault in built_in if fault.key not in known]
    with tempfile.TemporaryDirectory(prefix="mutants-") as work:
        tree = options.tree.resolve() if options.tree else Path(work, "tree")
        shutil.copytree(TOP, tree, symlinks=True, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns(".build*", ".git", "ledger", "__pycache__"))
        for fault, result in results(built_in, due, tree, options.jobs) if due else []:
            had.append((fault, result))
            print(f"{result}: {fault}", flush=True)
            if options.results:
                with options.results.open("a") as file:
                    file.write(json.dumps({"fault": fault.key, "result": result}) + "\n")
    # A suite that does not end within the time has noticed the fault.
    found, missed, untold = {}, {}, {}
    for fault, result in had:
        counts = {"missed": missed, "found": found, "too slow": found}.get(result, untold)
        counts[fault.target] = counts.get(fault.target, 0) + 1
    worst = 1.0
    for target in sorted({*found, *missed}):
        seen, all_there_are = found.get(target, 0), found.get(target, 0) + missed.get(target, 0)
        worst = min(worst, seen / all_there_are)
        print(f"{target}: {seen} of {all_there_are} found")
    if untold:
        print(f"of {sum(untold.values())} nothing is known")
    sys.exit(worst < 0.9 or bool(untold))


if __name__ == "__main__":
    main()
