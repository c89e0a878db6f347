#!/usr/bin/env python3
"""What a backup does not put back on a new machine is said at the end of a restore: the daemon's settings and the sources."""

import datetime
import hashlib
import json
import os
import pwd
import shutil
import subprocess

from harness import arguments, check, eventually, main, published


def says_to_compare(ledger, kept, lines):
    """The commands that compare with what others have seen, done as they are printed."""
    check(lines[0].startswith("before the daemon starts: others may have seen more of this log"), f"{lines}")
    commands = [line.strip() for line in lines[1:] if line.startswith("  ") and not line.startswith("   ")]
    check(len(commands) == 3, f"{commands}")
    # A later checkpoint that the lost machine has signed.
    lost = ledger.scratch / "lost"
    subprocess.run(["cp", "-a", ledger.root, lost], check=True)
    program = os.path.join(ledger.bin, "storyledger")

    key = json.loads(ledger.run("key", "show", "--json").stdout)["keys"][0]

    def run(line, place):
        line = line.replace("FILE", str(lost / "public" / "checkpoint")).replace("PUBLIC", str(lost / "public")).replace("KEY", key)
        line = line.replace(str(ledger.root), str(place)).replace("storyledger ", f"{program} ", 1) if line.startswith("storyledger ") else line.replace(str(ledger.root), str(place))
        return subprocess.run(["sh", "-c", f"umask 077; {line}"], capture_output=True, text=True, check=False, env=ledger.variables)

    same = run(commands[0], ledger.root)
    check(same.returncode == 0, f"the same checkpoint: {same}")
    subprocess.run([program, "append", "-", "--ledger", lost], input=published("later"), text=True, check=True, capture_output=True)
    subprocess.run([program, "publish", "--ledger", lost], check=True, capture_output=True)
    seen = subprocess.run([program, "monitor", lost / "public", "--key", key], env=ledger.variables, capture_output=True, text=True)
    check(seen.returncode == 0, f"a monitor of the lost machine: {seen}")
    for line in commands[:2]:
        done = run(line, ledger.root)
        check(done.returncode == 1, f"{line}: a later checkpoint is not found: {done}")
    # In a copy: what was signed elsewhere is known there from then on.
    copy = ledger.scratch / "copy-of-restored"
    subprocess.run(["cp", "-a", ledger.root, copy], check=True)
    user = pwd.getpwuid(ledger.root.stat().st_uid).pw_name
    check(commands[2] == f"cp -r PUBLIC/. {ledger.root}/public/; chown -R {user}: {ledger.root}/public; chmod -R u+rwX,go+rX {ledger.root}/public", commands[2])
    check(run(commands[2], copy).returncode == 0, commands[2])
    check((copy / "public" / "checkpoint").stat().st_mode & 0o777 == 0o644, "readers cannot read what was copied")

    def storyledger(*words, **more):
        return subprocess.run([program, *words, "--ledger", copy], capture_output=True, text=True, env=ledger.variables, **more)

    storyledger("append", "-", input=published("another"))
    done = storyledger("publish")
    check(done.returncode == 65 and "signing refused" in done.stderr, f"it signs another history: {done}")
    # The other way out: what readers have seen stays whole.
    for words in (["publish", "--accept-fork", "the machine was lost"], ["verify"]):
        done = storyledger(*words)
        check(done.returncode == 0, f"{words}: {done}")
    shutil.rmtree(lost)


def without_the_user(ledger, kept, user):
    """On a machine that has no user of that name, the command makes it first."""
    names = ledger.scratch / "passwd"
    names.write_text("".join(line for line in open("/etc/passwd") if not line.startswith(user.pw_name + ":")))
    command = ["unshare", "-m", "sh", "-c", 'mount --bind "$0" /etc/passwd && exec "$@"', names,
               os.path.join(ledger.bin, "storyledger"), "restore", kept, "--json", "--ledger", ledger.root]
    done = subprocess.run(command, capture_output=True, text=True, env=ledger.variables, check=False)
    if done.returncode != 0 and "unshare" in done.stderr:
        return
    commands = [one["command"] for one in json.loads(done.stdout)["sources"]]
    check(commands[1] == f"useradd --system {user.pw_name}; storyledger-source photo:{user.pw_name}", f"{commands}")


