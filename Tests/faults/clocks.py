#!/usr/bin/env python3
"""The real programs on a machine whose clock is wrong: libfaketime sets the time of day, not the time since the start.

Skipped (77) where libfaketime is not installed.
"""

import datetime
import glob
import json
import os
import subprocess
import sys

import harness
from harness import Ledger, check, eventually, published

LIBRARY = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)
DAY = 86400


class WrongClock(Ledger):
    """A ledger whose programs all run by a clock that this test sets."""

    def __init__(self, options, directory=None):
        self.offset_file = None
        super().__init__(options, directory)

    def environment(self):
        if self.offset_file is None:
            self.offset_file = self.scratch / "offset"
            self.set(0)
        return os.environ | {
            "LD_PRELOAD": LIBRARY, "FAKETIME_TIMESTAMP_FILE": str(self.offset_file), "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1",
            "STORYLEDGER_HEALTH_LISTEN": f"unix:{self.scratch}/health",
        }

    def set(self, seconds):
        """Sets the clock this far from the machine's own, at once for all programs."""
        self.lines = len(self.log_lines())
        draft = self.scratch / "offset.new"
        draft.write_text(f"{seconds:+d}\n")
        os.rename(draft, self.offset_file)

    def command(self, program, *words):
        """By way of env: libfaketime moves the environment of its first process, and Swift finds its arguments beside it."""
        return ["env", os.path.join(self.bin, program), *words, "--ledger", str(self.root)]

    def run(self, *words, **options):
        return subprocess.run(
            self.command("storyledger", *words), env=self.environment(), capture_output=True, text=True, **options)

    def start(self):
        """As the daemon of Ledger, by the wrong clock."""
        self.log = open(self.log_path, "ab")
        self.daemon = subprocess.Popen(
            self.command("storyledgerd"), stdout=self.log, stderr=self.log, env=self.environment())

    def events(self):
        return self.rows("SELECT count(*) FROM event")[0][0]

    def take(self, name, count):
        self.drop(f"{name}.json", published(name))
        eventually(lambda: self.events() == count, f"{count} events", self.daemon)

    def years(self):
        times = self.rows("SELECT recorded FROM event ORDER BY position")
        return [datetime.datetime.fromtimestamp(time / 1e6, datetime.timezone.utc).year for (time,) in times]

    def says(self, text, since=0):
        return sum(text in line for line in self.log_lines()[since:])

    def metric(self, name):
        for line in self.run("status", "--metrics").stdout.splitlines():
            if line.startswith(f"storyledger_{name} "):
                return float(line.split()[1])
        raise harness.Failure(f"there is no metric {name}")

    def refuses(self, name):
        """The daemon leaves a file in the inbox and says why; the command line does the same."""
        lines = self.lines
        self.drop(f"{name}.json", published(name))
        eventually(lambda: self.says("clock is not believed", lines), "the daemon says why", self.daemon)
        check(self.events() == self.count and (self.inbox / f"{name}.json").exists(), "a wrong clock dated something")
        check(self.says("clock is not believed", lines) <= 4, "the daemon says it again and again")
        draft = self.drafts / f"{name}-cli.json"
        draft.write_text(published(f"{name}-cli"))
        append = self.run("append", str(draft))
        check(append.returncode == 75 and "storyledger clock accept" in append.stderr, f"append: {append.stderr}")
        check(self.metric("clock_not_believed") == 1, "the metric does not show it")
        check("not believed" in self.run("status").stdout, "status does not show it")
        clock = self.run("clock", "--json")
        check(clock.returncode == 75 and json.loads(clock.stdout)["fault"], f"clock: {clock.stdout}")


