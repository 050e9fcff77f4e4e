"""The redirect with a code, read strictly (RFC 6749 §4.1.2, RFC 9207)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .. import messages as core
from ..checks import require_pairs, require_text
from ..encoding import is_utf16, percent_decode
from ..errors import Message, OAuthError
from ..parameters import check_count, check_size
from ..response import verify_state
from ..server_error import authorization_error
from . import messages

_STANDARD = ("code", "state", "iss", "error", "error_description", "error_uri")
# Names that only a response has, in any component.
_RESPONSE = frozenset((*_STANDARD, "access_token", "id_token"))
_AUTHORITY = re.compile(
    r"([a-z][a-z0-9+.-]*)://([^/?#]*)(.*)", re.IGNORECASE | re.ASCII | re.DOTALL
)
_PORTS = {"http": ":80", "https": ":443"}


class CodeContext(NamedTuple):
    """The values of a request that its redirect is compared with."""

    redirect_uri: str | None
    """The redirect URI; None if the request does not have one."""
    state: str | None
    """The state; None if the provider has none."""
    issuer: str | None = None
    """The issuer of the provider, if it documents one (RFC 9207 §2)."""
    requires_issuer: bool = False
    names: Mapping[str, str] = {}
    """The standard name of each parameter that has another name."""
    members: tuple[str, ...] = ()
    """The names of the further parameters that the caller receives."""
    remedies: Mapping[str, str] = {}
    """What to do about each documented error code."""

    def __repr__(self) -> str:
        return "<CodeContext, state not shown>"


class CodeResponse(NamedTuple):
    """A checked redirect: its code, and its further parameters."""

    code: str
    members: Mapping[str, str]

    def __repr__(self) -> str:
        return "<CodeResponse, code not shown>"


def read_code_redirect(uri: str, expected: CodeContext) -> CodeResponse:
    """Return the code in the query of uri, which is read unchanged.

    Raises OAuthError, in this order: ``input_too_large``, ``empty_input``,
    ``bad_encoding`` for text that is not a URI, ``redirect_mismatch``,
    ``too_many_parameters``, ``bad_percent_encoding``, ``ambiguous_response`` for a
    response in the fragment too, and what `read_code` raises.
    """
    check_size(require_text(uri, "uri"), "uri")
    if not uri:
        raise OAuthError(core.EMPTY_INPUT_REDIRECT, "uri")
    if is_utf16(uri):
        raise OAuthError(core.BAD_ENCODING_UTF16, "uri")
    if not (uri.isascii() and uri.isprintable()) or " " in uri:
        raise OAuthError(core.BAD_ENCODING_REDIRECT, "uri")
    before, _, fragment = uri.partition("#")
    base, _, query = before.partition("?")
    pieces = [piece for piece in query.split("&") if piece]
    if expected.redirect_uri is not None:
        pieces = without_own(base, pieces, expected.redirect_uri, "uri")
    pairs = decoded_pairs(pieces)
    others = decoded_pairs([piece for piece in fragment.split("&") if piece])
    names = [expected.names.get(name, name) for name, value in others if value]
    if not _RESPONSE.isdisjoint(names):
        if any(expected.names.get(name, name) in _RESPONSE for name, _ in pairs):
            raise OAuthError(messages.AMBIGUOUS_RESPONSE_QUERY_AND_FRAGMENT)
        has_token = "access_token" in names
        text = (
            messages.MISSING_CODE_TOKEN if has_token else messages.MISSING_CODE_REDIRECT
        )
        raise OAuthError(text)
    return read_code(pairs, expected, messages.MISSING_CODE_REDIRECT)


def read_code_query(
    pairs: Iterable[tuple[str, str]] | Mapping[str, str], expected: CodeContext
) -> CodeResponse:
    """Return the code in decoded parameters, which a web framework has read.

    Raises OAuthError: ``too_many_parameters``, ``input_too_large``, and what `read_code`
    raises.
    """
    checked: list[tuple[str, str]] = []
    for pair in require_pairs(pairs, "pairs"):
        checked.append(pair)
        # In the loop, because nothing says that the pairs end.
        check_count(len(checked))
    check_size("".join([text for pair in checked for text in pair]), "pairs")
    return read_code(checked, expected, messages.MISSING_CODE_QUERY)


def read_code(
    pairs: Iterable[tuple[str, str]],
    expected: CodeContext,
    missing: Message,
    *,
    pasted: bool = False,
) -> CodeResponse:
    """Return the code that decoded parameters contain; an empty value counts as absent.

    If they were pasted, the end of the state may be missing.

    Raises OAuthError, in this order: ``duplicate_parameter``, ``ambiguous_response`` for
    an error together with a code, ``missing_code``, ``state_missing`` unless it is an
    error, ``state_mismatch``, ``issuer_missing``, ``issuer_mismatch``, the server's own
    error, ``invalid_code``.
    """
    values = _single(pairs, expected)
    if "error" in values and "code" in values:
        raise OAuthError(messages.AMBIGUOUS_RESPONSE_ERROR_AND_CODE)
    if "error" not in values and "code" not in values:
        has_token = "access_token" in values
        raise OAuthError(messages.MISSING_CODE_TOKEN if has_token else missing)
    state = values.get("state")
    # Lone surrogates cannot be compared as bytes.
    state = state and state.encode("utf-8", "replace").decode()
    is_verified = verify_state(state, expected.state, pasted=pasted)
    if not is_verified and expected.state is not None and "error" not in values:
        raise OAuthError(messages.STATE_MISSING_CODE)
    _check_issuer(values.get("iss"), expected)
    if "error" in values:
        raise authorization_error(
            values, state_verified=is_verified, remedies=expected.remedies
        )
    code = values["code"]
    if not (code.isascii() and code.isprintable()):
        raise OAuthError(messages.INVALID_CODE)
    return CodeResponse(
        code, {name: values[name] for name in _members(expected) if name in values}
    )


def _members(expected: CodeContext) -> tuple[str, ...]:
    """Return the names of the further parameters; an issuer that is not checked is one."""
    if expected.issuer is not None:
        return expected.members
    return tuple(dict.fromkeys((*expected.members, "iss")))


def _single(pairs: Iterable[tuple[str, str]], expected: CodeContext) -> dict[str, str]:
    """Return the parameters that have a meaning, by their standard names."""
    known = _RESPONSE.union(expected.members)
    values: dict[str, str] = {}
    for given, value in pairs:
        name = expected.names.get(given, given)
        # A standard name means nothing if the provider uses another one for it.
        if name not in known or (name == given and name in expected.names.values()):
            continue
        if name in values:
            raise OAuthError(core.DUPLICATE_PARAMETER, values={"parameter": given})
        values[name] = value
    return {name: value for name, value in values.items() if value}


def _check_issuer(issuer: str | None, expected: CodeContext) -> None:
    """Compare the issuer as text (RFC 9207 §2.4); without a documented one, any is accepted."""
    if expected.issuer is None:
        return
    if issuer is None and expected.requires_issuer:
        raise OAuthError(messages.ISSUER_MISSING)
    if issuer is not None and issuer != expected.issuer:
        raise OAuthError(messages.ISSUER_MISMATCH)


def decoded_pairs(pieces: Iterable[str]) -> list[tuple[str, str]]:
    """Return the name and the value of each piece that is not empty.

    Raises OAuthError: ``too_many_parameters``, ``bad_percent_encoding``, ``bad_encoding``.
    """
    filled = list(pieces)
    check_count(len(filled))
    return [_pair(piece, number) for number, piece in enumerate(filled, 1)]


def _pair(piece: str, number: int) -> tuple[str, str]:
    name, _, value = piece.partition("=")
    position = name if name in _RESPONSE else f"parameter {number}"
    name = percent_decode(name.replace("+", " "), position)
    return name, percent_decode(value.replace("+", " "), position)


def without_own(
    base: str, pieces: list[str], redirect_uri: str, argument: str
) -> list[str]:
    """Return the pieces that the redirect URI does not have itself.

    base is the redirect before its query, and argument is what errors call it. Raises
    OAuthError ``redirect_mismatch`` unless that is the redirect URI with further
    parameters (RFC 6749 §3.1.2).
    """
    expected, _, query = redirect_uri.partition("?")
    own = [piece for piece in query.split("&") if piece]
    left = list(pieces)
    is_same = _normalized(base) == _normalized(expected)
    for piece in own:
        if piece not in left:
            is_same = False
            break
        left.remove(piece)
    if not is_same:
        raise OAuthError(messages.REDIRECT_MISMATCH, argument)
    return left


def _normalized(uri: str) -> str:
    """Return uri as a browser writes it: host in lowercase, no default port, a path."""
    found = _AUTHORITY.fullmatch(uri)
    if found is None:
        scheme, colon, rest = uri.partition(":")
        return f"{scheme.lower()}{colon}{rest}"
    scheme, authority, path = found[1].lower(), found[2].lower(), found[3]
    return f"{scheme}://{authority.removesuffix(_PORTS.get(scheme, ' '))}{path or '/'}"
