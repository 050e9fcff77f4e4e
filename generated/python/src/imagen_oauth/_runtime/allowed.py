"""What a caller allows an authorization response to omit."""

from __future__ import annotations

from typing import NamedTuple


class Allowed(NamedTuple):
    """The members of a response that may be absent; both are required by default."""

    missing_state: bool = False
    missing_token_type: bool = False
