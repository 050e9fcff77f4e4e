"""What a spec says of logins with the command: the grants, the redirect URI, and the provider's options."""

from __future__ import annotations

from generator.model.endpoints import Parameter, Role
from generator.model.provider import Provider
from generator.model.token_requests import RequestKind, TokenRequest
from generator.rules.identifiers import TAKEN
from generator.targets.python.names import parameter_argument
from generator.targets.views import default_redirect

LOOPBACK = "http://127.0.0.1/callback"
"""The redirect URI of a program on the user's machine; it listens on a free port (RFC 8252 §7.3)."""


def has_exchange_command(provider: Provider) -> bool:
    """Return whether the package has a command whose tokens come from the token endpoint."""
    command = provider.packages.of("python").command
    is_offered = provider.exchanges and bool(flows(provider))
    return command is not None and not provider.has_login and is_offered


def flows(provider: Provider) -> dict[str, TokenRequest]:
    """Return the request that begins a login with each grant; the first is the usual one."""
    kinds = {
        "authorization_code": RequestKind.CODE,
        "device_code": RequestKind.DEVICE_AUTHORIZATION,
        "client_credentials": RequestKind.CLIENT_CREDENTIALS,
    }
    found = {grant: provider.request(kind) for grant, kind in kinds.items()}
    return {grant: one for grant, one in found.items() if one is not None}


def has_loopback(provider: Provider) -> bool:
    """Return whether this machine can receive redirects, and distinguish those of a login by their state."""
    endpoint = provider.authorization_endpoint
    has_redirect = endpoint.parameter(Role.REDIRECT_URI) is not None
    return provider.has_loopback and has_redirect and endpoint.has_state


def usual_redirect(provider: Provider) -> str | None:
    """Return the redirect URI if the user names none."""
    default = default_redirect(provider)
    if default is not None:
        return default.uri
    return LOOPBACK if has_loopback(provider) else None


def needs_redirect(provider: Provider, usual: str | None) -> bool:
    endpoint = provider.authorization_endpoint
    has_redirect = endpoint.parameter(Role.REDIRECT_URI) is not None
    return has_redirect and usual is None and not endpoint.has_optional_redirect


def parameters(provider: Provider) -> list[Parameter]:
    """Return the parameters of the authorization request that the caller sets."""
    if provider.request(RequestKind.CODE) is None:
        return []
    endpoint = provider.authorization_endpoint
    return [one for one in endpoint.parameters if one.is_of_the_caller]


def parameter_flag(one: Parameter) -> str:
    """Return the name of the option for a parameter; one that another option has gets a prefix."""
    name = str(parameter_argument(one)).strip("_")
    # A boolean parameter has a second option, which turns it off.
    names = {name, f"no_{name}"} if one.is_boolean else {name}
    prefix = "parameter-" if names & {*TAKEN, "account"} else ""
    return f"--{prefix}{name.replace('_', '-')}"
