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
from generator.targets.mock.example_client import (
    SECRET,
    client_arguments,
    methods,
    takes_secret,
)
from generator.targets.mock.exchange_view import pkce_of
from generator.targets.mock.local_paths import local_path, local_urls, with_bases
from generator.targets.python.documented_view import DocumentedView
from generator.targets.python.encoders import python_string
from generator.targets.views import example_client_id


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
    has_reuses: bool
    has_revocation: bool
    pkce: Code
    response: Code
    revoked: Code
    places: Code
    token_types: Code
    has_forms: bool
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


_COPIED = "response as a user would copy it"

_PKCE = {
    "none": Code(""),
    "required": Code("required, with the method S256"),
    "used": Code(
        "with the method S256, required for applications without a secret; a code of a request without a challenge "
        "does not work with a verifier (RFC 9700 §2.1.1)"
    ),
}


def guide_view(
    provider: Provider, package: Package, python: DocumentedView
) -> GuideView:
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
        example=tuple(_example(provider, package, python)),
        has_browser=authorization is not None,
        has_device=provider.offers(GrantType.DEVICE_CODE),
        has_users=provider.has_users,
        has_reuses=provider.exchanges and provider.has_users,
        has_revocation="revocation_endpoint" in kinds,
        pkce=_PKCE[pkce_of(provider)],
        response=Code("redirect" if provider.exchanges else _COPIED),
        revoked=Code("the grant of a token" if provider.exchanges else "a token"),
        places=_places(provider),
        token_types=_token_types(provider),
        has_forms=_has_forms(provider),
        moved=tuple(_moved(provider)),
        refreshes=endpoint is not None
        and endpoint.request(RequestKind.REFRESH) is not None,
        endpoints=Code(joined([f"`{one}`" for one in _endpoints(provider)])),
        actions=Code(joined([f"`{one}`" for one in _actions(provider)])),
        authentication=Code(joined([f"`{one}`" for one in methods(provider)])),
        rotation=_rotation(provider),
        applications=tuple(_applications(provider)),
        takes_secret=takes_secret(provider),
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


def _token_types(provider: Provider) -> Code:
    """Return the values of token_type, or nothing if there is only one."""
    endpoint = provider.token_endpoint
    types = endpoint.response.token_types if endpoint is not None else ()
    if len(types) < 2:
        return Code("")
    return Code(joined([str(markdown_code(one)) for one in types]))


def _has_forms(provider: Provider) -> bool:
    """Return whether a token response can be a form, because no member is in an object."""
    endpoint = provider.token_endpoint
    if endpoint is None or not provider.exchanges:
        return False
    response = endpoint.response
    names = [str(one[1]) for one in response.paths] + [
        one[0] for one in response.success
    ]
    return not any(response.within) and not any(
        "." in one for one in (*names, *response.members)
    )


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


def _example(
    provider: Provider, package: Package, python: DocumentedView
) -> Iterator[Code]:
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
            *(f"        {one}," for one in client_arguments(provider, python)),
            "    )",
            *_token(provider, python),
            '    assert mock_server.requests["token"] == 1',
        ),
    )


def _used(provider: Provider) -> tuple[str, ...]:
    return ("send", "wait_for_token") if _has_only_devices(provider) else ("send",)


def _has_only_devices(provider: Provider) -> bool:
    return {one.type for one in provider.grants} == {GrantType.DEVICE_CODE}


def _token(provider: Provider, python: DocumentedView) -> Iterator[str]:
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
    given = [one for one in python.request_arguments if not one.startswith("scopes=")]
    yield f"    request = client.{method}({', '.join(given)})"
    yield "    code = request.parse_redirect(mock_server.approve(request.url))"
    yield "    token = send(client.token_request(code), http)"


def _endpoints(provider: Provider) -> Iterator[str]:
    if provider.authorization is not None:
        yield "authorization"
    if provider.exchanges:
        yield "token"
    kinds = [one.kind for one in provider.other_endpoints]
    if "device_authorization_endpoint" in kinds:
        yield "device_authorization"
    if "revocation_endpoint" in kinds:
        yield "revocation"
    yield from ("metadata", "resource") if provider.exchanges else ("resource",)


def _actions(provider: Provider) -> Iterator[str]:
    if provider.authorization is not None:
        yield from ("approve", "deny", "fail")
    yield from ("advance", "fault", "configure", "issue", "revoke", "reset")
    if provider.exchanges:
        yield "local_url"
    if provider.offers(GrantType.DEVICE_CODE):
        yield from ("approve_device", "deny_device")


def _metadata_path(provider: Provider) -> str:
    """Return the path of the metadata, which the path of the issuer follows (RFC 8414 §3.1)."""
    issuer = urlsplit(provider.issuer or "").path.rstrip("/")
    return f"/.well-known/oauth-authorization-server{issuer}"


def _rotation(provider: Provider) -> Code:
    endpoint = provider.token_endpoint
    if endpoint is None or not endpoint.rotates:
        return Code("stays the same, unless you start the server with `--rotation`")
    grace = endpoint.grace
    after = f" more than {grace} seconds later" if grace else ""
    return Code(
        f"replaced by each refresh; if the old one is used again{after}, every token of its grant is revoked"
    )


def _applications(provider: Provider) -> Iterator[Code]:
    client_id = markdown_code(example_client_id(provider))
    if not takes_secret(provider):
        yield Code(f"| {client_id} | none |")
        return
    yield Code(f"| {client_id} | {markdown_code(SECRET)} |")
    if "none" in methods(provider):
        yield Code(f"| {markdown_code('PUBLIC')} | none |")
