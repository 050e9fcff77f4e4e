"""`python -m tests.mutants [NAME…]`: what changes of encoders and readers no test notices.

cosmic-ray changes one operator, number or branch at a time in a copy of the project, and runs the
tests of that module. It has an environment of its own, build/mutants; `tests/mutants.md` says why
those that survive may.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "mutants"
COPY = FOLDER / "work"
TOOL = "cosmic-ray==8.7.0"
RUNTIME = "generated/python/src/imagen_oauth/_runtime"
READING = (
    *("tests/binding/test_redirect.py", "tests/binding/test_pasted.py"),
    "tests/conformance/test_vectors.py",
)
BUILDING = ("tests/binding/test_building.py", "tests/conformance/test_vectors.py")
MODULES: dict[str, tuple[str, tuple[str, ...]]] = {
    "encoders": ("generator/languages/encoders.py", ("tests/unit/test_encoders.py",)),
    "redirect": (f"{RUNTIME}/redirect.py", READING),
    "pasted_json": (f"{RUNTIME}/pasted_json.py", READING),
    "parameters": (f"{RUNTIME}/parameters.py", READING),
    "encoding": (f"{RUNTIME}/encoding.py", (*BUILDING, *READING)),
    "pasted": (f"{RUNTIME}/pasted.py", READING),
    "answer": (f"{RUNTIME}/answer.py", READING),
    "runs": (f"{RUNTIME}/runs.py", READING),
    "checks": (f"{RUNTIME}/checks.py", BUILDING),
    "hosts": (f"{RUNTIME}/hosts.py", BUILDING),
}
"""What is changed, and the tests that have to notice."""


def main(names: list[str]) -> int:
    """Change each module in turn; return 1 where a change goes unnoticed."""
    _set_up()
    survivors = 0
    for name in names or MODULES:
        module, tests = MODULES[name]
        _run(name, module, tests)
        found = [*_survivors(name)]
        survivors += len(found)
        print("\n".join([*found, f"{name}: {_count(name)}"]), flush=True)
    return 1 if survivors else 0


def _set_up() -> None:
    """Make the environment, and a copy of what is committed."""
    if not (FOLDER / "bin" / "cosmic-ray").exists():
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
        pip = (str(FOLDER / "bin" / "python"), "-m", "pip", "install", "--quiet")
        subprocess.run([*pip, TOOL], check=True)
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    archive = subprocess.run(
        ["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True
    )
    subprocess.run(["tar", "-x"], cwd=COPY, input=archive.stdout, check=True)


def _session(name: str) -> Path:
    return FOLDER / f"{name}.sqlite"


def _run(name: str, module: str, tests: tuple[str, ...]) -> None:
    command = f"{sys.executable} -m pytest -x -q -p no:cacheprovider {' '.join(tests)}"
    settings: dict[str, object] = {
        "module-path": module,
        "timeout": 60.0,
        "excluded-modules": [],
        "test-command": command,
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    config = FOLDER / f"{name}.toml"
    distributor = '[cosmic-ray.distributor]\nname = "local"'
    config.write_text("\n".join(["[cosmic-ray]", *lines, distributor, ""]), "utf-8")
    sources = [COPY, COPY / "generated/python/src", COPY / "generated/mock/src"]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, sources)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    tool = str(FOLDER / "bin" / "cosmic-ray")
    session = str(_session(name))
    for step in (("init", "--force"), ("exec",)):
        subprocess.run(
            [tool, *step, str(config), session], cwd=COPY, env=environment, check=True
        )


def _results(name: str) -> Iterator[tuple[dict[str, object], dict[str, object]]]:
    """Yield each change with what became of it."""
    dumped = subprocess.run(
        [str(FOLDER / "bin" / "cosmic-ray"), "dump", str(_session(name))],
        cwd=COPY,
        check=True,
        capture_output=True,
        text=True,
    )
    for line in dumped.stdout.splitlines():
        item, result = json.loads(line)
        yield item, result or {}


def _survivors(name: str) -> Iterator[str]:
    for _, result in _results(name):
        if result.get("test_outcome") == "survived":
            yield f"survived in {name}:\n{result.get('diff')}"


def _count(name: str) -> str:
    outcomes = [result.get("test_outcome") for _, result in _results(name)]
    survived = outcomes.count("survived")
    return f"{len(outcomes)} changes, {survived} survived"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
