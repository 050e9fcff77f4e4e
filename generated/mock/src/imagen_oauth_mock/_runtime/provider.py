"""The documented facts of a provider that its mock server implements."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameter:
    """A parameter of the authorization request; `constant` is its only valid value, if it has one."""

    name: str
    required: bool
    constant: str | None


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
    """A provider; `path` is the path of its authorization endpoint, with {name} for each variable."""

    name: str
    path: str
    parameters: tuple[Parameter, ...]
    default_redirect: str | None
    separator: str
    state_in_query: bool
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
