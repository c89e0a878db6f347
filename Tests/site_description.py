#!/usr/bin/env python3
"""The audit site's API, asked everything that its own OpenAPI description allows, and much that it does not.

    Tests/site_description.py --bin DIR [--examples N]

Schemathesis generates the requests, and holds each answer against the description: status, type, members; no answer is a fault of the
server. Needs the package schemathesis of PyPI; without it the test is skipped (exit status 77)."""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile

from site_api import Site, sample

# A query may be of the right form and still mean nothing: a search without a word, a time that never was.
UNHELD = "positive_data_acceptance"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=os.path.abspath, default=".build/debug")
    parser.add_argument("--examples", type=int, default=6)
    options = parser.parse_args()
    program = os.path.join(os.path.dirname(sys.executable), "schemathesis")
    if not os.path.exists(program):
        print("-- without schemathesis, the API is not held against its description")
        sys.exit(77)
    scratch = tempfile.mkdtemp()
    ledger = os.path.join(scratch, "ledger")
    site = None
    try:
        sample(os.path.abspath(options.bin), ledger)
        site = Site(os.path.abspath(options.bin), ledger)
        with open(os.path.join(scratch, "schemathesis.toml"), "w") as file:
            file.write('[parameters]\n"path.story" = ["story-1", "story-2", "nobody"]\n"path.position" = [0, 3, 99]\n'
                       '"path.version" = [1, 2, 9]\n')
        done = subprocess.run(
            [program, "--config-file", os.path.join(scratch, "schemathesis.toml"), "run", site.base + "/api/v1/openapi.json",
             "--exclude-path", "/api/v1/events/stream", "--phases", "examples,coverage,fuzzing", "--max-examples", str(options.examples),
             "--checks", "all", "--exclude-checks", UNHELD, "--request-timeout", "30", "--no-color", "--seed", "1"],
            cwd=scratch, capture_output=True, text=True, timeout=600)
        summary = [line.strip() for line in done.stdout.splitlines() if "generated" in line or "Tested:" in line]
        print("; ".join(summary) if done.returncode == 0 else done.stdout[-6000:] + done.stderr[-2000:])
        # A server that ended would have answered nothing more.
        alive = site.ask("/healthz")[0] == 200
        sys.exit(0 if done.returncode == 0 and alive and "generated" in done.stdout else 1)
    finally:
        if site:
            site.process.kill()
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
