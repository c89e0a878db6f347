#!/usr/bin/env python3
"""The audit site's API, feeds, Memento, stream and MCP, asked over real connections by other people's programs.

    Tests/site_api.py --bin DIR [--ledger DIR]

Without --ledger, over a ledger of its own. Each answer of the API is held against what the verb prints. Where they are
installed, feedparser, the W3C's feedvalidator, openapi-spec-validator, memento_client and the client of the package mcp read what is theirs to read; what is
missing is said. Exit 1 with a line for each fault.
"""
import argparse
import asyncio
import datetime
import email.utils
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import xml.etree.ElementTree as ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
STREAMS = 500


class Site:
    """A served ledger."""

    def __init__(self, programs, ledger, *flags):
        self.program, self.ledger = os.path.join(programs, "storyledger"), ledger
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [self.program, "serve", "--ledger", ledger, "--listen", f"127.0.0.1:{self.port}", *flags],
            stderr=subprocess.PIPE)
        for _ in range(200):
            try:
                if self.ask("/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the site does not answer: " + self.process.stderr.read1().decode())

    def ask(self, target, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, target, body, {k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def json(self, target):
        status, _, body = self.ask(target)
        assert status == 200, (target, status, body[:300])
        return json.loads(body)

    def verb(self, *arguments, check=True):
        made = subprocess.run([self.program, *arguments, "--ledger", self.ledger], capture_output=True, cwd="/")
        if check and made.returncode != 0:
            raise SystemExit(f"{arguments}: {made.stderr.decode()}")
        return made.stdout

    def append(self, *documents):
        lines = "".join(json.dumps(document) + "\n" for document in documents)
        with tempfile.NamedTemporaryFile("w", suffix=".ndjson") as file:
            file.write(lines)
            file.flush()
            self.verb("append", file.name)

    def sockets(self):
        folder = f"/proc/{self.process.pid}/fd"
        count = 0
        for name in os.listdir(folder):
            try:
                count += os.readlink(f"{folder}/{name}").startswith("socket:")
            except FileNotFoundError:  # closed since
                pass
        return count

    def resident(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) // 1024

    def stop(self):
        self.process.terminate()
        began = time.monotonic()
        self.process.wait(30)
        return time.monotonic() - began


def document(kind, story, data, **more):
    return {"type": kind, "subject": story, "time": "2026-03-02T11:20:00+01:00", "data": data, **more}


def sample(programs, ledger):
    def run(*arguments):
        made = subprocess.run([os.path.join(programs, "storyledger"), *arguments, "--ledger", ledger], capture_output=True)
        if made.returncode != 0:
            raise SystemExit(f"{arguments}: {made.stdout.decode()}{made.stderr.decode()}")

    run("init", "--origin", "news.example/ledger")
    with open(f"{ledger}/../sample.ndjson", "w") as file:
        for number in range(12):
            story = f"story-{number}"
            claims = [{"id": "c1", "text": "The port closed it.", "by": {"name": "The port", "kind": "organisation"}}]
            file.write(json.dumps(document(
                "published", story, {"headline": f"Bridge <{number}> & \u202eport", "body": "It is shut.\n\nFor 5 days.", "claims": claims,
                                     "language": "en", "section": "Harbour", "byline": [{"name": "A. Writer"}],
                                     "requests": [{"party": {"name": "The port"}}]})) + "\n")
            file.write(json.dumps(document("updated", story, {"body": f"It is shut.\n\nFor {number + 6} days."})) + "\n")
            file.write(json.dumps(document("denied", story, {"by": {"name": "The port"}, "claim": "c1"})) + "\n")
            file.write(json.dumps(document("updated", story, {"body": "It is open.", "note": {"text": "It is open."}, "change": "correction"})) + "\n")
        file.write(json.dumps(document("published", "secret-ferry", {"headline": "Ferry sold", "body": "A buyer.", "embargo": "2031-01-01T00:00:00Z"})) + "\n")
    run("append", f"{ledger}/../sample.ndjson")
    run("publish")


def faults_of_api(site, found):
    """Each answer is what the verb prints."""
    stories = [story for page in pages(site, "/api/v1/stories?limit=5", "stories") for story in page]
    printed = [json.loads(line) for line in site.verb("stories", "--json", "--changes").splitlines()]
    hidden = {row["story"] for row in printed} - {story["story"] for story in stories}
    if [row for row in printed if row["story"] not in hidden] != stories:
        found.append("the stories of the API are not those of the verb")
    for story in stories[:40]:
        name = story["story"]
        path = "/api/v1/stories/" + urllib.parse.quote(name, safe="")
        for place, verb in [("", ["show", name]), ("/versions", ["history", name]), ("/blame", ["blame", name]), ("/claims", ["claims", name]),
                            ("/timeline", ["timeline", name]), ("/diff", ["diff", name]), ("/versions?exposure=1", ["history", name, "--exposure"]),
                            (f"?as-of=@{story['position']}", ["show", name, "--as-of", f"@{story['position']}"]),
                            ("/diff?from=1&to=1", ["diff", name, "1", "1"])]:
            if site.ask(path + place)[2] != site.verb(*verb, "--json"):
                found.append(f"{path}{place} is not what '{' '.join(verb)} --json' prints")
        versions = site.json(path + "/versions")["versions"]
        for version in versions[:3]:
            one = site.json(f"{path}/versions/{version['version']}")
            if any(one[key] != value for key, value in version.items()):
                found.append(f"version {version['version']} of {name} is not as in the history")
            event = site.json(f"/api/v1/events/{version['position']}")
            if event["leafHash"] != one["leafHash"]:
                found.append(f"version {version['version']} of {name} has another leaf than its event")
    events = [event for page in pages(site, "/api/v1/events?limit=7", "events") for event in page]
    log = [json.loads(line) for line in site.verb("log", "--json").splitlines()]
    shown = [line for line in log if line["story"] not in hidden]
    if [{key: event[key] for key in line} for event, line in zip(events, shown)] != shown or len(events) != len(shown):
        found.append("the events of the API are not those of the log")
    raw = site.verb("log", "--raw").split(b"\n")[::2]
    for event in events:
        if event["leaf"].encode() != raw[event["position"]]:
            found.append(f"the leaf of {event['position']} is another")
    days = site.json("/api/v1/activity")["days"]
    if days != [json.loads(line) for line in site.verb("activity", "--json", "--zone", "UTC").splitlines()]:
        found.append("the activity is not that of the verb")
    parties = site.json("/api/v1/parties?limit=500")["parties"]
    printed = [json.loads(line) for line in site.verb("parties", "--json").splitlines()]
    if not hidden and parties != printed[:500]:
        found.append("the parties are not those of the verb")
    for party in parties[:3]:
        acts = site.json("/api/v1/parties?limit=500&name=" + urllib.parse.quote(party["name"]))["acts"]
        printed = [json.loads(line) for line in site.verb("parties", party["name"], "--json").splitlines()]
        if acts != [act for act in printed if act["story"] not in hidden][:500]:
            found.append(f"the acts of {party['name']} are not those of the verb")
    if site.json("/api/v1/checkpoint") != json.loads(site.verb("checkpoint", "--json")):
        found.append("the checkpoint is not that of the verb")
    for target in ["/api/v1/stories?silnet=1", "/api/v1/nothing", "/api/v1/events/999999999", "/api/v1/stories/%00"]:
        status, headers, body = site.ask(target)
        problem = json.loads(body)
        if headers["Content-Type"] != "application/problem+json" or problem["status"] != status or not problem["detail"]:
            found.append(f"{target} is refused without a problem: {body[:200]}")
    status, headers, _ = site.ask("/api/v1/stories")
    status, _, body = site.ask("/api/v1/stories", if_none_match=headers["ETag"])
    if status != 304 or body:
        found.append(f"a known answer is sent again: {status}")
    for method in ["POST", "PUT", "DELETE"]:
        if site.ask("/api/v1/stories", method)[0] != 405:
            found.append(f"{method} is taken")
    return stories, shown


def pages(site, target, name):
    while target:
        page = site.json(target)
        yield page[name]
        target = page["next"]


def faults_of_description(site, found):
    try:
        from openapi_spec_validator import validate
    except ImportError:
        return print("no openapi-spec-validator: the description is not validated")
    try:
        validate(site.json("/api/v1/openapi.json"))
    except Exception as error:
        found.append(f"the description: {error}")


def faults_of_feeds(site, stories, found):
    """What RFC 4287 and JSON Feed 1.1 ask for."""
    story = "/stories/" + urllib.parse.quote(stories[0]["story"], safe="")
    for path in ["/feed", story + "/feed"]:
        for query in [""] if path != "/feed" else ["", "?silent=1", "?denied=1", "?status=published", "?search=shut", "?language=en"]:
            status, headers, body = site.ask(path + ".atom" + query)
            if not headers["Content-Type"].startswith("application/atom+xml"):
                found.append(f"{path}.atom{query}: {headers['Content-Type']}")
            feed = ElementTree.fromstring(body)
            items = json.loads(site.ask(path + ".json" + query)[2])["items"]
            entries = feed.findall(ATOM + "entry")
            for element in [feed, *entries]:
                for name in ["id", "title", "updated"]:
                    if len(element.findall(ATOM + name)) != 1:
                        found.append(f"{path}.atom{query}: not one {name}")
                if not re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:.+", element.findtext(ATOM + "id")):
                    found.append(f"{path}.atom{query}: the id {element.findtext(ATOM + 'id')}")
                datetime.datetime.fromisoformat(element.findtext(ATOM + "updated").replace("Z", "+00:00"))
                for link in element.findall(ATOM + "link"):
                    if site.ask(link.get("href").removeprefix(site.base))[0] != 200:
                        found.append(f"{path}.atom{query}: {link.get('href')} leads nowhere")
            ids = [entry.findtext(ATOM + "id") for entry in entries]
            if len(set(ids)) != len(ids) or ids != [item["id"] for item in items] or len(ids) > 50:
                found.append(f"{path}{query}: the two feeds do not tell the same")
            try:
                import feedvalidator
                events = feedvalidator.validateString(body.decode(), base=site.base + path + ".atom" + query)["loggedEvents"]
                found += [f"{path}.atom{query}: {event}" for event in events if isinstance(event, feedvalidator.logging.Error)]
            except ImportError:
                pass
            try:
                import feedparser
            except ImportError:
                continue
            parsed = feedparser.parse(body)
            if parsed.bozo or len(parsed.entries) != len(ids):
                found.append(f"{path}.atom{query}: feedparser finds fault: {parsed.get('bozo_exception')}")
    if "feedparser" not in sys.modules:
        print("no feedparser: feeds are read by this script alone")


def faults_of_a_client_of_archives(site, story, found):
    try:
        from memento_client import MementoClient
    except ImportError:
        return print("no memento_client: stories are walked by this script alone")
    for year in [2020, 2090]:
        address = site.base + "/stories/" + urllib.parse.quote(story, safe="")
        closest = MementoClient().get_memento_info(address, datetime.datetime(year, 1, 1))["mementos"]["closest"]
        if closest["http_status_code"] != 200 or not closest["uri"][0].startswith(address + "?as-of="):
            found.append(f"memento_client finds {closest} for {year}")


def faults_of_memento(site, stories, found):
    """Walks a story as RFC 7089 says, from its own headers on."""
    for story in stories[:3]:
        status, headers, _ = site.ask("/stories/" + urllib.parse.quote(story["story"], safe=""))
        links = dict((relation, address) for address, relation in re.findall(r'<([^>]*)>; rel="([^"]*)"', headers["Link"]))
        mapped = site.ask(links["timemap"].removeprefix(site.base))[2].decode()
        mementos = re.findall(r'<([^>]*)>; rel="(?:first |last )*memento"; datetime="([^"]*)"', mapped)
        if len(mementos) != story["version"]:
            found.append(f"{story['story']} has {story['version']} versions, and {len(mementos)} in its map")
        for number, (address, moment) in enumerate(mementos):
            status, headers, _ = site.ask(links["timegate"].removeprefix(site.base), accept_datetime=moment)
            if status != 302 or headers["Vary"] != "Accept-Datetime":
                found.append(f"the gate answers {status}, Vary {headers['Vary']}")
            last = max(n for n, (_, other) in enumerate(mementos) if other == moment)
            if headers["Location"] != mementos[last][0]:
                found.append(f"at {moment} the gate leads to {headers['Location']}")
            status, headers, _ = site.ask(address.removeprefix(site.base))
            if status != 200 or headers["Memento-Datetime"] != moment:
                found.append(f"{address}: {status}, {headers['Memento-Datetime']}, not {moment}")
            email.utils.parsedate_to_datetime(moment)
    faults_of_a_client_of_archives(site, stories[0]["story"], found)


class Stream(threading.Thread):
    """A client of the stream: all that it receives, by lines."""

    def __init__(self, site, query="", last=None):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        self.connection.request("GET", "/api/v1/events/stream" + query, headers={"Last-Event-ID": last} if last else {})
        self.answer = self.connection.getresponse()
        self.lines, self.comments = [], 0
        self.start()

    def run(self):
        try:
            for line in self.answer:
                self.lines.append(line.decode().rstrip("\n"))
                self.comments += line == b":\n"
        except (OSError, ValueError, http.client.HTTPException, AttributeError):
            pass

    @property
    def ids(self):
        return [int(line[4:]) for line in self.lines if line.startswith("id: ")]

    def wait(self, is_there, seconds=10):
        end = time.monotonic() + seconds
        while not is_there() and time.monotonic() < end:
            time.sleep(0.02)
        return is_there()


def faults_of_stream(site, shown, found, streams):
    size = len(site.verb("log", "--json").splitlines())
    everything, live = Stream(site, "?from=0"), Stream(site)
    if not everything.wait(lambda: len(everything.ids) == size) or everything.ids != list(range(size)):
        found.append(f"the stream sent {len(everything.ids)} of {size} events")
    data = [json.loads(line[6:]) for line in everything.lines if line.startswith("data: ")]
    whole = [event for event in data if len(event) > 1]
    if [{key: event[key] for key in line} for event, line in zip(whole, shown)] != shown:
        found.append("the stream sends other events than the API")
    resumed, denials = Stream(site, "", str(size - 4)), Stream(site, "?from=0&type=denied")
    if not resumed.wait(lambda: len(resumed.ids) >= 3) or resumed.ids != [size - 3, size - 2, size - 1]:
        found.append(f"after {size - 4} come {resumed.ids}")
    began = time.monotonic()
    site.append(document("published", "late-news", {"headline": "Late", "body": "News."}))
    appended = time.monotonic()
    if not live.wait(lambda: live.ids == [size]):
        found.append(f"an event that was appended did not come: {live.lines[-3:]}")
    took = time.monotonic() - appended
    print(f"an event came {took * 1000:.0f} ms after 'append' ended, which took {(appended - began) * 1000:.0f} ms")
    if took > 1:
        found.append(f"an event came after {took:.1f} s")
    if any(line == "event: published" for line in denials.lines):
        found.append("a filter lets another type through")
    quiet = time.monotonic()
    # The rest of the clients come while the first are silent.
    before = site.resident()
    crowd = [Stream(site) for _ in range(streams - 4)]
    print(f"{streams} clients: {before} MiB before, {site.resident()} MiB with them")
    if site.resident() - before > 64:
        found.append(f"{streams} clients need {site.resident() - before} MiB")
    if streams == STREAMS and site.ask("/api/v1/events/stream")[0] != 503:
        found.append("one client too many is let in")
    if site.ask("/api/v1/stories?limit=1")[0] != 200:
        found.append("beside the clients of the stream no page is answered")
    site.append(document("updated", "late-news", {"body": "Later news."}))
    if not crowd or not crowd[-1].wait(lambda: all(client.ids == [size + 1] for client in crowd)):
        found.append(f"{sum(client.ids == [size + 1] for client in crowd)} of {len(crowd)} clients heard of an event")
    print(f"{len(crowd)} clients heard of it within {time.monotonic() - quiet:.1f} s of their coming")
    if not live.wait(lambda: live.comments > 0, 20):
        found.append("a silent stream has no heartbeat")
    for client in crowd:
        client.connection.sock.shutdown(socket.SHUT_RDWR)
    if site.stop() > 10:
        found.append("the site waits for its streams when it is stopped")


def faults_of_slow_clients(programs, ledger, found):
    """Clients of the stream that take nothing are cut off, and keep no others waiting."""
    sample(programs, ledger)
    site = Site(programs, ledger)
    try:
        for number in range(4):
            site.append(*(document("published", f"long-{number}-{n}", {"headline": "Long", "body": "word " * 40000}) for n in range(12)))
        opened = site.sockets()
        clients = []
        for _ in range(5):
            client = socket.create_connection(("127.0.0.1", site.port))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(b"GET /api/v1/events/stream?from=0 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            clients.append(client)
        reader = Stream(site, "?from=0")
        if not reader.wait(lambda: len(reader.ids) == 97, 60):
            found.append(f"beside slow clients another one received {len(reader.ids)} events of 97")
        # 30 seconds of patience, and what comes before the buffers are full.
        end = time.monotonic() + 120
        while time.monotonic() < end and site.sockets() > opened + 1:
            time.sleep(1)
        if site.sockets() > opened + 1:
            found.append("clients that take nothing are not cut off")
    except Exception as error:  # of a thread of its own, it would only be printed
        found.append(f"slow clients: {error!r}")
    finally:
        site.process.kill()


async def mcp_faults(site, found):
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    async def walk(session, name):
        await session.initialize()
        tools = {tool.name for tool in (await session.list_tools()).tools}
        if tools != {"search", "story", "diff", "claims", "proof"}:
            found.append(f"{name}: the tools are {tools}")

        async def call(tool, **arguments):
            result = (await session.call_tool(tool, arguments)).model_dump(by_alias=True)
            return result.get("isError"), result.get("structuredContent") or result

        stories = (await call("search", limit=3))[1]["answer"]["stories"]
        story = stories[0]["story"]
        for tool, arguments in [("story", {"story": story}), ("diff", {"story": story}), ("claims", {"story": story}),
                                ("proof", {"position": 0}), ("proof", {"story": story, "version": 1})]:
            failed, answer = await call(tool, **arguments)
            if failed or answer.get("position") is None or not answer["proof"].endswith(f"/events/{answer['position']}/proof.tlog-proof"):
                found.append(f"{name}: {tool} answers {str(answer)[:200]}")
        failed, _ = await call("story", story="no-such-story")
        if not failed:
            found.append(f"{name}: a story that is not there is no error")

    parameters = StdioServerParameters(command=site.program, args=["mcp", "--ledger", site.ledger, "--site", site.base])
    async with stdio_client(parameters) as streams, ClientSession(streams[0], streams[1]) as session:
        await walk(session, "standard input")
    try:
        from mcp.client.streamable_http import streamable_http_client as connect
    except ImportError:
        from mcp.client.streamable_http import streamablehttp_client as connect
    async with connect(site.base + "/mcp") as streams, ClientSession(streams[0], streams[1]) as session:
        await walk(session, "HTTP")


def faults_of_mcp(site, found):
    message = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"})
    kind = {"Content_Type": "application/json"}
    for method, body, headers, expected in [
        ("POST", message, kind, 200), ("GET", None, {}, 405), ("POST", "x" * 70000, kind, 413), ("POST", message, {"Content_Type": "text/plain"}, 415),
        ("POST", message, {**kind, "Origin": "https://evil.example"}, 403), ("POST", message, {**kind, "Host": "evil.example"}, 421),
        ("POST", '{"jsonrpc":"2.0","method":"notifications/initialized"}', kind, 202), ("POST", "{", kind, 200),
        ("POST", message, {**kind, "MCP_Protocol_Version": "1999-01-01"}, 400),
    ]:
        status = site.ask("/mcp", method, body, **headers)[0]
        if status != expected:
            found.append(f"{method} /mcp {headers} of {len(body or '')} bytes: {status}, not {expected}")
    long = subprocess.run([site.program, "mcp", "--ledger", site.ledger], input=b"x" * 200000 + b"\n" + message.encode() + b"\n", capture_output=True)
    lines = [json.loads(line) for line in long.stdout.splitlines()]
    if long.returncode != 0 or len(lines) != 2 or "error" not in lines[0] or lines[1].get("result") != {}:
        found.append(f"a long line on standard input: {long.returncode} {long.stdout[:300]}")
    full = subprocess.run(["sh", "-c", '"$@" >/dev/full', "sh", site.program, "mcp", "--ledger", site.ledger], input=message.encode() + b"\n",
                          capture_output=True)
    if full.returncode != 74:
        found.append(f"on a full disk mcp ends with {full.returncode}: {full.stderr.decode()}")
    try:
        import mcp  # noqa: F401
    except ImportError:
        return print("no package mcp: its client does not ask")
    asyncio.run(mcp_faults(site, found))


def faults_of_cors(programs, ledger, found):
    site = Site(programs, ledger, "--cors", "any")
    try:
        for target, shared in [("/api/v1/stories", True), ("/feed.atom", True), ("/checkpoint", True), ("/", False)]:
            if (site.ask(target, origin="https://other.example")[1]["Access-Control-Allow-Origin"] == "*") != shared:
                found.append(f"{target} is {'not ' if shared else ''}shared with other sites")
        status, headers, _ = site.ask("/api/v1/stories", "OPTIONS", origin="https://other.example")
        if status != 204 or "Last-Event-ID" not in headers["Access-Control-Allow-Headers"]:
            found.append(f"a browser that asks first is answered with {status}")
    finally:
        site.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=os.path.abspath, default=".build/debug")
    parser.add_argument("--ledger")
    parser.add_argument("--streams", type=int, default=STREAMS)
    arguments = parser.parse_args()
    programs, found = os.path.abspath(arguments.bin), []
    scratch = tempfile.mkdtemp()
    try:
        ledger = os.path.join(scratch, "ledger")
        if arguments.ledger:
            shutil.copytree(arguments.ledger, ledger)
            # What is not published yet has no proof.
            subprocess.run([os.path.join(programs, "storyledger"), "publish", "--ledger", ledger], check=True, capture_output=True)
        else:
            sample(programs, ledger)
        os.mkdir(os.path.join(scratch, "slow"))
        slow = threading.Thread(target=faults_of_slow_clients, args=(programs, os.path.join(scratch, "slow", "ledger"), found))
        slow.start()
        faults_of_cors(programs, ledger, found)
        site = Site(programs, ledger)
        try:
            if site.ask("/api/v1/stories", "OPTIONS")[0] != 405 or site.ask("/api/v1/stories")[1]["Access-Control-Allow-Origin"]:
                found.append("the API is shared with other sites unasked")
            stories, shown = faults_of_api(site, found)
            faults_of_description(site, found)
            faults_of_feeds(site, stories, found)
            faults_of_memento(site, stories, found)
            faults_of_mcp(site, found)
            faults_of_stream(site, shown, found, arguments.streams)
        finally:
            site.process.kill()
            slow.join()
    finally:
        shutil.rmtree(scratch)
    for fault in found:
        print(fault)
    print("faults found" if found else "the site answers programs as it says")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
