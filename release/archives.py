"""Builds the archives of a generated package: a wheel and an sdist, or an npm tarball."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
MOMENT = 499162500
"""The time of every file in every archive, in Unix seconds; npm uses it for all files.

It is not the time of a commit, so that a copy without its history produces the same bytes.
"""
UMASK = 0o022

_BUILD = (
    "import importlib, sys; b = importlib.import_module(sys.argv[1]);"
    "b.build_wheel(sys.argv[2]); b.build_sdist(sys.argv[2])"
)
"""Calls the backend of a project (PEP 517)."""


_TOOL = (
    *(".gitignore", "LICENSE", "docs/oauth-codegen.md", "generator", "pyproject.toml"),
    *("release/oauth_codegen", "spec/protocol", "spec/schema.json", "templates"),
)
"""The files and folders that oauth-codegen is built from."""
_STRAY = re.compile(r"(^|/)(\.|__pycache__/)|(~|\.(bak|orig|py[co]|rej|swp|tmp))$")


class ToolMissing(Exception):
    """A package cannot be built on this machine."""


@dataclass(frozen=True)
class Package:
    """A published folder of a generated tree, and the generated files in it."""

    folder: Path
    files: Sequence[str]

    @property
    def is_python(self) -> bool:
        """Whether it is a Python distribution; otherwise, it is an npm package."""
        return "pyproject.toml" in self.files


def packages(tree: Path) -> list[Package]:
    """Return the packages of a tree from its `MANIFEST`, which lists no caches and no stray files."""
    listed = (tree / "MANIFEST").read_text(encoding="utf-8").splitlines()
    by_target: dict[str, list[str]] = {}
    for path in listed:
        target, _, rest = path.partition("/")
        by_target.setdefault(target, []).append(rest)
    return [
        Package(tree / target, files)
        for target, files in sorted(by_target.items())
        if {"pyproject.toml", "package.json"} & {*files}
    ]


def build(package: Package, work: Path, out: Path) -> None:
    """Write the archives of a package to `out`, built from a copy of it in `work`.

    Raises ToolMissing if npm or its tools are missing, and subprocess.CalledProcessError.
    """
    copy = work / package.folder.name
    for path in package.files:
        file = copy / path
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package.folder / path, file)
        file.chmod(0o644)
    if package.is_python:
        _run(_built_by("flit_core.buildapi", out), copy)
        for wheel in out.glob("*.whl"):
            wheel.chmod(0o644)  # flit lets only its owner read it
        return
    if shutil.which("npm") is None or not (MODULES / "ready").exists():
        raise ToolMissing("the npm package needs npm, and `make node_modules/ready`")
    # The package uses the compiler that is pinned here.
    (copy / "node_modules").symlink_to(MODULES)
    _run(["npm", "pack", "--silent", "--pack-destination", str(out)], copy)


def build_tool(work: Path, out: Path) -> None:
    """Write the archives of oauth-codegen to `out`, built from a copy of its files in `work`.

    Raises subprocess.CalledProcessError.
    """
    copy = work / "oauth-codegen"
    for path in tool_files(ROOT):
        file = copy / path
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, file)
        file.chmod(0o644)
    _run(_built_by("hatchling.build", out), copy)
    for archive in out.glob("oauth_codegen-*"):
        archive.chmod(0o644)


def tool_files(root: Path) -> Sequence[str]:
    """Return the files of oauth-codegen in a checkout: those that git tracks, or without git, all but strays.

    A stray file has the name of a hidden file, or of one that editors and Python write next to others.
    """
    command = ["git", "ls-files", "-z", "--", *_TOOL]
    tracked = b""
    if shutil.which("git") is not None:
        done = subprocess.run(command, cwd=root, capture_output=True, check=False)
        tracked = done.stdout
    if tracked:
        listed = [os.fsdecode(one) for one in tracked.split(b"\0") if one]
        return [one for one in listed if (root / one).is_file()]
    given = [root / one for one in _TOOL]
    found = [
        file for one in given for file in ([one] if one.is_file() else one.rglob("*"))
    ]
    paths = [file.relative_to(root).as_posix() for file in found if file.is_file()]
    return sorted(one for one in paths if one in _TOOL or not _STRAY.search(one))


def _built_by(backend: str, out: Path) -> Sequence[str]:
    return [sys.executable, "-c", _BUILD, backend, str(out)]


def _run(command: Sequence[str], folder: Path) -> None:
    subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **_environment()},
        umask=UMASK,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _environment() -> Mapping[str, str]:
    return {
        "SOURCE_DATE_EPOCH": str(MOMENT),
        "TZ": "UTC",
        "npm_config_update_notifier": "false",
    }
