"""Writes bundles that no ledger signs: a small log with a key of its own, for stories that a generator makes up.

Everything after the signature is right unless it is meant to be wrong, so a checker must look at what events say.
"""

import base64
import copy
import hashlib
import json
import re


def split(checker, data):
    """Skeleton and pieces of data: LeafAndData.md, "Pieces"."""
    pieces = []

    def walk(value, top=False):
        if isinstance(value, str):
            pieces.append(value)
            return ""
        if isinstance(value, list):
            return [walk(element) for element in value]
        if isinstance(value, dict):
            result = {}
            for key in sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass")):
                if top and key == "body" and isinstance(value[key], str):
                    own = checker.paragraphs(value[key])
                    pieces.extend(own)
                    result[key] = len(own)
                else:
                    result[key] = walk(value[key])
            return result
        return value
    return walk(data, top=True), pieces


def canonical(checker, value):
    """RFC 8785, with noncharacters too: the judges are to refuse them."""
    refused, checker.NONCHARACTER = checker.NONCHARACTER, re.compile("(?!)")
    try:
        return checker.canonical(value)
    finally:
        checker.NONCHARACTER = refused


class Event:
    """One event that is made up: the members of its leaf, its data, and which pieces are missing."""

    def __init__(self, leaf, data, hidden=(), gone=False):
        self.leaf, self.data, self.hidden, self.gone = leaf, data, set(hidden), gone
        self.leaf_text = self.skeleton_text = self.parts = None  # to replace what would be written

    def copy(self):
        return copy.deepcopy(self)


class Forge:
    def __init__(self, checker, name="forge.example/log", seed=b"\x07" * 32):
        self.checker, self.name = checker, name
        digest = hashlib.sha512(seed).digest()
        self.scalar = (int.from_bytes(digest[:32], "little") & ((1 << 254) - 8)) | (1 << 254)
        self.prefix = digest[32:]
        self.public = checker.compress(checker.multiply(self.scalar, checker.BASE))
        key = b"\x01" + self.public
        self.id = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
        self.vkey = f"{name}+{self.id.hex()}+{base64.b64encode(key).decode()}"

    def sign(self, message):
        """RFC 8032, 5.1.6."""
        order = self.checker.ORDER
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % order
        point = self.checker.compress(self.checker.multiply(r, self.checker.BASE))
        k = int.from_bytes(hashlib.sha512(point + self.public + message).digest(), "little") % order
        return point + ((r + k * self.scalar) % order).to_bytes(32, "little")

    def note(self, text):
        line = base64.b64encode(self.id + self.sign(text.encode())).decode()
        return f"{text}\n\u2014 {self.name} {line}\n"

    def element(self, event, number):
        """One element of a bundle, without its proof."""
        checker = self.checker
        skeleton, texts = event.parts or split(checker, event.data)
        skeleton = event.skeleton_text if event.skeleton_text is not None else canonical(checker, skeleton)

        def salt(piece):
            return hashlib.sha256(f"salt {number} {piece}".encode()).digest()

        def digest(kind, piece, text):
            return hashlib.sha256(f"storyledger/{kind}/v1\n".encode() + salt(piece) + text.encode()).digest()
        hashes = [digest("piece", piece, text) for piece, text in enumerate(texts)]
        whole = hashlib.sha256(b"storyledger/data/v1\n" + digest("skeleton", "skeleton", skeleton) + b"".join(hashes))
        leaf = {"commitment": "sha256:" + whole.hexdigest(), **event.leaf}
        leaf = {name: value for name, value in leaf.items() if value != "(none)"}
        text = event.leaf_text or canonical(checker, leaf)
        pieces = [{"hash": hashes[i].hex()} if i in event.hidden else {"salt": salt(i).hex(), "text": t}
                  for i, t in enumerate(texts)]
        own = {"salt": salt("skeleton").hex(), "text": skeleton}
        return {"leaf": text, "pieces": [] if event.gone else pieces, "skeleton": None if event.gone else own}

    def bundle(self, events, withheld, version, story, size=None, note=None):
        """The bundle as an object: all leaves at their positions in one tree."""
        elements = [self.element(event, number) for number, event in enumerate(events + withheld)]
        places = [event.leaf.get("position") for event in events + withheld]
        places = [place if type(place) is int and 0 <= place < 4096 else 0 for place in places]
        size = max(places) + 3 if size is None else size
        leaves = [f"filler {number}".encode() for number in range(size)]
        for place, element in zip(places, elements):
            if place < size:
                leaves[place] = element["leaf"].encode()
        known = {}

        def root(first, end):
            if (first, end) not in known:
                middle = first + (1 << ((end - first - 1).bit_length() - 1)) if end - first > 1 else first
                known[first, end] = (hashlib.sha256(b"\0" + leaves[first]).digest() if end - first == 1 else
                                     hashlib.sha256(b"\1" + root(first, middle) + root(middle, end)).digest())
            return known[first, end]

        def path(index, first, end):
            if end - first == 1:
                return []
            middle = first + (1 << ((end - first - 1).bit_length() - 1))
            if index < middle:
                return path(index, first, middle) + [root(middle, end).hex()]
            return path(index, middle, end) + [root(first, middle).hex()]
        for place, element in zip(places, elements):
            element["proof"] = path(min(place, size - 1), 0, size)
        text = f"{self.name}\n{size}\n{base64.b64encode(root(0, size)).decode()}\n"
        return {"format": "storyledger/bundle/v1", "origin": self.name, "story": story, "version": version,
                "events": elements[:len(events)], "withheld": elements[len(events):],
                "checkpoint": note(text) if note else self.note(text)}

    def write(self, bundle):
        return (canonical(self.checker, bundle) + "\n").encode("utf-8", "surrogatepass")


def read_events(checker, raw):
    """The events of a real bundle, as Event, to be changed and signed again."""
    bundle = json.loads(raw)

    def event(element):
        leaf = json.loads(element["leaf"])
        del leaf["commitment"]
        if element["skeleton"] is None:
            return Event(leaf, {"gone": "gone"}, gone=True)
        hidden = [i for i, piece in enumerate(element["pieces"]) if "hash" in piece]
        data = checker.Data(element, json.loads(element["leaf"]))
        # A missing paragraph needs words of its own, so that it stays one piece.
        value = data.put_together(lambda number, is_paragraph, is_last:
                                  f"missing {number}" + ("\n\n" if is_paragraph and not is_last else ""))
        return Event(leaf, value, hidden)
    return [event(e) for e in bundle["events"]], [event(e) for e in bundle["withheld"]], bundle
