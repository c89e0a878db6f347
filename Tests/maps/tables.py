"""Random tables with a map, and the events that they must become: written and read by Python's csv, json and datetime."""

import csv
import gzip
import io
import json
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

WORDS = ["the", "bridge", "said", "a, b", 'say "x"', "Ünïcode", "桥梁", "tab\tbed", "line\nbreak", "line\r\nbreak", "semi;colon", "'", "=1+1",
         " padded ", "|", "\u2028", "🚢", "don't"]
FORMATS = ["rfc3339", "unix", "unix-ms", "%d.%m.%Y %H:%M:%S", "%b %d, %Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S.%f%z", "%d %B %Y %H.%M.%S %z"]
OPTIONAL = ["dek", "byline", "publisher", "section", "language", "keywords", "note", "change", "source"]
LISTS, REMOVABLE = ("byline", "keywords"), ("dek", "byline", "publisher", "section", "language", "keywords")


def sentence(chance, fewest=1):
    return " ".join(chance.choices(WORDS, k=chance.randint(fewest, 6)))


class Table:
    def __init__(self, chance, path):
        self.chance = chance
        self.format = chance.choice(["csv", "csv", "tsv", "ndjson"])
        self.time_format = chance.choice(FORMATS)
        self.zone = "Europe/Berlin" if self.time_format in FORMATS[3:5] else None
        self.fields = [field for field in OPTIONAL if chance.random() < 0.6]
        self.has_ids, self.is_whole = chance.random() < 0.5, chance.random() < 0.6
        self.splits = {field: chance.choice([";", ", ", " and "]) for field in LISTS if self.format != "ndjson"}
        self.columns = [f"c {n}" if chance.random() < 0.3 else f"col{n}" for n in range(len(self.fields) + 6)]
        names = ["story", "id", "time", "headline", "body", "unused", *self.fields]
        chance.shuffle(names)
        self.names = dict(zip(names, self.columns))
        self.order = names
        self.rules = self.make_rules()
        self.about = f"{self.format}, {self.time_format}, {'whole' if self.is_whole else 'changes'}, {self.fields}"
        self.map = path.with_suffix(".yaml")
        rows = self.make_rows()
        self.path = self.write(path, rows)
        self.map.write_text(json.dumps(self.rules, ensure_ascii=False))
        self.expect(rows)

    def place(self, field):
        if self.format == "ndjson" and field in LISTS:
            return f"list.{self.names[field]}" + (".*.name" if field == "byline" else "")
        if self.format == "ndjson":
            return self.chance.choice([f"in.0.{self.names[field]}", ["in", "0", self.names[field]]])
        return self.names[field]

    def make_rules(self):
        chance, rules = self.chance, {}
        for field in ("story", "headline", "body"):
            rules[field] = self.place(field)
        rules["time"] = {"from": self.place("time"), "format": self.time_format}
        if self.zone:
            rules["time"]["zone"] = self.zone
        if self.has_ids:
            rules["id"] = {"from": self.place("id"), "prefix": "r:"}
        for field in self.fields:
            rules[field] = {"from": self.place(field)}
            if field in self.splits:
                rules[field]["split"] = self.splits[field]
        if "language" in rules:
            rules["language"] |= {"values": {"English": "en", "Deutsch": "de", "-": ""}}
        if "section" in rules:
            rules["section"] |= {"values": {"1": "Sport", "*": "News"}, "default": "None"}
        if "change" in rules:
            rules["change"] |= {"values": {"c": "correction", "u": "update"}}
        if "source" in rules and chance.random() < 0.5:
            rules["source"] = {"constant": "wire"}
        rules["rows"] = "whole" if self.is_whole else "changes"
        return rules

    def make_rows(self):
        """Rows as {field: text or list}; a key `raw` is bytes of no row."""
        chance, rows, moment = self.chance, [], datetime(2026, 1, 5, tzinfo=timezone.utc)
        stories = [f"story {n}" if n % 3 else f"ström-{n}" for n in range(chance.randint(1, 8))]
        for number in range(chance.randint(1, 60)):
            if rows and chance.random() < 0.06:
                rows.append(dict(rows[-1]))
                continue
            if self.format != "ndjson" and chance.random() < 0.06:
                rows.append({"raw": chance.choice([b'a,"b"c', b"only one", b"x" + b"\t,;|" * 20, b"x\xff\xfe"])})
                continue
            moment += timedelta(seconds=chance.randint(1, 9999))
            row = {"story": chance.choice(stories), "id": str(number), "time": self.written(moment), "headline": sentence(chance),
                   "body": sentence(chance, 0) + "\n\n" + sentence(chance), "unused": sentence(chance, 0)}
            for field in self.fields:
                row[field] = self.value(field)
            last = next((r for r in reversed(rows) if r.get("story") == row["story"] and "raw" not in r), None)
            if last and chance.random() < 0.3:
                row |= {field: last[field] for field in ("headline", "body", *self.fields) if field in last}
            if chance.random() < 0.05:
                row["time"] = "yesterday"
            if chance.random() < 0.03:
                row["story"] = ""
            if last and chance.random() < 0.1:
                row["headline"] = ""
            rows.append(row)
        return rows

    def value(self, field):
        chance = self.chance
        if chance.random() < 0.3:
            return [] if field in LISTS else ""
        if field in LISTS:
            return [word.strip() for word in chance.sample(["Ann Lee", "Bö", "C, D", "x y"], chance.randint(1, 3))]
        return {"language": lambda: chance.choice(["English", "Deutsch", "-"]), "section": lambda: chance.choice(["1", "2", "x"]),
                "change": lambda: chance.choice(["c", "u"]), "source": lambda: chance.choice(["desk", "wire"])}.get(
                    field, lambda: sentence(chance))()

    def written(self, moment):
        if self.zone:
            moment = moment.astimezone(ZoneInfo(self.zone))
        return {"rfc3339": lambda: moment.isoformat(), "unix": lambda: str(int(moment.timestamp())),
                "unix-ms": lambda: str(int(moment.timestamp() * 1000))}.get(self.time_format, lambda: moment.strftime(self.time_format))()

    def read(self, text):
        """The moment of a text, as Python reads it; None where it cannot."""
        try:
            if self.time_format == "rfc3339":
                return datetime.fromisoformat(text)
            if self.time_format.startswith("unix"):
                return datetime.fromtimestamp(int(text) / (1000 if self.time_format == "unix-ms" else 1), timezone.utc)
            moment = datetime.strptime(text, self.time_format)
            return moment.replace(tzinfo=ZoneInfo(self.zone)) if self.zone else moment
        except ValueError:
            return None

    def write(self, path, rows):
        chance, self.numbers = self.chance, []
        end = chance.choice(["\n", "\r\n", "\r"]) if self.format != "ndjson" else "\n"
        has_header, text = self.format != "ndjson" and chance.random() < 0.8, io.BytesIO()
        delimiter = {"csv": chance.choice([",", ",", ";", "|"]), "tsv": "\t"}.get(self.format, ",")
        if delimiter not in ",\t":
            self.rules["delimiter"] = delimiter
        if self.format != "ndjson" and not has_header:
            self.rules["columns"] = [self.names[field] for field in self.order]
        if chance.random() < 0.5:
            self.rules["format"] = self.format
        if chance.random() < 0.3:
            text.write(b"\xef\xbb\xbf")
        # With CR alone, Python's writer leaves LF in a cell without quotation marks.
        quoting, count = csv.QUOTE_ALL if end == "\r" else chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), 0

        def line(cells):
            out = io.StringIO(newline="")
            csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerow(cells)
            return out.getvalue().encode()

        if has_header:
            text.write(line([self.names[field] for field in self.order]))
            count = 1
        for row in rows:
            if chance.random() < 0.05:
                text.write(end.encode())
                count += 1
            count += 1
            self.numbers.append(count)
            if "raw" in row:
                text.write(row["raw"] + end.encode())
            elif self.format == "ndjson":
                text.write(json.dumps(self.nested(row), ensure_ascii=chance.random() < 0.5).encode() + b"\n")
            else:
                text.write(line([self.splits[f].join(row[f]) if f in self.splits else row[f] for f in self.order]))
        name = f".{self.format}" if "format" not in self.rules or chance.random() < 0.5 else ".dat"
        data = text.getvalue()
        if chance.random() < 0.3:
            name, data = name + ".gz", gzip.compress(data)
        path = path.with_suffix(name)
        path.write_bytes(data)
        return path

    def nested(self, row):
        plain = {self.names[field]: value for field, value in row.items() if field not in LISTS}
        plain = {key: (None if value == "" and self.chance.random() < 0.5 else value) for key, value in plain.items()}
        for key, value in plain.items():
            if value and value.isdigit() and len(value) < 15 and str(int(value)) == value and self.chance.random() < 0.5:
                plain[key] = int(value)
        lists = {self.names[field]: [{"name": name, "x": 1} for name in row[field]] if field == "byline" else row[field]
                 for field in row if field in LISTS}
        return {"in": [plain], "list": lists}

    def fields_of(self, row):
        """{field: value} of a row, as its map says; absent where it is empty."""
        data = {field: row[field] for field in ("headline", "body") if row[field]}
        for field in self.fields:
            value = row[field]
            if field == "language":
                value = {"English": "en", "Deutsch": "de"}.get(value, "")
            elif field == "section":
                value = {"1": "Sport", "": "None"}.get(value, "News")
            elif field == "change":
                value = {"c": "correction", "u": "update"}.get(value, "")
            elif field == "source":
                continue
            elif field in self.splits:
                value = [part.strip(" \t\r\n") for part in self.splits[field].join(value).split(self.splits[field])]
                value = [part for part in value if part]
            if value:
                data[field] = value
        return data

    def expect(self, rows):
        self.events, self.refused, states, publishers, left_out, seen = [], [], {}, {}, set(), []
        for number, row in zip(self.numbers, rows):
            if "raw" in row:
                self.refused.append(number)
                continue
            story, moment = row["story"], self.read(row["time"])
            if not story or moment is None:
                self.refused.append(number)
                if story and story not in states:
                    left_out.add(story)
                continue
            if story in left_out:
                self.refused.append(number)
                continue
            data = self.fields_of(row)
            source = row.get("source") or "desk"
            if self.rules.get("source") == {"constant": "wire"}:
                source = "wire"
            if story not in states:
                if "headline" not in data or "body" not in data:
                    self.refused.append(number)
                    left_out.add(story)
                    continue
                data = {key: value for key, value in data.items() if key not in ("note", "change")}
                states[story], publishers[story] = dict(data), source
                self.events.append(("published", story, moment, source, data))
                seen.append(row)
                continue
            if row in seen:
                continue
            seen.append(row)
            patch = dict(data)
            if self.is_whole:
                patch |= {field: None for field in self.fields if field in REMOVABLE and field not in data}
            after = {key: value for key, value in {**states[story], **patch}.items() if value is not None and key not in ("note", "change")}
            if patch.get("change") == "update":
                del patch["change"]
            # A correction that corrects nothing says nothing.
            if after == states[story] and "note" not in patch:
                continue
            states[story] = after
            self.events.append(("updated", story, moment, source, patch))
