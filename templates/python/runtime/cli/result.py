"""Says what a login returned."""

from __future__ import annotations

import time

from ..store.token_store import Entry, Token
from .output import print_notes
from .validity import check_validity, lifetime_sentence


def print_result(
    entry: Entry[Token], place: str, *more: str, has_redirect: bool = True
) -> None:
    """Print which scopes were granted, the expiry of the token, more, and the place of the token.

    A token without a redirect is in the response to its own request.
    """
    token = entry.token
    granted = "unknown" if token.scopes is None else " ".join(sorted(token.scopes))
    print_notes(f"granted: {granted}")
    if token.missing_scopes:
        print_notes(
            f"requested but not granted: {' '.join(sorted(token.missing_scopes))}"
        )
    # Without a request for any, the provider chose all of them.
    if token.extra_scopes and entry.asked:
        print_notes(
            f"granted but not requested: {' '.join(sorted(token.extra_scopes))}"
        )
    if has_redirect and not token.state_verified:
        print_notes("not verified: nothing ties the token to the request")
    print_notes(check_validity(entry, time.time(), 0).sentence)
    if lifetime := lifetime_sentence(entry):
        print_notes(lifetime)
    print_notes(*more, f"stored in {place}")
