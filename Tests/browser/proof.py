#!/usr/bin/env python3
"""Holds proof.js, in a real headless Chromium, against check-bundle.py: both refuse or both accept each bundle.

    proof.py --bin DIR --script proof.js --checker check-bundle.py [--seed N] [--random N] [--native]

Builds a ledger with the real programs in a directory that is deleted afterwards. Needs selenium, chromium and chromedriver.
"""

import argparse
import base64
import functools
import hashlib
import html
import http.server
import importlib.util
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.append("/usr/lib/python3/dist-packages")
try:
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    print("-- without selenium, no bundle is proven in a browser")
    sys.exit(77)

import cases
sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
import keeper
from forge import Event, Forge, read_events

CSP = "default-src 'none'; script-src 'self'; connect-src 'self'"
WORDS = "This page proves a bundle in your own browser. Without script: storyledger check-bundle FILE --key KEY"
failures = []


def expect(holds, what):
    print(f"{'ok  ' if holds else 'FAIL'} {what}")
    if not holds:
        failures.append(what)


# The real programs.

def own_state(directory):
    """The environment with a place of its own for what `storyledger` remembers of logs: nothing outlives the test."""
    return {**os.environ, "XDG_STATE_HOME": str(directory / "state")}


def build(directory, binaries):
    """A ledger with events of all five types, versions and takedowns. Returns the key and bundles by name."""
    program, ledger = str(pathlib.Path(binaries) / "storyledger"), str(directory / "ledger")

    def run(*words):
        done = subprocess.run([program, *words, "--ledger", ledger], capture_output=True, text=True, env=own_state(directory))
        if done.returncode:
            raise SystemExit(f"storyledger {' '.join(words)}: {done.stderr}")
        return done.stdout

    def append(name, *documents):
        path = directory / f"{name}.ndjson"
        path.write_text("".join(json.dumps(document) + "\n" for document in documents))
        run("append", str(path))

    def event(kind, subject, minute, **data):
        return {"type": kind, "subject": subject, "time": f"2026-03-02T07:{minute:02}:00+01:00", "id": f"{subject}-{minute}", "data": data}
    run("init", "--origin", "ferry.example/log")
    append("one", event("published", "quay", 0, headline="Quay wall to be rebuilt", dek="The port says", body="The quay wall is rebuilt in May.\n\nIt "
                        "costs 3 million </script><!-- crowns \\u003c & \u2028 \U0001F6A2.\n \t\nNobody was asked.", byline=[{"name": "Ada"}],
                        claims=[{"id": "may", "text": "It is rebuilt in May.", "attribution": [{"id": "port", "speaker": {"name": "Port"}}]}],
                        requests=[{"id": "ask", "party": {"name": "Mayor"}}], extra={"__proto__": {"n": 0.5}, "big": 9007199254740991, "e": 1e-7}),
           event("responded", "quay", 1, by={"name": "Mayor"}, outcome="no-response", request="ask"),
           event("denied", "quay", 2, by={"name": "Port"}, claims=["may"], hop="port", statement={"text": "Not in May."},
                 counterclaim={"id": "june", "text": "In June."}),
           event("updated", "quay", 3, headline="Port denies that quay wall is rebuilt in May", change="correction", corrects=["may"], note={"text": "Corrected."}),
           event("reiterated", "quay", 4, by={"name": "Ada"}, claims=["may"], strength="stronger", answers="quay-2"),
           event("updated", "quay", 5, body="In June, then.\n\nThe port says so.\r\n\r\nSo does the mayor.", dek=None),
           event("updated", "quay", 6, change="kill", headline="Withdrawn"),
           event("updated", "quay", 7, change="release", headline="Quay wall: what we know"))
    append("two", event("published", "fog", 10, headline="Fog on Tuesday", body="Fog.\n\nA secret name.\n\nMore fog."),
           event("updated", "fog", 11, body="Fog.\n\nA secret name.\n\nLess fog."), event("updated", "fog", 12, headline="No fog"),
           event("published", "gone", 13, headline="Gone soon", body="All of it."), event("updated", "gone", 14, headline="Still here"),
           event("updated", "gone", 15, headline="Here again"))
    run("publish")
    taken = directory / "before.bundle"
    run("bundle", "fog", "--version", "3", "--output", str(taken))
    run("withhold", "fog", "--text", "secret name", "--reason", "a person's safety", "--authority", "the editor", "--yes")
    run("withhold", "--position", "12", "--reason", "a court's order", "--authority", "the court", "--yes")
    append("three", event("updated", "fog", 16, headline="Fog again"))
    run("publish")
    key = run("key", "show").split("\n")[0].strip()
    found = {"fog before its takedown": taken.read_bytes()}
    wanted = [("quay", version, None) for version in range(1, 6)] + [("fog", version, None) for version in range(1, 5)] + \
        [("gone", version, None) for version in range(1, 4)] + [("quay", 1, "headline"), ("quay", 2, "headline,claims.may"), ("quay", 3, "body:2"),
                                                              ("quay", 5, "headline"), ("fog", 3, "headline"), ("fog", 2, "body:1")]
    for story, version, only in wanted:
        path = directory / f"{story}-{version}-{only}.bundle"
        try:
            run("bundle", story, "--version", str(version), "--output", str(path), *(["--only", only] if only else []))
            found[f"{story} {version}" + (f" only {only}" if only else "")] = path.read_bytes()
        except SystemExit as refusal:
            print("note", str(refusal).strip()[:160])
    return key, found


