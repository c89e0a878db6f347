#!/usr/bin/env python3
"""What systemd's watchdog hears: signs of life while the daemon works, and on a full and on a read-only disk; none while the disk
has stopped (fsfreeze of a loop-mounted ext4, as a SAN or a hypervisor stops one), and again once it goes on.

Needs root; without it the test is skipped (77)."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import notified
from harness import SKIPPED, Failure, Ledger, arguments, check, eventually, published
from notified import call, fill

WATCHDOG = 16.0
# Longer than the daemon allows a disk to be silent.
SILENCE = WATCHDOG / 2 + 2


class Systemd(notified.Systemd):
    """It says when it would have killed the service."""

    def starved(self, since):
        """Whether systemd would have killed the service at any time since then."""
        times = [since] + [t for t in self.signs if t > since] + [time.monotonic()]
        return any(later - earlier > WATCHDOG for earlier, later in zip(times, times[1:]))


def can_write(path):
    try:
        path.write_text("x")
        return True
    except OSError:
        return False


def test(mount_point, options, scratch):
    systemd = Systemd(scratch / "notify")
    ledger = Ledger(options, directory=mount_point)
    ledger.log_path = scratch / "daemon.log"
    (ledger.scratch / "storyledger.yaml").write_text("inbox:\n  settle: 100ms\n  scan-interval: 1s\n")
    environment = {**ledger.variables, "NOTIFY_SOCKET": str(systemd.path), "WATCHDOG_USEC": str(int(WATCHDOG * 1e6))}
    frozen = False
    try:
        ledger.start(env=environment)
        eventually(lambda: len(systemd.signs) > 2, "signs of life", ledger.daemon)

        # Written before, so that dropping it needs no room.
        draft = ledger.drafts / "full.json"
        draft.write_text(published("full", "x" * 500_000))
        fill(ledger.scratch / "ballast")
        os.rename(draft, ledger.inbox / "full.json")
        since = time.monotonic()
        time.sleep(SILENCE + 2 * WATCHDOG)
        check(not systemd.starved(since), f"a full disk starves the watchdog: {systemd.status}")
        os.remove(ledger.scratch / "ballast")
        eventually(lambda: not ledger.waiting_files(), "it goes on after a full disk", ledger.daemon)

        # Never the machine's own disk.
        check(os.path.ismount(mount_point) and os.stat(mount_point).st_dev != os.stat(scratch).st_dev, "nothing is mounted")
        call("fsfreeze", "--freeze", str(mount_point))
        frozen = True
        since = time.monotonic()
        eventually(lambda: systemd.starved(since), "a stopped disk starves the watchdog of an idle daemon", ledger.daemon, SILENCE + 60)
        took = time.monotonic() - since
        check("disk does not answer" in systemd.status, f"the status says what is silent: {systemd.status}")
        call("fsfreeze", "--unfreeze", str(mount_point))
        frozen = False
        count = len(systemd.signs)
        eventually(lambda: len(systemd.signs) > count, "signs of life once the disk goes on", ledger.daemon)
        ledger.drop("after.json", published("after"))
        eventually(lambda: not ledger.waiting_files(), "files are taken again", ledger.daemon)

        device = Path(subprocess.run(["findmnt", "-no", "SOURCE", str(mount_point)], capture_output=True, text=True).stdout.strip()).name
        Path(f"/sys/fs/ext4/{device}/trigger_fs_error").write_text("1")
        check(not can_write(ledger.scratch / "probe"), "the file system is read-only")
        since = time.monotonic()
        time.sleep(2 * WATCHDOG)
        check(not systemd.starved(since), f"a read-only disk starves the watchdog: {systemd.status}")
        return f"a stopped disk is heard of after {took:.0f} s"
    finally:
        if frozen:
            subprocess.run(["fsfreeze", "--unfreeze", str(mount_point)])
        if ledger.daemon is not None:
            ledger.daemon.kill()
            ledger.daemon.wait()


def main():
    options = arguments(__doc__)
    scratch = Path(tempfile.mkdtemp(prefix="storyledger-watchdog-"))
    mount_point = scratch / "mount"
    mount_point.mkdir()
    try:
        with open(scratch / "image", "wb") as image:
            image.truncate(96 << 20)
        try:
            call("mkfs.ext4", "-q", "-F", str(scratch / "image"))
            call("mount", "-o", "loop,errors=remount-ro", str(scratch / "image"), str(mount_point))
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"no file system can be made and mounted here: {error}")
            sys.exit(SKIPPED)
        try:
            print(f"ok: a watchdog: {test(mount_point, options, scratch)}")
        except Failure as failure:
            for line in (scratch / "daemon.log").read_text(errors="replace").splitlines()[-12:]:
                print(f"  daemon: {line}")
            print(f"FAILED: a watchdog: {failure}")
            sys.exit(1)
    finally:
        subprocess.run(["umount", "-l", str(mount_point)], stderr=subprocess.DEVNULL)
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
