#!/usr/bin/env python3
"""Recomputes leaves from LeafAndData.md, with nothing of ours: RFC 8785, SHA-256, HMAC.

    leaves.py [StoryEventsTests/Golden/leaves.json]

recomputes the golden leaves, exits 1 naming every difference, then changes one byte of each committed value and sees that
it would notice.

    leaves.py --bin FOLDER --documents N [--seed S]

makes N random documents, appends them with the real program, and recomputes every row of ledger.db, with the pieces that it
refers to in earlier rows; then withholds random pieces and whole events, and does so again.
"""

import argparse
import hashlib
import hmac
import json
import math
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile

ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
COMPUTED = ("data", "commitment", "derivedid", "leaf", "leafhash", "remainder", "records")


def canonical(value):
    """RFC 8785."""
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(quoted(key) + ":" + canonical(value[key]) for key in keys) + "}"


def quoted(text):
    """RFC 8785, 3.2.2.2."""
    out = (ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in text)
    return '"' + "".join(out) + '"'


def number(value):
    """ECMA-262, Number::toString. Python's repr has the same shortest digits."""
    if value == 0:
        return "0"
    if value < 0:
        return "-" + number(-value)
    assert math.isfinite(value)
    mantissa, _, exponent = repr(value).partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = whole + fraction
    point -= len(digits) - len(digits.lstrip("0"))
    digits = digits.strip("0")
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    shown = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{shown}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def event_time(document, found):
    """The document's time as the leaf keeps it; one told in a zone is taken as found, if the clock's hands agree."""
    told = document["time"]
    if isinstance(told, dict):
        same = found.startswith(told["at"][:16].replace(" ", "T"))
        return found if same else "another time than " + told["at"]
    told = re.sub(r"^(\S{10})[Tt ]", r"\1T", told)
    told = re.sub(r"([Zz]|[+-]00:00)$", "Z", told)
    return re.sub(r"\.(\d*?)0*(?=[Z+-])", lambda found: "." + found[1] if found[1] else "", told)


# Data and its pieces.

LINE_BREAK = r"(?:\r\n|\r(?!\n)|(?<!\r)\n)"
PARAGRAPH_END = re.compile(LINE_BREAK + r"(?:[ \t]*" + LINE_BREAK + ")+")


def paragraphs(text):
    """The pieces of a body: each ends after the first run of at least two line breaks."""
    pieces, start = [], 0
    for run in PARAGRAPH_END.finditer(text):
        pieces.append(text[start:run.end()])
        start = run.end()
    if start < len(text) or not pieces:
        pieces.append(text[start:])
    return pieces


class Pieces:
    """What data is taken apart into: the pieces with their paths, and the skeleton."""

    def __init__(self, data):
        self.texts, self.paths = [], []
        self.skeleton = self.walk(data, ())

    def walk(self, value, path):
        if isinstance(value, str):
            texts = paragraphs(value) if path == ("body",) else [value]
            self.texts += texts
            self.paths += [path] * len(texts)
            return str(len(texts)) if path == ("body",) else '""'
        if isinstance(value, list):
            return "[" + ",".join(self.walk(element, path + (place,)) for place, element in enumerate(value)) + "]"
        if isinstance(value, dict):
            keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
            return "{" + ",".join(quoted(key) + ":" + self.walk(value[key], path + (key,)) for key in keys) + "}"
        return canonical(value)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def salt_of(salt, number):
    return sha256(b"storyledger/salt/v1\n", salt, number.to_bytes(4, "big"))


SKELETON = 2 ** 32 - 1


def hash_of(text, salt, kind=b"piece"):
    return sha256(b"storyledger/" + kind + b"/v1\n", salt, text.encode())


def commitment_of(skeleton_hash, hashes):
    return "sha256:" + sha256(b"storyledger/data/v1\n", skeleton_hash, *hashes).hex()


def committed(data, salt):
    """The commitment to whole data."""
    pieces = Pieces(data)
    hashes = [hash_of(text, salt_of(salt, number)) for number, text in enumerate(pieces.texts)]
    return commitment_of(hash_of(pieces.skeleton, salt_of(salt, SKELETON), b"skeleton"), hashes)


def without(data, gone):
    """The data with empty strings in place of pieces, and without paragraphs; and its skeleton, which is that of all of it."""
    counter = iter(range(10 ** 9))

    def walk(value, path):
        if isinstance(value, str):
            texts = paragraphs(value) if path == ("body",) else [value]
            return "".join("" if next(counter) in gone else text for text in texts)
        if isinstance(value, list):
            return [walk(element, path + (place,)) for place, element in enumerate(value)]
        if isinstance(value, dict):
            keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
            return {key: walk(value[key], path + (key,)) for key in keys}
        return value
    return walk(data, ())