def all_cases(checker, key, real, seed, count):
    """(name, bytes, key) of each bundle to judge."""
    rng, forge, log = random.Random(seed), Forge(checker), checker.Key(key, 1)
    for name, raw in real.items():
        yield name, raw, key
    for name in ("quay 2", "fog 3", "quay 2 only headline,claims.may"):
        raw = real[name]
        for label, changed in cases.changed_members(checker, name, raw, rng):
            yield label, changed, key
        for label, changed in cases.changed_bytes(name, raw, rng, 40):
            yield label, changed, key
        for label, changed in cases.other_forms(checker, name, raw):
            yield label, changed, key
        for label, changed in cases.checkpoints(checker, name, raw, forge, log):
            yield label, changed, key
    for label, other in cases.keys(key, forge.vkey):
        yield f"key: {label}", real["quay 1"], other

    def signed(label, events, withheld, version, story, **more):
        try:
            return label, forge.write(forge.bundle(events, withheld, version, story, **more)), forge.vkey
        except (checker.Refused, UnicodeError, TypeError, AttributeError, KeyError, ValueError):
            return None  # nothing that can be written at all

    for label, made in cases.stories():
        yield signed(f"story: {label}", *made)
        for other in cases.data_forms(f"story: {label}", *made, rng, count // 200):
            yield signed(*other)
    for name, raw in real.items():
        events, withheld, bundle = read_events(checker, raw)
        yield signed(f"{name}: signed again", events, withheld, bundle["version"], bundle["story"])
        for version in range(0, 7):
            yield signed(f"{name}: as version {version}", events, withheld, version, bundle["story"])
        for i in range(len(events)):
            yield signed(f"{name}: event {i} dropped", events[:i] + events[i + 1:], withheld, bundle["version"], bundle["story"])
            yield signed(f"{name}: event {i} twice", events[:i + 1] + events[i:], withheld, bundle["version"], bundle["story"])
        for i in range(len(withheld)):
            yield signed(f"{name}: takedown {i} dropped", events, withheld[:i] + withheld[i + 1:], bundle["version"], bundle["story"])
        for size in (0, 1, 2, 5, 64, 1000):
            yield signed(f"{name}: tree of {size}", events, withheld, bundle["version"], bundle["story"], size=size or 1)
    for text in ("0", "00", "01", "-1", "1.0", "9223372036854775807", "9223372036854775808", "99999999999999999999", "", "x", " 20"):
        events, withheld, bundle = read_events(checker, real["quay 1"])
        yield signed(f"tree size {text!r}", events, withheld, 1, "quay", note=lambda note, text=text: forge.note(re.sub("\n[0-9]+\n", f"\n{text}\n", note, 1)))
    for skeleton, texts, missing in cases.odd_parts():
        event = Event(LEAF, {}, missing)
        event.parts = skeleton, texts
        yield signed(f"parts {skeleton} {texts} without {missing}", [event], [], 1, "s")
    for label, note, other in cases.signed_notes(forge):
        yield f"note: {label}", forge.write(forge.bundle([Event(LEAF, {"headline": "H", "body": "b"})], [], 1, "s", note=note)), other
    for label, made in cases.stories():
        if any(event.gone for event in made[0]):
            bundle = forge.bundle(*made)
            next(one for one in bundle["events"] if one["skeleton"] is None)["pieces"] = [{"hash": "0" * 64}]
            yield f"story: {label}, a piece without a skeleton", forge.write(bundle), forge.vkey
    yield from kept_texts(checker, rng, 40)
    for label, public, signature in cases.low_order_keys(forge):
        yield weak(checker, forge, label, public, signature)
    for label, body in (("a million line breaks", "\n" * 1_000_000), ("a million lines", "a\n" * 1_000_000), ("half a million paragraphs' breaks",
                        "\r\n \t" * 250_000)):
        yield signed(f"body of {label}", [Event(LEAF, {"headline": "H", "body": body})], [], 1, "s")
    yield signed("150,000 paragraphs", [Event(LEAF, {"headline": "H", "body": "a\n\n" * 150_000})], [], 1, "s")
    for name in ("quay 2", "fog 4"):
        events, withheld, bundle = read_events(checker, real[name])
        given = (name, events, withheld, bundle["version"], bundle["story"])
        for made in cases.leaf_forms(*given, rng):
            yield signed(*made)
        for made in cases.skeletons(*given, checker):
            yield signed(*made)
    for name, raw in list(real.items()):
        events, withheld, bundle = read_events(checker, raw)
        for made in cases.data_forms(name, events, withheld, bundle["version"], bundle["story"], rng, count // len(real)):
            yield signed(*made)


def kept_texts(checker, rng, count):
    """Bundles of a keeper's random records: texts that are gone or absent, and such as are shown though they were withheld."""
    maker = keeper.Keeper(checker, rng)
    for number in range(count):
        world, chain, explaining = maker.case()
        for version in range(1, 4):
            yield f"record {number} as version {version}", (maker.text(maker.bundle(world, chain, explaining, version)) + "\n").encode(), maker.key.text


LEAF = {"source": "desk", "subject": "s", "time": "2026-03-02T07:15:00Z", "schema": 1, "id": "a", "type": "published", "position": 0, "revision": 0,
        "previous": None, "recordedtime": "2026-03-02T07:15:00.000000Z"}


def weak(checker, forge, label, public, signature):
    """A bundle under a key that is no honest log's."""
    if public is None:
        public = forge.public
    key = b"\x01" + public
    ident = hashlib.sha256(forge.name.encode() + b"\n" + key).digest()[:4]

    def note(text):
        own = signature
        if own is None:
            honest = forge.sign(text.encode())
            own = honest[:32] + (int.from_bytes(honest[32:], "little") + checker.ORDER).to_bytes(32, "little")
        return f"{text}\n\u2014 {forge.name} {base64.b64encode(ident + own).decode()}\n"
    raw = forge.write(forge.bundle([Event(LEAF, {"headline": "H", "body": "b"})], [], 1, "s", note=note))
    return f"weak key {label}", raw, f"{forge.name}+{ident.hex()}+{base64.b64encode(key).decode()}"


def verdict(checker, raw, key):
    """What check-bundle.py says: None and why, or its words."""
    try:
        log = checker.Key(key, 1)
        bundle, proof = checker.check(raw, log, [], log.name)
    except (checker.Refused, KeyError, TypeError, ValueError, RecursionError) as refusal:
        return None, str(refusal) or type(refusal).__name__
    words = [checker.proven(bundle, proof, proof.is_of_version()), checker.not_proven(bundle, proof)]
    words = {name: [line.replace("--statements", "statements") for line in lines] for name, lines in zip(("proven", "notProven"), words)}
    beside = {title.rstrip(":"): lines for title, lines in checker.Says(proof).lists()}
    return {**words, **beside, "withheld": proof.withheld, "notCarried": proof.left_out, "imitations": proof.imitations, "story": bundle["story"], "version": bundle["version"],
            "isVersionProven": proof.is_of_version(), "size": proof.size, "headline": (proof.text or {}).get("headline")}, ""


# The browser.

def fragment(bundle_url, key):
    return (f'<main><h1>Proof</h1><section id="proof" data-bundle="{html.escape(bundle_url)}" data-key="{html.escape(key)}"><p>{WORDS}</p>'
            '<form><label for="key">Verifier key</label><textarea id="key" name="key" rows="3"></textarea><button>Prove</button>'
            '<output></output></form></section></main>')


def page(bundle_url="", key="", tail='<script src="proof.js"></script>', head=""):
    return ('<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Proof</title>' + head + "</head><body>"
            + fragment(bundle_url, key) + tail + "</body></html>")


def case_file(script, raw, key=""):
    """One HTML file with everything in it. In the data block each < is written \\u003c."""
    block = raw.decode("utf-8", "surrogateescape").replace("<", "\\u003c")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    head = f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-{digest}'\">"
    return page("", key, f'<script type="application/storyledger-bundle+json" id="bundle">{block}</script><script>{script}</script>', head)


class Site(http.server.BaseHTTPRequestHandler):
    pages, protocol_version, wbufsize = {}, "HTTP/1.1", 1 << 16

    def log_message(self, *_):
        pass

    def do_GET(self):
        body, kind, csp = self.pages.get(self.path.split("?")[0], (b"", None, CSP))
        self.send_response(200 if kind else 204 if self.path == "/favicon.ico" else 404)
        self.send_header("Content-Security-Policy", csp)
        self.send_header("Content-Type", kind or "text/plain")
        if self.path != "/favicon.ico":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ASK = """
const [cases, done] = arguments;
(async () => {
  const answers = [];
  for (const [source, key] of cases) {
    try {
      const bytes = source.startsWith('/') ? await (await fetch(source)).arrayBuffer()
        : Uint8Array.from(atob(source.slice(7)), (c) => c.charCodeAt(0));
      answers.push(await StoryLedgerProof.check(StoryLedgerProof.textOf(bytes), key));
    } catch (error) {
      answers.push({ refused: String(error.message), fault: error.constructor.name });
    }
  }
  return answers;
})().then(done, (error) => done(String(error)));
"""


def ask(driver, pairs, step=40):
    answers = []
    for start in range(0, len(pairs), step):
        part = driver.execute_async_script(ASK, pairs[start:start + step])
        if isinstance(part, str):
            raise SystemExit(f"the page: {part}")
        answers += part
    return answers


def compare(where, every, python, browser):
    apart, words, blunt, accepted = [], [], [], 0
    for (name, _, _), (said, why), answer in zip(every, python, browser):
        refused = "refused" in answer
        accepted += said is not None
        if refused != (said is None):
            apart.append(f"{name}: check-bundle.py {'refuses: ' + why if said is None else 'accepts'}; "
                         f"the browser {'refuses: ' + answer['refused'] if refused else 'accepts'}")
        elif not refused and any(answer[member] != value for member, value in said.items()):
            words.append(f"{name}: " + "; ".join(f"{m}: {v!r} / {answer[m]!r}" for m, v in said.items() if answer[m] != v))
        if refused and answer["fault"] != "Refused":
            blunt.append(f"{name}: {answer['fault']}: {answer['refused']}")
    weak = [(label, why, answer) for (label, _, _), (said, why), answer in zip(every, python, browser)
            if label.startswith(tuple(f"weak key {text}" for text in cases.SMALL_ORDER + cases.NO_POINT))]
    vague = [f"{label}: {why}; {answer}" for label, why, answer in weak
             if not all("expected a key with which only its holder can sign" in said for said in (why, answer.get("refused", "")))]
    for line in (apart + words + blunt + vague)[:40]:
        print("  ", line[:400])
    print(f"     {where}: {len(every)} bundles, {accepted} accepted by check-bundle.py, {len(every) - accepted} refused")
    expect(not apart, f"{where}: same verdict for each ({len(apart)} differ)")
    expect(not words, f"{where}: same words, lists and headline for each that is accepted ({len(words)} differ)")
    expect(weak and not vague, f"{where}: both say what is wrong with each of {len(weak)} keys with which anybody can sign ({len(vague)} are not told so)")
    expect(not blunt, f"{where}: each refusal is a sentence of the script's own ({len(blunt)} are not)")


def start_browser(options):
    chosen = Options()
    chosen.binary_location = options.chromium
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
                 "--disable-component-update", "--disable-sync", "--no-first-run", "--no-default-browser-check",
                 "--disable-features=OptimizationHints,MediaRouter,HttpsUpgrades",
                 "--host-resolver-rules=MAP ledger.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"):
        chosen.add_argument(flag)
    chosen.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=chosen, service=Service(options.chromedriver))
    driver.set_script_timeout(300)
    return driver


