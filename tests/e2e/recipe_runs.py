"""Runs the recipes of a spec as a user and a browser would, without a network."""

from __future__ import annotations

import builtins
import http.client
import importlib
import runpy
import sys
import threading
import webbrowser
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseServer
from typing import Any
from urllib.parse import urlsplit

from tests.recipes import modules, saved

Redirect = Callable[[str], str]
"""The redirect of a server that accepts an authorization request."""


@contextmanager
def importable(page: str, folder: Path) -> Generator[None]:
    """Save the programs of the page in a folder, and let them be imported there."""
    saved(page, folder)
    names = modules(page)
    for name in names & sys.modules.keys():
        del sys.modules[name]
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in names & sys.modules.keys():
            del sys.modules[name]


def run_recipes(page: str, folder: Path, redirect: Redirect, patch: Any) -> set[str]:
    """Run every program of a page in a folder, and return their names."""
    found = modules(page)
    patch.chdir(folder)
    with importable(page, folder):
        if "flask_app" in found:
            use_application(importlib.import_module("flask_app").app, redirect)
            # It has the same routes, and imports what the other one has used.
            importlib.import_module("fastapi_app")
        if "job" in found:
            assert run_job(folder) == 3
            log_in(folder, redirect, patch)
            assert run_job(folder) == 0
        if "service" in found:
            runpy.run_path(str(folder / "service.py"))
    return found


def use_application(app: Any, redirect: Redirect) -> None:
    """Log in, call the API, and log out."""
    browser = app.test_client()
    login = browser.get("/login", base_url="https://app.example.com")
    query = urlsplit(redirect(login.headers["Location"])).query
    statuses = [
        browser.open(f"https://app.example.com{path}", method=method).status_code
        for method, path in (
            ("GET", "/profile"),
            ("GET", f"/callback?{query}"),
            ("GET", "/profile"),
            ("GET", f"/callback?{query}"),
            ("POST", "/logout"),
            ("GET", "/profile"),
        )
    ]
    assert statuses == [401, 303, 200, 400, 303, 401]


def serve(server: BaseServer) -> None:
    """Serve until the program has the redirect, which is noticed at once."""
    BaseServer.serve_forever(server, 0.01)


def log_in(folder: Path, redirect: Redirect, patch: Any) -> None:
    """Run the program that logs in: by pasting, or with a browser that first sends what the program must ignore."""
    statuses: list[int] = []

    def visit(url: str) -> None:
        target = urlsplit(redirect(url))
        for path in ("/", f"{target.path}?{target.query}x&state=other", ""):
            connection = http.client.HTTPConnection(target.netloc, timeout=10)
            connection.request("GET", path or f"{target.path}?{target.query}")
            statuses.append(connection.getresponse().status)
            connection.close()

    threads: list[threading.Thread] = []

    def opened(url: str) -> bool:
        threads.append(threading.Thread(target=visit, args=(url,)))
        threads[0].start()
        return True

    printed: list[str] = []

    def note(*values: str) -> None:
        printed.append(values[-1])

    def typed(_: str) -> str:
        return redirect(printed[-1])

    with patch.context() as patched:
        patched.setattr(webbrowser, "open", opened)
        patched.setattr(ThreadingHTTPServer, "serve_forever", serve)
        patched.setattr(builtins, "print", note)
        patched.setattr(builtins, "input", typed)
        runpy.run_path(str(folder / "log_in.py"))
    for thread in threads:
        thread.join()
    assert statuses == [404, 400, 200] * len(threads)


def run_job(folder: Path) -> object:
    """Return the exit code of the job."""
    try:
        runpy.run_path(str(folder / "job.py"))
    except SystemExit as end:
        return end.code
    return 0
