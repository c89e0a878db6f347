"""The schemas that the program prints: validates lines against them, and notes which members were more than null."""

import datetime
import json
import re
import subprocess

import jsonschema

FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("date-time")
def is_date_time(text):
    """RFC 3339 as the program writes it: a day of the calendar, and an offset. What is no text has another fault."""
    if not isinstance(text, str):
        return True
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", text):
        return False
    datetime.datetime.fromisoformat(text[:19])
    return True


class Schemas:
    def __init__(self, program):
        self.program = program
        self.names = [line.split()[0] for line in self.run().splitlines()]
        self.schemas = {name: json.loads(self.run(name)) for name in self.names if name not in ("document", "import-map")}
        self.validators = {}
        self.wanted, self.seen = set(), set()
        for name, schema in self.schemas.items():
            jsonschema.Draft202012Validator.check_schema(schema)
            self.validators[name] = jsonschema.Draft202012Validator(schema, format_checker=FORMATS)
            self.note(name, schema)
        self.lines, self.faults = 0, []

    def run(self, *words):
        return subprocess.run([self.program, "schema", *words], check=True, capture_output=True, text=True).stdout

    def note(self, name, schema):
        """Notes the members that the schema has, and whether each says what it is and is required."""
        for place, node in self.objects(name, schema):
            for member, value in node.get("properties", {}).items():
                self.wanted.add(f"{place}.{member}")
                assert value["description"].endswith("."), (place, member)
            if "properties" in node:
                assert node["additionalProperties"] is False and node["required"] == list(node["properties"]), place

    def objects(self, place, node):
        if not isinstance(node, dict):
            return
        yield place, node
        for key, value in node.items():
            if key == "properties":
                for member, shape in value.items():
                    yield from self.objects(f"{place}.{member}", shape)
            elif key == "$defs":
                for shared, shape in value.items():
                    yield from self.objects(f"${shared}", shape)
            elif key == "items":
                yield from self.objects(place + "[]", value)
            elif key in ("anyOf", "prefixItems"):
                shapes = [shape for shape in value if shape != {"type": "null"}]
                for number, shape in enumerate(shapes):
                    yield from self.objects(place if len(shapes) == 1 else f"{place}|{number}", shape)

    def check(self, name, line, where):
        """Validates one document or line."""
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            self.faults.append(f"{where}: no JSON: {error}: {line[:200]}")
            return
        self.lines += 1
        errors = list(self.validators[name].iter_errors(value))
        if errors:
            error = jsonschema.exceptions.best_match(errors)
            self.faults.append(f"{where}: {error.json_path}: {error.message[:300]}")
            return
        self.see(name, self.schemas[name], value, self.schemas[name].get("$defs", {}))

    def see(self, place, node, value, shared):
        """Notes the members of a valid value that are more than null."""
        if "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            return self.see(f"${name}", shared[name], value, shared)
        if "anyOf" in node:
            shapes = [shape for shape in node["anyOf"] if shape != {"type": "null"}]
            fitting = [number for number, shape in enumerate(shapes) if fits(shape, value, shared)]
            if fitting:
                place = place if len(shapes) == 1 else f"{place}|{fitting[0]}"
                self.see(place, shapes[fitting[0]], value, shared)
        elif isinstance(value, dict) and "properties" in node:
            for member, shape in node["properties"].items():
                if value[member] is not None:
                    self.seen.add(f"{place}.{member}")
                    self.see(f"{place}.{member}", shape, value[member], shared)
        elif isinstance(value, list) and isinstance(node.get("items"), dict):
            for element in value:
                self.see(place + "[]", node["items"], element, shared)

    def unseen(self):
        return sorted(self.wanted - self.seen)


def fits(node, value, shared):
    """Whether a value that is valid by one of several shapes is by this one: by its members and its constants."""
    if "$ref" in node:
        return fits(shared[node["$ref"].rpartition("/")[2]], value, shared)
    if "anyOf" in node:
        return any(fits(shape, value, shared) for shape in node["anyOf"])
    if "properties" in node:
        return isinstance(value, dict) and set(value) == set(node["properties"]) and all(
            fits(shape, value[member], shared) for member, shape in node["properties"].items()
            if "const" in shape or "enum" in shape)
    if "const" in node or "enum" in node:
        return value in node.get("enum", [node.get("const")])
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None), "boolean": bool}
    wanted = node.get("type", list(kinds))
    return any(isinstance(value, kinds[kind]) for kind in ([wanted] if isinstance(wanted, str) else wanted))
