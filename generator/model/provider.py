"""What a spec means, as frozen values that rules, vectors, and languages read.

Free text is `Text`. Everything else is a `str` whose characters the schema restricts. It still
passes through an encoder before it reaches an output.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.model.endpoints import (
    AuthorizationEndpoint,
    Grant,
    GrantType,
    Role,
    StandardEntry,
    Variable,
    VariableType,
    placeholders,
)
from generator.model.facts import Citation, Scope, Source
from generator.model.text import Text
from generator.model.token_requests import (
    OtherEndpoint,
    RequestKind,
    TokenEndpoint,
    TokenRequest,
)


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
        """Return the package with that key, or None if the spec has none."""
        return next((one for one in self.each if one.key == key), None)

    def of(self, key: str) -> Package:
        """Return the package with that key. Raises LookupError if the spec has none."""
        package = self.named(key)
        if package is None:
            raise LookupError(f"the spec does not name a package {key}")
        return package


@dataclass(frozen=True, slots=True)
class CallHost:
    """A kind of host that API calls go to."""

    pattern: str
    summary: Text
    source: Citation | None


def bare_host(pattern: str) -> str:
    """Return the host in a pattern or a URL, without a scheme, a path, and optional parts in brackets."""
    return re.sub(r"\[[^\]]*\]|^https?://", "", pattern).split("/")[0]


@dataclass(frozen=True, slots=True)
class CallExample:
    """A documented API call with the method GET, at one of the hosts."""

    url: str
    summary: Text
    source: Citation | None


@dataclass(frozen=True, slots=True)
class Header:
    """A header of API calls. `value` may contain {client_id} and {access_token}."""

    name: str
    value: str
    summary: Text
    source: Citation | None


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
    source: Citation | None


@dataclass(frozen=True, slots=True)
class Note:
    """Text for the page of the docs that `place` names."""

    id: str
    place: str
    title: Text
    text: Text
    source: Citation | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step toward the first API call."""

    title: Text
    text: Text
    source: Citation | None


