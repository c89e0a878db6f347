#!/usr/bin/env python3
"""The largest documents of each sort, one after another: the daemon holds less than 1 GiB, which its unit is made for."""

import json
import random

from harness import arguments, check, eventually, main, peak_memory, published


def text(size, chance):
    """A text of so many bytes with few words twice, in paragraphs."""
    paragraphs, length = [], 0
    while length < size:
        paragraphs.append(" ".join(f"{chance.getrandbits(40):x}" for _ in range(180)))
        length += len(paragraphs[-1]) + 4
    return "\n\n".join(paragraphs)[: size - 4 * len(paragraphs)]


def documents(size, chance):
    """One document of each sort: they come in this order."""
    def made(sort, second, **data):
        return json.dumps({"type": sort, "subject": "long", "time": f"2026-03-02T17:20:{second:02}Z", "data": data})
    claims = [{"id": "c", "text": "It is closed."}]
    yield "published", made("published", 0, headline="H", body=text(size, chance), claims=claims)
    for second in (1, 2):
        yield f"updated-{second}", made("updated", second, body=text(size, chance))
    yield "headline", made("updated", 3, headline=text(size, chance).replace("\n", " "))
    yield "denied", made("denied", 4, by="The ministry", statement=text(size, chance), claims=["c"])
    yield "responded", made("responded", 5, by="The harbor", outcome="statement", statement=text(size, chance), claims=["c"])
    yield "denied-2", made("denied", 6, by="The union", statement=text(size, chance), claims=["c"])


def test(ledger, options):
    print(f"seed {options.seed}")
    chance = random.Random(options.seed)
    for source in ("long", "quiet"):
        (ledger.inbox / source).mkdir()
    ledger.start()
    ledger.drop("first.json", published("first"))
    eventually(lambda: not ledger.waiting_files(), "the first file is taken", ledger.daemon)
    names = []
    for name, document in documents((options.mib << 20) - 4096, chance):
        ledger.drop(f"long/{name}.json", document)
        names.append(f"long/{name}.json")
        ledger.drop(f"quiet/{name}.json", published(f"quiet-{name}"))
        eventually(lambda: not ledger.waiting_files(), f"{name} is taken", ledger.daemon)

    def folded():
        rows = [json.loads(line) for line in ledger.run("projections", "status", "--json").stdout.splitlines()]
        return all(row["behind"] == 0 and row["stale"] is None for row in rows)

    eventually(folded, "the projections have folded them", ledger.daemon)
    peak = peak_memory(ledger.daemon)
    ledger.stop()
    outcomes = dict(ledger.rows("SELECT file, outcome FROM receipt"))
    refused = [name for name in names if outcomes[name] == "quarantined"]
    check(not refused, f"refused: {refused}")
    check(peak < options.most, f"{peak} MiB resident at its peak, not less than {options.most}")
    ledger.check_log()
    return f"{len(names)} documents of {options.mib} MiB; {peak} MiB at most"


if __name__ == "__main__":
    main(test, arguments(__doc__, mib=64, most=1024, seed=random.randrange(1 << 32)), "the largest documents")
