#!/usr/bin/env python3
"""Retention: what is removed is explained, whatever ends the daemon; and what may not be removed stays.

strace(1) kills the daemon at one call after the other that removes files, --kills N of them. After each kill 'verify --archive'
and 'inbox reconcile' find nothing; the next start finishes. Without strace, without libfaketime and where nothing can be
mounted, those parts are left out, and named.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

import harness
from clocks import DAY, LIBRARY, WrongClock
from notified import fill
from harness import arguments, can_trace, check, eventually, main, published

FILES = 12
NONE = "inbox:\n  scan-interval: 1s\narchive:\n  keep: none\nquarantine:\n  keep: none\n"
CALLS = ("renameat2", "fsync", "fdatasync", "unlink,unlinkat", "pwrite64", "flock")


def configure(ledger, text):
    (ledger.scratch / "storyledger.yaml").write_text(text)


def kept(ledger, *roots):
    """The files that are there. Directories that were emptied go while they are listed."""
    while True:
        try:
            return [p for root in roots or (ledger.archive, ledger.quarantine) for p in root.rglob("*")
                    if p.is_file() and not p.name.endswith(".reason.json")]
        except FileNotFoundError:
            continue


def sizes(files):
    """Of files that may go meanwhile."""
    for file in files:
        try:
            yield file.stat().st_size
        except FileNotFoundError:
            pass


def take(ledger, names, text=published):
    for name in names:
        ledger.drop(name, text(name.split(".")[0]))
    eventually(lambda: not ledger.waiting_files(), "the files are taken", ledger.daemon)
    eventually(lambda: not ledger.rows("SELECT 1 FROM pending_move"), "moves are settled", ledger.daemon)


def filled(ledger, count=FILES):
    """Files in the archive, and two in quarantine, kept for ever."""
    configure(ledger, "inbox:\n  scan-interval: 1s\n")
    ledger.start()
    take(ledger, [f"f{number}.json" for number in range(count)])
    take(ledger, ["bad0.json", "bad1.json"], lambda _: "{")
    ledger.stop()


def accounted(ledger, what):
    """Nothing is accused, and no claim is wrong. Returns what 'inbox reconcile' counts."""
    found = ledger.run("verify", "--archive", "--json")
    check(found.returncode == 0, f"{what}: verify --archive: {found.stdout} {found.stderr}")
    summary = json.loads(found.stdout.splitlines()[-1])["archive"]
    found = ledger.run("inbox", "reconcile", "--json")
    check(found.returncode == 0, f"{what}: inbox reconcile: {found.stdout} {found.stderr}")
    counts = json.loads(found.stdout)
    check(summary["removed"] == counts["removed"], f"{what}: {summary}, {counts}")
    names = {p.name for p in kept(ledger)}
    for (file,) in ledger.rows("SELECT file FROM receipt JOIN removal ON receipt.number = removal.receipt WHERE done = 1"):
        check(file not in names, f"{what}: {file} is said to be removed, and is there")
    return counts


def all_removed(ledger, what):
    eventually(lambda: not kept(ledger) and not ledger.rows("SELECT 1 FROM removal WHERE done = 0"), what, ledger.daemon)
    eventually(lambda: not list((ledger.root / "incoming").iterdir()), f"{what}: incoming is empty", ledger.daemon)
    receipts = ledger.rows("SELECT count(*) FROM receipt")[0][0]
    check(ledger.rows("SELECT count(*) FROM removal")[0][0] == receipts, f"{what}: not every removal is noted")
    counts = accounted(ledger, what)
    check(counts["removed"] + counts["removedFromQuarantine"] == receipts, f"{what}: {counts}")


def plain(ledger):
    """Files go, receipts stay, and everything says so."""
    filled(ledger)
    receipts = ledger.rows("SELECT number, file, hex(sha256), outcome FROM receipt")
    hashes = dict(ledger.rows("SELECT file, lower(hex(sha256)) FROM receipt"))
    check(accounted(ledger, "before")["removed"] == 0, "something was removed")
    configure(ledger, NONE)
    ledger.start()
    all_removed(ledger, "keep: none")
    check(ledger.rows("SELECT number, file, hex(sha256), outcome FROM receipt") == receipts, "receipts were changed")
    eventually(lambda: any("retention removed files" in line for line in ledger.log_lines()), "the log says so", ledger.daemon)
    said = [line for line in ledger.log_lines() if "retention removed files" in line]
    numbers = [int(n) for line in said for n in re.findall(r"files=(\d+)", line)]
    check(sum(numbers) == FILES + 2, f"counts in the log: {said}")
    shown = ledger.run("why", "0")
    check("archive   removed by retention 2" in shown.stdout, f"why: {shown.stdout}")
    check(json.loads(ledger.run("why", "0", "--json").stdout)["removed"], "why --json")
    found = ledger.run("why", "0", "--source")
    check(found.returncode == 66 and "it was removed by retention on 2" in found.stderr
          and hashes["f0.json"] in found.stderr, f"why --source: {found.returncode} {found.stderr}")
    check("removed by retention" in ledger.run("verify", "--archive").stdout, "verify does not say it")
    check("removed from the archive by retention" in ledger.run("inbox", "reconcile").stdout, "reconcile does not say it")
    # A dropped copy is a duplicate, and goes again.
    ledger.drop("f0.json", published("f0"))
    eventually(lambda: not ledger.waiting_files(), "a duplicate is taken", ledger.daemon)
    all_removed(ledger, "a duplicate")
    # A note that was changed or is gone is found.
    ledger.stop()
    database = sqlite3.connect(ledger.root / "ledger.db", isolation_level=None)
    triggers = database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'removal'").fetchall()
    check(len(triggers) == 3, f"{triggers}")
    for edit, words in (("UPDATE removal SET noted = noted + 1 WHERE receipt = 2", "is not what was noted"),
                        ("DELETE FROM removal WHERE receipt = 3", "is missing")):
        try:
            database.execute(edit)
            raise harness.Failure(f"a trigger lets '{edit}' through")
        except sqlite3.Error:
            pass
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        database.execute(edit)
        for _, sql in triggers:
            database.execute(sql)
        found = ledger.run("verify", "--archive")
        check(found.returncode == 1 and words in found.stdout, f"{edit}: {found.stdout}")
    database.close()


def kills(options, count):
    """Kills the daemon at one call after another while it removes."""
    model = harness.Ledger(options)
    filled(model)
    met, steps = 0, set()
    try:
        places = [(calls, number) for number in range(1, 1000) for calls in CALLS]
        ended = set()
        for calls, number in places:
            if met >= count or len(ended) == len(CALLS):
                break
            if calls in ended:
                continue
            ledger = harness.Ledger(options)
            try:
                shutil.rmtree(ledger.root)
                shutil.copytree(model.root, ledger.root)
                configure(ledger, NONE)
                paths = [word for path in ("archive", "quarantine", "incoming", "ledger.db", "ledger.db-wal", "retention-lock")
                         for word in ("-P", str(ledger.root / path))]
                for day in ledger.archive.iterdir():
                    paths += ["-P", str(day / "inbox")]
                command = ["strace", "-f", "-qq", "-o", os.devnull, *paths, "-e", f"inject={calls}:signal=KILL:when={number}",
                           os.path.join(options.bin, "storyledgerd"), "--ledger", str(ledger.root), "--config",
                           str(ledger.scratch / "storyledger.yaml")]
                with open(ledger.log_path, "wb") as log:
                    daemon = subprocess.Popen(command, stdout=log, stderr=log, env=ledger.variables)
                ledger.daemon = daemon
                deadline = time.monotonic() + harness.PATIENCE
                while daemon.poll() is None and time.monotonic() < deadline:
                    if not kept(ledger) and not ledger.rows("SELECT 1 FROM removal WHERE done = 0"):
                        break
                    time.sleep(0.05)
                if daemon.poll() is None:
                    ended.add(calls)
                    for pid in re.findall(r"process=(\d+)", ledger.log_path.read_text()):
                        subprocess.run(["kill", "-KILL", pid], stderr=subprocess.DEVNULL)
                    daemon.wait()
                    continue
                met += 1
                what = f"killed at {calls} {number}"
                steps.add((len(ledger.rows("SELECT 1 FROM removal WHERE done = 0")) > 0,
                           len(list((ledger.root / "incoming").glob("removing-*"))) > 0, len(kept(ledger))))
                accounted(ledger, what)
                ledger.start()
                all_removed(ledger, what)
                ledger.stop()
            finally:
                ledger.done()
    finally:
        model.done()
    check(met, "no kill was met")
    return met, len(steps)


def takedown(options):
    """While words of a takedown may be in files, nothing goes; then everything."""
    ledger = harness.Ledger(options)
    try:
        filled(ledger)
        database = sqlite3.connect(ledger.root / "ledger.db")
        database.execute("INSERT INTO pending_erasure VALUES (0, x'00')")
        database.commit()
        database.close()
        configure(ledger, NONE)
        ledger.start()
        eventually(lambda: any("a takedown has not finished" in line for line in ledger.log_lines()), "it says so", ledger.daemon)
        check(len(kept(ledger)) == FILES + 2 and not ledger.rows("SELECT 1 FROM removal"), "files went")
        done = ledger.run("withhold", "--position", "3", "--yes", "--reason", "R", "--authority", "A")
        check(done.returncode == 0, f"withhold beside retention: {done.stdout} {done.stderr}")
        ledger.stop()
        database = sqlite3.connect(ledger.root / "ledger.db")
        database.execute("DELETE FROM pending_erasure")
        database.commit()
        database.close()
        ledger.start()
        eventually(lambda: not kept(ledger), "then everything goes", ledger.daemon)
        accounted(ledger, "after a takedown")
        # Takedowns while files go.
        take(ledger, [f"g{number}.json" for number in range(20)])
        for number in range(4):
            ledger.drop(f"h{number}.json", published(f"h{number}"))
            eventually(lambda: ledger.rows(f"SELECT 1 FROM event WHERE story = 'h{number}'"), "an event", ledger.daemon)
            done = ledger.run("withhold", f"h{number}", "--text", "The bridge is closed.", "--yes", "--reason", "R", "--authority", "A")
            check(done.returncode == 0, f"withhold: {done.stdout} {done.stderr}")
        eventually(lambda: not kept(ledger), "everything goes", ledger.daemon)
        accounted(ledger, "after takedowns")
        ledger.stop()
    finally:
        ledger.done()


def closed_directory(options):
    """A directory that the service may not write to holds up its own files only; another user's files, too."""
    ledger = harness.Ledger(options)
    try:
        filled(ledger)
        day = next(ledger.archive.iterdir())
        (ledger.inbox / "wire").mkdir()
        subprocess.run(["chown", "-R", "2000:2000", ledger.root], check=True)
        os.chmod(ledger.scratch, 0o755)
        os.chown(day / "inbox", 0, 0)
        os.chmod(day / "inbox", 0o755)
        configure(ledger, NONE)
        ledger.start(user=2000, group=2000, extra_groups=[])
        eventually(lambda: any("retention keeps files for now" in line and "Permission denied" in line
                               for line in ledger.log_lines()), "it says so", ledger.daemon)
        eventually(lambda: len(kept(ledger)) == FILES, "the other files go", ledger.daemon)
        accounted(ledger, "a closed directory")
        lines = len([line for line in ledger.log_lines() if "retention keeps" in line])
        # Of another source, whose directory is open.
        ledger.drop("wire/later.json", published("later"))
        eventually(lambda: not ledger.waiting_files(), "intake goes on", ledger.daemon)
        check(lines < 20, f"{lines} lines of what cannot be removed")
        os.chown(day / "inbox", 2000, 2000)
        all_removed(ledger, "the directory is open again")
        ledger.stop()
    finally:
        ledger.done()


