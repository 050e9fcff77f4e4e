"""Runs the examples in the README of the mock server."""

from __future__ import annotations

import getpass
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from imagen_oauth_mock import MockServer
from imagen_oauth_mock.fixtures import imagen_mock_server, mock_server

from generator.pipeline import ROOT

__all__ = ["imagen_mock_server", "mock_server"]

README = (ROOT / "generated" / "mock" / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    pattern = rf"^```{language}\n(.*?)^```$"
    return re.findall(pattern, README, re.MULTILINE | re.DOTALL)


def run(block: str, names: dict[str, Any]) -> None:
    # The blocks come from this project, not from input.
    exec(compile(block, "README.md", "exec"), names)  # noqa: S102


def test_first_block_makes_an_authorized_call(
    mock_server: MockServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    names: dict[str, Any] = {}

    def paste(prompt: str) -> str:
        return mock_server.approve(names["request"].url)

    monkeypatch.setattr(getpass, "getpass", paste)
    block = blocks("python")[0].replace("127.0.0.1:8080", mock_server.domain)
    block = block.replace("127.0.0.1:8081", urlsplit(mock_server.resource_url).netloc)
    run(block, names)
    assert '"scopes": ["readUsersData"]' in capsys.readouterr().out


def test_test_in_the_readme_passes(mock_server: MockServer) -> None:
    names: dict[str, Any] = {}
    run(blocks("python")[0].partition("\nrequest =")[0], names)
    run(blocks("python")[2], names)
    names["test_nightly_job_stops_when_its_token_expires"](mock_server)


def test_users_file_in_the_readme_is_valid(tmp_path: Path) -> None:
    file = tmp_path / "users.json"
    file.write_text(blocks("json")[0], encoding="utf-8")
    user = json.loads(file.read_text(encoding="utf-8"))["users"][0]
    with MockServer(users=file) as server:
        query = "response_type=token&client_id=KEY&scope=readUsersData"
        response = server.user(user["name"], user["password"]).approve(
            f"{server.url}/oauth/authorize?{query}"
        )
    assert "#access_token=" in response
