"""The documented facts of a provider that its mock server implements."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Parameter:
    """A parameter of the authorization request; `constant` is its only valid value, if it has one.

    `role` is the name that OAuth gives it, or empty. `{name}` in a constant stands for any value. If it is
    another list of scopes, `scopes` are the ones that it can contain. `values` are all valid values, or
    empty.
    """

    name: str
    role: str
    required: bool
    constant: str | None
    scopes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    is_repeated: bool = False


@dataclass(frozen=True)
class Scope:
    """A documented scope, described for the user who approves it."""

    name: str
    summary: str
    permits: tuple[str, ...]
    reach: str


@dataclass(frozen=True)
class ResponseError:
    """A documented error code of the authorization response."""

    code: str
    cause: str
    remedy: str


@dataclass(frozen=True)
class Header:
    """A header of an API call; `value` can contain {client_id} and {access_token}."""

    name: str
    value: str


@dataclass(frozen=True)
class FailureForm:
    """The names of the XML elements or JSON members in the response to a rejected API call."""

    root: str
    code: str | None
    message: str
    details: str | None


@dataclass(frozen=True)
class Provider:
    """A provider; `path` is the path of its authorization endpoint, with {name} for each variable.

    It is None if the provider has no authorization endpoint; then, there are no response types, either.

    `redirect_names` has the provider's name for each standard parameter of a redirect that has another
    one, and `redirect_values` has the provider's own parameters. `issuer` is in each redirect. `rejected`
    are parameters that no request can have.
    """

    name: str
    path: str | None
    response_types: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    rejected: tuple[str, ...]
    default_redirect: str | None
    separator: str
    state_in_query: bool
    issuer: str | None
    redirect_names: tuple[tuple[str, str], ...]
    redirect_values: tuple[tuple[str, str], ...]
    example_client_id: str
    scopes: tuple[Scope, ...]
    errors: tuple[ResponseError, ...]
    headers: tuple[Header, ...]
    xml_failure: FailureForm | None
    json_failure: FailureForm | None

    def scope(self, name: str) -> Scope | None:
        """Return the documented scope with this name, or None."""
        return next((one for one in self.scopes if one.name == name), None)

    def error(self, code: str) -> ResponseError | None:
        """Return the documented error with this code, or None."""
        return next((one for one in self.errors if one.code == code), None)

    def parameter(self, role: str) -> Parameter | None:
        """Return the parameter of the authorization request with this role, or None."""
        return next((one for one in self.parameters if one.role == role), None)


def template(text: str | None) -> re.Pattern[str]:
    """Return a pattern for a text in which {name} stands for a value without a slash, and {*} for any.

    The pattern for None matches nothing.
    """
    if text is None:
        return re.compile(r"(?!)")
    any_value = re.escape(re.escape("{*}"))
    pattern = re.sub(any_value, ".*", re.escape(text))
    return re.compile(re.sub(r"\\\{.*?\\\}", "[^/]+", pattern))