def full_disk(options):
    """With a full disk nothing is removed without a note, and intake and retention go on when there is room."""
    ledger = harness.Ledger(options)
    mounted = False
    try:
        filled(ledger)
        place = ledger.scratch / "small"
        place.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place], capture_output=True)
        if done.returncode != 0:
            return False
        mounted = True
        shutil.copytree(ledger.root, place / "ledger")
        shutil.rmtree(ledger.root)
        ledger.root.symlink_to(place / "ledger")
        begun = len(ledger.log_lines())
        configure(ledger, "inbox:\n  scan-interval: 1s\n")
        ledger.start()
        eventually(lambda: any("ready status" in line for line in ledger.log_lines()[begun:]), "it is ready", ledger.daemon)
        fill(place / "ballast")
        configure(ledger, NONE)
        for number in range(4):
            os.kill(ledger.daemon.pid, 1)
            time.sleep(0.5)
            accounted(ledger, f"a full disk, {number}")
        check(ledger.daemon.poll() is None, "the daemon has ended")
        os.remove(place / "ballast")
        all_removed(ledger, "there is room again")
        ledger.stop()
        return True
    finally:
        if mounted:
            if ledger.daemon.poll() is None:
                ledger.kill()
            subprocess.run(["umount", "-l", ledger.scratch / "small"])
        ledger.done()


