"""One run of one side: starts it as a separate process and returns the figure."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench import documents

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench-work"
PEER_DOCUMENT = BUILD / "openapi.json"
COMPILED = ROOT / "build" / "templates"
"""The compiled templates that the generator keeps between runs."""
PYTHON = sys.executable
BIN = Path(PYTHON).parent
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
    "PYTHONDONTWRITEBYTECODE": "",
}
_FEW = 5
"""The number of specs of a batch for a peer that accepts only one at a time."""
_PEAK = ROOT / "bench" / "peak.py"


class Failed(Exception):
    """A side failed; the message contains its output."""


def seconds(*words: str | Path) -> float:
    """Run a command in the root; return its seconds."""
    start = time.perf_counter()
    try:
        process = subprocess.run(
            words,
            cwd=ROOT,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except OSError as error:
        raise Failed(f"{words[0]}: {error.strerror}") from error
    taken = time.perf_counter() - start
    if process.returncode:
        shown = process.stdout.decode("utf-8", "replace")
        raise Failed(f"{' '.join(map(str, words))}\n{shown}")
    return taken


def peak(*words: str | Path) -> float:
    """Run a command in the root; return the peak memory of its largest process in MiB."""
    return float(output("-I", "-S", str(_PEAK), *map(str, words))) / 1024


def output(*words: str) -> str:
    """Return the output of a Python process."""
    process = subprocess.run(
        [PYTHON, *words],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode:
        raise Failed(f"{' '.join(words)}\n{process.stderr}")
    return process.stdout


class Generation:
    """Our generator with the real spec, or with another number of scopes in it."""

    def __init__(self, scopes: int | None = None) -> None:
        self._scopes = scopes
        self._name = f"ours-{scopes or 'all'}"
        self._edits = 0

    def cold(self) -> float:
        """Return the seconds to generate into an empty folder, without our caches."""
        return self._cold(seconds)

    def memory(self) -> float:
        """Return the peak memory of the same in MiB."""
        return self._cold(peak)

    def again(self) -> float:
        """Return the seconds to generate if nothing changed."""
        self._have()
        return self._run("generate", seconds)

    def check(self) -> float:
        """Return the seconds of a check that succeeds."""
        self._have()
        return self._run("check", seconds)

    def edited(self) -> float:
        """Return the seconds to generate after a sentence of the spec was edited."""
        self._have()
        self._edits += 1
        documents.edit(self._spec(), f"Edit {self._edits}-{os.getpid()}.")
        return self._run("generate", seconds)

    def _cold(self, measure: Callable[..., float]) -> float:
        shutil.rmtree(self._out(), ignore_errors=True)
        shutil.rmtree(COMPILED, ignore_errors=True)
        return self._run("generate", measure)

    def _have(self) -> None:
        if not self._out().exists():
            self._run("generate", seconds)

    def _run(self, command: str, measure: Callable[..., float]) -> float:
        out, spec = self._out(), self._spec()
        if not spec.exists():
            documents.write_spec(spec, self._scopes)
        generator = (PYTHON, "-m", "generator", command)
        return measure(*generator, "--spec", spec, "--out", out)

    def _out(self) -> Path:
        return BUILD / self._name / "out"

    def _spec(self) -> Path:
        return BUILD / self._name / "spec.yaml"


class Batch:
    """Our generator with many specs in one call."""

    def __init__(self, count: int) -> None:
        self._count = count

    def seconds_each(self) -> float:
        """Return the seconds for each spec."""
        return self._run(seconds) / self._count

    def memory(self) -> float:
        """Return the peak memory of the largest process in MiB."""
        return self._run(peak)

    def peer_seconds_each(self) -> float:
        """Return the seconds per document of openapi-python-client, for a few of the specs."""
        few = documents.few(self._write(), _FEW)
        return statistics.mean(map(peer_generation, few))

    def _write(self) -> list[Path]:
        return documents.write_batch(self._folder(), self._count)

    def _folder(self) -> Path:
        return BUILD / f"batch-{self._count}"

    def _run(self, measure: Callable[..., float]) -> float:
        specs, out = self._write(), self._folder() / "out"
        shutil.rmtree(out, ignore_errors=True)
        shutil.rmtree(COMPILED, ignore_errors=True)
        options = [word for one in specs for word in ("--spec", one)]
        return measure(PYTHON, "-m", "generator", "generate", *options, "--out", out)


def peer_generation(spec: Path = documents.SPEC) -> float:
    """Return the seconds of openapi-python-client with an equivalent document, into an empty folder."""
    documents.write_openapi(PEER_DOCUMENT, spec)
    out = BUILD / "peer"
    shutil.rmtree(out, ignore_errors=True)
    command = (BIN / "openapi-python-client", "generate")
    return seconds(*command, "--path", PEER_DOCUMENT, "--output-path", out)


def java_generation() -> float:
    """Return the seconds of one call of openapi-generator for Python."""
    documents.write_openapi(PEER_DOCUMENT)
    out = BUILD / "peer-java"
    shutil.rmtree(out, ignore_errors=True)
    command = (BIN / "openapi-generator-cli", "generate", "-g", "python")
    return seconds(*command, "-i", PEER_DOCUMENT, "-o", out)


def bare_process() -> float:
    """Return the seconds of an interpreter that does nothing."""
    return seconds(PYTHON, "-c", "pass")


def bare_memory() -> float:
    """Return the peak memory of an interpreter that does nothing, in MiB."""
    return peak(PYTHON, "-c", "pass")


_IMPORT = """
import sys, time
def pages():
    with open('/proc/self/statm') as file:
        return int(file.read().split()[1])
before, start = pages(), time.perf_counter()
import MODULES
taken = time.perf_counter() - start
print(taken * 1000, (pages() - before) * 4096 / 1048576)
"""


def imported(modules: str) -> tuple[float, float]:
    """Return the milliseconds of an import in a new interpreter, and the memory added in MiB."""
    taken, memory = output("-I", "-c", _IMPORT.replace("MODULES", modules)).split()
    return float(taken), float(memory)


def microseconds(*words: str) -> float:
    """Return the microseconds of a call in `bench.calls`."""
    return float(output("-m", "bench.loop", *words))


def function(name: str) -> str:
    """Return the function in `bench.calls` for a library."""
    return name.lower().replace("-", "_")


def command(*words: str) -> float:
    """Return the seconds of the installed command."""
    return seconds(BIN / "imagen-oauth", *words)


_BARE_COMMAND = (
    "import click; click.Command('x', callback=lambda: None).main(['--help'])"
)


def bare_command() -> float:
    """Return the seconds of a click command that only prints its help."""
    return seconds(PYTHON, "-c", _BARE_COMMAND)


def versions() -> dict[str, str]:
    """Return the version of Python and of each measured distribution."""
    script = (
        "import importlib.metadata as m, json; "
        "have = {d.metadata['Name'].lower(): d.version for d in m.distributions()}; "
        f"print(json.dumps({{n: have[n] for n in {documents.MEASURED!r} if n in have}}))"
    )
    found: dict[str, str] = json.loads(output("-c", script))
    return {"python": sys.version.partition(" ")[0], **found}
