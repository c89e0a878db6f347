#!/usr/bin/env python3
"""A daemon without privileges and two producers without privileges: none stops another, or the daemon.

Each producer owns its directory of the inbox. Faults of one suspend it alone; floods do not keep the others waiting;
files are taken in order; what is archived is what was read.
"""

import hashlib
import json
import os
import subprocess
import sys
import time

import harness
from harness import SKIPPED, Failure, arguments, check, eventually, published, updated

SERVICE, PRODUCERS = 2000, {"wire": 2001, "mill": 2002}


class Desk(harness.Ledger):
    """A ledger of the user SERVICE, and a directory for each producer."""

    def __init__(self, options, environment=None, limit=None, configuration="inbox: {settle: 200ms, scan-interval: 1s}\n"):
        super().__init__(options)
        self.environment = dict(os.environ, **(environment or {}))
        self.limit = ["prlimit", f"--as={limit}"] if limit else []
        (self.scratch / "storyledger.yaml").write_text(configuration)
        os.chmod(self.scratch, 0o755)
        subprocess.run(["chown", "-R", f"{SERVICE}:{SERVICE}", self.root], check=True)
        os.chmod(self.root, 0o755)
        os.chmod(self.inbox, 0o755)
        for name, user in PRODUCERS.items():
            self.make_source(name, user)

    def make_source(self, name, user):
        path = self.inbox / name
        path.mkdir()
        os.chown(path, user, SERVICE)
        os.chmod(path, 0o2770)
        return path

    def start(self):
        self.log = open(self.log_path, "ab")
        command = [*self.limit, *as_user(SERVICE), os.path.join(self.bin, "storyledgerd"), "--ledger", str(self.root),
                   "--config", str(self.scratch / "storyledger.yaml")]
        self.daemon = subprocess.Popen(command, stdout=self.log, stderr=self.log, env=self.environment)
        return self.daemon

    def run(self, *words, **options):
        found = super().run(*words, **options)
        check(found.returncode in (0, 1), f"storyledger {' '.join(words)}: {found.stderr}")
        return found

    def produce(self, source, script, *words, wait=True):
        """Runs Python as a producer, in its directory."""
        command = [*as_user(PRODUCERS[source]), sys.executable, "-c", PREAMBLE + script, *map(str, words)]
        process = subprocess.Popen(command, cwd=self.inbox / source, stdout=subprocess.PIPE, text=True)
        if wait:
            output, _ = process.communicate()
            check(process.returncode == 0, f"the producer {source} ended with {process.returncode}")
            return output
        return process

    def put(self, source, name, text):
        self.produce(source, "put(sys.argv[1], sys.argv[2])", name, text)

    def taken(self, file):
        return bool(self.rows(f"SELECT 1 FROM receipt WHERE file = '{file}'"))

    def outcome(self, file):
        return self.rows(f"SELECT outcome, refusals FROM receipt WHERE file = '{file}'")

    def inbox_status(self):
        return json.loads(self.run("inbox", "status", "--json").stdout)

    def log_count(self, text):
        return sum(text in line for line in self.log_lines())


PREAMBLE = """
import os, sys, json, time
os.umask(0o002)
def put(name, text):
    with open(".draft", "w") as file:
        file.write(text)
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    os.rename(".draft", name)
"""


def as_user(user):
    return ["setpriv", "--reuid", str(user), "--regid", str(user), "--clear-groups"]


