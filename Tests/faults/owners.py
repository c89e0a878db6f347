#!/usr/bin/env python3
"""Whoever runs a verb, and under whatever umask, the ledger's files have one owner and one mode; and those who may only
read create nothing, and read all the same."""

import json
import os
import stat
import subprocess
import sys

from harness import SKIPPED, arguments, check, eventually, main, published

# Users and groups that no machine has names for.
OWNER, READER, GROUP = 4_001, 4_002, 4_003
READING = [
    ["status"], ["stories"], ["show", "bridge"], ["history", "bridge"], ["claims", "bridge"], ["timeline", "bridge"],
    ["blame", "bridge"], ["log"], ["parties"], ["activity"], ["why", "0"], ["projections", "status"], ["checkpoint"],
    ["verify"], ["replay", "--projection", "stories"], ["inbox", "status"],
]


def run(ledger, words, user=None, group=None, umask=0o022, mount=False):
    command = [os.path.join(ledger.bin, "storyledger"), *words, "--ledger", str(ledger.root)]
    if user is not None:
        command = ["setpriv", f"--reuid={user}", f"--regid={group or user}", "--clear-groups", *command]
    if mount:
        script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
        command = ["unshare", "-m", "sh", "-c", script, str(ledger.root), *command]
    return subprocess.run(command, capture_output=True, text=True, umask=umask, stdin=subprocess.DEVNULL)


def must(result, what):
    check(result.returncode == 0, f"{what}: exit {result.returncode}, {result.stderr.strip()}")
    return result


def files(ledger):
    return {path: path.lstat() for path in sorted(ledger.root.rglob("*"))}


def check_modes(ledger):
    for path, facts in files(ledger).items():
        name, mode = path.relative_to(ledger.root).as_posix(), stat.S_IMODE(facts.st_mode)
        check((facts.st_uid, facts.st_gid) == (OWNER, GROUP), f"{name} belongs to {facts.st_uid}:{facts.st_gid}")
        if path.is_dir():
            continue
        is_private = name in ("key", "secret", "publishing", "intake.work") or name.endswith(("lock", "note"))
        expected = 0o600 if is_private else 0o644 if name.startswith("public/") else 0o640
        check(mode == expected, f"{name} has mode {mode:o}, expected {expected:o}")


def unchanged(ledger, before, words, who):
    after = files(ledger)
    check(set(after) == set(before), f"{words} by {who} created {sorted(map(str, set(after) - set(before)))}")
    for path, facts in after.items():
        # The index of the WAL is shared memory: a reader marks in it where it reads.
        if path.name.endswith("-shm"):
            continue
        old = before[path]
        check((facts.st_mtime_ns, facts.st_ino, facts.st_uid) == (old.st_mtime_ns, old.st_ino, old.st_uid),
              f"{words} by {who} changed {path.name}")


def read_all(ledger, who, **how):
    before = files(ledger)
    for words in READING:
        result = must(run(ledger, words, **how), f"{' '.join(words)} by {who}")
        unchanged(ledger, before, words, who)
        if words == ["verify"] and how.get("user"):
            check("not checked: seals" in result.stdout, f"verify by {who} does not say what it did not check")


def reconcile_by_a_reader(ledger):
    """What an auditor may not look into is said, and is no finding; a finding beside it is one."""
    found = must(run(ledger, ["inbox", "reconcile"], READER, GROUP), "inbox reconcile by a reader")
    for place in ("not looked at: inbox/wire: ", "not looked at: quarantine: ", "not looked at: the seals of receipts: "):
        check(place in found.stdout, f"reconcile by a reader does not say what it did not look at: {found.stdout}")
    check("every file that could be looked at is accounted for; 3 places were not looked at" in found.stdout, found.stdout)
    answer = json.loads(must(run(ledger, ["inbox", "reconcile", "--json"], READER, GROUP), "reconcile --json").stdout)
    check([row["path"] for row in answer["unseen"]] == ["inbox/wire", "quarantine", "the seals of receipts"] and not answer["findings"], f"{answer}")
    stranger = ledger.archive / "2026-01-01" / "stranger.json"
    stranger.parent.mkdir()
    stranger.write_text("{}")
    found = run(ledger, ["inbox", "reconcile"], READER, GROUP)
    check(found.returncode == 1 and "not every file is accounted for: 1 finding; 3 places" in found.stdout, f"a finding: {found.stdout}")
    stranger.unlink()
    stranger.parent.rmdir()
    found = must(run(ledger, ["inbox", "reconcile"]), "inbox reconcile by root")
    check("not looked at" not in found.stdout, f"root does not look at everything: {found.stdout}")


