"""A spec to the command of a package that gets tokens from a token endpoint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import (
    GrantType,
    Parameter,
    Role,
    Variable,
    VariableType,
)
from generator.model.provider import Provider
from generator.model.text import Code
from generator.model.token_requests import RequestKind, TokenRequest
from generator.targets.python.arguments_view import (
    ArgumentView,
    client_arguments,
    request_arguments,
)
from generator.targets.python.encoders import (
    python_call,
    python_dictionary,
    python_import,
    python_prose,
    python_string,
    python_tuple,
)
from generator.targets.python.exchange_arguments import exchange_arguments
from generator.targets.python.logins import (
    LOOPBACK,
    flows,
    has_exchange_command,
    has_loopback,
    needs_redirect,
    parameter_flag,
    parameters,
    usual_redirect,
)
from generator.targets.python.names import parameter_argument, variable_argument
from generator.targets.python.request_view import RequestNames, request_names
from generator.targets.python.scopes_view import scope_facts
from generator.targets.views import requires_secret


@dataclass(frozen=True, slots=True)
class ExchangeCommandView:
    """The command of a package that gets tokens from a token endpoint.

    `imports` are lines, `client` are arguments of the client, and `settings` are arguments of the
    application. `code`, `device`, and `service` are the calls that return the request of a login, or None if the
    provider does not have that grant. `request` is the class of the request for a code.
    """

    imports: tuple[Code, ...]
    client: tuple[Code, ...]
    request: Code | None
    code: Code | None
    device: Code | None
    service: Code | None
    keeps_logins: bool
    revokes: bool
    settings: tuple[Code, ...]


def exchange_command_view(provider: Provider) -> ExchangeCommandView | None:
    """Return the command, or None if the package has none of this kind."""
    if not has_exchange_command(provider):
        return None
    usual = usual_redirect(provider)
    code, device, service = _code(provider), _device(provider), _service(provider)
    names = _request_names(provider)
    revokes = provider.request(RequestKind.REVOCATION) is not None
    return ExchangeCommandView(
        imports=tuple(_imports(provider, revokes=revokes)),
        client=tuple(_client(provider, usual)),
        request=names.type if names else None,
        code=code,
        device=device,
        service=service,
        keeps_logins=code is not None or device is not None,
        revokes=revokes,
        settings=tuple(_settings(provider, usual)),
    )


def _imports(provider: Provider, *, revokes: bool) -> Iterator[Code]:
    """Yield the imports, sorted as a formatter does."""
    has_code = provider.request(RequestKind.CODE) is not None
    has_device = provider.request(RequestKind.DEVICE_AUTHORIZATION) is not None
    has_service = provider.request(RequestKind.CLIENT_CREDENTIALS) is not None
    if revokes:
        yield from (Code("from typing import Literal, cast"), Code(""))
    cli = "._runtime.cli.exchange"
    facts = ["ScopeFacts"] if provider.has_scope_list else []
    option = ["ParameterOption"] if parameters(provider) else []
    names = ["Asked", "ClientValues", "ExchangeApplication", *option, *facts]
    yield python_import(f"{cli}.application", names)
    if has_code:
        yield python_import(f"{cli}.code_flow", ["CodeFlow"])
    yield python_import(f"{cli}.command", ["make_command"])
    if has_device:
        yield python_import(f"{cli}.device_flow", ["DeviceFlow"])
    if has_service:
        yield python_import(f"{cli}.service_flow", ["ServiceFlow"])
    if has_device:
        yield python_import("._runtime.exchange.device_request", ["DeviceRequest"])
    if has_code or has_device:
        yield python_import("._runtime.exchange.renewal", ["Ask", "refreshing"])
    if revokes:
        module = "._runtime.exchange.revocation_request"
        yield python_import(module, ["RevocationRequest"])
    if has_service:
        yield python_import("._runtime.exchange.token_request", ["TokenRequest"])
    yield python_import(".access_token", ["AccessToken"])
    request = _request_names(provider)
    classes = [request.type] if request else []
    yield python_import(".client", [*classes, "OAuthClient"])
    if provider.has_scope_list:
        yield python_import(".scopes", ["Scope"])


def _settings(provider: Provider, usual: str | None) -> Iterator[Code]:
    """Yield the arguments of the application, after its names."""
    endpoint = provider.authorization_endpoint
    has_redirect = endpoint.parameter(Role.REDIRECT_URI) is not None
    shown = [one for one in provider.client_variables if not one.is_secret]
    defaults = [
        f"{_key(one)}: {python_string(one.default)}"
        for one in shown
        if one.default is not None
    ]
    yield _dictionary("variables", [_described(one) for one in shown])
    yield Code(f"issuer={_host(provider, VariableType.HOST)}")
    yield Code(f"has_redirect_uri={has_redirect}")
    yield Code(f"needs_redirect_uri={needs_redirect(provider, usual)}")
    takes_scopes = any(one.takes_scopes for one in flows(provider).values())
    yield Code(f"takes_scopes={takes_scopes or _takes_scopes(provider)}")
    yield Code(f"scopes={_scopes(provider)}")
    if endpoint.scope_separator != " ":
        yield Code(f"scope_separator={python_string(endpoint.scope_separator)}")
    yield Code("token=AccessToken")
    yield Code(f"base={_host(provider, VariableType.BASE)}")
    yield _dictionary("defaults", defaults)
    yield Code(f"has_default_scopes={bool(provider.default_scopes)}")
    before = "parameters="
    options = [_option(one) for one in parameters(provider)]
    lines = "".join(f"        {one},\n" for one in options)
    yield Code(f"{before}(\n{lines}    )" if options else f"{before}()")
    yield _dictionary("secrets", list(_secrets(provider)))
    needed = [
        f"{python_string(grant)}: {_needed_secrets(provider, one, grant)}"
        for grant, one in flows(provider).items()
    ]
    yield _dictionary("needed_secrets", needed, is_split=True)
    yield _dictionary("flows", list(_flow_lines(provider, usual)), is_split=True)
    revokes = provider.request(RequestKind.REVOCATION) is not None
    yield Code("client=_client")
    server = provider.token_endpoint
    yield Code(f"grace={server.grace if server else 0}")
    yield Code(f"revocation={'_revocation' if revokes else 'None'}")


def _scopes(provider: Provider) -> str:
    """Return the expression of the documented scopes."""
    if not provider.has_scope_list:
        return "()"
    facts = [f"{one}=one.{one}" for one in scope_facts(provider)]
    return f"tuple(ScopeFacts({', '.join(['one.value', *facts])}) for one in Scope)"


def _flow_lines(provider: Provider, usual: str | None) -> Iterator[str]:
    if provider.request(RequestKind.CODE) is not None:
        redirect = "None" if usual is None else python_string(usual)
        arguments = [
            "request=_code",
            "exchange=lambda client, code: client.token_request(code)",
            "renewal=_renewal",
            f"redirect_uri={redirect}",
            f"has_loopback={has_loopback(provider)}",
        ]
        key = '"authorization_code": '
        yield f"{key}{python_call('CodeFlow', arguments, 8, key)}"
    if provider.request(RequestKind.DEVICE_AUTHORIZATION) is not None:
        yield '"device_code": DeviceFlow(request=_device, renewal=_renewal)'
    if provider.request(RequestKind.CLIENT_CREDENTIALS) is not None:
        yield '"client_credentials": ServiceFlow(_service)'


def _dictionary(name: str, pairs: list[str], *, is_split: bool = False) -> Code:
    before = f"{name}="
    if is_split or any("\n" in one for one in pairs):
        lines = "".join(f"        {one},\n" for one in pairs)
        return Code(f"{before}{{\n{lines}    }}")
    return Code(f"{before}{python_dictionary(pairs, 4, before)}")


def _takes_scopes(provider: Provider) -> bool:
    """Return whether the authorization request has scopes."""
    return provider.authorization_endpoint.parameter(Role.SCOPE) is not None


def _key(one: Variable) -> Code:
    return python_string(variable_argument(one))


def _described(one: Variable) -> str:
    before = f"{_key(one)}: "
    return f"{before}{python_prose(one.summary, 8, before)}"


def _host(provider: Provider, kind: VariableType) -> Code:
    """Return the literal of the variable that is the host, if it has that type."""
    if not provider.has_host_variable or provider.host_variable.type is not kind:
        return Code("None")
    return _key(provider.host_variable)


def _secrets(provider: Provider) -> Iterator[str]:
    yield '"client_secret": "the client secret"'
    for one in provider.client_variables:
        if one.is_secret:
            name = str(variable_argument(one)).strip("_")
            yield f"{_key(one)}: {python_string(f'the value of {name}')}"


def _needed_secrets(provider: Provider, request: TokenRequest, grant: str) -> Code:
    """Return the set of the secrets that a login with a grant needs."""
    names = [_key(one) for one in provider.client_variables if one.is_secret]
    if requires_secret(provider, request):
        names.insert(0, Code('"client_secret"'))
    before = f"{python_string(grant)}: "
    return python_call("frozenset", [python_tuple(names, 12, "", "")], 8, before)


def _option(one: Parameter) -> Code:
    """Return the option for a parameter."""
    name = str(parameter_argument(one))
    text = one.summary or f"The value of the parameter {one.name}."
    values = one.values or tuple(scope.name for scope in one.scopes)
    arguments = [
        str(python_string(name)),
        str(python_string(parameter_flag(one))),
        str(python_prose(text, 12)),
    ]
    if values:
        listed = python_tuple([python_string(value) for value in values], 12, "values=")
        arguments.append(f"values={listed}")
    if one.is_boolean:
        arguments.append("is_boolean=True")
    if one.is_repeated or one.scopes:
        arguments.append("is_repeated=True")
    if one.is_required:
        arguments.append("is_required=True")
    return python_call("ParameterOption", arguments, 8)


def _client(provider: Provider, usual: str | None) -> Iterator[Code]:
    """Yield the arguments of the client."""
    variables = {str(variable_argument(one)): one for one in provider.client_variables}
    redirect = "values.redirect_uri"
    if not provider.authorization_endpoint.has_optional_redirect:
        redirect += f" or {python_string(usual or LOOPBACK)}"
    hosts = [
        str(python_string(variable_argument(one))) for one in provider.secret_hosts
    ]
    known = {
        "client_id": "values.client_id",
        "client_secret": 'values.secrets.get("client_secret")',
        "redirect_uri": redirect,
        "scheme": "values.scheme",
        "allowed_domains": f"values.hosts({', '.join(hosts)})",
    }
    for argument in client_arguments(provider):
        name = str(argument.name)
        variable = variables.get(name)
        if variable is None:
            yield Code(f"{name}={known[name]}")
            continue
        place = "secrets" if variable.is_secret else "variables"
        value = f"values.{place}[{python_string(name)}]"
        if variable.type is VariableType.CHOICE and not variable.is_secret:
            value = f"values.choice({python_string(name)})"
        yield Code(f"{name}={value}")


def _code(provider: Provider) -> Code | None:
    names = _request_names(provider)
    if names is None:
        return None
    arguments = request_arguments(provider.only(GrantType.AUTHORIZATION_CODE))
    has_parameters = bool(parameters(provider))
    return _request(names.method, arguments, has_parameters=has_parameters)


def _request_names(provider: Provider) -> RequestNames | None:
    """Return the names of the request for a code, or None without one."""
    if provider.request(RequestKind.CODE) is None:
        return None
    return request_names(provider, GrantType.AUTHORIZATION_CODE)


def _device(provider: Provider) -> Code | None:
    request = provider.request(RequestKind.DEVICE_AUTHORIZATION)
    if request is None:
        return None
    _, keywords = exchange_arguments(provider, request)
    return _request("device_request", keywords)


def _service(provider: Provider) -> Code | None:
    request = provider.request(RequestKind.CLIENT_CREDENTIALS)
    if request is None:
        return None
    _, keywords = exchange_arguments(provider, request)
    return _request("client_credentials_request", keywords)


def _request(
    method: str, arguments: Sequence[ArgumentView], *, has_parameters: bool = False
) -> Code:
    """Return the call of a method of the client, with the arguments that it has."""
    names = {str(one.name) for one in arguments}
    given = ["scopes=asked.documented"] if "scopes" in names else []
    if "undocumented_scopes" in names:
        given.append("undocumented_scopes=asked.undocumented")
    given += ["**asked.parameters"] if has_parameters else []
    return python_call(f"client.{method}", given, 4, "return ", "")
