"""The file of users and applications."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from imagen_oauth import AuthorizationRequest, Scope
from imagen_oauth_mock import MockServer, MockServerError

WHOLE: dict[str, Any] = {
    "users": [{"name": "ada", "password": "pass wörd"}],
    "applications": [
        {
            "client_id": "KEY",
            "name": "Nightly import",
            "scopes": ["roles", "databases"],
            "redirect_uris": ["https://app.example.org/back"],
        }
    ],
}


VALID = (
    "use an https:// URI, an http:// URI of this machine, or a private-use scheme with a period, "
    "such as com.example.app:/callback, without a fragment"
)


def file_of(folder: Path, value: object) -> Path:
    file = folder / "users.json"
    file.write_text(json.dumps(value), encoding="utf-8")
    return file


def changed(place: str, **members: Any) -> dict[str, Any]:
    """Return the whole file with changes to its user or application; None removes a member."""
    entry = {**WHOLE[place][0], **members}
    kept = {key: value for key, value in entry.items() if value is not None}
    return {**WHOLE, place: [kept]}


def test_file_defines_users_and_applications(tmp_path: Path) -> None:
    with MockServer(users=file_of(tmp_path, WHOLE)) as server:
        request = AuthorizationRequest(
            server.domain,
            "KEY",
            [Scope.ROLES],
            undocumented_scopes=["databases"],
            redirect_uri="https://app.example.org/back",
            scheme="http",
        )
        response = server.user("ada", "pass wörd").approve(request.url)
        token = request.parse_redirect(response)
        assert token.scopes == frozenset(("roles", "databases"))
        with pytest.raises(MockServerError, match="Incorrect username or password"):
            server.approve(request.url)


def test_file_replaces_the_default_applications(tmp_path: Path) -> None:
    with MockServer(users=file_of(tmp_path, WHOLE)) as server:
        request = AuthorizationRequest(server.domain, "YOUR_API_KEY", scheme="http")
        with pytest.raises(MockServerError) as caught:
            server.approve(request.url)
        assert (
            str(caught.value) == "invalid_request: Invalid client_id parameter value."
        )


def test_application_without_scopes_gets_invalid_scope(tmp_path: Path) -> None:
    whole = changed("applications", scopes=[])
    with MockServer(users=file_of(tmp_path, whole)) as server:
        request = AuthorizationRequest(server.domain, "KEY", scheme="http")
        response = server.user("ada", "pass wörd").approve(request.url)
    assert "#error=invalid_scope&state=" in response


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "the file must be an object"),
        ({"users": []}, 'the file is missing the key "applications"'),
        (
            {**WHOLE, "user": []},
            'the file has the unknown key "user"; use only users, applications',
        ),
        ({**WHOLE, "users": {}}, "users must be a list"),
        ({**WHOLE, "users": ["ada"]}, "users[0] must be an object"),
        (changed("users", password=None), 'users[0] is missing the key "password"'),
        (changed("users", name=""), "users[0].name must be a non-empty string"),
        (
            changed("users", password=1),
            "users[0].password must be a non-empty string",
        ),
        (
            changed("applications", scopes="roles"),
            "applications[0].scopes must be a list",
        ),
        (
            changed("applications", scopes=["roles", 1]),
            "applications[0].scopes[1] must be a non-empty string",
        ),
        (
            changed("applications", redirect_uris=["https://a.example/", "/back"]),
            f"applications[0].redirect_uris[1] is not a valid redirect URI; {VALID}",
        ),
        ({**WHOLE, "users": WHOLE["users"] * 2}, "two users have the same name"),
        (
            {**WHOLE, "applications": WHOLE["applications"] * 2},
            "two applications have the same client_id",
        ),
    ],
)
def test_invalid_file_is_rejected(tmp_path: Path, value: object, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        MockServer(users=file_of(tmp_path, value))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "uri",
    [
        "http://app.example.org/",
        "http://127.0.0.1.evil.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "myapp://callback",
        "file:///tmp/x",
        "ftp://a.example/",
        "https://",
        "https:///back",
        "https://user@a.example/",
        "https://a.example;b/",
        "https://a.example/#",
        "https://a.example/ b",
        "https://a.example/é",
        "http://localhost/#x",
        "com.example.app:/back#x",
        "com.example.app:",
        "urn:ietf:wg:oauth:2.0:other",
        "//a.example/",
        "back",
    ],
)
def test_invalid_redirect_uri_is_rejected(tmp_path: Path, uri: str) -> None:
    whole = changed("applications", redirect_uris=[uri])
    with pytest.raises(ValueError) as caught:
        MockServer(users=file_of(tmp_path, whole))
    place = "applications[0].redirect_uris[0]"
    assert str(caught.value) == f"{place} is not a valid redirect URI; {VALID}"


def test_valid_redirect_uris_are_accepted(tmp_path: Path) -> None:
    valid = [
        *("https://a.example", "https://a.example:8443/x?y=z", "https://[2001:db8::1]"),
        *("http://localhost/back", "http://127.0.0.1:8080", "http://[::1]/"),
        *("com.example.app:/back", "com.example.app://back/x"),
        "urn:ietf:wg:oauth:2.0:oob",
    ]
    whole = changed("applications", redirect_uris=valid)
    MockServer(users=file_of(tmp_path, whole)).stop()


def test_application_without_the_key_scopes_gets_any_scope(tmp_path: Path) -> None:
    whole = changed("applications", scopes=None)
    with MockServer(users=file_of(tmp_path, whole)) as server:
        request = AuthorizationRequest(
            server.domain,
            "KEY",
            [Scope.ROLES],
            undocumented_scopes=["anything"],
            scheme="http",
        )
        response = server.user("ada", "pass wörd").approve(request.url)
        token = request.parse_redirect(response)
    assert token.scopes == frozenset(("roles", "anything"))


def test_file_that_is_not_json_is_rejected(tmp_path: Path) -> None:
    file = tmp_path / "users.json"
    for data in (b"{", b"\xff", b"[" * 100_000):
        file.write_bytes(data)
        with pytest.raises(ValueError, match="is not valid JSON: "):
            MockServer(users=file)


def test_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        MockServer(users=tmp_path / "none.json")
