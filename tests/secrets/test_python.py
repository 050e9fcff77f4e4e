"""A secret variable never shows in what Python prints of a client, a request, or an error."""

from __future__ import annotations

import importlib
import logging
import pprint
import sys
import traceback
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from generator import pipeline
from tests.secrets.spec import SPEC
from tests.shared import tree_to_run

CANARY = "canary7f3"
SECRETS = {"account": f"{CANARY}a", "api_key": f"{CANARY}k", "partner": f"{CANARY}p"}
CLIENT = {"client_id": "ID", "redirect_uri": "https://app.example/cb", **SECRETS}


@pytest.fixture(name="package", scope="module")
def generated_package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """Import the package of the spec."""
    folder = tmp_path_factory.mktemp("secrets")
    spec = folder / "spec.yaml"
    spec.write_text(SPEC, encoding="utf-8")
    for path, data in tree_to_run(pipeline.load(spec), ["python"]).items():
        if path.startswith("python/src/"):
            target = folder / path.removeprefix("python/src/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    sys.path.insert(0, str(folder))
    yield importlib.import_module("acme_oauth")
    sys.path.remove(str(folder))
    for name in [one for one in sys.modules if one.partition(".")[0] == "acme_oauth"]:
        del sys.modules[name]


def shown(value: object, caplog: pytest.LogCaptureFixture) -> set[str]:
    """Return every text that prints a value."""
    caplog.clear()
    logging.getLogger("secrets").warning("%s %r", value, value)
    return {str(value), repr(value), f"{value}", pprint.pformat([value]), caplog.text}


def test_client_and_request_show_no_secret(
    package: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    client = package.OAuthClient(**CLIENT)
    request = client.authorization_request(state="s")
    assert repr(client) == "<OAuthClient https://acme.example/.../authorize>"
    assert repr(request) == (
        "<AuthorizationRequest https://acme.example/.../authorize?...>"
    )
    for value in (client, request):
        assert [one for one in shown(value, caplog) if CANARY in one] == []


def test_url_has_the_secrets(package: ModuleType) -> None:
    request = package.OAuthClient(**CLIENT).authorization_request(state="s")
    assert request.url.startswith(f"https://acme.example/{CANARY}a/authorize?key=")
    assert f"key={CANARY}k&" in request.url
    assert request.url.endswith(f"&partner_token=p-{CANARY}p")


CLIENT_FAULTS: list[dict[str, Any]] = [
    {"account": f"{CANARY}/x"},
    {"api_key": f"{CANARY}\ud800"},
    {"partner": [CANARY]},
    {"client_id": "\n"},
    {"redirect_uri": "no"},
    {"unknown": CANARY},
]
REQUEST_FAULTS: list[dict[str, Any]] = [
    {"state": "\n"},
    {"code_verifier": "short"},
    {"scopes": "one"},
    {"extra_parameters": {"a": "x" * 8000}},
    {"extra_parameters": 5},
]


def printed(error: BaseException) -> str:
    """Return a traceback with the variables of every frame but the caller's."""
    error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
    found = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(found.format())


@pytest.mark.parametrize("fault", [*CLIENT_FAULTS, *REQUEST_FAULTS], ids=repr)
def test_error_of_a_request_shows_no_secret(
    package: ModuleType, fault: dict[str, Any]
) -> None:
    with pytest.raises((package.OAuthError, TypeError)) as caught:
        package.AuthorizationRequest(**{**CLIENT, **fault})
    assert CANARY not in printed(caught.value)


@pytest.mark.parametrize("fault", CLIENT_FAULTS, ids=repr)
def test_error_of_a_client_shows_no_secret(
    package: ModuleType, fault: dict[str, Any]
) -> None:
    with pytest.raises((package.OAuthError, TypeError)) as caught:
        package.OAuthClient(**{**CLIENT, **fault})
    assert CANARY not in printed(caught.value)


@pytest.mark.parametrize("fault", REQUEST_FAULTS, ids=repr)
def test_error_of_a_clients_request_shows_no_secret(
    package: ModuleType, fault: dict[str, Any]
) -> None:
    client = package.OAuthClient(**CLIENT)
    with pytest.raises((package.OAuthError, TypeError)) as caught:
        client.authorization_request(**fault)
    assert CANARY not in printed(caught.value)
