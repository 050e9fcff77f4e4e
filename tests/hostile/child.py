"""`python child.py FOLDER…`: uses the output in each folder and prints the problems.

It runs in a separate process, in a folder in which nothing should be created. Each package is
compiled and imported, its rendered modules are doc-tested, and its runner of vectors runs.
It prints one JSON list of problems per folder and line; any other output is a problem, too.
"""

from __future__ import annotations

import builtins
import contextlib
import doctest
import importlib
import io
import json
import linecache
import os
import pkgutil
import runpy
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path


def main(folders: list[str]) -> None:
    """Use each folder in turn. Output that bypasses Python goes to standard error."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as report:
        os.dup2(2, 1)
        for folder in folders:
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                found = [*used(Path(folder))]
            if printed.getvalue():
                found.append(f"it printed {printed.getvalue()[:80]!r}")
            for name in [*sys.modules]:
                if name.split(".")[0] in packages(Path(folder)):
                    del sys.modules[name]
            # Otherwise, each garbage collection goes through the objects of all earlier folders.
            linecache.clearcache()
            sys.path_importer_cache.clear()
            print(json.dumps(found), file=report, flush=True)


def packages(folder: Path) -> list[str]:
    """Return the names of the packages that were generated into a folder."""
    return [one.parent.name for one in sorted(folder.glob("*/src/*/__init__.py"))]


def used(folder: Path) -> Iterator[str]:
    """Use everything in a folder, and yield the problems."""
    sources = [str(one) for one in sorted(folder.glob("*/src"))]
    sys.path[:0] = sources
    try:
        for package in packages(folder):
            yield from imported(package)
        if (folder / "python" / "tests" / "run_vectors.py").is_file():
            yield from vectors(folder)
    except BaseException:  # noqa: BLE001
        yield traceback.format_exc(limit=-3)
    finally:
        del sys.path[: len(sources)]
    if hasattr(builtins, "PWN") or "PWN" in os.environ:
        yield "a name PWN came to be"
        os.environ.pop("PWN", None)
        if hasattr(builtins, "PWN"):
            delattr(builtins, "PWN")


def imported(package: str) -> Iterator[str]:
    """Import all of a package, and run the examples in its docstrings, of which there are none."""
    root = importlib.import_module(package)
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        if found.name.endswith(".__main__"):
            continue
        module = importlib.import_module(found.name)
        if "._runtime" not in found.name:
            attempted = doctest.testmod(module).attempted
            if attempted:
                yield f"{found.name} has {attempted} examples for doctest"


def vectors(folder: Path) -> Iterator[str]:
    """Run the package's runner on the vectors that were generated with it."""
    file = folder / "fixtures" / "authorization.json"
    expected = {
        one["id"]: one["expect"]
        for one in json.loads(file.read_text(encoding="utf-8"))["vectors"]
    }
    written = io.StringIO()
    with file.open(encoding="utf-8") as sys.stdin, contextlib.redirect_stdout(written):
        runpy.run_path(
            str(folder / "python" / "tests" / "run_vectors.py"), run_name="__main__"
        )
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    actual = {one["id"]: one["actual"] for one in lines}
    if actual != expected:
        wrong = [id for id in expected if actual.get(id) != expected[id]]
        yield f"the vectors {', '.join(wrong)} fail"


if __name__ == "__main__":
    main(sys.argv[1:])
