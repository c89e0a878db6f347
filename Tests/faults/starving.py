#!/usr/bin/env python3
"""What one producer, or one reader, does to keep the files of another from being taken: with the real daemon, as users
without privileges.

Unreadable files, directories that files cannot leave, many names, a flood of notices, held locks, few descriptors.
"""

import json
import os
import signal
import stat
import subprocess
import sys
import time

import producers
from harness import SKIPPED, arguments, check, eventually, published

READER = 2003
CONFIGURATION = "inbox: {settle: 200ms, scan-interval: 1s}\n"


def waited(desk, name, source="mill"):
    """How many seconds a file of a source waits, at the speed of a machine that is not busy with other things."""
    text = published(name).replace("'", "")
    start = time.monotonic()
    (desk.drafts / name).write_text(text)
    os.chmod(desk.drafts / name, 0o644)
    os.rename(desk.drafts / name, desk.inbox / source / f"{name}.json")
    eventually(lambda: desk.taken(f"{source}/{name}.json"), f"{name} is taken", desk.daemon)
    return (time.monotonic() - start) / max(1, os.getloadavg()[0] / (2 * (os.cpu_count() or 1)))


def said(desk):
    """What the daemon says of its intake."""
    return desk.inbox_status()["daemon"] or {"unfinished": [], "suspended": [{"file": "no daemon yet"}]}


def taken_soon(desk, what, count=3, most=2.0):
    waits = [waited(desk, f"probe-{time.monotonic_ns()}") for _ in range(count)]
    check(max(waits) <= most, f"a file of another source waited {max(waits):.1f} s beside {what}")
    return f"{what}: {max(waits):.2f} s"


def unreadable_files_starve_nobody(desk, options):
    desk.start()
    desk.produce("wire", f"""
for n in range({options.files}):
    open(f".x{{n}}.tmp", "w").close(); os.chmod(f".x{{n}}.tmp", 0); os.rename(f".x{{n}}.tmp", f"u{{n}}.json")
""")
    eventually(lambda: (json.loads(desk.run("status", "--json").stdout)["intake"]["suspended"] or 0) >= options.files,
               "they are suspended", desk.daemon)
    # Few lines in a minute, and one that says that there are more.
    lines = desk.log_count("suspended")
    check(lines < 100 and desk.log_count("more of this source is suspended") >= 1, f"{lines} lines of one source")
    found = taken_soon(desk, f"{options.files} unreadable files")
    desk.produce("wire", "import glob\nfor name in glob.glob('u*'): os.unlink(name)")
    eventually(lambda: not said(desk)["suspended"], "nothing is suspended", desk.daemon)
    desk.stop()
    return found


def files_that_cannot_leave_are_not_taken(desk, options):
    desk.start()
    desk.produce("wire", f"""
os.makedirs("stick"); os.chmod("stick", 0o3770)
for n in range({options.files}):
    put(f"stick/s{{n}}.json", "{{}}")
""")
    eventually(lambda: any(s["file"] == "wire/stick" for s in said(desk)["suspended"]),
               "the directory is suspended", desk.daemon)
    found = taken_soon(desk, f"{options.files} files in a sticky directory")
    entry = next(s for s in said(desk)["suspended"] if s["file"] == "wire/stick")
    check("sticky" in entry["reason"] and "chmod -t" in entry["remedy"], str(entry))
    recorded = desk.rows("SELECT count(*) FROM receipt WHERE file LIKE 'wire/stick/%'")[0][0]
    # The first are taken before the bit is set, or not at all.
    check(recorded == 0, f"{recorded} files are recorded that cannot be removed")
    desk.produce("wire", "os.chmod('stick', 0o2770)")
    eventually(lambda: not desk.waiting_files(), "they are taken once they can leave", desk.daemon)
    desk.stop()
    return found


