"""The names of a client's methods for requests, their classes, and what their docstrings say."""

from __future__ import annotations

from generator.model.text import Code
from generator.model.token_requests import RequestKind

TITLES = {
    RequestKind.CODE: (
        "token_request",
        "Return the request that exchanges a code for a token (RFC 6749 §4.1.3).",
    ),
    RequestKind.CLIENT_CREDENTIALS: (
        "client_credentials_request",
        "Return the request for a token of the client itself (RFC 6749 §4.4.2).",
    ),
    RequestKind.REFRESH: (
        "refresh_request",
        "Return the request for a new token in place of another (RFC 6749 §6).",
    ),
    RequestKind.DEVICE_AUTHORIZATION: (
        "device_request",
        "Return the request that begins a login on another device (RFC 8628 §3.1).",
    ),
    RequestKind.REVOCATION: (
        "revocation_request",
        "Return the request that revokes a token (RFC 7009 §2.1).",
    ),
}
CLASSES = {
    RequestKind.DEVICE_AUTHORIZATION: "DeviceRequest",
    RequestKind.REVOCATION: "RevocationRequest",
}
"""The classes of requests that are not requests for a token."""


RAISES = {
    RequestKind.CODE: Code(
        "The code belongs to another client, or the client has no secret."
    ),
    RequestKind.CLIENT_CREDENTIALS: Code(
        "The client has no secret, or a scope is not valid."
    ),
    RequestKind.REFRESH: Code(
        "The token has no refresh token, or belongs to another client."
    ),
    RequestKind.DEVICE_AUTHORIZATION: Code(
        "The client has no secret and needs one, or a scope is not valid."
    ),
    RequestKind.REVOCATION: Code("The token belongs to another client."),
}
