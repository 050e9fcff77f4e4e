"""The life of a token, on a clock that stands still."""

from __future__ import annotations

import pytest
from imagen_oauth_mock._runtime.tokens import Clock, Tokens


@pytest.mark.parametrize(
    ("seconds", "is_expired"), [(0, False), (4.5, False), (5, True), (6, True)]
)
def test_token_is_expired_when_its_lifetime_is_over(
    seconds: float, is_expired: bool
) -> None:
    clock = Clock(lambda: 100.0)
    tokens = Tokens(5, clock)
    tokens.keep("abc", "ada", "KEY", ("roles",))
    clock.advance(seconds)
    grant = tokens.grant("abc")
    assert grant is not None
    assert tokens.is_expired(grant) is is_expired


def test_token_that_was_not_kept_is_not_known() -> None:
    assert Tokens(5, Clock()).grant("abc") is None
