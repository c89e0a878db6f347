#!/usr/bin/env python3
"""Power cuts while producers that never sync drop files: what a receipt names is there, and each file has one outcome.

A loop-mounted ext4, or with --filesystem another one, is shut down without flushing anything (xfs_io), mounted again, and the daemon started again.
--control runs the daemon without its syncs: then receipts that were seen must be lost, or the test shows nothing.
"""

import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import harness
from harness import SKIPPED, Failure, arguments, check, eventually, published


def call(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


class Disk:
    """A file system that can lose what was not synced."""

    # How each is made, and mounted: a copy of xfs has the name of the file system that was cut off.
    KINDS = {"ext4": (("mkfs.ext4", "-q", "-F"), "loop"), "xfs": (("mkfs.xfs", "-q", "-f"), "loop,nouuid")}

    def __init__(self, kind):
        make, self.mount_options = self.KINDS[kind]
        self.scratch = Path(tempfile.mkdtemp(prefix="storyledger-power-"))
        self.image, self.mount_point = self.scratch / "image", self.scratch / "mount"
        self.mount_point.mkdir()
        with open(self.image, "wb") as image:
            image.truncate(4 << 30)  # sparse
        call(*make, str(self.image))
        self.mount()

    def mount(self):
        call("mount", "-o", self.mount_options, str(self.image), str(self.mount_point))

    def power_up(self):
        """Mounts what the disk holds: a copy, since another mount namespace may still hold the file system as it was."""
        call("umount", "-l", str(self.mount_point))
        copy = self.scratch / "copy"
        call("cp", "--sparse=always", str(self.image), str(copy))
        copy.rename(self.image)
        self.mount()

    def cut(self):
        call("xfs_io", "-x", "-c", "shutdown", str(self.mount_point))

    def done(self):
        subprocess.run(["umount", "-l", str(self.mount_point)], stderr=subprocess.DEVNULL)
        shutil.rmtree(self.scratch, ignore_errors=True)


class Ledger(harness.Ledger):
    def __init__(self, options, disk):
        super().__init__(options, directory=disk.mount_point)
        self.environment = dict(os.environ)
        self.log_path = disk.scratch / "daemon.log"
        (disk.scratch / "storyledger.yaml").write_text("inbox: {settle: 50ms, scan-interval: 1s}\n")
        self.config = disk.scratch / "storyledger.yaml"

    def start(self):
        self.log = open(self.log_path, "ab")
        command = [os.path.join(self.bin, "storyledgerd"), "--ledger", str(self.root), "--config", str(self.config)]
        self.daemon = subprocess.Popen(command, stdout=self.log, stderr=self.log, env=self.environment)


def pour(ledger, first, dropped, stop):
    """Drops files as `mv` does: nothing is ever synced."""
    number = first
    while not stop.is_set():
        name, text = f"{number:07}.json", published(f"story-{number}", "x" * random.randint(1, 9000))
        if random.random() < 0.1:
            text = text[:-10]
        try:
            ledger.drop(name, text)
            dropped[name] = hashlib.sha256(text.encode()).digest()
            number += 1
            # However slow the daemon is, the pile does not outgrow it.
            while number % 50 == 0 and not stop.is_set() and len(os.listdir(ledger.inbox)) > 400:
                stop.wait(0.05)
        except OSError:
            return  # the disk is cut off


def cut_once(ledger, disk, dropped, chance):
    """- Returns: The receipts that were there just before the cut."""
    before = ledger.rows("SELECT count(*) FROM receipt")[0][0]
    stop = threading.Event()
    producer = threading.Thread(target=pour, args=(ledger, len(dropped) + 1, dropped, stop))
    ledger.start()
    producer.start()
    wanted = before + chance.randint(1, 600)
    eventually(lambda: ledger.rows("SELECT count(*) FROM receipt")[0][0] >= wanted, "files are taken", ledger.daemon)
    seen = ledger.rows("SELECT number, file, sha256 FROM receipt")
    disk.cut()
    stop.set()
    producer.join()
    ledger.kill()
    disk.power_up()
    return seen


def check_after(ledger, seen, dropped):
    def starts():
        return sum(" ready " in line for line in ledger.log_lines())

    before = starts()
    ledger.start()
    eventually(lambda: starts() > before, "the daemon is ready", ledger.daemon)
    eventually(lambda: not ledger.waiting_files(), "the inbox is empty", ledger.daemon)
    lost = set(seen) - set(ledger.rows("SELECT number, file, sha256 FROM receipt"))
    ledger.stop()
    check(not lost, f"{len(lost)} receipts that were seen are lost")
    receipts = ledger.rows("SELECT file, sha256, outcome FROM receipt")
    check(not harness.twice([file for file, _, _ in receipts]),
          f"files have two outcomes: {harness.twice([file for file, _, _ in receipts])[:5]}")
    kept = {hashlib.sha256(path.read_bytes()).digest() for path in ledger.archive.rglob("*") if path.is_file()}
    refused = {hashlib.sha256(path.read_bytes()).digest() for path in ledger.quarantine.iterdir()}
    for file, sha256, outcome in receipts:
        place = refused if outcome == "quarantined" else kept
        check(sha256 in place, f"{file} is {outcome}, and its bytes are nowhere")
        check(outcome == "quarantined" or sha256 == dropped[file], f"{file} is not what was dropped")
    check(not list((ledger.root / "incoming").iterdir()), "copies are left")
    ledger.check_log()


def test(disk, options, environment):
    chance = random.Random(options.seed)
    ledger = Ledger(options, disk)
    ledger.environment.update(environment)
    dropped = {}
    try:
        for _ in range(options.cuts):
            seen = cut_once(ledger, disk, dropped, chance)
            check_after(ledger, seen, dropped)
        found = ledger.run("verify")
        check(found.returncode == 0, f"verify: {found.stdout}{found.stderr}")
        outcomes = dict(ledger.rows("SELECT outcome, count(*) FROM receipt GROUP BY outcome"))
        return f"{options.cuts} cuts, {len(dropped)} files, {outcomes}"
    finally:
        if ledger.daemon is not None and ledger.daemon.poll() is None:
            ledger.kill()


def without_syncs(scratch):
    """A library that makes every sync do nothing."""
    source, library = scratch / "nosync.c", scratch / "nosync.so"
    source.write_text("int fsync(int f){return 0;} int fdatasync(int f){return 0;} int syncfs(int f){return 0;}\n"
                      "int sync_file_range(int f, long o, long n, unsigned g){return 0;}\n"
                      "int msync(void *a, unsigned long n, int g){return 0;}\n")
    call("gcc", "-shared", "-fPIC", "-o", str(library), str(source))
    return {"LD_PRELOAD": str(library)}


def main():
    options = arguments(__doc__, cuts=3, seed=int(time.time()), control=0, filesystem="ext4")
    if options.filesystem not in Disk.KINDS:
        sys.exit(f"--filesystem takes {' or '.join(Disk.KINDS)}; found {options.filesystem!r}")
    print(f"seed {options.seed}, {options.cuts} cuts, {options.filesystem}")
    try:
        disk = Disk(options.filesystem)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"no file system can be made and mounted here: {error}")
        sys.exit(SKIPPED)
    try:
        if shutil.which("xfs_io") is None:
            print("there is no xfs_io here (Debian: xfsprogs)")
            sys.exit(SKIPPED)
        environment = without_syncs(disk.scratch) if options.control else {}
        try:
            print(f"{'FAILED: the control passed' if options.control else 'ok'}: power cuts: "
                  f"{test(disk, options, environment)}")
            sys.exit(1 if options.control else 0)
        except Failure as failure:
            for line in (disk.scratch / "daemon.log").read_text(errors="replace").splitlines()[-12:]:
                print(f"  daemon: {line}")
            print(f"{'ok, the control fails' if options.control else 'FAILED'}: power cuts: {failure}")
            sys.exit(0 if options.control else 1)
    finally:
        disk.done()


if __name__ == "__main__":
    main()
