"""The packages of the specs in this folder, their mock servers, and what runs their commands."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import shared
from tests.login.logins import Follow, Login, Make, Start
from tests.login.running import Command
from tests.login.visits import Script, Visits

SPECS = sorted(Path(__file__).parent.glob("*.yaml"))


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Write the packages and the mock servers of the specs where Python finds them, and return where."""
    (folder,) = {
        shared.packages(tmp_path_factory, "login", file, ["python", "mock"])
        for file in SPECS
    }
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


@pytest.fixture
def start(packages: Path) -> Iterator[Callable[[str], Any]]:
    """Return what starts the mock server of a provider, and stop all of them at the end."""
    servers: list[Any] = []

    def started(name: str) -> Any:
        server = importlib.import_module(f"{name}_oauth_mock").MockServer()
        servers.append(server)
        return server

    yield started
    for server in servers:
        server.stop()


@pytest.fixture
def command(
    packages: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[str], Command]:
    """Return what makes the command of a provider, in this process."""
    return lambda name: Command(name, monkeypatch, tmp_path)


@pytest.fixture
def browse(monkeypatch: pytest.MonkeyPatch, packages: Path) -> Callable[..., Browser]:
    """Return what lets a browser approve at a mock server."""

    def made(name: str, server: Any, **more: Any) -> Browser:
        browser = Browser(server, **more)
        for flow in ("code_login", "device_flow"):
            try:
                module = importlib.import_module(
                    f"{name}_oauth._runtime.cli.exchange.{flow}"
                )
            except ModuleNotFoundError:
                continue
            monkeypatch.setattr(module, "has_browser", lambda: True)
            monkeypatch.setattr(module, "open_browser", browser.open)
        return browser

    return made


@pytest.fixture
def follow(
    monkeypatch: pytest.MonkeyPatch, packages: Path
) -> Callable[[str, Any, Script], Visits]:
    """Return what lets a script be the browser of a login with a code."""

    def made(name: str, server: Any, script: Script) -> Visits:
        visits = Visits(server, script)
        module = importlib.import_module(
            f"{name}_oauth._runtime.cli.exchange.code_login"
        )
        monkeypatch.setattr(module, "has_browser", lambda: True)
        monkeypatch.setattr(module, "open_browser", visits.open)
        return visits

    return made


@pytest.fixture
def login(start: Start, command: Make, follow: Follow) -> Login:
    """Return a login of warbler."""
    return Login(start, command, follow)


class Browser:
    """Approves at once, and returns to the redirect URI, in another thread."""

    def __init__(self, server: Any, *, approves: bool = True) -> None:
        self.server = server
        self.approves = approves
        self.pages: list[httpx.Response] = []
        self.urls: list[str] = []
        self.threads: list[threading.Thread] = []

    def open(self, url: str, _: str = "") -> None:
        self.urls.append(url)
        thread = threading.Thread(target=self._visit, args=(url,))
        self.threads.append(thread)
        thread.start()

    def _visit(self, url: str) -> None:
        if "user_code=" in url:
            self.server.approve_device(url.partition("user_code=")[2])
            return
        user = self.server.user("demo", "demo")
        redirect = user.approve(url) if self.approves else user.deny(url)
        self.pages.append(httpx.get(redirect, trust_env=False))

    def last_page(self) -> httpx.Response:
        """Return the page that the redirect URI showed."""
        for thread in self.threads:
            thread.join(10)
        return self.pages[-1]
