"""Text of a spec stays text: nothing in it runs when outputs are generated or used."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from tests.sampling import one_in
from tests.unit.small import SMALL

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
PAYLOADS = [
    '\\"; __import__("os").system("touch PWN") #',
    'view\n>>> __import__("os").system("touch PWN")\n',
    '>>> open("PWN", "w")',
    '"""\nimport os; os.system("touch PWN")\n"""',
    # Lines begin with a prompt, however this is wrapped.
    ">>> 1 " * 60,
    "'''\nimport os; os.system('touch PWN')\n'''",
    '{__import__("os").system("touch PWN")}',
    'ends with a quote "',
    "{{ cycler.__init__.__globals__.os.popen('touch PWN').read() }}",
    "ends with a backslash \\",
    "{% raw %} {# x #}",
    "coding: utf-7",
    '"\n[build-system]\nbuild-backend="evil"',
    "fmt: off",
    "C:\\users \\N{x} \\xyz",
]
RUN = """
import doctest, importlib, pkgutil, sys
import example_auth, example_mock
attempted = 0
for package in (example_auth, example_mock):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith(".__main__"):
            module = importlib.import_module(found.name)
            attempted += doctest.testmod(module).attempted
sys.exit(attempted)
"""


def _with_text(value: Json, shape: dict[str, Any], payload: str) -> Json:
    """Return a spec with the payload in every place where the schema allows free text."""
    if shape.get("$ref") == "#/$defs/text":
        return payload
    if isinstance(value, dict):
        shapes = shape.get("properties", {})
        return {
            key: _with_text(member, shapes.get(key, {}), payload)
            for key, member in value.items()
        }
    if isinstance(value, list):
        items = shape.get("items", {})
        return [_with_text(item, items, payload) for item in value]
    return value


@pytest.mark.parametrize("payload", one_in(3, PAYLOADS))
def test_hostile_text_runs_nowhere(tmp_path: Path, payload: str) -> None:
    shape = pipeline.spec_schema()
    spec: Any = _with_text(copy.deepcopy(SMALL), shape, payload)
    assert spec["scopes"][0]["permits"][0]["verb"] == payload
    places = ("get-a-token", "scopes", "answer", "security", "authentication")
    note = {"title": payload, "text": payload, "source": "page"}
    spec["notes"] = [
        {"id": f"n{index}", "place": place, **note}
        for index, place in enumerate(places)
    ]
    spec["unknown"] = [{"topic": payload, "text": payload}]
    spec["packages"]["mock"] = {
        "distribution": "example-mock",
        "module": "example_mock",
        "command": "example-mock",
    }
    file = tmp_path / "spec.yaml"
    file.write_text(json.dumps(spec), encoding="utf-8")
    tree = pipeline.tree(pipeline.load(file), pipeline.TARGETS)
    for path, data in tree.items():
        place = tmp_path / "out" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    sources = [str(tmp_path / "out" / name / "src") for name in ("python", "mock")]
    process = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN],
        cwd=tmp_path,
        env={"PYTHONPATH": os.pathsep.join(sources)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, "")
    assert not list(tmp_path.rglob("PWN"))
    assert not list(Path.cwd().glob("PWN"))