def of_an_earlier_program(ledger, kept):
    """A manifest without sources: those that files came from are named."""
    lines = (kept / "manifest.ndjson").read_bytes().splitlines(keepends=True)
    header = json.loads(lines[0])
    del header["sources"]
    lines[0] = (json.dumps(header, separators=(",", ":"), sort_keys=True, ensure_ascii=False) + "\n").encode()
    last = json.loads(lines[-1])
    last["sha256"] = hashlib.sha256(b"".join(lines[:-1])).hexdigest()
    lines[-1] = (json.dumps(last, separators=(",", ":"), sort_keys=True) + "\n").encode()
    (kept / "manifest.ndjson").write_bytes(b"".join(lines))
    # One that was set aside in the same second has the name.
    for seconds in range(30):
        moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
        for start in (f"{ledger.root}.", f"{ledger.root}/"):
            os.makedirs(f"{start}replaced-{moment:%Y%m%dT%H%M%S}Z", exist_ok=True)
    done = ledger.run("restore", str(kept), "--json")
    check(done.returncode == 0, f"restore: {done}")
    answer = json.loads(done.stdout)
    check([one["name"] for one in answer["sources"]] == ["cms", "wire"], f"{answer}")


def test(ledger, options):
    config = ledger.scratch / "storyledger.yaml"
    config.write_text("inbox:\n  settle: 100ms\n")
    for name in ("cms", "wire"):
        (ledger.inbox / name).mkdir()
        (ledger.inbox / name / "a.json").write_text(published(name))
    # One that has sent nothing yet, for another user: 'storyledger-source' gives it that user's group.
    (ledger.inbox / "photo").mkdir()
    user = next((one for one in pwd.getpwall() if one.pw_name in ("games", "bin", "daemon")), None) if os.geteuid() == 0 else None
    if user:
        os.chown(ledger.inbox / "photo", -1, user.pw_gid)
    ledger.drop("b.json", published("b"))
    ledger.start()
    eventually(lambda: not ledger.waiting_files(), "files are taken", ledger.daemon)
    ledger.stop()
    # What an admin appends is of no directory of the inbox.
    for name in ("d.json", "deep/e.json"):
        (ledger.scratch / name).parent.mkdir(exist_ok=True)
        (ledger.scratch / name).write_text(published(name[-6]))
        done = ledger.run("append", name, cwd=ledger.scratch)
        check(done.returncode == 0, f"append: {done}")
    kept = ledger.scratch / "kept"
    done = ledger.run("backup", str(kept), "--with-keys", "--config", str(config))
    check(done.returncode == 0, f"backup: {done}")
    shutil.rmtree(ledger.root)
    done = ledger.run("restore", str(kept))
    check(done.returncode == 0, f"restore: {done}")
    place = next(kept.glob("snapshot-*/configuration"))
    unknown = ":USER, where USER is who puts files there: the backup does not know"
    photo = f":{user.pw_name}" if user else unknown
    wanted = [f"configuration: compare {place.relative_to(kept)} in {kept} with /etc/storyledger",
              "sources of this log: on a new machine, each needs its directory again",
              f"  storyledger-source cms{unknown}", f"  storyledger-source photo{photo}", f"  storyledger-source wire{unknown}"]
    lines = done.stdout.splitlines()
    start = lines.index(wanted[0])
    check(lines[start:start + 5] == wanted, f"the end of a restore: {done.stdout}")
    says_to_compare(ledger, kept, lines[start + 5:])
    shutil.rmtree(ledger.root)
    done = ledger.run("restore", str(kept), "--json")
    check(done.returncode == 0, f"restore: {done}")
    answer = json.loads(done.stdout)
    check(answer["configuration"] == str(place.relative_to(kept)), f"{answer}")
    check([one["name"] for one in answer["sources"]] == ["cms", "photo", "wire"] and answer["mayBeBehind"], f"{answer}")
    check([one["user"] for one in answer["sources"]] == [None, user and user.pw_name, None], f"{answer}")
    # The head that this has put there says nothing of what was signed elsewhere, however often it is done.
    for _ in range(2):
        done = ledger.run("restore", str(kept), "--json")
        check(done.returncode == 0, f"restore: {done}")
        answer = json.loads(done.stdout)
        check(answer["mayBeBehind"], f"restored twice: {answer}")
    # Here the files of the ledger before say what was signed.
    for words in (["append", "-"], ["publish"]):
        done = ledger.run(*words, input=published("here"))
        check(done.returncode == 0, f"{words}: {done}")
    done = ledger.run("restore", str(kept), "--replace-newer", "--json")
    check(done.returncode == 0, f"restore: {done}")
    answer = json.loads(done.stdout)
    check(not answer["mayBeBehind"] and answer["behind"], f"over the ledger itself: {answer}")
    shutil.rmtree(ledger.root)
    if user:
        without_the_user(ledger, kept, user)
    of_an_earlier_program(ledger, kept)
    return "settings and sources"


if __name__ == "__main__":
    main(test, arguments(__doc__), "a new machine")
