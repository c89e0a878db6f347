#!/usr/bin/env python3
"""The life of a published log with the real programs: witnesses, quorums, policies, a rotation, a fork.

    Tests/publication.py --bin DIR

Witnesses are C2SP tlog-witness servers of this script, over real sockets, one of them over TLS with a certificate that
openssl makes. Standard library only.
"""
import argparse
import base64
import hashlib
import http.server
import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from monitor import Key, node_hash, verifies  # noqa: E402


class Witness:
    """Cosigns what extends the last tree that it saw."""

    def __init__(self, name, seed, log, tls=None):
        self.tls = tls
        self.key, self.log = Key(name, seed), log
        self.id = hashlib.sha256(name.encode() + b"\n\x04" + self.key.public).digest()[:4]
        self.vkey = f"{name}+{self.id.hex()}+{base64.b64encode(bytes([4]) + self.key.public).decode()}"
        self.size, self.root, self.requests, self.connections, self.isDown = 0, None, 0, 0, False
        witness = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                witness.connections += 1
                super().setup()

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = witness.answer(body.decode())
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *arguments):
                pass

        self.server = serve(Handler, tls)

    def line(self, name, host="127.0.0.1"):
        scheme, host = ("https", "localhost") if self.tls else ("http", host)
        return f"witness {name} {self.vkey} {scheme}://{host}:{self.server.server_port}/\n"

    def answer(self, body):
        self.requests += 1
        if self.isDown:
            return 503, b"down\n"
        head, note = body.split("\n\n", 1)
        old, *proof = head.split("\n")
        old, proof = int(old.split(" ")[1]), [base64.b64decode(line) for line in proof]
        text, signatures = note.split("\n\n", 1)
        text += "\n"
        _, size, root = text.split("\n")[:3]
        size, root = int(size), base64.b64decode(root)
        lines = [line.split(" ")[2] for line in signatures.splitlines()]
        if not any(verifies(key, text, base64.b64decode(line)[4:]) for key in self.log for line in lines):
            return 403, b"not signed\n"
        if old != self.size:
            return 409, f"{self.size}\n".encode()
        if old == size and root != self.root:
            return 409, f"{self.size}\n".encode()
        if old and not consistent(old, size, self.root, root, proof):
            return 422, b"not consistent\n"
        self.size, self.root = size, root
        signature = self.key.sign(f"cosignature/v1\ntime 1700000000\n{text}".encode())
        blob = self.id + (1_700_000_000).to_bytes(8, "big") + signature
        return 200, f"\u2014 {self.key.name} {base64.b64encode(blob).decode()}\n".encode()


