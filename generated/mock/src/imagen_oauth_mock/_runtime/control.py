"""The control API: a test in any language changes and reads the server with JSON over HTTP."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, cast
from urllib.parse import parse_qs

from .controls import Controls
from .http_messages import Request, Response, json_response
from .user import MockServerError

PREFIX = "/_mock/"
_TYPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("endpoint", "error", "body", "content_type", "drop"), (str,)),
    **dict.fromkeys(("location", "token", "url", "user_code", "within"), (str,)),
    **dict.fromkeys(("client_id", "user", "decision", "token_type"), (str,)),
    **dict.fromkeys(("times", "status", "token_lifetime", "interval"), (int,)),
    **dict.fromkeys(("retry_date", "truncate", "lifetime"), (int,)),
    **dict.fromkeys(("delay", "grace", "seconds", "clock_offset"), (int, float)),
    "trickle": (int, float),
    "retry_after": (str, int),
    "response_format": (str,),
    "rotates": (bool,),
    "everything": (bool,),
    "members": (dict,),
    **dict.fromkeys(("omit", "scopes"), (list,)),
}
"""The types of the members of each request; a list contains strings."""
_NAMES = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "true or false",
    dict: "an object",
    list: "a list of strings",
}
_READS = ("state", "received", "issued")


class ControlApi:
    """Handles POST requests to /_mock/ followed by an action, and GET requests that read the server."""

    def __init__(self, server: Controls) -> None:
        self._server = server

    def __call__(self, request: Request) -> Response:
        """Return the result of the action as JSON, or the status 400 with what is wrong."""
        if _is_of_a_page(request):
            return _error(403, "pages in a browser cannot use the control API")
        action = request.path.removeprefix(PREFIX)
        if request.method == "GET" and action in _READS:
            return json_response(200, self._read(action, request.query), PREFIX)
        if request.method != "POST" or action not in self._server.actions:
            known = ", ".join(self._server.actions)
            message = (
                f"send POST with one of {known}, or GET with one of {', '.join(_READS)}"
            )
            return _error(404, message)
        # A page of another origin cannot send this type without permission.
        sent = request.headers.get("content-type", "").partition(";")[0].strip()
        if sent.lower() != "application/json":
            return _error(415, "the Content-Type must be application/json")
        called = getattr(self._server, action)
        try:
            result = called(**members_of(request.body, action, called))
        except LookupError as error:
            return _error(400, str(error.args[0]))
        except (TypeError, ValueError, MockServerError) as error:
            return _error(400, str(error))
        return json_response(200, {} if result is None else {"result": result}, PREFIX)

    def _read(self, name: str, query: str) -> Mapping[str, object]:
        if name == "state":
            return self._server.state
        if name == "issued":
            found: Any = self._server.issued()
        else:
            endpoint = parse_qs(query).get("endpoint", [None])[0]
            found = self._server.received(endpoint)
        return {name: [asdict(one) for one in found]}


def members_of(
    body: bytes, action: str, called: Callable[..., object]
) -> dict[str, Any]:
    """Return the arguments of the function that an action calls, from a JSON object.

    Raises ValueError or TypeError for one that is not valid.
    """
    try:
        value: object = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise ValueError(f"{action} needs valid JSON") from None
    if not isinstance(value, dict):
        raise TypeError(f"{action} needs a JSON object")
    members = cast("dict[str, Any]", value)
    parameters = inspect.signature(called).parameters
    for name, one in parameters.items():
        if one.default is inspect.Parameter.empty and name not in members:
            raise ValueError(f"{action} needs {name}")
    for name, member in members.items():
        if name not in parameters:
            raise ValueError(f"{action} does not accept {name}")
        _check_type(name, member)
    return members


def _check_type(name: str, value: Any) -> None:
    types = _TYPES[name]
    # type() and not isinstance(), because True is an int in Python.
    is_known = type(value) in types
    if is_known and isinstance(value, list):
        is_known = all(isinstance(one, str) for one in cast("list[object]", value))
    if not is_known:
        names = " or ".join(_NAMES[one] for one in types)
        raise ValueError(f"{name} must be {names}")


def _is_of_a_page(request: Request) -> bool:
    """Return whether a browser sent a request for a page, which can be one of any origin.

    A browser adds an Origin or says that the user did not open the URL (Fetch Metadata).
    """
    site = request.headers.get("sec-fetch-site", "none")
    return "origin" in request.headers or site != "none"


def _error(status: int, message: str) -> Response:
    return json_response(status, {"error": message}, PREFIX)
