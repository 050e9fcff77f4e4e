"""The web applications of the recipes, as a user would set them up for a server of the tests."""

from __future__ import annotations

import importlib
import os
import socket
import sys
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import uvicorn
from werkzeug.serving import make_server

from tests.recipes import programs
from tests.servers.application import SECRET, Server


@dataclass(frozen=True)
class Running:
    """An application that runs: its URL, its modules, and its server."""

    url: str
    logins: Any
    pending_logins: Any
    server: Server


def configured(page: str, server: Server, redirect_uri: str) -> Mapping[str, str]:
    """Return the programs with the values of a client of the server."""
    host, scope = server.host, server.scope.upper()
    changes = {
        'server="idp.example",': f'server="{host}",\n    scheme="http",',
        '["idp.example"]': f'["{host}"]',
        "YOUR_CLIENT_ID": server.clients["basic"],
        "https://app.example.com/callback": redirect_uri,
        "https://api.example.com/": f"http://{host}/",
        '"api.example.com"': f'"{host}"',
        "scopes=[Scope.OPENID]": f"scopes=[Scope.{scope}]",
    }
    found = programs(page)
    for old, new in changes.items():
        assert old in found["logins.py"]
        found = {name: text.replace(old, new) for name, text in found.items()}
    return found


@contextmanager
def imported(
    files: Mapping[str, str], folder: Path, *names: str
) -> Generator[list[ModuleType]]:
    """Save the programs in a folder, and yield some of them as modules that use this folder."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    before = Path.cwd()
    os.chdir(folder)
    os.environ["CLIENT_SECRET"] = SECRET
    sys.path.insert(0, str(folder))
    try:
        yield [importlib.import_module(one) for one in names]
    finally:
        os.chdir(before)
        del os.environ["CLIENT_SECRET"]
        sys.path.remove(str(folder))
        for name in files:
            sys.modules.pop(name.removesuffix(".py"), None)


@contextmanager
def flask_server(app: Any, listening: socket.socket) -> Generator[None]:
    """Serve the application with Flask."""
    port = listening.getsockname()[1]
    fd = listening.fileno()
    server = make_server("127.0.0.1", port, app, threaded=True, fd=fd)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def fastapi_server(app: Any, listening: socket.socket) -> Generator[None]:
    """Serve the application with FastAPI."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    with listening.dup() as own:
        thread = threading.Thread(target=server.run, args=([own],))
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join()


SERVERS = {"flask_app": flask_server, "fastapi_app": fastapi_server}


@contextmanager
def application(
    name: str, page: str, server: Server, listening: socket.socket, folder: Path
) -> Generator[Running]:
    """Run one of the applications."""
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    files = configured(page, server, f"{url}/callback")
    with imported(files, folder, name, "logins", "pending_logins") as modules:
        app, logins, pending_logins = modules
        with SERVERS[name](app.app, listening):
            yield Running(url, logins, pending_logins, server)


def expire(app: Running, session: str, **values: object) -> None:
    """Let the token of a session be too old, as another process would find it."""
    record = dict(app.logins.store.read(session))
    aged = {name: record[name] - 700 for name in ("expires_at", "issued_at")}
    app.logins.store.write(session, {**record, **aged, **values})
    app.logins._api.cache_clear()
