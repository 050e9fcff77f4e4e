"""`make watch` generates when it starts and after each change, shows problems, and stops at Ctrl-C."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from generator.pipeline import ROOT
from tests.e2e.project import copy_project, differences, read_tree, without_make
from tests.generators import run_generator

DEADLINE = 60
"""The seconds that a test waits for a line."""

Start = Callable[[Sequence[str]], "Session"]


class Session:
    """A process in a separate process group, and the lines that it prints."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        # With Python's default settings.
        environment = {
            name: value
            for name, value in without_make().items()
            if not name.startswith("PYTHON")
        }
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def _line(self) -> str | None:
        """Return the next line, or None at the end."""
        return self._lines.get(timeout=DEADLINE)

    def lines(self, last: str) -> list[str]:
        """Return the lines up to and including the one that begins with `last`."""
        found: list[str] = []
        while not found or not found[-1].startswith(last):
            line = self._line()
            if line is None:
                pytest.fail(f"ended before a line that begins with {last!r}: {found}")
            found.append(line)
        return found

    def press_ctrl_c(self) -> None:
        """Send SIGINT to the whole group, as a terminal does."""
        os.killpg(self.process.pid, signal.SIGINT)

    def ending(self) -> tuple[int, list[str]]:
        """Wait for the end; return the exit code and the remaining lines."""
        return self.process.wait(DEADLINE), list(iter(self._line, None))

    def interrupt(self) -> tuple[int, list[str]]:
        """Press Ctrl-C; return the exit code and the remaining lines."""
        self.press_ctrl_c()
        return self.ending()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the project, without its output."""
    project = copy_project(tmp_path.resolve() / "project")
    shutil.copy(ROOT / "Makefile", project)
    return project


@pytest.fixture
def start(project: Path) -> Iterator[Start]:
    """Yield a function that starts a command in the project; kill what still runs at the end."""
    sessions: list[Session] = []

    def begin(command: Sequence[str]) -> Session:
        sessions.append(Session(command, project))
        return sessions[-1]

    yield begin
    for session in sessions:
        if session.process.poll() is None:
            os.killpg(session.process.pid, signal.SIGKILL)
            session.process.wait()


def save(file: Path, project: Path, old: str, new: str) -> None:
    """Save a change as many editors do: replace the file with a new one."""
    text = file.read_text()
    assert old in text
    written = project / "saving"
    written.write_text(text.replace(old, new, 1))
    written.replace(file)


def watch(*options: str) -> list[str]:
    return [sys.executable, "-m", "generator", "watch", *options]


def test_make_watch_shows_a_problem_continues_and_stops_at_ctrl_c(
    project: Path, start: Start
) -> None:
    spec = project / "spec" / "imagen.yaml"
    scopes = project / "generated" / "docs" / "scopes.md"
    # This environment replaces the one that make would create.
    session = start(
        ["make", "watch", "READY=", f"BIN={Path(sys.executable).parent}", "TARGET=docs"]
    )
    assert session.lines("watching") == [
        "watching generator, spec, templates; press Ctrl-C to stop"
    ]
    assert session.lines("generated:")[-1].endswith(" new)")
    before = scopes.read_text()

    line = spec.read_text().split("\n").index("scopes:") + 1
    save(spec, project, "\nscopes:\n", "\nscopez:\n")
    first, second, third, *_, last = session.lines("1 problem")
    assert (first, second) == ("", "spec/imagen.yaml changed")
    assert third.startswith(f"spec/imagen.yaml:{line}:1: error[unknown-key] scopez: ")
    assert last == "1 problem; nothing was written"
    assert scopes.read_text() == before

    save(spec, project, "\nscopez:\n", "\nscopes:\n")
    *changed, state = session.lines("generated:")
    assert changed == ["", "spec/imagen.yaml changed"]
    assert state.endswith(" files, up to date")
    save(spec, project, "See records, media, and collections.", "See all.")
    assert session.lines("generated:")[:3] == [
        "",
        "spec/imagen.yaml changed",
        "  changed  docs/scopes.md",
    ]
    assert "See all." in scopes.read_text()

    # The signal ends make, as it would end the command that make ran.
    assert session.interrupt()[0] == -signal.SIGINT


def test_changed_settings_count_and_a_removed_spec_is_reported(
    project: Path, start: Start
) -> None:
    other = project / "spec" / "other.yaml"
    other.write_text((ROOT / "tests" / "base.yaml").read_text())
    settings = project / "pyproject.toml"
    text = settings.read_text()
    both = text.replace(
        '["spec/imagen.yaml"]', '["spec/imagen.yaml", "spec/other.yaml"]'
    )
    assert both != text
    settings.write_text(both)
    session = start(watch("--target=interop"))
    session.lines("generated/example:")
    saved = project / "saving"
    saved.write_text(text)
    saved.replace(settings)
    assert session.lines("Error:") == [
        "",
        "pyproject.toml changed",
        (
            "Error: this run would leave the output of other specs in "
            "generated/example, generated/imagen; remove them, or use another --out "
            "(make: OUT=)"
        ),
    ]
    # The file was replaced, and is still watched.
    settings.write_text(text.replace("spec =", "specs ="))
    assert session.lines("Error:")[1:] == [
        "pyproject.toml changed",
        (
            "Error: [tool.oauth-codegen] in pyproject.toml: unknown setting "
            '"specs"; did you mean "spec"?'
        ),
    ]
    assert session.interrupt()[0] == 0


def test_all_inputs_of_a_spec_elsewhere_count_and_the_output_beside_it_does_not(
    project: Path, start: Start
) -> None:
    # Given places require no settings.
    (project / "pyproject.toml").unlink()
    other = shutil.copytree(project / "spec", project.parent / "other")
    session = start(
        watch(
            "--spec", "../other/imagen.yaml", "--out", "../other/out", "--target=docs"
        )
    )
    assert session.lines("watching") == [
        f"watching {other}, generator, spec and 1 more; press Ctrl-C to stop"
    ]
    session.lines("../other/out:")
    case = other / "cases" / "building.yaml"
    save(case, project, "cases:", "# Saved.\ncases:")
    # If the output of the first run counted as a change, a line would report it here.
    assert session.lines("../other/out:")[:2] == ["", f"{case} changed"]
    template = project / "templates" / "docs" / "scopes.md.j2"
    save(template, project, "# Scopes", "# All scopes")
    assert session.lines("../other/out:")[:3] == [
        "",
        "templates/docs/scopes.md.j2 changed",
        "  changed  docs/scopes.md",
    ]
    module = project / "generator" / "pipeline.py"
    save(module, project, "\nROOT = ", "\nprint('another generator')\nROOT = ")
    assert session.lines("../other/out:")[:3] == [
        "",
        "generator/pipeline.py changed",
        "another generator",
    ]
    assert session.interrupt()[0] == 0


def test_next_run_completes_the_folder_after_ctrl_c_during_a_run(
    project: Path, start: Start
) -> None:
    session = start(watch("--target", "docs"))
    session.lines("watching")
    code, _ = session.interrupt()
    assert code == 0
    session = start([sys.executable, "-m", "generator", "generate", "--target=docs"])
    assert session.ending()[0] == 0
    made = read_tree(project / "generated" / "docs")
    assert differences(read_tree(ROOT / "generated" / "docs"), made) == []


@pytest.mark.parametrize(
    ("spec", "folder"),
    [("nowhere/spec.yaml", "nowhere"), ("Makefile/spec.yaml", "Makefile")],
)
def test_folder_that_cannot_be_watched_is_reported_in_one_line(
    spec: str, folder: str
) -> None:
    wanted = f"Error: cannot watch {folder}: it is not a folder\n"
    assert run_generator(ROOT, "watch", "--spec", spec) == (2, "", wanted)


def test_without_settings_nothing_is_watched(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    code, out, said = run_generator(tmp_path, "watch")
    assert (code, out) == (2, "")
    assert [line.startswith("Error: use --out") for line in said.splitlines()] == [True]


@pytest.mark.parametrize(("option", "code"), [("--bogus", 2), ("--help", 0)])
def test_unsupported_option_is_rejected(option: str, code: int, tmp_path: Path) -> None:
    found, out, said = run_generator(tmp_path, "watch", option)
    assert found == code
    assert (said or out).startswith("Usage: python -m generator watch")