def stored(data, salt, gone):
    """What is kept of data some pieces of which are gone: the rest, and salts and hashes."""
    pieces = Pieces(data)
    records = b"\0" + salt_of(salt, SKELETON)
    for number, text in enumerate(pieces.texts):
        own = salt_of(salt, number)
        records += b"\1" + hash_of(text, own) if number in gone else b"\0" + own
    return canonical(without(data, gone)), records


class Holders:
    """The pieces that rows hold, by position, for the rows that refer to them."""

    def __init__(self):
        self.held, self.references = {}, 0

    def whole(self, position, story, data, shared, records):
        """A row's data with the pieces that earlier rows hold. Fails where it refers to anything else."""
        value = json.loads(data)
        assert canonical(value) == data.decode(), "data is not in RFC 8785 form"
        own = Pieces(value)
        others = sum(path != ("body",) for path in own.paths)
        lengths = len(records) // 33 - 1 if records else len(own.texts)
        gone = {number for number in range(lengths) if records and records[33 * number + 33]}
        references, count = {}, lengths
        if shared is not None:
            said = json.loads(shared)
            assert canonical(said) == shared and list(said) == ["held", "pieces"], "shared is not in RFC 8785 form"
            count = said["pieces"]
            assert records is None or count == lengths, "shared and records differ in the number of pieces"
            for first, holder, piece, length in said["held"]:
                for place in range(length):
                    assert first + place not in references and first + place not in gone, "a piece is there twice"
                    references[first + place] = (holder, piece + place)
        texts = {}

        def text(number, found):
            if number in gone:
                return ""
            if number not in references:
                texts[number] = next(found)
                return texts[number]
            holder, piece = references[number]
            assert holder < position and self.held[holder][0] == story, f"piece {number} is not held by an earlier event"
            self.references += 1
            return self.held[holder][1][piece]

        counter = iter(range(count))

        def walk(value, path):
            if path == ("body",) and isinstance(value, str):
                found = iter(paragraphs(value))
                body = "".join(text(next(counter), found) for _ in range(count - others))
                assert not next(found, ""), "a paragraph too many"
                return body
            if isinstance(value, str):
                number = next(counter)
                assert not value or number not in references, "a piece is there twice"
                return text(number, iter([value]))
            if isinstance(value, list):
                return [walk(element, path + (place,)) for place, element in enumerate(value)]
            if isinstance(value, dict):
                keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
                return {key: walk(value[key], path + (key,)) for key in keys}
            return value

        whole = walk(value, ())
        assert next(counter, None) is None, "a piece is missing"
        self.held[position] = (story, texts)
        return canonical(whole).encode()


def derived_id(secret, kind, subject, time, data):
    """The id of a document without one, from its data without the file it came in."""
    content = '{"data":%s,"subject":%s,"time":%s,"type":%s}' % (
        canonical(data), quoted(subject), quoted(time), quoted(kind))
    return "hmac-sha256:" + hmac.new(secret, content.encode(), hashlib.sha256).hexdigest()


def without_file(data):
    """Data as it was before the file was named in it."""
    data = dict(data)
    context = {key: value for key, value in data.get("context", {}).items() if key != "file"}
    data.pop("context", None)
    return dict(data, context=context) if context else data


def leaf_of(case, commitment, ident, source, subject, kind, time):
    return canonical({
        "commitment": commitment, "id": ident, "source": source, "subject": subject, "type": kind, "time": time,
        "recordedtime": case["recordedtime"], "position": case["position"], "revision": case["revision"],
        "previous": case["previous"], "schema": 1})


