#!/usr/bin/env python3
"""Kills the rebuild of projections at random moments: what was kept serves on, and in the end the new is the same."""

import json
import os
import random
import signal
import subprocess
import time

from harness import arguments, check, main


def fill(ledger, chance, events):
    """One file with documents of many stories, in no order."""
    lines, stories = [], []
    for number in range(events):
        if number < 40 or chance.random() < 0.1:
            stories.append(f"story-{number}")
            kind, story = "published", stories[-1]
            claim = {"id": "c", "text": "It is closed.", "by": f"Party {number % 7}"}
            data = {"headline": f"Headline {number}", "body": f"Body {number}. " * 40, "claims": [claim]}
        else:
            story = chance.choice(stories)
            kind = chance.choice(["updated", "updated", "denied", "responded"])
            data = {
                "updated": {"body": f"Another body {number}. " * 40},
                "denied": {"by": f"Party {number % 5}", "statement": "It is open."},
                "responded": {"by": f"party {number % 9}", "outcome": "declined"},
            }[kind]
        minute = chance.randrange(600)
        lines.append(json.dumps({
            "type": kind, "subject": story, "id": f"e{number}", "data": data,
            "time": f"2026-03-02T{minute // 60:02}:{minute % 60:02}:00Z",
        }))
    file = ledger.scratch / "events.ndjson"
    file.write_text("\n".join(lines))
    done = ledger.run("append", str(file))
    check(done.returncode == 0, f"append ended with {done.returncode}: {done.stderr}")


def standings(ledger):
    done = ledger.run("projections", "status", "--json")
    check(done.returncode == 0, f"status ended with {done.returncode}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def start(ledger):
    command = [os.path.join(ledger.bin, "storyledger"), "projections", "rebuild", "--ledger", str(ledger.root)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test(ledger, options):
    chance = random.Random(options.seed)
    print(f"seed {options.seed}, {options.kills} kills, {options.events} events")
    fill(ledger, chance, options.events)
    stories = ledger.run("stories", "--json").stdout
    check(stories.count("\n") > 40, "there are no stories")
    begin = time.monotonic()
    whole = start(ledger)
    output, _ = whole.communicate()
    check(whole.returncode == 0, f"the rebuild ended with {whole.returncode}: {output}")
    length = time.monotonic() - begin
    killed = finished = interrupted = resumed = 0
    before = 0
    while killed < options.kills:
        process = start(ledger)
        time.sleep(chance.random() * length)
        # An interrupt now and then: it ends by itself, and says that it goes on later.
        polite = chance.random() < 0.15
        process.send_signal(signal.SIGINT if polite else signal.SIGKILL)
        output, errors = process.communicate()
        if process.returncode == 75:
            check("again to resume" in errors, f"the interrupted rebuild said: {errors}")
            interrupted += 1
        elif process.returncode == 0:
            check(output.count("the same") == 3, f"the rebuild found differences: {output}")
            finished += 1
        else:
            # Before it listens, an interrupt kills too.
            check(process.returncode in (-signal.SIGKILL, -signal.SIGINT), f"it ended with {process.returncode}: {errors}")
            killed += 1
        found = standings(ledger)
        check(all(one["stale"] is None for one in found), f"what serves is stale: {found}")
        now = min((one["building"] or {"events": 0})["events"] for one in found)
        resumed += 0 < before <= now
        before = now
        if killed % 10 == 0:
            check(ledger.run("stories", "--json").stdout == stories, "what serves has changed")
    print(f"{killed} killed, {interrupted} interrupted, {finished} came to their end, {resumed} kept what was folded")
    last = start(ledger)
    output, errors = last.communicate()
    check(last.returncode == 0, f"the last rebuild ended with {last.returncode}: {errors}")
    check(output.count("the same") == 3, f"the last rebuild found differences: {output}")
    check(all(one["building"] is None for one in standings(ledger)), "something is left of a rebuild")
    dryRun = ledger.run("projections", "rebuild", "--dry-run")
    check(dryRun.returncode == 0 and dryRun.stdout.count("the same") == 3, f"it is not: {dryRun.stdout}")
    check(ledger.run("stories", "--json").stdout == stories, "what serves has changed")
    return f"{killed} kills, {options.events} events, byte for byte the same"


if __name__ == "__main__":
    main(test, arguments(__doc__, kills=12, seed=int(time.time()), events=9000), "rebuilds")
