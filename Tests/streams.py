#!/usr/bin/env python3
"""Standard streams that are closed, full or somebody else's terminal; signals; arguments that are no text.

usage: streams.py [--bin DIR]

A program whose output cannot be written ends with 74 and never traps; nothing of it is written into the ledger. The
daemon goes on without its log reader, reads its configuration again on SIGHUP, and passes over SIGUSR1. No control
character of an argument, a file's name or a text reaches a terminal. Exit 1 with a line for each fault.
"""

import hashlib
import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "faults"))
import harness  # noqa: E402

VERBS = [["stories"], ["show", "a"], ["history", "a"], ["claims", "a"], ["log"], ["status"], ["verify"], ["--help"], ["help", "show"]]
HEADLINE = "Lead\u202eevil\u009b31mred"


def faults_of_closed_streams(ledger, found):
    before = hashlib.sha256((ledger.root / "ledger.db").read_bytes()).digest()
    for verb in VERBS:
        for json_flag in ([], ["--json"]):
            if json_flag and verb[0] in ("--help", "help"):
                continue
            command = [os.path.join(ledger.bin, "storyledger"), *verb, *json_flag]
            environment = dict(os.environ, STORYLEDGER_DIR=str(ledger.root))
            for streams, expected in (
                (">&-", {74}), (">/dev/full", {74}), (">/dev/full 2>/dev/full", {74}), (">&- 2>&- <&-", {74}),
                ("2>&-", {0}), ("| head -c 0", {0}),
            ):
                shell = subprocess.run(["sh", "-c", f'"$@" {streams}', "sh", *command], capture_output=True, env=environment)
                if shell.returncode not in expected or b"Fatal" in shell.stderr:
                    found.append(f"{' '.join(verb + json_flag)} {streams}: {shell.returncode}, {shell.stderr[-200:]!r}")
    if hashlib.sha256((ledger.root / "ledger.db").read_bytes()).digest() != before:
        found.append("something was written into ledger.db")


def faults_of_outputs(ledger, found):
    """A device or a pipe that a command writes to stays; a symbolic link, too."""
    pipe, link, file = (ledger.scratch / name for name in ("pipe", "link", "file"))
    os.mkfifo(pipe)
    file.write_text("old")
    link.symlink_to(file)
    for verb in (["prove", "0"], ["bundle", "a", "--version", "1"]):
        ledger.run("publish")
        whole = ledger.run(*verb, "--output", str(ledger.scratch / "new")).returncode
        wanted = (ledger.scratch / "new").read_bytes()
        reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
        ledger.run(*verb, "--output", str(pipe))
        if not pipe.is_fifo():
            reader.kill()
            found.append(f"{verb[0]}: a pipe is replaced by a file")
        elif reader.communicate(timeout=harness.PATIENCE)[0] != wanted or whole != 0:
            found.append(f"{verb[0]}: something else comes out of a pipe")
        ledger.run(*verb, "--output", str(link))
        if not link.is_symlink() or file.read_bytes() != wanted:
            found.append(f"{verb[0]}: a symbolic link is replaced, or its file is not written")


def faults_of_readers_who_leave(ledger, found):
    """A verb that follows ends when its reader does, however long nothing is there to print."""
    ledger.run("publish", check=True)
    public = str(ledger.root / "public")
    key = ledger.run("key", "show").stdout.split("\n")[0]
    for verb in (["log", "--follow", "-n", "1"], ["monitor", public, "--key", key, "--follow"]):
        words = [*verb, *(["--ledger", str(ledger.root)] if verb[0] == "log" else [])]
        reader = subprocess.Popen([os.path.join(ledger.bin, "storyledger"), *words], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, env=ledger.variables)
        if not reader.stdout.readline():
            found.append(f"{' '.join(verb)}: prints nothing")
        reader.stdout.close()
        try:
            reader.wait(60)
        except subprocess.TimeoutExpired:
            reader.kill()
            found.append(f"{' '.join(verb)}: goes on after its reader has left")


def on_a_terminal(command, environment):
    """What a program writes to a terminal."""
    process, screen = pty.fork()
    if process == 0:
        os.execve(command[0], command, dict(os.environ, PAGER="cat", TERM="dumb", **environment))
    seen = b""
    while True:
        try:
            data = os.read(screen, 65536)
        except OSError:
            data = b""
        if not data:
            os.waitpid(process, 0)
            os.close(screen)
            return seen
        seen += data


def faults_of_control_characters(ledger, found):
    program = os.path.join(ledger.bin, "storyledger")
    environment = {"STORYLEDGER_DIR": str(ledger.root)}
    (ledger.scratch / "old").write_text("One \u202etwo\u009b31m.\n")
    (ledger.scratch / "new").write_text("One \u202ethree\u009b31m.\n")
    files = ["diff", "--files", str(ledger.scratch / "old"), str(ledger.scratch / "new"), "--format"]
    commands = [
        ["show", "a"], ["show", "a", "--json"], ["log", "--json"], ["log", "--raw"], ["stories"], ["stories", "--json"],
        ["timeline", "a"], [*files, "unified"], [*files, "json"], [*files, "html"], [*files, "inline"],
        ["sh\x1b[31mow"], ["show", "--x\x1b[31m"], ["show", "no\u202esuch"], ["append", "no\x9bsuch\x1b[31m"],
        ["inbox", "retry", "a\x1b[31m"], ["--ledger", "x\x1b[31m", "show"],
    ]
    for words in commands:
        seen = on_a_terminal([program, *words], environment).decode("utf-8", "replace")
        for character in ("\u202e", "\u009b", "\x1b[31mow", "\x1b[31m'", "\ufffd"):
            if character in seen:
                found.append(f"{words!r} shows {character!r} on a terminal")
    exact = ledger.run("show", "a", "--json").stdout
    if HEADLINE not in exact or json.loads(exact)["headline"] != HEADLINE:
        found.append("show --json into a pipe is not exact")
    if b"\xe2\x80\xae" not in subprocess.run([program, *files, "unified"], capture_output=True).stdout:
        found.append("a unified diff into a pipe is not exact")


