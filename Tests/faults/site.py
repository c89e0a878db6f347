#!/usr/bin/env python3
"""The audit site of a running daemon and of a copy, over real connections: its headers, who may ask, clients that say
nothing or too much, many at once, a ledger that grows meanwhile, and an address that is taken."""

import base64
import concurrent.futures
import http.client
import os
import random
import re
import shutil
import socket
import subprocess
import threading
import time

from harness import arguments, check, eventually, main, published, updated


class SocketConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(connection, path, method="GET", **headers):
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, answer.read(), answer.headers


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def configure(ledger, listen, *more):
    lines = ["site:", f"  listen: {listen}", *(f"  {line}" for line in more), "inbox:", "  settle: 100ms", ""]
    (ledger.scratch / "storyledger.yaml").write_text("\n".join(lines))


PAGES = ["/", "/log", "/parties", "/activity", "/about", "/stories/a", "/stories/a/versions/1", "/stories/a/diff",
         "/stories/a/diff?view=side-by-side", "/stories/a/blame", "/stories/a/claims", "/stories/a/timeline",
         "/stories/a/case-file", "/stories/a/case-file?save=yes", "/events/0", "/?search=bridge"]
FILES = {"/checkpoint": "text/plain", "/events/0/proof.tlog-proof": "text/plain", "/assets/style.css": "text/css",
         "/stories/a/versions/1/bundle.json": "application/json", "/assets/keys.js": "text/javascript",
         "/assets/proof.js": "text/javascript", "/healthz": "text/plain"}


def fill(ledger):
    ledger.drop("a.json", published("a", "The bridge is closed for 40 days."))
    eventually(lambda: not ledger.waiting_files(), "the first file is taken", ledger.daemon)
    ledger.drop("b.json", updated("a", "The bridge is closed for 60 days."))
    eventually(lambda: not ledger.waiting_files(), "the inbox is empty", ledger.daemon)


def every_page(ledger, connect):
    connection = connect()
    for page in PAGES:
        status, body, headers = ask(connection, page)
        check(status == 200 and body.startswith(b"<!DOCTYPE html>"), f"{page}: {status} {body[:200]}")
        check(headers["Content-Security-Policy"].startswith("default-src 'none'"), f"{page}: {headers}")
        for name, value in (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
                            ("Cross-Origin-Opener-Policy", "same-origin"),
                            ("Cross-Origin-Resource-Policy", "same-origin")):
            check(headers[name] == value, f"{page}: {name} is {headers[name]}")
        # Nothing comes from elsewhere, nor stands within a page that is not saved.
        text = body.decode()
        for address in re.findall(r'(?:src|href|action)="([^"]*)"', text):
            own = ("http://127.0.0.1:", "http://localhost") if "save=yes" in page else ()
            check(address.startswith(("/", "#", "data:,", *own)), f"{page} names {address}")
        check("save=yes" in page or "<style" not in text, f"{page} has a style within")
        tag = headers["ETag"]
        status, body, _ = ask(connection, page, If_None_Match=tag)
        check((status, body) == (304, b"") or page.startswith("/stories/a/case-file"), f"{page} again: {status}")
        status, body, headers = ask(connection, page, "HEAD")
        check(status == 200 and body == b"" and int(headers["Content-Length"]) > 500, f"{page} HEAD: {status}")
    eventually(lambda: ask(connect(), "/stories/a/versions/2/bundle.json")[0] == 200, "the log is published", ledger.daemon)
    for path, kind in FILES.items():
        status, body, headers = ask(connection, path)
        check(status == 200 and body and headers["Content-Type"].startswith(kind), f"{path}: {status} {headers}")
    for path, expected in (("/nope", 404), ("/stories/nope", 404), ("/events/99", 404), ("/?status=x", 400),
                           ("/tile/../key", 404), ("/tile/0/..%2f..%2f..%2fkey", 404), ("/assets/../../key", 404)):
        status, body, _ = ask(connection, path)
        check(status == expected and b"PRIVATE" not in body, f"{path}: {status}")


