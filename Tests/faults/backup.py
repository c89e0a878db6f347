#!/usr/bin/env python3
"""Backs a ledger up while files pour in, kills backups and restores at random moments, loses the machine, and restores.

A backup that is there is always whole; a restored ledger holds what the backup says, to the byte.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

from harness import arguments, can_trace, check, eventually, main, published


def pour(ledger, stop, chance):
    number = 0
    while not stop.is_set():
        for _ in range(chance.randint(1, 20)):
            number += 1
            ledger.drop(f"{number:06}.json", published(f"story-{number}", "x" * chance.randint(1, 3000)))
        if chance.random() < 0.2:
            ledger.drop(f"bad-{number:06}.json", '{"type": "published", ')
        if chance.random() < 0.1:
            ledger.drop(os.fsdecode(b"\xff\xfe-%06d.json" % number), "{")
        stop.wait(chance.random() * 0.05)
        while len(os.listdir(ledger.inbox)) > 1000 and not stop.is_set():
            stop.wait(0.1)


def backup(ledger, place, *words, code=0):
    done = ledger.run("backup", str(place), "--json", *words)
    check(done.returncode == code, f"backup {words} ended with {done.returncode}: {done.stdout[-300:]}{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1]) if code == 0 else done.stderr + done.stdout


def restore(ledger, place, *words, code=0):
    done = ledger.run("restore", str(place), "--json", *words)
    check(done.returncode == code, f"restore {words} ended with {done.returncode}: {done.stdout[-300:]}{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1]) if code == 0 else done.stderr + done.stdout


def killed(ledger, chance, longest, *words):
    """Runs a verb and kills it after a while; returns whether it had ended by itself."""
    command = [os.path.join(ledger.bin, "storyledger"), *map(str, words), "--ledger", str(ledger.root)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ledger.variables)
    try:
        process.wait(chance.random() * longest)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    return process.wait() == 0


def snapshot(root):
    """All events as they are stored, and the bytes of all archived files."""
    files = {p.relative_to(root).as_posix(): p.read_bytes() for p in (root / "archive").rglob("*") if p.is_file()}
    return events(root), files


def while_files_pour_in(ledger, options, chance, place):
    """Every backup is whole, and says no more than it holds; killed ones leave the one before."""
    ledger.start()
    stop = threading.Event()
    producer = threading.Thread(target=pour, args=(ledger, stop, random.Random(options.seed + 1)))
    producer.start()
    try:
        eventually(lambda: len(os.listdir(ledger.archive)) > 0, "files are archived", ledger.daemon)
        start = time.monotonic()
        last = backup(ledger, place)
        longest = time.monotonic() - start
        ended = 0
        for _ in range(options.kills):
            ended += killed(ledger, chance, longest, "backup", place)
            found = backup(ledger, place, "--verify")
            check(found["events"] >= last["events"], "an older backup is back")
            last = found
        again = backup(ledger, place)
        check(again["events"] >= last["events"], "the last backup has fewer events")
        check(again["copied"] < again["files"] or again["files"] < 10, f"everything was copied again: {again}")
    finally:
        stop.set()
        producer.join()
    ledger.stop()
    return ended


def any_name_fits(ledger):
    """Files with the longest names that a file system takes, recorded and refused, are backed up, checked and restored."""
    ledger.start()
    (ledger.inbox / ("s" * 255)).mkdir()
    files = set()
    for length in (1, 199, 200, 205, *range(228, 256)):
        for folder in ("", "s" * 255 + "/"):
            files |= {f"{folder}{'q' * (length - len(end))}{end}" for end in (".json", ".md") if len(end) < length}
            files |= {f"{folder}{'b' * length}"}
    for number, file in enumerate(sorted(files)):
        ledger.drop(file, published(f"long-{number}") if file.endswith(".json") else "{")
    eventually(lambda: not ledger.waiting_files(), "files with long names are taken", ledger.daemon)
    ledger.stop()
    refused = [name for name in os.listdir(ledger.quarantine) if not name.endswith(".reason.json")]
    for name in refused:
        check((ledger.quarantine / f"{name}.reason.json").exists(), f"no reason beside {name}")
    place = ledger.scratch / "long"
    made = backup(ledger, place)
    check(made["leftOut"] == [], f"left out: {made['leftOut']}")
    backup(ledger, place, "--verify")
    check(not [p for p in place.rglob("*copying*")], "a copy that was not finished")
    before = files_below(ledger.root)
    shutil.move(ledger.root, ledger.scratch / "moved")
    restore(ledger, place)
    check(files_below(ledger.root) == before, f"other files: {files_below(ledger.root) ^ before}")
    shutil.rmtree(ledger.root)
    shutil.move(ledger.scratch / "moved", ledger.root)

    # A file that cannot be written is named, and holds up no other.
    other = ledger.scratch / "gaps"
    first = min(p for p in ledger.archive.rglob("*") if p.is_file()).relative_to(ledger.root)
    (other / first).mkdir(parents=True)
    said = backup(ledger, other, code=74)
    check(str(first) in said and "lacks 1 file of the record" in said, f"it does not name what is missing: {said}")
    (other / first).rmdir()
    check(backup(ledger, other)["copied"] < 20, "the rest was copied again")
    backup(ledger, other, "--verify")


def files_below(root):
    return {p.relative_to(root).as_posix() for name in ("archive", "quarantine") for p in (root / name).rglob("*") if p.is_file()}


def loses_the_machine(ledger, chance, options, place):
    """With the ledger gone, restoring gives back all that the backup says, also when it is killed on the way."""
    made = backup(ledger, place, "--with-keys")
    check(made["missing"] == ["configuration"], f"with keys: {made}")
    rows, files = snapshot(ledger.root)
    check(made["events"] == len(rows), "the backup has other events")
    ledger.root.rename(ledger.scratch / "lost")
    for _ in range(options.kills // 2):
        if killed(ledger, chance, 0.5, "restore", place):
            shutil.rmtree(ledger.root)
    restored = restore(ledger, place, "--replace-newer")
    check(restored["missing"] == [] and restored["events"] == len(rows), f"{restored}")
    back = snapshot(ledger.root)
    check(back[0] == rows, "events differ")
    check(back[1] == files, f"archived files differ: {set(back[1]) ^ set(files)}")
    done = ledger.run("verify", "--archive", "--views")
    check(done.returncode == 0, f"verify: {done.stdout}{done.stderr}")
    for path in ("key", "secret"):
        check(os.stat(ledger.root / path).st_mode & 0o777 == 0o600, f"others may read {path}")
    ledger.start()
    ledger.drop("after.json", published("story-after"))
    eventually(lambda: ledger.rows("SELECT 1 FROM event WHERE story = 'story-after'"), "the service goes on",
               ledger.daemon)
    said = restore(ledger, place, code=75)
    check(str(ledger.daemon.pid) in said, f"a daemon runs: {said}")
    ledger.stop()


def replaces_an_empty_ledger(ledger, place):
    """A new machine's daemon has made a ledger of its own: without events it is set aside, with its key; with one it stays."""
    here = ledger.scratch / "here"
    ledger.root.rename(here)
    made = ledger.run("init", "--origin", "new.example/ledger")
    check(made.returncode == 0, made.stderr)
    check(ledger.run("publish").returncode == 0, "the empty ledger is published")
    stranger = (ledger.root / "key").read_bytes()
    restored = restore(ledger, place)
    check((ledger.root / "key").read_bytes() == (here / "key").read_bytes(), "the key is not the backup's")
    check((ledger.root / "secret").read_bytes() == (here / "secret").read_bytes(), "the secret is not the backup's")
    check(Path(restored["setAside"], "key").read_bytes() == stranger, f"the other key is gone: {restored}")
    done = ledger.run("verify")
    check(done.returncode == 0, f"verify: {done.stdout}{done.stderr}")
    check(ledger.run("publish").returncode == 0, "the restored ledger is not published")
    shutil.rmtree(ledger.root)

    # What a ledger was is not hidden by an empty one.
    ledger.root.mkdir()
    (ledger.root / "archive").mkdir()
    (ledger.root / "archive" / "left.json").write_text("{}")
    for words in (["init"], ["status"], ["log"]):
        done = ledger.run(*words)
        check(done.returncode == 66 and "its log is gone" in done.stderr, f"{words}: {done.returncode} {done.stderr}")
    shutil.rmtree(ledger.root)

    ledger.run("init", "--origin", "new.example/ledger")
    ledger.run("append", "-", input=published("mine"))
    before = snapshot(ledger.root)
    check("keep a directory for each" in restore(ledger, place, code=73), "another ledger is replaced")
    check(snapshot(ledger.root) == before, "a refusal has changed the ledger")
    shutil.rmtree(ledger.root)
    here.rename(ledger.root)


