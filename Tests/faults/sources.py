#!/usr/bin/env python3
"""Who a source is, with the real daemon: what a producer may name and edit, and what is the same event."""

import json
import signal
import subprocess

from harness import arguments, check, eventually, main

CONFIG = """\
inbox:
  settle: 10ms
  sources:
    cms:
      as: [https://one.example]
    desk:
      edits: [cms]
    legal:
      edits: ["*"]
    reserved:
"""


def document(kind, story, data, source=None, id=None, time="2026-03-02T17:20:00Z"):
    fields = {"type": kind, "subject": story, "time": time, "data": data, "source": source, "id": id}
    return json.dumps({name: value for name, value in fields.items() if value is not None})


def test(ledger, options):
    (ledger.scratch / "storyledger.yaml").write_text(CONFIG)
    for name in ("cms", "desk", "legal", "wire"):
        (ledger.inbox / name).mkdir()
    ledger.start()
    count = 0

    def drop(source, text):
        """Drops a document into a directory, or the inbox itself; returns its outcome, or the code of the refusal."""
        nonlocal count
        count += 1
        name = (f"{source}/" if source else "") + f"{count}.json"
        ledger.drop(name, text)
        found = []

        def is_decided():
            found[:] = ledger.rows(f"SELECT outcome, refusals FROM receipt WHERE file = '{name}'")
            return bool(found)

        eventually(is_decided, f"{name} has a receipt", ledger.daemon)
        outcome, refusals = found[0]
        return outcome if outcome != "quarantined" else json.loads(refusals)[0]["code"]

    def expect(outcome, directory, *words, **named):
        found = drop(directory, document(*words, **named))
        check(found == outcome, f"{words} {named} from {directory}: {found}, expected {outcome}")

    story = {"headline": "H", "body": "B", "claims": [{"id": "c", "text": "C"}]}
    kill = {"change": "kill"}
    expect("appended", "cms", "published", "harbor", story)
    expect("appended", "cms", "published", "one", story, source="https://one.example")

    # Nobody else kills it, under whatever name.
    expect("not-your-story", "wire", "updated", "harbor", kill)
    expect("source-not-allowed", "wire", "updated", "harbor", kill, source="cms")
    expect("source-not-allowed", "", "updated", "harbor", kill, source="cms")
    expect("source-not-allowed", "", "updated", "one", kill, source="https://one.example")
    expect("source-not-allowed", "", "published", "new", story, source="reserved")
    expect("not-your-story", "", "updated", "harbor", kill)
    expect("not-your-story", "desk", "updated", "one", kill)
    # Nor takes its ids.
    expect("source-not-allowed", "wire", "published", "other", story, source="cms", id="17")
    # Who may, may; and anybody may answer.
    expect("appended", "desk", "updated", "harbor", {"body": "by the desk"})
    expect("appended", "legal", "updated", "one", {"body": "by the lawyers"})
    for kind in ("denied", "reiterated"):
        expect("appended", "wire", kind, "harbor", {"by": "W"})
    expect("appended", "", "responded", "harbor", {"by": "W", "outcome": "declined"})

    # Rules that are read again hold at once.
    def reload(text):
        (ledger.scratch / "storyledger.yaml").write_text(text)
        count = len(ledger.log_lines())
        ledger.daemon.send_signal(signal.SIGHUP)
        eventually(lambda: any("reloaded a setting" in line for line in ledger.log_lines()[count:]),
                   "the rules are reloaded", ledger.daemon)

    reload(CONFIG + "    wire:\n      edits: [cms]\n")
    expect("appended", "wire", "updated", "harbor", {"body": "by the wire"})
    reload(CONFIG)
    expect("not-your-story", "wire", "updated", "harbor", {"body": "by the wire again"})
    expect("appended", "desk", "updated", "harbor", {"body": "by the desk"}, id="again")

    # The same content without an id is one event, through whatever source; so is the same time told otherwise.
    expect("duplicate", "desk", "published", "harbor", story)
    expect("duplicate", "cms", "published", "harbor", story, time="2026-03-02T17:20:00.000+00:00")
    expect("duplicate", "legal", "published", "harbor", story)
    # Who may not edit the story is told who has published it, and that it may not: not that it said the same.
    expect("story-exists", "", "published", "harbor", story)
    expect("story-exists", "wire", "published", "harbor", story)
    expect("not-your-story", "wire", "updated", "harbor", {"body": "by the desk"})
    expect("appended", "wire", "published", "first", story)
    expect("story-exists", "cms", "published", "first", story)
    command = [f"{options.bin}/storyledger", "append", "-", "--ledger", str(ledger.root)]
    piped = subprocess.run(command, input=document("published", "harbor", story), capture_output=True, text=True)
    check(piped.stdout.startswith("duplicate\t@0\t"), f"append -: {piped.stdout} {piped.stderr}")

    # A document that changed nothing stays a duplicate when the story was killed since.
    expect("unchanged", "cms", "updated", "harbor", {"body": "by the desk"}, id="e2")
    expect("appended", "cms", "updated", "harbor", {"body": "corrected", "change": "correction", "note": "N"})
    expect("duplicate", "cms", "updated", "harbor", {"body": "by the desk"}, id="e2")
    expect("appended", "cms", "updated", "harbor", kill)
    expect("duplicate", "cms", "updated", "harbor", {"body": "by the desk"}, id="e2")
    expect("identity-conflict", "cms", "denied", "harbor", {"by": "W"}, id="e2")
    expect("time-in-future", "cms", "published", "late", story, time="2999-01-01T00:00:00Z")

    shown = json.loads(ledger.run("show", "harbor", "--json").stdout)
    check(shown["body"] == "corrected" and shown["status"] == "killed", f"it ends as {shown['body']}")
    # The admin may say any source.
    piped = subprocess.run(
        command, input=document("updated", "harbor", {"change": "release"}, source="cms"), capture_output=True, text=True)
    check(piped.stdout.startswith("appended\t"), f"append -: {piped.stdout} {piped.stderr}")
    ledger.stop()
    verify = ledger.run("verify")
    check(verify.returncode == 0, verify.stdout)
    check_configuration(ledger, options)
    return f"{count} documents"


def check_configuration(ledger, options):
    """A mistake is told by its line, and what is in force is printed."""
    path = ledger.scratch / "mistakes.yaml"

    def checked(text):
        path.write_text(text)
        command = [f"{options.bin}/storyledgerd", "--config", str(path), "--check-config"]
        return subprocess.run(command, capture_output=True, text=True)

    right = checked(CONFIG)
    for line in ('    cms:', '      as: ["https://one.example"]', '      edits: ["cms"]', '      edits: ["*"]'):
        check(line in right.stdout, f"--check-config does not print '{line}': {right.stdout} {right.stderr}")
    wrong = checked("inbox:\n  sources:\n    cms:\n      has: [x]\n      edits: everything\n    a/b:\n")
    check(wrong.returncode == 78, "mistakes are not refused")
    for place in (":4:7: unknown setting 'has'", ":5:14: inbox.sources.cms.edits", ":6:5: inbox.sources: found 'a/b'"):
        check(f"{path}{place}" in wrong.stderr, f"no line for {place}: {wrong.stderr}")


if __name__ == "__main__":
    main(test, arguments("Who a source is, and what it may do."), "sources")