def faults_belong_to_their_source(desk, options):
    desk.start()
    desk.put("wire", "first.json", published("first"))
    eventually(lambda: desk.taken("wire/first.json"), "the first file is taken", desk.daemon)
    desk.put("wire", "waits.json", published("waits"))
    desk.produce("wire", "os.chmod('.', 0)")
    desk.put("mill", "a.json", published("mill-a"))
    eventually(lambda: desk.taken("mill/a.json"), "another source goes on", desk.daemon)
    eventually(lambda: any(s["file"] == "wire" for s in (desk.inbox_status()["daemon"] or {}).get("suspended", [])),
               "inbox status shows the suspended source", desk.daemon)
    entry = next(s for s in desk.inbox_status()["daemon"]["suspended"] if s["file"] == "wire")
    check("Permission denied" in entry["reason"] and entry["remedy"] and entry["since"] < entry["until"], str(entry))
    # A user who may not look into a directory does not take it for one that is not taken.
    command = [*as_user(SERVICE), os.path.join(desk.bin, "storyledger"), "inbox", "status", "--json"]
    seen = json.loads(subprocess.run([*command, "--ledger", desk.root], capture_output=True, check=True).stdout)
    check([e["file"] for e in seen["unseen"]] == ["wire"] and not seen["notTaken"], f"the service sees {seen}")
    status = json.loads(desk.run("status", "--json").stdout)
    check(status["intake"]["suspended"] == 1 and status["intake"]["stall"] is None, str(status["intake"]))
    check("storyledger_inbox_suspended 1" in desk.run("status", "--metrics").stdout, "the metric is not there")
    # A file that cannot be read, a directory that is too deep, a directory within that is closed.
    desk.produce("mill", "put('secret.json', '{}'); os.chmod('secret.json', 0)")
    desk.produce("mill", f"put('{'/'.join('abcdefghi')}/x.json', '{{}}')")
    desk.produce("mill", "put('closed/x.json', '{}'); os.chmod('closed', 0)")
    desk.put("mill", "b.json", published("mill-b"))
    desk.put("mill", "2026/03/c.json", published("mill-c"))
    for name in ("b.json", "2026/03/c.json"):
        eventually(lambda: desk.taken(f"mill/{name}"), "a source goes on beside its own faults", desk.daemon)
    wanted = {"wire", "mill/secret.json", "mill/closed"}
    eventually(lambda: wanted <= {s["file"] for s in desk.inbox_status()["daemon"]["suspended"]},
               "each fault is listed", desk.daemon)
    check([e["file"] for e in desk.inbox_status()["notTaken"] if "deep" in e["reason"] or "below" in e["reason"]]
          == ["mill/" + "/".join("abcdefghi")], "the deep directory is not listed")
    check(desk.log_count("suspended file=wire ") + desk.log_count('suspended: file="wire"') <= 1, "too many lines")
    check(any((desk.archive / day / "mill/2026/03/c.json").exists() for day in os.listdir(desk.archive)),
          "the archive does not keep the path")
    os.chmod(desk.inbox / "wire", 0o2770)
    os.chmod(desk.inbox / "mill/secret.json", 0o644)
    os.chmod(desk.inbox / "mill/closed", 0o2777)
    for name in ("wire/waits.json", "mill/secret.json"):
        eventually(lambda: desk.taken(name), "what was suspended is taken in the end", desk.daemon)
    eventually(lambda: not desk.inbox_status()["daemon"]["suspended"], "nothing is suspended", desk.daemon)
    check(desk.log_count("suspended no longer") >= 2, "the log does not say that they have recovered")
    desk.stop()
    return "a closed source, directory and file suspend themselves alone"


FLOOD = """
for number in range(int(sys.argv[1])):
    put("%s-%06d.json" % (sys.argv[2], number), json.dumps({"type": "published", "subject": sys.argv[2] + str(number),
        "time": "2026-03-02T17:20:00Z", "data": {"headline": "h", "body": "b"}}))
"""


def floods_keep_nobody_waiting(desk, options):
    # They begin before the daemon, so that it is never ahead of them.
    quiet = desk.make_source("quiet", PRODUCERS["wire"])
    for number in range(300):
        path = desk.make_source(f"!{number:03}", PRODUCERS["mill"])
        (path / "x.json").write_text(published(f"x{number}"))
    floods = [desk.produce(name, FLOOD, options.flood, name, wait=False) for name in PRODUCERS]
    for flood in floods:
        flood.communicate()
        check(flood.returncode == 0, "a flood ended early")
    desk.start()
    eventually(lambda: desk.rows("SELECT count(*) FROM receipt")[0][0] > 100, "the floods are taken", desk.daemon)
    waits = []
    while (desk.rows("SELECT count(*) FROM receipt")[0][0] < 2 * options.flood) and len(waits) < 40:
        name = f"q{len(waits)}"
        draft = desk.drafts / name
        draft.write_text(published(name))
        start = time.monotonic()
        os.rename(draft, quiet / f"{name}.json")
        eventually(lambda: desk.rows(f"SELECT 1 FROM event WHERE story = '{name}'"), "the quiet file", desk.daemon)
        waits.append(time.monotonic() - start)
    check(waits, "the floods were over before the quiet source had its turn")
    eventually(lambda: not desk.waiting_files(), "the floods are over", desk.daemon, 300 + options.flood / 100)
    # A machine that is busy with other things is slower by as much.
    slowness = max(1, os.getloadavg()[0] / (2 * (os.cpu_count() or 1)))
    check(max(waits) <= 2 * slowness, f"a quiet file waited {max(waits):.2f} s, {slowness:.1f} times slowed down")
    desk.stop()
    check(desk.rows("SELECT count(*) FROM event")[0][0] == 2 * options.flood + 300 + len(waits), "events are missing")
    return f"{len(waits)} quiet files waited {max(waits):.2f} s at most beside 2 x {options.flood} files, 300 sources"


