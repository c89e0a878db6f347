"""Places that a takedown must reach or name, each in a ledger of its own: the log's notes of moves, files without a receipt,
waiting files of other stories, and texts that are too short to be told from others."""

import json
import os
import subprocess
import time

from harness import Ledger, check, eventually, published, updated

NAME = "Jo Fisher"


def bytes_of_log(ledger):
    """The log and what SQLite has beside it, as they lie on the disk."""
    return b"".join((ledger.root / name).read_bytes() for name in ("ledger.db", "ledger.db-wal")
                    if (ledger.root / name).exists())


def holders(ledger, text):
    """Files that hold a text or are called so."""
    found = []
    for directory, names, files in os.walk(ledger.root):
        found += [os.path.join(directory, name) for name in names if text in name]
        for name in files:
            path = os.path.join(directory, name)
            try:
                if text in name or text.encode() in open(path, "rb").read():
                    found.append(path)
            except FileNotFoundError:
                continue
    return sorted(os.path.relpath(path, ledger.root) for path in found)


def withheld(ledger, *words, code=0):
    done = ledger.run("withhold", *words, "--reason", "R", "--authority", "A", "--yes", "--json")
    check(done.returncode == code, f"withhold {words} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def withheld_nothing(ledger, *words):
    done = ledger.run("withhold", *words, "--reason", "R", "--authority", "A", "--yes")
    check(done.returncode == 66, f"withhold {words} ended with {done.returncode}: {done.stdout}{done.stderr}")


def appended(ledger, name, *documents):
    (ledger.drafts / name).write_text("\n".join(documents) + "\n")
    done = ledger.run("append", str(ledger.drafts / name))
    check(done.returncode == 0, f"append: {done.stderr}")


def with_names(ledger, order):
    """Two files that are called after the words, in an order in which the second or the first one waits."""
    files = {f"{NAME} 1.ndjson": published("pier", f"One.\n\n{NAME} saw it.\n\nTwo."),
             f"{NAME} 2.ndjson": updated("pier", f"Three.\n\n{NAME} saw it.\n\nTwo.")}
    for number in order:
        name = f"{NAME} {number}.ndjson"
        ledger.drop(name, files[name])
        if order[0] == 2 and number == 2:
            eventually(lambda: name in ledger.run("inbox", "status").stdout, "it waits", ledger.daemon)
    eventually(lambda: not ledger.waiting_files(), "both are taken", ledger.daemon)


def names_in_moves(options):
    """Nobody waits for the moves to be settled: right after the takedown the name is in no file."""
    for order, is_killed in (((1, 2), True), ((2, 1), True), ((1, 2), False), ((2, 1), False)):
        ledger = Ledger(options)
        try:
            ledger.start()
            with_names(ledger, order)
            if is_killed:
                ledger.kill()
                check(ledger.rows("SELECT 1 FROM pending_move"), "no move is listed, so this test shows nothing")
            report = withheld(ledger, "pier", "--text", NAME)
            found = holders(ledger, NAME)
            named = set(report["leftovers"])
            check(set(found) <= named, f"{order}, killed {is_killed}: the name is in {found}; named: {named}")
            check(NAME.encode() not in bytes_of_log(ledger), f"{order}, killed {is_killed}: the log holds the name")
            if not is_killed:
                # The same files again: their names go once they are moved, and not only when the inbox is looked through next.
                for number in (1, 2):
                    text = published("pier", f"One.\n\n{NAME} saw it.\n\nTwo.") if number == 1 else \
                        updated("pier", f"Three.\n\n{NAME} saw it.\n\nTwo.")
                    ledger.drop(f"{NAME} {number}.ndjson", text)
                eventually(lambda: not ledger.waiting_files(), "they are taken again", ledger.daemon)
                eventually(lambda: NAME.encode() not in bytes_of_log(ledger), "the log holds no name", ledger.daemon, patience=8)
                ledger.stop()
            check(NAME.encode() not in bytes_of_log(ledger), "the name came back")
            for words in (("verify",), ("verify", "--archive"), ("inbox", "reconcile")):
                done = ledger.run(*words)
                check(done.returncode == 0, f"{words}: {done.stdout}{done.stderr}")
        finally:
            ledger.done()


def moves_not_made(options):
    """A killed daemon has left a copy: the takedown makes the move, and what else the file held is archived."""
    ledger = Ledger(options)
    try:
        ledger.start()
        both = published("pier", f"{NAME} was there.") + "\n" + published("canal") + "\n"
        ledger.drop(f"{NAME} 3.ndjson", both)
        eventually(lambda: not ledger.waiting_files(), "it is taken", ledger.daemon)
        ledger.kill()
        # As it was before the move: the copy among the copies, and nothing in the archive.
        origin, inode = ledger.rows("SELECT origin, inode FROM pending_move ORDER BY receipt DESC LIMIT 1")[0]
        value = 0xCBF29CE484222325
        for byte in origin:
            value = (value ^ byte) * 0x100000001B3 & (1 << 64) - 1
        archived = next(ledger.archive.rglob(f"{NAME} 3.ndjson"))
        os.rename(archived, ledger.root / "incoming" / f"{inode}-{value:x}")
        withheld(ledger, "pier", "--text", NAME)
        check(not ledger.rows("SELECT 1 FROM pending_move"), "moves are listed")
        check(not os.listdir(ledger.root / "incoming"), "a copy was left")
        rest = next(file for file in ledger.archive.rglob("withheld-*.ndjson") if "canal" in file.read_text())
        check(rest.read_text() == published("canal") + "\n", "the rest of the file is not what it was")
        check(not holders(ledger, NAME), f"the name is in {holders(ledger, NAME)}")
        check(ledger.run("verify", "--archive").returncode == 0, "verify --archive")
    finally:
        ledger.done()


def a_move_that_is_held_up(options):
    """The daemon runs and cannot move a file: that is named, the takedown is unfinished, and the same command ends it."""
    ledger = Ledger(options)
    try:
        ledger.start()
        # Tomorrow may begin meanwhile.
        days = [ledger.archive / time.strftime("%Y-%m-%d", time.gmtime(time.time() + later)) for later in (0, 86400)]
        for day in days:
            day.write_text("in the place of a directory")
        ledger.drop(f"{NAME}.ndjson", published("pier", f"{NAME} saw it.") + "\n" + published("canal") + "\n")
        eventually(lambda: ledger.rows("SELECT 1 FROM pending_move") and os.listdir(ledger.root / "incoming"), "it is recorded",
                   ledger.daemon)
        words = ("pier", "--text", NAME)
        answers = []

        def is_unfinished():
            # 75: the daemon held the log for longer than a second.
            answers.append(ledger.run("withhold", *words, "--wait", "1", "--reason", "R", "--authority", "A", "--yes"))
            return answers[-1].returncode != 75
        eventually(is_unfinished, "the log is free", ledger.daemon)
        check(answers[-1].returncode == 74 and "ledger.db holds its name" in answers[-1].stderr,
              f"{answers[-1].returncode}: {answers[-1].stderr}")
        for day in days:
            day.unlink()
        eventually(lambda: not os.listdir(ledger.root / "incoming") and not ledger.waiting_files(), "it is moved", ledger.daemon)
        report = withheld(ledger, *words)
        # What was left of the file in the inbox was taken again, under its name, which a receipt has now. A running daemon
        # forgets a move some time after it was made.
        eventually(lambda: set(holders(ledger, NAME)) - {"ledger.db", "ledger.db-wal"} <= set(report["leftovers"]),
                   f"the name is only in what was named: {report['leftovers']}", ledger.daemon)
        check(not [file for file in holders(ledger, "saw it")], "the text is there")
        check(not ledger.rows("SELECT 1 FROM pending_move JOIN receipt ON receipt = number WHERE withheld NOTNULL"),
              "a move of the file is listed")
        ledger.stop()
    finally:
        ledger.done()


def files_without_a_receipt(options):
    """Copies that a person has put into the ledger's directories."""
    ledger = Ledger(options)
    try:
        document = published("pier", f"{NAME} saw it.")
        appended(ledger, "a.ndjson", document)
        places = ["archive/2026-11-29/inbox/zz.ndjson", "archive/top.ndjson", "archive/2025-01-01/old/x.ndjson",
                  "archive/2026-11-29/inbox/a.ndjson.bak", "quarantine/q/in.ndjson", "public/x.ndjson", "public/tile/notes",
                  "abandoned/1/x.ndjson"]
        for place in places:
            (ledger.root / place).parent.mkdir(parents=True, exist_ok=True)
            (ledger.root / place).write_text(document + "\n")
        report = withheld(ledger, "pier", "--text", NAME)
        check(sorted(report["leftovers"]) == sorted(places), f"named: {report['leftovers']}")
        check(holders(ledger, NAME) == sorted(places), f"held: {holders(ledger, NAME)}")
        # The same command again names what is still there, until nothing is.
        for place in list(places):
            again = withheld(ledger, "pier", "--text", NAME)
            check(sorted(again["leftovers"]) == sorted(places), f"named again: {again['leftovers']}")
            commands = {entry["place"]: entry["command"] for entry in again["commands"]}
            check(again["by"] is None and commands[place].startswith("rm "), f"{place}: {commands}")
            subprocess.run(commands[place], shell=True, executable="/bin/bash", check=True)
            places.remove(place)
        withheld_nothing(ledger, "pier", "--text", NAME)
    finally:
        ledger.done()


def files_of_receipts_and_others(options):
    """Files of other events have the command that takes them out; those that no receipt knows have `rm` at once."""
    ledger = Ledger(options)
    try:
        document = published("pier", f"{NAME} saw it.")
        ledger.start()
        ledger.drop("a.ndjson", document)
        ledger.drop("b.ndjson", published("other", f"{NAME} was there."))
        ledger.drop("c.json", json.dumps(dict(json.loads(published("quay")), data={"hedline": f"{NAME} was there."})))
        eventually(lambda: not ledger.waiting_files() and not ledger.rows("SELECT 1 FROM pending_move"), "they are taken",
                   ledger.daemon)
        filed = str(next(ledger.archive.rglob("b.ndjson")).relative_to(ledger.root))
        unknown = [f"{os.path.dirname(filed)}/zz.ndjson", "archive/top.ndjson", "archive/x/b.ndjson", f"{filed}.bak",
                   "quarantine/q/in.ndjson", f"quarantine/{NAME} 5.txt"]
        for place in unknown:
            (ledger.root / place).parent.mkdir(parents=True, exist_ok=True)
            (ledger.root / place).write_text("nothing" if NAME in place else document + "\n")
        report = withheld(ledger, "pier", "--text", NAME)
        ledger.stop()
        commands = {entry["place"]: entry["command"] for entry in report["commands"]}
        check(commands[filed].startswith("storyledger withhold "), f"{filed}: {commands}")
        for place in unknown:
            check(commands[place].startswith("mv " if NAME in place else "rm "), f"{place}: {commands}")
            subprocess.run(commands[place], shell=True, executable="/bin/bash", check=True)
        check([file for file in holders(ledger, NAME) if ".db" not in file] == [filed], f"held: {holders(ledger, NAME)}")
        report = withheld(ledger, "pier", "--text", NAME, "--everywhere")
        check(not report["leftovers"] and not holders(ledger, NAME), f"left: {report['leftovers']}, {holders(ledger, NAME)}")
    finally:
        ledger.done()


def names_as_they_are(options):
    """The named commands work in bash in the order given: several names in one directory, and bytes that no terminal shows."""
    for is_json in (True, False):
        ledger = Ledger(options)
        try:
            document = published("pier", f"{NAME} saw it.").encode()
            appended(ledger, "a.ndjson", document.decode())
            (ledger.inbox / "renamed").write_text("somebody's")
            called = [f"{NAME} 1.part", "Jo_Fisher.part", f"{NAME} dir/Jo-Fisher 2.part", f"{NAME} dir/{NAME} 3.json.part",
                      f"{NAME}\x1b[31m.part", f"{NAME} dir/in %1B.part"]
            for name in called:
                (ledger.inbox / name).parent.mkdir(exist_ok=True)
                (ledger.inbox / name).write_text("nothing")
            holding = [b"esc\x1b[31m.txt", b"new\nline.txt", b"it's \xff\\ %1B.txt", "turn\u202e\u00a0a.txt".encode(),
                       b"$(id) 'x'\t.txt"]
            for name in holding:
                with open(os.fsencode(ledger.root) + b"/" + name, "wb") as file:
                    file.write(document)
            done = ledger.run("withhold", "pier", "--text", NAME, "--reason", "R", "--authority", "A", "--yes",
                              *(["--json"] if is_json else []))
            check(done.returncode == 0, f"{done.returncode}: {done.stderr}")
            if is_json:
                commands = [entry["command"] for entry in json.loads(done.stdout)["commands"]]
            else:
                commands = [line.split(": ", 1)[1] for line in done.stdout.splitlines() if line.startswith("    to re")]
            check(len(commands) == len(holding) + len(called), f"{len(commands)} commands: {commands}")
            for command in commands:
                subprocess.run(command, shell=True, executable="/bin/bash", check=True)
            left = [name for _, names, files in os.walk(os.fsencode(ledger.root)) for name in names + files
                    if b"Fisher" in name or name in holding]
            check(not left, f"left: {left}")
            check((ledger.inbox / "renamed").read_text() == "somebody's", "a file was lost")
            check(len([file for file in ledger.inbox.rglob("*") if file.is_file()]) == 7, "a file was lost")
            again = ledger.run("withhold", "pier", "--text", NAME, "--reason", "R", "--authority", "A", "--yes")
            check(again.returncode == 66, f"again: {again.returncode}: {again.stdout}")
        finally:
            ledger.done()


def words_as_a_reader_sees_them(options):
    """The list marks the words also where white space or invisible characters differ."""
    ledger = Ledger(options)
    try:
        appended(ledger, "a.ndjson", published("pier", "Jo\u00a0 Fisher saw it.\n\nSo did Jo Fis\u00adher."))
        for words in (NAME, "Jo  Fish\u200ber"):
            done = ledger.run("withhold", "pier", "--text", words, "--dry-run")
            marked = [part.split("\u00ab")[0] for part in done.stdout.split("\u00bb")[1:]]
            check(len(marked) == 2 and all("Jo" in part and part.endswith("her") for part in marked), f"{marked}: {done.stdout}")
    finally:
        ledger.done()


def waiting_for_other_stories(options):
    """Without --everywhere a file that waits for another story stays, and is named."""
    ledger = Ledger(options)
    try:
        said = f"{NAME} saw it, and said so to everybody."
        appended(ledger, "a.ndjson", published("pier", f"One.\n\n{said}\n\n{NAME} again."))
        ledger.start()
        ledger.drop("wait.json", updated("later", f"Two.\n\n{said}"))
        ledger.drop("other.json", updated("later", "Nothing of it."))
        eventually(lambda: ledger.run("inbox", "status").stdout.count(".json") >= 2, "they wait", ledger.daemon)
        report = withheld(ledger, "--position", "0", "--piece", "1")
        check(report["leftovers"] == ["inbox/wait.json"], f"named: {report['leftovers']}")
        report = withheld(ledger, "pier", "--text", NAME)
        check(report["leftovers"] == ["inbox/wait.json"], f"named: {report['leftovers']}")
        check((ledger.inbox / "wait.json").exists(), "it is gone")
        ledger.stop()
    finally:
        ledger.done()


def short_texts(options):
    """A text of a few bytes is named where it stands whole: in the log and in files."""
    short = "Kim Doe won."
    ledger = Ledger(options)
    try:
        first = json.loads(published("a", f"{short}\n\nOther."))
        first["data"]["dek"] = short
        appended(ledger, "s.ndjson", json.dumps(first), updated("a", f"New.\n\n{short}\n\nLast: {short} Said so."),
                 json.dumps(dict(json.loads(published("c")), data={"headline": short, "body": "x"})),
                 published("d", f"He said {short} Not so."))
        (ledger.quarantine / "bad.json").write_text(json.dumps({"type": "nothing", "x": short}))
        (ledger.quarantine / "line.txt").write_text(f"one\n  {short}\r\ntwo\n")
        (ledger.quarantine / "within.txt").write_text(f"one {short} two\n")
        (ledger.inbox / ".unf.json").write_text(json.dumps(first)[:-3])
        (ledger.inbox / ".front.md").write_text(f"---\ndek: {short}\n---\n")
        (ledger.inbox / ".named Kim Doe won.json").write_text("{}")
        report = withheld(ledger, "--position", "0", "--field", "dek")
        check(report["remaining"] == [0, 1, 2], f"remaining: {report['remaining']}")
        named = {"quarantine/bad.json", "quarantine/line.txt", "inbox/.unf.json", "inbox/.front.md",
                 "inbox/.named Kim Doe won.json"}
        check(named <= set(report["leftovers"]), f"named: {report['leftovers']}")
        check("quarantine/within.txt" not in report["leftovers"], "a text within another one is named")
        check((ledger.quarantine / "bad.json").exists(), "a file was removed for a short text")
    finally:
        ledger.done()


def the_same_paragraph_elsewhere(options):
    """The blank line after a paragraph is not looked for: the same words are another field, a last paragraph, another story."""
    long = "Kim Doe of Harbour Street won the first prize of the year."
    ledger = Ledger(options)
    try:
        first = json.loads(published("a", f"{long}\n\nOther."))
        first["data"]["dek"] = long
        appended(ledger, "s.ndjson", json.dumps(first), updated("a", f"New.\n\n{long}"),
                 json.dumps(dict(json.loads(published("c")), data={"headline": long, "body": "x"})),
                 updated("a", f"Newer.\n\n{long}\n\nMore."))
        report = withheld(ledger, "--position", "0", "--piece", "0")
        check(report["remaining"] == [0, 1, 2, 3], f"remaining: {report['remaining']}")
        report = withheld(ledger, "--position", "3", "--piece", "1")
        check(report["remaining"] == [0, 1, 2], f"remaining: {report['remaining']}")
    finally:
        ledger.done()


def named_by_its_file_alone(options):
    """An event whose file is called after the words loses the name and the hash of the file; its document stays in the archive."""
    ledger = Ledger(options)
    try:
        ledger.start()
        two = published("pier", "One.\n\nTwo.") + "\n" + published("canal", "Three.") + "\n"
        ledger.drop("Jo_Fisher-1.ndjson", two)
        ledger.drop("other.ndjson", published("quay", f"{NAME} saw it."))
        eventually(lambda: not ledger.waiting_files() and not ledger.rows("SELECT 1 FROM pending_move"), "they are taken",
                   ledger.daemon)
        report = withheld(ledger, "pier", "--text", NAME, "--everywhere")
        taken = {entry["position"]: entry["pieces"] for entry in report["taken"]}
        quay = ledger.rows("SELECT position FROM event WHERE story = 'quay'")[0][0]
        check(len(taken) == 3 and all(len(pieces) == 2 for at, pieces in taken.items() if at != quay), f"taken: {taken}")
        check(not holders(ledger, NAME) and not holders(ledger, "Jo_Fisher"), f"held: {holders(ledger, 'Jo_Fisher')}")
        rest = [file.read_text() for file in ledger.archive.rglob("withheld-*.ndjson")]
        check(rest == [two], f"archived: {rest}")
        for story, body in (("pier", "One.\n\nTwo."), ("canal", "Three.")):
            shown = json.loads(ledger.run("show", story, "--json").stdout)
            check(shown["body"] == body, f"{story}: {shown}")
        ledger.drop("again.ndjson", two)
        eventually(lambda: not ledger.waiting_files(), "it is taken", ledger.daemon)
        check(ledger.rows("SELECT outcome FROM receipt ORDER BY number DESC LIMIT 1") == [("duplicate",)], "it is no duplicate")
        ledger.stop()
        for words in (("verify",), ("verify", "--archive"), ("inbox", "reconcile")):
            done = ledger.run(*words)
            check(done.returncode == 0, f"{words}: {done.stdout}{done.stderr}")
    finally:
        ledger.done()


def named_by_a_file_and_nothing_else(options):
    """No text of any event holds the words: the name goes all the same, and what else holds them is named."""
    ledger = Ledger(options)
    try:
        ledger.start()
        ledger.drop("Jo_Fisher-1.ndjson", published("pier", "One."))
        eventually(lambda: not ledger.waiting_files() and not ledger.rows("SELECT 1 FROM pending_move"), "it is taken", ledger.daemon)
        (ledger.archive / "z.ndjson").write_text(NAME)
        report = withheld(ledger, "pier", "--text", NAME)
        check(report["receipts"] == [1] and report["leftovers"] == ["archive/z.ndjson"], f"{report}")
        check(holders(ledger, "Fisher") == ["archive/z.ndjson"], f"held: {holders(ledger, 'Fisher')}")
        # The same command again names what is left, until nothing is.
        again = withheld(ledger, "pier", "--text", NAME)
        check(again["by"] is None and again["leftovers"] == ["archive/z.ndjson"], f"again: {again}")
        subprocess.run(again["commands"][0]["command"], shell=True, executable="/bin/bash", check=True)
        withheld_nothing(ledger, "pier", "--text", NAME)
        ledger.stop()
        check(ledger.run("verify").returncode == 0, "verify")
    finally:
        ledger.done()


def names_of_waiting_files(options):
    """Files that wait, and files without the words in them, are called after them: neither the daemon's notes nor the inbox keep that."""
    for end in ("runs", "stopped", "killed"):
        ledger = Ledger(options)
        try:
            appended(ledger, "a.ndjson", published("pier", f"{NAME} saw it."))
            ledger.start()
            ledger.drop("Jo-Fisher 1.json", updated("later", f"Two.\n\n{NAME} said so."))
            ledger.drop("Jo_Fisher 2.json", updated("later", "Nothing of it."))
            notes = [ledger.root / name for name in ("intake.json", "intake.work")]
            eventually(lambda: notes[0].exists() and notes[0].read_text().count("Fisher") >= 2, "both wait", ledger.daemon)
            if end == "stopped":
                ledger.stop()
            elif end == "killed":
                ledger.kill()
            report = withheld(ledger, "pier", "--text", NAME, "--everywhere")
            held = holders(ledger, "Jo-Fisher") + holders(ledger, "Jo_Fisher")
            check(end == "runs" or "intake.json" not in held, f"{end}: nothing writes intake.json, and it holds the name")
            check(not [entry for entry in report["commands"] if entry["place"] == "intake.json"], f"{end}: a command for intake.json")
            check(set(held) <= set(report["leftovers"]), f"{end}: the name is in {held}, named: {report['leftovers']}")
            for entry in report["commands"]:
                if entry["place"] in held:
                    subprocess.run(entry["command"], shell=True, executable="/bin/bash", check=True)
            eventually(lambda: not holders(ledger, "Fisher"), f"{end}: the name is nowhere", ledger.daemon if end == "runs" else None)
        finally:
            ledger.done()


def in_other_letters(options):
    """Other letters of the words in other stories are named, with a command that takes them."""
    ledger = Ledger(options)
    try:
        appended(ledger, "a.ndjson", published("pier", f"One.\n\n{NAME} saw it.\n\nJO  FISHER saw it, too."),
                 published("canal", "JO FISHER was there."), published("quay", "Of jo\u00a0fisher's boat."),
                 published("lock", "Joe Fisher, of jo and fisher."), json.dumps(dict(json.loads(published("dock")),
                                                                                 data={"headline": "Jo FISHER!", "body": "x"})))
        report = withheld(ledger, "pier", "--text", NAME)
        check(report["otherLetters"] == [0, 1, 2, 4] and report["remaining"] == [], f"named: {report}")
        commands = {entry["place"]: entry["command"] for entry in report["commands"]}
        check(set(commands) == {"@0", "@1", "@2", "@4"} and commands["@0"] == commands["@1"], f"commands: {commands}")
        for command in sorted(set(commands.values())):
            program = os.path.join(ledger.bin, command).replace(" R ", " R --yes ")
            subprocess.run(program, shell=True, executable="/bin/bash", check=True, env=ledger.variables, capture_output=True)
        shown = [ledger.run("show", story).stdout for story in ("pier", "canal", "quay", "lock", "dock")]
        check(not [text for text in shown if "jo fisher" in text.lower().replace("  ", " ").replace("\u00a0", " ")], f"{shown}")
        check("Joe Fisher, of jo and fisher." in shown[3], f"lock: {shown[3]}")
        withheld_nothing(ledger, "pier", "--text", NAME)
        # Other letters may be another word: they are listed, and keep no command from its end.
        appended(ledger, "b.ndjson", published("weir", "jo fisher."))
        withheld_nothing(ledger, "pier", "--text", NAME)
    finally:
        ledger.done()


def slugs(options):
    """A file that is called after the words in small letters, without accents or spaces, is called after them."""
    ledger = Ledger(options)
    try:
        ledger.start()
        ledger.drop("zoe-mueller-saw-it.ndjson", published("pier", "One."))
        ledger.drop("2026_zoemuller2.ndjson", published("pier-2", "One."))
        ledger.drop("zoes-muller.ndjson", published("pier-3", "One."))
        eventually(lambda: not ledger.waiting_files() and not ledger.rows("SELECT 1 FROM pending_move"), "they are taken",
                   ledger.daemon)
        (ledger.inbox / "ZoeMuller.json.part").write_text("{}")
        report = withheld(ledger, "pier", "--text", "Zo\u00eb M\u00fcller")
        check(report["receipts"] == [1] and "inbox/ZoeMuller.json.part" in report["leftovers"], f"{report}")
        report = withheld(ledger, "pier", "--text", "Zo\u00eb M\u00fcller", "--everywhere")
        check(report["receipts"] == [2], f"everywhere: {report}")
        found = holders(ledger, "mueller") + holders(ledger, "muller") + holders(ledger, "Muller")
        check({os.path.basename(file) for file in found} <= {"ZoeMuller.json.part", "zoes-muller.ndjson", "ledger.db"}, f"{found}")
        ledger.stop()
        check(ledger.run("verify", "--archive").returncode == 0, "verify")
    finally:
        ledger.done()


def test_places(options):
    for part in (names_of_waiting_files, named_by_its_file_alone, named_by_a_file_and_nothing_else, names_in_moves, moves_not_made,
                 a_move_that_is_held_up, files_without_a_receipt, files_of_receipts_and_others, names_as_they_are,
                 words_as_a_reader_sees_them, waiting_for_other_stories, short_texts, the_same_paragraph_elsewhere,
                 in_other_letters, slugs):
        part(options)