def wrong_clock(options):
    """A clock that goes forward, before and after a start, removes nothing; believed time does."""
    if not LIBRARY:
        return False
    ledger = WrongClock(options)
    try:
        ledger.scratch.joinpath("storyledger.yaml").write_text("")
        os.environ["STORYLEDGER_ARCHIVE_KEEP"] = "90d"
        os.environ["STORYLEDGER_INBOX_SCAN_INTERVAL"] = "1s"
        ledger.start()
        for number in range(3):
            ledger.take(f"a{number}", number + 1)
        eventually(lambda: len(kept(ledger)) == 3, "they are filed", ledger.daemon)
        for days in (100, 4000):
            ledger.set(days * DAY)
            time.sleep(3)
            check(len(kept(ledger)) == 3, f"{days} days ahead: files went")
        ledger.set(0)
        ledger.kill()
        # The guard of the clock forgets at a start of the machine; retention does not trust it then, either.
        database = sqlite3.connect(ledger.root / "ledger.db")
        database.execute("DELETE FROM clock")
        database.commit()
        database.close()
        ledger.set(200 * DAY)
        ledger.start()
        time.sleep(4)
        check(len(kept(ledger)) == 3, "a clock that is wrong since the start: files went")
        check(ledger.daemon.poll() is None, "the daemon has ended")
        # An event says that so much time has passed.
        ledger.take("later", 4)
        eventually(lambda: len(kept(ledger)) == 1, "then the old files go", ledger.daemon)
        ledger.kill()
        return True
    finally:
        for name in ("STORYLEDGER_ARCHIVE_KEEP", "STORYLEDGER_INBOX_SCAN_INTERVAL"):
            os.environ.pop(name, None)
        ledger.done()


