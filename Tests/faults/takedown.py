#!/usr/bin/env python3
"""Takedowns with the real programs: what was withheld is in no file under the ledger's directory any more, in no encoding,
with a daemon and without, after kills too; everything else is proven as before."""

import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import unicodedata

from harness import arguments, check, eventually, main, published, updated
from takedown_commands import test_commands
from takedown_letters import test_letters
from takedown_places import test_places

# Long enough for many pages of the database, and with all that is written in more than one way.
SECRET = "Witness Ilse \u00c9tienne \u201clives\u201d at \\ 7 Quay \U0001F30A"
LONG = "\n\n".join(f"{SECRET}, line {number}." for number in range(4000))


def forms(text):
    """The text as it is, as JSON writes it, and as JSON writes it in ASCII; in parts, for a page may end anywhere."""
    for part in (text, text[:24], text[-24:]):
        yield part.encode()
        yield json.dumps(part, ensure_ascii=False)[1:-1].encode()
        yield json.dumps(part)[1:-1].encode()


def holding(ledger, text):
    """Files that hold a text, whatever they are."""
    wanted = set(forms(text))
    found = []
    for directory, _, names in os.walk(ledger.root):
        for name in names:
            path = os.path.join(directory, name)
            try:
                with open(path, "rb") as file:
                    data = file.read()
            except FileNotFoundError:
                continue  # The daemon's own temporary files come and go.
            if any(form in data for form in wanted):
                found.append(os.path.relpath(path, ledger.root))
    return sorted(found)


def withhold(ledger, position, code=0):
    result = ledger.run(
        "withhold", "--position", str(position), "--reason", "Court order 12/26", "--authority", "District court", "--yes",
        "--json")
    check(result.returncode == code, f"withhold {position} ended with {result.returncode}: {result.stderr}")
    return json.loads(result.stdout) if result.stdout else result.stderr


def verified(ledger, withheld):
    result = ledger.run("verify", "--json")
    check(result.returncode == 0, f"verify ended with {result.returncode}: {result.stdout}")
    summary = json.loads(result.stdout.splitlines()[-1])
    found = sorted(entry["position"] for entry in summary["withheld"])
    check(found == sorted(withheld), f"withheld are {found}, not {sorted(withheld)}")
    return summary


def front_matter(story, text):
    head = f"---\ntype: published\nstory: {story}\ntime: 2026-03-02 17:20 Europe/Berlin\nheadline: Closed\n---\n"
    return head + text


def position(ledger, story, revision=0):
    return ledger.rows(f"SELECT position FROM event WHERE story = '{story}' AND revision = {revision}")[0][0]


def drop_all(ledger, files):
    for name, text in files.items():
        ledger.drop(name, text)
        eventually(lambda: not ledger.waiting_files(), f"{name} is taken", ledger.daemon)
    eventually(lambda: not ledger.rows("SELECT 1 FROM pending_move"), "moves are settled", ledger.daemon)


