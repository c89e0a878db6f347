"""Words in other letters: of other case, with other accents, in other forms. A takedown names them wherever they are. What is the
same is held against Python's casefold and NFKD, and the letters that the documentation adds to these."""

import json
import os
import random
import re
import subprocess
import unicodedata

from harness import Ledger, check, eventually, published, updated
from takedown_places import NAME, appended, holders, withheld, withheld_nothing

NAMES = ["Jo Fisher", "Stra\u00df", "Strass Weg", "\u039f\u03b4\u03c5\u03c3\u03c3\u03b5\u03cd\u03c2 \u03a3\u03c9\u03c4\u03ae\u03c1", "I\u015f\u0131k \u0130nan",
         "isik inan", "Zo\u00eb M\u00fcller", "Zoe Mueller", "S\u00f8ren \u00c5s", "\u0141ukasz \u017bak", "\u0418\u0432\u0430\u043d \u0419\u043e\u0433",
         "Sean O'Neill", "Anne-Marie D\u2019Or", "\u5c71\u7530\u592a\u90ce", "\u05e9\u05e8\u05d4 \u05db\u05d4\u05df",
         "Nguy\u1ec5n H\u00e0", "\u0540\u0561\u0575\u056f \u0587", "Efi Of\ufb01ce", "\u1fb3\u03b4\u03b7\u03c2 \u03a6\u03ce\u03c2", "\ud55c\uae00 Kim"]
OTHERS = {"\u00e6": ("ae", "ae"), "\u0153": ("oe", "oe"), "\u00f8": ("o", "oe"), "\u0142": ("l", "l"), "\u0111": ("d", "d"), "\u00f0": ("d", "d"),
          "\u00fe": ("th", "th"), "\u0127": ("h", "h"), "\u0167": ("t", "t"), "\u0131": ("i", "i")}
DOUBLED = {"a\u0308": "ae", "o\u0308": "oe", "u\u0308": "ue", "a\u030a": "aa"}


