"""A small spec with each kind of field."""

from __future__ import annotations

import copy
from typing import Any

from tests.unit.small import SMALL

_SOURCE = {"source": "page"}
_HEADING = {"source": "other#A heading"}
_PAGES = (
    *("get-a-token", "parameters", "scopes", "answer", "security", "authentication"),
)


def spec() -> dict[str, Any]:
    """Return the spec, for a test to change."""
    made: dict[str, Any] = copy.deepcopy(SMALL)
    made["provider"]["disclaimer"] = "It is none."
    made["packages"]["python"].update(command="example-auth", environment="EXAMPLE")
    made["packages"]["typescript"] = {"package": "example-auth"}
    made["packages"]["mock"] = {
        "distribution": "example-mock",
        "module": "example_mock",
        "command": "example-mock",
    }
    made["sources"] = [
        {
            "id": "page",
            "kind": "vendor",
            "title": "The page",
            "url": "https://example.org/page",
        },
        {"id": "other", "kind": "vendor", "title": "The other page"},
        {
            "id": "rfc6749",
            "kind": "rfc",
            "title": "The RFC",
            "url": "https://example.org/rfc6749",
        },
    ]
    made["authorization_endpoint"]["parameters"] = _parameters()
    del made["authorization_endpoint"]["omit"]
    made["scopes"][0]["name"] = "first"
    made["authorization_endpoint"]["callback"].append(
        {"name": "kind", "summary": "Its kind.", "source": "rfc6749#4.2"}
    )
    made["calls"] = _calls()
    made["notes"] = [
        {
            "id": f"note-{index}",
            "place": page,
            "title": "Mind",
            "text": "Mind this.",
            **_HEADING,
        }
        for index, page in enumerate(_PAGES)
    ]
    made["unknown"] = [
        {"topic": "This", "text": "Nobody says.", "source": "rfc6749#A heading"},
        {"topic": "That", "text": "Nobody says."},
    ]
    made["steps"][0].update(_HEADING)
    example = made["examples"][0]
    example.update(_HEADING)
    example["story"] = "It can be used."
    example["url"] = _url("{domain}")
    example["inputs"] = {"client_id": "KEY", "state": "1"}
    example["scopes"] = ["b/write"]
    return made


def _url(host: str) -> str:
    return (
        f"https://{host}/auth?response_type=token&client_id=KEY"
        "&redirect_uri=https:%2F%2Fapp.example.org%2Fa&state=1&scope=b%2Fwrite&prompt=none&extra=extra"
    )


def _parameters() -> list[dict[str, Any]]:
    return [
        {"name": "response_type", "value": "token", "summary": "A.", **_SOURCE},
        {
            "name": "client_id",
            "required": True,
            "example": "KEY",
            "summary": "B.",
            **_SOURCE,
        },
        {
            "name": "redirect_uri",
            "default": "https://app.example.org/a",
            "summary": "C.",
            **_HEADING,
        },
        {"name": "state", "example": "1", "summary": "D.", **_SOURCE},
        {"name": "scope", "summary": "E.", **_SOURCE},
        {
            "name": "prompt",
            "value": "none",
            "values": ["none", "login"],
            "summary": "F.",
            **_SOURCE,
        },
        {"name": "extra", "value": "extra", "summary": "G.", **_SOURCE},
    ]


def _calls() -> dict[str, Any]:
    return {
        "hosts": [{"pattern": "api.{domain}", "summary": "The API.", **_HEADING}],
        "headers": [
            {
                "name": "Authorization",
                "value": "Bearer {access_token}",
                "summary": "It.",
                **_SOURCE,
            },
            {"name": "X-Key", "value": "{client_id}", "summary": "Who.", **_HEADING},
            {
                "name": "X-Kind",
                "value": "a kind for {client_id} of it",
                "summary": "What kind.",
                **_SOURCE,
            },
        ],
        "example": {
            "url": "https://api.{domain}/items?page=1",
            "summary": "List the items.",
            **_HEADING,
        },
        "failures": {
            "xml": {
                "root": "failure",
                "code": "code",
                "message": "message",
                "details": "details",
            },
            "json": {
                "root": "failure",
                "code": "code",
                "message": "message",
                "details": "details",
            },
            **_HEADING,
        },
    }