def files_are_taken_in_order(desk, options):
    desk.put("mill", "mill-0.json", published("mill"))
    for number in range(1, 13):
        desk.put("mill", f"mill-{number}.json", updated("mill", f"This is update {number}."))
    desk.produce("mill", "[os.utime(n, (1e9, 1e9)) for n in os.listdir('.') if n.endswith('.json')]")
    desk.start()
    eventually(lambda: desk.taken("mill/mill-12.json"), "the backlog is taken", desk.daemon)
    shown = desk.run("show", "mill").stdout
    check("This is update 12." in shown, f"the story ends with another update: {shown}")
    # A writer that pauses for longer than the settle time, and a careful one beside it.
    writer = desk.produce("mill", """
file = open("slow.json", "w")
text = json.dumps({"type": "published", "subject": "slow", "time": "2026-03-02T17:20:00Z",
                   "data": {"headline": "h", "body": "b" * 100}})
file.write(text[:60]); file.flush()
sys.stdout.write("half\\n"); sys.stdout.flush()
while not os.path.exists("go"): time.sleep(0.01)
file.write(text[60:]); file.close()
""", wait=False)
    check(writer.stdout.readline() == "half\n", "the slow writer did not begin")
    for number in range(4):
        desk.put("wire", f"beside{number}.json", published(f"beside{number}"))
        eventually(lambda: desk.taken(f"wire/beside{number}.json"), "others are taken", desk.daemon)
        # The settle time passes with each file of unknown ending that it takes to refuse one.
        desk.put("wire", f"unknown{number}", "x")
        eventually(lambda: desk.taken(f"wire/unknown{number}"), "an unknown ending is refused", desk.daemon)
    check(not desk.taken("mill/slow.json"), "half a file was taken")
    unfinished = {e["file"]: e["state"] for e in desk.inbox_status()["daemon"]["unfinished"]}
    check(unfinished.get("mill/slow.json") == "open", f"inbox status shows {unfinished}")
    desk.produce("mill", "open('.go', 'w').close(); os.rename('.go', 'go')")
    writer.communicate()
    eventually(lambda: desk.taken("mill/slow.json"), "the file is taken at its close", desk.daemon)
    check(desk.outcome("mill/slow.json")[0][0] == "appended", "the slow file was refused")
    # It waits for an event.
    desk.put("mill", "waits.json", json.dumps({
        "type": "reiterated", "subject": "mill", "time": "2026-03-02T19:20:00Z",
        "data": {"by": "Mill", "answers": "e-later"}}))
    eventually(lambda: [w["for"] for w in desk.inbox_status()["daemon"]["waiting"]] == ["event e-later"],
               "inbox status says what a file waits for", desk.daemon)
    desk.put("wire", "later.json", json.dumps({
        "type": "responded", "id": "e-later", "subject": "mill", "time": "2026-03-02T19:00:00Z",
        "data": {"by": "Ministry", "outcome": "statement", "statement": "No."}}))
    eventually(lambda: desk.taken("mill/waits.json"), "the file is taken when its event is there", desk.daemon)
    check(desk.outcome("mill/waits.json")[0][0] == "appended", "it was refused")
    desk.stop()
    return "12 updates in natural order, a slow writer waited for, a file deferred until its event was there"


