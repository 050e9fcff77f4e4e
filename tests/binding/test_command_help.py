"""`scopes`, the help, and the completion of the command."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from imagen_oauth import Scope
from imagen_oauth._runtime.cli.exit_codes import MEANINGS

from generator.pipeline import ROOT
from tests.binding.commands import run
from tests.scopes import DOCUMENTED


def test_scopes_of_a_task_begin_with_the_narrowest(tmp_path: Path) -> None:
    # A scope that the spec gains can add sets, but it does not change the order of these.
    known = {"readUsersData", "modifyUsersData", "manageJobs"}
    code, out, _ = run(tmp_path, "scopes", "--for", "View  Records", "--json")
    sets = [one for one in json.loads(out) if known.issuperset(one)]
    assert (code, sets) == (0, [["readUsersData"], ["modifyUsersData"]])
    separate = ("--for", "view records", "--for", "view jobs")
    for tasks in (separate, ("--for", "view records, View jobs")):
        _, out, _ = run(tmp_path, "scopes", *tasks)
        names = [line.split("\t")[0] for line in out.splitlines()]
        assert [one for one in names if known.issuperset(one.split())] == [
            "readUsersData manageJobs",
            "modifyUsersData manageJobs",
        ]


def test_task_that_no_scope_permits_is_wrong_usage_with_a_near_one(
    tmp_path: Path,
) -> None:
    code, out, said = run(tmp_path, "scopes", "--for", "view record")
    assert (code, out) == (2, "")
    assert said.endswith('permits that: did you mean "view records"?\n')


def test_task_that_no_scope_permits_is_wrong_usage_with_all_tasks(
    tmp_path: Path,
) -> None:
    code, out, said = run(tmp_path, "scopes", "--for", "paint fences")
    assert (code, out) == (2, "")
    known = dict.fromkeys(task for scope in Scope for task in scope.permits)
    assert said.splitlines()[-1] == (
        "Error: Invalid value for --for: no documented scope permits that: the tasks "
        f"are {', '.join(known)}"
    )


def test_scopes_without_a_task_are_all_of_them(tmp_path: Path) -> None:
    _, out, _ = run(tmp_path, "scopes")
    assert out.splitlines()[DOCUMENTED.index("roles")] == (
        "roles\tsearch for users, search for groups\tUsers and groups that the application's "
        "creator can see."
    )
    _, out, _ = run(tmp_path, "scopes", "--json")
    listed = json.loads(out)
    assert tuple(one["name"] for one in listed) == DOCUMENTED
    assert {(*one,) for one in listed} == {("name", "summary", "permits", "reach")}


def test_exit_codes_are_those_of_the_help_and_of_the_documentation(
    tmp_path: Path,
) -> None:
    page = ROOT / "generated" / "docs" / "command.md"
    rows = re.findall(
        r"^\| (\d+) \| (.+) \|$", page.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {int(code): text for code, text in rows} == MEANINGS
    _, out, _ = run(tmp_path, "--help")
    told = re.findall(r"^  (\d+) +(.+)$", out, re.MULTILINE)
    assert {int(code): text for code, text in told} == MEANINGS


def test_help_of_headers_warns_of_following_redirects(tmp_path: Path) -> None:
    _, out, _ = run(tmp_path, "headers", "--help")
    assert "imagen-oauth headers | curl -H @- https://" in out
    assert "headers=$(imagen-oauth headers) &&" in out
    assert "Do not add -L" in out


@pytest.mark.parametrize(
    ("shell", "more", "expected"),
    [
        ("bash", {"COMP_CWORD": "3"}, ["plain,modifyUsersData", "plain,modifyRoles"]),
        (
            "zsh",
            {"COMP_CWORD": "3"},
            [
                *("plain", "modifyUsersData"),
                "See and change records, media, and collections.",
                *("plain", "modifyRoles", "Change users and send them email."),
            ],
        ),
        (
            "fish",
            {"COMP_CWORD": "mod"},
            [
                "plain,modifyUsersData\tSee and change records, media, and collections.",
                "plain,modifyRoles\tChange users and send them email.",
            ],
        ),
    ],
)
def test_shell_completes_a_scope(
    tmp_path: Path, shell: str, more: dict[str, str], expected: list[str]
) -> None:
    code, out, _ = run(
        tmp_path,
        more={
            "_IMAGEN_OAUTH_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": "imagen-oauth url --scope mod",
            **more,
        },
    )
    assert code == 0
    assert out.splitlines() == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_is_given_its_script(tmp_path: Path, shell: str) -> None:
    if shell == "bash" and not bash_completes():
        pytest.skip("Click asks for bash 4.4 or later")
    ordered = {"_IMAGEN_OAUTH_COMPLETE": f"{shell}_source"}
    code, out, said = run(tmp_path, more=ordered)
    assert (code, said) == (0, "")
    assert f"_IMAGEN_OAUTH_COMPLETE={shell}_complete" in out


def bash_completes() -> bool:
    """Return whether this machine has a bash for which Click has a script."""
    bash = shutil.which("bash")
    if bash is None:
        return False
    command = [bash, "--norc", "-c", "echo ${BASH_VERSINFO[0]} ${BASH_VERSINFO[1]}"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return tuple(map(int, out.split())) >= (4, 4)


@pytest.mark.parametrize(
    ("missing", "command"),
    # rich draws tables on a terminal, and nothing else.
    [("click", ["url"]), ("rich", ["scopes"])],
)
def test_without_the_extra_one_line_says_how_to_install_it(
    tmp_path: Path, missing: str, command: list[str]
) -> None:
    program = (
        f"import sys; sys.modules[{missing!r}] = None; "
        "from imagen_oauth.command import main\n"
        "from imagen_oauth._runtime.cli import streams; opened = streams.open_streams\n"
        "def open_streams(): opened(); sys.stdout.isatty = lambda: True\n"
        "streams.open_streams = open_streams; main()"
    )
    launcher = [sys.executable, "-c", program]
    assert run(tmp_path, *command, launcher=launcher) == (
        2,
        "",
        'imagen-oauth requires the extra cli: run pip install "imagen-oauth[cli]"\n',
    )


def test_help_lists_the_commands_in_the_order_of_their_use(tmp_path: Path) -> None:
    lines = run(tmp_path, "--help")[1].splitlines()
    first = lines.index("Commands:") + 1
    assert [line.split()[0] for line in lines[first : first + 7]] == [
        *("url", "login", "token", "headers", "status", "logout", "scopes")
    ]
    assert [line for line in lines[first : first + 7] if line.endswith("...")] == []
