#!/usr/bin/env python3
"""Disks that take nothing, before the daemon starts and while it runs: full, read-only, shut by ext4 after an error, stopped. It is
ready and says why, its watchdog is fed as it should be, and it goes on by itself; `status` and `doctor` say the same.

Needs root and a loop device; without them it is skipped (77)."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

import notified
from harness import SKIPPED, Failure, Ledger, arguments, check, eventually, published
from notified import call, fill

WATCHDOG = 8.0
USER = 2000


class Systemd(notified.Systemd):
    """It waits for signs of life."""

    def is_fed(self):
        """Waits for two signs of life."""
        count = len(self.signs)
        eventually(lambda: len(self.signs) >= count + 2, "signs of life", patience=3 * WATCHDOG)


class Health(HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=20)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Machine:
    """A ledger on a disk of its own, its daemon as a user without privileges, and who hears and asks it."""

    def __init__(self, options, scratch):
        self.options, self.scratch = options, scratch
        self.point = scratch / "mount"
        self.point.mkdir()
        with open(scratch / "image", "wb") as image:
            image.truncate(48 << 20)
        call("mkfs.ext4", "-q", "-F", scratch / "image")
        self.mount()
        self.ledger = Ledger(options, directory=self.point)
        self.ledger.log_path = scratch / "daemon.log"
        self.run = scratch / "run"
        self.run.mkdir()
        os.chown(self.run, USER, USER)
        # As in an unit, the settings are on another disk.
        self.settings = scratch / "storyledger.yaml"
        self.settings.write_text("health:\n  listen: auto\ninbox:\n  settle: 100ms\n  scan-interval: 1s\n")
        self.systemd = Systemd(scratch / "notify")
        for path in (self.scratch, self.point):
            path.chmod(0o755)
        call("chown", "-R", f"{USER}:{USER}", self.ledger.root)

    def mount(self):
        call("mount", "-o", "loop,errors=remount-ro", self.scratch / "image", self.point)

    def start(self, notify=True):
        environment = dict(self.ledger.variables, RUNTIME_DIRECTORY=str(self.run))
        if notify:
            environment |= {"NOTIFY_SOCKET": str(self.systemd.path), "WATCHDOG_USEC": str(int(WATCHDOG * 1e6))}
        self.systemd.ready, self.systemd.status = 0, ""
        self.ledger.log = open(self.ledger.log_path, "ab")
        command = [os.path.join(self.options.bin, "storyledgerd"), "--ledger", self.ledger.root, "--config", self.settings]
        self.ledger.daemon = subprocess.Popen(
            command, stdout=self.ledger.log, stderr=self.ledger.log, env=environment, user=USER, group=USER, extra_groups=[])
        return self.ledger.daemon

    def ask(self, path):
        try:
            connection = Health(self.run / "health")
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError:
            return None, ""

    def is_stopped(self, words):
        """The daemon is ready and says why nothing is taken, to all who can be told."""
        daemon = self.ledger.daemon
        eventually(lambda: self.systemd.ready == 1, "it is ready", daemon, 60)
        eventually(lambda: words in self.systemd.status, f"the status says '{words}'", daemon, 60)
        check("intake has stopped: " in self.systemd.status, f"the status: {self.systemd.status}")
        eventually(lambda: self.ask("/readyz")[0] == 503, "readyz says 503", daemon, 60)
        check(words in self.ask("/readyz")[1], f"readyz: {self.ask('/readyz')}")
        check(self.ask("/healthz")[0] == 200, f"a restart would not help: {self.ask('/healthz')}")
        self.systemd.is_fed()

    def is_repeated(self, words, remedy):
        """Programs that ask the daemon say the same: doctor, status and its numbers."""
        _, faults, _ = self.found()
        said = [one for one in faults if one["check"] == "daemon"]
        check(said and words in said[0]["message"], f"doctor does not repeat '{words}': {faults}")
        check(any(remedy in one["remedy"] for one in faults), f"doctor does not say '{remedy}': {faults}")
        done = self.ledger.run("status")
        check(done.returncode == 1 and words in done.stdout and remedy in done.stdout, f"status: {done}")
        held = json.loads(self.ledger.run("status", "--json").stdout)["held"]
        check(any(one["part"] in ("intake", "disk") for one in held), f"status --json: {held}")
        numbers = self.ledger.run("status", "--metrics")
        check(numbers.returncode == 0 and ("storyledger_intake_stopped 1" in numbers.stdout or held[0]["part"] == "disk"),
              f"the numbers: {numbers.stdout}")

    def goes_on(self, name):
        daemon = self.ledger.daemon
        eventually(lambda: self.ask("/readyz")[0] == 200, "it goes on by itself", daemon, 60)
        eventually(lambda: "stopped" not in self.systemd.status, "the status is right again", daemon, 60)
        draft = self.ledger.drafts / "draft"
        draft.write_text(published(name))
        os.rename(draft, self.ledger.inbox / f"{name}.json")
        eventually(lambda: not self.ledger.waiting_files(), "files are taken", daemon, 60)

    def found(self):
        """What doctor finds, and how long that took."""
        start = time.monotonic()
        done = self.ledger.run("doctor", "--json", timeout=60)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        return done.returncode, [one for one in lines if one["state"] == "fault"], time.monotonic() - start


def start_on_a_full_disk(machine):
    # From then on the lock's file says where the daemon answers.
    machine.start()
    eventually(lambda: machine.ask("/readyz")[0] == 200, "it is ready", machine.ledger.daemon)
    machine.ledger.stop()
    fill(machine.point / "ballast")
    machine.start()
    machine.is_stopped("no space is left")
    status, faults, _ = machine.found()
    check(status == 1 and any(fault["check"] == "space" for fault in faults), f"doctor: {faults}")
    machine.ledger.stop()
    machine.start()
    machine.is_stopped("no space is left")
    machine.is_repeated("no space is left", "make room")
    os.remove(machine.point / "ballast")
    machine.goes_on("full")
    machine.ledger.stop()


def start_on_a_read_only_disk(machine):
    call("mount", "-o", "remount,ro", machine.point)
    before = len(machine.ledger.log_lines())
    machine.start()
    machine.is_stopped("cannot be written")
    machine.is_repeated("cannot be written", "mount -o remount,rw")
    advice = [one["remedy"] for one in machine.found()[1] if one["check"] == "space"][0]
    command = advice[advice.index("mount -o"):].split(";")[0]
    check(command == f"mount -o remount,rw {machine.point}", f"doctor: {advice}")
    subprocess.run(command.split(), check=True)
    machine.goes_on("read-only")
    said = [line for line in machine.ledger.log_lines()[before:] if "does not name" in line or "child channel" in line]
    check(not said, f"a lock of a read-only file system: {said}")
    check(Path(machine.ledger.root / "lock").read_text().startswith(f"{machine.ledger.daemon.pid}\n"), "the lock does not name it")
    left = [one for one in machine.found()[1] if one["check"] == "daemon"]
    check(not left, f"doctor, once it goes on: {left}")
    machine.ledger.stop()


def beside_another_daemon(machine):
    machine.start()
    eventually(lambda: machine.systemd.ready, "the first is ready", machine.ledger.daemon)
    first, first_log = machine.ledger.daemon, machine.ledger.log
    second = machine.start(notify=False)
    check(second.wait(timeout=60) == 75, f"a second daemon ended with {second.returncode}")
    second = machine.start()
    eventually(lambda: f"process {first.pid}" in machine.systemd.status, "it says who has the ledger", second, 60)
    check(machine.systemd.ready == 1, "it is not ready")
    machine.systemd.is_fed()
    first.terminate()
    check(first.wait(timeout=60) == 0, "the first ended badly")
    first_log.close()
    machine.goes_on("second")
    machine.ledger.stop()


def shut_by_the_kernel(machine):
    machine.start()
    eventually(lambda: machine.ask("/readyz")[0] == 200, "it is ready", machine.ledger.daemon)
    device = Path(subprocess.run(["findmnt", "-no", "SOURCE", machine.point], capture_output=True, text=True).stdout.strip()).name
    trigger = Path(f"/sys/fs/ext4/{device}/trigger_fs_error")
    if not trigger.exists():
        machine.ledger.stop()
        return False
    trigger.write_text("1")
    since = time.monotonic()
    eventually(lambda: machine.ask("/readyz")[0] == 503, "readyz says so", machine.ledger.daemon, 60)
    took = time.monotonic() - since
    check(took <= WATCHDOG / 2 + 1, f"readyz says so after {took:.1f} s")
    machine.is_stopped(str(machine.ledger.root))
    shown = machine.ledger.run("status").stdout
    check("nothing can be written" in shown, f"status: {shown}")
    check(json.loads(machine.ledger.run("status", "--json").stdout)["disk"], "status --json has no disk")
    status, faults, _ = machine.found()
    check(status == 1 and any(f["check"] == "space" and ("fsck" in f["remedy"] or "remount" in f["remedy"]) for f in faults),
          f"doctor: {faults}")
    check(any("nothing can be written" in line for line in machine.ledger.log_lines()), "the log does not say so")
    machine.ledger.stop()
    machine.start()
    # The option is named where the kernel says it; older ones say read-only.
    machine.is_stopped(str(machine.ledger.root))
    machine.ledger.stop()
    call("umount", machine.point)
    subprocess.run(["fsck.ext4", "-fy", machine.scratch / "image"], capture_output=True, check=False)
    machine.mount()
    machine.start()
    machine.goes_on("shut")
    machine.ledger.stop()
    return True


def stopped(machine):
    machine.start()
    eventually(lambda: machine.ask("/readyz")[0] == 200, "it is ready", machine.ledger.daemon)
    machine.systemd.is_fed()
    # Never the machine's own disk.
    check(os.path.ismount(machine.point) and os.stat(machine.point).st_dev != os.stat(machine.scratch).st_dev, "nothing is mounted")
    call("fsfreeze", "--freeze", machine.point)
    since = time.monotonic()
    try:
        eventually(lambda: machine.ask("/healthz")[0] == 503, "healthz says so", machine.ledger.daemon, 60)
        took = time.monotonic() - since
        eventually(lambda: "disk does not answer" in machine.systemd.status, "the status says so", machine.ledger.daemon, 60)
        told = time.monotonic() - since
        # Half of the watchdog's time, and what asking takes.
        check(max(took, told) <= WATCHDOG / 2 + 3, f"healthz says so after {took:.1f} s, the status after {told:.1f} s")
        status, faults, needed = machine.found()
        check(status == 1 and len(faults) == 1 and "does not answer" in faults[0]["message"], f"doctor: {faults}")
        check(needed < 15, f"doctor took {needed:.0f} s")
        done = machine.ledger.run("status", timeout=60)
        check(done.returncode == 1 and "disk does not answer" in done.stdout, f"status: {done}")
        count = len(machine.systemd.signs)
        time.sleep(WATCHDOG)
        check(len(machine.systemd.signs) <= count + 1, "a stopped disk feeds the watchdog")
    finally:
        call("fsfreeze", "--unfreeze", machine.point)
    machine.systemd.is_fed()
    machine.goes_on("stopped")
    machine.ledger.stop()
    return took


def test(machine):
    start_on_a_full_disk(machine)
    start_on_a_read_only_disk(machine)
    beside_another_daemon(machine)
    took = stopped(machine)
    is_shut = shut_by_the_kernel(machine)
    events = machine.ledger.check_log()
    return f"{events} events; a stopped disk is heard of after {took:.1f} s of {WATCHDOG:.0f}; {'shut by the kernel, too' if is_shut else 'no error can be triggered'}"


def main():
    options = arguments(__doc__.splitlines()[0])
    if os.geteuid() != 0:
        print("skipped: mounting needs root")
        sys.exit(SKIPPED)
    scratch = Path(tempfile.mkdtemp(prefix="storyledger-disks-"))
    machine = None
    try:
        try:
            machine = Machine(options, scratch)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"no file system can be made and mounted here: {error}")
            sys.exit(SKIPPED)
        print(f"ok: disks that take nothing: {test(machine)}")
    except Failure as failure:
        for line in (scratch / "daemon.log").read_text(errors="replace").splitlines()[-12:]:
            print(f"  daemon: {line}")
        print(f"FAILED: disks that take nothing: {failure}")
        sys.exit(1)
    finally:
        if machine is not None and machine.ledger.daemon is not None and machine.ledger.daemon.poll() is None:
            machine.ledger.daemon.kill()
            machine.ledger.daemon.wait()
        subprocess.run(["umount", "-l", str(scratch / "mount")], stderr=subprocess.DEVNULL)
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
