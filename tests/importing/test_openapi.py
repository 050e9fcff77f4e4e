"""OpenAPI descriptions: which flows and facts become a spec, and what is rejected."""

from __future__ import annotations

import time
from typing import Any

import pytest

from generator.importing.faults import ImportFault
from tests.importing.documents import (
    CODE,
    PAGE,
    TOKEN,
    described,
    imported,
    openapi,
    spec_of,
    swagger,
    text_of,
    value_of,
)

CLIENT: dict[str, Any] = {"tokenUrl": TOKEN, "scopes": {}}
DEVICE = {
    "deviceAuthorizationUrl": "https://acme.example/device",
    "tokenUrl": TOKEN,
    "scopes": {"read": "Read."},
}


ELSEWHERE = (
    "to import what it names instead: curl -fsS "
    "https://acme.example/.well-known/openid-configuration | oauth-codegen import -"
)


def remarks(document: Any, *schemes: str) -> list[str]:
    return [str(one) for one in imported(document, *schemes).remarks]


def fault(document: Any, *schemes: str, **more: Any) -> tuple[str, str]:
    """Return the place and the code of the fault of a document."""
    with pytest.raises(ImportFault) as caught:
        imported(document, *schemes, **more)
    return str(caught.value.place), caught.value.code


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
        ([], ("", "unknown-document")),
        ("null", ("", "unknown-document")),
        ('"x"', ("", "unknown-document")),
    ],
)
def test_document_that_is_rejected(document: Any, found: tuple[str, str]) -> None:
    pointer, code = found
    assert fault(document) == (f"api.json#{pointer}" if pointer else "api.json", code)


def test_old_name_of_a_flow_is_suggested() -> None:
    with pytest.raises(ImportFault, match='did you mean "accessCode"'):
        imported(swagger({"flow": "accesscode"}))


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


# Several schemes


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


# References


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


# URLs


RELATIVE: dict[str, Any] = {"tokenUrl": "oauth/token", "scopes": {}}


@pytest.mark.parametrize(
    ("server", "url", "expected"),
    [
        ("https://api.acme.example/v2", "/oauth/token", "/oauth/token"),
        ("https://api.acme.example/v2", "oauth/token", "/oauth/token"),
        ("https://api.acme.example/v2/", "oauth/token", "/v2/oauth/token"),
        ("https://api.acme.example/v2/", "/oauth/token", "/oauth/token"),
        ("https://api.acme.example", "oauth/token", "/oauth/token"),
    ],
)
def test_relative_url_is_resolved(server: str, url: str, expected: str) -> None:
    flow: dict[str, Any] = {"tokenUrl": url, "scopes": {}}
    document = openapi({"clientCredentials": flow}, servers=[{"url": server}])
    spec = value_of(text_of(document))
    assert spec["token_endpoint"] == f"https://api.acme.example{expected}"
    given = openapi({"clientCredentials": flow})
    assert value_of(text_of(given, server=server)) == spec


def test_variable_of_a_server_has_its_default() -> None:
    servers = [
        {
            "url": "https://{env}.acme.example/api",
            "variables": {"env": {"default": "test"}},
        }
    ]
    document = openapi({"clientCredentials": RELATIVE}, servers=servers)
    spec = value_of(text_of(document))
    assert spec["token_endpoint"] == "https://test.acme.example/oauth/token"
    del servers[0]["variables"]
    assert fault(document)[1] == "relative-url"


@pytest.mark.parametrize("servers", [None, [], [{"url": "/"}], [{"url": "v3"}]])
def test_relative_url_without_a_server_is_rejected(servers: Any) -> None:
    document = openapi({"clientCredentials": RELATIVE}, servers=servers)
    where = "api.json#/components/securitySchemes/o/flows/clientCredentials/tokenUrl"
    assert fault(document) == (where, "relative-url")


