"""The rules about documented URLs: a request can build each of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from generator import pipeline
from generator.reading.diagnostics import SpecProblems
from tests.hostile import provider
from tests.unit.rule_specs import ENDPOINT, SOURCE, found, parameter_of
from tests.unit.specs import whole_spec, write_spec

ALWAYS_SENT = (
    "response_type=token&client_id=K&redirect_uri=urn:ietf:wg:oauth:2.0:oob&state=1"
)
"""The parameters of each request."""


def with_example(url: str, scopes: list[str]) -> Any:
    """Return the spec with a second example, which has the caller's values of its URL."""
    spec = whole_spec()
    query = url.partition("?")[2].partition("#")[0]
    pairs = parse_qsl(query.replace("+", "%2B"))
    values = {name: value for name, value in pairs if name in ("client_id", "state")}
    second = {"id": "second", "title": "Second", "inputs": values, "source": SOURCE}
    spec["examples"].append({**second, "url": url, "scopes": scopes})
    return spec


@pytest.mark.parametrize(
    ("query", "scopes"),
    [
        (f"{ALWAYS_SENT}&scope=roles", ["roles"]),
        (f"scope=roles&{'&'.join(reversed(ALWAYS_SENT.split('&')))}", ["roles"]),
        (f"{ALWAYS_SENT}&scope=manageJobs%20roles", ["roles", "manageJobs"]),
        (f"{ALWAYS_SENT}&scope=roles%20manageJobs", ["roles", "manageJobs"]),
    ],
)
def test_example_in_any_order_is_accepted(
    tmp_path: Path, query: str, scopes: list[str]
) -> None:
    assert found(tmp_path, with_example(f"{ENDPOINT}?{query}", scopes)) == []


@pytest.mark.parametrize(
    "url",
    [
        f"{ENDPOINT}/x?response_type=token&client_id=K",
        "https://{domain}/other?response_type=token&client_id=K",
        "https://evil.example/oauth/authorize?response_type=token&client_id=K",
        "https://[x?",
        "https://[::1/a?response_type=token",
    ],
)
def test_example_of_another_endpoint_is_rejected(tmp_path: Path, url: str) -> None:
    assert found(tmp_path, with_example(url, [])) == [
        ("example-endpoint", "examples[1].url")
    ]


@pytest.mark.parametrize("more", ["tenant=x", "client_id=K", "tenant", "Client_ID=K"])
def test_example_of_other_parameters_is_rejected(tmp_path: Path, more: str) -> None:
    assert found(tmp_path, with_example(f"{ENDPOINT}?{ALWAYS_SENT}&{more}", [])) == [
        ("example-parameters", "examples[1].url")
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("K%20", "K "),
        ("K+x", "K x"),
        ("K%2bx", "K+x"),
        ("K%2Bx", "K+x"),
        ("%4B", "K"),
        ("K/x", "K/x"),
        ("K%2Fx", "K/x"),
    ],
)
def test_example_is_compared_after_decoding(
    tmp_path: Path, written: str, value: str
) -> None:
    query = ALWAYS_SENT.replace("client_id=K", f"client_id={written}")
    spec = with_example(f"{ENDPOINT}?{query}", [])
    spec["examples"][1]["inputs"]["client_id"] = value
    assert found(tmp_path, spec) == []
    spec["examples"][1]["inputs"]["client_id"] = f"{value}x"
    assert found(tmp_path, spec) == [("example-inputs", "examples[1].inputs")]


@pytest.mark.parametrize("more", ["&scope=%FF", "&%C3=1", "#", "&state=1#top"])
def test_example_that_a_request_cannot_encode_is_rejected(
    tmp_path: Path, more: str
) -> None:
    query = ALWAYS_SENT.replace("&state=1", more)
    assert found(tmp_path, with_example(f"{ENDPOINT}?{query}", [])) == [
        ("example-encoding", "examples[1].url")
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"client_id": "OTHER", "state": "1"},
        {"client_id": "YOUR_API_KEY"},
        {"client_id": "YOUR_API_KEY", "state": "1", "redirect_uri": "x:y"},
    ],
)
def test_example_of_other_values_than_its_url_is_rejected(
    tmp_path: Path, values: dict[str, str]
) -> None:
    spec = whole_spec()
    spec["examples"][0]["inputs"] = values
    assert found(tmp_path, spec) == [("example-inputs", "examples[0].inputs")]


@pytest.mark.parametrize(
    ("query", "scopes"),
    [
        ("&scope=roles", []),
        ("", ["roles"]),
        ("&scope=manageJobs%20roles", ["roles"]),
        ("&scope=manageJobs%2Croles", ["manageJobs", "roles"]),
        ("&scope=roles", ["manageJobs"]),
    ],
)
def test_example_of_other_scopes_than_its_url_is_rejected(
    tmp_path: Path, query: str, scopes: list[str]
) -> None:
    url = f"{ENDPOINT}?{ALWAYS_SENT}{query}"
    assert found(tmp_path, with_example(url, scopes)) == [
        ("example-scopes", "examples[1].scopes")
    ]