def a_flood_of_notices_publishes_no_half_a_story(desk, options):
    desk.start()
    waited(desk, "first")
    whole = published("paused")
    writer = open(desk.inbox / "mill" / "paused.json", "w")
    os.chmod(desk.inbox / "mill" / "paused.json", 0o644)
    writer.write(whole[:60])
    writer.flush()
    eventually(lambda: said(desk)["unfinished"], "it is seen being written", desk.daemon)
    # The daemon sleeps while more happens than the system keeps.
    desk.daemon.send_signal(signal.SIGSTOP)
    desk.produce("wire", """
open("a", "w").close()
os.rename("a", ".a.tmp")
for n in range(20000):
    os.rename(".a.tmp", ".b.tmp"); os.rename(".b.tmp", ".a.tmp")
""")
    desk.daemon.send_signal(signal.SIGCONT)
    eventually(lambda: [u["state"] for u in said(desk)["unfinished"]] == ["perhaps-open"],
               "inbox status says that it may be open", desk.daemon)
    # Many times its settle time: other files come and go meanwhile.
    for _ in range(5):
        waited(desk, f"other-{time.monotonic_ns()}")
    check(not desk.taken("mill/paused.json"), "half a story is taken")
    writer.write(whole[60:])
    writer.close()
    eventually(lambda: desk.taken("mill/paused.json"), "it is taken when it is closed", desk.daemon)
    check(desk.outcome("mill/paused.json")[0][0] == "appended", "it was not whole")
    desk.stop()
    return "a paused writer is waited for"


def many_names_keep_nobody_waiting(desk, options):
    desk.start()
    desk.produce("wire", f"""
for n in range({options.names}):
    open(f"{{n}}.tmp", "w").close()
for n in range({options.names} // 40):
    os.makedirs(f"d/{{n % 50}}/{{n}}")
""")
    flood = desk.produce("wire", """
while os.getppid() != 1:
    os.mkdir("again"); os.rmdir("again"); time.sleep(.02)
""", wait=False)
    try:
        return taken_soon(desk, f"{options.names} names that are looked at again and again")
    finally:
        flood.kill()
        flood.wait()
        desk.stop()


def readers_hold_no_lock(desk, options):
    desk.start()
    waited(desk, "first")
    desk.stop()
    # As an older program, or a careless hand, has left them.
    locks = [p for p in desk.root.iterdir() if p.name.endswith("lock") or p.name.endswith((".work", ".note"))
             or p.name == "publishing"]
    check({"ledger.db-lock", "lock", "intake.work"} <= {p.name for p in locks}, f"the locks are {locks}")
    for path in locks:
        os.chmod(path, 0o640)
    desk.start()
    waited(desk, "second")
    for path in locks:
        eventually(lambda: stat.S_IMODE(path.stat().st_mode) == 0o600, f"{path.name} has mode 0600", desk.daemon)
    script = "import fcntl, os, sys; fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    for path in locks:
        command = ["setpriv", f"--reuid={READER}", f"--regid={READER}", f"--groups={producers.SERVICE}",
                   sys.executable, "-c", script, str(path)]
        result = subprocess.run(command, capture_output=True, text=True)
        check("PermissionError" in result.stderr, f"a reader opens {path.name}: {result.stderr}")
    desk.stop()
    return f"{len(locks)} locks and notes are the owner's alone"


def a_sent_signal_ends_it(desk, options):
    desk.start()
    waited(desk, "first")
    desk.daemon.send_signal(signal.SIGABRT)
    code = desk.daemon.wait(timeout=60)
    check(code == -signal.SIGABRT, f"it ended with {code}")
    desk.start()
    waited(desk, "second")
    desk.stop()
    return "SIGABRT ends the daemon"


def directories_share_few_descriptors(desk, options):
    desk.limit = ["prlimit", "--nofile=64"]
    desk.start()
    desk.produce("wire", f"""
for n in range(60):
    put(f"{{n}}/x.json", json.dumps({{"type": "published", "subject": f"s{{n}}", "time": "2026-03-02T17:20:00Z",
        "data": {{"headline": "h", "body": "b"}}}}))
""")
    eventually(lambda: not desk.waiting_files(), "all are taken", desk.daemon)
    found = taken_soon(desk, "60 directories under a limit of 64 open files")
    check(not desk.log_count("intake has stopped"), "the intake has stopped")
    desk.stop()
    return found


