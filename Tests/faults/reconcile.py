#!/usr/bin/env python3
"""Every file that the inbox has seen is accounted for, beside a count of what was dropped; and what is missing, changed or
strange is named."""

import json
import os
import random
import sqlite3
import time

from harness import arguments, check, eventually, main, published, updated


def reconcile(ledger):
    found = ledger.run("inbox", "reconcile", "--json")
    check(found.returncode in (0, 1), f"reconcile ended with {found.returncode}: {found.stderr}")
    answer = json.loads(found.stdout)
    check((found.returncode == 1) == bool(answer["findings"]), f"exit status {found.returncode}: {answer}")
    return answer


def drop_at_random(ledger, chance, count):
    """- Returns: How many files there should be of each outcome."""
    wanted, known = {"appended": 0, "duplicate": 0, "unchanged": 0, "quarantined": 0}, []
    for number in range(count):
        kind = chance.choice(("published", "published", "again", "unchanged", "bad"))
        name = f"{number:04}-{kind}.json"
        if kind == "published" or not known:
            story = f"story-{number}"
            ledger.drop(name, published(story))
            eventually(lambda: not ledger.waiting_files(), f"{name} is taken", ledger.daemon)
            known.append(story)
            wanted["appended"] += 1
        elif kind == "again":
            ledger.drop(name, published(chance.choice(known)))
            wanted["duplicate"] += 1
        elif kind == "unchanged":
            ledger.drop(name, updated(chance.choice(known), "The bridge is closed."))
            wanted["unchanged"] += 1
        else:
            ledger.drop(name, b"{")
            wanted["quarantined"] += 1
    eventually(lambda: not ledger.waiting_files(), "all files are taken", ledger.daemon)
    return wanted


def findings(ledger):
    return {entry["path"]: entry["what"] for entry in reconcile(ledger)["findings"]}


def test(ledger, options):
    chance = random.Random(options.seed)
    ledger.start()
    wanted = drop_at_random(ledger, chance, options.files)
    ledger.run("append", "-", input=published("by-hand"), check=True)
    answer = reconcile(ledger)
    # The same unchanged document again is a duplicate of itself.
    seen = {name: answer[name] for name in wanted}
    check(sum(seen.values()) == sum(wanted.values()), f"{seen}, dropped {wanted}")
    check(seen["appended"] == wanted["appended"] and seen["quarantined"] == wanted["quarantined"], f"{seen}, dropped {wanted}")
    check(answer["archived"] == sum(wanted.values()) - wanted["quarantined"], f"archived: {answer}")
    check(answer["inQuarantine"] == wanted["quarantined"] and answer["notOfInbox"] == 1, f"quarantine: {answer}")
    check(not answer["findings"] and answer["waiting"] == 0, f"findings: {answer}")

    # A file that waits, one that is put back and taken again, one that a person removes.
    bad = sorted(path.name for path in ledger.quarantine.iterdir() if not path.name.endswith(".reason.json"))
    ledger.run("inbox", "retry", bad[0], check=True)
    eventually(lambda: not ledger.waiting_files(), "the file that was put back is taken", ledger.daemon)
    os.unlink(ledger.quarantine / bad[1])
    os.unlink(ledger.quarantine / (bad[1] + ".reason.json"))
    answer = reconcile(ledger)
    check(answer["quarantined"] == wanted["quarantined"] + 1 and answer["leftQuarantine"] == 2, f"put back: {answer}")
    check(not answer["findings"], f"put back: {answer}")
    text = ledger.run("inbox", "reconcile").stdout
    check("2 refused and not there any more (put back or removed; nothing says which)" in text and "every other file that" in text, text)
    ledger.stop()
    # A reason that is none: the file is there all the same, and its receipt did not leave quarantine.
    reason = ledger.quarantine / f"{bad[-1]}.reason.json"
    kept = reason.read_bytes()
    for words, said in ((b'{"errors":[]}', "the reason beside it cannot be read"), (None, "the reason beside it lists no error")):
        os.chmod(reason, 0o640)
        reason.write_bytes(words or json.dumps({**json.loads(kept), "errors": []}).encode())
        answer = reconcile(ledger)
        check([said in entry["what"] for entry in answer["findings"]] == [True], f"{said}: {answer['findings']}")
        check(answer["leftQuarantine"] == 2, f"{said}: {answer}")
    reason.write_bytes(kept)
    ledger.drop("waits.json", published("waits"))
    check(reconcile(ledger)["waiting"] == 1, "a file that waits is not counted")
    (ledger.inbox / "waits.json").unlink()

    # What is missing, changed, strange or left alone.
    archived = sorted(path for path in ledger.archive.rglob("*") if path.is_file())
    changed, missing = chance.sample(archived, 2)
    os.chmod(changed, 0o640)
    changed.write_bytes(b"something else")
    missing.unlink()
    (archived[0].parent / "stranger.json").write_text("{}")
    (ledger.quarantine / "stranger.json").write_text("{}")
    # A refused file with other bytes than those that were refused.
    refused = ledger.quarantine / bad[2]
    os.chmod(refused, 0o640)
    refused.write_bytes(b"{ }")
    os.mkfifo(ledger.inbox / "pipe.json")
    found = findings(ledger)
    paths = {f"archive/{path.relative_to(ledger.archive)}" for path in (changed, missing, archived[0].parent / "stranger.json")}
    wanted_paths = paths | {"quarantine/stranger.json", f"quarantine/{refused.name}"}
    check(wanted_paths <= set(found), f"not found: {wanted_paths - set(found)} in {found}")
    check(len(found) <= len(wanted_paths) + 1, f"too much is found: {found}")
    # Receipts that say something else than what became of their files.
    database = sqlite3.connect(ledger.root / "ledger.db")
    rows = dict(database.execute("SELECT outcome, min(number) FROM receipt WHERE file LIKE '%.json' GROUP BY outcome"))
    for trigger, in database.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'receipt'").fetchall():
        if trigger != "receipt_stays":
            database.execute(f"DROP TRIGGER {trigger}")
    kept = {number: database.execute("SELECT outcome, entries FROM receipt WHERE number = ?", (number,)).fetchone() for number in rows.values()}
    for outcome, number in rows.items():
        other = "appended" if outcome != "appended" else "unchanged"
        database.execute("UPDATE receipt SET outcome = ?, entries = CASE WHEN ? = 'appended' THEN entries ELSE '[]' END WHERE number = ?",
                         (other, other, number))
    database.commit()
    found = findings(ledger)
    check({f"receipt {number}" for number in rows.values()} <= set(found), f"an outcome that does not fit is not found: {found}")
    for number, (outcome, entries) in kept.items():
        database.execute("UPDATE receipt SET outcome = ?, entries = ? WHERE number = ?", (outcome, entries, number))
    database.commit()
    database.close()
    # A receipt that is missing before the newest one.
    database = sqlite3.connect(ledger.root / "ledger.db")
    database.execute("DROP TRIGGER receipt_stays")
    database.execute("DELETE FROM receipt WHERE number = 2")
    database.commit()
    database.close()
    check("receipt 2" in findings(ledger), "a missing receipt is not found")
    text = ledger.run("inbox", "reconcile").stdout
    check("not every file is accounted for" in text, text)
    return f"seed {options.seed}: {options.files} files, and {len(found)} that are not as they should be"


if __name__ == "__main__":
    main(test, arguments(__doc__, files=40, seed=int(time.time())), "reconcile")
