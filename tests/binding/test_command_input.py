"""Standard input that is not a terminal: read whole, or rejected."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.binding.commands import ANSWER, CLIENT, COMMAND, SECRET, run
from tests.sampling import one_in

LOGIN = ["login", *CLIENT, "--state", "s"]
WITH_TOKEN = ["login", *CLIENT, "--with-token"]
LIMIT = 65_536
NEXT = f"nothing was stored; to continue: imagen-oauth {' '.join(LOGIN)}"


def sent(token: str, login: list[str]) -> str:
    """Return what a login reads to get a token."""
    start = "" if login is WITH_TOKEN else "#state=s&token_type=bearer&access_token="
    return f"{start}{token}"


def stored(folder: Path) -> str:
    return run(folder, "token")[1].removesuffix("\n")


@pytest.mark.parametrize("login", [LOGIN, WITH_TOKEN])
def test_text_of_the_greatest_length_is_read(tmp_path: Path, login: list[str]) -> None:
    token = "t" * (LIMIT - len(sent("", login)))
    assert run(tmp_path, *login, typed=sent(token, login))[0] == 0
    assert stored(tmp_path) == token


@pytest.mark.parametrize("login", [LOGIN, WITH_TOKEN])
@pytest.mark.parametrize(
    "more",
    one_in(2, ["t", " " * LIMIT, "\n" * 4 * LIMIT, "\u201c" * LIMIT, "t" * 400_000]),
)
def test_longer_text_is_rejected(tmp_path: Path, login: list[str], more: str) -> None:
    token = "t" * (LIMIT - len(sent("", login)))
    code, out, said = run(tmp_path, *login, typed=sent(token, login) + more)
    assert (code, out) == (1, "")
    assert "more than 65,536 characters" in said and "[input_too_large]" in said
    assert stored(tmp_path) == ""


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
@pytest.mark.parametrize("login", [LOGIN, WITH_TOKEN])
def test_input_without_an_end_is_rejected(tmp_path: Path, login: list[str]) -> None:
    launcher = ["sh", "-c", '"$@" < /dev/zero', "sh", *COMMAND]
    code, out, said = run(tmp_path, *login, launcher=launcher)
    assert (code, out, "[input_too_large]" in said) == (1, "", True)


@pytest.mark.parametrize("login", [LOGIN, WITH_TOKEN])
@pytest.mark.parametrize("limit", [1_023, 4_095])
@pytest.mark.parametrize("end", one_in(2, ["\n", "", "\r\n", "\nmore"]))
def test_line_that_a_terminal_may_have_truncated_is_rejected(
    tmp_path: Path, login: list[str], limit: int, end: str
) -> None:
    token = "t" * (limit - len(sent("", login)))
    code, out, said = run(tmp_path, *login, typed=sent(token, login) + end)
    assert (code, out) == (1, "")
    first, last = said.splitlines()
    assert f"a line has {limit:,} bytes" in first and "[truncated_input]" in first
    words = " ".join(login)
    assert last == f"nothing was stored; to continue: imagen-oauth {words}"
    assert stored(tmp_path) == ""


@pytest.mark.parametrize("login", [LOGIN, WITH_TOKEN])
@pytest.mark.parametrize("limit", [1_023, 4_095])
def test_complete_line_of_that_length_is_read_with_a_space(
    tmp_path: Path, login: list[str], limit: int
) -> None:
    token = "t" * (limit - len(sent("", login)))
    code, _, said = run(tmp_path, *login, typed=f"{sent(token, login)} \n")
    assert code == 0, said
    assert stored(tmp_path) == token


def test_character_that_the_terminal_cut_is_counted(tmp_path: Path) -> None:
    line = ANSWER.encode().ljust(4_093, b"x") + "\u201c".encode()[:2]
    code, _, said = run(tmp_path, *LOGIN, typed=line + b"\n")
    assert (code, "[truncated_input]" in said) == (1, True)


def test_first_word_of_several_lines_is_never_stored(tmp_path: Path) -> None:
    code, _, said = run(tmp_path, *WITH_TOKEN, typed=f"Imagen\n{ANSWER}")
    assert (code, "[invalid_access_token]" in said) == (1, True)
    assert SECRET not in said
    assert stored(tmp_path) == ""


def test_byte_order_mark_is_ignored_and_utf_16_is_named(tmp_path: Path) -> None:
    start = sent("", LOGIN).encode()
    for login, data in (
        (WITH_TOKEN, b"\xef\xbb\xbf" + SECRET.encode()),
        (LOGIN, b"\xef\xbb\xbf" + start + SECRET.encode()),
    ):
        assert run(tmp_path, *login, typed=data)[0] == 0
        assert stored(tmp_path) == SECRET
        run(tmp_path, "logout")
    for login, encoding in ((WITH_TOKEN, "utf-16"), (LOGIN, "utf-16-be")):
        typed = sent(SECRET, login).encode(encoding)
        code, out, said = run(tmp_path, *login, typed=typed)
        assert (code, out) == (1, "")
        assert said.splitlines()[0] == (
            "Error: the text looks like UTF-16, not UTF-8: save it as UTF-8; in "
            "PowerShell, use Out-File -Encoding utf8 [bad_encoding]"
        )
        assert stored(tmp_path) == ""


def test_token_of_any_characters_needs_consent(tmp_path: Path) -> None:
    token = f"perm:{SECRET}"
    consent = "--any-characters"
    code, out, said = run(tmp_path, *WITH_TOKEN, typed=token)
    assert (code, out, SECRET in said) == (1, "", False)
    assert said.splitlines()[0] == (
        "Error: the token contains a character that is not valid in a bearer token: copy "
        "the token again; only if the server is known to issue such tokens, add "
        "--any-characters [invalid_access_token]"
    )
    for login in (WITH_TOKEN, LOGIN):
        typed = sent(f"{token}\n", login)
        assert run(tmp_path, *login, consent, typed=typed)[0] == 0
        assert stored(tmp_path) == token
        run(tmp_path, "logout")
    rejected = f'"{token}"'
    code, _, said = run(tmp_path, *WITH_TOKEN, consent, typed=rejected)
    assert (code, "without quotes" in said) == (1, True)
    assert said.splitlines()[-1].endswith(f"{consent} --with-token")


@pytest.mark.parametrize("login", [LOGIN, WITH_TOKEN])
def test_closed_input_is_one_line(tmp_path: Path, login: list[str]) -> None:
    launcher = ["sh", "-c", 'exec "$@" <&-', "sh", *COMMAND]
    code, out, said = run(tmp_path, *login, launcher=launcher)
    assert (code, out, said) == (1, "", "Error: standard input is closed\n")


def test_the_prompt_costs_nothing_until_it_is_needed(tmp_path: Path) -> None:
    program = (
        "import sys; from imagen_oauth.command import main\n"
        "try: main()\n"
        "finally: print(*sorted({'asyncio', 'prompt_toolkit'} & {*sys.modules}))"
    )
    launcher = [sys.executable, "-c", program]
    code, out, _ = run(tmp_path, *LOGIN, typed=ANSWER, launcher=launcher)
    assert (code, out) == (0, "\n")
