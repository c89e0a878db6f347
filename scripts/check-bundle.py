#!/usr/bin/env python3
"""Checks a bundle of Story Ledger: one version of one story, proven offline, with none of the ledger's code.

    check-bundle.py FILE --key VKEY [--witness VKEY]... [--origin NAME] [--quiet]

VKEY is the log's verifier key (C2SP signed-note, name+id+key), got from somebody you trust. Needs Python 3 and nothing
else; everything is checked by the documented formats: RFC 8032, RFC 6962, RFC 7396, RFC 8785, C2SP signed-note,
tlog-checkpoint and tlog-cosignature. Exit status: 0 proven, 1 not proven, 64 usage, 66 no such file.
"""

import argparse
import base64
import binascii
import hashlib
import json
import math
import re
import sys

LONGEST = 64 << 20
TEXT_FIELDS = ("headline", "dek", "body")
LEAF_MEMBERS = {"commitment", "id", "position", "previous", "recordedtime", "revision", "schema", "source", "subject",
                "time", "type"}
EVENT_TYPES = ("published", "updated", "denied", "reiterated", "responded", "withheld")


class Refused(Exception):
    """The bundle does not prove what it says."""


def require(holds, what):
    if not holds:
        raise Refused(what)


# Ed25519: RFC 8032, 5.1, with the checks of its section 5.1.7.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, d - c, d + c, f + e
    return x * y % P, z * t % P, y * z % P, x * t % P


def multiply(scalar, point):
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point = add(point, point)
        scalar >>= 1
    return total


def decompress(encoded):
    """The point, or None where the bytes are none."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def compress(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(key, message, signature):
    point = decompress(key) if len(key) == 32 else None
    if point is None or len(signature) != 64:
        return False
    scalar = int.from_bytes(signature[32:], "little")
    if scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    negative = (P - point[0], point[1], 1, P - point[3])
    return compress(add(multiply(scalar, BASE), multiply(challenge, negative))) == signature[:32]


# Notes and checkpoints: C2SP signed-note, tlog-checkpoint, tlog-cosignature.

def decoded(text, what):
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(f"{what} is not base64") from None
    require(base64.b64encode(found).decode() == text, f"{what} is not base64 in its one form")
    return found


class Key:
    """A verifier key: name+id+key."""

    def __init__(self, text, kind):
        parts = text.split("+", 2)
        require(len(parts) == 3, f"{text!r} is no verifier key")
        self.name, ident = parts[0], parts[1]
        key = decoded(parts[2], "a verifier key")
        require(len(key) == 33 and key[0] == kind, f"{self.name} is no key of kind {kind}")
        self.kind, self.key = kind, key[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + key).digest()[:4]
        require(self.id.hex() == ident, f"the id of the key {self.name} is not {ident}")

    def verifies(self, text, signature):
        if self.kind == 4:
            seconds = int.from_bytes(signature[:8], "big")
            head = f"cosignature/v1\ntime {seconds}\n".encode()
            return len(signature) == 72 and signed(self.key, head + text, signature[8:])
        return signed(self.key, text, signature)


def open_checkpoint(note, log_key, witnesses, origin):
    """Checks the signatures. Returns size and root."""
    require(note.endswith("\n") and "\n\n" in note, "the checkpoint is no signed note")
    place = note.rindex("\n\n") + 1
    text, lines = note[:place], note[place + 1:].split("\n")[:-1]
    require(1 <= len(lines) <= 100, "the checkpoint has no signature")
    require(not re.search("[\x00-\x09\x0b-\x1f]", note), "the checkpoint holds control characters")
    valid = set()
    for line in lines:
        match = re.fullmatch("\u2014 ([^ ]+) ([^ ]+)", line)
        require(match, "the checkpoint has a line that is no signature")
        blob = decoded(match.group(2), "a signature")
        require(len(blob) >= 5, "a signature is too short")
        for key in [log_key] + witnesses:
            if key.name == match.group(1) and key.id == blob[:4]:
                require(key.verifies(text.encode(), blob[4:]), f"the signature of {key.name} does not verify")
                valid.add(key)
    require(log_key in valid, f"the checkpoint is not signed by {log_key.name}")
    for witness in witnesses:
        require(witness in valid, f"the checkpoint is not cosigned by {witness.name}")
    rows = text.split("\n")[:-1]
    require(len(rows) >= 3 and all(rows), "the checkpoint has too few lines")
    require(rows[0] == origin, f"the checkpoint is of {rows[0]!r}, not of {origin!r}")
    require(re.fullmatch("0|[1-9][0-9]{0,18}", rows[1]) and int(rows[1]) < 2**63, "the tree size is no number")
    root = decoded(rows[2], "the root")
    require(len(root) == 32, "the root is no hash")
    return int(rows[1]), root


# The tree: RFC 6962, 2.1 and 2.1.1.

def root_of(leaf, index, size, proof):
    """The root that an inclusion proof leads to; None when it has not as many hashes as it must."""
    def climb(first, end, hashes):
        if end - first == 1:
            return (hashlib.sha256(b"\x00" + leaf).digest(), hashes)
        middle = first + (1 << ((end - first - 1).bit_length() - 1))
        left = index < middle
        below, rest = climb(first, middle, hashes) if left else climb(middle, end, hashes)
        if below is None or not rest:
            return (None, rest)
        pair = below + rest[0] if left else rest[0] + below
        return (hashlib.sha256(b"\x01" + pair).digest(), rest[1:])
    root, rest = climb(0, size, proof)
    return None if rest else root


# JSON: RFC 8785 as far as it takes to see that a text is in that form.

ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def canonical(value):
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return '"' + "".join(ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"'
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"


def number(value):
    """ECMA-262, Number::toString. Python's repr has the same shortest digits."""
    require(math.isfinite(value) and abs(value) < 2**53, "a number is beyond I-JSON")
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    if value < 0:
        return "-" + number(-value)
    mantissa, _, exponent = repr(value).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits, point = whole + fraction, len(whole) + int(exponent or 0)
    point -= len(digits) - len(digits.lstrip("0"))
    digits = digits.strip("0")
    if 0 < point <= 21:
        return digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    return f"{digits[0]}{'.' + digits[1:] if len(digits) > 1 else ''}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def members(pairs):
    require(len({key for key, _ in pairs}) == len(pairs), "an object has a key twice")
    return dict(pairs)


