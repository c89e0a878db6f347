"""Random stories and a takedown of a name in them: afterwards its letters are in no file of the ledger, but for what was named.

The name stands in paragraphs that repeat, in headlines, bylines, notes and free extras, in JSON with and without escapes, in lines, in
arrays and in front matter of many forms; in files that were taken, wait, were refused or are not finished, and in their names. The
oracle is a plain one: it reads each file in several ways, drops all but letters and digits, and looks for those of the name.
"""

import json
import os
import random
import re
import subprocess
import sys
import unicodedata

from harness import Failure, Ledger, arguments, check, eventually

NAMES = ["Kim Doe", "Al Ng", "ANNE FOX", "de la Cruz-Peña", "Jean-Luc d’Arc", "Søren Ås 3rd", "M. O. X.", "Will May", "Jo Fisher", "Zoë Müller", "Renée O’Brien-Lee", "Ana María d'Ors", "Anne-Marie “Mimi” Kohl", "Łukasz Żak",
         "Ida B. Wells of Memphis, aged 12", "Nguyễn Thị Hà"]
FILLERS = ["The bridge is closed.", "Nobody was hurt, the ministry said.", "It will open again in May.",
           "“We saw nothing,” said a neighbour.", "Two lanes were shut.", "The council meets on Monday — again."]


def letters(text):
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isalnum())


