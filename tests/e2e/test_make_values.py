"""`make` passes its values on as text, and nothing in them runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.pipeline import ROOT
from tests.e2e.project import without_make

RECORDER = """\
#!/bin/sh
printf '%s\\0' "$@" '{end}' >>'{record}'
"""
END = "\x01"
"""Ends the arguments of a call."""


class Project:
    """A folder with the Makefile, in which Python only records its arguments."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._record = folder / "record"
        shutil.copy(ROOT / "Makefile", folder)
        recorder = RECORDER.format(record=self._record, end=END)
        for place in (".venv/bin", "build/bench/bin"):
            (folder / place).mkdir(parents=True)
            (folder / place / "python").write_text(recorder)
            (folder / place / "python").chmod(0o755)
        (folder / "bench").mkdir()
        (folder / "bench" / "requirements.lock").touch()
        (folder / "build" / "bench" / "ready").touch()

    def run(self, *words: str, **values: str) -> subprocess.CompletedProcess[str]:
        """Run make with values from the command line and from the environment."""
        self._record.write_text("")
        return subprocess.run(
            ["make", "READY=", "NODE=", *words],
            cwd=self.folder,
            env={**without_make(), "CI": "", **values},
            capture_output=True,
            text=True,
            check=False,
        )

    def make(self, *words: str, **values: str) -> list[list[str]]:
        """Return the arguments of each call of Python."""
        process = self.run(*words, **values)
        assert process.returncode == 0, process.stderr
        calls = self._record.read_text().split(f"{END}\0")[:-1]
        return [call.split("\0")[:-1] for call in calls]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a new folder with the Makefile."""
    return Project(tmp_path)


@pytest.mark.parametrize(
    ("base", "handed"),
    [
        ("v1.2.3", "git:v1.2.3"),
        ("v1.2.3:spec/other.yaml", "git:v1.2.3:spec/other.yaml"),
        ("git:v1.2.3", "git:v1.2.3"),
        ("spec/imagen.yaml", "spec/imagen.yaml"),
        ("Makefile", "Makefile"),
        ("none.yaml", "none.yaml"),
        ("a folder/one.yaml", "a folder/one.yaml"),
    ],
)
def test_revision_is_distinguished_from_a_file(
    project: Project, base: str, handed: str
) -> None:
    call = ["-m", "generator", "diff"]
    assert project.make("diff", f"BASE={base}") == [[*call, "--", handed]]
    assert project.make("diff", f"BASE={base}", "NEW=git:x y", "FORMAT=json") == [
        [*call, "--format=json", "--", handed, "git:x y"]
    ]
    assert project.make("diff") == [[*call, "--", "git:HEAD"]]


@pytest.mark.parametrize(
    ("target", "module"),
    [("check", "generator check"), ("watch", "generator watch")],
)
def test_lists_are_words_and_a_folder_may_have_spaces(
    project: Project, target: str, module: str
) -> None:
    words = ("SPEC=a.yaml  b.yaml", "OUT=a folder", "TARGET=docs *", "FORMAT=github")
    options = ["--format=github", "--spec=a.yaml", "--spec=b.yaml", "--out=a folder"]
    assert project.make(target, *words) == [
        ["-m", *module.split(), *options, "--target=docs", "--target=*"]
    ]
    assert project.make(target) == [["-m", *module.split()]]


def test_generate_and_validate_get_their_options(project: Project) -> None:
    words = ("SPEC=a.yaml", "OUT=o", "FORCE=1")
    assert project.make("generate", *words) == [
        ["-m", "generator", "generate", "--spec=a.yaml", "--out=o", "--force"]
    ]
    assert project.make("validate", "SPEC=a.yaml") == [
        ["-m", "generator", "validate", "--spec=a.yaml"]
    ]


def test_spec_and_folder_reach_every_target_that_uses_them(project: Project) -> None:
    compared = ["-m", "generator", "diff", "--spec=a"]
    assert project.make("diff", "SPEC=a", "BASE=x") == [[*compared, "--", "git:x"]]
    assert project.make("news", "SPEC=a", "BASE=x") == [
        ["-m", "generator", "diff", "--format=markdown", "--spec=a", "--", "git:x"]
    ]
    assert project.make("dist", "OUT=a folder") == [
        ["-m", "release", "--tree=a folder"]
    ]
    assert project.make("docs", "OUT=a folder") == [["-m", "website", "--", "a folder"]]
    assert project.make("dist") == [["-m", "release"]]
    assert project.make("docs") == [["-m", "website", "--"]]


@pytest.mark.parametrize(
    ("words", "ignored"),
    [
        (("validate", "OUT=o"), "validate does not use OUT"),
        (("diff", "SPEC=s", "OUT=o"), "diff does not use OUT"),
        (("dist", "SPEC=s", "OUT=o"), "dist does not use SPEC"),
        (("demo", "SPEC=s"), "demo does not use SPEC"),
        (("lint", "FORMAT=json"), "lint does not use FORMAT"),
        (("check", "validate", "ROWS=r"), "check validate does not use ROWS"),
    ],
)
def test_value_that_no_target_uses_is_rejected_and_nothing_runs(
    project: Project, words: Sequence[str], ignored: str
) -> None:
    process = project.run(*words)
    assert process.returncode == 2
    assert process.stderr.partition("*** ")[2] == (
        f"make {ignored}; run make help.  Stop.\n"
    )
    assert (project.folder / "record").read_text() == ""


def test_value_of_one_of_several_targets_and_of_the_environment_is_accepted(
    project: Project,
) -> None:
    generate, validate = project.make("check", "validate", "OUT=o")
    assert generate == ["-m", "generator", "check", "--out=o"]
    assert validate == ["-m", "generator", "validate"]
    assert project.make("validate", OUT="o") == [["-m", "generator", "validate"]]


def test_help_lists_the_values_of_each_target(project: Project) -> None:
    lines = project.run("help").stdout.splitlines()
    listed = {line.split()[1]: line.rpartition("  ")[2] for line in lines}
    assert listed["dist"].endswith(" (OUT=)")
    assert listed["diff"].endswith(" (SPEC=, BASE=, NEW=, FORMAT=)")
    assert listed["lint"].endswith("ruff, and black")


def test_rows_and_repeat_reach_the_benchmarks(project: Project) -> None:
    calls = project.make("bench", "ROWS=import check", "REPEAT=3")
    assert ["-m", "bench", "--repeat=3", "--", "import", "check"] in calls
    assert ["-m", "bench", "--"] in project.make("bench")


HOSTILE = [
    'x"; touch PWN; "',
    "x'; touch PWN; '",
    "$(touch PWN)",
    "$$(touch PWN)",
    "`touch PWN`",
    "$(shell touch PWN)",
    "$${IFS}$(shell touch PWN)",
    "x\ntouch PWN",
    "x\n\ttouch PWN\n",
    "x; touch PWN",
    "x & touch PWN | touch PWN",
    ">PWN",
    "--help; touch PWN",
    "-x",
    "x\\",
    "#x",
    "*",
    "(",
    "!",
    "é $HOME %s \x1b",
]

USES = [
    ("diff", "BASE"),
    ("diff", "NEW"),
    ("news", "BASE"),
    ("check", "SPEC"),
    ("generate", "OUT"),
    ("watch", "TARGET"),
    ("validate", "FORMAT"),
    ("conformance", "VECTORS"),
    ("hostile", "CORPUS"),
    ("bench", "ROWS"),
    ("bench", "REPEAT"),
    ("demo", "BROWSER"),
    ("test", "PYTEST"),
    ("check", "OTHER"),
]


@pytest.mark.parametrize(("target", "name"), USES)
def test_no_part_of_a_value_runs(project: Project, target: str, name: str) -> None:
    for value in HOSTILE:
        given: list[tuple[list[str], dict[str, str]]] = [
            ([f"{name}={value}"], {}),
            ([], {name: value}),
        ]
        for words, values in given:
            calls: list[list[str]] = []
            for options in (("-n",), ()):
                calls = project.make(*options, target, *words, **values)
                assert not [*project.folder.rglob("PWN")], value
            handed = " ".join(word for call in calls for word in call)
            if name not in ("BROWSER", "PYTEST", "OTHER"):
                assert set(value.split()) <= set(
                    handed.replace("=", " ").replace("git:", "").split()
                ), value


def test_options_of_pytest_are_words_and_do_not_reach_a_nested_pytest() -> None:
    shown = (
        "import os, sys; from tests import __main__ as one;"
        "os.execv = lambda program, words: print(words[3:], os.environ.get('PYTEST'));"
        "sys.exit(one.main())"
    )

    def given(options: str) -> tuple[int, str, str]:
        process = subprocess.run(
            [sys.executable, "-c", shown],
            cwd=ROOT,
            env={**os.environ, "PYTEST": options},
            capture_output=True,
            text=True,
            check=False,
        )
        return process.returncode, process.stdout.strip(), process.stderr

    spread: Sequence[str] = ("-n", "auto", "--dist", "loadfile")
    words = [*spread, "--no-loadscope-reorder", "-n", "0", "-k", "one or $(two)"]
    assert given("-n 0 -k 'one or $(two)'") == (0, f"{words} None", "")
    assert given("-k 'one") == (
        *(2, ""),
        "PYTEST is not a list of options: No closing quotation\n",
    )
