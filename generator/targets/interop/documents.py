"""A spec to an OpenAPI description and to the metadata of RFC 8414, as JSON objects."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.endpoints import GrantType, Role
from generator.model.provider import Provider
from generator.model.reference import example_url
from generator.model.token_requests import RequestKind, TokenEndpoint, TokenRequest
from generator.targets.encoders.markdown import markdown
from generator.targets.interop.facts import (
    example_endpoint,
    knows_grant,
    own_headers,
)


def openapi(provider: Provider) -> dict[str, object]:
    """Return an OpenAPI description that has only security schemes."""
    # A header's name has no underscore, so no header takes this name.
    name = _scheme_name(provider)
    is_known = knows_grant(provider)
    scheme: dict[str, object] = {"type": "oauth2" if is_known else "http"}
    if provider.summary:
        scheme["description"] = markdown(provider.summary)
    scheme |= {"flows": _flows(provider)} if is_known else {"scheme": "bearer"}
    schemes: dict[str, object] = {name: scheme}
    for header in own_headers(provider):
        schemes[header.name] = {
            "type": "apiKey",
            "in": "header",
            "name": header.name,
            "description": markdown(header.summary),
        }
    about = [one for one in (provider.summary, provider.disclaimer) if one]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Authorization of the {provider.name} API",
            "version": provider.packages.version,
            **({"description": "\n\n".join(map(markdown, about))} if about else {}),
        },
        "paths": {},
        "components": {"securitySchemes": schemes},
        "security": [{name: [] for name in schemes}],
    }


def _scheme_name(provider: Provider) -> str:
    """Return the name of the scheme, which says the first grant of the provider."""
    if not knows_grant(provider):
        return "bearer"
    if not provider.browser_grants:
        return "oauth2_client_credentials"
    return "oauth2_implicit" if provider.returns_token else "oauth2_code"


def _flows(provider: Provider) -> dict[str, object]:
    """Return the flows of the grants that the format knows (OpenAPI 3.1 §4.8.30)."""
    token = provider.token_endpoint
    found: dict[str, object] = {}
    for one in provider.grants:
        flow: dict[str, object] = {}
        if one.type.response_type is not None:
            flow["authorizationUrl"] = example_endpoint(provider)
        scopes = provider.scopes
        if one.type is not GrantType.IMPLICIT and token is not None:
            flow |= _token_urls(provider, token, one.type)
            request = _request_of(token, one.type)
            # A grant can have its own scopes.
            scopes = request.scopes if request and request.scopes else scopes
        if one.type in _FLOWS:
            # The format requires a text for each scope.
            listed = {scope.name: scope.summary or scope.name for scope in scopes}
            found[_FLOWS[one.type]] = {**flow, "scopes": listed}
    return found


def _token_urls(
    provider: Provider, token: TokenEndpoint, grant: GrantType
) -> Iterator[tuple[str, object]]:
    """Yield the URL for a token, and the one for a refresh if it is another."""
    request, refresh = _request_of(token, grant), token.request(RequestKind.REFRESH)
    url = request.url if request is not None else token.url
    yield "tokenUrl", example_url(provider, url)
    is_refreshed = grant is not GrantType.CLIENT_CREDENTIALS
    if is_refreshed and refresh is not None and refresh.url != url:
        yield "refreshUrl", example_url(provider, refresh.url)


def _request_of(token: TokenEndpoint, grant: GrantType) -> TokenRequest | None:
    return next((one for one in token.requests if one.kind.value == grant.value), None)


def metadata(provider: Provider) -> dict[str, object]:
    """Return the metadata of RFC 8414 §2, as far as the spec has it."""
    url = example_endpoint(provider)
    types = [one.type.response_type for one in provider.grants]
    found: dict[str, object] = {
        "issuer": provider.issuer or "/".join(url.split("/")[:3])
    }
    if provider.authorization is not None:
        found["authorization_endpoint"] = url
    token = provider.token_endpoint
    if token is not None:
        found["token_endpoint"] = example_url(provider, token.url)
        if methods := token.accepted_methods:
            found["token_endpoint_auth_methods_supported"] = [*methods]
    for one in provider.other_endpoints:
        found[one.kind] = example_url(provider, one.url)
        if one.auth_methods and one.kind == "revocation_endpoint":
            methods = one.auth_methods
            found["revocation_endpoint_auth_methods_supported"] = [*methods]
    if provider.scopes:
        found["scopes_supported"] = [one.name for one in provider.scopes]
    # A list without elements must be omitted (§3.2).
    if any(types):
        found["response_types_supported"] = [one for one in types if one is not None]
    found["grant_types_supported"] = [_GRANTS[one.type] for one in provider.grants]
    if provider.authorization_endpoint.parameter(Role.CODE_CHALLENGE) is not None:
        found["code_challenge_methods_supported"] = ["S256"]
    return found


_FLOWS = {
    GrantType.IMPLICIT: "implicit",
    GrantType.AUTHORIZATION_CODE: "authorizationCode",
    GrantType.CLIENT_CREDENTIALS: "clientCredentials",
}
_GRANTS = {
    GrantType.IMPLICIT: "implicit",
    GrantType.AUTHORIZATION_CODE: "authorization_code",
    GrantType.CLIENT_CREDENTIALS: "client_credentials",
    GrantType.DEVICE_CODE: "urn:ietf:params:oauth:grant-type:device_code",
}