def faults_of_names(ledger, found):
    directory = os.fsencode(ledger.scratch)
    document = {"type": "published", "subject": "b", "time": "2026-03-02T09:00:00Z", "data": {"headline": "H", "body": "B"}}
    names = (b"\xff.json", b"a\xe9\xfe\n.json", "\U0010fee9.json".encode(), b"\xed\xa0\x80.json", "\ufdd0.json".encode(),
             "\U0010ffff.json".encode())
    for number, name in enumerate(names):
        document["subject"] = f"b{number}"
        # A long file is opened a second time.
        document["data"]["body"] = "B" if number % 2 else "B" * 300_000
        path = os.path.join(directory, name)
        with open(path, "wb") as file:
            file.write(json.dumps(document).encode())
        command = [os.path.join(ledger.bin, "storyledger"), "append", path, "--ledger", str(ledger.root)]
        run = subprocess.run(command, capture_output=True)
        if run.returncode != 0 or not run.stdout.startswith(b"appended"):
            found.append(f"append {name!r}: {run.returncode} {run.stderr!r}")
        document["subject"] = f"i{number}"
        ledger.inbox.mkdir(exist_ok=True)
        with open(os.path.join(os.fsencode(ledger.inbox), name), "wb") as file:
            file.write(json.dumps(document).encode())
    for odd in ("inbox/\ufdd0", "archive/p\ufdd0.json"):
        place = os.path.join(os.fsencode(ledger.root), odd.encode())
        if odd.endswith(".json"):
            os.makedirs(os.path.dirname(place), exist_ok=True)
            open(place, "wb").close()
        else:
            os.mkdir(place)
    ledger.start()
    harness.eventually(lambda: not any(place.is_file() for place in ledger.inbox.iterdir()), "files of any name are taken or refused", ledger.daemon)
    ledger.stop()
    # What was recorded of each can be read again.
    for words in (["stories", "--json"], ["export", "--all", "--format", "csv", "--to", str(ledger.scratch / "csv")], ["verify"],
                  ["projections", "rebuild"], ["log", "--search", "nothing"], ["backup", str(ledger.scratch / "copy")]):
        run = ledger.run(*words)
        if run.returncode != (1 if "--search" in words else 0):
            found.append(f"{' '.join(words)} ends with {run.returncode} beside files of odd names: {run.stderr}")
    shown = {json.loads(line)["story"] for line in ledger.run("stories", "--json").stdout.encode().splitlines()}
    missing = {f"b{number}" for number in range(len(names))} - shown
    if missing:
        found.append(f"{sorted(missing)} are not among the stories")


def faults_of_signals(ledger, found):
    config = ledger.scratch / "storyledger.yaml"
    config.write_text("log:\n  level: info\n")
    reader, writer = os.pipe()
    command = [os.path.join(ledger.bin, "storyledgerd"), "--ledger", str(ledger.root), "--config", str(config)]
    daemon = subprocess.Popen(command, stdout=writer, stderr=writer)
    os.close(writer)
    seen = b""

    def line(text):
        nonlocal seen
        end = time.monotonic() + harness.PATIENCE
        while text not in seen and time.monotonic() < end:
            data = os.read(reader, 65536)
            if not data:
                break
            seen += data
        if text not in seen:
            raise harness.Failure(f"the daemon does not say {text!r}: {seen[-400:]!r}")

    try:
        line(b"ready")
        daemon.send_signal(signal.SIGUSR1)
        daemon.send_signal(signal.SIGUSR2)
        daemon.send_signal(signal.SIGHUP)
        line(b"nothing has changed")
        config.write_text("log:\n  level: loud\n")
        daemon.send_signal(signal.SIGHUP)
        line(b"goes on with the configuration that it has")
        config.write_text("log:\n  level: debug\npublication:\n  witness-timeout: 7s\n")
        daemon.send_signal(signal.SIGHUP)
        line(b'needs a restart of the daemon')
        line(b"reloaded a setting")
        os.close(reader)
        for number in range(20):
            ledger.drop(f"c{number}.json", json.dumps(
                {"type": "published", "subject": f"c{number}", "time": "2026-03-02T09:00:00Z", "data": {"headline": "H", "body": "B"}}))
        harness.eventually(lambda: len(list(ledger.archive.rglob("c*.json"))) == 20,
                           "a daemon without its log reader takes files in", daemon)
    except harness.Failure as failure:
        found.append(str(failure))
    finally:
        daemon.terminate()
        status = daemon.wait()
    if status != 0:
        found.append(f"the daemon ended with {status}")


def main():
    options = harness.arguments(__doc__.splitlines()[0])
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        ledger = harness.Ledger(options, scratch)
        document = {"type": "published", "subject": "a", "time": "2026-03-02T09:00:00Z", "data": {"headline": HEADLINE, "body": "B"}}
        ledger.run("append", "-", input=json.dumps(document), check=True)
        faults_of_closed_streams(ledger, found)
        faults_of_outputs(ledger, found)
        faults_of_readers_who_leave(ledger, found)
        faults_of_control_characters(ledger, found)
        faults_of_names(ledger, found)
        faults_of_signals(ledger, found)
    print("\n".join(found) if found else "closed, full and foreign streams, signals and names: all as they should be")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
