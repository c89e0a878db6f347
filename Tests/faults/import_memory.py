#!/usr/bin/env python3
"""The memory of an import does not grow with its files: documents and rows of n and 4n MiB, documents and rows as long as is
allowed, and lines far longer than that, which are refused while what comes after them is taken."""

import json
import os
import subprocess

from harness import arguments, check, main, measure, published

MAP = "story: id\ntime: when\nheadline: headline\nbody: text\n"
MOMENT = "2026-01-01T00:00:00Z"


def documents(path, mebibytes):
    """Documents of 4 KiB."""
    count = mebibytes * 256
    with open(path, "w") as file:
        for number in range(count):
            file.write(published(f"s{number}", "word " * 800) + "\n")
    return count


def rows(path, mebibytes):
    count = mebibytes * 256
    with open(path, "w") as file:
        file.write("id,headline,text,when\n")
        for number in range(count):
            file.write(f'r{number // 2},"H, {number}","{"word " * 800}",{MOMENT}\n')
    return count


def long_document(path, mebibytes):
    """One document of so many MiB between two short ones."""
    with open(path, "w") as file:
        file.write(published("before") + "\n")
        file.write(json.dumps({"type": "published", "subject": "long", "time": MOMENT, "data": {"headline": "H", "body": "x" * (mebibytes << 20)}}))
        file.write("\n" + published("after") + "\n")


def long_row(path, mebibytes):
    with open(path, "w") as file:
        file.write(f'id,headline,text,when\nbefore,H,B,{MOMENT}\nlong,H,"')
        for _ in range(mebibytes):
            file.write('""x, \n' * ((1 << 20) // 6))
        file.write(f'",{MOMENT}\nafter,H,B,{MOMENT}\n')


def test(ledger, options):
    (ledger.scratch / "map.yaml").write_text(MAP)
    found, said = {}, []

    def take(name, make, mebibytes, appended, refused, most):
        path = ledger.scratch / ("a.csv" if "row" in name else "a.ndjson")
        count = make(path, mebibytes)
        root = ledger.scratch / f"into-{len(found)}"
        program = os.path.join(options.bin, "storyledger")
        subprocess.run([program, "init", "--ledger", str(root)], check=True, capture_output=True)
        words = ["--map", str(ledger.scratch / "map.yaml")] if "row" in name else []
        output = ledger.scratch / "output"
        code, peak = measure(output, program, "import", path, "--ledger", root, "--json", *words)
        summary = json.loads(output.read_text())
        check(code == (65 if refused else 0), f"{name} of {mebibytes} MiB ended with {code}")
        check((summary["appended"], summary["refused"]) == (appended or count, refused), f"{name} of {mebibytes} MiB: {summary}")
        check(peak <= most, f"{name} of {mebibytes} MiB: {peak} MiB of memory; at most {most} are allowed")
        found[name, mebibytes] = peak
        print(f"{name} of {mebibytes} MiB: {peak} MiB of memory", flush=True)
        said.append(f"{name} of {mebibytes} MiB: {peak} MiB")
        path.unlink()

    n = options.mebibytes
    for name, make in (("documents", documents), ("rows", rows)):
        take(name, make, n, 0, 0, 160)
        take(name, make, 4 * n, 0, 0, 160)
        check(found[name, 4 * n] <= found[name, n] + 32, f"memory grows with {name}: {found}")
    take("a document", long_document, 60, 3, 0, 800)
    take("a document", long_document, 70, 2, 1, 400)
    take("a document", long_document, 400, 2, 1, 400)
    take("a row", long_row, 12, 3, 0, 400)
    take("a row", long_row, 20, 2, 1, 160)
    take("a row", long_row, 400, 2, 1, 160)
    return ", ".join(said)


if __name__ == "__main__":
    main(test, arguments(__doc__, mebibytes=16), "the memory of an import")
