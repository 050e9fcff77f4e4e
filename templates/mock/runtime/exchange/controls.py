"""What a test changes and reads of a server that issues tokens to clients."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from oauthlib.common import generate_token

from ..controls import Controls, Issued
from ..decisions import check_decision
from ..faults import require
from ..tokens import MAX_SECONDS, check_seconds
from .endpoints import ClientEndpoints
from .facts import Exchange
from .issued import Grant, IssuedValues
from .token_responses import FORMATS
from .user import ExchangeUser


@dataclass(frozen=True)
class WaitingDevice:
    """A device that began a login, until its codes expire.

    `status` is pending, approved, denied, or used.
    """

    user_code: str
    device_code: str = field(repr=False)
    client_id: str
    scopes: tuple[str, ...]
    status: str
    kind: str = "device"


class ExchangeControls(Controls):
    """The methods of a server for a test."""

    exchange: ClassVar[Exchange]
    _issued: IssuedValues
    _clients: ClientEndpoints

    @property
    def reuses(self) -> int:
        """How many codes and refresh tokens were used again, each of which ended its grant."""
        return self._issued.reuses

    @property
    def state(self) -> Mapping[str, object]:
        """The counts, as the control API returns them."""
        return {"requests": self.requests, "reuses": self.reuses}

    def issued(self) -> Sequence[object]:
        """Return each token that was not revoked, and each device, the first one first."""
        with self._issued.lock:
            refresh_tokens = tuple(
                Issued(
                    "refresh_token",
                    value,
                    grant.client_id,
                    grant.user,
                    grant.scopes,
                    None,
                    is_valid,
                )
                for value, grant, is_valid in self._issued.refresh_tokens()
            )
            devices = tuple(
                WaitingDevice(
                    one.user_code, code, one.client_id, one.scopes, one.progress
                )
                for code, one in self._issued.devices()
            )
            return (*super().issued(), *refresh_tokens, *devices)

    @abstractmethod
    def user(self, name: str = "demo", password: str = "demo") -> ExchangeUser:
        """Return a user who opens authorization URLs, logs in, and decides."""

    def approve_device(self, user_code: str) -> None:
        """Approve a device as the user demo. Raises MockServerError if the code is not valid."""
        self.user().approve_device(user_code)

    def deny_device(self, user_code: str) -> None:
        """Deny a device as the user demo. Raises MockServerError if the code is not valid."""
        self.user().deny_device(user_code)

    def _issue(
        self, client_id: str, scopes: tuple[str, ...], user: str, lifetime: int
    ) -> Mapping[str, object]:
        access, refresh = generate_token(), None
        if self.exchange.request("refresh_token") is not None:
            refresh = generate_token()
        grant = Grant(client_id, user, scopes)
        self._issued.add_tokens(grant, scopes, access, refresh, lifetime)
        token = {
            "access_token": access,
            "expires_in": lifetime,
            "scope": " ".join(scopes),
            **({} if refresh is None else {"refresh_token": refresh}),
        }
        return self._clients.token_members(token)

    def configure(
        self,
        *,
        token_lifetime: int | None = None,
        clock_offset: float | None = None,
        decision: str | None = None,
        rotates: bool | None = None,
        grace: float | None = None,
        interval: int | None = None,
        within: str | None = None,
        token_type: str | None = None,
        response_format: str | None = None,
    ) -> None:
        """Change the server from the next request on.

        Args:
            token_lifetime: The lifetime of an access token in seconds, at least 1.
            clock_offset: The seconds by which the clock is ahead, or behind if negative.
            decision: What happens to authorization requests and devices: ask shows the pages, approve
                and deny decide for the first user, and hold waits until there is another decision.
            rotates: Whether each refresh replaces the refresh token.
            grace: The seconds for which a replaced refresh token still works.
            interval: The seconds between two polls of a device, 5 by default.
            within: The path of the object that contains the token, if the provider has several.
            token_type: The value of token_type, if the provider has several.
            response_format: The format of token responses: json, or form if no member is in an object.

        Raises:
            ValueError: A value is not valid. Nothing is changed then.
        """
        response = self.exchange.response
        if decision is not None:
            check_decision(decision)
        if clock_offset is not None:
            check_seconds("the clock offset", clock_offset, -MAX_SECONDS)
        for name, seconds, least in (
            ("the token lifetime", token_lifetime, 1),
            ("the grace period", grace, 0),
            ("the interval", interval, 1),
        ):
            if seconds is not None:
                check_seconds(name, seconds, least)
        _require("within", within, response.within)
        _require("token_type", token_type, response.token_types)
        if response_format is not None:
            require("response_format", response_format, FORMATS)
            if response_format == "form" and response.has_objects:
                raise ValueError("a response with objects cannot have the format form")
        issued, clients = self._issued, self._clients
        with issued.lock:
            super().configure(
                token_lifetime=token_lifetime,
                clock_offset=clock_offset,
                decision=decision,
            )
            issued.rotates = issued.rotates if rotates is None else rotates
            issued.grace = issued.grace if grace is None else grace
            issued.interval = issued.interval if interval is None else interval
            clients.within = clients.within if within is None else within
            clients.token_type = (
                clients.token_type if token_type is None else token_type
            )
            clients.format = (
                clients.format if response_format is None else response_format
            )

    def revoke(self, token: str | None = None) -> None:
        """End the grant of an access token or a refresh token, or every grant.

        Raises LookupError if the token is unknown.
        """
        if token is None:
            self._issued.revoke_all()
            return
        grant = self._issued.grant(token)
        if grant is None:
            raise LookupError("the token is unknown")
        self._issued.revoke(grant)

    def reset(self, *, everything: bool = False) -> None:
        """Forget the faults, the counts of requests and of reuses, and the received requests.

        If you reset everything, also forget all codes, devices, and tokens, and set the clock and the
        configuration to what they were at the start.
        """
        with self._issued.lock:
            self._issued.reuses = 0
            super().reset(everything=everything)

    def _forget(self) -> None:
        self._issued.clear()


def _require(name: str, value: str | None, known: Collection[str]) -> None:
    if value is not None and value not in known:
        listed = ", ".join(json.dumps(one) for one in known)
        raise ValueError(f"{name} must be one of {listed}")
