"""The same spec gives the same bytes with any settings, folders, and Python."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from generator.pipeline import ROOT
from tests.e2e.project import NOTES, copy_project, differences, read_tree
from tests.environments import python
from tests.generators import run_generator
from tests.interpreters import Interpreter, interpreters
from tests.sampling import LONG

OF_THE_MACHINE = ("LANG", "LANGUAGE", "LC_", "PYTHON", "TZ")


@dataclass(frozen=True)
class Setting:
    """How a process is started, which must not affect the output."""

    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    umask: int = 0o022
    flags: Sequence[str] = ()

    def __str__(self) -> str:
        named = [f"{name}={value}" for name, value in self.environment.items()]
        return " ".join([*named, f"umask={self.umask:03o}", *self.flags])


@dataclass(frozen=True)
class Place:
    """The folder of a process, the folder of the project, and the options."""

    current: Path
    project: Path
    spec: str
    out: str


# Each value is in at least one row; a locale that the machine lacks is still read from the
# environment. A C locale turns UTF-8 mode on, unless a variable forbids that.
SETTINGS = (
    Setting({"PYTHONHASHSEED": "1", "LC_ALL": "POSIX", "TZ": "Asia/Kolkata"}, 0o077),
    Setting(
        {
            "PYTHONHASHSEED": "random",
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONIOENCODING": "ascii",
            "TZ": "America/St_Johns",
        },
        0o000,
        ("-O",),
    ),
    Setting(
        {
            "PYTHONHASHSEED": "random",
            "LC_ALL": "de_DE.ISO-8859-1",
            "PYTHONUTF8": "0",
            "PYTHONIOENCODING": "latin-1",
            "TZ": "Asia/Kolkata",
        },
        0o000,
    ),
    Setting(
        {
            "PYTHONHASHSEED": "2",
            "LC_ALL": "tr_TR.UTF-8",
            "LANG": "tr_TR.UTF-8",
            "PYTHONIOENCODING": "utf-16",
            "TZ": "UTC",
        },
        0o077,
        ("-O",),
    ),
)


def as_usual(folder: Path) -> Place:
    """Return the project's folder, with names relative to it."""
    return Place(ROOT, ROOT, "spec/imagen.yaml", os.path.relpath(folder / "out", ROOT))


def from_elsewhere(folder: Path) -> Place:
    """Return another folder, with absolute names."""
    spec = ROOT / "spec" / "imagen.yaml"
    return Place(folder, ROOT, str(spec), str(folder / "out"))


def in_a_copy_with_windows_line_ends(folder: Path) -> Place:
    """Return a copy of the project in a folder with spaces and non-ASCII letters."""
    project = copy_project(folder / "Größe – 設計 çıkış")
    for file in (project / "spec").rglob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    return Place(project / "templates", project, "../spec/imagen.yaml", "../mein Öl")


PLACES = (in_a_copy_with_windows_line_ends, as_usual, from_elsewhere)


def generated(place: Place, setting: Setting, python: str) -> dict[str, bytes]:
    """Run the generator as a process, and return its output.

    What Python compiles for -O is kept for later runs, outside the folders of the environment.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(OF_THE_MACHINE)
    }
    ours = {"PYTHONPATH": str(place.project)}
    if setting.flags:
        ours["PYTHONPYCACHEPREFIX"] = str(ROOT / "build" / "bytecode")
    command = [python, *setting.flags, "-m", "generator", "generate"]
    process = subprocess.run(
        [*command, "--spec", place.spec, "--out", place.out],
        cwd=place.current,
        env={**kept, **ours, **setting.environment},
        umask=setting.umask,
        capture_output=True,
        check=False,
    )
    assert (process.returncode, process.stderr.decode("utf-8", "replace")) == (0, "")
    return read_tree(place.current / place.out)


def fail_on(found: Sequence[str]) -> None:
    """Fail with only the first difference of each file."""
    if found:
        pytest.fail("not the same bytes:\n" + "\n".join(found), pytrace=False)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the output of a run with the settings of this process."""
    place = from_elsewhere(tmp_path_factory.mktemp("reference"))
    arguments = ("generate", "--spec", place.spec, "--out", place.out)
    code, _, said = run_generator(place.current, *arguments)
    assert (code, said) == (0, "")
    return read_tree(place.current / place.out)


def rows() -> Iterator[tuple[Setting, Callable[[Path], Place], Interpreter]]:
    """Yield rows in which each setting, each place, and each Python occurs; in the long run, all of them."""
    pythons = interpreters()
    if LONG:
        yield from itertools.product(SETTINGS, PLACES, pythons)
        return
    for at in range(max(len(SETTINGS), len(pythons))):
        # Only the running Python has compiled what a copy contains.
        place = PLACES[min(at, len(PLACES) - 1)]
        yield SETTINGS[at % len(SETTINGS)], place, pythons[at % len(pythons)]


@pytest.mark.parametrize(
    ("setting", "place", "interpreter"),
    [*rows()],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_settings_places_and_pythons_leave_no_trace(
    setting: Setting,
    place: Callable[[Path], Place],
    interpreter: Interpreter,
    reference: dict[str, bytes],
    tmp_path: Path,
) -> None:
    made = generated(place(tmp_path), setting, python(interpreter))
    fail_on(differences(reference, made))


def test_a_difference_is_reported_with_its_file_and_first_line() -> None:
    first = {"a": b"1\n2\n3\n", "b": b"", "c": b"same", "e": b"1\n"}
    second = {"a": b"1\nx\ny\n", "c": b"same", "d": b"", "e": b"1\n2\n"}
    assert differences(first, second) == [
        "a:2: b'x' instead of b'2'",
        "b: missing",
        "d: one too many",
        "e:2: b'2' instead of b''",
    ]


def test_records_of_the_generator_are_not_part_of_its_output(tmp_path: Path) -> None:
    for path in ("MANIFEST", "docs/README.md", f"{NOTES}/digests", f"x/{NOTES}"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(b"x")
    assert sorted(read_tree(tmp_path)) == ["MANIFEST", "docs/README.md", f"x/{NOTES}"]


def test_python_without_docstrings_is_rejected(tmp_path: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-OO", "-m", "generator", "generate", "--out", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stdout, process.stderr) == (
        2,
        "",
        (
            "Error: run Python without -OO, which removes the docstrings that the help is built from\n"
        ),
    )
    assert list(tmp_path.iterdir()) == []
