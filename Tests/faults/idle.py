#!/usr/bin/env python3
"""An idle daemon sleeps: nothing wakes it but its configured scan and one look a minute, and it makes no threads.
What wakes it is counted in /proc, thread by thread, after it has been left alone for a while. With systemd's socket, a
watchdog adds a sign of life twice in its period, and the status line nothing."""

import os
import socket
import time

from harness import arguments, check, eventually, main, published

SECONDS = 60
SCAN = 10
WATCHDOG = 40
# The scan is one wake-up of one thread. Publication and projections look once a minute, which is a handful of switches in all:
# one that is late, and the thread that it hands the work to.
MOST = SECONDS / SCAN + 24
# Signs of life, a look between two of them and the disk's answers, each with the count of the log.
MOST_FOR_WATCHDOG = 8 * (4 * SECONDS / WATCHDOG + 1)


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
    """The time on a processor, in nanoseconds."""
    return sum(int(open(f"/proc/{process}/task/{thread}/schedstat").read().split()[0])
               for thread in os.listdir(f"/proc/{process}/task"))


def left_alone(ledger, most):
    # After a commit the parts have a little to do.
    time.sleep(15)
    process = ledger.daemon.pid
    before, used = switches(process), processor(process)
    time.sleep(SECONDS)
    after, used = switches(process), processor(process) - used
    made = [name for thread, (name, _) in after.items() if thread not in before]
    check(not made, f"threads were made: {made}")
    check(len(after) == len(before), f"threads ended: {[n for t, (n, _) in before.items() if t not in after]}")
    woken = sorted((count - before[thread][1], name) for thread, (name, count) in after.items())
    total = sum(count for count, _ in woken)
    check(total <= most, f"{total} wake-ups in {SECONDS} s, at most {most:.0f}: {woken[-8:]}")
    share = used / SECONDS / 1e9
    check(share <= 0.002, f"{100 * share:.3f} % of a core")
    return f"{total} wake-ups in {SECONDS} s, {100 * share:.3f} % of a core"


def test(ledger, options):
    (ledger.scratch / "storyledger.yaml").write_text(f"inbox:\n  settle: 100ms\n  scan-interval: {SCAN}s\n")
    ledger.start()
    ledger.drop("a.json", published("a"))
    eventually(lambda: not ledger.waiting_files(), "the file is taken", ledger.daemon)
    eventually(lambda: (ledger.root / "public" / "checkpoint").exists(), "the log is published", ledger.daemon)
    alone = left_alone(ledger, MOST)
    ledger.stop()

    name = str(ledger.scratch / "notify")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(name)
    listener.settimeout(60)
    ledger.start(env=dict(ledger.variables, NOTIFY_SOCKET=name, WATCHDOG_USEC=str(WATCHDOG * 1_000_000)))
    while b"READY=1" not in listener.recv(4096):
        pass
    watched = left_alone(ledger, MOST + MOST_FOR_WATCHDOG)
    told = []
    listener.setblocking(False)
    try:
        while True:
            told.append(listener.recv(4096).decode())
    except BlockingIOError:
        pass
    check(set(told) <= {"WATCHDOG=1"} and 3 <= len(told) <= 5, f"what it told: {told}")
    listener.setblocking(True)
    # What changes is told at once, not at the next look.
    start = time.monotonic()
    ledger.drop("b.json", published("b"))
    while "2 events" not in listener.recv(4096).decode():
        pass
    took = time.monotonic() - start
    check(took < WATCHDOG / 4, f"systemd heard of an event after {took:.1f} s")
    ledger.stop()
    return f"{alone}; with a watchdog of {WATCHDOG} s {watched}"


if __name__ == "__main__":
    main(test, arguments(__doc__), "an idle daemon")
