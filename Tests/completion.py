#!/usr/bin/env python3
"""Types the beginning of story ids and the tab key into a real bash on a pseudo-terminal.

    Tests/completion.py [--bin FOLDER]

Exits with 1 where bash completes to something else.
"""

import argparse
import json
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STORIES = ["harbor", "school-roof", "school-bus", "mühle"]
# What is typed before the tab key, and how the line ends then.
LINES = [
    ("storyledger show ha", "storyledger show harbor "),
    ("storyledger history school-r", "storyledger history school-roof "),
    ("storyledger diff sch", "storyledger diff school-"),
    ("storyledger blame mü", "storyledger blame mühle "),
    ("storyledger log --story har", "storyledger log --story harbor "),
    ("storyledger show --ledger OTHER on", "storyledger show --ledger OTHER only-here "),
    ("storyledger show --ledger /nowhere ha", "storyledger show --ledger /nowhere ha"),
    ("storyledger --ledger OTHER show on", "storyledger --ledger OTHER show only-here "),
    ("storyledger --ledger=OTHER show on", "storyledger --ledger=OTHER show only-here "),
    ("storyledger --ledger OTHER timel", "storyledger --ledger OTHER timeline "),
    ("storyledger --ledger OTHER inbox stat", "storyledger --ledger OTHER inbox status "),
    ("storyledger --ledger OTHER stories --silent", "storyledger --ledger OTHER stories --silent-edits "),
    ("storyledger help ti", "storyledger help time"),
    ("storyledger help timel", "storyledger help timeline "),
    ("storyledger help exit", "storyledger help exit-codes "),
    ("storyledger --ledger OTHER help fro", "storyledger --ledger OTHER help front-matter "),
    ("storyledger timel", "storyledger timeline "),
    ("storyledger stories --silent", "storyledger stories --silent-edits "),
]


def fill(program, ledger, stories):
    subprocess.run([program, "init", "--ledger", ledger], check=True, capture_output=True)
    lines = [json.dumps({"type": "published", "subject": story, "time": "2026-03-02T08:00:00Z",
                         "data": {"headline": "A headline", "body": "A body."}}) for story in stories]
    subprocess.run([program, "append", "--ledger", ledger, "-"], input="\n".join(lines).encode(), check=True,
                   capture_output=True)


class Shell:
    """An interactive bash without the files of the user."""

    def __init__(self, environment):
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.execvpe("bash", ["bash", "--noprofile", "--norc", "-i"], environment)
        self.read_until("$ ")

    def send(self, text):
        os.write(self.terminal, text.encode())

    def read_until(self, end, seconds=30):
        """What the terminal shows until it ends with some text, or for a while; without escape sequences."""
        shown, until = b"", time.monotonic() + seconds
        while time.monotonic() < until and not self.plain(shown).endswith(end):
            if select.select([self.terminal], [], [], 0.05)[0]:
                shown += os.read(self.terminal, 65536)
        return self.plain(shown)

    @staticmethod
    def plain(shown):
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x07|\r", "", shown.decode(errors="replace"))


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--bin", type=os.path.abspath, default=".build/debug")
    folder = Path(options.parse_args().bin).resolve()
    program = str(folder / "storyledger")
    failed = 0
    with tempfile.TemporaryDirectory() as work:
        fill(program, f"{work}/ledger", STORIES)
        fill(program, f"{work}/other", ["only-here"])
        script = Path(work, "completions")
        script.write_bytes(subprocess.run([program, "--generate-completion-script", "bash"], check=True,
                                          capture_output=True).stdout)
        shell = Shell({"PATH": f"{folder}:{os.environ['PATH']}", "STORYLEDGER_DIR": f"{work}/ledger", "PS1": "$ ",
                       "TERM": "xterm", "LANG": "C.UTF-8", "HOME": work, "HISTFILE": "/dev/null"})
        shell.send(f"bind 'set bell-style none'; source {script}; cd {work}\n")
        shell.read_until("$ ")
        for typed, wanted in LINES:
            typed, wanted = (line.replace("OTHER", "other") for line in (typed, wanted))
            shell.send(typed + "\t")
            shown = shell.read_until(wanted, 10)
            # Nothing more is offered where the line stays as it was.
            if wanted == typed:
                shown += shell.read_until("never", 0.5)
            if not shown.endswith(wanted):
                failed += 1
                print(f"{typed!r} and tab: {shown!r}, wanted {wanted!r}")
            shell.send("\x01# \n")
            shell.read_until("$ ", 2)
        shell.send("exit\n")
        os.waitpid(shell.process, 0)
    print(f"{len(LINES) - failed} lines completed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
