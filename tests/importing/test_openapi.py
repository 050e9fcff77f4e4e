"""OpenAPI descriptions: which flows and scopes become a spec, and which documents are rejected."""

from __future__ import annotations

from typing import Any

import pytest

from generator.importing.faults import ImportFault
from tests.importing.documents import (
    CODE,
    PAGE,
    TOKEN,
    described,
    fault,
    imported,
    openapi,
    remarks,
    spec_of,
    swagger,
    text_of,
    value_of,
)

DEVICE = {
    "deviceAuthorizationUrl": "https://acme.example/device",
    "tokenUrl": TOKEN,
    "scopes": {"read": "Read."},
}


def test_one_flow_is_a_whole_spec() -> None:
    text = text_of(openapi({"authorizationCode": CODE}))
    assert text == (
        "# Imported from api.json: OpenAPI 3.0.3.\n"
        "# The document does not say these; look them up:\n"
        "# - how clients authenticate at the token endpoint (auth_methods)\n"
        "# - whether the provider supports PKCE (pkce)\n"
        "# - whether refresh tokens are issued (refresh)\n"
        "format: 2\n"
        "provider: {id: acme, name: Acme}  # from info.title\n"
        'sources: [{id: document, kind: vendor, title: "Acme API (OpenAPI 3.0.3)"}]\n'
        'source: "document#/components/securitySchemes/o"\n'
        "authorization_endpoint: https://acme.example/authorize\n"
        "token_endpoint: https://acme.example/token\n"
        "grants: [authorization_code]\n"
        "scopes: {read: Read.}\n"
    )
    assert [one.name for one in spec_of(text).provider.scopes] == ["read"]


def test_each_flow_keeps_its_urls_and_scopes() -> None:
    flows = {
        "clientCredentials": {
            "tokenUrl": "https://acme.example/app",
            "scopes": {"all": "All."},
        },
        "authorizationCode": CODE,
        "implicit": {"authorizationUrl": PAGE, "scopes": {"read": "Read."}},
    }
    spec = value_of(text_of(openapi(flows)))
    assert spec["authorization_endpoint"] == PAGE
    assert spec["token_endpoint"] == "https://acme.example/app"
    assert spec["scopes"] == {"read": "Read."}
    assert spec["grants"] == [
        {"name": "client_credentials", "scopes": {"all": "All."}},
        {"name": "authorization_code", "token_endpoint": TOKEN},
        "implicit",
    ]


def test_refresh_url_and_device_flow() -> None:
    code = {**CODE, "refreshUrl": "https://acme.example/refresh"}
    flows = {"authorizationCode": code, "deviceAuthorization": DEVICE}
    spec = value_of(text_of(openapi(flows, "3.2.0")))
    assert spec["token_endpoint"] == {
        "url": TOKEN,
        "refresh": {"url": "https://acme.example/refresh"},
    }
    assert spec["device_authorization_endpoint"] == "https://acme.example/device"
    assert spec["grants"] == ["authorization_code", "device_code"]


def test_different_scopes_of_flows_with_a_browser_are_reported() -> None:
    implicit = {
        "authorizationUrl": PAGE,
        "scopes": {"read": "Read.", "write": "Write."},
    }
    document = openapi({"authorizationCode": CODE, "implicit": implicit})
    assert value_of(text_of(document))["scopes"] == {"read": "Read.", "write": "Write."}
    (found,) = remarks(document)
    assert found == (
        "api.json#/components/securitySchemes/o: the flows authorizationCode and implicit "
        "have different scopes; the spec has one list with all of them"
    )
    implicit["scopes"] = {"read": "Read."}
    assert remarks(openapi({"authorizationCode": CODE, "implicit": implicit})) == []


def test_other_description_of_a_scope_is_reported() -> None:
    implicit = {"authorizationUrl": PAGE, "scopes": {"read": "Read all."}}
    app = {"tokenUrl": TOKEN, "scopes": {"read": "Read as the application."}}
    document = openapi(
        {"authorizationCode": CODE, "implicit": implicit, "clientCredentials": app}
    )
    spec = value_of(text_of(document))
    assert spec["scopes"] == {"read": "Read."}
    assert spec["grants"][2]["scopes"] == {"read": "Read as the application."}
    (found,) = remarks(document)
    assert found == (
        'api.json#/components/securitySchemes/o: the scope "read" has another description '
        "in the flow implicit; the spec has the first one"
    )


def test_second_refresh_url_is_reported() -> None:
    code = {**CODE, "refreshUrl": "https://acme.example/one"}
    device = {**DEVICE, "refreshUrl": "https://acme.example/two"}
    document = openapi(
        {"authorizationCode": code, "deviceAuthorization": device}, "3.2.0"
    )
    said = "is left out; a spec has one, at its token endpoint"
    (found,) = remarks(document)
    assert found == (
        "api.json#/components/securitySchemes/o: "
        f"the refreshUrl https://acme.example/two {said}"
    )


