#!/usr/bin/env python3
"""Checks a bundle of Story Ledger: one version of one story, proven offline, with none of the ledger's code.

    check-bundle.py FILE --key VKEY [--witness VKEY]... [--statements FILE] [--log DIR] [--kept FILE]...
                    [--origin NAME] [--quiet]

VKEY is the log's verifier key (C2SP signed-note, name+id+key), got from somebody you trust. Needs Python 3 and nothing
else; everything is checked by the documented formats: RFC 8032, RFC 6962, RFC 7396, RFC 8785, C2SP signed-note,
tlog-checkpoint and tlog-cosignature. With the file `statements` that the log serves, new keys that the given one vouches
for are believed; a key that has ended and a history that was given up prove nothing any more, unless each --witness
has cosigned the tree, or the log's public files in DIR, as they are now, begin with it; without --statements the file in
DIR counts. A second --key is that of the log after a fork, for --log. --kept is a checkpoint that you kept, of this log or, with
its key as another --key, of the one that it goes on from after a fork: the bundle is held against it. Exit status: 0 where the log holds
what is carried, though it may be listed as not proven what version that makes; 1 where the bundle is refused, or nobody but
an ended key vouches for the tree; 64 usage, 65 no bundle, 66 no such file, 69 where the log's files cannot be read.
"""

import argparse
import base64
import binascii
import datetime
import hashlib
import json
import math
import os
import re
import shutil
import sys
import time
import unicodedata

LONGEST = 64 << 20
DEEPEST = 64  # arrays and objects in one another
FORMAT = "storyledger/bundle/v1"
TEXT_FIELDS = ("headline", "dek", "body")
LEAF_MEMBERS = {"commitment", "id", "position", "previous", "recordedtime", "revision", "schema", "source", "subject",
                "time", "type"}
PRODUCER_TYPES = ("published", "updated", "denied", "reiterated", "responded")
EVENT_TYPES = PRODUCER_TYPES + ("forked", "rekeyed", "withheld")
OWN = "org.storyledger"


class Refused(Exception):
    """The bundle does not prove what it says."""


class Malformed(Refused):
    """The file is no bundle."""


class NotOfItsSchema(Refused):
    """Data that no ledger keeps."""


def require(holds, what, fault=Refused):
    if not holds:
        raise fault(what)


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


def is_of_holder(key):
    """Whether a key is a point in its one form, and not one of the eight of small order, for which anybody can sign."""
    point = decompress(key)
    return point is not None and multiply(8, point)[0] != 0


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
        require(is_of_holder(self.key), "verifier key refused: expected a key with which only its holder can sign, "
                f"found {self}")

    def __str__(self):
        return f"{self.name}+{self.id.hex()}"

    def __eq__(self, other):
        return isinstance(other, Key) and (self.name, self.kind, self.key) == (other.name, other.kind, other.key)

    def __hash__(self):
        return hash((self.name, self.kind, self.key))

    def verifies(self, text, signature):
        if self.kind == 4:
            seconds = int.from_bytes(signature[:8], "big")
            if seconds >= 2**63:
                return False
            head = f"cosignature/v1\ntime {seconds}\n".encode()
            return len(signature) == 72 and signed(self.key, head + text, signature[8:])
        return signed(self.key, text, signature)


def open_checkpoint(note, log_keys, witnesses, origin):
    """Checks the signatures. Returns size, root, the log's keys that signed, and each witness with its time."""
    require(note.endswith("\n") and "\n\n" in note, "the checkpoint is no signed note")
    place = note.rindex("\n\n") + 1
    text, lines = note[:place], note[place + 1:].split("\n")[:-1]
    require(1 <= len(lines) <= 100, "the checkpoint has no signature")
    require(not re.search("[\x00-\x09\x0b-\x1f]", note), "the checkpoint holds control characters")
    valid, times = [], {}
    for line in lines:
        match = re.fullmatch("\u2014 ([^ ]+) ([^ ]+)", line)
        require(match, "the checkpoint has a line that is no signature")
        blob = decoded(match.group(2), "a signature")
        require(len(blob) >= 5, "a signature is too short")
        for key in log_keys + witnesses:
            if key.name == match.group(1) and key.id == blob[:4]:
                require(key.verifies(text.encode(), blob[4:]), f"the signature of {key.name} does not verify")
                valid.append(key)
                times[key] = min(int.from_bytes(blob[4:12], "big"), times.get(key, 2**63))
    signers = [key for key in log_keys if key in valid]
    require(signers, f"the checkpoint is not signed by {' or '.join(map(str, log_keys))}")
    for witness in witnesses:
        require(witness in valid, f"the checkpoint is not cosigned by {witness.name}")
    rows = text.split("\n")[:-1]
    require(len(rows) >= 3 and all(rows), "the checkpoint has too few lines")
    require(rows[0] == origin, f"the checkpoint is of {rows[0]!r}, not of {origin!r}")
    require(re.fullmatch("0|[1-9][0-9]{0,18}", rows[1]) and int(rows[1]) < 2**63, "the tree size is no number")
    root = decoded(rows[2], "the root")
    require(len(root) == 32, "the root is no hash")
    return int(rows[1]), root, signers, [(witness.name, times[witness]) for witness in witnesses]


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


def tree_root(hashes):
    """RFC 6962, 2.1."""
    if len(hashes) == 1:
        return hashes[0]
    if not hashes:
        return hashlib.sha256(b"").digest()
    middle = 1 << ((len(hashes) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + tree_root(hashes[:middle]) + tree_root(hashes[middle:])).digest()


class LaterLog:
    """The public files of a log as it is now: C2SP tlog-tiles."""

    def __init__(self, folder, keys=()):
        self.folder = folder
        # Keys of the log that goes on from the one that is asked for, after a fork.
        self.keys = list(keys)

    def read(self, path, most=1 << 20):
        try:
            with open(os.path.join(self.folder, path), "rb") as file:
                return file.read(most)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def leaf_hashes(self, size):
        hashes = []
        for index in range((size + 255) // 256):
            width, name = min(256, size - 256 * index), f"{index % 1000:03}"
            rest = index // 1000
            while rest:
                name, rest = f"x{rest % 1000:03}/{name}", rest // 1000
            path = f"tile/0/{name}"
            tile = self.read(path if width == 256 else f"{path}.p/{width}") or self.read(path)
            require(tile is not None and len(tile) >= 32 * width, f"{path}: it is missing")
            hashes += [tile[at:at + 32] for at in range(0, 32 * width, 32)]
        return hashes

    def check(self, authors, keys, origin, size, root, statements=None):
        """Refuses a tree, signed by some authors, that the log does not begin with. Returns the line to show, and the log's name."""
        both = None
        try:
            note = self.read("checkpoint")
            require(note is not None, "it has no checkpoint")
            note = note.decode("utf-8", "replace")
            for fork in statements.entries if statements else []:
                if fork.heads and fork.old.name == origin and fork.new.name == origin_of(note):
                    what = (f"the log {origin} was given up at {fork.heads[0][0]} events, as its keeper said; it goes on as "
                            f"{fork.new} after the first {fork.heads[1][0]} events of another history")
                    require(size <= fork.heads[1][0], what)
                    both = "the fork is said to keep them"
                    keys, origin = [key for key in self.keys if key.name == fork.new.name], fork.new.name
                    require(keys, f"{what}: if you accept the fork, give its key, too, with another --key")
                    break
            later, later_root, signers, _ = open_checkpoint(note, keys, [], origin)
            require(later >= size, f"it has signed {later} events only")
            hashes = self.leaf_hashes(later)
            require(tree_root(hashes) == later_root, "its tiles do not lead to its root")
            require(tree_root(hashes[:size]) == root, f"its first {size} events are others, and "
                    + (both or self.authors_words(authors, signers, statements)))
        except Refused as refusal:
            raise Refused(f"the log at {self.folder} does not vouch for the tree of {size} events: {refusal}") from None
        return f"the files of --log, {later} events signed by {' and '.join(map(str, signers))}, begin with this tree", origin

    @staticmethod
    def authors_words(authors, signers, statements):
        """Who signed a tree, and who signed the log, which has other events."""
        if any(key in signers for key in authors):
            return "the same key signed both"
        words = f"{' and '.join(map(str, signers))} signed those, {' and '.join(map(str, authors))} this tree"
        if statements is None or any(statements.end(key) is None for key in authors):
            return words
        return f"{words}; {' and '.join(map(str, authors))} {'has' if len(authors) == 1 else 'have'} ended, and its holder can sign such a tree"


# JSON: RFC 8785 as far as it takes to see that a text is in that form.

ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Unicode, 23.7: the last two of each plane, and 32 more.
NONCHARACTER = re.compile("[\ufdd0-\ufdef" + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}"
                                                     for plane in range(0, 0x110000, 0x10000)) + "]")
ESCAPED = re.compile('["\\\\\0-\x1f]')


def canonical(value, depth=0):
    require(depth < DEEPEST or not isinstance(value, (list, dict)), f"JSON is nested more than {DEEPEST} deep")
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        require(not NONCHARACTER.search(value), "a string holds a noncharacter")
        return '"' + ESCAPED.sub(lambda match: ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}", value) + '"'
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(element, depth + 1) for element in value) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(canonical(key) + ":" + canonical(value[key], depth + 1) for key in keys) + "}"


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


def no_constant(text):
    raise ValueError(f"{text} is no number")


def parsed(text):
    """JSON as I-JSON has it; None where it is none. All of it can be written in RFC 8785 form."""
    try:
        value = json.loads(text, object_pairs_hook=members, parse_constant=no_constant)
        canonical(value).encode()
    except (Refused, ValueError, RecursionError):
        return None
    return value


def at(holds, path, expected):
    """Refuses a member of the bundle that is not what the format says."""
    require(holds, f"bundle refused at {path}: expected {expected}", Malformed)


def exactly(value, names, path):
    at(isinstance(value, dict) and sorted(value) == sorted(names), path, f"an object of {', '.join(sorted(names))}")


def hexadecimal(text, path):
    at(isinstance(text, str) and re.fullmatch("[0-9a-f]{64}", text), path, "64 small hexadecimal digits")
    return bytes.fromhex(text)


def salted(value, path):
    """Text and salt of the skeleton or of a piece."""
    exactly(value, ("salt", "text"), path)
    at(isinstance(value["text"], str), f"{path}.text", "a string")
    hexadecimal(value["salt"], f"{path}.salt")


