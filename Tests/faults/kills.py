#!/usr/bin/env python3
"""Kills the daemon at random moments while files pour in: every file ends as one thing, every event is there once."""

import os
import random
import threading
import time

from harness import arguments, check, eventually, main, published, updated


def receipts(ledger):
    return ledger.rows("SELECT count(*) FROM receipt")[0][0]


def pour(ledger, chance, dropped, stop):
    """Drops files of all sorts until told to stop."""
    number = late = 0

    def begin_late_stories(end):
        nonlocal late
        for late in range(late, end):
            name = f"z{late:06}.json"
            ledger.drop(name, published(f"story-late-{late}"))
            dropped[name] = "appended"
        late = end

    while not stop.is_set():
        for _ in range(chance.randint(1, 40)):
            number += 1
            kind = chance.random()
            name = f"{number:06}.json"
            if kind < 0.6:
                text, expected = published(f"story-{number}", "x" * chance.randint(1, 3000)), "appended"
            elif kind < 0.75:
                # Its story comes in with it or is there, or comes later.
                text, expected = updated(f"story-late-{number // 50}", f"Update {number}."), "appended"
            elif kind < 0.85:
                text, expected = published("story-same"), "appended or duplicate"
            else:
                text, expected = '{"type": "published", ' + str(number), "quarantined"
            ledger.drop(name, text)
            dropped[name] = expected
        stop.wait(chance.random() * 0.05)
        # However slow the daemon is, the pile does not outgrow it; nor may all of it wait for stories that come later.
        if len(os.listdir(ledger.inbox)) > 1000:
            begin_late_stories(number // 50)
        while len(os.listdir(ledger.inbox)) > 2000 and not stop.is_set():
            stop.wait(0.1)
    begin_late_stories(number // 50 + 1)


def test(ledger, options):
    chance = random.Random(options.seed)
    print(f"seed {options.seed}, {options.kills} kills")
    dropped, stop = {}, threading.Event()
    producer = threading.Thread(target=pour, args=(ledger, random.Random(options.seed + 1), dropped, stop))
    producer.start()
    seen = left = 0
    try:
        for _ in range(options.kills):
            ledger.start()
            if chance.random() < 0.75:
                # In full work.
                eventually(lambda: receipts(ledger) > seen, "another file is taken", ledger.daemon)
                seen = receipts(ledger)
            # Else while it starts, or takes what the one before has left.
            time.sleep(chance.random() ** 2 * 0.3)
            check(ledger.daemon.poll() is None, f"the daemon ended by itself with {ledger.daemon.returncode}")
            ledger.kill()
            left += any(os.path.lexists(os.path.join(os.fsencode(ledger.inbox), origin))
                        for (origin,) in ledger.rows("SELECT origin FROM pending_move"))
    finally:
        stop.set()
        producer.join()
    check(receipts(ledger) > 0, "nothing was taken between the kills")
    print(f"{len(dropped)} files dropped; {receipts(ledger)} had a receipt when the last daemon was killed; "
          f"{left} kills were between a commit and its moves")
    ledger.start()
    eventually(lambda: not ledger.waiting_files(), "the inbox is empty", ledger.daemon)
    ledger.stop()

    events = ledger.check_log()
    outcomes = ledger.check_files(dropped)
    for file, outcome in ledger.rows("SELECT file, outcome FROM receipt"):
        check(outcome in dropped[file], f"{file} is {outcome}, expected {dropped[file]}")
    check(events == outcomes["appended"], f"{events} events from {outcomes['appended']} files that were appended")
    ended = [p.name for p in ledger.quarantine.rglob("*.reason.json") if "ended-the-reader" in p.read_text()]
    check(not ended, f"files are refused for kills: {ended[:5]}")
    print(f"receipts: {outcomes}; {events} events, each once")
    return f"{options.kills} kills, {len(dropped)} files, {events} events"


if __name__ == "__main__":
    options = arguments(__doc__, kills=40, seed=int(time.time()))
    main(test, options, "kills")
