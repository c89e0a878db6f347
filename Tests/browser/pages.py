#!/usr/bin/env python3
"""Every kind of page of the audit site in a real browser, against the real daemon: light, dark, on a phone and in print.

    pages.py [--bin DIR] [--shots DIR]

Holds of each page: the console is silent, nothing is asked for but from the site, nothing is wider than the window, every field
has a name, each id is there once, text can be read against its ground, links of a page lead somewhere, the page says the same
without script, and its first stop for the keyboard leads past the menu. A case file is proven in the browser, and saved, and
proven from the file with the network off. axe-core finds nothing on any page, where axe-playwright-python of PyPI, which has it, is
installed. --shots keeps pictures to look at. Needs chromium, chromedriver and selenium; without them it is skipped."""

import base64
import importlib.util
import json
import pathlib
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "faults"))
sys.path.append("/usr/lib/python3/dist-packages")
from harness import SKIPPED, arguments, check, eventually, main  # noqa: E402
from site_pages import STORIES, configure, free_port  # noqa: E402

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    print("-- without selenium, pages are not looked at in a browser")
    sys.exit(SKIPPED)

HOSTILE = "/stories/h%3Cb%3E%26%27%22x"
PAGES = {
    "stories": "/", "search": "/?search=harbor&status=published", "log": "/log", "parties": "/parties",
    "party": "/parties?name=ministry", "activity": "/activity", "about": "/about", "story": "/stories/harbor",
    "version": "/stories/harbor/versions/1", "diff": "/stories/harbor/diff?from=1&to=3",
    "edit": "/stories/harbor/diff?from=1&to=2", "sides": "/stories/harbor/diff?from=1&to=3&view=side-by-side",
    "whole": "/stories/harbor/diff?from=1&to=3&extent=whole&noise=yes",
    "changes": "/stories/harbor/diff?from=1&to=3&extent=changes", "blame": "/stories/harbor/blame",
    "claims": "/stories/harbor/claims", "timeline": "/stories/harbor/timeline", "case": "/stories/harbor/case-file",
    "event": "/events/1", "past": "/stories/harbor?as-of=@1&zone=Asia/Tokyo", "killed": "/stories/tram",
    "withheld": "/stories/park", "arabic": "/stories/mina", "chinese": "/stories/%E5%9C%B0%E9%93%81",
    "missing": "/stories/nobody", "bad": "/?status=x", "hostile": HOSTILE, "hostile-diff": HOSTILE + "/diff",
    "hostile-sides": HOSTILE + "/diff?view=side-by-side", "hostile-claims": HOSTILE + "/claims",
    "hostile-case": HOSTILE + "/case-file", "hostile-timeline": HOSTILE + "/timeline",
    "hostile-event": "/events/93", "long": "/stories/long", "long-case": "/stories/long/case-file?from=1&to=80",
    "contested": "/?contested=yes",
}

# What a page must hold, asked in the page itself.
LOOK = """
const wide = document.documentElement.scrollWidth - innerWidth;
const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
const unnamed = [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button')]
  .filter((e) => !(e.labels?.length || e.textContent.trim() || e.ariaLabel)).map((e) => e.outerHTML);
const luminance = (colour) => {
  const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((c) => (c / 255 <= .03928 ? c / 255 / 12.92 : ((c / 255 + .055) / 1.055) ** 2.4));
  return .2126 * r + .7152 * g + .0722 * b;
};
const ground = (e) => {
  for (; e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor, alpha = colour.match(/[\\d.]+/g)[3];
    if (alpha === undefined || +alpha === 1) return colour;
  }
  return 'rgb(255, 255, 255)';
};
const faint = [];
for (const e of document.querySelectorAll('main *, header *, footer *')) {
  if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility() || e.closest('svg')) continue;
  const [a, b] = [luminance(getComputedStyle(e).color), luminance(ground(e))];
  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${e.outerHTML.slice(0, 120)}`);
}
const bare = [...document.querySelectorAll('ins, del')].filter((e) => getComputedStyle(e).textDecorationLine === 'none').length;
return {wide, twice, unnamed, faint: faint.slice(0, 5), bare, headings: document.querySelectorAll('h1').length,
  language: document.documentElement.lang, title: document.title,
  overlaid: [...document.querySelectorAll('a, button')].filter((e) => e.checkVisibility() && !e.closest('svg') &&
    e.getClientRects().length === 1 && e.getBoundingClientRect().height < 12).length};
"""