@pytest.mark.parametrize(
    ("flow", "grant"),
    [
        ("accessCode", "authorization_code"),
        ("application", "client_credentials"),
        ("implicit", "implicit"),
    ],
)
def test_flows_of_openapi_2(flow: str, grant: str) -> None:
    urls = {"authorizationUrl": PAGE, "tokenUrl": TOKEN, "scopes": {"read": "Read."}}
    spec = value_of(text_of(swagger({"flow": flow, **urls})))
    assert spec["grants"] == [grant]
    assert spec["source"] == "document#/securityDefinitions/o"


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (swagger({"tokenUrl": TOKEN}), ("/securityDefinitions/o/flow", "missing")),
        (
            swagger({"flow": "accesscode"}),
            ("/securityDefinitions/o/flow", "unknown-flow"),
        ),
        (
            described({"o": {"type": "oauth2"}}),
            ("/components/securitySchemes/o/flows", "missing"),
        ),
        (
            described({"o": {"type": "oauth2", "flow": {}}}),
            ("/components/securitySchemes/o/flow", "unknown-flow"),
        ),
        (
            described({"o": {"type": "oauth2", "flows": {}}}),
            ("/components/securitySchemes/o", "no-flow"),
        ),
        (
            openapi({"password": {"tokenUrl": TOKEN, "scopes": {}}}),
            ("/components/securitySchemes/o", "no-flow"),
        ),
        (
            openapi({"authorizationCode": {"authorizationUrl": PAGE, "scopes": {}}}),
            (
                "/components/securitySchemes/o/flows/authorizationCode/tokenUrl",
                "missing",
            ),
        ),
        (
            openapi({"authorizationCode": {**CODE, "scopes": ["read"]}}),
            (
                "/components/securitySchemes/o/flows/authorizationCode/scopes",
                "wrong-type",
            ),
        ),
        (
            openapi({"authorizationCode": {**CODE, "tokenUrl": 42}}),
            (
                "/components/securitySchemes/o/flows/authorizationCode/tokenUrl",
                "wrong-type",
            ),
        ),
        (
            openapi({"authorizationCode": {**CODE, "tokenUrl": "http://a.example/t"}}),
            (
                "/components/securitySchemes/o/flows/authorizationCode/tokenUrl",
                "insecure-url",
            ),
        ),
        (described({"k": {"type": "apiKey"}}), ("", "no-scheme")),
        ({"openapi": "4.0.0"}, ("/openapi", "unknown-version")),
        ({"swagger": "1.2"}, ("/swagger", "unknown-version")),
        ({"hello": 1}, ("", "unknown-document")),
        (
            {"format": 2, "provider": {}, "issuer": "https://a.example"},
            ("", "unknown-document"),
        ),
        ([], ("", "unknown-document")),
        ("null", ("", "unknown-document")),
        ('"x"', ("", "unknown-document")),
    ],
)
def test_document_that_is_rejected(document: Any, found: tuple[str, str]) -> None:
    pointer, code = found
    assert fault(document) == (f"api.json#{pointer}" if pointer else "api.json", code)


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (swagger({"flow": "accesscode"}), "accessCode"),
        (swagger({"flow": "authorizationCode"}), "accessCode"),
        (swagger({"flow": "clientCredentials"}), "application"),
        (openapi({"accessCode": CODE}), "authorizationCode"),
        (openapi({"application": CODE}), "clientCredentials"),
        (openapi({"authorization_code": CODE}), "authorizationCode"),
        (described({"o": {"type": "OAuth2", "flows": {}}}), "oauth2"),
    ],
)
def test_name_of_a_flow_or_a_type_is_suggested(document: Any, name: str) -> None:
    with pytest.raises(ImportFault, match=f'did you mean "{name}"'):
        imported(document)


def test_missing_scopes_are_none() -> None:
    for scopes in ({}, {"scopes": None}):
        flow = {"authorizationUrl": PAGE, "tokenUrl": TOKEN, **scopes}
        document = openapi({"authorizationCode": flow})
        assert "scopes" not in value_of(text_of(document))
        assert remarks(document) == [
            'api.json#/components/securitySchemes/o/flows/authorizationCode: "scopes" is missing; the spec has none'
        ]


def test_scopes_without_descriptions_are_names() -> None:
    flow = {**CODE, "scopes": {"read": "", "write": None, "all": "All."}}
    spec = value_of(text_of(openapi({"authorizationCode": flow})))
    assert spec["scopes"] == ["read", "write", {"name": "all", "summary": "All."}]


def test_scope_that_no_request_can_contain_is_left_out() -> None:
    flow = {**CODE, "scopes": {"a b": "", 'x"y': "", "": "", "ok": "Fine."}}
    document = openapi({"authorizationCode": flow})
    assert value_of(text_of(document))["scopes"] == {"ok": "Fine."}
    assert [one.partition(": ")[2].partition(";")[0] for one in remarks(document)] == [
        'the scope "a b" is left out',
        'the scope "x"y" is left out',
        'the scope "" is left out',
    ]


def test_scopes_that_would_have_one_identifier_get_several() -> None:
    flow = {**CODE, "scopes": {"read.x": "", "read-x": "", "2fa": "", "*": ""}}
    text = text_of(openapi({"authorizationCode": flow}))
    assert value_of(text)["scopes"] == [
        "read.x",
        {"name": "read-x", "identifier": "read_x_2"},
        {"name": "2fa", "identifier": "scope_2_fa"},
        {"name": "*", "identifier": "scope"},
    ]
    assert len(spec_of(text).provider.scopes) == 4


@pytest.mark.parametrize(
    ("title", "id"),
    [
        ("CON API", "conapi"),
        ("nul", "nulapi"),
        ("Com 1", "com1api"),
        ("Console", "console"),
        ("2FA Service", "faservice"),
    ],
)
def test_id_is_a_name_that_every_system_can_have(title: str, id: str) -> None:
    document = openapi({"authorizationCode": CODE})
    document["info"]["title"] = title
    assert spec_of(text_of(document)).provider.id == id
