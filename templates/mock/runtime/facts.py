"""What a stand-in knows of the provider that it stands in for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameter:
    """A parameter of the authorization request; a constant has no other value."""

    name: str
    required: bool
    constant: str | None


@dataclass(frozen=True)
class ScopeFacts:
    """A documented scope, in words for the person who is asked to approve it."""

    name: str
    summary: str
    permits: tuple[str, ...]
    reach: str


@dataclass(frozen=True)
class ErrorFacts:
    """A documented error code of the answer."""

    code: str
    cause: str
    remedy: str


@dataclass(frozen=True)
class Header:
    """A header of a call; `value` may hold {client_id} and {access_token}."""

    name: str
    value: str


@dataclass(frozen=True)
class FailureForm:
    """The names in which a refused call is told: those of elements, or of members."""

    root: str
    code: str | None
    message: str
    details: str | None


@dataclass(frozen=True)
class Facts:
    """A provider: `path` is that of its endpoint, with {name} for each variable in it."""

    provider: str
    path: str
    parameters: tuple[Parameter, ...]
    default_redirect: str | None
    separator: str
    state_in_query: bool
    example_client_id: str
    scopes: tuple[ScopeFacts, ...]
    errors: tuple[ErrorFacts, ...]
    headers: tuple[Header, ...]
    xml_failure: FailureForm | None
    json_failure: FailureForm | None

    def scope(self, name: str) -> ScopeFacts | None:
        """Return what is known of a scope, or None where it is not documented."""
        return next((one for one in self.scopes if one.name == name), None)

    def error(self, code: str) -> ErrorFacts | None:
        """Return what is known of an error code, or None where it is not documented."""
        return next((one for one in self.errors if one.code == code), None)
