# Generated from spec.yaml; edit that and run `make generate`.
"""Calls of the Example API through requests."""

from ._runtime.extras import missing_extra
from .access_token import AccessToken
from .failures import FORMS

try:
    from ._runtime.http.requests_auth import AnySession, attach_token
except ModuleNotFoundError as error:
    raise missing_extra(error, "requests", "requests>=2.31,<3") from None


def attach(
    session: AnySession, token: AccessToken, *hosts: str, leeway: float = 60
) -> AnySession:
    """Let each call of session send the headers of token, and return session.

    The headers go only to hosts, each a ``host[:port]``, even after a redirect. The
    default is the domain of the token. A second call replaces the first. A token that
    expires within leeway seconds counts as expired. Raises OAuthError: a ``domain_``
    code for one of hosts.

    Calls raise OAuthError: ``foreign_host``, ``token_expired``, and
    ``insecure_transport`` before anything is sent, and `ApiError` if a named host
    responds with a status of 400 or more.
    """
    return attach_token(session, token, hosts, FORMS, leeway)
