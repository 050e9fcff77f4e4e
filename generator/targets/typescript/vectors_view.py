"""A spec to what the vector runner in TypeScript needs: the names of options, and values for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import Role, VariableType
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.typescript.encoders import (
    typescript_list,
    typescript_property,
    typescript_string,
)
from generator.targets.typescript.names import option_name
from generator.targets.typescript.options_view import client_options
from generator.targets.typescript.request_view import RequestView, has_pkce
from generator.targets.views import default_redirect


@dataclass(frozen=True, slots=True)
class OtherView:
    """A grant after the first one: its literal, the expression of its request, and the type of its options."""

    grant: Code
    request: Code
    options_type: Code


@dataclass(frozen=True, slots=True)
class VectorsView:
    """What the runner needs.

    `asked` has the properties of a request that reads a response, and `options` has pairs of the
    name of an input and of its option. `request` is the expression of what builds a request.
    `is_async` says whether it returns a promise, and then `async_` and `await_` are the keywords.
    `attempted` is the type of an outcome with its error. `others` are the grants after the first.
    """

    asked: tuple[Code, ...]
    options: tuple[Code, ...]
    request: Code
    others: tuple[OtherView, ...]
    attempted: Code
    async_: Code
    await_: Code
    is_async: bool


def vectors_view(provider: Provider, requests: Sequence[RequestView]) -> VectorsView:
    """Return what the vector runner needs."""
    first, *others = requests
    is_async = has_pkce(provider)
    return VectorsView(
        asked=tuple(_asked(provider)),
        options=tuple(_options(provider, requests)),
        request=_request(first),
        others=tuple(
            OtherView(typescript_string(one.grant.value), _request(one), one.whole_type)
            for one in others
        ),
        attempted=Code(f"Promise<{_ATTEMPTED}>" if is_async else _ATTEMPTED),
        async_=Code("async " if is_async else ""),
        await_=Code("await " if is_async else ""),
        is_async=is_async,
    )


def _request(one: RequestView) -> Code:
    """Return the expression of what builds a request."""
    name = f"binding.{one.name}"
    return Code(f"await {name}.create" if one.is_async else f"new {name}")


_ATTEMPTED = "{ actual: Json; error?: binding.OAuthError }"


def _asked(provider: Provider) -> Iterator[Code]:
    """Yield the options that every request needs."""
    endpoint = provider.authorization_endpoint
    for one in provider.client_variables:
        is_host = one.type is VariableType.HOST
        value = "api.example.com" if is_host else one.example
        yield typescript_property(option_name(one), value, 2)
    yield Code('clientId: "API_KEY",')
    if endpoint.requires_scope:
        scope = typescript_string(provider.scopes[0].name)
        yield Code(f"scopes: [{scope}],")
    redirect = endpoint.parameter(Role.REDIRECT_URI)
    if redirect is not None and redirect.is_required and not default_redirect(provider):
        yield Code('redirectUri: "https://app.example.com/answer",')


def _options(provider: Provider, requests: Sequence[RequestView]) -> Iterator[Code]:
    options = [
        *client_options(provider),
        *(each for one in requests for each in one.options),
    ]
    for one in {str(one.name): one for one in options}.values():
        names = [typescript_string(one.wire), typescript_string(one.name)]
        yield typescript_list("[", names, "],", 2)
