"""Waits for the token of a device login through a requests session."""

from __future__ import annotations

from typing import TypeVar

import requests

from ..errors import without_frames
from ..exchange.device_authorization import DeviceAuthorization
from ..exchange.device_wait import wait_for
from ..exchange.issued_token import IssuedToken
from .requests_send import send_request

_Token = TypeVar("_Token", bound=IssuedToken)


@without_frames
def wait(
    authorization: DeviceAuthorization[_Token], session: requests.Session
) -> _Token:
    """Poll through session until the user has logged in, and return the token.

    Polls are sent once per interval until the codes expire. A poll without a readable
    response makes the next pause longer. Raises DeviceError if the user denies the login
    or the codes expire, and OAuthError if the server denies a poll for another reason.
    """
    return wait_for(authorization, lambda request: send_request(request, session))
