"""Writes a one-line fault beside the line it is for, behind a switch that is read at run time.

So one build holds hundreds of faults (a mutant schema, as Untch, Offutt and Harrold call it), and each run of a suite turns one on:
`if a < b {` becomes `if (faultIsOn(7) ? (a <= b) : (a < b)) {`, and a statement that is left out `if !faultIsOn(7) { ... }`. What has
no such form here (None), or does not compile with it, is built by itself.
"""

import re

# The environment variable that names the fault. Some tests look for words in the sources: this is none.
VARIABLE = "F_1"

SWITCH = """

import func Glibc.atoi
import func Glibc.getenv

private let faultThatIsOn: Int32 = getenv("F_1").map { atoi($0) } ?? -1
@inline(never) private func faultIsOn(_ number: Int32) -> Bool { faultThatIsOn == number }
"""


def switch(target):
    """What stands at the end of a file with switches: it imports as the other files of the target do."""
    is_internal = any("internal import Glibc" in file.read_text() for file in target.rglob("*.swift"))
    return SWITCH.replace("import func", "internal import func") if is_internal else SWITCH


DECLARATION = re.compile(r"((?:(?:private|fileprivate|package|public|static|mutating|nonisolated|override) )*"
                         r"(?:var|func|subscript|init)\b.*?) \{ (.*) \}$")
ASSIGNMENT = re.compile(r"((?:(?:private|fileprivate|package|public|static|nonisolated|lazy) )*(?:let|var) .*? = )(.*)$")
LOOP = re.compile(r"for (.*?) in (.*?)(?: where (.*))? \{(.*)$")
PART = re.compile(r"(\|\| |&& |\? |: |\w+: )?(.*?)(,| \{|)$")


def characters(text):
    """Each place outside of string literals, with the depth of brackets there, before it is read."""
    depth, in_text, at = 0, False, 0
    while at < len(text):
        character = text[at]
        if in_text:
            at += character == "\\"
            in_text = character != '"'
        elif character == '"':
            in_text = True
        else:
            depth -= character in ")]}"
            yield at, depth
            depth += character in "([{"
        at += 1
    yield len(text), depth if not in_text else -1


def is_balanced(text):
    depths = [depth for _, depth in characters(text)]
    return min(depths) >= 0 and depths[-1] == 0


def first(word, text):
    """Where the word stands first outside of brackets and literals; -1 where it does not."""
    return next((at for at, depth in characters(text) if depth == 0 and text.startswith(word, at)), -1)


def conditions(text):
    cuts = [at for at, depth in characters(text) if depth == 0 and text[at:at + 1] == ","]
    return [text[start + 1:end] for start, end in zip([-1, *cuts], [*cuts, len(text)])]


