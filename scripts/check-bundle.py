#!/usr/bin/env python3
"""Checks a bundle of Story Ledger: one version of one story, proven offline, with none of the ledger's code.

    check-bundle.py FILE --key VKEY [--witness VKEY]... [--origin NAME] [--quiet]

VKEY is the log's verifier key (C2SP signed-note, name+id+key), got from somebody you trust. Needs Python 3 and nothing
else; everything is checked by the documented formats: RFC 8032, RFC 6962, RFC 7396, RFC 8785, C2SP signed-note,
tlog-checkpoint and tlog-cosignature. Exit status: 0 where all that is carried is
proven, 1 where it is not, 64 usage, 66 no such file.
"""

import argparse
import base64
import binascii
import hashlib
import json
import math
import re
import sys
import unicodedata

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


# Data and its pieces: FORMATS.md, 3.

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

    def __init__(self, skeleton, pieces, what):
        self.what, self.pieces = what, pieces
        exactly(skeleton, ("salt", "text"), f"the skeleton of {what}")
        self.skeleton = skeleton["text"]
        value = parsed(self.skeleton, f"the skeleton of {what}")
        strings = self.count(value, top=True)
        self.paragraphs = len(pieces) - strings if type(value.get("body")) is int and len(pieces) > strings else None
        hashes = []
        for number, piece in enumerate(pieces):
            where = f"piece {number} of {what}"
            if isinstance(piece, dict) and set(piece) == {"hash"}:
                hashes.append(hexadecimal(piece["hash"], 32, where))
                continue
            exactly(piece, ("salt", "text"), where)
            require(isinstance(piece["text"], str), f"{where} is no text")
            hashes.append(sha256(b"storyledger/piece/v1\n", hexadecimal(piece["salt"], 32, where), piece["text"].encode()))
        salt = hexadecimal(skeleton["salt"], 32, f"the skeleton of {what}")
        own = sha256(b"storyledger/skeleton/v1\n", salt, self.skeleton.encode())
        self.commitment = "sha256:" + sha256(b"storyledger/data/v1\n", own, *hashes).hex()
        self.value = value
        self.check_parts()

    def count(self, value, top=False):
        """The string values, which are all empty; the body's pieces are not among them."""
        if isinstance(value, str):
            require(value == "", f"the skeleton of {self.what} holds a string")
            return 1
        if isinstance(value, list):
            return sum(self.count(element) for element in value)
        if isinstance(value, dict):
            require(not top or not isinstance(value.get("body"), str), f"the skeleton of {self.what} has no number for its body")
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
                require(number is not None, f"{self.what} has too few pieces")
                return text(number)
            if isinstance(value, list):
                return [walk(element) for element in value]
            if isinstance(value, dict):
                result = {}
                for key in sorted(value, key=lambda key: key.encode("utf-16-be")):
                    if top and key == "body" and self.paragraphs is not None:
                        own = [next(numbers, None) for _ in range(self.paragraphs)]
                        require(None not in own, f"{self.what} has too few pieces")
                        result[key] = "".join(text(number, True, number == own[-1]) for number in own)
                    else:
                        result[key] = walk(value[key])
                return result
            return value
        result = walk(self.value, top=True)
        require(next(numbers, None) is None, f"{self.what} has too many pieces")
        return result

    def check_parts(self):
        """Taken apart again, what is put together of the pieces that are there has the same pieces."""
        rest = self.put_together(lambda *_: "")
        if self.paragraphs is None:
            require(not isinstance(rest.get("body"), str), f"the body of {self.what} has no pieces")
            return
        require(self.value["body"] == self.paragraphs, f"the body of {self.what} has another number of pieces")
        first = self.strings_before_body()
        own = self.pieces[first:first + self.paragraphs]
        shown = [piece["text"] for piece in own if "text" in piece]
        require(not shown or paragraphs("".join(shown)) == shown, f"the body of {self.what} has other paragraphs")

    def strings_before_body(self):
        keys = sorted(self.value, key=lambda key: key.encode("utf-16-be"))
        return sum(self.count(self.value[key]) for key in keys[:keys.index("body")])


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