def computed(case):
    """What LeafAndData.md makes of a case's inputs."""
    data, salt = json.loads(case["data"]), bytes.fromhex(case["salt"])
    own = case.get("own")
    if own:
        text = canonical(own["data"])
        ident, source, subject, word, time = own["id"], "org.storyledger", own["subject"], own["type"], case["time"]
        derived = None
    else:
        document = case["document"]
        text = canonical(data)
        context = {key: document[key] for key in ("causationid", "correlationid") if key in document}
        if "file" in case:
            context["file"] = case["file"]
        when = {key: document["time"][key] for key in ("zone", "printed") if key in document["time"]} \
            if isinstance(document["time"], dict) else {}
        for key, value in (("context", context), ("when", when)):
            if data.get(key, {}) != value:
                text = f"data without the {key} that was given"
        word = re.sub(r"^org\.storyledger\.(.*)\.v1$", r"\1", document["type"])
        time = event_time(document, case["time"])
        subject, source = document["subject"], document.get("source", "inbox")
        # Times that say the same are the same content: without the zeros that end their decimals.
        plain = re.sub(r"\.(\d*?)0*(Z|[+-]\d\d:\d\d)$", lambda found: (found[1] and "." + found[1]) + found[2], time)
        given = {key: value for key, value in without_file(data).items() if key not in case.get("completed", {})}
        if {key: data.get(key) for key in case.get("completed", {})} != case.get("completed", {}):
            text = "data without what the story completes"
        derived = derived_id(bytes.fromhex(case["secret"]), word, subject, plain, given)
        ident = document.get("id", derived)
    commitment = committed(data, salt)
    leaf = leaf_of(case, commitment, ident, source, subject, word, time)
    found = {"data": text, "commitment": commitment, "leaf": leaf,
             "leafhash": hashlib.sha256(b"\x00" + leaf.encode()).hexdigest()}
    if derived:
        found["derivedid"] = derived
    if "withheld" in case:
        pieces = case["withheld"]
        rest = ("", b"") if pieces == "all" else stored(data, salt, set(pieces))
        found.update(remainder=rest[0], records=rest[1].hex())
    return found


def differences(case):
    """The names of the values that are not what they should be."""
    try:
        expected = computed(case)
    except ValueError:
        return ["data"]
    return [key for key in COMPUTED if case.get(key) != expected.get(key)]