def refusals(ledger, place):
    """What is newer, another's, damaged or no backup is refused, and nothing is touched."""
    before = snapshot(ledger.root)
    said = restore(ledger, place, code=73)
    check("--replace-newer" in said, f"a newer ledger: {said}")
    check(snapshot(ledger.root) == before, "a refusal has changed the ledger")
    # Nor is what nobody has published yet.
    aside = [(ledger.root / name, ledger.scratch / name) for name in ("published-head", "public")]
    for path, other in aside:
        if path.exists():
            path.rename(other)
    said = restore(ledger, place, code=73)
    check("--replace-newer" in said, f"a newer ledger that is not published: {said}")
    for path, other in aside:
        if other.exists():
            other.rename(path)
    check(snapshot(ledger.root) == before, "a refusal has changed the ledger")
    inside = backup(ledger, ledger.root / "copies", code=64)
    check("one inside the other" in inside, inside)
    other = ledger.scratch / "other"
    other.mkdir()
    (other / "notes.txt").write_text("mine")
    check("'notes.txt'" in backup(ledger, other, code=73), "a directory of somebody's")
    check((other / "notes.txt").read_text() == "mine", "somebody's file")
    check("there is no" in backup(ledger, ledger.scratch / "nothing", "--verify", code=66), "nothing there")

    # One changed byte anywhere is found, and such a backup is not restored.
    copy = ledger.scratch / "copy"
    shutil.copytree(place, copy)
    victims = [p for p in copy.rglob("*") if p.is_file() and p.stat().st_size > 0]
    for victim in random.Random(1).sample(victims, min(8, len(victims))) + [copy / "manifest.ndjson"]:
        text = victim.read_bytes()
        mode = victim.stat().st_mode
        os.chmod(victim, 0o600)
        spot = max(0, len(text) - 2)
        victim.write_bytes(text[:spot] + bytes([text[spot] ^ 1]) + text[spot + 1:])
        done = ledger.run("backup", str(copy), "--verify")
        check(done.returncode in (1, 65), f"{victim.name} has a changed byte: {done.returncode} {done.stdout}")
        done = ledger.run("restore", str(copy), "--replace-newer")
        check(done.returncode in (1, 65), f"{victim.name} has a changed byte, and was restored")
        victim.write_bytes(text)
        os.chmod(victim, mode)
    check(snapshot(ledger.root) == before, "a damaged backup has changed the ledger")


