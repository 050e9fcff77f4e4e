"""The pytest fixture, which a conftest.py must load explicitly."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest

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


def _outcome(folder: Path) -> tuple[pytest.ExitCode | int, str]:
    """Return the exit code of pytest in a folder, and what it reported, from a run in this process."""
    reports = Reports()
    # Another test of this process may have imported the fixtures.
    ignored = "ignore::pytest.PytestAssertRewriteWarning"
    options = ["-q", "-W", "error", "-W", ignored]
    options += ["-p", "no:cacheprovider", "-p", "no:xdist"]
    settings = ["-c", "/dev/null", "--rootdir", str(folder), str(folder)]
    return pytest.main([*options, *settings], [reports]), reports.text


class Reports:
    """Keeps the text of each report."""

    text = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the text of a failure."""
        self.text += report.longreprtext


def test_fixture_is_available_if_a_conftest_loads_it(tmp_path: Path) -> None:
    without, loaded = tmp_path / "without", tmp_path / "loaded"
    for folder in (without, loaded):
        folder.mkdir()
        (folder / f"test_{folder.name}.py").write_text(CONSUMER)
    code, text = _outcome(without)
    assert code == pytest.ExitCode.TESTS_FAILED
    assert "fixture 'mock_server' not found" in text
    (loaded / "conftest.py").write_text(
        'pytest_plugins = ["imagen_oauth_mock.fixtures"]\n'
    )
    assert _outcome(loaded) == (pytest.ExitCode.OK, "")


def test_no_entry_point_loads_the_fixture() -> None:
    names = [one.value for one in entry_points(group="pytest11")]
    assert [name for name in names if "mock" in name and "imagen" in name] == []
    project = (ROOT / "generated/mock/pyproject.toml").read_text(encoding="utf-8")
    assert "entry-points" not in project