def mutations(case):
    """The case with one byte changed in one value: the first, the last, and some between."""
    for key in COMPUTED + ("salt",):
        value = case.get(key, "").encode()
        if not value:
            continue
        for place in {0, len(value) // 3, len(value) // 2, len(value) - 1}:
            changed = bytearray(value)
            changed[place] ^= 1
            yield key, place, dict(case, **{key: changed.decode(errors="replace")})


# Random documents through the real program.

WORDS = ["a", "Harbor", "é", "e\u0301", "\u2028", "港の橋", "🚢", "\"", "\\", "/", "\t", " ", "\u0001", "\u001f", "\b\f", "\u007f",
         "x" * 70, "Anna Meier"]
BREAKS = ["\n", "\r", "\r\n", "\n\n", "\r\r", "\r\n\r\n", "\n \t\n", "\n\r", "  ", "\t", "\n\n\n", "\r\n\n"]


class Writer:
    """Makes documents of everything that tells pieces apart."""

    def __init__(self, seed):
        self.random, self.count, self.bodies = random.Random(seed), 0, []

    def text(self, longest=6, fewest=0):
        return "".join(self.random.choice(WORDS) for _ in range(self.random.randint(fewest, longest)))

    def body(self):
        kinds = self.random.choice([(BREAKS,), (WORDS, BREAKS), (WORDS, WORDS, WORDS, BREAKS)])
        body = "".join(self.random.choice(self.random.choice(kinds)) for _ in range(self.random.randint(0, 14)))
        if self.random.random() < 0.6:
            # Paragraphs that others have, too.
            some = self.random.choices(self.bodies or [body], k=self.random.randint(1, 3))
            body = "\n\n".join(some + [body] if self.random.random() < 0.5 else [body] + some)
        self.bodies = self.bodies[-7:] + [body[:400]]
        return body

    def value(self, depth=0):
        kind = self.random.randrange(9 if depth < 3 else 6)
        if kind == 0:
            return self.random.choice([None, True, False, 0, -1, 2 ** 53 - 1, 1.5, 1e-7, 123456.789])
        if kind <= 5:
            return self.text()
        if kind == 6:
            return [self.value(depth + 1) for _ in range(self.random.randint(0, 3))]
        keys = ["body", "file", "context", "ключ", "a\"b", "\u0007", "", "z"]
        return {self.random.choice(keys): self.value(depth + 1) for _ in range(self.random.randint(0, 3))}

    def document(self, stories):
        self.count += 1
        subject = f"story-{self.random.randrange(max(1, stories.target))}"
        document = {"time": "2026-03-02T09:00:00Z", "subject": subject}
        if self.random.random() < 0.3:
            document["correlationid"] = self.text(3, 1).strip() or "c"
        if self.random.random() < 0.7:
            document["id"] = f"d{self.count}"
        extra = {key: self.value() for key in self.random.sample(["body", "context", "k", "ключ", "a\"b", "file"], 2)}
        if subject not in stories.known:
            stories.known.add(subject)
            claims = [{"id": "c1", "text": "t " + self.text(), "attribution": [{"id": "h", "speaker": "P"}]}]
            if self.random.random() < 0.8:
                stories.claiming.add(subject)
            else:
                claims = []
            requests = [{"id": "r", "party": "Port", "claims": ["c1"]}] if claims else []
            return dict(document, type="published", data={
                "headline": "h" + self.text(), "body": self.body(), "claims": claims, "requests": requests, "extra": extra,
                "keywords": ["k" + self.text(2) for _ in range(self.random.randint(0, 3))]})
        if subject in stories.claiming and self.random.random() < 0.3:
            return self.move(document)
        data = {"note": f"n{self.count}", "extra": extra}
        if self.random.random() < 0.7:
            data["body"] = self.body()
        if self.random.random() < 0.3:
            data["headline"] = "h" + self.text()
        if self.random.random() < 0.2:
            data["dek"] = None
        return dict(document, type="updated", data=data)

    def move(self, document):
        """It mostly names no claim, and then gets the only one of its story."""
        kind, more = self.random.choice([("denied", {}), ("denied", {"hop": "h"}), ("reiterated", {"hop": "h"}), ("reiterated", {}),
                                         ("responded", {"outcome": "statement", "request": "r"})])
        data = {"by": "Port", "statement": {"text": "s" + self.text(), "channel": "email"}, **more}
        if self.random.random() < 0.2:
            data["claims"] = ["c1"]
        return dict(document, type=kind, data=data)


class Stories:
    def __init__(self, target):
        self.target, self.known, self.claiming = target, set(), set()


class Run:
    """A ledger of random documents, recomputed row by row."""

    def __init__(self, bin_folder, seed):
        self.program = os.path.join(bin_folder, "storyledger")
        self.random, self.writer, self.faults, self.rows = random.Random(seed), Writer(seed), [], 0

    def storyledger(self, *arguments):
        done = subprocess.run([self.program, *arguments], capture_output=True, text=True, check=False, env=self.environment)
        # The name and the hash of a file go from all of its events at once: they may be gone already.
        if done.returncode not in (0, 66) and "withheld already" not in done.stderr:
            self.faults.append(f"{' '.join(arguments[:3])}: exit {done.returncode}: {done.stderr[:500]}")
        return done

    def run(self, documents):
        with tempfile.TemporaryDirectory() as folder:
            ledger = os.path.join(folder, "ledger")
            self.environment = dict(os.environ, STORYLEDGER_DIR=ledger)
            self.storyledger("init", "--origin", "pieces.example/ledger")
            stories, files = Stories(max(2, documents // 12)), {}
            for first in range(0, documents, 5000):
                name = os.path.join(folder, f"{first}.ndjson")
                lines = [json.dumps(self.writer.document(stories), ensure_ascii=self.random.random() < 0.5)
                         for _ in range(min(5000, documents - first))]
                with open(name, "w", encoding="utf-8", newline="") as file:
                    file.write("\n".join(lines) + "\n")
                with open(name, "rb") as file:
                    files[name] = hashlib.sha256(file.read()).hexdigest()
                self.storyledger("append", name)
            with open(os.path.join(ledger, "secret"), "rb") as file:
                self.secret = bytes.fromhex(file.read().decode())
            self.database = os.path.join(ledger, "ledger.db")
            whole = self.check(files, {})
            if self.faults:
                return
            taken = self.withhold(whole)
            self.check(files, taken, whole)
            if not self.holders.references:
                self.faults.append("no row refers to another")
            done = self.storyledger("verify")
            if done.returncode:
                self.faults.append(f"verify: {done.stdout[-2000:]}")

    def fetch(self):
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        rows = connection.execute(
            "SELECT position, type, leaf, hash, salt, data, pieces, fingerprint, story, shared FROM event "
            "ORDER BY position").fetchall()
        connection.close()
        self.holders, whole = Holders(), []
        for position, kind, leaf, digest, salt, data, records, fingerprint, story, shared in rows:
            try:
                if data is not None:
                    data = self.holders.whole(position, story, data, shared, records)
                elif shared is not None:
                    raise AssertionError("it shares pieces of no data")
            except (ValueError, KeyError, AssertionError, TypeError, StopIteration) as error:
                self.faults.append(f"@{position}: {error!r}")
            whole.append((position, kind, leaf, digest, salt, data, records, fingerprint))
        return whole

    def check(self, files, taken, whole=None):
        """Recomputes each row. Returns the data of each whole one, by position."""
        found = {}
        for position, kind, leaf, digest, salt, data, records, fingerprint in self.fetch():
            self.rows += 1
            try:
                problem = self.problem(
                    position, kind, leaf, digest, salt, data, records, fingerprint, files, taken, whole, found)
            except (ValueError, KeyError, AssertionError, TypeError) as error:
                problem = repr(error)
            if problem:
                self.faults.append(f"@{position}: {problem}")
        return found

    def problem(self, position, kind, leaf, digest, salt, data, records, fingerprint, files, taken, whole, found):
        envelope = json.loads(leaf)
        if hashlib.sha256(b"\0" + leaf).digest() != digest or canonical(envelope) != leaf.decode():
            return "leaf and hash"
        gone = taken.get(position)
        if gone == "all":
            return None if (salt, data, records) == (None, None, None) else "all of it is to be gone"
        if gone:
            rest, expected = stored(whole[position][0], whole[position][1], gone)
            if salt is not None or data.decode() != rest or records != expected:
                return f"what is left without {sorted(gone)}"
            return None
        value = json.loads(data)
        if canonical(value) != data.decode():
            return "data is not in RFC 8785 form"
        if committed(value, salt) != envelope["commitment"]:
            return "commitment"
        if records is not None:
            return "a whole event has records"
        found[position] = (value, salt)
        if kind == "withheld":
            return None
        file = value["context"]["file"]
        if files.get(file["name"]) != file["sha256"]:
            return "the file"
        given = without_file(value)
        expected = derived_id(self.secret, kind, envelope["subject"], envelope["time"], given)
        if kind in ("denied", "reiterated", "responded") and expected[12:] != fingerprint.hex():
            given.pop("claims", None)
            expected = derived_id(self.secret, kind, envelope["subject"], envelope["time"], given)
        if expected[12:] != fingerprint.hex():
            return "the fingerprint"
        if envelope["id"].startswith("hmac") and envelope["id"] != expected:
            return "the derived id"
        return None

    def withhold(self, whole):
        """Withholds a few pieces, fields and events. Returns what is gone, by position, as the takedowns say."""
        for position in self.random.sample(sorted(whole), min(12, len(whole))):
            pieces = Pieces(whole[position][0])
            arguments = ["--position", str(position)]
            choice = self.random.randrange(3)
            if choice == 0:
                arguments += ["--piece", str(self.random.randrange(len(pieces.texts)))]
            elif choice == 1:
                arguments += ["--field", self.random.choice([path[0] for path in pieces.paths])]
            self.storyledger("withhold", *arguments, "--reason", "r", "--authority", "a", "--yes")
        self.storyledger("withhold", "story-0", "--text", "Anna Meier", "--everywhere", "--reason", "r", "--authority", "a",
                         "--yes")
        taken = {}
        for _, kind, _, _, _, data, _, _ in self.fetch():
            for entry in json.loads(data)["taken"] if kind == "withheld" else []:
                if entry["pieces"] == "all" or taken.get(entry["position"]) == "all":
                    taken[entry["position"]] = "all"
                else:
                    taken.setdefault(entry["position"], set()).update(entry["pieces"])
        for position, gone in taken.items():
            texts = Pieces(whole[position][0]).texts
            left = [] if gone == "all" else [text for number, text in enumerate(texts) if number not in gone]
            if any("Anna Meier" in text for text in left):
                self.faults.append(f"@{position}: the words are left")
        for position, (value, _) in whole.items():
            if position not in taken and any("Anna Meier" in text for text in Pieces(value).texts):
                self.faults.append(f"@{position}: the words are not taken")
        return taken


def golden(path):
    with open(path, encoding="utf-8") as file:
        cases = json.load(file)
    failed = 0
    for case in cases:
        wrong = [f"{key} differs" for key in differences(case)]
        wrong += [f"a change of byte {place} of {key} goes unnoticed"
                  for key, place, changed in mutations(case) if not differences(changed)]
        for problem in wrong:
            print(f"{case['name']}: {problem}")
        failed += bool(wrong)
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed or not cases else 0


def main():
    folder = os.path.dirname(os.path.abspath(__file__))
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("golden", nargs="?", default=os.path.join(folder, "StoryEventsTests", "Golden", "leaves.json"))
    arguments.add_argument("--bin", type=os.path.abspath)
    arguments.add_argument("--documents", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    if not given.bin:
        return golden(given.golden)
    run = Run(given.bin, given.seed)
    run.run(given.documents)
    for fault in run.faults[:20]:
        print(fault)
    print(f"{run.rows} rows recomputed, {len(run.faults)} faults, seed {given.seed}")
    return 1 if run.faults or not run.rows else 0


if __name__ == "__main__":
    sys.exit(main())
