"""Everything that verbs print with --json, held against the program's schemas: golden transcripts and random ledgers."""

import os
import re
import sys
from pathlib import Path

from schemas import Schemas

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "Tests" / "meaning"))

from run import Ledger as RandomLedger  # noqa: E402
from full_ledger import FullLedger  # noqa: E402

# Verbs that have verbs of their own, and their schemas.
GROUPS = {
    "inbox": {"status": "inbox-status", "reconcile": "inbox-reconcile", "retry": "inbox-retry"}, "key": {"show": "key", "rotate": "key"},
    "projections": {"status": "projections-status", "rebuild": "projections-rebuild"}, "clock": {"status": "clock"},
}
# What transcripts have in place of what differs from run to run.
MASKS = [(r"is \.\.\.$", 'is another"}'), (r'"RECORDED"', '"2026-03-02T12:00:00.000000Z"'), (r'"bytes":N', '"bytes":1'), (r"\bN\b(?=[,}])", "1")]

# Members that stay null or empty here: each is the beginning of their names.
ELSEWHERE = (
    # No document of a refused file is an event, and no file of an event was refused.
    "$receipt.events[].", "why.errors[].",
    # Of a claim that the cut leaves out no more is known than what was done about it.
    "$claim|1.counterTo",
    # A clock that jumped, a full disk or one that takes nothing, directories that cannot be read, sources with faults, readers
    # that never end: Tests/faults.
    "clock.fault", "clock.accepted", "status.clock.fault", "status.clock.accepted", "status.disk", "status.intake.stall", "inbox-status.daemon.stall",
    "status.wal.heldSince", "inbox-status.daemon.walHeldSince",
    "inbox-status.daemon.suspended[].", "inbox-status.unseen[].", "inbox-status.daemon.unwatched[].", "inbox-reconcile.unseen[].",
    # Events that no program reads: Tests/faults/poison.py.
    "replay|0.fault", "projections-rebuild|2.fault",
    # Logs that lie, and a ledger that has lost events: Tests/monitor.py and publication.py.
    "monitor|1.position", "publish|0.witnesses[].loss",
    # Files that the ledger's user may not read: Tests/faults/held.py.
    "backup|1.leftOut[].remedy",
    # A machine with the service: Tests/systemd/test-places.
    "init.handover", "restore|1.handover",
)
# What only a slow machine prints here, how far a rebuild has come: Tests/faults/rebuilds.py.
SOMETIMES = ("projections-rebuild|0.",)


def schema_of(words):
    """The schema of what a command prints with --json; None for what has none."""
    verb = words[0]
    if verb in GROUPS:
        inner = words[1] if len(words) > 1 and words[1] in GROUPS[verb] else next(iter(GROUPS[verb]))
        return GROUPS[verb][inner]
    return verb


def transcripts():
    """Commands of golden transcripts that print JSON and nothing made of it, with their lines."""
    for file in sorted((ROOT / "Tests" / "CommandLineTests" / "Golden").glob("*.txt")):
        words, command = None, None
        for line in file.read_text().splitlines():
            if line.startswith("$ "):
                command = line[2:]
                parts = [part.split() for part in re.split(r"[;|]|&&", re.sub(r"\$\([^)]*\)|'[^']*'", "x", command))]
                last = [part for part in parts if part and part[0] != "sed"][-1]
                printing = last[0] == "storyledger" and {"--json", "-j"} & set(last)
                words = last[1:] if printing and "x" not in last[1:2] else None
            elif words and line.startswith(("{", "[")) and not line.startswith("[exit"):
                for mask, text in MASKS:
                    line = re.sub(mask, text, line)
                yield f"{file.name}: {command}", words, line


class CheckedLedger(RandomLedger):
    """A ledger of random stories, of which every line of JSON is checked."""

    def __init__(self, schemas, *parameters):
        self.schemas = schemas
        super().__init__(*parameters)

    def run(self, *words, **options):
        done = super().run(*words, **options)
        if "--json" in words:
            for line in done.stdout.decode().splitlines():
                self.schemas.check(schema_of(words), line, " ".join(words))
        return done

    def ask_all(self):
        """Every reading verb, at a random cut."""
        flags, _ = self.cut()
        for words in (["stories"], ["parties"], ["activity"], ["activity", "--zone", "Asia/Kathmandu"], ["parties", "a"],
                      ["replay"], ["stories", "--changes"]):
            self.run(*words, *flags, "--json", fails=True)
        names = sorted({event.story for event in self.events})
        for name in self.dice.sample(names, 2):
            for verb in ("show", "history", "claims", "timeline", "blame"):
                more = ["--exposure"] if verb == "history" else []
                self.run(verb, name, *more, *flags, "--json", fails=True)
            self.run("diff", name, "--json", fails=True)
        name = self.dice.choice(names)
        self.run("diff", name, "v1", "--json", fails=True)
        self.run("replay", "--story", name, *flags, "--json", fails=True)
        self.run("replay", "--story", name, "--projection", "claims", *flags, "--json", fails=True)

    def take_down(self):
        """Takes pieces and whole events out, which every verb then has to say."""
        for event in self.dice.sample([e for e in self.events if e.type != "withheld"], 3):
            words = ["withhold", "--position", str(event.position), "--reason", "R", "--authority", "A", "--json"]
            self.run(*words, "--dry-run")
            self.run(*words, "--yes")
        self.run("log", "--json")
        self.run("log", "--json", "--reverse", "-n", "9")


def validate(options, scratch):
    """The faults that were found, a line each."""
    schemas = Schemas(os.path.join(options.bin, "storyledger"))
    for where, words, line in transcripts():
        schemas.check(schema_of(words), line, where)
    golden = schemas.lines
    for number in range(options.ledgers):
        folder = os.path.join(scratch, f"random-{number}")
        os.mkdir(folder)
        ledger = CheckedLedger(schemas, schemas.program, folder, options.seed + number)
        ledger.fill()
        ledger.check()
        ledger.take_down()
        ledger.ask_all()
        schemas.faults += ledger.differences
    FullLedger(schemas, schema_of, options.bin, os.path.join(scratch, "full")).ask_all()
    unseen = schemas.unseen()
    schemas.faults += [f"{name} is null in all that was printed" for name in unseen if not name.startswith(ELSEWHERE + SOMETIMES)]
    schemas.faults += [f"{start} is seen now: take it off the list"
                       for start in ELSEWHERE if not any(name.startswith(start) for name in unseen)]
    if not schemas.faults:
        print(f"{golden} golden lines and {schemas.lines - golden} others are valid, "
              f"and {len(schemas.wanted) - len(unseen)} members of {len(schemas.schemas)} schemas were seen")
    return schemas.faults
