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


AT_DEVICE = "device_authorization_endpoint: {url: https://acme.example/device%s}"


@pytest.mark.parametrize(
    ("endpoint", "grants", "more", "path"),
    [
        ("omit: [scope]", "[authorization_code]", "", "token_endpoint.omit[0]"),
        ("omit: [scope]", "[authorization_code, client_credentials]", "", ""),
        ("refresh: {omit: [scope]}", "[authorization_code]", "", ""),
        (
            "refresh: {omit: [code]}",
            "[authorization_code]",
            "",
            "token_endpoint.refresh.omit[0]",
        ),
        ("refresh: {omit: [redirect_uri]}", "[authorization_code]", "", ""),
        ("omit: [device_code]", "[device_code]", AT_DEVICE % "", None),
        ("omit: [client_id]", "[implicit]", "", ""),
        (
            "auth_methods: [none]",
            "[{name: device_code, omit: [scope]}]",
            AT_DEVICE % "",
            "grants[0].omit[0]",
        ),
        (
            "auth_methods: [none]",
            "[device_code]",
            AT_DEVICE % ", omit: [scope]",
            "",
        ),
        (
            "auth_methods: [none]",
            "[device_code]",
            AT_DEVICE % ", omit: [code]",
            "device_authorization_endpoint.omit[0]",
        ),
        (
            "parameters: [{name: x, role: device_code}]",
            "[authorization_code]",
            "",
            "token_endpoint.parameters[0].name",
        ),
        (
            "parameters: [{name: x, role: token}]",
            "[authorization_code]",
            "revocation_endpoint: https://acme.example/revoke",
            "",
        ),
        ("parameters: [{name: x, role: scope}]", "[authorization_code]", "", ""),
        ("parameters: [{name: scope, value: all}]", "[authorization_code]", "", ""),
    ],
)
def test_entry_about_a_parameter_of_no_request_is_rejected(
    tmp_path: Path, endpoint: str, grants: str, more: str, path: str | None
) -> None:
    """Without a path, the spec has no problem, or only another one."""
    lines = (
        f"{BROWSER}token_endpoint: {{url: https://acme.example/token, {endpoint}}}\n"
        f"grants: {grants}\n{more}\n"
    )
    file = tmp_path / "spec.yaml"
    file.write_text(SPEC + lines, encoding="utf-8")
    found: list[tuple[str, str]] = []
    try:
        pipeline.load(file)
    except SpecProblems as problems:
        found = [(one.code, one.path) for one in problems.diagnostics]
    if path is None:
        found = [one for one in found if one[0] == "entry-without-effect"]
    assert found == ([("entry-without-effect", path)] if path else [])
