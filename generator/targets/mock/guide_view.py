"""A spec to the README of a mock server with a token endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.model.endpoints import GrantType
from generator.model.provider import Package, Provider
from generator.model.text import Code
from generator.model.token_requests import RequestKind
from generator.targets.encoders.json_text import json_value
from generator.targets.encoders.markdown import markdown_code
from generator.targets.encoders.words import joined, plain
from generator.targets.mock.exchange_view import pkce_of
from generator.targets.mock.local_paths import local_path, local_urls, with_bases
from generator.targets.python.documented_view import DocumentedView, documented_view
from generator.targets.python.encoders import python_string
from generator.targets.views import example_client_id

_CALLBACK = "http://127.0.0.1/callback"
_SECRET = "YOUR_CLIENT_SECRET"
"""The values of the example applications, as templates/mock/runtime/exchange/registry.py has them."""


@dataclass(frozen=True, slots=True)
class GuideView:
    """The names of the package, bare, and what its README says.

    `fixtures` is a Python literal, `example` has the lines of a test, and `first_scope` is JSON. The
    rest are sentences in Markdown and rows of a table.
    """

    distribution: Code
    module: Code
    command: Code
    fixtures: Code
    fixture: Code
    example: tuple[Code, ...]
    has_browser: bool
    has_device: bool
    has_users: bool
    has_revocation: bool
    pkce: Code
    places: Code
    moved: tuple[Code, ...]
    refreshes: bool
    endpoints: Code
    actions: Code
    authentication: Code
    rotation: Code
    applications: tuple[Code, ...]
    takes_secret: bool
    first_scope: Code
    metadata_path: Code


_PKCE = {
    "none": Code(""),
    "required": Code("required, with the method S256"),
    "used": Code(
        "with the method S256, required for applications without a secret; a code of a request without a challenge "
        "does not work with a verifier (RFC 9700 §2.1.1)"
    ),
}


def guide_view(provider: Provider, package: Package) -> GuideView:
    """Return what the README says."""
    endpoint, authorization = provider.token_endpoint, provider.authorization
    kinds = [one.kind for one in provider.other_endpoints]
    scope = provider.scopes[0].name if provider.scopes else "read"
    return GuideView(
        distribution=plain(package.distribution),
        module=plain(package.module),
        command=plain(package.command or package.distribution),
        fixtures=python_string(f"{package.module}.fixtures"),
        fixture=Code(f"{provider.id}_mock_server"),
        example=tuple(_example(provider, package)),
        has_browser=authorization is not None,
        has_device=provider.offers(GrantType.DEVICE_CODE),
        has_users=provider.has_users,
        has_revocation="revocation_endpoint" in kinds,
        pkce=_PKCE[pkce_of(provider)],
        places=_places(provider),
        moved=tuple(_moved(provider)),
        refreshes=endpoint is not None
        and endpoint.request(RequestKind.REFRESH) is not None,
        endpoints=Code(joined([f"`{one}`" for one in _endpoints(provider)])),
        actions=Code(joined([f"`{one}`" for one in _actions(provider)])),
        authentication=Code(joined([f"`{one}`" for one in _methods(provider)])),
        rotation=_rotation(provider),
        applications=tuple(_applications(provider)),
        takes_secret=_takes_secret(provider),
        first_scope=json_value(scope),
        metadata_path=markdown_code(_metadata_path(provider)),
    )


def _places(provider: Provider) -> Code:
    """Return the paths of the objects that can contain the token, or nothing if there is only one."""
    endpoint = provider.token_endpoint
    places = endpoint.response.within if endpoint is not None else ()
    if len(places) < 2:
        return Code("")
    return Code(joined([str(markdown_code(python_string(one))) for one in places]))


def _moved(provider: Provider) -> Iterator[Code]:
    """Yield the URL and the local path of each endpoint whose path is another one here."""
    urls = local_urls(provider)
    for one in dict.fromkeys(each.url for each in provider.requests):
        if urls[with_bases(provider, one)]:
            local = markdown_code(local_path(provider, one))
            yield Code(f"| {markdown_code(one)} | {local} |")


def exchange_mock(provider: Provider) -> Code | None:
    """Return the name of the mock server whose README is a guide, or None if there is none."""
    package = provider.packages.named("mock")
    if package is None or not provider.exchanges:
        return None
    return plain(package.distribution)


def _example(provider: Provider, package: Package) -> Iterator[Code]:
    python = documented_view(provider)
    module = plain(package.module)
    yield from map(
        Code,
        (
            "import httpx",
            "",
            str(python.client_import).partition(", Scope")[0],
            f"from {python.module}.httpx_auth import {', '.join(_used(provider))}",
            f"from {module}.httpx_transport import MockTransport",
            "",
            "",
            "def test_application_gets_a_token(mock_server):",
            "    http = httpx.Client(transport=MockTransport(mock_server))",
            "    client = OAuthClient(",
            *(f"        {one}," for one in _client_arguments(provider, python)),
            "    )",
            *_token(provider),
            '    assert mock_server.requests["token"] == 1',
        ),
    )


def _client_arguments(provider: Provider, python: DocumentedView) -> Iterator[str]:
    for one in python.client_arguments:
        is_redirect = one.startswith("redirect_uri=")
        yield f"redirect_uri={python_string(_CALLBACK)}" if is_redirect else str(one)
    if _takes_secret(provider):
        yield f"client_secret={python_string(_SECRET)}"
        yield from map(str, python.secret_arguments)


def _used(provider: Provider) -> tuple[str, ...]:
    return ("send", "wait_for_token") if _has_only_devices(provider) else ("send",)


def _has_only_devices(provider: Provider) -> bool:
    return {one.type for one in provider.grants} == {GrantType.DEVICE_CODE}


def _token(provider: Provider) -> Iterator[str]:
    """Yield the statements that get a token. A device logs in only if the provider has no other grant."""
    if _has_only_devices(provider):
        yield "    login = send(client.device_request(), http)"
        yield "    mock_server.approve_device(login.user_code)"
        yield "    token = wait_for_token(login, http)"
        return
    if not provider.offers(GrantType.AUTHORIZATION_CODE):
        yield "    token = send(client.client_credentials_request(), http)"
        return
    method = "authorization_request"
    if provider.browser_grant is not GrantType.AUTHORIZATION_CODE:
        method = "code_authorization_request"
    python = documented_view(provider)
    given = [one for one in python.request_arguments if not one.startswith("scopes=")]
    yield f"    request = client.{method}({', '.join(given)})"
    yield "    code = request.parse_redirect(mock_server.approve(request.url))"
    yield "    token = send(client.token_request(code), http)"


def _endpoints(provider: Provider) -> Iterator[str]:
    if provider.authorization is not None:
        yield "authorization"
    yield "token"
    kinds = [one.kind for one in provider.other_endpoints]
    if "device_authorization_endpoint" in kinds:
        yield "device_authorization"
    if "revocation_endpoint" in kinds:
        yield "revocation"
    yield from ("metadata", "resource")


def _actions(provider: Provider) -> Iterator[str]:
    if provider.authorization is not None:
        yield "approve"
    if provider.offers(GrantType.DEVICE_CODE):
        yield from ("approve_device", "deny_device")
    yield from ("advance", "fault", "configure", "revoke", "reset")


def _methods(provider: Provider) -> tuple[str, ...]:
    endpoint = provider.token_endpoint
    methods = endpoint.accepted_methods if endpoint is not None else ()
    return methods or ("client_secret_basic", "client_secret_post", "none")


def _metadata_path(provider: Provider) -> str:
    """Return the path of the metadata, which the path of the issuer follows (RFC 8414 §3.1)."""
    issuer = urlsplit(provider.issuer or "").path.rstrip("/")
    return f"/.well-known/oauth-authorization-server{issuer}"


def _takes_secret(provider: Provider) -> bool:
    return set(_methods(provider)) != {"none"}


def _rotation(provider: Provider) -> Code:
    endpoint = provider.token_endpoint
    if endpoint is None or not endpoint.rotates:
        return Code("stays the same, unless you start the server with `--rotation`")
    grace = endpoint.grace
    after = f" more than {grace} seconds later" if grace else ""
    return Code(
        f"replaced by each refresh; if the old one is used again{after}, every token of its grant ends"
    )


def _applications(provider: Provider) -> Iterator[Code]:
    client_id = markdown_code(example_client_id(provider))
    if not _takes_secret(provider):
        yield Code(f"| {client_id} | none |")
        return
    yield Code(f"| {client_id} | {markdown_code(_SECRET)} |")
    if "none" in _methods(provider):
        yield Code(f"| {markdown_code('PUBLIC')} | none |")
