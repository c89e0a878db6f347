#!/usr/bin/env python3
"""Holds README.md and the pages of the documentation against the programs and the sources.

usage: documentation.py [--bin DIR]

Verbs and flags are in the program's help, and those of the help are on the page of commands. Refusal codes, settings,
metrics, exit codes and members of JSON are the same on both sides. Examples of documents are taken, terminal examples of
README are what the program prints, and links lead somewhere. Exit 1 with a line for each fault.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "Documentation/StoryLedger.docc"
COMMON = {"--ledger", "--json", "-j", "--zone", "--version", "--help", "-h", "-f"}


class Programs:
    """The programs, with the answers of help remembered."""

    def __init__(self, folder, work):
        self.folder, self.work, self.pages = Path(folder), Path(work), {}
        self.environment = dict(os.environ, TZ="UTC", XDG_STATE_HOME=str(self.work / "state"), NO_COLOR="1")
        self.environment.pop("STORYLEDGER_DIR", None)

    def run(self, *words, ledger=None, program="storyledger"):
        environment = dict(self.environment, **({"STORYLEDGER_DIR": str(ledger)} if ledger else {}))
        return subprocess.run([str(self.folder / program), *words], capture_output=True, text=True, cwd=self.work,
                              env=environment, stdin=subprocess.DEVNULL)

    def help(self, verb):
        if verb not in self.pages:
            answer = self.run(*verb.split(), "--help", program="storyledger")
            self.pages[verb] = answer.stdout if answer.returncode == 0 else ""
        return self.pages[verb]

    def flags(self, verb):
        options = self.help(verb).split("OPTIONS:")[-1]
        return {flag for line in re.findall(r"^  (-\S.*)$", options, re.M)
                for flag in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", line.split("  ")[0])}

    def verbs(self):
        """Every verb, and each that has verbs of its own as these."""
        found = []
        for name in subcommands(self.run("--help").stdout):
            below = subcommands(self.help(name))
            found += [f"{name} {word}" for word in below] or [name]
        return found


def subcommands(page):
    """The names in the sections of a help page that list subcommands."""
    names = []
    for section in re.split(r"^(?=[A-Z ]+:)", page, flags=re.M):
        if re.match(r"[A-Z ]*SUBCOMMANDS:", section):
            names += re.findall(r"^  ([a-z][a-z-]*)(?=\s)", section, re.M)
    return names


def rows(page, *, column=0):
    """What stands in code marks in a column of a page's tables."""
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if len(cells) > column and re.fullmatch(r"`[^`]+`(, `[^`]+`)*", cells[column]):
            for name in re.findall(r"`([^`]+)`", cells[column]):
                yield name, line


def commands(text):
    """Commands of storyledger in code marks and at prompts."""
    for line in re.findall(r"^ +\$ (storyledger .*)$", text, re.M):
        yield line.split("  #")[0].strip()
    for span in re.findall(r"`((?:storyledger) [^`]+)`", text):
        yield span


def check_commands(name, text, programs, found):
    known = programs.verbs()
    for command in commands(text):
        words = command.split()[1:]
        if words[0] in ("VERB", "help") or words[0].startswith("--"):
            continue
        verb = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
        if not programs.help(verb):
            found.append(f"{name}: '{command}': there is no verb '{verb}'")
            continue
        flags = programs.flags(verb)
        if verb == words[0] and re.fullmatch("[a-z-]+", " ".join(words[1:2])) and subcommands(programs.help(verb)):
            found.append(f"{name}: '{command}': '{verb}' has no verb '{words[1]}'")
        for flag in re.findall(r"(?<=\s)(--?[a-z][a-z-]*)", re.sub(r"'[^']*'|\"[^\"]*\"", "X", command)):
            if flag not in flags:
                found.append(f"{name}: '{command}': the help of '{verb}' has no {flag}")


