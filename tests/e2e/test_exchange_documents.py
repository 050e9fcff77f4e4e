"""Every Python block about tokens runs for every small spec with a token endpoint.

The requests go to a transport in this process, which answers as the spec says.
"""

from __future__ import annotations

import builtins
import contextlib
import getpass
import io
import json
import re
import ssl
import sys
import time
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from generator import pipeline
from generator.model.endpoints import Role
from generator.model.provider import Provider
from generator.model.token_requests import RequestKind
from generator.targets.python.logins import (
    flows,
    has_exchange_command,
    has_loopback,
)
from tests.e2e.documented_commands import DocumentedCommand, blocks
from tests.e2e.recipe_runs import run_recipes
from tests.providers.specs import GALLERY, SMALL
from tests.shared import runtimes, tree_to_run, write_packages
from tests.unit.test_docs_of_codes import SPECS as TEXTS

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TOKEN = "2YotnFZFEjr1zCsicMWpAA"
CONTEXT = cache(ssl.create_default_context)
"""Nothing is sent, so all clients can share a context, which takes long to create."""
DEVICE_RESPONSE = json.dumps(
    {
        "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
        "user_code": "WDJB-MJHT",
        "verification_uri": "https://example.com/device",
        "expires_in": 1800,
    }
).encode()
"""The response of RFC 8628 §3.2, without an interval."""
RECIPES = "docs/recipes.md"
NO_REFRESH = [
    pipeline.ROOT / f"tests/exchange/{one}.yaml" for one in ("dipper", "jackdaw")
]
# A few of the gallery, because each takes a while: devices, a host of the caller, and a body.
FILES = [
    *SMALL,
    *(one for one in GALLERY if one.stem in ("github", "gitlab", "withings")),
]
ALL = {
    **{f"{name} of the docs": text for name, text in TEXTS.items()},
    **{file.stem: file.read_text(encoding="utf-8") for file in (*FILES, *NO_REFRESH)},
}
"""The text of each small spec."""


def nested(path: str, value: object) -> dict[str, object]:
    """Return an object that has the value at a path."""
    name, _, rest = path.partition(".")
    return {name: nested(rest, value) if rest else value}


