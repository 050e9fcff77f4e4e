"""A whole spec of an invented provider, as small as one can be."""

from __future__ import annotations

from typing import Any

_SOURCE = {"source": "page"}
_PERMITS = [{"verb": "read", "resources": ["notes"]}]

SMALL: dict[str, Any] = {
    "format": 2,
    "provider": {
        "id": "example",
        "name": "Example",
        "homepage": "https://example.org",
        "summary": "An invented provider.",
    },
    "packages": {
        "version": "1.2.3",
        "license": "MIT",
        "copyright": "Someone",
        "python": {
            "distribution": "example-auth",
            "module": "example_auth",
            "command": "none",
        },
        "typescript": "none",
        "mock": "none",
    },
    "sources": [{"id": "page", "kind": "vendor", "title": "The page"}],
    "variables": {
        "domain": {
            "type": "host",
            "example": "login.example.org",
            "summary": "The host.",
            **_SOURCE,
        }
    },
    "authorization_endpoint": {
        "url": "https://{domain}/auth",
        **_SOURCE,
        "parameters": [
            {"name": "response_type", "value": "token", "summary": "A.", **_SOURCE},
            {"name": "client_id", "required": True, "summary": "B.", **_SOURCE},
            {"name": "state", "summary": "C.", **_SOURCE},
            {"name": "scope", "summary": "D.", **_SOURCE},
        ],
        "omit": ["redirect_uri"],
        "callback": [
            {"name": "access_token", "required": True, "summary": "It.", **_SOURCE}
        ],
        "errors": [
            {"code": "access_denied", "cause": "No.", "remedy": "Ask.", **_SOURCE}
        ],
    },
    "grants": [{"name": "implicit"}],
    "scope_separator": " ",
    "scopes": [
        {
            "name": name,
            "summary": f"Use {name}.",
            "permits": _PERMITS,
            "reach": "All of them.",
            "story": "It can be used.",
            **_SOURCE,
        }
        for name in ("a:read", "b/write")
    ],
    "calls": {
        "hosts": [],
        "headers": [
            {
                "name": "Authorization",
                "value": "Bearer {access_token}",
                "summary": "It.",
                **_SOURCE,
            }
        ],
    },
    "steps": [{"title": "Ask", "text": "Ask for it.", **_SOURCE}],
    "examples": [
        {
            "id": "documented",
            "title": "The URL",
            "url": "https://{domain}/auth?response_type=token&client_id=KEY&state=1&scope=a:read",
            "inputs": {"client_id": "KEY", "state": "1"},
            "scopes": ["a:read"],
            **_SOURCE,
        }
    ],
}
