#!/usr/bin/env python3
"""What the site alone writes where standard error is the journal."""

import os
import subprocess

from harness import arguments, check, main


def test(ledger, options):
    """Where standard error is the journal, a line has its severity and no time of its own, and so has what ends the program."""
    reading, writing = os.pipe()
    facts = os.fstat(writing)
    environment = dict(os.environ, JOURNAL_STREAM=f"{facts.st_dev}:{facts.st_ino}")
    program, path = f"{options.bin}/storyledger", ledger.scratch / "site.sock"
    with os.fdopen(reading) as journal:
        site = subprocess.Popen([program, "--ledger", ledger.root, "serve", "--listen", f"unix:{path}"], stderr=writing, env=environment)
        try:
            line = journal.readline()
            check(line.startswith("<5>the site is served "), f"in the journal: {line}")
        finally:
            site.terminate()
            site.wait(timeout=60)
        subprocess.run([program, "--ledger", "/nowhere", "serve"], stderr=writing, env=environment, timeout=60, check=False)
        lines = [journal.readline() for _ in range(2)]
        check(all(line.startswith("<3>") for line in lines), f"the end in the journal: {lines}")
        os.close(writing)
    return "a line has its severity, and no time of its own"


if __name__ == "__main__":
    main(test, arguments(__doc__), "the site in the journal")