def proofs_hold(ledger, connect):
    key = subprocess.run([f"{ledger.bin}/storyledger", "--ledger", ledger.root, "key", "show"], check=True,
                         capture_output=True, text=True).stdout.split("\n")[0]
    for path, verb in (("/events/1/proof.tlog-proof", "check-proof"), ("/stories/a/versions/2/bundle.json", "check-bundle")):
        file = ledger.scratch / path.rsplit("/", 1)[1]
        file.write_bytes(ask(connect(), path)[1])
        done = subprocess.run([f"{ledger.bin}/storyledger", verb, file, "--key", key], capture_output=True, text=True,
                              check=False, env=ledger.variables)
        check(done.returncode == 0, f"{verb}: {done.stdout} {done.stderr}")


def only_reading(ledger, connect):
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        status, _, headers = ask(connect(), "/", method)
        check(status == 405 and headers["Allow"] == "GET, HEAD", f"{method}: {status}")
    check(ask(connect(), "/" + "a" * 9000)[0] in (414, 431), "a long address is answered")
    before = sorted(str(path) for path in ledger.root.rglob("*"))
    for page in PAGES:
        ask(connect(), page)
    check(sorted(str(path) for path in ledger.root.rglob("*")) == before, "a page made or removed a file")


def bad_clients(ledger, port):
    """Clients that say nothing, half of a request, or nonsense keep no other from an answer."""
    idle = []
    for number in range(60):
        client = socket.create_connection(("127.0.0.1", port))
        if number % 3 == 1:
            client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-")
        elif number % 3 == 2:
            client.sendall(b"\0\xff\r\n\r\n" * 10)
        idle.append(client)
    status, _, _ = ask(http.client.HTTPConnection("127.0.0.1", port, timeout=20), "/")
    check(status == 200, f"beside bad clients: {status}")
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: " + b"a" * 200_000 + b"\r\n\r\n")
        client.settimeout(20)
        try:
            answer = client.recv(200)
        except OSError:
            answer = b""
        check(not answer.startswith(b"HTTP/1.1 200"), f"a header of 200 KB is taken: {answer}")
    for client in idle:
        client.close()


def idle_crowd(port):
    """A thousand connections that say nothing, and more than come back, shut no other client out."""
    crowd, slowest = [], 0
    try:
        for number in range(1000):
            client = socket.create_connection(("127.0.0.1", port))
            if number % 2:
                client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-")
            crowd.append(client)
        for _ in range(10):
            began = time.monotonic()
            status, _, _ = ask(http.client.HTTPConnection("127.0.0.1", port, timeout=20), "/about")
            slowest = max(slowest, time.monotonic() - began)
            check(status == 200, f"beside a thousand idle connections: {status}")
            for _ in range(50):
                crowd.append(socket.create_connection(("127.0.0.1", port)))
        check(slowest < 5, f"beside a thousand idle connections an answer took {slowest:.1f} s")
    finally:
        for client in crowd:
            client.close()


def many_at_once(ledger, port):
    """Each request is answered, with a page or with 503, while files come in."""
    stop = threading.Event()

    def feed():
        number = 0
        while not stop.is_set() and number < 300:
            ledger.drop(f"more-{number}.json", published(f"more-{number}"))
            number += 1

    def one(number):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        return [ask(connection, PAGES[(number + step) % len(PAGES)])[0] for step in range(10)]

    feeder = threading.Thread(target=feed)
    feeder.start()
    with concurrent.futures.ThreadPoolExecutor(40) as pool:
        seen = [status for statuses in pool.map(one, range(60)) for status in statuses]
    stop.set()
    feeder.join()
    check(len(seen) == 600 and set(seen) <= {200, 503} and seen.count(200) > 100, f"{collections_of(seen)}")
    eventually(lambda: not ledger.waiting_files(), "intake goes on", ledger.daemon)


def collections_of(seen):
    return {status: seen.count(status) for status in set(seen)}


