"""The pages of a generated mock server, rendered in this process from its provider module."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from unittest import mock
from urllib.parse import urlencode

from imagen_oauth_mock._runtime.authorization_endpoint import AuthorizationRequest
from imagen_oauth_mock._runtime.pages import Pages
from imagen_oauth_mock._runtime.protocol import OUT_OF_BAND_URI
from imagen_oauth_mock._runtime.provider import Provider
from imagen_oauth_mock._runtime.registry import default_registry
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket


class _Compiled(BytecodeCache):
    """The templates of the pages, which are the same for every provider, compiled once."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


_ENVIRONMENT = partial(Environment, bytecode_cache=_Compiled())


def of(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return each page as a file, or nothing if the tree has no mock server.

    The provider module is run with the runtime of the installed mock server, which is the same for
    every provider.
    """
    for path, source in tree.items():
        if re.fullmatch(r"mock/src/[^/]+/provider\.py", path):
            return {f"pages/{name}.html": text for name, text in _pages(source)}
    return {}


def _pages(source: bytes) -> Iterator[tuple[str, bytes]]:
    package = "imagen_oauth_mock"
    names: dict[str, Any] = {"__name__": f"{package}.provider", "__package__": package}
    exec(compile(source, "provider.py", "exec"), names)  # noqa: S102
    provider: Provider = names["PROVIDER"]
    registry = default_registry(provider)
    with mock.patch("imagen_oauth_mock._runtime.pages.Environment", _ENVIRONMENT):
        pages = Pages(provider, registry)
    scopes = tuple(one.name for one in provider.scopes)
    shown = {"index": pages.index()}
    for index, application in enumerate(registry.applications):
        request = AuthorizationRequest("", application, OUT_OF_BAND_URI, scopes, "1")
        shown[f"login-{index}"] = pages.login(request, True, "/")
        shown[f"consent-{index}"] = pages.consent(request, "demo", "/")
    granted = {"access_token": "a", "scope": provider.separator.join(scopes)}
    shown["response"] = pages.response(f"{OUT_OF_BAND_URI}#{urlencode(granted)}", "/")
    for index, error in enumerate(provider.errors):
        response = {"error": error.code, "error_description": error.cause}
        url = f"{OUT_OF_BAND_URI}#{urlencode(response)}"
        shown[f"error-{index}"] = pages.response(url, "/")
        shown[f"page-error-{index}"] = pages.error(400, error.code, error.cause, "/")
    for name, page in shown.items():
        yield name, page.body.encode()
