"""A security scheme is the same after an import and the generated OpenAPI description."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.model.token_requests import RequestKind
from tests.importing.documents import (
    CODE,
    PAGE,
    TOKEN,
    described,
    openapi,
    spec_of,
    text_of,
    value_of,
)
from tests.shared import tree_to_run

SCOPES = {"read": "Read.", "write": ""}
APP = {"tokenUrl": TOKEN, "scopes": {"all": "Everything."}}
DEVICE: dict[str, Any] = {
    "deviceAuthorizationUrl": "https://acme.example/device",
    "tokenUrl": TOKEN,
    "scopes": {},
}


def again(document: Any) -> Any:
    """Return the description that is generated from the import of a document."""
    spec = spec_of(text_of(document))
    tree = tree_to_run(spec, ["interop"])
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
        ({"deviceAuthorization": {**DEVICE, "scopes": SCOPES}}, "3.2.0"),
        ({"deviceAuthorization": DEVICE}, "3.2.0"),
        ({"deviceAuthorization": DEVICE, "clientCredentials": APP}, "3.2.0"),
        ({"clientCredentials": APP, "deviceAuthorization": DEVICE}, "3.2.0"),
        (
            {
                "clientCredentials": {"tokenUrl": TOKEN, "scopes": {}},
                "deviceAuthorization": {**DEVICE, "scopes": SCOPES},
            },
            "3.2.0",
        ),
        (
            {
                "authorizationCode": CODE,
                "deviceAuthorization": DEVICE,
                "clientCredentials": APP,
            },
            "3.2.0",
        ),
        (
            {
                "authorizationCode": {**CODE, "scopes": {}},
                "deviceAuthorization": {**DEVICE, "scopes": SCOPES},
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


def test_device_flow_without_scopes_is_a_request_without_one() -> None:
    flows = {"authorizationCode": CODE, "deviceAuthorization": DEVICE}
    text = text_of(described({"o": {"type": "oauth2", "flows": flows}}, "3.2.0"))
    spec = value_of(text)
    assert spec["device_authorization_endpoint"] == {
        "url": "https://acme.example/device",
        "omit": ["scope"],
    }
    assert spec["grants"] == ["authorization_code", "device_code"]
    request = spec_of(text).provider.request(RequestKind.DEVICE_AUTHORIZATION)
    assert request is not None
    names = [one.name for one in request.parameters]
    assert names == ["client_id", "client_secret"]


def test_flow_of_a_request_without_a_scope_has_no_scopes() -> None:
    text = text_of(openapi({"authorizationCode": CODE, "clientCredentials": APP}))
    page = f"authorization_endpoint: {PAGE}"
    assert page in text
    endpoint = f"authorization_endpoint: {{url: {PAGE}, omit: [scope]}}"
    tree = tree_to_run(spec_of(text.replace(page, endpoint)), ["interop"])
    [scheme] = json.loads(tree["interop/openapi.json"])["components"][
        "securitySchemes"
    ].values()
    assert scheme["flows"]["authorizationCode"]["scopes"] == {}
    assert scheme["flows"]["clientCredentials"]["scopes"] == APP["scopes"]


def test_second_import_gives_the_same_spec() -> None:
    flows: dict[str, Any] = {
        "authorizationCode": CODE,
        "implicit": {"authorizationUrl": PAGE, "scopes": CODE["scopes"]},
        "clientCredentials": {"tokenUrl": f"{TOKEN}/app", "scopes": {}},
        "deviceAuthorization": DEVICE,
    }

    def facts(document: Any) -> Any:
        """Return the spec of a document without what names the document."""
        spec = value_of(text_of(document))
        return {
            key: one
            for key, one in spec.items()
            if key not in ("sources", "source", "provider")
        }

    first = described({"o": {"type": "oauth2", "flows": flows}}, "3.2.0")
    assert facts(again(first)) == facts(first)
