#!/usr/bin/env python3
"""What the daemon answers about itself on a Unix socket and on a loopback port: while it works, while it cannot, beside
clients that say nothing, and where its address is taken."""

import json
import os
import re
import socket
import subprocess
from http.client import HTTPConnection
from pathlib import Path

from harness import arguments, check, eventually, main, published


class SocketConnection(HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=20)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(connection, path, method="GET"):
    connection.request(method, path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), answer.headers


def configure(ledger, listen):
    (ledger.scratch / "storyledger.yaml").write_text(f"health:\n  listen: {listen}\ninbox:\n  settle: 100ms\n")


def metrics(text):
    """The samples, after a check of the format: HELP and TYPE before each, no sample twice."""
    known, samples = {}, {}
    for line in text.splitlines():
        if line.startswith("# HELP "):
            known[line.split()[2]] = None
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            check(name in known and kind in ("gauge", "counter", "histogram"), f"{line} without a HELP")
            known[name] = kind
        else:
            found = re.fullmatch(r'([a-z_]+)(\{[a-z]+="[^"]*"\})? ([0-9.e+-]+)', line)
            check(found is not None, f"not a sample: {line}")
            name = found[1]
            base = re.sub(r"_(bucket|sum|count)$", "", name)
            check(known.get(name) or known.get(base) == "histogram", f"{name} has no TYPE")
            check(line.rsplit(" ", 1)[0] not in samples, f"twice: {line}")
            samples[line.rsplit(" ", 1)[0]] = float(found[3])
    return samples


def asked_as_what_it_is(text):
    """The rules for alerts ask only for metrics that there are: for the rise of counters, and not of what also falls."""
    kinds = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.M))
    top = Path(__file__).resolve().parents[2]
    rules = (top / "config" / "storyledger.rules.yml").read_text()
    # Some are there only with witnesses, or after a check of the log.
    named = set(re.findall(r"storyledger_[a-z_]+", (top / "Documentation" / "StoryLedger.docc" / "Metrics.md").read_text()))
    used = {re.sub(r"_(bucket|sum|count)$", "", name) if name not in kinds else name for name in re.findall(r"\bstoryledger_[a-z_]+", rules)}
    check(used <= set(kinds) | named, f"rules ask for what there is not: {sorted(used - set(kinds) - named)}")
    for function, name in re.findall(r"\b(increase|rate|irate|delta|deriv)\((storyledger_[a-z_]+)", rules):
        kind = kinds.get(name) or kinds[re.sub(r"_(bucket|sum|count)$", "", name)]
        check((kind == "gauge") == (function in ("delta", "deriv")), f"{function}() of {name}, which is a {kind}")


def while_it_works(ledger, path):
    configure(ledger, f"unix:{path}")
    ledger.start()
    eventually(lambda: os.path.exists(path), "the socket is there", ledger.daemon)
    eventually(lambda: ask(SocketConnection(path), "/readyz")[0] == 200, "it is ready", ledger.daemon)
    check(os.stat(path).st_mode & 0o777 == 0o660, f"the socket's mode is {os.stat(path).st_mode & 0o777:o}")
    ledger.drop("a.json", published("a"))
    ledger.drop("b.json", b"{")
    eventually(lambda: not ledger.waiting_files(), "the inbox is empty", ledger.daemon)
    connection = SocketConnection(path)
    status, text, headers = ask(connection, "/metrics")
    check(status == 200 and headers["Content-Type"].startswith("text/plain; version=0.0.4"), f"{status} {headers}")
    samples = metrics(text)
    asked_as_what_it_is(text)
    check(samples["storyledger_events_total"] == 1, f"events: {samples}")
    check(samples.get('storyledger_refused_files{code="not-json"}') == 1, f"refused: {text}")
    check(samples["storyledger_disk_free_bytes"] > 0, "no room")
    check(samples['storyledger_refusals_total{code="not-json"}'] == 1, f"refusals: {text}")
    for name in ("commit", "intake"):
        count = samples[f"storyledger_{name}_seconds_count"]
        check(1 <= count <= 2 and samples[f'storyledger_{name}_seconds_bucket{{le="+Inf"}}'] == count, f"{name}: {text}")
        check(0 < samples[f"storyledger_{name}_seconds_sum"] < 20 * count, f"{name}: {text}")
    status, text, headers = ask(connection, "/metrics", "HEAD")
    check(status == 200 and text == "" and int(headers["Content-Length"]) > 1000, f"HEAD: {status} {text!r}")
    check(ask(connection, "/other")[0] == 404, "an unknown path is answered")
    check(ask(SocketConnection(path), "/metrics", "POST")[0] == 405, "POST is answered")
    status, text, headers = ask(SocketConnection(path), "/state")
    state = json.loads(text)
    check(status == 200 and headers["Content-Type"] == "application/json" and state["faults"] == [], f"state: {text}")
    check(state["ledger"] == os.path.realpath(ledger.root) and state["process"] == ledger.daemon.pid and state["ready"], f"state: {text}")
    check(ask(SocketConnection(path), "/healthz")[:2] == (200, "1 event, 1 quarantined since the start\n"), "healthz")


