"""The file of a token that a system hands over: which is read, and which is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from imagen_oauth import OAuthError
from imagen_oauth._runtime.cli.implicit.bare_token import read_token_at
from imagen_oauth._runtime.cli.implicit.token_file import read_token_file

from tests.binding.raised import key_of, raised

SECRET = "2YotnFZFEjr1zCsicMWpAA"
ROOT = os.geteuid() == 0
SOMEBODY = 12345


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.write_text(f"{SECRET}\n", encoding="ascii")
    path.chmod(0o600)
    return path


def refused(path: Path) -> str:
    with pytest.raises(OAuthError) as caught:
        read_token_file(str(path), "the file of X")
    assert SECRET not in str(caught.value)
    return key_of(caught.value)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_file_of_the_user_is_read_without_its_line_break(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert read_token_file(str(file), "the file of X") == SECRET


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_file_that_others_may_change_is_rejected(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert refused(file) == "store_insecure.token_file_writable"


@pytest.mark.skipif(not ROOT, reason="only root has files of root")
@pytest.mark.parametrize("mode", [0o400, 0o440, 0o444, 0o644])
def test_file_of_root_may_be_readable_as_secrets_of_containers_are(
    file: Path, mode: int
) -> None:
    file.chmod(mode)
    assert read_token_file(str(file), "the file of X") == SECRET


def test_file_of_the_user_that_others_can_read_is_rejected(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.chmod(0o644)
    if ROOT:
        os.chown(file, SOMEBODY, -1)
        monkeypatch.setattr(os, "geteuid", lambda: SOMEBODY)
        os.chown(file.parent, SOMEBODY, -1)
    assert refused(file) == "store_insecure.token_file_readable"


@pytest.mark.skipif(not ROOT, reason="only root can give a file away")
def test_file_of_somebody_else_is_rejected(file: Path) -> None:
    os.chown(file, SOMEBODY, -1)
    assert refused(file) == "store_insecure.token_file_owner"


def test_links_are_followed_as_kubernetes_makes_them(
    file: Path, tmp_path: Path
) -> None:
    (tmp_path / "..data").symlink_to(tmp_path)
    (tmp_path / "link").symlink_to("..data/token")
    assert read_token_file(str(tmp_path / "link"), "the file of X") == SECRET


@pytest.mark.skipif(not ROOT, reason="only root can give a link away")
def test_link_of_somebody_else_is_rejected(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(file)
    os.chown(link, SOMEBODY, -1, follow_symlinks=False)
    assert refused(link) == "store_insecure.token_file_owner"


def test_what_is_no_file_of_a_token_is_rejected(file: Path, tmp_path: Path) -> None:
    assert refused(tmp_path / "missing") == "store_unavailable.token_file_unreadable"
    (tmp_path / "folder").mkdir(mode=0o700)
    os.mkfifo(tmp_path / "pipe", 0o600)
    ordinary = "store_insecure.token_file_kind"
    assert refused(tmp_path / "folder") == ordinary
    assert refused(tmp_path / "pipe") == ordinary
    file.write_text(f"access_token={SECRET}", encoding="ascii")
    assert refused(file) == "invalid_access_token.place"
    file.write_text("", encoding="ascii")
    assert refused(file) == "invalid_access_token.place"


@pytest.mark.parametrize("more", ["t", "\n", "t" * 100_000])
def test_file_over_the_limit_is_rejected_and_not_truncated(
    file: Path, more: str
) -> None:
    token = "t" * 65_536
    file.write_text(token, encoding="ascii")
    assert read_token_file(str(file), "the file of X") == token
    file.write_text(token + more, encoding="ascii")
    assert refused(file) == "input_too_large.file"


def test_file_that_keeps_growing_is_read_within_the_limit(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = os.fstat

    def grow(descriptor: int) -> os.stat_result:
        found = read(descriptor)
        with file.open("a", encoding="ascii") as growing:
            growing.write("t" * 200_000)
        return found

    monkeypatch.setattr(os, "fstat", grow)
    assert refused(file) == "input_too_large.file"


@pytest.mark.parametrize("length", [1_023, 4_095])
def test_line_that_a_terminal_may_have_truncated_is_rejected(
    file: Path, length: int
) -> None:
    token = "t" * length
    for text in (token, f"{token}\n", f"{token}\r\n"):
        file.write_text(text, encoding="ascii", newline="")
        assert refused(file) == "truncated_input.line"
    file.write_text(f"{token} \n", encoding="ascii")
    assert read_token_file(str(file), "the file of X") == token


HEADER = f"Authorization: Bearer {SECRET}"


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{SECRET}\r\n",
        HEADER,
        HEADER.upper().replace(SECRET.upper(), SECRET),
        f"bearer  {SECRET} \n",
        f"\ufeffAuthorization:Bearer\t{SECRET}\r\n",
    ],
)
def test_mark_and_the_form_of_a_header_are_not_part_of_the_token(
    file: Path, text: str
) -> None:
    file.write_text(text, encoding="utf-8", newline="")
    assert read_token_file(str(file), "the file of X") == SECRET
    assert read_token_at(text, "X", any_characters=False) == SECRET


@pytest.mark.parametrize(
    "text",
    [
        f"Bearer Bearer {SECRET}",
        f"Authorization: {SECRET}",
        f"Authorization: Basic {SECRET}",
        f'-H "{HEADER}"',
        f"X-Key: a\n{HEADER}",
        f"{HEADER}\n{HEADER}",
        f"Bearer{SECRET[:9]} {SECRET}",
        "Bearer",
        " ",
        f"\u00bb{SECRET}",
    ],
)
def test_other_forms_are_rejected_and_not_guessed(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    assert refused(file) == "invalid_access_token.place"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SECRET, f"{HEADER}\r\n"])
def test_utf_16_is_named(file: Path, encoding: str, text: str) -> None:
    file.write_bytes(text.encode(encoding))
    assert refused(file) == "bad_encoding.utf16_place"


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_of_which_a_shell_dropped_the_nuls_is_named(mark: bytes) -> None:
    variable = os.fsdecode(mark + SECRET.encode())
    with pytest.raises(OAuthError) as caught:
        read_token_at(variable, "X", any_characters=False)
    assert raised(caught.value) == ("bad_encoding.utf16_place", None, {"place": "X"})


def test_other_visible_characters_need_consent(file: Path) -> None:
    visible = "".join(map(chr, range(0x21, 0x7F)))
    file.write_text(f"Bearer {visible}\n", encoding="ascii")
    assert refused(file) == "invalid_access_token.place_visible"
    allowed = read_token_file(str(file), "the file of X", any_characters=True)
    assert allowed == visible


@pytest.mark.parametrize(
    "token",
    [
        f"{SECRET} {SECRET}",
        f"{SECRET}\nX: y",
        f"{SECRET}\u00e9",
        f"{SECRET}\x7f",
        f"'{SECRET}:'",
        f"https://a.example/#access_token={SECRET}",
        f'{{"access_token":"{SECRET}"}}',
    ],
)
def test_consent_covers_only_one_visible_token(token: str) -> None:
    with pytest.raises(OAuthError) as caught:
        read_token_at(token, "X", any_characters=True)
    assert key_of(caught.value) == "invalid_access_token.place"