def in_every_kind_of_file(ledger):
    """With the daemon running."""
    first, other = published("quay", LONG), published("tunnel")
    drop_all(ledger, {
        "quay.json": first, "copy of it.json": first, "tunnel.json": other,
        "lines.ndjson": f"{other}\n{first}\n{published('canal')}\n", "array.json": f"[{published('lane')}, {first}]",
        "ascii.json": json.dumps(json.loads(first), ensure_ascii=True), "refused.ndjson": first + "\n{}\n",
        "typo.json": first.replace("headline", "headlin"), "front.md": front_matter("front", SECRET),
    })
    (ledger.drafts / "append.json").write_text(first)
    check(ledger.run("append", str(ledger.drafts / "append.json")).returncode == 0, "append of the same")
    eventually(lambda: ledger.run("status", "--json").stdout.count('"obstacle":null') == 1, "it is published")
    before = verified(ledger, [])
    check(len(holding(ledger, SECRET)) >= 8, f"before, the text is in {holding(ledger, SECRET)}")
    key = json.loads(ledger.run("key", "show", "--json").stdout)["keys"][0]
    kept = ledger.scratch / "kept"
    kept.write_text(ledger.run("checkpoint").stdout)

    quay, front = position(ledger, "quay"), position(ledger, "front")
    done = withhold(ledger, quay)
    check(done["finished"] and len(done["removed"]) >= 4 and len(done["rewritten"]) == 3, f"done: {done}")
    withhold(ledger, front)
    check(not holding(ledger, SECRET), f"the text is still in {holding(ledger, SECRET)}")
    check(not list(ledger.archive.rglob("lines*")), "a file that was rewritten keeps its name")
    lines = next(file for file in ledger.archive.rglob("withheld-*.ndjson") if "tunnel" in file.read_text())
    check(lines.read_text() == f"{other}\n{published('canal')}\n", "a file of lines is not what is left of it")
    array = next(file for file in ledger.archive.rglob("withheld-*.json") if "lane" in file.read_text())
    check(array.read_text() == f"[{published('lane')}]", "an array is not what is left of it")
    check(not list(ledger.archive.rglob("front.md")), "a file of one document is still there")
    check("withheld already by event" in withhold(ledger, quay, code=65), "the second time is not refused as such")
    verified(ledger, [quay, front])

    events = ledger.check_log()
    drop_all(ledger, {"again.json": first, "mixed.ndjson": f"{first}\n{other}\n", "bad.ndjson": first + "\n{}\n"})
    check(ledger.run("append", str(ledger.drafts / "append.json")).returncode == 0, "append of the same, again")
    check(ledger.check_log() == events, "a withheld document that came again was appended")
    check(not holding(ledger, SECRET), f"it came back into {holding(ledger, SECRET)}")

    drop_all(ledger, {"later.json": updated("quay", "What may be said.")})
    shown = json.loads(ledger.run("show", "quay", "--json").stdout)
    check(shown["version"] == 2 and shown["body"] == "What may be said.", f"the story does not go on: {shown}")
    check(shown["withheldFields"] == ["headline"], f"withheld fields: {shown.get('withheldFields')}")
    check(ledger.run("publish").returncode == 0, "publish")
    extends = ledger.run("verify", "--checkpoint", str(kept), "--key", key)
    check(extends.returncode == 0, f"the log does not extend the checkpoint of before: {extends.stdout}")
    check(before["events"] + 3 == verified(ledger, [quay, front])["events"], "events are missing")
    prove(ledger, key, quay)


def prove(ledger, key, withheld):
    """Proofs and bundles, checked by us and by the script that has no code of ours."""
    proof = ledger.scratch / "proof"
    check(ledger.run("prove", str(withheld), "--output", str(proof)).returncode == 0, "prove a withheld event")
    found = subprocess.run([os.path.join(ledger.bin, "storyledger"), "check-proof", str(proof), "--key", key],
                           stdout=subprocess.DEVNULL, env=ledger.variables)
    check(found.returncode == 0, "the proof of a withheld event")
    # A denial and an update without text are withheld; the version after them is proven without their data.
    drop_all(ledger, {
        "p.json": json.dumps({"type": "published", "subject": "pier", "time": "2026-03-02T17:20:00Z", "data": {
            "headline": "Pier shut", "body": "It is shut.", "claims": [{"id": "c", "text": "It is shut."}]}}),
        "d.json": json.dumps({"type": "denied", "subject": "pier", "time": "2026-03-02T18:20:00Z", "data": {
            "by": SECRET, "statement": SECRET}}),
        "u.json": json.dumps({"type": "updated", "subject": "pier", "time": "2026-03-02T18:30:00Z", "data": {
            "byline": [SECRET]}}),
    })
    gone = [position(ledger, "pier", 1), position(ledger, "pier", 2)]
    for place in gone:
        withhold(ledger, place)
    drop_all(ledger, {"n.json": updated("pier", "It is open.")})
    check(ledger.run("publish").returncode == 0, "publish")
    bundle = ledger.scratch / "bundle"
    made = ledger.run("bundle", "pier", "--version", "2", "--output", str(bundle))
    check(made.returncode == 0, f"bundle: {made.stderr}")
    script = os.path.join(os.path.dirname(__file__), "..", "..", "scripts", "check-bundle.py")
    for command in ([os.path.join(ledger.bin, "storyledger"), "check-bundle"], [sys.executable, script]):
        found = subprocess.run([*command, str(bundle), "--key", key], capture_output=True, text=True, env=ledger.variables)
        check(found.returncode == 0, f"{command[0]}: {found.stderr}")
        for place in gone:
            check(f"@{place}, all of its data: " in found.stdout, f"{command[0]} does not say so: {found.stdout}")
    check(not holding(ledger, SECRET), f"the text is in {holding(ledger, SECRET)}")


