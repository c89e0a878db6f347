#!/usr/bin/env python3
"""Drops files that mean harm: the daemon lives, each refusal has its reason, memory and descriptors stay bounded."""

import json
import os
import random
import socket
import time

from harness import arguments, check, eventually, main, peak_memory, published


def nested(depth):
    return b'{"type": "published", "data": ' + b"[" * depth + b"]" * depth + b"}"


def with_time(value):
    document = json.loads(published("zone"))
    document["time"] = value
    return json.dumps(document).encode()


# What each kind is refused with; None where it depends on chance, or is taken.
CONTENTS = {
    "random": (lambda chance: chance.randbytes(chance.randint(1, 4000)), None),
    "cut": (lambda chance: (whole := published("cut").encode())[: chance.randint(1, len(whole) - 1)], {"not-json"}),
    "deep50": (lambda chance: nested(50), None),
    "deep50000": (lambda chance: nested(50_000), {"too-deep"}),
    "wrong-zone": (lambda chance: with_time({"at": "2026-03-02T17:20", "zone": "Mars/Olympus"}), {"bad-time"}),
    "skipped-time": (lambda chance: with_time({"at": "2026-03-08T02:30", "zone": "America/New_York"}), {"bad-time"}),
    "no-offset": (lambda chance: with_time("2026-03-02T17:20:00"), {"bad-time"}),
    "raw-nul": (lambda chance: published("nul").encode().replace(b"bridge", b"bri\0dge"), {"bad-text"}),
    "only-nul": (lambda chance: b"\0" * chance.randint(1, 5000), {"not-json"}),
    "surrogate": (lambda chance: published("s").encode().replace(b"bridge", b"\\ud800"), {"bad-text"}),
    "huge-number": (lambda chance: b'{"type": "published", "n": 1e999}', {"number-out-of-range"}),
    "many-digits": (lambda chance: b'{"n": ' + b"9" * 100_000 + b"}", {"number-out-of-range"}),
    "bom-only": (lambda chance: b"\xef\xbb\xbf", None),
    "two-boms": (lambda chance: b"\xef\xbb\xbf\xef\xbb\xbf" + published("bom").encode(), {"not-json"}),
    "utf16": (lambda chance: published("utf16").encode("utf-16"), {"not-utf8", "not-json"}),
    "bad-utf8": (lambda chance: published("u").encode().replace(b"bridge", b"\xff\xfe\xc0\xaf"), {"not-utf8"}),
    "empty": (lambda chance: b"", {"empty-file"}),
    "twice-a-key": (lambda chance: b'{"type": "published", "type": "denied"}', {"duplicate-key"}),
    "no-story": (lambda chance: published("\n").encode(), {"bad-id"}),
    "million-keys": (lambda chance: json.dumps({f"k_{i}": i for i in range(20_000)}).encode(), {"unknown-field"}),
    "good": (lambda chance: published(f"good-{chance.random()}").encode(), None),
}


def bind(path, chance):
    """A socket's address is short: bound from inside the directory."""
    here = os.getcwd()
    os.chdir(os.path.dirname(path))
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(os.fsdecode(os.path.basename(path)))
    finally:
        os.chdir(here)


def sparse(path, chance):
    draft = path + b".tmp"
    with open(draft, "wb") as file:
        file.truncate(1 << 30)
    os.rename(draft, path)


def hard_link(path, chance):
    original = os.path.join(os.path.dirname(path), b"." + os.path.basename(path) + b".original")
    with open(original, "wb") as file:
        file.write(published("hard").encode())
    os.link(original, path)


SHAPES = {
    "sparse": (sparse, "too-large"),
    "symlink": (lambda path, chance: os.symlink("/etc/passwd", path), "not-a-file"),
    "dangling": (lambda path, chance: os.symlink("/nowhere/at/all", path), "not-a-file"),
    "loop": (lambda path, chance: os.symlink(os.path.basename(path), path), "not-a-file"),
    "device-link": (lambda path, chance: os.symlink("/dev/zero", path), "not-a-file"),
    "hard-link": (hard_link, "not-a-file"),
    "fifo": (lambda path, chance: os.mkfifo(path), "not-a-file"),
    "socket": (bind, "not-a-file"),
}
NAMES = {
    "newline": (lambda n: b"new\nline-%d.json" % n, "bad-name"),
    "escape": (lambda n: b"\x1b[31mred-%d.json" % n, "bad-name"),
    "not-utf8": (lambda n: b"\xff\xfe-%d.json" % n, "bad-name"),
    "cut-utf8": (lambda n: b"cut-%d.json\xc3" % n, "bad-name"),
    "long": (lambda n: (b"%d-" % n).ljust(250, b"l") + b".json", None),
    "no-ending": (lambda n: b"%d" % n, "unknown-format"),
    "program": (lambda n: b"%d.exe" % n, "unknown-format"),
    "space": (lambda n: b" %d .json" % n, None),
    "option": (lambda n: b"--%d.json" % n, None),
}


