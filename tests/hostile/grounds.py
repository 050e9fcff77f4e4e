"""The two specs that payloads go into, and their places: an implicit grant, and a code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as FilePath
from urllib.parse import quote

from tests.hostile import provider
from tests.hostile.places import (
    BENIGN,
    Ground,
    Place,
    Spec,
    at,
    key,
    replace_everywhere,
    together,
    variable,
)
from tests.unit.specs import parsed

_CODE = FilePath(__file__).with_name("code.yaml")
_ENDPOINT, _TOKEN = "authorization_endpoint", "token_endpoint"


def _put_parameter(spec: Spec, payload: str) -> None:
    example = spec["examples"][0]
    spec[_ENDPOINT]["parameters"][6]["name"] = payload
    example["url"] = example["url"].replace("&extra=", f"&{payload}=")


def _put_endpoint(spec: Spec, payload: str) -> None:
    example = spec["examples"][0]
    query = example["url"].partition("?")[2]
    spec[_ENDPOINT]["url"] = payload
    example["url"] = f"{payload}?{query}"


def _put_default(spec: Spec, payload: str) -> None:
    example = spec["examples"][0]
    payload = f"app:{payload}"
    spec[_ENDPOINT]["parameters"][2]["default"] = payload
    example["url"] = example["url"].replace(
        "https:%2F%2Fapp.example.org%2Fa", quote(payload, safe=":~", errors="replace")
    )


def _put_client_id(spec: Spec, payload: str) -> None:
    example = spec["examples"][0]
    example["inputs"]["client_id"] = payload
    encoded = quote(payload, safe=":~", errors="replace")
    example["url"] = example["url"].replace("id=KEY", f"id={encoded}")


def _put_constant(spec: Spec, payload: str) -> None:
    spec[_ENDPOINT]["parameters"][5]["value"] = payload
    spec[_ENDPOINT]["parameters"][5]["values"][0] = payload
    example = spec["examples"][0]
    encoded = quote(payload, safe=":~", errors="replace")
    example["url"] = example["url"].replace("prompt=none", f"prompt={encoded}")


def _put_environment(spec: Spec, payload: str) -> None:
    # Only capitals can be the start of a name in the environment.
    spec["packages"]["python"]["environment"] = payload.upper()


def _put_header(spec: Spec, payload: str) -> None:
    spec["calls"]["headers"][2]["value"] = f"{payload} {{client_id}} {payload}"


_NAMES = (
    at("scopes", 0, "name"),
    variable("domain"),
    Place((_ENDPOINT, "parameters", 6, "name"), _put_parameter, has_to_refuse=False),
    at(_ENDPOINT, "callback", 1, "name", has_to_refuse=False),
    at(_ENDPOINT, "errors", 0, "code", has_to_refuse=False),
    at("calls", "headers", 2, "name", has_to_refuse=False),
    at("notes", 0, "id", has_to_refuse=False),
    at("examples", 0, "id", has_to_refuse=False),
    *(
        at("calls", "failures", form, member, has_to_refuse=False)
        for form in ("xml", "json")
        for member in ("root", "code", "message", "details")
    ),
)
"""The names of a scope and a variable, and names without identifiers."""

_VALUES = (
    Place((_ENDPOINT, "parameters", 5), _put_constant),
    Place((_ENDPOINT, "parameters", 2), _put_default),
    Place(("examples", 0), _put_client_id),
    Place(("calls", "headers", 2, "value"), _put_header),
    at(_ENDPOINT, "parameters", 1, "example"),
    at(_ENDPOINT, "parameters", 5, "values", 1),
    at("calls", "hosts", 0, "pattern"),
    at("variables", "domain", "example"),
    Place(("packages", "python", "environment"), _put_environment),
)
"""Constants, defaults, and examples."""

_LINKS = (at("provider", "homepage"), at("sources", 0, "url"))
_PYTHON_PACKAGES = [
    at("packages", package, member)
    for package in ("python", "mock")
    for member in ("distribution", "module", "command")
]
_NPM_PACKAGE = at("packages", "typescript", "package")
"""The only package whose name can begin with a scope, as in `@scope/name`."""
_NAMED_VALUES: dict[str, tuple[Sequence[Place], str]] = {
    "endpoint": (
        [Place((_ENDPOINT, "url"), _put_endpoint)],
        "https://{domain}/benign",
    ),
    "scoped": (_PYTHON_PACKAGES, BENIGN),
    "npm": ([_NPM_PACKAGE], BENIGN),
    "package": ([*_PYTHON_PACKAGES, _NPM_PACKAGE], BENIGN),
    "version": ([at("packages", "version")], "9.8.7"),
    "href": (_LINKS, "https://benign.example"),
    "link": (_LINKS, "https://benign.example"),
    "homepage": (_LINKS[:1], "https://benign.example"),
    "copyright": ([at("packages", "copyright")], BENIGN),
    "provider": ([at("provider", "name"), at("provider", "id")], BENIGN),
}
"""The fields that a context names by a word, and a benign value for each."""


IMPLICIT = Ground("implicit", provider.spec, (_NAMES,), _VALUES, _NAMED_VALUES)


def code_spec() -> Spec:
    """Return the spec whose grant is a code, for a test to change."""
    spec: Spec = parsed(_CODE)
    return spec


_MACHINE = ("grants", 2)
_MEMBERS = (
    *("access_token", "refresh_token", "token_type", "scope", "expires_in"),
    *("expires_at", "error", "error_description"),
)


def _put_member(spec: Spec, payload: str) -> None:
    """Rename a member of a variable's values."""
    values = spec["variables"]["v_region"]["values"]
    for choice, members in values.items():
        values[choice] = {payload: members["web"], "api": members["api"]}
    replace_everywhere(spec, "{v_region.web}", f"{{v_region.{payload}}}")