def digests(ledger):
    """What receipts and events still say of files, in hexadecimal and in bytes."""
    return [sha for (sha,) in ledger.rows("SELECT sha256 FROM receipt")]


def in_receipts_reasons_and_names(ledger):
    """A file of the event alone: its name, its hash, and the words that a refusal quoted are nowhere, in any encoding."""
    words = "Zo\u00eb \"Q\" M\u00fcller/Quay \U0001F30A"
    decomposed = unicodedata.normalize("NFD", words)
    text = published("heir", f"One.\n\n{words} was there.\n\nThree.")
    upper = json.dumps(json.loads(text)).replace("/", "\\/").replace("\\u00eb", "\\u00EB")
    drop_all(ledger, {
        f"{words.replace('/', '-')}.json": text, "escaped.json": upper, "nfd.json": published("heir2", f"{decomposed} saw it."),
        "bad.json": text.replace('"published"', json.dumps(words)),
        "long.json": text.replace('"published"', json.dumps("x" * 30 + words + "y" * 300)),
        "torn.json": upper.replace("heir", "torn")[:-3],
    })
    # A document that waits for a story, and one that its writer has not finished.
    waiting = json.dumps({"type": "updated", "subject": "heir-2027", "time": "2026-03-02T17:20:00Z",
                          "data": {"body": f"Again {decomposed}."}})
    (ledger.inbox / "waits.json").write_text(waiting)
    (ledger.inbox / "half.json.tmp").write_text(upper[:-20])
    hashes = [hashlib.sha256(t.encode()).digest() for t in (text, upper)]
    check(len(holding(ledger, words)) >= 4, f"before, the words are in {holding(ledger, words)}")
    before = digests(ledger)
    check(all(digest in before for digest in hashes), "receipts do not hold the hashes before")
    done = ledger.run("withhold", "heir", "--text", decomposed, "--everywhere", "--reason", "R", "--authority", "A", "--yes",
                      "--json")
    check(done.returncode == 0, f"withhold: {done.stdout}{done.stderr}")
    found = json.loads(done.stdout)
    check(len(found["taken"]) == 2 and found["remaining"] == [] and found["leftovers"] == [], f"withhold: {found}")
    nowhere(ledger, words, hashes)
    check(not [name for name in names(ledger) if "Zo" in name], f"names: {[name for name in names(ledger) if 'Zo' in name]}")
    check("half.json.tmp" not in names(ledger) and "waits.json" not in names(ledger), "files that wait or are unfinished")
    place = position(ledger, "heir")
    why = ledger.run("why", str(place))
    check(why.returncode == 0 and "its name and hash were withheld by @" in why.stdout, f"why: {why.stdout}{why.stderr}")
    check(ledger.run("why", str(place), "--source").returncode == 66, "why --source")
    archive = ledger.run("verify", "--archive", "--json")
    check(archive.returncode == 0, f"verify --archive: {archive.stdout}")
    # It comes again: a duplicate, and nothing of it stays.
    drop_all(ledger, {f"{words.replace('/', '-')}.json": text, "more.ndjson": text + "\n" + published("more") + "\n"})
    again = hashlib.sha256((text + "\n" + published("more") + "\n").encode()).digest()
    nowhere(ledger, words, hashes)
    check(again not in digests(ledger), "the receipt of a file that holds it again has a hash")
    check(ledger.run("verify", "--archive").returncode == 0, "verify --archive, after it came again")


def denial(statement, more=""):
    return ("---\ntype: denied\nstory: mill\ntime: 2026-03-02T18:00:00Z\nby: The mill\n"
            f"statement: {statement}\n{more}---\n")