OMISSION = "example-omission"


@pytest.mark.parametrize(
    ("old", "new", "scopes", "expected"),
    [
        (
            "&client_id=K",
            "",
            [],
            (
                OMISSION,
                "a request always sends client_id, but this URL does not contain it",
                "add client_id=YOUR_API_KEY",
            ),
        ),
        (
            "&redirect_uri=urn:ietf:wg:oauth:2.0:oob",
            "",
            [],
            (
                OMISSION,
                "a request always sends redirect_uri, but this URL does not contain it",
                "add redirect_uri=urn:ietf:wg:oauth:2.0:oob",
            ),
        ),
        (
            "&state=1",
            "&state=",
            [],
            (
                OMISSION,
                "a request never sends an empty state",
                "remove state=",
            ),
        ),
        (
            "&state=1",
            "&state=1&scope=",
            [],
            (OMISSION, "a request never sends an empty scope", "remove scope="),
        ),
        (
            "&state=1",
            "&state=1&scope=roles%20roles",
            ["roles", "roles"],
            (
                "example-scopes",
                'a request sends the scope "roles" only once',
                "name each scope once, in the URL and under scopes",
            ),
        ),
    ],
)
def test_example_that_a_request_cannot_build_is_rejected(
    tmp_path: Path, old: str, new: str, scopes: list[str], expected: tuple[str, ...]
) -> None:
    spec = with_example(f"{ENDPOINT}?{ALWAYS_SENT.replace(old, new)}", scopes)
    with pytest.raises(SpecProblems) as caught:
        pipeline.load(write_spec(tmp_path, spec))
    [problem] = caught.value.diagnostics
    assert (problem.code, problem.message, problem.hint) == expected
    assert problem.path == "examples[1].url"


def test_default_that_an_example_overrides_is_accepted(tmp_path: Path) -> None:
    query = ALWAYS_SENT.replace("urn:ietf:wg:oauth:2.0:oob", "https:%2F%2Fa.example%2F")
    spec = with_example(f"{ENDPOINT}?{query}", [])
    spec["examples"][1]["inputs"]["redirect_uri"] = "https://a.example/"
    assert found(tmp_path, spec) == []


@pytest.mark.parametrize("constant", ["", "response_type=code&"])
def test_example_without_a_constant_is_rejected(tmp_path: Path, constant: str) -> None:
    query = ALWAYS_SENT.replace("response_type=token&", constant)
    assert found(tmp_path, with_example(f"{ENDPOINT}?{query}", [])) == [
        ("example-constants", "examples[1].url")
    ]


def test_example_with_another_value_of_a_constant_is_rejected(
    tmp_path: Path,
) -> None:
    spec = provider.spec()
    example = spec["examples"][0]
    example["url"] = example["url"].replace("prompt=none", "prompt=login")
    assert found(tmp_path, spec) == [("example-constants", "examples[0].url")]


def test_example_of_an_unknown_scope_is_rejected(tmp_path: Path) -> None:
    url = f"{ENDPOINT}?{ALWAYS_SENT}&scope=roles%20other"
    assert found(tmp_path, with_example(url, ["roles", "other"])) == [
        ("unknown-scope", "examples[1].scopes[1]")
    ]


def test_example_is_not_compared_with_an_invalid_endpoint(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["authorization_endpoint"]["url"] = "http://{domain}/oauth/authorize"
    spec["examples"][0]["scopes"] = ["role"]
    assert found(tmp_path, spec) == [
        ("insecure-endpoint", "authorization_endpoint.url"),
        ("unknown-scope", "examples[0].scopes[0]"),
    ]


def test_wrong_source_of_a_parameter_hides_no_wrong_example(tmp_path: Path) -> None:
    spec = whole_spec()
    parameter_of(spec, "state")["source"] = "sed"
    spec["examples"][0]["scopes"] = ["roles"]
    assert found(tmp_path, spec) == [
        ("unknown-source", "authorization_endpoint.parameters[3].source"),
        ("example-scopes", "examples[0].scopes"),
    ]


@pytest.mark.parametrize(
    "example", ['x"+evil+"', "not_a_host/?&#x", "a.example\n", "A.example"]
)
def test_example_with_an_invalid_host_is_rejected(tmp_path: Path, example: str) -> None:
    spec = whole_spec()
    spec["variables"]["domain"]["example"] = example
    code = "bad-value" if "\n" in example else "variable-example"
    assert found(tmp_path, spec) == [(code, "variables.domain.example")]
