#!/usr/bin/env python3
"""A ledger is verified again and again while the daemon takes files in, publishes, and data is withheld: no finding, ever.
Then an edit of views.db is found."""

import json
import sqlite3
import threading

from harness import arguments, check, eventually, main, published, updated


class Producer(threading.Thread):
    """Drops a file every 20 ms: new stories, updates, documents that change nothing, files that are refused."""

    def __init__(self, ledger):
        super().__init__(daemon=True)
        self.ledger, self.done, self.count, self.fault = ledger, threading.Event(), 0, None

    def run(self):
        try:
            while not self.done.wait(0.02):
                self.drop(self.count)
                self.count += 1
        except Exception as fault:  # told by the test's own thread
            self.fault = fault

    def drop(self, number):
        story = f"s-{number // 10}"
        if number % 10 == 0:
            lines = [published(story)] + [published(f"{story}-{extra}") for extra in range(5)]
        elif number % 10 == 8:
            lines = ["{"]
        elif number % 10 == 9:
            again = json.loads(updated(story, f"Body {number - 2}."))
            lines = [json.dumps(dict(again, id=f"again-{number}"))]
        else:
            lines = [updated(story, f"Body {number}.")]
        self.ledger.drop(f"{number:06}.ndjson", "\n".join(lines))


def findings(result):
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    summary = lines.pop()
    check(summary["place"] == "summary", f"verify printed no summary: {result.stdout} {result.stderr}")
    return lines, summary


def test(ledger, options):
    ledger.start()
    eventually(lambda: (ledger.root / "public" / "checkpoint").exists(), "something is published", ledger.daemon)
    key = ledger.run("key", "show", "--json", check=True)
    key = json.loads(key.stdout)["keys"][0] if key.stdout.lstrip().startswith("{") else key.stdout.split()[0]
    key = key if isinstance(key, str) else key["key"]
    producer = Producer(ledger)
    producer.start()
    sizes = []
    for run in range(options.runs):
        views = ["--views"] if run % 4 == 3 else []
        found, summary = findings(ledger.run("verify", "--json", "--key", key, *views))
        check(not found, f"run {run}: a finding in a ledger that nobody changed: {found[:3]}")
        sizes.append(summary["events"])
        if run % 5 == 4:
            position = str(sizes[-1] // 2 + run)
            result = ledger.run("withhold", "--position", position, "--yes", "--reason", "a test", "--authority", "the test")
            check(result.returncode in (0, 65, 66, 75), f"withhold ended with {result.returncode}: {result.stderr}")
    producer.done.set()
    producer.join()
    check(producer.fault is None, f"the producer: {producer.fault}")
    check(sizes[-1] > sizes[0], "the ledger did not grow meanwhile")
    eventually(lambda: not ledger.waiting_files(), "the inbox is empty", ledger.daemon)
    ledger.stop()
    found, summary = findings(ledger.run("verify", "--json", "--key", key, "--views"))
    check(not found and summary["views"]["compared"] == "all", f"at last: {found[:3]} {summary}")
    forge(ledger)
    found, _ = findings(ledger.run("verify", "--json", "--key", key, "--views"))
    check(any(line["place"] == "row" for line in found), "an edit of views.db was not found")
    return f"{options.runs} runs over {sizes[0]} to {sizes[-1]} events, no finding"


def forge(ledger):
    """Has one row of the story index say that its story is another."""
    database = sqlite3.connect(ledger.root / "views.db", timeout=60)
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE name LIKE 'rows_stories_%'")]
    check(tables, "views.db has no rows of the story index")
    for table in tables:
        database.execute(f"UPDATE \"{table}\" SET c_status = 'killed' WHERE id = (SELECT max(id) FROM \"{table}\")")
    check(database.total_changes > 0, "no row was forged")
    database.commit()
    database.close()


if __name__ == "__main__":
    main(test, arguments(__doc__, runs=15), "verify under load")
