#!/usr/bin/env python3
"""Edits as a newsroom makes them, and what `storyledger diff --files` says of them, checked without our code.

usage: edits.py [--bin DIR] [--pairs N] [--seed S] [--keep DIR]

Of each pair of invented texts it asks for
  exactness: the operations turn the old text into the new one and back, byte for byte;
  noise: texts with the same words in the same order, split at white space, in whatever typography and encoding, have
    noise and nothing else, and other texts have something else;
  the fewest: `minimal` without a move changes no more words and marks than a longest common subsequence leaves;
  patch(1): it makes the new text of the old one and `--format unified`.
Prints a line for each fault; exit 1 when there was one.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

NOUNS = ("levee pier customs tariff clerk ballot verdict nurse tram depot quarry mill ward audit lease pump ridge siren "
         "the of at an for office afflux").split()
NAMES = ["Ines Marchetti", "Québec", "Škofja Loka", "O'Hara", "the Dockers' Union", "Zürich"]
NUMBERS = ["9", "17", "2.5", "30,000", "a third", "£1.2 billion"]

# What an editor takes for the same mark.
SAME = {**dict.fromkeys("‘’‚‛“”„‟′″ʼ«»‹›\"'", "'"), **dict.fromkeys("‐‑‒–—―−", "-")}
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]")
LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ["ff", "fi", "fl", "ffi", "ffl", "st", "st"]))


def plain_words(text):
    """The words of a text with typography, encodings and the unseen folded."""
    text = unicodedata.normalize("NFC", UNSEEN.sub("", text)).replace("…", "...")
    text = "".join(LIGATURES.get(c, SAME.get(c, c)) for c in text)
    return re.sub(r"\s*-[\s-]*", "-", text).split()


def sentence(dice):
    words = " ".join(dice.choice(NOUNS) for _ in range(dice.randint(2, 10)))
    shape = dice.randrange(8)
    if shape == 0:
        return f"“{words.capitalize()},” said {dice.choice(NAMES)}."
    if shape == 1:
        return f'"{words.capitalize()}!"'
    if shape == 2:
        return f"{dice.choice(NAMES)} paid {dice.choice(NUMBERS)} {words}."
    if shape == 3:
        return f"— {words.capitalize()}…"
    if shape == 4:
        return f"Why {words}? {dice.choice(NUMBERS).capitalize()}."
    return f"{words.capitalize()}."


def paragraph(dice):
    if dice.random() < 0.15:
        return "\n".join("* " + dice.choice(NOUNS) for _ in range(dice.randint(2, 6)))
    return " ".join(sentence(dice) for _ in range(dice.randint(1, 5)))


def rewritten(dice, paragraphs):
    """One edit of the words."""
    texts = list(paragraphs)
    place = dice.randrange(len(texts))
    parts = re.split(r"(?<=[.!?…”\"]) ", texts[place])
    words = texts[place].split(" ")
    kind = dice.randrange(11)
    if kind == 0:
        words[dice.randrange(len(words))] = dice.choice(NOUNS)
        texts[place] = " ".join(words)
    elif kind == 1:
        words[dice.randrange(len(words))] = dice.choice(NUMBERS)
        texts[place] = " ".join(words)
    elif kind == 2:
        parts.insert(dice.randint(0, len(parts)), sentence(dice))
        texts[place] = " ".join(parts)
    elif kind == 3 and len(parts) > 1:
        del parts[dice.randrange(len(parts))]
        texts[place] = " ".join(parts)
    elif kind == 4:
        texts.insert(dice.randint(0, len(texts)), paragraph(dice))
    elif kind == 5 and len(texts) > 1:
        del texts[place]
    elif kind == 6:
        texts.insert(dice.randrange(len(texts)), texts.pop(place))
    elif kind == 7:
        dice.shuffle(parts)
        texts[place] = " ".join(parts)
    elif kind == 8:
        start = dice.randrange(len(words))
        texts[place] = " ".join(words[start:] + words[:start])
    elif kind == 9:
        words[-1] = dice.choice(NOUNS) + "."
        texts[place] = " ".join(words + [sentence(dice)])
    else:
        texts[place] = " ".join(words[::2]) if len(words) > 3 else texts[place] + " " + sentence(dice)
    return texts


def restyled(dice, paragraphs):
    """One edit that changes no word."""
    texts = list(paragraphs)
    place = dice.randrange(len(texts))
    text = texts[place]
    kind = dice.randrange(12)
    if kind == 0:
        text = text.replace("\n", "\n\n")
    elif kind == 1:
        text = text.replace(" ", dice.choice(["  ", "\n", "\n\n", "\u00a0"]), dice.randint(1, 3))
    elif kind == 2:
        text = text.replace("“", '"').replace("”", '"')
    elif kind == 3:
        text = text.replace("“", "‘").replace("”", "’")
    elif kind == 4:
        text = text.replace("—", dice.choice(["–", "-", "--"]))
    elif kind == 5:
        text = text.replace("…", "...")
    elif kind == 6:
        text = text.replace("'", "’")
    elif kind == 7:
        text = unicodedata.normalize("NFD", text)
    elif kind == 8:
        text = text.replace("ffi", "ﬃ").replace("ffl", "ﬄ")
    elif kind == 9:
        text = text.replace("e", "e" + dice.choice("\u200b\ufeff\u00ad\ufe0f\U000e0100"), dice.randint(1, 4))
    elif kind == 10 and place + 1 < len(texts):
        text += dice.choice([" ", "\n"]) + texts.pop(place + 1)
    else:
        text = text.replace(". ", ".\n\n", 1)
    texts[place] = text
    return texts


def finest(operations):
    for operation in operations:
        if operation.get("operations"):
            yield from finest(operation["operations"])
        else:
            yield operation


def laid_out(pieces):
    text = b""
    for start, piece in sorted((piece for piece in pieces if piece[1]), key=lambda piece: piece[0]):
        if start != len(text):
            raise ValueError(f"a gap or an overlap at byte {start}")
        text += piece
    return text


def inexact(operations, old, new):
    """What is wrong with the operations as a patch, or nothing."""
    forth, back = [], []
    for leaf in finest(operations):
        (a, b), (c, d) = leaf["old"], leaf["new"]
        if leaf["op"] in ("equal", "move"):
            if old[a:b] != new[c:d]:
                return f"{leaf['op']} of other bytes at {leaf['old']}"
            forth.append((c, old[a:b]))
            back.append((a, new[c:d]))
        else:
            forth.append((c, (leaf.get("newText") or "").encode()))
            back.append((a, (leaf.get("oldText") or "").encode()))
    try:
        if laid_out(forth) != new:
            return "another new text"
        if laid_out(back) != old:
            return "another old text"
    except ValueError as error:
        return str(error)
    return None


def tokens(text):
    return re.findall(r"\w+|[^\w\s]", text)


def fewest(old, new):
    """Words and marks that any script must take out and put in."""
    old, new = tokens(old), tokens(new)
    row = [0] * (len(new) + 1)
    for token in old:
        diagonal = 0
        for column, other in enumerate(new, 1):
            diagonal, row[column] = row[column], diagonal + 1 if token == other else max(row[column], row[column - 1])
    return len(old) + len(new) - 2 * row[-1]


class Pairs:
    def __init__(self, program, scratch):
        self.program = program
        self.old_file, self.new_file = scratch / "old", scratch / "new"
        self.patched, self.patch = scratch / "patched", scratch / "patch"

    def diff(self, *options):
        command = [self.program, "diff", "--files", str(self.old_file), str(self.new_file), *options]
        return subprocess.run(command, capture_output=True, timeout=60)

    def faults(self, old, new):
        old_bytes, new_bytes = old.encode(), new.encode()
        self.old_file.write_bytes(old_bytes)
        self.new_file.write_bytes(new_bytes)
        answer = self.diff("--json")
        if answer.returncode not in (0, 1):
            return [f"exit {answer.returncode}: {answer.stderr.decode(errors='replace')[:200]}"]
        answer = json.loads(answer.stdout)
        operations = [operation for field in answer["fields"] for operation in field["operations"]]
        leaves = list(finest(operations))
        changes = [leaf for leaf in leaves if leaf["op"] != "equal"]
        faults = []
        if old != new or operations:
            wrong = inexact(operations, old_bytes, new_bytes)
            faults += [wrong] if wrong else []
        is_noise = all("noise" in leaf.get("marks", []) for leaf in changes if leaf["op"] != "move") \
            and not any(operation["op"] == "move" for operation in operations)
        if old != new and is_noise != (plain_words(old) == plain_words(new)):
            faults.append("noise only" if is_noise else "the same words, and more than noise")
        if answer["quality"] == "minimal" and not any(operation["op"] == "move" for operation in operations):
            changed = sum(len(tokens(leaf.get("oldText") or "")) + len(tokens(leaf.get("newText") or "")) for leaf in changes)
            least = fewest(old, new)
            if changed > least:
                faults.append(f"'minimal' changes {changed} words and marks where {least} do")
        self.patched.write_bytes(old_bytes)
        self.patch.write_bytes(self.diff("--format", "unified", "--noise").stdout)
        if old != new:
            subprocess.run(["patch", "--binary", "-s", "-p0", str(self.patched), str(self.patch)], capture_output=True)
            if self.patched.read_bytes() != new_bytes:
                faults.append("patch(1) makes another text")
        return faults


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--bin", type=os.path.abspath, default=".build/debug", help="where storyledger is")
    ask.add_argument("--pairs", type=int, default=300)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--keep", help="a directory for the pairs with faults")
    options = ask.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as scratch:
        pairs = Pairs(str(Path(options.bin) / "storyledger"), Path(scratch))
        for number in range(options.pairs):
            dice = random.Random(f"{options.seed}/{number}")
            before = [paragraph(dice) for _ in range(dice.randint(1, 6))]
            after = before
            edits = [restyled] if number % 3 == 0 else [rewritten, rewritten, restyled]
            for _ in range(dice.choice([1, 1, 2, 3, 6])):
                after = dice.choice(edits)(dice, after)
            old, new = "\n\n".join(before), "\n\n".join(after)
            faults = pairs.faults(old, new)
            if not faults:
                continue
            bad += 1
            print(f"seed {options.seed}, pair {number}: {'; '.join(faults)}")
            if options.keep:
                Path(options.keep).mkdir(parents=True, exist_ok=True)
                for side, text in (("old", old), ("new", new)):
                    Path(options.keep, f"{number}.{side}").write_bytes(text.encode())
    print(f"{options.pairs} pairs, {bad} with faults")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
