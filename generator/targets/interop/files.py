"""Documents in standard formats, for tools of others: OpenAPI, RFC 8414 metadata, a Postman collection.

Only what the spec says stands in them; the folder's README tells what a format asks for beyond that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.model.provider import Header, Provider
from generator.model.text import Code
from generator.targets.encoders.json_text import json_document
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.words import plain
from generator.targets.files import File, Job, Rendered

COLLECTION_SCHEMA = (
    "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
)
_BEARER = ("authorization", "Bearer {access_token}")
"""The header by which both formats send a bearer token, without a word about it (RFC 6750 §2.1)."""


def files(job: Job) -> Iterator[File]:
    """Return the files of the target."""
    documents = {
        "openapi.json": _openapi(job.provider),
        "authorization-server.json": _metadata(job.provider),
        "postman.json": _collection(job.provider),
    }
    for path, document in documents.items():
        view = {"document": json_document(document)}
        yield Rendered(path, "interop/document.json.j2", view)
    yield Rendered("README.md", "interop/README.md.j2", _readme(job))


def _readme(job: Job) -> dict[str, Any]:
    provider, endpoint = job.provider, job.provider.endpoint
    names = [markdown_code(one.name) for one in _own_headers(provider)]
    return {
        "spec": job.spec,
        "provider": markdown(provider.name),
        "endpoint": plain(endpoint.url),
        "example": plain(_filled(provider)),
        "has_headers": bool(names),
        "headers": Code(", ".join(names)),
        "separator_differs": endpoint.scope_separator != " ",
        "separator": markdown_code(endpoint.scope_separator),
        "has_state": endpoint.parameter("state") is not None,
        "out_of_band": endpoint.is_out_of_band,
    }


def _filled(provider: Provider) -> str:
    """Return the endpoint's URL with each variable's documented example in its place."""
    url = provider.endpoint.url
    for one in provider.endpoint.variables:
        url = url.replace(f"{{{one.name}}}", one.example)
    return url


def _openapi(provider: Provider) -> dict[str, Any]:
    """Return an OpenAPI description that has security schemes alone."""
    # A header's name has no underscore, so no header takes this name.
    schemes: dict[str, Any] = {
        "oauth2_implicit": {
            "type": "oauth2",
            "description": markdown(provider.summary),
            "flows": {
                "implicit": {
                    "authorizationUrl": _filled(provider),
                    "scopes": {one.name: one.summary for one in provider.scopes},
                }
            },
        }
    }
    for header in _own_headers(provider):
        schemes[header.name] = {
            "type": "apiKey",
            "in": "header",
            "name": header.name,
            "description": markdown(header.summary),
        }
    about = [provider.summary, *([provider.disclaimer] if provider.disclaimer else [])]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Authorization of the {provider.name} API",
            "version": provider.packages.version,
            "description": "\n\n".join(markdown(one) for one in about),
        },
        "paths": {},
        "components": {"securitySchemes": schemes},
        "security": [{name: [] for name in schemes}],
    }


def _metadata(provider: Provider) -> dict[str, Any]:
    """Return the metadata of RFC 8414 §2, as far as the spec knows them."""
    url = _filled(provider)
    return {
        "issuer": "/".join(url.split("/")[:3]),
        "authorization_endpoint": url,
        "scopes_supported": [one.name for one in provider.scopes],
        "response_types_supported": ["token"],
        "grant_types_supported": ["implicit"],
    }


def _collection(provider: Provider) -> dict[str, Any]:
    """Return a Postman collection that gets a token, and makes a call with it."""
    return {
        "info": {
            "name": f"Authorization of the {provider.name} API",
            "description": _described(provider.summary),
            "schema": COLLECTION_SCHEMA,
        },
        "auth": {"type": "oauth2", "oauth2": _attributes(_authorization(provider))},
        "variable": list(_variables(provider)),
        "item": [
            {
                "name": "A call of the API",
                "request": {
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
                        for one in _own_headers(provider)
                    ],
                },
            }
        ],
    }


def _authorization(provider: Provider) -> dict[str, Any]:
    """Return what Postman is told of the grant, in the words of its format."""
    endpoint = provider.endpoint
    told: dict[str, Any] = {
        "grant_type": "implicit",
        "tokenName": provider.name,
        "authUrl": _templated(endpoint.url),
        "clientId": "{{client_id}}",
    }
    if _has_redirect(provider):
        told["redirect_uri"] = "{{redirect_uri}}"
    if endpoint.parameter("scope"):
        told["scope"] = "{{scope}}"
    if endpoint.parameter("state"):
        told["state"] = "{{$guid}}"
    constants = [
        {
            "key": one.name,
            "value": one.constant,
            "enabled": True,
            "send_as": "request_url",
        }
        for one in endpoint.parameters
        if one.constant is not None and one.name != "response_type"
    ]
    if constants:
        told["authRequestParams"] = constants
    return {**told, "addTokenTo": "header", "headerPrefix": "Bearer"}


def _has_redirect(provider: Provider) -> bool:
    """Return whether a request of the collection has a redirect URI."""
    redirect = provider.endpoint.parameter("redirect_uri")
    if redirect is None:
        return False
    # An empty one would be sent, which no server takes.
    return not redirect.is_optional or redirect.name in dict(
        provider.examples[0].values
    )


def _attributes(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the attributes of an authorization, each with the type that the format wants."""
    return [
        {
            "key": key,
            "value": value,
            "type": "string" if isinstance(value, str) else "any",
        }
        for key, value in told.items()
    ]


def _variables(provider: Provider) -> Iterator[dict[str, Any]]:
    """Return the variables of the collection, with what the documented example has for each."""
    endpoint, example = provider.endpoint, provider.examples[0]
    given = dict(example.values)
    for variable in endpoint.variables:
        yield _variable(variable.name, variable.example, variable.summary)
    for name in ("client_id", "redirect_uri", "scope"):
        parameter = endpoint.parameter(name)
        if parameter is None or (
            name == "redirect_uri" and not _has_redirect(provider)
        ):
            continue
        value = given.get(name) or parameter.default or ""
        if name == "scope":
            value = endpoint.scope_separator.join(example.scopes)
        yield _variable(name, value, parameter.summary)
    host = endpoint.variables[0].example
    yield _variable("call-host", host, "The host that takes the call.")
    if any("{access_token}" in one.value for one in _own_headers(provider)):
        yield _variable("access_token", "", "The token, for a header of the call.")


def _variable(name: str, value: str, about: Any) -> dict[str, Any]:
    return {"key": name, "value": value, "description": _described(about)}


def _described(words: Any) -> dict[str, Any]:
    """Return a description that Postman shows as it is, whatever it looks like."""
    return {"content": words, "type": "text/plain"}


def _own_headers(provider: Provider) -> list[Header]:
    """Return the headers of a call besides that of a bearer token."""
    return [one for one in provider.headers if (one.name.lower(), one.value) != _BEARER]


def _templated(value: str) -> str:
    """Return a value of the spec with its variables in Postman's form: `{{domain}}`."""
    return re.sub(r"\{([A-Za-z0-9._-]+)\}", r"{{\1}}", value)