def check_verbs(page, programs, found):
    listed = {}
    for name, line in rows(page):
        if not re.fullmatch(r"[a-z][a-z -]*", name):
            continue
        listed[name] = set(re.findall(r"(?<=[`(])--?[a-z][a-z-]*", line))
    for verb in programs.verbs():
        verb = {"clock status": "clock"}.get(verb, verb)
        if verb not in listed:
            found.append(f"Commands.md: the verb '{verb}' is missing")
            continue
        flags = programs.flags(verb)
        for flag in sorted(listed[verb] - flags):
            found.append(f"Commands.md: the help of '{verb}' has no {flag}")
        for flag in sorted(flags - listed[verb] - COMMON - {"-n"}):
            found.append(f"Commands.md: {flag} of '{verb}' is missing")
    for verb in listed:
        if not programs.help(verb):
            found.append(f"Commands.md: there is no verb '{verb}'")


def same(what, page, other, found):
    for name in sorted(page - other):
        found.append(f"{what}: '{name}' is on the page only")
    for name in sorted(other - page):
        found.append(f"{what}: '{name}' is not on the page")


def check_codes(page, found):
    source = (ROOT / "Sources/StoryEvents/Refusal.swift").read_text()
    codes = set(re.findall(r'case \w+ = "([a-z0-9-]+)"', source))
    same("refusal codes", {name for name, _ in rows(page)}, codes, found)


def check_settings(page, programs, found):
    source = (ROOT / "Sources/LedgerService/Configuration/ConfigurationKey.swift").read_text()
    keys = {f"{section}.{name}" for section, name in re.findall(r'ConfigurationKey\(\s*"(\w+)", "([\w-]+)"', source)}
    yaml, section = {}, None
    for line in (ROOT / "config/storyledger.yaml").read_text().splitlines():
        if re.match(r"\w+:$", line):
            section = line[:-1]
        elif match := re.match(r"  ([\w-]+): (.*)$", line):
            yaml[f"{section}.{match[1]}"] = match[2]
    listed = {name: line.split("|") for name, line in rows(page) if "." in name}
    same("settings, code", set(listed), keys | {"inbox.sources"}, found)
    same("settings, config/storyledger.yaml", set(listed), set(yaml), found)
    for name, cells in listed.items():
        if (default := cells[2].strip().strip("`")) != yaml.get(name, default):
            found.append(f"settings: {name} is {default} on the page, {yaml[name]} in config/storyledger.yaml")
        variable = cells[4].strip().strip("`")
        if variable != "none" and variable != "STORYLEDGER_DIR":
            if variable != ("STORYLEDGER_" + name).upper().replace(".", "_").replace("-", "_"):
                found.append(f"settings: {name} is not read from {variable}")


def check_metrics(page, ledger, programs, found):
    printed = set(re.findall(r"^# TYPE (\S+)", programs.run("status", "--metrics", ledger=ledger).stdout, re.M))
    # Some are there only with witnesses, refused files or a fault.
    text = "".join(path.read_text() for path in (ROOT / "Sources/LedgerStatus").glob("*+metrics.swift"))
    metrics = {f"storyledger_{name}" for name in re.findall(r'\.add\(\s*(?:\.\w+,\s*)?"(\w+)"', text)}
    same("metrics", {name for name, _ in rows(page) if name.startswith("storyledger_")}, metrics, found)
    if not printed or printed - metrics:
        found.append(f"metrics: {sorted(printed - metrics)} are printed, and in no source")


def check_exit_codes(page, programs, found):
    topic = programs.run("help", "exit-codes").stdout
    listed = set(re.findall(r"^\| (\d+) \| (.*) \|$", page, re.M))
    same("exit codes", listed, set(re.findall(r"^(\d+)  +(.*)$", topic, re.M)), found)


def members(shape):
    """The members of the outermost object of a shape, and which of them may be absent."""
    depth, word, names = 0, "", []
    for letter in shape:
        if letter in "{[":
            depth += 1
        elif letter in "}]":
            depth -= 1
        if depth == 1 and letter not in "{[}]":
            word += letter
        if depth == 0:
            break
    for part in word.split(","):
        name = part.split(":")[0].strip()
        if name and name != "...":
            names.append(name)
    return {name for name in names if not name.endswith("?")}, {name.rstrip("?") for name in names}