class Takedowns:
    """What carried events of the ledger's own took, by position: (by, entry, numbers of texts, how many, reason)."""

    def __init__(self):
        self.taken = {}

    def note(self, envelope, data):
        """Returns the positions of which the event takes something; None where it is no takedown."""
        if envelope["type"] != "withheld" or envelope["source"] != "org.storyledger" or data is None or data.hidden():
            return None
        value = data.put_together(lambda *_: "")
        texts = {}
        require(isinstance(value.get("taken"), list) and isinstance(value.get("same"), list), "a takedown takes nothing")
        for number, group in enumerate(value["same"]):
            for position, piece in group:
                texts[(position, piece)] = number + 1
        for entry in value["taken"]:
            pieces = entry.get("pieces")
            require(type(entry.get("position")) is int and (pieces == "all" or isinstance(pieces, list)),
                    "a takedown cannot be read")
            self.taken.setdefault(entry["position"], []).append(
                (envelope["position"], entry, texts, len(value["same"]), f"{value['reason']} ({value['authority']})"))
        return {entry["position"] for entry in value["taken"]}

    def of(self, position):
        return sorted(self.taken.get(position, []), key=lambda taken: taken[0])

    def all_of(self, position):
        """The newest takedown of all data of an event."""
        found = [taken for taken in self.of(position) if taken[1]["pieces"] == "all"]
        return found[-1] if found else None

    def of_piece(self, position, number):
        found = [taken for taken in self.of(position) if taken[1]["pieces"] == "all" or number in taken[1]["pieces"]]
        return found[-1] if found else None


class Story:
    """A story's text, folded from its events."""

    def __init__(self):
        self.version, self.text, self.unknown, self.repeats = 0, {}, set(), set()

    def apply(self, envelope, data, takedowns):
        """Folds one event; data is None where all of it was withheld."""
        taken = takedowns.of(envelope["position"])
        newest = takedowns.all_of(envelope["position"]) if data is None else (taken[-1] if taken else None)
        erased = newest and (data is None or {"version", "fields", "change"} & set(newest[1]))
        for _, entry, *_ in [newest] if erased else taken:
            self.repeats |= set(entry.get("repeats", []))
        if envelope["type"] not in ("published", "updated"):
            return
        if erased:
            self.erase(envelope, newest[1])
            return
        value = data.put_together(lambda number, *_: self.hole(takedowns, envelope["position"], number, *_))
        patch = {name: value[name] for name in TEXT_FIELDS if name in value}
        if envelope["type"] == "published":
            self.text, self.version = {name: text for name, text in patch.items() if isinstance(text, str)}, 1
            return
        before, revealed = dict(self.text), {name for name in self.unknown if name in patch}
        self.unknown -= revealed
        self.text = {name: text for name, text in merged(self.text, patch).items() if name not in self.unknown}
        if (revealed or self.text != before) and envelope["position"] not in self.repeats:
            self.version += 1

    def erase(self, envelope, entry):
        fields = set(entry.get("fields", [])) & set(TEXT_FIELDS)
        self.text = {name: text for name, text in self.text.items() if name not in fields}
        self.unknown |= fields
        if envelope["type"] == "published":
            self.version = 1
        elif "version" in entry:
            self.version += 1

    @staticmethod
    def hole(takedowns, position, number, is_paragraph, is_last):
        by, _, texts, count, why = takedowns.of_piece(position, number)
        which = f", text {texts[(position, number)]} of {count}" if count > 1 and (position, number) in texts else ""
        what = "1 paragraph withheld" if is_paragraph else "withheld"
        return f"[{what} by @{by}: {why}{which}]" + ("\n\n" if is_paragraph and not is_last else "")


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


def check_proof(event, envelope, size, root, what):
    proof = [hexadecimal(text, 32, f"proof of {what}") for text in event["proof"]]
    require(envelope["position"] < size and root_of(event["leaf"].encode(), envelope["position"], size, proof) == root,
            f"{what} is not in the signed tree")