def console(driver):
    return [entry["message"] for entry in driver.get_log("browser")]


def requests(driver):
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def shown(driver):
    """The output's words, once it has some."""
    for _ in range(200):
        words = driver.find_element(By.CSS_SELECTOR, "#proof output").text
        if words and "Checking" not in words:
            return words
        time.sleep(0.05)
    return ""


def check_page(driver, base, key, other):
    """The form by keyboard alone, and the key that the browser remembers."""
    def type_key(text, *keys):
        field = driver.find_element(By.NAME, "key")
        driver.execute_script("document.activeElement.blur()")
        for _ in range(5):
            driver.switch_to.active_element.send_keys(Keys.TAB)
            if driver.switch_to.active_element == field:
                break
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text)
        for name in keys:
            driver.switch_to.active_element.send_keys(name)
        return shown(driver)

    def pinned():
        return driver.execute_script("return Object.values(localStorage)")
    driver.get(base + "/page.html")
    words = type_key(key, Keys.TAB, Keys.TAB, Keys.ENTER)
    expect("Proven" in words and "Port denies" in words, "keyboard: key, Tab, Tab, Enter proves, and shows the headline")
    expect("reads no statements of the log" in words, "the verdict says that no statements were looked at")
    details = driver.find_element(By.ID, "proof").text
    expect("they are one chain of the story" in details and "that the story has no later events" in details, "the page lists what is proven and what is not")
    expect(all(words in details for words in ("Status at this version", '"may", @0: "It is rebuilt in May."', '@3, correction, corrects "may": "Corrected."')),
           "the page lists status, claims and notes")
    expect(pinned() == [], "nothing is remembered unless the box is ticked")
    type_key(key, Keys.TAB, Keys.SPACE, Keys.TAB, Keys.ENTER)
    expect(pinned() == [key], "with the box ticked the key is remembered")
    driver.get(base + "/page.html")
    expect(driver.find_element(By.NAME, "key").get_attribute("value") == key, "the remembered key is in the field")
    words = type_key(other, Keys.TAB, Keys.TAB, Keys.ENTER)
    expect("WARNING" in words and pinned() == [key], "another key: a warning, and the remembered key stays")
    words = type_key(other, Keys.TAB, Keys.SPACE, Keys.TAB, Keys.ENTER)
    expect("WARNING" in words and pinned() == [key], "another key that proves nothing does not replace it, with the box ticked")
    driver.get(base + "/forged.html")
    words = type_key(other, Keys.TAB, Keys.TAB, Keys.ENTER)
    expect("WARNING" in words and "Proven" in words and pinned() == [key], "another key that proves: a warning, and the remembered key stays")
    words = type_key(other, Keys.TAB, Keys.SPACE, Keys.TAB, Keys.ENTER)
    expect("WARNING" in words and pinned() == [other], "it replaces the remembered key only with the box ticked")
    driver.execute_script("localStorage.clear()")
    driver.get(base + "/given.html")
    words = type_key("", Keys.CONTROL + "z" + Keys.NULL, Keys.TAB, Keys.TAB, Keys.ENTER)
    driver.get(base + "/given.html")
    driver.find_element(By.CSS_SELECTOR, "#proof button").send_keys(Keys.ENTER)
    expect("came with the page" in shown(driver), "a key that came with the page is called that")
    driver.get(base + "/missing.html")
    expect("could not be fetched" in type_key(key, Keys.TAB, Keys.TAB, Keys.ENTER), "a bundle that is not there: a plain sentence")
    console(driver)  # the 404 above is in the console, by the browser's own hand