def check_shape(event, path):
    """An element of `events` or `withheld`."""
    exactly(event, ("leaf", "pieces", "proof", "skeleton"), path)
    at(isinstance(event["leaf"], str), f"{path}.leaf", "a string")
    at(isinstance(event["pieces"], list), f"{path}.pieces", "an array")
    for number, piece in enumerate(event["pieces"]):
        where = f"{path}.pieces[{number}]"
        if isinstance(piece, dict) and set(piece) == {"hash"}:
            hexadecimal(piece["hash"], f"{where}.hash")
        else:
            salted(piece, where)
    if event["skeleton"] is None:
        at(not event["pieces"], f"{path}.pieces", "no piece, since there is no skeleton")
    else:
        salted(event["skeleton"], f"{path}.skeleton")
    at(isinstance(event["proof"], list), f"{path}.proof", "an array")
    at(len(event["proof"]) <= 63, f"{path}.proof", "at most 63 hashes")
    for number, text in enumerate(event["proof"]):
        hexadecimal(text, f"{path}.proof[{number}]")


def read_bundle(raw):
    """The members of the file, all of them what the format says."""
    require(len(raw) <= LONGEST, f"bundle refused: expected at most {LONGEST} bytes, found {len(raw)}", Malformed)
    try:
        bundle = parsed(raw.decode("utf-8"))
    except UnicodeDecodeError:
        bundle = None
    require(bundle is not None, "bundle refused: it is not JSON", Malformed)
    require((canonical(bundle) + "\n").encode() == raw,
            "bundle refused: it is not in RFC 8785 form with one line feed after it", Malformed)
    exactly(bundle, ("checkpoint", "events", "format", "origin", "story", "version", "withheld"), "$")
    at(isinstance(bundle["format"], str), "$.format", "a string")
    at(bundle["format"] == FORMAT, "$.format", f"'{FORMAT}'")
    at(type(bundle["version"]) is int and 1 <= bundle["version"] < 2**31, "$.version", "a number from 1")
    for name in ("events", "withheld"):
        at(isinstance(bundle[name], list), f"$.{name}", "an array")
        for number, event in enumerate(bundle[name]):
            check_shape(event, f"$.{name}[{number}]")
        at(name == "withheld" or bundle[name], "$.events", "at least one event")
    for name in ("checkpoint", "origin", "story"):
        at(isinstance(bundle[name], str), f"$.{name}", "a string")
    return bundle


# Data and its pieces: LeafAndData.md.

LINE_BREAK = r"(?:\r\n|\r(?!\n)|(?<!\r)\n)"
PARAGRAPH_END = re.compile(LINE_BREAK + r"(?:[ \t]*" + LINE_BREAK + ")+")


def paragraphs(text):
    """The pieces of a body: each ends after the first run of at least two line breaks."""
    pieces, start = [], 0
    for run in PARAGRAPH_END.finditer(text):
        pieces.append(text[start:run.end()])
        start = run.end()
    return pieces + [text[start:]] if start < len(text) or not pieces else pieces


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


class Data:
    """The data of one event: its skeleton as JSON, and its pieces: {salt, text} or {hash}."""

    def __init__(self, event, envelope):
        self.what, self.pieces = f"@{envelope['position']}", event["pieces"]
        hashes = [bytes.fromhex(piece["hash"]) if "hash" in piece else
                  sha256(b"storyledger/piece/v1\n", bytes.fromhex(piece["salt"]), piece["text"].encode())
                  for piece in self.pieces]
        text = event["skeleton"]["text"]
        own = sha256(b"storyledger/skeleton/v1\n", bytes.fromhex(event["skeleton"]["salt"]), text.encode())
        require(envelope["commitment"] == "sha256:" + sha256(b"storyledger/data/v1\n", own, *hashes).hex(),
                f"{self.what}: skeleton and pieces are not what its leaf commits to")
        self.value = parsed(text)
        require(isinstance(self.value, dict) and canonical(self.value) == text,
                f"{self.what}: its skeleton is no object in RFC 8785 form")
        strings = self.count(self.value, top=True)
        body = type(self.value.get("body")) is int and len(self.pieces) > strings
        self.paragraphs = len(self.pieces) - strings if body else None
        self.check_parts()

    def fits(self, holds):
        require(holds, f"{self.what}: skeleton and pieces are not those of the data that they make")

    def count(self, value, top=False):
        """The string values, which are all empty; the body's pieces are not among them."""
        if isinstance(value, str):
            self.fits(value == "")
            return 1
        if isinstance(value, list):
            return sum(self.count(element) for element in value)
        if isinstance(value, dict):
            self.fits(not top or not isinstance(value.get("body"), str))
            return sum(self.count(element) for element in value.values())
        return 0

    def hidden(self):
        return [number for number, piece in enumerate(self.pieces) if "hash" in piece]

    def put_together(self, hole):
        """The data, with hole(number, is_paragraph, is_last) for each missing piece."""
        numbers = iter(range(len(self.pieces)))

        def text(number, is_paragraph=False, is_last=False):
            piece = self.pieces[number]
            return piece["text"] if "text" in piece else hole(number, is_paragraph, is_last)

        def walk(value, top=False):
            if isinstance(value, str):
                number = next(numbers, None)
                self.fits(number is not None)
                return text(number)
            if isinstance(value, list):
                return [walk(element) for element in value]
            if isinstance(value, dict):
                result = {}
                for key in sorted(value, key=lambda key: key.encode("utf-16-be")):
                    if top and key == "body" and self.paragraphs is not None:
                        own = [next(numbers, None) for _ in range(self.paragraphs)]
                        self.fits(None not in own)
                        result[key] = "".join(text(number, True, number == own[-1]) for number in own)
                    else:
                        result[key] = walk(value[key])
                return result
            return value
        result = walk(self.value, top=True)
        self.fits(next(numbers, None) is None)
        return result

    def check_parts(self):
        """Taken apart again, what is put together of the pieces that are there has the same pieces."""
        rest = self.put_together(lambda *_: "")
        if self.paragraphs is None:
            return self.fits(not isinstance(rest.get("body"), str))
        self.fits(self.value["body"] == self.paragraphs)
        first = self.strings_before_body()
        own = self.pieces[first:first + self.paragraphs]
        shown = [piece["text"] for piece in own if "text" in piece]
        self.fits(not shown or paragraphs("".join(shown)) == shown)

    def paths(self):
        """Where each piece stands: the names of members and the numbers of elements from the top down."""
        found = []

        def walk(value, names):
            if isinstance(value, str):
                found.append(names)
            elif isinstance(value, list):
                for number, element in enumerate(value):
                    walk(element, names + (number,))
            elif isinstance(value, dict):
                for key in sorted(value, key=lambda key: key.encode("utf-16-be")):
                    if not names and key == "body" and self.paragraphs is not None:
                        found.extend([("body",)] * self.paragraphs)
                    else:
                        walk(value[key], names + (key,))
        walk(self.value, ())
        return found

    def names(self):
        """The pieces as people name them: `headline`, `body paragraph 3`, `claims[1].text`."""
        found, paragraph = [], 0
        for steps in self.paths():
            isParagraph = steps == ("body",) and self.paragraphs is not None
            paragraph += isParagraph
            text = path_text(steps)
            found.append(text[2 if text.startswith("$.") else 1:] + (f" paragraph {paragraph}" if isParagraph else ""))
        return found

    def strings_before_body(self):
        keys = sorted(self.value, key=lambda key: key.encode("utf-16-be"))
        return sum(self.count(self.value[key]) for key in keys[:keys.index("body")])


def path_text(steps):
    """RFC 9535, 2.3.1 and 2.5.1."""
    text = "$"
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        elif ("a" + step).isidentifier() and step[:1] not in "0123456789":
            text += f".{step}"
        else:
            text += "['" + step.replace("\\", "\\\\").replace("'", "\\'") + "']"
    return text


# Leaves: LeafAndData.md.

WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})([Tt ])([0-9]{2}):([0-9]{2})(:([0-9]{2})(\.[0-9]{1,9})?)?"
                     r"(Z|z|[+-]([0-9]{2}):([0-9]{2}))")


def read_time(text):
    """The match of an RFC 3339 time with an offset; None for what is none."""
    match = WRITTEN.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, east, minutes = (
        int(match[number] or 0) for number in (1, 2, 3, 5, 6, 8, 11, 12))
    if not (1 <= year and 1 <= month <= 12 and hour < 24 and minute < 60 and second < 60 and east < 24 and minutes < 60):
        return None
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return match if 1 <= day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1] else None


def is_as_kept(match):
    """Whether a time is written as a leaf has it."""
    fraction, offset = match[9] or "", match[10]
    isUTC = match[11] is None or offset[1:] == "00:00"
    return match[4] == "T" and match[7] is not None and not fraction.endswith("0") and (offset == "Z" or not isUTC)


def is_recorded_time(text):
    match = read_time(text)
    return bool(match) and match[4] == "T" and match[10] == "Z" and len(match[9] or "") == 7


URI = re.compile(r"[!#-;=?-\[\]_a-z~]*")


def identifier_fault(text, longest, is_uri=False):
    """What is wrong with an id, a source or a story's id; None where nothing is."""
    length = len(text.encode())
    if length == 0:
        return "is empty"
    if length > longest:
        return f"is {length} bytes long; at most {longest} are allowed"
    for character in text:
        code = ord(character)
        if unicodedata.category(character) == "Cc" or 0x2028 <= code <= 0x202E or 0x2066 <= code <= 0x2069:
            return f"holds the control character U+{code:04X}"
    if is_uri and not (URI.fullmatch(text) and re.fullmatch(r"(?:[^%]|%[0-9A-Fa-f]{2})*", text)):
        return "is no URI reference"
    if text[0].isspace() or text[-1].isspace():
        return ("begins" if text[0].isspace() else "ends") + " with white space"
    return None


