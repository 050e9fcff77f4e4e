"""The servers, and an application for each way to authenticate."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import pipeline
from tests import node
from tests.servers import authlib_server, oidc_provider
from tests.servers.application import REDIRECT_URI, App, Package, Server
from tests.servers.packages import imported

HERE = Path(__file__).parent
FIRST = "[client_secret_basic, client_secret_post, none]"
OTHER = "[client_secret_post, client_secret_basic, none]"


@pytest.fixture(scope="session")
def listening() -> Iterator[socket.socket]:
    """Return where applications with recipes listen, because servers know their redirect URI."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        yield opened


@pytest.fixture(scope="session")
def redirect_uris(listening: socket.socket) -> tuple[str, ...]:
    port = listening.getsockname()[1]
    return (REDIRECT_URI, f"http://127.0.0.1:{port}/callback")


@pytest.fixture(scope="session")
def oidc(redirect_uris: tuple[str, ...]) -> Iterator[Server]:
    node.required()
    with oidc_provider.running(redirect_uris) as server:
        yield server


@pytest.fixture(scope="session")
def authlib(redirect_uris: tuple[str, ...]) -> Iterator[Server]:
    with authlib_server.running(redirect_uris) as server:
        yield server


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Package]:
    with imported(tmp_path_factory.mktemp("basic"), spec()) as package:
        yield package


@pytest.fixture(scope="session")
def post_package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Package]:
    """Return a package that prefers the other way to send a secret."""
    text = spec().replace("id: idp", "id: idppost").replace(FIRST, OTHER)
    with imported(tmp_path_factory.mktemp("post"), text) as package:
        yield package


@pytest.fixture(scope="session")
def recipes(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the page with the recipes."""
    file = tmp_path_factory.mktemp("recipes") / "idp.yaml"
    file.write_text(spec(), encoding="utf-8")
    tree = pipeline.tree(pipeline.load(file), ["docs"])
    return tree["docs/recipes.md"].decode()


def spec() -> str:
    return (HERE / "idp.yaml").read_text(encoding="utf-8")


@pytest.fixture(params=["oidc", "authlib"])
def server(request: pytest.FixtureRequest) -> Server:
    """Return each of the servers."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Server)
    return found


@pytest.fixture(params=["basic", "post", "public"])
def app(request: pytest.FixtureRequest, server: Server) -> App:
    return _app(request, server)


@pytest.fixture(params=["basic", "post"])
def confidential(request: pytest.FixtureRequest, server: Server) -> App:
    return _app(request, server)


def _app(request: pytest.FixtureRequest, server: Server) -> App:
    name = "post_package" if request.param == "post" else "package"
    return App(request.getfixturevalue(name), server, request.param)
