#!/usr/bin/env python3
"""Runs the reading verbs on a pseudo-terminal, with the default pager, as a person would.

usage: terminal.py [--bin DIR]

Every verb must show something and end by itself: on a terminal nobody else can end it. A pager that stays open is left
with q, and interrupted with control-C; the terminal echoes again after each. Exit 1 with a line for each fault.
"""

import argparse
import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

# Seconds until a verb that neither prints nor ends counts as one that hangs.
PATIENCE = 30

VERBS = [
    ["stories"], ["show", "quay"], ["history", "quay"], ["diff", "quay"], ["blame", "quay"], ["claims", "quay"],
    ["timeline", "quay"], ["parties"], ["activity"], ["log"], ["replay", "--projection", "state"], ["why", "0"],
    ["status"], ["inbox", "status"], ["projections", "status"], ["verify"],
]
# What is read at one glance, or goes on while it prints.
UNPAGED = {"replay", "why", "status", "projections", "verify"}


def documents(paragraphs):
    body = "\n\n".join(f"Paragraph {n}: the quay wall is rebuilt in May." for n in range(paragraphs))
    common = {"subject": "quay-wall", "time": "2026-03-02T09:00:00Z"}
    claim = {"id": "may", "text": "The wall is rebuilt in May.", "by": "Harbour office"}
    yield {"type": "published", **common, "data": {"headline": "Quay wall", "body": body, "claims": [claim]}}
    yield {"type": "denied", **common, "data": {"by": "Port council", "claim": "may", "statement": "No."}}
    yield {"type": "updated", **common, "data": {"body": body.replace("May", "June"), "note": "The month was wrong."}}


class Terminal:
    """A program that has a terminal of its own as its controlling terminal."""

    def __init__(self, command, rows, columns=80, **environment):
        self.process, self.screen = pty.fork()
        if self.process == 0:
            for name in ("PAGER", "STORYLEDGER_PAGER", "LESS", "NO_COLOR", "COLUMNS", "LINES"):
                os.environ.pop(name, None)
            os.environ.update(TERM="xterm-256color", **environment)
            # Whoever runs this in the background has an interrupt ignored; a terminal's programs do not.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.read(0, 1)  # Until the window has its size.
            os.execv(command[0], command)
        fcntl.ioctl(self.screen, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.write(self.screen, b"\n")
        self.seen = b""

    def read(self, until=lambda seen: False, pressing=None):
        """Reads until something was seen, or to the end. Returns whether it came.

        A key is pressed again and again, as a person does: an interrupt throws away what was typed and not read yet.
        """
        end = time.monotonic() + PATIENCE
        while not until(self.seen):
            pause = 0.2 if pressing else max(0, end - time.monotonic())
            if not select.select([self.screen], [], [], pause)[0]:
                if time.monotonic() >= end:
                    return False
                if pressing:
                    self.press(pressing)
                continue
            try:
                data = os.read(self.screen, 65536)
            except OSError:
                data = b""
            if not data:
                return until == Terminal.never
            self.seen += data
        return True

    @staticmethod
    def never(seen):
        return False

    def ends(self, pressing=None):
        """Whether the program ends by itself, or when a key is pressed; its status then."""
        ended = self.read(Terminal.never, pressing)
        if not ended:
            os.kill(self.process, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        os.close(self.screen)
        return status if ended else None

    def press(self, keys):
        os.write(self.screen, keys)


def leaves(command, keys):
    """Leaves a pager that stays open. Returns the fault, or None."""
    # The shell outlives the program and tells how the terminal was left.
    shell = Terminal(["/bin/sh", "-c", 'trap "" INT; "$@"; stty -a; echo over', "sh", *command], rows=10)
    if not shell.read(lambda seen: b"Paragraph 2" in seen):
        return f"shows no first page: {shell.seen[-200:]!r}"
    for key in keys:
        shell.press(key)
    if shell.ends(pressing=keys[-1]) is None:
        return f"hangs after {keys}"
    after = shell.seen.split(b"speed ")[-1]
    if b" echo " not in after or b" icanon " not in after or b"over" not in after:
        return f"leaves the terminal changed: {after!r}"
    if b"Fatal" in shell.seen or b"storyledger:" in shell.seen:
        return f"says something when it is left: {shell.seen[-300:]!r}"
    return None


def narrow(folder):
    """Help and refusals on terminals that are too narrow for them. Yields the faults."""
    words = [["show", "--help"], ["--help"], ["help", "show"], ["inbox", "--help"], ["show"], ["frobnicate"],
             ["show", "--nope"], ["stories", "--status", "x"], ["key"]]
    commands = [[f"{folder}/storyledger", *line] for line in words] + [[f"{folder}/storyledgerd", "--help"],
                                                                      [f"{folder}/storyledgerd", "--nope"]]
    for command in commands:
        for columns in (1, 20, 26):
            for asked, environment in ((columns, {}), (80, {"COLUMNS": str(columns)})):
                terminal = Terminal(command, rows=2000, columns=asked, **environment)
                status = terminal.ends()
                name = f"{' '.join(command[1:])} in {columns} columns {environment}"
                if status not in (0, 64) or b"Fatal" in terminal.seen:
                    yield f"{name}: status {status}: {terminal.seen[-200:]!r}"
                elif len(terminal.seen.split()) < 6:
                    yield f"{name}: shows little: {terminal.seen!r}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=os.path.abspath, default=str(Path(__file__).resolve().parents[1] / ".build" / "debug"))
    folder = parser.parse_args().bin
    program = os.path.join(folder, "storyledger")
    faults = list(narrow(folder))
    with tempfile.TemporaryDirectory() as scratch:
        ledger = os.path.join(scratch, "ledger")
        subprocess.run([program, "init", "--ledger", ledger], check=True, capture_output=True)
        lines = "\n".join(json.dumps(document) for document in documents(paragraphs=40))
        subprocess.run([program, "append", "--ledger", ledger, "-"], input=lines.encode(), check=True, capture_output=True)
        for verb in VERBS:
            for pager in ({}, {"PAGER": "cat"}, {"STORYLEDGER_PAGER": ""}, {"PAGER": "no-such-pager"}):
                command = [program, *verb, "--ledger", ledger]
                terminal = Terminal(command, rows=2000, **pager)
                name = f"{' '.join(verb)} with {pager or 'the default pager'}"
                if terminal.ends() is None:
                    faults.append(f"{name}: hangs")
                elif not terminal.seen.strip() or b"not found" in terminal.seen:
                    faults.append(f"{name}: prints nothing: {terminal.seen[:100]!r}")
            # All of it goes through the pager that is named.
            for pager in ({"PAGER": "sed s/^/paged:/"}, {"STORYLEDGER_PAGER": "sed s/^/paged:/", "PAGER": "cat"}):
                terminal = Terminal([program, *verb, "--ledger", ledger], rows=2000, **pager)
                terminal.ends()
                others = [line for line in terminal.seen.splitlines() if line and not line.startswith(b"paged:")]
                if verb[0] not in UNPAGED and (others or b"paged:" not in terminal.seen):
                    faults.append(f"{' '.join(verb)} with {pager}: not through the pager: {others[:3]}")
        for keys in ([b"q"], [b" ", b"q"], [b"\x03", b"q"]):
            fault = leaves([program, "show", "quay", "--ledger", ledger], keys)
            if fault:
                faults.append(f"show, left with {keys}: {fault}")
    print("\n".join(faults) if faults else f"{len(VERBS)} verbs show and end on a terminal")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
