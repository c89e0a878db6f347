"""Bundles to judge: real ones, real ones that were changed, and made-up ones that are signed and yet may say nonsense."""

import base64
import copy
import hashlib
import json
import random
import re

from forge import Event, Forge, read_events

ODD = [None, True, False, 0, 1, -1, 2, 3, 1.5, 2**31, 2**53 - 1, 2**53, "", "x", "all", "kill", "release", "published", [], {},
       [0], [[0, 0]], ["closure"], {"id": "x"}, "\u202e", "\ud83d\ude00", " a", "\u00a0", "__proto__", "constructor"]


def dump(checker, bundle):
    return (checker.canonical(bundle) + "\n").encode("utf-8", "surrogatepass")


def places(value, path=()):
    """Each place in a JSON value, the top left out."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, element in inner:
        yield path + (key,)
        yield from places(element, path + (key,))


def parent(value, path):
    for key in path[:-1]:
        value = value[key]
    return value


def changed_members(checker, name, raw, rng):
    """Every kind of member of a bundle: dropped, replaced, flipped; a member more; in another order."""
    bundle = json.loads(raw)
    kinds = {}
    for path in places(bundle):
        kinds.setdefault(tuple("*" if isinstance(key, int) else key for key in path), []).append(path)
    for kind, paths in sorted(kinds.items()):
        label = f"{name}: {'.'.join(kind)}"
        path = rng.choice(paths)
        old = parent(bundle, path)[path[-1]]

        def replaced(value):
            other = copy.deepcopy(bundle)
            parent(other, path)[path[-1]] = value
            return dump(checker, other)
        other = copy.deepcopy(bundle)
        del parent(other, path)[path[-1]]
        yield f"{label} dropped", dump(checker, other)
        for value in rng.sample([odd for odd in ODD if not (type(odd) is int and odd >= 2**53)], 3):
            yield f"{label} is {value!r}", replaced(value)
        if isinstance(old, str) and old:
            at = rng.randrange(len(old))
            yield f"{label} one character", replaced(old[:at] + chr(ord(old[at]) ^ 1) + old[at + 1:])
            yield f"{label} cut", replaced(old[:-1])
            yield f"{label} longer", replaced(old + rng.choice("0 a\n"))
            yield f"{label} capitals", replaced(old.upper())
        if isinstance(old, int):
            yield f"{label} plus 1", replaced(old + 1)
            yield f"{label} minus 1", replaced(old - 1)
        if isinstance(old, dict):
            yield f"{label} a member more", replaced({**old, "more": 1})
            yield f"{label} a member __proto__", replaced({**old, "__proto__": {}})
        if isinstance(old, list) and old:
            yield f"{label} first dropped", replaced(old[1:])
            yield f"{label} last dropped", replaced(old[:-1])
            yield f"{label} first twice", replaced(old[:1] + old)
            yield f"{label} turned round", replaced(old[::-1])
            yield f"{label} shuffled", replaced(rng.sample(old, len(old)))


def changed_bytes(name, raw, rng, count):
    for _ in range(count):
        at, bit = rng.randrange(len(raw)), 1 << rng.randrange(8)
        yield f"{name}: byte {at} ^ {bit}", raw[:at] + bytes([raw[at] ^ bit]) + raw[at + 1:]
    for _ in range(count // 4):
        at = rng.randrange(len(raw))
        yield f"{name}: byte {at} dropped", raw[:at] + raw[at + 1:]
        yield f"{name}: byte {at} twice", raw[:at] + raw[at:at + 1] + raw[at:]
        yield f"{name}: cut at {at}", raw[:at]


def other_forms(checker, name, raw):
    """The same value in other words, and bytes around it."""
    text = raw.decode()
    bundle = json.loads(text)
    yield f"{name}: no line feed", raw[:-1]
    yield f"{name}: a space for the line feed", raw[:-1] + b" "
    yield f"{name}: a letter for the line feed", raw[:-1] + b"x"
    yield f"{name}: two line feeds", raw + b"\n"
    yield f"{name}: CR LF", raw[:-1] + b"\r\n"
    yield f"{name}: space before", b" " + raw
    yield f"{name}: space after", raw[:-1] + b" \n"
    yield f"{name}: NUL after", raw + b"\0"
    yield f"{name}: byte order mark", b"\xef\xbb\xbf" + raw
    yield f"{name}: UTF-16", text.encode("utf-16")
    yield f"{name}: not UTF-8", raw.replace(b'"story":"', b'"story":"\xff', 1)
    yield f"{name}: overlong UTF-8", raw.replace(b'"story":"', b'"story":"\xc1\xa1', 1)
    yield f"{name}: surrogate in UTF-8", raw.replace(b'"story":"', b'"story":"\xed\xa0\x80', 1)
    yield f"{name}: two bundles", raw + raw
    yield f"{name}: empty", b""
    yield f"{name}: null", b"null\n"
    yield f"{name}: array", b"[" + raw[:-1] + b"]\n"
    yield f"{name}: indented", (json.dumps(bundle, indent=1, sort_keys=True) + "\n").encode()
    yield f"{name}: spaces", (json.dumps(bundle, sort_keys=True, ensure_ascii=False) + "\n").encode()
    yield f"{name}: ASCII", (json.dumps(bundle, sort_keys=True, separators=(",", ":")) + "\n").encode()
    yield f"{name}: keys not sorted", (json.dumps(dict(reversed(bundle.items())), ensure_ascii=False,
                                                  separators=(",", ":")) + "\n").encode()
    for old, new in (('"version":', '"version":1,"version":'), ('{"checkpoint":', '{"checkpoint":"","checkpoint":'),
                     ('"pieces":[', '"pieces":[],"pieces":['), ('"salt":"', '"salt":"","salt":"'),
                     ('"leaf":"', '"leaf":"","leaf":"'), ('"story":"', '"\\u0073tory":"'),
                     ('"format":"storyledger/', '"format":"storyledger\\/'), ('"story":"', '"story":"\\ud800'),
                     ('"story":"', '"story":"\\u0061'), ('"story":"', '"story":"\t')):
        yield f"{name}: {old} as {new}", text.replace(old, new, 1).encode()
    number = str(bundle["version"])
    for form in (number + ".0", number + "e0", "+" + number, "0" + number, "-0", "1e400", "9007199254740993", "NaN",
                 "Infinity", f'"{number}"', "true", "0x1"):
        yield f"{name}: version {form}", re.sub('"version":[0-9]+', '"version":' + form, text).encode()


def checkpoints(checker, name, raw, forge, real):
    """Notes that differ from the one that the log signed."""
    bundle = json.loads(raw)
    note = bundle["checkpoint"]
    place = note.rindex("\n\n") + 1
    text, lines = note[:place], note[place + 1:]
    mine = base64.b64encode(forge.id + forge.sign(text.encode())).decode()
    blob = lines.split(" ")[2].strip()
    for label, other in (
            ("signed by another key", forge.note(text)),
            ("another key under the log's name", f"{text}\n\u2014 {real.name} {mine}\n"),
            ("a second signature", note + f"\u2014 {forge.name} {mine}\n"),
            ("a second signature first", f"{text}\n\u2014 {forge.name} {mine}\n{lines}"),
            ("its signature twice", note + lines), ("no signature", text + "\n"),
            ("a hundred signatures", note + f"\u2014 other {mine}\n" * 99),
            ("a hundred and one", note + f"\u2014 other {mine}\n" * 100),
            ("the log's id, a wrong signature too", note + "\u2014 " + real.name + " " +
             base64.b64encode(base64.b64decode(blob)[:4] + b"\0" * 64).decode() + "\n"),
            ("the log's id, a wrong signature first", text + "\n\u2014 " + real.name + " " +
             base64.b64encode(base64.b64decode(blob)[:4] + b"\0" * 64).decode() + "\n" + lines),
            ("a short signature", note + "\u2014 other AAAA\n"), ("a signature without padding", note + "\u2014 other AAAAAAA\n"),
            ("a line that is none", note + "words\n"), ("a hyphen for the dash", note.replace("\u2014", "-")),
            ("no line feed at its end", note[:-1]), ("CR LF", note.replace("\n", "\r\n")), ("a tab", note + "\u2014 a\tb AAAAAAA=\n"),
            ("two spaces", note.replace("\u2014 ", "\u2014  ")), ("a space in base64", note.replace(blob, blob[:8] + " " + blob[8:])),
            ("base64 not in its one form", note[:-1].rstrip("=") + "\n"), ("a paragraph more", text + "\nwords\n\n" + lines),
            ("nothing", ""), ("one line more in the text", text + "more\n\n" + lines)):
        yield f"{name}: checkpoint: {label}", dump(checker, {**bundle, "checkpoint": other})


def keys(real, other):
    name, ident, encoded = real.split("+", 2)
    raw = bytearray(base64.b64decode(encoded))
    raw[5] ^= 1
    own = {"other key": other, "empty": "", "no plus": "key", "one plus": f"{name}+{ident}", "space before": " " + real,
           "space after": real + " ", "line feed after": real + "\n", "id in capitals": f"{name}+{ident.upper()}x+{encoded}",
           "wrong id": f"{name}+00000000+{encoded}", "another name": f"a{name}+{ident}+{encoded}",
           "key flipped": f"{name}+{ident}+{base64.b64encode(bytes(raw)).decode()}", "key cut": real[:-4],
           "no padding": real.rstrip("="), "kind 4": f"{name}+{ident}+{base64.b64encode(b'4' + bytes(raw[1:])).decode()}"}
    return own.items()


def leaf_forms(name, events, withheld, version, story, rng):
    """Leaves with members that no leaf has; everything else is right and signed."""
    odd = {"time": ["2026-03-02T07:15:00Z", "2026-03-02T07:15:00z", "2026-03-02t07:15:00Z", "2026-03-02 07:15:00Z",
                    "2026-03-02T07:15Z", "2026-03-02T07:15:00.5Z", "2026-03-02T07:15:00.50Z", "2026-02-29T00:00:00Z",
                    "2024-02-29T00:00:00Z", "2026-03-02T24:00:00Z", "2026-03-02T07:15:60Z", "2026-13-02T07:15:00Z",
                    "2026-03-02T07:15:00+00:00", "2026-03-02T07:15:00-00:00", "2026-03-02T07:15:00+05:30", "0000-01-01T00:00:00Z",
                    "2026-03-02T07:15:00", "2026-03-00T07:15:00Z", "2026-03-02T07:15:00.1234567891Z", "2026-00-02T07:15:00Z",
                    "2026-03-02T07:15:00+24:00", "1900-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "2026-03-02T07:15:00Z\n"],
           "recordedtime": ["2026-03-02T07:15:00Z", "2026-11-29T06:00:00.000001Z", "2099-11-29T06:00:00.000001Z",
                            "2026-11-29T06:00:00.0000011Z", "2026-11-29T06:00:00.000001+00:00", "1999-01-01T00:00:00.000000Z"],
           "id": ["", " a", "a ", "a\u00a0", "\u3000a", "\ufeffa", "a\u0085", "a\u202eb", "a\u2067", "\u200b", "x" * 1024, "x" * 1025,
                  "\u00e9" * 512, "\u00e9" * 513, "a\u2029", "\U0001F600", "a\x7f", "\u001c"],
           "source": ["org.storyledger", "https://a.example/%41", "%4", "%zz", "a b", "a\\b", "\u00e9", "a[b]", "a{b", "a|b", "a^b", "a`b",
                      "~a", "a\"b", "<a>", "", "#", "x" * 1025],
           "subject": ["other", "", " " + story, story + "\u202e", "x" * 201], "type": ["published", "withheld", "forked", "rekeyed",
                       "updated", "denied", "", "Published"], "schema": [0, 2, 1.5, None, "1"], "more": [1, None],
           "position": [-1, 1.5, None, "0", 4000], "revision": [-1, 9, None, 0], "previous": [-1, 0, None, 7, "0"],
           "commitment": ["sha256:" + "0" * 64, "SHA256:" + "0" * 64, "sha256:" + "A" * 64, None]}
    for member, values in odd.items():
        for value in values + ["(none)"]:
            which = rng.randrange(len(events) + len(withheld))
            own, others = [e.copy() for e in events], [e.copy() for e in withheld]
            (own + others)[which].leaf[member] = value
            yield f"{name}: leaf {which} {member} {value!r:.40}", own, others, version, story


def data_forms(name, events, withheld, version, story, rng, count):
    """Data at random: members dropped, of other kinds, of other events; signed."""
    for number in range(count):
        own, others = [e.copy() for e in events], [e.copy() for e in withheld]
        what = []
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            event = rng.choice(own + others)
            found = list(places(event.data))
            roll = rng.randrange(10)
            if roll == 0:
                event.hidden = {rng.randrange(40) for _ in range(rng.randrange(5))}
            elif roll == 1:
                event.gone = not event.gone
            elif roll == 2 and len(own) > 1:
                own.pop() if rng.randrange(2) else own.pop(rng.randrange(len(own)))
            elif roll == 3:
                version += rng.choice((-1, 1))
            elif roll == 4 and event.leaf["type"] == "updated":
                event.data["change"] = rng.choice(("kill", "release", "hold", "update", "odd"))
            elif found:
                path = rng.choice(found)
                holder = parent(event.data, path)
                if isinstance(holder, dict) and rng.randrange(4) == 0:
                    del holder[path[-1]]
                else:
                    same = [p for e in own + others for p in [dict(enumerate(places(e.data)))] if p]
                    other = rng.choice(own + others)
                    values = [parent(other.data, p)[p[-1]] for p in places(other.data) if p[-1] == path[-1]]
                    value = rng.choice(values) if values and same and rng.randrange(2) else rng.choice(ODD[:-4])
                    holder[path[-1]] = copy.deepcopy(value) if not (type(value) is int and abs(value) >= 2**53) else 9
                what.append(".".join(map(str, path)))
                continue
            what.append(("hidden", "gone", "dropped", "version", "change")[roll] if roll < 5 else "-")
        yield f"{name}: data {number} {' '.join(what)}", own, others, version, story


def skeletons(name, events, withheld, version, story, checker):
    """Skeletons that are not in the one form, or do not fit their pieces."""
    from forge import split
    for which in range(len(events)):
        if events[which].gone:
            continue
        text = checker.canonical(split(checker, events[which].data)[0])
        count = re.search('"body":([0-9]+)', text)
        forms = [text + " ", " " + text, text.replace(":", ": ", 1), text.replace('""', '"x"', 1), text.replace('""', "1", 1),
                 text.replace('""', '["",""]', 1), "[]", "null", '""', "", text[:-1], text.replace("{", '{"a":1,"a":1,', 1),
                 text.replace("{", '{"A":1e400,', 1), text.replace("{", '{"A":9007199254740993,', 1), text.replace("{", '{"A":-0,', 1),
                 text.replace("{", '{"A":1.0,', 1), text.replace("{", '{"A":1e-7,', 1), text.replace("{", '{"A":0.0000001,', 1),
                 text.replace("{", '{"A":9007199254740991,', 1), text.replace("{", '{"A":1e+21,', 1), text.replace("{", '{"A":5e-324,', 1),
                 text.replace("{", '{"A":' + "[" * 60 + "]" * 60 + ",", 1), text.replace("{", '{"A":' + "[" * 250 + "]" * 250 + ",", 1),
                 text.replace("{", '{"A":' + "[" * 300 + "]" * 300 + ",", 1), text.replace("{", '{"A":' + "[" * 3000 + "]" * 3000 + ",", 1),
                 text.replace("{", '{"A":{"__proto__":1,"constructor":2},', 1), text.replace("{", '{"\\ud800":1,', 1),
                 text[:-1] + ',"\\ud800":1}', text[:-1] + ',"\\udc00\\ud800":1}', text[:-1] + ',"\\ud83d\\ude00":1}', text[:-1] + ',"\U0001F600":1}',
                 text.replace("{", '{"A":' + "[" * 63 + "1" + "]" * 63 + ",", 1), text.replace("{", '{"A":' + "[" * 63 + "null" + "]" * 63 + ",", 1), text.replace("{", '{"A":' + "[" * 64 + "]" * 64 + ",", 1),
                 text.replace("{", '{"A":0.1,"B":123456.789,"C":1e-10,"D":-1.5e-9,', 1)]
        pieces = len(split(checker, events[which].data)[1])
        forms += ["[" + ",".join(['""'] * pieces) + "]", "[" + ",".join(['""'] * (pieces - 1)) + "]"]
        if count:
            n = int(count[1])
            forms += [text.replace(count[0], f'"body":{other}') for other in (n - 1, n + 1, 0, -1, '""', "null", "[]", n + 0.5, 10**15)]
        for number, form in enumerate(forms):
            own = [e.copy() for e in events]
            own[which].skeleton_text = form
            yield f"{name}: skeleton of {which}, form {number}", own, withheld, version, story


def stories():
    """Made-up stories, each with what the ledger would say of it in a word; the checker in Python decides."""
    party = {"name": "Port"}
    times = "2026-03-02T07:15:00Z"

    def story(*items, version=1, taken=()):
        events, withheld = [], []
        for number, (kind, data, *more) in enumerate(items):
            options = more[0] if more else {}
            events.append(Event({"id": f"e{number}", "source": "desk", "subject": "s", "type": kind, "time": times, "schema": 1,
                                 "recordedtime": f"2026-11-29T06:00:{number:02}.000000Z", "position": number, "revision": number,
                                 "previous": number - 1 if number else None, **options.get("leaf", {})},
                                data, options.get("hidden", ()), options.get("gone", False)))
        for offset, (data, leaf) in enumerate(taken):
            place = len(items) + offset
            withheld.append(Event({"id": f"withheld-{data['taken'][0]['position']}" if isinstance(data.get("taken"), list) and data["taken"] else "withheld-0",
                                   "source": "org.storyledger", "subject": "s", "type": "withheld", "time": times, "schema": 1,
                                   "recordedtime": f"2026-11-29T06:01:{offset:02}.000000Z", "position": place, "revision": place,
                                   "previous": place - 1, **leaf}, data))
        return events, withheld, version, "s"
    first = {"headline": "H", "body": "a\n\nb\n\nc", "claims": [{"id": "c1", "text": "C", "attribution": [{"id": "h1", "speaker": party}]}],
             "requests": [{"id": "r1", "party": party}]}
    P = ("published", first)

    def U(**data):
        return ("updated", data)

    def W(*taken, same=None, reason="r", authority="a", **leaf):
        return ({"reason": reason, "authority": authority, "taken": list(taken), **({} if same is None else {"same": same})}, leaf)
    yield "one", story(P)
    yield "version 2 of one", story(P, version=2)
    yield "no version 0", story(P, version=0)
    yield "an update", story(P, U(headline="I"), version=2)
    yield "an update that changes nothing", story(P, U(headline="H"), version=2)
    yield "an update that changes nothing, version 1", story(P, U(headline="H"), version=1)
    yield "a null for a text that is not there", story(P, U(dek=None), version=2)
    yield "a dek removed", story(("published", {**first, "dek": "d"}), U(dek=None), version=2)
    yield "headline null", story(P, U(headline=None), version=2)
    yield "headline a number", story(P, U(headline=5), version=2)
    yield "dek an object", story(P, U(dek={"a": 1}), version=2)
    yield "two edits of Unicode forms", story(P, U(headline="\u00e9"), U(headline="e\u0301"), version=3)
    yield "empty texts", story(("published", {"headline": "", "body": ""}), U(body="x"), version=2)
    yield "proto in extra", story(("published", {**first, "extra": {"__proto__": {"a": "b"}, "constructor": "c", "toString": 1, "1": 2, "\U0001F600": 1, "\ufffd": 2}}))
    for body in ("\n\n", "\r\n\r\n", "a\r\rb", "a\n \t\nb", "a\r\n\nb", "a\n\rb", "a\u2028\u2028b", "\n\na\n\n\n\n", "a\n\u00a0\nb", "a\n\n ", "a\x0b\x0bb", ""):
        yield f"body {body!r}", story(("published", {**first, "body": body}))
        yield f"body {body!r} second", story(P, U(body=body), version=2)
    yield "kill", story(P, U(change="kill", headline="K"), version=2)
    yield "an edit after a kill", story(P, U(change="kill"), U(headline="K"), version=2)
    yield "a release after a kill", story(P, U(change="kill"), U(change="release", headline="K"), version=2)
    yield "a hold after a kill", story(P, U(change="kill"), U(change="hold", headline="K"), version=2)
    yield "kill twice", story(P, U(change="kill"), U(change="kill", headline="K"), version=2)
    yield "a kill that is not shown", story(P, ("updated", {"change": "kill"}, {"hidden": [0]}), U(headline="K"), version=2)
    yield "an edit that is not shown after a kill", story(P, U(change="kill"), ("updated", {"change": "release", "headline": "x"}, {"hidden": [0]}), U(headline="K"), version=3)
    for name, event in {
            "denied": {"by": party}, "denied a claim": {"by": party, "claims": ["c1"]}, "denied an unknown claim": {"by": party, "claims": ["c2"]},
            "denied a hop": {"by": party, "hop": "h1"}, "denied an unknown hop": {"by": party, "hop": "h2"},
            "denied a hop of a claim": {"by": party, "hop": "h1", "claims": ["c1"]}, "denied by nobody": {"claims": ["c1"]},
            "denied with a counterclaim": {"by": party, "counterclaim": {"id": "k", "text": "t"}},
            "denied with a known counterclaim": {"by": party, "counterclaim": {"id": "c1", "text": "t"}},
            "denied in an odd extent": {"by": party, "extent": "odd"}, "denied by a text": {"by": "Port"}}.items():
        yield name, story(P, ("denied", event), U(headline="I"), version=2)
    yield "a hop after a counterclaim", story(P, ("denied", {"by": party, "counterclaim": {"id": "k", "text": "t"}}), ("denied", {"by": party, "hop": "h1"}), U(headline="I"), version=2)
    yield "a hop of a claim without hops", story(P, U(claims=[{"id": "n", "text": "t"}]), ("denied", {"by": party, "hop": "h1"}), U(headline="I"), version=2)
    yield "a hop and no claim", story(("published", {"headline": "H", "body": "b"}), ("denied", {"by": party, "hop": "h1"}), U(headline="I"), version=2)
    for name, event in {"answers": {"by": party, "answers": "e0"}, "answers itself": {"by": party, "answers": "e1"},
                        "answers nothing": {"by": party, "answers": "e9"}, "stronger": {"by": party, "strength": "stronger"}}.items():
        yield f"reiterated {name}", story(P, ("reiterated", event), U(headline="I"), version=2)
    for name, event in {"a request": {"by": party, "outcome": "declined", "request": "r1"}, "no request": {"by": party, "outcome": "declined", "request": "r2"},
                        "no outcome": {"by": party}, "odd outcome": {"by": party, "outcome": "odd"}, "a proto request": {"by": party, "outcome": "declined", "request": "__proto__"}}.items():
        yield f"responded {name}", story(P, ("responded", event), U(headline="I"), version=2)
    yield "a claim twice", story(P, U(headline="I", claims=[{"id": "c1", "text": "t"}]), version=2)
    yield "a claim called constructor", story(P, U(headline="I", claims=[{"id": "constructor", "text": "t"}], corrects=["constructor"]), version=2)
    yield "corrects an unknown claim", story(P, U(headline="I", corrects=["toString"]), version=2)
    yield "a request twice", story(P, U(headline="I", requests=[{"id": "r1", "party": party}]), version=2)
    yield "a request without id", story(P, U(headline="I", requests=[{"party": party}, {"party": party}]), version=2)
    yield "an asked time", story(P, U(headline="I", requests=[{"party": party, "asked": {"at": times}}]), version=2)
    yield "an asked time that is none", story(P, U(headline="I", requests=[{"party": party, "asked": {"at": "noon"}}]), version=2)
    gone = ("updated", {"headline": "G"}, {"gone": True})
    for name, entry in {"version": {"version": 2, "fields": ["headline"]}, "no version": {"fields": ["headline"]}, "kill": {"change": "kill"},
                        "odd change": {"change": "odd"}, "repeats": {"repeats": [2]}, "repeats itself": {"version": 1, "repeats": [1]},
                        "odd version": {"version": "2"}, "version of -5": {"version": -5}, "odd fields": {"fields": ["odd", "dek"]}}.items():
        for version in (1, 2, 3):
            yield f"an event gone, {name}, {version}", story(P, gone, U(headline="I"), version=version, taken=[W({"position": 1, "pieces": "all", **entry})])
    yield "an event gone last", story(P, gone, version=2, taken=[W({"position": 1, "pieces": "all", "version": 2, "fields": ["headline"]})])
    yield "an event gone, not taken", story(P, gone, U(headline="I"), version=2)
    yield "the first gone", story(("published", first, {"gone": True}), U(headline="I"), version=2, taken=[W({"position": 0, "pieces": "all", "version": 1, "fields": ["headline", "body"]})])
    hid = ("published", first, {"hidden": [1]})
    for name, taken in {
            "taken": [W({"position": 0, "pieces": [1]})], "not taken": [W({"position": 0, "pieces": [0]})], "all": [W({"position": 0, "pieces": "all"})],
            "twice": [W({"position": 0, "pieces": [1]}), W({"position": 0, "pieces": [1]}, id="withheld-0.2")],
            "twice, one id": [W({"position": 0, "pieces": [1]}), W({"position": 0, "pieces": [1]})],
            "beyond": [W({"position": 0, "pieces": [1, 99]})], "not in order": [W({"position": 0, "pieces": [2, 1]})],
            "a piece twice": [W({"position": 0, "pieces": [1, 1]})], "empty": [({"reason": "r", "authority": "a", "taken": []}, {})],
            "no reason": [({"authority": "a", "taken": [{"position": 0, "pieces": [1]}]}, {})], "itself": [W({"position": 0, "pieces": [1]}, {"position": 2, "pieces": [0]})],
            "an event before it of another": [W({"position": 0, "pieces": [1]}, {"position": 1, "pieces": [0]})],
            "a position twice": [W({"position": 0, "pieces": [1]}, {"position": 0, "pieces": [2]})], "no pieces": [W({"position": 0})],
            "odd id": [W({"position": 0, "pieces": [1]}, id="withheld-0.1")], "id .10": [W({"position": 0, "pieces": [1]}, id="withheld-0.10")],
            "id .02": [W({"position": 0, "pieces": [1]}, id="withheld-0.02")], "id 00": [W({"position": 0, "pieces": [1]}, id="withheld-00")],
            "same": [W({"position": 0, "pieces": [1]}, same=[[[0, 1]]])], "same twice": [W({"position": 0, "pieces": [1]}, same=[[[0, 1]], [[0, 1]]])],
            "same of what stays": [W({"position": 0, "pieces": [1]}, same=[[[0, 1], [0, 2]]])], "same odd": [W({"position": 0, "pieces": [1]}, same=[[0, 1]])],
            "same empty": [W({"position": 0, "pieces": [1]}, same=[[], []])], "another story": [W({"position": 0, "pieces": [1]}, subject="z")],
            "another story's": [W({"position": 0, "pieces": [1]}, subject="z", revision=3, previous=1, id="withheld-0")],
            "revision": [W({"position": 0, "pieces": [1]}, revision=9)], "revision 2": [W({"position": 0, "pieces": [1]}, revision=2, previous=1, position=4)],
            "recorded before": [W({"position": 0, "pieces": [1]}, recordedtime="2026-11-29T05:00:00.000000Z")],
            "previous": [W({"position": 0, "pieces": [1]}, previous=0)], "type": [W({"position": 0, "pieces": [1]}, type="denied", source="x")],
            "4 more": [W({"position": 0, "pieces": [1]}, position=7, revision=4, previous=5)]}.items():
        yield f"a piece hidden, {name}", story(hid, U(headline="I"), version=2, taken=taken)
        yield f"a piece hidden, {name}, alone", story(hid, version=1, taken=[(d, {"revision": 1, "previous": 0, "position": 1, **leaf} if len(taken) == 1 else leaf) for d, leaf in taken])
    for hidden in range(12):
        yield f"piece {hidden} not carried", story(("published", first, {"hidden": [hidden]}), U(headline="I"), version=2)
        yield f"piece {hidden} not carried, version 3", story(("published", first, {"hidden": [hidden]}), U(headline="I"), version=3)
        yield f"piece {hidden} withheld", story(("published", {**first, "context": {"file": {"name": "n", "sha256": "0" * 64}}}, {"hidden": [hidden]}),
                                                ("denied", {"by": party, "claims": ["c1"]}), U(headline="I"), version=2, taken=[W({"position": 0, "pieces": [hidden]})])
    rich = {"change": "correction", "corrects": ["c1"], "headline": "I", "byline": [{"name": "B", "kind": "person"}], "embargo": {"at": times},
            "claims": [{"id": "n", "text": "t", "about": [{"name": "N", "kind": "person"}], "quotes": [{"exact": "x", "field": "body"}],
                        "attribution": [{"id": "h", "speaker": {"name": "S", "kind": "unnamed"}}]}],
            "context": {"extensions": {"a": "b", "n": 1}, "file": {"name": "n", "sha256": "0" * 64}}, "extra": {"it's": {"\u00fc": ["z"]}, "": "e", "1": "d"},
            "keywords": ["k"], "language": "en", "note": {"text": "n", "placement": "top"}, "url": "https://x.example/", "when": {"zone": "UTC"},
            "requests": [{"id": "q", "party": party, "asked": {"at": times, "zone": "UTC"}, "channel": "email", "claims": ["c1"]}]}
    move = {"by": {"name": "N", "kind": "person", "role": "r"}, "claims": ["c1"], "concedes": "c", "extent": "partial", "hop": "h1",
            "statement": {"text": "s", "channel": "phone", "verbatim": True}}
    for hidden in range(36):
        for name, entry, version in (("", {}, 3), (", with its version", {"version": 2, "fields": ["headline"]}, 3), (", as version 2", {}, 2)):
            yield f"piece {hidden} of a rich update withheld{name}", story(P, ("updated", rich, {"hidden": [hidden]}), U(headline="J"), version=version,
                                                                           taken=[W({"position": 1, "pieces": [hidden], **entry})])
        yield f"piece {hidden} of a rich update not carried", story(P, ("updated", rich, {"hidden": [hidden]}), U(headline="J"), version=3)
        if hidden < 10:
            yield f"piece {hidden} of a move withheld", story(P, ("denied", move, {"hidden": [hidden]}), U(headline="J"), version=2,
                                                              taken=[W({"position": 1, "pieces": [hidden]})])
    for number, path in enumerate(places(rich)):
        odd = (None, 1, "", " ", "x", "a b", [], {}, ["x", ""], {"x": "y"}, {"at": times, "zone": None}, True, "2026-03-02T07:15Z", "\ufeff", "\u3000")
        for value in odd[number % 4::4]:
            other = copy.deepcopy(rich)
            parent(other, path)[path[-1]] = value
            yield f"a rich update, {'.'.join(map(str, path))} is {value!r}", story(P, ("updated", other), U(headline="J"), version=3)
    for data in ({"more": 1}, {"url": "a\ufeffb"}, {"url": "a\u2003b"}, {"embargo": {"at": times, "zone": None}}, {"embargo": {"at": times, "more": 1}},
                 {"embargo": None, "byline": None, "extra": None, "language": None}, {"note": None}, {"claims": None}, {"body": None},
                 {"embargo": {"at": "2026-03-02T07:15:00.50Z"}}, {"embargo": {"at": "2026-03-02T07:15:00+00:00"}}, {"language": "en_US"},
                 {"context": {"causationid": ""}}, {"context": {"extensions": {"A b": 1}}}, {"context": {"extensions": {"a": None}}},
                 {"context": {"extensions": {"a": True, "b": 0.5}}}, {"requests": [{"party": party, "channel": "fax"}]},
                 {"requests": [{"party": party, "asked": {"at": times, "zone": None}}]}, {"requests": [{"party": party, "claims": ["c9"]}]},
                 {"requests": [{"id": "x" * 200, "party": party}]}, {"requests": [{"id": "x" * 201, "party": party}]}, {"change": "hold", "corrects": ["c1"]},
                 {"change": "clarification", "corrects": ["c1", "c1"]}, {"change": "clarification", "note": {"text": "a\nb"}}):
        yield f"a rich update with {data!r}", story(P, ("updated", {**rich, **data}), U(headline="J"), version=3)
    for channel in ("fax", "reply"):
        yield f"a move by {channel}", story(P, ("denied", {**move, "statement": {"text": "s", "channel": channel}}), U(headline="J"), version=2)
    for entry in ({}, {"version": 2}):
        for version in (2, 3):
            yield f"a flag that is a text, withheld, {entry}, {version}", story(
                P, ("updated", {"headline": "I", "note": {"text": "n"}}), ("denied", {**move, "statement": {"text": "s", "verbatim": "x"}}, {"hidden": [8]}),
                U(headline="J"), version=version, taken=[W({"position": 2, "pieces": [8], **entry})])
            yield f"a text that is gone and then removed, {entry}, {version}", story(P, ("updated", {"dek": "d"}, {"gone": True}), U(dek=None), version=version, taken=[
                W({"position": 1, "pieces": "all", "fields": ["dek"], **entry})])
            for change in ("hold", "kill", "release"):
                yield f"a {change} that is gone, {entry}, {version}", story(P, ("updated", {"change": change}, {"gone": True}), U(change="release", dek="d") if change == "kill"
                                                                           else U(dek="d"), version=version, taken=[W({"position": 1, "pieces": "all", "change": change, **entry})])
    for subject in ("org.storyledger", "org.storyledger.x", "s", "s t", "\u00e9", "e\u0301", "s\u200b", "s\u00adt", "\ufeffs", "s\u2800", "s\u3164", "a\u00a0b", "\u1112\u1161", "\u212b", "\U0001F6A2\ufe0f",
                    "\ue000", "\u0378", "a\u2003b", "\U000E0041", "\u06dd", "\u05d0"):
        events, withheld, version, _ = story(P)
        events[0].leaf["subject"] = subject
        yield f"a story called {subject!r}", (events, withheld, version, subject)
        yield f"an event called {subject!r}", story(("published", first, {"leaf": {"id": subject}}))
    for time in ("2027-11-30T06:00:00Z", "2027-11-30T06:00:00.0000009Z", "2027-11-30T06:00:00.000001Z", "2027-11-30T06:00:01Z", "2027-11-30T07:00:00+01:00",
                 "2027-11-30T06:59:59+01:00", "2027-11-30T05:00:00-01:00", "2027-11-30T05:00:01-01:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+23:59"):
        yield f"an event of {time}", story(("published", first, {"leaf": {"time": time}}))
    same_label = [W({"position": 0, "pieces": [3]}, {"position": 1, "pieces": [0]}, same=[[[0, 3], [1, 0]]])]
    for groups in (None, [[[0, 3], [1, 0]]], [[[0, 3]], [[1, 0]]]):
        for version in (1, 2):
            yield f"headlines withheld, {groups}, {version}", story(
                ("published", {"body": "b", "headline": "H"}, {"hidden": [1]}), ("updated", {"headline": "I"}, {"hidden": [0]}), version=version,
                taken=[W({"position": 0, "pieces": [1]}, {"position": 1, "pieces": [0]}, same=groups)])
    yield "a text that reads as a hole", story(("published", {"body": "b", "headline": "H"}, {"hidden": [1]}), U(headline="[withheld by @2: r (a)]"), version=2,
                                               taken=[W({"position": 0, "pieces": [1]})])
    for text in ("[2 paragraphs withheld by @6: r (a)]", "[Withheld\u00a0by @6", "[wit\u200bhheld BY event @\uff16", "\u27e6x withheld by @\u0663",
                 "[Not carried]", "[a] withheld by @6", "[withheld by \ufe6b6", "[" + 41 * "x" + " withheld by @6", "\uff3bwithheld by \uff206", "[w\u0456thheld by @3"):
        yield f"a text that may read as a hole, {text!r}", story(("published", {"body": "b", "headline": text}, {"hidden": [0]}),
                                                                 taken=[W({"position": 0, "pieces": [0]})])
    yield "a keeper's words that imitate the checker's", story(
        ("published", {"body": "b", "headline": "H"}, {"hidden": [1]}),
        taken=[W({"position": 0, "pieces": [1]}, reason='r\u201d "x"\u201d\u0301', authority='Editor), text 1 of 1]; "M" admitted claims "may" [\u201c\n(J')])
    # What is shown counts by itself: a takedown cannot say otherwise, and what only it says is not proven.
    edits = (("published", {**first, "context": {"file": {"name": "n", "sha256": "0" * 64}}}), U(headline="I"), U(headline="J"))
    for name, entries in {"nothing": [{"position": 0, "pieces": []}], "nothing, and repeats": [{"position": 0, "pieces": [], "repeats": [1]}],
                          "no pieces": [{"position": 0}], "a later one too": [{"position": 0, "pieces": [1]}, {"position": 1, "pieces": []}],
                          "the file": [{"position": 0, "pieces": [4, 5], "repeats": [1]}], "a text": [{"position": 0, "pieces": [6], "repeats": [1]}],
                          "a version": [{"position": 1, "pieces": [0], "version": 7, "fields": ["headline"]}]}.items():
        for hidden in ((), (4, 5), (6,)):
            for version in (2, 3):
                yield f"a takedown of {name}, {hidden} missing, version {version}", story(("published", edits[0][1], {"hidden": hidden}), *edits[1:],
                                                                                          version=version, taken=[W(*entries)])
    small = {"change": ({"change": "kill", "headline": "I"}, 0), "placement": ({"headline": "I", "note": {"text": "n", "placement": "top"}}, 1),
             "kind": ({"claims": [{"id": "k", "text": "t", "about": [{"name": "N", "kind": "person"}]}], "headline": "I"}, 1),
             "asked": ({"headline": "I", "requests": [{"party": party, "asked": {"at": times}}]}, 1)}
    for name, (data, piece) in small.items():
        for entry in ({}, {"version": 2, "fields": ["headline"]}, {"version": 2, "fields": ["headline"], "change": "kill"}, {"change": "hold"},
                      {"fields": ["headline", "body"]}):
            for last in (U(headline="J"), U(dek="d"), U(headline="I", dek="e"), U(change="release", dek="f")):
                for version in (2, 3):
                    yield f"{name} withheld, {entry}, then {last[1]}, version {version}", story(
                        P, ("updated", data, {"hidden": [piece]}), last, version=version, taken=[W({"position": 1, "pieces": [piece], **entry})])
            yield f"{name} withheld at the end, {entry}", story(P, ("updated", data, {"hidden": [piece]}), version=2,
                                                                taken=[W({"position": 1, "pieces": [piece], **entry})])
        yield f"{name} not carried", story(P, ("updated", data, {"hidden": [piece]}), U(headline="J"), version=3)
    bodies = ("a\n\nb\n\nc", "a\n\nx\n\nc", "a\n\nb", "z\n\nb\n\nc", "")
    for before in ((), (0,), (1,), (0, 1, 2)):
        for after in bodies:
            for hidden in ((), (0,)):
                for version in (1, 2):
                    yield f"a body without {before}, then {after!r} without {hidden}, version {version}", story(
                        ("published", {"body": bodies[0], "headline": "H"}, {"hidden": before}), ("updated", {"body": after, "headline": "H"}, {"hidden": hidden}),
                        version=version, taken=[W(*[{"position": 0, "pieces": list(before)}] * bool(before), *[{"position": 1, "pieces": [0]}] * bool(hidden))]
                        if before or hidden else ())
    yield "asked.at of a first event withheld", story(("published", {**first, "requests": [{"party": party, "asked": {"at": times}}]}, {"hidden": [6]}),
                                                      taken=[W({"position": 0, "pieces": [6]})])
    yield "a move that is gone", story(P, ("denied", {"by": party}, {"gone": True}), U(headline="I"), version=2, taken=[W({"position": 1, "pieces": "all"})])
    yield "a kill that is gone, not told", story(P, ("updated", {"change": "kill"}, {"gone": True}), U(headline="I"), version=2,
                                                 taken=[W({"position": 1, "pieces": "all"})])
    for character in "\ufffe\uffff\ufdd0\ufdef\U0001fffe\U0010ffff\ufffd\ufdcf\ufdf0\ud7ff":
        yield f"a body with {character!r}", story(("published", {**first, "body": f"a{character}"}))
        yield f"an id with {character!r}", story(("published", first, {"leaf": {"id": f"e{character}"}}))
    yield "a takedown among the events", story(hid, ("withheld", {"reason": "r", "authority": "a", "taken": [{"position": 0, "pieces": [1]}]},
                                                    {"leaf": {"source": "org.storyledger", "id": "withheld-0"}}), U(headline="I"), version=2)
    yield "a takedown of a takedown", story(hid, ("withheld", {"reason": "r", "authority": "a", "taken": [{"position": 0, "pieces": [1]}]},
                                                 {"leaf": {"source": "org.storyledger", "id": "withheld-0"}}), U(headline="I"), version=2, taken=[W({"position": 1, "pieces": [0]})])
    yield "a broken takedown that was taken", story(hid, ("withheld", {"reason": "r", "authority": "a", "taken": []},
                                                         {"leaf": {"source": "org.storyledger", "id": "withheld-0"}}), U(headline="I"), version=2, taken=[W({"position": 0, "pieces": [1]})])


# curve25519-dalek, constants::EIGHT_TORSION: the eight points of small order.
SMALL_ORDER = ("01" + "00" * 31, "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "00" * 31 + "80",
               "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "ec" + "ff" * 30 + "7f",
               "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85", "00" * 32,
               "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")
# RFC 8032, 5.1.3: p, p + 1, p + 3 and the largest y; then x = 0 with the sign, y = 1 and y = p - 1.
NO_POINT = ("ed" + "ff" * 30 + "7f", "ee" + "ff" * 31, "f0" + "ff" * 30 + "7f", "ff" * 32, "01" + "00" * 30 + "80", "ec" + "ff" * 31)


def low_order_keys(forge):
    """(name, key, signature): keys with which anybody can sign, and bytes that are no point."""
    checker = forge.checker
    for text in (*SMALL_ORDER, *NO_POINT, "02" + "00" * 31):
        key = bytes.fromhex(text)
        for kind, signature in {"R = 1, S = 0": (1).to_bytes(32, "little") + bytes(32), "R = key, S = 0": key + bytes(32),
                                "S = order": (1).to_bytes(32, "little") + checker.ORDER.to_bytes(32, "little"),
                                "short": bytes(63), "long": bytes(65)}.items():
            yield f"{text}, {kind}", key, signature
    yield "an honest key, S + order", None, None


def signed_notes(forge):
    """(name, note, key): checkpoints that are signed as they are, and say what no checkpoint says, or under keys that are none."""
    def other_key(label, kind, length, ident=None):
        key = bytes([kind]) + (forge.public + b"\0")[:length]
        own = hashlib.sha256(forge.name.encode() + b"\n" + key).digest()[:4] if ident is None else ident

        def note(text):
            return f"{text}\n\u2014 {forge.name} {base64.b64encode(own + forge.sign(text.encode())).decode()}\n"
        return label, note, f"{forge.name}+{own.hex()}+{base64.b64encode(key).decode()}"
    for kind in (0, 2, 4, 6, 255):
        yield other_key(f"a key of kind {kind}", kind, 32)
    yield other_key("a key of 33 bytes", 1, 33)
    yield other_key("a key of 31 bytes", 1, 31)
    yield other_key("a key whose id is of nothing", 1, 32, b"\0\0\0\0")
    for label, change in {
            "another log": lambda rows: ["other.example/log"] + rows[1:], "no root": lambda rows: rows[:2], "a line more": lambda rows: rows + ["more"],
            "an empty line": lambda rows: rows + ["", "more"], "an empty line first": lambda rows: [""] + rows, "size 0N": lambda rows: [rows[0], "0" + rows[1], rows[2]],
            "size with space": lambda rows: [rows[0], " " + rows[1], rows[2]], "size with space after": lambda rows: [rows[0], rows[1] + " ", rows[2]],
            "size 0xN": lambda rows: [rows[0], hex(int(rows[1])), rows[2]], "size +N": lambda rows: [rows[0], "+" + rows[1], rows[2]],
            "root with space": lambda rows: [*rows[:2], " " + rows[2]], "root without padding": lambda rows: [*rows[:2], rows[2].rstrip("=")],
            "root not in its one form": lambda rows: [*rows[:2], rows[2][:-2] + chr(ord(rows[2][-2]) + 1) + "="],
            "a tab": lambda rows: rows + ["a\tb"], "DEL": lambda rows: rows + ["a\x7fb"], "C1": lambda rows: rows + ["a\u0085b"]}.items():
        yield f"a checkpoint with {label}", lambda text, change=change: forge.note("".join(row + "\n" for row in change(text.split("\n")[:-1]))), forge.vkey


def odd_parts():
    """(skeleton, pieces, missing): a body in other pieces than its paragraphs, strings that are shown twice; each with one headline."""
    for body in (["a", "b"], ["a\n\n", ""], ["a\n\nb"], ["a\n", "\nb"], ["a\n\n", "\nb"], ["a\n\n", "b"], ["", ""], [""], ["\n\n"], ["\n", "\n"],
                 ["a\r\n\r", "\nb"], ["a\r\n", "\r\nb"], ["a\n \n", "b"], ["a\n", " \nb"], ["a\n\n", " b"], ["a\n\n ", "b"], ["a\n\n", "b\n\n", "c"]):
        for missing in [()] + [(number,) for number in range(len(body))]:
            yield {"body": len(body), "headline": ""}, body + ["H"], missing
    yield {"body": "", "headline": ""}, ["b", "H"], ()
    yield {"body": "x", "headline": ""}, ["b", "H"], ()
    yield {"body": 1, "headline": "H"}, ["b", "H"], ()
    yield {"body": 1, "headline": "H"}, ["b"], ()
    yield {"body": 1, "headline": "", "keywords": ["", "x"]}, ["b", "H", "", "y"], ()
    yield {"body": 0, "headline": ""}, ["H"], ()
    yield {"body": 1, "extra": {"body": ""}, "headline": ""}, ["b", "c", "H"], ()
    yield {"body": 1, "extra": {"body": 1}, "headline": ""}, ["b", "c", "H"], ()
