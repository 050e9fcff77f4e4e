"""A security scheme is the same after an import and the generated OpenAPI description."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator import pipeline
from tests.importing.documents import CODE, PAGE, TOKEN, described, spec_of, text_of

SCOPES = {"read": "Read.", "write": ""}
APP = {"tokenUrl": TOKEN, "scopes": {"all": "Everything."}}


def again(document: Any) -> Any:
    """Return the description that is generated from the import of a document."""
    spec = spec_of(text_of(document))
    tree = pipeline.tree(spec, ["interop"])
    return json.loads(tree["interop/openapi.json"])


@pytest.mark.parametrize(
    ("flows", "version"),
    [
        ({"authorizationCode": CODE}, "3.1.0"),
        (
            {
                "authorizationCode": {
                    "authorizationUrl": PAGE,
                    "tokenUrl": TOKEN,
                    "refreshUrl": "https://acme.example/refresh",
                    "scopes": SCOPES,
                },
                "implicit": {"authorizationUrl": PAGE, "scopes": SCOPES},
                "clientCredentials": APP,
            },
            "3.1.0",
        ),
        ({"clientCredentials": APP}, "3.1.0"),
        ({"clientCredentials": {"tokenUrl": TOKEN, "scopes": {}}}, "3.1.0"),
        (
            {
                "authorizationCode": CODE,
                "clientCredentials": {"tokenUrl": f"{TOKEN}/app", "scopes": {}},
            },
            "3.1.0",
        ),
        (
            {
                "deviceAuthorization": {
                    "deviceAuthorizationUrl": "https://acme.example/device",
                    "tokenUrl": TOKEN,
                    "scopes": SCOPES,
                }
            },
            "3.2.0",
        ),
    ],
)
def test_scheme_stays_the_same(flows: Any, version: str) -> None:
    scheme = {"type": "oauth2", "description": "Log in with Acme.", "flows": flows}
    document = again(described({"o": scheme}, "3.2.0"))
    schemes = document["components"]["securitySchemes"]
    assert list(schemes.values()) == [scheme]
    assert document["openapi"] == version
