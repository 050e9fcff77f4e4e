"""The URI that the server redirected to, read strictly (RFC 6749 §4.2.2)."""

from __future__ import annotations

from . import messages
from .allowed import Allowed
from .checks import require_text
from .encoding import is_utf16
from .errors import OAuthError
from .missing_token import missing_token
from .parameters import check_size, read_parameters
from .pasted_parameters import holds_state, piece_name
from .response import RequestContext, TokenResponse, read_response


def read_redirect(
    uri: str, expected: RequestContext, allowed: Allowed
) -> TokenResponse:
    """Return the response in the fragment of uri, which is read unchanged.

    An error in the query counts if the fragment has no recognized parameter.

    Raises OAuthError: ``input_too_large``, ``empty_input``, ``bad_encoding`` for
    text that is not a URI, and all that reading parameters and the response raises.
    """
    check_size(require_text(uri, "uri"), "uri")
    if not uri:
        raise OAuthError(messages.EMPTY_INPUT_REDIRECT, "uri")
    if is_utf16(uri):
        raise OAuthError(messages.BAD_ENCODING_UTF16, "uri")
    if not (uri.isascii() and uri.isprintable()) or " " in uri:
        raise OAuthError(messages.BAD_ENCODING_REDIRECT, "uri")
    before, _, fragment = uri.partition("#")
    values = read_parameters(fragment.split("&"))
    query = before.partition("?")[2].split("&")
    in_query = {piece_name(piece) for piece in query if piece.partition("=")[2]}
    if not values and "error" in in_query:
        values = read_parameters(query)
    if not (values.get("access_token") or values.get("error")):
        has_code = bool(values.get("code")) or "code" in in_query
        raise missing_token(uri, messages.MISSING_TOKEN_REDIRECT, has_code=has_code)
    if expected.state_in_query and "state" not in values:
        states = [piece for piece in query if piece_name(piece) == "state"]
        values |= read_parameters(states)
    is_seen = holds_state(query, expected.state)
    seen = messages.STATE_MISSING_IN_QUERY if is_seen else None
    return read_response(values, expected, allowed, state_seen=seen)
