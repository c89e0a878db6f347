#!/usr/bin/env python3
"""Files of n, 2n and 4n of something, one after another: what the daemon does for them grows no faster than they do."""

import os

from harness import arguments, check, eventually, main, published

MIB = 1 << 20


def matter(text):
    return f"---\n{text}\n---\nText.\n"


# For each kind of file: its ending, the smallest number, and the file with so many of something.
KINDS = {
    "values on one line of front matter": ("md", 4_000, lambda n: matter(f"k: [{','.join(['a'] * n)}]")),
    "names on one line of front matter": (
        "md", 1_500, lambda n: matter("k: {" + ",".join(f"{i}: " for i in range(n)) + "}")),
    "lines of front matter": ("md", 1_500, lambda n: matter("\n".join(f"k{i}: v" for i in range(n)))),
    "lines without an end of front matter": ("md", MIB, lambda n: "---\n" + "a\n" * n),
    "paragraphs without front matter": ("md", MIB, lambda n: "a\n\n" * n),
    "blank lines before a text": ("md", MIB, lambda n: matter("type: published") + "\n" * n + "x"),
    "empty lines": ("ndjson", 2 * MIB, lambda n: "\n" * n),
}


def processor_time(process):
    """Seconds that a process has computed."""
    with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def take(ledger, name, text):
    start = processor_time(ledger.daemon)
    ledger.drop(name, text)
    eventually(lambda: ledger.rows(f"SELECT 1 FROM receipt WHERE file = '{name}'"), f"{name} is taken", ledger.daemon)
    return processor_time(ledger.daemon) - start


def test(ledger, options):
    (ledger.scratch / "storyledger.yaml").write_text("inbox: {settle: 200ms, scan-interval: 1h}\n")
    ledger.start()
    take(ledger, "first.json", published("first"))
    said = []
    for number, (kind, (ending, least, text)) in enumerate(KINDS.items()):
        times = [take(ledger, f"{number}-{n}.{ending}", text(n)) for n in (least, 2 * least, 4 * least)]
        # A quadratic one takes sixteen times as long for four times as much.
        check(times[2] < 8 * times[0] + 0.5, f"{kind}: {times} seconds for {least}, {2 * least} and {4 * least}")
        said.append(f"{kind} {times[2]:.1f} s")
    ledger.stop()
    return "; ".join(said)


if __name__ == "__main__":
    main(test, arguments(__doc__), "n, 2n and 4n")
