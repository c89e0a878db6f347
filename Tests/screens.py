#!/usr/bin/env python3
"""Runs every verb on pseudo-terminals of 40, 80 and 160 columns, with and without colour.

usage: screens.py [--bin DIR] [--show WORDS...]

No verb may hang, leave a colour on, print a control character, or print a line that is wider than the terminal, unless
the line is one word that cannot be broken, such as a hash. --show prints what one verb shows. Exit 1 with a line for
each fault.
"""

import argparse
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

from terminal import Terminal

WIDTHS = (40, 80, 160)
# What is printed as it is, since programs read it: patches, signed notes, JSON, lines of a log.
EXACT = ("--format unified", "checkpoint", "prove ", "mcp", "--json", "serve")
ESCAPES = re.compile(r"\x1b\[([0-9;]*)m|\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07)|\x1b\[[0-9;?]*[A-Za-ln-z]")

VERBS = [
    ["stories"], ["stories", "--silent-edits"], ["stories", "--search", "quay"], ["show", "quay"], ["show", "killed"],
    ["show", "桥"], ["show", "جسر"], ["show", "quay", "--as-of", "v1"], ["show", "gone"], ["history", "quay"],
    ["history", "killed"], ["history", "桥"], ["history", "gone"], ["diff", "quay"], ["diff", "quay", "v1", "v3"],
    ["diff", "quay", "--format", "side-by-side"], ["diff", "quay", "--format", "unified"], ["diff", "桥"], ["diff", "جسر"],
    ["diff", "noise"], ["blame", "quay"], ["blame", "桥"], ["claims", "quay"], ["claims", "killed"], ["timeline", "quay"],
    ["timeline", "killed"], ["parties"], ["activity"], ["log"], ["replay", "--projection", "state"],
    ["replay", "--projection", "stories"], ["why", "0"], ["status"], ["inbox", "status"], ["projections", "status"],
    ["projections", "rebuild", "--dry-run"], ["verify"], ["verify", "--views"], ["checkpoint"], ["key", "show"], ["clock"],
    ["publish"], ["withhold", "quay", "--text", "granite", "--reason", "privacy", "--authority", "desk", "--dry-run"],
    ["show", "nothing"], ["diff", "quay", "v9"], ["stories", "--since", "monday"], ["frobnicate"], ["show"], ["--help"],
    ["export", "quay", "--format", "csv", "--to", "/dev/null/x"], ["export", "quay", "--format", "csv"], ["help", "export"], ["help", "import"], ["import", "nothing.json"],
    ["append", "--dry-run", "no-id.md"], ["append", "no-id.md"], ["check-proof", "proof", "--key", "KEY"],
    ["prove", "0"], ["diff", "quay", "v1", "v3"], ["inbox", "reconcile"],
    ["doctor"], ["migrate", "--dry-run"], ["backup", "copy"], ["restore", "copy"], ["monitor", "ledger/public", "--key", "KEY"],
    ["bundle", "nothing", "--output", "none"], ["check-bundle", "bundle", "--key", "KEY"],
    ["schema"], ["help", "times"], ["help", "show"], ["help", "verify"], ["help", "append"], ["help", "monitor"], ["help", "withhold"],
]

