"""A spec to what the vector runner in Python needs: the names of arguments, and values for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import Role, VariableType
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.python.encoders import python_string
from generator.targets.python.names import parameter_argument, variable_argument
from generator.targets.python.request_view import RequestView
from generator.targets.views import default_redirect


@dataclass(frozen=True, slots=True)
class PairView:
    """An item of a dictionary: the literals of a name, and of a value or another name."""

    name: Code
    value: Code


@dataclass(frozen=True, slots=True)
class VectorsView:
    """What the runner needs.

    `asked` has an argument of a request and its value. `renamed` has the name of an input and of its
    argument, which differs. `grants` has each grant after the first, and the class of its request.
    """

    asked: tuple[PairView, ...]
    renamed: tuple[PairView, ...]
    grants: tuple[PairView, ...]


def vectors_view(provider: Provider, requests: Sequence[RequestView]) -> VectorsView:
    """Return what the vector runner needs."""
    return VectorsView(
        tuple(_asked(provider)),
        tuple(_renamed(provider)),
        tuple(_grants(provider, requests)),
    )


def _grants(provider: Provider, requests: Sequence[RequestView]) -> Iterator[PairView]:
    for grant, request in zip(provider.browser_grants, requests):
        if grant is not provider.browser_grant:
            yield PairView(python_string(grant.value), request.name)


def _asked(provider: Provider) -> Iterator[PairView]:
    """Yield the arguments that every request needs."""
    endpoint = provider.authorization_endpoint
    values = {
        one: "api.example.com" if one.type is VariableType.HOST else one.example
        for one in provider.client_variables
    }
    for one, value in values.items():
        yield _pair(variable_argument(one), value)
    if provider.always_sends_secrets:
        hosts = (values[one].partition("/")[0] for one in provider.secret_hosts)
        listed = ", ".join(map(python_string, hosts))
        yield PairView(python_string("allowed_domains"), Code(f"[{listed}]"))
    yield _pair("client_id", "API_KEY")
    if endpoint.requires_scope:
        scope = python_string(provider.scopes[0].name)
        yield PairView(python_string("scopes"), Code(f"[{scope}]"))
    redirect = endpoint.parameter(Role.REDIRECT_URI)
    if redirect is not None and redirect.is_required and not default_redirect(provider):
        yield _pair("redirect_uri", "https://app.example.com/answer")


def _renamed(provider: Provider) -> Iterator[PairView]:
    named = [(one.name, variable_argument(one)) for one in provider.client_variables]
    named += [
        (one.name, parameter_argument(one))
        for one in provider.authorization_endpoint.parameters
        if one.is_of_the_caller
    ]
    for name, argument in named:
        if name != argument:
            yield _pair(name, argument)


def _pair(name: str, value: str) -> PairView:
    return PairView(python_string(name), python_string(value))
