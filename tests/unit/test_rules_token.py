"""The rules for parameters of the requests of clients: what they accept, and what else they reject."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import pipeline
from generator.reading.diagnostics import SpecProblems

DEVICE = "device_authorization_endpoint: https://acme.example/device\n"
BROWSER = "authorization_endpoint: https://acme.example/authorize\n"
SPEC = """\
format: 2
provider: {id: acme, name: Acme}
"""


def said(tmp_path: Path, lines: str) -> list[str]:
    """Return the code, the message, and the hint of each problem of a spec with these lines."""
    file = tmp_path / "spec.yaml"
    file.write_text(SPEC + lines, encoding="utf-8")
    try:
        pipeline.load(file)
    except SpecProblems as problems:
        return [
            f"{one.code}: {one.message}: {one.hint}" for one in problems.diagnostics
        ]
    return []


def token_endpoint(more: str) -> str:
    url = "url: https://acme.example/token, auth_methods: [client_secret_post]"
    return f"token_endpoint: {{{url}, {more}}}\n"


def test_list_for_all_requests_can_have_what_only_some_of_them_have(
    tmp_path: Path,
) -> None:
    lines = token_endpoint("parameters: [code, redirect_uri, scope]")
    grants = "grants: [authorization_code, client_credentials]\n"
    assert said(tmp_path, BROWSER + lines + grants) == []


@pytest.mark.parametrize(
    "grants", ["[authorization_code]", "[authorization_code, device_code]"]
)
def test_refresh_can_repeat_the_redirect_uri(tmp_path: Path, grants: str) -> None:
    lines = token_endpoint("refresh: {parameters: [redirect_uri]}")
    assert said(tmp_path, f"{BROWSER}{DEVICE}{lines}grants: {grants}\n") == []


def test_refresh_cannot_repeat_a_redirect_uri_that_there_is_not(tmp_path: Path) -> None:
    lines = token_endpoint("refresh: {parameters: [redirect_uri]}")
    assert said(tmp_path, f"{DEVICE}{lines}grants: [device_code]\n") == [
        "redirect-uri-of-no-request: no authorization request sends a redirect URI: remove it"
    ]


def test_fixed_scope_is_a_parameter_of_any_request(tmp_path: Path) -> None:
    lines = token_endpoint("refresh: {parameters: [{name: scope, value: all}]}")
    assert said(tmp_path, f"{BROWSER}{lines}grants: [authorization_code]\n") == []


def test_request_cannot_have_what_only_other_requests_have(tmp_path: Path) -> None:
    lines = token_endpoint(
        "refresh: {parameters: [{name: proof, role: code_verifier}]}"
    )
    message = 'the request for refresh_token cannot have "code_verifier"'
    assert said(tmp_path, f"{BROWSER}{lines}grants: [authorization_code]\n") == [
        f"parameter-of-another-request: {message}: remove it"
    ]