def parsed(text, what):
    """An object in RFC 8785 form."""
    try:
        value = json.loads(text, object_pairs_hook=members)
        same = canonical(value) == text
    except (ValueError, RecursionError) as error:
        raise Refused(f"{what} is not JSON: {error}") from None
    require(isinstance(value, dict) and same, f"{what} is no object in RFC 8785 form")
    return value


def exactly(value, names, what):
    require(isinstance(value, dict) and set(value) == set(names), f"{what} has other members than {', '.join(names)}")


def hexadecimal(text, count, what):
    require(isinstance(text, str) and re.fullmatch(f"[0-9a-f]{{{2 * count}}}", text), f"{what} is no hash")
    return bytes.fromhex(text)


# The bundle itself.

def merged(target, patch):
    """RFC 7396, 2."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def texts(fields):
    return {name: fields[name] for name in TEXT_FIELDS if isinstance(fields.get(name), str)}


class Story:
    """A story's text, folded from its events."""

    def __init__(self):
        self.version, self.text = 0, {}

    def apply(self, kind, data):
        patch = {name: data[name] for name in TEXT_FIELDS if name in data}
        before = self.text
        if kind == "published" and self.version == 0:
            self.text, self.version = texts(patch), 1
        elif kind == "updated":
            self.text = texts(merged(self.text, patch))
            self.version += self.text != before


def check_leaf(leaf, index, story, last):
    """The chain: no event between the first and the last is left out. Returns the envelope."""
    envelope = parsed(leaf, f"leaf {index}")
    exactly(envelope, LEAF_MEMBERS, f"leaf {index}")
    for name in ("position", "revision", "schema"):
        require(type(envelope[name]) is int and envelope[name] >= 0, f"leaf {index}: {name} is no number")
    require(envelope["schema"] == 1, f"leaf {index}: schema {envelope['schema']} is not known here")
    require(envelope["subject"] == story, f"leaf {index} is of another story")
    require(envelope["revision"] == index, f"leaf {index} is revision {envelope['revision']}")
    require(envelope["type"] in EVENT_TYPES, f"leaf {index} is of no known type")
    require(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", str(envelope["recordedtime"])),
            f"leaf {index}: the recorded time is none")
    if last is None:
        require(envelope["previous"] is None, "the first leaf names an event before it")
        require(envelope["type"] == "published", "the first leaf is not of type published")
    else:
        require(envelope["previous"] == last["position"], f"leaf {index} does not follow leaf {index - 1}")
        require(envelope["position"] > last["position"], f"leaf {index} stands before leaf {index - 1}")
        require(envelope["recordedtime"] >= last["recordedtime"], f"leaf {index} was recorded before the one before it")
    return envelope


