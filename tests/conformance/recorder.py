"""A plugin for pytest: records the calls of the Python binding as inputs of vectors.

The variable RECORD names the file. Calls without a form in JSON are left out, and so are requests
with a random state, which are different in every run.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from imagen_oauth import AuthorizationRequest

_REQUESTS: list[tuple[AuthorizationRequest, dict[str, Any]]] = []
_LINES: dict[str, None] = {}
_SUBJECTS = {"parse_pasted": "text", "parse_redirect": "uri"}


def pytest_configure() -> None:
    """Record the arguments of requests and of their readers."""
    patched: Any = AuthorizationRequest
    make = patched.__init__

    def made(self: Any, domain: Any, client_id: Any, *scopes: Any, **rest: Any) -> None:
        given = {"domain": domain, "client_id": client_id, **rest}
        if scopes:
            [given["scopes"]] = scopes
        extra: Any = given.get("extra_parameters")
        if hasattr(extra, "items"):
            given["extra_parameters"] = list(extra.items())
        if given.get("state") is not None:
            _keep("build_url", given)
            _REQUESTS.append((self, given))
        make(self, domain, client_id, *scopes, **rest)

    patched.__init__ = made
    for op, subject in _SUBJECTS.items():
        setattr(patched, op, _listening(getattr(patched, op), op, subject))


def _listening(read: Any, op: str, subject: str) -> Any:
    def listening(self: Any, text: Any, **options: Any) -> Any:
        for request, given in _REQUESTS:
            if request is self:
                _keep(op, {**given, subject: text, **options})
        return read(self, text, **options)

    return listening


def _keep(op: str, given: dict[str, Any]) -> None:
    try:
        _LINES[json.dumps({"op": op, "input": given})] = None
    except TypeError:
        return


def pytest_unconfigure() -> None:
    """Write each input once, one per line."""
    text = "".join(f"{line}\n" for line in _LINES)
    Path(os.environ["RECORD"]).write_text(text, encoding="utf-8")
