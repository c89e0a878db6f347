#!/usr/bin/env python3
"""Holds scripts/check-bundle.py to the evidence in Tests/Evidence, and to what is left when somebody tampers with it.

    check_bundle.py [SEED]
    check_bundle.py --bin FOLDER [--mutations N] [SEED]

First the checker's own Ed25519 against RFC 8032's vectors. Then every bundle is proven; then each is changed, by hand
and by a thousand seeded bit flips, and must not be proven any more. With --bin, our own checker and the script are shown
the same changed bundles, and twice as many of a keeper who has the key and lies in any field; they must agree on each.
"""

import argparse
import base64
import copy
import datetime
import hashlib
import importlib.util
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time

import keeper
import monitor

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPT = os.path.join(HERE, "..", "scripts", "check-bundle.py")
EVIDENCE = os.path.join(HERE, "Evidence")
BUNDLES = ("bridge-v1.json", "bridge-v2.json", "bridge-v3.json")
OTHERS = ("bridge-v3-only.json", "bridge-v3-withheld.json")

# RFC 8032, 7.1: TEST 1 to TEST 3, and TEST SHA(abc).
VECTORS = (
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2465"
     "5141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb0"
     "0d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc0"
     "27beceea1ec40a"),
    ("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a"
     "9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9"
     "bef1177331a704"),
)


# Keys that no honest holder has. Source: curve25519-dalek, constants::EIGHT_TORSION, the eight points of small order; then
# RFC 8032, 5.1.3: p, p + 1 and the largest y, and x = 0 with the sign.
NOBODYS_KEYS = (
    "01" + "00" * 31, "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "00" * 31 + "80",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "ec" + "ff" * 30 + "7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85", "00" * 32,
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "ed" + "ff" * 30 + "7f", "ee" + "ff" * 31, "ff" * 32, "01" + "00" * 30 + "80", "ec" + "ff" * 31,
)