def check_json(page, ledger, programs, found):
    key = programs.run("key", "show", "--json", ledger=ledger).stdout
    key = json.loads(key)["keys"][0]
    programs.run("prove", "0", "--output", "0.tlog-proof", ledger=ledger)
    programs.run("bundle", "harbor", "--version", "2", "--output", "harbor.bundle", ledger=ledger)
    (programs.work / "0.ndjson").write_text('{"type":"published","subject":"in","time":"2026-03-02T09:00:00Z","data":{"headline":"h","body":"b"}}')
    words = {
        "show": ["harbor"], "claims": ["harbor"], "history": ["harbor"], "diff": ["harbor"], "blame": ["harbor"],
        "timeline": ["harbor"], "why": ["0"], "replay": ["--projection", "state", "--story", "harbor"],
        "check-proof": ["0.tlog-proof", "--key", key], "check-bundle": ["harbor.bundle", "--key", key],
        "monitor": [str(ledger / "public"), "--key", key], "publish": [],
        "backup": [str(ledger.parent / "backup")], "restore": [str(ledger.parent / "backup"), "--replace-newer"],
        "import": ["0.ndjson"],
        "export": ["harbor", "--format", "csv", "--to", str(ledger.parent / "tables")],
        "withhold": ["harbor", "--text", "31,000", "--reason", "r", "--authority", "a", "--dry-run"],
    }
    for name, line in rows(page):
        shapes = re.findall(r"`(\{.*?\})`", line.split("|")[2])
        if name == "append" or not shapes:
            continue
        answer = programs.run(*name.split(), *words.get(name, []), "--json", ledger=ledger)
        lines = answer.stdout.splitlines()
        if answer.returncode != 0 or not lines:
            found.append(f"JSONOutput.md: '{name} --json' ended with {answer.returncode}: {answer.stderr.strip()}")
            continue
        # Of a stream that ends with a summary, the last shape is the summary's.
        shape = shapes[-1] if name == "monitor" else shapes[0]
        needed, allowed = members(shape)
        for name_of_member in sorted(needed - set(json.loads(lines[-1]))):
            found.append(f"JSONOutput.md: {name} has no member '{name_of_member}'")
        for name_of_member in sorted(set(json.loads(lines[-1])) - allowed):
            found.append(f"JSONOutput.md: the member '{name_of_member}' of {name} is missing")


def check_documents(programs, found):
    ledger = programs.work / "examples"
    programs.run("init", ledger=ledger)
    for page, mark, ending in (("EventDocument.md", "json", "json"), ("FrontMatter.md", "md", "md")):
        for number, block in enumerate(re.findall(rf"^```{mark}\n(.*?)^```$", (CATALOGUE / page).read_text(), re.M | re.S)):
            file = programs.work / f"{mark}-{number}.{ending}"
            file.write_text(block)
            dry = programs.run("append", "--dry-run", str(file), ledger=ledger)
            if dry.returncode != 0:
                found.append(f"{page}: an example is refused: {dry.stderr.strip()}")
            programs.run("append", str(file), ledger=ledger)


def terminal(text):
    """The examples of README: pairs of a command and the lines that follow it, a here-document among them."""
    lines = iter([line[4:] if line.startswith("    ") else "" if not line else None for line in text.splitlines()])
    command, answer = None, []
    for line in lines:
        if line is None or line.startswith("$ "):
            if command:
                yield command, "\n".join(answer)
            command, answer = (line[2:], []) if line else (None, [])
        elif command:
            answer.append(line)
    if command:
        yield command, "\n".join(answer)


def plain(text):
    return " ".join(text.split())


def check_terminal(text, demo, programs, found):
    ledger = programs.work / "first"
    programs.run("init", ledger=ledger)
    waiting, compared = [], 0
    for command, answer in terminal(text):
        words = command.split()
        if words[0] == "cat":
            (programs.work / words[2]).write_text(answer.split("\nEND")[0] + "\n")
        elif words[0] == "mv":
            for name in words[1:-1]:
                if programs.run("append", name, ledger=ledger).returncode != 0:
                    found.append(f"README.md: {name} is refused")
        elif words[:2] == ["storyledger", "append"]:
            head = '{"type": "updated", "subject": "draft", "time": "2026-03-02T09:00:00Z", "data": {'
            (programs.work / "draft.json").write_text(head.ljust(92) + '"bdy": "B"}}')
            said = programs.run("append", "draft.json", ledger=ledger)
            if plain(answer) not in plain(said.stderr):
                found.append(f"README.md: '{command}' prints '{said.stderr.strip()}'")
            compared += 1
        elif words[0] == "storyledger":
            shown = programs.run(*words[1:], ledger=demo if "harbor" in words else ledger)
            if shown.returncode != 0 or answer.strip() and plain(answer) != plain(shown.stdout):
                found.append(f"README.md: '{command}' prints '{shown.stdout.strip()}{shown.stderr.strip()}'")
            compared += 1
    if "--generate-completion-script" not in text:
        found.append("README.md: it does not say how to install completions")
    if compared < 5:
        found.append(f"README.md: only {compared} terminal examples were found")


