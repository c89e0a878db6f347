"""A ledger whose stories have everything that a document may say, and whose keeper does everything to it."""

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from publication import Witness  # noqa: E402

ADA = {"name": "Ada Brook", "kind": "person", "role": "mayor", "url": "https://ada.example/"}
OFFICE = {"name": "Harbour office", "kind": "organisation", "role": "owner", "url": "https://harbour.example/"}
BODY = ("The quay wall costs 240 million crowns, Ada Brook said. \"Nothing is decided,\" she said.\n\n"
        "It is rebuilt in May. Two people were hurt there last year.\n\nA third paragraph stays as it is.")


def documents():
    def document(kind, minute, more=None, **data):
        return {"type": kind, "subject": "quay-wall", "id": f"e{minute}", "data": data, **(more or {}),
                "time": f"2026-03-02T09:{minute:02}:00Z"}

    statement = {"text": "No.", "verbatim": True, "channel": "email", "url": "https://x.example/no"}
    yield document(
        "published", 0, headline="Quay wall is rebuilt", body=BODY, dek="In May.", byline=[ADA], publisher="The Ferry",
        url="https://ferry.example/1", language="en", section="Local", keywords=["quay", "wall"], extra={"a": 1},
        embargo={"at": "2030-03-02T17:20", "zone": "Europe/London", "printed": "5:20PM"},
        claims=[{"id": "cost", "text": "The wall costs 240 million.", "about": [OFFICE],
                 "attribution": [{"id": "h", "speaker": ADA, "verb": "told", "addressee": OFFICE}]}],
        requests=[{"id": "r", "party": OFFICE, "channel": "email", "asked": "2026-03-02T08:00:00Z", "claims": ["cost"]}])
    yield document("denied", 1, by=OFFICE, claims=["cost"], hop="h", extent="partial", statement=statement,
                   concedes="It is dear.", counterclaim={"id": "cheap", "text": "It costs 100 million.", "by": OFFICE})
    yield document("reiterated", 2, by=ADA, claims=["cost"], hop="h", strength="stronger", answers="e1", statement=statement)
    yield document("responded", 3, by=OFFICE, outcome="statement", request="r", statement=statement,
                   printed="The office answered.")
    yield document("updated", 4, body=BODY.replace("240", "260").replace("May", "June"), note={
        "text": "The cost was wrong: 260 million.", "placement": "top", "covers": [{"exact": "260 million"},
                                                                                   {"exact": "never there"}]})
    yield document("updated", 5, body=BODY, headline="Quay wall is built again", reason="An error.")
    yield document("updated", 6, change="hold", note="We are looking into it.", reason="A complaint.")
    yield document("denied", 7, by=ADA, statement="Not so.")
    yield document("reiterated", 8, by=OFFICE)
    yield document("updated", 9, body=BODY.replace("Two people were hurt there last year.", "It costs 260 million."))
    yield document("updated", 10, body=BODY)
    yield document("updated", 30, claims=[{"id": "late", "text": "It is late."}])
    yield document("denied", 20, by=OFFICE, claims=["late"])
    # For takedowns, which leave a hole.
    for subject in ("gone", "whole"):
        yield {"type": "published", "subject": subject, "time": "2026-03-02T10:00:00Z", "id": f"{subject}-1", "data": {
            "headline": f"Jo Pike of {subject}", "body": "A name that goes: Jo Pike.\n\nAnother paragraph stays."}}
        yield {"type": "updated", "subject": subject, "time": "2026-03-02T11:00:00Z", "id": f"{subject}-2", "data": {
            "body": "A name that goes: Jo Pike.\n\nA last paragraph stays.", "change": "correction"}}


# What is changed in a copy of the ledger: by SQL, or a bit of a file; and the words of verify that find it.
DAMAGE = [
    ("DELETE FROM event WHERE position IN (3, 4, 5)", None, []),
    ("UPDATE receipt SET sha256 = zeroblob(32) WHERE number = 1", None, []),
    ("DELETE FROM receipt WHERE number IN (1, 2, 3)", None, []),
    ("UPDATE checkpoint SET signed = signed + 1", None, []),
    ("DROP TRIGGER checkpoint_stays", None, []),
    ("UPDATE ledger SET value = 'x' WHERE name = 'origin'", None, []),
    (None, "public/checkpoint", []),
    (None, "archive/**/*", ["--archive"]),
]