def embargoed(ledger, connect):
    """What is under embargo is on no page, and there is no word of it in a search."""
    before = ask(connect(), "/stories/secret")
    ledger.drop("secret.json", published("secret", "Zebra plans a tunnel.").replace(
        '"data": {', '"data": {"embargo": "2990-01-01T00:00:00Z", '))
    eventually(lambda: not ledger.waiting_files(), "the embargoed story is taken", ledger.daemon)
    size = ledger.rows("SELECT count(*) FROM event")[0][0]
    for page in [*PAGES, "/stories/secret", "/?search=zebra", f"/events/{size - 1}", "/stories/secret/versions/1/bundle.json",
                 f"/events/{size - 1}/proof.tlog-proof", "/stories/secre"]:
        body = ask(connect(), page)[1]
        check(b"Zebra" not in body, f"{page} tells what it says")
        check(b"/stories/secret" not in body or page.startswith("/stories/secret"), f"{page} tells of it")
    after = ask(connect(), "/stories/secret")
    check(after[:2] == before[:2], f"it is answered otherwise than one that is not there: {before} {after}")


def with_token(options, ledger):
    """An address that others can reach is refused without a token; with one it asks for it."""
    port = free_port()
    program = [f"{options.bin}/storyledger", "--ledger", ledger.root, "serve", "--listen", f"0.0.0.0:{port}"]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    check(done.returncode == 69 and "other machines" in done.stderr and "\n  " in done.stderr, f"{done}")
    token = ledger.scratch / "token"
    token.write_text("0123456789abcdef0123456789\n")
    with subprocess.Popen([*program, "--token", token], stderr=subprocess.PIPE, text=True) as site:
        try:
            check("served" in site.stderr.readline(), "it is not served")
            connect = lambda: http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            status, _, headers = ask(connect(), "/")
            check(status == 401 and headers["WWW-Authenticate"].startswith("Basic"), f"{status} {headers}")
            basic = base64.b64encode(b"auditor:0123456789abcdef0123456789").decode()
            check(ask(connect(), "/", Authorization=f"Basic {basic}")[0] == 200, "the right token is refused")
            check(ask(connect(), "/", Authorization="Bearer 0123456789abcdef012345678")[0] == 401, "a wrong one is taken")
        finally:
            site.terminate()
            check(site.wait(timeout=60) == 0, f"it ended with {site.returncode}")


def alone(options, ledger):
    """A copy is served without the daemon, by a user who may only read it."""
    copy = ledger.scratch / "copy"
    shutil.copytree(ledger.root, copy, ignore=shutil.ignore_patterns("key", "secret", "*.sock", "lock"))
    path = str(ledger.scratch / "site.sock")
    with subprocess.Popen([f"{options.bin}/storyledger", "--ledger", copy, "serve", "--listen", f"unix:{path}"],
                          stderr=subprocess.PIPE, text=True) as site:
        try:
            check("served" in site.stderr.readline(), "the copy is not served")
            for page in PAGES:
                check(ask(SocketConnection(path), page)[0] == 200, f"{page} of the copy")
            check(os.stat(path).st_mode & 0o777 == 0o660, "the socket's mode")
        finally:
            site.terminate()
            site.wait(timeout=60)
    for words in (["--listen", "nowhere"], ["--listen", "none"], ["--show", "some"], ["--behind", "wall"]):
        done = subprocess.run([f"{options.bin}/storyledger", "--ledger", copy, "serve", *words], capture_output=True,
                              text=True, timeout=60, check=False)
        check(done.returncode == 64, f"{words}: {done}")
    done = subprocess.run([f"{options.bin}/storyledger", "--ledger", "/nowhere", "serve"], capture_output=True, text=True,
                          timeout=60, check=False)
    check(done.returncode == 66, f"no ledger: {done}")


def words(seed, count):
    """Text of which no two seeds have a sentence in common."""
    dice = random.Random(seed)
    ends = {11: ". ", 23: ". ", 35: ". ", 47: ".\n\n"}
    return "".join("".join(dice.choices("abdefgiklmnoprstu", k=8)) + ends.get(n % 48, " ") for n in range(count))


