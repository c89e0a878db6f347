"""Each place that a takedown names comes with the command that helps, as it can be typed."""

import bz2
import gzip
import json
import lzma
import os
import subprocess
import tempfile

from harness import Ledger, check, eventually, published
from takedown_places import NAME, appended, bytes_of_log, holders, withheld


def with_their_commands(options):
    """A takedown by position names what is left, each place with its command; the commands leave nothing."""
    short = "Kim Doe won."
    ledger = Ledger(options)
    try:
        ledger.start()
        first = json.loads(published("a", "One."))
        first["data"]["dek"] = short
        refused = json.loads(published("b", "One."))
        refused["data"]["hedline"] = short
        ledger.drop("a.json", json.dumps(first))
        ledger.drop("bad.json", json.dumps(refused))
        ledger.drop("worse.json", json.dumps(refused).replace("\"published\"", f"\"{short}\""))
        eventually(lambda: not ledger.waiting_files(), "they are taken", ledger.daemon)
        (ledger.root / "notes.md").write_text("---\ndek: >\n  Kim\n  Doe won.\n---\n")
        (ledger.inbox / ".front.md").write_text("---\ntype: updated\nstory: a\nheadline: 'Kim Doe\n  won.'\n---\n")
        report = withheld(ledger, "--position", "0", "--field", "dek")
        named = set(report["leftovers"])
        check({"quarantine/bad.json", "quarantine/worse.json", "notes.md", "inbox/.front.md"} <= named, f"named: {named}")
        check(any(place.startswith("receipt ") for place in named), f"no receipt is named: {named}")
        commands = {entry["place"]: entry["command"] for entry in report["commands"]}
        check(named <= set(commands), f"without a command: {named - set(commands)}")
        check(commands["notes.md"] == f"rm {ledger.root}/notes.md", f"{commands['notes.md']}")
        sweep = commands["quarantine/bad.json"]
        check(sweep == f"storyledger withhold --ledger {ledger.root} a --text WORDS --everywhere --reason R --authority A", sweep)
        os.remove(ledger.root / "notes.md")
        report = withheld(ledger, "a", "--text", short, "--everywhere")
        check(report["by"] is None and report["receipts"] and not report["leftovers"], f"{report}")
        check(not holders(ledger, short) and short.encode() not in bytes_of_log(ledger), f"held: {holders(ledger, short)}")
        check(not (ledger.inbox / ".front.md").exists(), "the unfinished file is there")
        ledger.stop()
        check(ledger.run("verify").returncode == 0, "verify")
        done = ledger.run("withhold", "a", "--text", short, "--everywhere", "--reason", "R", "--authority", "A", "--yes")
        check(done.returncode == 66, f"again: {done.returncode}")
    finally:
        ledger.done()


def what_is_not_looked_into(options):
    """Links and compressed files are named, with what searches them."""
    ledger = Ledger(options)
    try:
        document = published("pier", f"{NAME} saw it.")
        appended(ledger, "a.ndjson", document)
        day = ledger.archive / "2026-11-29"
        day.mkdir(parents=True)
        for name, pack in (("day.ndjson.gz", gzip.compress), ("day.xz", lzma.compress), ("day.bz2", bz2.compress)):
            (day / name).write_bytes(pack(document.encode()))
        outside = ledger.scratch / "outside"
        outside.mkdir()
        (outside / "copy.ndjson").write_text(document)
        (ledger.archive / "linked").symlink_to(outside)
        (ledger.quarantine / "copy.ndjson").symlink_to(outside / "copy.ndjson")
        report = withheld(ledger, "pier", "--text", NAME)
        places = ["archive/2026-11-29/day.bz2", "archive/2026-11-29/day.ndjson.gz", "archive/2026-11-29/day.xz", "archive/linked",
                  "quarantine/copy.ndjson"]
        check(sorted(report["sealed"]) == places, f"named: {report['sealed']}")
        commands = {entry["place"]: entry["command"] for entry in report["commands"]}
        check(commands["archive/2026-11-29/day.ndjson.gz"] == f"zcat {day}/day.ndjson.gz | grep -F -e '{NAME}'", f"{commands}")
        for place in places[:4]:
            found = subprocess.run(commands[place], shell=True, capture_output=True, text=True, check=False)
            check(found.returncode == 0 and found.stdout, f"{commands[place]} finds nothing")
    finally:
        ledger.done()


def commands_as_printed(options):
    """Commands are for the ledger that --ledger named, whatever its directory is called, and for the words as they are."""
    words = "-Jo [Fisher's"
    ledger = Ledger(options, directory=tempfile.mkdtemp(prefix="it's a ledger "))
    try:
        appended(ledger, "a.ndjson", published("pier", f"{words} saw it."), published("quay", "One."))
        place = "'" + str(ledger.root).replace("'", "'\\''") + "'"
        done = ledger.run("show", "nowhere")
        check(f"list the stories with 'storyledger stories --ledger {place}'" in done.stderr, done.stderr)
        first = json.loads(published("canal", "One."))
        first["data"]["dek"] = f"{words} saw it."
        appended(ledger, "b.ndjson", json.dumps(first))
        (ledger.quarantine / "packed.bz2").write_bytes(bz2.compress(f"x {words} y".encode()))
        done = ledger.run("withhold", "pier", f"--text={words}", "--reason", "R", "--authority", "A", "--yes", "--json")
        check(done.returncode == 0, f"{done.returncode}: {done.stderr}")
        commands = {entry["place"]: entry["command"] for entry in json.loads(done.stdout)["commands"]}
        check(len(commands) == 2, f"{commands}")
        found = subprocess.run(commands["quarantine/packed.bz2"], shell=True, capture_output=True, text=True, check=False)
        check(found.stdout == f"x {words} y\n", f"{commands}: {found}")
        sweep = next(command for command in commands.values() if command.startswith("storyledger "))
        environment = {**os.environ, "PATH": f"{options.bin}:{os.environ['PATH']}"}
        done = subprocess.run(sweep + " --yes --json", shell=True, cwd="/", capture_output=True, text=True, check=False,
                              env=environment)
        check(done.returncode == 0 and not json.loads(done.stdout)["remaining"], f"{sweep}: {done.returncode}: {done.stdout}{done.stderr}")
        check(not [file for file in holders(ledger, words) if not file.endswith(".bz2")], f"held: {holders(ledger, words)}")
    finally:
        ledger.done()


def test_commands(options):
    for part in (with_their_commands, what_is_not_looked_into, commands_as_printed):
        part(options)
