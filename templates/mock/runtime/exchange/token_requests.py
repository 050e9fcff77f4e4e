"""A request of a client, in the provider's form, as the standard form that oauthlib reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from urllib.parse import parse_qsl

from ..http_messages import FORM, Request
from ..provider import template
from .facts import SentParameter, TokenRequest

Pairs = list[tuple[str, str]]
_MAX_FIELDS = 64
_UNENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})")
_TYPES = {"form": FORM, "json": "application/json"}


class MalformedRequestError(Exception):
    """The request is not one of the provider's; the message says why."""


def standard_request(
    request: Request, known: Sequence[TokenRequest], separator: str
) -> tuple[TokenRequest, Pairs]:
    """Return which of the known requests a request is, and its parameters under their standard names.

    `separator` is between two scopes. Raises MalformedRequestError.
    """
    pairs = _sent_pairs(request, known[0].body)
    one = _chosen(pairs, known)
    header = [
        (parameter.name, request.headers[parameter.name.lower()])
        for parameter in one.parameters
        if parameter.place == "header" and parameter.name.lower() in request.headers
    ]
    query = _query(request) if one.body != "query" else pairs
    found = {"body": pairs, "query": query, "header": header}
    for parameter in one.parameters:
        _check(parameter, _values(found[parameter.place], parameter.name))
    in_query = {name for name, _ in query} if one.body != "query" else set[str]()
    for parameter in one.parameters:
        if parameter.role and parameter.place == "body" and parameter.name in in_query:
            raise MalformedRequestError(f"{parameter.name} is in the URL.")
    return one, _standard(found, one, separator)


def _spaced(role: str, value: str, separator: str) -> str:
    """Return a value with spaces between its scopes, if it has scopes."""
    return value.replace(separator, " ") if role == "scope" else value


def _standard(found: Mapping[str, Pairs], one: TokenRequest, separator: str) -> Pairs:
    """Return the parameters that have a role, under the names of OAuth."""
    pairs = [
        (parameter.role, _spaced(parameter.role, value, separator))
        for parameter in one.parameters
        if parameter.role and parameter.role != "grant_type"
        for value in _values(found[parameter.place], parameter.name)
        # RFC 6749 §3.2: a parameter without a value is treated as omitted.
        if value
    ]
    grant_type = _grant_type(found["body"], one)
    return [("grant_type", grant_type), *pairs] if grant_type else pairs


def _grant_type(pairs: Pairs, one: TokenRequest) -> str:
    """Return the standard value, or the one that was sent if it is unknown."""
    parameter = one.parameter("grant_type")
    if parameter is None:
        return one.grant_type
    sent = _values(pairs, parameter.name)[0]
    return one.grant_type if sent == parameter.constant else sent


def _chosen(pairs: Pairs, known: Sequence[TokenRequest]) -> TokenRequest:
    """Return the request that the parameters are of, or the first one if the grant is unknown."""
    given = dict(pairs)
    for one in known:
        parameter = one.parameter("grant_type")
        if parameter is not None and given.get(parameter.name) == parameter.constant:
            return one
    named = [one for one in known if one.parameter("grant_type") is not None]
    for one in known:
        role = _OWN.get(one.grant_type)
        own = one.parameter(role) if role else None
        if one not in named and (own is None or own.name in given):
            return one
    if not named:
        raise MalformedRequestError("A required parameter is missing.")
    parameter = named[0].parameter("grant_type")
    if parameter is not None and not given.get(parameter.name):
        raise MalformedRequestError(f"{parameter.name} is missing.")
    return named[0]


_OWN = {"authorization_code": "code", "refresh_token": "refresh_token"}
"""The parameter that shows what a request without a grant_type is."""


def _check(one: SentParameter, values: Sequence[str]) -> None:
    """Raise MalformedRequestError for a value that only this provider requires or rejects."""
    if one.role and len(values) > 1:
        raise MalformedRequestError(f"{one.name} appears twice.")
    if one.role:
        return
    if one.required and not any(values):
        raise MalformedRequestError(f"{one.name} is missing.")
    if len(values) > 1 and not one.is_repeated:
        raise MalformedRequestError(f"{one.name} appears twice.")
    if one.values and not {*filter(None, values)} <= {*one.values}:
        raise MalformedRequestError(f"{one.name} does not have a documented value.")
    if one.constant is None:
        return
    pattern = template(one.constant)
    if not values or not all(pattern.fullmatch(value) for value in values):
        raise MalformedRequestError(f"{one.name} does not have its documented value.")


def _values(pairs: Iterable[tuple[str, str]], name: str) -> list[str]:
    return [value for each, value in pairs if each == name]


def _sent_pairs(request: Request, body: str) -> Pairs:
    """Return the parameters of a request whose body is a form, JSON, or empty."""
    if body == "query":
        return _query(request)
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent != _TYPES[body]:
        raise MalformedRequestError(f"The Content-Type must be {_TYPES[body]}.")
    try:
        text = request.body.decode("utf-8" if body == "json" else "ascii")
        if body == "json":
            return _members(json.loads(text, object_pairs_hook=_unique))
        return _form(text)
    except (ValueError, RecursionError):
        raise MalformedRequestError("The body cannot be decoded.") from None


def _query(request: Request) -> Pairs:
    try:
        return _form(request.query)
    except ValueError:
        raise MalformedRequestError("The query cannot be decoded.") from None


def _form(text: str) -> Pairs:
    if not text:
        return []
    if _UNENCODED.search(text):
        raise ValueError("a percent sign without two hex digits")
    return parse_qsl(
        text,
        keep_blank_values=True,
        strict_parsing=True,
        errors="strict",
        max_num_fields=_MAX_FIELDS,
    )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the members of a JSON object. Raises MalformedRequestError for a name that appears twice."""
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise MalformedRequestError(f"{name} appears twice.")
        members[name] = value
    return members


def _members(value: object) -> Pairs:
    """Return the members of a JSON object of texts.

    Raises MalformedRequestError for another value, and ValueError for a text that has no UTF-8.
    """
    if not isinstance(value, dict):
        raise MalformedRequestError("The body must be a JSON object.")
    found: Pairs = []
    for name, member in cast("dict[str, Any]", value).items():
        is_list = isinstance(member, list)
        for item in cast("list[object]", member) if is_list else [member]:
            if not isinstance(item, str):
                raise MalformedRequestError(f"{name} is not a string.")
            f"{name}{item}".encode()  # a lone surrogate has no UTF-8
            found.append((name, item))
    return found
