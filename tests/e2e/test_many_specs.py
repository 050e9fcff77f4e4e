"""Many specs in one call: each has the same output as in a separate call."""

from __future__ import annotations

import copy
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import pipeline
from generator.command import actions
from generator.command.cli import main
from generator.command.console import UsageFault
from tests.generators import run_generator
from tests.sampling import LONG
from tests.unit.small import SMALL

NAMES = [f"provider{number}" for number in range(20 if LONG else 6)]
"""More specs than two processes handle at a time."""


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the specs of several providers in the current folder."""
    monkeypatch.chdir(tmp_path)
    return [write_spec(name) for name in NAMES]


def write_spec(name: str, **provider: str) -> str:
    spec = copy.deepcopy(SMALL)
    spec["provider"] |= {"id": name, "name": name.title(), **provider}
    Path(f"{name}.yaml").write_text(json.dumps(spec, indent=1), encoding="utf-8")
    return f"{name}.yaml"


def command(specs: Sequence[str], *options: str) -> list[str]:
    named = [word for spec in specs for word in ("--spec", spec)]
    program = [sys.executable, "-m", "generator", "generate"]
    return [*program, *named, "--target", "fixtures", "--target", "python", *options]


def generate(specs: Sequence[str], *options: str) -> tuple[int, str, str]:
    return run_generator(Path.cwd(), *command(specs, *options)[3:])


def called(specs: Sequence[str], *options: str) -> tuple[int, str, str]:
    """Call the command in this process; return its exit code, standard output, and standard error."""
    result = CliRunner().invoke(main, command(specs, *options)[3:])
    return result.exit_code, result.stdout, result.stderr


def tree(folder: Path) -> dict[str, bytes]:
    """Return the generated files, without the generator's records."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and ".generator" not in file.parts
    }


@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_each_spec_has_the_output_of_a_separate_call(
    specs: list[str], jobs: str
) -> None:
    code, out, said = generate(specs, "--out", "many", "--jobs", jobs)
    assert (code, said) == (0, "")
    # In the given order, whichever process ended first.
    made = re.findall(r"^many/(\w+): \d+ files, now", out, re.MULTILINE)
    assert made == NAMES
    for name in (NAMES[0], NAMES[-1]):
        separate = f"separate-{name}"
        assert called([f"{name}.yaml"], "--out", separate)[0] == 0
        assert tree(Path(separate)) == tree(Path("many", name))
    assert sorted(each.name for each in Path("many").iterdir()) == sorted(NAMES)


def test_problem_of_one_spec_changes_no_folder(specs: list[str]) -> None:
    write_spec(NAMES[1], homepage="nowhere")
    write_spec(NAMES[-2], homepage="nowhere")
    code, out, said = generate(specs, "--out", "many", "--jobs", "2")
    assert (code, out) == (1, "")
    assert said.endswith("\n2 problems; nothing was written\n")
    found = re.findall(r"^(\w+)\.yaml:\d+:\d+: error", said, re.MULTILINE)
    assert found == [NAMES[1], NAMES[-2]]
    assert not Path("many").exists()


def test_two_specs_of_one_provider_are_rejected(specs: list[str]) -> None:
    Path("twin.yaml").write_bytes(Path(specs[5]).read_bytes())
    assert called([*specs, "twin.yaml"], "--out", "many") == (
        2,
        "",
        (
            f"Error: two specs would write to many/{NAMES[5]}; "
            "give each spec a unique provider id\n"
        ),
    )
    assert not Path("many").exists()