def backups(options):
    """Backups beside retention are whole: a restored ledger accuses nobody."""
    ledger = harness.Ledger(options)
    try:
        filled(ledger)
        configure(ledger, NONE)
        ledger.start()
        stop = time.monotonic() + 8
        number = 0
        while time.monotonic() < stop:
            for _ in range(15):
                number += 1
                ledger.drop(f"n{number}.json", published(f"n{number}"))
            place = ledger.scratch / f"backup-{number}"
            done = ledger.run("backup", str(place), "--with-keys")
            check(done.returncode == 0, f"backup: {done.stdout} {done.stderr}")
            restored = ledger.scratch / f"restored-{number}"
            command = [os.path.join(ledger.bin, "storyledger")]
            for words in (["restore", str(place)], ["verify", "--archive"], ["inbox", "reconcile"]):
                found = subprocess.run([*command, *words, "--ledger", str(restored)], capture_output=True, text=True,
                                       env=ledger.variables)
                check(found.returncode == 0, f"{words}: {found.stdout} {found.stderr}")
        eventually(lambda: not ledger.waiting_files(), "all are taken", ledger.daemon)
        all_removed(ledger, "after backups")
        ledger.stop()
    finally:
        ledger.done()


def limit(options):
    """The oldest go until the rest is within the limit."""
    ledger = harness.Ledger(options)
    try:
        filled(ledger, 60)
        size = sum(p.stat().st_size for p in ledger.archive.rglob("*") if p.is_file())
        most = max(1024, size // 2)
        configure(ledger, f"inbox:\n  scan-interval: 1s\narchive:\n  max-size: {most}B\n")
        ledger.start()
        eventually(lambda: sum(sizes(kept(ledger, ledger.archive))) <= most, "the archive is within its limit", ledger.daemon)
        time.sleep(2)
        left = {p.name for p in kept(ledger, ledger.archive)}
        check(left == {f"f{n}.json" for n in range(60 - len(left), 60)} and len(left) >= 25, f"{sorted(left)}")
        check(accounted(ledger, "a limit")["inQuarantine"] == 2, "quarantine")
        ledger.stop()
    finally:
        ledger.done()


def test(ledger, options):
    plain(ledger)
    limit(options)
    takedown(options)
    backups(options)
    left_out = []
    if os.geteuid() == 0:
        closed_directory(options)
        full_disk(options) or left_out.append("a full disk")
    else:
        left_out += ["a closed directory", "a full disk"]
    wrong_clock(options) or left_out.append("wrong clocks")
    met, steps = kills(options, options.kills) if can_trace() else (0, left_out.append("kills") or 0)
    without = f"; left out: {', '.join(left_out)}" if left_out else ""
    return f"{met} kills in {steps} states, each explained and finished{without}"


if __name__ == "__main__":
    main(test, arguments(__doc__.splitlines()[0], kills=12), "retention")
