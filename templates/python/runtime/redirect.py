"""The URI that the server redirected to, read strictly (RFC 6749 §4.2.2)."""

from __future__ import annotations

import re

from .answer import Answer, Expected, no_token, read_answer
from .checks import require_text
from .errors import OAuthError
from .parameters import check_size, read_parameters

_CODE = re.compile(r"(?:^|&)code=[^&]")


def read_redirect(uri: str, expected: Expected, *, allow_missing_state: bool) -> Answer:
    """Return the answer in the fragment of uri, which is taken as it is.

    Raises OAuthError: ``input_too_large``, ``empty_input``, ``bad_encoding`` for
    what is no URI, and all that reading parameters and the answer raises.
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
    if not (values.get("access_token") or values.get("error")):
        raise no_token(
            bool(values.get("code")) or _has_code(before.partition("?")[2]),
            "pass the URI with its fragment, from the # on; "
            "use parse_pasted for what a person copied",
        )
    return read_answer(values, expected, allow_missing_state=allow_missing_state)


def _has_code(query: str) -> bool:
    return _CODE.search(query) is not None
