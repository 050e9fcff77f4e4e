"""`python -m tools.mutants.python [--again] [NAME…]`: list changes of encoders and readers that no test notices.

cosmic-ray changes one operator, number, or branch at a time in a copy of the project, and runs the
tests of that module until one fails. Tests of how long something takes are left out, because they
would notice the load of the machine. With --again, only the changes that survived the last run are
tried: use it after adding tests for an unchanged module. The tool has its own environment,
build/mutants. README.md says why each change that survives may do so.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "mutants"
COPY = FOLDER / "work"
TOOL = "cosmic-ray==8.7.0"
ENCODERS = "generator/targets/encoders"
RUNTIME = "generated/python/src/imagen_oauth/_runtime"
VECTORS = "tests.conformance generated/fixtures/authorization.json"
READING = (
    "pytest tests/binding/test_redirect.py tests/binding/test_pasted.py",
    *(VECTORS, "pytest tests/binding/test_token.py tests/binding/test_shortcuts.py"),
)
BUILDING = (
    *(VECTORS, "pytest tests/binding/test_building.py"),
    "pytest tests/binding/test_call_hosts.py tests/binding/test_shortcuts.py",
)
MANY_TEXTS = (
    "of_any or reads_back or holds_the or holds_its or is_the or is_one or stays_in "
    "or has_the or has_no_bare"
)
"""The tests that read an output back for many texts, by parts of their names."""
ENCODING = (
    f"pytest tests/encoders -k 'not ({MANY_TEXTS})'",
    "pytest tests/encoders",
)
MODULES: dict[str, tuple[str, tuple[str, ...]]] = {
    "encoding": (f"{RUNTIME}/encoding.py", READING),
    "parameters": (f"{RUNTIME}/parameters.py", READING),
    "redirect": (f"{RUNTIME}/redirect.py", READING),
    "response": (f"{RUNTIME}/response.py", READING),
    "pasted_json": (f"{RUNTIME}/pasted_json.py", READING),
    "pasted": (f"{RUNTIME}/pasted.py", READING),
    "pasted_parameters": (f"{RUNTIME}/pasted_parameters.py", READING),
    "checks": (f"{RUNTIME}/checks.py", BUILDING),
    "hosts": (f"{RUNTIME}/hosts.py", BUILDING),
    **{
        name: (f"{ENCODERS}/{name}.py", ENCODING)
        for name in ("words", "html_text", "json_text", "markdown", "shell", "toml")
    },
    "python_encoders": ("generator/targets/python/encoders.py", ENCODING),
    "typescript_encoders": ("generator/targets/typescript/encoders.py", ENCODING),
}
"""What is changed, and the programs that have to notice, the quick ones first."""

OPTIONS = (
    "-x -q --noconftest --assert=plain -p no:cacheprovider -p pytest_timeout --deselect "
    "tests/binding/test_pasted.py::test_any_text_is_answered_within_100_ms"
)
"""Nothing has to be explained here, and the fixtures of tests/conftest.py start a browser."""

ENVIRONMENT = {
    "PYTEST_ADDOPTS": OPTIONS,
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "LIMIT_SECONDS": "10",
}
TIMEOUT_SECONDS = 180.0
LEFT_OUT = (
    "core/ReplaceBinaryOperator_BitOr_",
    "core/ReplaceBinaryOperator_Mul_Div",
)
"""Changes of `str | None`, which nothing evaluates, and of the `*` before keywords to `/`.

No module here joins bits, and the products in them become other things still.
"""


def main(arguments: list[str]) -> int:
    """Change each module in turn, and list what no test notices; compare the list with README.md.

    Raises CalledProcessError if the tests fail without any change.
    """
    parser = argparse.ArgumentParser(
        prog="python -m tools.mutants.python",
        description="List the changes of encoders and readers that no test notices.",
    )
    parser.add_argument(
        "--again", action="store_true", help="try only those that survived the last run"
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"{', '.join(MODULES)} (default: all)"
    )
    given = parser.parse_args(arguments)
    if unknown := [name for name in given.names if name not in MODULES]:
        parser.error(f"unknown name: {', '.join(unknown)}")
    _set_up()
    for name in given.names or MODULES:
        _run(name, given.again)
        results = [*_results(name)]
        for outcome in ("survived", "timed out"):
            for diff in [diff for found, diff in results if found == outcome]:
                print(f"{outcome} in {name}:\n{diff}")
        counted = Counter(found for found, _ in results)
        told = ", ".join(f"{count} {found}" for found, count in sorted(counted.items()))
        print(f"{name}: {len(results)} changes, {told}", flush=True)
    return 0


def _set_up() -> None:
    """Make the environment, and a copy of what is committed.

    What is compiled there once is compiled again where the bytes of a source differ, so that no
    change is overlooked.
    """
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
    compiling = ("-m", "compileall", "-q", "--invalidation-mode", "checked-hash")
    folders = ("demo", "generator", "generated", "tests")
    subprocess.run([sys.executable, *compiling, *folders], cwd=COPY, check=True)


def _session(name: str) -> Path:
    return FOLDER / f"{name}.sqlite"


def _run(name: str, again: bool) -> None:
    """Try every change of a module, or those that survived.

    Raises CalledProcessError if the tests fail without any.
    """
    module, tests = MODULES[name]
    whole = " && ".join(f"{sys.executable} -m {one}" for one in tests)
    settings: dict[str, object] = {
        "module-path": module,
        "timeout": TIMEOUT_SECONDS,
        "excluded-modules": [],
        "test-command": f"sh -c {shlex.quote(whole)}",
    }
    config = FOLDER / f"{name}.toml"
    config.write_text(
        "\n".join(
            [
                "[cosmic-ray]",
                *(f"{key} = {json.dumps(value)}" for key, value in settings.items()),
                '[cosmic-ray.distributor]\nname = "local"',
                "[cosmic-ray.filters.operators-filter]",
                f"exclude-operators = {json.dumps(LEFT_OUT)}\n",
            ]
        ),
        "utf-8",
    )
    session = _session(name)
    _tool("cosmic-ray", "baseline", str(config))
    if again:
        with closing(sqlite3.connect(session)) as database, database:
            database.execute("DELETE FROM work_results WHERE test_outcome = 'SURVIVED'")
    else:
        session.unlink(missing_ok=True)
        _tool("cosmic-ray", "init", str(config), str(session))
    _tool("cr-filter-operators", str(session), str(config))
    _tool("cosmic-ray", "exec", str(config), str(session))


def _tool(program: str, *arguments: str) -> str:
    """Run a program of cosmic-ray in the copy, and return what it prints."""
    sources = [COPY, COPY / "generated/python/src", COPY / "generated/mock/src"]
    environment = {
        **os.environ,
        **ENVIRONMENT,
        "PYTHONPATH": os.pathsep.join(map(str, sources)),
    }
    process = subprocess.run(
        [str(FOLDER / "bin" / program), *arguments],
        cwd=COPY,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return process.stdout


def _results(name: str) -> Iterator[tuple[str, str]]:
    """Yield the result and the diff of each change that was tried."""
    for line in _tool("cosmic-ray", "dump", str(_session(name))).splitlines():
        _, result = json.loads(line)
        if result is None:
            yield "not tried", ""
        elif result["worker_outcome"] != "skipped":
            is_late = result["output"] == "timeout"
            yield "timed out" if is_late else result["test_outcome"], result["diff"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