def started(ledger):
    """Starts the daemon as the ledger's user, where it must not start. Returns how it ended, and its last lines."""
    before = len(ledger.log_lines())
    daemon = ledger.start(user=OWNER, group=GROUP, extra_groups=[])
    status = daemon.wait(timeout=60)
    ledger.log.close()
    return status, "\n".join(ledger.log_lines()[before:])


def goes_on(ledger, what):
    daemon = ledger.start(user=OWNER, group=GROUP, extra_groups=[])
    before = len(ledger.log_lines())
    eventually(lambda: any("ready status" in line for line in ledger.log_lines()[before:]), what, daemon, 60)
    ledger.stop()


def wrong_owners(ledger):
    """A file of root's among the ledger's: root's verbs make no other, the daemon names it and ends with what no restart mends, and
    doctor's command mends it."""
    names = ["ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db-lock", "lock", "secret", "inbox"]
    for name in names:
        path = ledger.root / name
        for words in (["doctor"], *READING[:6]):
            for away in ("ledger.db-wal", "ledger.db-shm"):
                if name == "ledger.db":
                    (ledger.root / away).unlink(missing_ok=True)
            os.chown(path, 0, 0)
            if path.is_dir():
                os.chmod(path, 0o700)
            run(ledger, words)
            others = [p.name for p, facts in files(ledger).items() if facts.st_uid != OWNER and p != path]
            check(not others, f"{' '.join(words)} by root beside a {name} of root's: {others} are root's")
        os.chown(path, 0, 0)
        status, said = started(ledger)
        check(status == 78, f"{name} of root's: the daemon ended with {status}: {said}")
        check(f"{path}:" in said or f"{path} " in said, f"{name} of root's is not named: {said}")
        os.chown(path, 0, 0)
        lines = [json.loads(line) for line in run(ledger, ["doctor", "--json"]).stdout.splitlines()]
        faults = [one for one in lines if one["check"] == "rights" and one["state"] == "fault"
                  and not one["message"].startswith(f"{ledger.root}: ")]
        # It cannot say what a user without a name may enter.
        check(path.is_dir() or len(faults) == 1 and str(path) in faults[0]["message"], f"doctor and a {name} of root's: {faults}")
        os.chown(path, OWNER, GROUP)
        if path.is_dir():
            os.chmod(path, 0o750)
        goes_on(ledger, f"it starts with its own {name}")


def another_number(ledger):
    """After the service's user was made again with another number, one command gives all of it back."""
    inside = [path for path in ledger.root.rglob("*")]
    for path in inside:
        os.chown(path, 4_004, GROUP)
    command = f"chown -R {OWNER}: {ledger.root}; systemctl restart storyledgerd"
    status, said = started(ledger)
    check(status == 78 and command in said and "belongs to user 4004" in said, f"files of a former user: {status}, {said}")
    lines = [json.loads(line) for line in run(ledger, ["doctor", "--json"]).stdout.splitlines()]
    rights = [one for one in lines if one["check"] == "rights"]
    check(rights == lines[:1] and rights[0]["remedy"] == command, f"doctor does not have it first, and once: {lines}")
    # chown(1) gives the group of users with a name only.
    subprocess.run(["sh", "-c", command.split(";")[0].replace(f"{OWNER}:", f"{OWNER}:{GROUP}")], check=True)
    goes_on(ledger, "it starts with its own files")


def closed_to_its_owner(ledger):
    """A file that its owner may not write: it is named, with the command, whatever SQLite says of it."""
    for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db-lock"):
        path = ledger.root / name
        mode = stat.S_IMODE(path.stat().st_mode)
        os.chmod(path, 0o400)
        status, said = started(ledger)
        check(status == 78 and f"{path}: Permission denied" in said, f"{name} of mode 0400: {status}, {said}")
        command = f"chmod u+rw {path}"
        check(command in said, f"{name} of mode 0400: {said}")
        subprocess.run(command.split(), check=True)
        goes_on(ledger, f"it starts with a {name} that it may write")
        os.chmod(path, mode)


def without_a_secret(ledger):
    """No restart mends a secret that is missing or another's: the daemon says so once, in one line and what to do."""
    secret = ledger.root / "secret"
    kept = secret.read_bytes()
    for content in (None, b"ab" * 32 + b"\n", b"nothing\n"):
        secret.unlink()
        if content is not None:
            secret.write_bytes(content)
            os.chmod(secret, 0o600)
            os.chown(secret, OWNER, GROUP)
        status, said = started(ledger)
        check(status == 78 and "secret" in said and "backup" in said, f"the secret is {content}: {status}, {said}")
        if content is None:
            secret.write_bytes(kept)
            os.chmod(secret, 0o600)
            os.chown(secret, OWNER, GROUP)
    secret.write_bytes(kept)
    goes_on(ledger, "it starts with its secret")


