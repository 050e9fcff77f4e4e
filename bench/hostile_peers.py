"""`python -m bench.hostile_peers` writes what generators do with hostile text to bench/hostile.md.

It puts each text of the corpus into every prose field of an OpenAPI document, a default, and an
example. It compares the structure of the output with that of a harmless word, using the same readers
as for this project's own output. The generators have a separate environment, build/peers.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.hostile.corpus import Entry, read
from tests.hostile.oracle import Oracle
from tests.hostile.shapes import Shape, shape_of

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "peers"
CORPUS = ROOT / "tests" / "hostile" / "corpus.json"
TABLE = ROOT / "bench" / "hostile.md"
PINS = ("openapi-python-client==0.29.1", "openapi-generator-cli==7.26.0")
RUFF = "ruff"
OUTCOMES = ("inert", "rejected", "another structure", "does not parse")

COMMANDS: dict[str, Sequence[str]] = {
    "openapi-python-client 0.29.1": (
        *("openapi-python-client", "generate", "--path", "spec.json"),
        *("--output-path", "out"),
    ),
    "openapi-generator 7.26.0, python": (
        *("openapi-generator-cli", "generate", "-i", "spec.json", "-g", "python"),
        *("-o", "out"),
    ),
}
"""The command with which each generator writes a Python client for spec.json to the folder `out`."""


def document(words: str) -> dict[str, Any]:
    """Return an OpenAPI document with these words in every prose field, a default, and an example."""
    text = {"type": "string", "description": words, "default": words, "example": words}
    note = {"type": "object", "description": words, "properties": {"text": text}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}}
    kind = {"type": "string", "default": words}
    operation = {
        "operationId": "readNotes",
        "summary": words,
        "description": words,
        "tags": ["notes"],
        "parameters": [
            {"name": "kind", "in": "query", "description": words, "schema": kind}
        ],
        "responses": {"200": {"description": words, "content": content}},
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": "Notes", "version": "1.0.0", "description": words},
        "servers": [{"url": "https://example.org", "description": words}],
        "paths": {"/notes": {"get": operation}},
        "components": {"schemas": {"Note": note}},
    }


def made(command: Sequence[str], words: str) -> dict[str, str] | None:
    """Return the files that a generator writes, or None if it writes none."""
    folder = FOLDER / "work"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "spec.json").write_text(json.dumps(document(words)), encoding="utf-8")
    program = str(FOLDER / "bin" / command[0])
    path = f"{FOLDER / 'bin'}:/usr/bin:/bin"
    process = subprocess.run(
        [program, *command[1:]],
        cwd=folder,
        env={"PATH": path, "HOME": str(folder)},
        capture_output=True,
        check=False,
    )
    if process.returncode or not (folder / "out").is_dir():
        return None
    out = folder / "out"
    files = sorted(one for one in out.rglob("*") if one.is_file())
    return {
        str(one.relative_to(out)): one.read_text("utf-8", "replace")
        for one in files
        # A hidden file is a note of the tool or a cache of a formatter, and differs each time.
        if not any(part.startswith(".") for part in one.relative_to(out).parts)
    }


def readable(files: dict[str, str]) -> dict[str, Shape]:
    """Return the shapes of the harmless files, without those that no reader here supports."""
    shapes: dict[str, Shape] = {}
    for path, text in files.items():
        try:
            shapes[path] = shape_of(path, text)
        except Exception:  # noqa: BLE001, S112
            continue
    return shapes


def outcome(benign: dict[str, Shape], files: dict[str, str] | None) -> str:
    """Return the outcome for the words."""
    if files is None:
        return "rejected"
    if not benign.keys() <= files.keys():
        return "another structure"
    found = "inert"
    for path, shape in benign.items():
        try:
            other = shape_of(path, files[path])
        except Exception:  # noqa: BLE001
            return "does not parse"
        if (other.tree, other.names) != (shape.tree, shape.names):
            found = "another structure"
    return found


def main() -> int:
    """Write the table."""
    if not (FOLDER / "bin" / "openapi-generator-cli").exists():
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
        pip = (str(FOLDER / "bin" / "python"), "-m", "pip", "install", "--quiet")
        subprocess.run([*pip, *PINS, RUFF], check=True)
    entries = [one for one in read(CORPUS) if one.where == "text"]
    rows = {name: _row(command, entries) for name, command in COMMANDS.items()}
    rows["this project"] = _own(entries)
    TABLE.write_text(table(rows, len(entries)), encoding="utf-8")
    print(TABLE.read_text(encoding="utf-8"))
    return 0


def _row(command: Sequence[str], entries: Sequence[Entry]) -> Counter[str]:
    files = made(command, "benign")
    if not files:
        raise SystemExit(f"{command[0]} writes nothing for a harmless document")
    benign = readable(files)
    return Counter(outcome(benign, made(command, str(one.payload))) for one in entries)


def _own(entries: Sequence[Entry]) -> Counter[str]:
    folder = FOLDER / "own"
    folder.mkdir(parents=True, exist_ok=True)
    oracle = Oracle(folder)
    names = {"BROKEN": "another structure", "accepted": "inert"}
    verdicts = [oracle.judge(one).outcome for one in entries]
    return Counter(names.get(one, one) for one in verdicts)


def table(rows: dict[str, Counter[str]], total: int) -> str:
    """Return the page."""
    lines = [
        "# Hostile text, and what generators do with it",
        "",
        f"`python -m bench.hostile_peers` writes this page. It puts the {total} texts of",
        "`tests/hostile/corpus.json` into every prose field of an OpenAPI document (or of a spec, for this",
        "project), and into a default and an example. A text is inert if the output has the same structure as",
        "with a harmless word, according to the same readers. A Python file does not parse if Python rejects",
        "it. Files that no reader supports are left out. Some of the texts contain control characters, which a",
        "generator may accept. OpenAPI descriptions can contain Markdown, so Markdown structure may be",
        "intended.",
        "",
        f"| generator | {' | '.join(OUTCOMES)} |",
        f"|---|{'---:|' * len(OUTCOMES)}",
    ]
    for name, counts in rows.items():
        cells = " | ".join(str(counts[one]) for one in OUTCOMES)
        lines.append(f"| {name} | {cells} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
