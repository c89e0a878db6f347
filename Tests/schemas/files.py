"""The schemas in Documentation/Schemas, held against those that the program prints."""

import subprocess
from pathlib import Path

DIRECTORY = Path(__file__).resolve().parents[2] / "Documentation" / "Schemas"


def printed(options):
    """What the program prints for each name, by the name of its file."""
    program = str(Path(options.bin) / "storyledger")

    def run(*words):
        return subprocess.run([program, "schema", *words], check=True, capture_output=True).stdout

    names = [line.split()[0] for line in run().decode().splitlines()]
    return {f"{name}.json": run(name) for name in names}


def write(options):
    DIRECTORY.mkdir(exist_ok=True)
    schemas = printed(options)
    for file in DIRECTORY.glob("*.json"):
        if file.name not in schemas:
            file.unlink()
    for name, text in schemas.items():
        (DIRECTORY / name).write_bytes(text)
    print(f"{len(schemas)} schemas in {DIRECTORY}")


def compare(options):
    schemas = printed(options)
    kept = {file.name: file.read_bytes() for file in DIRECTORY.iterdir()}
    found = [
        f"Documentation/Schemas/{name} is not what the program prints: Tests/schema.py --write"
        for name in sorted(schemas.keys() | kept.keys()) if schemas.get(name) != kept.get(name)
    ]
    if not found:
        print(f"{len(kept)} files are what the program prints")
    return found
