#!/usr/bin/env python3
"""Two processes append at once, and the daemon takes files in: nothing is lost, nothing is there twice."""

import subprocess
import os

from harness import arguments, check, eventually, main, published


def test(ledger, options):
    ledger.start()
    expected = set()
    for writer in ("a", "b"):
        for number in range(options.files):
            story = f"{writer}-{number}"
            expected.add(story)
            (ledger.drafts / f"{story}.json").write_text(published(story))
    commands = [
        [os.path.join(ledger.bin, "storyledger"), "append", "--ledger", str(ledger.root), str(file)]
        for file in sorted(ledger.drafts.glob("[ab]-*.json"), key=lambda file: file.name.split("-")[1])
    ]
    running = []
    for number, command in enumerate(commands):
        # At most four at once, of both writers.
        if len(running) == 4:
            process = running.pop(0)
            check(process.wait() == 0, f"append ended with {process.returncode}")
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        story = f"inbox-{number}"
        expected.add(story)
        ledger.drop(f"{story}.json", published(story))
    for process in running:
        check(process.wait() == 0, f"append ended with {process.returncode}")
    eventually(lambda: not ledger.waiting_files(), "the inbox is empty", ledger.daemon)
    ledger.stop()
    events = ledger.check_log()
    stories = {story for (story,) in ledger.rows("SELECT story FROM event")}
    check(stories == expected, f"missing: {sorted(expected - stories)[:5]}")
    print(f"{len(commands)} files by append, {len(commands)} by the inbox; {events} events")
    return f"{events} events from three writers, none lost"


if __name__ == "__main__":
    main(test, arguments(__doc__, files=40), "two writers")