def test(ledger, options):
    draft = ledger.drafts / "bridge.json"
    draft.write_text(published("bridge"))
    # A ledger of a service's own user, in which root runs every verb that writes, under the worst umasks.
    os.chmod(ledger.scratch, 0o755)
    os.chmod(ledger.root, 0o750)
    for path in [ledger.root, *ledger.root.rglob("*")]:
        os.chown(path, OWNER, GROUP)
    for umask in (0o077, 0o000):
        must(run(ledger, ["append", str(draft)], umask=umask), "append by root")
        must(run(ledger, ["publish"], umask=umask), "publish by root")
        must(run(ledger, ["projections", "rebuild"], umask=umask), "projections rebuild by root")
        check_modes(ledger)
    # The service's user goes on with what root has made.
    must(run(ledger, ["append", str(draft)], OWNER, GROUP), "append by the owner")
    must(run(ledger, ["stories"], OWNER, GROUP), "stories by the owner")
    check_modes(ledger)

    read_all(ledger, "root")
    read_all(ledger, "a member of the reading group", user=READER, group=GROUP)
    read_all(ledger, "root on a read-only mount", mount=True)
    denied = run(ledger, ["append", str(draft)], READER, GROUP)
    check(denied.returncode == 74, f"append by a reader ended with {denied.returncode}")

    # What a reader may not look into is one row, and nobody takes a daemon for another's.
    os.chmod(ledger.quarantine, 0o700)
    (ledger.inbox / "wire").mkdir(mode=0o700)
    for words in (["status"], ["inbox", "status"]):
        found = must(run(ledger, words, READER, GROUP), f"{' '.join(words)} by a reader")
        check("Permission denied" in found.stdout and "no daemon runs" in found.stdout, found.stdout)
    seen = json.loads(run(ledger, ["inbox", "status", "--json"], READER, GROUP).stdout)
    check([row["file"] for row in seen["unseen"]] == ["wire"] and len(seen["obstacles"]) == 1, f"unseen: {seen}")
    check(seen["running"] is False, f"a daemon is said to run: {seen}")
    reconcile_by_a_reader(ledger)
    os.chmod(ledger.quarantine, 0o750)
    (ledger.inbox / "wire").rmdir()
    daemon = ledger.start(user=OWNER, group=GROUP, extra_groups=[])
    eventually(lambda: any("ready" in line for line in ledger.log_lines()), "the daemon is ready", daemon)
    for who in ({"user": READER, "group": GROUP}, {}):
        status = json.loads(run(ledger, ["status", "--json"], **who).stdout)
        check(status["intake"]["running"] is True and status["intake"]["stall"] is None, f"{who}: {status['intake']}")
        check(f"a daemon runs, process {daemon.pid}" in run(ledger, ["inbox", "status"], **who).stdout, "inbox status")
    ledger.kill()
    # intake.json is still there, and another process may have that number by now.
    status = json.loads(run(ledger, ["status", "--json"], READER, GROUP).stdout)
    check(status["intake"]["running"] is False, f"a daemon that was killed is said to run: {status['intake']}")

    wrong_owners(ledger)
    another_number(ledger)
    closed_to_its_owner(ledger)
    without_a_secret(ledger)

    # Projections that are behind are folded in memory.
    draft.write_text(published("tunnel"))
    must(run(ledger, ["append", str(draft)], OWNER, GROUP), "append by the owner")
    found = must(run(ledger, ["stories"], READER, GROUP), "stories by a reader")
    check("tunnel" in found.stdout, "a reader does not see the newest story")
    check("folded from the log" in found.stderr, "a reader is not told that projections are behind")

    # A copy, as it comes from a backup: ledger.db is whole without its WAL, and there are no views.
    left = (ledger.root / "ledger.db-wal").stat().st_size
    check(left == 0, f"the last writer left {left} bytes in the WAL")
    for path in [*ledger.root.glob("ledger.db-*"), *ledger.root.glob("views.db*")]:
        path.unlink()
    read_all(ledger, "a reader of a copy", user=READER, group=GROUP)
    read_all(ledger, "root on a read-only copy", mount=True)
    return f"{len(READING)} reading verbs by three users create nothing"


if __name__ == "__main__":
    options = arguments(__doc__)
    if os.geteuid() != 0:
        print("skipped: it needs root, to run verbs as other users")
        sys.exit(SKIPPED)
    main(test, options, "owners and modes")
