"""The command with streams that are closed, full, or left by their reader, and odd text."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from imagen_oauth import AccessToken, _command
from imagen_oauth._runtime.cli.command import run as run_in_process
from imagen_oauth.command import main
from imagen_oauth.store import Entry, open_store

from tests.binding.commands import (
    ANSWER,
    CLIENT,
    COMMAND,
    PATIENCE,
    SECRET,
    environment,
    logged_in,
    run,
)

CLOSED, FULL, LEFT = "closed", "/dev/full", "left"
"""What a descriptor is: closed, a device without space, or a pipe that nobody reads."""

assert _command  # Copies of this process need not import it.
full = pytest.mark.skipif(not Path(FULL).exists(), reason="there is no /dev/full")


def call(
    folder: Path,
    *arguments: str,
    typed: str = ANSWER,
    streams: Mapping[int, str] | None = None,
    more: Mapping[str, str] | None = None,
) -> tuple[int, str, str]:
    """Run the command in a copy of this process; return the result of `run`."""
    places = {1: folder / "out", 2: folder / "said"}
    (folder / "in").write_text(typed)
    for place in places.values():
        place.write_text("")
    child = os.fork()
    if child == 0:
        code = 99
        signal.alarm(PATIENCE)
        try:
            os.chdir(folder)
            os.environ.update({**environment(folder), **(more or {})})
            os.dup2(os.open(folder / "in", os.O_RDONLY), 0)
            for number, place in places.items():
                os.dup2(os.open(place, os.O_WRONLY | os.O_APPEND), number)
            _set_up(streams or {})
            code = _main(arguments)
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    out, said = (place.read_text("utf-8", "replace") for place in places.values())
    return code, out, said


def _set_up(streams: Mapping[int, str]) -> None:
    """Change descriptors, and give Python the streams that it has after such a start."""
    for number, kind in streams.items():
        if kind == CLOSED:
            os.close(number)
        elif kind == LEFT:
            reading, writing = os.pipe()
            os.close(reading)
            os.dup2(writing, number)
        else:
            os.dup2(os.open(kind, os.O_RDWR), number)
    closed = [number for number, kind in streams.items() if kind == CLOSED]
    encoding = os.environ.get("PYTHONIOENCODING", "utf-8")
    sys.stdin = _stream(0, "r", closed, encoding, "strict")
    sys.stdout = _stream(1, "w", closed, encoding, "strict")
    sys.stderr = _stream(2, "w", closed, encoding, "backslashreplace")


def _stream(
    number: int, mode: str, closed: list[int], encoding: str, errors: str
) -> Any:
    """Return a stream, or None for one that is closed."""
    if number in closed:
        return None
    return open(number, mode, encoding=encoding, errors=errors, closefd=False)


def _main(arguments: Sequence[str]) -> int:
    """Return the exit code, or 120 for output that Python could not write at its exit."""
    sys.argv = ["imagen-oauth", *arguments]
    try:
        main()
    except SystemExit as end:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                return 120
        return end.code if isinstance(end.code, int) else 98
    return 97


def kept(folder: Path) -> list[str]:
    """Store a token in a file, and return the option that names it."""
    token = AccessToken.from_value(
        SECRET, domain="media.example.com", client_id="KEY", expires_in=3600
    )
    file = folder / "own" / "t.json"
    open_store(file).save(Entry(token, ["roles"]))
    return ["--store", str(file)]


def commands(store: Sequence[str]) -> dict[str, tuple[list[str], int, bool]]:
    """Return the arguments of each command, its exit code, and whether it prints data."""
    return {
        "url": (["url", *CLIENT], 0, True),
        "login": (["login", *CLIENT, "--state", "s", *store], 0, False),
        "login --json": (["login", *CLIENT, "--state", "s", "--json", *store], 0, True),
        "token": (["token", *store], 0, True),
        "headers": (["headers", *store], 0, True),
        "headers --json": (["headers", "--json", *store], 0, True),
        "status": (["status", *store], 0, True),
        "logout": (["logout", "--client-id", "OTHER", *store], 13, False),
        "scopes": (["scopes"], 0, True),
        "--help": (["--help"], 0, True),
        "token --help": (["token", "--help"], 0, True),
        "--version": (["--version"], 0, True),
        "usage": (["token", "--wrong"], 2, False),
        "none": ([], 2, False),
    }


@full
@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (CLOSED, "Error: cannot write to standard output: it is closed"),
        (FULL, "Error: cannot write to standard output: No space left on device"),
        (LEFT, None),
    ],
)
def test_output_that_cannot_be_written_is_1_and_at_most_one_line(
    tmp_path: Path, kind: str, line: str | None
) -> None:
    for name, (arguments, code, has_data) in commands(kept(tmp_path)).items():
        found, out, said = call(tmp_path, *arguments, streams={1: kind})
        assert (name, found, out) == (name, 1 if has_data else code, "")
        errors = {
            "usage": "Error: unknown option: run imagen-oauth token --help",
            "logout": f"Error: no matching token in {tmp_path / 'own' / 't.json'}",
        }
        wanted = errors.get(name, (line or "") if has_data else "")
        assert [one for one in said.splitlines() if one.startswith("Error: ")] == [
            *filter(None, [wanted])
        ], name
        assert SECRET not in said and "Traceback" not in said


@full
@pytest.mark.parametrize("kind", [CLOSED, FULL, LEFT])
def test_lines_that_nobody_can_read_change_neither_the_data_nor_the_exit_code(
    tmp_path: Path, kind: str
) -> None:
    for name, (arguments, code, has_data) in commands(kept(tmp_path)).items():
        found, out, said = call(tmp_path, *arguments, streams={2: kind})
        assert (name, found, bool(out), said) == (name, code, has_data, "")
    stored = call(tmp_path, "token", *kept(tmp_path), streams={2: kind})
    assert stored == (0, f"{SECRET}\n", "")


@full
def test_command_without_any_usable_stream_ends_with_its_exit_code(
    tmp_path: Path,
) -> None:
    for kind in (CLOSED, FULL):
        for name, (arguments, code, has_data) in commands(kept(tmp_path)).items():
            found, *_ = call(tmp_path, *arguments, streams={1: kind, 2: kind})
            assert (name, found) == (name, 1 if has_data else code)
    login = commands(kept(tmp_path))["login"][0]
    for others in ({}, {1: CLOSED}, {1: CLOSED, 2: CLOSED}):
        assert call(tmp_path, *login, streams={0: CLOSED, **others})[0] == 1


def test_files_never_get_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    store = kept(tmp_path)
    before = Path(store[1]).read_bytes()
    everything = {0: CLOSED, 1: CLOSED, 2: CLOSED}
    printing = {"PYTHON_KEYRING_BACKEND": "tests.binding.keyrings.Printing"}
    assert call(tmp_path, "token", *store, streams=everything, more=printing)[0] == 1
    assert Path(store[1]).read_bytes() == before


def test_result_of_a_login_is_shown_before_output_that_fails(tmp_path: Path) -> None:
    login = commands(kept(tmp_path))["login --json"][0]
    code, _, said = call(tmp_path, *login, streams={1: CLOSED})
    assert code == 1
    assert said.splitlines()[-2:] == [
        f"stored in {tmp_path}/own/t.json",
        "Error: cannot write to standard output: it is closed",
    ]


def test_only_the_command_writes_to_standard_output(tmp_path: Path) -> None:
    logged_in(tmp_path)
    code, out, said = run(tmp_path, "token", keyring="Printing")
    assert (code, out) == (0, f"{SECRET}\n")
    assert {*said.splitlines()} == {"printed", "written", "by another program"}
    headers = f"X-Imagen-API-Key: KEY\nAuthorization: Bearer {SECRET}\n"
    assert run(tmp_path, "headers", keyring="Printing")[:2] == (0, headers)


# A token as an argument


@pytest.mark.parametrize("name", ["login", "token", "headers", "status", "logout"])
def test_token_that_is_typed_as_an_argument_is_not_repeated(
    tmp_path: Path, name: str
) -> None:
    argument = (
        "Error: unexpected argument: put quotes around a value with spaces; "
        f"responses and tokens are never arguments; run imagen-oauth {name} --help\n"
    )
    option = f"Error: unknown option: run imagen-oauth {name} --help\n"
    assert call(tmp_path, name, SECRET) == (2, "", argument)
    assert call(tmp_path, name, f"--{SECRET}") == (2, "", option)
    for word in (f"--token={SECRET}", f"-{SECRET}", f"--wrong={SECRET}"):
        code, out, said = call(tmp_path, name, word)
        assert (code, out, said.count("\n")) == (2, "", 1)
        assert said.startswith("Error: unknown option: ")
        assert SECRET not in said


@pytest.mark.parametrize("option", ["--client-id", "--domain", "--state", "--store"])
@pytest.mark.parametrize(
    "value",
    [
        f"Bearer {SECRET}",
        f" authorization: bearer {SECRET}",
        f"https://app.example.org/cb{ANSWER}",
    ],
)
def test_token_that_is_typed_as_an_option_is_not_repeated(
    tmp_path: Path, option: str, value: str
) -> None:
    code, out, said = call(tmp_path, "login", option, value)
    assert (code, out, said.count("\n")) == (2, "", 1)
    assert said.startswith(f"Error: Invalid value for '{option}'")
    assert said.endswith(
        ": this is a token or a response, which cannot be passed as an option: paste it at the "
        "prompt of login\n"
    )
    more = {"IMAGEN_OAUTH_CLIENT_ID": value}
    assert call(tmp_path, "status", more=more) == (
        2,
        "",
        (
            "Error: Invalid value for '--client-id' (env var: 'IMAGEN_OAUTH_CLIENT_ID'): "
            "this is a token or a response, which cannot be passed as an option: paste it at the "
            "prompt of login\n"
        ),
    )


def test_folder_as_the_store_is_2_with_what_to_write(tmp_path: Path) -> None:
    assert call(tmp_path, "status", "--store", str(tmp_path)) == (
        2,
        "",
        (
            "Error: Invalid value for '--store' (env var: 'IMAGEN_OAUTH_STORE'): this is "
            "a folder: add the name of a file to it\n"
        ),
    )


def test_client_id_with_a_word_of_a_header_is_accepted(tmp_path: Path) -> None:
    more = ["--domain", "media.example.com", "--scope", "roles"]
    for client_id in ("bearer", "Bearers 1", "my bearer app", "access_token"):
        code, out, _ = call(tmp_path, "url", "--client-id", client_id, *more)
        assert (code, out.startswith("https://")) == (0, True)


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        (
            "--store t.json status",
            "write --store after login, token, headers, status, or logout",
        ),
        ("--valid-for=4h status", "write --valid-for after status"),
        ("token --valid-for 4h", "use --valid-for with status"),
        ("status --all", "use --all with logout"),
        ("headers --state x", "use --state with url or login"),
    ],
)
def test_option_of_another_command_names_that_command(
    tmp_path: Path, line: str, fix: str
) -> None:
    wanted = f"Error: unknown option: {fix}\n"
    assert call(tmp_path, *line.split()) == (2, "", wanted)


def test_token_in_the_place_of_a_command_is_not_repeated(tmp_path: Path) -> None:
    assert call(tmp_path, SECRET) == (
        2,
        "",
        (
            "Error: unknown command: choose from url, login, token, headers, status, "
            "logout, scopes\n"
        ),
    )
    assert call(tmp_path, f"--{SECRET}")[2] == (
        "Error: unknown option: run imagen-oauth --help\n"
    )
    for option in ("--with-token", "--json", "--help"):
        code, out, said = call(tmp_path, "login", *CLIENT, f"{option}={SECRET}")
        assert (code, out, said) == (
            2,
            "",
            f"Error: Option '{option}' does not take a value.\n",
        )


# Text that a terminal or an encoding cannot show


ODD = {
    "a\x1b[31mb": r"a\x1b[31mb",
    "a\nError: b": r"a\nError: b",
    "a\rb\x9bc": r"a\rb\x9bc",
    "a\u202eb\u200b": r"a\u202eb\u200b",
    "a\udcff": r"a\udcff",
}
"""Texts, and how they are shown."""


def test_text_of_the_user_cannot_control_the_terminal_or_start_a_line(
    tmp_path: Path,
) -> None:
    login = ["login", *CLIENT, "--state", "s"]
    for odd, shown in ODD.items():
        path = f"{tmp_path}/{shown}/t.json"
        given: list[tuple[list[str], dict[str, str]]] = [
            (["--store", f"{odd}/t.json"], {}),
            ([], {"IMAGEN_OAUTH_STORE": f"{odd}/t.json"}),
        ]
        for option, more in given:
            code, out, said = call(tmp_path, "token", *option, more=more)
            none = (
                f"Error: no token is stored in {path}: run imagen-oauth login --store "
            )
            assert (code, out, said.startswith(none)) == (13, "", True)
            assert said.count("\n") == 1
            code, out, said = call(tmp_path, *login, *option, more=more)
            assert (code, out, said.splitlines()[-1]) == (0, "", f"stored in {path}")
            code, out, said = call(tmp_path, "status", *option, more=more)
            assert (code, said) == (0, "")
            assert out.split("\n")[1] == f"stored in: {path}"
            assert call(tmp_path, "logout", *option, more=more)[0] == 0
        for arguments in (
            ["url", "--domain", odd, "--client-id", "KEY"],
            ["url", *CLIENT, "--client-id", odd],
            ["url", *CLIENT, "--state", odd],
            ["url", *CLIENT, "--scheme", odd],
            ["url", *CLIENT, "--scope", odd],
            ["scopes", "--for", odd],
            ["status", "--valid-for", odd],
            [odd],
            ["token", odd],
            ["token", f"--{odd}"],
        ):
            code, out, said = call(tmp_path, *arguments)
            assert (code, out, said.count("\n")) == (2, "", 1)
            assert said.removesuffix("\n").isprintable()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "utf-8"])
def test_text_that_an_encoding_does_not_have_is_escaped(
    tmp_path: Path, encoding: str
) -> None:
    name = "t\u0142k/\u65e5.json"
    more = {"PYTHONIOENCODING": encoding}
    store = ["--store", name]
    assert call(tmp_path, "login", *CLIENT, "--state", "s", *store, more=more)[0] == 0
    code, out, said = call(tmp_path, "status", *store, more=more)
    shown = name if encoding == "utf-8" else r"t\u0142k/\u65e5.json"
    assert (code, said) == (0, "")
    assert out.splitlines()[1] == f"stored in: {tmp_path}/{shown}"
    assert call(tmp_path, "token", *store, more=more) == (0, f"{SECRET}\n", "")


@pytest.mark.parametrize(
    ("name", "encoding", "words"),
    [
        ("a\x1b[31m'b", "utf-8", r"$'a\033[31m\047b'"),
        ("t\u0142k", "ascii", r"$'t\305\202k'"),
        ("t\u0142k", "utf-8", "'t\u0142k'"),
        ("a\udcff\\", "utf-8", r"$'a\377\134'"),
    ],
)
def test_command_to_continue_names_the_same_file_in_a_shell(
    tmp_path: Path, name: str, encoding: str, words: str
) -> None:
    more = {"PYTHONIOENCODING": encoding}
    login = ["login", *CLIENT, "--store", f"{name}/t", "--state", "s"]
    code, _, said = call(tmp_path, *login, typed="", more=more)
    shown = f"{words[:-1]}/t'"
    assert (code, said.splitlines()[-1]) == (
        1,
        (
            f"nothing was stored; to continue: imagen-oauth login {' '.join(CLIENT)} "
            f"--store {shown} --state s"
        ),
    )


# Signals


@pytest.mark.parametrize(
    "module",
    [
        *("imagen_oauth._runtime.cli.streams", "imagen_oauth._runtime.errors"),
        *("imagen_oauth.client", "imagen_oauth._runtime.pasted", "click"),
        *("imagen_oauth._runtime.store.lock", "keyring"),
    ],
)
def test_ctrl_c_while_modules_are_imported_is_one_line_and_130(
    tmp_path: Path, module: str
) -> None:
    program = (
        "import os, signal, sys\n"
        "def hook(event, arguments):\n"
        f"    if event == 'import' and arguments[0] == {module!r}:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.addaudithook(hook)\n"
        "from imagen_oauth.command import main\n"
        "main()\n"
    )
    launcher = [sys.executable, "-c", program]
    assert run(tmp_path, "token", launcher=launcher) == (130, "", "Error: stopped\n")


def test_only_what_handles_ctrl_c_is_imported_before_the_command_starts() -> None:
    program = (
        "import sys, imagen_oauth.command\n"
        "print(*sorted(one for one in sys.modules if one.startswith('imagen_oauth')))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [
        "imagen_oauth",
        "imagen_oauth._runtime",
        "imagen_oauth._runtime.cli",
        "imagen_oauth._runtime.cli.exit_codes",
        "imagen_oauth._runtime.cli.first_signal",
        "imagen_oauth.command",
    ]


def test_ctrl_c_before_click_handles_it_is_one_line_and_130(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_command.COMMAND, "main", interrupted)
    assert run_in_process(_command.COMMAND) == 130
    assert capsys.readouterr() == ("", "Error: stopped\n")


def test_background_job_that_ignores_ctrl_c_goes_on(tmp_path: Path) -> None:
    launcher = [
        "sh",
        "-c",
        'trap "" INT; "$@" & sleep 0.05; kill -INT $!; wait $!',
        "sh",
    ]
    code, out, _ = run(tmp_path, "scopes", "--json", launcher=[*launcher, *COMMAND])
    assert (code, out[:1]) == (0, "[")


# The browser


def test_browser_neither_prints_nor_blocks_and_has_its_own_session(
    tmp_path: Path,
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(
        "#!/bin/sh\necho printed; echo said >&2; read line\n"
        f'echo "$1" > {tmp_path}/url\n'
        f"ps -o sid= -p $$ > {tmp_path}/sid; exec sleep 300 > {tmp_path}/done\n"
    )
    browser.chmod(0o755)
    more = {"BROWSER": str(browser), "PYTHONDEVMODE": "1"}
    code, out, said = run(tmp_path, "login", *CLIENT, "--store", "t/t.json", more=more)
    assert (code, out) == (1, "")
    first, url, *_ = lines = said.splitlines()
    assert (first, len(lines)) == ("Open this URL, log in, and approve:", 4)
    end = time.monotonic() + PATIENCE
    while not (tmp_path / "done").exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    assert (tmp_path / "url").read_text() == f"{url.strip()}\n"
    session = int((tmp_path / "sid").read_text())
    assert session != os.getsid(0)
    os.killpg(session, signal.SIGTERM)


@pytest.mark.parametrize("browser", ["false", "/nowhere/browser", ""])
def test_browser_that_fails_is_no_error(tmp_path: Path, browser: str) -> None:
    more = {"BROWSER": browser, "DISPLAY": ":99"}
    login = ["login", *CLIENT, "--store", "t/t.json"]
    code, out, said = run(tmp_path, *login, typed="", more=more)
    assert (code, out) == (1, "")
    assert said.splitlines()[2].endswith("[empty_input]")
    assert len(said.splitlines()) == 4