def check_without_script(driver, base):
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    driver.get(base + "/page.html")
    text = driver.find_element(By.TAG_NAME, "body").text
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    expect(WORDS in text and "Prove" in text, "with script blocked the page still shows its words")


def check_faults(driver, base, port, key):
    driver.get(base + "/page.html")
    driver.execute_script("crypto.subtle.importKey = async () => { throw new DOMException('', 'NotSupportedError'); }")
    answer = ask(driver, [("/case/0", key)])[0]
    expect("cannot check Ed25519" in answer.get("refused", ""), "a browser without Ed25519 is told so")
    driver.get(base + "/page.html")
    found = driver.execute_async_script("""
        const done = arguments[0], errors = [];
        try { StoryLedgerProof.textOf(new Uint8Array(64 * 2 ** 20 + 1)); } catch (error) { errors.push(error.message); }
        StoryLedgerProof.check('a'.repeat(64 * 2 ** 20 + 1), '').catch((error) => { errors.push(error.message); done(errors); });""")
    expect(len(found) == 2 and all("longer than 67108864 bytes" in one for one in found), "a bundle of more than 64 MiB is refused")
    driver.get(f"http://ledger.test:{port}/page.html")
    answer = ask(driver, [("/case/0", key)])[0]
    expect("over https" in answer.get("refused", ""), "http from another name: the page says what to do")


