#!/usr/bin/env python3
"""What a reader knows of a log that was given up, with the real programs: kept statements, trees seen before, kept checkpoints.

    Tests/forks.py --bin DIR

A log signs 3, 6 and 8 events, is set back to 3, and goes on under another name. Once its keeper gives up all 8, and once, having
lost what came later, only 6. Readers know the log from what they looked at before, or keep the file `statements`, or a checkpoint.
Standard library only.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPT = os.path.join(HERE, "..", "scripts", "check-bundle.py")


class Fork:
    def __init__(self, programs, given_up):
        self.program, self.given_up = os.path.join(programs, "storyledger"), given_up
        self.work = tempfile.mkdtemp(prefix="storyledger-forks-")
        self.failures, self.reader, self.checks = 0, 0, 0
        self.make()

    def path(self, name):
        return os.path.join(self.work, name)

    def start(self, *words):
        variables = dict(os.environ, XDG_STATE_HOME=self.path(f"state{self.reader}"))
        return subprocess.run([self.program, *words], capture_output=True, text=True, env=variables, cwd=self.work, check=False)

    def run(self, *words):
        done = self.start(*words)
        if done.returncode != 0:
            raise SystemExit(f"{words}: {done.stdout}{done.stderr}")
        return done.stdout

    def append(self, first, end, ledger="log"):
        with open(self.path("drop.ndjson"), "w", encoding="utf-8") as file:
            for number in range(first, end):
                file.write(json.dumps({
                    "type": "published", "subject": f"s{number}", "time": "2026-03-02T17:20:00Z",
                    "data": {"headline": f"Headline {number}", "body": f"Body {number}."}}) + "\n")
        self.run("append", "drop.ndjson", "--ledger", ledger)

    def key(self):
        return next(word for word in self.run("key", "show", "--ledger", "log").split() if word.startswith("f.example/log") and
                    word.count("+") >= 2)

    def make(self):
        self.run("init", "--ledger", "log", "--origin", "f.example/log")
        for first, size in ((0, 3), (3, 6), (6, 8)):
            self.append(first, size)
            self.run("publish", "--ledger", "log")
            shutil.copytree(self.path("log"), self.path(f"log{size}"))
            shutil.copy(self.path("log/public/checkpoint"), self.path(f"c{size}"))
            self.run("bundle", "s1", "--ledger", "log", "--output", f"b{size}.json")
        self.old = self.key()
        shutil.rmtree(self.path("log"))
        shutil.copytree(self.path(f"log{self.given_up}"), self.path("log"))
        for end in ("", "-wal", "-shm"):
            if os.path.exists(self.path(f"log/ledger.db{end}")):
                os.remove(self.path(f"log/ledger.db{end}"))
            if os.path.exists(self.path(f"log3/ledger.db{end}")):
                shutil.copy(self.path(f"log3/ledger.db{end}"), self.path(f"log/ledger.db{end}"))
        self.append(20, 22)
        self.run("publish", "--ledger", "log", "--accept-fork", "the disk died")
        self.new = self.key()
        self.append(22, 24)
        self.run("publish", "--ledger", "log")
        self.run("bundle", "s22", "--ledger", "log", "--output", "new.json")
        shutil.copy(self.path("log/public/statements"), self.path("statements"))
        # Another person goes on with the old log and its key.
        shutil.copytree(self.path("log8"), self.path("log9"))
        self.append(40, 41, "log9")
        self.run("publish", "--ledger", "log9")

    def fresh(self, *seen):
        """A reader who has seen no more than this."""
        self.reader += 1
        for ledger in seen:
            self.run("monitor", f"{ledger}/public", "--key", self.new if ledger == "log" else self.old)

    def check(self, *words, status, says=(), never=()):
        self.checks += 1
        if words[0].endswith(".py"):
            done = subprocess.run([sys.executable, *words], capture_output=True, text=True, cwd=self.work, check=False)
        else:
            done = self.start(*words)
        said = done.stdout + done.stderr
        wrong = [f"status {done.returncode}, wanted {status}"] if done.returncode != status else []
        wrong += [f"not said: {text!r}" for text in says if text not in said]
        wrong += [f"said: {text!r}" for text in never if text in said]
        if wrong:
            self.failures += 1
            print(f"FAILED, given up at {self.given_up}: {' '.join(words)}: {'; '.join(wrong)}\n{said}")

    def kept_statements(self):
        """A log that was given up says nothing of it: the reader's file does, and is remembered."""
        told = "was given up at {} events, as the given statements say".format(self.given_up)
        for words in (("monitor", "log9/public"), ("verify", "--ledger", "log9")):
            self.fresh()
            self.check(*words, "--key", self.old, status=0)
            self.fresh()
            self.check(*words, "--key", self.old, "--statements", "statements", status=1, says=[told, "1 finding"])
            self.check(*words, "--key", self.old, status=1, says=["as this user saw before"])
            self.check(*words, "--key", self.old, "--statements", "statements", status=1, says=["as this user saw before", "1 finding"])
        for words in (("monitor", "log/public"), ("verify", "--ledger", "log")):
            self.fresh()
            self.check(*words, "--key", self.new, "--statements", "statements", status=0, never=["finding"])
        # An end of the key that the log does not tell of.
        shutil.copytree(self.path("log8"), self.path("turned"))
        self.run("key", "rotate", "--ledger", "turned")
        self.run("publish", "--ledger", "turned")
        self.run("key", "rotate", "--finish", "--ledger", "turned")
        self.append(50, 51, "turned")
        self.run("publish", "--ledger", "turned")
        self.append(41, 44, "log9")
        self.run("publish", "--ledger", "log9")
        for words in (("monitor", "log9/public"), ("verify", "--ledger", "log9")):
            self.fresh()
            self.check(*words, "--key", self.old, "--statements", "turned/public/statements", status=1,
                       says=["has ended at @", "tell of a change of the log at @8, which it does not have there"])

    def seen_trees(self):
        """`monitor` and `verify` look for the same trees."""
        lost = "this user saw 8 events of f.example/log signed that neither the log nor public/abandoned has"
        for seen in ("log3", "log6", "log8"):
            isLost = seen == "log8" and self.given_up == 6
            for words in (("monitor", "log/public"), ("verify", "--ledger", "log")):
                self.fresh(seen)
                self.check(*words, "--key", self.new, status=1 if isLost else 0, says=[lost, "1 finding"] if isLost else [],
                           never=[] if isLost else [lost])

    def bundles(self):
        """A bundle of the log that goes on proves what that log holds; what the old one signed is the keeper's to show."""
        doubt = "that the keeper shows all that f.example/log signed"
        isLonger = self.given_up == 6
        for seen, isTold in (("log8", isLonger), ("log6", False)):
            says = {"says" if isTold else "never": [doubt]}
            self.fresh(seen)
            self.check("check-bundle", "new.json", "--key", self.new, "--statements", "statements", status=0, **says)
            self.check(SCRIPT, "new.json", "--key", self.new, "--key", self.old, "--statements", "statements",
                       "--kept", f"c{seen[-1]}", status=0, **says)
        self.check(SCRIPT, "new.json", "--key", self.new, "--key", self.old, "--kept", "c8", status=0,
                   says=["no given statement leads from that to f.example/log/2"])
        self.check(SCRIPT, "new.json", "--key", self.new, "--kept", "c8", status=65, says=["c8: "])
        for kept, says in (("c8", "whether those begin with these was not checked"), ("c3", "whether these begin with those")):
            self.check(SCRIPT, "b6.json", "--key", self.old, "--kept", kept, status=0, says=[says])
        self.check(SCRIPT, "b6.json", "--key", self.old, "--kept", "c6", status=0, never=["was not checked"])
        shutil.copy(self.path("log9/public/checkpoint"), self.path("c9"))

    def words(self):
        """What is said of a tree that is the kept one, older, newer, or of another branch."""
        def verify(ledger, kept, status, *says, keys=(self.old,)):
            self.fresh()
            words = [word for key in keys for word in ("--key", key)]
            self.check("verify", "--ledger", ledger, *words, "--checkpoint", kept, status=status, says=says,
                       never=[] if status else ["finding"])

        verify("log8", "c8", 0, "it is the tree of the checkpoint in c8: nothing was added since")
        verify("log8", "c6", 0, "it extends the checkpoint in c6: 6 events then, 8 now")
        verify("log6", "c8", 1, "c8: it is newer than the log: it has 8 events, the log 6; the log went back, or this is an older copy")
        verify("log", "c8", 1, "c8: it is of another history of 8 events than the log")
        extends = "it extends the checkpoint in c3, which the older log f.example/log signed: 3 events then, 8 now"
        verify("log", "c3", 0, extends, keys=(self.old, self.new))
        # The older key does not vouch for the log that goes on.
        accept = f"if you accept that, give its key, too: --key {self.new}"
        verify("log", "c3", 1, "f.example/log was given up at", accept)
        # Once: a finding is no note.
        self.fresh()
        self.check("verify", "--ledger", "log", "--key", self.old, status=1, says=[accept, "1 finding"], never=["note: the log"])
        self.check("verify", "--ledger", "log", "--key", self.new, status=0, says=["note: the log f.example/log was given up at"])
        self.fresh("log6")
        self.check("monitor", "log6/public", "--key", self.old, status=0, says=["6 events of 6 stories, as seen before"],
                   never=["extends"])
        self.check("monitor", "log8/public", "--key", self.old, status=0, says=["extends the 6 events seen before"])
        self.check("monitor", "log6/public", "--key", self.old, status=1, says=["it signed 8 events before and now 6"])
        for seen, bundle, says, never in (
                ("log8", "b8.json", None, "was not checked"),
                ("log8", "b6.json", "this user saw 8 events of it signed, where it is published, and whether they begin with these 6", None),
                ("log6", "b8.json", "6 events signed where it is published: whether these 8 begin with them was not checked", None)):
            self.fresh(seen)
            self.check("check-bundle", bundle, "--key", self.old, status=0, says=[says] if says else [],
                       never=[never] if never else [])

    def test(self):
        self.seen_trees()
        self.bundles()
        self.words()
        self.kept_statements()
        shutil.rmtree(self.work)
        return self.checks, self.failures


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, help="where storyledger is")
    programs = os.path.abspath(options.parse_args().bin)
    results = [Fork(programs, given_up).test() for given_up in (8, 6)]
    print(f"{sum(checks for checks, _ in results)} checks, {sum(failures for _, failures in results)} failures")
    sys.exit(1 if any(failures for _, failures in results) else 0)
