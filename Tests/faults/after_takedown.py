#!/usr/bin/env python3
"""Producers without privileges beside a ledger with a takedown, which looks into what they drop: sparse files of many
terabytes, files that cannot be read, millions of pieces, directories that are closed at the wrong moment. None of them
stops another source, a restart, a takedown or a backup."""

import json
import os
import subprocess
import sys
import time

from harness import SKIPPED, arguments, check, eventually, peak_memory, published
from producers import PRODUCERS, SERVICE, Desk, run

HUGE = 15 << 40


CONFIGURATION = "inbox: {settle: 200ms, scan-interval: 1s, max-file-size: 2MiB}\n"


def begin(desk):
    """A ledger with one story whose name was taken down, and a second that is still to be."""
    desk.start()
    desk.put("wire", "ward.json", published("ward", "Nurse Zanzibarova works there.\n\nIt has 40 beds."))
    desk.put("wire", "pier.json", published("pier", "Keeper Quillonov said so.\n\nIt is shut."))
    for name in ("ward", "pier"):
        eventually(lambda: desk.taken(f"wire/{name}.json"), "the first files are taken", desk.daemon)
    withhold(desk, "ward", "Zanzibarova")


def withhold(desk, story, words):
    command = ["setpriv", "--reuid", str(SERVICE), "--regid", str(SERVICE), "--clear-groups",
               os.path.join(desk.bin, "storyledger"), "withhold", story, "--text", words, "--reason", "r", "--authority", "a",
               "--yes", "--json", "--ledger", str(desk.root)]
    found = subprocess.run(command, capture_output=True, text=True, timeout=120)
    check(found.returncode == 0, f"withhold ended with {found.returncode}: {found.stdout[-300:]}{found.stderr[-600:]}")
    return json.loads(found.stdout)


def others_go_on(desk, name, within=None):
    start = time.monotonic()
    desk.put("wire", f"{name}.json", published(name))
    eventually(lambda: desk.taken(f"wire/{name}.json"), f"another source goes on after {name}", desk.daemon)
    took = time.monotonic() - start
    check(within is None or took < within, f"another source waited {took:.1f} s after {name}")


def quarantined(desk, file):
    eventually(lambda: [o for o, _ in desk.outcome(file)] == ["quarantined"], f"{file} is refused", desk.daemon)
    name = file.replace("/", "--")
    eventually(lambda: os.path.lexists(desk.quarantine / name), f"{file} is in quarantine", desk.daemon)
    return desk.quarantine / name


def files_that_were_refused_unread(desk, options):
    begin(desk)
    desk.produce("mill", f"open('.a', 'w').truncate({HUGE}); os.rename('.a', 'sparse.json')")
    check(quarantined(desk, "mill/sparse.json").stat().st_size < 200, "the producer's own file is in quarantine")
    others_go_on(desk, "after-sparse")
    desk.produce("mill", "open('.b', 'w').truncate(3 << 20); os.chmod('.b', 0); os.rename('.b', 'closed.json')")
    check(quarantined(desk, "mill/closed.json").stat().st_uid == SERVICE, "the producer's own file is in quarantine")
    others_go_on(desk, "after-closed")
    # Its producer keeps such a file open, and writes into it later.
    held = desk.produce("mill", """
file = open('.h', 'w+'); file.truncate(3 << 20); os.rename('.h', 'held.json')
while os.path.exists('held.json'): time.sleep(0.02)
os.pwrite(file.fileno(), b'EVIL', 0); file.truncate(4)
""", wait=False)
    kept = quarantined(desk, "mill/held.json")
    check(held.wait(60) == 0, "the producer does not end")
    check(kept.read_text() == "mill/held.json was a file of 3145728 bytes\n", f"in quarantine: {kept.read_bytes()[:80]}")
    # Earlier versions moved the files themselves.
    for name, size, mode in (("mill--old-sparse.json", HUGE, 0o644), ("mill--old-closed.json", 3 << 20, 0)):
        with open(desk.quarantine / name, "w") as file:
            file.truncate(size)
        os.chown(desk.quarantine / name, PRODUCERS["mill"], SERVICE)
        os.chmod(desk.quarantine / name, mode)
    # A file with another name could be written to in quarantine, too.
    desk.produce("mill", "open('.keep', 'w').truncate(3 << 20); os.link('.keep', 'linked.json')")
    linked = quarantined(desk, "mill/linked.json")
    check(linked.stat().st_size < 200 and linked.stat().st_uid == SERVICE, "the producer's own file is in quarantine")
    desk.stop()
    desk.start()
    others_go_on(desk, "after-restart")
    desk.kill()
    desk.start()
    others_go_on(desk, "after-kill")
    # Neither they nor an unfinished file hold up a takedown.
    desk.produce("mill", f"open('.x.tmp', 'w').truncate({HUGE})")
    report = withhold(desk, "pier", "Quillonov")
    check(report["finished"] and any("old-sparse.json" in line for line in report["closed"]), f"takedown: {report}")
    status = json.loads(desk.run("status", "--json").stdout)
    check(status["unfinishedTakedowns"] == [], f"a takedown is unfinished: {status['unfinishedTakedowns']}")
    found = subprocess.run(["grep", "-rlaF", "Quillonov", "--exclude=sparse.json", "--exclude=.x.tmp", "--exclude=*sparse.json",
                            str(desk.root)], capture_output=True, text=True).stdout.split()
    check(not found, f"the words are still in {found}")
    target = desk.scratch / "backup"
    target.mkdir()
    os.chown(target, SERVICE, SERVICE)
    command = ["setpriv", "--reuid", str(SERVICE), "--regid", str(SERVICE), "--clear-groups",
               os.path.join(desk.bin, "storyledger"), "backup", str(target), "--ledger", str(desk.root)]
    made = subprocess.run(command, capture_output=True, text=True, timeout=120)
    check(made.returncode == 0, f"backup ended with {made.returncode}: {made.stderr[-600:]}")
    check("old-closed.json" in made.stdout + made.stderr, f"backup does not say what it left out: {made.stdout}")
    used = int(subprocess.run(["du", "-sk", target], capture_output=True, text=True).stdout.split()[0])
    check(used < 64 << 10, f"the backup takes {used} KiB")
    desk.stop()
    return "files that were refused unread stop nobody"