def goes_back(ledger, place):
    """An older backup over a newer ledger: set aside whole, and nothing is signed over what readers have seen."""
    done = ledger.run("publish")
    check(done.returncode == 0, f"publish: {done.stderr}")
    newest = snapshot(ledger.root)
    restored = restore(ledger, place, "--replace-newer")
    aside = restored["setAside"]
    check(restored["behind"], f"{restored}")
    check(aside and events(aside) == newest[0], "the newer log is not set aside whole")
    check(restored["published"] == len(newest[0]), f"what readers have seen: {restored}")
    check(len(snapshot(ledger.root)[0]) == restored["events"] < len(newest[0]), "it is not the backup's")
    done = ledger.run("publish")
    check(done.returncode == 65, f"a restored ledger signs over its published head: {done.returncode}")

    # The files of the history that is given up are in the ledger that was set aside.
    before = sorted(path for path in (ledger.root / "public").rglob("*"))
    done = ledger.run("publish", "--accept-fork", "the machine was lost", "--dry-run", "--json")
    ahead = json.loads(done.stdout)["givenUp"]
    check(done.returncode == 0 and ahead["size"] == len(newest[0]) and ahead["place"] == str(ledger.root / "public"), f"{ahead}")
    check(before == sorted(path for path in (ledger.root / "public").rglob("*")), "a dry run changes files")
    done = ledger.run("publish", "--accept-fork", "the machine was lost", "--json")
    check(done.returncode == 0, f"publish --accept-fork: {done.stderr}")
    given_up = json.loads(done.stdout)["givenUp"]
    check(given_up["missing"] == ahead["missing"], f"{ahead} {given_up}")
    found = ledger.run("verify").returncode
    check((found == 1) == (given_up["missing"] > 0), f"verify ended with {found}, and {given_up}")
    if given_up["missing"]:
        command = given_up["remedy"].split(": ", 1)[1].replace("COPY", f"{aside}/public")
        subprocess.run(["sh", "-c", command], check=True)
        done = ledger.run("verify")
        check(done.returncode == 0, f"{command}: {done.stdout}")
    return given_up["missing"]


