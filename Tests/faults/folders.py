#!/usr/bin/env python3
"""A producer that makes, removes and renames thousands of directories: the daemon's work grows as their number does, other
sources are taken meanwhile, and the daemon stops when it is told to."""

import os
import resource
import shutil
import time

from growth import processor_time
from harness import arguments, check, eventually, main, published


def watches(process):
    """How many directories a process watches."""
    count = 0
    for number in os.listdir(f"/proc/{process.pid}/fdinfo"):
        try:
            with open(f"/proc/{process.pid}/fdinfo/{number}", encoding="ascii") as file:
                count += sum(line.startswith("inotify wd:") for line in file)
        except FileNotFoundError:
            pass
    return count


def make(ledger, number):
    """Makes directories of a source, and waits until all are watched."""
    before = watches(ledger.daemon)
    for count in range(number):
        os.makedirs(ledger.inbox / "b" / f"D{count // 500}" / str(count))
    folders = number + (number + 499) // 500
    eventually(lambda: watches(ledger.daemon) >= before + folders, f"{number} directories are watched", ledger.daemon)


def take(ledger, name):
    ledger.drop(f"a/{name}.json", published(name))
    eventually(lambda: ledger.rows(f"SELECT 1 FROM event WHERE story = '{name}'"), f"{name} is taken", ledger.daemon)


def rest(ledger):
    """Waits until the daemon has nothing more to do."""
    seen = [(time.monotonic(), processor_time(ledger.daemon))]

    def rests():
        seen.append((time.monotonic(), processor_time(ledger.daemon)))
        while seen[1][0] < seen[-1][0] - 1:
            seen.pop(0)
        return seen[0][0] < seen[-1][0] - 1 and seen[-1][1] - seen[0][1] < 0.05

    eventually(rests, "the daemon rests", ledger.daemon)


def removed(ledger, number, base):
    """The seconds that it computes after so many directories are removed at once."""
    make(ledger, number)
    rest(ledger)
    start = processor_time(ledger.daemon)
    shutil.rmtree(ledger.inbox / "b")
    os.mkdir(ledger.inbox / "b")
    take(ledger, f"removed-{number}")
    eventually(lambda: watches(ledger.daemon) <= base, "nothing that is gone is watched", ledger.daemon, patience=60)
    return processor_time(ledger.daemon) - start


def renamed(ledger, number, base):
    """The seconds that it computes after the top of a tree has had ten names."""
    make(ledger, number)
    rest(ledger)
    start = processor_time(ledger.daemon)
    for turn in range(10):
        for folder in os.listdir(ledger.inbox / "b"):
            os.rename(ledger.inbox / "b" / folder, ledger.inbox / "b" / f"R{turn}-{folder.rpartition('-')[2]}")
    take(ledger, f"renamed-{number}")
    folders = base + number + (number + 499) // 500
    eventually(lambda: watches(ledger.daemon) >= folders, "what is there is watched", ledger.daemon, patience=120)
    took = processor_time(ledger.daemon) - start
    shutil.rmtree(ledger.inbox / "b")
    os.mkdir(ledger.inbox / "b")
    take(ledger, f"after-{number}")
    eventually(lambda: watches(ledger.daemon) <= base, "nothing that is gone is watched", ledger.daemon, patience=60)
    return took


def removed_slowly(ledger, number, base):
    """The seconds that it computes while directories are removed one by one. Scanning what is left for each would take all of
    the time."""
    make(ledger, number)
    rest(ledger)
    start, begin = processor_time(ledger.daemon), time.monotonic()
    for folder in sorted((ledger.inbox / "b").rglob("*"), reverse=True):
        folder.rmdir()
        time.sleep(0.005)
    took, passed = processor_time(ledger.daemon) - start, time.monotonic() - begin
    check(took < passed / 4 + 0.2, f"it computes {took:.1f} of {passed:.1f} seconds while directories are removed")
    take(ledger, f"slowly-{number}")
    eventually(lambda: watches(ledger.daemon) <= base, "nothing that is gone is watched", ledger.daemon, patience=60)
    return took


def test(ledger, options):
    (ledger.scratch / "storyledger.yaml").write_text("inbox: {settle: 200ms, scan-interval: 1h}\n")
    for name in ("a", "b"):
        (ledger.inbox / name).mkdir()
    ledger.start()
    take(ledger, "first")
    eventually(lambda: "ready" in " ".join(ledger.log_lines()), "the daemon is ready", ledger.daemon)
    rest(ledger)
    base, said = watches(ledger.daemon), []
    for act in (removed, removed_slowly, renamed):
        times = [act(ledger, number, base) for number in (options.folders, 2 * options.folders, 4 * options.folders)]
        # A quadratic one takes sixteen times as long for four times as much.
        check(times[2] < 8 * times[0] + 0.5, f"{act.__name__}: {times} seconds")
        said.append(f"{act.__name__} {times[2]:.1f} s")
    # It is told to stop while thousands of hints wait.
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    make(ledger, 8 * options.folders)
    made = processor_time(ledger.daemon)
    shutil.rmtree(ledger.inbox / "b")
    ledger.stop()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime - made
    check(took < 2 + 4 * times[2], f"it computes {took:.1f} s after it was told to stop")
    ledger.check_log()
    return f"{4 * options.folders} directories: {', '.join(said)}; stopped after {took:.1f} s"


if __name__ == "__main__":
    main(test, arguments(__doc__, folders=500), "directories that come and go")