def millions_of_pieces(desk, options):
    begin(desk)
    desk.produce("mill", "open('.n', 'w').write('[' + '0,' * (2 << 20) + '0]'); os.rename('.n', 'zeros.json')")
    others_go_on(desk, "beside-zeros", within=10)
    quarantined(desk, "mill/zeros.json")
    desk.produce("mill", "open('.n', 'w').write('0\\n' * (1 << 20)); os.rename('.n', 'zeros.ndjson')")
    others_go_on(desk, "beside-lines", within=10)
    quarantined(desk, "mill/zeros.ndjson")
    before = peak_memory(desk.daemon)
    body = json.dumps("a\n\n" * (5 << 20))
    text = published("many").replace('"The bridge is closed."', "BODY")
    (desk.scratch / "many.json").write_text(text.replace("BODY", body))
    os.chmod(desk.scratch / "many.json", 0o644)
    desk.produce("mill", "import shutil; shutil.copy(sys.argv[1], '.n'); os.rename('.n', 'many.json')",
                 desk.scratch / "many.json")
    quarantined(desk, "mill/many.json")
    check("pieces" in str(desk.outcome("mill/many.json")), str(desk.outcome("mill/many.json"))[:300])
    grown = peak_memory(desk.daemon) - before
    check(grown < 300, f"15 MiB of paragraphs took {grown} MiB more")
    desk.stop()
    return f"millions of pieces delay nobody (15 MiB of paragraphs: {grown} MiB)"


WATCH = """
import ctypes, struct
libc = ctypes.CDLL(None, use_errno=True)
os.makedirs("sub", exist_ok=True)
watch = libc.inotify_init1(0)
libc.inotify_add_watch(watch, b"sub", 0x10)  # IN_CLOSE_NOWRITE: somebody has read it
text = json.dumps({"type": "published", "subject": "slow", "time": "2026-03-02T17:20:00Z",
                   "data": {"headline": "H", "body": "x" * (3 << 20)}})
open("sub/.d", "w").write(text)
os.rename("sub/.d", "sub/slow.json")
while True:
    events, place = os.read(watch, 65536), 0
    names = []
    while place < len(events):
        _, mask, _, length = struct.unpack_from("iIII", events, place)
        names.append(events[place + 16:place + 16 + length].rstrip(b"\\0"))
        place += 16 + length
    if b"slow.json" in names:
        break
os.chmod("sub", 0o440)
"""


def a_directory_that_is_closed_after_reading(desk, options):
    desk.start()
    desk.put("wire", "first.json", published("first"))
    eventually(lambda: desk.taken("wire/first.json"), "the first file is taken", desk.daemon)
    desk.produce("mill", WATCH)
    eventually(lambda: desk.taken("mill/sub/slow.json"), "what was read is recorded", desk.daemon)
    others_go_on(desk, "beside-closed")
    desk.stop()
    desk.start()
    others_go_on(desk, "after-start")
    desk.kill()
    desk.start()
    others_go_on(desk, "after-kill")
    os.chmod(desk.inbox / "mill/sub", 0o2770)
    eventually(lambda: not desk.waiting_files(), "the file is filed once it can be", desk.daemon, patience=60)
    check([o for o, _ in desk.outcome("mill/sub/slow.json")] == ["appended"], "it has another outcome")
    desk.stop()
    desk.check_log()
    return "a directory that is closed after it was read stops nobody"


def main():
    options = arguments(__doc__, only="")
    if os.geteuid() != 0:
        print("this needs root, to become the users that it tests")
        sys.exit(SKIPPED)
    tests = [files_that_were_refused_unread, millions_of_pieces, a_directory_that_is_closed_after_reading]
    small = {files_that_were_refused_unread: {"configuration": CONFIGURATION}}
    passed = [run(test, options, **small.get(test, {})) for test in tests if options.only in test.__name__]
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