def merged(*objects: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of all objects, at every depth."""
    whole: dict[str, Any] = {}
    for one in objects:
        for name, value in one.items():
            old: Any = whole.get(name)
            whole[name] = (
                value if not isinstance(old, dict) else merged(any_of(old), value)
            )
    return whole


def any_of(value: Any) -> Any:
    """Return a value whose type is not known any more."""
    return value


def token_response(provider: Provider) -> bytes:
    """Return the body of a token response in the form of the spec, expired at once."""
    form = provider.token_endpoint.response  # type: ignore[union-attr]
    paths = dict(form.paths)
    values = {
        "access_token": TOKEN,
        "token_type": form.token_types[0],
        "refresh_token": "tGzv3JOkF0XG5Qx2TlKWIA",
    }
    members = merged(*(nested(paths.get(one, one), values[one]) for one in values))
    within = form.within[0]
    found = nested(within, members) if within else members
    marks = (nested(path, value) for path, value in form.success)
    return json.dumps(merged(found, *marks)).encode()


def redirect(provider: Provider, url: str) -> str:
    """Return the redirect of a server that accepts an authorization request."""
    query = parse_qs(urlsplit(url.replace("/#", "")).query)
    endpoint = provider.authorization_endpoint
    state, target = endpoint.parameter(Role.STATE), endpoint.parameter(
        Role.REDIRECT_URI
    )
    is_implicit = query.get("response_type") == ["token"]
    names = {one.role: one.name for one in endpoint.response_parameters if one.role}
    pairs = {names.get("code", "code"): "SplxlOBeZQQYbYS6WxSbIA"}
    if is_implicit:
        pairs = {"access_token": TOKEN, "token_type": "bearer"}
    elif provider.issuer:
        pairs["iss"] = provider.issuer
    if state is not None:
        pairs[names.get("state", "state")] = query[state.name][0]
    pairs |= {name: "example" for name in provider.callback_variables.values()}
    base = "https://app.example.com/callback"
    if target is not None and target.name in query:
        base = query[target.name][0]
    return f"{base}{'#' if is_implicit else '?'}{urlencode(pairs)}"


def run(
    documents: Mapping[str, str],
    provider: Provider,
    patch: Any,
    command: DocumentedCommand | None,
) -> list[str]:
    """Run the blocks of each document in order, and return the URLs that were called.

    The shell blocks are about the command, if there is one.
    """
    called: list[str] = []
    body = token_response(provider)

    def answer(request: httpx.Request) -> httpx.Response:
        called.append(str(request.url.copy_with(query=None)))
        is_device = re.search("[/_]device", request.url.path) is not None
        content = DEVICE_RESPONSE if is_device else body
        return httpx.Response(
            200, headers={"Content-Type": "application/json"}, content=content
        )

    def handle(_: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        return answer(request)

    patch.setattr(time, "sleep", without_waiting)
    patch.setattr(ssl, "create_default_context", CONTEXT)
    patch.setattr(httpx.HTTPTransport, "handle_request", handle)
    patch.setenv("CLIENT_SECRET", "7Fjfp0ZBr1KtDRbnfVdmIw")
    for document, text in documents.items():
        names: dict[str, Any] = {"session": {}}
        typed = typed_by_the_user(provider, names)
        patch.setattr(builtins, "input", typed)
        patch.setattr(getpass, "getpass", typed)
        for language, block in blocks(text):
            if language == "sh":
                if command is not None:
                    command.run(block)
                continue
            if "url_of_this_page" in block:
                names["http"] = httpx.Client()
                names["url_of_this_page"] = redirect(provider, names["request"].url)
            # The blocks come from this project, not from input.
            exec(compile(block, document, "exec"), names)  # noqa: S102
    return called


def documented_command(
    provider: Provider, patch: Any, home: Path
) -> DocumentedCommand | None:
    """Return what runs the command, with its secrets in the environment, or None without one."""
    if not has_exchange_command(provider):
        return None
    prefix, folder = f"{provider.id.upper()}_OAUTH", home / "nightly"
    folder.mkdir(mode=0o700)
    (folder / "items.txt").touch()
    secrets = [one.name for one in provider.client_variables if one.is_secret]
    for name in ("client_secret", *secrets):
        patch.setenv(f"{prefix}_{name.upper()}", "7Fjfp0ZBr1KtDRbnfVdmIw")
        file = folder / name.replace("_", "-")
        file.touch(mode=0o600)
        file.write_text("7Fjfp0ZBr1KtDRbnfVdmIw\n")
    return DocumentedCommand(provider.id, partial(redirect, provider), patch, home)


def expected_commands(provider: Provider, documents: Mapping[str, str]) -> list[str]:
    """Return what the documents run of the command, in the order of their names."""
    grants = flows(provider)
    has_users = [*grants] != ["client_credentials"]
    is_received = "authorization_code" in grants and has_loopback(provider)
    service = ["login"] if "client_credentials" in grants and has_users else []
    more = ["login"] * (is_received + ("device_code" in grants))
    found = {
        "docs/command.md": [
            *("login", "token", "headers", *more, "login", "logout", *service),
        ],
        "docs/unattended.md": ["login", *service],
        # The README of a redirect with a token is about that.
        "python/README.md": [] if provider.returns_token else ["login", "token"],
    }
    return [name for one in documents for name in found.get(one, ())]


def expected_recipes(provider: Provider) -> set[str]:
    """Return the names of the programs that the page of recipes has."""
    endpoint = provider.token_endpoint
    kinds = {one.kind for one in endpoint.requests} if endpoint else set[RequestKind]()
    names: set[str] = set()
    if RequestKind.CODE in kinds:
        names |= {"sqlite_store", "pending_logins", "logins", "flask_app"}
        names |= {"fastapi_app", "log_in", "job"}
    if RequestKind.CLIENT_CREDENTIALS in kinds:
        names.add("service")
    return names


def without_waiting(_: float) -> None:
    """Stand for the sleep between the polls of a device."""


def typed_by_the_user(provider: Provider, names: Mapping[str, Any]) -> Any:
    """Return what stands for a prompt: it returns the redirect of the request in the names."""

    def typed(_: str) -> str:
        return redirect(provider, str(names["request"].url))

    return typed


def written(
    spec: pipeline.Spec, folder: Path, factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Write the package, and return the documents that have Python blocks."""
    tree = tree_to_run(spec, ["python", "docs"])
    write_packages(tree, folder, runtimes(factory))
    return {
        path: data.decode()
        for path, data in tree.items()
        if path.endswith(".md") and BLOCK.search(data.decode())
    }


@pytest.mark.parametrize(
    "name", [name for name, text in ALL.items() if "token_endpoint" in text]
)
def test_every_block_runs(
    name: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "spec.yaml").write_text(ALL[name], encoding="utf-8")
    spec = pipeline.load(tmp_path / "spec.yaml")
    provider = spec.provider
    documents = written(spec, tmp_path / "generated", tmp_path_factory)
    recipes = documents.pop(RECIPES, "")
    assert {"docs/tokens.md", "python/README.md"} <= documents.keys()
    module = f"{provider.id}_oauth"
    # The blocks store tokens there.
    monkeypatch.setenv("HOME", str(tmp_path))
    packages = str(tmp_path / "generated" / "python" / "src")
    monkeypatch.setattr(sys, "path", [packages, *sys.path])
    for one in [one for one in sys.modules if one.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, one)
    try:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            command = documented_command(provider, monkeypatch, tmp_path)
            called = run(documents, provider, monkeypatch, command)
            ran = run_recipes(
                recipes, tmp_path, partial(redirect, provider), monkeypatch
            )
    finally:
        for one in [one for one in sys.modules if one.partition(".")[0] == module]:
            del sys.modules[one]
    if command is not None:
        assert command.ran == expected_commands(provider, documents)
    assert called
    assert ran == expected_recipes(provider)
    has_login = bool(provider.browser_grants)
    assert ("Open this URL, and log in: https://" in out.getvalue()) is has_login
