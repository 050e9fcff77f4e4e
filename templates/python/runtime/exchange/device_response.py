"""A device authorization response, read strictly where a user or a poll relies on it (RFC 8628 §3.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ..errors import Message, OAuthError
from ..hosts import check_host, is_loopback
from ..protocol import (
    LAST_SECOND,
    MAX_EXPIRES_IN,
    MAX_USER_CODE_CHARACTERS,
    USUAL_POLL_SECONDS,
    WEB_HOST_PATTERN,
    WEB_URI_PATTERN,
)
from . import messages
from .endpoint_failure import check_error
from .endpoint_response import read_endpoint_response
from .members import number_of, text_at, value_at
from .response_form import ERROR_MEMBERS, ResponseForm

_WEB_HOST = re.compile(WEB_HOST_PATTERN)
_WEB_URI = re.compile(WEB_URI_PATTERN)
_TEXTS = ("device_code", "user_code", "verification_uri", "verification_uri_complete")
_SHORTEST_INTERVAL = 1.0


class DeviceResponse(NamedTuple):
    """The members of a response. Times are in Unix seconds, and intervals in seconds."""

    device_code: str
    user_code: str
    verification_uri: str
    verification_uri_complete: str | None
    expires_at: int
    interval: float

    def __repr__(self) -> str:
        return "<DeviceResponse, codes not shown>"


def read_device_response(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    form: ResponseForm,
    *,
    sent_at: float,
) -> DeviceResponse:
    """Return the members of a response; the lifetime counts from sent_at.

    The errors and the object with the members are as in the form of a token response.

    Raises TokenEndpointError for the server's error, and EndpointError if the response is
    not an OAuth response. Raises OAuthError: ``invalid_device_response``,
    ``insecure_verification_uri``, ``malformed_response``, ``duplicate_parameter``.
    """
    once = {*_TEXTS, *form.once(ERROR_MEMBERS)}
    response = read_endpoint_response(status, headers, body, once, ("device_code",))
    check_error(response, form)
    members = response.members
    if "device_code" not in members:
        members = form.place(members, "device_code")
    device_code = _required(members, "device_code")
    if not (device_code.isascii() and device_code.isprintable()):
        raise _invalid(messages.INVALID_DEVICE_RESPONSE_CHARACTERS, "device_code")
    user_code = _required(members, "user_code")
    # A terminal shows it.
    if not user_code.isprintable() or len(user_code) > MAX_USER_CODE_CHARACTERS:
        raise _invalid(messages.INVALID_DEVICE_RESPONSE_CHARACTERS, "user_code")
    address = _required(members, "verification_uri")
    complete = text_at(members, "verification_uri_complete")
    lifetime = number_of(value_at(members, "expires_in"))
    if lifetime is None or lifetime <= 0:
        raise _invalid(messages.INVALID_DEVICE_RESPONSE_LIFETIME, "expires_in")
    ends = sent_at + min(lifetime, MAX_EXPIRES_IN)
    return DeviceResponse(
        device_code,
        user_code,
        _page(address, "verification_uri"),
        None if complete is None else _page(complete, "verification_uri_complete"),
        int(min(ends, LAST_SECOND)),
        _interval(number_of(value_at(members, "interval"))),
    )


def _required(members: Mapping[str, object], name: str) -> str:
    text = text_at(members, name)
    if text is None:
        raise _invalid(messages.INVALID_DEVICE_RESPONSE_MISSING, name)
    return text


def _invalid(text: Message, member: str) -> OAuthError:
    return OAuthError(text, values={"member": member})


def _page(uri: str, member: str) -> str:
    """Return a URI that a browser can open: https, or http on this machine."""
    found = _WEB_HOST.fullmatch(uri)
    if found is None or not _WEB_URI.fullmatch(uri):
        raise _invalid(messages.INSECURE_VERIFICATION_URI, member)
    scheme = uri.partition(":")[0].lower()
    try:
        is_safe = scheme == "https" or is_loopback(check_host(found[1], scheme))
    except OAuthError:
        is_safe = False
    if not is_safe:
        raise _invalid(messages.INSECURE_VERIFICATION_URI, member)
    return uri


def _interval(seconds: float | None) -> float:
    """Return the seconds between two polls: 5 unless the server says more than none (§3.2)."""
    if seconds is None or seconds <= 0:
        return USUAL_POLL_SECONDS
    return max(seconds, _SHORTEST_INTERVAL)