def check_data(event, envelope, what):
    """The data, held against the leaf; None where all of it is missing."""
    if event["skeleton"] is None:
        require(event["pieces"] == [], f"{what} has pieces and no skeleton")
        return None
    data = Data(event["skeleton"], event["pieces"], what)
    require(envelope["commitment"] == data.commitment, f"skeleton and pieces of {what} are not what its leaf commits to")
    return data


def check_shape(event, what):
    exactly(event, ("leaf", "pieces", "proof", "skeleton"), what)
    require(isinstance(event["leaf"], str) and isinstance(event["proof"], list) and isinstance(event["pieces"], list)
            and len(event["proof"]) <= 63, f"{what} is none")


def check_explaining(bundle, takedowns, positions, size, root):
    last = -1
    for index, event in enumerate(bundle["withheld"]):
        what = f"takedown {index}"
        check_shape(event, what)
        envelope = parsed(event["leaf"], what)
        exactly(envelope, LEAF_MEMBERS, what)
        require(type(envelope["position"]) is int and envelope["position"] > last, f"{what} is out of order")
        last = envelope["position"]
        require(last not in positions, f"{what} is one of the story's events")
        check_proof(event, envelope, size, root, what)
        taken = takedowns.note(envelope, check_data(event, envelope, what))
        require(taken is not None, f"{what} is no event of the ledger's own that withholds anything")
        require(taken & positions, f"{what} takes nothing of the story's events")


class Proof:
    """What a bundle proves."""

    def __init__(self):
        self.envelopes, self.data, self.size = [], [], 0
        self.withheld, self.left_out, self.shown, self.count, self.gone = [], [], 0, 0, 0
        self.text, self.unknown = None, set()

    def sort_pieces(self, takedowns):
        for envelope, data in zip(self.envelopes, self.data):
            position = envelope["position"]
            if data is None:
                taken = takedowns.all_of(position)
                require(taken, f"the data of @{position} is missing, and no carried event has withheld it")
                self.gone += 1
                self.withheld.append(f"@{position}, all of its data: by @{taken[0]}: {taken[4]}")
                continue
            hidden = data.hidden()
            self.count += len(data.pieces)
            self.shown += len(data.pieces) - len(hidden)
            missing = 0
            for number in hidden:
                taken = takedowns.of_piece(position, number)
                if taken:
                    self.withheld.append(f"@{position}, piece {number}: by @{taken[0]}: {taken[4]}")
                else:
                    missing += 1
            if missing:
                self.left_out.append(f"@{position}, {missing} of {len(data.pieces)} pieces")

    def check_version(self, version, takedowns):
        if self.left_out:
            return self.check_bounds(version)
        state, before = Story(), 0
        for envelope, data in zip(self.envelopes, self.data):
            before = state.version
            state.apply(envelope, data, takedowns)
        require(state.version != before, "the last event makes no version")
        require(state.version == version, f"the events make version {state.version}")
        self.text, self.unknown = state.text, state.unknown

    def check_bounds(self, version):
        most, is_last = 1, len(self.envelopes) == 1
        for envelope, data in zip(self.envelopes[1:], self.data[1:]):
            is_last = envelope["type"] == "updated" and (data is None or any(name in data.value for name in TEXT_FIELDS))
            most += is_last
        require(is_last, "the last event makes no version")
        require(version <= most and (version == 1) == (len(self.envelopes) == 1), f"the events make at most version {most}")