def test_output_that_no_run_would_update_is_rejected(specs: list[str]) -> None:
    """Otherwise, a stale tree stays in the folder, and its packages are built and published."""

    def refused(command: str, *arguments: str) -> str:
        result = CliRunner().invoke(main, [command, *arguments])
        assert (result.exit_code, result.stdout) == (2, "")
        return result.stderr

    def settings(*files: str) -> None:
        listed = ", ".join(f'"{file}"' for file in files)
        text = f'[tool.oauth-codegen]\nspec = [{listed}]\nout = "out"\n'
        Path("pyproject.toml").write_text(text, encoding="utf-8")

    one, two, three = specs[:3]
    settings(one)
    assert CliRunner().invoke(main, ["generate"]).exit_code == 0
    single = tree(Path("out"))
    settings(one, two)
    for command in ("generate", "check"):
        assert refused(command) == (
            "Error: out/MANIFEST lists the output of one spec, but several specs write to "
            "folders in out; remove the files that it lists, or use another --out (make: OUT=)\n"
        )
    assert tree(Path("out")) == single
    shutil.rmtree("out")
    assert CliRunner().invoke(main, ["generate"]).exit_code == 0
    both = tree(Path("out"))
    left = (
        "Error: this run would leave the output of other specs in {}; "
        "remove {}, or use another --out (make: OUT=)\n"
    )
    settings(one)
    for command in ("generate", "check"):
        folders = f"out/{NAMES[0]}, out/{NAMES[1]}"
        assert refused(command) == left.format(folders, "them")
    settings(one, three)
    assert refused("generate") == left.format(f"out/{NAMES[1]}", "it")
    assert tree(Path("out")) == both
    # Specs that the command names may share a folder with those of another command.
    given = ["--spec", one, "--spec", three, "--out", "out"]
    assert CliRunner().invoke(main, ["generate", *given]).exit_code == 0


def test_unreadable_spec_is_reported_in_one_line(specs: list[str]) -> None:
    assert called([*specs, "absent.yaml"], "--out", "many", "--jobs", "2") == (
        2,
        "",
        "Error: cannot read absent.yaml: No such file or directory\n",
    )
    assert not Path("many").exists()


@pytest.mark.parametrize(
    ("jobs", "fault"),
    [
        ("0", "0 is not in the range x>=1."),
        ("many", "'many' is not a valid integer range."),
    ],
)
def test_invalid_number_of_jobs_is_rejected(
    specs: list[str], jobs: str, fault: str
) -> None:
    code, _, said = called(specs[:2], "--out", "many", "--jobs", jobs)
    assert code == 2
    assert said.splitlines()[-1] == (
        f"Error: Invalid value for '--jobs' / '-j': {fault}"
    )


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_full_disk_is_reported_with_the_number_of_finished_specs(
    specs: list[str], jobs: str
) -> None:
    process = subprocess.run(
        command(specs, "--out", "many", "--jobs", jobs),
        env={**os.environ, "PYTHONPATH": str(pipeline.ROOT)},
        # Only the schema of the vectors has more bytes.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stdout, process.stderr) == (
        2,
        "",
        (
            "Error: cannot write many/provider0/fixtures/vectors.schema.json: "
            f"File too large; 0 of {len(NAMES)} specs are done; the next run does the rest\n"
        ),
    )


def ends(_: Sequence[actions.Action]) -> list[str]:
    os._exit(9)


def test_killed_process_is_reported_in_one_line() -> None:
    orders = [actions.Action("a.yaml", Path("out"), (), True)]
    with pytest.raises(UsageFault) as raised:
        list(actions.each(ends, orders, 2))
    assert raised.value.message == (
        "a process ended before its work was done; try again with --jobs 1"
    )


def test_ctrl_c_is_reported_in_one_line_and_the_next_run_writes_the_rest(
    specs: list[str],
) -> None:
    process = subprocess.Popen(
        command(specs, "--out", "many", "--jobs", "2"),
        env={**os.environ, "PYTHONPATH": str(pipeline.ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while not Path("many").exists() and time.monotonic() < until:
        time.sleep(0.01)
    # A terminal sends it to all processes.
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert re.fullmatch(
        rf"stopped; \d+ of {len(NAMES)} specs are done; the next run does the rest\n",
        told,
    )
    for folder in Path("many").iterdir():
        assert (folder / "MANIFEST").exists()
    for name in ("many", "other"):
        assert called(specs, "--out", name, "--jobs", "1")[0] == 0
    assert tree(Path("many")) == tree(Path("other"))
