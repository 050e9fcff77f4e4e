"""The desktop program of the recipes, with a port that oidc-provider does not know (RFC 8252 §7.3)."""

from __future__ import annotations

import runpy
import threading
import webbrowser
from pathlib import Path

import httpx
import pytest

from tests.recipes import programs
from tests.servers.application import Server

CHANGES = {
    "YOUR_CLIENT_ID": "app-public",
    "https://api.example.com/": "http://{host}/",
    ', "api.example.com"': ', "{host}"',
    'server="idp.example",': 'server="{host}", scheme="http",',
}


class Desktop:
    """A desktop with the programs, and a user who decides."""

    def __init__(self, folder: Path, server: Server, page: str) -> None:
        self.folder, self.server = folder, server
        self.text = programs(page)
        self.opened: list[str] = []
        self.decision = "approve"

    def run(self, name: str) -> None:
        """Run a program for the server of the test."""
        text = self.text[name]
        for old, new in CHANGES.items():
            text = text.replace(old, new.format(host=self.server.host))
        (self.folder / name).write_text(text, encoding="utf-8")
        runpy.run_path(str(self.folder / name))

    def open(self, url: str) -> bool:
        """Show a URL to the user, whose browser follows the redirect later."""
        self.opened.append(url)
        if self.decision:
            threading.Thread(target=self.visit, args=(url,)).start()
        return True

    def visit(self, url: str) -> None:
        httpx.get(self.server.decide(url, self.decision))


@pytest.fixture
def desktop(
    tmp_path: Path,
    package: object,
    oidc: Server,
    recipes: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Desktop:
    made = Desktop(tmp_path, oidc, recipes)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(webbrowser, "open", made.open)
    return made


def test_user_logs_in_and_the_job_calls(
    desktop: Desktop, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        desktop.run("job.py")
    assert caught.value.code == 3
    desktop.run("log_in.py")
    assert (
        httpx.URL(desktop.opened[0])
        .params["redirect_uri"]
        .startswith("http://127.0.0.1:")
    )
    desktop.run("job.py")
    out, err = capsys.readouterr()
    assert err == "Nobody is logged in. Run log_in.py.\n"
    assert out.splitlines()[1:] == ['{"sub":"ada"}']


def test_canceled_login_is_one_line(desktop: Desktop) -> None:
    desktop.decision = "cancel"
    with pytest.raises(SystemExit) as caught:
        desktop.run("log_in.py")
    assert str(caught.value.code).startswith("The login failed: ")
    assert "access_denied" in str(caught.value.code)


def test_program_does_not_wait_forever(desktop: Desktop) -> None:
    desktop.decision = ""
    name = "log_in.py"
    desktop.text[name] = desktop.text[name].replace("timeout=300", "timeout=0.1")
    with pytest.raises(SystemExit) as caught:
        desktop.run(name)
    assert caught.value.code == "Nobody logged in within five minutes."


def test_store_that_cannot_be_written_is_reported_before_the_login(
    desktop: Desktop, tmp_path: Path
) -> None:
    folder = tmp_path / ".idp-oauth"
    folder.mkdir()
    folder.chmod(0o755)
    shown = r"^other users can open the folder .*\[store_insecure\]$"
    with pytest.raises(Exception, match=shown):
        desktop.run("log_in.py")
    assert desktop.opened == []