# Verbs that wait for keys: what is waited for, and the keys that are pressed then; and the status at the end.
KEYED = [
    (["replay", "--projection", "state", "--story", "quay", "--step"],
     [(b"1/5", b"\x1b[C"), (b"2/5", b"j"), (b'"position"', b"j"), (b"j JSON", b"G"), (b"5/5", b"\x1b[D"), (b"4/5", b"q")], 0),
    (["replay", "--projection", "claims", "--story", "quay", "--step"], [(b"1/5", b" "), (b"2/5", b"\x03")], 0),
    (["log", "--follow", "-n", "2"], [(b"@14", b"\x03")], -signal.SIGINT),
    (["log", "--follow", "--from", "@0"], [(b"@14", b"q\n"), (b"q", b"\x03")], -signal.SIGINT),
    (["log", "--follow", "--from", "@14", "--json"], [(b"position", b"\x03")], -signal.SIGINT),
    (["serve", "--listen", "127.0.0.1:PORT"], [(b"the site is served", b"\x03")], 0),
    (["mcp"], [(b"\n", b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n'), (b'"result"', b"\x04")], 0),
    (["mcp"], [(b"\n", b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n'), (b'"result"', b"\x03")], -signal.SIGINT),
    (["restore", "copy", "--ledger", "RESTORED"], [], 0),
]


# Without an id, which is then a long one that the ledger derives.
NO_ID = """---
type: responded
story: quay-wall
time: 2026-03-02T09:14:00Z
by: Port council
---
We have nothing to add to what was said before.
"""


def documents():
    def document(kind, story, minute, **data):
        return {"type": kind, "subject": story, "time": f"2026-03-02T09:{minute:02}:00Z", "id": f"{story}-{minute}",
                "data": data}

    paragraphs = [f"Paragraph {n}: the quay wall is rebuilt in May with granite from the hills, said Ada Brook."
                  for n in range(6)]
    body = "\n\n".join(paragraphs)
    claim = {"id": "may", "text": "The wall along the whole of the old harbour is rebuilt in May, before the tourists come.",
             "by": "Harbour office of the united municipalities"}
    yield document("published", "quay-wall", 0, headline="Quay wall is rebuilt before the summer comes to the old harbour",
                   body=body, claims=[claim], requests=[{"id": "r1", "party": "Port council"}])
    yield document("denied", "quay-wall", 1, by="Port council", claims=["may"],
                   statement="No. Nothing of the kind was ever decided, and nobody has asked the port council about it.")
    yield document("updated", "quay-wall", 2, body=body.replace("May", "June"), note="The month was wrong in this story.",
                   change="correction")
    yield document("updated", "quay-wall", 3, body=body.replace("May", "June").replace("Ada Brook", "a witness"))
    yield document("responded", "quay-wall", 4, by="Port council", request="r1", outcome="declined")
    yield document("published", "killed", 5, headline="K" * 90, body="x" * 200 + " and a long word.\n\nhttps://example.org/"
                   + "a" * 120, claims=[{"id": "a" * 60, "text": "It is so.", "by": "B" * 70}])
    yield document("updated", "killed", 6, change="kill", reason="The source has taken everything back, " * 4,
                   note="This story was taken back.")
    yield document("published", "桥梁", 7, headline="大桥将于五月关闭维修", body="大桥将于五月关闭维修，市长说。" * 8 + "\n\n第二段没有变化。" * 3)
    yield document("updated", "桥梁", 8, body="大桥将于六月关闭维修，市长说。" * 8 + "\n\n第二段没有变化。" * 3)
    yield document("published", "جسر", 9, headline="يغلق الجسر في مايو", body="يغلق الجسر في مايو، كما قال رئيس البلدية. " * 5)
    yield document("updated", "جسر", 10, body="يغلق الجسر في يونيو، كما قال رئيس البلدية. " * 5)
    yield document("published", "noise", 11, headline="Noise", body="One line.\n\nTwo “lines” here.")
    yield document("updated", "noise", 12, body='One line.\n\nTwo "lines" here.')
    yield document("published", "gone", 13, headline="Gone", body="A name that goes: Jo Pike.\n\nAnother paragraph stays.")


def width(text):
    columns = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return columns


def faults_of(seen, columns, is_coloured, is_exact):
    """What is wrong with what a verb has printed on a terminal."""
    text = seen.decode("utf-8", errors="replace").replace("\r\n", "\n")
    text = text[1:] if text.startswith("\n") else text  # What the terminal echoed of the start.
    styles = ESCAPES.findall(text)
    if "\x1b[2J" not in text and styles and not is_coloured or any(styles) and not is_coloured:
        yield f"has colours: {styles[0]}"
    if [style for style in styles if style][-1:] not in ([], ["0"], [""], ["39"], ["22"], ["24"]):
        yield f"leaves the style {styles[-1]!r} on"
    # What is printed over itself, as a slow machine's progress is, has to fit each time.
    plain = ESCAPES.sub("", text).replace("\r", "\n")
    odd = re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", plain)
    if odd:
        yield f"prints {odd.group()!r}: {plain[max(0, odd.start() - 30):odd.end() + 30]!r}"
    for line in plain.split("\n"):
        # A tab goes to the next eighth column.
        if width(line.expandtabs(8)) > columns and len(line.split()) > 1 and not is_exact:
            yield f"{width(line)} columns: {line}"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


def presses(terminal, keys, status):
    """Presses keys, each where its text is on the screen. Returns the fault, or None."""
    for text, pressed in keys:
        if text and not terminal.read(lambda seen: text in seen):
            terminal.press(b"\x03")
            return f"does not show {text!r}: {terminal.seen[-300:]!r}"
        # What was shown before is not waited for again.
        terminal.shown, terminal.seen = getattr(terminal, "shown", b"") + terminal.seen, b""
        terminal.press(pressed)
    ended = terminal.ends(pressing=keys[-1][1] if keys else None)
    terminal.seen = getattr(terminal, "shown", b"") + terminal.seen
    return None if ended == status else "hangs" if ended is None else f"ends with {ended}, not {status}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=os.path.abspath, default=str(Path(__file__).resolve().parents[1] / ".build" / "debug"))
    parser.add_argument("--columns", type=int, action="append")
    parser.add_argument("--show", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    program = os.path.abspath(os.path.join(options.bin, "storyledger"))
    found, runs = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        ledger = os.path.join(scratch, "ledger")
        os.environ.update(XDG_STATE_HOME=scratch, STORYLEDGER_DIR=ledger, TZ="UTC", PAGER="cat")

        def call(*words, text=None):
            done = subprocess.run([program, *words], input=text, capture_output=True)
            assert done.returncode == 0, (words, done.stderr.decode())

        call("init")
        call("append", "-", text="\n".join(json.dumps(document) for document in documents()).encode())
        call("withhold", "gone", "--text", "Jo Pike", "--reason", "privacy", "--authority", "A court", "--yes")
        call("publish")
        (Path(ledger) / "inbox" / "refused.json").write_text("{")
        os.chdir(scratch)
        Path("no-id.md").write_text(NO_ID)
        call("prove", "0", "--output", "proof")
        call("bundle", "quay", "--output", "bundle")
        key = subprocess.run([program, "key", "show"], capture_output=True).stdout.decode().split("\n")[0]
        verbs = [options.show] if options.show else VERBS
        for columns in options.columns or WIDTHS:
            for environment in ({"NO_COLOR": "1"}, {}):
                for verb in verbs:
                    words = [key if word == "KEY" else word for word in verb]
                    terminal = Terminal([program, *words], rows=50, columns=columns, PAGER="cat", **environment)
                    name = f"{' '.join(verb)} ({columns} columns{', no colour' if environment else ''})"
                    is_exact = any(exact in " ".join(verb) for exact in EXACT)
                    runs += 1
                    if terminal.ends() is None:
                        found.append(f"{name}: hangs")
                    elif not terminal.seen.strip():
                        found.append(f"{name}: prints nothing")
                    found += [f"{name}: {fault}"
                              for fault in faults_of(terminal.seen, columns, not environment, is_exact)]
                    if options.show:
                        print(terminal.seen.decode(errors="replace").replace("\r\n", "\n"))
                for verb, keys, status in [] if options.show else KEYED:
                    runs += 1
                    words = [f"restored-{runs}" if word == "RESTORED" else word.replace("PORT", free_port()) for word in verb]
                    terminal = Terminal([program, *words], rows=50, columns=columns, PAGER="cat", **environment)
                    name = f"{' '.join(verb)} ({columns} columns{', no colour' if environment else ''})"
                    fault = presses(terminal, keys, status)
                    found += [f"{name}: {fault}"] if fault else []
                    found += [f"{name}: {fault}" for fault in
                              faults_of(terminal.seen, columns, not environment, any(e in " ".join(verb) for e in EXACT))]
    print("\n".join(found) if found else f"{runs} runs of {len(VERBS) + len(KEYED)} verbs fit their terminals")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
