"""A spec to a Postman collection that gets a token and makes a call with it, as a JSON object."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.model.endpoints import PKCE, Role, placeholders
from generator.model.provider import Provider
from generator.model.reference import example
from generator.model.text import Text
from generator.model.token_requests import RequestKind
from generator.targets.interop.facts import knows_grant, own_headers, sends_bearer
from generator.targets.views import api_host

_SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def collection(provider: Provider) -> dict[str, object]:
    """Return a Postman collection that gets a token, and makes a call with it."""
    return {
        "info": {
            "name": f"Authorization of the {provider.name} API",
            **_about(provider),
            "schema": _SCHEMA,
        },
        "auth": _auth(provider),
        "variable": list(_variables(provider)),
        "item": [
            {
                "name": "A call to the API",
                "request": {
                    # Otherwise, Postman would send the token in a header that the API does not have.
                    **({} if sends_bearer(provider) else {"auth": {"type": "noauth"}}),
                    "method": "GET",
                    "url": {
                        "raw": "https://{{call-host}}/",
                        "protocol": "https",
                        "host": ["{{call-host}}"],
                        "path": [""],
                    },
                    "header": [
                        {
                            "key": one.name,
                            "value": _templated(one.value),
                            "description": _described(one.summary),
                        }
                        for one in own_headers(provider)
                    ],
                },
            }
        ],
    }


def _about(provider: Provider) -> dict[str, object]:
    return {"description": _described(provider.summary)} if provider.summary else {}


def _auth(provider: Provider) -> dict[str, object]:
    """Return how the collection gets its token, or that the user has it."""
    if not knows_grant(provider):
        bearer = _attributes({"token": "{{access_token}}"})
        return {"type": "bearer", "bearer": bearer}
    return {"type": "oauth2", "oauth2": _attributes(_authorization(provider))}


def _authorization(provider: Provider) -> dict[str, object]:
    """Return the settings of the first grant, by their names in the format."""
    if not provider.browser_grants:
        return _of_client(provider)
    provider = provider.only(provider.browser_grant)
    endpoint = provider.authorization_endpoint
    settings: dict[str, object] = {
        "grant_type": "implicit" if provider.returns_token else _grant(provider),
        "tokenName": provider.name,
        "authUrl": _templated(_chosen(endpoint.url, provider)),
        "clientId": "{{client_id}}",
    }
    if _has_redirect(provider):
        settings["redirect_uri"] = "{{redirect_uri}}"
    if endpoint.parameter(Role.SCOPE):
        settings["scope"] = "{{scope}}"
    if endpoint.has_state:
        settings["state"] = "{{$guid}}"
    token = provider.token_endpoint
    if token is not None and not provider.returns_token:
        settings["accessTokenUrl"] = _templated(_chosen(token.url, provider))
        if has_secret(provider):
            settings |= _secret(token.code_methods)
    generated = (Role.RESPONSE_TYPE, *PKCE)
    constants = [
        {
            "key": one.name,
            "value": one.constant,
            "enabled": True,
            "send_as": "request_url",
        }
        for one in endpoint.parameters
        if one.constant is not None and one.role not in generated
    ]
    if constants:
        settings["authRequestParams"] = constants
    return {**settings, "addTokenTo": "header", "headerPrefix": "Bearer"}


def _of_client(provider: Provider) -> dict[str, object]:
    """Return the settings of the client credentials grant."""
    token = provider.token_endpoint
    request = token.request(RequestKind.CLIENT_CREDENTIALS) if token else None
    if request is None:
        raise LookupError("no grant has a request that the format knows")
    settings: dict[str, object] = {
        "grant_type": "client_credentials",
        "tokenName": provider.name,
        "accessTokenUrl": _templated(_chosen(request.url, provider)),
        "clientId": "{{client_id}}",
        **_secret(request.auth_methods),
    }
    if request.parameter(Role.SCOPE):
        settings["scope"] = "{{scope}}"
    return {**settings, "addTokenTo": "header", "headerPrefix": "Bearer"}


def _secret(methods: Sequence[str]) -> dict[str, object]:
    """Return how the client authenticates: with Basic, unless the first method says otherwise."""
    is_in_body = next(iter(methods), "") == "client_secret_post"
    return {
        "clientSecret": "{{client_secret}}",
        "client_authentication": "body" if is_in_body else "header",
    }


def has_secret(provider: Provider) -> bool:
    """Return whether a request for a token requires a client secret."""
    token = provider.token_endpoint
    if token is None or provider.returns_token or not knows_grant(provider):
        return False
    methods = token.code_methods
    is_required = bool(methods) and "none" not in methods
    return is_required or provider.pkce == "none" or not provider.browser_grants


def _grant(provider: Provider) -> str:
    """Return the name of the grant of a code, with or without PKCE, in the format."""
    has_pkce = provider.authorization_endpoint.parameter(Role.CODE_CHALLENGE)
    return "authorization_code_with_pkce" if has_pkce else "authorization_code"


def _has_redirect(provider: Provider) -> bool:
    """Return whether a request of the collection has a redirect URI."""
    redirect = provider.authorization_endpoint.parameter(Role.REDIRECT_URI)
    if redirect is None:
        return False
    # Postman would send an empty one, and servers reject it.
    return not redirect.is_optional or redirect.argument in dict(
        example(provider).values
    )


def _attributes(settings: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the attributes of an authorization, each with the type that the format requires."""
    return [
        {
            "key": key,
            "value": value,
            "type": "string" if isinstance(value, str) else "any",
        }
        for key, value in settings.items()
    ]


