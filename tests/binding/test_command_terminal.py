"""The command at a terminal: a paste is read whole or rejected, and never shown."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import termios
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from imagen_oauth._runtime.cli.terminal import NotHidden, hidden

from tests.binding.commands import ANSWER, CLIENT, SECRET, run
from tests.binding.raised import command_line
from tests.binding.terminals import BRACKETED, PATIENCE, PROMPT, Terminal
from tests.sampling import one_in

PASTE = f" and press Enter {PROMPT}"
LOGIN = ["login", *CLIENT, "--state", "s"]
WITH_TOKEN = ["login", *CLIENT, "--with-token"]
FIELDS = {"access_token": SECRET, "token_type": "bearer", "expires_in": 3600}
JSON = json.dumps({**FIELDS, "state": "s"}, indent=4)
TITLED = f"Imagen\nhttps://media.example.com/oauth/done{ANSWER}"
WRAPPED = f"https://media.example.com/oauth/done{ANSWER}".replace("&", "\n&")


def stored(folder: Path) -> str:
    return run(folder, "token")[1].removesuffix("\n")


def response(token: str) -> str:
    return f"#state=s&token_type=bearer&access_token={token}"


# What is pasted at the prompt


@pytest.mark.parametrize(
    ("text", "line_break"),
    one_in(
        2,
        [
            *[(WRAPPED, "\r\n"), (JSON, "\r"), (JSON, "\n")],
            *[(TITLED, "\n"), (ANSWER, "")],
        ],
    ),
)
@pytest.mark.parametrize("is_marked", [True, False])
def test_paste_of_several_lines_is_read_as_one_text(
    tmp_path: Path, text: str, line_break: str, is_marked: bool
) -> None:
    with Terminal(tmp_path, *LOGIN) as terminal:
        terminal.wait_for_prompt()
        pasted = text.replace("\n", line_break)
        (terminal.paste if is_marked else terminal.type)(pasted)
        terminal.type("\r")
        assert terminal.end() == 0, terminal.shown
        assert f"{len(text)} characters" in terminal.shown
        assert "granted: roles" in terminal.shown
        assert SECRET not in terminal.shown
        assert terminal.unread() == b""
    assert stored(tmp_path) == SECRET


def test_line_break_in_a_paste_does_not_end_it(tmp_path: Path) -> None:
    with Terminal(tmp_path, *LOGIN) as terminal:
        terminal.wait_for_prompt()
        terminal.paste(f"{ANSWER}\n")
        terminal.wait_for(f"{len(ANSWER) + 1} characters")
        time.sleep(0.5)
        assert "granted" not in terminal.shown
        terminal.type("\n")
        assert terminal.end() == 0, terminal.shown


@pytest.mark.parametrize(
    ("before", "size"),
    one_in(
        2,
        [
            *[("", size) for size in (4_095 - len(response("")), 5_000, 60_000)],
            *[("\u201c", size) for size in (5_000, 60_000)],
            ("\u00a0", 5_000),
        ],
    ),
)
@pytest.mark.parametrize("is_marked", [True, False])
def test_long_response_is_stored_whole(
    tmp_path: Path, before: str, size: int, is_marked: bool
) -> None:
    token = "t" * size
    with Terminal(tmp_path, *LOGIN) as terminal:
        terminal.wait_for_prompt()
        start = time.monotonic()
        (terminal.paste if is_marked else terminal.type)(before + response(token))
        terminal.type("\r")
        assert terminal.end() == 0, terminal.shown
        assert time.monotonic() - start < 10
        assert "ttt" not in terminal.shown
    assert stored(tmp_path) == token


@pytest.mark.parametrize(
    ("size", "is_marked"),
    one_in(
        2,
        [
            *[(1_023, True), (4_095, False), (5_000, True)],
            *[(5_000, False), (60_000, False)],
        ],
    ),
)
def test_long_bare_token_is_stored_whole(
    tmp_path: Path, size: int, is_marked: bool
) -> None:
    token = "t" * size
    with Terminal(tmp_path, *WITH_TOKEN) as terminal:
        terminal.wait_for_prompt()
        (terminal.paste if is_marked else terminal.type)(token)
        terminal.type("\r")
        assert terminal.end() == 0, terminal.shown
    assert stored(tmp_path) == token


@pytest.mark.parametrize(
    ("login", "size", "is_marked"),
    [(LOGIN, 65_537, True), (WITH_TOKEN, 65_537, False), (WITH_TOKEN, 200_000, True)],
)
def test_paste_over_the_limit_is_rejected(
    tmp_path: Path, login: list[str], size: int, is_marked: bool
) -> None:
    with Terminal(tmp_path, *login) as terminal:
        terminal.wait_for_prompt()
        (terminal.paste if is_marked else terminal.type)("t" * size)
        terminal.type("\r")
        terminal.wait_for_prompt(2)
        terminal.type("\x04")
        assert terminal.end() == 130
        assert "[input_too_large]" in terminal.shown
        assert "ttt" not in terminal.shown
        assert terminal.unread() == b""
    assert stored(tmp_path) == ""


@pytest.mark.parametrize("login", [LOGIN, WITH_TOKEN])
@pytest.mark.parametrize(
    ("before", "size", "wait"),
    one_in(
        3,
        [
            *[("", size, 0.0) for size in (1_000, 5_000, 60_000)],
            *[("\u201c", size, 0.0) for size in (1_000, 5_000)],
            *[("", 60_000, wait) for wait in (0.2, 0.3)],
        ],
    ),
)
def test_paste_before_the_prompt_is_stored_whole_or_rejected(
    tmp_path: Path, login: list[str], size: int, before: str, wait: float
) -> None:
    token = "t" * size
    text = token if login is WITH_TOKEN else response(token)
    with Terminal(tmp_path, *login, is_fresh=True) as terminal:
        time.sleep(wait)
        terminal.type(f"{before}{text}\r")
        # What was lost shows only an error.
        terminal.wait_until(
            lambda: "Error: " in terminal.shown or "stored in" in terminal.shown
        )
        if "Error: " in terminal.shown:
            terminal.type("\x03")
        code = terminal.end()
        assert terminal.unread() == b""
        told = terminal.shown[-1_000:]
    assert (stored(tmp_path), code) in ((token, 0), ("", 130))
    if code:
        assert "[truncated_input]" in told or (before and login is WITH_TOKEN)
    if size < 4_000 and not before:
        assert code == 0


def test_paste_that_the_terminal_truncated_is_rejected_with_what_to_do(
    tmp_path: Path,
) -> None:
    with Terminal(tmp_path, *LOGIN, is_fresh=True) as terminal:
        # The process has not started to read: the terminal keeps 4,095 bytes.
        terminal.type(response("t" * 5_000) + "\r")
        terminal.wait_for_prompt()
        terminal.type(f"{ANSWER}\r")
        assert terminal.end() == 0, terminal.shown
        lines = terminal.shown.splitlines()
    error = command_line("truncated_input.before_prompt")
    assert lines[lines.index(error) + 1] == f"Paste the whole response again{PASTE}"
    assert stored(tmp_path) == SECRET


# Another attempt


WRONG = {
    "hello world": "missing_token.pasted",
    ANSWER.replace("state=s", "state=other"): "state_mismatch",
    ANSWER.replace("&state=s", ""): "state_missing.alone",
    f"{ANSWER}\n{ANSWER}": "ambiguous_response.text_after_response",
}


def test_rejected_paste_is_followed_by_another_prompt(tmp_path: Path) -> None:
    with Terminal(tmp_path, *LOGIN) as terminal:
        for number, text in enumerate(WRONG, 1):
            terminal.wait_for_prompt(number)
            terminal.paste(text)
            terminal.type("\r")
        terminal.wait_for_prompt(len(WRONG) + 1)
        terminal.paste(ANSWER)
        terminal.type("\r")
        assert terminal.end() == 0, terminal.shown
        assert SECRET not in terminal.shown and "hello" not in terminal.shown
        assert terminal.unread() == b""
        lines = [
            line
            for line in terminal.shown.splitlines()
            if line.startswith(("Error", "Paste", "granted"))
        ]
    first, *again = lines[::2]
    assert first == f"Paste the whole response{PASTE}"
    assert again == [f"Paste the whole response again{PASTE}"] * len(WRONG)
    *errors, granted = lines[1::2]
    assert granted == "granted: roles"
    assert errors[:3] == [command_line(key) for key in list(WRONG.values())[:3]]
    assert "[ambiguous_response]" in errors[3]
    assert stored(tmp_path) == SECRET


def test_attempts_are_limited(tmp_path: Path) -> None:
    with Terminal(tmp_path, *LOGIN) as terminal:
        for number in range(1, 6):
            terminal.wait_for_prompt(number)
            terminal.type("a b\r")
        assert terminal.end() == 1
        assert terminal.shown.count(BRACKETED) == 5
        lines = terminal.shown.splitlines()[-2:]
    assert lines == [
        command_line("missing_token.pasted"),
        f"nothing was stored; to continue: imagen-oauth {' '.join(LOGIN)}",
    ]


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_end_after_a_rejected_paste_says_how_to_continue(
    tmp_path: Path, key: str
) -> None:
    with Terminal(tmp_path, *LOGIN) as terminal:
        terminal.wait_for_prompt()
        terminal.type("a b\r")
        terminal.wait_for_prompt(2)
        terminal.type(key)
        assert terminal.end() == 130
        assert terminal.shown.splitlines()[-2:] == [
            "Error: stopped",
            f"nothing was stored; to continue: imagen-oauth {' '.join(LOGIN)}",
        ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("#error=access_denied&state=s", "authorization_error"),
        ("#code=c&state=s", "code_instead_of_token"),
    ],
)
def test_final_response_has_no_other_prompt(
    tmp_path: Path, text: str, code: str
) -> None:
    with Terminal(tmp_path, *LOGIN) as terminal:
        terminal.wait_for_prompt()
        terminal.type(f"{text}\r")
        assert terminal.end() == 1
        error, last = terminal.shown.splitlines()[-2:]
    assert error.endswith(f"[{code}]")
    again = f"imagen-oauth login {' '.join(CLIENT)}"
    assert last == f"nothing was stored; to start again: {again}"


def test_rest_of_a_rejected_paste_is_not_read_at_the_next_prompt(
    tmp_path: Path,
) -> None:
    with Terminal(tmp_path, *WITH_TOKEN) as terminal:
        terminal.wait_for_prompt()
        terminal.type("two words\r")
        terminal.wait_for("Error: ")
        terminal.type("the-rest\r")
        terminal.wait_for_prompt(2)
        terminal.type(f"{SECRET}\r")
        assert terminal.end() == 0, terminal.shown
        assert "the-rest" not in terminal.shown
    assert stored(tmp_path) == SECRET


# Keys


def test_typing_mistakes_are_deleted_unseen(tmp_path: Path) -> None:
    with Terminal(tmp_path, *WITH_TOKEN) as terminal:
        terminal.wait_for_prompt()
        terminal.paste("wrong")
        terminal.wait_for("5 characters")
        terminal.type("\x15")
        terminal.wait_for("0 characters")
        terminal.paste(f"{SECRET}xy")
        terminal.type("\x7f\x08")
        terminal.type("\r")
        assert terminal.end() == 0, terminal.shown
    assert stored(tmp_path) == SECRET


def test_other_keys_do_nothing(tmp_path: Path) -> None:
    control = "\x01 \x05 \x0b \x10 \x12 \x16 \x17 \x18 \x19 \x1a \x1c \x1e \x1f"
    keys = [*control.split(" "), "\x1b", "\x1b[A", "\x1b[D", "\x1b[3~"]
    with Terminal(tmp_path, *WITH_TOKEN) as terminal:
        terminal.wait_for_prompt()
        terminal.paste(SECRET)
        terminal.wait_for(f"{len(SECRET)} characters")
        for key in keys:
            terminal.type(key)
            time.sleep(0.3)
        terminal.type("\r")
        assert terminal.end() == 0, terminal.shown
        assert SECRET not in terminal.shown
    assert stored(tmp_path) == SECRET


def test_end_of_input_at_an_empty_prompt_ends_the_command(tmp_path: Path) -> None:
    with Terminal(tmp_path, *LOGIN) as terminal:
        terminal.wait_for_prompt()
        terminal.type("\x04")
        assert terminal.end() == 130
        assert terminal.shown.endswith("\r\nError: stopped\r\n")
        assert "Traceback" not in terminal.shown


def test_terminal_that_hangs_up_ends_the_command(tmp_path: Path) -> None:
    with Terminal(tmp_path, *LOGIN) as terminal:
        terminal.wait_for_prompt()
        assert terminal.hang_up() != 0
    assert stored(tmp_path) == ""


@pytest.mark.parametrize("rest", ["", "x" * 50_000])
def test_ctrl_c_stores_nothing_and_restores_the_terminal(
    tmp_path: Path, rest: str
) -> None:
    store = tmp_path / "s" / "t"
    with Terminal(tmp_path, *LOGIN, "--store", str(store)) as terminal:
        terminal.wait_for_prompt()
        terminal.type(f"{ANSWER}\x03{rest}")
        assert terminal.end() == 130
        assert termios.tcgetattr(terminal.slave) == terminal.mode
        assert terminal.unread() == b""
        assert "Traceback" not in terminal.shown
        assert terminal.shown.splitlines()[-1] == "Error: stopped"
        assert SECRET not in terminal.shown
    assert not store.exists()


@pytest.mark.parametrize(
    ("number", "code", "line"),
    [
        (signal.SIGINT, 130, "Error: stopped\r\n"),
        (signal.SIGTERM, 143, ""),
        (signal.SIGHUP, 129, ""),
    ],
)
def test_signal_at_the_prompt_restores_the_terminal(
    tmp_path: Path, number: int, code: int, line: str
) -> None:
    with Terminal(tmp_path, *LOGIN) as terminal:
        terminal.wait_for_prompt()
        terminal.type(ANSWER)
        terminal.send(number)
        assert terminal.end() == code
        assert termios.tcgetattr(terminal.slave) == terminal.mode
        assert terminal.shown.endswith(f"\x1b[?2004l\r\n{line}")
        assert "Traceback" not in terminal.shown
        assert "Warning" not in terminal.shown
        assert SECRET not in terminal.shown


# Terminals that may show what is pasted


def wait_for_echo(master: int, size: int) -> None:
    """Wait until the terminal has shown that many bytes of input."""
    while size > 0:
        assert select.select([master], [], [], PATIENCE)[0], f"{size} are not shown"
        size -= len(os.read(master, size))


def test_what_cannot_be_switched_is_not_read() -> None:
    reader, writer = os.pipe()
    os.write(writer, ANSWER.encode())
    with pytest.raises(NotHidden), hidden(reader):
        pytest.fail("a pipe has no switch")
    for descriptor in (reader, writer):
        os.close(descriptor)


def test_terminal_that_keeps_showing_is_rejected_and_left_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)

    def change_nothing(*_: object) -> None:
        pass

    with monkeypatch.context() as patched:
        patched.setattr(termios, "tcsetattr", change_nothing)
        with pytest.raises(NotHidden), hidden(slave):
            pytest.fail("the terminal shows what is typed")
    assert termios.tcgetattr(slave) == before
    for descriptor in (master, slave):
        os.close(descriptor)


@pytest.mark.parametrize(("size", "is_whole"), [(4_000, True), (4_095, False)])
def test_input_before_the_switch_is_measured(size: int, is_whole: bool) -> None:
    master, slave = pty.openpty()
    os.write(master, b"t" * size)
    # The terminal takes input later than it is written, and then shows it.
    wait_for_echo(master, size)
    with hidden(slave) as found:
        assert found == is_whole
        assert termios.tcgetattr(slave)[3] & (termios.ECHO | termios.ICANON) == 0
    for descriptor in (master, slave):
        os.close(descriptor)


def test_terminal_without_control_is_rejected_with_another_way(tmp_path: Path) -> None:
    with Terminal(tmp_path, *LOGIN, TERM="dumb") as terminal:
        assert terminal.end() == 1
        assert terminal.shown.splitlines() == [
            (
                "Error: this terminal may show what you paste: save it to a file, and "
                "read that"
            ),
            f"nothing was stored; to continue: imagen-oauth {' '.join(LOGIN)} < FILE",
        ]


def test_only_the_prompt_requires_a_terminal(tmp_path: Path) -> None:
    with Terminal(tmp_path, *WITH_TOKEN, "--json", errors="said") as terminal:
        said = tmp_path / "said"
        terminal.wait_until(lambda: "(it is not shown)" in said.read_text())
        terminal.type(f"{SECRET}\r")
        assert terminal.end() == 0
        assert json.loads(terminal.shown)["state_verified"] is False
        assert "\x1b" not in said.read_text()
    assert stored(tmp_path) == SECRET


# The question after a single word


@pytest.mark.parametrize(
    ("reply", "code", "token"),
    [("y", 0, SECRET), ("n", 130, ""), ("", 130, ""), ("y" * 70_000, 130, "")],
)
def test_bare_token_is_stored_only_after_a_question(
    tmp_path: Path, reply: str, code: int, token: str
) -> None:
    with Terminal(tmp_path, *LOGIN) as terminal:
        terminal.wait_for_prompt()
        terminal.type(f"{SECRET}\n")
        terminal.wait_for("Store it as unverified? [y/N]:")
        terminal.wait_for_prompt(2)
        terminal.type(f"{reply}\n")
        if code:
            terminal.wait_for_prompt(3)
            assert command_line("missing_token.bare_token") in terminal.shown
            terminal.type("\x04")
        assert terminal.end() == code
        assert ("not verified: nothing ties" in terminal.shown) == (code == 0)
        assert SECRET not in terminal.shown
    assert stored(tmp_path) == token


@pytest.mark.parametrize("form", ["Authorization: Bearer {}", "\ufeff{}", "BEARER {}"])
def test_bare_token_is_read_in_the_form_of_a_header(tmp_path: Path, form: str) -> None:
    with Terminal(tmp_path, *WITH_TOKEN) as terminal:
        terminal.wait_for_prompt()
        terminal.type(f"{form.format(SECRET)}\r")
        assert terminal.end() == 0, terminal.shown
        assert SECRET not in terminal.shown
    assert stored(tmp_path) == SECRET


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("http://127.0.0.1:8080/request/abc", "missing_token.address"),
        (f"https://gateway.example/?u={quote(ANSWER)}", "missing_token.encoded"),
    ],
)
def test_paste_of_another_address_says_where_the_response_is(
    tmp_path: Path, text: str, key: str
) -> None:
    with Terminal(tmp_path, *LOGIN) as terminal:
        terminal.wait_for_prompt()
        terminal.paste(text)
        terminal.type("\r")
        terminal.wait_for(command_line(key))
        assert SECRET not in terminal.shown
    assert stored(tmp_path) == ""


# Tables


def test_scopes_are_a_table_without_colors_if_none_are_wanted(
    tmp_path: Path,
) -> None:
    with Terminal(tmp_path, "scopes", NO_COLOR="1") as terminal:
        assert terminal.end() == 0
        lines = terminal.shown.splitlines()
    assert lines[0].split() == ["scope", "┃", "what", "it", "permits", "┃", "reach"]
    assert "readUsersData" in lines[2]
    assert "\x1b" not in terminal.shown


def test_heading_of_the_table_is_bold_otherwise(tmp_path: Path) -> None:
    with Terminal(tmp_path, "scopes") as terminal:
        assert terminal.end() == 0
        assert "\x1b[1m" in terminal.shown
