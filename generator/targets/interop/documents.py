"""A spec to an OpenAPI description and to the metadata of RFC 8414, as JSON objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.endpoints import GrantType, Role
from generator.model.facts import Scope
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
    scheme: dict[str, object] = {"type": "oauth2"}
    if provider.summary:
        scheme["description"] = markdown(provider.summary)
    scheme["flows"] = _flows(provider)
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
        "openapi": openapi_version(provider),
        "info": {
            "title": f"Authorization of the {provider.name} API",
            "version": provider.packages.version,
            **({"description": "\n\n".join(map(markdown, about))} if about else {}),
        },
        "paths": {},
        "components": {"securitySchemes": schemes},
        "security": [{name: [] for name in schemes}],
    }


def openapi_version(provider: Provider) -> str:
    """Return the oldest version of the format that has the flows of all grants."""
    return "3.2.0" if provider.offers(GrantType.DEVICE_CODE) else "3.1.0"


def _scheme_name(provider: Provider) -> str:
    """Return the name of the scheme, which says the first grant of the provider."""
    if not knows_grant(provider):
        return "oauth2_device_code"
    if not provider.browser_grants:
        return "oauth2_client_credentials"
    return "oauth2_implicit" if provider.returns_token else "oauth2_code"


def _flows(provider: Provider) -> dict[str, object]:
    """Return the flow of each grant (OpenAPI 3.2 §4.27)."""
    token = provider.token_endpoint
    found: dict[str, object] = {}
    for one in provider.grants:
        flow: dict[str, object] = {}
        if one.type.response_type is not None:
            flow["authorizationUrl"] = example_endpoint(provider)
        if one.type is GrantType.DEVICE_CODE:
            [device] = [
                each.url
                for each in provider.other_endpoints
                if each.kind == "device_authorization_endpoint"
            ]
            flow["deviceAuthorizationUrl"] = example_url(provider, device)
        if one.type is not GrantType.IMPLICIT and token is not None:
            flow |= _token_urls(provider, token, one.type)
        # The format requires a text for each scope, which may be empty.
        scopes = {
            scope.name: scope.summary or "" for scope in _scopes(provider, one.type)
        }
        found[_FLOWS[one.type]] = {**flow, "scopes": scopes}
    return found


def _scopes(provider: Provider, grant: GrantType) -> Sequence[Scope]:
    """Return the scopes of a grant: none if the request that asks for them has no scope parameter."""
    if grant.response_type is not None:
        scope = provider.authorization_endpoint.parameter(Role.SCOPE)
        return provider.scopes if scope is not None else ()
    request = provider.request(_ASKING[grant])
    has_scope = request is not None and request.parameter(Role.SCOPE) is not None
    return request.scopes if request is not None and has_scope else ()


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
    GrantType.DEVICE_CODE: "deviceAuthorization",
}
_GRANTS = {
    GrantType.IMPLICIT: "implicit",
    GrantType.AUTHORIZATION_CODE: "authorization_code",
    GrantType.CLIENT_CREDENTIALS: "client_credentials",
    GrantType.DEVICE_CODE: "urn:ietf:params:oauth:grant-type:device_code",
}
_ASKING = {
    GrantType.CLIENT_CREDENTIALS: RequestKind.CLIENT_CREDENTIALS,
    GrantType.DEVICE_CODE: RequestKind.DEVICE_AUTHORIZATION,
}
"""The request of a grant that has its scopes, if no browser sends them."""
