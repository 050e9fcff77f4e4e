"""A spec to what callers import from the npm package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import GrantType
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.typescript.encoders import TYPESCRIPT_WIDTH
from generator.targets.typescript.request_view import RequestView
from generator.targets.typescript.scopes_view import scopes_view
from generator.targets.views import default_redirect


@dataclass(frozen=True, slots=True)
class IndexView:
    """The lines of the comment of the package, and its exports, which are statements."""

    about: tuple[Code, ...]
    exports: tuple[Code, ...]


def index_view(provider: Provider, requests: Sequence[RequestView]) -> IndexView:
    """Return what callers import. A package without tokens has neither their class nor their errors."""
    about = [f"Build authorization URLs for {provider.name}."]
    if provider.returns_token:
        about = [
            f"Get a bearer token for the {provider.name} API: build the authorization URL, and",
            "read the response.",
        ]
    elif provider.offers(GrantType.IMPLICIT):
        about.append(
            "A request with the implicit grant also reads the token in its response."
        )
    return IndexView(tuple(map(Code, about)), tuple(_exports(provider, requests)))


def _exports(provider: Provider, requests: Sequence[RequestView]) -> Iterator[Code]:
    has_token = provider.offers(GrantType.IMPLICIT)
    if has_token:
        yield Code('export { AccessToken } from "./access-token.js";')
    yield _export([*_of_client(provider, requests)], "client")
    errors = ["AuthorizationError"] if has_token else []
    yield _export([*errors, "OAuthError", "type ErrorCode"], "runtime/errors")
    if has_token:
        yield Code('export type { ReadingOptions } from "./runtime/implicit.js";')
    has_facts = provider.has_scope_list and bool(scopes_view(provider).facts_type)
    if has_facts:
        yield Code('export type { ScopeFacts } from "./runtime/scope.js";')
    if has_token:
        options = "ExpiryOptions, ValueOptions"
        yield Code(f'export type {{ {options} }} from "./runtime/token.js";')
    if provider.has_scope_list:
        yield _export(["Scope", *(["scopeFacts"] if has_facts else [])], "scopes")


def _of_client(provider: Provider, requests: Sequence[RequestView]) -> Iterator[str]:
    """Yield what callers import from the module of the client."""
    redirect = default_redirect(provider)
    yield from (str(one.name) for one in requests)
    if redirect:
        yield str(redirect.name)
    yield "OAuthClient"
    types = [
        str(name) for one in requests for name in (one.whole_type, one.options_type)
    ]
    yield from (f"type {name}" for name in sorted([*types, "OAuthClientOptions"]))


def _export(names: Sequence[str], module: str) -> Code:
    line = f'export {{ {", ".join(names)} }} from "./{module}.js";'
    if len(line) <= TYPESCRIPT_WIDTH:
        return Code(line)
    inner = "".join(f"\n  {name}," for name in names)
    return Code(f'export {{{inner}\n}} from "./{module}.js";')
