"""Attaches a source of tokens to a requests session."""

from __future__ import annotations

from collections.abc import Sequence

from ..exchange.renewal import Token
from ..exchange.token_source import TokenSource
from .api_failure import FailureForms
from .calls import Calls
from .requests_auth import AnySession, attach_calls, check_session


def attach_source(
    session: AnySession,
    source: TokenSource[Token],
    hosts: Sequence[str],
    forms: FailureForms,
) -> AnySession:
    """Attach source, and return the session; without hosts, its issuer is the only one."""
    check_session(session)
    attach_calls(session, Calls(hosts or (source.issuer,), forms), source)
    return session
