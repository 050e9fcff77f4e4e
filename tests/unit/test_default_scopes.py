"""Everything that shows scopes says which are the default, and that others replace them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import pipeline
from generator.reading import source
from generator.reading.diagnostics import SpecProblems
from tests.shared import tree_to_run

SPEC = """\
format: 2
provider: {id: acme, name: Acme}
authorization_endpoint: https://auth.acme.example/authorize
token_endpoint: {url: https://auth.acme.example/token, auth_methods: [client_secret_post]}
grants: [authorization_code, client_credentials]
scopes: {read: Read your files., offline_access: Get a refresh token.}
default_scopes: [offline_access]
"""
SEPARATED = 'grants[1].default_scopes[0]: "a,b" contains the scope separator ","'


def words(data: bytes) -> str:
    """Return a text with its lines joined, without the marks of comments."""
    return re.sub(r"\s*\n\s*(//|\*)?\s*", " ", data.decode())


@pytest.mark.parametrize(
    ("scopes", "verb", "listed", "words_listed"),
    [
        ("offline_access", "is", "`offline_access`", "offline_access"),
        (
            "read, offline_access",
            *("are", "`read` and `offline_access`", "read and offline_access"),
        ),
    ],
)
def test_defaults_are_named(
    scopes: str, verb: str, listed: str, words_listed: str, tmp_path: Path
) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(SPEC.replace("[offline_access]", f"[{scopes}]"), encoding="utf-8")
    tree = tree_to_run(pipeline.load(file), ["docs", "python", "typescript"])
    end = f"which {verb} not added to scopes that you name."
    sentence = f"If you name no scopes, a request has {listed}, {end}\n"
    for path in ("docs/scopes.md", "python/README.md", "typescript/README.md"):
        assert f"|\n\n{sentence}" in tree[path].decode(), path
    python = words(tree["python/src/acme_oauth/client.py"])
    # The class of the request, and the request for a token of the client itself.
    assert python.count(f"Without any, {words_listed}, {end}") == 2
    typescript = words(tree["typescript/src/client.ts"])
    assert f"in any order; defaults to {words_listed}, {end}" in typescript
    assert "| Get a refresh token. |" in tree["docs/scopes.md"].decode()


def test_scopes_without_defaults_have_no_such_sentence(tmp_path: Path) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(SPEC.replace("default_scopes: [offline_access]\n", ""))
    tree = tree_to_run(pipeline.load(file), ["docs", "python", "typescript"])
    for path, data in tree.items():
        assert "not added to scopes that you name" not in words(data), path


@pytest.mark.parametrize(
    ("grant", "scopes", "problems"),
    [
        (
            "{name: client_credentials, scopes: [all], default_scopes: [al]}",
            "[read, offline_access]",
            ['grants[1].default_scopes[0]: "al" is not one of the scopes'],
        ),
        (
            "{name: client_credentials, default_scopes: [raed]}",
            "[read, offline_access]",
            ['grants[1].default_scopes[0]: "raed" is not one of the scopes'],
        ),
        (
            "{name: client_credentials, scopes: [all], default_scopes: [all]}",
            "[read, offline_access]",
            [],
        ),
        ('{name: client_credentials, default_scopes: ["a,b"]}', "", [SEPARATED]),
    ],
)
def test_default_scopes_of_a_grant_are_checked(
    grant: str, scopes: str, problems: list[str]
) -> None:
    listed = f"scopes: {scopes}" if scopes else "x-scopes: []"
    text = SPEC.replace(
        "scopes: {read: Read your files., offline_access: Get a refresh token.}", listed
    )
    text = text.replace("client_credentials]", f"{grant}]") + 'scope_separator: ","\n'
    document = source.read(text.encode(), "spec.yaml")
    found: list[str] = []
    try:
        pipeline.spec_of(document, Path("spec.yaml"))
    except SpecProblems as caught:
        found = [f"{one.path}: {one.message}" for one in caught.diagnostics]
    assert found == problems
