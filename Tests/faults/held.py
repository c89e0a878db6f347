#!/usr/bin/env python3
"""What keeps a part of the daemon from its work: `doctor` and `status` repeat the daemon's words, and what doctor says to do, done word by
word, mends it. One file at a time belongs to root, is closed, or is gone; units of systemd fail.

Needs root, to give files to others."""

import json
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

from harness import SKIPPED, arguments, check, eventually, main, published

# A user that every machine has a name for.
USER = pwd.getpwnam("nobody")


class Service:
    """A ledger of a user without privileges, its daemon, and who asks about it."""

    def __init__(self, ledger):
        self.ledger, self.root = ledger, ledger.root
        ledger.scratch.chmod(0o755)
        self.run = ledger.scratch / "run"
        self.run.mkdir()
        os.chown(self.run, USER.pw_uid, USER.pw_gid)
        self.settings = ledger.scratch / "storyledger.yaml"
        self.settings.write_text(
            f"ledger:\n  directory: {self.root}\nhealth:\n  listen: unix:{self.run}/health\ninbox:\n  settle: 100ms\n")
        self.settings.chmod(0o644)
        self.own()

    def own(self):
        for path in [self.root, *self.root.rglob("*")]:
            os.chown(path, USER.pw_uid, USER.pw_gid, follow_symlinks=False)

    def start(self):
        before = len(self.ledger.log_lines())
        daemon = self.ledger.start(user=USER.pw_uid, group=USER.pw_gid, extra_groups=[])
        eventually(lambda: any(" ready " in line for line in self.ledger.log_lines()[before:]), "it is ready", daemon, 60)

    def drop(self, name):
        self.ledger.drop(f"{name}.json", published(name))
        os.chown(self.ledger.inbox / f"{name}.json", USER.pw_uid, USER.pw_gid)

    def doctor(self, *words, environment=None):
        done = self.ledger.run("doctor", "--json", "--config", str(self.settings), *words, **(environment or {}))
        found = [json.loads(line) for line in done.stdout.splitlines()]
        faults = [one for one in found if one["state"] == "fault"]
        check(done.returncode == (1 if faults else 0), f"doctor ended with {done.returncode}: {faults} {done.stderr}")
        return faults

    def status(self):
        done = self.ledger.run("status", "--json")
        answer = json.loads(done.stdout)
        check(done.returncode == (1 if answer["held"] else 0), f"status ended with {done.returncode}: {answer['held']}")
        return answer["held"], self.ledger.run("status").stdout

    def is_well(self, what):
        eventually(lambda: not self.doctor(), f"{what}: {self.doctor()}", self.ledger.daemon, 30)
        held, _ = self.status()
        check(not held, f"{what}: status: {held}")

    def mend(self, faults):
        for fault in faults:
            for command in fault["remedy"].split("; "):
                if command == "systemctl try-restart storyledgerd":
                    continue
                words = shlex.split(command.removeprefix("give it back to the ledger's user: "))
                check(words[0] in ("chown", "chgrp", "chmod"), f"no command: {fault}")
                subprocess.run(words, check=True)


def wrong_files(service):
    """With the daemon stopped: each file that it opens belongs to root, or is closed."""
    root = service.root
    tiles = sorted(path for path in (root / "public" / "tile").rglob("*") if path.is_file())
    days = [path for path in (root / "archive").rglob("*") if path.is_dir()]
    places = [root / name for name in (
        "published-head", "views.db-lock", "views.db.lock", "views.db.note", "intake.work", "publishing", "public",
        "public/tile", "public/checkpoint", "quarantine", "incoming", "archive")] + [tiles[-1], tiles[-1].parent, days[-1]]
    places += [root / name for name in ("retention-lock", "check.json", "intake.json") if (root / name).exists()]
    mended = 0
    for place in places:
        for recursive in (False, True):
            if recursive and not place.is_dir():
                continue
            for path in [place, *place.rglob("*")] if recursive else [place]:
                os.chown(path, 0, 0)
            faults = [one for one in service.doctor() if one["check"] == "rights"]
            # Its owner, and readers of its group who are kept out meanwhile.
            check(1 <= len(faults) <= 2, f"{place} is root's: {faults}")
            service.mend(faults)
            check(not service.doctor(), f"{place} was root's, and {faults[0]['remedy']}: {service.doctor()}")
            others = [path for path in [root, *root.rglob("*")] if path.lstat().st_uid != USER.pw_uid]
            # Files in an archive may be anybody's.
            check(not [path for path in others if path.is_dir() or "public" in path.parts], f"{place}: {others}")
            service.own()
            mended += 1
    for place in places:
        mode = stat.S_IMODE(place.stat().st_mode)
        place.chmod(0o500 if place.is_dir() else 0)
        faults = [one for one in service.doctor() if one["check"] == "rights"]
        check(1 <= len(faults) <= 2 and str(place) in faults[0]["message"], f"{place} is closed: {faults}")
        service.mend(faults)
        # The users of its group come after its owner.
        service.mend(service.doctor())
        check(not service.doctor(), f"{place} was closed, and {faults[0]['remedy']}: {service.doctor()}")
        place.chmod(mode)
        mended += 1
    return mended