def processor_time(process):
    """Seconds that a process has used."""
    with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def long_work_ends(options, ledger):
    """A long comparison ends soon after its client has gone, and one that closed its own side only gets no false answer."""
    other = ledger.scratch / "long"
    run = lambda *more: subprocess.run([f"{options.bin}/storyledger", "--ledger", other, *more], check=True,
                                       capture_output=True, env=ledger.variables)
    run("init", "--origin", "long.example/log")
    for number, document in enumerate((published("long", words(1, 40_000)), updated("long", words(2, 40_000)))):
        (ledger.scratch / f"{number}.json").write_text(document)
        run("append", ledger.scratch / f"{number}.json")
    port = free_port()
    # Not over a socket file, where a client that goes cannot be taken for one that only fell silent.
    connect = lambda: http.client.HTTPConnection("127.0.0.1", port, timeout=180)
    whole = "/stories/long/diff?from=1&to=2&noise=yes&extent=whole&as-of=@1&zone="
    with subprocess.Popen([f"{options.bin}/storyledger", "--ledger", other, "serve", "--listen", f"127.0.0.1:{port}"],
                          stderr=subprocess.PIPE, text=True) as site:
        try:
            check("served" in site.stderr.readline(), "the long story is not served")
            begin = processor_time(site)
            check(ask(connect(), whole + "Asia/Tokyo")[0] == 200, "the long comparison")
            all_of_it = processor_time(site) - begin
            # The story is read by now: one client is expected to leave when the comparison has begun, and three wait for it.
            begin, clients = processor_time(site), []
            for zone in ("Asia/Dili", "Asia/Aden", "Asia/Baku", "Asia/Hovd"):
                clients.append(connect())
                clients[-1].request("GET", whole + zone)
            eventually(lambda: processor_time(site) - begin > all_of_it / 8, "the comparison begins", site)
            for client in clients:
                client.sock.close()
            before = -1.0
            while before != processor_time(site):
                before = processor_time(site)
                time.sleep(1)
            used = before - begin
            check(used < 1.5 * all_of_it, f"four comparisons without a client took {used:.1f} s, one with a client {all_of_it:.1f} s")
            for address, expected in ((whole + "Asia/Omsk", 503), ("/about", 200)):
                client = connect()
                client.request("GET", address)
                client.sock.shutdown(socket.SHUT_WR)
                status = client.getresponse().status
                check(status == expected, f"{address}: a client that closed its own side only is answered {status}")
        finally:
            site.terminate()
            site.wait(timeout=60)


def taken(options, ledger):
    """A port that is taken stops neither the daemon nor intake, and is said."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        configure(ledger, f"127.0.0.1:{other.getsockname()[1]}")
        ledger.start()
        ledger.drop("z.json", published("z"))
        eventually(lambda: not ledger.waiting_files(), "intake works", ledger.daemon)
        eventually(lambda: any("another program listens on" in line and "set site.listen" in line for line in ledger.log_lines()), "it is said", ledger.daemon)
        ledger.stop()
    configure(ledger, "0.0.0.0:8787")
    ledger.start()
    eventually(lambda: any("other machines" in line for line in ledger.log_lines()), "it is refused", ledger.daemon)
    ledger.stop()


def test(ledger, options):
    port = free_port()
    configure(ledger, f"127.0.0.1:{port}")
    ledger.start()
    connect = lambda: http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    eventually(lambda: any("the site is served" in line for line in ledger.log_lines()), "it is served", ledger.daemon)
    check(b"Nothing has been recorded yet" in ask(connect(), "/")[1], "an empty record")
    fill(ledger)
    every_page(ledger, connect)
    proofs_hold(ledger, connect)
    check(ask(connect(), "/", Host="evil.example")[0] == 421, "another name is answered")
    only_reading(ledger, connect)
    bad_clients(ledger, port)
    idle_crowd(port)
    many_at_once(ledger, port)
    embargoed(ledger, connect)
    ledger.stop()
    with_token(options, ledger)
    alone(options, ledger)
    long_work_ends(options, ledger)
    taken(options, ledger)
    return f"{len(PAGES)} pages and {len(FILES)} files, bad clients, 1,500 idle ones, 600 requests at once, an embargo, a token, a copy"


if __name__ == "__main__":
    main(test, arguments(__doc__), "the audit site")