def a_machine_that_lacks_what_readers_saw(ledger):
    """Of what readers saw only the checkpoint is back: --accept-fork names what is missing, and the command that brings it."""
    lost, old = ledger.scratch / "lost-machine", ledger.scratch / "before-it-was-lost"
    shutil.copytree(ledger.root, old)
    program = os.path.join(ledger.bin, "storyledger")

    def run(place, *words, **more):
        return subprocess.run([program, *words, "--ledger", place], capture_output=True, text=True, check=False, env=ledger.variables, **more)

    shutil.copytree(ledger.root, lost)
    for number in range(3):
        check(run(lost, "append", "-", input=published(f"lost-{number}")).returncode == 0, "append")
    check(run(lost, "publish").returncode == 0, "publish")
    for name in ("public/checkpoint", "published-head"):
        shutil.copy(lost / name, old / name)
    ahead = run(old, "publish", "--accept-fork", "lost", "--dry-run")
    check(ahead.returncode == 0 and "would be given up lacks" in ahead.stderr, f"{ahead}")
    done = run(old, "publish", "--accept-fork", "lost")
    check(done.returncode == 0 and "was given up lacks" in done.stderr and "verify and monitor report that" in done.stderr, f"{done}")
    check(run(old, "verify").returncode == 1, "nothing is missing")
    command = done.stderr[done.stderr.index("cp -r COPY"):].replace("COPY", f"{lost}/public")
    subprocess.run(["sh", "-c", command], check=True)
    done = run(old, "verify")
    check(done.returncode == 0, f"{command}: {done.stdout}")
    check(run(old, "publish", "--dry-run").returncode == 64, "--dry-run is for --accept-fork")


def events(directory):
    database = sqlite3.connect(f"file:{directory}/ledger.db?mode=ro", uri=True)
    try:
        return database.execute("SELECT position, leaf, data FROM event ORDER BY position").fetchall()
    finally:
        database.close()


def keeps_what_prevents_signing(ledger, place):
    """A backup of a ledger that is behind its published head restores what keeps it from signing."""
    backup(ledger, place, "--with-keys")
    done = ledger.run("append", "-", input=published("story-last"))
    check(done.returncode == 0 and ledger.run("publish").returncode == 0, f"{done.stderr}")
    seen = len(events(ledger.root))
    restore(ledger, place, "--replace-newer")
    limbo = ledger.scratch / "limbo"
    backup(ledger, limbo, "--with-keys")
    shutil.rmtree(ledger.root)
    restored = restore(ledger, limbo)
    check(restored["behind"] and restored["published"] == seen, f"{restored}")
    check(ledger.run("publish").returncode == 65, "a restored ledger signs over its published head")


def withheld_words_go(ledger, place):
    """The next backup after a takedown no longer has the words; an earlier one says that it brings them back."""
    words = "the name of a minor"
    done = ledger.run("append", "-", input=published("story-minor", f"It says {words} here."))
    check(done.returncode == 0, done.stderr)
    backup(ledger, place)
    check(holds(place, words), "the backup should hold the words first")
    done = ledger.run("withhold", "story-minor", "--text", words, "--yes", "--reason", "R", "--authority", "A")
    check(done.returncode == 0, f"withhold: {done.stderr}")
    taken = ledger.scratch / "taken"
    shutil.copytree(ledger.root, taken)
    restored = restore(ledger, place, "--replace-newer")
    check(len(restored["undoneTakedowns"]) == 1, f"a takedown is undone in silence: {restored}")
    shutil.rmtree(ledger.root)
    taken.rename(ledger.root)
    backup(ledger, place)
    check(not holds(place, words), "the backup holds withheld words")


