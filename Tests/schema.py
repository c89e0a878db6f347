#!/usr/bin/env python3
"""Holds the program's JSON Schemas against what it takes and what it prints, with a validator that is not ours.

usage: schema.py [--bin DIR] [--documents N] [--ledgers N] [--seed N] [--write]

Files: each schema is in Documentation/Schemas, byte for byte as 'storyledger schema NAME' prints it, and nothing else is;
--write writes them.

Documents: random ones, most of them with one fault. What the program takes, the schema takes; a fault of names, kinds or
words both refuse.

Output: every line of JSON of the golden transcripts, and of every reading verb on random ledgers at random cuts, is valid;
every member of every schema is somewhere more than null. Needs Debian's python3-jsonschema; without it the test is
skipped (77).
"""

import argparse
import json
import os
import random
import sys
import tempfile
from pathlib import Path

sys.path.append("/usr/lib/python3/dist-packages")
sys.path.append(str(Path(__file__).resolve().parent / "schemas"))
try:
    import jsonschema  # noqa: F401
except ImportError:
    print("python3-jsonschema is not there")
    sys.exit(77)

import documents
import files
import output


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=os.path.abspath, default=str(Path(__file__).resolve().parents[1] / ".build" / "debug"))
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--ledgers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--write", action="store_true", help="write the files of Documentation/Schemas, and end")
    options = parser.parse_args()
    if options.write:
        files.write(options)
        sys.exit(0)
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory(prefix="storyledger-schema-") as scratch:
        os.environ["XDG_STATE_HOME"] = f"{scratch}/state"
        found = files.compare(options) + documents.compare(options, scratch) + output.validate(options, scratch)
    for line in found[:30]:
        print(line)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