def check_large(driver, base, key, size):
    driver.get(base + "/page.html")
    found = driver.execute_async_script("""
        const [key, done] = arguments; let last = performance.now(), gap = 0;
        const timer = setInterval(() => { gap = Math.max(gap, performance.now() - last); last = performance.now(); }, 10);
        (async () => {
          const text = StoryLedgerProof.textOf(await (await fetch('/large')).arrayBuffer());
          const start = last = performance.now();
          const result = await StoryLedgerProof.check(text, key);
          await new Promise((go) => setTimeout(go, 50));
          return { version: result.version, took: performance.now() - start, gap };
        })().catch((error) => ({ refused: error.message })).then((found) => { clearInterval(timer); done(found); });""", key)
    print(f"     a bundle of {size / 1e6:.1f} MB: {found}")
    expect(found.get("version") == 2 and found["gap"] < 2000, "a bundle of 20 MB is proven, and the page answers within 2 s at any time")


def check_file(driver, directory, script, real, key, every, python):
    """Saved case files from file://, with the network off."""
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", dict(offline=True, latency=0, downloadThroughput=0, uploadThroughput=0))
    proven = 0
    for number, (name, raw) in enumerate(real.items()):
        path = directory / f"case-{number}.html"
        path.write_text(case_file(script, raw), encoding="utf-8", newline="")
        driver.get(path.as_uri())
        driver.find_element(By.NAME, "key").clear()
        driver.find_element(By.NAME, "key").send_keys(key)
        driver.find_element(By.CSS_SELECTOR, "#proof button").send_keys(Keys.ENTER)
        words = shown(driver)
        proven += words.startswith("Proven")
        if not words.startswith("Proven"):
            print("  ", name, words)
    expect(proven == len(real), f"file://, no network: {proven} of {len(real)} saved case files prove their bundle")
    raw = next(iter(real.values()))
    path = directory / "bad.html"
    path.write_text(case_file(script, raw.replace(b"Fog", b"Dog", 1)), encoding="utf-8", newline="")
    driver.get(path.as_uri())
    driver.find_element(By.NAME, "key").send_keys(key)
    driver.find_element(By.CSS_SELECTOR, "#proof button").send_keys(Keys.ENTER)
    expect(shown(driver).startswith("Not proven"), "file://: a changed case file is refused")
    # All pages opened from files share what the browser keeps: any of them could plant a key.
    driver.execute_script("localStorage.setItem('storyledger verifier key', 'another')")
    path = directory / "case-0.html"
    driver.get(path.as_uri())
    field = driver.find_element(By.NAME, "key")
    expect(field.get_attribute("value") == "" and not driver.find_elements(By.CSS_SELECTOR, "#proof input"),
           "file://: no remembered key is in the field, and none can be remembered")
    field.send_keys(key)
    driver.find_element(By.CSS_SELECTOR, "#proof button").send_keys(Keys.ENTER)
    expect(shown(driver).startswith("Proven"), "file://: a key that another page planted brings no warning")
    expect(driver.execute_script("return Object.values(localStorage)") == ["another"], "file://: nothing is remembered")
    driver.execute_script("localStorage.clear()")
    # The script is the same, and only where it comes from differs: every third bundle shows whether that matters.
    every, python = every[::3], python[::3]
    compare("file://", every, python, ask(driver, [("base64:" + base64.b64encode(raw).decode(), key) for _, raw, key in every]))


