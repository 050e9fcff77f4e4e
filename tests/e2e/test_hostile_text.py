"""Text of a spec stays text: nothing in it runs when outputs are generated or used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator import pipeline
from tests.hostile import places, provider
from tests.sampling import one_in
from tests.shared import runtimes, write_packages

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


@pytest.mark.parametrize("payload", one_in(3, PAYLOADS))
def test_hostile_text_runs_nowhere(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, payload: str
) -> None:
    spec = provider.spec()
    # The heading of a citation is one line of at most 200 characters.
    is_heading = "\n" not in payload and len(payload) <= 200
    for place in places.texts(spec, payload):
        if is_heading or place.path[-1] != "source":
            place.put(spec, payload)
    assert spec["scopes"][0]["permits"][0]["verb"] == payload
    file = tmp_path / "spec.yaml"
    file.write_text(json.dumps(spec), encoding="utf-8")
    tree = pipeline.tree(pipeline.load(file), pipeline.TARGETS)
    write_packages(tree, tmp_path / "out", runtimes(tmp_path_factory))
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
