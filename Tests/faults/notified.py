"""What systemd is to a service, and disks that are filled: for the tests of this directory."""

import os
import socket
import subprocess
import threading
import time


class Systemd:
    """A socket that hears what the service says."""

    def __init__(self, path):
        self.path, self.signs, self.status, self.ready = path, [], "", 0
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(path))
        os.chmod(path, 0o777)
        threading.Thread(target=self.hear, daemon=True).start()

    def hear(self):
        while True:
            for line in self.socket.recv(65536).decode().splitlines():
                if line == "WATCHDOG=1":
                    self.signs.append(time.monotonic())
                elif line == "READY=1":
                    self.ready += 1
                elif line.startswith("STATUS="):
                    self.status = line[7:]


def call(*words):
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def fill(path):
    """Takes all room there is."""
    with open(path, "ab", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1 << 9):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                pass