class FullLedger:
    def __init__(self, schemas, schema_of, programs, folder):
        self.schemas, self.schema_of, self.bin, self.folder = schemas, schema_of, programs, folder
        os.mkdir(folder)
        self.ledger = os.path.join(folder, "ledger")

    def copy(self, name):
        """Goes on with a copy of the ledger."""
        self.original = getattr(self, "original", self.ledger)
        self.ledger = os.path.join(self.folder, name)
        shutil.copytree(self.original, self.ledger, symlinks=True)

    def change(self, file, sql, column=None):
        """Changes a database as nobody may; the name of the table that has a column stands for {}."""
        database = sqlite3.connect(f"{self.ledger}/{file}")
        if column:
            tables = "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = ?"
            sql = sql.format(database.execute(tables, [column]).fetchone()[0])
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            if "DROP" not in sql:
                database.execute(f"DROP TRIGGER {name}")
        database.execute(sql)
        database.commit()
        database.close()

    def run(self, *words, statuses=(0,), text=None, takes_ledger=True, environment=None):
        """Runs a verb with --json, checks each line, and returns what it printed."""
        named = ["--ledger", self.ledger] if takes_ledger else []
        command = [os.path.join(self.bin, "storyledger"), *words, *named, "--json"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False,
                              env={**os.environ, **(environment or {})})
        if done.returncode not in statuses:
            sys.exit(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")
        for line in done.stdout.splitlines():
            self.schemas.check(self.schema_of(words), line, " ".join(words))
        return done.stdout

    def plain(self, *words):
        command = [os.path.join(self.bin, "storyledger"), *words, "--ledger", self.ledger]
        return subprocess.run(command, capture_output=True, check=True).stdout

    def file(self, name, content):
        path = Path(self.folder) / name
        path.write_bytes(content)
        return str(path)

    def ask_all(self):
        self.run("init", "--origin", "test.example/schemas")
        self.run("append", "-", text="\n".join(json.dumps(document) for document in documents()))
        self.run("append", "-", text='{"type":"denied",\n"subject":"none","time":"x"}', statuses=(65,))
        self.ask_stories("quay-wall")
        self.ask_taken_back()
        self.ask_undone()
        self.ask_witnesses()
        self.ask_proofs()
        self.take_down()
        self.ask_stories("gone", "whole")
        self.ask_ledger()
        self.ask_inbox()
        self.ask_backups()
        self.ask_exports()
        self.ask_damage()

    def ask_taken_back(self):
        """A sentence that is taken out, of which a word is younger than the rest."""
        for minute, body in enumerate(("It stays open. It has 40 staff on most days of the week.",
                                       "It stays open. It has 45 staff on most days of the week.", "It stays open.")):
            data = {"headline": "Baths", "body": body} if minute == 0 else {"body": body}
            self.run("append", "-", text=json.dumps({
                "type": "updated" if minute else "published", "subject": "baths", "time": f"2026-03-02T09:0{minute}:00Z",
                "data": data}))
        self.run("history", "baths", "--exposure")
        for minute, body in enumerate(("The office has not opened an inquiry.", "The office has opened an inquiry.")):
            data = {"headline": "Inquiry", "body": body} if minute == 0 else {"body": body}
            self.run("append", "-", text=json.dumps({
                "type": "updated" if minute else "published", "subject": "inquiry", "time": f"2026-03-02T09:0{minute}:00Z",
                "data": data}))
        self.run("blame", "inquiry")

    def ask_undone(self):
        """A correction that is undone, and put back under the same note; and one of which neither value is left."""
        note = {"note": "The fare was wrong: it is 6 crowns."}
        correction = {"change": "correction", "corrects": ["fare"], **note}
        for story, last in ("fares", 6), ("tolls", 7):
            for minute, (price, change) in enumerate(((5, {}), (6, correction), (5, {}), (last, note))):
                data = {"body": f"The ferry costs {price} crowns a day.", **change}
                if minute == 0:
                    data.update(headline="Fares", claims=[{"id": "fare", "text": "The ferry costs 5 crowns."}])
                self.run("append", "-", text=json.dumps({
                    "type": "updated" if minute else "published", "subject": story, "time": f"2026-03-02T09:0{minute}:00Z",
                    "data": data}))
            self.ask_stories(story)
        # Two later notes, without a text, about what a version changed without one.
        later = {"note": {"text": "The toll was changed.", "covers": [{"exact": "6 crowns"}]}}
        for minute, (body, change) in enumerate((("5 crowns", {}), ("6 crowns", {}), (None, later), (None, later))):
            data = {"body": f"The toll is {body}.", **change} if body else change
            if minute == 0:
                data.update(headline="Toll")
            self.run("append", "-", text=json.dumps({
                "type": "updated" if minute else "published", "subject": "later", "time": f"2026-03-02T09:0{minute}:00Z", "data": data}))
        self.ask_stories("later")

    def ask_stories(self, *names):
        for story in names:
            for verb in ("show", "claims", "timeline", "blame", "diff"):
                self.run(verb, story)
            self.run("history", story, "--exposure")
            self.run("history", story, "--silent")
            self.run("replay", "--story", story, "--step")
            self.run("replay", "--story", story, "--projection", "state")

    def ask_ledger(self):
        self.run("show", "quay-wall", "--as-of", "v1")
        self.run("claims", "quay-wall", "--at", "2026-03-02T09:25:00Z")
        self.run("blame", "quay-wall", "--as-of", "v3")
        self.run("stories", "--search", "quay OR paragraph", "--changes", statuses=(0, 1))
        self.run("stories", "--search", "quay", "--changes")
        self.run("stories")
        self.run("parties")
        self.run("parties", "Harbour")
        self.run("activity")
        self.run("log")
        self.run("replay", "--projection", "stories")
        self.run("diff", "--files", self.file("old", b"One line.\n"), self.file("new", b"Two lines.\n"), takes_ledger=False)
        for position in ("0", "13"):
            self.run("why", position)
        self.run("status")
        self.run("clock", "status")
        self.run("doctor", statuses=(0, 1))
        self.run("projections", "rebuild", statuses=(0, 1))
        self.run("projections", "status")

    def ask_witnesses(self):
        """One witness cosigns, another is down: what is signed is held back."""
        key = json.loads(self.run("key", "show"))["keys"][0]
        up, down = Witness("up.example", b"1" * 32, [key]), Witness("down.example", b"2" * 32, [key])
        down.isDown = True
        witnesses = Path(self.ledger) / "witnesses"
        witnesses.write_text(up.line("up") + down.line("down") + "group both all up down\nquorum both\n")
        self.run("publish", "--require", "quorum")
        self.run("status")
        down.isDown = False
        self.run("publish", "--require", "quorum")
        self.run("status")
        policy = self.file("policy", f"log {key}\nwitness up {up.vkey}\nquorum up\n".encode())
        self.run("verify", "--key", key, "--policy", policy)
        self.run("check-proof", self.file("proof", self.plain("prove", "1")), "--policy", policy, takes_ledger=False)
        witnesses.unlink()
        for witness in (up, down):
            witness.server.shutdown()

    def ask_proofs(self):
        self.run("publish")
        self.run("checkpoint")
        self.vkey = json.loads(self.run("key", "show"))["keys"][0]
        for words in (["stories"], ["parties"], ["activity"], ["verify", "--archive", "--views", "--key", self.vkey]):
            self.run(*words)
        self.run("verify")
        self.run("monitor", f"{self.ledger}/public", "--key", self.vkey, takes_ledger=False)
        self.run("monitor", f"{self.ledger}/public", "--key", self.vkey, takes_ledger=False)
        self.ask_beside_a_false_key()
        proof = self.file("proof", self.plain("prove", "1"))
        self.run("check-proof", proof, "--key", self.vkey, takes_ledger=False)
        for name, more in (("whole", []), ("part", ["--only", "headline,body:1"])):
            bundle = self.file(name, self.plain("bundle", "quay", "--version", "1", *more))
            self.run("check-bundle", bundle, "--key", self.vkey, takes_ledger=False)

    def ask_beside_a_false_key(self):
        """A user who met the log's name in a file that a stranger's key signed."""
        place = tempfile.mkdtemp(dir=os.path.dirname(self.ledger))
        state, own = {"XDG_STATE_HOME": f"{place}/state"}, self.ledger
        self.ledger = f"{place}/ledger"
        try:
            self.run("init", "--origin", "test.example/schemas")
            self.run("append", self.file("stranger.json", b'{"type":"published","subject":"s","time":"2026-03-02T09:00:00Z",'
                                                          b'"data":{"headline":"h","body":"b"}}'))
            self.run("publish")
            key = json.loads(self.run("key", "show"))["keys"][0]
            bundle = self.file("stranger", self.plain("bundle", "s", "--version", "1"))
        finally:
            self.ledger = own
        self.run("check-bundle", bundle, "--key", key, takes_ledger=False, environment=state)
        self.run("monitor", f"{self.ledger}/public", "--key", self.vkey, takes_ledger=False, environment=state)

    def take_down(self):
        words = ["--reason", "Privacy", "--authority", "A court"]
        # Files that wait for a story: one of two documents, and one with the words in other letters.
        wait = [{"type": "updated", "subject": "later", "time": "2026-03-02T09:00:00Z", "data": {"body": body}}
                for body in ("Nothing yet.", "Jo Pike waits.", "JO PÍKE waits.")]
        for name, text in (("two.json", wait[:2]), ("letters.json", wait[2])):
            (Path(self.ledger) / "inbox" / name).write_text(json.dumps(text))
        self.run("withhold", "gone", "--text", "Jo Pike", *words, "--dry-run")
        self.run("withhold", "gone", "--text", "Jo Pike", *words, "--yes")
        for name in ("two.json", "letters.json"):
            (Path(self.ledger) / "inbox" / name).unlink(missing_ok=True)
        self.run("withhold", "--position", "16", *words, "--dry-run")
        self.run("withhold", "--position", "16", *words, "--yes")
        # A correction of which nobody can tell any more whether a later text undid it.
        texts = ("A ticket costs 40 crowns.", "A ticket costs 60 crowns.", "Jo Quill has set the price of a ticket.")
        edits = [{"type": "published" if n == 0 else "updated", "subject": "fare", "time": f"2026-03-02T0{n}:00:00Z",
                  "data": {"body": body, **({"headline": "Fares"} if n == 0 else {}), **({"change": "correction"} if n == 1 else {})}}
                 for n, body in enumerate(texts)]
        self.run("append", self.file("fare.json", json.dumps(edits).encode()))
        self.run("withhold", "fare", "--text", "Jo Quill", *words, "--yes")
        self.run("history", "fare")
        self.run("diff", "fare", "v2", "v3")
        self.run("publish")
        self.run("verify")
        for story in ("gone", "whole"):
            bundle = self.file("bundle", self.plain("bundle", story, "--version", "2"))
            self.run("check-bundle", bundle, "--key", self.vkey, takes_ledger=False)

    def ask_backups(self):
        """A whole backup, one with a changed byte, and a ledger that has published more than its backup holds."""
        place = tempfile.mkdtemp(dir=os.path.dirname(self.ledger))
        # Larger than any file that is taken, and nothing of it is on the disk.
        huge = Path(self.ledger) / "quarantine" / "huge.json"
        with open(huge, "wb") as file:
            file.truncate(2 << 30)
        self.run("backup", place)
        huge.unlink()
        settings = self.file("storyledger.yaml", b"log: {level: info}\n")
        self.run("backup", place, "--config", settings)
        self.run("backup", place, "--verify")
        manifest = json.loads((Path(place) / "manifest.ndjson").read_text().splitlines()[0])
        file = Path(place) / manifest["snapshot"] / "published-head"
        head = file.read_bytes()
        file.write_bytes(head[:-1])
        self.run("backup", place, "--verify", statuses=(1,))
        self.run("restore", place, "--replace-newer", statuses=(1,))
        file.write_bytes(head)
        self.run("restore", place, "--replace-newer")
        lost, self.ledger = self.ledger, f"{place}-restored"
        self.run("restore", place)
        # A source of a user of its own, and a ledger that cannot publish.
        (Path(self.ledger) / "inbox" / "photo").mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(Path(self.ledger) / "inbox" / "photo", -1, 1)
        self.run("backup", place)
        self.run("restore", place)
        key = Path(self.ledger) / "key"
        if key.exists():
            key.rename(f"{key}.away")
        self.run("status", statuses=(1,))
        # A machine that knows the checkpoint that readers saw, and not the files.
        behind, self.ledger = f"{place}-behind", f"{place}-ahead"
        for copy in (behind, self.ledger):
            shutil.copytree(lost, copy, symlinks=True)
        self.run("append", self.file("ahead.json", b'{"type":"published","subject":"ahead","time":"2026-03-02T09:00:00Z",'
                                     b'"data":{"headline":"h","body":"b"}}'))
        self.run("publish")
        for name in ("public/checkpoint", "published-head"):
            shutil.copy(f"{self.ledger}/{name}", f"{behind}/{name}")
        self.ledger = behind
        self.run("publish", "--accept-fork", "the machine was lost", "--dry-run")
        self.run("publish", "--accept-fork", "the machine was lost")
        self.ledger = lost

    def ask_exports(self):
        """Every form; documents twice, where --force sets the first aside."""
        place = tempfile.mkdtemp(dir=os.path.dirname(self.ledger))
        for form in ("cloudevents", "csv", "sqlite", "markdown", "git"):
            self.run("export", "--all", "--format", form, "--to", f"{place}/{form}")
        self.run("export", "--all", "--format", "cloudevents", "--to", f"{place}/cloudevents", "--force")

        archive = self.file("archive", b'{"type":"published","subject":"in","time":"2026-03-02T09:00:00Z","data":{"headline":"h","body":"b"}}\n{')
        os.rename(archive, f"{place}/archive.ndjson")
        self.run("import", f"{place}/archive.ndjson", "--refused", f"{place}/refused", statuses=(65,))

    def ask_inbox(self):
        """What a daemon says of files that it refuses, or that wait."""
        inbox = Path(self.ledger) / "inbox"
        (inbox / "left").symlink_to("/dev/null")
        daemon = subprocess.Popen([os.path.join(self.bin, "storyledgerd"), "--ledger", self.ledger],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            (inbox / "refused.json").write_text("{")
            (inbox / "desk" / "called.json").mkdir(parents=True)
            (inbox / "taken.json").write_text(json.dumps({
                "type": "published", "subject": "taken", "time": "2026-03-02T12:00:00Z", "data": {"headline": "h", "body": "b"}}))
            (inbox / "waits.json").write_text(json.dumps({
                "type": "denied", "subject": "not-yet", "time": "2026-03-02T12:00:00Z", "data": {"by": "Ada"}}))
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                found = json.loads(self.run("inbox", "status"))
                if found["quarantine"] and found["daemon"] and found["daemon"]["waiting"] and list(
                        Path(self.ledger).glob("archive/**/*taken*")):
                    break
            else:
                sys.exit(f"the daemon neither refuses nor waits: {found}")
            with open(inbox / "open.json", "w", encoding="utf-8") as file:
                file.write("[")
                file.flush()
                while time.monotonic() < deadline and not json.loads(self.run("inbox", "status"))["daemon"]["unfinished"]:
                    pass
            self.run("status")
        finally:
            daemon.terminate()
            daemon.wait(60)
        self.run("inbox", "status")
        stranger = Path(self.ledger) / "quarantine" / "stranger.json"
        stranger.write_text("{}")
        self.run("inbox", "reconcile", statuses=(1,))
        stranger.unlink()
        self.run("inbox", "retry", "refused.json")
        self.ask_retention()

    def ask_retention(self):
        """What is said of an event whose file retention has removed."""
        before = self.ledger
        self.copy("retained")
        daemon = subprocess.Popen([os.path.join(self.bin, "storyledgerd"), "--ledger", self.ledger],
                                  env=dict(os.environ, STORYLEDGER_ARCHIVE_KEEP="none"),
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 60
            while list(Path(self.ledger).glob("archive/**/*taken*")):
                if time.monotonic() > deadline:
                    sys.exit("retention does not remove the file")
                time.sleep(0.05)
        finally:
            daemon.terminate()
            daemon.wait(60)
        with sqlite3.connect(f"file:{self.ledger}/ledger.db?mode=ro", uri=True) as database:
            (position,) = database.execute("SELECT position FROM event WHERE story = 'taken'").fetchone()
        self.run("why", str(position))
        self.ledger = before

    def ask_damage(self):
        """What verify, status, publish and a rebuild say of what somebody changed or lost."""
        for number, (sql, path, words) in enumerate(DAMAGE):
            self.copy(f"damaged-{number}")
            if sql:
                self.change("ledger.db", sql)
            for file in [file for file in Path(self.ledger).glob(path or "no-such") if file.is_file()][:1]:
                file.write_bytes(bytes([file.read_bytes()[0] ^ 1]) + file.read_bytes()[1:])
            self.run("verify", *words, statuses=(0, 1))
        self.copy("other-rows")
        self.change("views.db", "UPDATE {} SET c_headline = 'x'", column="c_headline")
        self.run("verify", "--views", statuses=(0, 1))
        self.run("projections", "rebuild", statuses=(0, 1))
        self.copy("stopped")
        (Path(self.ledger) / "views.db").unlink()
        environment = {"STORYLEDGER_POISON": "parties:trap@3", "SWIFT_BACKTRACE": "enable=no"}
        for _ in range(4):
            self.run("parties", statuses=(0, -5, -4), environment=environment)
        self.run("projections", "status", statuses=(1,))
        self.run("projections", "rebuild", "stories", statuses=(-5, -4), environment={**environment, "STORYLEDGER_POISON": "trap@7"})
        self.run("projections", "status", statuses=(1,))
        self.copy("ahead")
        (Path(self.ledger) / "published-head").write_bytes((Path(self.ledger) / "public/checkpoint").read_bytes())
        self.change("ledger.db", "DELETE FROM event WHERE position > 9")
        self.run("status", statuses=(1,))
