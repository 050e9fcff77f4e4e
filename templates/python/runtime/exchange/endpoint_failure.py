"""The error that a response of an endpoint reports (RFC 6749 §5.2)."""

from __future__ import annotations

from .. import messages as core
from ..errors import AuthorizationError, OAuthError
from ..protocol import MAX_RESPONSE_CHARACTERS
from ..server_error import authorization_error
from . import messages
from .endpoint_response import EndpointResponse
from .errors import EndpointError, TokenEndpointError, is_passing
from .members import MISSING, once_at, value_at
from .response_form import ResponseForm


def check_error(
    response: EndpointResponse,
    form: ResponseForm,
    *,
    has_token: bool = False,
    is_marked: bool = False,
) -> None:
    """Raise if the response reports an error, whatever its status is.

    is_marked says whether the response must have each declared mark of success.
    """
    members = response.members
    marks = {path: once_at(members, path) for path in form.success}
    if not is_marked:
        marks = {path: one for path, one in marks.items() if one is not MISSING}
    failed = any(
        _spelled(one) != _spelled(form.success[path]) for path, one in marks.items()
    )
    code = once_at(members, form.path("error"))
    is_set = code is not MISSING and code not in (None, "", False)
    # With a mark of success, the member can have a value in every response.
    if failed or (is_set and not marks):
        if has_token and not failed:
            raise OAuthError(core.AMBIGUOUS_RESPONSE_ERROR_AND_TOKEN)
        raise _error(response, form, code if is_set else None)
    if response.status >= 400:
        found = {"found": "no error code"}
        text = messages.UNEXPECTED_RESPONSE_OTHER
        if is_passing(response.status):
            text = messages.UNEXPECTED_RESPONSE_UNAVAILABLE
        raise EndpointError(text, response.status, response.retry_after, found)


def _error(response: EndpointResponse, form: ResponseForm, code: object) -> OAuthError:
    values = {"error": _spelled(code) or "unknown"}
    for name in ("error_description", "error_uri"):
        value = value_at(response.members, form.path(name))
        if isinstance(value, str) and len(value) <= MAX_RESPONSE_CHARACTERS:
            # A lone surrogate cannot be printed.
            values[name] = value.encode("utf-8", "replace").decode()
    error = authorization_error(values, state_verified=False, remedies=form.remedies)
    if not isinstance(error, AuthorizationError):
        return error
    return TokenEndpointError.of(error, response.status, response.retry_after)


def _spelled(value: object) -> str | None:
    """Return a scalar as the text that a form-encoded body has for it, or None."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else None
