"""The first screens of the README and of docs/oauth-codegen.md: the spec, and the programs that get a token with it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

from generator import pipeline
from generator.reading import source
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
def test_program_gets_a_token_from_the_mock_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names: dict[str, Any] = {}
    transport = import_module("acme_oauth_mock.httpx_transport").MockTransport
    with import_module("acme_oauth_mock").MockServer() as server:
        client = httpx.Client(transport=transport(server))
        monkeypatch.setattr(httpx, "Client", lambda: client)
        monkeypatch.setenv("CLIENT_SECRET", "YOUR_CLIENT_SECRET")
        shown: list[str] = []

        def ask(prompt: str) -> str:
            assert prompt == "Paste the URL that the browser shows: "
            redirect: str = server.approve(shown[-1])
            return redirect

        def show(*words: str) -> None:
            shown.append(words[-1])

        names |= {"input": ask, "print": show}
        exec(block("python"), names)  # noqa: S102
        client.close()
    assert names["token"].scopes == {"read"}
    assert shown[0].startswith("https://auth.acme.example/authorize?")


@pytest.mark.usefixtures("packages")
def test_program_of_the_guide_gets_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    exec(block("python", GUIDE), {})  # noqa: S102
    assert capsys.readouterr().out == "granted: read\n"