def large(checker, forge):
    """A signed bundle of about 20 MB with two versions."""
    body = "".join(f"Paragraph {number} says: {'word ' * 60}.\n\n" for number in range(25_000))
    made = [Event(LEAF, {"headline": "H", "body": body}),
            Event({**LEAF, "id": "b", "type": "updated", "position": 1, "revision": 1, "previous": 0, "recordedtime": "2026-03-02T07:15:01.000000Z"},
                  {"body": body + "More.", "headline": "I"})]
    return forge.write(forge.bundle(made, [], 2, "s"))


def native(every, python, program, directory):
    """The verdict of `storyledger check-bundle` too."""
    apart, path = [], directory / "one.bundle"
    for (name, raw, key), (said, why) in zip(every, python):
        path.write_bytes(raw)
        shutil.rmtree(directory / "state", ignore_errors=True)  # else it refuses a second history of the same log
        done = subprocess.run([program, "check-bundle", str(path), "--key", key], capture_output=True, text=True, env=own_state(directory))
        if (done.returncode == 0) != (said is not None):
            apart.append(f"{name}: check-bundle.py {'refuses: ' + why if said is None else 'accepts'}; storyledger exits {done.returncode}: {done.stderr.strip()}")
    for line in apart[:40]:
        print("  ", line[:400])
    expect(not apart, f"storyledger check-bundle: same verdict for each of {len(every)} ({len(apart)} differ)")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--bin", type=os.path.abspath, required=True, help="the directory of storyledger")
    arguments.add_argument("--script", required=True, help="proof.js")
    arguments.add_argument("--checker", required=True, help="check-bundle.py")
    arguments.add_argument("--chromium", default=shutil.which("chromium"))
    arguments.add_argument("--chromedriver", default=shutil.which("chromedriver"))
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--random", type=int, default=600, help="bundles with random data")
    arguments.add_argument("--native", action="store_true", help="ask storyledger check-bundle too")
    options = arguments.parse_args()
    specification = importlib.util.spec_from_file_location("checker", options.checker)
    checker = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(checker)
    script = pathlib.Path(options.script).read_text(encoding="utf-8")
    expect(not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\bon[a-z]+ *=", script),
           f"the script has no innerHTML, eval or inline handler; {len(script.splitlines())} lines")
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        began = time.time()
        key, real = build(directory, options.bin)
        every = [case for case in all_cases(checker, key, real, options.seed, options.random) if case]
        python = [verdict(checker, raw, one) for _, raw, one in every]
        print(f"     seed {options.seed}: {len(every)} bundles of {len(real)} real ones, judged by check-bundle.py in {time.time() - began:.0f} s")
        refused = [label for label, (said, _) in zip(real, python) if said is None]
        expect(not refused, f"each real bundle is accepted {refused or ''}")
        if options.native:
            native(every, python, str(pathlib.Path(options.bin) / "storyledger"), directory)
        forge = Forge(checker)
        script_page = ("text/html; charset=utf-8", CSP)
        Site.pages = {"/page.html": (page("/case/bundle").encode(), *script_page), "/given.html": (page("/case/bundle", key).encode(), *script_page),
                      "/forged.html": (page("/case/forged").encode(), *script_page), "/missing.html": (page("/nowhere").encode(), *script_page),
                      "/proof.js": (script.encode(), "text/javascript; charset=utf-8", CSP),
                      "/case/bundle": (real["quay 2"], "application/json", CSP)}
        Site.pages["/case/forged"] = (next(raw for label, raw, _ in every if label == "story: one"), "application/json", CSP)
        Site.pages["/large"] = (large(checker, forge), "application/json", CSP)
        for number, (_, raw, _) in enumerate(every):
            Site.pages[f"/case/{number}"] = (raw, "application/json", CSP)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        driver = start_browser(options)
        try:
            print("    ", driver.capabilities["browserName"], driver.capabilities["browserVersion"])
            driver.get(base + "/page.html")
            began = time.time()
            compare("http, strict CSP", every, python, ask(driver, [(f"/case/{number}", one) for number, (_, _, one) in enumerate(every)]))
            print(f"     in {time.time() - began:.0f} s")
            check_large(driver, base, forge.vkey, len(Site.pages["/large"][0]))
            said = console(driver)
            expect(not said, f"the console is silent {said[:3] or ''}")
            check_page(driver, base, key, forge.vkey)
            check_without_script(driver, base)
            check_faults(driver, base, server.server_port, key)
            console(driver)
            check_file(driver, directory, script, real, key, every, python)
            said = console(driver)
            expect(not said, f"the console is silent from file:// {said[:3] or ''}")
            away = [url for url in requests(driver) if not re.match(rf"({re.escape(base)}|http://ledger\.test:{server.server_port})/|file://|data:|about:", url)]
            expect(not away, f"no request leaves loopback {away[:3] or ''}")
        finally:
            driver.quit()
            server.shutdown()
    print(f"{'FAILED: ' + str(len(failures)) if failures else 'all hold'}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