def serve(handler, tls=None):
    """A web server on a port of its own, over TLS where a file with certificate and key is given."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    # Of a client that does not trust the certificate nothing is said.
    server.handle_error = lambda *_: None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def certificate(folder, host):
    """Makes a certificate that signs itself; the file holds its key, too."""
    path = f"{folder}/{host}.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", f"{path}.key", "-out", path, "-days", "2", "-subj", f"/CN={host}",
                    "-addext", f"subjectAltName=DNS:{host}"], check=True, capture_output=True)
    with open(path, "a", encoding="utf-8") as both, open(f"{path}.key", encoding="utf-8") as key:
        both.write(key.read())
    return path


def consistent(old, new, old_root, new_root, proof):
    """RFC 9162, 2.1.4.2."""
    if old == new:
        return old_root == new_root and not proof
    if old & (old - 1) == 0:
        proof = [old_root] + proof
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = proof[0]
    for node in proof[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(node, fr), node_hash(node, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, node)
        fn, sn = fn >> 1, sn >> 1
    return fr == old_root and sr == new_root and sn == 0


class Shell:
    """Runs the program on one ledger, as one user."""

    def __init__(self, programs):
        self.work = tempfile.mkdtemp(prefix="publication-")
        self.program = f"{programs}/storyledger"
        self.ledger, self.public = f"{self.work}/ledger", f"{self.work}/ledger/public"
        self.events, self.failures = 0, 0
        self.trusted = certificate(self.work, "localhost")

    def run(self, *arguments, status=0, says=()):
        environment = {"STORYLEDGER_DIR": self.ledger, "XDG_STATE_HOME": f"{self.work}/state",
                       "SSL_CERT_FILE": self.trusted}
        done = subprocess.run(
            [self.program, *arguments], env=environment, capture_output=True, text=True, check=False, cwd=self.work
        )
        text = done.stdout + done.stderr
        missing = [words for words in ([says] if isinstance(says, str) else says) if words not in text]
        if done.returncode != status or missing:
            self.failures += 1
            print(f"FAILED {' '.join(arguments)}: status {done.returncode}, expected {status}, missing {missing}\n{text}")
        return done.stdout

    def script(self, *arguments, status=0, says=""):
        """The checker that has none of our code."""
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "scripts", "check-bundle.py")
        done = subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=False, cwd=self.work)
        if done.returncode != status or says not in done.stdout + done.stderr:
            self.failures += 1
            print(f"FAILED check-bundle.py {' '.join(arguments)}: {done.returncode}, expected {status}: {done.stdout}{done.stderr}")

    def damage_published(self, key):
        """Each file beside the tiles, gone or changed, is found by `verify` and by `monitor`."""
        found = [os.path.join(place, name) for place, _, names in os.walk(f"{self.public}/abandoned") for name in names]
        # Partial tiles of smaller trees are of no use to anybody, and that one was there cannot be known: but none may lie.
        smaller = [path for path in found if ".p/" in path and not path.endswith(".p/9")]
        found = [path for path in found if path not in smaller]
        for path in smaller or [path.replace(".p/9", ".p/8") for path in found if path.endswith(".p/9")][:1]:
            with open(path if path in smaller else path.replace(".p/8", ".p/9"), "rb") as file:
                good = file.read()
            with open(path, "wb") as file:
                file.write(b"x" * len(good))
            self.run("verify", "--key", key, status=1, says="abandoned/")
            os.remove(path)
            self.run("verify", "--key", key)
        for path in sorted([f"{self.public}/statements", *found]):
            with open(path, "rb") as file:
                good = file.read()
            for damaged in (None, good[:-1], good[:9] + bytes([good[9] ^ 1]) + good[10:], good + b"x"):
                os.remove(path)
                if damaged is not None:
                    with open(path, "wb") as file:
                        file.write(damaged)
                for words in (("verify", "--key", key), ("monitor", self.public, "--key", key)):
                    self.run(*words, status=1, says="abandoned/" if "abandoned" in path else "statements")
                with open(path, "wb") as file:
                    file.write(good)
        os.mkdir(f"{self.public}/abandoned/9-0000")
        self.run("verify", "--key", key, status=1, says="no statement of the log gives up such a history")
        os.rmdir(f"{self.public}/abandoned/9-0000")
        self.run("verify", "--key", key)

    def lose_key(self):
        """A key that no statement links to the lost one is believed on the user's word, and the trees that were seen still count."""
        public, ledger, self.ledger = self.public, self.ledger, f"{self.work}/lost"
        self.public = f"{self.ledger}/public"
        run = self.run
        run("init", "--origin", "lost.example/ledger")
        self.append(3)
        run("publish")
        old = self.key()
        shutil.copy(f"{self.public}/checkpoint", f"{self.work}/kept.note")
        shutil.copytree(self.ledger, f"{self.work}/before")
        run("monitor", self.public, "--key", old, says="3 events")
        os.remove(f"{self.ledger}/key")
        run("key", "rotate", "--old-key-is-lost")
        new = self.key()
        run("verify", "--key", old, status=1, says=["no given key vouches for that one", "--lost-key"])
        run("verify", "--key", new, status=1, says="checkpoint 1: note refused")
        for key in (old, new):
            run("monitor", self.public, "--key", key, status=1, says="Either the keeper lost the old key")
        run("prove", "0", "--output", "after.tlog-proof")
        run("check-proof", "after.tlog-proof", "--key", new, status=1, says="--lost-key OLD")
        run("monitor", self.public, "--key", new, "--lost-key", new, status=64, says="believed and lost at once")
        run("verify", "--lost-key", old, status=64, says="leaves nothing to believe")
        kept = ("--checkpoint", f"{self.work}/kept.note")
        run("verify", "--key", new, "--lost-key", old, *kept, says=["consistent", "it is the tree of the checkpoint in", "is lost"])
        run("monitor", self.public, "--key", new, "--lost-key", old, says="3 events of 3 stories, as seen before")
        run("monitor", self.public, "--key", new, says="3 events of 3 stories, as seen before")
        run("check-proof", "after.tlog-proof", "--key", new)
        # Another history, signed with the new key.
        shutil.copy(f"{self.ledger}/key", f"{self.work}/before/key")
        self.ledger = f"{self.work}/before"
        for name in ("published-head", "public"):
            path = f"{self.ledger}/{name}"
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        self.append(1)
        run("publish", status=65)
        run("verify", "--key", new, "--lost-key", old, status=1)
        self.ledger, self.public = ledger, public

    def speak_tls(self, key, witnesses, policy):
        """Whose certificate is not trusted, or of another host, is not spoken to; a log is watched over TLS."""
        trusted, name = self.trusted, f"{self.ledger}/witnesses"
        other = Witness("two.example", b"2" * 32, [key], certificate(self.work, "elsewhere.example"))
        public = self.public

        class Files(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *arguments):
                super().__init__(*arguments, directory=public)

            def log_message(self, *arguments):
                pass

        address = f"https://localhost:{serve(Files, trusted).server_port}"
        self.run("monitor", address, "--key", key, says="events")
        untrusted = "its certificate is not trusted here (SSL_CERT_FILE names certificates to trust)"
        self.trusted = ""
        self.append(1)
        self.run("publish", says=f"two: it cannot be reached: {untrusted}")
        self.run("monitor", address, "--key", key, status=69, says=untrusted)
        self.trusted = f"{self.work}/none.pem"
        self.run("monitor", address, "--key", key, status=69, says="no certificates can be read from")
        self.trusted = other.tls
        with open(name, "w", encoding="utf-8") as file:
            file.write(policy.replace(witnesses[1].line("two"), other.line("two")))
        self.append(1)
        self.run("publish", says="two: it cannot be reached: its certificate is")
        self.trusted = trusted
        with open(name, "w", encoding="utf-8") as file:
            file.write(policy)
        self.run("publish", says="cosigned by two")

    def append(self, count=1):
        for _ in range(count):
            document = {
                "type": "published", "subject": f"story-{self.events}", "time": "2026-03-02T07:00:00Z",
                "data": {"headline": f"Headline {self.events}", "body": f"Body {os.urandom(8).hex()}"},
            }
            self.events += 1
            with open(f"{self.work}/event.json", "w", encoding="utf-8") as file:
                json.dump(document, file)
            self.run("append", f"{self.work}/event.json")

    def key(self):
        return json.loads(self.run("key", "show", "--json"))["keys"][0]

    def size(self):
        with open(f"{self.public}/checkpoint", encoding="utf-8") as file:
            return int(file.read().split("\n")[1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=os.path.abspath, required=True)
    shell = Shell(parser.parse_args().bin)
    run = shell.run
    try:
        run("init", "--origin", "ferry.example/ledger/", status=64, says="a slash at the end")
        run("init", "--origin", "ferry.example/ledger")
        first = shell.key()
        keys = [first]
        one, two = Witness("one.example", b"1" * 32, keys), Witness("two.example", b"2" * 32, keys, shell.trusted)
        policy = one.line("one") + two.line("two") + "group both all one two\nquorum both\n"
        with open(f"{shell.ledger}/witnesses", "w", encoding="utf-8") as file:
            file.write(policy)
        offline = f"{shell.work}/policy"
        with open(offline, "w", encoding="utf-8") as file:
            file.write(f"log {first}\nwitness one {one.vkey}\nwitness two {two.vkey}\ngroup g all one two\nquorum g\n")

        # A quorum holds a checkpoint back until both have cosigned it.
        shell.append(3)
        two.isDown = True
        run("publish", "--require", "quorum", says=["signed 3 events", "two: it refused with status 503"])
        if os.path.exists(f"{shell.public}/checkpoint"):
            shell.failures += 1
            print("FAILED: readers see a checkpoint without its quorum")
        two.isDown = False
        shell.append(2)
        run("publish", "--require", "quorum", says="published 3 events")
        run("publish", "--require", "quorum", says="published 5 events")
        run("monitor", shell.public, "--policy", offline, says="5 events of 5 stories, seen for the first time")

        # Proofs are made against the newest checkpoint that the quorum has cosigned.
        shell.append(1)
        two.isDown = True
        run("publish", says="published 6 events")
        run("monitor", shell.public, "--policy", offline, status=1, says="lacks the cosignatures")
        run("monitor", shell.public, "--key", first, says="6 events")
        run("prove", "2", "--output", "2.tlog-proof")
        run("check-proof", "2.tlog-proof", "--policy", offline, says="in its tree of 5 leaves")
        run("prove", "5", status=69, says="the quorum has cosigned no checkpoint that covers @5")
        two.isDown = False
        run("publish")
        run("prove", "5", "--output", "5.tlog-proof")
        run("check-proof", "5.tlog-proof", "--policy", offline, says="cosigned by two.example")
        with open(offline, "a", encoding="utf-8") as file:
            file.write("quorum g\n")
        run("check-proof", "5.tlog-proof", "--policy", offline, status=65, says="found a second line")
        run("verify", "--key", first, says="6 events")

        # A witness that lost its state.
        one.size, one.root = 0, None
        shell.append(1)
        run("publish", says="one: it has cosigned 6 events and now knows only 0")

        # A rotation that the old key vouches for.
        backup = f"{shell.work}/backup"
        shutil.copytree(shell.ledger, backup)
        run("bundle", "story-0", "--output", "0-before.json")
        run("key", "rotate")
        run("key", "rotate", "--finish")
        second = shell.key()
        keys.append(second)
        run("publish", says="cosigned by two")
        run("monitor", shell.public, "--key", first, says=[f"vouches for {second}", "9 events"])
        run("monitor", shell.public, "--key", second, says="9 events of 7 stories, as seen before")
        run("verify", "--key", first, says="vouch for each other")
        run("verify", "--key", second, says="vouch for each other")
        run("prove", "8", "--output", "8.tlog-proof")
        run("check-proof", "8.tlog-proof", "--key", first, status=1, says="expected a signature by")
        run("check-proof", "8.tlog-proof", "--key", first, "--statements", f"{shell.public}/statements", says="@8")
        # This user has seen that the key has ended, and needs no statements to know it.
        run("check-proof", "2.tlog-proof", "--key", first, status=1,
            says=["as this user saw before", "no --statements were given"])
        # The key that has ended proves nothing alone, not even of what it signed before; with the witness it does.
        said = ("--statements", f"{shell.public}/statements")
        alone = ["a key that has since ended signed a tree of", "has ended at @8, and its holder can sign other trees",
                 "nobody else vouches for the tree"]
        run("check-proof", "2.tlog-proof", "--key", first, *said, status=1, says=alone)
        run("check-proof", "5.tlog-proof", "--key", first, *said, "--witness", two.vkey,
            says=["@5 is in the log", "that the log holds this, without the word of others: the key that signed it has ended at @8"])
        # The log as it is now vouches for it, too, and not for what a thief made.
        begins = "begin with this tree"
        run("check-proof", "2.tlog-proof", "--key", first, *said, "--log", shell.public, says=["@2 is in the log", begins])
        before, shell.ledger = shell.ledger, f"{shell.work}/thief"
        shutil.copytree(backup, shell.ledger)
        os.remove(f"{shell.ledger}/witnesses")
        shell.append(5)
        run("publish")
        for position in ("9", "0"):
            run("prove", position, "--output", "thief.tlog-proof")
            run("check-proof", "thief.tlog-proof", "--key", first, *said, status=1, says="which has ended at @8")
        run("bundle", "story-0", "--output", "thief.json")
        run("check-bundle", "thief.json", "--key", first, *said, status=1, says="which has ended at @8")
        shell.script("thief.json", "--key", first, *said, status=1, says="which has ended at @8")
        run("verify", "--key", first, status=1, says="are not those that this user saw signed")
        shell.ledger = before
        run("bundle", "story-0", "--output", "0.json")
        shell.script("0.json", "--key", second, *said, says="they make version 1")
        os.makedirs(f"{shell.work}/other", exist_ok=True)
        for check in (shell.script, lambda *arguments, **expected: run("check-bundle", *arguments, **expected)):
            check("0.json", "--key", first, *said, says="that the log holds the change of keys at @7: its statement is signed")
            check("0-before.json", "--key", first, *said, status=1, says="and nobody else vouches for the tree")
            check("0-before.json", "--key", first, *said, "--log", shell.public, says=begins)
            check("0-before.json", "--key", first, "--log", f"{shell.work}/other", status=1, says="it has no checkpoint")
            check("thief.json", "--key", first, "--log", shell.public, status=1, says="which has ended at @8")

        # The whole directory is restored, published-head too: the quorum keeps it from showing another history.
        whole = f"{shell.work}/whole"
        shutil.copytree(shell.ledger, whole)
        shutil.rmtree(shell.ledger)
        shutil.copytree(backup, shell.ledger)
        with open(f"{backup}/public/checkpoint", encoding="utf-8") as file:
            common = int(file.read().split("\n")[1])
        shell.append(3)
        run("publish", "--require", "quorum", says=["signed 10 events", "it was shown another history"])
        if shell.size() != 7:
            shell.failures += 1
            print("FAILED: a ledger that was set back shows another history")
        # What a user saw before is contradicted by the ledger that was set back.
        run("verify", "--key", first, status=1, says="are not those that this user saw signed")

        # Only the database is restored: nothing is signed until the fork is accepted.
        shutil.rmtree(shell.ledger)
        shutil.copytree(whole, shell.ledger)
        for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm"):
            for place, act in ((f"{shell.ledger}/{name}", os.remove), (f"{backup}/{name}", None)):
                if os.path.exists(place):
                    act(place) if act else shutil.copy(place, f"{shell.ledger}/{name}")
        run("publish", status=65, says="signing refused")
        shell.append(2)
        run("publish", status=65, says="signing refused")
        shell.ledger = whole
        for position in (0, 7, 8):
            run("prove", str(position), "--output", f"given-up-{position}.tlog-proof")
        run("bundle", "story-0", "--output", "given-up.json")
        shell.ledger = f"{shell.work}/ledger"
        run("publish", "--accept-fork", "the disk died", says="published 10 events")
        third = shell.key()
        keys.append(third)
        run("checkpoint", says="ferry.example/ledger/2\n10\n")
        run("monitor", shell.public, "--key", second, status=1, says=["was given up at 9 events", third])
        run("monitor", shell.public, "--key", third, says=[
            "ferry.example/ledger/2: 10 events", "it goes on from the log ferry.example/ledger, which was given up at 9 events",
            "'forked' says so", f"The first {common} events are those of ferry.example/ledger; what", "What the key of ferry.example/ledger signed, such as a bundle, proves nothing of this log"])
        run("monitor", f"{shell.public}/abandoned/{os.listdir(shell.public + '/abandoned')[0]}", "--key", second, status=1,
            says=["the log ferry.example/ledger was given up at 9 events, as this user saw before", third, "9 events, 1 finding"])
        # Nor does a copy of the ledger from before, served on or verified, pass for the log.
        shell.ledger = whole
        run("monitor", f"{whole}/public", "--key", second, status=1, says="was given up at 9 events, as this user saw before")
        run("verify", "--key", second, status=1, says=["was given up at 9 events, as this user saw before", "1 finding"])
        shell.ledger = f"{shell.work}/ledger"
        def identity(key):
            return "+".join(key.split("+", 2)[:2])
        accept = f"if you accept that, give its key, too: --key {third}"
        for given, status in (((first,), 1), ((second,), 1), ((third,), 0), ((first, third), 0)):
            keys = [word for key in given for word in ("--key", key)]
            run("verify", *keys, status=status, says=[accept] * status + [
                f"{identity(first)} and {identity(second)} vouch for each other",
                f"{identity(third)} is of another log, as which that of {identity(second)} goes on after a fork: the older key does not vouch"])
        # What was given up proves nothing of the log that goes on, as far as the statement tells.
        said = ("--statements", f"{shell.public}/statements")
        refused = "ferry.example/ledger gave up the history that holds this; it goes on as ferry.example/ledger/2 after the first 9"
        for position in (0, 7, 8):
            run("check-proof", f"given-up-{position}.tlog-proof", "--key", second, *said, status=1, says=refused)
        run("check-bundle", "given-up.json", "--key", second, *said, status=1, says=refused)
        shell.script("given-up.json", "--key", second, *said, status=1, says=refused)
        # Of a smaller tree it tells nothing.
        run("check-proof", "2.tlog-proof", "--key", first, *said, status=1,
            says="that ferry.example/ledger/2, as which the log goes on")
        shell.damage_published(third)
        for witness in (one, two):
            witness.size, witness.root = 0, None
        run("publish", says="cosigned by two")
        run("publish", "--accept-fork", "again", status=64, says="there is no fork")
        shell.speak_tls(third, (one, two), policy)
        shell.lose_key()
    finally:
        shutil.rmtree(shell.work, ignore_errors=True)
    print(f"{shell.failures} failures; witness one took {one.requests} requests over {one.connections} connections")
    return 1 if shell.failures else 0


if __name__ == "__main__":
    sys.exit(main())
