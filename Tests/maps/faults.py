"""Maps with a fault, the place and the beginning of what is said of it, and the map as JSON for its schema."""

from dataclasses import dataclass

WHOLE = "story: id\ntime: {from: text, zone: UTC}\nheadline: headline\nbody: text\n"
RULES = {"story": "id", "time": {"from": "text", "zone": "UTC"}, "headline": "headline", "body": "text"}


@dataclass
class Fault:
    text: str
    place: str
    message: str
    rules: object = None


def more(line, place, message, **rules):
    return Fault(WHOLE + line + "\n", f":5:{place}", message, RULES | rules if rules else None)


FAULTS = [
    Fault("", "", "the map is empty"),
    Fault("- a\n", ":1:1", "found a list, expected fields", []),
    Fault("story: id\ntime: text\nbody: text\n", ":1:1", "the field 'headline' is missing", {"story": "id", "time": "text", "body": "text"}),
    Fault("story: [\n", ":2:1", "not YAML"),
    Fault(WHOLE + "story: x\n", ":1:1", "'story' is written twice"),
    more("hedline: x", 1, "unknown field 'hedline'", hedline="x"),
    more("dek: {form: x}", 7, "unknown setting 'form' of 'dek'", dek={"form": "x"}),
    more("dek: {default: x}", 1, "dek: expected 'from'", dek={"default": "x"}),
    more("dek: {from: text, constant: x}", 1, "dek: 'constant' stands beside other settings", dek={"from": "text", "constant": "x"}),
    more("dek: \"\"", 6, "dek: found nothing, expected a column", dek=""),
    more("type: {from: text, values: {x: denied}}", 32, "type.values: found 'denied', expected one of published, updated",
         type={"from": "text", "values": {"x": "denied"}}),
    more("change: {constant: fix}", 20, "change.constant: found 'fix', expected one of", change={"constant": "fix"}),
    more("format: xls", 9, "format: found 'xls', expected one of csv, tsv, ndjson", format="xls"),
    more("rows: all", 7, "rows: found 'all', expected one of whole, changes", rows="all"),
    more("delimiter: ab", 12, "delimiter: found 'ab', expected one ASCII character, or tab", delimiter="ab"),
    more("quote: single", 8, "quote: found 'single', expected double or none", quote="single"),
    more("columns: [a, a]", 10, "columns: 'a' is there twice", columns=["a", "a"]),
    more("dek: titel", 6, "dek: "),
    more("dek: when", 6, "dek: "),
    more("dek: [a, b]", 6, "dek: found a path; "),
    more("keywords: {from: a.*.b.*}", 18, "keywords: '*' in a path"),
    more("dek: {from: text, split: x}", 19, "unknown setting 'split' of 'dek'", dek={"from": "text", "split": "x"}),
    Fault("story: id\nheadline: headline\nbody: text\ntime: {from: text, zone: Berlin}\n", ":4:26", "time.zone: "),
    Fault("story: id\nheadline: headline\nbody: text\ntime: {from: text, format: \"%Y-%m-%d %Q\"}\n", ":4:28", "time.format: found '%Q'"),
    Fault("story: id\nheadline: headline\nbody: text\ntime: {from: text, format: \"%Y-%m-%d\"}\n", ":4:1", "time: its format has no offset"),
    Fault("story: id\nheadline: headline\nbody: text\ntime: {from: text, format: unix, zone: UTC}\n", ":4:1", "time: 'zone' stands beside"),
    Fault("format: ndjson\nquote: none\n" + WHOLE, ":2:1", "'quote' is for csv and tsv only"),
]