def beside_silent_clients(ledger, path):
    silent = []
    for _ in range(40):
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(5)
        try:
            client.connect(path)
        except (BlockingIOError, TimeoutError):
            break
        silent.append(client)
    ledger.drop("c.json", published("c"))
    eventually(lambda: not ledger.waiting_files(), "a file is taken beside silent clients", ledger.daemon)
    for client in silent:
        client.close()
    eventually(lambda: ask(SocketConnection(path), "/healthz")[0] == 200, "others are answered then", ledger.daemon)
    noise = socket.socket(socket.AF_UNIX)
    noise.connect(path)
    noise.sendall(b"\0\xff" * 100_000 + b"\r\n\r\n")
    noise.close()
    check(ask(SocketConnection(path), "/healthz")[0] == 200, "noise ends it")


def while_it_cannot(ledger, path):
    """The log is gone: nothing is recorded, and whoever asks is told so."""
    os.rename(ledger.root / "ledger.db", ledger.root / "away")
    ledger.drop("d.json", published("d"))
    eventually(lambda: ask(SocketConnection(path), "/readyz")[0] == 503, "it is not ready any more", ledger.daemon)
    status, text, _ = ask(SocketConnection(path), "/metrics")
    check(status == 503 and "ledger" in text, f"metrics of no log: {status} {text}")
    faults = json.loads(ask(SocketConnection(path), "/state")[1])["faults"]
    check("intake" in [one["part"] for one in faults] and all(one["remedy"] for one in faults), f"state of no log: {faults}")
    check(ask(SocketConnection(path), "/healthz")[0] == 200, "a restart would not help")
    os.rename(ledger.root / "away", ledger.root / "ledger.db")
    eventually(lambda: ask(SocketConnection(path), "/readyz")[0] == 200, "it is ready again", ledger.daemon)
    ledger.kill()
    check(os.path.exists(path), "a killed daemon leaves its socket")
    ledger.start()
    eventually(lambda: any("health is served" in line for line in ledger.log_lines()[-3:]), "a left socket is taken over", ledger.daemon)
    eventually(lambda: ask(SocketConnection(path), "/readyz")[0] == 200, "it is ready", ledger.daemon)
    ledger.stop()
    check(not os.path.exists(path), "a stopped daemon leaves its socket")


def stopped_at_once(ledger, path):
    """The server is closed before what it runs on, whenever the stop comes and whoever is connected."""
    configure(ledger, f"unix:{path}")
    before = len(ledger.log_lines())
    for number in range(24):
        ledger.start()
        if number % 3:
            eventually(lambda: os.path.exists(path), "the socket is there", ledger.daemon)
            client = socket.socket(socket.AF_UNIX)
            client.connect(path)
        if number % 3 == 2:
            eventually(lambda: ask(SocketConnection(path), "/readyz")[0] == 200, "it is ready", ledger.daemon)
        ledger.stop()
    said = [line for line in ledger.log_lines()[before:] if "EventLoop" in line or " error " in line]
    check(not said, f"stopping prints: {said[:3]}")


def failed_starts(ledger, path):
    """A daemon that ends after its socket was there says why, and nothing of its server."""
    configure(ledger, f"unix:{path}")
    (ledger.root / "archive").rename(ledger.root / "away")
    (ledger.root / "archive").write_text("")
    before = len(ledger.log_lines())
    daemon = ledger.start()
    check(daemon.wait(timeout=60) not in (0, None), "it starts without an archive")
    ledger.log.close()
    said = ledger.log_lines()[before:]
    check(not [line for line in said if "child channel" in line], f"a failed start: {said}")
    (ledger.root / "archive").unlink()
    (ledger.root / "away").rename(ledger.root / "archive")


def on_a_port(ledger):
    taken = socket.create_server(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    configure(ledger, f"127.0.0.1:{port}")
    ledger.start()
    eventually(lambda: any("another program listens on" in line and "health.listen" in line for line in ledger.log_lines()), "a taken port is logged", ledger.daemon)
    ledger.drop("e.json", published("e"))
    eventually(lambda: not ledger.waiting_files(), "files are taken with a taken port", ledger.daemon)
    ledger.stop()
    taken.close()
    ledger.start()
    eventually(lambda: reached(port), "the port answers", ledger.daemon)
    check(ask(HTTPConnection("127.0.0.1", port, timeout=20), "/metrics")[0] == 200, "metrics on a port")
    ledger.stop()


def reached(port):
    try:
        return ask(HTTPConnection("127.0.0.1", port, timeout=20), "/readyz")[0] == 200
    except OSError:
        return False


def refused_addresses(ledger):
    for listen in ("0.0.0.0:9464", "example.org:80", "unix:relative", "127.0.0.1:0", "127.0.0.1:65536", "9464", "'[::]:1'"):
        configure(ledger, listen)
        command = [os.path.join(ledger.bin, "storyledgerd"), "--check-config", "--config", ledger.scratch / "storyledger.yaml"]
        run = subprocess.run(command, capture_output=True, text=True)
        check(run.returncode == 78 and "health.listen" in run.stderr, f"{listen}: {run.returncode} {run.stderr}")


def test(ledger, options):
    path = str(ledger.scratch / "health")
    while_it_works(ledger, path)
    beside_silent_clients(ledger, path)
    while_it_cannot(ledger, path)
    stopped_at_once(ledger, path)
    failed_starts(ledger, path)
    on_a_port(ledger)
    refused_addresses(ledger)
    return "a socket, a port, silent clients, no log, a taken port, a left socket"


if __name__ == "__main__":
    main(test, arguments(__doc__), "health")
