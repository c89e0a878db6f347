#!/usr/bin/env python3
"""What one source may take from a story of another, and one document from the daemon: room is kept for the others.

usage: room.py [--bin DIR] [--keep] [--more MIB]

A source that floods the story of another with counter-claims does not keep its publisher from correcting it; documents of
very many short values are refused or take bounded memory, and so does everything that is done with their story later.
"""

import json

from harness import arguments, check, eventually, main, peak_memory

NEST = "[[[[[[[]]]]]]],"
TIME = "2026-03-02T10:00:00Z"


def document(kind, story, data):
    return json.dumps({"type": kind, "subject": story, "time": TIME, "data": data})


def filled(story, unit, count):
    """A document with very many values: unit is repeated in an array."""
    start = document("published", story, {"headline": "h", "body": "b", "claims": [{"id": "c", "text": "t"}],
                                          "extra": {"x": []}})
    return start.replace("[]}}}", "[" + (unit * count).rstrip(",") + "]}}}")


def counterclaim(number):
    return document("denied", "harbor", {"by": "X", "claims": ["c"], "counterclaim": {"id": f"wire/k{number}", "text": "z"}})


def test(ledger, options):
    for name in ("cms", "wire"):
        (ledger.inbox / name).mkdir()
    ledger.start()

    def drop(name, text):
        ledger.drop(name, text)
        found = []

        def is_decided():
            found[:] = ledger.rows(f"SELECT outcome, refusals FROM receipt WHERE file = '{name}'")
            return bool(found)

        eventually(is_decided, f"{name} has a receipt", ledger.daemon)
        outcome, refusals = found[0]
        return outcome if outcome != "quarantined" else json.loads(refusals)[0]

    # The room of a story.
    story = {"headline": "h", "body": "b", "claims": [{"id": "c", "text": "The bridge closes.", "by": "Council"}]}
    check(drop("cms/a.json", document("published", "harbor", story)) == "appended", "the story is not taken")
    flood = drop("wire/flood.ndjson", "\n".join(counterclaim(number) for number in range(999)))
    check(flood["code"] == "too-many" and flood["line"] == 101, f"999 counter-claims: {flood}")
    check("100 counter-claims from the source 'wire'" in flood["message"], f"999 counter-claims: {flood}")
    some = drop("wire/some.ndjson", "\n".join(counterclaim(number) for number in range(100)))
    check(some == "appended", f"100 counter-claims: {some}")
    claims = [{"id": f"new{number}", "text": "It does not."} for number in range(999)]
    correction = drop("cms/b.json", document("updated", "harbor", {"headline": "Corrected", "claims": claims}))
    check(correction == "appended", f"the publisher's correction: {correction}")

    # Who sent what.
    drop("wire/c.json", document("responded", "harbor", {"by": "Council", "outcome": "withdraws", "claims": ["c"]}))
    found = json.loads(ledger.run("claims", "harbor", "--json").stdout)
    check(found["source"] == "cms", f"claims --json: {found['source']}")
    check({move["source"] for move in found["claims"][0]["moves"]} == {"wire"}, "claims --json does not name the source")
    events = json.loads(ledger.run("timeline", "harbor", "--json").stdout)["events"]
    check({event["source"] for event in events} == {"cms", "wire"}, "timeline --json does not name the sources")
    for verb in ("claims", "timeline"):
        page = " ".join(ledger.run(verb, "harbor", "--all").stdout.split())
        check("Council withdrew" in page and "(through wire)" in page, f"{verb} does not name the source")

    # The memory of a document.
    at_rest = peak_memory(ledger.daemon)
    peaks = []
    for count in (8_900, 17_800, 35_600):
        name = f"wire/{count}.json"
        check(drop(name, filled(f"n{count}", NEST, count)) == "appended", f"{count * 7} nested values are not taken")
        check(drop(f"wire/{count}-denied.json", document("denied", f"n{count}", {"by": "M"})) == "appended", "a denial")
        peaks.append(peak_memory(ledger.daemon))
    for mib, unit in ((15, NEST), (15, "1,"), (30, '{"":{}},')):
        refusal = drop(f"wire/{mib}-{len(unit)}.json", filled("large", unit, (mib << 20) // len(unit)))
        check(refusal["code"] == "too-many", f"{mib} MiB of {unit}: {refusal}")
        check(refusal["path"].startswith("$.data.extra.x[") and refusal["line"] == 1, f"{mib} MiB of {unit}: {refusal}")
    ledger.drop("cms/late.json", document("published", "late", story))

    def is_current():
        lines = ledger.run("projections", "status", "--json").stdout.splitlines()
        return all(line["stale"] is None for line in map(json.loads, lines))

    eventually(is_current, "the projections catch up", ledger.daemon)
    memory = peak_memory(ledger.daemon)
    ledger.stop()
    check(memory <= at_rest + options.more, f"{memory} MiB resident at its peak, {at_rest} before")
    return (f"peaks of {', '.join(map(str, peaks))} MiB at n, 2n and 4n values, {memory} MiB after the refused ones; "
            f"{at_rest} at rest")


if __name__ == "__main__":
    main(test, arguments(__doc__, more=300), "the room of a story and of a document")