class Fault:
    """One fault's switch: its number, the line and the line with the fault, both without white space around them."""

    def __init__(self, number, old, new):
        self.old, self.new = old, new
        self.is_on = f"faultIsOn({number})"

    def line(self):
        """The line with both, or None."""
        old, new = self.old, self.new
        if new.startswith("// "):
            return self.left_out()
        for word in ("guard ", "if ", "while ", "} else if "):
            if old.startswith(word) and new.startswith(word):
                return self.branch(word)
        if match := DECLARATION.match(old):
            other = re.match(re.escape(match[1]) + r" \{ (.*) \}$", new)
            return other and f"{match[1]} {{ if {self.is_on} {{ {other[1]} }} else {{ {match[2]} }} }}"
        if not old.endswith("{") and is_balanced(old) and (match := ASSIGNMENT.match(old)) and new.startswith(match[1]):
            return match[1] + self.either(match[2], new[len(match[1]):])
        if old.startswith("for "):
            return self.loop()
        if (match := re.match(r"(case .*?: )(.+)$", old)) and new.startswith(match[1]):
            return f"{match[1]}if {self.is_on} {{ {new[len(match[1]):]} }} else {{ {match[2]} }}"
        if old.startswith(("|| ", "&& ", "? ", ": ")) or old.endswith(","):
            return self.part()
        if is_balanced(old) and is_balanced(new) and not old.endswith("{"):
            return f"if {self.is_on} {{ {new} }} else {{ {old} }}"
        return None

    def either(self, old, new):
        """An expression that is one or the other; `try` and `await` stand before both."""
        old, new, before = old.strip(), new.strip(), ""
        for word in ("try ", "await "):
            if old.startswith(word) or new.startswith(word):
                before += word
                old, new = old.removeprefix(word), new.removeprefix(word)
        return f"{before}({self.is_on} ? ({new}) : ({old}))"

    def left_out(self):
        old = self.old
        if old.startswith("guard "):
            end = first(" else ", old)
            fits = end > 0 and not re.search(r"\b(let|case) ", old[:end]) and old.endswith("}")
        else:
            starts = re.match(r"(if|while|for|switch|case|let|var|private|public|package|func)\b", old)
            fits = is_balanced(old) and not old.endswith("{") and not (starts and not old.endswith("}"))
        return f"if !{self.is_on} {{ {old} }}" if fits else None

    def branch(self, word):
        old, new = self.old.removeprefix(word), self.new.removeprefix(word)
        end = " else " if word == "guard " else " {"
        at, other = first(end, old), first(end, new)
        if at < 0 and other < 0:  # the condition goes on in the next line
            comma = "," if old.endswith(",") and new.endswith(",") else ""
            if old.endswith(("&&", "||")) or not is_balanced(old):
                return None
            one = self.condition(old.removesuffix(","), new.removesuffix(","))
            return one and word + one + comma
        if at < 0 or other < 0:
            return None
        if old[at:] == new[other:]:
            one = self.condition(old[:at], new[:other])
            return one and word + one + old[at:]
        if old[:at] == new[:other] and is_balanced(old[at:]):
            head, body = old[:old.index("{", at)], [text[text.index("{", at) + 1:text.rindex("}")] for text in (old, new)]
            return f"{word}{head}{{ if {self.is_on} {{ {body[1]} }} else {{ {body[0]} }} }}"
        return None

    def condition(self, old, new):
        """Conditions of which one differs, or of which one is left out."""
        one, other = conditions(old), conditions(new)
        if len(one) == len(other) + 1:
            for at, left in enumerate(one):
                if one[:at] + one[at + 1:] == other and not left.strip().startswith(("let ", "var ", "case ")):
                    before, left = ("try ", left.strip()[4:]) if left.strip().startswith("try ") else ("", left)
                    return ",".join(one[:at] + [f" {before}({self.is_on} || ({left.strip()}))"] + one[at + 1:])
        differ = [at for at, _ in enumerate(one) if one[at:at + 1] != other[at:at + 1]]
        if len(one) != len(other) or len(differ) != 1:
            return None
        at = differ[0]
        clause = self.clause(one[at].strip(), other[at].strip())
        return clause and ",".join(one[:at] + [" " + clause if at else clause] + one[at + 1:])

    def clause(self, old, new):
        if not old.startswith(("let ", "var ", "case ")):
            return None if new.startswith(("let ", "var ", "case ")) else self.either(old, new)
        start = first(" = ", old) + 3
        return old[:start] + self.either(old[start:], new[start:]) if start > 2 and new.startswith(old[:start]) else None

    def loop(self):
        one, other = LOOP.match(self.old), LOOP.match(self.new)
        if not one or not other or one[1] != other[1] or one[4] != other[4]:
            return None
        over, where = one[2], one[3]
        if one[2] != other[2]:
            over = self.either(one[2], other[2]) if one[3] == other[3] else None
        elif one[3] and other[3]:
            where = self.either(one[3], other[3])
        elif one[3]:
            where = f"({self.is_on} || ({one[3]}))"
        return over and f"for {one[1]} in {over}{f' where {where}' if where else ''} {{{one[4]}"

    def part(self):
        """A part of an expression that has a line to itself."""
        one, other = PART.match(self.old), PART.match(self.new)
        if not other or not is_balanced(one[2]) or one[1] != other[1] or one[3] != other[3]:
            return None
        return (one[1] or "") + self.either(one[2], other[2]) + one[3]