def in_the_words_of_the_daemon(service):
    """Each part that a running daemon says it cannot do."""
    root = service.root
    service.start()
    service.is_well("a daemon with all it needs")
    cases = [
        ("published-head", "publication", "publishes nothing: ", False), ("public", "publication", "publishes nothing: ", False),
        ("intake.work", "note of work", "no note of work: ", True), ("views.db-lock", "projections", "keeps no projections: ", True),
    ]
    for name, part, words, restarts in cases:
        if restarts:
            service.ledger.stop()
        subprocess.run(["chown", "-R", "root:root", root / name], check=True)
        if restarts:
            service.start()
        else:
            service.drop(f"after-{name}")
        eventually(lambda: [one for one in service.status()[0] if one["part"] == part], f"{name}: status", service.ledger.daemon, 60)
        held, shown = service.status()
        check(words in shown and str(root / name) in held[0]["message"], f"{name}: {held} {shown}")
        check(held[0]["remedy"].endswith(f"chown {'-R ' if (root / name).is_dir() else ''}nobody: {root / name}")
              or restarts and f"chown nobody: {root / name}" in held[0]["remedy"], f"{name}: {held}")
        faults = service.doctor()
        spoken = [one for one in faults if one["check"] == "daemon" and held[0]["message"] in one["message"]]
        check(spoken and spoken[0]["remedy"] == held[0]["remedy"], f"{name}: doctor: {faults}")
        service.mend([one for one in faults if one["check"] == "rights"])
        if restarts:
            service.ledger.stop()
            service.start()
        service.is_well(f"{name} is its user's again")
        service.own()
    (root / "key").rename(root / "away")
    service.drop("without-a-key")
    eventually(lambda: service.status()[0], "status without a key", service.ledger.daemon, 60)
    held, shown = service.status()
    check("publishes nothing: there is no signing key" in shown, f"without a key: {shown}")
    faults = {one["check"] for one in service.doctor()}
    check({"daemon", "key"} <= faults, f"doctor without a key: {faults}")
    (root / "away").rename(root / "key")
    service.drop("with-a-key")
    service.is_well("the key is back")
    service.ledger.stop()
    (root / "key").rename(root / "away")
    check([one["part"] for one in service.status()[0]] == ["publication"], f"status without a key and a daemon: {service.status()}")
    (root / "away").rename(root / "key")


def closed_files_of_producers(service):
    """Files of root's in the inbox: doctor repeats what is suspended, with a command that a shell takes."""
    service.start()
    for number, name in enumerate(("it's $(closed).json", "dir/one.json", "plain.json")):
        draft = service.ledger.scratch / "draft"
        draft.write_text(published(f"closed-{number}"))
        draft.chmod(0o600)
        if "/" in name:
            inner = service.ledger.scratch / "inner"
            inner.mkdir(mode=0o700)
            draft.rename(inner / "one.json")
            inner.rename(service.ledger.inbox / "dir")
        else:
            draft.rename(service.ledger.inbox / name)

    def suspended():
        return [one for one in service.doctor() if one["check"] == "suspended"]

    eventually(lambda: len(suspended()) == 3, f"doctor repeats what is suspended: {suspended()}", service.ledger.daemon, 60)
    inner = str(service.ledger.inbox / "dir")
    for fault in suspended():
        command = fault["remedy"].removeprefix("let the ledger's user read it: ")
        if fault["message"].startswith("dir: "):
            check(command == "storyledger-source dir", f"a directory of root's: {fault}")
            command = f"chown -R nobody: {inner}"
        check("chown " in command, f"no command: {fault}")
        subprocess.run(["sh", "-c", command], check=True)
    eventually(lambda: not service.ledger.waiting_files() and not suspended(), "they are taken", service.ledger.daemon, 120)
    service.ledger.stop()


