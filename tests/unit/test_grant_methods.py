"""A grant can have its own ways to authenticate: devices often need no secret where others do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import pipeline
from generator.model.provider import Provider
from generator.model.token_requests import RequestKind
from generator.reading.diagnostics import SpecProblems
from generator.targets.python.guide_view import exchange_docs

SPEC = """\
format: 2
provider: {id: acme, name: Acme}
authorization_endpoint: https://acme.example/authorize
token_endpoint: {url: https://acme.example/token, auth_methods: [client_secret_post]}
device_authorization_endpoint: https://acme.example/device
grants: [authorization_code, {name: device_code, auth_methods: [none]}]
"""
URL = "https://acme.example/device"
WITHOUT = SPEC.replace(URL, f"{{url: '{URL}', auth_methods: [none]}}")
SECRET = '    client_secret=os.environ["CLIENT_SECRET"],'


def load(folder: Path, text: str) -> Provider:
    file = folder / "spec.yaml"
    file.write_text(text, encoding="utf-8")
    return pipeline.load(file).provider


def test_only_the_request_of_the_grant_has_them(tmp_path: Path) -> None:
    requests = load(tmp_path, WITHOUT).requests
    assert {one.kind: one.auth_methods for one in requests} == {
        RequestKind.CODE: ("client_secret_post",),
        RequestKind.DEVICE_CODE: ("none",),
        RequestKind.REFRESH: ("client_secret_post",),
        RequestKind.DEVICE_AUTHORIZATION: ("none",),
    }


@pytest.mark.parametrize(
    ("text", "with_secret"),
    [
        (WITHOUT, ["Get a token"]),
        # The first of the two requests needs one.
        (SPEC, ["Get a token", "Log in on another device"]),
        # The second one does.
        (
            WITHOUT.replace("{name: device_code, auth_methods: [none]}", "device_code"),
            ["Get a token", "Log in on another device"],
        ),
        (
            WITHOUT.replace("[client_secret_post]", "[none]").replace(
                "code, {", "code, client_credentials, {"
            ),
            [],
        ),
    ],
)
def test_program_has_a_secret_if_one_of_its_requests_needs_it(
    tmp_path: Path, text: str, with_secret: list[str]
) -> None:
    sections = exchange_docs(load(tmp_path, text)).sections
    names = ("Get a token", "Log in on another device")
    shown = [
        str(one.title)
        for one in sections
        if str(one.title) in names and SECRET in map(str, one.code)
    ]
    assert shown == with_secret


def test_metadata_and_docs_name_those_of_all_grants(tmp_path: Path) -> None:
    load(tmp_path, WITHOUT)
    spec = pipeline.load(tmp_path / "spec.yaml")
    tree = pipeline.tree(spec, ["interop", "docs"])
    metadata = json.loads(tree["interop/authorization-server.json"])
    methods = ["client_secret_post", "none"]
    assert metadata["token_endpoint_auth_methods_supported"] == methods
    row = "| `https://acme.example/token` | Issues tokens (RFC 6749 §3.2). | `client_secret_post`, `none` |"
    assert row in tree["docs/tokens.md"].decode()


def test_nobody_knows_them_if_the_endpoint_has_none(tmp_path: Path) -> None:
    provider = load(
        tmp_path, WITHOUT.replace(", auth_methods: [client_secret_post]", "")
    )
    assert provider.token_endpoint is not None
    assert provider.token_endpoint.accepted_methods == ()


@pytest.mark.parametrize("grant", ["[none]", "[none, client_secret_post]"])
def test_code_without_a_secret_needs_pkce(tmp_path: Path, grant: str) -> None:
    code = f"{{name: authorization_code, auth_methods: {grant}}}"
    text = f"{SPEC.replace('[authorization_code', f'[{code}')}pkce: none\n"
    found: list[str] = []
    try:
        load(tmp_path, text)
    except SpecProblems as problems:
        found = [one.code for one in problems.diagnostics]
    assert found == (["public-client-without-pkce"] if grant == "[none]" else [])
