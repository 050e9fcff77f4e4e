"""What a spec means, as frozen values that rules, vectors, and languages read.

Free text is `Text`. Everything else is a `str` whose characters the schema restricts. It still
passes through an encoder before it reaches an output.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from generator.model.text import Text

Values = Mapping[str, Any]
"""An object of a spec that has passed the schema."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document that facts come from. `kind` is `vendor` or `rfc`."""

    id: str
    kind: str
    title: Text
    url: str | None


@dataclass(frozen=True, slots=True)
class Citation:
    """The place of a fact: the id of a source, and a clause (`4.2.2`) or heading in it."""

    source: str
    clause: str | None
    heading: Text | None


@dataclass(frozen=True, slots=True)
class Package:
    """The names of a package: its key in the spec, its distribution, its module, and its command.

    `module` is empty if the spec does not name one. The command's environment variables start
    with `environment`.
    """

    key: str
    distribution: str
    module: str = ""
    command: str | None = None
    environment: str | None = None


@dataclass(frozen=True, slots=True)
class Packages:
    """The properties that all generated packages share, and the names of each package."""

    version: str
    published: bool
    license: str
    copyright: str
    each: tuple[Package, ...]

    def named(self, key: str) -> Package | None:
        """Return the package with that key, or None if the spec does not name one."""
        return next((one for one in self.each if one.key == key), None)

    def of(self, key: str) -> Package:
        """Return the package with that key. Raises LookupError if the spec does not name one."""
        package = self.named(key)
        if package is None:
            raise LookupError(f"the spec does not name a package {key}")
        return package


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable in the endpoint's URL. `identifier` has the words for identifiers, if given."""

    name: str
    identifier: str | None
    format: str
    example: str
    summary: Text
    source: Citation


class Role(str, Enum):
    """What a parameter of the authorization request is for: a role of OAuth, or the provider's own.

    The value is the name of the parameter in OAuth (RFC 6749 §4.2.1) and of the argument for it.
    """

    RESPONSE_TYPE = "response_type"
    CLIENT_ID = "client_id"
    REDIRECT_URI = "redirect_uri"
    STATE = "state"
    SCOPE = "scope"
    PROVIDER = ""


_ROLES = {one.value: one for one in Role}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the authorization URL.

    A `constant` is always sent as is, and the caller can override a `default`. `values` lists all
    documented values if the constant is one of several.
    """

    name: str
    constant: str | None
    values: tuple[str, ...]
    default: str | None
    example: str | None
    required: bool
    characters: str | None
    summary: Text
    source: Citation

    @property
    def role(self) -> Role:
        """What the parameter is for."""
        return _ROLES.get(self.name, Role.PROVIDER)

    @property
    def is_required(self) -> bool:
        """Whether the caller must give a value."""
        return self.required and not self._has_value

    @property
    def is_optional(self) -> bool:
        """Whether a request has the parameter only if the caller gives a value."""
        return not self.required and not self._has_value

    @property
    def _has_value(self) -> bool:
        return self.constant is not None or self.default is not None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The authorization endpoint, with its parameters in the documented order."""

    url: str
    source: Citation
    variables: tuple[Variable, ...]
    parameters: tuple[Parameter, ...]
    scope_separator: str
    state_in: str

    def parameter(self, role: Role) -> Parameter | None:
        """Return the parameter with that role of OAuth, or None if the endpoint does not have one."""
        return next((one for one in self.parameters if one.role == role), None)

    @property
    def has_state(self) -> bool:
        """Whether a request has a state."""
        return self.parameter(Role.STATE) is not None

    @property
    def issuer(self) -> Variable:
        """The variable that is the host of the URL."""
        authority = self.url.removeprefix("https://").partition("/")[0]
        return next(one for one in self.variables if f"{{{one.name}}}" == authority)

    @property
    def has_optional_redirect(self) -> bool:
        """Whether a request is valid without a redirect URI."""
        redirect = self.parameter(Role.REDIRECT_URI)
        return redirect is not None and redirect.is_optional

    @property
    def requires_scope(self) -> bool:
        """Whether a request is valid only with a scope."""
        scope = self.parameter(Role.SCOPE)
        return scope is not None and scope.required