def a_backup_beside_closed_files(service):
    """Of the archive, a file and then a directory of root's: the rest is backed up, and nothing is claimed that is not there."""
    place = service.ledger.scratch / "backups" / "one"
    place.parent.mkdir()
    os.chown(place.parent, USER.pw_uid, USER.pw_gid)
    files = sorted(path for path in (service.root / "archive").rglob("*") if path.is_file())
    closed, names = files[0], [str(path.relative_to(service.root)) for path in files]

    def backup(code):
        done = service.ledger.run("backup", str(place), "--json", user=USER.pw_uid, group=USER.pw_gid, extra_groups=[])
        check(done.returncode == code, f"backup ended with {done.returncode}: {done.stderr}")
        lines = [json.loads(line) for line in (place / "manifest.ndjson").read_text().splitlines()]
        check(service.ledger.run("backup", "--verify", str(place)).returncode == 0, "the backup is not whole")
        return {line["path"] for line in lines if "path" in line}, json.loads(done.stdout)["leftOut"], done.stderr

    os.chown(closed, 0, 0)
    closed.chmod(0o600)
    claimed, left, said = backup(74)
    check(names[0] not in claimed and set(names[1:]) <= claimed, f"{claimed}")
    command = f"chown nobody: {shlex.quote(str(closed))}"
    check([one["path"] for one in left] == [names[0]] and command in left[0]["remedy"] and command in said, f"{left} {said}")
    subprocess.run(["sh", "-c", command], check=True)
    check(set(names) <= backup(0)[0], "all of it, once the file is mended")
    # What was copied once stays copied.
    days = sorted({path.parent for path in files})
    os.chown(days[0], 0, 0)
    days[0].chmod(0o700)
    claimed, left, said = backup(74)
    check(set(names) <= claimed and str(days[0]) in said, f"{claimed} {left} {said}")
    service.own()
    days[0].chmod(0o750)
    check(not backup(0)[1], "a whole backup at last")


def refused_secrets(service):
    """What the daemon says of a secret with which it does not start, and doctor's command."""
    secret = service.root / "secret"
    for mode in (0o777, 0o000, 0o640):
        secret.chmod(mode)
        before = len(service.ledger.log_lines())
        daemon = service.ledger.start(user=USER.pw_uid, group=USER.pw_gid, extra_groups=[])
        check(daemon.wait(timeout=60) == 78, f"a secret of mode {mode:o}: {daemon.returncode}")
        said = service.ledger.log_lines()[before:]
        check(any(line.strip() == f"chmod 0600 {secret}" for line in said), f"a secret of mode {mode:o}: {said}")
        service.mend([one for one in service.doctor() if one["check"] == "rights"])
        check(stat.S_IMODE(secret.stat().st_mode) == 0o600, f"a secret of mode {mode:o} is not mended")
    kept = secret.read_bytes()
    for content in (b"ab" * 32 + b"\n", None):
        secret.unlink()
        if content:
            secret.write_bytes(content)
            secret.chmod(0o600)
            os.chown(secret, USER.pw_uid, USER.pw_gid)
        before = len(service.ledger.log_lines())
        daemon = service.ledger.start(user=USER.pw_uid, group=USER.pw_gid, extra_groups=[])
        check(daemon.wait(timeout=60) == 78, f"another secret: {daemon.returncode}")
        said = "\n".join(service.ledger.log_lines()[before:])
        check("run this as the ledger's user" not in said and f"install -m 0600 -o {USER.pw_name} COPY {secret}" in said, f"another secret: {said}")
        check("cannot be read: it is not the secret" not in said, said)
        remedy = [one["remedy"] for one in service.doctor() if one["check"] == "secret"][0]
        copy = service.ledger.scratch / "copy"
        copy.write_bytes(kept)
        command = remedy[remedy.index("install"):].split(";")[0].replace("COPY", str(copy))
        subprocess.run(shlex.split(command), check=True)
        os.chown(secret, USER.pw_uid, USER.pw_gid) if content is None and secret.stat().st_uid != USER.pw_uid else None
        check(secret.stat().st_uid == USER.pw_uid, f"{command}: the secret is another's")
        check(not service.doctor(), f"{command}: {service.doctor()}")


SYSTEMCTL = """#!/bin/sh
case "$*" in
*storyledger-site.service*) cat "%s/site" ;;
*) cat "%s/daemon" ;;
esac
"""


