"""The control API: a test in any language changes and reads the server with JSON over HTTP."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, Protocol, cast

from ..http_messages import Request, Response, json_response
from ..user import MockServerError

PREFIX = "/_mock/"
_TYPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("endpoint", "error", "body", "content_type", "drop"), (str,)),
    **dict.fromkeys(("retry_after", "token", "url", "user_code", "within"), (str,)),
    **dict.fromkeys(("times", "status", "token_lifetime", "interval"), (int,)),
    **dict.fromkeys(("delay", "grace", "seconds"), (int, float)),
    "rotates": (bool,),
}
"""The types of the members of each request."""
_FAULT = (
    *("endpoint", "times", "delay", "status", "retry_after", "error", "body"),
    *("content_type", "drop"),
)
_ACTIONS: Mapping[str, tuple[Collection[str], Collection[str]]] = {
    "approve": (("url",), ()),
    "approve_device": (("user_code",), ()),
    "deny_device": (("user_code",), ()),
    "advance": (("seconds",), ()),
    "local_url": (("url",), ()),
    "fault": ((), _FAULT),
    "configure": ((), ("token_lifetime", "rotates", "grace", "interval", "within")),
    "revoke": ((), ("token",)),
    "reset": ((), ()),
}
"""The methods of the server that the API offers, with the required and the optional members of each."""


class Controlled(Protocol):
    """The server, as the control API sees it."""

    @property
    def requests(self) -> dict[str, int]:
        """How many requests each endpoint got."""
        ...

    @property
    def reuses(self) -> int:
        """How many codes and refresh tokens were used again."""
        ...


class ControlApi:
    """Handles POST requests to /_mock/ followed by an action, and GET requests to /_mock/state."""

    def __init__(self, server: Controlled) -> None:
        self._server = server

    def __call__(self, request: Request) -> Response:
        """Return the result of the action as JSON, or the status 400 with what is wrong."""
        action = request.path.removeprefix(PREFIX)
        if request.method == "GET" and action == "state":
            counts, reuses = self._server.requests, self._server.reuses
            return json_response(200, {"requests": counts, "reuses": reuses}, PREFIX)
        if request.method != "POST" or action not in _ACTIONS:
            known = ", ".join(_ACTIONS)
            error = f"send POST with one of {known}, or GET with state"
            return json_response(404, {"error": error}, PREFIX)
        # A page of another origin cannot send this type without permission.
        sent = request.headers.get("content-type", "").partition(";")[0].strip()
        if sent.lower() != "application/json":
            error = "the Content-Type must be application/json"
            return json_response(415, {"error": error}, PREFIX)
        try:
            members = members_of(request.body, action)
            result = getattr(self._server, action)(**members)
        except LookupError as error:
            return json_response(400, {"error": str(error.args[0])}, PREFIX)
        except (TypeError, ValueError, MockServerError) as error:
            return json_response(400, {"error": str(error)}, PREFIX)
        return json_response(200, {} if result is None else {"result": result}, PREFIX)


def members_of(body: bytes, action: str) -> dict[str, Any]:
    """Return the arguments of an action, from a JSON object.

    Raises ValueError or TypeError for one that is not valid.
    """
    try:
        value: object = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise ValueError("the body is not valid JSON") from None
    if not isinstance(value, dict):
        raise TypeError("the body must be a JSON object")
    members = cast("dict[str, Any]", value)
    required, optional = _ACTIONS[action]
    for name in required:
        if name not in members:
            raise ValueError(f"{action} needs {name}")
    for name, member in members.items():
        if name not in (*required, *optional):
            raise ValueError(f"{action} does not take {name}")
        types = _TYPES[name]
        # type() and not isinstance(), because True is an int in Python.
        if type(member) not in types:
            names = " or ".join(one.__name__ for one in types)
            raise ValueError(f"{name} must be of the type {names}")
    return members