@dataclass(frozen=True, slots=True)
class Permission:
    """A verb and the resources that it applies to."""

    verb: Text
    resources: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """A documented scope."""

    name: str
    identifier: str | None
    summary: Text
    permits: tuple[Permission, ...]
    reach: Text
    story: Text
    source: Citation

    @property
    def tasks(self) -> Iterator[tuple[Text, Text]]:
        """Each verb that the scope permits, with each of its resources."""
        for permission in self.permits:
            for resource in permission.resources:
                yield permission.verb, resource


@dataclass(frozen=True, slots=True)
class ResponseParameter:
    """A parameter of the authorization response."""

    name: str
    required: bool
    summary: Text
    source: Citation


@dataclass(frozen=True, slots=True)
class ResponseError:
    """An error code of the authorization response, with its cause and a remedy."""

    code: str
    cause: Text
    remedy: Text
    source: Citation


@dataclass(frozen=True, slots=True)
class CallHost:
    """A kind of host that API calls go to."""

    pattern: str
    summary: Text
    source: Citation


@dataclass(frozen=True, slots=True)
class Header:
    """A header of API calls. `value` may contain {client_id} and {access_token}."""

    name: str
    value: str
    summary: Text
    source: Citation


@dataclass(frozen=True, slots=True)
class FailureForm:
    """The form of an error response to an API call: names of elements or members in `root`."""

    root: str
    code: str | None
    message: str
    details: str | None


@dataclass(frozen=True, slots=True)
class Failures:
    """The forms of error responses to API calls that the provider documents."""

    xml: FailureForm | None
    json: FailureForm | None
    source: Citation


@dataclass(frozen=True, slots=True)
class Note:
    """Text for the page of the docs that `place` names."""

    id: str
    place: str
    title: Text
    text: Text
    source: Citation


@dataclass(frozen=True, slots=True)
class Step:
    """One step toward the first API call."""

    title: Text
    text: Text
    source: Citation


