#!/usr/bin/env python3
"""The archive against its receipts: what is missing, altered and unknown is found, and each event's file comes back."""

import json
import os
import pty
import select
import subprocess

from harness import arguments, check, eventually, main, published


def verified(ledger, status, *words):
    found = ledger.run("verify", "--archive", "--json", *words)
    check(found.returncode == status, f"verify --archive: exit {found.returncode}: {found.stdout} {found.stderr}")
    lines = [json.loads(line) for line in found.stdout.splitlines()]
    return lines[-1], [line for line in lines if line["place"] == "archive"]


def source(ledger, position, status=0):
    command = [os.path.join(ledger.bin, "storyledger"), "why", str(position), "--source", "--ledger", str(ledger.root)]
    found = subprocess.run(command, capture_output=True)
    check(found.returncode == status, f"why {position} --source: exit {found.returncode}: {found.stderr}")
    return found.stdout if status == 0 else found.stderr.decode()


def on_terminal(ledger, position):
    """What a terminal is shown."""
    leader, follower = pty.openpty()
    command = [os.path.join(ledger.bin, "storyledger"), "why", str(position), "--source", "--ledger", str(ledger.root)]
    process = subprocess.Popen(command, stdout=follower, stderr=follower, stdin=follower)
    os.close(follower)
    shown = b""
    while True:
        try:
            select.select([leader], [], [])
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    check(process.wait() == 0, "why --source on a terminal")
    return shown


def test(ledger, options):
    ledger.start()
    (ledger.inbox / "wire" / "2026").mkdir(parents=True)
    texts = {
        "a.json": published("a").encode(), "wire/a.json": b"\xef\xbb\xbf" + published("b").encode() + b"\r\n",
        "wire/2026/c.json": published("c", "Line\u202e one \u0085 two. " * 30_000).encode("utf-8", "surrogatepass"),
        "d.ndjson": (published("d") + "\n" + published("e") + "\n").encode(),
    }
    for name, text in texts.items():
        ledger.drop(name, json.dumps(json.loads(text), ensure_ascii=False).encode() if name.startswith("wire/2026") else text)
        eventually(lambda: not ledger.waiting_files(), f"{name} is taken", ledger.daemon)
    texts["wire/2026/c.json"] = json.dumps(json.loads(texts["wire/2026/c.json"]), ensure_ascii=False).encode()
    eventually(lambda: not ledger.rows("SELECT 1 FROM pending_move"), "all is filed", ledger.daemon)
    (ledger.drafts / "cli.json").write_text(published("cli"))
    check(ledger.run("append", str(ledger.drafts / "cli.json")).returncode == 0, "append")

    # With the daemon at work.
    summary, findings = verified(ledger, 0)
    check(not findings and summary["archive"] == {"files": 4, "takenDown": 0, "gone": 0, "notCompared": [], "notFiled": 0, "removed": 0}, f"all is well: {summary}")
    places = {s: ledger.rows(f"SELECT position FROM event WHERE story = '{s}'")[0][0] for s in ("a", "b", "c", "d", "cli")}
    for story, name in zip("abcd", texts):
        check(source(ledger, places[story]) == texts[name], f"the file of {name} is not what was dropped")
    shown = on_terminal(ledger, places["c"]).decode()
    check("\u202e" not in shown and "\u0085" not in shown and "<U+202E>" in shown and "<U+0085>" in shown,
          "a terminal is shown controls")
    check(shown.count("<U+202E>") == 30_000, "characters are cut between two pieces")
    check("the archive has files from the inbox only" in source(ledger, places["cli"], 66), "an appended file")
    check("no event at @99" in source(ledger, 99, 66), "no such event")

    # Missing, altered, unknown.
    files = {path.relative_to(ledger.root).as_posix(): path for path in ledger.archive.rglob("*") if path.is_file()}
    gone, changed = (next(p for n, p in files.items() if n.endswith(end)) for end in ("inbox/a.json", "wire/a.json"))
    kept = gone.read_bytes()
    gone.unlink()
    check("is missing; it was taken in" in source(ledger, places["a"], 66), "a missing file")
    os.chmod(changed, 0o640)
    changed.write_bytes(texts["wire/a.json"].replace(b"closed", b"opened"))
    check("is not what was taken in: its SHA-256 is" in source(ledger, places["b"], 65), "an altered file")
    (changed.parent / "unknown.json").write_text("{}")
    summary, findings = verified(ledger, 1)
    check(len(findings) == summary["findings"] == 3, f"{findings}")
    lines = ledger.run("verify", "--archive").stdout.splitlines()
    for path, what in ((gone, "is missing"), (changed, "SHA-256 is"), (changed.parent / "unknown.json", "no receipt")):
        start = path.relative_to(ledger.root).as_posix() + ": "
        check(any(line.startswith(start) and what in line for line in lines), f"{start}{what} is not in {lines}")
    check(ledger.run("verify").returncode == 0, "verify without --archive reads the archive")
    gone.write_bytes(kept)
    changed.write_bytes(texts["wire/a.json"])
    (changed.parent / "unknown.json").unlink()
    verified(ledger, 0)

    # After takedowns: of a file's only document, and of one of two.
    for story in ("a", "d"):
        done = ledger.run("withhold", "--position", str(places[story]), "--yes", "--reason", "R", "--authority", "A")
        check(done.returncode == 0, f"withhold: {done.stderr}")
        check("not in the archive any more" in source(ledger, places[story], 66), f"{story} after its takedown")
    check("not in the archive any more" in source(ledger, places["d"] + 1, 66), "what came in the same file")
    summary, findings = verified(ledger, 0)
    archive = summary["archive"]
    check((archive["files"], archive["takenDown"], archive["notFiled"], archive["removed"]) == (2, 2, 0, 0)
          and archive["gone"] + len(archive["notCompared"]) == 2, f"after takedowns: {summary}")
    ledger.stop()
    return "five files came back byte for byte; missing, altered and unknown ones were found"


if __name__ == "__main__":
    main(test, arguments(__doc__), "the archive and its receipts")
