#!/usr/bin/env python3
"""One long file of many revisions: all of it is taken, and the daemon holds little of it: what it holds does not grow
with the file. The command `append` takes the same documents as one array, and holds little of it, too."""

import json
import os
import random
import subprocess

from harness import arguments, check, eventually, main, measure, peak_memory, published, updated


def append_as_array(ledger, options, lines):
    """Appends the documents to a ledger of their own; returns the most memory that took, in MiB."""
    program, other = os.path.join(options.bin, "storyledger"), ledger.scratch / "other"
    file = ledger.scratch / "long.json"
    file.write_text("[" + ",".join(lines) + "]", encoding="utf-8")
    subprocess.run([program, "init", "--ledger", other], check=True, capture_output=True, env=ledger.variables)
    output = ledger.scratch / "appended"
    code, memory = measure(output, program, "append", file, "--ledger", other)
    check(code == 0, f"append ended with {code}")
    check(output.read_text().count("appended\t") == len(lines), "append took all documents")
    check(memory <= options.peak, f"append took {memory} MiB, more than {options.peak}")
    return memory


def test(ledger, options):
    print(f"seed {options.seed}, {options.mib} MiB")
    chance = random.Random(options.seed)
    sentences = [f"Sentence {number} of the ministry, the caf\u00e9 and the ferry." for number in range(400)]
    stories = 40
    lines, count, size = [], 0, 0
    while size < options.mib << 20:
        # Short and long ones, as newsrooms have them.
        text = "\n\n".join(chance.choices(sentences, k=chance.choice([5, 50, 2000])))
        make = published if count < stories else updated
        line = make(f"story-{count % stories}", text)
        if chance.random() < 0.5:
            # As RFC 8785 writes it, and so stored as it stands in the file.
            line = json.dumps(json.loads(line), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        line += "\n"
        lines.append(line)
        count, size = count + 1, size + len(line.encode())
    ledger.start()
    # What it takes by itself.
    ledger.drop("first.json", published("first"))
    eventually(lambda: not ledger.waiting_files(), "the first file is taken", ledger.daemon)
    at_rest = peak_memory(ledger.daemon)
    ledger.drop("long.ndjson", "".join(lines))
    eventually(lambda: not ledger.waiting_files(), "the long file is taken", ledger.daemon)
    memory = peak_memory(ledger.daemon)
    ledger.stop()
    events = ledger.check_log()
    check(events == count + 1, f"{events} events of {count + 1} documents")
    most = at_rest + options.more
    check(memory <= most, f"{memory} MiB resident at its peak, more than {most}")
    appended = append_as_array(ledger, options, lines)
    return (f"{count} events of one file of {size >> 20} MiB; {memory} MiB at most, {at_rest} at rest; "
            f"{appended} MiB for 'append'")


if __name__ == "__main__":
    main(test, arguments(__doc__, mib=40, more=60, peak=72, seed=random.randrange(1 << 32)), "a long file")