@dataclass(frozen=True, slots=True)
class Example:
    """A documented URL. `values` has what the caller provides in addition to the scopes."""

    id: str
    title: Text
    url: str
    values: tuple[tuple[str, str], ...]
    scopes: tuple[str, ...]
    story: Text | None
    source: Citation

    def filled(self, variables: Sequence[Variable]) -> str:
        """Return the URL with the example of each variable filled in."""
        url = self.url
        for variable in variables:
            url = url.replace(f"{{{variable.name}}}", variable.example)
        return url


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that the provider does not document."""

    topic: Text
    text: Text
    source: Citation | None


@dataclass(frozen=True, slots=True)
class Provider:
    """A whole spec."""

    id: str
    name: str
    homepage: str
    summary: Text
    disclaimer: Text | None
    packages: Packages
    sources: tuple[Source, ...]
    endpoint: Endpoint
    scopes: tuple[Scope, ...]
    response_parameters: tuple[ResponseParameter, ...]
    response_errors: tuple[ResponseError, ...]
    hosts: tuple[CallHost, ...]
    headers: tuple[Header, ...]
    failures: Failures | None
    notes: tuple[Note, ...]
    steps: tuple[Step, ...]
    examples: tuple[Example, ...]
    unknown: tuple[Unknown, ...]


def build(spec: Values) -> Provider:
    """Return the model of a spec that has passed the schema."""
    provider, response, calls = spec["provider"], spec["response"], spec["calls"]
    return Provider(
        id=provider["id"],
        name=provider["name"],
        homepage=provider["homepage"],
        summary=Text(provider["summary"]),
        disclaimer=_text(provider.get("disclaimer")),
        packages=_packages(spec["packages"]),
        sources=tuple(_source(one) for one in spec["sources"]),
        endpoint=_endpoint(spec["endpoint"]),
        scopes=tuple(_scope(one) for one in spec["scopes"]),
        response_parameters=tuple(
            _response_parameter(one) for one in response["parameters"]
        ),
        response_errors=tuple(_response_error(one) for one in response["errors"]),
        hosts=tuple(
            CallHost(one["pattern"], Text(one["summary"]), _citation(one["source"]))
            for one in calls["hosts"]
        ),
        headers=tuple(
            Header(
                one["name"],
                one["value"],
                Text(one["summary"]),
                _citation(one["source"]),
            )
            for one in calls["headers"]
        ),
        failures=_failures(calls.get("failures")),
        notes=tuple(_note(one) for one in spec.get("notes", ())),
        steps=tuple(
            Step(Text(one["title"]), Text(one["text"]), _citation(one["source"]))
            for one in spec["steps"]
        ),
        examples=tuple(_example(one) for one in spec["examples"]),
        unknown=tuple(_unknown(one) for one in spec.get("unknown", ())),
    )


def _text(value: str | None) -> Text | None:
    return None if value is None else Text(value)


def _citation(value: str) -> Citation:
    source, _, place = value.partition("#")
    if re.fullmatch(r"[0-9]+(\.[0-9]+)*", place, re.ASCII):
        return Citation(source, place, None)
    return Citation(source, None, Text(place) if place else None)


def _source(one: Values) -> Source:
    return Source(one["id"], one["kind"], Text(one["title"]), one.get("url"))


def _packages(one: Values) -> Packages:
    return Packages(
        version=one["version"],
        published=one.get("published", False),
        license=one["license"],
        copyright=one["copyright"],
        each=tuple(
            _package(key, one[key])
            for key in sorted(one)
            if isinstance(one[key], Mapping)
        ),
    )


def _package(key: str, names: Values) -> Package:
    # Each package index has its own term for the name of a package.
    distribution = names.get("distribution") or names.get("package") or names["module"]
    return Package(
        key,
        distribution,
        names.get("module", ""),
        names.get("command"),
        names.get("environment"),
    )


def _endpoint(one: Values) -> Endpoint:
    return Endpoint(
        url=one["url"],
        source=_citation(one["source"]),
        variables=tuple(_variable(each) for each in one["variables"]),
        parameters=tuple(_parameter(each) for each in one["parameters"]),
        scope_separator=one["scope_separator"],
        state_in=one.get("state_in", "fragment"),
    )


def _variable(one: Values) -> Variable:
    return Variable(
        name=one["name"],
        identifier=one.get("identifier"),
        format=one["format"],
        example=one["example"],
        summary=Text(one["summary"]),
        source=_citation(one["source"]),
    )


def _parameter(one: Values) -> Parameter:
    return Parameter(
        name=one["name"],
        constant=one.get("constant"),
        values=tuple(one.get("values", ())),
        default=one.get("default"),
        example=one.get("example"),
        required=one.get("required", False),
        characters=one.get("characters"),
        summary=Text(one["summary"]),
        source=_citation(one["source"]),
    )


def _scope(one: Values) -> Scope:
    return Scope(
        name=one["name"],
        identifier=one.get("identifier"),
        summary=Text(one["summary"]),
        permits=tuple(
            Permission(
                Text(each["verb"]), tuple(Text(kind) for kind in each["resources"])
            )
            for each in one["permits"]
        ),
        reach=Text(one["reach"]),
        story=Text(one["story"]),
        source=_citation(one["source"]),
    )


def _response_parameter(one: Values) -> ResponseParameter:
    summary = Text(one["summary"])
    return ResponseParameter(
        one["name"], one.get("required", False), summary, _citation(one["source"])
    )


def _response_error(one: Values) -> ResponseError:
    cause, remedy = Text(one["cause"]), Text(one["remedy"])
    return ResponseError(one["code"], cause, remedy, _citation(one["source"]))


def _failures(one: Values | None) -> Failures | None:
    if one is None:
        return None
    xml, json = (_form(one.get(key)) for key in ("xml", "json"))
    return Failures(xml, json, _citation(one["source"]))


def _form(one: Values | None) -> FailureForm | None:
    if one is None:
        return None
    return FailureForm(one["root"], one.get("code"), one["message"], one.get("details"))


def _note(one: Values) -> Note:
    title, text = Text(one["title"]), Text(one["text"])
    return Note(one["id"], one["place"], title, text, _citation(one["source"]))


def _example(one: Values) -> Example:
    return Example(
        id=one["id"],
        title=Text(one["title"]),
        url=one["url"],
        values=tuple(one["values"].items()),
        scopes=tuple(one["scopes"]),
        story=_text(one.get("story")),
        source=_citation(one["source"]),
    )


def _unknown(one: Values) -> Unknown:
    source = one.get("source")
    return Unknown(
        Text(one["topic"]), Text(one["text"]), _citation(source) if source else None
    )
