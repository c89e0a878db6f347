"""A keeper who has the log's key and makes bundles of whatever record it likes: for Tests/check_bundle.py.

A world is a list of events, each a dictionary: `leaf` (its members but the commitment), `data`, `hidden` (numbers of its
pieces that are not there, "all" for no data at all), and where somebody lies below that, `skeleton`, `pieces` or `raw` in
place of what would be made. Standard library only.
"""
import copy
import json

import monitor

KINDS = ("updated", "denied", "reiterated", "responded")
WORDS = ("One.", "Two, and more.", "\u201cThree\u201d said \u00c9tienne.", "", "Four\r\nlines.", "Five")


def path_of(hashes, index):
    """RFC 6962, 2.1.1."""
    if len(hashes) == 1:
        return []
    split = 1 << (len(hashes) - 1).bit_length() - 1
    if index < split:
        return path_of(hashes[:split], index) + [monitor.root_of(hashes[split:])]
    return path_of(hashes[split:], index - split) + [monitor.root_of(hashes[:split])]


class Keeper:
    def __init__(self, checker, random):
        self.checker, self.random = checker, random
        self.key = monitor.Key("test.example/keeper", random.randbytes(32))

    # An honest record

    def body(self):
        return "".join(self.random.choice(WORDS) + self.random.choice(("\n\n", "\n\n\n", "\r\n\r\n", "\n \n"))
                       for _ in range(self.random.randint(0, 3))) + self.random.choice(WORDS)

    def claim(self, number):
        claim = {"id": f"c{number}", "text": self.random.choice(WORDS), "about": [{"name": "N", "kind": "person"}]}
        if self.random.random() < 0.5:
            claim["attribution"] = [{"speaker": {"name": "S", "role": "r"}, "verb": "told", "id": "h"}]
        if self.random.random() < 0.5:
            claim["quotes"] = [{"exact": "x", "field": "body"}]
        return claim

    def data(self, kind, number):
        chance = self.random.random
        party = {"name": self.random.choice(("A", "B \u00e9"))}
        if kind == "published":
            data = {"headline": self.random.choice(WORDS), "body": self.body(), "claims": [self.claim(0)],
                    "requests": [{"id": "q", "party": party, "asked": {"at": "2026-03-02T17:20:00Z", "zone": "UTC"}}],
                    "keywords": ["a", "b"], "extra": {"n": [1, -2.5, 1e-7, None, True, {"k": ""}]}}
        elif kind == "updated":
            data = {name: value for name, value in (
                ("headline", self.random.choice(WORDS)), ("body", self.body()), ("dek", self.random.choice(("d", None))),
                ("note", {"text": "n", "placement": "top", "covers": [{"exact": "x"}]}), ("claims", [self.claim(number)]),
                ("reason", "r"), ("change", "correction"), ("corrects", ["c0"])) if chance() < 0.5}
        elif kind == "responded":
            data = {"by": party, "outcome": "statement", "statement": {"text": "s", "verbatim": True}, "request": "q"}
        else:
            data = {"by": party, "claims": ["c0"], "statement": {"text": "s"}}
            data.update({"extent": "partial", "concedes": "c"} if kind == "denied" else {"strength": "softer"})
            if chance() < 0.2:
                data["hop"] = self.random.choice("hhx")
            if kind == "reiterated" and chance() < 0.3:
                data["answers"] = f"e{self.random.randint(0, number + 1)}"
            if chance() < 0.1:
                del data["claims"]
        if chance() < 0.6:
            data["context"] = {"file": {"name": "f.json", "sha256": "0" * 64}}
        return data

    def world(self):
        """A record of two stories, `s` and `t`, with takedowns."""
        world, heads = [], {}

        def add(kind, story, data, source="inbox", ident=None):
            position = len(world)
            last = heads.get(story)
            leaf = {"id": ident or f"e{position}", "position": position, "previous": last and last[0],
                    "recordedtime": monitor.time_text(3600 + position) + ".000000Z",
                    "revision": last[1] + 1 if last else 0, "schema": 1, "source": source, "subject": story,
                    "time": monitor.time_text(position) + self.random.choice(("Z", "-05:00", ".5+05:30")), "type": kind}
            heads[story] = (position, leaf["revision"])
            world.append({"leaf": leaf, "data": data, "hidden": []})
        for story in self.random.sample(["s", "t"], 2):
            add("published", story, self.data("published", 0))
        for number in range(1, self.random.randint(2, 7)):
            kind = self.random.choice(KINDS)
            add(kind, self.random.choice("sst"), self.data(kind, number))
            if self.random.random() < 0.35:
                self.take_down(world, add)
        if self.random.random() < 0.5:
            add("updated", "s", {"headline": "The last"})
        return world

    def take_down(self, world, add):
        victims = [event for event in world if event["leaf"]["source"] == "inbox" and not event["hidden"]]
        if not victims:
            return
        victim = self.random.choice(victims)
        position, count = victim["leaf"]["position"], len(self.pieces(victim)[1])
        entry, same = {"position": position}, []
        if self.random.random() < 0.3:
            victim["hidden"], entry["pieces"] = "all", "all"
            entry["fields"] = [name for name in ("headline", "dek", "body") if name in victim["data"]]
            entry["version"] = 1
            if self.random.random() < 0.2:
                del entry["version"]
        else:
            numbers = sorted(self.random.sample(range(count), min(count, self.random.randint(1, 3))))
            victim["hidden"], entry["pieces"], same = numbers, numbers, [[[position, number]] for number in numbers]
            lie = self.random.random()
            if lie < 0.1:
                victim["hidden"], entry["pieces"], same = [], [], []
            elif lie < 0.3:
                entry["change"] = self.random.choice(("kill", "hold", "release", "correction"))
        if self.random.random() < 0.25:
            # Somebody kept what was taken: all of it, or some.
            kept = range(count) if victim["hidden"] == "all" else victim["hidden"]
            victim["hidden"] = [number for number in kept if self.random.random() < 0.3]
        if self.random.random() < 0.3:
            entry["repeats"] = sorted(self.random.sample(range(8), 2))
        add("withheld", victim["leaf"]["subject"],
            {"authority": "a", "reason": "r", "same": same, "taken": [entry]}, "org.storyledger", f"withheld-{position}")

    # A bundle of it

    def pieces(self, event):
        """Skeleton and texts."""
        texts = []

        def walk(value, isTop=False):
            if isinstance(value, str):
                texts.append(value)
                return ""
            if isinstance(value, list):
                return [walk(element) for element in value]
            if isinstance(value, dict):
                result = {}
                for key in sorted(value, key=lambda key: key.encode("utf-16-be")):
                    if isTop and key == "body" and isinstance(value[key], str):
                        parts = self.checker.paragraphs(value[key])
                        texts.extend(parts)
                        result[key] = len(parts)
                    else:
                        result[key] = walk(value[key])
                return result
            return value
        skeleton = self.text(walk(event["data"], True))
        return event.get("skeleton", skeleton), event.get("pieces", texts)

    def text(self, value):
        """JSON as RFC 8785 has it, as far as the value has such a form."""
        try:
            return self.checker.canonical(value)
        except self.checker.Refused:
            return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def made(self, event):
        """The leaf, and the element of the bundle without its proof."""
        skeleton, texts = self.pieces(event)
        salts = [self.checker.sha256(event.get("salt", b"\1"), bytes([number % 256])) for number in range(len(texts) + 1)]
        hashes = [self.checker.sha256(b"storyledger/piece/v1\n", salt, text.encode()) for salt, text in zip(salts, texts)]
        own = self.checker.sha256(b"storyledger/skeleton/v1\n", salts[-1], skeleton.encode())
        commitment = "sha256:" + self.checker.sha256(b"storyledger/data/v1\n", own, *hashes).hex()
        leaf = event.get("raw") or self.text({"commitment": commitment, **event["leaf"]})
        if event["hidden"] == "all":
            return leaf, {"leaf": leaf, "skeleton": None, "pieces": []}
        shown = [{"salt": salt.hex(), "text": text} if number not in event["hidden"] else {"hash": digest.hex()}
                 for number, (salt, text, digest) in enumerate(zip(salts, texts, hashes))]
        return leaf, {"leaf": leaf, "skeleton": {"salt": salts[-1].hex(), "text": skeleton}, "pieces": shown}

    def bundle(self, world, chain, explaining, version):
        made = [self.made(event) for event in world]
        hashes = [monitor.leaf_hash(leaf.encode()) for leaf, _ in made]

        def element(position):
            return {**made[position][1], "proof": [digest.hex() for digest in path_of(hashes, position)]}
        root = monitor.base64.b64encode(monitor.root_of(hashes)).decode()
        text = f"{self.key.name}\n{len(world)}\n{root}\n"
        return {"format": "storyledger/bundle/v1", "origin": self.key.name, "story": "s", "version": version,
                "events": [element(position) for position in chain],
                "withheld": [element(position) for position in explaining],
                "checkpoint": text + "\n" + self.key.line(text)}

    def case(self):
        """An honest world, and what a bundle of its story `s` carries: positions of the chain and of takedowns."""
        world = self.world()
        story = [event["leaf"]["position"] for event in world if event["leaf"]["subject"] == "s"]
        makers = [place for place in story if world[place]["leaf"]["type"] in ("published", "updated")]
        chain = story[:story.index(self.random.choice(makers)) + 1]
        explaining = [event["leaf"]["position"] for event in world
                      if event["leaf"]["type"] == "withheld" and event["leaf"]["position"] not in chain
                      and any(entry["position"] in chain for entry in event["data"]["taken"])]
        return world, chain, explaining

    # Lies

    def other(self, value):
        """Another value in place of one."""
        pool = [None, True, 0, 1, -1, 2, 7, 2**53, 1.5, 1e300, "", "x", "all", "kill", "release", "hold", "c0", "c9", "e0", "s", "t",
                "published", "updated", "withheld", "inbox", "org.storyledger", "withheld-0", "a\u0000b", "a b", [], [0], {},
                {"id": "c0", "text": "t"}, "2026-13-02T17:20:00Z", "2026-03-02t17:20:00Z"]
        if isinstance(value, bool) or value is None:
            pool += [not value]
        elif isinstance(value, int):
            pool += [value + 1, value - 1, -value, float(value) + 0.5, str(value)] * 3
        elif isinstance(value, str):
            pool += [value + "x", value[:-1], value + "\n\nx", value.upper(), " " + value, value * 300] * 2
        elif isinstance(value, list):
            pool += [value + value, value[1:], value[:-1], list(reversed(value)), value + [None]] * 4
        elif isinstance(value, dict):
            pool += [{**value, "x": 1}, {**value, "id": "c0"}, {key: value[key] for key in list(value)[1:]}] * 4
        return copy.deepcopy(self.random.choice(pool))

    def changed(self, value):
        """A value with one node in it changed."""
        value, node, steps = copy.deepcopy(value), None, []
        node = value
        while isinstance(node, (dict, list)) and node and (not steps or self.random.random() < 0.8):
            key = self.random.choice(list(node)) if isinstance(node, dict) else self.random.randrange(len(node))
            steps.append((node, key))
            node = node[key]
        if not steps:
            return self.other(value)
        place, key = steps[-1]
        if self.random.random() < 0.2:
            del place[key]
        else:
            place[key] = self.other(place[key])
        return value

    def lie(self):
        """A bundle of a record with one thing in it changed before it was signed, or after, and what that was."""
        world, chain, explaining = self.case()
        version = self.random.randint(1, max(1, len(chain)))
        for place in self.random.sample(range(len(world)), len(world)):
            if self.random.random() < 0.06 and world[place]["hidden"] != "all" and world[place]["leaf"]["source"] == "inbox":
                count = len(self.pieces(world[place])[1])
                hidden = {self.random.randrange(count)} if count else set()
                world[place]["hidden"] = sorted(set(world[place]["hidden"]) | hidden)
        what = self.random.choice(("leaf", "leaf", "data", "data", "data", "skeleton", "pieces", "raw", "chain", "bundle", "bundle",
                                   "inside", "nothing"))
        event = world[self.random.choice(chain + explaining * 2)]
        if what == "leaf":
            key = self.random.choice(list(event["leaf"]))
            if self.random.random() < 0.1:
                del event["leaf"][key]
            else:
                event["leaf"][key] = self.other(event["leaf"][key])
            what = f"leaf {key}"
        elif what == "data" and event["hidden"] != "all":
            changed = self.changed(event["data"])
            event["data"] = changed if isinstance(changed, dict) else {"body": changed}
            event["hidden"] = [number for number in event["hidden"] if number < len(self.pieces(event)[1])]
        elif what == "skeleton":
            text = self.pieces(event)[0]
            event["skeleton"] = self.random.choice((
                text.replace(",", ", ", 1), text.replace('""', '"x"', 1), text.replace("{", '{"z":1.0,', 1), text[:-1], "[]", "1",
                text.replace("1", "2", 1), text.replace('"body":', '"bodi":', 1), text + " ", text.replace("{", '{"a":1e2,', 1),
                text.replace("{", '{"a":9007199254740993,', 1), text.replace("{", '{"a":1e+21,', 1)))
        elif what == "pieces":
            texts = list(self.pieces(event)[1])
            event["pieces"] = self.random.choice((texts[:-1], texts + ["x"], texts[::-1], [text + "\n\nx" for text in texts], []))
            event["hidden"] = event["hidden"] if event["hidden"] == "all" else []
        elif what == "raw":
            leaf = self.made(event)[0]
            event["raw"] = self.random.choice((leaf + " ", leaf.replace(":", ": ", 1), leaf[:-1] + ',"x":1}', leaf[1:], "{}", "[]",
                                               leaf.replace("{", '{"a":1,', 1), leaf.replace('"schema":1', '"schema":1.0')))
        elif what == "chain":
            (chain if self.random.random() < 0.5 else explaining).append(self.random.randrange(len(world)))
            if len(chain) > 1 and self.random.random() < 0.3:
                chain.pop(self.random.randrange(len(chain)))
        bundle = self.bundle(world, chain, explaining, version)
        if what == "bundle":
            bundle = self.changed(bundle)
        elif what == "inside":
            element = self.random.choice(bundle["events"] + bundle["withheld"])
            element.update(self.changed(element) if isinstance(self.changed(element), dict) else {})
        return (self.text(bundle) + "\n").encode("utf-8", "surrogatepass"), what
