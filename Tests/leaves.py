#!/usr/bin/env python3
"""Recomputes the golden leaves from FORMATS.md, section 3, with nothing of ours: RFC 8785, SHA-256, HMAC.

Exits 1 naming every difference. Then it changes one byte of each committed value and sees that it would notice.

    leaves.py [StoryEventsTests/Golden/leaves.json]
"""

import hashlib
import hmac
import json
import math
import os
import re
import sys

ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
COMPUTED = ("data", "commitment", "derivedid", "leaf", "leafhash")


def canonical(value):
    """RFC 8785."""
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(quoted(key) + ":" + canonical(value[key]) for key in keys) + "}"


def quoted(text):
    """RFC 8785, 3.2.2.2."""
    out = (ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in text)
    return '"' + "".join(out) + '"'


def number(value):
    """ECMA-262, Number::toString. Python's repr has the same shortest digits."""
    if value == 0:
        return "0"
    if value < 0:
        return "-" + number(-value)
    assert math.isfinite(value)
    mantissa, _, exponent = repr(value).partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = whole + fraction
    point -= len(digits) - len(digits.lstrip("0"))
    digits = digits.strip("0")
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    shown = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{shown}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def event_time(document, found):
    """The document's time as the leaf keeps it; one told in a zone is taken as found, if the clock's hands agree."""
    told = document["time"]
    if isinstance(told, dict):
        same = found.startswith(told["at"][:16].replace(" ", "T"))
        return found if same else "another time than " + told["at"]
    told = re.sub(r"^(\S{10})[Tt ]", r"\1T", told)
    told = re.sub(r"([Zz]|[+-]00:00)$", "Z", told)
    return re.sub(r"\.(\d*?)0*(?=[Z+-])", lambda found: "." + found[1] if found[1] else "", told)


def computed(case):
    """What FORMATS.md makes of a case's inputs."""
    document = case["document"]
    data = canonical(json.loads(case["data"]))
    context = {key: document[key] for key in ("causationid", "correlationid") if key in document}
    when = {key: document["time"][key] for key in ("zone", "printed") if key in document["time"]} \
        if isinstance(document["time"], dict) else {}
    for key, value in (("context", context), ("when", when)):
        if json.loads(case["data"]).get(key, {}) != value:
            data = f"data without the {key} that was given"
    word = re.sub(r"^org\.storyledger\.(.*)\.v1$", r"\1", document["type"])
    time = event_time(document, case["time"])
    # Times that say the same are the same content: without the zeros that end their decimals.
    plain = re.sub(r"\.(\d*?)0*(Z|[+-]\d\d:\d\d)$", lambda found: (found[1] and "." + found[1]) + found[2], time)
    content = '{"data":%s,"subject":%s,"time":%s,"type":%s}' % (
        data, quoted(document["subject"]), quoted(plain), quoted(word))
    derived = "hmac-sha256:" + hmac.new(bytes.fromhex(case["secret"]), content.encode(), hashlib.sha256).hexdigest()
    salted = b"storyledger/data/v1\n" + bytes.fromhex(case["salt"]) + data.encode()
    commitment = "sha256:" + hashlib.sha256(salted).hexdigest()
    leaf = canonical({
        "commitment": commitment, "id": document.get("id", derived), "source": document.get("source", "inbox"),
        "subject": document["subject"], "type": word, "time": time, "recordedtime": case["recordedtime"],
        "position": case["position"], "revision": case["revision"], "previous": case["previous"], "schema": 1,
    })
    leaf_hash = hashlib.sha256(b"\x00" + leaf.encode()).hexdigest()
    return {"data": data, "commitment": commitment, "derivedid": derived, "leaf": leaf, "leafhash": leaf_hash}


def differences(case):
    """The names of the values that are not what they should be."""
    try:
        expected = computed(case)
    except ValueError:
        return ["data"]
    return [key for key in COMPUTED if case[key] != expected[key]]


def mutations(case):
    """The case with one byte changed in one value: the first, the last, and some between."""
    for key in COMPUTED + ("salt",):
        value = case[key].encode()
        for place in {0, len(value) // 3, len(value) // 2, len(value) - 1}:
            changed = bytearray(value)
            changed[place] ^= 1
            yield key, place, dict(case, **{key: changed.decode(errors="replace")})


def main():
    folder = os.path.dirname(os.path.abspath(__file__))
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(folder, "StoryEventsTests", "Golden", "leaves.json")
    with open(path, encoding="utf-8") as file:
        cases = json.load(file)
    failed = 0
    for case in cases:
        wrong = [f"{key} differs" for key in differences(case)]
        wrong += [f"a change of byte {place} of {key} goes unnoticed"
                  for key, place, changed in mutations(case) if not differences(changed)]
        for problem in wrong:
            print(f"{case['name']}: {problem}")
        failed += bool(wrong)
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