def slug(text):
    """As programs write names of files: in small letters, without accents and what parts words."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.replace("ø", "o").replace("Ø", "O").replace("ł", "l")
                                                     .replace("Ł", "L")) if not unicodedata.combining(c))
    return "".join(c for c in plain.lower() if c.isalnum())


def is_called(entry, name):
    return holds(entry, name) or slug(name) in slug(entry)


def unescaped(text):
    """JSON's and YAML's escapes, wherever they are."""
    def scalar(match):
        digits = match.group(1) or match.group(2) or match.group(3)
        value = int(digits, 16)
        return chr(value) if value < 0x110000 and not 0xD800 <= value < 0xE000 else " "
    text = re.sub(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\U([0-9a-fA-F]{8})", scalar, text)
    return re.sub(r"\\[nrtbfN_LP]", " ", text)


def percent(text):
    return re.sub(rb"(?:%[0-9a-fA-F]{2})+", lambda m: bytes.fromhex(m.group().replace(b"%", b"").decode()), text)


def holds(data, name):
    """Whether bytes say a name, in any of the ways that files here are written in."""
    if isinstance(data, str):
        data = os.fsencode(data)
    wanted = letters(name)
    for reading in (data, percent(data)):
        texts = [reading.decode("utf-8", "ignore")]
        if b"\0" in reading:
            texts += [reading.decode("utf-16-le", "ignore"), reading.decode("utf-16-be", "ignore")]
        for text in texts:
            for _ in range(3):
                if wanted in letters(text):
                    return True
                text = unescaped(text)
    return False


def holders(root, name):
    found = set()
    for directory, folders, files in os.walk(root):
        for entry in folders + files:
            path = os.path.join(directory, entry)
            if is_called(entry, name):
                found.add(os.path.relpath(path, root))
        for entry in files:
            path = os.path.join(directory, entry)
            try:
                if not os.path.islink(path) and holds(open(path, "rb").read(), name):
                    found.add(os.path.relpath(path, root))
            except FileNotFoundError:
                # A daemon that runs renames what it writes.
                continue
    return found


class Desk:
    """Writes documents as producers do."""

    def __init__(self, chance, name):
        self.chance, self.name = chance, name
        self.repeated = [self.paragraph(True) for _ in range(2)]

    def form(self):
        """The name as somebody else types it."""
        name = self.name
        if self.chance.random() < 0.2:
            name = unicodedata.normalize("NFD", name)
        if self.chance.random() < 0.15:
            name = name.replace(" ", self.chance.choice(["\u00a0", "  ", "\u2009", "\n"]), 1)
        if self.chance.random() < 0.1:
            place = self.chance.randrange(1, len(name))
            name = name[:place] + "\u00ad" + name[place:]
        return name

    def paragraph(self, has_name):
        if not has_name:
            return self.chance.choice(FILLERS)
        return self.chance.choice(["{}", "{} won.", "“It was {},” she said.", "Asked twice, {} said no.", "It was not {}",
                                   "The name — {} — is on the list of those who were there."]).format(self.form())

    def body(self, often=0.4):
        parts = []
        for _ in range(self.chance.randrange(1, 6)):
            kind = self.chance.random()
            parts.append(self.chance.choice(self.repeated) if kind < often / 2 else self.paragraph(kind < often))
        return self.chance.choice(["\n\n", "\n\n\n", "\r\n\r\n"]).join(parts)

    def field(self, often=0.3):
        return " ".join(self.paragraph(self.chance.random() < often).split("\n"))

    def published(self, story):
        data = {"headline": self.field(), "body": self.body()}
        if self.chance.random() < 0.5:
            data["dek"] = self.field()
        if self.chance.random() < 0.3:
            data["byline"] = [{"name": self.form() if self.chance.random() < 0.5 else "A. Writer"}]
        if self.chance.random() < 0.3:
            data["extra"] = {"desk": {"notes": [self.field(0.6), 3]}}
        data["claims"] = [{"id": "spoke", "text": self.field(), "by": {"name": self.form() if self.chance.random() < 0.3 else "B"}}]
        return {"type": "published", "subject": story, "time": "2026-03-02T17:20:00Z", "data": data}

    def later(self, story):
        kind = self.chance.choice(["updated", "updated", "updated", "denied", "responded"])
        if kind == "updated":
            data = {self.chance.choice(["headline", "dek"]): self.field()}
            if self.chance.random() < 0.8:
                data["body"] = self.body()
            if self.chance.random() < 0.3:
                data["note"] = {"text": self.field()}
        elif kind == "denied":
            data = {"by": {"name": self.form() if self.chance.random() < 0.3 else "B"}, "claim": "spoke",
                    "statement": {"text": self.field(0.5)}}
        else:
            data = {"by": {"name": "C"}, "outcome": "statement", "statement": {"text": self.field(0.5)}}
        hour = self.chance.randrange(18, 24)
        return {"type": kind, "subject": story, "time": f"2026-03-02T{hour}:{self.chance.randrange(60):02}:00Z", "data": data}

    def file(self, documents):
        """The bytes and the ending of a file with some documents."""
        plain = lambda document: json.dumps(document, ensure_ascii=self.chance.random() < 0.5)
        if len(documents) == 1:
            matter = self.matter(documents[0])
            if matter is not None and self.chance.random() < 0.6:
                return matter.encode(), ".md"
            return plain(documents[0]).encode(), ".json"
        if self.chance.random() < 0.5:
            return ("[" + ", ".join(map(plain, documents)) + "]").encode(), ".json"
        return ("\n".join(map(plain, documents)) + "\n").encode(), ".ndjson"

    def matter(self, document):
        """Front matter; nil for what it cannot say."""
        data = document["data"]
        if document["type"] not in ("published", "updated") or "claims" in data and self.chance.random() < 0.3:
            return None
        lines = ["---", f"type: {document['type']}", f"story: {document['subject']}", f"time: {document['time']}"]
        for key in ("headline", "dek"):
            if key in data:
                lines += self.value(key, data[key])
        if "note" in data:
            lines += self.value("note", data["note"]["text"])
        if "byline" in data:
            lines += ["byline:"] + ["  - name: " + self.double(party["name"]) for party in data["byline"]]
        return "\n".join(lines + ["---", data.get("body", "")]) + "\n"

    def double(self, text):
        """In double quotes, some letters escaped, and perhaps a line broken within a word."""
        written = ""
        for letter in text:
            if letter in "\\\"":
                written += "\\" + letter
            elif letter == "\n":
                written += "\\n"
            elif self.chance.random() < 0.05:
                written += f"\\u{ord(letter):04x}" if ord(letter) > 0xFF else f"\\x{ord(letter):02x}"
            elif letter == " " and self.chance.random() < 0.2:
                written += "\n    "
            elif letter.isalpha() and self.chance.random() < 0.02:
                written += "\\\n    " + letter
            else:
                written += letter
        return f"\"{written}\""

    def value(self, key, text):
        text = " ".join(text.split())
        form = self.chance.choice(["folded", "literal", "single", "double"])
        words = text.split(" ")
        broken, line = [], ""
        for word in words:
            if line and self.chance.random() < 0.3:
                broken.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        broken.append(line)
        if form == "folded":
            return [f"{key}: {self.chance.choice(['>', '>-', '>+'])}"] + ["  " + line for line in broken]
        if form == "literal":
            return [f"{key}: |-"] + ["  " + text]
        if form == "single":
            return [f"{key}: '" + "\n  ".join(broken).replace("'", "''") + "'"]
        return [f"{key}: " + self.double(text)]


def cut(bytes_, chance):
    return bytes_[:chance.randrange(max(1, len(bytes_) * 2 // 3), len(bytes_))]


def ledger_of(options, chance, name):
    ledger = Ledger(options)
    desk = Desk(chance, name)
    stories = [f"story-{number}" for number in range(chance.randrange(1, 4))]
    ledger.start()
    count = 0

    def file_name(ending):
        nonlocal count
        count += 1
        called = "file"
        if chance.random() < 0.3:
            parted = re.sub(r"\W+", chance.choice("-_."), name)
            called = chance.choice([name, parted, parted.lower(), parted.upper(), slug(name), "-".join(map(slug, name.split()))])
        return f"{called} {count}{ending}".replace("/", "-")

    def is_quiet():
        """Whether nothing is in the inbox but what waits for a story or is not finished."""
        try:
            return all(p.name.startswith(".") or b"later" in p.read_bytes() for p in ledger.waiting_files())
        except FileNotFoundError:
            return False

    def drop(documents, waits=False):
        data, ending = desk.file(documents)
        ledger.drop(file_name(ending), data)
        if not waits:
            eventually(is_quiet, "it is taken", ledger.daemon, patience=60)

    drop([desk.published(story) for story in stories])
    for _ in range(chance.randrange(2, 6)):
        drop([desk.later(chance.choice(stories)) for _ in range(chance.randrange(1, 4))])
    for _ in range(chance.randrange(0, 3)):
        wrong = desk.later(chance.choice(stories))
        wrong["data"][chance.choice(["headlin", "heading"])] = desk.field(0.9)
        drop([wrong])
    for _ in range(chance.randrange(0, 2)):
        # Bad bytes, and files that are cut short.
        data, ending = desk.file([desk.published("never")])
        ledger.drop(file_name(ending), cut(data, chance) if chance.random() < 0.5 else data.replace(b"e", b"\xe9", 1))
    for _ in range(chance.randrange(0, 3)):
        drop([desk.later("later")], waits=True)
    for number in range(chance.randrange(0, 3)):
        data, ending = desk.file([desk.later(chance.choice(stories))])
        (ledger.inbox / f".draft{number}{ending}").write_bytes(cut(data, chance))
    eventually(is_quiet, "files are taken", ledger.daemon, patience=60)
    return ledger, stories


def one(options, seed):
    chance = random.Random(seed)
    name = chance.choice(NAMES)
    ledger, stories = ledger_of(options, chance, name)
    try:
        end = chance.choice(["runs", "stopped", "killed"])
        if end == "stopped":
            ledger.stop()
        elif end == "killed":
            ledger.kill()
        before = len(holders(ledger.root, name))
        asked = ["withhold", chance.choice(stories), "--text", name, "--everywhere", "--reason", "R", "--authority", "A"]
        done = ledger.run(*asked, "--yes", "--json")
        if done.returncode == 66:
            found = holders(ledger.root, name)
            rows = ledger.rows("SELECT data FROM event")
            check(not any(holds(bytes(data or b""), name) for (data,) in rows), f"{name!r}: not found, and {found} hold it")
            return 0
        check(done.returncode == 0, f"{done.returncode}: {done.stdout}{done.stderr}")
        report = json.loads(done.stdout)
        named = set(report["leftovers"])
        found = holders(ledger.root, name)
        check(found <= named, f"{name!r} ({end}): {sorted(found - named)} hold it, and are not named: {sorted(named)}")
        commands = {entry["place"] for entry in report["commands"]}
        check(named <= commands, f"{sorted(named - commands)}: no command is named")
        for entry in report["commands"]:
            if entry["place"] in named and entry["command"].startswith(("mv ", "rm ")):
                subprocess.run(entry["command"], shell=True, executable="/bin/bash", check=True)
        if end == "runs":
            # It looks for files that are gone, or called otherwise, every 10 s.
            eventually(lambda: not holders(ledger.root, name), f"{name!r}: after the commands nothing holds it", ledger.daemon,
                       patience=20)
        check(not (left := holders(ledger.root, name)), f"{name!r}: after the commands {sorted(left)} hold it")
        again = ledger.run(*asked, "--yes")
        check(again.returncode == 66, f"again: {again.returncode}: {again.stdout}{again.stderr}")
        if end == "runs":
            ledger.stop()
        for words in (("verify",), ("projections", "rebuild")):
            done = ledger.run(*words)
            check(done.returncode == 0, f"{words}: {done.stdout}{done.stderr}")
        for story in stories:
            done = ledger.run("show", story, "--json")
            check(done.returncode == 0 and not holds(done.stdout.encode(), name), f"show: {done.stdout}{done.stderr}")
        check(not (left := holders(ledger.root, name)), f"{name!r}: it came back in {sorted(left)}")
        return before
    finally:
        ledger.done()


def main():
    options = arguments(__doc__, runs=20, seed=1)
    total, failed = 0, 0
    for seed in range(options.seed, options.seed + options.runs):
        try:
            total += one(options, seed)
            if seed % 20 == 0:
                print(f"seed {seed}: {total} files held a name until now", flush=True)
        except Failure as failure:
            print(f"FAILED: seed {seed}: {failure}", flush=True)
            failed += 1
    if failed:
        sys.exit(1)
    print(f"ok: {options.runs} takedowns; {total} files held the names before, none after")


main()
