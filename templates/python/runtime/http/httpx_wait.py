"""Waits for the token of a device login through an httpx client."""

from __future__ import annotations

from typing import TypeVar

import anyio
import httpx

from ..errors import without_frames
from ..exchange.device_authorization import DeviceAuthorization
from ..exchange.device_wait import wait_for, wait_for_async
from ..exchange.frames import without_frames_async
from ..exchange.issued_token import IssuedToken
from .httpx_send import send_request, send_request_async

_Token = TypeVar("_Token", bound=IssuedToken)


@without_frames
def wait(authorization: DeviceAuthorization[_Token], client: httpx.Client) -> _Token:
    """Poll through client until the user has logged in, and return the token.

    Polls are sent once per interval until the codes expire. A poll without a readable
    response makes the next pause longer. Raises DeviceError if the user denies the login
    or the codes expire, and OAuthError if the server denies a poll for another reason.
    """
    return wait_for(authorization, lambda request: send_request(request, client))


@without_frames_async
async def wait_async(
    authorization: DeviceAuthorization[_Token], client: httpx.AsyncClient
) -> _Token:
    """Do the same as wait."""
    return await wait_for_async(
        authorization, lambda request: send_request_async(request, client), anyio.sleep
    )
