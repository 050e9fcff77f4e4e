"""The fixtures of mock servers of several providers, in one run of pytest as an application has it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FLOWS = {
    "jay": ["code_flow", "device_flow", "client_credentials"],
    "kite": ["implicit_flow", "code_flow"],
    "ibis": ["code_flow", "client_credentials"],
    "heron": ["code_flow"],
    "eagle": ["code_flow"],
    "finch": ["code_flow"],
    "merlin": ["client_credentials"],
    "siskin": ["device_flow"],
    "github": ["code_flow", "device_flow"],
    "nettle": ["code_flow"],
}
SCOPES = {"jay": ["write"], "kite": ["write"], "siskin": []}
CONSUMER = """
import httpx, pytest

@pytest.mark.parametrize(("provider", "flow", "scopes"), {cases})
def test_flow(request, provider, flow, scopes):
    server = request.getfixturevalue(provider + "_mock_server")
    other = request.getfixturevalue("{other}_mock_server")
    token = request.getfixturevalue(provider + "_" + flow)
    found = token(*scopes)
    def call(one):
        return httpx.get(server.resource_url, headers=one.headers())
    assert call(found).status_code == 200
    assert call(found).json()["scopes"] == (scopes or call(found).json()["scopes"])
    expired = token(*scopes, expired=True)
    assert expired.is_expired() in (True, None)
    assert call(expired).status_code == 401
    assert set(other.requests.values()) == {{0}}

def test_short_name_is_the_same_server(request, mock_server):
    assert mock_server is request.getfixturevalue("{last}_mock_server")

def test_expired_token_is_renewed(jay_code_flow, jay_client, jay_http, jay_mock_server):
    from jay_oauth.httpx_auth import send
    expired = jay_code_flow("read", expired=True)
    renewed = send(jay_client.refresh_request(expired), jay_http)
    assert renewed.is_expired() is False
    assert jay_mock_server.requests["token"] == 2
"""


def test_each_flow_returns_a_token_and_an_expired_one(
    package: Callable[[str], Any], tmp_path: Path
) -> None:
    cases = [
        (spec, flow, SCOPES.get(spec, [])) for spec in FLOWS for flow in FLOWS[spec]
    ]
    for spec in (*FLOWS, "robin"):
        package(f"{spec}_oauth")
    plugins = [f"{spec}_oauth_mock.fixtures" for spec in (*FLOWS, "robin")]
    text = CONSUMER.format(cases=cases, other="robin", last="robin")
    file = tmp_path / "test_consumer.py"
    file.write_text(text, encoding="utf-8")
    arguments = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-c", "/dev/null"]
    for one in plugins:
        arguments += ["-p", one]
    outcome = Outcome()
    assert pytest.main([*arguments, str(file)], [outcome]) == pytest.ExitCode.OK
    assert outcome.passed == len(cases) + 2


class Outcome:
    """Counts the tests that passed."""

    passed = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the report of a call."""
        self.passed += report.when == "call" and report.passed
