#!/usr/bin/env python3
"""An idle daemon sleeps: it is woken for its configured scan and little else, takes hardly any of a processor, and makes few threads.
What wakes it is counted in /proc, thread by thread, after it has been left alone for a while."""

import os
import time

from harness import arguments, check, eventually, main, published

SECONDS = 40
# Scans every 10 s; a thread that waits with a limit of 10 s or more wakes a few times, too.
MOST_A_SECOND = 3.0
# The runtime ends the threads of its pool after some seconds, and makes others when a part looks at the log.
MOST_THREADS_A_SECOND = 0.6


def switches(process):
    """How often threads went to sleep of themselves, by name; each such time ended with a wake-up."""
    found = {}
    for thread in os.listdir(f"/proc/{process}/task"):
        status = open(f"/proc/{process}/task/{thread}/status").read()
        name = status.split("\n")[0].split("\t")[1]
        count = int(status.split("\nvoluntary_ctxt_switches:\t")[1].split("\n")[0])
        found[thread] = (name, count)
    return found


def processor(process):
    fields = open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test(ledger, options):
    (ledger.scratch / "storyledger.yaml").write_text("inbox:\n  settle: 100ms\n  scan-interval: 10s\n")
    ledger.start()
    ledger.drop("a.json", published("a"))
    eventually(lambda: not ledger.waiting_files(), "the file is taken", ledger.daemon)
    eventually(lambda: (ledger.root / "public" / "checkpoint").exists(), "the log is published", ledger.daemon)
    # Pauses grow while nothing happens.
    time.sleep(25)
    before, used = switches(ledger.daemon.pid), processor(ledger.daemon.pid)
    made, until = set(), time.monotonic() + SECONDS
    while time.monotonic() < until:
        made |= set(os.listdir(f"/proc/{ledger.daemon.pid}/task")) - set(before)
        time.sleep(0.25)
    after, used = switches(ledger.daemon.pid), processor(ledger.daemon.pid) - used
    check(len(made) <= MOST_THREADS_A_SECOND * SECONDS, f"{len(made)} threads were made in {SECONDS} s")
    woken = sorted(((count - before.get(thread, (name, 0))[1]) / SECONDS, name) for thread, (name, count) in after.items())
    total = sum(rate for rate, _ in woken)
    check(total <= MOST_A_SECOND, f"{total:.1f} wake-ups a second: {woken[-6:]}")
    check(used / SECONDS <= 0.01, f"{100 * used / SECONDS:.2f} % of a core")
    ledger.stop()
    return f"{total:.2f} wake-ups a second, {len(made)} threads in {SECONDS} s, {100 * used / SECONDS:.2f} % of a core"


if __name__ == "__main__":
    main(test, arguments(__doc__), "an idle daemon")