SIGNS = {**dict.fromkeys(map(ord, "`\u00b4\u02b9\u02bb\u02bc\u02bd\u2018\u2019\u201b\u2032\u05f3\ua78c"), "'"),
         **dict.fromkeys(map(ord, "-_\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), " "),
         0x6cc: "\u064a", 0x649: "\u064a", 0x6a9: "\u0643"}
POINTS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]")
JOINED = "[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"


def keys(text):
    """What a text is by the rule, plain and doubled."""
    found = set()
    for way in (0, 1):
        folded = text.replace("\u00b4", "'")
        for _ in range(3):
            folded = unicodedata.normalize("NFKD", folded.casefold())
        if way:
            for pair, letters in DOUBLED.items():
                folded = folded.replace(pair, letters)
        folded = "".join(OTHERS.get(letter, ("", ""))[way] or letter for letter in folded)
        folded = "".join(letter for letter in folded if not "\u0300" <= letter <= "\u036f")
        folded = " ".join(POINTS.sub("", folded.translate(SIGNS)).split())
        found.add(re.sub(f"(?<={JOINED}) (?={JOINED})", "", folded))
    return found


def is_same(words, text):
    return any(one in other for one in keys(words) for other in keys(text))


def is_exact(words, text):
    return unicodedata.normalize("NFC", words) in unicodedata.normalize("NFC", text)


def variant(words, chance):
    """The words as somebody else may write them, or nearly."""
    for _ in range(chance.randrange(1, 4)):
        words = chance.choice([
            str.upper, str.lower, str.title, str.swapcase, str.casefold, str, lambda text: unicodedata.normalize("NFD", text),
            lambda text: unicodedata.normalize("NFC", text), lambda text: unicodedata.normalize("NFKD", text),
            lambda text: "".join(c for c in unicodedata.normalize("NFD", text) if not "\u0300" <= c <= "\u036f"),
            lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
            lambda text: text.replace("ss", "\u00df"), lambda text: text.replace("\u00df", "ss"),
            lambda text: text.replace("SS", "\u1e9e"), lambda text: text.replace("\u03c3", "\u03c2"),
            lambda text: text.replace("\u03c2", "\u03c3"), lambda text: text.replace("i", "\u0131"),
            lambda text: text.replace("I", "\u0130"), lambda text: text.replace("fi", "\ufb01"),
            lambda text: text.replace("\u00fc", "ue"), lambda text: text.replace("ue", "\u00fc"),
            lambda text: text.replace("\u00f8", "oe"), lambda text: text.replace("\u0142", "l"),
            lambda text: text.replace("'", "\u2019"), lambda text: text.replace("\u2019", "'"), lambda text: text.replace(" ", "-"),
            lambda text: text.replace("-", "\u2011"), lambda text: text.replace("-", " "), lambda text: text.replace("'", "\u00b4"),
            lambda text: text.replace("s", "z", 1), lambda text: text[:-1], lambda text: text.replace("e", "\u0435", 1),
        ])(words)
    return words


def as_the_rule_says(options, rounds=1):
    """Events, files and names in other letters are named, and nothing else is."""
    for number, words in enumerate(NAMES * rounds):
        chance = random.Random(number)
        ledger = Ledger(options)
        try:
            texts = [variant(words, chance) for _ in range(24)]
            stories = [published(f"s{place}", f"It is \u201c{text}\u201d, they say.") for place, text in enumerate(texts)]
            appended(ledger, "a.ndjson", published("first", f"{words} saw it."), *stories)
            for place, text in enumerate(texts):
                written = f"It is {text}, they say." if place % 2 else json.dumps({"x": [f"It is {text}."]})
                (ledger.root / f"note-{place}").write_text(written)
            report = withheld(ledger, "first", "--text", words, "--everywhere")
            other = {place + 1 for place, text in enumerate(texts) if is_same(words, text) and not is_exact(words, text)}
            check(set(report["otherLetters"]) == other,
                  f"{words!r}, events: {[ascii(texts[place - 1]) for place in other ^ set(report['otherLetters'])]}")
            other = {f"note-{place - 1}" for place in other}
            found = {entry["place"]: entry["spelling"] for entry in report["otherFiles"]}
            check(set(found) == other, f"{words!r}, files: {[ascii(texts[int(name[5:])]) for name in other ^ set(found)]}")
            for name, spelling in found.items():
                check(is_exact(spelling, texts[int(name[5:])]), f"{words!r}: {name} does not say {spelling!r}")
        finally:
            ledger.done()


def names_in_any_letters(options):
    """A file is called after the words in any letters, also percent-encoded."""
    for number, words in enumerate(NAMES):
        chance = random.Random(number)
        ledger = Ledger(options)
        try:
            appended(ledger, "a.ndjson", published("first", f"{words} saw it."))
            texts = {f".{place}-": variant(words, chance) for place in range(40)}
            for start, text in texts.items():
                name = text.replace(" ", chance.choice(["-", "_", " ", "--"]))
                if chance.random() < 0.3:
                    name = "".join(f"%{byte:02X}" if byte >= 0x80 or byte == 0x20 else chr(byte) for byte in name.encode())
                    name = name.replace("%", "%25") if chance.random() < 0.3 else name
                (ledger.inbox / f"{start}{name}.part").write_text("nothing")
            report = withheld(ledger, "first", "--text", words)
            called = {place.split("/")[1].split("-")[0] + "-" for place in report["leftovers"]}
            wanted = {start for start, text in texts.items() if keys(words) & keys(text)}
            # Where a word is cut off or a letter changed, its rest is no word of the name.
            check(called == wanted, f"{words!r}: {[ascii(texts[start]) for start in called ^ wanted]}")
        finally:
            ledger.done()


def waiting_in_other_letters(options):
    """A file that waits with the words in other letters is named, with its documents and the command that takes them out."""
    ledger = Ledger(options)
    try:
        appended(ledger, "a.ndjson", published("pier", f"{NAME} saw it."))
        ledger.start()
        lines = [updated("later", "Nothing of it."), updated("later", "Of JO FISHER."), updated("later", "Nothing, too."),
                 updated("later", "Again JO  FISHER.")]
        ledger.drop("wait.ndjson", "\n".join(lines) + "\n")
        ledger.drop("same.json", json.dumps([json.loads(updated("later", "One.")), json.loads(updated("later", f"Of {NAME}."))]))
        eventually(lambda: ledger.run("inbox", "status").stdout.count(".json") + ledger.run("inbox", "status").stdout.count(".ndjson") >= 2,
                   "they wait", ledger.daemon)
        report = withheld(ledger, "pier", "--text", NAME)
        check(report["otherFiles"] == [{"place": "inbox/wait.ndjson", "spelling": "JO FISHER"}], f"named: {report['otherFiles']}")
        check(report["leftovers"] == ["inbox/same.json"], f"named: {report['leftovers']}")
        documents = {entry["place"]: entry["documents"] for entry in report["documents"]}
        check(documents == {"inbox/wait.ndjson": [2, 4], "inbox/same.json": [2]}, f"documents: {documents}")
        commands = {entry["place"]: entry["command"] for entry in report["commands"]}
        check("--text 'JO FISHER' --everywhere" in commands["inbox/wait.ndjson"], f"{commands}")
        page = ledger.run("withhold", "pier", "--text", NAME, "--reason", "R", "--authority", "A", "--yes").stdout
        for line in ("inbox/wait.ndjson: it holds the words in other letters: 'JO FISHER', in documents 2, 4 of 4",
                     "inbox/same.json: it still holds them, in document 2 of 2"):
            check(line in page, f"not on the page: {line}\n{page}")
        ledger.stop()
        for place in commands:
            program = os.path.join(ledger.bin, commands[place]).replace(" R ", " R --yes ")
            subprocess.run(program, shell=True, executable="/bin/bash", check=True, env=ledger.variables, capture_output=True)
        check((ledger.inbox / "wait.ndjson").read_text() == f"{lines[0]}\n{lines[2]}\n", "other documents are gone")
        check(not holders(ledger, "FISHER") and not holders(ledger, "Fisher"), f"held: {holders(ledger, 'FISHER')}")
    finally:
        ledger.done()


def stories_called_so(options):
    """A story's id stays; it is named."""
    ledger = Ledger(options)
    try:
        appended(ledger, "a.ndjson", published("kim-doe-denies", "Kim Doe denies."), published("pier", "Kim Doe again."),
                 published("kim-doering", "Nothing."))
        done = ledger.run("withhold", "pier", "--text", "Kim Doe", "--everywhere", "--dry-run")
        check("the id of the story kim-doe-denies is made of the words" in done.stdout, done.stdout)
        report = withheld(ledger, "pier", "--text", "Kim Doe", "--everywhere")
        check(report["stories"] == ["kim-doe-denies"], f"named: {report['stories']}")
    finally:
        ledger.done()


def withheld_before(options):
    """What is withheld already is refused, by which event, and nothing is done."""
    ledger = Ledger(options)
    try:
        appended(ledger, "a.ndjson", published("pier", "One.\n\nTwo.\n\nThree."), published("quay", "One."))
        names = {}
        for words, what in ((("--position", "0", "--piece", "1"), "piece 1 of @0"), (("--position", "0", "--field", "headline"), "field 'headline' of @0"),
                            (("--position", "1"), "@1")):
            names[words] = (what, withheld(ledger, *words)["by"])
        names[("--position", "1", "--piece", "0")] = ("@1", names[("--position", "1")][1])
        names[("--position", "1", "--field", "headline")] = ("@1", names[("--position", "1")][1])
        count = ledger.rows("SELECT count(*) FROM event")
        for words, (what, by) in names.items():
            for way in ("--yes", "--dry-run"):
                done = ledger.run("withhold", *words, "--reason", "R", "--authority", "A", way)
                check(done.returncode == 65 and f"{what} was withheld already by event @{by}" in done.stderr
                      and "nothing was done now" in done.stderr, f"{words}: {done.returncode}: {done.stderr}")
        check(ledger.rows("SELECT count(*) FROM event") == count, "something was recorded")
        withheld(ledger, "--position", "0", "--piece", "2")
        withheld_nothing(ledger, "pier", "--text", "Nowhere")
    finally:
        ledger.done()


def files_of_others(options):
    """What the user of the command may not remove or look into is named with sudo."""
    if os.geteuid() != 0:
        return
    ledger = Ledger(options)
    try:
        appended(ledger, "a.ndjson", published("pier", f"{NAME} saw it."))
        for directory, names, files in os.walk(ledger.scratch):
            for name in [directory] + [os.path.join(directory, name) for name in names + files]:
                os.chown(name, 65534, 65534)
        closed = ledger.root / "copies"
        closed.mkdir(mode=0o755)
        (closed / "a.txt").write_text(f"{NAME} saw it.")
        (ledger.root / "own.txt").write_text(f"{NAME} saw it.")
        done = ledger.run("withhold", "pier", "--text", NAME, "--reason", "R", "--authority", "A", "--yes", "--json", user=65534, group=65534,
                          extra_groups=[])
        if done.returncode == 126 or "Permission denied" in done.stderr:
            return
        check(done.returncode == 0, f"{done.returncode}: {done.stderr}")
        commands = {entry["place"]: entry["command"] for entry in json.loads(done.stdout)["commands"]}
        check(commands == {"copies/a.txt": f"sudo rm {closed}/a.txt", "own.txt": f"rm {ledger.root}/own.txt"}, f"{commands}")
    finally:
        ledger.done()


def test_letters(options):
    for part in (as_the_rule_says, names_in_any_letters, waiting_in_other_letters, stories_called_so, withheld_before, files_of_others):
        part(options)
