"""The URI that the server redirected to, read strictly (RFC 6749 §4.2.2)."""

from __future__ import annotations

from .allowed import Allowed
from .checks import require_text
from .errors import OAuthError
from .parameters import check_size, read_parameters
from .pasted_parameters import holds_state, piece_name
from .response import Answer, Expected, no_token, read_answer


def read_redirect(uri: str, expected: Expected, allowed: Allowed) -> Answer:
    """Return the response in the fragment of uri, which is taken as it is.

    An error in the query counts if the fragment has no recognized parameter.

    Raises OAuthError: ``input_too_large``, ``empty_input``, ``bad_encoding`` for
    text that is not a URI, and all that reading parameters and the response raises.
    """
    check_size(require_text(uri, "uri"))
    if not uri:
        raise OAuthError("empty_input", "uri is empty", "pass the whole redirect URI")
    if not (uri.isascii() and uri.isprintable()) or " " in uri:
        raise OAuthError(
            "bad_encoding",
            "uri has a character that no URI has",
            "use parse_pasted for what a person copied",
        )
    before, _, fragment = uri.partition("#")
    values = read_parameters(fragment.split("&"))
    query = before.partition("?")[2].split("&")
    in_query = {piece_name(piece) for piece in query if piece.partition("=")[2]}
    if not values and "error" in in_query:
        values = read_parameters(query)
    if not (values.get("access_token") or values.get("error")):
        raise no_token(
            bool(values.get("code")) or "code" in in_query,
            "pass the URI with its fragment, from the # on; "
            "use parse_pasted for what a person copied",
        )
    if expected.state_in_query and "state" not in values:
        states = [piece for piece in query if piece_name(piece) == "state"]
        values |= read_parameters(states)
    seen = "the query" if holds_state(query, expected.state) else None
    return read_answer(values, expected, allowed, state_seen=seen)
