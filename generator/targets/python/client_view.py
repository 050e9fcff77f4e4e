"""A spec to the client in Python: its arguments, its checks, and what its module imports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.model.endpoints import GrantType, Role, Variable, VariableType
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.python.arguments_view import ArgumentView, client_arguments
from generator.targets.python.encoders import (
    python_dictionary,
    python_import,
    python_string,
    python_tuple,
)
from generator.targets.python.exchange_view import ExchangeView
from generator.targets.python.filled import constant_of, endpoint_url, issuer
from generator.targets.python.members_view import MemberView, client_members, slots_of
from generator.targets.python.names import parameter_argument, variable_argument
from generator.targets.python.request_view import RequestView
from generator.targets.views import default_redirect, shown_title, shown_url

_CHECKS = {
    VariableType.LABEL: "check_label",
    VariableType.PATH: "check_path_segment",
    VariableType.TEXT: "check_text",
}


@dataclass(frozen=True, slots=True)
class DefaultRedirectView:
    """The constant for the default redirect URI, and its literal."""

    name: Code
    value: Code


@dataclass(frozen=True, slots=True)
class ClientView:
    """The client, and what its module contains before it.

    `about_module` to `shown_parts` are text in a docstring; without `shown_parts`, there is no URL. The lines of `imports`, `constants`,
    `checks`, and `guards` are statements. The other values are expressions.
    """

    about_module: Code
    about: Code
    has_secret: bool
    shown_title: Code
    shown_base: Code
    shown_parts: tuple[Code, ...]
    imports: tuple[Code, ...]
    constants: tuple[Code, ...]
    default_redirect: DefaultRedirectView | None
    base: Code
    attributes: Code
    arguments: tuple[ArgumentView, ...]
    checks: tuple[Code, ...]
    values: tuple[Code, ...]
    guards: tuple[Code, ...]
    members: tuple[MemberView, ...]


def client_view(
    provider: Provider, requests: Sequence[RequestView], exchange: ExchangeView
) -> ClientView:
    """Return the client of a spec, which returns these requests."""
    base, parts = shown_url(provider)
    members = tuple(client_members(provider))
    about_module, about = _about(provider)
    view = ClientView(
        about_module=Code(about_module),
        about=Code(about),
        has_secret=_has_secret(provider),
        shown_title=shown_title(provider),
        shown_base=base,
        shown_parts=parts if requests else (),
        imports=(),
        constants=tuple(_constants(provider, requests)),
        default_redirect=_default_redirect_view(provider),
        base=Code("ExchangeClient" if provider.exchanges else "ClientBase"),
        attributes=slots_of(one.name for one in members),
        arguments=client_arguments(provider),
        checks=tuple(_checks(provider)),
        values=tuple(_values(provider)),
        guards=tuple(_guards(provider)),
        members=members,
    )
    return replace(view, imports=_imports(provider, view, requests, exchange))


def _about(provider: Provider) -> tuple[str, str]:
    """Return what the module and the client are."""
    if provider.browser_grants:
        return (
            "The client, and the authorization requests that it builds.",
            "An application, the server of its logins, and the address to which users return.",
        )
    if provider.offers(GrantType.DEVICE_CODE):
        about = "The client, and the requests for tokens that it builds."
    else:
        about = "The client, which requests tokens for itself."
    return about, "An application and its credentials."


def _values(provider: Provider) -> Iterator[Code]:
    """Yield what every client has: its endpoint, the host, the scheme, and its secret."""
    endpoint = provider.authorization
    yield endpoint_url(provider, endpoint.url, "scheme") if endpoint else Code('""')
    yield issuer(provider)
    yield Code("scheme" if provider.has_host_variable else '"https"')
    if provider.exchanges:
        yield Code("client_secret")
    if provider.shown_url is not None:
        yield endpoint_url(provider, provider.shown_url, "scheme")
    if provider.exchanges and provider.server_variables:
        names = [f"self._{variable_argument(one)}" for one in provider.server_variables]
        yield Code(f"token_values=({', '.join(names)},)")


def _has_secret(provider: Provider) -> bool:
    """Return whether an argument is a secret, which no traceback may show."""
    endpoint = provider.authorization
    return (
        provider.exchanges
        or any(one.is_secret for one in provider.client_variables)
        or bool(endpoint and endpoint.parameter(Role.CODE_CHALLENGE))
    )


def _imports(
    provider: Provider,
    client: ClientView,
    requests: Sequence[RequestView],
    exchange: ExchangeView,
) -> tuple[Code, ...]:
    """Return every import that the module needs; a formatter does not remove unused ones."""
    body = "\n".join(
        (
            *(client.base, *client.constants, *client.checks),
            *(*client.values, *client.guards, *_exchanged(exchange)),
            *(line for one in requests for line in one.lines()),
            "without_frames" if client.has_secret else "",
        )
    )
    words = {*re.findall(r"\w+", body)}
    lines = ["from collections.abc import Iterable, Mapping", ""]
    for module, names in _RUNTIME.items():
        used = [name for name in names if name in words]
        if used:
            lines.append(python_import(f"._runtime.{module}", used))
    if provider.issues_tokens:
        lines.append("from .access_token import AccessToken")
    if provider.has_scope_list:
        lines.append("from .scopes import Scope")
    remedies = ["REMEDIES"] if requests and provider.issues_tokens else []
    remedies += ["TOKEN_REMEDIES"] if provider.exchanges else []
    if remedies:
        lines.append(f"from .server_errors import {', '.join(remedies)}")
    arguments = (
        *client.arguments,
        *(each for one in requests for each in one.arguments),
        *(each for one in exchange.methods for each in one.keywords),
    )
    if any("Literal[" in one.declaration for one in arguments):
        lines += ["", "TYPE_CHECKING = False", "if TYPE_CHECKING:"]
        lines.append("    from typing import Literal")
    return tuple(map(Code, lines))


_RUNTIME = {
    "checks": (
        "check_client_id",
        "check_domain",
        "check_extra_parameters",
        "check_redirect_uri",
        "check_scheme",
        "check_state",
        "new_state",
    ),
    "client": ("ClientBase",),
    "encoding": ("percent_encode",),
    "errors": ("without_frames",),
    "exchange.authorization_code": ("AuthorizationCode", "check_code"),
    "exchange.client": ("ExchangeClient",),
    "exchange.code_redirect": ("CodeContext",),
    "exchange.code_request": ("CodeRequest",),
    "exchange.credentials": ("Authentication", "Basic", "check_allowed_domain"),
    "exchange.device_poll": ("PollForm",),
    "exchange.device_request": ("DeviceRequest",),
    "exchange.endpoint_request": ("Sent",),
    "exchange.pending": ("from_pending",),
    "exchange.repeat": ("ALWAYS", "UNPROCESSED"),
    "exchange.response_form": ("ResponseForm",),
    "exchange.revocation_request": ("RevocationRequest", "check_revocable"),
    "exchange.token_request": ("TokenRequest", "check_refreshable"),
    "implicit": ("ImplicitRequest",),
    "pkce": ("check_code_verifier", "code_challenge"),
    "request": ("RequestBase",),
    "response": ("RequestContext",),
    "scope": ("free_scopes", "require_scopes", "select_scopes"),
    "variables": (
        "check_base",
        "check_choice",
        "check_flag",
        "check_label",
        "check_path_segment",
        "check_text",
        "check_texts",
    ),
}
"""What a client can import from the runtime, by module."""


def _exchanged(view: ExchangeView) -> Iterator[Code]:
    """Yield the code that sends requests to the token endpoint."""
    yield from view.constants
    for one in view.methods:
        yield from (*one.before, one.url, *one.parameters, *one.options)
        yield Code(f"{one.kind} Sent")
        for poll in one.poll:
            yield from (Code("PollForm"), poll.url, *poll.parameters)
        for argument in (*one.arguments, *one.keywords):
            yield argument.declaration


def _constants(provider: Provider, requests: Sequence[RequestView]) -> Iterator[Code]:
    """Yield the constants of the module: the scopes, the reserved names, and the choices."""
    if provider.has_scope_list:
        yield Code("_SCOPES = dict.fromkeys(scope.value for scope in Scope)")
    if provider.default_scopes:
        yield _tuple("_DEFAULT_SCOPES", provider.default_scopes)
    endpoint = provider.authorization_endpoint
    for one in requests:
        yield _tuple(str(one.reserved), one.names)
    for variable in provider.client_variables:
        if variable.type is VariableType.CHOICE:
            yield _choices(variable)
    listed = [*endpoint.parameters]
    for each in provider.requests:
        listed += each.parameters
    constants: dict[str, Sequence[str]] = {}
    for parameter in listed:
        values = parameter.values or [scope.name for scope in parameter.scopes]
        if parameter.is_of_the_caller and values:
            constants.setdefault(constant_of(parameter_argument(parameter)), values)
    yield from (_tuple(name, values) for name, values in constants.items())


def _tuple(name: str, values: Sequence[str]) -> Code:
    items = [python_string(one) for one in values]
    return Code(f"{name} = {python_tuple(items, 0, f'{name} = ', '')}")


def _choices(one: Variable) -> Code:
    """Return the constant of a choice: its values, each with the members that it decides."""
    name = constant_of(variable_argument(one))
    if not any(choice.members for choice in one.choices):
        return _tuple(name, [choice.name for choice in one.choices])
    rows = [
        _row(str(python_string(choice.name)), choice.members) for choice in one.choices
    ]
    return Code(f"{name} = {python_dictionary(rows, 0, f'{name} = ', '')}")


def _row(key: str, members: Sequence[tuple[str, str]]) -> str:
    pairs = [
        f"{python_string(name)}: {python_string(value)}" for name, value in members
    ]
    return f"{key}: {python_dictionary(pairs, 4, f'{key}: ')}"


def _checks(provider: Provider) -> Iterator[Code]:
    if provider.has_host_variable:
        yield Code("check_scheme(scheme)")
    for one in provider.client_variables:
        yield Code(f"self._{variable_argument(one)} = {_checked(provider, one)}")
    yield Code("self._client_id = check_client_id(client_id)")
    redirect = provider.authorization_endpoint.parameter(Role.REDIRECT_URI)
    if redirect is None:
        return
    checked = "check_redirect_uri(redirect_uri)"
    if provider.authorization_endpoint.has_optional_redirect:
        checked = (
            f"(\n            None if redirect_uri is None else {checked}\n        )"
        )
    yield Code(f"self._redirect_uri = {checked}")


def _checked(provider: Provider, one: Variable) -> str:
    """Return the expression of a variable's checked value."""
    name = variable_argument(one)
    quoted = python_string(name)
    if one.type is VariableType.CHOICE:
        return f"check_choice({name}, {quoted}, {constant_of(name)})"
    if one.type not in (VariableType.HOST, VariableType.BASE):
        return f"{_CHECKS[one.type]}({name}, {quoted})"
    scheme = _scheme_of(provider, one)
    if one.type is VariableType.BASE:
        return f"check_base({name}, {scheme}, {quoted})"
    shown = "" if name == "domain" else f", {quoted}"
    return f"check_domain({name}, {scheme}{shown})"


def _scheme_of(provider: Provider, one: Variable) -> str:
    """Return the expression of the scheme that a host is used with."""
    # The request connects only to the host, so its scheme does not restrict other variables.
    is_host = provider.has_host_variable and one == provider.host_variable
    return "scheme" if is_host else '"https"'


def _guards(provider: Provider) -> Iterator[Code]:
    """Yield the check that only a trusted host gets the client secret, and secret variables."""
    has_secret = "has_secret=client_secret is not None"
    if provider.always_sends_secrets:
        has_secret = "has_secret=True"
    for one in provider.secret_hosts:
        name = variable_argument(one)
        is_base = one.type is VariableType.BASE
        host = f'self._{name}.partition("/")[0]' if is_base else f"self._{name}"
        given = [host, str(python_string(name)), _scheme_of(provider, one)]
        given += ["allowed_domains", has_secret]
        yield Code(f"check_allowed_domain({', '.join(given)})")


def _default_redirect_view(provider: Provider) -> DefaultRedirectView | None:
    default = default_redirect(provider)
    if default is None:
        return None
    return DefaultRedirectView(default.name, python_string(default.uri))
