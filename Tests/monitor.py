#!/usr/bin/env python3
"""Small random logs, some with one lie, shown to 'storyledger monitor' and to a plain checker.

    Tests/monitor.py --bin DIR [--logs N] [--seed S]

The keeper here has the log's key and signs whatever it made: what a monitor finds, it finds in the record itself. The
checker below is written from WatchingALog.md, SignedFormats.md and the C2SP documents alone, and both must agree on every log. Standard
library only: Ed25519 is RFC 8032, 6, with extended coordinates.
"""
import argparse
import base64
import datetime
import functools
import hashlib
import http.server
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import unicodedata

# Ed25519

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BY = 4 * pow(5, P - 2, P) % P


def recover(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P or (x == 0 and sign):
        raise ValueError("no point")
    return P - x if x & 1 != sign else x


B = (recover(BY, 0), BY, 1, recover(BY, 0) * BY % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def encode(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x = recover(y, sign)
    return x, y, 1, x * y % P


def number(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % L


class Key:
    """A log's key: name, verifier key, signatures of notes."""

    def __init__(self, name, seed):
        self.name = name
        h = hashlib.sha512(seed).digest()
        self.secret = int.from_bytes(h[:32], "little") & (1 << 254) - 8 | 1 << 254
        self.prefix = h[32:]
        self.public = encode(multiply(self.secret, B))
        self.id = hashlib.sha256(name.encode() + b"\n\x01" + self.public).digest()[:4]
        self.text = f"{name}+{self.id.hex()}+{base64.b64encode(bytes([1]) + self.public).decode()}"

    def sign(self, text):
        r = number(self.prefix, text)
        point = encode(multiply(r, B))
        return point + ((r + number(point, self.public, text) * self.secret) % L).to_bytes(32, "little")

    def line(self, text):
        return f"\u2014 {self.name} {base64.b64encode(self.id + self.sign(text.encode())).decode()}\n"


def verifies(vkey, text, signature):
    name, _, rest = vkey.split("+", 2)
    public = base64.b64decode(rest)[1:]
    s = int.from_bytes(signature[32:], "little")
    if s >= L:
        return False
    k = number(signature[:32], public, text.encode())
    return encode(multiply(s, B)) == encode(add(decode(signature[:32]), multiply(k, decode(public))))


# The tree: RFC 6962, 2.1; tiles as C2SP tlog-tiles says


def leaf_hash(leaf):
    return hashlib.sha256(b"\0" + leaf).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(hashes):
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(root_of(hashes[:split]), root_of(hashes[split:]))


def tile_path(row, index, width):
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{row}/{'/'.join(groups)}{'' if width == 256 else f'.p/{width}'}"


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def publish(place, leaves, key, origin=None, size=None, root=None, statements=b""):
    hashes = [leaf_hash(leaf) for leaf in leaves]
    for index in range(0, (len(leaves) + 255) // 256):
        part = leaves[index * 256 : index * 256 + 256]
        data = b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in part)
        write(f"{place}/{tile_path('entries', index, len(part))}", data)
    level, row = 0, hashes
    while row:
        for index in range(0, (len(row) + 255) // 256):
            part = row[index * 256 : index * 256 + 256]
            write(f"{place}/{tile_path(level, index, len(part))}", b"".join(part))
        row = [root_of(row[at : at + 256]) for at in range(0, len(row) - 255, 256)]
        level += 1
    text = f"{origin or key.name}\n{len(leaves) if size is None else size}\n"
    text += base64.b64encode(root or root_of(hashes)).decode() + "\n"
    write(f"{place}/checkpoint", (text + "\n" + key.line(text)).encode())
    if statements:
        write(f"{place}/statements", statements)


# The keeper


def time_text(seconds):
    days, rest = divmod(seconds, 86400)
    return f"2026-{3 + days // 28:02}-{1 + days % 28:02}T{rest // 3600:02}:{rest % 3600 // 60:02}:{rest % 60:02}"


def canonical(leaf):
    return json.dumps(leaf, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def honest(random, count):
    """The leaves of an honest log, as dictionaries."""
    stories, names, sent, leaves, clock = {}, [], {}, [], 0
    for position in range(count):
        clock += random.choice([0, 0, 1, 60])
        isNew = not names or random.random() < 0.3
        story = f"story-{len(names)}" if isNew else random.choice(names)
        if isNew and random.random() < 0.1:
            story += " \u00e9\u4e2d"
        kind = "published" if isNew else random.choice(["updated", "denied", "reiterated", "responded"])
        source, ident = random.choice(["inbox", "cms", "wire"]), f"id-{position}"
        last = stories.get(story)
        if not isNew and random.random() < 0.1:
            # What producers sent of the story, and was not withheld yet.
            if sent.get(story):
                target = sent[story].pop(random.randrange(len(sent[story])))
                kind, source, ident = "withheld", "org.storyledger", f"withheld-{target}"
        leaves.append(
            {
                "commitment": "sha256:" + random.randbytes(32).hex(),
                "id": ident, "position": position, "previous": last and last[0],
                "recordedtime": time_text(3600 + clock) + ".000000Z", "revision": last[1] + 1 if last else 0,
                "schema": 1, "source": source, "subject": story, "time": time_text(clock) + "-05:00", "type": kind,
            }
        )
        if isNew:
            names.append(story)
        if kind != "withheld":
            sent.setdefault(story, []).append(position)
        stories[story] = (position, last[1] + 1 if last else 0)
    return leaves


LIES = {}


def lie(function):
    LIES[function.__name__] = function
    return function


def pick(random, leaves, test=lambda leaf: True):
    found = [leaf for leaf in leaves if test(leaf)]
    return random.choice(found) if found else None


@lie
def published_twice(random, leaves):
    leaf = pick(random, leaves, lambda leaf: leaf["type"] == "published" and leaf["position"] < len(leaves) - 1)
    if not leaf:
        return None
    again = dict(leaf, position=len(leaves), id="again", recordedtime=leaves[-1]["recordedtime"])
    return leaves + [again]


@lie
def one_revision_twice(random, leaves):
    leaf = pick(random, leaves, lambda leaf: leaf["type"] == "denied")
    if not leaf:
        return None
    again = dict(leaf, position=len(leaves), id="again", recordedtime=leaves[-1]["recordedtime"])
    return leaves + [again]


@lie
def previous_elsewhere(random, leaves):
    leaf = pick(random, leaves, lambda leaf: leaf["previous"] is not None)
    if not leaf:
        return None
    leaf["previous"] = random.choice([n for n in range(len(leaves)) if n != leaf["previous"]] or [len(leaves)])
    return leaves


@lie
def previous_missing(random, leaves):
    leaf = pick(random, leaves, lambda leaf: leaf["previous"] is not None)
    if not leaf:
        return None
    leaf["previous"] = None
    return leaves


@lie
def revision_skipped(random, leaves):
    leaf = pick(random, leaves, lambda leaf: leaf["revision"] > 0)
    if not leaf:
        return None
    leaf["revision"] += 1
    return leaves


@lie
def identity_twice(random, leaves):
    if len(leaves) < 2:
        return None
    first, second = sorted(random.sample(range(len(leaves)), 2))
    if "org.storyledger" in (leaves[first]["source"], leaves[second]["source"]):
        return None
    leaves[second]["id"], leaves[second]["source"] = leaves[first]["id"], leaves[first]["source"]
    return leaves


@lie
def recorded_back(random, leaves):
    later = [n for n in range(1, len(leaves)) if leaves[n - 1]["recordedtime"] > time_text(3600) + ".000000Z"]
    if not later:
        return None
    leaves[random.choice(later)]["recordedtime"] = time_text(3599) + ".999999Z"
    return leaves


@lie
def wrong_position(random, leaves):
    random.choice(leaves)["position"] += 1
    return leaves


@lie
def begins_with_a_denial(random, leaves):
    leaf = pick(random, leaves, lambda leaf: leaf["type"] == "published")
    leaf["type"] = "denied"
    return leaves


@lie
def takedown_of_nothing(random, leaves):
    leaf = pick(random, leaves, lambda leaf: leaf["type"] == "withheld")
    if not leaf:
        return None
    others = [n for n, e in enumerate(leaves) if e["subject"] != leaf["subject"] or n >= leaf["position"]]
    leaf["id"] = random.choice([f"withheld-{n}" for n in others] + ["withheld-", "withheld-01", f"withheld-{10**30}"])
    return leaves


@lie
def a_producer_withholds(random, leaves):
    leaf = pick(random, leaves, lambda leaf: leaf["type"] == "withheld")
    if not leaf:
        return None
    leaf["source"] = "cms"
    return leaves


@lie
def the_ledger_denies(random, leaves):
    random.choice(leaves)["source"] = "org.storyledger"
    return leaves


@lie
def a_member_more(random, leaves):
    random.choice(leaves)["note"] = "x"
    return leaves


@lie
def a_member_missing(random, leaves):
    del random.choice(leaves)[random.choice(["id", "schema", "previous", "commitment"])]
    return leaves


@lie
def a_time_out_of_form(random, leaves):
    leaf = random.choice(leaves)
    leaf["recordedtime"] = leaf["recordedtime"].replace(".000000Z", "Z")
    return leaves


@lie
def no_id(random, leaves):
    random.choice(leaves)[random.choice(["id", "source"])] = random.choice(["", "x" * 1025, " x"])
    return leaves


@lie
def another_schema(random, leaves):
    random.choice(leaves)["schema"] = random.choice([0, 2, 9, 2**40])
    return leaves


@lie
def a_story_that_looks_like_another(random, leaves):
    leaf = pick(random, leaves, lambda leaf: leaf["source"] != "org.storyledger")
    if not leaf:
        return None
    story, name = leaf["subject"], random.choice(["{}\u200b", "\u00ad{}", "{}e\u0301", "{}\u3164", "{}\u00a0x", "{}\ue000"])
    for other in leaves:
        if other["subject"] == story:
            other["subject"] = name.format(story)
    return leaves


@lie
def far_ahead_of_its_record(random, leaves):
    leaf = pick(random, leaves, lambda leaf: leaf["source"] != "org.storyledger")
    if not leaf:
        return None
    leaf["time"] = random.choice(["9999-12-31T23:59:59Z", f"{int(leaf['recordedtime'][:4]) + 2}-01-03T00:00:00Z"])
    return leaves


# The checker, from these pages

MEMBERS = [
    "commitment", "id", "position", "previous", "recordedtime", "revision", "schema", "source", "subject", "time", "type"
]


def check(place, vkey, known=None):
    """The findings: an empty list for a log that keeps every rule."""
    found = []
    with open(f"{place}/checkpoint", encoding="utf-8") as file:
        note = file.read()
    text, signatures = note.split("\n\n", 1)
    text += "\n"
    origin, size, root = text.split("\n")[:3]
    size, root = int(size), base64.b64decode(root)
    if origin != vkey.split("+")[0]:
        return ["another log"]
    name, signature = signatures.splitlines()[0].split(" ")[1:]
    if not verifies(vkey, text, base64.b64decode(signature)[4:]):
        return ["not signed"]
    leaves = []
    for index in range(0, (size + 255) // 256):
        width = min(256, size - 256 * index)
        with open(f"{place}/{tile_path('entries', index, width)}", "rb") as file:
            data = file.read()
        while data:
            length = int.from_bytes(data[:2], "big")
            leaves.append(data[2 : 2 + length])
            data = data[2 + length :]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    if len(leaves) != size or root_of(hashes) != root:
        return ["another root"]
    if known:
        if known[0] > size:
            return ["went back"]
        if root_of(hashes[: known[0]]) != known[1]:
            found.append("rewritten")
    level, row = 0, hashes
    while row:
        for index in range(0, (len(row) + 255) // 256):
            part = row[index * 256 : index * 256 + 256]
            with open(f"{place}/{tile_path(level, index, len(part))}", "rb") as file:
                if file.read() != b"".join(part):
                    found.append("tile")
        row = [root_of(row[at : at + 256]) for at in range(0, len(row) - 255, 256)]
        level += 1
    heads, identities, subjects, recorded = {}, set(), [], ""
    for position, data in enumerate(leaves):
        try:
            leaf = json.loads(data)
        except ValueError:
            found.append("not JSON")
            subjects.append(None)
            continue
        if sorted(leaf) != MEMBERS or canonical(leaf) != data or len(leaf["recordedtime"]) != 27:
            found.append("not a leaf")
            subjects.append(None)
            continue
        if leaf["schema"] != 1:
            found.append("schema")
        hidden = any(unicodedata.category(one) in ("Cf", "Co") or one in "\u3164\u00a0" for one in leaf["subject"])
        if hidden or unicodedata.normalize("NFC", leaf["subject"]) != leaf["subject"]:
            found.append("subject")
        days = [datetime.date.fromisoformat(leaf[name][:10]).toordinal() for name in ("time", "recordedtime")]
        if leaf["source"] != "org.storyledger" and days[0] - days[1] > 366:
            found.append("time")
        for name in ("id", "source"):
            if not 0 < len(leaf[name].encode()) <= 1024 or leaf[name] != leaf[name].strip():
                found.append(name)
        isOwn = leaf["source"] == "org.storyledger"
        if leaf["position"] != position:
            found.append("position")
        if leaf["recordedtime"] < recorded:
            found.append("recorded")
        recorded = max(recorded, leaf["recordedtime"])
        if (leaf["source"], leaf["id"]) in identities:
            found.append("identity")
        identities.add((leaf["source"], leaf["id"]))
        if isOwn != (leaf["type"] in ("withheld", "forked", "rekeyed")):
            found.append("type and source")
        if leaf["type"] == "withheld":
            target = leaf["id"].removeprefix("withheld-")
            isNumber = target.isdecimal() and str(int(target)) == target and int(target) < position
            if not isNumber or subjects[int(target)] != leaf["subject"]:
                found.append("takedown")
        subjects.append(None if isOwn else leaf["subject"])
        head = heads.get(leaf["subject"])
        expected = (head[1] + 1, head[0]) if head else (0, None)
        if (leaf["type"] == "published") != (head is None):
            found.append("published")
        if (leaf["revision"], leaf["previous"]) != expected:
            found.append("chain")
        heads[leaf["subject"]] = (position, leaf["revision"])
    return found


class Server(http.server.SimpleHTTPRequestHandler):
    """A static web server that keeps connections and says nothing."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=os.path.abspath, required=True)
    parser.add_argument("--logs", type=int, default=150)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--fill", help="only write one honest log of --logs events here, and print its key")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    draw = random.Random(options.seed)
    key = Key("test.example/log", b"7" * 32)
    if options.fill:
        publish(options.fill, [canonical(leaf) for leaf in honest(draw, options.logs)], key)
        return print(key.text)
    work = tempfile.mkdtemp(prefix="monitor-")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Server, directory=work))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    failures, caught = 0, {}
    try:
        for number in range(options.logs):
            place, state = f"{work}/log", f"{work}/state"
            for path in (place, state):
                shutil.rmtree(path, ignore_errors=True)
            count = draw.choice([1, 2, 5, 20, 60, 255, 256, 257, 300, 520])
            leaves = honest(draw, count)
            known, name = None, "honest"
            source = f"http://127.0.0.1:{server.server_port}/log/" if draw.random() < 0.3 else place
            run = lambda: subprocess.run(
                [f"{options.bin}/storyledger", "monitor", source, "--key", key.text, "--json"],
                env={"XDG_STATE_HOME": state}, capture_output=True, text=True, check=False,
            )
            if draw.random() < 0.4:
                # What was seen before: a beginning of the log.
                seen = draw.randrange(1, count + 1)
                old = [canonical(leaf) for leaf in leaves[:seen]]
                publish(place, old, key)
                if run().returncode != 0:
                    failures += 1
                    print(f"log {number}: an honest beginning was refused")
                known = (seen, root_of([leaf_hash(leaf) for leaf in old]))
            if draw.random() < 0.75:
                name = draw.choice(sorted(LIES) + ["rollback", "rewritten", "wrong_tile", "wrong_root", "wrong_key"])
            shutil.rmtree(place, ignore_errors=True)
            if name in LIES:
                lied = LIES[name](draw, [dict(leaf) for leaf in leaves])
                name, leaves = (name, lied) if lied else ("honest", leaves)
            if name == "rollback":
                leaves = leaves[: max(1, (known or (count,))[0] - 1)]
            if name == "rewritten":
                leaves[0]["commitment"] = "sha256:" + draw.randbytes(32).hex()
            data = [canonical(leaf) for leaf in leaves]
            signer = Key(key.name, b"8" * 32) if name == "wrong_key" else key
            publish(place, data, signer, root=draw.randbytes(32) if name == "wrong_root" else None)
            if name == "wrong_tile":
                path = f"{place}/{tile_path(0, 0, min(256, len(data)))}"
                with open(path, "r+b") as file:
                    byte = file.read(1)
                    file.seek(0)
                    file.write(bytes([byte[0] ^ 1]))
            expected = check(place, key.text, known)
            result = run()
            lines = [json.loads(line) for line in result.stdout.splitlines()]
            found = [line for line in lines if line["kind"] == "finding"]
            isFine = result.returncode == (1 if expected else 0) and bool(found) == bool(expected)
            if not expected:
                new = [line["position"] for line in lines if line["kind"] == "event"]
                isFine = isFine and new == list(range(known[0] if known else 0, len(leaves)))
            if not isFine or result.stderr:
                failures += 1
                print(f"log {number}: {name}, expected {expected[:3]}, found {found[:3]} {result.returncode}")
                print(result.stderr[-300:])
            if expected:
                caught[name] = caught.get(name, 0) + 1
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{options.logs} logs, {sum(caught.values())} with a lie that both found, {failures} differences")
    print(", ".join(f"{name} {count}" for name, count in sorted(caught.items())))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
