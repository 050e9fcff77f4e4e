"""The command line on a full disk, in a read-only folder, and with a real Ctrl-C."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import pipeline
from generator.command.cli import main
from generator.targets.render import Renderer
from tests.generators import run_generator
from tests.unit.specs import whole_spec, write_spec

NOBODY = 65534
PATIENCE = 120
"""The seconds that a test waits for a command."""
LIMIT = "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))"
INTERRUPT = """
left = [{count}]
def hook(event, arguments):
    if event == "{event}" and "{where}" in str(arguments):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(hook)
"""
"""Sends this process a SIGINT at an audit event."""


@pytest.fixture(autouse=True)
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in a folder with a spec."""
    monkeypatch.chdir(tmp_path)
    write_spec(tmp_path, whole_spec())


@dataclass(frozen=True)
class Ended:
    """The exit code of a command and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def generate(prepare: str = "", *options: str) -> Ended:
    command = ("generate", "--spec", "spec.yaml", "--out", "out", *options)
    return run_command(prepare, *command)


def run_command(prepare: str, *arguments: str) -> Ended:
    """Run Python code and then the command line in a separate process."""
    module = "tests.e2e.prepared_command"
    return Ended(*run_generator(Path.cwd(), prepare, *arguments, module=module))


def files() -> dict[str, bytes]:
    return {
        path.relative_to("out").as_posix(): path.read_bytes()
        for path in Path("out").rglob("*")
        # The times of creation differ in every run.
        if path.is_file() and path.name != "created"
    }


def made() -> dict[str, bytes]:
    """Return the output of an undisturbed run."""
    assert generate("", "--out", "undisturbed").returncode == 0
    folder = Path("undisturbed")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "created"
    }


def assert_whole_and_mended(process: Ended) -> None:
    """Assert that each written file is complete, and that the next run writes the rest."""
    wanted = made()
    for path, data in files().items():
        assert path == ".generator/digests" or data == wanted[path], path
    assert len(files()) < len(wanted)
    assert process.stdout == ""
    mended = generate()
    assert (mended.returncode, mended.stderr) == (0, "")
    assert files() == wanted


def test_full_disk_is_2_with_one_line_and_the_next_run_writes_the_rest() -> None:
    process = generate(LIMIT, "--target", "fixtures")
    assert (process.returncode, process.stderr) == (
        2,
        (
            "Error: cannot write out/fixtures/vectors.schema.json: File too large; "
            "2 of 4 files are done; the next run does the rest\n"
        ),
    )
    assert_whole_and_mended(process)


def test_disk_that_was_full_before_the_run_is_2_and_nothing_is_written() -> None:
    process = generate("resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1))")
    assert (process.returncode, process.stderr) == (
        2,
        (
            "Error: cannot write out/.generator/.gitignore: File too large; "
            "nothing was written\n"
        ),
    )
    assert files() == {}


def test_ctrl_c_in_the_middle_of_writing_is_130_and_the_next_run_writes_the_rest() -> (
    None
):
    # The first three files are the generator's records.
    process = generate(INTERRUPT.format(event="os.rename", where="out", count=3 + 4))
    total = sum(not path.startswith(".generator") for path in made())
    assert process.returncode == 130
    assert process.stderr == (
        f"stopped; 3 of {total} files are done; the next run does the rest\n"
    )
    assert_whole_and_mended(process)


def test_ctrl_c_after_the_last_file_is_130_and_reports_that_all_are_done() -> None:
    assert generate().returncode == 0
    changed = whole_spec()
    changed["provider"]["name"] = "Other"
    write_spec(Path.cwd(), changed)
    # The digests are written before the files and again at the end.
    prepare = INTERRUPT.format(event="os.rename", where="digests", count=2)
    process = generate(prepare, "--target", "fixtures")
    assert (process.returncode, process.stderr) == (
        130,
        "stopped; all files are done\n",
    )


def test_ctrl_c_before_the_first_file_is_130_and_nothing_is_written() -> None:
    process = generate(INTERRUPT.format(event="open", where="spec.yaml", count=1))
    assert (process.returncode, process.stdout, process.stderr) == (
        130,
        "",
        "stopped; nothing was written\n",
    )
    assert not Path("out").exists()


@pytest.mark.parametrize("command", [("check", "--out", "out"), ("validate",)])
def test_ctrl_c_is_130_for_other_commands(command: tuple[str, ...]) -> None:
    prepare = INTERRUPT.format(event="open", where="spec.yaml", count=1)
    process = run_command(prepare, *command, "--spec", "spec.yaml")
    assert (process.returncode, process.stderr) == (
        130,
        "stopped; nothing was written\n",
    )


def as_nobody(action: Callable[[], int]) -> int:
    """Run an action as a user to whom the modes of folders apply, and return its result."""
    if os.getuid() != 0:
        return action()
    child = os.fork()
    if child == 0:
        code = 99
        signal.alarm(PATIENCE)
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            code = action()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.fixture
def closed() -> Iterator[Callable[[str], None]]:
    """Return a function that makes a folder read-only during the test."""
    folders: list[str] = []

    def close(folder: str) -> None:
        folders.append(folder)
        os.chmod(folder, 0o555)

    yield close
    for folder in folders:
        os.chmod(folder, 0o755)


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("out", "cannot write out/.generator: Permission denied; nothing was written"),
        (
            "out/fixtures",
            "cannot write out/fixtures/README.md: Permission denied; nothing was written",
        ),
    ],
)
def test_read_only_folder_is_2_and_does_not_change(
    monkeypatch: pytest.MonkeyPatch,
    closed: Callable[[str], None],
    folder: str,
    message: str,
) -> None:
    # The other user may be unable to read this project, so it is read before.
    spec = pipeline.load(Path("spec.yaml"))
    rendered_by = pipeline.renderer()
    tree = pipeline.tree(spec, ["fixtures"], rendered_by)

    def load(_: Path) -> pipeline.Spec:
        return spec

    def renderer(_: Path | None) -> Renderer:
        return rendered_by

    def made_before(*_: object) -> dict[str, bytes]:
        return tree

    monkeypatch.setattr(pipeline, "load", load)
    monkeypatch.setattr(pipeline, "renderer", renderer)
    monkeypatch.setattr(pipeline, "tree", made_before)
    Path("out/fixtures").mkdir(parents=True)
    Path("out/fixtures").chmod(0o777)
    Path("out").chmod(0o777)
    Path.cwd().chmod(0o777)
    closed(folder)
    Path("report").touch()
    Path("report").chmod(0o666)

    def action() -> int:
        result = CliRunner().invoke(
            main, ["generate", "--spec", "spec.yaml", "--out", "out"]
        )
        Path("report").write_text(result.output)
        return result.exit_code

    assert as_nobody(action) == 2
    assert Path("report").read_text() == f"Error: {message}\n"
    assert {name for name in files() if not name.startswith(".generator/")} == set()