def units(service):
    """A unit that systemd has given up, in a namespace where systemd seems to run."""
    tools = service.ledger.scratch / "tools"
    tools.mkdir()
    (tools / "systemctl").write_text(SYSTEMCTL % (tools, tools))
    (tools / "systemctl").chmod(0o755)
    script = ('mount -t tmpfs none /run && mkdir -p /run/systemd/system && exec "$@"')
    if subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", "true"], capture_output=True, check=False).returncode != 0:
        return "no namespace for units"

    def doctor(daemon, site, key="", listen="unix:/x"):
        (tools / "daemon").write_text(f"LoadState=loaded\nUnitFileState=enabled\nActiveState={daemon}\n{key}")
        (tools / "site").write_text(f"LoadState=loaded\n{site}\nExecStart={{ path=/usr/bin/storyledger ; argv[]=/usr/bin/storyledger "
                                    f"--ledger {service.root} serve --listen {listen} ; }}\n")
        done = subprocess.run(
            ["unshare", "-m", "sh", "-c", script, "sh", os.path.join(service.ledger.bin, "storyledger"), "doctor", "--json",
             "--config", service.settings, "--ledger", service.root],
            capture_output=True, text=True, check=False, env=dict(service.ledger.variables, PATH=f"{tools}:{os.environ['PATH']}"))
        return {one["check"]: one for line in done.stdout.splitlines() for one in [json.loads(line)]}

    found = doctor("failed", "UnitFileState=enabled\nActiveState=failed")
    for name, unit in (("daemon", "storyledgerd"), ("site", "storyledger-site")):
        one = found[name]
        check(one["state"] == "fault" and f"systemctl reset-failed {unit}; systemctl start {unit}" in one["remedy"], f"{one}")
    # One that ends at each start is not seen as failed, nor as inactive.
    found = doctor("activating\nSubState=auto-restart", "UnitFileState=enabled\nActiveState=activating\nSubState=auto-restart",
                   "LoadCredential=secret:/nowhere/secret\nUser=root\n")
    for name, unit in (("daemon", "storyledgerd"), ("site", "storyledger-site")):
        check(found[name]["state"] == "fault" and f"journalctl -u {unit}" in found[name]["message"], f"{found[name]}")
    check("/nowhere/secret" in found["credential"]["message"], f"{found}")
    check("the service runs as root" in found["owner"]["message"], f"{found}")
    # A port without a network: no restart mends that.
    found = doctor("active", "UnitFileState=enabled\nActiveState=active\nPrivateNetwork=yes", listen="127.0.0.1:8080")
    check(found["site"]["state"] == "fault" and "PrivateNetwork=no" in found["site"]["remedy"], f"{found['site']}")
    # The unit is known although its settings are wrong.
    service.settings.write_text(service.settings.read_text() + "nonsense: 1\n")
    found = doctor("failed", "UnitFileState=disabled", f"ExecStart={{ argv[]=/usr/bin/storyledgerd --ledger {service.root} ; }}\n")
    check(found["daemon"]["state"] == "fault" and found["configuration"]["state"] == "fault", f"{found}")
    service.settings.write_text(service.settings.read_text().replace("nonsense: 1\n", ""))
    found = doctor("inactive", "UnitFileState=enabled\nActiveState=inactive")
    check(found["site"]["state"] == "fault" and found["site"]["remedy"] == "systemctl start storyledger-site", f"{found['site']}")
    check(found["daemon"]["state"] == "fault" and "does not run" in found["daemon"]["message"], f"{found['daemon']}")
    check("site" not in doctor("active", "UnitFileState=disabled\nActiveState=inactive"), "a site that is not enabled")
    check(doctor("active", "UnitFileState=enabled\nActiveState=active")["site"]["state"] == "ok", "a site that runs")
    (service.root / "key").rename(service.root / "away")
    for name in ("secret", "key"):
        (tools / name).write_text("x")
    secret = f"LoadCredential=secret:{tools}/secret\n"
    found = doctor("inactive", "UnitFileState=disabled", f"{secret}LoadCredential=key:{tools}/key\n")
    check(found["key"]["state"] == "ok", f"a key that is a credential: {found}")
    found = doctor("inactive", "UnitFileState=disabled", f"{secret}LoadCredential=key:/nowhere/key\n")
    check("/nowhere/key" in found["credential"]["message"], f"a credential whose file is gone: {found}")
    check(doctor("inactive", "UnitFileState=disabled", secret)["key"]["state"] == "fault", "no key")
    (service.root / "away").rename(service.root / "key")
    return "units"


def test(ledger, options):
    service = Service(ledger)
    ledger.inbox.chmod(0o755)
    ledger.drop("b.json", b"{")
    os.chown(ledger.inbox / "b.json", USER.pw_uid, USER.pw_gid)
    service.start()
    service.drop("a")
    eventually(lambda: (service.root / "published-head").exists() and not ledger.waiting_files(), "files are taken", ledger.daemon)
    eventually(lambda: not service.status()[0], "all is well", ledger.daemon)
    ledger.stop()
    mended = wrong_files(service)
    refused_secrets(service)
    in_the_words_of_the_daemon(service)
    closed_files_of_producers(service)
    a_backup_beside_closed_files(service)
    return f"{mended} wrong files mended by doctor's commands; five parts of the daemon; secrets; {units(service)}"


if __name__ == "__main__":
    if os.geteuid() != 0 or not shutil.which("unshare"):
        print("skipped: it needs root")
        sys.exit(SKIPPED)
    main(test, arguments(__doc__.splitlines()[0]), "what keeps the daemon from its work")
