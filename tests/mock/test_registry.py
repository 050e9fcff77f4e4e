"""The file of users and applications."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from imagen_oauth import AuthorizationRequest, Scope
from imagen_oauth_mock import StandIn, StandInError

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


def file_of(folder: Path, value: object) -> Path:
    file = folder / "users.json"
    file.write_text(json.dumps(value), encoding="utf-8")
    return file


def changed(place: str, **members: Any) -> dict[str, Any]:
    """Return the whole with other members of its one user or application; None takes one out."""
    entry = {**WHOLE[place][0], **members}
    kept = {key: value for key, value in entry.items() if value is not None}
    return {**WHOLE, place: [kept]}


def test_users_and_applications_of_the_file_are_known(tmp_path: Path) -> None:
    with StandIn(users=file_of(tmp_path, WHOLE)) as server:
        request = AuthorizationRequest(
            server.domain,
            "KEY",
            [Scope.ROLES],
            undocumented_scopes=["databases"],
            redirect_uri="https://app.example.org/back",
            scheme="http",
        )
        answer = server.person("ada", "pass wörd").approve(request.url)
        token = request.parse_redirect(answer)
        assert token.scopes == frozenset(("roles", "databases"))
        with pytest.raises(StandInError, match="do not belong together"):
            server.approve(request.url)


def test_application_of_the_built_in_choice_is_then_not_known(tmp_path: Path) -> None:
    with StandIn(users=file_of(tmp_path, WHOLE)) as server:
        request = AuthorizationRequest(server.domain, "YOUR_API_KEY", scheme="http")
        with pytest.raises(StandInError) as caught:
            server.approve(request.url)
        assert (
            str(caught.value) == "invalid_request: Invalid client_id parameter value."
        )


def test_application_without_scopes_is_given_none(tmp_path: Path) -> None:
    whole = changed("applications", scopes=[])
    with StandIn(users=file_of(tmp_path, whole)) as server:
        request = AuthorizationRequest(server.domain, "KEY", scheme="http")
        answer = server.person("ada", "pass wörd").approve(request.url)
    assert "#error=invalid_scope&state=" in answer


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "the file has to be an object"),
        ({"users": []}, "the file has no applications"),
        (
            {**WHOLE, "user": []},
            'the file has "user"; its keys are users, applications',
        ),
        ({**WHOLE, "users": {}}, "users has to be a list"),
        ({**WHOLE, "users": ["ada"]}, "users[0] has to be an object"),
        (changed("users", password=None), "users[0] has no password"),
        (changed("users", name=""), "users[0].name has to be a text that is not empty"),
        (
            changed("users", password=1),
            "users[0].password has to be a text that is not empty",
        ),
        (
            changed("applications", scopes="roles"),
            "applications[0].scopes has to be a list",
        ),
        (
            changed("applications", scopes=["roles", 1]),
            "applications[0].scopes[1] has to be a text that is not empty",
        ),
        (
            changed("applications", redirect_uris=["http://app.example.org/"]),
            "applications[0].redirect_uris: write https:// addresses",
        ),
        ({**WHOLE, "users": WHOLE["users"] * 2}, "two of users have one name"),
        (
            {**WHOLE, "applications": WHOLE["applications"] * 2},
            "two of applications have one client_id",
        ),
    ],
)
def test_file_that_is_not_as_it_has_to_be_is_refused(
    tmp_path: Path, value: object, said: str
) -> None:
    with pytest.raises(ValueError) as caught:
        StandIn(users=file_of(tmp_path, value))
    assert str(caught.value) == said


def test_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "users.json"
    for data in (b"{", b"\xff", b"[" * 100_000):
        file.write_bytes(data)
        with pytest.raises(ValueError, match="is no JSON: "):
            StandIn(users=file)


def test_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        StandIn(users=tmp_path / "none.json")
