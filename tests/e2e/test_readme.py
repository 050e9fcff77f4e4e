"""The first screens of the README and of docs/oauth-codegen.md: the spec, and the programs that get a token with it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import httpx
import pytest

from generator import pipeline
from generator.reading import source
from tests.login.conftest import Browser
from tests.login.running import Command
from tests.shared import tree_to_run

README = (pipeline.ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (pipeline.ROOT / "docs" / "oauth-codegen.md").read_text(encoding="utf-8")


def block(language: str, page: str = README) -> str:
    """Return the first block of a language."""
    found = re.search(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_spec_has_six_lines() -> None:
    assert block("yaml").count("\n") == 6


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the packages of the README's spec importable."""
    spec = pipeline.spec_of(
        source.read(block("yaml").encode(), "acme.yaml"), Path("acme.yaml")
    )
    for path, data in tree_to_run(spec, ["python", "mock"]).items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    sources = [str(tmp_path / target / "src") for target in ("python", "mock")]
    monkeypatch.setattr(sys, "path", [*sources, *sys.path])
    yield
    for name in [one for one in sys.modules if one.startswith("acme_oauth")]:
        del sys.modules[name]


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("page", [README, GUIDE])
def test_command_logs_in_and_the_program_calls_the_api(
    page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = re.findall(r"^acme-oauth (login .*)$", page, re.MULTILINE)
    with import_module("acme_oauth_mock").MockServer() as server:
        command = Command("acme", monkeypatch, tmp_path)
        command.set("mock_server", server.url)
        command.set("client_secret", "YOUR_CLIENT_SECRET")
        flow = import_module("acme_oauth._runtime.cli.exchange.code_login")
        monkeypatch.setattr(flow, "has_browser", lambda: True)
        monkeypatch.setattr(flow, "open_browser", Browser(server).open)
        for line in lines:
            said = command(*line.split())
            assert said.code == 0, said.err
        assert command("token").code == 0
        called: list[tuple[str, str]] = []

        def handle(_: object, request: httpx.Request) -> httpx.Response:
            # The headers are removed after the call.
            called.append((str(request.url), request.headers["Authorization"]))
            return httpx.Response(200, text="Here you are.")

        monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle)
        exec(block("python"), {})  # noqa: S102
    assert len(lines) == 1
    [entry] = command.entries()
    header = f"Bearer {entry['access_token']}"
    assert called == [("https://api.acme.example/", header)]


@pytest.mark.usefixtures("packages")
def test_program_of_the_guide_gets_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    exec(block("python", GUIDE), {})  # noqa: S102
    assert capsys.readouterr().out == "granted: read\n"