def anchors(path):
    return {re.sub(r"[^\w -]", "", title).strip().replace(" ", "-").lower()
            for title in re.findall(r"^#+ (.*)$", path.read_text(), re.M)}


def check_links(found):
    pages = sorted(CATALOGUE.glob("*.md"))
    for path in [ROOT / "README.md", *pages]:
        for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
            if re.match(r"[a-z]+:", link):
                continue
            name, _, anchor = link.partition("#")
            target = path.parent / name if name else path
            if not target.exists():
                found.append(f"{path.name}: the link {link} leads nowhere")
            elif anchor and anchor.lower() not in anchors(target):
                found.append(f"{path.name}: the link {link} names no heading")
    listed = set(re.findall(r"^- \[.*\]\((\w+\.md)\)$", (CATALOGUE / "StoryLedger.md").read_text(), re.M))
    same("pages", listed | {"StoryLedger.md"}, {page.name for page in pages}, found)
    for name in listed:
        title = re.search(rf"^- \[(.*)\]\({name}\)$", (CATALOGUE / "StoryLedger.md").read_text(), re.M)[1]
        if f"# {title}\n" not in (CATALOGUE / name).read_text():
            found.append(f"StoryLedger.md: the page {name} has another title than '{title}'")


def check_named_pages(found):
    """Comments name pages by file: LeafAndData.md."""
    known = {path.name for path in [*CATALOGUE.glob("*.md"), *ROOT.glob("*.md")]}
    for place in ("Sources", "Tests", "scripts"):
        for path in (ROOT / place).rglob("*"):
            if path.suffix in (".swift", ".py", ".c", ".h") and path.is_file():
                for number, line in enumerate(path.read_text().split("\n"), 1):
                    if path.suffix == ".py" or re.match(r"\s*//", line):
                        for name in re.findall(r"(?<![\w.\"'/*-])([A-Z]\w+\.md)\b", line):
                            if name not in known:
                                found.append(f"{path.relative_to(ROOT)}:{number}: there is no page {name}")


def check_example(page, found):
    source = (ROOT / "Tests/ExampleTests/QuotedWords.swift").read_text()
    first = re.search(r"^```swift\n(.*?)^```$", page, re.M | re.S)
    if not first or first[1] not in source:
        found.append("AddingAProjection.md: the example is not that of Tests/ExampleTests/QuotedWords.swift")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=os.path.abspath, default=str(ROOT / ".build/debug"))
    folder = os.path.abspath(parser.parse_args().bin)
    found = []
    with tempfile.TemporaryDirectory() as work:
        programs = Programs(folder, work)
        ledger = programs.work / "ledger"
        programs.run("init", "--origin", "news.example.org/ledger", ledger=ledger)
        programs.run("append", *map(str, sorted((ROOT / "scripts/demo").iterdir())), ledger=ledger)
        programs.run("publish", ledger=ledger)
        page = {path.name: path.read_text() for path in CATALOGUE.glob("*.md")}
        readme = (ROOT / "README.md").read_text()
        for name, text in {**page, "README.md": readme}.items():
            check_commands(name, text, programs, found)
        check_verbs(page["Commands.md"], programs, found)
        check_codes(page["RefusalCodes.md"], found)
        check_settings(page["Configuration.md"], programs, found)
        check_metrics(page["Metrics.md"], ledger, programs, found)
        check_exit_codes(page["Commands.md"], programs, found)
        check_json(page["JSONOutput.md"], ledger, programs, found)
        check_documents(programs, found)
        check_terminal(readme, ledger, programs, found)
        check_links(found)
        check_named_pages(found)
        check_example(page["AddingAProjection.md"], found)
    for line in found:
        print(line)
    print(f"{len(page) + 1} pages, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
