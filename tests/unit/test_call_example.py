"""A spec that documents a call: which URLs it can have, and where the documentation shows it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from generator import pipeline
from generator.reading import source
from generator.reading.diagnostics import SpecProblems

SPEC = """\
format: 2
provider: {id: medlar, name: Medlar}
variables: {shop: {type: label, example: my-store, summary: The shop.}}
authorization_endpoint: https://{shop}.medlar.example/authorize
token_endpoint: {url: "https://{shop}.medlar.example/token", auth_methods: [none]}
grants: [authorization_code]
calls:
  hosts:
    - {pattern: "{shop}.medlar.example[:PORT]", summary: The shop.}
    - {pattern: files.medlar.example, summary: Files.}
  example: {url: "URL", summary: List the orders.}
"""
CALL = "https://{shop}.medlar.example/v1/orders?limit=10"
SHOWN = "https://my-store.medlar.example/v1/orders?limit=10"


@cache
def files(url: str) -> dict[str, str]:
    """Return the text of each file by its path."""
    text = SPEC.replace("URL", url)
    spec = pipeline.spec_of(source.read(text.encode(), "medlar.yaml"), Path("m.yaml"))
    tree = pipeline.tree(spec, ["python", "typescript", "docs"])
    return {path: data.decode() for path, data in tree.items()}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("python/README.md", 'print(api.get("/v1/orders?limit=10").text)'),
        ("docs/tokens.md", 'print(api.get("/v1/orders?limit=10").text)'),
        ("docs/command.md", f"medlar-oauth headers | curl -H @- '{SHOWN}'"),
        ("docs/calls.md", f'print(client.get("{SHOWN}").text)'),
        ("docs/calls.md", f"A documented call is `GET {CALL}`: List the orders."),
        ("docs/recipes.md", '        print(api.get("/v1/orders?limit=10").text)'),
        ("docs/unattended.md", 'HOSTS = ["my-store.medlar.example"]'),
    ],
)
def test_documentation_shows_the_call(path: str, line: str) -> None:
    assert any(one.startswith(line) for one in files(CALL)[path].splitlines())


def test_client_of_the_examples_is_for_the_host_of_the_call() -> None:
    readme = files("https://files.medlar.example/list")["python/README.md"]
    assert set(re.findall(r'base_url="([^"]*)"', readme)) == {
        "https://files.medlar.example/"
    }


@pytest.mark.parametrize(
    "url",
    [
        "http://files.medlar.example/",
        "https://files.medlar.example",
        "https://files.medlar.example/{id}",
        "https://files.medlar.example/#top",
        "https://user@files.medlar.example/",
        'https://files.medlar.example/\\"',
        "files.medlar.example/list",
    ],
)
def test_other_urls_are_rejected(url: str) -> None:
    with pytest.raises(SpecProblems) as caught:
        files(url)
    assert {one.path for one in caught.value.diagnostics} == {"calls.example.url"}


def test_host_must_be_listed() -> None:
    with pytest.raises(SpecProblems) as caught:
        files("https://xyz.test/list")
    [problem] = caught.value.diagnostics
    assert problem.code == "call-of-another-host"
    assert problem.hint == (
        "write {shop}.medlar.example or files.medlar.example, or add "
        "{pattern: xyz.test, summary: SUMMARY} to hosts"
    )
