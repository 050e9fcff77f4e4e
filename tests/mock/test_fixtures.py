"""The pytest fixture, which a conftest.py must load explicitly."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

from generator.pipeline import ROOT

CONSUMER = """
import urllib.error, urllib.request
from imagen_oauth import AuthorizationRequest, Scope
import pytest

def test_call_with_an_expired_token_is_rejected(mock_server):
    request = AuthorizationRequest(
        mock_server.domain, "YOUR_API_KEY", [Scope.ROLES], scheme="http"
    )
    token = request.parse_pasted(mock_server.approve(request.url))
    call = urllib.request.Request(mock_server.resource_url, headers=token.headers())
    assert urllib.request.urlopen(call).status == 200
    mock_server.advance(3600)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(call)
    caught.value.close()
    assert caught.value.code == 401
"""


def _pytest(folder: Path) -> str:
    process = subprocess.run(
        [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return process.stdout


def test_fixture_is_available_if_a_conftest_loads_it(tmp_path: Path) -> None:
    (tmp_path / "test_consumer.py").write_text(CONSUMER)
    assert "fixture 'mock_server' not found" in _pytest(tmp_path)
    (tmp_path / "conftest.py").write_text(
        'pytest_plugins = ["imagen_oauth_mock.fixtures"]\n'
    )
    assert "1 passed" in _pytest(tmp_path)


def test_no_entry_point_loads_the_fixture() -> None:
    names = [one.value for one in entry_points(group="pytest11")]
    assert [name for name in names if "mock" in name and "imagen" in name] == []
    project = (ROOT / "generated/mock/pyproject.toml").read_text(encoding="utf-8")
    assert "entry-points" not in project
