"""The authorization URL of a small spec, built with urllib from the text of the spec.

It knows format 2 only from its description, and nothing of the generator.
"""

from __future__ import annotations

import hashlib
import keyword
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import quote, urlencode

_Mapping = Mapping[str, Any]
_STANDARD = ("response_type", "client_id", "redirect_uri", "scope", "state")
_PKCE = ("code_challenge", "code_challenge_method")
_RESPONSE_TYPES = {"authorization_code": "code", "implicit": "token"}


def reference_url(
    spec: _Mapping, client: _Mapping, request: _Mapping, grant: str | None = None
) -> str:
    """Return the URL for the arguments of a client and a request in Python.

    The default of `grant` is the first one with an authorization request.
    """
    names = [one if isinstance(one, str) else one["name"] for one in spec["grants"]]
    asked: str = grant or next(one for one in names if one in _RESPONSE_TYPES)
    endpoint = _in_full(spec["authorization_endpoint"], "url")
    pairs = [
        (one["name"], value)
        for one in _parameters(spec, endpoint, asked)
        for value in _values(one, spec, client, request, asked)
    ]
    url = _filled(endpoint["url"], spec, client, in_url=True)
    if "scheme" in client:
        url = url.replace("https", client["scheme"], 1)
    query = urlencode(pairs, safe=":", quote_via=quote)
    return f"{url}{'&' if '?' in url else '?'}{query}"


def _in_full(value: Any, key: str) -> dict[str, Any]:
    return {key: value} if isinstance(value, str) else value


def _parameters(
    spec: _Mapping, endpoint: _Mapping, grant: str
) -> Iterator[dict[str, Any]]:
    """Yield the standard parameters that are not listed, and then the list."""
    listed = [_in_full(one, "name") for one in endpoint.get("parameters", ())]
    has_pkce = grant == "authorization_code" and spec.get("pkce") != "none"
    without = {one.get("role", one["name"]) for one in listed}
    without.update(endpoint.get("omit", ()))
    for name in (*_STANDARD, *(_PKCE if has_pkce else ())):
        if name not in without:
            yield {"name": name}
    yield from listed


def _values(
    one: _Mapping, spec: _Mapping, client: _Mapping, request: _Mapping, grant: str
) -> Iterator[str]:
    """Yield the values of a parameter: usually one, or none if it is omitted."""
    role = one.get("role", one["name"])
    separator = spec.get("scope_separator", " ")
    standard = {
        "response_type": _RESPONSE_TYPES[grant],
        "client_id": client["client_id"],
        "redirect_uri": client.get("redirect_uri", one.get("default")),
        "scope": separator.join(_scopes(spec, request)),
        "code_challenge": _challenge(request.get("code_verifier", "")),
        "code_challenge_method": "S256",
    }
    if "value" in one:
        yield _filled(_text(one["value"]), spec, client, in_url=False)
        return
    if role in standard:
        given = standard[role]
    else:
        given = request.get(_argument(one), one.get("default"))
    if isinstance(given, list) and one.get("repeated"):
        yield from given
    elif isinstance(given, list):
        yield separator.join(given)
    elif given not in (None, ""):
        yield _text(given)


def _scopes(spec: _Mapping, request: _Mapping) -> list[str]:
    """Return the scopes once each, in the order of the spec if it lists them."""
    listed = spec.get("scopes", ())
    names = [one if isinstance(one, str) else one["name"] for one in listed]
    given = request.get("scopes") or spec.get("default_scopes", ())
    unique = list(dict.fromkeys(given))
    return sorted(unique, key=names.index) if names else unique


def _argument(one: _Mapping) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", one["name"]).lower()
    name = one.get("identifier") or re.sub(r"\W+", "_", words).strip("_")
    return f"{name}_" if keyword.iskeyword(name) else name


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _filled(text: str, spec: _Mapping, client: _Mapping, *, in_url: bool) -> str:
    """Return a text with the values of the variables in it."""
    for name, variable in spec.get("variables", {}).items():
        value = client.get(name, variable.get("default", ""))
        kind = variable.get("type", "values")
        if kind in ("host", "label"):
            value = value.lower()
        elif kind == "base":
            host, slash, path = value.rstrip("/").partition("/")
            value = f"{host.lower()}{slash}{path}"
        elif in_url and kind in ("path", "text"):
            value = quote(value, safe=":")
        text = text.replace(f"{{{name}}}", value)
        members: Any = variable.get("values", ())
        if isinstance(members, dict) and value:
            hosts = cast("dict[str, dict[str, str]]", members)[value]
            for member, host in hosts.items():
                text = text.replace(f"{{{name}.{member}}}", host)
    return text
