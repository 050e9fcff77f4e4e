"""What tests only read is made once, even if several tests or processes use it."""

from __future__ import annotations

import fcntl
import functools
import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from unittest import mock

import pytest

from generator import pipeline
from generator.targets.render import Renderer


def shared(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]
) -> Path:
    """Return a path that `make` creates, unless a process of this run has done so."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        # Each worker has its own folder in the one of the run.
        base = base.parent
    made = base / name
    with open(base / f"{name}.lock", "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = base / f"{name}.done"
        if not done.exists():
            make(made)
            done.touch()
    return made


def tree_to_run(
    spec: pipeline.Spec, targets: Iterable[str], renderer: Renderer | None = None
) -> dict[str, bytes]:
    """Return a tree for a test that runs or parses it. Black, which takes half of the time, changes only its layout."""
    with mock.patch("black.format_str", _unchanged):
        return pipeline.tree(spec, targets, renderer or _renderer())


@functools.cache
def _renderer() -> Renderer:
    """Return what renders all trees for which a test gives no renderer, so that templates are loaded once."""
    return pipeline.renderer()


def _unchanged(text: str, **_: object) -> str:
    """Return the text as it is, in place of Black."""
    return text


def write_packages(tree: Mapping[str, bytes], folder: Path, kept: Path) -> None:
    """Write a tree to a folder, with links to the runtimes of its Python packages in `kept`.

    A runtime that packages share is written there, and compiled by Python, once.
    """
    runtimes: dict[str, dict[str, bytes]] = {}
    for path, data in tree.items():
        head, found, rest = path.partition("/_runtime/")
        if found:
            runtimes.setdefault(f"{head}/_runtime", {})[rest] = data
        else:
            _write(folder / path, data)
    for path, files in runtimes.items():
        digest = hashlib.sha256()
        for name, data in files.items():
            digest.update(name.encode() + b"\0" + data)
        runtime = kept / digest.hexdigest()
        if not runtime.exists():
            for name, data in files.items():
                _write(runtime / name, data)
        (folder / path).symlink_to(runtime)


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
