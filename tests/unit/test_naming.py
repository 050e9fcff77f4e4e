"""Wire names become words, and words become identifiers."""

from __future__ import annotations

import keyword
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.naming import constant, not_reserved, reserved_words, snake, words
from generator.targets.python import names as python
from tests.rows import each_row


@each_row(
    ("name", "expected"),
    [
        ("readUsersData", ("read", "users", "data")),
        ("ReadUsersData", ("read", "users", "data")),
        ("roles", ("roles",)),
        ("client_id", ("client", "id")),
        ("client-id", ("client", "id")),
        ("clientId", ("client", "id")),
        ("CLIENT_ID", ("client", "id")),
        ("users.read:all", ("users", "read", "all")),
        ("https://api.example/auth/mail", ("https", "api", "example", "auth", "mail")),
        ("HTTPServer2", ("http", "server2")),
        ("HTTPServer", ("http", "server")),
        ("HTTP", ("http",)),
        ("aHTTPServer", ("a", "http", "server")),
        ("v2Users", ("v2", "users")),
        ("oauth2", ("oauth2",)),
        ("oauth2token", ("oauth2", "token")),
        ("a1b2", ("a1", "b2")),
        ("a-1", ("a", "1")),
        ("9lives", ("9", "lives")),
        ("42", ("42",)),
        ("__class__", ("class",)),
        ("éa", ("a",)),
        ("naïve", ("na", "ve")),
        ("٣a", ("a",)),
        ("A", ("a",)),
        ("aB", ("a", "b")),
        ("AB", ("ab",)),
        ("ABc", ("a", "bc")),
        ("a b\tc", ("a", "b", "c")),
        ("", ()),
        ("*", ()),
        ("-_.", ()),
    ],
)
def test_name_is_split_into_words(name: str, expected: tuple[str, ...]) -> None:
    assert words(name) == expected


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20))
def test_words_are_lower_case_ascii_letters_and_digits(name: str) -> None:
    for word in words(name):
        assert word and word.isascii() and word.isalnum() and word == word.lower()


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(max_codepoint=127), max_size=20))
def test_words_keep_every_letter_and_digit(name: str) -> None:
    kept = "".join(char for char in name if char.isalnum()).lower()
    assert "".join(words(name)) == kept


def test_words_are_joined_in_each_case() -> None:
    assert snake(("read", "users2", "data")) == "read_users2_data"
    assert constant(("read", "users2", "data")) == "READ_USERS2_DATA"
    assert snake(("roles",)) == "roles"
    assert constant(("roles",)) == "ROLES"


def test_reserved_words_are_read_without_comments(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("# provenance\n\nclass\n  def  # a statement\n#no\nNone\n")
    assert reserved_words(file) == {"class", "def", "None"}


def test_reserved_identifier_gets_an_underscore() -> None:
    reserved = frozenset({"class", "self"})
    assert not_reserved("class", reserved) == "class_"
    assert not_reserved("domain", reserved) == "domain"
    assert not_reserved("Class", reserved) == "Class"


def test_python_list_contains_every_keyword() -> None:
    assert set(keyword.kwlist) - python.RESERVED == set()


def test_python_list_contains_the_names_of_a_request() -> None:
    taken = {
        *("self", "client_id", "scopes", "redirect_uri", "state", "scheme"),
        *("undocumented_scopes", "extra_parameters"),
    }
    assert taken - python.RESERVED == set()