class Browser:
    """A headless Chromium that reaches nothing but this machine."""

    def __init__(self, hasScript=True):
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--force-color-profile=srgb", "--disable-background-networking", "--disable-component-update",
                     "--disable-sync", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"):
            options.add_argument(word)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        if not hasScript:
            self.do("Emulation.setScriptExecutionDisabled", value=True)

    def do(self, command, **words):
        return self.driver.execute_cdp_cmd(command, words)

    def window(self, width, height, mobile=False):
        self.do("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def scheme(self, name, media=""):
        self.do("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": name}])

    def shot(self, path):
        picture = self.do("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        path.write_bytes(base64.b64decode(picture))

    def said(self):
        """What the console said; a page that is refused with 404 or 400 is reported there, too."""
        return [entry["message"] for entry in self.driver.get_log("browser") if "status of 40" not in entry["message"]]

    def asked_elsewhere(self, base):
        found = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if not url.startswith((base, "data:", "file:", "blob:")):
                    found.append(url)
        return found


def axe_core():
    """The text of axe-core; None where it is not installed."""
    spec = importlib.util.find_spec("axe_playwright_python")
    if spec is None:
        return print("-- without axe-playwright-python, axe-core does not look at the pages")
    return (pathlib.Path(spec.submodule_search_locations[0]) / "axe.min.js").read_text()


def look(browser, base, options):
    """Each page in each form."""
    forms = {"light": (1100, 800, False), "dark": (1100, 800, False), "phone": (360, 740, True)}
    axe = axe_core()
    shots = pathlib.Path(options.shots) if options.shots else None
    if shots:
        shots.mkdir(exist_ok=True)
    faults = []
    for form, (width, height, mobile) in forms.items():
        browser.window(width, height, mobile)
        browser.scheme("dark" if form == "dark" else "light")
        for name, path in PAGES.items():
            browser.driver.get(base + path)
            seen = browser.driver.execute_script(LOOK)
            where = f"{name}, {form}"
            for key, good in (("wide", 0), ("twice", []), ("unnamed", []), ("faint", []), ("bare", 0), ("headings", 1),
                              ("language", "en")):
                if seen[key] != good and not (key == "wide" and seen[key] < 0):
                    faults.append(f"{where}: {key} is {seen[key]}")
            faults += [f"{where}: the console said {line}" for line in browser.said()]
            # What the dark form changes is the colours, which are looked at above.
            if axe and form != "dark":
                browser.driver.execute_script(axe)
                found = browser.driver.execute_async_script(
                    "const done = arguments[0]; axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', "
                    "'wcag22aa', 'best-practice']}).then(done)")
                faults += [f"{where}: axe: {v['id']} {[n['html'][:150] for n in v['nodes'][:2]]}" for v in found["violations"]]
            if shots:
                browser.shot(shots / f"{name}-{form}.png")
    elsewhere = browser.asked_elsewhere(base)
    check(not elsewhere, f"asked for elsewhere: {elsewhere[:3]}")
    check(not faults, f"{len(faults)} faults:\n  " + "\n  ".join(faults[:25]))


def links_lead_somewhere(browser, base):
    browser.window(1100, 800)
    found = set()
    for path in [path for name, path in PAGES.items() if name not in ("missing", "bad") and "hostile" not in name]:
        browser.driver.get(base + path)
        found |= {link for link in browser.driver.execute_script("return [...document.links].map((a) => a.href)")
                  if link.startswith(base)}
    statuses = browser.driver.execute_async_script("""
      const [links, done] = arguments;
      (async () => { const bad = [];
        for (const link of links) { const answer = await fetch(link); if (!answer.ok) bad.push(`${answer.status} ${link}`); }
        done(bad); })();""", sorted(found))
    check(not statuses, f"links that lead nowhere: {statuses[:5]}")
    return len(found)


def strips_begin_at_their_newest_end(browser, base):
    for width, mobile in ((1100, False), (360, True)):
        browser.window(width, 800, mobile)
        for name in ("story", "long"):
            browser.driver.get(base + PAGES[name])
            places = browser.driver.execute_script("""
              const dots = [...document.querySelectorAll('.strip a')].map((dot) => dot.getBoundingClientRect());
              const first = document.querySelector('.strip svg').getBoundingClientRect();
              return {last: dots.at(-1).right, svg: first.left, body: document.querySelector('main').getBoundingClientRect().left};""")
            check(0 < places["last"] <= width, f"the newest dot of {name} is not in view at {width}: {places}")
            check(name == "long" or abs(places["svg"] - places["body"]) < 2, f"the short strip of {name} is not at the left: {places}")
    browser.window(1100, 800)


RIGHT_TO_LEFT = ("الجسر", "البلدية")
PLACES = """
  const places = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const [first, last] = arguments[0].map((word) => node.data.indexOf(word));
    if (first < 0 || last < 0 || !node.parentElement.checkVisibility()) continue;
    const place = (start, length) => {
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + length);
      return range.getBoundingClientRect();
    };
    const [left, right] = [place(last, arguments[0][1].length), place(first, arguments[0][0].length)];
    places.push([getComputedStyle(node.parentElement.closest('p, td, li, dd') ?? node.parentElement).direction,
                 left.top > right.top || left.right <= right.left]);
  }
  return places;"""


def arabic_reads_right_to_left(browser, base):
    """The first word of an inserted Arabic paragraph stands to the right of its last, wherever the paragraph is shown."""
    browser.window(1100, 800)
    for path in ("/stories/mina", "/stories/mina/diff?from=2&to=3", "/stories/mina/diff?from=2&to=3&view=side-by-side", "/stories/mina/blame",
                 "/stories/mina/case-file?from=2&to=3"):
        browser.driver.get(base + path)
        places = browser.driver.execute_script(PLACES, RIGHT_TO_LEFT)
        check(places and all(place == ["rtl", True] for place in places), f"{path} shows Arabic so: {places}")


def by_keyboard(browser, base):
    browser.driver.get(base + "/stories/harbor/diff?from=1&to=3")
    stops = []
    for _ in range(12):
        browser.driver.switch_to.active_element.send_keys(Keys.TAB)
        stops.append(browser.driver.execute_script("return document.activeElement.outerHTML.slice(0, 60)"))
    check('class="skip"' in stops[0], f"the first stop is {stops[0]}")
    check(len(set(stops)) == 12, f"the keyboard is caught: {stops}")
    body = browser.driver.find_element(By.TAG_NAME, "body")
    places = []
    for key in "nnp":
        body.send_keys(key)
        places.append(browser.driver.execute_script("return document.querySelector('.here')?.textContent ?? null"))
    check(places[0] is not None, f"the key n goes nowhere: {places}")


def without_script(base, texts):
    browser = Browser(hasScript=False)
    try:
        for name, text in texts.items():
            browser.driver.get(base + PAGES[name])
            source = browser.driver.page_source
            check(text in re.sub(r"<[^>]*>", "", source), f"{name} without script lacks {text!r}")
    finally:
        browser.driver.quit()


def print_pages(browser, base, options):
    browser.scheme("light", media="print")
    for name in ("story", "case", "diff"):
        browser.driver.get(base + PAGES[name])
        pdf = base64.b64decode(browser.do("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"])
        check(pdf.startswith(b"%PDF"), f"{name} is not printed")
        if options.shots:
            (pathlib.Path(options.shots) / f"{name}.pdf").write_bytes(pdf)
    browser.scheme("light")


def prove(browser, base, ledger, key):
    """The proof of a case file: with the right key, with another, and from a saved file without the network."""
    def verdict(expected):
        form = browser.driver.find_element(By.CSS_SELECTOR, "#proof form")
        field = form.find_element(By.NAME, "key")
        for given, words in ((key, expected), (key[:-8] + "AAAAAAA=", "Not proven")):
            field.clear()
            field.send_keys(given)
            form.find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
            output = browser.driver.find_element(By.TAG_NAME, "output")
            eventually(lambda: output.text and "Checking" not in output.text, "a verdict")
            check(words in output.text, f"with {given}: {output.text}")

    browser.driver.get(base + PAGES["case"])
    form = browser.driver.find_element(By.CSS_SELECTOR, "#proof form")
    form.find_element(By.NAME, "key").send_keys(key)
    form.find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
    # The words that are proven are shown, whatever the page above them says.
    eventually(lambda: "260 million crowns" in browser.driver.find_element(By.ID, "proof").text, "the proven words")
    browser.driver.refresh()
    verdict("Proven for harbor")
    browser.driver.get("about:blank")
    page = ledger.scratch / "case-file.html"
    import urllib.request
    page.write_bytes(urllib.request.urlopen(base + PAGES["case"] + "?save=yes").read())
    browser.do("Network.enable")
    browser.do("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=0, uploadThroughput=0)
    browser.driver.get(page.as_uri())
    verdict("Proven for harbor")
    # One changed letter of what it proves.
    page.write_bytes(page.read_bytes().replace(b"Harbor Bridge to close for two", b"Harbor Bridge to close for ten"))
    browser.driver.get(page.as_uri())
    field = browser.driver.find_element(By.NAME, "key")
    field.clear()
    field.send_keys(key)
    browser.driver.find_element(By.CSS_SELECTOR, "#proof form button").send_keys(Keys.ENTER)
    output = browser.driver.find_element(By.TAG_NAME, "output")
    eventually(lambda: output.text and "Checking" not in output.text, "a verdict")
    check("Not proven" in output.text, f"a changed file is proven: {output.text}")
    check(not browser.said(), "the console is not silent")
    browser.do("Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1)


def nothing_is_published(browser, ledger):
    """The case file of a log without a checkpoint says so, and its script has nothing to do."""
    program, other = f"{ledger.bin}/storyledger", ledger.scratch / "unpublished"
    file = ledger.scratch / "first.ndjson"
    file.write_text(json.dumps(STORIES[0]) + "\n")
    for words in (["init", "--origin", "unpublished.example/log"], ["append", str(file)]):
        subprocess.run([program, "--ledger", str(other), *words], check=True, capture_output=True, env=ledger.variables)
    port = free_port()
    with subprocess.Popen([program, "--ledger", str(other), "serve", "--listen", f"127.0.0.1:{port}"], stderr=subprocess.PIPE,
                          text=True, env=ledger.variables) as site:
        try:
            check("served" in site.stderr.readline(), "the unpublished log is not served")
            browser.said()
            for address in ("case-file", "case-file?save=yes"):
                browser.driver.get(f"http://127.0.0.1:{port}/stories/harbor/{address}")
                text = browser.driver.find_element(By.ID, "proof").text
                check("Nothing is published yet" in text and "No witness" in text, f"{address}: {text}")
                check(not browser.said(), f"{address}: the console is not silent")
        finally:
            site.terminate()
            site.wait(timeout=60)


def holes_are_marked(browser, base, ledger, key):
    """Words in place of withheld text are an element with a border of its own, for the eye and for the ear; a text like them is none."""
    def holes(within="main"):
        return browser.driver.execute_script(
            "return [...document.querySelectorAll(arguments[0] + ' mark.hole')].map((e) => [e.textContent, e.getAttribute('role'), "
            "e.ariaLabel, getComputedStyle(e).borderInlineStartStyle, parseFloat(getComputedStyle(e).borderInlineStartWidth)])", within)

    def hold(where, found, least=1):
        check(len(found) >= least, f"{where}: {len(found)} holes are marked")
        for text, role, label, style, width in found:
            check("withheld by" in text and "[2 paragraphs" not in text, f"{where}: marked is {text!r}")
            check((role, label) == ("note", "withheld by the ledger"), f"{where}: {role} {label}")
            check(style == "solid" and width >= 3, f"{where}: the border is {style} {width}")

    for media in ("", "print"):
        browser.scheme("light", media=media)
        for part in ("", "/versions/1", "/versions/2", "/diff?from=1&to=2", "/diff?from=1&to=2&view=side-by-side", "/blame", "/case-file"):
            browser.driver.get(base + "/stories/park" + part)
            hold(f"park{part} {media}", holes())
            words = browser.driver.find_element(By.TAG_NAME, "main").text.count("1 paragraph withheld by @")
            marked = sum(one[0].startswith("[1 paragraph") for one in holes())
            check(words == marked, f"park{part}: {words} holes, {marked} marked")
    browser.scheme("light")
    # The proof's own list: from the bundle, and from a bundle alone.
    browser.driver.get(base + "/stories/park/case-file")
    browser.driver.find_element(By.NAME, "key").send_keys(key)
    browser.driver.find_element(By.CSS_SELECTOR, "#proof form button").send_keys(Keys.ENTER)
    eventually(lambda: "Proven for park" in browser.driver.find_element(By.TAG_NAME, "output").text, "the proof of a story with a hole")
    verdict = browser.driver.find_element(By.TAG_NAME, "output").text
    check("reads no statements of the log" in verdict, verdict)
    listed = browser.driver.execute_script(
        "return [...document.querySelectorAll('#proof form + div h3')].find((e) => e.textContent.startsWith('The text')).nextSibling.children.length")
    check(listed == 5, f"{listed} texts: headline, three paragraphs and an imitation")
    hold("the proven text", holes("#proof form + div"))
    check(len(holes("#proof form + div")) == 1, "one paragraph is withheld")
    # Another key of the same name: the one that signed is named.
    other = str(ledger.scratch / "other")
    program = f"{ledger.bin}/storyledger"
    subprocess.run([program, "init", "--origin", key.split("+")[0], "--ledger", other], check=True, capture_output=True, env=ledger.variables)
    shown = subprocess.run([program, "key", "show", "--ledger", other], check=True, capture_output=True, text=True, env=ledger.variables).stdout
    field = browser.driver.find_element(By.NAME, "key")
    field.clear()
    field.send_keys(shown.split("\n")[0])
    browser.driver.find_element(By.CSS_SELECTOR, "#proof form button").send_keys(Keys.ENTER)
    eventually(lambda: "Not proven" in browser.driver.find_element(By.TAG_NAME, "output").text, "a refusal of another key")
    verdict = browser.driver.find_element(By.TAG_NAME, "output").text
    check("but with " + "+".join(key.split("+")[:2]) in verdict, verdict)


def test(ledger, options):
    port = free_port()
    configure(ledger, f"127.0.0.1:{port}")
    ledger.start()
    eventually(lambda: any("the site is served" in line for line in ledger.log_lines()), "it is served", ledger.daemon)
    ledger.drop("week.ndjson", "".join(json.dumps(document) + "\n" for document in STORIES))
    eventually(lambda: not ledger.waiting_files(), "the stories are taken", ledger.daemon)
    size = ledger.rows("SELECT count(*) FROM event")[0][0]
    check(size == len(STORIES), f"{size} of {len(STORIES)} are taken: {ledger.log_lines()[-3:]}")
    done = ledger.run("withhold", "park", "--text", "Lena Ortiz", "--reason", "a court's order", "--authority", "the editor",
                      "--yes")
    check(done.returncode == 0, f"withhold: {done.stderr}")
    key = ledger.run("key", "show").stdout.split("\n")[0]
    eventually(lambda: ledger.run("bundle", "harbor", "--version", "3", "--output", str(ledger.scratch / "b")).returncode == 0,
               "the log is published", ledger.daemon)
    base = f"http://127.0.0.1:{port}"
    browser = Browser()
    try:
        look(browser, base, options)
        strips_begin_at_their_newest_end(browser, base)
        links = links_lead_somewhere(browser, base)
        by_keyboard(browser, base)
        arabic_reads_right_to_left(browser, base)
        print_pages(browser, base, options)
        holes_are_marked(browser, base, ledger, key)
        prove(browser, base, ledger, key)
        nothing_is_published(browser, ledger)
    finally:
        browser.driver.quit()
    without_script(base, {"story": "260 million crowns", "diff": "; no note.", "claims": "denied",
                          "stories": "Harbor Bridge"})
    ledger.stop()
    return f"{len(PAGES)} pages in three forms, {links} links, the keyboard, print, proofs"


if __name__ == "__main__":
    main(test, arguments(__doc__.splitlines()[0], shots=""), "the audit site in a browser")
