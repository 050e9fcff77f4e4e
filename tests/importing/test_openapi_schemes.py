"""OpenAPI descriptions: several security schemes, what is reported about them, and references."""

from __future__ import annotations

import time
from typing import Any

import pytest

from generator.importing.faults import ImportFault
from tests.importing.documents import (
    CLIENT,
    CODE,
    PAGE,
    described,
    fault,
    imported,
    openapi,
    remarks,
    swagger,
    text_of,
    value_of,
)

ELSEWHERE = (
    "to import what it names instead: curl -fsS "
    "https://acme.example/.well-known/openid-configuration | oauth-codegen import -"
)


def test_schemes_with_one_authorization_url_are_one_provider() -> None:
    schemes = {
        "a": {"type": "oauth2", "flows": {"implicit": {**CODE}}},
        "b": {"type": "oauth2", "flows": {"authorizationCode": {**CODE}}},
    }
    spec = value_of(text_of(described(schemes)))
    assert spec["grants"] == ["implicit", "authorization_code"]


def test_schemes_for_different_endpoints_need_a_choice() -> None:
    other: dict[str, Any] = {"tokenUrl": "https://acme.example/2", "scopes": {}}
    schemes = {
        "a": {"type": "oauth2", "flows": {"clientCredentials": CLIENT}},
        "b": {"type": "oauth2", "flows": {"clientCredentials": other}},
    }
    document = described(schemes)
    assert fault(document) == ("api.json", "several-schemes")
    assert fault(document, "c") == ("api.json", "unknown-scheme")
    assert value_of(text_of(document, "b"))["token_endpoint"] == other["tokenUrl"]


def test_other_schemes_are_listed() -> None:
    schemes = {
        "o": {"type": "oauth2", "flows": {"authorizationCode": CODE}},
        "k": {"type": "apiKey", "in": "header", "name": "K"},
        "oidc": {
            "type": "openIdConnect",
            "openIdConnectUrl": "https://acme.example/.well-known/openid-configuration",
        },
    }
    assert remarks(described(schemes)) == [
        "api.json#/components/securitySchemes/k: a scheme of type apiKey is not imported",
        f"api.json#/components/securitySchemes/oidc: a scheme of type openIdConnect is not imported; {ELSEWHERE}",
    ]


def test_extensions_and_later_keys_are_listed() -> None:
    schemes = {
        "o": {
            "type": "oauth2",
            "x-note": "hi",
            "deprecated": True,
            "oauth2MetadataUrl": "https://acme.example/m",
            "flows": {
                "x-flow": {},
                "authorizationCode": {
                    **CODE,
                    "x-tokenName": "id_token",
                    "scopes": {"read": "Read.", "x-scope": "X."},
                },
            },
        }
    }
    where = "api.json#/components/securitySchemes/o"
    assert remarks(described(schemes)) == [
        f"{where}/x-note: extensions are not imported",
        f"{where}/flows/x-flow: extensions are not imported",
        f"{where}/flows/authorizationCode/x-tokenName: extensions are not imported",
        f"{where}/flows/authorizationCode/scopes/x-scope: extensions are not imported",
        (
            f"{where}/oauth2MetadataUrl: a spec has no key for it; OpenAPI 3.0.3 does not define it; "
            "to import what it names instead: curl -fsS https://acme.example/m | oauth-codegen import -"
        ),
        f"{where}/deprecated: a spec has no key for it; OpenAPI 3.0.3 does not define it",
    ]


def test_scheme_without_usable_flows_does_not_stop_the_others() -> None:
    schemes: dict[str, Any] = {
        "o": {"type": "oauth2", "flows": {"authorizationCode": CODE}},
        "e": {"type": "oauth2", "flows": {}},
        "p": {"type": "oauth2", "flows": {"password": CLIENT}},
    }
    document = described(schemes)
    where = "api.json#/components/securitySchemes"
    left = "the scheme is left out, because it has no flow that a spec can describe"
    assert value_of(text_of(document))["grants"] == ["authorization_code"]
    assert remarks(document) == [
        f"{where}/e: {left}",
        f"{where}/p/flows/password: the flow password is left out; RFC 9700 §2.4 forbids it",
        f"{where}/p: {left}",
    ]
    assert fault(document, "p") == (f"{where}/p", "no-flow")


def test_scheme_with_only_metadata_says_how_to_import_it() -> None:
    url = "https://acme.example/.well-known/openid-configuration"
    scheme: dict[str, Any] = {"type": "oauth2", "oauth2MetadataUrl": url, "flows": {}}
    with pytest.raises(ImportFault) as caught:
        imported(described({"o": scheme}, "3.2.0"))
    assert (caught.value.code, caught.value.hint) == ("no-flow", ELSEWHERE)