def however_it_is_written(ledger):
    """Words in front matter go as they are read: folded over lines, with escapes, in quotes; refused, waiting or taken."""
    words, folded = "Zebulon Quark", ">-\n   Zebulon\n   Quark"
    drop_all(ledger, {"mill.json": published("mill", f"It was {words}.").replace(
        '"body"', '"claims": [{"id": "c", "text": "It was so."}], "body"')})
    refused = {
        "folded.md": denial(folded, "claim: none\n"), "escaped.md": denial('"Zebulon\\x20Quark"', "claim: none\n"),
        "joined.md": denial('"Zebulon \\\n   Quark"', "claim: none\n"), "plain.md": denial("Zebulon\n   Quark", "claim: none\n"),
        "twice.md": denial(folded, "by: It\n"), "open.md": denial(folded).replace("---\n", "", 1),
        "broken.md": denial(folded, "x: [\n"), "yaml.json": denial(folded), f"noext {words}": "{",
        "letters.md": denial('"\\x5A\\u0065bulon Qu\\U00000061rk"', "claim: none\n"),
    }
    drop_all(ledger, {**refused, "taken.md": denial(folded), "other.md": denial("Nobody said so.", "claim: none\n")})
    ledger.drop("waits.md", denial(folded, "answers: later\n").replace("type: denied", "type: reiterated"))
    ledger.drop(".draft.md", denial(folded))
    waits = ledger.inbox / "waits.md"
    eventually(lambda: "waits.md" in ledger.run("inbox", "status").stdout, "a file waits", ledger.daemon)
    check(waits.exists(), "it does not wait")
    done = ledger.run("withhold", "mill", "--text", words, "--reason", "r", "--authority", "a", "--yes", "--json")
    check(done.returncode == 0, f"withhold: {done.stdout}{done.stderr}")
    report = json.loads(done.stdout)
    check("inbox/.draft.md" in report["leftovers"] or not (ledger.inbox / ".draft.md").exists(),
          f"a draft is neither gone nor named: {report}")
    (ledger.inbox / ".draft.md").unlink(missing_ok=True)
    eventually(lambda: not ledger.rows("SELECT 1 FROM pending_move"), "moves are settled", ledger.daemon)
    left = [p.relative_to(ledger.root).as_posix() for name in ("inbox", "quarantine", "archive", "intake.work")
            for p in [ledger.root / name, *(ledger.root / name).rglob("*")]
            if p.is_file() and any(part in p.read_text(errors="replace") + p.name for part in ("Quark", "Qu\\U", "Zebu", "ebulon"))]
    check(not left, f"the words are still in {left}; reported: {report}")
    check((ledger.quarantine / "other.md").exists(), "a file without the words is gone")
    check(not waits.exists(), "the waiting file is still there")


def documents_that_changed_nothing(ledger):
    """With the daemon running: a document that said nothing new goes with the words that it repeated, and stays away when it
    comes again, under its own id or one that the ledger derives."""
    words = "Witness Odile \u00c9tienne stood at the lock."
    first = published("lock", f"One.\n\n{words}\n\nThree.")
    same = {"type": "updated", "subject": "lock", "time": "2026-03-02T18:00:00Z",
            "data": {"body": f"One.\n\n{words}\n\nThree."}}
    files = {"lock.json": first, "same.json": json.dumps(same), "named.json": json.dumps(dict(same, id="mine")),
             "lines.ndjson": json.dumps(dict(same, id="other")) + "\n" + published("weir") + "\n"}
    drop_all(ledger, files)
    outcomes = [outcome for (outcome,) in ledger.rows("SELECT outcome FROM receipt ORDER BY number DESC LIMIT 4")]
    check(outcomes == ["appended", "unchanged", "unchanged", "appended"], f"outcomes: {outcomes}")
    check(len(holding(ledger, words)) >= 5, f"before, the words are in {holding(ledger, words)}")
    done = ledger.run("withhold", "lock", "--text", "Odile", "--reason", "R", "--authority", "A", "--yes", "--json")
    check(done.returncode == 0, f"withhold: {done.stdout}{done.stderr}")
    check(not holding(ledger, words), f"the words are in {holding(ledger, words)}")
    events = ledger.check_log()
    for round in ("again", "and again"):
        again = {f"{round} {name}": text for name, text in files.items() if name != "lines.ndjson"}
        again[f"{round} lines.ndjson"] = files["lines.ndjson"]
        again[f"{round} mixed.ndjson"] = json.dumps(same) + "\n" + published("weir") + "\n"
        drop_all(ledger, again)
        path = ledger.drafts / "same.json"
        path.write_text(json.dumps(same))
        check(ledger.run("append", str(path)).returncode == 0, "append of the same, again")
        check(not holding(ledger, words), f"{round}, the words are back in {holding(ledger, words)}")
        check(not [name for name in names(ledger) if round in name], f"names: {[n for n in names(ledger) if round in n]}")
        for text in again.values():
            check(hashlib.sha256(text.encode()).digest() not in digests(ledger), f"{round}, a receipt has the hash")
    check(ledger.check_log() == events, "a document that came again was appended")
    found = ledger.run("verify", "--archive")
    check(found.returncode == 0, f"verify --archive: {found.stdout}")