def drop(ledger, inbox, number, chance):
    """Drops one hostile thing and returns its kind and the codes it may be refused with, if they are known."""
    group = chance.random()
    directory = inbox if chance.random() < 0.8 else os.path.join(inbox, b"dir-%d.json" % chance.randint(0, 20))
    os.makedirs(directory, exist_ok=True)
    if group < 0.6:
        kind = chance.choice(sorted(CONTENTS))
        make, codes = CONTENTS[kind]
        ending = chance.choice([b".json", b".json", b".JSON"]) if codes else chance.choice([b".json", b".ndjson", b".md"])
        ledger.drop_at(os.path.join(directory, b"%s-%d%s" % (kind.encode(), number, ending)), make(chance))
        return kind, codes
    if group < 0.8:
        kind = chance.choice(sorted(SHAPES))
        make, code = SHAPES[kind]
        make(os.path.join(directory, b"%s-%d.json" % (kind.encode(), number)), chance)
        return kind, {code}
    kind = chance.choice(sorted(NAMES))
    name, code = NAMES[kind]
    ledger.drop_at(os.path.join(directory, name(number)), published(f"{kind}-{number}").encode())
    return kind, {code} if code else None


def descriptors(process):
    return len(os.listdir(f"/proc/{process.pid}/fd"))


def remaining(inbox):
    left = 0
    for directory, _, files in os.walk(inbox):
        left += sum(1 for name in files if not name.startswith(b"."))
    return left


def test(ledger, options):
    chance = random.Random(options.seed)
    print(f"seed {options.seed}, {options.files} files")
    inbox = os.fsencode(ledger.inbox)

    def drop_at(path, content):
        draft = os.fsencode(ledger.drafts / "draft")
        with open(draft, "wb") as file:
            file.write(content)
        os.rename(draft, path)

    ledger.drop_at = drop_at
    ledger.start()
    # What it has open when it has taken one file and rests.
    ledger.drop("first.json", published("first"))
    eventually(lambda: not ledger.waiting_files(), "the first file is taken", ledger.daemon)
    at_rest = descriptors(ledger.daemon)

    kinds, expected = {}, {}
    for number in range(options.files):
        kind, codes = drop(ledger, inbox, number, chance)
        kinds[kind] = kinds.get(kind, 0) + 1
        expected[number] = codes
    eventually(lambda: remaining(inbox) == 0, "every hostile file is decided", ledger.daemon)
    sources = sum(1 for name in os.listdir(inbox) if os.path.isdir(os.path.join(inbox, name)))
    # A good file still gets through.
    ledger.drop("last.json", published("last"))
    eventually(lambda: ledger.rows("SELECT 1 FROM event WHERE story = 'last'"), "a good file is taken", ledger.daemon)
    opened, memory = descriptors(ledger.daemon), peak_memory(ledger.daemon)
    check(opened <= at_rest + sources + 4, f"{opened} descriptors, {at_rest} at rest, {sources} subdirectories")
    check(memory <= options.mib, f"{memory} MiB resident at its peak, more than {options.mib}")
    ledger.stop()

    ledger.check_log()
    receipts = ledger.rows("SELECT file, outcome, refusals FROM receipt")
    check(len(receipts) == options.files + 2, f"{len(receipts)} receipts for {options.files + 2} files")
    refused = check_refusals(receipts, expected)
    names = [name for name in os.listdir(ledger.quarantine) if not name.endswith(".reason.json")]
    check(len(names) == refused, f"{len(names)} files in quarantine, {refused} refused")
    for name in names:
        check(name.isprintable(), f"{name!r} in quarantine")
        reason = json.loads((ledger.quarantine / (name + ".reason.json")).read_text())
        check(reason["errors"] and all(e["code"] and e["message"] and e["remedy"] for e in reason["errors"]),
              f"{name} has no reason")
    print("kinds: " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    return (f"{options.files} files, {refused} refused each with its reason, {memory} MiB at most, "
            f"{opened} descriptors for {sources + 1} directories")


def check_refusals(receipts, expected):
    """Each was refused for what is wrong with it. Its number is in its name."""
    refused = 0
    for file, outcome, refusals in receipts:
        codes = {refusal["code"] for refusal in json.loads(refusals)}
        check(bool(codes) == (outcome == "quarantined"), f"{file} is {outcome} with {codes}")
        refused += outcome == "quarantined"
        digits = "".join(c if c.isdigit() else " " for c in file.rpartition("/")[2].replace("50000", "").replace(
            "deep50-", "").replace("utf16-", "").replace("bad-utf8-", "").replace("not-utf8-", "").replace(
            "%1B[31m", "").replace("%0A", "").replace("%FF%FE", "").replace("%C3", "").replace("%20", "")).split()
        wanted = expected.get(int(digits[0])) if digits else None
        check(wanted is None or codes & wanted, f"{file}: {codes or outcome}, expected {wanted}")
    return refused


if __name__ == "__main__":
    main(test, arguments(__doc__, files=500, seed=int(time.time()), mib=256), "hostile files")
