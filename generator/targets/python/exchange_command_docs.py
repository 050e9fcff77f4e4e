"""A spec to what the documentation says of a command that gets tokens from a token endpoint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.endpoints import Role, Variable
from generator.model.provider import Provider
from generator.model.reference import example
from generator.model.text import Code
from generator.model.token_requests import RequestKind
from generator.targets.encoders.markdown import markdown_code
from generator.targets.encoders.shell import shell_word
from generator.targets.encoders.words import Words, joined, plain
from generator.targets.python.command_view import (
    CommandVariableView,
    CommandView,
    command_view,
    completion_variable,
    environment_of,
    option_of,
    variable_views,
)
from generator.targets.python.encoders import python_option, python_string
from generator.targets.python.logins import (
    flows,
    has_exchange_command,
    has_loopback,
    needs_redirect,
    parameter_flag,
    parameters,
    usual_redirect,
)
from generator.targets.python.names import variable_argument
from generator.targets.views import example_call, example_client_id, requires_secret

_EXACT = "http://127.0.0.1:8080/callback"
"""A redirect URI for a provider that compares the port."""
_REJECTED = "the server rejected the refresh token (invalid_grant)"
_EXPIRED = "the stored token can no longer be used, and it has no refresh token"
"""What the log of a job says, as spec/protocol/errors.yaml has it."""


@dataclass(frozen=True, slots=True)
class SecretView:
    """A secret: the option for its file, the variable that can have it instead, its name, and a name for its file."""

    option: Code
    environment: Code
    name: Code
    file: Code


@dataclass(frozen=True, slots=True)
class ExchangeCommandGuide:
    """What the documentation says of the command.

    `name`, `prefix`, and `completion` are bare. `options` are those of the first login, and
    `example_url` is a URL, as words for a shell; `login` has the same options as Python literals.
    `needed` are the secrets that the usual login needs. `redirect` and `exact_redirect` are the redirect
    URIs to register, as Markdown code and bare; they are empty if this machine cannot receive redirects.
    `host_option` is empty if the host of a token is always the same. `selectors` lists
    the options that distinguish logins. `mock` is the mock server, or empty if there is none.
    """

    name: Code
    prefix: Code
    completion: Code
    variables: tuple[CommandVariableView, ...]
    host_option: Code
    secrets: tuple[SecretView, ...]
    needed: tuple[SecretView, ...]
    has_code: bool
    has_device: bool
    has_device_option: bool
    has_service: bool
    has_users: bool
    has_loopback: bool
    has_redirect: bool
    redirect: Code
    exact_redirect: Code
    takes_scopes: bool
    renews: bool
    revokes: bool
    options: Code
    service_options: Code
    login: tuple[Code, ...]
    stopped_reason: Code
    selectors: Code
    example_url: Code
    mock: Code


def documented_command(provider: Provider) -> CommandView | ExchangeCommandGuide | None:
    """Return what the documentation says of the command, or None if the package has none."""
    found = command_view(provider)
    return found if found is not None else exchange_command_guide(provider)


def exchange_command_guide(provider: Provider) -> ExchangeCommandGuide | None:
    """Return the same for a command that gets tokens from the token endpoint."""
    package, endpoint = provider.packages.of("python"), provider.authorization_endpoint
    if package.command is None or package.environment is None:
        return None
    if not has_exchange_command(provider):
        return None
    grants = flows(provider)
    usual, receives = usual_redirect(provider), has_loopback(provider)
    has_code, has_device = "authorization_code" in grants, "device_code" in grants
    has_service, has_users = "client_credentials" in grants, has_code or has_device
    refreshes = provider.request(RequestKind.REFRESH) is not None
    shown = [one for one in provider.client_variables if not one.is_secret]
    secrets = tuple(_secrets(provider, package.environment))
    host = provider.host_variable if provider.has_host_variable else None
    mock = provider.packages.named("mock")
    scoped = "--scope" if _takes_scopes(provider) else ""
    return ExchangeCommandGuide(
        name=plain(package.command),
        prefix=plain(package.environment),
        completion=plain(completion_variable(package.command)),
        variables=variable_views(shown, package.environment),
        host_option=option_of(variable_argument(host)) if host else Code(""),
        secrets=secrets,
        needed=secrets if _needs_secret(provider) else secrets[1:],
        has_code=has_code,
        has_device=has_device,
        has_device_option=has_device and has_code,
        has_service=has_service,
        has_users=has_users,
        has_loopback=receives and has_code,
        has_redirect=endpoint.parameter(Role.REDIRECT_URI) is not None and has_code,
        redirect=markdown_code(usual) if usual and receives else Code(""),
        exact_redirect=Code(_EXACT if receives else ""),
        takes_scopes=_takes_scopes(provider),
        renews=refreshes or not (has_code or has_device),
        revokes=provider.request(RequestKind.REVOCATION) is not None,
        options=_shell(_options(provider), _flags(provider)),
        service_options=_shell(_service(provider), _service_flags(provider)),
        login=tuple(_literals(provider)),
        stopped_reason=Code(_REJECTED if refreshes else _EXPIRED),
        selectors=_selectors(shown, scoped, has_both=has_service and has_users),
        example_url=shell_word(example_call(provider)),
        mock=plain(mock.distribution) if mock else Code(""),
    )


def _takes_scopes(provider: Provider) -> bool:
    is_asked = any(one.takes_scopes for one in flows(provider).values())
    return is_asked or provider.authorization_endpoint.parameter(Role.SCOPE) is not None


def _needs_secret(provider: Provider) -> bool:
    """Return whether the usual login needs a client secret."""
    return requires_secret(provider, next(iter(flows(provider).values())))


def _secrets(provider: Provider, prefix: str) -> Iterator[SecretView]:
    """Yield the secrets; that of the client is the first."""
    names = ["client_secret"]
    names += [
        variable_argument(one) for one in provider.client_variables if one.is_secret
    ]
    for name in names:
        words = name.strip("_").split("_")
        option = option_of(f"{name.strip('_')}_file")
        variable = environment_of(name, prefix)
        yield SecretView(option, variable, Code(" ".join(words)), Code("-".join(words)))


def _flags(provider: Provider) -> Iterator[str]:
    """Yield the flags of the first login."""
    if next(iter(flows(provider))) == "device_code":
        yield "--device"


def _service_flags(provider: Provider) -> Iterator[str]:
    if [*flows(provider)] != ["client_credentials"]:
        yield "--client-credentials"


def _shell(options: Iterable[tuple[Code, Words]], flags: Iterable[str]) -> Code:
    """Return options as words for a shell."""
    words = [f"{option} {shell_word(value)}" for option, value in options]
    return Code(" ".join([*words, *flags]))


def _literals(provider: Provider) -> Iterator[Code]:
    """Yield the options of the first login of a job, as literals of Python."""
    for option, value in _options(provider):
        yield python_option(option, value)
    for flag in _flags(provider):
        yield python_string(flag)
    for one in _secrets(provider, ""):
        if one.name != "client secret" or _needs_secret(provider):
            yield Code(f'f"{one.option}={{Path.home()}}/nightly/{one.file}"')


def _options(provider: Provider) -> Iterator[tuple[Code, Words]]:
    """Yield the options of the first login, without flags."""
    yield from _client_options(provider)
    is_listed = _takes_scopes(provider) and provider.has_scope_list
    if is_listed and not provider.default_scopes:
        yield Code("--scope"), provider.scopes[0].name
    if "authorization_code" not in flows(provider):
        return
    values = dict(example(provider).values)
    if needs_redirect(provider, usual_redirect(provider)):
        yield Code("--redirect-uri"), values["redirect_uri"]
    for one in parameters(provider):
        if one.is_required:
            yield Code(parameter_flag(one)), values[one.name]


def _client_options(provider: Provider) -> Iterator[tuple[Code, Words]]:
    for one in provider.client_variables:
        if one.default is None and not one.is_secret:
            yield option_of(variable_argument(one)), one.example
    yield Code("--client-id"), example_client_id(provider)


def _service(provider: Provider) -> Iterator[tuple[Code, Words]]:
    """Yield the options of a login of the application itself, without flags."""
    request = provider.request(RequestKind.CLIENT_CREDENTIALS)
    yield from _client_options(provider)
    if request is not None and request.takes_scopes and request.scopes:
        is_listed = request.scopes == provider.scopes
        option = "--scope" if is_listed else "--undocumented-scope"
        yield Code(option), request.scopes[0].name


def _selectors(variables: Iterable[Variable], scope: str, *, has_both: bool) -> Code:
    options = [option_of(variable_argument(one)) for one in variables]
    listed = [*options, "--client-id", *([scope] if scope else []), "--account"]
    listed += ["--grant"] if has_both else []
    return Code(joined([f"`{one}`" for one in listed]))
