#!/usr/bin/env python3
"""A producer that may not edit a story guesses its withheld text, with the real daemon: a right guess and a wrong one have
the same outcome, codes, messages, receipts, reasons, places and log lines, and a story beside the guess is taken in both
cases or in none."""

import json
import os
import re

from harness import arguments, check, eventually, main, published

RIGHT, WRONG = "Jo Fisher", "Al Barker"
TIMES = ["2026-03-02T18:20:00Z", "2026-03-02T18:20:01Z"]


def document(kind, data, story="s", time=TIMES[0], **named):
    return {"type": kind, "subject": story, "time": time, "data": data, **named}


def sayings(name, time=TIMES[0], **named):
    """What sources have said of somebody."""
    says = f"I am {name}."
    return [
        document("updated", {"body": f"It is {name}.\n\nThird."}, time=time, **named),
        document("denied", {"by": "B", "statement": says}, time=time, **named),
        document("reiterated", {"by": "B", "statement": says}, time=time, **named),
        document("responded", {"by": "B", "outcome": "statement", "statement": says, "request": "r"}, time=time, **named),
    ]


def story(name):
    return document("published", {
        "headline": "H", "body": f"It is {name}.\n\nSecond.", "claims": [{"id": "c", "text": "C"}],
        "requests": [{"id": "r", "party": "B"}]})


class Desk:
    def __init__(self, ledger):
        self.ledger = ledger
        self.count = 0

    def drop(self, source, *documents):
        """Drops a file, and returns its receipt and what is left of it everywhere, without what tells two files apart."""
        ledger, number = self.ledger, self.count
        self.count += 1
        name = f"{source}/{number:06}.ndjson"
        lines = len(ledger.log_lines())
        quarantine = set(os.listdir(ledger.quarantine))
        archive = {str(p) for p in ledger.archive.rglob("*") if p.is_file()}
        before = ledger.rows("SELECT max(number) FROM receipt")[0][0] or 0
        ledger.drop(name, "".join(json.dumps(d) + "\n" for d in documents))
        found = []

        def is_taken():
            found[:] = ledger.rows(
                "SELECT outcome, entries, refusals, length(sha256), withheld, file FROM receipt "
                f"WHERE number = {before + 1}")
            return found and not (ledger.inbox / name).exists()

        eventually(is_taken, f"{name} is taken", ledger.daemon)
        # A second file: the first one is filed, and everything is said of it.
        ledger.drop(f"own/{number:06}.json", published(f"own-{number:06}"))
        eventually(lambda: ledger.rows(f"SELECT 1 FROM event WHERE story = 'own-{number:06}'"), "the next", ledger.daemon)
        # As it is once it is filed.
        found[:] = ledger.rows(
            "SELECT outcome, entries, refusals, length(sha256), withheld, file FROM receipt "
            f"WHERE number = {before + 1}")
        left = []
        for path in sorted(set(os.listdir(ledger.quarantine)) - quarantine):
            left.append((path, (ledger.quarantine / path).read_text()))
        for path in sorted({str(p) for p in ledger.archive.rglob("*") if p.is_file()} - archive):
            if "/own/" not in path:
                left.append((path.rpartition("/")[2], open(path, encoding="utf-8").read()))
        # A log that this test reads at that moment is said to be held, whatever was guessed.
        said = [line.partition(" ")[2] for line in ledger.log_lines()[lines:]
                if "took files in" not in line and "is held by another process" not in line]
        position = next((e["position"] for e in json.loads(found[0][1]) if e.get("position") is not None), None)
        why = ledger.run("why", str(position)).stdout if position is not None else ""
        text = json.dumps([found, left, said, why])
        for own in (f"{number:06}", f"withheld-{before + 1}.", f"receipt={before + 1} ", f"receipt={before + 1}\""):
            text = text.replace(own, "N")
        # Positions, times and hashes are those of the file.
        return found[0], text


def plain(text, name):
    """What may differ: what the producer has written itself."""
    out = text.replace(name, "NAME")
    out = re.sub(r"hmac-sha256:[0-9a-f]{64}|[0-9a-f]{64}", "HASH", out)
    out = re.sub(r"\d{4}-\d\d-\d\dT[0-9:.]+(Z|\+00:00)", "TIME", out)
    return re.sub(r"position\W+\d+|revision\W+\d+|@\d+  |\br\d+\\n|receipt +\d+,", "PLACE", out)


def test(ledger, options):
    (ledger.scratch / "storyledger.yaml").write_text("inbox: {settle: 200ms, scan-interval: 1h, wait: 0s}\n")
    for name in ("a", "b", "c", "own"):
        (ledger.inbox / name).mkdir()
    ledger.start()
    desk = Desk(ledger)
    check(desk.drop("a", story(RIGHT))[0][0] == "appended", "the story is not taken")
    for number, saying in enumerate(sayings(RIGHT)):
        source = "c" if number else "a"
        check(desk.drop(source, saying)[0][0] == "appended", f"{saying} is not taken")
    for number, saying in enumerate(sayings(RIGHT, TIMES[1])[1:]):
        check(desk.drop("c", {**saying, "id": f"x{number}"})[0][0] == "appended", f"{saying} is not taken")
    found = ledger.run("withhold", "s", "--text", RIGHT, "--reason", "r", "--authority", "a", "--yes")
    check(found.returncode == 0, found.stderr)
    outcomes = {}

    def compare(source, *makes):
        """Each makes a document of a name and of a number, which is its own."""
        answers = []
        for name in (WRONG, RIGHT):
            receipt, text = desk.drop(source, *(make(name, desk.count) for make in makes))
            answers.append(plain(text, name))
            code = json.loads(receipt[2])[0]["code"] if receipt[2] != "[]" else receipt[0]
            outcomes[code] = outcomes.get(code, 0) + 1
        check(answers[0] == answers[1], f"{source}: a wrong guess\n{answers[0]}\nand a right one\n{answers[1]}")

    def marker(_, count):
        return document("published", {"headline": "M", "body": "M"}, story=f"m-{count:06}")

    guesses = [lambda name, _: story(name)]
    for kind in range(4):
        guesses.append(lambda name, _, kind=kind: sayings(name)[kind])
        guesses.append(lambda name, count, kind=kind: {**sayings(name)[kind], "id": f"{count:06}"})
    for source in ("b", "c"):
        for guess in guesses:
            compare(source, guess)
            compare(source, guess, marker)
            compare(source, marker, guess)
    for number in range(3):
        guess = (lambda name, _, number=number: {**sayings(name, TIMES[1])[number + 1], "id": f"x{number}"})
        compare("c", guess)
        compare("c", marker, guess)
    # A file with an event of its own and a document that was there before is archived as it is.
    check(desk.drop("b", document("denied", {"by": "B"}, id="same"))[0][0] == "appended", "b may not deny")
    compare("b", lambda name, count: {**sayings(name)[1], "id": f"{count:06}"},
            lambda _, __: document("denied", {"by": "B"}, id="same"))
    # Who published the story may send it again.
    check(desk.drop("a", story(RIGHT))[0][0] == "duplicate", "its publisher's own is no duplicate")
    ledger.stop()
    ledger.check_log()
    verify = ledger.run("verify", "--archive")
    check(verify.returncode == 0, verify.stdout)
    return f"{sum(outcomes.values())} guesses: {outcomes}"


if __name__ == "__main__":
    main(test, arguments(__doc__), "guesses of withheld text")
