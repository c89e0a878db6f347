#!/usr/bin/env python3
"""Fills the disk under the daemon: intake stops with one clear line, loses nothing, and goes on when there is room.

Mounts a small tmpfs, or ext4 in a file, which needs root; without it the test is skipped (exit code 77).
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import SKIPPED, arguments, check, eventually, main, published
from notified import fill


def stops(ledger):
    return [line for line in ledger.log_lines() if "intake has stopped" in line]


def test(ledger, options):
    # What the daemon says must not need room on the full disk.
    ledger.log_path = Path(options.log)
    ledger.start()
    dropped = []
    for number in range(20):
        dropped.append(f"a{number:04}.json")
        ledger.drop(dropped[-1], published(f"a-{number}"))
    eventually(lambda: not ledger.waiting_files(), "the first files are taken", ledger.daemon)

    # Files wait outside, so that dropping them needs no room.
    for number in range(options.files):
        (ledger.drafts / f"b{number:04}.json").write_text(published(f"b-{number}", "x" * 2000))
    for number in range(20):
        (ledger.drafts / f"c{number:04}.json").write_text("{")
    fill(ledger.scratch / "ballast")
    for draft in sorted(ledger.drafts.iterdir()):
        if draft.name != "draft":
            dropped.append(draft.name)
            os.rename(draft, ledger.inbox / draft.name)
    eventually(lambda: stops(ledger), "the intake says that it has stopped", ledger.daemon)
    before = len(ledger.log_lines())
    print(f"the disk is full: {stops(ledger)[0]}")
    check(ledger.daemon.poll() is None, "the daemon has ended")
    check(len(stops(ledger)) <= 2, f"{len(stops(ledger))} lines that it has stopped")
    recorded = ledger.rows("SELECT count(*) FROM receipt")[0][0]
    print(f"{recorded} of {len(dropped)} files recorded, {len(ledger.waiting_files())} in the inbox, "
          f"{before} lines logged")

    # It starts on a full disk, too, and waits: as a user whom the file system gives none of its last blocks.
    ledger.kill()
    subprocess.run(["chown", "-R", "2000:2000", ledger.root], check=True)
    os.chmod(ledger.scratch, 0o755)
    fill(ledger.scratch / "ballast")
    stopped = len(stops(ledger))
    ledger.start(user=2000, group=2000, extra_groups=[])
    eventually(lambda: len(stops(ledger)) > stopped, "it starts, and says that the intake has stopped", ledger.daemon)

    os.remove(ledger.scratch / "ballast")
    eventually(lambda: not ledger.waiting_files(), "it goes on by itself", ledger.daemon)
    ledger.stop()
    events = ledger.check_log()
    outcomes = ledger.check_files(dropped)
    check(events == 20 + options.files, f"{events} events of {20 + options.files}")
    check(any("intake goes on" in line for line in ledger.log_lines()), "it does not say that it goes on")
    return f"{events} events, {outcomes}, {len(stops(ledger))} line that it had stopped"


if __name__ == "__main__":
    options = arguments(__doc__, files=300, filesystem="tmpfs")
    if os.geteuid() != 0:
        print("skipped: mounting a small tmpfs needs root")
        sys.exit(SKIPPED)
    mount = tempfile.mkdtemp(prefix="storyledger-full-")
    words = ["-t", "tmpfs", "-o", "size=32m", "tmpfs"]
    if options.filesystem != "tmpfs":
        image = tempfile.NamedTemporaryFile(prefix="storyledger-full-", suffix=".img")
        image.truncate(48 << 20)
        subprocess.run([f"mkfs.{options.filesystem}", "-q", image.name], check=True)
        words = ["-o", "loop", image.name]
    if subprocess.run(["mount", *words, mount]).returncode != 0:
        os.rmdir(mount)
        print("skipped: mounting is not allowed here")
        sys.exit(SKIPPED)
    try:
        with tempfile.NamedTemporaryFile(prefix="storyledger-full-", suffix=".log") as log:
            options.log = log.name
            main(test, options, "full disk", directory=mount)
    finally:
        subprocess.run(["umount", "--lazy", mount])
        os.rmdir(mount)
