#!/usr/bin/env python3
"""What a backup does not put back on a new machine is said at the end of a restore: the daemon's settings and the sources."""

import json
import shutil

from harness import arguments, check, eventually, main, published


def test(ledger, options):
    config = ledger.scratch / "storyledger.yaml"
    config.write_text("inbox:\n  settle: 100ms\n")
    for name in ("cms", "wire"):
        (ledger.inbox / name).mkdir()
        (ledger.inbox / name / "a.json").write_text(published(name))
    ledger.drop("b.json", published("b"))
    ledger.start()
    eventually(lambda: not ledger.waiting_files(), "files are taken", ledger.daemon)
    ledger.stop()
    # What an admin appends is of no directory of the inbox.
    for name in ("d.json", "deep/e.json"):
        (ledger.scratch / name).parent.mkdir(exist_ok=True)
        (ledger.scratch / name).write_text(published(name[-6]))
        done = ledger.run("append", name, cwd=ledger.scratch)
        check(done.returncode == 0, f"append: {done}")
    kept = ledger.scratch / "kept"
    done = ledger.run("backup", str(kept), "--with-keys", "--config", str(config))
    check(done.returncode == 0, f"backup: {done}")
    shutil.rmtree(ledger.root)
    done = ledger.run("restore", str(kept))
    check(done.returncode == 0, f"restore: {done}")
    place = next(kept.glob("snapshot-*/configuration"))
    wanted = [f"configuration: compare {place.relative_to(kept)} in {kept} with /etc/storyledger",
              "sources of this log: on a new machine, each needs its directory again",
              "  storyledger-source cms", "  storyledger-source wire"]
    check(done.stdout.splitlines()[-4:] == wanted, f"the end of a restore: {done.stdout}")
    shutil.rmtree(ledger.root)
    answer = json.loads(ledger.run("restore", str(kept), "--json").stdout)
    check(answer["configuration"] == str(place.relative_to(kept)) and answer["sources"] == ["cms", "wire"], f"{answer}")
    shutil.rmtree(kept)
    ledger.run("backup", str(kept), "--with-keys")
    shutil.rmtree(ledger.root)
    answer = json.loads(ledger.run("restore", str(kept), "--json").stdout)
    check(answer["sources"] == ["cms", "wire"], f"{answer}")
    return "settings and sources"


if __name__ == "__main__":
    main(test, arguments(__doc__), "a new machine")
