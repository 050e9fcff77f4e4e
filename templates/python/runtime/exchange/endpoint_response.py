"""The response of an endpoint that clients call, as one flat or nested mapping (RFC 6749 §5)."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Collection, Mapping
from typing import NamedTuple

from .. import messages as core
from ..checks import wrong_type
from ..encoding import percent_decode
from ..errors import OAuthError
from ..json_objects import is_shallow
from ..protocol import MAX_BODY_BYTES, MAX_BODY_VALUES
from . import messages
from .errors import EndpointError, is_passing
from .json_values import is_array, is_object

TWICE = object()
"""The value of a member that appears twice."""

_FORM = "application/x-www-form-urlencoded"
# Servers that forget the type send one of these, or none.
_UNSPECIFIC = ("", "text/plain", "text/javascript", "application/octet-stream")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
_PAIRS = re.compile(r"[A-Za-z0-9_.\-]+=[^\s<>{}\"]*")
_TARGET = re.compile(r"https?://([A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?)(?:[/?#]|$)")
_SECONDS = re.compile(r"[0-9]{1,10}")
_LONGEST_DATE = 100
# More digits than a lifetime or a time can have, and few enough for int.
_MANY_DIGITS = 300


class EndpointResponse(NamedTuple):
    """A response that could be read: its status, when to try again, and its members."""

    status: int
    retry_after: float | None
    members: Mapping[str, object]

    def __repr__(self) -> str:
        return f"<EndpointResponse {self.status}, members not shown>"


def read_endpoint_response(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    once: Collection[str],
    tokens: Collection[str],
) -> EndpointResponse:
    """Return the members of a JSON object or of a form-encoded body.

    A member of `once` that appears twice has the value TWICE. The values of `tokens` contain
    no space, so that + stays + in a form-encoded body. Raises EndpointError:
    ``endpoint_redirect``, ``response_too_large``, ``unexpected_response``. Raises
    TypeError if body is not bytes.
    """
    require_bytes(body)
    fields, wait = _fields(headers), wait_of(headers)
    if 300 <= status < 400:
        found = _TARGET.match(fields.get("location", ""))
        target = found[1] if found else "another address"
        raise EndpointError(
            messages.ENDPOINT_REDIRECT, status, wait, {"target": target}
        )
    if len(body) > MAX_BODY_BYTES:
        raise EndpointError(messages.RESPONSE_TOO_LARGE, status, wait)
    kind = fields.get("content-type", "").partition(";")[0].strip().lower()
    members = _members(kind, body, once, tokens)
    if members is None:
        raise _unexpected(status, wait, kind)
    return EndpointResponse(status, wait, members)


def require_bytes(body: object) -> None:
    """Raise TypeError if body is not bytes."""
    if not isinstance(body, bytes):
        raise wrong_type(messages.NOT_BYTES, "body", body)


def _fields(headers: Mapping[str, str]) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in headers.items()}


def wait_of(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of the header Retry-After, or None if there is none."""
    return retry_after(_fields(headers).get("retry-after"))


def retry_after(value: str | None) -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110 §10.2.3), or None if it has none."""
    if value is None or len(value) > _LONGEST_DATE:
        return None
    if _SECONDS.fullmatch(value.strip()):
        return float(value)
    # Not at the top: email loads much more than this function needs, and few servers send it.
    from email.utils import mktime_tz, parsedate_tz

    try:
        moment = parsedate_tz(value)
        return None if moment is None else max(0.0, mktime_tz(moment) - time.time())
    except (ValueError, OverflowError):
        return None


def _unexpected(status: int, wait: float | None, kind: str) -> EndpointError:
    text = messages.UNEXPECTED_RESPONSE_OTHER
    if is_passing(status):
        text = messages.UNEXPECTED_RESPONSE_UNAVAILABLE
    found = "a body that is not valid"
    if not kind:
        found = "no Content-Type"
    elif not (_is_json(kind) or kind == _FORM):
        known = _MEDIA_TYPE.fullmatch(kind)
        found = f"the Content-Type {kind}" if known else "an unknown Content-Type"
    return EndpointError(text, status, wait, {"found": found})


def _members(
    kind: str, body: bytes, once: Collection[str], tokens: Collection[str]
) -> Mapping[str, object] | None:
    """Return the members of a body, or None if it is neither JSON nor form-encoded."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    is_open = kind in _UNSPECIFIC
    if _is_json(kind) or (is_open and text.lstrip().startswith("{")):
        return _from_json(text, once)
    if kind == _FORM or (is_open and _PAIRS.match(text)):
        return _from_form(text.strip(), once, tokens)
    return None


def _has_many(text: str, marks: str) -> bool:
    """Return whether text has more values than a token response, by what surrounds them."""
    return sum(map(text.count, marks)) > MAX_BODY_VALUES


def _is_json(kind: str) -> bool:
    return kind in ("application/json", "text/json") or kind.endswith("+json")


def _from_json(text: str, once: Collection[str]) -> Mapping[str, object] | None:
    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        return _unique(pairs, once)

    if _has_many(text, '"[]{},') or not is_shallow(text):
        return None
    try:
        document: object = json.loads(
            text, object_pairs_hook=unique, parse_int=_integer
        )
    except ValueError:
        return None
    return document if is_object(document) else None


def _integer(digits: str) -> int | float:
    """Return a number; int rejects thousands of digits."""
    return int(digits) if len(digits) < _MANY_DIGITS else float(digits)


def _from_form(
    text: str, once: Collection[str], tokens: Collection[str]
) -> Mapping[str, object] | None:
    if _has_many(text, "&%+"):
        return None
    try:
        return _unique([_pair(one, tokens) for one in text.split("&") if one], once)
    except OAuthError:
        return None


def _pair(piece: str, tokens: Collection[str]) -> tuple[str, str]:
    name, _, value = piece.partition("=")
    name = percent_decode(name.replace("+", " "), "name")
    if name not in tokens:
        value = value.replace("+", " ")
    return name, percent_decode(value, name)


def _unique(
    pairs: list[tuple[str, object]] | list[tuple[str, str]], once: Collection[str]
) -> dict[str, object]:
    members: dict[str, object] = {}
    for name, value in pairs:
        members[name] = TWICE if name in members and name in once else value
    return members


def duplicate(name: str) -> OAuthError:
    """Return the error for a member that appears twice."""
    return OAuthError(core.DUPLICATE_PARAMETER, values={"parameter": name})


def without_duplicates(value: object) -> object:
    """Return a value without the members that appear twice; what they mean is unknown."""
    if is_object(value):
        return {
            name: without_duplicates(one)
            for name, one in value.items()
            if one is not TWICE
        }
    if is_array(value):
        return [without_duplicates(one) for one in value]
    return value
