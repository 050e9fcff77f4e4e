"""Stand-ins of other providers: what the spec says of a provider is what its stand-in does."""

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
from tests.unit.small import SMALL

_SOURCE = {"source": "page"}


class Maker:
    """Makes stand-ins from specs, each a module of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._monkeypatch = monkeypatch

    def stand_in(self, name: str, spec: dict[str, Any], **options: Any) -> Any:
        """Return the started stand-in of a spec; `name` is a name that no other test takes."""
        spec["packages"]["mock"] = {
            "distribution": name.replace("_", "-"),
            "module": name,
            "command": name.replace("_", "-"),
        }
        file = self._folder / "spec.yaml"
        file.write_text(json.dumps(spec), encoding="utf-8")
        tree = pipeline.tree(pipeline.load(file), ["mock"])
        for path, data in tree.items():
            place = self._folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        folder = str(self._folder / "mock" / "src")
        self._monkeypatch.setattr(sys, "path", [folder, *sys.path])
        return importlib.import_module(name).StandIn(**options)


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maker:
    """Return a maker of stand-ins."""
    return Maker(tmp_path, monkeypatch)


def small(**endpoint: Any) -> dict[str, Any]:
    """Return the small spec with other members of its endpoint."""
    spec = copy.deepcopy(SMALL)
    spec["endpoint"].update(endpoint)
    return spec


QUERY = "response_type=token&client_id=KEY&state=s"


def answer_of(server: Any, query: str, path: str = "/auth") -> str:
    return str(server.approve(f"{server.url}{path}?{query}"))


def fields_of(answer: str) -> list[str]:
    """Return the parameters of an answer but its token."""
    pairs = answer.partition("#")[2].split("&")
    return [pair for pair in pairs if not pair.startswith("access_token=")]


def test_spec_without_a_stand_in_gives_no_file() -> None:
    assert pipeline.tree(case("one-scope"), ["mock"]) == {}


def test_answer_of_a_provider_without_a_redirect_uri_is_shown(maker: Maker) -> None:
    with maker.stand_in("mock_small", small()) as server:
        answer = answer_of(server, f"{QUERY}&scope=a:read%20b/write")
    assert answer.startswith("urn:ietf:wg:oauth:2.0:oob#access_token=")
    assert fields_of(answer) == [
        *("expires_in=3600", "token_type=Bearer"),
        *("scope=a%3Aread+b%2Fwrite", "state=s"),
    ]


def test_redirect_uri_that_the_provider_does_not_know_is_ignored(maker: Maker) -> None:
    with maker.stand_in("mock_ignoring", small()) as server:
        answer = answer_of(server, f"{QUERY}&redirect_uri=http://localhost:8/")
    assert answer.startswith("urn:ietf:wg:oauth:2.0:oob#access_token=")


def test_comma_stands_between_scopes_where_the_provider_has_it(maker: Maker) -> None:
    spec = small(scope_separator=",")
    with maker.stand_in("mock_comma", spec) as server:
        both = fields_of(answer_of(server, f"{QUERY}&scope=a:read,b/write"))
        blank = fields_of(answer_of(server, f"{QUERY}&scope=a:read%20b/write"))
    assert both == [
        *("expires_in=3600", "token_type=Bearer"),
        *("scope=a%3Aread%2Cb%2Fwrite", "state=s"),
    ]
    assert blank == ["error=invalid_scope", "state=s"]


def test_state_is_in_the_query_if_the_provider_returns_it_there(maker: Maker) -> None:
    with maker.stand_in("mock_state", small(state_in="query")) as server:
        granted = answer_of(server, f"{QUERY}&scope=a:read")
        refused = answer_of(server, f"{QUERY}&scope=a:unknown")
    oob = "urn:ietf:wg:oauth:2.0:oob?state=s#"
    assert granted.startswith(f"{oob}access_token=")
    assert refused == f"{oob}error=invalid_scope"


def test_constant_and_required_parameter_are_asked_for(maker: Maker) -> None:
    spec = small()
    spec["endpoint"]["parameters"][-1]["required"] = True
    spec["endpoint"]["parameters"] += [
        {"name": "prompt", "constant": "login", "summary": "E.", **_SOURCE},
    ]
    spec["examples"][0]["url"] += "&prompt=login"
    with maker.stand_in("mock_constants", spec) as server:
        queries = (
            f"{QUERY}&scope=a:read",
            f"{QUERY}&scope=a:read&prompt=none",
            f"{QUERY}&prompt=login",
            f"{QUERY}&scope=a:read&prompt=login",
        )
        answers = [fields_of(answer_of(server, query))[:2] for query in queries]
    assert answers == [
        ["error=invalid_request", "error_description=Unexpected+prompt."],
        ["error=invalid_request", "error_description=Unexpected+prompt."],
        ["error=invalid_request", "error_description=Missing+scope."],
        ["expires_in=3600", "token_type=Bearer"],
    ]


def test_variable_in_the_path_is_any_one_step(maker: Maker) -> None:
    loaded: Any = source.read(case_text("two-variables"), "spec.yaml").value
    with maker.stand_in("mock_variables", loaded) as server:
        answer = answer_of(server, f"{QUERY}&scope=notes:read", "/notes.example/auth")
        elsewhere = send(f"{server.url}/a/b/auth?{QUERY}")
    assert "expires_in=3600" in fields_of(answer)
    assert elsewhere.status == 404


def test_default_redirect_to_an_address_is_a_redirect(maker: Maker) -> None:
    loaded: Any = source.read(case_text("constants-and-defaults"), "spec.yaml").value
    parameters = {one["name"]: one for one in loaded["endpoint"]["parameters"]}
    default = parameters["redirect_uri"]["default"]
    with maker.stand_in("mock_default", loaded) as server:
        path = loaded["endpoint"]["url"].partition("}")[2]
        query = loaded["examples"][0]["url"].partition("?")[2]
        answer = answer_of(server, query, path)
    assert answer.startswith(f"{default}#access_token=")


def optional_redirect() -> dict[str, Any]:
    """Return a spec with a redirect URI that a request can leave out."""
    loaded: Any = source.read(case_text("optional-redirect-uri"), "spec.yaml").value
    del loaded["cases"]
    return dict(loaded)


def test_request_without_an_optional_redirect_uri_is_shown(maker: Maker) -> None:
    with maker.stand_in("mock_optional", optional_redirect()) as server:
        without = answer_of(server, f"{QUERY}&scope=notes:read")
        back = "http://127.0.0.1:8/back"
        given = answer_of(server, f"{QUERY}&redirect_uri={back}&scope=notes:read")
    assert without.startswith("urn:ietf:wg:oauth:2.0:oob#access_token=")
    assert given.startswith(f"{back}#access_token=")


@pytest.mark.parametrize(
    ("registered", "sent_to"),
    [
        (["https://a.example/"], "https://a.example/"),
        (["https://a.example/", "https://b.example/"], "urn:ietf:wg:oauth:2.0:oob"),
    ],
)
def test_only_registered_address_stands_in_for_an_optional_redirect_uri(
    maker: Maker, tmp_path: Path, registered: list[str], sent_to: str
) -> None:
    users = tmp_path / "users.json"
    application = {"client_id": "KEY", "name": "A", "scopes": ["notes:read"]}
    registry = {
        "users": [{"name": "demo", "password": "demo"}],
        "applications": [{**application, "redirect_uris": registered}],
    }
    users.write_text(json.dumps(registry), encoding="utf-8")
    name = f"mock_registered_{len(registered)}"
    with maker.stand_in(name, optional_redirect(), users=users) as server:
        answer = server.person("demo", "demo").approve(
            f"{server.url}/auth?{QUERY}&scope=notes:read"
        )
    assert answer.startswith(f"{sent_to}#access_token=")


@pytest.mark.parametrize(
    ("forms", "told"),
    [
        ({}, "Not authorized: Authorization is missing, or is not as documented.\n"),
        (
            {"json": {"root": "fault", "message": "why", "code": "number"}},
            '{"fault": {"number": "401", "why": "Not authorized"}}',
        ),
        (
            {"xml": {"root": "Fault", "message": "Why"}},
            (
                '<?xml version="1.0" encoding="utf-8"?>\n'
                "<Fault><Why>Not authorized</Why></Fault>\n"
            ),
        ),
    ],
)
def test_call_is_refused_in_the_forms_that_are_documented(
    maker: Maker, forms: dict[str, Any], told: str
) -> None:
    spec = small()
    if forms:
        spec["calls"]["failures"] = {**forms, **_SOURCE}
    name = f"mock_forms_{'_'.join(forms) or 'none'}"
    with maker.stand_in(name, spec) as server:
        refused = send(server.resource_url)
    assert (refused.status, refused.text) == (401, told)


def test_scope_with_a_slash_can_be_needed(maker: Maker) -> None:
    with maker.stand_in("mock_slash", small()) as server:
        answer = answer_of(server, f"{QUERY}&scope=b/write")
        token = answer.partition("access_token=")[2].partition("&")[0]
        headers = {"Authorization": f"Bearer {token}"}
        statuses = [
            send(f"{server.resource_url}/needs/{scope}", headers).status
            for scope in ("b/write", "b%2Fwrite", "a:read")
        ]
    assert statuses == [200, 200, 403]