def test_schemes_of_different_servers_are_one_provider_only_if_they_are_chosen() -> (
    None
):
    other: dict[str, Any] = {"tokenUrl": "https://b.example/token", "scopes": {}}
    schemes = {
        "a": {"type": "oauth2", "flows": {"authorizationCode": CODE}},
        "b": {"type": "oauth2", "flows": {"clientCredentials": other}},
    }
    document = described(schemes)
    assert fault(document) == ("api.json", "several-schemes")
    assert value_of(text_of(document, "a", "b"))["grants"] == [
        "authorization_code",
        {
            "name": "client_credentials",
            "token_endpoint": "https://b.example/token",
            "omit": ["scope"],
        },
    ]


@pytest.mark.parametrize(
    ("url", "command"),
    [
        ("https://a.example/o?x=1&y=2", "curl -fsS 'https://a.example/o?x=1&y=2' |"),
        ("https://a.example/$(touch)", "curl -fsS 'https://a.example/$(touch)' |"),
        ("https://a.example/'; rm x", ""),
        ("https://a.example/o\nrm x", ""),
        ("https://user:secret@a.example", ""),
        ("http://a.example/o", ""),
        ("-o/etc/passwd", ""),
        (42, ""),
    ],
)
def test_command_for_a_shell_contains_only_a_quoted_url(url: Any, command: str) -> None:
    schemes = {
        "o": {"type": "oauth2", "flows": {"authorizationCode": CODE}},
        "oidc": {"type": "openIdConnect", "openIdConnectUrl": url},
    }
    (found,) = remarks(described(schemes))
    assert "secret" not in found
    assert ("curl" in found) == bool(command)
    assert command in found


@pytest.mark.parametrize("name", ["access token", "a/b", "é"])
def test_name_of_a_scheme_that_openapi_3_forbids_is_reported(name: str) -> None:
    scheme = {"type": "oauth2", "flows": {"authorizationCode": CODE}}
    (found,) = remarks(described({name: scheme}))
    assert found.endswith("allows only letters, digits, and . _ - in a scheme's name")
    assert remarks(described({"petstore.auth-2_x": scheme})) == []
    old: dict[str, Any] = {
        **swagger({}),
        "securityDefinitions": {
            name: {
                "type": "oauth2",
                "flow": "implicit",
                "authorizationUrl": PAGE,
                "scopes": {},
            }
        },
    }
    assert remarks(old) == []


def test_description_of_a_scope_that_is_not_text_is_reported() -> None:
    flow = {**CODE, "scopes": {"read": 3, "write": None}}
    document = openapi({"authorizationCode": flow})
    where = "api.json#/components/securitySchemes/o/flows/authorizationCode/scopes/read"
    assert value_of(text_of(document))["scopes"] == ["read", "write"]
    assert remarks(document) == [
        f"{where}: the description is left out, because it is not text"
    ]


def test_reference_in_the_document_is_followed() -> None:
    schemes = {"a": {"$ref": "#/x-shared/a~1b"}}
    shared = {"a/b": {"type": "oauth2", "flows": {"authorizationCode": CODE}}}
    document = {**described(schemes), "x-shared": shared}
    assert value_of(text_of(document))["grants"] == ["authorization_code"]


@pytest.mark.parametrize(
    "target",
    [
        "common.yaml#/a",
        "../../../etc/passwd",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        "#/nowhere",
        "#nowhere",
        "#/servers/²",
        "",
        "#/components/securitySchemes/a",
        "#/components/securitySchemes/b",
    ],
)
def test_reference_that_leads_nowhere_is_rejected(target: str) -> None:
    schemes = {"a": {"$ref": target}, "b": {"$ref": "#/components/securitySchemes/a"}}
    assert fault(described(schemes)) == (
        (
            "api.json#/components/securitySchemes/a/$ref"
            if not target.endswith("/b")
            else "api.json#/components/securitySchemes/b/$ref"
        ),
        "reference",
    )


def test_circle_that_nothing_needs_is_ignored() -> None:
    circle = {"a": {"$ref": "#/components/schemas/a"}}
    document = openapi({"authorizationCode": CODE})
    document["components"]["schemas"] = circle
    assert value_of(text_of(document))["grants"] == ["authorization_code"]


def test_long_chain_of_references_is_rejected_at_once() -> None:
    where = "#/components/securitySchemes"
    schemes = {f"s{at}": {"$ref": f"{where}/s{at + 1}"} for at in range(2000)}
    start = time.process_time()
    assert fault(described(schemes)) == (f"api.json{where}/s49/$ref", "reference")
    assert time.process_time() - start < 1