def far_times_come_last(desk, options):
    desk.daemon = None
    desk.produce("mill", f"""
put("b.json", {published("order")!r})
put("a.json", {published("another")!r})
os.utime("b.json", (1e9, 1e9))
os.utime("a.json", ns=(0, 9300000000 * 10**9))
""")
    desk.start()
    eventually(lambda: not desk.waiting_files(), "both are taken", desk.daemon)
    files = [file for (file,) in desk.rows("SELECT file FROM receipt ORDER BY number")]
    check(files == ["mill/b.json", "mill/a.json"], f"they were taken as {files}")
    desk.stop()
    return "an mtime after 2262 comes last"


def write_heavy_story(path, story, mebibytes):
    """A story whose bodies take long to read, and whose state is larger than the cache of states."""
    def document(kind, **data):
        return json.dumps({"type": kind, "source": "wire", "subject": story, "time": "2026-03-02T17:20:00Z", "data": data})

    with open(path, "w") as file:
        print(document("published", headline="h", body="b", claims=[{"id": "c", "text": "t"}]), file=file)
        for number in range(mebibytes):
            print(document("updated", body=f"{number} {os.urandom(24).hex()} " * (1 << 14),
                           extra={f"k{n}": n for n in range(number, 100_000, mebibytes)}), file=file)


def heavy_stories_keep_nobody_waiting(desk, options):
    path = desk.scratch / "heavy.ndjson"
    for story in ("heavy", "other"):
        write_heavy_story(path, story, options.mebibytes // 2)
        done = desk.run("append", str(path))
        check(done.returncode == 0, done.stderr)
    path.unlink()
    subprocess.run(["chown", "-R", f"{producers.SERVICE}:{producers.SERVICE}", desk.root / "ledger.db"], check=True)
    desk.start()
    waited(desk, "first")
    desk.produce("wire", f"""
for n in range({options.denials}):
    put(f"d{{n:02}}.json", json.dumps({{"type": "denied", "subject": ["heavy", "other"][n % 2], "id": f"d{{n}}",
        "time": "2026-03-02T17:20:00Z", "data": {{"claim": "c", "by": f"Party {{n}}"}}}}))
""")
    waits = []
    while desk.rows("SELECT count(*) FROM receipt WHERE file LIKE 'wire/d%'")[0][0] < options.denials:
        waits.append(waited(desk, f"probe-{time.monotonic_ns()}"))
    check(max(waits) <= 2.0, f"a file of another source waited {max(waits):.1f} s beside heavy stories")
    outcomes = set(desk.rows("SELECT outcome FROM receipt"))
    check(outcomes == {("appended",)}, f"the outcomes are {outcomes}")
    taken = [file for (file,) in desk.rows("SELECT file FROM receipt WHERE file LIKE 'wire/d%' ORDER BY number")]
    check(taken == sorted(taken), f"they were taken as {taken}")
    desk.stop()
    waits.sort()
    return (f"{options.denials} files about stories of {options.mebibytes} MiB: {len(waits)} probes waited "
            f"{waits[len(waits) // 2]:.2f} s in the middle, {waits[-1]:.2f} s at most")


TESTS = [heavy_stories_keep_nobody_waiting, unreadable_files_starve_nobody, files_that_cannot_leave_are_not_taken,
         a_flood_of_notices_publishes_no_half_a_story, many_names_keep_nobody_waiting, readers_hold_no_lock,
         a_sent_signal_ends_it, directories_share_few_descriptors, far_times_come_last]


def main():
    options = arguments(__doc__, files=500, names=20000, mebibytes=48, denials=4, only="")
    if os.geteuid() != 0:
        print("this needs root, to become the users that it tests")
        sys.exit(SKIPPED)
    passed = [producers.run(test, options, configuration=CONFIGURATION) for test in TESTS
              if options.only in test.__name__]
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
