"""OpenAPI descriptions: servers, relative URLs, variables in URLs, and what is not a URL."""

from __future__ import annotations

from typing import Any

import pytest

from generator.rules.identifiers import TAKEN
from tests.importing.documents import (
    CLIENT,
    CODE,
    TOKEN,
    fault,
    openapi,
    remarks,
    spec_of,
    swagger,
    text_of,
    value_of,
)
from tests.rows import each_row

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


def test_variable_with_a_name_of_the_client_has_another_identifier() -> None:
    path = "{self}/{scopes}/{client-id}/{self_of_the_url}/{2}/{}"
    flow: dict[str, Any] = {"tokenUrl": f"https://acme.example/{path}", "scopes": {}}
    text = text_of(openapi({"clientCredentials": flow}))
    spec = value_of(text)
    assert spec["variables"] == {
        "self": {"type": "path", "identifier": "self_of_the_url_2"},
        "scopes": {"type": "path", "identifier": "scopes_of_the_url"},
        "self_of_the_url": {"type": "path"},
        "part_2": {"type": "path"},
        "part": {"type": "path"},
    }
    assert spec["token_endpoint"] == (
        "https://acme.example/{self}/{scopes}/{client_id}/{self_of_the_url}/{part_2}/{part}"
    )
    assert len(spec_of(text).provider.variables) == 5


@each_row("name", [*sorted(TAKEN), "class", "None", "__proto__", "mro"])
def test_variable_of_any_name_is_imported(name: str) -> None:
    url = f"https://{{{name}}}.acme.example/t"
    flow: dict[str, Any] = {"tokenUrl": url, "scopes": {}}
    spec_of(text_of(openapi({"clientCredentials": flow})))


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
            "https://acme.example:0/t",
            "https://acme.example:65536/t",
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