def _put_audience(spec: Spec, payload: str) -> None:
    # The rest uses variables that nothing else uses.
    audience = spec[_ENDPOINT]["parameters"][3]
    audience["value"] = f"{payload}{audience['value']}"


_CODE_NAMES = (
    (
        together(at("scopes", 0, "name"), at("default_scopes", 0)),
        variable("v_tenant"),
        at(_ENDPOINT, "callback", 0, "name", has_to_refuse=False),
        at(_ENDPOINT, "errors", 0, "code", has_to_refuse=False),
        at(_TOKEN, "parameters", 1, "name", has_to_refuse=False),
        at("token_type", "accept", 1, has_to_refuse=False),
    ),
    (
        at(_ENDPOINT, "parameters", 4, "name"),
        key(_ENDPOINT, "parameters", 8, "scopes", "search:read", has_to_refuse=False),
        together(
            key(*_MACHINE, "scopes", "machine", has_to_refuse=False),
            at(*_MACHINE, "default_scopes", 0),
        ),
        together(
            at("variables", "v_color", "values", 0, has_to_refuse=False),
            at("variables", "v_color", "default"),
        ),
        at(_TOKEN, "response", "members", 0, has_to_refuse=False),
    ),
    (
        at("scopes", 0, "identifier", is_lower=True),
        at("variables", "v_shop", "identifier", is_lower=True),
    ),
    (
        at(_ENDPOINT, "parameters", 2, "identifier", is_lower=True),
        at(_TOKEN, "parameters", 1, "identifier", is_lower=True),
        at(_TOKEN, "refresh", "parameters", 0, "identifier", is_lower=True),
    ),
    (
        Place(("variables", "v_region", "values"), _put_member, is_lower=True),
        key(_TOKEN, "response", "success", "ok", has_to_refuse=False),
    ),
    (
        together(
            key("variables", "v_region", "values", "us", has_to_refuse=False),
            at("variables", "v_region", "default"),
        ),
    ),
)
"""Groups of names. Arguments of one call are in different groups, because they must differ."""


_CODE_VALUES = (
    Place((_ENDPOINT, "parameters", 3, "value"), _put_audience),
    together(
        at(_ENDPOINT, "parameters", 2, "values", 0),
        at(_ENDPOINT, "parameters", 2, "default"),
    ),
    at(_ENDPOINT, "parameters", 4, "example"),
    at(_ENDPOINT, "parameters", 5, "values", 0),
    at("variables", "v_tenant", "default"),
    at("variables", "v_shop", "example"),
    at("variables", "v_site", "example"),
    at("variables", "v_api_key", "example"),
    at("variables", "v_region", "values", "us", "web"),
    at(_TOKEN, "parameters", 0, "value"),
    together(
        at(_TOKEN, "parameters", 1, "example"), at(_TOKEN, "parameters", 1, "values", 0)
    ),
    at(_TOKEN, "parameters", 2, "default"),
    at(_TOKEN, "basic", "username"),
    at(_TOKEN, "basic", "password"),
    *(at(_TOKEN, "response", member) for member in _MEMBERS),
    at(_TOKEN, "response", "within", 1),
    at(_TOKEN, "refresh", "parameters", 0, "value"),
    at("device_authorization_endpoint", "parameters", 0, "value"),
    at("revocation_endpoint", "parameters", 0, "value"),
    at(*_MACHINE, "parameters", 0, "value"),
    at("token_type", "accept", 1),
)
"""Constants, defaults, examples, choices, and the paths of a token response."""

_CODE_NAMED_VALUES: dict[str, tuple[Sequence[Place], str]] = {
    **{name: _NAMED_VALUES[name] for name in ("version", "copyright", "provider")},
    "endpoint": (
        (
            at(_TOKEN, "url"),
            at(_TOKEN, "refresh", "url"),
            at("device_authorization_endpoint", "url"),
            at("revocation_endpoint", "url"),
            at(*_MACHINE, "token_endpoint"),
        ),
        "https://login.example.org/benign",
    ),
    "href": ((at("issuer"),), "https://benign.example"),
    "link": ((at("issuer"),), "https://benign.example"),
}

CODE = Ground("code", code_spec, _CODE_NAMES, _CODE_VALUES, _CODE_NAMED_VALUES)
GROUNDS = (IMPLICIT, CODE)