def holds(place, words):
    return any(words.encode() in p.read_bytes() for p in place.rglob("*") if p.is_file())


def never_replaces_what_is_newer(ledger, place):
    """A ledger that has gone back, or has another history, does not replace the backup of more events."""
    older = ledger.scratch / "older"
    newer = ledger.scratch / "newer"
    backup(ledger, older, "--with-keys")
    ledger.run("append", "-", input=published("story-newer"))
    backup(ledger, newer, "--with-keys")
    kept = ledger.scratch / "kept"
    shutil.copytree(ledger.root, kept)
    restore(ledger, older, "--replace-newer")
    check("--replace-newer" in backup(ledger, newer, code=73), "a ledger that has gone back")
    ledger.run("append", "-", input=published("story-other"))
    check("--replace-newer" in backup(ledger, newer, code=73), "another history of the same length")
    check(backup(ledger, newer, "--verify")["missing"] == ["configuration"], "the backup was touched")
    backup(ledger, newer, "--replace-newer")
    again = backup(ledger, older)
    check(again["carried"] == ["key", "secret"] and again["missing"] == ["configuration"], f"keys of an earlier backup: {again}")
    shutil.rmtree(ledger.root)
    kept.rename(ledger.root)
    return older


def odd_hands(ledger, older):
    """Wrong secrets, loose modes, restores over backups, interrupted restores, closed outputs, foreign bytes."""
    secret = (ledger.root / "secret").read_bytes()
    (ledger.root / "secret").write_text("ab" * 32 + "\n")
    done = ledger.run("append", "-", input=published("story-wrong"))
    check(done.returncode == 74 and "not the secret that this ledger was made with" in done.stderr, f"{done}")
    check("not the secret" in ledger.run("doctor").stdout, "doctor and a wrong secret")
    backup(ledger, ledger.scratch / "wrong")
    (ledger.root / "secret").write_bytes(secret)
    check(ledger.run("verify").returncode == 0, "the wrong secret has left a trace")
    os.chmod(ledger.root / "secret", 0o640)
    backup(ledger, ledger.scratch / "loose")
    os.chmod(ledger.root / "secret", 0o600)

    copy = ledger.scratch / "loose-backup"
    shutil.copytree(older, copy)
    for path in copy.rglob("*"):
        os.chmod(path, 0o777)
    backup(ledger, copy, "--verify")
    there = ledger.root
    for place in (copy, copy / "inner"):
        ledger.root = place
        check("is a backup" in restore(ledger, older, code=64), f"restored over {place}")
    ledger.root = there
    backup(ledger, copy, "--verify")

    ledger.root = ledger.scratch / "interrupted"
    (ledger.root / ".restoring").mkdir(parents=True)
    for words in (["init"], ["status"], ["stories"]):
        done = ledger.run(*words)
        check(done.returncode == 74 and "restore was interrupted" in done.stderr, f"{words}: {done}")
    restore(ledger, older)
    check(ledger.run("verify").returncode == 0, "after an interruption")
    ledger.root = there

    program = os.path.join(ledger.bin, "storyledger")
    done = subprocess.run(["bash", "-c", f"'{program}' backup - --ledger '{ledger.root}' >&-"], capture_output=True,
                          env=ledger.variables)
    check(done.returncode == 74, f"standard output is closed: {done}")
    for words in (["backup", b"d\xe9"], ["restore", b"d\xe9"], ["backup", "--verify", b"d\xe9"]):
        done = subprocess.run([program, *words, "--ledger", str(ledger.root)], capture_output=True, cwd=ledger.scratch,
                              env=ledger.variables)
        check(done.returncode == 64 and b"not UTF-8" in done.stderr, f"{words}: {done}")

    # A tar file is unpacked where nobody else can enter, and no copy is left when the program is told to end.
    folder = ledger.scratch / "tmp"
    folder.mkdir()
    process = subprocess.Popen([program, "backup", "-", "--with-keys", "--ledger", str(ledger.root)],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**ledger.variables, "TMPDIR": str(folder)})
    eventually(lambda: any(folder.rglob("*")), "it has begun", process)
    process.terminate()
    process.communicate()
    check(not any(folder.iterdir()), f"left behind: {list(folder.rglob('*'))}")


