"""Mock servers of other providers: each does what its spec documents."""

from __future__ import annotations

import copy
import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.reading import source
from tests.golden.cases import case, case_text
from tests.mock.http import send
from tests.shared import tree_to_run
from tests.unit.small import SMALL

_SOURCE = {"source": "page"}


class Starter:
    """Generates and starts mock servers, each from its own spec and in its own module."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._monkeypatch = monkeypatch

    def start(self, name: str, spec: dict[str, Any], **options: Any) -> Any:
        """Start the mock server of a spec. Each test needs a different `name` for the module."""
        spec["packages"]["mock"] = {
            "distribution": name.replace("_", "-"),
            "module": name,
            "command": name.replace("_", "-"),
        }
        file = self._folder / "spec.yaml"
        file.write_text(json.dumps(spec), encoding="utf-8")
        tree = tree_to_run(pipeline.load(file), ["mock"])
        for path, data in tree.items():
            place = self._folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        folder = str(self._folder / "mock" / "src")
        self._monkeypatch.setattr(sys, "path", [folder, *sys.path])
        return importlib.import_module(name).MockServer(**options)


@pytest.fixture
def mock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Starter:
    """Return what starts mock servers."""
    return Starter(tmp_path, monkeypatch)


def small(**endpoint: Any) -> dict[str, Any]:
    """Return the small spec with changes to its endpoint."""
    spec = copy.deepcopy(SMALL)
    spec["authorization_endpoint"].update(endpoint)
    return spec


QUERY = "response_type=token&client_id=KEY&state=s"


def response_of(server: Any, query: str, path: str = "/auth") -> str:
    return str(server.approve(f"{server.url}{path}?{query}"))


def fields_of(response: str) -> list[str]:
    """Return the parameters of a response without its token."""
    pairs = response.partition("#")[2].split("&")
    return [pair for pair in pairs if not pair.startswith("access_token=")]


def test_spec_without_a_mock_package_generates_no_files() -> None:
    assert tree_to_run(case("one-scope"), ["mock"]) == {}


def test_response_without_a_redirect_uri_parameter_is_shown(mock: Starter) -> None:
    with mock.start("mock_small", small()) as server:
        response = response_of(server, f"{QUERY}&scope=a:read%20b/write")
    assert response.startswith("urn:ietf:wg:oauth:2.0:oob#access_token=")
    assert fields_of(response) == [
        *("expires_in=3600", "token_type=Bearer"),
        *("scope=a%3Aread+b%2Fwrite", "state=s"),
    ]


def test_undocumented_redirect_uri_is_ignored(mock: Starter) -> None:
    with mock.start("mock_ignoring", small()) as server:
        response = response_of(server, f"{QUERY}&redirect_uri=http://localhost:8/")
    assert response.startswith("urn:ietf:wg:oauth:2.0:oob#access_token=")


def test_scopes_can_be_separated_by_commas(mock: Starter) -> None:
    spec = {**small(), "scope_separator": ","}
    with mock.start("mock_comma", spec) as server:
        both = fields_of(response_of(server, f"{QUERY}&scope=a:read,b/write"))
        space = fields_of(response_of(server, f"{QUERY}&scope=a:read%20b/write"))
    assert both == [
        *("expires_in=3600", "token_type=Bearer"),
        *("scope=a%3Aread%2Cb%2Fwrite", "state=s"),
    ]
    assert space == ["error=invalid_scope", "state=s"]


def test_state_is_in_the_query_if_the_provider_returns_it_there(mock: Starter) -> None:
    with mock.start("mock_state", small(state_in="query")) as server:
        granted = response_of(server, f"{QUERY}&scope=a:read")
        rejected = response_of(server, f"{QUERY}&scope=a:unknown")
    oob = "urn:ietf:wg:oauth:2.0:oob?state=s#"
    assert granted.startswith(f"{oob}access_token=")
    assert rejected == f"{oob}error=invalid_scope"


def test_constant_and_required_parameter_are_checked(mock: Starter) -> None:
    spec = small()
    spec["authorization_endpoint"]["parameters"][-1]["required"] = True
    spec["authorization_endpoint"]["parameters"] += [
        {"name": "prompt", "value": "login", "summary": "E.", **_SOURCE},
    ]
    spec["examples"][0]["url"] += "&prompt=login"
    with mock.start("mock_constants", spec) as server:
        queries = (
            f"{QUERY}&scope=a:read",
            f"{QUERY}&scope=a:read&prompt=none",
            f"{QUERY}&prompt=login",
            f"{QUERY}&scope=a:read&prompt=login",
        )
        responses = [fields_of(response_of(server, query))[:2] for query in queries]
    assert responses == [
        ["error=invalid_request", "error_description=Unexpected+prompt."],
        ["error=invalid_request", "error_description=Unexpected+prompt."],
        ["error=invalid_request", "error_description=Missing+scope."],
        ["expires_in=3600", "token_type=Bearer"],
    ]


def test_path_variable_matches_one_segment(mock: Starter) -> None:
    loaded: Any = source.read(case_text("two-variables"), "spec.yaml").value
    with mock.start("mock_variables", loaded) as server:
        response = response_of(
            server, f"{QUERY}&scope=notes:read", "/notes.example/auth"
        )
        elsewhere = send(f"{server.url}/a/b/auth?{QUERY}")
    assert "expires_in=3600" in fields_of(response)
    assert elsewhere.status == 404


def test_response_goes_to_the_default_redirect_uri(mock: Starter) -> None:
    loaded: Any = source.read(case_text("constants-and-defaults"), "spec.yaml").value
    parameters = {
        one["name"]: one for one in loaded["authorization_endpoint"]["parameters"]
    }
    default = parameters["redirect_uri"]["default"]
    with mock.start("mock_default", loaded) as server:
        path = loaded["authorization_endpoint"]["url"].partition("}")[2]
        query = loaded["examples"][0]["url"].partition("?")[2]
        response = response_of(server, query, path)
    assert response.startswith(f"{default}#access_token=")


def optional_redirect() -> dict[str, Any]:
    """Return a spec with an optional redirect URI."""
    loaded: Any = source.read(case_text("optional-redirect-uri"), "spec.yaml").value
    del loaded["cases"]
    return dict(loaded)


def test_response_without_an_optional_redirect_uri_is_shown(mock: Starter) -> None:
    with mock.start("mock_optional", optional_redirect()) as server:
        without = response_of(server, f"{QUERY}&scope=notes:read")
        back = "http://127.0.0.1:8/back"
        given = response_of(server, f"{QUERY}&redirect_uri={back}&scope=notes:read")
    assert without.startswith("urn:ietf:wg:oauth:2.0:oob#access_token=")
    assert given.startswith(f"{back}#access_token=")


@pytest.mark.parametrize(
    ("registered", "sent_to"),
    [
        (["https://a.example/"], "https://a.example/"),
        (["https://a.example/", "https://b.example/"], "urn:ietf:wg:oauth:2.0:oob"),
    ],
)
def test_only_registered_redirect_uri_replaces_an_omitted_one(
    mock: Starter, tmp_path: Path, registered: list[str], sent_to: str
) -> None:
    users = tmp_path / "users.json"
    application = {"client_id": "KEY", "name": "A", "scopes": ["notes:read"]}
    registry = {
        "users": [{"name": "demo", "password": "demo"}],
        "applications": [{**application, "redirect_uris": registered}],
    }
    users.write_text(json.dumps(registry), encoding="utf-8")
    name = f"mock_registered_{len(registered)}"
    with mock.start(name, optional_redirect(), users=users) as server:
        response = server.user("demo", "demo").approve(
            f"{server.url}/auth?{QUERY}&scope=notes:read"
        )
    assert response.startswith(f"{sent_to}#access_token=")


@pytest.mark.parametrize(
    ("forms", "body"),
    [
        ({}, "Unauthorized: Authorization is missing or malformed.\n"),
        (
            {"json": {"root": "fault", "message": "why", "code": "number"}},
            '{"fault": {"number": "401", "why": "Unauthorized"}}',
        ),
        (
            {"xml": {"root": "Fault", "message": "Why"}},
            (
                '<?xml version="1.0" encoding="utf-8"?>\n'
                "<Fault><Why>Unauthorized</Why></Fault>\n"
            ),
        ),
    ],
)
def test_call_is_rejected_in_the_documented_forms(
    mock: Starter, forms: dict[str, Any], body: str
) -> None:
    spec = small()
    if forms:
        spec["calls"]["failures"] = {**forms, **_SOURCE}
    name = f"mock_forms_{'_'.join(forms) or 'none'}"
    with mock.start(name, spec) as server:
        rejected = send(server.resource_url)
    assert (rejected.status, rejected.text) == (401, body)


def test_scope_with_a_slash_can_be_required(mock: Starter) -> None:
    with mock.start("mock_slash", small()) as server:
        response = response_of(server, f"{QUERY}&scope=b/write")
        token = response.partition("access_token=")[2].partition("&")[0]
        headers = {"Authorization": f"Bearer {token}"}
        statuses = [
            send(f"{server.resource_url}/needs/{scope}", headers).status
            for scope in ("b/write", "b%2Fwrite", "a:read")
        ]
    assert statuses == [200, 200, 403]
