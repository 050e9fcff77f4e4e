"""The lifetime of a token, on a stopped clock."""

from __future__ import annotations

import pytest
from imagen_oauth_mock._runtime.tokens import Clock, IssuedTokens


@pytest.mark.parametrize(
    ("seconds", "is_expired"), [(0, False), (4.5, False), (5, True), (6, True)]
)
def test_token_expires_after_its_lifetime(seconds: float, is_expired: bool) -> None:
    clock = Clock(lambda: 100.0)
    tokens = IssuedTokens(5, clock)
    tokens.add("abc", "ada", "KEY", ("roles",))
    clock.advance(seconds)
    token = tokens.get("abc")
    assert token is not None
    assert tokens.is_expired(token) is is_expired


def test_token_that_was_not_issued_is_unknown() -> None:
    assert IssuedTokens(5, Clock()).get("abc") is None
