"""The documents for other tools, each read by an independent library."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
from authlib.oauth2.rfc8414 import (  # type: ignore[import-untyped, unused-ignore]
    AuthorizationServerMetadata,
)
from openapi_python_client.cli import app
from openapi_spec_validator import OpenAPIV31SpecValidator
from playwright.sync_api import Browser, Route, expect
from typer.testing import CliRunner

from generator.pipeline import ROOT
from tests import node
from tests.golden.cases import CASES, case, targets_of
from tests.shared import tree_to_run
from tests.unit.specs import REAL_SPEC, parsed

GENERATED = ROOT / "generated" / "interop"
PROVIDERS = [folder.name for folder in CASES if "interop" in targets_of(folder)]
SPEC = parsed(REAL_SPEC)
SCOPES = SPEC["scopes"]
READERS = ROOT / "tests" / "interop" / "readers.mjs"
SWAGGER = node.MODULES / "swagger-ui-dist"


@pytest.fixture(name="providers", scope="module")
def written_providers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the folder of documents of each provider."""
    folders = {"imagen": GENERATED}
    for name in PROVIDERS:
        folder = tmp_path_factory.mktemp(name)
        for path, data in tree_to_run(case(name), ["interop"]).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        folders[name] = folder / "interop"
    return folders


@pytest.fixture(name="provider", params=["imagen", *PROVIDERS])
def each_provider(request: pytest.FixtureRequest) -> str:
    """Return the name of each provider in turn."""
    return str(request.param)


@pytest.fixture
def folder(provider: str, providers: dict[str, Path]) -> Path:
    """Return the folder of documents of each provider in turn."""
    return providers[provider]


def document(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read(providers: dict[str, Path]) -> dict[str, Any]:
    """Return what libraries for Node.js read in the folder of each provider."""
    node.required()
    process = node.node(str(READERS), *map(str, providers.values()))
    assert process.returncode == 0, process.stderr
    lines = map(json.loads, process.stdout.splitlines())
    return dict(zip(providers, lines, strict=True))


def test_providers_are_of_several_kinds() -> None:
    assert PROVIDERS == [
        *("comma-separator", "constants-and-defaults", "no-state"),
        *("optional-redirect-uri", "other-api-hosts", "plain", "two-variables"),
    ]


def test_description_matches_the_schema_of_openapi(folder: Path) -> None:
    described = document(folder, "openapi.json")
    problems = OpenAPIV31SpecValidator(described).iter_errors()
    assert [one.message for one in problems] == []


def test_client_can_be_generated_from_the_description(tmp_path: Path) -> None:
    made = tmp_path / "client"
    arguments = ["--path", str(GENERATED / "openapi.json"), "--meta", "none"]
    result = CliRunner().invoke(
        app, ["generate", *arguments, "--output-path", str(made)]
    )
    assert result.exit_code == 0, result.output
    package = ast.parse((made / "__init__.py").read_text(encoding="utf-8"))
    about = "A client library for accessing Authorization of the Imagen API"
    assert (ast.get_docstring(package) or "").strip() == about
    assert (made / "client.py").is_file()


def test_swagger_ui_offers_each_scope_and_the_key(browser: Browser) -> None:
    node.required()
    page = browser.new_page()
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/*", refuse)
    page.set_content('<div id="swagger-ui"></div>')
    page.add_script_tag(path=SWAGGER / "swagger-ui-bundle.js")
    page.evaluate(
        "spec => { SwaggerUIBundle({dom_id: '#swagger-ui', spec}) }",
        document(GENERATED, "openapi.json"),
    )
    page.get_by_role("button", name="Authorize").click()
    dialog = page.locator(".dialog-ux")
    expect(dialog.locator(".scopes .checkbox")).to_have_count(len(SCOPES))
    offered = dialog.locator(".scopes .checkbox .text").all_inner_texts()
    shown = " ".join(dialog.inner_text().split())
    page.close()
    assert [" ".join(text.split()) for text in offered] == [
        f"{one['name']} {one['summary']}" for one in SCOPES
    ]
    assert "Authorization URL: https://media.example.com/oauth/authorize" in shown
    assert "Flow: implicit" in shown
    assert "X-Imagen-API-Key (apiKey)" in shown
    assert asked == []


def test_metadata_is_valid_for_authlib(folder: Path) -> None:
    AuthorizationServerMetadata(
        document(folder, "authorization-server.json")
    ).validate()


def test_oauth4webapi_accepts_the_metadata(
    provider: str, folder: Path, read: dict[str, Any]
) -> None:
    assert read[provider]["metadata"] == document(folder, "authorization-server.json")


def test_metadata_of_imagen_has_only_documented_facts() -> None:
    assert document(GENERATED, "authorization-server.json") == {
        "issuer": "https://media.example.com",
        "authorization_endpoint": "https://media.example.com/oauth/authorize",
        "scopes_supported": [one["name"] for one in SCOPES],
        "response_types_supported": ["token"],
        "grant_types_supported": ["implicit"],
    }


def test_collection_has_the_whole_documented_request(read: dict[str, Any]) -> None:
    collection = read["imagen"]["collection"]
    state = collection["told"]["state"]
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", state)
    assert collection == {
        "type": "oauth2",
        "told": {
            "grant_type": "implicit",
            "tokenName": "Imagen",
            "authUrl": "https://media.example.com/oauth/authorize",
            "clientId": "YOUR_API_KEY",
            "state": state,
            "redirect_uri": "urn:ietf:wg:oauth:2.0:oob",
            "scope": "readUsersData modifyUsersData",
            "addTokenTo": "header",
            "headerPrefix": "Bearer",
        },
        "url": "https://media.example.com/",
        "headers": {"X-Imagen-API-Key": "YOUR_API_KEY"},
        "described": "Imagen is a media asset management system. An application that calls its API "
        "sends an API key and a bearer token.",
    }


def test_collection_omits_an_undocumented_state_or_redirect_uri(
    read: dict[str, Any],
) -> None:
    told = read["no-state"]["collection"]["told"]
    assert told == {
        "grant_type": "implicit",
        "tokenName": "Example",
        "authUrl": "https://login.example.org/auth",
        "clientId": "KEY",
        "scope": "notes:read",
        "addTokenTo": "header",
        "headerPrefix": "Bearer",
    }


def test_collection_sends_the_constants_of_the_provider(
    read: dict[str, Any],
) -> None:
    told = read["constants-and-defaults"]["collection"]["told"]
    assert told["authRequestParams"] == [
        {
            "key": "audience",
            "value": "https://api.example.org/v1",
            "enabled": True,
            "send_as": "request_url",
        }
    ]


def test_collection_calls_the_host_that_the_spec_lists(
    providers: dict[str, Path],
) -> None:
    variables = document(providers["other-api-hosts"], "postman.json")["variable"]
    [host] = [one["value"] for one in variables if one["key"] == "call-host"]
    assert host == "api-login.example.org:8443"


def test_collection_defines_every_variable(provider: str, read: dict[str, Any]) -> None:
    collection = read[provider]["collection"]
    assert "{{" not in json.dumps(collection)
    assert collection["told"]["authUrl"].startswith("https://")
