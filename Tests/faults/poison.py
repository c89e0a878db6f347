#!/usr/bin/env python3
"""Projections that trap, spin, overflow the stack, take all memory or are killed at one event: each ends the process twice
at most (five times where the end leaves no mark), is stopped there, and everything else goes on.

Needs the debug build: the poison is injected with STORYLEDGER_POISON, which release builds ignore.
"""

import json
import os
import random
import resource
import time

from harness import Ledger, arguments, check, eventually, main, published

AT = 3
MEMORY = 1 << 30


def environment(poison):
    # Swift's backtrace of a crash takes seconds, and nobody reads it here.
    return {**os.environ, "STORYLEDGER_POISON": poison, "STORYLEDGER_FOLD_LIMIT": "1", "SWIFT_BACKTRACE": "enable=no"}


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def standing(ledger, name):
    lines = ledger.run("projections", "status", "--json").stdout.splitlines()
    return next(s for s in map(json.loads, lines) if s["projection"] == name)


def claim(story):
    return json.dumps({
        "type": "published", "subject": story, "time": "2026-03-02T17:20:00Z",
        "data": {"headline": story, "body": "It is closed.", "claims": [
            {"id": "c", "text": "It is closed.", "by": "Town council"}]},
    })


def recorded(ledger):
    return ledger.rows("SELECT count(*) FROM event")[0][0]


def fill(ledger):
    for number in range(8):
        ledger.drop(f"{number}.json", claim(f"story-{number}"))


def ends_of(ledger, start):
    """Restarts the daemon whenever it ends, until it has caught up. Returns how often it ended."""
    for ends in range(12):
        daemon = start()

        def settled():
            return daemon.poll() is not None or standing(ledger, "parties")["fault"] is not None

        eventually(settled, "the daemon ends, or the projection stops")
        if daemon.poll() is None:
            return ends
        check(daemon.returncode != 0, "the daemon ended in good order")
        ledger.log.close()
    check(False, "the daemon ends again and again")


def daemon_goes_on(ledger, sort, message, most):
    poison = f"parties:{sort}@{AT}"
    fill(ledger)
    options = {"preexec_fn": limit_memory} if sort == "memory" else {}
    ends = ends_of(ledger, lambda: ledger.start(env=environment(poison), **options))
    check(ends == most, f"{sort}: the process ended {ends} times, not {most}")
    eventually(lambda: recorded(ledger) == 8, "all files are taken", ledger.daemon)
    fault = standing(ledger, "parties")["fault"]
    check(fault["position"] == AT and message in fault["message"], f"{sort}: {fault}")
    eventually(lambda: standing(ledger, "stories")["stale"] is None, "the stories are current", ledger.daemon)
    # Intake goes on, and the other projections with it.
    ledger.drop("late.json", published("late"))
    eventually(lambda: recorded(ledger) == 9, "another file is taken", ledger.daemon)
    eventually(lambda: standing(ledger, "stories")["events"] == 9, "the stories have it", ledger.daemon)
    status = ledger.run("status").stdout
    check(f"parties: stopped at @{AT}: {fault['message']}" in status, status)
    metrics = ledger.run("status", "--metrics").stdout
    check('storyledger_projection_stopped{projection="parties"} 1' in metrics, metrics)
    check(f'storyledger_projection_stopped_position{{projection="parties"}} {AT}' in metrics, metrics)
    check('storyledger_projection_stopped{projection="stories"} 0' in metrics, metrics)
    ledger.stop()
    print(f"{sort}: ended {ends} times; {fault['message']}")


def verbs_stop_dying(ledger):
    """Without a daemon whoever asks brings the projections up."""
    file = ledger.scratch / "all.ndjson"
    file.write_text("\n".join(claim(f"more-{number}") for number in range(6)))
    check(ledger.run("append", str(file)).returncode == 0, "append failed")
    size = recorded(ledger)
    poison = environment(f"stories:trap@{size - 2}")
    codes = [ledger.run("stories", env=poison).returncode for _ in range(4)]
    check([code < 0 for code in codes] == [True, True, False, False], f"stories ended with {codes}")
    check(standing(ledger, "stories")["fault"]["position"] == size - 2, "the stories did not stop there")
    poison = environment(f"activity:trap@{AT}")
    codes = [ledger.run("projections", "rebuild", "activity", env=poison).returncode for _ in range(4)]
    check([code < 0 for code in codes[:3]] == [True, True, False], f"rebuild ended with {codes}")
    print(f"verbs end twice: {codes}")
    done = ledger.run("projections", "rebuild")
    check(done.returncode in (0, 1), done.stderr)
    for name in ("stories", "parties", "activity"):
        check(standing(ledger, name)["stale"] is None, f"{name} is not current after a rebuild: {standing(ledger, name)}")


def kills_stop_nobody(ledger, chance, kills):
    for number in range(kills):
        for each in range(5):
            ledger.drop(f"k{number}-{each}.json", claim(f"killed-{number}-{each}"))
        ledger.start(env=environment(""))
        time.sleep(chance.random() * 0.6)
        ledger.kill()
    ledger.start(env=environment(""))
    eventually(lambda: not ledger.waiting_files(), "all files are taken", ledger.daemon)
    size = recorded(ledger)
    for name in ("stories", "parties", "activity"):
        eventually(lambda: standing(ledger, name)["events"] == size, f"{name} caught up", ledger.daemon)
        check(standing(ledger, name)["fault"] is None, f"{name}: {standing(ledger, name)}")
    ledger.stop()
    print(f"{kills} kills stopped no projection; {size} events")


def test(ledger, options):
    chance = random.Random(options.seed)
    print(f"seed {options.seed}")
    sorts = [
        ("trap", "ended the process twice, by SIG", 2), ("spin", "ended the process twice: it took longer", 2),
        ("memory", "ended the process twice, by SIG", 2), ("overflow", "ended the process twice, by SIGSEGV", 2),
        ("kill", "ended the process 5 times without a trace", 5),
    ]
    for sort, message, most in sorts:
        other = Ledger(options)
        try:
            daemon_goes_on(other, sort, message, most)
        finally:
            other.done()
    kills_stop_nobody(ledger, chance, options.kills)
    verbs_stop_dying(ledger)
    return f"{len(sorts)} sorts of poison, {options.kills} kills"


if __name__ == "__main__":
    main(test, arguments(__doc__, kills=10, seed=int(time.time())), "projections that end the process")