def check(raw, log_key, witnesses, origin):
    """Checks a bundle. Returns it, the last envelope, the size of the tree, and the positions of withheld events."""
    require(len(raw) <= LONGEST, "the bundle is too long")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("the bundle is not UTF-8") from None
    require(text.endswith("\n"), "the bundle does not end in a line feed")
    bundle = parsed(text[:-1], "the bundle")
    exactly(bundle, ("checkpoint", "events", "format", "story", "text", "version"), "the bundle")
    require(bundle["format"] == "storyledger/bundle/v1", "the bundle is of another format")
    require(isinstance(bundle["checkpoint"], str), "the checkpoint is no text")
    require(isinstance(bundle["events"], list) and bundle["events"], "the bundle has no events")
    require(type(bundle["version"]) is int and bundle["version"] >= 1, "the version is no number from 1")
    size, root = open_checkpoint(bundle["checkpoint"], log_key, witnesses, origin)
    state, last, withheld, doubtful = Story(), None, [], set()
    for index, event in enumerate(bundle["events"]):
        exactly(event, ("data", "leaf", "proof", "salt"), f"event {index}")
        require(isinstance(event["leaf"], str) and isinstance(event["proof"], list), f"event {index} is none")
        last = check_leaf(event["leaf"], index, bundle["story"], last)
        proof = [hexadecimal(text, 32, f"proof {index}") for text in event["proof"]]
        require(last["position"] < size and root_of(event["leaf"].encode(), last["position"], size, proof) == root,
                f"leaf {index} is not in the signed tree")
        before = state.version
        if event["salt"] is None and event["data"] is None:
            require(last["type"] != "published", f"the data of @{last['position']} was withheld")
            if last["type"] == "updated":
                doubtful.add(last["position"])
            withheld.append(last["position"])
        else:
            require(isinstance(event["data"], str), f"the data of event {index} is no text")
            salted = b"storyledger/data/v1\n" + hexadecimal(event["salt"], 32, f"salt {index}") + event["data"].encode()
            require(last["commitment"] == "sha256:" + hashlib.sha256(salted).hexdigest(),
                    f"salt and data of event {index} are not what its leaf commits to")
            data = parsed(event["data"], f"data {index}")
            state.apply(last["type"], data)
            if last["type"] == "withheld" and "version" not in data:
                doubtful -= {place for place in doubtful if place == data.get("position")}
    require(state.version != before, "the last event makes no version")
    require(not doubtful, "the data of " + ", ".join(f"@{place}" for place in sorted(doubtful)) + " was withheld")
    require(state.version == bundle["version"], f"the events make version {state.version}")
    require(state.text == bundle["text"], "the text is not what the events make")
    return bundle, last, size, withheld


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file")
    arguments.add_argument("--key", required=True)
    arguments.add_argument("--witness", action="append", default=[])
    arguments.add_argument("--origin")
    arguments.add_argument("--quiet", action="store_true")
    arguments.error = lambda message: (print(f"check-bundle.py: {message}", file=sys.stderr), sys.exit(64))
    given = arguments.parse_args()
    try:
        log_key, witnesses = Key(given.key, 1), [Key(text, 4) for text in given.witness]
    except Refused as refusal:
        print(f"check-bundle.py: {refusal}", file=sys.stderr)
        return 64
    try:
        with open(given.file, "rb") as file:
            raw = file.read(LONGEST + 1)
    except OSError as error:
        print(f"check-bundle.py: {given.file}: {error.strerror}", file=sys.stderr)
        return 66
    try:
        bundle, newest, size, withheld = check(raw, log_key, witnesses, given.origin or log_key.name)
    except Refused as refusal:
        print(f"check-bundle.py: not proven: {refusal}", file=sys.stderr)
        return 1
    if not given.quiet:
        print(f"{bundle['story']}  version {bundle['version']}, recorded {newest['recordedtime']} at @{newest['position']}")
        print(f"proven by {len(bundle['events'])} events in a tree of {size} leaves")
        for position in withheld:
            print(f"the data of @{position} was withheld; it made no version")
        print("not proven: that the story has no later events")
        for name in TEXT_FIELDS:
            if name in bundle["text"]:
                print("\n" + bundle["text"][name])
    return 0


if __name__ == "__main__":
    sys.exit(main())