def check(raw, log_key, witnesses, origin):
    """Checks a bundle. Returns it, and what it proves."""
    require(len(raw) <= LONGEST, "the bundle is too long")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("the bundle is not UTF-8") from None
    require(text.endswith("\n"), "the bundle does not end in a line feed")
    bundle = parsed(text[:-1], "the bundle")
    exactly(bundle, ("checkpoint", "events", "format", "origin", "story", "version", "withheld"), "the bundle")
    require(bundle["format"] == "storyledger/bundle/v1", "the bundle is of another format")
    require(isinstance(bundle["checkpoint"], str), "the checkpoint is no text")
    require(isinstance(bundle["events"], list) and bundle["events"], "the bundle has no events")
    require(isinstance(bundle["withheld"], list), "the takedowns are no array")
    require(type(bundle["version"]) is int and 1 <= bundle["version"] < 2**31, "the version is no number from 1")
    size, root = open_checkpoint(bundle["checkpoint"], log_key, witnesses, origin)
    require(bundle["origin"] == origin, f"the bundle is of the log {bundle['origin']!r}")
    proof, takedowns, last = Proof(), Takedowns(), None
    proof.size = size
    for index, event in enumerate(bundle["events"]):
        check_shape(event, f"event {index}")
        last = check_leaf(event["leaf"], index, bundle["story"], last)
        check_proof(event, last, size, root, f"leaf {index}")
        data = check_data(event, last, f"event {index}")
        takedowns.note(last, data)
        proof.envelopes.append(last)
        proof.data.append(data)
    positions = {envelope["position"] for envelope in proof.envelopes}
    check_explaining(bundle, takedowns, positions, size, root)
    proof.sort_pieces(takedowns)
    proof.check_version(bundle["version"], takedowns)
    return bundle, proof


def visible(text, keeps_lines=False):
    """Text from the bundle as it may reach a terminal: what steers one, hides or turns text round is escaped."""
    def shown(character):
        if keeps_lines and character in "\n\t":
            return character
        hidden = unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cn")
        return f"\\u{{{ord(character):X}}}" if hidden else character
    return "".join(map(shown, text))


def quoted(text):
    """A text of the bundle, each line set off from the checker's own words."""
    return "\n".join("  | " + line for line in visible(text, keeps_lines=True).split("\n"))


def show(bundle, proof):
    """Prints what is proven and what is not."""
    first, last = proof.envelopes[0], proof.envelopes[-1]
    print(f"{visible(bundle['story'])}  version {bundle['version']}, recorded {last['recordedtime']} "
          f"at @{last['position']}")
    print("proven:")
    print(f"  the log {bundle['origin']}, tree of {proof.size} leaves, holds these {len(proof.envelopes)} events, "
          f"@{first['position']} to @{last['position']}")
    print("  they are one chain of the story from its first event on")
    print(f"  what they say: {proof.shown} of {proof.count} pieces are shown"
          + (f"; all data of {proof.gone} {'event' if proof.gone == 1 else 'events'} is gone" if proof.gone else ""))
    if not proof.left_out and not proof.gone:
        print(f"  they make version {bundle['version']}")
    print("not proven:")
    for what in ("that the log holds no other chain of this story", "that the story has no later events",
                 "that times are true: when things happened is their sources' word, when they were recorded the "
                 "keeper's", "that others are shown the same log"):
        print(f"  {what}")
    if proof.gone:
        print(f"  that they make version {bundle['version']}: what is gone changed as the keeper says, and nobody can check")
    elif proof.left_out:
        print(f"  that they make version {bundle['version']}")
    for title, lines in (("withheld by the ledger:", proof.withheld), ("not carried by this bundle:", proof.left_out)):
        if lines:
            print(title)
            for line in lines:
                print(f"  {visible(line)}")
    for name in TEXT_FIELDS:
        if name in (proof.text or {}):
            print(f"\n{name}:\n{quoted(proof.text[name])}")
    if proof.left_out:
        for envelope, data in zip(proof.envelopes, proof.data):
            for number, piece in enumerate(data.pieces if data else []):
                if "text" in piece and envelope["source"] != "org.storyledger":
                    print(f"\n@{envelope['position']}, piece {number}:\n{quoted(piece['text'])}")


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
        bundle, proof = check(raw, log_key, witnesses, given.origin or log_key.name)
    except (Refused, KeyError, TypeError, ValueError, RecursionError) as refusal:
        print(f"check-bundle.py: not proven: {refusal}", file=sys.stderr)
        return 1
    if not given.quiet:
        show(bundle, proof)
    return 0


if __name__ == "__main__":
    sys.exit(main())
