#!/usr/bin/env python3
"""Compares what a terminal of 24 lines and 80 or 40 columns shows of the main verbs with golden screens.

usage: golden_screens.py [--bin DIR] [--record]

A line of text begins with "| "; the line below it, with ": ", has a letter for each cell that is not plain: the first one
of its colour (y yellow, m magenta), a capital where it is bold, "*" for bold alone, "_" for underlined, "v" for reversed. What was
scrolled off is shown, too. Times of today have # for digits. --record writes the screens of this run, and fails.
Needs Debian's python3-pyte, a terminal emulator; without it the test is skipped (77).
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.append("/usr/lib/python3/dist-packages")
try:
    import pyte
except ImportError:
    print("python3-pyte is not there")
    sys.exit(77)

from screens import documents
from terminal import Terminal

ROOT = Path(__file__).resolve().parents[1]
ROWS, WIDTHS = 24, (80, 40)
VERBS = [
    ["stories"], ["show", "harbor"], ["history", "harbor"], ["diff", "harbor"],
    ["diff", "harbor", "--format", "side-by-side"], ["claims", "harbor"], ["timeline", "harbor"], ["blame", "harbor"],
    ["log"], ["parties"], ["inbox", "status"], ["status"], ["show", "quay"], ["claims", "quay"], ["history", "killed"],
]
# A verb whose page is longer than the terminal, in the pager; and the keys that are pressed there.
PAGED = (["show", "harbor"], [b"", b" "])
# What differs from run to run: times of recording, sizes of files.
MASKS = [r"20\d\d-(?!03-0[1-3])\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?", r"(?<=size {7})\d+(?= KiB)"]
COLOURS = {"default": " ", "brown": "y"}


def cell_style(cell):
    if cell.reverse:
        return "v"
    letter = COLOURS.get(cell.fg, cell.fg[0])
    if letter == " ":
        return "*" if cell.bold else "_" if cell.underscore else " "
    return letter.upper() if cell.bold else letter


class Emulator:
    """A terminal emulator that a program's bytes are fed to."""

    def __init__(self, columns):
        self.screen = pyte.HistoryScreen(columns, ROWS, history=10_000)
        self.stream, self.columns, self.fed = pyte.ByteStream(self.screen), columns, 0

    def feed(self, seen):
        # The first line end is the echo of the one that starts the program.
        start = self.fed or (2 if seen.startswith(b"\r\n") else 0)
        self.stream.feed(seen[start:])
        self.fed = len(seen)

    def lines(self, is_whole=True):
        """Each line and its styles; those that were scrolled off before the others."""
        rows = list(self.screen.history.top) if is_whole else []
        rows += [self.screen.buffer[row] for row in range(ROWS)]
        for row in rows:
            cells = [row[column] for column in range(self.columns)]
            text = "".join(cell.data for cell in cells).rstrip()
            for mask in MASKS:
                text = re.sub(mask, lambda found: re.sub(r"\d", "#", found.group()), text)
            yield text, "".join(map(cell_style, cells)).rstrip()


def block(title, lines):
    """The lines as they are written down, without empty ones at the end."""
    lines = list(lines)
    while lines and lines[-1] == ("", ""):
        lines.pop()
    written = [f"$ {title}"]
    for text, styles in lines:
        written.append(f"| {text}".rstrip())
        if styles:
            written.append(f": {styles}")
    return "\n".join(written)


def shown(program, verb, columns):
    terminal = Terminal([program, *verb], ROWS, columns, PAGER="cat")
    if terminal.ends() is None:
        sys.exit(f"{' '.join(verb)} hangs")
    emulator = Emulator(columns)
    emulator.feed(terminal.seen)
    return block(f"storyledger {' '.join(verb)}", emulator.lines())


def paged(program, columns):
    """The screens that the default pager shows, one after each key."""
    verb, keys = PAGED
    terminal, emulator = Terminal([program, *verb], ROWS, columns), Emulator(columns)
    for key in keys:
        terminal.press(key)
        before = len(terminal.seen)
        # A full page ends with the pager's prompt, which is reversed or a colon.
        if not terminal.read(lambda seen, before=before: re.search(rb"(\r|\n|\x1b\[K)(:|\x1b\[7m[^\r\n]*)(\x1b\[\d*m|\x1b\[K)*$",
                                                                   seen[before:])):
            sys.exit(f"the pager shows no prompt: {terminal.seen[-200:]!r}")
        emulator.feed(terminal.seen)
        name = f" and {key.decode()!r} in the pager" if key else " in the pager"
        yield block(f"storyledger {' '.join(verb)}{name}", emulator.lines(is_whole=False))
    terminal.ends(pressing=b"q")


def fill(program):
    """A fixed ledger in the working directory: the demo's story, and two others."""
    def run(*words, text=None):
        done = subprocess.run([program, *words], input=text, capture_output=True, check=False)
        assert done.returncode == 0, (words, done.stderr.decode())

    run("init", "--origin", "ferry.example/ledger")
    demo = sorted(str(file) for file in (ROOT / "scripts" / "demo").iterdir())
    run("append", *demo)
    others = [json.dumps(document) for document in documents() if document["subject"] in ("quay-wall", "killed")]
    run("append", "-", text="\n".join(others).encode())
    Path("ledger/inbox/notes.txt").write_text("No document.\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=os.path.abspath, default=str(ROOT / ".build" / "debug"))
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    program = os.path.join(os.path.abspath(options.bin), "storyledger")
    faults = []
    with tempfile.TemporaryDirectory(prefix="storyledger-screens-") as scratch:
        os.chdir(scratch)
        os.environ.update(TZ="UTC", XDG_STATE_HOME=scratch)
        os.environ.pop("STORYLEDGER_DIR", None)
        fill(program)
        for columns in WIDTHS:
            golden = ROOT / "Tests" / "GoldenScreens" / f"{columns}.txt"
            found = [shown(program, verb, columns) for verb in VERBS] + list(paged(program, columns))
            if options.record:
                golden.parent.mkdir(exist_ok=True)
                golden.write_text("\n\n".join(found) + "\n")
                faults.append(f"recorded {golden.name}; look at it, and run again without --record")
                continue
            expected = golden.read_text().rstrip("\n").split("\n\n$ ")
            expected = [expected[0]] + ["$ " + text for text in expected[1:]]
            faults += [f"{columns} columns, expected\n{old}\nfound\n{new}"
                       for old, new in zip(expected, found) if old != new]
            if len(expected) != len(found):
                faults.append(f"{columns} columns: {len(found)} screens, expected {len(expected)}")
        os.chdir("/")
    print("\n\n".join(faults) if faults else f"{len(WIDTHS) * (len(VERBS) + len(PAGED[1]))} screens are as they were recorded")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
