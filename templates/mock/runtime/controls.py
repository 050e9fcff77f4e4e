"""What a test changes and reads of a running server, in Python and with the control API."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

from oauthlib.common import generate_token

from .decisions import Decisions, check_decision
from .faults import Fault
from .provider import Provider
from .received import Received
from .registry import Application, Registry
from .tokens import MAX_SECONDS, Clock, IssuedTokens, check_seconds
from .traffic import Traffic
from .user import MockServerError, User

_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Issued:
    """An access token or a refresh token that the server issued.

    `kind` is access_token or refresh_token. `expires_in` is how many seconds it is still valid, or None
    for a refresh token. `is_valid` says whether it works now.
    """

    kind: str
    token: str = field(repr=False)
    client_id: str
    user: str
    scopes: tuple[str, ...]
    expires_in: float | None
    is_valid: bool


class Controls(ABC):
    """The methods of a server for a test."""

    provider: ClassVar[Provider]
    _registry: Registry
    _clock: Clock
    _tokens: IssuedTokens
    _traffic: Traffic
    _decisions: Decisions
    _first: Mapping[str, Any]

    @property
    @abstractmethod
    def actions(self) -> tuple[str, ...]:
        """The methods that the control API offers."""

    @property
    def token_lifetime(self) -> int:
        """The lifetime of an access token, in seconds."""
        return self._tokens.lifetime

    @property
    def requests(self) -> dict[str, int]:
        """How many requests each endpoint got: authorization, token, resource, and so on."""
        return self._traffic.counts

    @property
    def state(self) -> Mapping[str, object]:
        """The counts, as the control API returns them."""
        return {"requests": self.requests}

    def received(self, endpoint: str | None = None) -> tuple[Received, ...]:
        """Return the last 1,000 requests to an endpoint, or to all. They contain no secret of the application."""
        return self._traffic.received.all(endpoint)

    def issued(self) -> Sequence[object]:
        """Return each token that was not revoked, the first one first."""
        now = self._clock.now()
        return tuple(
            Issued(
                "access_token",
                value,
                one.client_id,
                one.user,
                one.scopes,
                max(0.0, round(one.expires_at - now, 3)),
                one.expires_at > now,
            )
            for value, one in self._tokens.all()
        )

    @abstractmethod
    def user(self, name: str = "demo", password: str = "demo") -> User:
        """Return a user who opens authorization URLs, logs in, and decides."""

    def approve(self, url: str) -> str:
        """Open an authorization URL as the user demo, approve the request, and return the response.

        Raises MockServerError if the request is not valid or the login fails.
        """
        return self._asked().approve(url)

    def deny(self, url: str) -> str:
        """Deny the request of an authorization URL as `approve` approves it."""
        return self._asked().deny(url)

    def fail(self, url: str, error: str) -> str:
        """Return the response to an authorization URL with a documented error code."""
        return self._asked().fail(url, error)

    def _asked(self) -> User:
        """Return the user demo. Raises MockServerError if no request gets a response."""
        if self._decisions.value == "hold":
            raise MockServerError(
                "authorization requests are held; change the decision first"
            )
        return self.user()

    def issue(
        self,
        *,
        client_id: str | None = None,
        scopes: Collection[str] = (),
        user: str | None = None,
        lifetime: int | None = None,
    ) -> Mapping[str, object]:
        """Issue a token without a request, and return the members of the response with it.

        Args:
            client_id: The application, by default the first one.
            scopes: The scopes, by default all that are assigned to the application.
            user: The name of the user, by default the first one, or empty for a token of a client.
            lifetime: The lifetime in seconds. A token with the lifetime 0 has expired.

        Raises:
            ValueError: The lifetime is not valid.
            LookupError: The application is unknown, or does not have one of the scopes.
        """
        if lifetime is not None:
            check_seconds("the lifetime", lifetime, 0)
        application = self._application(client_id)
        unassigned = application.unassigned(scopes)
        if unassigned:
            raise LookupError(
                f"the application does not have the scope {unassigned[0]}"
            )
        return self._issue(
            application.client_id,
            tuple(scopes) or application.scopes or (),
            self._registry.first_user if user is None else user,
            self._tokens.lifetime if lifetime is None else lifetime,
        )

    def _application(self, client_id: str | None) -> Application:
        known = self._registry.applications
        for one in known:
            if client_id in (None, one.client_id):
                return one
        raise LookupError("the client ID is unknown")

    def _issue(
        self, client_id: str, scopes: tuple[str, ...], user: str, lifetime: int
    ) -> Mapping[str, object]:
        """Issue a token, and return the members of the response."""
        value = generate_token()
        self._tokens.add(value, user, client_id, scopes, lifetime)
        return {
            "access_token": value,
            "token_type": "Bearer",
            "expires_in": lifetime,
            "scope": self.provider.separator.join(scopes),
        }

    def advance(self, seconds: float) -> None:
        """Move the clock forward, so that tokens expire without a wait.

        Raises ValueError if the number of seconds is negative, more than a hundred years, or not a
        number.
        """
        check_seconds("the time", seconds, 0)
        self._clock.advance(seconds)

    def fault(
        self,
        endpoint: str = "token",
        *,
        times: int = 1,
        delay: float = 0.0,
        status: int | None = None,
        retry_after: str | int | None = None,
        retry_date: int | None = None,
        error: str | None = None,
        body: str | None = None,
        content_type: str | None = None,
        members: Mapping[str, object] = _NOTHING,
        omit: Sequence[str] = (),
        location: str | None = None,
        truncate: int | None = None,
        trickle: float = 0.0,
        drop: str | None = None,
    ) -> None:
        """Change what happens to the next requests to an endpoint.

        Faults apply in the order in which they are added.

        Args:
            endpoint: Its name, as in `requests`.
            times: The number of requests.
            delay: The seconds by which the response is late.
            status: The status of the response. The request is not processed.
            retry_after: The value of the header Retry-After of the response.
            retry_date: The seconds after which the date in this header is.
            error: An OAuth error code that the response reports, with the status 400 by default. At the
                authorization endpoint, it is in the redirect.
            body: The body of the response, whose status is 200 by default.
            content_type: The type of that body, which is application/json by default.
            members: Values of members of the response by their paths, or of parameters of the redirect.
            omit: Members of the response, or parameters of the redirect, that are left out.
            location: Where the redirect of the authorization endpoint leads.
            truncate: The number of bytes of the body after which the connection is closed.
            trickle: The seconds between two bytes of the body.
            drop: "before" or "after": the connection is closed without a response, before or after the
                request is processed. It can be combined only with times and delay.

        Raises:
            ValueError: A value is not valid or has no effect, such as retry_after without a response.
        """
        self._traffic.add(
            Fault(
                endpoint,
                times,
                delay,
                status,
                retry_after,
                retry_date,
                error,
                body,
                content_type,
                members,
                omit,
                location,
                truncate,
                trickle,
                drop,
            )
        )

    def configure(
        self,
        *,
        token_lifetime: int | None = None,
        clock_offset: float | None = None,
        decision: str | None = None,
    ) -> None:
        """Change the server from the next request on.

        Args:
            token_lifetime: The lifetime of an access token in seconds, at least 1.
            clock_offset: The seconds by which the clock is ahead, or behind if negative.
            decision: What happens to authorization requests: ask shows the pages, approve and deny
                decide for the first user, and hold waits until there is another decision.

        Raises:
            ValueError: A value is not valid. Nothing is changed then.
        """
        if token_lifetime is not None:
            check_seconds("the token lifetime", token_lifetime, 1)
        if clock_offset is not None:
            check_seconds("the clock offset", clock_offset, -MAX_SECONDS)
        if decision is not None:
            check_decision(decision)
        if token_lifetime is not None:
            self._tokens.lifetime = token_lifetime
        if clock_offset is not None:
            self._clock.set_offset(clock_offset)
        if decision is not None:
            self._decisions.set(decision)

    def revoke(self, token: str | None = None) -> None:
        """End a token, or every token. Raises LookupError if the token is unknown."""
        if token is None:
            self._tokens.clear()
        elif self._tokens.get(token) is None:
            raise LookupError("the token is unknown")
        else:
            self._tokens.remove(token)

    def reset(self, *, everything: bool = False) -> None:
        """Forget the faults, the counts, and the received requests.

        If you reset everything, also forget all tokens, and set the clock and the configuration to what
        they were at the start.
        """
        self._traffic.clear()
        if everything:
            self._forget()
            self.configure(**self._first)

    def _forget(self) -> None:
        """Forget what was issued."""
        self._tokens.clear()