def as_a_tar_file(ledger):
    """A backup on standard output, checked and restored from standard input."""
    tar = ledger.scratch / "ledger.tar"
    with open(tar, "wb") as output:
        command = [os.path.join(ledger.bin, "storyledger"), "backup", "-", "--with-keys", "--ledger", str(ledger.root)]
        done = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, env=ledger.variables)
    check(done.returncode == 0, f"backup -: {done.stderr}")
    rows = snapshot(ledger.root)
    backup(ledger, tar, "--verify")
    shutil.rmtree(ledger.root)
    command = [os.path.join(ledger.bin, "storyledger"), "restore", "-", "--ledger", str(ledger.root)]
    with open(tar, "rb") as source:
        done = subprocess.run(command, stdin=source, capture_output=True, env=ledger.variables)
    check(done.returncode == 0, f"restore -: {done.stderr}")
    check(snapshot(ledger.root) == rows, "the tar file gives another ledger")
    done = ledger.run("verify", "--archive")
    check(done.returncode == 0, f"verify: {done.stdout}{done.stderr}")


def is_durable(ledger, place):
    """Everything is synced before the manifest gets its name, and the name after; the same for a restored log."""
    if not can_trace():
        return
    calls = "trace=syncfs,fsync,fdatasync,rename,renameat,renameat2"
    for words, last in ((["backup", place], "/manifest.ndjson"), (["restore", place, "--replace-newer"], "/ledger.db")):
        trace = ledger.scratch / "trace"
        command = [os.path.join(ledger.bin, "storyledger"), *map(str, words), "--ledger", str(ledger.root)]
        done = subprocess.run(["strace", "-f", "-qq", "-e", calls, "-o", str(trace), *command], capture_output=True,
                              env=ledger.variables)
        check(done.returncode == 0, f"{words}: {done.stderr}")
        lines = [line.split(maxsplit=1)[1] for line in trace.read_text().splitlines()]
        named = max(n for n, line in enumerate(lines) if line.startswith("rename") and f'{last}") = 0' in line)
        check(any(line.startswith("syncfs(") for line in lines[:named]), f"{words}: nothing is synced before: {lines}")
        check(any(line.startswith(("syncfs(", "fsync(")) for line in lines[named + 1:]), f"{words}: the name: {lines}")


def has_drop_ins(ledger):
    """The configuration is in a backup with the files that override settings of it."""
    file, place = ledger.scratch / "own.yaml", ledger.scratch / "with-drop-ins"
    file.write_text("log: {level: info}\n")
    Path(f"{file}.d").mkdir()
    texts = {"10-a.yaml": "archive: {keep: 90d}\n", "b.yaml": "log: {level: debug}\n", ".c.yaml": "", "README": ""}
    for name, text in texts.items():
        Path(f"{file}.d", name).write_text(text)
    backup(ledger, place, "--config", str(file))
    copies = {p.name: p.read_text() for p in place.glob("snapshot-*/configuration/own.yaml.d/*")}
    check(copies == {name: texts[name] for name in ("10-a.yaml", "b.yaml")}, f"drop-ins in the backup: {copies}")
    check(ledger.run("backup", str(place), "--verify").returncode == 0, "a backup with drop-ins")


def test(ledger, options):
    chance = random.Random(options.seed)
    place = ledger.scratch / "backup"
    ended = while_files_pour_in(ledger, options, chance, place)
    any_name_fits(ledger)
    loses_the_machine(ledger, chance, options, place)
    replaces_an_empty_ledger(ledger, place)
    refusals(ledger, place)
    goes_back(ledger, place)
    a_machine_that_lacks_what_readers_saw(ledger)
    withheld_words_go(ledger, place)
    odd_hands(ledger, never_replaces_what_is_newer(ledger, place))
    as_a_tar_file(ledger)
    keeps_what_prevents_signing(ledger, place)
    is_durable(ledger, place)
    has_drop_ins(ledger)
    return f"seed {options.seed}: {options.kills} backups killed, of which {ended} had ended before"


if __name__ == "__main__":
    main(test, arguments(__doc__, kills=12, seed=7), "backups, restored")
