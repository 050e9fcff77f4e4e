"""A spec to an OpenAPI description and to the metadata of RFC 8414, as JSON objects."""

from __future__ import annotations

from generator.model.provider import Provider
from generator.targets.encoders.markdown import markdown
from generator.targets.interop.facts import example_endpoint, own_headers


def openapi(provider: Provider) -> dict[str, object]:
    """Return an OpenAPI description that has only security schemes."""
    # A header's name has no underscore, so no header takes this name.
    schemes: dict[str, object] = {
        "oauth2_implicit": {
            "type": "oauth2",
            "description": markdown(provider.summary),
            "flows": {
                "implicit": {
                    "authorizationUrl": example_endpoint(provider),
                    "scopes": {one.name: one.summary for one in provider.scopes},
                }
            },
        }
    }
    for header in own_headers(provider):
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


def metadata(provider: Provider) -> dict[str, object]:
    """Return the metadata of RFC 8414 §2, as far as the spec has it."""
    url = example_endpoint(provider)
    return {
        "issuer": "/".join(url.split("/")[:3]),
        "authorization_endpoint": url,
        "scopes_supported": [one.name for one in provider.scopes],
        "response_types_supported": ["token"],
        "grant_types_supported": ["implicit"],
    }