REWRITE = """
for number in range(int(sys.argv[1])):
    name = "r%04d.json" % number
    text = json.dumps({"type": "published", "subject": "r%d" % number, "time": "2026-03-02T17:20:00Z",
                       "data": {"headline": "h", "body": "b"}})
    put(name, text)
    file = None
    try:
        file = open(name, "r+")
        if number % 4 == 0: os.link(name, ".link%d" % number)
    except FileNotFoundError:
        pass
    if file:
        time.sleep((number % 40) * 0.0005)
        file.write(text.replace('"b"}', '"c"}'))
        file.flush()
        os.chmod(file.fileno(), 0o6777)
        file.close()
    try: os.unlink(".link%d" % number)
    except FileNotFoundError: pass
"""


def what_is_archived_is_what_was_read(desk, options):
    desk.start()
    desk.put("mill", "first.json", published("first"))
    eventually(lambda: desk.taken("mill/first.json"), "the first file is taken", desk.daemon)
    desk.produce("wire", REWRITE, options.rewrites)
    eventually(lambda: not [f for f in desk.waiting_files() if not f.name.startswith(".")], "all is taken", desk.daemon)
    desk.stop()
    known = {sha256.hex() for (sha256,) in desk.rows("SELECT sha256 FROM receipt")}
    archived = [p for p in desk.archive.rglob("*") if p.is_file()]
    for path in archived + [p for p in desk.quarantine.iterdir() if not p.name.endswith(".reason.json")]:
        status = path.stat()
        check(status.st_uid == SERVICE and status.st_nlink == 1, f"{path.name} is not the service's own")
        check(hashlib.sha256(path.read_bytes()).hexdigest() in known, f"{path.name} holds what no receipt knows")
    for path in archived:
        check(path.stat().st_mode & 0o7777 == 0o440, f"{path.name} has the mode {path.stat().st_mode:o}")
    return f"{len(archived)} archived files after {options.rewrites} rewrites, each known by its receipt"


def a_file_that_ends_the_process_ends_alone(desk, options):
    for number in range(200):
        name = "poison" if number == 117 else f"good{number:03}"
        desk.put("wire", f"{name}.json", published(name)) if number % 50 == 0 or name == "poison" else \
            (desk.inbox / "wire" / f"{name}.json").write_text(published(name))
    ends = []
    while True:
        desk.start()
        while desk.daemon.poll() is None and desk.waiting_files():
            time.sleep(0.02)
        if desk.daemon.poll() is None:
            break
        ends.append(desk.daemon.returncode)
        check(len(ends) < 40, f"the daemon ended {len(ends)} times: {ends[-5:]}")
    desk.stop()
    outcomes = desk.rows("SELECT file, outcome, refusals FROM receipt")
    refused = [(file, json.loads(refusals)[0]["code"]) for file, outcome, refusals in outcomes if outcome != "appended"]
    check(refused == [("wire/poison.json", "ended-the-reader")], f"refused: {refused}")
    check(len(outcomes) == 200, f"{len(outcomes)} receipts for 200 files")
    check(ends, "nothing ended the process")
    return f"{len(ends)} ends ({ends[0]}), one file refused, 199 taken"


def run(test, options, **keywords):
    desk = Desk(options, **keywords)
    try:
        print(f"ok: {test.__name__}: {test(desk, options)}", flush=True)
        return True
    except Failure as failure:
        for line in desk.log_lines()[-20:]:
            print(f"  daemon: {line}")
        print(f"FAILED: {test.__name__}: {failure}", flush=True)
        return False
    finally:
        desk.done()


def main():
    options = arguments(__doc__, flood=3000, rewrites=100, only="")
    if os.geteuid() != 0:
        print("this needs root, to become the users that it tests")
        sys.exit(SKIPPED)
    tests = [(faults_belong_to_their_source, {}), (floods_keep_nobody_waiting, {}), (files_are_taken_in_order, {}),
             (what_is_archived_is_what_was_read, {})]
    for kind in ("read", "decide", "memory", "kill"):
        tests.append((a_file_that_ends_the_process_ends_alone,
                      {"limit": 4 << 30 if kind == "memory" else None,
                       "environment": {"STORYLEDGER_INBOX_POISON": f"{kind}:poison", "SWIFT_BACKTRACE": "enable=no"}}))
    passed = [run(test, options, **keywords) for test, keywords in tests if options.only in test.__name__]
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
