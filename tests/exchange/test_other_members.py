"""Responses with other names: what appears twice, a malformed token next to an error, and a plus sign."""

from __future__ import annotations

import pytest

from tests.exchange.conftest import Load
from tests.exchange.test_responses import FORM, outcome, read

GOOD = b'"meta": {"code": 0}'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{%s, "data": {"key": "A"}}' % GOOD, "token A"),
        (b'{%s, "data": {"key": "A"}, "data": {"key": "B"}}' % GOOD, "twice"),
        (b'{%s, "data": {"key": "A", "key": "B"}}' % GOOD, "twice"),
        (b'{"key": "A", %s, %s}' % (GOOD, GOOD), "twice"),
        (b'{"key": "A", "meta": {"code": 1, "code": 0}}', "twice"),
        # What the spec does not name can appear twice.
        (b'{"key": "A", %s, "x": 1, "x": 2}' % GOOD, "token A"),
    ],
)
def test_parts_of_paths(load: Load, body: bytes, expected: str) -> None:
    """Each name on the way to a token or to a mark of success appears once."""
    wanted = "duplicate_parameter" if expected == "twice" else expected
    assert outcome(load("knot"), body) == wanted


def test_members_without_what_appears_twice(load: Load) -> None:
    body = b'{"key": "A", "team": {"id": 1, "key": 2, "key": 3, "all": [{"key": 4, "key": 5}]}}'
    members = read(load("lark"), body).members
    assert members == {"team": {"id": 1, "all": [{}]}}


@pytest.mark.parametrize("token", [b"5", b"true", b'["A"]', b'{"a": "A"}', b"null"])
def test_error_next_to_a_malformed_token(load: Load, token: bytes) -> None:
    body = b'{"error": "invalid_grant", "access_token": %s}' % token
    assert outcome(load("wren"), body, 400) == "invalid_grant None 400 None"
    assert outcome(load("wren"), body) == "invalid_grant None 200 None"


def test_malformed_token_without_an_error(load: Load) -> None:
    assert outcome(load("wren"), b'{"access_token": 5}') == "malformed_response"


def test_error_next_to_a_token(load: Load) -> None:
    body = b'{"error": "invalid_grant", "access_token": "A"}'
    assert outcome(load("wren"), body) == "ambiguous_response"


def test_plus_sign_of_renamed_tokens(load: Load) -> None:
    """A token has no space, and another value does."""
    body = b"key=A+B%2B&renewal=R+S&team=a+b"
    token = read(load("lark"), body, 200, FORM)
    kept = token.reveal_refresh_token()
    assert (token.reveal(), kept, token.members) == ("A+B+", "R+S", {"team": "a b"})