@dataclass(frozen=True, slots=True)
class Example:
    """An authorization URL. `values` has what the caller provides in addition to the scopes.

    It is documented by the provider, unless the spec has no example; then, `url` is empty.
    """

    id: str
    title: Text
    url: str
    grant: GrantType
    values: tuple[tuple[str, str], ...]
    scopes: tuple[str, ...]
    story: Text | None
    source: Citation | None


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
    homepage: str | None
    summary: Text
    disclaimer: Text | None
    packages: Packages
    sources: tuple[Source, ...]
    source: Citation | None
    issuer: str | None
    requires_iss: bool
    variables: tuple[Variable, ...]
    grants: tuple[Grant, ...]
    authorization: AuthorizationEndpoint | None
    token_endpoint: TokenEndpoint | None
    other_endpoints: tuple[OtherEndpoint, ...]
    pkce: str
    has_loopback: bool
    scopes: tuple[Scope, ...]
    default_scopes: tuple[str, ...]
    hosts: tuple[CallHost, ...]
    call_example: CallExample | None
    headers: tuple[Header, ...]
    failures: Failures | None
    notes: tuple[Note, ...]
    steps: tuple[Step, ...]
    examples: tuple[Example, ...]
    unknown: tuple[Unknown, ...]
    standard_entries: tuple[StandardEntry, ...] = field(default=(), compare=False)
    """What the spec says about standard parameters: those it omits, and names for all token requests."""

    @property
    def authorization_endpoint(self) -> AuthorizationEndpoint:
        """The authorization endpoint. Without one, its URL is the token endpoint's, and it takes nothing.

        Raises LookupError if the spec has no endpoint at all.
        """
        if self.authorization is not None:
            return self.authorization
        if self.token_endpoint is None:
            raise LookupError("the spec has no endpoint")
        separator = self.token_endpoint.scope_separator
        return AuthorizationEndpoint(
            self.token_endpoint.url, None, (), (), (), separator, ""
        )

    @property
    def url_variables(self) -> tuple[Variable, ...]:
        """The variables of the authorization endpoint's URL, in the order of the spec."""
        used = placeholders(self.authorization_endpoint.url)
        return tuple(one for one in self.variables if one.name in used)

    @property
    def used_variables(self) -> tuple[Variable, ...]:
        """The variables of the authorization request, in the order of the spec."""
        endpoint = self.authorization_endpoint
        constants = [one.constant for one in endpoint.parameters if one.constant]
        texts = [endpoint.url, *constants]
        used = {name for text in texts for name in placeholders(text)}
        return tuple(one for one in self.variables if one.name in used)

    @property
    def client_variables(self) -> tuple[Variable, ...]:
        """The variables that a client is made with, in the order of the spec."""
        used = self._used_in_requests | {one.name for one in self.used_variables}
        given = self.callback_variables
        return tuple(
            one for one in self.variables if one.name in used and one.name not in given
        )

    @property
    def server_variables(self) -> tuple[Variable, ...]:
        """The variables that only the client's own requests have, in a URL or a constant, and that are not secret."""
        endpoint = self.authorization
        shown = set(placeholders(endpoint.url)) if endpoint is not None else set[str]()
        used = self._used_in_requests - shown
        return tuple(
            one
            for one in self.client_variables
            if one.name in used and not one.is_secret
        )

    @property
    def callback_variables(self) -> Mapping[str, str]:
        """The name of the parameter of the redirect that supplies each variable, by its name."""
        endpoint = self.authorization
        found = endpoint.response_parameters if endpoint is not None else ()
        return {one.variable: one.name for one in found if one.variable is not None}

    @property
    def shown_url(self) -> str | None:
        """The authorization URL for logs, or None if its path has no secret values to leave out."""
        path = shown = self.authorization_endpoint.url.partition("?")[0]
        for one in self.variables:
            if one.is_secret:
                shown = shown.replace(f"{{{one.name}}}", "...")
        return None if shown == path else shown

    @property
    def secret_hosts(self) -> tuple[Variable, ...]:
        """The variables that decide which host gets the client's secrets, in the order of the spec."""
        used = {name for one in self.requests for name in placeholders(one.url)}
        free = (VariableType.HOST, VariableType.BASE)
        return tuple(
            one for one in self.variables if one.name in used and one.type in free
        )

    @property
    def secret_host_examples(self) -> list[str]:
        """An example of each host that gets the client's secrets."""
        return [one.example.partition("/")[0] for one in self.secret_hosts]

    @property
    def always_sends_secrets(self) -> bool:
        """Whether requests to a host that a variable decides contain a secret even without a client secret."""
        sent = self._used_in_requests
        is_sent = any(one.is_secret and one.name in sent for one in self.variables)
        return is_sent and bool(self.secret_hosts)

    @property
    def used_elsewhere(self) -> frozenset[str]:
        """The names of the variables in the other endpoints and in token requests."""
        urls = [one.url for one in self.other_endpoints]
        used = {name for url in urls for name in placeholders(url)}
        return frozenset(used | self._used_in_requests)

    @property
    def _used_in_requests(self) -> set[str]:
        endpoint, requests = self.token_endpoint, self.requests
        texts = [endpoint.url] if endpoint is not None else []
        texts += [one.url for one in requests]
        parameters = [one for each in requests for one in each.parameters]
        texts += [one.constant for one in parameters if one.constant]
        return {name for text in texts for name in placeholders(text)}

    @property
    def has_host_variable(self) -> bool:
        """Whether a variable is the whole host, so that a server on this machine can be meant."""
        return self._host_variable is not None

    @property
    def host_variable(self) -> Variable:
        """The variable that is the whole host. Raises LookupError if the host is not a variable."""
        if self._host_variable is None:
            raise LookupError("the host is not a variable")
        return self._host_variable

    @property
    def _host_variable(self) -> Variable | None:
        authority = self.authorization_endpoint.authority
        whole = (VariableType.HOST, VariableType.BASE)
        for one in self.variables:
            if f"{{{one.name}}}" == authority and one.type in whole:
                return one
        return None

    @property
    def browser_grant(self) -> GrantType:
        """The first grant in which a browser takes part. Raises LookupError if there is none."""
        if not self.browser_grants:
            raise LookupError("no grant has an authorization request")
        return self.browser_grants[0]

    @property
    def has_users(self) -> bool:
        """Whether a token can act for a user; otherwise, the client only gets tokens for itself."""
        return any(one.type is not GrantType.CLIENT_CREDENTIALS for one in self.grants)

    @property
    def browser_grants(self) -> tuple[GrantType, ...]:
        """The grants in which a browser takes part, in the order of the spec."""
        return tuple(
            one.type for one in self.grants if one.type.response_type is not None
        )

    def only(self, grant: GrantType) -> Provider:
        """Return this provider as if a browser took part only in that grant."""
        if self.authorization is None or self.browser_grants == (grant,):
            return self
        grants = [
            one
            for one in self.grants
            if one.type is grant or one.type.response_type is None
        ]
        return replace(
            self,
            grants=tuple(grants),
            authorization=self.authorization.only(grant),
            examples=tuple(one for one in self.examples if one.grant is grant),
        )

    @property
    def returns_token(self) -> bool:
        """Whether the response to an authorization request contains a token."""
        return self.browser_grants[:1] == (GrantType.IMPLICIT,)

    @property
    def exchanges(self) -> bool:
        """Whether clients send requests to the token endpoint."""
        return self.token_endpoint is not None and bool(self.token_endpoint.requests)

    @property
    def issues_tokens(self) -> bool:
        """Whether a client that reads every response gets tokens."""
        return self.offers(GrantType.IMPLICIT) or self.exchanges

    @property
    def has_login(self) -> bool:
        """Whether a generated program can log a user in, at the provider or at a mock server.

        The response must contain the token, and the host must be a variable, so that it can be
        this machine. The spec must list the scopes, because users of these programs choose from
        them.
        """
        is_local = self.returns_token and self.has_host_variable
        return is_local and self.has_scope_list

    @property
    def has_scope_list(self) -> bool:
        """Whether requests have scopes, and the spec lists them."""
        scope = self.authorization_endpoint.parameter(Role.SCOPE)
        is_asked = any(
            one.takes_scopes and one.scopes == self.scopes for one in self.requests
        )
        return bool(self.scopes) and (scope is not None or is_asked)

    @property
    def requests(self) -> tuple[TokenRequest, ...]:
        """The requests that clients send by themselves: to the token endpoint, and to the others."""
        endpoint = self.token_endpoint
        if endpoint is None or not endpoint.requests:
            return ()
        others = [each for one in self.other_endpoints for each in one.requests]
        return (*endpoint.requests, *others)

    def request(self, kind: RequestKind) -> TokenRequest | None:
        """Return the request of that kind, or None if clients do not send one."""
        return next((one for one in self.requests if one.kind is kind), None)

    def offers(self, grant: GrantType) -> bool:
        """Return whether the provider offers a grant."""
        return any(one.type is grant for one in self.grants)