# Unicode, Default_Ignorable_Code_Point, and the Braille pattern without dots.
IGNORABLE = ((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
             (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F),
             (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
             (0xE0000, 0xE0FFF))


def likeness(text):
    """Why an id of a story or an event may look like another one, or is no part of an address; None where nothing is found. What Unicode does
    not assign passes."""
    if text in (".", ".."):
        return "is a step within addresses, and no browser could ask for its page"
    for character in text:
        code = ord(character)
        if code <= 0x7E:
            continue
        if any(first <= code <= last for first, last in IGNORABLE) or unicodedata.category(character) in ("Cf", "Co"):
            return f"holds the invisible character U+{code:04X}"
        if character.isspace():
            return f"holds white space other than the space: U+{code:04X}"
    composed = unicodedata.normalize("NFC", text)
    found = next((one for one, other in zip(text, composed) if one != other), None)
    return f"is not in the composed form (Unicode NFC) at U+{ord(found):04X}" if found else None


def microseconds(match):
    """Since the first day of the calendar, rounded down."""
    year, month, day, hour, minute, second, east, minutes = (
        int(match[number] or 0) for number in (1, 2, 3, 5, 6, 8, 11, 12))
    offset = (east * 60 + minutes) * (-1 if match[10].startswith("-") else 1)
    total = (datetime.date(year, month, day).toordinal() * 1440 + hour * 60 + minute - offset) * 60 + second
    return total * 10**6 + int((match[9] or ".0")[1:].ljust(9, "0")) // 1000


EPOCH = datetime.date(1970, 1, 1).toordinal() * 86_400 * 10**6
MOST_DAYS_AHEAD = 366
MOST_SECONDS_AHEAD = 60  # of a cosignature before this machine's clock
MOST_NAMES = 8  # of the pieces that one event does not carry


def intake_fault(leaf):
    """Why no ledger takes an event with such a leaf from a producer; None where one may."""
    if leaf["subject"] == OWN and leaf["type"] not in ("forked", "rekeyed"):
        return f"its story's id is '{OWN}', which the ledger keeps for itself"
    fault = likeness(leaf["subject"])
    if fault:
        return f"its story's id {fault}"
    fault = likeness(leaf["id"]) if leaf["type"] in PRODUCER_TYPES else None
    if fault:
        return f"its id {fault}"
    ahead = microseconds(read_time(leaf["time"])) - microseconds(read_time(leaf["recordedtime"]))
    if leaf["type"] in PRODUCER_TYPES and ahead > MOST_DAYS_AHEAD * 86_400 * 10**6:
        return (f"its time, {leaf['time']}, is more than {MOST_DAYS_AHEAD} days after it was recorded, "
                f"{leaf['recordedtime']}")
    return None


def read_leaf(text, index):
    """What a leaf says; every member there, no other, byte for byte in RFC 8785 form."""
    def bad(holds, what):
        require(holds, f"event {index} of the bundle: {what}")
    value = parsed(text)
    bad(value is not None, "the leaf is not JSON")
    bad(isinstance(value, dict), "the leaf is no object")

    def read(name, holds):
        bad(isinstance(value.get(name), str), f"the leaf has no text '{name}'")
        bad(holds(value[name]), f"the leaf's '{name}' is '{value[name]}'")

    def identifier(name, is_uri):
        bad(isinstance(value.get(name), str), f"the leaf has no text '{name}'")
        fault = identifier_fault(value[name], 1024, is_uri)
        bad(fault is None, f"the leaf's '{name}' {fault}")
    read("commitment", lambda text: re.fullmatch("sha256:[0-9a-f]{64}", text))
    identifier("source", True)
    identifier("id", False)
    read("subject", lambda text: identifier_fault(text, 200) is None)
    read("type", lambda text: text in EVENT_TYPES)
    read("time", read_time)
    read("recordedtime", is_recorded_time)
    for name in ("position", "revision", "previous", "schema"):
        isNull = name == "previous" and name in value and value[name] is None
        number = value.get(name)
        isNumber = type(number) in (int, float) and number == int(number) and number >= 0
        bad(isNull or isNumber, f"the leaf has no number '{name}'")
    bad(value["schema"] >= 1, f"the leaf's 'schema' is {value['schema']}")
    bad(set(value) == LEAF_MEMBERS and canonical(value) == text and is_as_kept(read_time(value["time"])),
        "the leaf is not in RFC 8785 form, or has more members than a leaf has")
    bad(value["schema"] == 1, f"its schema is {value['schema']}; this program knows 1 to 1")
    fault = intake_fault(value)
    require(fault is None, f"event {index} of the bundle is one that no ledger takes: {fault}")
    return value


# What data says: EventDocument.md, in the long form that is kept.

PARTY = (("name", "text!"), ("kind", ("person", "organisation", "unnamed")), ("role", "text"), ("url", "text"))
STATEMENT = (("text", "text!"), ("verbatim", "flag"), ("channel", "text"), ("url", "text"))
HOP = (("id", "text"), ("speaker", "one!", PARTY), ("verb", "text"), ("addressee", "one", PARTY))
SELECTOR = (("exact", "text!"), ("prefix", "text"), ("suffix", "text"), ("field", TEXT_FIELDS))
CLAIM = (("id", "text!"), ("text", "text!"), ("attribution", "list", HOP), ("about", "list", PARTY),
         ("quotes", "list", SELECTOR))
NOTE = (("text", "text!"), ("placement", ("top", "bottom", "inline", "none")), ("printed", "text"),
        ("covers", "list", SELECTOR))
REQUEST = (("id", "text"), ("party", "one!", PARTY), ("channel", "text"), ("asked", "moment"), ("claims", "texts"))
CHANGES = ("update", "correction", "clarification", "hold", "release", "kill")
TAKEN = (("position", "place"), ("pieces", "pieces"), ("version", "number"), ("fields", "texts"), ("change", CHANGES),
         ("repeats", "places"))
SHAPES = {
    "published": (("headline", "text!"), ("body", "text!"), ("claims", "list", CLAIM), ("requests", "list", REQUEST)),
    "updated": (("change", CHANGES), ("note", "one", NOTE), ("claims", "list", CLAIM), ("corrects", "texts"),
                ("requests", "list", REQUEST), ("reason", "text")),
    "denied": (("by", "one!", PARTY), ("claims", "texts"), ("hop", "text"), ("extent", ("full", "partial")),
               ("statement", "one", STATEMENT), ("concedes", "text"), ("counterclaim", "one", CLAIM)),
    "reiterated": (("by", "one!", PARTY), ("claims", "texts"), ("hop", "text"), ("statement", "one", STATEMENT),
                   ("strength", ("same", "stronger", "softer")), ("answers", "text")),
    "responded": (("by", "one!", PARTY),
                  ("outcome!", ("statement", "declined", "no-response", "acknowledges", "confirms", "withdraws")),
                  ("statement", "one", STATEMENT), ("claims", "texts"), ("request", "text"), ("printed", "text")),
    "withheld": (("reason", "text!"), ("authority", "text!"), ("taken", "list", TAKEN), ("same", "groups")),
}


def schema_fault(path, expected):
    raise NotOfItsSchema(f"stored data breaks its schema at {path}: expected {expected}")


def check_members(value, shape, path="$"):
    if not isinstance(value, dict):
        schema_fault(path, "an object")
    for name, kind, *inner in shape:
        isNeeded, name = name.endswith("!"), name.rstrip("!")
        where, member = f"{path}.{name}", value.get(name)
        if name in value:
            check_member(member, kind, inner, where, path)
        elif kind in ("text!", "one!", "place", "number!"):
            schema_fault(where, {"text!": "a string", "one!": "an object"}.get(kind, "an integer"))
        elif isNeeded:
            schema_fault(where, "an outcome")


def check_member(member, kind, inner, where, path):
    def elements(check):
        if not isinstance(member, list):
            schema_fault(where, "an array")
        for number, element in enumerate(member):
            check(element, f"{where}[{number}]")

    def text(element, place):
        if not isinstance(element, str):
            schema_fault(place, "a string")

    def number(element, place):
        if type(element) is not int:
            schema_fault(place, "an integer")
    if isinstance(kind, tuple):
        if not isinstance(member, str) or member not in kind:
            schema_fault(where, "a known word")
    elif kind in ("text", "text!"):
        text(member, where)
    elif kind == "flag":
        if not isinstance(member, bool):
            schema_fault(where, "true or false")
    elif kind in ("one", "one!"):
        check_members(member, inner[0], where)
    elif kind == "list":
        elements(lambda element, place: check_members(element, inner[0], place))
    elif kind == "texts":
        elements(text)
    elif kind == "number":
        number(member, where)
    elif kind == "place":
        number(member, where)
        if member < 0:
            schema_fault(where, "a position")
    elif kind == "places":
        elements(number)
        if any(element < 0 for element in member):
            schema_fault(where, "a position")
    elif kind == "pieces":
        if member != "all":
            elements(number)
            if member != sorted(set(member)) or any(not 0 <= element < 2**32 for element in member):
                schema_fault(where, "numbers of pieces in order")
    elif kind == "groups":
        elements(check_group)
    elif kind == "moment":
        if not isinstance(member, dict) or not isinstance(member.get("at"), str) or not read_time(member["at"]):
            schema_fault(where, "a moment")
        for name in ("zone", "printed"):
            if name in member:
                text(member[name], f"{where}.{name}")


def check_group(group, where):
    if not isinstance(group, list):
        schema_fault(where, "an array")
    for pair in group:
        if not (isinstance(pair, list) and len(pair) == 2 and all(type(number) is int for number in pair)
                and pair[0] >= 0 and 0 <= pair[1] < 2**32):
            schema_fault(where, "pairs of numbers")


def check_payload(kind, value):
    check_members(value, SHAPES[kind])
    if kind == "withheld" and not value.get("taken"):
        schema_fault("$.taken", "at least one event")


def check_texts(kind, value):
    """The texts of a story are strings; an update may remove one."""
    for name in TEXT_FIELDS if kind in ("published", "updated") else ():
        if name in value and not isinstance(value[name], str) and (kind == "published" or value[name] is not None):
            schema_fault(f"$.{name}", "a string")


# The form in which a ledger records a producer's data: the members of its type, all in long form (EventDocument.md).
# A required member has a name that ends in "!".

def one_of(*words):
    return ("word", words)


def list_of(shape):
    return ("list", shape)


def or_null(shape):
    return ("or null", shape)


MOMENT = {"at!": "text", "printed": "text", "zone": "text"}
MOMENT_PATCH = {"at!": "text", "printed": or_null("text"), "zone": or_null("text")}
KEPT_PARTY = {"kind": one_of("person", "organisation", "unnamed"), "name!": "text", "role": "text", "url": "token"}
CHANNEL = one_of("reply", "post", "email", "phone", "message", "spokesperson", "interview", "letter", "other")
KEPT_STATEMENT = {"channel": CHANNEL, "text!": "text", "url": "token", "verbatim": "flag"}
KEPT_HOP = {"addressee": KEPT_PARTY, "id": "id", "speaker!": KEPT_PARTY, "verb": "text"}
KEPT_SELECTOR = {"exact!": "text", "field": one_of(*TEXT_FIELDS), "prefix": "string", "suffix": "string"}
KEPT_CLAIM = {"about": list_of(KEPT_PARTY), "attribution": list_of(KEPT_HOP), "id!": "id", "quotes": list_of(KEPT_SELECTOR),
              "text!": "text"}
KEPT_NOTE = {"covers": list_of(KEPT_SELECTOR), "placement": one_of("top", "bottom", "inline", "none"), "printed": "text",
             "text!": "text"}
KEPT_REQUEST = {"asked": "moment", "channel": CHANNEL, "claims": list_of("id"), "id": "id", "party!": KEPT_PARTY}
BESIDE = {"context": {"causationid": "text", "correlationid": "text", "datacontenttype": "text", "dataschema": "token",
                      "extensions": "extra", "file": {"name!": "text", "sha256!": "text"}},
          "when": {"printed": "text", "zone": "text"}}
STORY = {"byline": list_of(KEPT_PARTY), "dek": "text", "embargo": "moment", "extra": "extra", "keywords": list_of("text"),
         "language": "language", "publisher": "text", "section": "text", "url": "token"}
KEPT = {
    "published": {**BESIDE, **STORY, "headline!": "text", "body!": "string", "claims": list_of(KEPT_CLAIM),
                  "requests": list_of(KEPT_REQUEST)},
    "updated": {**BESIDE, **{name: or_null(shape) for name, shape in STORY.items()}, "headline": "text", "body": "string",
                "change": one_of(*CHANGES), "note": KEPT_NOTE, "claims": list_of(KEPT_CLAIM), "corrects": list_of("id"),
                "requests": list_of(KEPT_REQUEST), "reason": "text"},
    "denied": {**BESIDE, "by!": KEPT_PARTY, "claims": list_of("id"), "concedes": "text", "counterclaim": KEPT_CLAIM,
               "extent": one_of("full", "partial"), "hop": "id", "statement": KEPT_STATEMENT},
    "reiterated": {**BESIDE, "answers": "text", "by!": KEPT_PARTY, "claims": list_of("id"), "hop": "id",
                   "statement": KEPT_STATEMENT, "strength": one_of("same", "stronger", "softer")},
    "responded": {**BESIDE, "by!": KEPT_PARTY, "claims": list_of("id"),
                  "outcome!": one_of("statement", "declined", "no-response", "acknowledges", "confirms", "withdraws"),
                  "printed": "text", "request": "id", "statement": KEPT_STATEMENT},
}
EXPECTED = {"text": "text that is not empty", "token": "text without white space", "id": "an id", "string": "a string",
            "language": "a language tag", "flag": "true or false", "moment": "a time", "extra": "an object"}


def expected_of(shape):
    if isinstance(shape, dict):
        return "an object"
    if isinstance(shape, str):
        return EXPECTED[shape]
    kind, inner = shape
    return {"word": lambda: f"one of {', '.join(inner)}", "list": lambda: "an array",
            "or null": lambda: f"{expected_of(inner)}, or null"}[kind]()


def is_token(text):
    return text != "" and not any(c.isspace() or unicodedata.category(c) == "Cc" for c in text)


SIMPLE = {
    "text": lambda value: value != "", "string": lambda value: True, "token": is_token,
    "id": lambda value: identifier_fault(value, 200) is None,
    "language": lambda value: bool(re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", value)),
}


class KeptForm:
    """Holds data against the form; hidden are the paths of strings that nobody can read."""

    def __init__(self, hidden):
        self.hidden = hidden

    def members(self, value, shape, path):
        """The path and what is expected there; None where the members are as they must be."""
        fields = {name.rstrip("!"): inner for name, inner in shape.items()}
        for name in sorted(value, key=lambda key: key.encode("utf-16-be")):
            if name not in fields:
                return path + (name,), "no member of that name"
            fault = self.fault(value[name], fields[name], path + (name,))
            if fault:
                return fault
        missing = next((name[:-1] for name in sorted(shape) if name.endswith("!") and name[:-1] not in value), None)
        return (path + (missing,), expected_of(fields[missing])) if missing else None

    def fault(self, value, shape, path):
        if isinstance(shape, tuple) and shape[0] == "or null":
            if value is None:
                return None
            if shape[1] == "moment" and isinstance(value, dict):
                return self.moment(value, MOMENT_PATCH, path)
            return self.fault(value, shape[1], path)
        if isinstance(shape, dict) and isinstance(value, dict):
            return self.members(value, shape, path)
        if shape == "moment" and isinstance(value, dict):
            return self.moment(value, MOMENT, path)
        if isinstance(shape, tuple) and shape[0] == "list" and isinstance(value, list):
            return next(filter(None, (self.fault(element, shape[1], path + (number,))
                                      for number, element in enumerate(value))), None)
        return None if self.holds(value, shape, path) else (path, expected_of(shape))

    def holds(self, value, shape, path):
        if isinstance(shape, dict) or shape == "moment" or isinstance(shape, tuple) and shape[0] == "list":
            return False
        if isinstance(value, str):
            if path in self.hidden:
                return True
            return value in shape[1] if isinstance(shape, tuple) else shape in SIMPLE and SIMPLE[shape](value)
        return shape == "flag" and isinstance(value, bool) or shape == "extra" and isinstance(value, dict)

    def moment(self, value, shape, path):
        fault = self.members(value, shape, path)
        if fault or path + ("at",) in self.hidden:
            return fault
        match = read_time(value["at"])
        return None if match and is_as_kept(match) else (path + ("at",), expected_of("moment"))

    def context(self, value):
        """Names and values of extensions, and the hash of the file."""
        context = value.get("context", {})
        extensions = context.get("extensions", {})
        for name in sorted(extensions, key=lambda key: key.encode("utf-16-be")):
            if not re.fullmatch("[a-z0-9]{1,20}", name) or isinstance(extensions[name], (dict, list, type(None))):
                return ("context", "extensions", name), "an extension attribute"
        path, digest = ("context", "file", "sha256"), context.get("file", {}).get("sha256")
        if digest is None or path in self.hidden or re.fullmatch("[0-9a-f]{64}", digest):
            return None
        return path, "a SHA-256"


def check_form(envelope, data):
    """Refuses data of a producer that no ledger records, as far as pieces show it."""
    if data is None or envelope["type"] not in KEPT:
        return
    value, paths = data.put_together(lambda *_: ""), data.paths()
    form = KeptForm({paths[number] for number in data.hidden()})
    fault = form.members(value, KEPT[envelope["type"]], ()) or form.context(value)
    if fault:
        raise Refused(f"@{envelope['position']}: stored data breaks its schema at {path_text(fault[0])}: expected {fault[1]}")


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


def keepers_word(text):
    """The reason or the authority of a takedown, in quotation marks: no words of the keeper pass for those of a checker."""
    return "\u201c" + text.translate({0x201C: "\u2018", 0x201D: "\u2019", 0x22: "'"}) + "\u201d"


class Takedowns:
    """What carried events of the ledger's own took, by position: (by, entry, numbers of texts, how many, reason, recorded)."""

    def __init__(self):
        self.taken, self.carried = {}, []

    def note(self, envelope, data):
        """Returns the positions of which the event takes something; None where it is no takedown."""
        if envelope["type"] != "withheld" or envelope["source"] != OWN or data is None or data.hidden():
            return None
        value = data.put_together(lambda *_: "")
        try:
            check_payload("withheld", value)
        except NotOfItsSchema as fault:
            if self.of(envelope["position"]):
                return None
            raise Refused(f"@{envelope['position']}: {fault}") from None
        texts, positions = {}, set()
        for number, group in enumerate(value.get("same", [])):
            for position, piece in group:
                texts[(position, piece)] = number + 1
        for entry in value["taken"]:
            if entry["position"] in positions:
                continue
            positions.add(entry["position"])
            self.taken.setdefault(entry["position"], []).append(
                (envelope["position"], entry, texts, len(value.get("same", [])),
                 f"{keepers_word(value['reason'])} ({keepers_word(value['authority'])})", envelope["recordedtime"]))
        self.carried.append((envelope, value))
        return positions

    def of(self, position):
        return sorted(self.taken.get(position, []), key=lambda taken: taken[0])

    @staticmethod
    def told(taken):
        return f"withheld by event @{taken[0]} on {taken[5][:19]}Z: {taken[4]}"

    def all_of(self, position):
        """The newest takedown of all data of an event."""
        found = [taken for taken in self.of(position) if taken[1].get("pieces") == "all"]
        return found[-1] if found else None

    def of_piece(self, position, number):
        found = [taken for taken in self.of(position)
                 if taken[1].get("pieces") == "all" or number in taken[1].get("pieces", [])]
        return found[-1] if found else None

    def check(self, story, events):
        """Holds what they say against the events that are carried: (envelope, data) by position."""
        last = max(events)
        for envelope, value in self.carried:
            by = envelope["position"]

            def bad(holds, what):
                require(holds, f"@{by} is to explain missing pieces: {what}")
            before = -1
            for entry in value["taken"]:
                position = entry["position"]
                bad(position > before, "what it takes is not in log order")
                before = position
                bad(position < by, f"it withholds @{position}, which is not before it")
                bad(entry.get("pieces"), f"it takes nothing of @{position}")
                if position not in events:
                    continue
                other, data = events[position]
                bad(other["type"] in PRODUCER_TYPES, f"it withholds @{position}, which no producer sent")
                if entry.get("pieces") != "all" and data is not None:
                    for piece in entry.get("pieces", []):
                        bad(piece < len(data.pieces),
                            f"it withholds piece {piece} of @{position}, which has {len(data.pieces)}")
            taken, places = {entry["position"]: entry.get("pieces", []) for entry in value["taken"]}, set()
            for position, piece in (tuple(place) for group in value.get("same", []) for place in group):
                isTaken = position in taken and (taken[position] == "all" or piece in taken[position])
                bad(isTaken and (position, piece) not in places,
                    f"it groups piece {piece} of @{position}, which it does not take once")
                places.add((position, piece))
            first = next((entry["position"] for entry in value["taken"] if re.fullmatch(
                f"withheld-{entry['position']}(\\.([2-9]|[1-9][0-9]{{1,8}}))?", envelope["id"])), None)
            bad(first is not None, "its id names no event that it withholds")
            if envelope["subject"] == story:
                bad(first in events or first > last, f"it withholds @{first}, which is no event of {story}")
            else:
                bad(first not in events, f"it is of the story {envelope['subject']}, and @{first} is not")


def check_together(envelopes):
    """Leaves that one log holds: recorded times never go back, identities are unique, each story is one chain."""
    identities, heads, last = {}, {}, None
    for leaf in sorted(envelopes, key=lambda leaf: leaf["position"]):
        position, revision = leaf["position"], leaf["revision"]
        previous = -1 if leaf["previous"] is None else leaf["previous"]

        def bad(holds, what):
            require(holds, f"@{position} is in no log with the others: {what}")
        if last:
            bad(leaf["recordedtime"] >= last["recordedtime"], f"it was recorded before @{last['position']}")
        identity = (leaf["source"], leaf["id"])
        bad(identity not in identities, f"it has the identity of @{identities.get(identity)}")
        head = heads.get(leaf["subject"])
        if head is None:
            isFirst = revision == 0 and previous == -1 and leaf["type"] == "published"
            fits = isFirst or revision > 0 and revision - 1 <= previous < position
        else:
            steps, start = revision - head["revision"], head["position"]
            fits = steps >= 1 and (previous == start if steps == 1 else steps - 1 <= previous - start < position - start)
        bad(fits, f"no chain has revision {revision} there after {'none' if previous < 0 else f'@{previous}'}")
        identities[identity] = position
        heads[leaf["subject"]] = last = leaf


class Rules:
    """Events that no ledger takes from a producer: EventDocument.md, as far as a bundle shows them."""

    def __init__(self, is_whole):
        self.life, self.claims, self.requests, self.is_whole = "alive", {}, set(), is_whole
        self.own, self.events = [], set()

    def take(self, envelope, data, value, taken):
        """Takes the next event: value is its data, None where no ids are to be looked at; taken its newest takedown of all.

        Returns why it is refused; None where it is not."""
        if envelope["type"] == "updated":
            fault = self.change(data, taken)
            if fault:
                return fault
        if not self.is_whole or value is None:
            return None
        if envelope["type"] == "reiterated" and "answers" in value and value["answers"] not in self.events:
            return f"the story has no event '{value['answers']}' before it"
        if envelope["type"] in PRODUCER_TYPES:
            self.events.add(envelope["id"])
        if envelope["type"] in ("published", "updated"):
            fault = self.add(value.get("claims", []), value.get("requests", []))
            return fault or self.known(value.get("corrects", []) if envelope["type"] == "updated" else [])
        if envelope["type"] == "responded" and "request" in value and value["request"] not in self.requests:
            return f"the story has no request for comment '{value['request']}'"
        fault = self.known(value.get("claims", [])) if envelope["type"] in PRODUCER_TYPES else None
        if not fault and envelope["type"] in ("denied", "reiterated") and "hop" in value:
            fault = self.known_hop(value["hop"], value.get("claims", []))
        if not fault and envelope["type"] == "denied" and "counterclaim" in value:
            fault = self.add([value["counterclaim"]], [], is_counter=True)
        return fault

    def change(self, data, taken):
        change = "update"
        if data is None:
            change = taken[1].get("change", "update")
        else:
            for piece, names in zip(data.pieces, data.paths()):
                if names == ("change",):
                    change = piece.get("text")
                    change = change if change in CHANGES else None
        if self.life == "killed" and change not in (None, "release"):
            return "the story was killed, and only 'release' changes it"
        if change in ("kill", "release", "hold"):
            self.life = "killed" if change == "kill" else "alive"
        elif change is None:
            self.life = "unknown"
        return None

    def add(self, claims, requests, is_counter=False):
        for claim in claims:
            if claim["id"] in self.claims:
                return f"the story has a claim '{claim['id']}' already"
            self.claims[claim["id"]] = {hop["id"] for hop in claim.get("attribution", []) if "id" in hop}
            self.own += [] if is_counter else [claim["id"]]
        for request in requests:
            fault = self.known(request.get("claims", []))
            if fault:
                return fault
        for request in requests:
            if request.get("id") in self.requests:
                return f"the story has a request '{request['id']}' already"
            self.requests |= {request["id"]} if "id" in request else set()
        return None

    def known(self, ids):
        return next((f"the story has no claim '{name}'" for name in ids if name not in self.claims), None)

    def known_hop(self, hop, named):
        """A hop is of each claim that is named or, where none is, of each of the story's own."""
        names = named or self.own
        if not names:
            return f"the story has no claim of its own, and so no hop '{hop}'"
        return next((f"the claim '{name}' has no hop '{hop}'" for name in names if hop not in self.claims[name]), None)


class Story:
    """The version as the ledger counts it: by what is shown and, for what is not, by what takedowns say."""

    def __init__(self):
        self.version, self.text, self.unknown, self.repeats = 0, {}, set(), set()

    def apply(self, envelope, data, takedowns):
        """Returns an event's data with words for what is missing, and whether it is read: else a takedown says what it did."""
        position = envelope["position"]
        taken = takedowns.of(position)
        if data is None:
            self.erase(envelope, takedowns.all_of(position)[1])
            return None, False
        check_form(envelope, data)
        value = data.put_together(lambda number, *_: self.hole(takedowns, position, number, *_))
        try:
            check_payload(envelope["type"], value)
        except NotOfItsSchema as fault:
            if not taken:
                raise Refused(f"@{position}: {fault}") from None
            self.erase(envelope, taken[-1][1])
            return value, False
        try:
            check_texts(envelope["type"], value)
        except NotOfItsSchema as fault:
            raise Refused(f"@{position}: {fault}") from None
        return value, True

    def fold(self, envelope, value, takedowns):
        if envelope["type"] not in ("published", "updated"):
            return
        for _, entry, *_ in takedowns.of(envelope["position"]):
            self.repeats |= set(entry.get("repeats", []))
        patch = {name: value[name] for name in TEXT_FIELDS if name in value}
        if envelope["type"] == "published":
            self.text, self.version = patch, 1
            return
        before, revealed = dict(self.text), {name for name in self.unknown if name in patch}
        self.unknown -= revealed
        self.text = {name: text for name, text in merged(self.text, patch).items() if name not in self.unknown}
        if (revealed or self.text != before) and envelope["position"] not in self.repeats:
            self.version += 1

    def erase(self, envelope, entry):
        self.repeats |= set(entry.get("repeats", []))
        fields = set(entry.get("fields", [])) & set(TEXT_FIELDS)
        self.text = {name: text for name, text in self.text.items() if name not in fields}
        self.unknown |= fields
        if envelope["type"] == "published":
            self.version = 1
        elif envelope["type"] == "updated":
            self.version += "version" in entry

    @staticmethod
    def hole(takedowns, position, number, is_paragraph, is_last):
        taken = takedowns.of_piece(position, number)
        if taken is None:
            return "[not carried]"
        by, _, texts, count, why, _ = taken
        which = f", text {texts[(position, number)]} of {count}" if count > 1 and (position, number) in texts else ""
        what = "1 paragraph withheld" if is_paragraph else "withheld"
        label = re.sub("[\0-\x1f]", " ", f"[{what} by @{by}: {why}{which}]")
        return label + ("\n\n" if is_paragraph and not is_last else "")


class Told:
    """What a takedown says of an event, for what is not shown of it."""

    def __init__(self, taken):
        self.entry = taken[1] if taken else {}
        self.words = Takedowns.told(taken) if taken else None


class Shown:
    """What the shown pieces alone prove: which events make versions, the status, and the texts.

    What only a takedown says is noted beside that, and is not sure."""

    def __init__(self):
        self.least = self.most = 0
        self.status, self.has_sure_status = "published", True
        # A text is None where there is none, a list of pieces, or a takedown's words where all of it is gone.
        self.texts, self.sure = {name: None for name in TEXT_FIELDS}, {name: True for name in TEXT_FIELDS}

    def take(self, envelope, data, takedowns):
        """Folds one event. Returns whether it makes a version: yes, no, or None where that is not shown."""
        kind, position = envelope["type"], envelope["position"]
        if kind not in ("published", "updated"):
            return False
        makes = self.gone(Told(takedowns.all_of(position))) if data is None else self.read(position, data, takedowns)
        makes = True if kind == "published" else makes
        self.least += makes is True
        self.most += makes is not False
        if kind == "updated":
            self.change(position, data, takedowns)
        return makes

    def gone(self, told):
        for name in TEXT_FIELDS:
            self.sure[name] = False
            if name in told.entry.get("fields", []):
                self.texts[name] = told.words
        return None

    def read(self, position, data, takedowns):
        pieces, makes = {}, [False]
        for number, (piece, path) in enumerate(zip(data.pieces, data.paths())):
            pieces.setdefault(path[0], []).append((number, piece.get("text")))
        for name in TEXT_FIELDS:
            if name not in data.value:
                continue
            own, isBody = pieces.get(name, []), name == "body" and data.paragraphs is not None
            after = None if data.value[name] is None else [
                (text, "" if text is not None else Story.hole(takedowns, position, number, isBody, number == own[-1][0]))
                for number, text in own]
            makes.append(self.differ(self.texts[name], after) if self.sure[name] else None)
            self.texts[name], self.sure[name] = after, True
        return True if True in makes else None if None in makes else False

    @staticmethod
    def differ(before, after):
        """Whether two texts are shown to differ; None where it is not shown whether they do."""
        if before is None or after is None:
            return before is not after
        if len(before) != len(after):
            return True
        pairs = [(one, other) for (one, _), (other, _) in zip(before, after)]
        if any(one is not None and other is not None and one != other for one, other in pairs):
            return True
        return None if any(one is None or other is None for one, other in pairs) else False

    def change(self, position, data, takedowns):
        change = "update"
        if data is None:
            change, isShown = Told(takedowns.all_of(position)).entry.get("change", "update"), False
        else:
            isShown = True
            for number, (piece, path) in enumerate(zip(data.pieces, data.paths())):
                if path == ("change",):
                    isShown = "text" in piece
                    taken = takedowns.of(position)
                    change = piece["text"] if isShown else Told(taken[-1] if taken else None).entry.get("change", "update")
        if not isShown:
            self.has_sure_status = False
        elif change in STATUS:
            self.has_sure_status = True
        self.status = STATUS.get(change, self.status)

    def words(self):
        """The texts, with words in place of what is missing."""
        return {name: "".join(hole if text is None else text for text, hole in pieces)
                for name, pieces in self.texts.items() if isinstance(pieces, list)}

    def gone_texts(self):
        return {name: words for name, words in self.texts.items() if isinstance(words, str)}


STATUS = {"hold": "held", "kill": "killed", "release": "published"}


def check_leaf(leaf, index, story, last):
    """The chain: no event between the first and the last is left out. Returns the envelope."""
    envelope = read_leaf(leaf, index)

    def broken(holds, what):
        require(holds, f"event {index} of the bundle breaks the chain: {what}")
    isOwn = envelope["type"] not in PRODUCER_TYPES
    broken(envelope["type"] not in ("forked", "rekeyed"), f"'{envelope['type']}' is about the log itself, never about a story")
    broken(isOwn == (envelope["source"] == OWN), f"'{envelope['type']}' does not come from the source {envelope['source']}")
    broken(envelope["subject"] == story, f"it is of the story '{envelope['subject']}'")
    broken(envelope["revision"] == index, f"expected revision {index}, found {envelope['revision']}")
    expected = last and last["position"]

    def shown(position):
        return "none" if position is None else f"@{position}"
    broken(envelope["previous"] == expected,
           f"expected {shown(expected)} as the event before it, found {shown(envelope['previous'])}")
    if last is None:
        broken(envelope["type"] == "published", f"expected 'published', found '{envelope['type']}'")
        return envelope
    broken(envelope["position"] > last["position"] and envelope["recordedtime"] >= last["recordedtime"],
           "it was recorded before the event before it")
    broken(envelope["type"] != "published", "the story is published again")
    return envelope


def check_proof(event, envelope, size, root):
    proof = [bytes.fromhex(text) for text in event["proof"]]
    require(envelope["position"] < size and root_of(event["leaf"].encode(), envelope["position"], size, proof) == root,
            f"the leaf @{envelope['position']} is not in the signed tree")


def check_data(event, envelope):
    """The data, held against the leaf; None where all of it is missing."""
    return None if event["skeleton"] is None else Data(event, envelope)


def check_explaining(bundle, takedowns, positions, size, root):
    last, envelopes = -1, []
    for index, event in enumerate(bundle["withheld"]):
        envelope = read_leaf(event["leaf"], len(bundle["events"]) + index)
        position = envelope["position"]

        def bad(holds, what):
            require(holds, f"@{position} is to explain missing pieces: {what}")
        check_proof(event, envelope, size, root)
        data = check_data(event, envelope)
        bad(position > last and position not in positions, "it is out of order, or among the story's events too")
        last = position
        taken = takedowns.note(envelope, data)
        bad(taken is not None, "it is no event of the ledger's own that withholds anything")
        bad(taken & positions, "it takes nothing of the story's events")
        envelopes.append(envelope)
    return envelopes


# What reads, folded, like the words that stand in place of a missing piece.
IMITATION = re.compile(r"\[([^\[\]]{0,40}withheldby(event)?@0|notcarried\])")
OPENINGS, CLOSINGS = "⁅❲⟦【〔〖〘〚⦋⦍⦏⦗﹇﹝", "⁆❳⟧】〕〗〙〛⦌⦎⦐⦘﹈﹞"


def folded(text):
    """A character for each that counts: a small letter, 0 for all digits, one bracket for all square ones, ? for the rest."""
    def one(character):
        value = ord(character)
        if 0xFF01 <= value <= 0xFF5E or value == 0xFE6B:
            character = "@" if value == 0xFE6B else chr(value - 0xFEE0)
        if character in OPENINGS + CLOSINGS:
            return "[" if character in OPENINGS else "]"
        kind = unicodedata.category(character)
        if character in "\u115f\u1160\u2800\u3164\uffa0" or kind in ("Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"):
            return ""
        if kind == "Nd":
            return "0"
        return character.lower() if character.isascii() and (character.isalpha() or character in "@[]") else "?"
    return "".join(map(one, text))


class Proof:
    """What a bundle proves."""

    def __init__(self):
        self.envelopes, self.data, self.leaves, self.size, self.root = [], [], [], 0, b""
        self.signers, self.cosigned, self.unvouched, self.is_given_up, self.doubts = [], [], None, False, []
        self.values, self.status, self.later = [], None, None
        self.withheld, self.left_out, self.imitations, self.shown, self.count, self.gone = [], [], [], 0, 0, 0
        self.text, self.gone_texts, self.unsure, self.missing, self.has_all_ids = None, {}, [], [], True
        self.is_counted, self.keepers_status, self.last_makes = False, None, None

    def is_of_version(self):
        """Whether the shown pieces alone prove the version."""
        return self.is_counted and self.unvouched is None

    def sort_pieces(self, takedowns):
        for envelope, data in zip(self.envelopes, self.data):
            position = envelope["position"]
            if data is None:
                taken = takedowns.all_of(position)
                require(taken, f"the data of @{position} is missing, and no carried event has withheld it")
                self.gone, self.has_all_ids = self.gone + 1, False
                self.withheld.append(f"@{position}, all of its data: {takedowns.told(taken)}")
                continue
            hidden, paths, names = set(data.hidden()), data.paths(), data.names()
            self.count += len(data.pieces)
            self.shown += len(data.pieces) - len(hidden)
            missing = []
            self.note_whole(position, data, takedowns)
            for number in range(len(data.pieces)):
                taken = takedowns.of_piece(position, number)
                if number not in hidden:
                    if envelope["type"] in PRODUCER_TYPES and IMITATION.search(folded(data.pieces[number]["text"])):
                        self.imitations.append(f"@{position}, {names[number]}")
                    if taken and taken[1].get("pieces") != "all":
                        self.withheld.append(f"@{position}, {names[number]}: shown, though {takedowns.told(taken)}")
                    continue
                isText = paths[number][0] in TEXT_FIELDS
                self.has_all_ids &= isText or paths[number][:2] == ("context", "file")
                if taken:
                    self.withheld.append(f"@{position}, {names[number]}: {takedowns.told(taken)}")
                else:
                    missing.append(names[number])
            if missing:
                self.left_out.append(f"@{position}, {named(missing, len(data.pieces))}")

    def note_whole(self, position, data, takedowns):
        """What is here although a carried takedown took all of it: somebody kept it."""
        for taken in takedowns.of(position):
            if taken[1].get("pieces") == "all":
                shown = sum("text" in piece for piece in data.pieces)
                self.withheld.append(f"@{position}, {shown} of {len(data.pieces)} pieces: shown, though {takedowns.told(taken)}")

    def check_version(self, version, takedowns):
        def broken(index, what):
            raise Refused(f"event {index} of the bundle breaks the chain: {what}")
        shown, state, rules, isLast = Shown(), Story(), Rules(self.has_all_ids and not self.left_out), True
        for index, (envelope, data) in enumerate(zip(self.envelopes, self.data)):
            before, value, isRead = state.version, None, False
            if self.left_out:
                check_form(envelope, data)
            else:
                value, isRead = state.apply(envelope, data, takedowns)
                self.values.append(value)
            what = rules.take(envelope, data, value if isRead else None, takedowns.all_of(envelope["position"]))
            if what:
                broken(index, what)
            self.last_makes = makes = shown.take(envelope, data, takedowns)
            isLast = makes is not False
            if self.left_out:
                continue
            if isRead:
                state.fold(envelope, value, takedowns)
            isLast = state.version != before
            if makes is not None and makes != isLast:
                broken(index, f"what is shown makes {'a' if makes else 'no'} version there, and a takedown says that it makes "
                       f"{'none' if makes else 'one'}")
        self.check_bounds(version, shown, isLast) if self.left_out else self.check_count(version, state.version, isLast)
        self.is_counted = shown.least == shown.most == version
        self.status, self.keepers_status = (shown.status, None) if shown.has_sure_status else (None, shown.status)
        if not self.left_out:
            self.text, self.gone_texts = shown.words(), shown.gone_texts()
            unsure = [name for name in TEXT_FIELDS if not shown.sure[name] and name not in self.gone_texts]
            self.unsure = [name for name in unsure if name in self.text]
            self.missing = [name for name in unsure if name not in self.text]

    def check_count(self, version, count, is_last):
        require(count == version, f"the events make version {count}, the bundle says {version}")
        require(is_last, f"event {len(self.envelopes) - 1} of the bundle breaks the chain: the last event makes no version")

    def check_bounds(self, version, shown, is_last):
        """The version where a piece is not carried: the last event makes one, so that it counts at least once."""
        require(is_last, f"event {len(self.envelopes) - 1} of the bundle breaks the chain: the last event makes no version")
        least = shown.least + (self.last_makes is None)
        nearest = min(max(version, least), shown.most)
        require(version == nearest, f"the events make version {nearest}, the bundle says {version}")


def check(raw, log_key, witnesses, origin, statements=None, log=None, kept=None):
    """Checks a bundle. Returns it, and what it proves."""
    bundle = read_bundle(raw)
    log_keys = [log_key] + ([] if statements is None else statements.keys_after(log_key))
    if statements is not None:
        statements.object_to_fork(log_keys, origin_of(bundle["checkpoint"]))
    own = [] if statements is None else [key for entry in statements.entries for key in (entry.old, entry.new)]
    for witness in witnesses:
        require(witness.key not in [key.key for key in log_keys + own], f"{witness} is a key of the log, and no witness")
    try:
        size, root, signers, cosigned = open_checkpoint(bundle["checkpoint"], log_keys, witnesses, origin)
    except Refused as refusal:
        for older in [] if statements is None else statements.keys_before(log_key):
            try:
                open_checkpoint(bundle["checkpoint"], [older], [], origin)
            except Refused:
                continue
            raise Refused(f"the bundle is older than the key: {older} signed it, which {log_key} replaced: ask the keeper for "
                          "the key of that time, and give it with --key") from None
        raise Refused(f"the bundle's checkpoint refused: {refusal}") from None
    require(bundle["origin"] == origin, f"the checkpoint is of {origin}, the bundle says {bundle['origin']}")
    proof, takedowns, last = Proof(), Takedowns(), None
    proof.size, proof.root, proof.signers, proof.cosigned = size, root, signers, cosigned
    if statements is not None:
        statements.keep_of(signers)
    for index, event in enumerate(bundle["events"]):
        last = check_leaf(event["leaf"], index, bundle["story"], last)
        check_proof(event, last, size, root)
        data = check_data(event, last)
        takedowns.note(last, data)
        proof.envelopes.append(last)
        proof.data.append(data)
    events = {envelope["position"]: (envelope, data) for envelope, data in zip(proof.envelopes, proof.data)}
    others = check_explaining(bundle, takedowns, set(events), size, root)
    proof.leaves = proof.envelopes + others
    check_together(proof.leaves)
    takedowns.check(bundle["story"], events)
    proof.sort_pieces(takedowns)
    proof.check_version(bundle["version"], takedowns)
    live = [key for key in log_keys if statements is None or statements.end(key) is None]
    if statements is None:
        proof.doubts = ["that the key has not ended and the history was not given up since: no --statements were given"]
        proof.later, _ = log.check(signers, live, origin, size, root) if log else (None, None)
    else:
        statements.object_to(signers, origin, size, root, last["position"])
        for leaf in proof.leaves:
            statements.hold_against(leaf, origin)
        proof.later, name = log.check(signers, live, origin, size, root, statements) if log else (None, None)
        proof.unvouched, proof.is_given_up, proof.doubts = statements.standing(
            log_key, signers, origin, size, root, bool(witnesses or proof.later), name)
    if kept is not None:
        proof.doubts += kept.doubts(origin, size, root, statements)
    return bundle, proof


class Kept:
    """Checkpoints that the user kept."""

    def __init__(self, notes, keys):
        self.notes, self.keys = notes, keys

    def doubts(self, origin, size, root, statements):
        """Refuses a tree that contradicts one of them; says what is not proven beside the others."""
        found, said = [], [] if statements is None else statements.entries
        keys = self.keys + [key for entry in said for key in (entry.old, entry.new) if key not in self.keys]
        for name, raw in self.notes:
            note = raw.decode("utf-8", "replace")
            whose = origin_of(note)
            try:
                kept_size, kept_root, *_ = open_checkpoint(note, [key for key in keys if key.name == whose], [], whose)
            except Refused as refusal:
                raise Malformed(f"{name}: {refusal}") from None
            if whose == origin:
                require(size != kept_size or root == kept_root,
                        f"the log {origin} signed two histories of {size} events: root {kept_root.hex()} is in {name}, "
                        f"this one has {root.hex()}")
                if size != kept_size:
                    less, more = ("these", "those") if size < kept_size else ("those", "these")
                    found.append(f"that this agrees with {name}, {kept_size} events of the log signed: whether {more} begin with "
                                 f"{less} was not checked")
                continue
            fork = next((entry for entry in said if entry.heads and entry.old.name == whose and entry.new.name == origin), None)
            if fork is None:
                found.append(f"that this agrees with {name}: it is of the log {whose}, and no given statement leads from that to "
                             f"{origin}")
            elif kept_size > fork.heads[0][0] or kept_size == fork.heads[0][0] and kept_root != fork.heads[0][1]:
                found.append(f"that the keeper shows all that {whose} signed: {name} has {kept_size} events of it signed, and the "
                             f"fork to {origin} gives up {'only' if kept_size > fork.heads[0][0] else 'other'} {fork.heads[0][0]} events")
        return found


# What the log says later of its keys and names: the file `statements`.

class Statement:
    """One line of the file: `rekeyed`, which may say that the old key has ended, or `forked`."""

    def __init__(self, line, what):
        value = parsed(line)
        require(isinstance(value, dict) and type(value.get("position")) is int and value["position"] >= 0
                and isinstance(value.get("statement"), str), f"{what}: expected {{position, statement}}", Malformed)
        self.position, note = value["position"], value["statement"]
        require(note.endswith("\n") and "\n\n" in note, f"{what} is no signed note", Malformed)
        text = note[:note.rindex("\n\n") + 1]
        rows = text.split("\n")[:-1]
        words = [row.partition(" ")[0] for row in rows]
        kinds = {"storyledger/rekeyed/v1": ["old", "new", "ended"],
                 "storyledger/forked/v1": ["old", "new", "abandoned", "kept"]}
        require(kinds.get(rows[0]) == words[1:], f"{what} is no statement", Malformed)
        values = [row.partition(" ")[2] for row in rows[1:]]
        try:
            self.old, self.new = Key(values[0], 1), Key(values[1], 1)
            self.heads = [self.head(value) for value in values[2:]] if words[-1] == "kept" else []
        except (Refused, ValueError) as refusal:
            raise Malformed(f"{what}: {refusal}") from None
        self.kind, self.is_ended = ("forked" if self.heads else "rekeyed"), values[2] == "yes"
        require(self.heads or values[2] in ("yes", "no"), f"{what}: expected ended no or yes", Malformed)
        require(self.old.key != self.new.key and (self.old.name == self.new.name) == (not self.heads),
                f"{what}: expected two keys, of one log or after a fork of two", Malformed)
        for key in (self.old, self.new):
            blobs = [decoded(match[2], "a signature") for match in re.finditer("^\u2014 ([^ \n]+) ([^ \n]+)$", note, re.M)
                     if match[1] == key.name]
            require(any(blob[:4] == key.id and key.verifies(text.encode(), blob[4:]) for blob in blobs),
                    f"{what} is not signed by {key}", Malformed)
        self.event_id = f"{self.kind}-{sha256(note.encode()).hex()}"

    @staticmethod
    def head(value):
        size, root = value.split(" ")
        return int(size), decoded(root, "a root")


class Statements:
    """What the log says later of its keys and names, as far as the file goes."""

    def __init__(self, raw):
        self.entries = []
        require(not raw or raw.endswith(b"\n"), "the statements do not end in a line feed", Malformed)
        for number, line in enumerate(raw.decode("utf-8", "replace").split("\n")[:-1]):
            if line:
                entry = Statement(line, f"line {number + 1} of the statements")
                require(not self.entries or entry.position > self.entries[-1].position,
                        f"line {number + 1} of the statements: its position is not after the line before", Malformed)
                self.entries.append(entry)
        self.last = self.entries[-1].position if self.entries else None

    def keep_of(self, keys):
        """Drops what other logs say: statements that no chain of keys connects with these."""
        found, before = list(keys), 0
        while len(found) > before:
            before = len(found)
            for entry in self.entries:
                if (entry.old in found) != (entry.new in found):
                    found.append(entry.new if entry.old in found else entry.old)
        self.entries = [entry for entry in self.entries if entry.old in found]

    def keys_after(self, given):
        """The keys that the given one vouches for, one after the other."""
        keys, found = [given], []
        for entry in self.entries:
            if entry.kind == "rekeyed" and entry.old in keys:
                if entry.new not in keys:
                    keys.append(entry.new)
                    found.append(entry.new)
                if entry.is_ended:
                    keys.remove(entry.old)
        return [key for key in found if key in keys and key != given]

    def keys_before(self, given):
        """The keys that the given one replaced."""
        found = [given]
        for entry in reversed(self.entries):
            if entry.kind == "rekeyed" and entry.new in found and entry.old not in found:
                found.append(entry.old)
        return found[1:]

    def object_to_fork(self, keys, origin):
        """Refuses a log as which another one goes on after a fork: no older key vouches for it."""
        for entry in self.entries:
            if (entry.heads and entry.new.name == origin and entry.old in keys
                    and all(key.name != origin for key in keys)):
                raise Refused(f"the log {entry.old.name} was given up at {entry.heads[0][0]} events; it goes on as {entry.new}, "
                              "for which the key of the older log does not vouch: give its key if you accept the fork")

    def end(self, key):
        return next((entry.position for entry in self.entries if entry.is_ended and entry.old == key), None)

    def fork(self, origin, size, root):
        """The statement that gave up the log of that name, unless the tree is of the history that was kept."""
        found = next((entry for entry in self.entries if entry.heads and entry.old.name == origin), None)
        return None if found is None or found.heads[1] == (size, root) else found

    def object_to(self, signers, origin, size, root, newest):
        """Refuses what the log no longer stands by."""
        ends = [self.end(key) for key in signers]
        if all(end is not None and end < size for end in ends):
            raise Refused(f"the checkpoint of {size} events is signed by {' and '.join(map(str, signers))}, which "
                          f"{'has' if len(signers) == 1 else 'have'} ended at @{max(ends)}")
        fork = self.fork(origin, size, root)
        if fork is None:
            return
        (given, given_root), (kept, _) = fork.heads
        require(size < given or size == given and root == given_root,
                f"the log {origin} was given up at {given} events, and this tree of {size} is not the one that was given up")
        require(newest < kept and size != kept, f"the log {origin} gave up the history that holds this; it goes on as "
                f"{fork.new.name} after the first {kept} events of another")

    def hold_against(self, leaf, origin):
        """Refuses a leaf where a statement has its event."""
        for entry in self.entries:
            name = entry.new.name if entry.heads else entry.old.name
            if entry.position == leaf["position"] and name == origin and leaf["id"] != entry.event_id:
                raise Refused(f"the statements tell of a change of the log at @{leaf['position']}, and there is another event: "
                              f"'{leaf['type']}' of {leaf['subject']}")

    def standing(self, given, signers, origin, size, root, is_vouched_for, later=None):
        """Why nobody vouches for the tree, None where somebody does; whether a key that has not ended signed it, of a log that was
        given up; and what cannot be known. The log named `later` was found to begin with it."""
        doubts, unvouched, fork = [], None, self.fork(origin, size, root)
        if fork:
            given_up = fork.heads[0]
            if later != fork.new.name:
                doubts.append(f"that {fork.new.name}, as which the log goes on, holds this: the history was given up at "
                              f"{given_up[0]} events")
            if not is_vouched_for and given_up != (size, root):
                unvouched = f"the history was given up at {given_up[0]} events"
        ends = [self.end(key) for key in signers]
        if None not in ends:
            what = f"the key that signed it has ended at @{max(ends)}"
            unvouched = unvouched if is_vouched_for else what
            doubts.append(f"that the log holds this{', without the word of others' if is_vouched_for else ''}: {what}, and its "
                          "holder can sign other trees")
        doubts += [f"that the log holds the change of keys at @{position}: its statement is signed, its event is not shown here"
                   for position in self.followed(given, signers)]
        known = None if self.last is None else f"the given statements go up to @{self.last}"
        # What is named as known is no open question.
        still = [None if None not in ends else "the key has not ended", None if fork else "the history was not given up"]
        if any(still):
            doubts.append(f"that {' and '.join(filter(None, still))} since: {known or 'the given file holds no statement'}")
        return unvouched, unvouched is not None and None in ends, doubts

    def followed(self, given, signers):
        """The positions of the statements without which none of the signers is trusted."""
        trusted, positions = [given], []
        for entry in self.entries if given not in signers else []:
            if entry.kind == "rekeyed" and entry.old in trusted and entry.new not in trusted:
                trusted.append(entry.new)
                positions.append(entry.position)
                if entry.new in signers:
                    break
        return positions


def origin_of(note):
    """The first line of a checkpoint: the log that it says it is of."""
    return note.partition("\n")[0] if isinstance(note, str) else ""


def visible(text, keeps_lines=False):
    """Text from the bundle as it may reach a terminal: what steers one, hides or turns text round is escaped."""
    def shown(character):
        if keeps_lines and character in "\n\t":
            return character
        hidden = unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cn")
        return f"<U+{ord(character):04X}>" if hidden else character
    return "".join(map(shown, text.replace("\r\n", "\n") if keeps_lines else text))


def rows_of(line):
    """A line of a text, in rows that fit the terminal: what it breaks itself has no mark before it."""
    if not sys.stdout.isatty():
        return [line]
    most, rows, used = max(20, shutil.get_terminal_size().columns) - 4, [""], 0
    for character in line.expandtabs(2):
        wide = 0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        if used + wide > most:
            rows, used = rows + [""], 0
        rows[-1], used = rows[-1] + character, used + wide
    return rows


def quoted(text):
    """A text of the bundle, each line set off from the checker's own words."""
    lines = visible(text, keeps_lines=True).split("\n")
    return "\n".join("  | " + row for line in lines for row in rows_of(line))


def cosigned_at(seconds):
    """As RFC 3339; beyond the year 9999 no text can show it."""
    if seconds >= 253_402_300_800:
        return "a time after the year 9999"
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000000Z")


class Says:
    """What the events say beside the story's text, one line each: status, events, claims, notes, moves, files."""

    def __init__(self, proof):
        self.proof = proof
        values = proof.values or [None] * len(proof.envelopes)
        # What was sent is quoted; the ledger's own words, such as those for what was withheld, are not.
        self.events = [(envelope, spoken(value, data), value) for envelope, value, data
                       in zip(proof.envelopes, values, proof.data) if value is not None]

    def lists(self):
        events = [f"@{leaf['position']}  {leaf['time']}  {leaf['type']}  source {leaf['source']}, id {leaf['id']}"
                  for leaf in self.proof.envelopes]
        return (("status:", [self.proof.status] if self.proof.status else []), ("events:", events), ("claims:", self.claims()),
                ("notes:", self.notes()), ("moves:", self.moves()), ("files:", self.files()))

    def claims(self):
        lines = []
        for leaf, value, _ in self.events:
            own = value.get("claims", []) if leaf["type"] in ("published", "updated") else []
            counter = [value["counterclaim"]] if leaf["type"] == "denied" and "counterclaim" in value else []
            lines += [f"{claim['id']}, @{leaf['position']}: {claim['text']}" for claim in own]
            lines += [f"{claim['id']}, counter-claim, @{leaf['position']}: {claim['text']}" for claim in counter]
        return lines

    def notes(self):
        lines = []
        for leaf, value, plain in self.events:
            corrects, change = value.get("corrects", []), plain.get("change", "update")
            if corrects and change in ("update", "clarification"):
                change = "correction"
            if leaf["type"] == "updated" and (change != "update" or "note" in value):
                lines.append(f"@{leaf['position']}, {change}" + (f", corrects {' and '.join(corrects)}" if corrects else "")
                             + (note_words(value["note"], plain["note"]) if "note" in value else ""))
        return lines

    def moves(self):
        lines = []
        for leaf, value, plain in self.events:
            if leaf["type"] not in ("denied", "reiterated", "responded"):
                continue
            line = f"@{leaf['position']}, {leaf['type']}"
            line += f" ({plain['outcome']})" if leaf["type"] == "responded" else ""
            line += f" by {value['by']['name']}"
            line += f", claims {' and '.join(value['claims'])}" if value.get("claims") else ""
            line += f", hop {value['hop']}" if "hop" in value else ""
            line += ", in part" if leaf["type"] == "denied" and plain.get("extent") == "partial" else ""
            line += f", {plain['strength']}" if plain.get("strength", "same") != "same" else ""
            line += f", answers {value['answers']}" if "answers" in value else ""
            line += f", request {value['request']}" if "request" in value else ""
            line += f", conceding {value['concedes']}" if "concedes" in value else ""
            lines.append(line + (statement_words(value["statement"]) if "statement" in value else ""))
        return lines

    def files(self):
        """The files that the events came in."""
        named = [(leaf, value.get("context", {}).get("file"), plain) for leaf, value, plain in self.events if leaf["source"] != OWN]
        return [f"@{leaf['position']}: {file['name']}, SHA-256 {plain['context']['file']['sha256']}" for leaf, file, plain in named if file]


def spoken(value, data):
    """The data with quotation marks around each text that is shown: no text can pass for the checker's own words."""
    hidden = {path for piece, path in zip(data.pieces, data.paths()) if "text" not in piece}

    def walk(value, path):
        if isinstance(value, dict):
            return {name: walk(inner, (*path, name)) for name, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner, (*path, number)) for number, inner in enumerate(value)]
        if not isinstance(value, str) or path in hidden:
            return value
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return walk(value, ())


def note_words(note, plain):
    """A note, and whether it stands nowhere beside the text."""
    return f"{', in a note that readers do not see' if plain.get('placement') == 'none' else ''}: {note['text']}"


def statement_words(statement):
    return f": {statement['text']}{' (not in these words)' if statement.get('verbatim') is False else ''}"


def proven(bundle, proof, is_proven):
    """What is proven, a line each."""
    first, last, count = proof.envelopes[0]["position"], proof.envelopes[-1]["position"], len(proof.envelopes)
    events = f"the event @{first}" if count == 1 else f"these {count} events, @{first} to @{last}"
    alone = "a key of a log that was given up" if proof.is_given_up else "a key that has since ended"
    held = f"{alone} signed a tree of {proof.size} leaves with {events}"
    if proof.unvouched is None:
        held = f"the log {bundle['origin']}, tree of {proof.size} leaves, holds {events}"
    gone = f"; {gone_words(proof.gone)}" if proof.gone else ""
    lines = [held, f"signed by {' and '.join(map(str, proof.signers))}, root {proof.root.hex()}",
             "it is a first event of the story" if count == 1 else "they are one chain of the story from a first event on",
             f"what they say: {proof.shown} of {proof.count} pieces are here, as they were committed to{gone}"]
    lines += [f"they make version {bundle['version']}"] if is_proven else []
    lines += [proof.later] if proof.later else []
    return lines + [f"cosigned by {name}" for name, _ in proof.cosigned]


def not_proven(bundle, proof):
    """What is not proven, a line each."""
    lines = ["that the log holds no other chain of this story", "that the story has no later events",
             "that times are true: when things happened is their sources' word, when they were recorded the keeper's",
             "that others are shown the same log",
             "that a source was entitled to what it sent, such as an edit by another source than the publisher's",
             *(["that a takedown's reason and authority are true: they are the keeper's word"] if proof.withheld else []),
             *proof.doubts]
    version, word = f"that they make version {bundle['version']}", "for withheld data, the keeper's word alone says what changed"
    if not proof.is_of_version():
        why = ""
        if not proof.left_out and not proof.is_counted:
            why = f": {word}" if proof.gone else ": which of the withheld texts were the same is the keeper's word"
        lines.append(version + why)
    if proof.keepers_status:
        lines.append("that the story was not held or killed, as far as pieces are not carried" if proof.left_out else
                     f"that its status is {proof.keepers_status}: {word}")
    if proof.unsure:
        lines.append(f"that {' and '.join(proof.unsure)} {'are' if len(proof.unsure) > 1 else 'is'} the version's: {word}")
    if proof.missing:
        lines.append(f"that the version has no {' and no '.join(proof.missing)}: {word}")
    if proof.gone:
        lines.append(f"that no claim, note or move is missing: {gone_words(proof.gone)}")
    if proof.left_out:
        lines.append("that the ledger has withheld nothing of what is not carried: a bundle may leave out the takedown, too")
    return lines + [cosignature_doubt(proof, name, seconds, time.time()) for name, seconds in proof.cosigned]


def named(missing, count):
    """Which pieces of an event are not carried; MOST_NAMES of them where there are more, none where all are missing."""
    more = f", and {len(missing) - MOST_NAMES} more" if len(missing) > MOST_NAMES else ""
    names = f": {', '.join(missing[:MOST_NAMES])}{more}" if len(missing) < count else ""
    return f"{len(missing)} of {count} pieces{names}"


def gone_words(count):
    return f"all data of {count} {'event' if count == 1 else 'events'} is gone"


def cosignature_doubt(proof, name, seconds, now):
    """What is not proven of the time of a cosignature, and why it cannot be true where that shows."""
    said = f"that {name} cosigned at {cosigned_at(seconds)}, as it says"
    newest = max(proof.leaves, key=lambda leaf: leaf["position"])
    if seconds < (microseconds(read_time(newest["recordedtime"])) - EPOCH) // 10**6:
        return f"{said}: @{newest['position']}, which the tree covers, was recorded after that, at {newest['recordedtime']}"
    return f"{said}: that is ahead of this machine's clock" if seconds > now + MOST_SECONDS_AHEAD else said


def show(bundle, proof):
    """Prints what is proven and what is not."""
    last, is_proven = proof.envelopes[-1], proof.is_of_version()
    print(visible(f"{bundle['story']}  version {bundle['version']}{'' if is_proven else ' (not proven)'}, recorded "
                  f"{last['recordedtime'][:19]}Z at @{last['position']}"))
    for title, lines in (("proven:", proven(bundle, proof, is_proven)), ("not proven:", not_proven(bundle, proof)),
                         ("withheld by the ledger:", proof.withheld), ("not carried by this bundle:", proof.left_out),
                         ("texts that read like a takedown, and are none:", proof.imitations),
                         *Says(proof).lists()):
        if lines:
            print(title)
            for line in lines:
                print("\n    ".join(rows_of(f"  {visible(line)}")))
    if not proof.left_out:
        print("attributions, requests and bylines are in the bundle, and not printed")
    for name in TEXT_FIELDS:
        if name in proof.gone_texts:
            print(visible(f"{name}: {proof.gone_texts[name]}"))
        if name in (proof.text or {}):
            print(f"\n{name}:\n{quoted(proof.text[name])}")
    if proof.left_out:
        for envelope, data in zip(proof.envelopes, proof.data):
            for piece, name in zip(data.pieces, data.names()) if data else ():
                if "text" in piece and envelope["source"] != OWN:
                    print(f"\n@{envelope['position']}, {visible(name)}:\n{quoted(piece['text'])}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file")
    arguments.add_argument("--key", required=True, action="append",
                           help="the log's verifier key; a second one is that of the log after a fork, for --log")
    arguments.add_argument("--witness", action="append", default=[])
    arguments.add_argument("--statements")
    arguments.add_argument("--log", help="a folder with the log's public files as they are now")
    arguments.add_argument("--kept", action="append", default=[], metavar="FILE", help="a checkpoint that you kept")
    arguments.add_argument("--origin")
    arguments.add_argument("--quiet", action="store_true")
    arguments.error = lambda message: (print(f"check-bundle.py: {message}", file=sys.stderr), sys.exit(64))
    given = arguments.parse_args()
    try:
        log_key, *others = [Key(text, 1) for text in given.key]
        witnesses = [Key(text, 4) for text in given.witness]
        for witness in witnesses:
            require(witness.key != log_key.key, f"{witness} is the log's own key, and no witness")
    except Refused as refusal:
        print(f"check-bundle.py: {refusal}", file=sys.stderr)
        return 64
    try:
        with open(given.file, "rb") as file:
            raw = file.read(LONGEST + 1)
        kept = []
        for name in given.kept:
            with open(name, "rb") as file:
                kept.append((name, file.read(LONGEST)))
        said = None
        if given.statements:
            with open(given.statements, "rb") as file:
                said = file.read(LONGEST)
        elif given.log:
            said = LaterLog(given.log).read("statements", LONGEST)
    except OSError as error:
        print(f"check-bundle.py: {error.filename}: {error.strerror}", file=sys.stderr)
        return 66
    try:
        statements = said if said is None else Statements(said)
        bundle, proof = check(raw, log_key, witnesses, given.origin or log_key.name, statements,
                              given.log and LaterLog(given.log, others), Kept(kept, [log_key] + others))
    except (Refused, KeyError, TypeError, ValueError, RecursionError) as refusal:
        print(f"check-bundle.py: {visible(str(refusal))}", file=sys.stderr)
        return 65 if isinstance(refusal, Malformed) else 1
    except OSError as error:
        print(f"check-bundle.py: {error.filename}: {error.strerror}", file=sys.stderr)
        return 69
    if not given.quiet:
        show(bundle, proof)
    if proof.unvouched:
        print(f"check-bundle.py: not proven: {proof.unvouched}, and nobody else vouches for the tree", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    try:
        STATUS_OF_EXIT = main()
        sys.stdout.flush()
    except BrokenPipeError:  # Nobody reads any more, as after `head -1`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        STATUS_OF_EXIT = 141
    sys.exit(STATUS_OF_EXIT)
