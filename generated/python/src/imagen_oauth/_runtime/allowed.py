"""What a caller accepts in an authorization response beyond what the standards allow."""

from __future__ import annotations

from typing import NamedTuple


class Allowed(NamedTuple):
    """The members that may be absent, and whether a token may be any visible ASCII."""

    missing_state: bool = False
    missing_token_type: bool = False
    any_characters: bool = False