def test(ledger, options):
    year = datetime.datetime.now(datetime.timezone.utc).year
    ledger.start()
    ledger.take("first", 1)

    # Ten years forward for a moment, while the daemon runs.
    ledger.count = 1
    ledger.set(3653 * DAY)
    ledger.refuses("forward")
    ledger.set(0)
    eventually(lambda: ledger.events() == 2, "the file is taken once the clock is right", ledger.daemon)
    check(ledger.years() == [year, year], f"recorded in {ledger.years()}")
    check(ledger.metric("clock_not_believed") == 0, "the metric still shows it")

    # A step back of three seconds, twice, with a checkpoint signed at each.
    for count, back in ((3, -3), (4, -6)):
        eventually(lambda: ledger.metric("published_events") == count - 1, "it is published", ledger.daemon)
        ledger.set(back)
        ledger.take(f"back-{count}", count)
    eventually(lambda: ledger.metric("published_events") == 4, "it is published", ledger.daemon)
    ledger.set(-3600)
    check(3500 < ledger.metric("clock_behind_seconds") < 3700, "the metric does not show how far it is behind")
    check("behind the newest event" in ledger.run("status").stdout, "status does not show that it is behind")
    signed = [time for (time,) in ledger.rows("SELECT signed FROM checkpoint ORDER BY number")]
    check(signed == sorted(signed), "a checkpoint is dated before the last")
    verify = ledger.run("verify")
    check(verify.returncode == 0, f"verify: {verify.stdout}")

    # Two days forward while the daemon is stopped; then an admin says that it is right.
    ledger.set(0)
    ledger.take("right-again", 5)
    ledger.stop()
    ledger.set(2 * DAY)
    lines = len(ledger.log_lines())
    ledger.start()
    eventually(lambda: ledger.says("nothing is recorded", lines), "it says so at the start", ledger.daemon)
    ledger.count = 5
    ledger.refuses("restarted")
    # Past the year 9999 nobody can accept it.
    ledger.set(8100 * 365 * DAY)
    accept = ledger.run("clock", "accept")
    check(accept.returncode == 75, f"a clock past 9999 was accepted: {accept.stdout} {accept.stderr}")
    ledger.set(2 * DAY)
    accept = ledger.run("clock", "accept")
    check(accept.returncode == 0 and accept.stdout.startswith("accepted: "), f"accept: {accept.stderr}")
    eventually(lambda: ledger.events() == 6, "the file is taken once the clock is accepted", ledger.daemon)
    ledger.take("accepted", 7)
    ledger.stop()
    verify = ledger.run("verify")
    check(verify.returncode == 0, f"verify: {verify.stdout}")
    return "7 events, none dated by a clock that nobody believed"


def accepts(ledger, options):
    """An acceptance holds for one jump; what it has dated, and how long that lasts, is said wherever one looks."""
    ledger.start()
    ledger.take("first", 1)
    jumps = (26, 26, 80)
    for number, hours in enumerate(jumps):
        ledger.count = 1 + 2 * number
        ledger.set(hours * 3600)
        ledger.refuses(f"jump-{number}")
        # A program whose clock is right is told by the daemon.
        clock = subprocess.run(
            [os.path.join(ledger.bin, "storyledger"), "clock", "--ledger", str(ledger.root)],
            capture_output=True, text=True, check=False)
        check(clock.returncode == 75 and "clock is not believed" in clock.stdout, f"clock: {clock.stdout}")
        check(ledger.metric("intake_stopped") == 1, "the two metrics differ")
        check(ledger.run("clock", "accept").returncode == 0, "it is not accepted")
        eventually(lambda: ledger.events() == ledger.count + 1, "it goes on", ledger.daemon)
        # Intake tries again with pauses, and says until then what has stopped it.
        eventually(lambda: ledger.run("clock").returncode == 0, "the daemon believes it", ledger.daemon)
        clock = ledger.run("clock")
        check(clock.returncode == 0 and f"has accepted the machine's clock, {hours} h ahead" in clock.stdout,
              f"clock of an acceptance: {clock.stdout}")
        check(hours * 3600 - 60 < ledger.metric("clock_accepted_seconds") <= hours * 3600 + 60, "the metric does not show it")
        ledger.set(0)
        eventually(lambda: ledger.says("is right again") == number + 1, "the end is noticed", ledger.daemon)
        text = f"the machine's clock is {hours} h behind the newest event"
        eventually(lambda: ledger.says(text), "the journal says how far it is behind", ledger.daemon)
        eventually(lambda: ledger.run("clock").returncode == 0, "the daemon believes it again", ledger.daemon)
        clock = ledger.run("clock")
        check(clock.returncode == 0 and text in clock.stdout and "has accepted" not in clock.stdout, f"clock: {clock.stdout}")
        check(text in ledger.run("status").stdout, "status does not show it")
        ledger.take(f"right-{number}", ledger.count + 2)
        check(ledger.says(text) <= number + 1, "the journal says it again and again")
        if number == 1:
            ledger.stop()
            ledger.start()
    times = [time for (time,) in ledger.rows("SELECT recorded FROM event ORDER BY position")]
    near = all(after - jump < 1_000_000 for jump, after in zip(times[1::2], times[2::2]))
    check(times == sorted(times) and len(times) == 7 and near, f"recorded {times}")
    ledger.stop()
    check(ledger.run("verify").returncode == 0, "verify")
    return f"{len(jumps)} accepted jumps, each for itself"


if __name__ == "__main__":
    if LIBRARY is None:
        print("skipped: libfaketime is not installed")
        sys.exit(harness.SKIPPED)
    options = harness.arguments("Runs the programs by a wrong clock.")
    code = 0
    for part in (test, accepts):
        ledger = WrongClock(options)
        try:
            print(f"ok: wrong clocks: {part(ledger, options)}")
        except harness.Failure as failure:
            code = 1
            for line in ledger.log_lines()[-20:]:
                print(f"  daemon: {line}")
            print(f"FAILED: wrong clocks: {failure}")
        finally:
            ledger.done()
    sys.exit(code)