def load():
    spec = importlib.util.spec_from_file_location("check_bundle", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(name):
    with open(os.path.join(EVIDENCE, name), "rb") as file:
        return file.read()


class Run:
    def __init__(self, seed):
        self.checker = load()
        self.random = random.Random(seed)
        self.passed = self.failed = 0
        self.log_text, self.witness_text = read("key").decode().strip(), read("witness-key").decode().strip()
        self.key, self.witness = self.checker.Key(self.log_text, 1), self.checker.Key(self.witness_text, 4)

    def expect(self, holds, what):
        self.passed += bool(holds)
        self.failed += not holds
        if not holds:
            print(f"FAILED: {what}")

    def proof(self, raw):
        """What a bundle proves; None where it is refused."""
        try:
            return self.checker.check(raw, self.key, [self.witness], self.key.name)[1]
        except (self.checker.Refused, KeyError, TypeError, ValueError):
            return None

    def proves(self, raw):
        return self.proof(raw) is not None

    def signatures(self):
        for number, (key, message, signature) in enumerate(VECTORS):
            key, message, signature = map(bytes.fromhex, (key, message, signature))
            self.expect(self.checker.signed(key, message, signature), f"RFC 8032 vector {number}")
            self.expect(not self.checker.signed(key, message + b"x", signature), f"vector {number}, another message")
            # The same signature with the group's order added to its scalar.
            scalar = int.from_bytes(signature[32:], "little") + self.checker.ORDER
            longer = signature[:32] + scalar.to_bytes(32, "little")
            self.expect(not self.checker.signed(key, message, longer), f"vector {number}, scalar beyond the order")

    def edits(self, name, raw):
        """Changes that keep the form, so that only what the form says can betray them."""
        good = json.loads(raw)
        def edited(change):
            bundle = copy.deepcopy(good)
            change(bundle)
            return (self.checker.canonical(bundle) + "\n").encode()
        self.expect(edited(lambda bundle: None) == raw, f"{name} is in RFC 8785 form")
        last = len(good["events"]) - 1
        changes = {
            "another version": lambda b: b.update(version=b["version"] + 1),
            "another text": lambda b: self.shown(b)[-1].update(text="Another"),
            "another origin": lambda b: b.update(origin="other.example"),
            "another story": lambda b: b.update(story="other"),
            "another format": lambda b: b.update(format="storyledger/bundle/v2"),
            "one more member": lambda b: b.update(x=1),
            "no events": lambda b: b.update(events=[]),
            "an event twice": lambda b: b["events"].append(b["events"][last]),
            "the last event left out": lambda b: b["events"].pop(),
            "the first event left out": lambda b: b["events"].pop(0),
            "events exchanged": lambda b: b["events"].reverse() if last else b["events"].clear(),
            "a proof too short": lambda b: b["events"][last]["proof"].pop(),
            "a proof too long": lambda b: b["events"][last]["proof"].append("00" * 32),
            "another salt": lambda b: self.shown(b)[0].update(salt="00" * 32),
            "another salt of a skeleton": lambda b: b["events"][last]["skeleton"].update(salt="00" * 32),
            "another skeleton": lambda b: b["events"][last]["skeleton"].update(
                text=b["events"][last]["skeleton"]["text"].replace("{", '{"a":1,', 1)),
            "data that nobody withheld": lambda b: b["events"][last].update(skeleton=None, pieces=[]),
            "pieces without a skeleton": lambda b: b["events"][last].update(skeleton=None),
            "no pieces": lambda b: b["events"][last].update(pieces=[]),
            "one piece less": lambda b: b["events"][last]["pieces"].pop(),
            "a piece twice": lambda b: b["events"][last]["pieces"].append(b["events"][last]["pieces"][-1]),
            "a piece with text and hash": lambda b: self.shown(b)[0].update(hash="00" * 32),
            "an event that explains nothing": lambda b: b["withheld"].append(b["events"][0]),
            "a checkpoint without signatures": lambda b: b.update(checkpoint=b["checkpoint"].split("\n\n")[0] + "\n\n"),
            "a checkpoint without the log's": lambda b: b.update(checkpoint=self.without(b["checkpoint"], 0)),
            "a checkpoint without the witness's": lambda b: b.update(checkpoint=self.without(b["checkpoint"], 1)),
        }
        for what, change in changes.items():
            self.expect(not self.proves(edited(change)), f"{name}: {what} was taken for proven")
        for what, other in (("no line feed", raw[:-1]), ("two line feeds", raw + b"\n"), ("white space", b" " + raw)):
            self.expect(not self.proves(other), f"{name}: {what} was taken for proven")

    @staticmethod
    def shown(bundle):
        return [piece for event in bundle["events"] for piece in event["pieces"] if "text" in piece]

    @staticmethod
    def without(note, number):
        text, lines = note.split("\n\n")
        lines = [line for place, line in enumerate(lines.splitlines()) if place != number]
        return text + "\n\n" + "".join(line + "\n" for line in lines)

    def flips(self, name, raw, count):
        for _ in range(count):
            changed = bytearray(raw)
            place, bit = self.random.randrange(len(raw)), self.random.randrange(8)
            changed[place] ^= 1 << bit
            # Where a piece is not carried, the version may be any that the skeletons allow.
            if b"only" in name.encode() and raw[:place].endswith(b'"version":'):
                continue
            self.expect(not self.proves(bytes(changed)), f"{name}: bit {bit} of byte {place} goes unnoticed")

    def accusation(self, raw):
        """What is taken out of a bundle is not carried: nobody can make it look as if the ledger had withheld it."""
        good = json.loads(raw)
        for index, event in enumerate(good["events"]):
            for number, piece in enumerate(event["pieces"]):
                if "text" not in piece:
                    continue
                bundle = copy.deepcopy(good)
                self.hide(bundle["events"][index]["pieces"], number)
                proof = self.proof((self.checker.canonical(bundle) + "\n").encode())
                self.expect(proof is not None and proof.left_out and len(proof.withheld) == len(self.proof(raw).withheld),
                            f"event {index}, piece {number}, taken out")
                self.expect(proof is not None and any("withheld nothing of what is not carried" in line for line in
                                                      self.checker.not_proven(bundle, proof)), "that this may hide a takedown is said")

    def hide(self, pieces, number):
        piece = pieces[number]
        pieces[number] = {"hash": self.checker.sha256(
            b"storyledger/piece/v1\n", bytes.fromhex(piece["salt"]), piece["text"].encode()).hex()}

    def mutated(self, good):
        """A bundle in its form with one thing in it changed."""
        bundle = copy.deepcopy(good)
        event = self.random.choice(bundle["events"] + bundle["withheld"])
        pieces, kind = event["pieces"], self.random.randrange(12)
        shown = [number for number, piece in enumerate(pieces) if "text" in piece]
        if kind == 0 and shown:
            self.hide(pieces, self.random.choice(shown))
        elif kind == 1:
            for number in shown:
                self.hide(pieces, number)
        elif kind == 2 and shown:
            pieces[self.random.choice(shown)]["text"] += self.random.choice(["", "x", "\n\n", "\n\nx", " "])
        elif kind == 3 and len(pieces) > 1:
            first, second = self.random.sample(range(len(pieces)), 2)
            pieces[first], pieces[second] = pieces[second], pieces[first]
        elif kind == 4:
            event.update(skeleton=None, pieces=[])
        elif kind == 5:
            bundle["version"] = self.random.randint(1, 5)
        elif kind == 6 and bundle["withheld"]:
            bundle["withheld"].remove(self.random.choice(bundle["withheld"]))
        elif kind == 7:
            bundle["withheld"].append(self.random.choice(bundle["events"] + bundle["withheld"]))
        elif kind == 8 and event["skeleton"]:
            text = event["skeleton"]["text"]
            old, new = self.random.choice([("2", "1"), ('""', '"x"'), ('""', "2"), ("{", '{"a":"",'), ("1", "2")])
            event["skeleton"]["text"] = text.replace(old, new, 1)
        elif kind == 9 and len(bundle["events"]) > 1:
            bundle["events"].pop(self.random.randrange(len(bundle["events"])))
        elif kind == 10 and event["proof"]:
            event["proof"][self.random.randrange(len(event["proof"]))] = "00" * 32
        elif kind == 11:
            event["leaf"] = event["leaf"].replace(*self.random.choice(
                [('"updated"', '"denied"'), ('"revision":1', '"revision":2'), ('"schema":1', '"schema":2'), ("T", "t")]), 1)
        return (self.checker.canonical(bundle) + "\n").encode()

    def agree(self, folder, count):
        """Our checker and the script find the same in the same changed bundles."""
        program, names, accepted = os.path.join(folder, "storyledger"), BUNDLES + OTHERS, 0
        with tempfile.TemporaryDirectory() as scratch:
            path = os.path.join(scratch, "bundle.json")
            environment = dict(os.environ, XDG_STATE_HOME=scratch)
            for number in range(count):
                name = names[number % len(names)]
                good = json.loads(read(name))
                raw = self.mutated(good)
                if self.random.random() < 0.4:
                    raw = self.mutated(json.loads(raw))
                with open(path, "wb") as file:
                    file.write(raw)
                ours = subprocess.run(
                    [program, "check-bundle", path, "--key", self.log_text, "--witness", self.witness_text, "--json"],
                    capture_output=True, text=True, check=False, env=environment)
                proof = self.proof(raw)
                self.expect((ours.returncode == 0) == (proof is not None),
                            f"{name}, mutation {number}: ours {ours.returncode} {ours.stderr.strip()[:200]}, the script's {proof}")
                if ours.returncode or proof is None:
                    continue
                accepted += 1
                found = json.loads(ours.stdout)
                self.compare(found, proof, f"{name}, mutation {number}")
                shown = sum(piece["text"] is not None for event in found["events"] for piece in event["pieces"])
                self.expect(shown == proof.shown, f"{name}, mutation {number}: pieces shown")
        print(f"{count} mutations, {accepted} of them proven by both")

    def compare(self, found, proof, what):
        """Both checkers say the same of a bundle that both accept: whether it is whole, and its texts."""
        texts = {name: found[name] for name in self.checker.TEXT_FIELDS if found[name] is not None}
        self.expect(found["complete"] == (not proof.left_out), f"{what}: complete")
        self.expect(found["status"] == proof.status, f"{what}: status {found['status']}, {proof.status}")
        self.expect(proof.text is None or texts == proof.text, f"{what}: texts {texts}, {proof.text}")

    def compare_words(self, program, path, key, state, what):
        """Both say the same of a bundle that both accept, line by line: proven, not proven, withheld, what the events say, and the texts."""
        def printed(*command):
            done = subprocess.run([*command, path, "--key", key], capture_output=True, check=False, env=dict(os.environ, XDG_STATE_HOME=state))
            text = done.stdout.decode().replace("; --json has them", "")
            return [re.sub(r"(\\u\{[0-9A-F]+\}|<U\+[0-9A-F]+>|\s)+", "?", line) for line in text.split("\n")]
        ours, theirs = printed(program, "check-bundle"), printed(sys.executable, SCRIPT)
        apart = next(((one, other) for one, other in zip(ours + [""], theirs + [""]) if one != other), None)
        self.expect(ours == theirs, f"{what}: the two print {apart}")

    # Where the words of the two are not the same to the end: what is no JSON, and what signatures and hashes do.
    ENDS = ("the leaf is not JSON", "is not in the signed tree", "the bundle's checkpoint refused", "bundle refused: it is not JSON",
            "is no URI reference")

    def words(self, text, program):
        """What a checker said, as far as both say it in the same words."""
        line = text.split("\n")[0].removeprefix(program).strip()
        if line.startswith("the bundle's"):
            return self.ENDS[2]
        if line.startswith("bundle refused:") and not line.startswith(("bundle refused: expected", "bundle refused: it is not in")):
            line = self.ENDS[3]
        for end in self.ENDS:
            if end in line:
                line = line[:line.index(end) + len(end)]
        return re.sub(r"(\\u\{[0-9A-F]+\}|<U\+[0-9A-F]+>|\s)+", "?", line)

    def lies(self, folder, count):
        """A keeper with the key lies about every field: both checkers find the same, and refuse it in the same words."""
        program, maker = os.path.join(folder, "storyledger"), keeper.Keeper(self.checker, self.random)
        key, kinds, proven = self.checker.Key(maker.key.text, 1), {}, 0
        with tempfile.TemporaryDirectory() as scratch:
            path = os.path.join(scratch, "bundle.json")
            for number in range(count):
                try:
                    raw, what = maker.lie()
                except (TypeError, UnicodeEncodeError):
                    continue
                with open(path, "wb") as file:
                    file.write(raw)
                ours = subprocess.run(
                    [program, "check-bundle", path, "--key", maker.key.text, "--json"], capture_output=True, check=False,
                    env=dict(os.environ, XDG_STATE_HOME=os.path.join(scratch, str(number))))
                said = self.words(ours.stderr.decode(), "storyledger:") if ours.returncode else ""
                try:
                    proof, theirs, status = self.checker.check(raw, key, [], key.name)[1], "", 0
                except (self.checker.Refused, KeyError, TypeError, ValueError, RecursionError) as refusal:
                    proof, theirs = None, self.words(self.checker.visible(str(refusal)), "")
                    status = 65 if isinstance(refusal, self.checker.Malformed) else 1
                    if not isinstance(refusal, self.checker.Refused):
                        theirs = f"{type(refusal).__name__} {theirs}"
                # Our reader takes no more depth than a bundle has, before it looks at members.
                is_deep = b"nested more than 5 deep" in ours.stderr
                self.expect(ours.returncode == status and (said == theirs or is_deep),
                            f"lie {number}, {what}: ours {ours.returncode} {said!r}, the script's {status} {theirs!r}")
                if self.failed and self.keep:
                    os.makedirs(self.keep, exist_ok=True)
                    with open(os.path.join(self.keep, f"{number}.json"), "wb") as file:
                        file.write(raw)
                kinds[theirs.split(":")[-1][:30]] = kinds.get(theirs.split(":")[-1][:30], 0) + 1
                if proof is None or ours.returncode:
                    continue
                proven += 1
                self.compare(json.loads(ours.stdout), proof, f"lie {number}, {what}")
                self.compare_words(program, path, maker.key.text, os.path.join(scratch, f"{number}-words"), f"lie {number}, {what}")
        print(f"{count} bundles of a keeper who lies, {proven} of them proven by both, {len(kinds)} kinds of refusal")

    # What statements say

    def statement(self, old, new, rows):
        """A signed statement; its first row and the rows after the keys are given."""
        text = "".join(row + "\n" for row in (rows[0], f"old {old.text}", f"new {new.text}", *rows[1:]))
        return text + "\n" + old.line(text) + new.line(text)

    def file_of(self, *entries):
        return "".join(self.checker.canonical({"position": position, "statement": note}) + "\n"
                       for position, note in entries).encode()

    def stories(self, keeper_, signer, count=3, deep=0, claim="Claimed.", **leaf):
        """A bundle of one story of two events in a tree of `count` leaves, signed by a key; the first has `deep` arrays in it."""
        keeper_.key, world = signer, []
        for number in range(count):
            story = "s" if number < 2 else f"t{number}"
            world.append({"leaf": {
                "id": f"e{number}", "position": number, "previous": 0 if number == 1 else None,
                "recordedtime": f"2026-03-02T12:00:{number:02}.000000Z", "revision": int(number == 1), "schema": 1,
                "source": "inbox", "subject": story, "time": "2026-03-02T11:00:00Z",
                "type": "updated" if number == 1 else "published"},
                "data": {"headline": f"H{number}", **({} if number == 1 else {"body": "b"})}, "hidden": []})
        world[0]["leaf"].update(leaf)
        world[0]["data"].update({"claims": [{"id": "c", "text": claim}]})
        world[1]["data"].update({"change": "kill", "note": {"text": "We\nwithdraw it."}})
        world[0]["data"].update({"extra": {"deep": json.loads("[" * deep + "]" * deep)}} if deep else {})
        return (self.checker.canonical(keeper_.bundle(world, [0, 1], [], 2)) + "\n").encode()

    def statement_cases(self):
        """Name, bundle, key given, statements or None, exit status, and what must be printed."""
        maker = keeper.Keeper(self.checker, self.random)
        old, new = monitor.Key("test.example/log", b"1" * 32), monitor.Key("test.example/log", b"2" * 32)
        other, thief = monitor.Key("test.example/log/2", b"3" * 32), monitor.Key("test.example/log", b"4" * 32)
        began = (5, self.statement(old, new, ("storyledger/rekeyed/v1", "ended no")))
        ended = (6, self.statement(old, new, ("storyledger/rekeyed/v1", "ended yes")))
        early = (1, began[1])
        good, later = self.stories(maker, old), self.stories(maker, new)
        root = json.loads(good)["checkpoint"].split("\n")[2]
        def fork(given_up):
            return (2, self.statement(old, other, ("storyledger/forked/v1", f"abandoned {given_up}", f"kept 2 {root}")))
        torn = json.loads(good)
        torn["checkpoint"] = torn["checkpoint"].replace(f"{root}\n", f"{root}\n\nx\n", 1)
        since = "that the key has not ended and the history was not given up since: "
        held, made = "the log test.example/log, tree of 3 leaves, holds these 2 events", "they make version 2"
        alone = "a key that has since ended signed a tree of 3 leaves with these 2 events"
        return (
            ("no statements", good, old, None, 0, (held, made, since + "no --statements were given")),
            ("an empty file", good, old, b"", 0, (held, made, since + "the given file holds no statement")),
            ("a short file", good, old, self.file_of(began), 0, (held, made, since + "the given statements go up to @5")),
            ("an ended key", good, old, self.file_of(began, ended), 1,
             (alone, "version 2 (not proven)", "the key that signed it has ended at @6", "  that the history was not given up since: the given statements go up to @6",
              "and nobody else vouches for the tree")),
            ("a new key without statements", later, old, None, 1, ()),
            ("a new key with an empty file", later, old, b"", 1, ()),
            ("a new key", later, old, self.file_of(began, ended), 0,
             (held, made, "that the log holds the change of keys at @5: its statement is signed, its event is not shown here",
              since + "the given statements go up to @6")),
            ("a thief's key", self.stories(maker, thief), old, self.file_of(began, ended), 1, ()),
            ("a statement in place of a story", later, old, self.file_of(early), 1,
             ("the statements tell of a change of the log at @1, and there is another event: 'updated' of s",)),
            ("a history that was given up", good, old, self.file_of(fork(f"9 {root}")), 1,
             ("a key of a log that was given up signed a tree of 3 leaves with these 2 events", "that test.example/log/2, as which the log goes on, holds this", "and nobody else vouches for the tree")),
            ("statements out of order", good, old, self.file_of(ended, began), 65, ()),
            ("statements that are none", good, old, b"x\n", 65, ()),
            ("a checkpoint with an empty line", (self.checker.canonical(torn) + "\n").encode(), old, None, 1, ()),
            ("what the events say", good, old, None, 0, (
                "signed by " + "+".join(old.text.split("+", 2)[:2]) + ", root " + self.checker.base64.b64decode(root).hex(), "killed",
                "@1  2026-03-02T11:00:00Z  updated  source inbox, id e1", '"c", @0: "Claimed."', '@1, kill: "We',
                "that a source was entitled to what it sent")),
            ("a story that is the ledger's own", self.stories(maker, old, subject="org.storyledger"), old, None, 1,
             ("its story's id is 'org.storyledger', which the ledger keeps for itself",)),
            ("a noncharacter", self.stories(maker, old, id="e-here").replace(b"e-here", b"e\xef\xb7\x90"), old, None, 65, ("bundle refused",)),
            ("a fork of another log of that name", good, old, self.file_of((2, self.statement(
                thief, other, ("storyledger/forked/v1", f"abandoned 9 {root}", f"kept 2 {root}")))), 0, (held, made)),
            *self.shown_cases(maker, old),
            ("a look-alike id", self.stories(maker, old, subject="s\u200b"), old, None, 1,
             ("its story's id holds the invisible character U+200B",)),
            ("an id that is not composed", self.stories(maker, old, subject="e\u0301"), old, None, 1,
             ("its story's id is not in the composed form (Unicode NFC) at U+0065",)),
            ("a claim that reads like a takedown", self.stories(maker, old, claim='[withheld by @2: r (a)]", "d", @0: "x\\'), old, None, 0,
             ('"c", @0: "[withheld by @2: r (a)]\\", \\"d\\", @0: \\"x\\\\"',
              "texts that read like a takedown, and are none:\n  @0, claims[0].text")),
            *((f"a claim that reads like a takedown, as {claim!r}", self.stories(maker, old, claim=claim), old, None, 0,
               ("texts that read like a takedown, and are none:\n  @0, claims[0].text",))
              for claim in ("[2 paragraphs withheld by @6: order (Editor)]", "[Withheld\u00a0by @6", "[WITHHELD\nBY@ 6", "[wit\u200bhheld by event @\uff16",
                            "\u27e6headline withheld by @6", "\uff3bwithheld by \uff206", "[ Not carried]")),
            ("a change of keys in a story", self.stories(maker, old, type="rekeyed", source="org.storyledger"), old, None, 1,
             ("'rekeyed' is about the log itself, never about a story",)),
            ("an event's look-alike id", self.stories(maker, old, id="e\u200dx"), old, None, 1, ("its id holds the invisible character U+200D",)),
            ("an event's id that is not composed", self.stories(maker, old, id="e\u0301"), old, None, 1,
             ("its id is not in the composed form (Unicode NFC) at U+0065",)),
            ("a time beyond any configuration", self.stories(maker, old, time="2027-03-03T12:00:01Z"), old, None, 1,
             ("its time, 2027-03-03T12:00:01Z, is more than 366 days after it was recorded",)),
            ("data nested 64 deep", self.stories(maker, old, deep=62), old, None, 0, ()),
            ("data nested 65 deep", self.stories(maker, old, deep=63), old, None, 1, ("skeleton is no object in RFC 8785 form",)),
            ("the last time that a configuration allows", self.stories(maker, old, time="2027-03-03T12:00:00Z"), old, None, 0, ()),
        )

    def shown_cases(self, maker, key):
        """What a takedown says of pieces that are shown, or of small ones that are not."""
        unsure = "for withheld data, the keeper's word alone says what changed"
        def made(version, entry, hidden, data, last, authority="a"):
            world = [("published", "s", {"headline": "H", "body": "One.\n\nTwo."}), ("updated", "s", data), ("updated", "s", last),
                     ("withheld", "s", {"reason": "r", "authority": authority, "same": [], "taken": [entry]})]
            world = [{"leaf": {
                "id": f"e{number}" if kind != "withheld" else f"withheld-{entry['position']}", "position": number,
                "previous": number - 1 if number else None, "recordedtime": f"2026-03-02T12:00:{number:02}.000000Z", "revision": number,
                "schema": 1, "source": "inbox" if kind != "withheld" else "org.storyledger", "subject": story,
                "time": "2026-03-02T11:00:00Z", "type": kind}, "data": data, "hidden": []} for number, (kind, story, data) in enumerate(world)]
            world[1]["hidden"] = hidden
            maker.key = key
            return (self.checker.canonical(maker.bundle(world, [0, 1, 2], [3], version)) + "\n").encode()
        kill, edit = {"headline": "H2", "change": "kill"}, {"headline": "H3"}
        repeats = {"position": 0, "pieces": [0], "repeats": [1]}
        return (
            ("repeats that what is shown contradicts", made(2, repeats, [], {"headline": "H2"}, edit), key, None, 1,
             ("event 1 of the bundle breaks the chain: what is shown makes a version there, and a takedown says that it makes none",)),
            ("repeats that say nothing new", made(2, repeats, [], {"headline": "H"}, edit), key, None, 0, ("they make version 2",)),
            ("a takedown of nothing", made(3, {"position": 0, "pieces": [], "repeats": []}, [], {"headline": "H2"}, edit), key, None, 1,
             ("@3 is to explain missing pieces: it takes nothing of @0",)),
            ("a withheld kill", made(3, {"position": 1, "pieces": [0], "version": 2, "fields": ["headline"], "change": "kill"}, [0], kill, edit),
             key, None, 0, ("they make version 3", f"that its status is killed: {unsure}", "@1, change: withheld by event @3", "| H3", "| Two.")),
            ("a withheld kill that is not told", made(3, {"position": 1, "pieces": [0], "version": 2, "fields": ["headline"]}, [0], kill, edit),
             key, None, 0, ("they make version 3", f"that its status is published: {unsure}")),
            ("a withheld kill that made no version, it is said", made(2, {"position": 1, "pieces": [0]}, [0], kill, edit), key, None, 1,
             ("what is shown makes a version there, and a takedown says that it makes none",)),
            ("a kill of which all is gone", made(3, {"position": 1, "pieces": "all", "version": 2, "fields": ["headline"]}, "all", kill, edit),
             key, None, 0, ("version 3 (not proven)", f"that they make version 3: {unsure}", f"that its status is published: {unsure}",
                            f"that body is the version's: {unsure}")),
            ("a version without a dek, where all data of an event is gone",
             made(3, {"position": 1, "pieces": "all", "version": 2, "fields": ["headline"]}, "all", {"headline": "H2", "dek": "D"}, edit), key,
             None, 0, (f"that body is the version's: {unsure}", f"that the version has no dek: {unsure}",
                       "that no claim, note or move is missing: all data of 1 event is gone")),
            ("a dek that is gone, with its name",
             made(3, {"position": 1, "pieces": "all", "version": 2, "fields": ["dek"]}, "all", {"dek": "D"}, edit), key, None, 0,
             ("dek: withheld by event @3", f"that body is the version's: {unsure}")),
            ("a text that is shown, though it was withheld",
             made(3, {"position": 0, "pieces": [0, 2], "repeats": []}, [], {"headline": "H2"}, edit), key, None, 0,
             ("@0, body paragraph 1: shown, though withheld by event @3 on 2026-03-02T12:00:03Z: “r” (“a”)",
              "@0, headline: shown, though withheld by event @3", "5 of 5 pieces are here", "they make version 3")),
            ("an authority that imitates the checker's words",
             made(3, {"position": 1, "pieces": [1], "version": 2, "fields": []}, [1], {"headline": "H2", "note": {"text": "N"}}, edit,
                  'E\u201d), text 1 of 1]; "M" admitted claims "c": "It is true." [by @9: (J'), key, None, 0,
             ("@1, update: [withheld by @3: “r” (“E’), text 1 of 1]; 'M' admitted claims 'c': 'It is true.' [by @9: (J”)]\n",
              "that a takedown's reason and authority are true: they are the keeper's word")),
            ("a whole event that is shown, though it was withheld",
             made(3, {"position": 1, "pieces": "all", "version": 2, "fields": []}, [], {"headline": "H2"}, edit), key, None, 0,
             ("@1, 1 of 1 pieces: shown, though withheld by event @3", "they make version 3")),
            ("an event of which a part is shown, though all was withheld",
             made(3, {"position": 1, "pieces": "all", "version": 2, "fields": []}, [0], {"headline": "H2", "reason": "R"}, edit), key, None, 0,
             ("@1, 1 of 2 pieces: shown, though withheld by event @3", "@1, headline: withheld by event @3")),
            ("a version that what is shown contradicts",
             made(3, {"position": 1, "pieces": [0], "version": 2, "fields": []}, [0], {"change": "kill"}, edit), key, None, 1,
             ("event 1 of the bundle breaks the chain: what is shown makes no version there, and a takedown says that it makes one",)),
        )

    def statements(self, program=None):
        """The script, or our own checker, says what it must of keys that ended and of files that say less."""
        with tempfile.TemporaryDirectory() as scratch:
            path, said = os.path.join(scratch, "bundle.json"), os.path.join(scratch, "statements")
            for number, (what, raw, key, statements, status, words) in enumerate(self.statement_cases()):
                with open(path, "wb") as file:
                    file.write(raw)
                with open(said, "wb") as file:
                    file.write(statements or b"")
                command = [program, "check-bundle"] if program else [sys.executable, SCRIPT]
                given = [] if statements is None else ["--statements", said]
                done = subprocess.run([*command, path, "--key", key.text, *given], capture_output=True, text=True, check=False,
                                      env=dict(os.environ, XDG_STATE_HOME=os.path.join(scratch, str(number))))
                printed = done.stdout + done.stderr
                self.expect(done.returncode == status, f"{what}: {done.returncode}, expected {status}: {printed}")
                for text in words:
                    self.expect(text in printed, f"{what}: {text!r} is not in {printed}")

    def cosigned(self, program=None):
        """Of two cosignatures of one witness the earlier time counts; a time beyond 2^63 - 1 does not verify; the log is no witness."""
        maker = keeper.Keeper(self.checker, self.random)
        log, witness = monitor.Key("test.example/log", b"1" * 32), monitor.Key("witness.example", b"7" * 32)
        good = json.loads(self.stories(maker, log))
        text = good["checkpoint"].split("\n\n")[0] + "\n"
        def key_of(signer, kind):
            key = bytes([kind]) + base64.b64decode(signer.text.split("+", 2)[2])[1:]
            ident = hashlib.sha256(signer.name.encode() + b"\n" + key).digest()[:4]
            return f"{signer.name}+{ident.hex()}+{base64.b64encode(key).decode()}", ident
        def line(signer, seconds):
            signature = signer.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
            return f"\u2014 {signer.name} {base64.b64encode(key_of(signer, 4)[1] + seconds.to_bytes(8, 'big') + signature).decode()}\n"
        mine = monitor.Key("own.example", b"1" * 32)
        late, early, never = 1_800_000_000, 1_700_000_000, 2**64 - 1
        with tempfile.TemporaryDirectory() as scratch:
            path = os.path.join(scratch, "bundle.json")
            said = "that witness.example cosigned at "
            older = said + ("2023-11-14T22:13:20.000000Z, as it says: @1, which the tree covers, was recorded after that, at "
                            "2026-03-02T12:00:01.000000Z")
            recorded, now = 1_772_452_801, int(time.time())
            cases = [(f"a random time, {seconds}", witness, (seconds,), 0, self.cosigned_words(seconds, recorded, now))
                     for seconds in (recorded - 1, recorded, recorded + 1, now - 10, now + 120, 2**40,
                                     *(self.random.randrange(2**self.random.randrange(63)) for _ in range(12)))]
            for what, signer, times, status, words in (
                    *cases,
                    ("late, early", witness, (late, early), 0, older), ("early, late", witness, (early, late), 0, older),
                    ("beyond all times", witness, (never,), 1, "does not verify"), ("beyond and good", witness, (never, early), 1, "does not verify"),
                    ("beyond the year 9999", witness, (2**63 - 1,), 0,
                     said + "a time after the year 9999, as it says: that is ahead of this machine's clock"),
                    ("the log itself", mine, (early,), 64, "and no witness")):
                raw = dict(good, checkpoint=good["checkpoint"] + "".join(line(signer, seconds) for seconds in times))
                with open(path, "wb") as file:
                    file.write((self.checker.canonical(raw) + "\n").encode())
                command = [program, "check-bundle"] if program else [sys.executable, SCRIPT]
                done = subprocess.run([*command, path, "--key", log.text, "--witness", key_of(signer, 4)[0]], capture_output=True, text=True,
                                      check=False, env=dict(os.environ, XDG_STATE_HOME=os.path.join(scratch, what)))
                printed = done.stdout + done.stderr
                self.expect(done.returncode == status and words in printed, f"cosigned {what}: {done.returncode}, {words!r} in {printed}")
                sure = printed.partition("not proven:")[0]
                self.expect(status or "cosigned by witness.example\n" in sure and "cosigned at" not in sure,
                            f"cosigned {what}: a time is among what is proven: {printed}")

    def cosigned_words(self, seconds, recorded, now):
        """What is to be said of the time of a cosignature, by a plain rule; a new line ends what has no remark."""
        shown = "a time after the year 9999" if seconds >= 253_402_300_800 else (
            datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)).isoformat() + ".000000Z"
        remark = ": @1, which the tree covers, was recorded after that" if seconds < recorded else (
            ": that is ahead of this machine's clock\n" if seconds > now + 61 else "\n")
        return f"that witness.example cosigned at {shown}, as it says{remark}"

    def nobodys_keys(self, program=None):
        """The script, or our own checker, refuses keys with which anybody can sign, of a log and of a witness."""
        command = [program, "check-bundle"] if program else [sys.executable, SCRIPT]
        path = os.path.join(EVIDENCE, BUNDLES[0])
        for public in NOBODYS_KEYS:
            for kind in (1, 4):
                key = bytes([kind]) + bytes.fromhex(public)
                ident = hashlib.sha256(b"weak.example\n" + key).hexdigest()[:8]
                text = f"weak.example+{ident}+{base64.b64encode(key).decode()}"
                given = ["--key", text] if kind == 1 else ["--key", self.log_text, "--witness", text]
                done = subprocess.run([*command, path, *given], capture_output=True, text=True, check=False)
                self.expect(done.returncode == 64 and "expected a key with which only its holder can sign" in done.stderr,
                            f"the key {public} of kind {kind}: {done.returncode}, {done.stderr}")

    def commands(self, raw):
        def status(*arguments):
            done = subprocess.run([sys.executable, SCRIPT, *arguments], capture_output=True, text=True, check=False)
            return done.returncode, done.stdout
        path = os.path.join(EVIDENCE, BUNDLES[0])
        code, printed = status(path, "--key", self.log_text, "--witness", self.witness_text)
        self.expect(code == 0 and "they make version" in printed, "the command proves a good bundle")
        self.expect(status(path, "--key", self.witness_text)[0] == 64, "a witness's key is no log's key")
        self.expect(status(path)[0] == 64, "a key is asked for")
        self.expect(status(path + ".none", "--key", self.log_text)[0] == 66, "a missing file is told of")
        self.expect(status(path, "--key", self.log_text, "--origin", "other.example")[0] == 1, "another origin")
        with tempfile.NamedTemporaryFile() as file:
            file.write(raw.replace(b"closure", b"opening", 1))
            file.flush()
            self.expect(status(file.name, "--key", self.log_text)[0] == 1, "the command refuses a tampered bundle")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("seed", nargs="?", type=int, default=1)
    arguments.add_argument("--bin", type=os.path.abspath)
    arguments.add_argument("--keep", help="a folder for the lies that the checkers disagree on")
    arguments.add_argument("--mutations", type=int, default=500)
    given = arguments.parse_args()
    run = Run(given.seed)
    if given.bin:
        run.keep = given.keep
        run.agree(given.bin, given.mutations)
        run.lies(given.bin, given.mutations * 2)
        run.statements(os.path.join(given.bin, "storyledger"))
        run.nobodys_keys(os.path.join(given.bin, "storyledger"))
        run.cosigned(os.path.join(given.bin, "storyledger"))
    else:
        run.signatures()
        for name in BUNDLES + OTHERS:
            raw = read(name)
            run.expect(run.proves(raw), f"{name} is not proven")
            if name in BUNDLES:
                run.edits(name, raw)
            run.accusation(raw)
            run.flips(name, raw, 200)
        run.commands(read(BUNDLES[-1]))
        run.statements()
        run.nobodys_keys()
        run.cosigned()
    print(f"{run.passed} passed, {run.failed} failed" + (f" (seed {given.seed})" if run.failed else ""))
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
