"""What tests only read is made once, even if several tests or processes use it."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable, Mapping
from pathlib import Path
from unittest import mock

import pytest

from generator import pipeline
from generator.targets.render import Renderer


def shared(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]
) -> Path:
    """Return a path that `make` creates, unless a process of this run has done so."""
    base = _base(factory)
    made = base / name
    with open(base / f"{name}.lock", "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = base / f"{name}.done"
        if not done.exists():
            make(made)
            done.touch()
    return made


def _base(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of this run."""
    base = factory.getbasetemp()
    # Each worker has its own folder in the one of the run.
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def packages(
    factory: pytest.TempPathFactory, name: str, file: Path, targets: Iterable[str]
) -> Path:
    """Write the packages of a spec to the folder `name` of this run, once, and return the folder."""
    folder = _base(factory) / name

    def make(_: Path) -> None:
        tree = tree_to_run(pipeline.load(file), targets)
        sources = {
            path.partition("/src/")[2]: data
            for path, data in tree.items()
            if "/src/" in path
        }
        write_packages(sources, folder, runtimes(factory))

    shared(factory, f"{name}-{file.stem}", make)
    return folder


def tree_to_run(
    spec: pipeline.Spec, targets: Iterable[str], renderer: Renderer | None = None
) -> dict[str, bytes]:
    """Return a tree for a test that runs or parses it. Black, which takes half of the time, changes only its layout."""
    with mock.patch("black.format_str", _unchanged):
        return pipeline.tree(spec, targets, renderer or loaded())


@functools.cache
def loaded() -> Renderer:
    """Return what renders all trees for which a test gives no renderer, so that templates are loaded once."""
    return pipeline.renderer()


def _unchanged(text: str, **_: object) -> str:
    """Return the text as it is, in place of Black."""
    return text


def runtimes(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the runtimes that the packages of this run share."""
    return _base(factory) / "runtimes"


def write_packages(tree: Mapping[str, bytes], folder: Path, kept: Path) -> None:
    """Write a tree to a folder, with links to the runtimes of its Python packages in `kept`.

    A runtime that packages share is written there, and compiled by Python, once.
    """
    kept.mkdir(exist_ok=True)
    found: dict[str, dict[str, bytes]] = {}
    for path, data in tree.items():
        head, is_runtime, rest = path.partition("/_runtime/")
        if is_runtime:
            found.setdefault(f"{head}/_runtime", {})[rest] = data
        else:
            _write(folder / path, data)
    for path, files in found.items():
        digest = hashlib.sha256()
        for name, data in files.items():
            digest.update(name.encode() + b"\0" + data)
        runtime = kept / digest.hexdigest()
        if not runtime.exists():
            written = Path(tempfile.mkdtemp(dir=kept))
            for name, data in files.items():
                _write(written / name, data)
            with contextlib.suppress(OSError):  # another process was faster
                written.rename(runtime)
        (folder / path).symlink_to(runtime)


@contextlib.contextmanager
def importable_from(folder: Path) -> Generator[None]:
    """Let the packages of a folder be imported, and forget them at the end: others have the same names."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        names = {one.name for one in folder.iterdir()}
        for name in [one for one in sys.modules if one.partition(".")[0] in names]:
            del sys.modules[name]


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