def names(ledger):
    return [name for _, _, names in os.walk(ledger.root) for name in names]


def nowhere(ledger, words, hashes):
    """The words and the hashes are in no file, in no form."""
    found = holding(ledger, words) + holding(ledger, unicodedata.normalize("NFD", words))
    check(not found, f"the words are still in {found}")
    for digest in hashes:
        check(digest not in digests(ledger), "a receipt still has the hash")
        forms = {digest, digest.hex().encode()}
        for directory, _, files in os.walk(ledger.root):
            for name in files:
                path = os.path.join(directory, name)
                try:
                    data = open(path, "rb").read()
                except FileNotFoundError:
                    continue
                check(not any(form in data for form in forms), f"{path} still holds the hash {digest.hex()}")


def killed_while_somebody_reads(ledger):
    """The log is committed, the write-ahead log still holds the text: the same command again finishes it."""
    secret = "A sentence that somebody reads while it is withheld."
    (ledger.drafts / "read.json").write_text(published("read", secret))
    check(ledger.run("append", str(ledger.drafts / "read.json")).returncode == 0, "append")
    reader = sqlite3.connect(f"file:{ledger.root}/ledger.db?mode=ro", uri=True, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM event").fetchone()
    place = position(ledger, "read")
    command = [os.path.join(ledger.bin, "storyledger"), "withhold", "--position", str(place), "--yes", "--reason", "R",
               "--authority", "A"]
    process = subprocess.Popen([*command, "--ledger", str(ledger.root)])
    eventually(lambda: ledger.rows(f"SELECT 1 FROM event WHERE id = 'withheld-{place}'"), "it is recorded", None)
    process.send_signal(signal.SIGKILL)
    process.wait()
    check(holding(ledger, secret), "nothing holds the text, so this test shows nothing")
    status = json.loads(ledger.run("status", "--json").stdout)
    check(status["unfinishedTakedowns"] == [place], f"unfinished: {status['unfinishedTakedowns']}")
    reader.execute("COMMIT")
    reader.close()
    check(withhold(ledger, place)["resumed"], "it is not resumed")
    check(not holding(ledger, secret), f"the text is still in {holding(ledger, secret)}")
    withhold(ledger, place, code=65)


def killed_at_any_moment(ledger, kills):
    """Without a daemon, files in quarantine and archive; killed somewhere, finished by the next."""
    chance = random.Random(7)
    for number in range(kills):
        secret = f"Sentence number {number} of those that are withheld."
        text = published(f"kill-{number}", secret)
        (ledger.drafts / "kill.json").write_text(text)
        check(ledger.run("append", str(ledger.drafts / "kill.json")).returncode == 0, "append")
        (ledger.quarantine / f"kill-{number}.json").write_text(text)
        place = position(ledger, f"kill-{number}")
        command = [os.path.join(ledger.bin, "storyledger"), "withhold", "--position", str(place), "--yes", "--reason", "R",
               "--authority", "A"]
        process = subprocess.Popen([*command, "--ledger", str(ledger.root)], stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, 0.12))
        process.send_signal(signal.SIGKILL)
        code = process.wait()
        result = ledger.run("withhold", "--position", str(place), "--yes", "--reason", "R", "--authority", "A")
        # Refused only where the first was through.
        check(result.returncode in (0, 65), f"the next one ended with {result.returncode}: {result.stderr}")
        check(not holding(ledger, secret), f"killed with {code}, the text is in {holding(ledger, secret)}")
        check(len(ledger.rows(f"SELECT 1 FROM event WHERE id = 'withheld-{place}'")) == 1, "it is withheld once")