def _variables(provider: Provider) -> Iterator[dict[str, object]]:
    """Return the variables of the collection, with the value that the documented example has for each."""
    endpoint, shown = provider.authorization_endpoint, example(provider)
    given = dict(shown.values)
    used = placeholders(_chosen(endpoint.url, provider))
    if provider.token_endpoint is not None and not provider.returns_token:
        used += placeholders(_chosen(provider.token_endpoint.url, provider))
    for variable in (one for one in provider.variables if one.name in used):
        yield _variable(variable.name, variable.example, variable.summary)
    for role in (Role.CLIENT_ID, Role.REDIRECT_URI, Role.SCOPE):
        parameter = endpoint.parameter(role)
        if parameter is None or (
            role is Role.REDIRECT_URI and not _has_redirect(provider)
        ):
            continue
        value = (
            given.get(parameter.argument)
            or given.get(parameter.name)
            or parameter.default
            or ""
        )
        if role is Role.SCOPE:
            value = endpoint.scope_separator.join(shown.scopes)
        yield _variable(role.value, value, parameter.summary)
    if not provider.browser_grants and knows_grant(provider):
        yield from _client_variables(provider)
    if has_secret(provider):
        yield _variable("client_secret", "", "The client secret.")
    yield _variable("call-host", api_host(provider), "The host that receives the call.")
    if any("{access_token}" in one.value for one in own_headers(provider)):
        yield _variable("access_token", "", "The token, for a header of the call.")
    elif not knows_grant(provider):
        yield _variable("access_token", "", "The token.")


def _client_variables(provider: Provider) -> Iterator[dict[str, object]]:
    token = provider.token_endpoint
    request = token.request(RequestKind.CLIENT_CREDENTIALS) if token else None
    yield _variable("client_id", "YOUR_CLIENT_ID", "The client ID.")
    if request is not None and request.parameter(Role.SCOPE):
        names = request.default_scopes or tuple(one.name for one in request.scopes[:1])
        scope = request.parameter(Role.SCOPE)
        joined = provider.authorization_endpoint.scope_separator.join(names)
        value = scope.constant if scope and scope.constant else joined
        yield _variable("scope", value, "The scopes of the token.")


def _variable(name: str, value: str, about: Text | str) -> dict[str, object]:
    return {"key": name, "value": value, "description": _described(about)}


def _described(words: Text | str) -> dict[str, object]:
    """Return a description that Postman shows as plain text."""
    return {"content": words, "type": "text/plain"}


def _chosen(url: str, provider: Provider) -> str:
    """Return a URL in which a variable with several members has its example."""
    for one in provider.variables:
        for choice in one.choices:
            if choice.name == one.example:
                for member, text in choice.members:
                    url = url.replace(f"{{{one.name}.{member}}}", text)
    return url


def _templated(value: str) -> str:
    """Return a value of the spec with its variables in Postman's form: `{{domain}}`."""
    return re.sub(r"\{([A-Za-z0-9._-]+)\}", r"{{\1}}", value)