def test_first_server_is_used_with_a_remark() -> None:
    servers = [{"url": "https://a.example"}, {"url": "https://b.example"}]
    document = openapi({"clientCredentials": RELATIVE}, servers=servers)
    assert value_of(text_of(document))["token_endpoint"] == (
        "https://a.example/oauth/token"
    )
    where, others = (
        "api.json#/servers/0",
        "to use another, add --server: https://b.example",
    )
    assert remarks(document) == [
        f"{where}: relative URLs are resolved against https://a.example, the first server; {others}"
    ]
    absolute = openapi({"clientCredentials": CLIENT}, servers=servers)
    assert remarks(absolute) == []


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"host": "api.acme.example"}, "https://api.acme.example/t"),
        (
            {"host": "api.acme.example", "schemes": ["http", "https"]},
            "https://api.acme.example/t",
        ),
        ({"host": "api.acme.example", "basePath": "v1"}, "https://api.acme.example/t"),
        ({"host": "api.acme.example", "basePath": "/"}, "https://api.acme.example/t"),
        (
            {"host": "api.acme.example", "basePath": "/v1/"},
            "https://api.acme.example/v1/t",
        ),
    ],
)
def test_relative_url_of_openapi_2(more: Any, expected: str) -> None:
    document = swagger({"flow": "application", "tokenUrl": "t", "scopes": {}}, **more)
    assert value_of(text_of(document))["token_endpoint"] == expected


def test_openapi_2_without_https_is_rejected() -> None:
    document = swagger(
        {"flow": "application", "tokenUrl": "/t", "scopes": {}},
        host="a.example",
        schemes=["http"],
    )
    assert fault(document) == (
        "api.json#/securityDefinitions/o/tokenUrl",
        "insecure-url",
    )


@pytest.mark.parametrize("server", ["http://a.example", "a.example", "https:///x"])
def test_server_that_is_not_https_is_rejected(server: str) -> None:
    document = openapi({"clientCredentials": RELATIVE})
    assert fault(document, server=server) == ("--server", "bad-url")


def test_variables_of_urls_have_the_type_of_their_place() -> None:
    flow: dict[str, Any] = {
        "authorizationUrl": "https://{shopName}.acme.example/{tenant}/a?team={team-id}",
        "tokenUrl": "https://{shopName}.acme.example/{tenant}/t",
        "scopes": {},
    }
    text = text_of(openapi({"authorizationCode": flow}))
    spec = value_of(text)
    assert spec["variables"] == {
        "shop_name": {"type": "label"},
        "tenant": {"type": "path"},
        "team_id": {"type": "text"},
    }
    assert spec["authorization_endpoint"] == (
        "https://{shop_name}.acme.example/{tenant}/a?team={team_id}"
    )
    assert spec_of(text).provider.name == "Acme"


@pytest.mark.parametrize(
    "host", ["https://acme.example", "acme.example/a", "user:s@acme.example", "a:x", ""]
)
def test_host_that_is_not_one_is_rejected(host: str) -> None:
    scheme: dict[str, Any] = {"flow": "application", "tokenUrl": "/t", "scopes": {}}
    assert fault(swagger(scheme, host=host)) == ("api.json#/host", "bad-url")


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://user:s@acme.example/t",
            "https://acme.example:x/t",
            "https://[::1/t",
        ),
        *("https://acme.example/a b", "https://é.example/t", "//user:s@acme.example/t"),
    ],
)
def test_url_that_is_not_one_is_rejected(url: str) -> None:
    flow: dict[str, Any] = {"tokenUrl": url, "scopes": {}}
    servers = [{"url": "https://acme.example"}]
    where = "api.json#/components/securitySchemes/o/flows/clientCredentials/tokenUrl"
    found = fault(openapi({"clientCredentials": flow}, servers=servers))
    assert found == (where, "bad-url")


@pytest.mark.parametrize("servers", [5, [{}], [{"url": "https://{a}.example"}]])
def test_servers_are_read_only_for_relative_urls(servers: Any) -> None:
    document = openapi({"clientCredentials": CLIENT}, servers=servers)
    assert value_of(text_of(document))["token_endpoint"] == TOKEN


def test_scheme_of_a_url_is_written_in_lowercase() -> None:
    flow = {**CODE, "tokenUrl": "HTTPS://acme.example/token"}
    spec = spec_of(text_of(openapi({"authorizationCode": flow})))
    assert spec.provider.token_endpoint is not None
    assert spec.provider.token_endpoint.url == TOKEN