def paragraph_by_paragraph(ledger):
    """With the daemon running: a paragraph of many events and stories goes, and everything else stays and is proven."""
    name = "Ilse \u00c9tienne-Quay the younger"
    def body(number):
        return f"Paragraph one of {number}.\n\n{name} was there.\n\nParagraph three of {number}."
    texts = [published("ferry", body(0))] + [updated("ferry", body(number)) for number in range(1, 5)]
    drop_all(ledger, {f"ferry-{number}.json": text for number, text in enumerate(texts)} | {
        "cable.ndjson": f"{published('cable', body(9))}\n{published('crane', 'Nothing of it.')}\n"})
    listed = ledger.run("withhold", "ferry", "--text", name, "--everywhere", "--dry-run", "--json")
    places = json.loads(listed.stdout)["places"]
    check(len(places) == 6 and all(place["field"] == "body paragraph 2" for place in places), f"places: {places}")
    check(ledger.run("withhold", "ferry", "--text", name, "--reason", "R", "--authority", "A").returncode == 64,
          "nobody was asked")
    done = ledger.run("withhold", "ferry", "--text", name, "--everywhere", "--reason", "R", "--authority", "A", "--yes",
                      "--json")
    check(done.returncode == 0, f"withhold --text: {done.stderr}")
    check(json.loads(done.stdout)["remaining"] == [], f"remaining: {done.stdout}")
    check(not holding(ledger, name), f"the name is still in {holding(ledger, name)}")
    shown = json.loads(ledger.run("show", "ferry", "--json").stdout)
    check(shown["version"] == 5 and "1 paragraph withheld by @" in shown["body"], f"show: {shown['body']}")
    check("Paragraph one of 4." in shown["body"] and "Paragraph three of 4." in shown["body"], f"show: {shown['body']}")
    difference = ledger.run("diff", "ferry", "v1", "v5").stdout
    check("[-0-]{+4+}" in difference, f"diff: {difference}")
    found = ledger.run("stories", "--search", "\"Paragraph three of 9\"").stdout
    check("cable" in found, f"search: {found}")
    check(ledger.run("publish").returncode == 0, "publish")
    key = json.loads(ledger.run("key", "show", "--json").stdout)["keys"][0]
    bundle = ledger.scratch / "paragraphs"
    check(ledger.run("bundle", "ferry", "--version", "5", "--output", str(bundle)).returncode == 0, "bundle")
    script = os.path.join(os.path.dirname(__file__), "..", "..", "scripts", "check-bundle.py")
    for command in ([os.path.join(ledger.bin, "storyledger"), "check-bundle"], [sys.executable, script]):
        found = subprocess.run([*command, str(bundle), "--key", key], capture_output=True, text=True, env=ledger.variables)
        check(found.returncode == 0 and "they make version 5" in found.stdout, f"{command[0]}: {found.stderr}")
    check(name not in bundle.read_text(), "the bundle holds the name")


def test(ledger, options):
    test_places(options)
    test_commands(options)
    test_letters(options)
    ledger.start()
    in_every_kind_of_file(ledger)
    paragraph_by_paragraph(ledger)
    in_receipts_reasons_and_names(ledger)
    documents_that_changed_nothing(ledger)
    however_it_is_written(ledger)
    ledger.stop()
    killed_while_somebody_reads(ledger)
    killed_at_any_moment(ledger, options.kills)
    withheld = [place for (place,) in ledger.rows("SELECT DISTINCT position FROM taken WHERE custody = 0")]
    verified(ledger, withheld)
    check(not ledger.rows("SELECT 1 FROM pending_erasure"), "takedowns are unfinished")
    return f"{len(withheld)} takedowns, {options.kills} of them killed, nothing left of any"


if __name__ == "__main__":
    main(test, arguments(__doc__, kills=12), "takedowns")
