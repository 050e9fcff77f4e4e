"""Faults that a test asks for: what happens to the next requests to an endpoint."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

DROPS = ("before", "after")
_LONGEST = 600
"""The longest delay in seconds."""
_MAX_RETRY = 100 * 365 * 86_400
_CODE = re.compile(r"[ -!#-\[\]-~]+", re.ASCII)
"""An error code (RFC 6749 appendix A.7)."""
_ONLY_BODY = ("content_type", "body")
_CHANGES = ("members", "omit", "location")
_RESPONSE = ("status", "error", "body")
_HEADERS = ("retry_after", "retry_date")


@dataclass(frozen=True)
class Fault:
    """What happens to the next requests to an endpoint, instead of the usual response.

    After `delay` seconds, the response has the `status`, and the `body` with its `content_type` or the
    OAuth error code `error`. A request is processed only if there is none of these. `members` are set in
    the response, and those in `omit` are left out; at the authorization endpoint, they are parameters of
    the redirect, and `location` is where it leads. `retry_after` is the header's value, and `retry_date`
    is a number of seconds that it has as a date. `truncate` is how many bytes of the body are sent, and
    `trickle` is how many seconds are between two of them. `drop` closes the connection without a
    response, "before" or "after" the request is processed.
    """

    endpoint: str = "token"
    times: int = 1
    delay: float = 0.0
    status: int | None = None
    retry_after: str | int | None = None
    retry_date: int | None = None
    error: str | None = None
    body: str | None = None
    content_type: str | None = None
    members: Mapping[str, object] = field(default_factory=dict[str, object])
    omit: Sequence[str] = ()
    location: str | None = None
    truncate: int | None = None
    trickle: float = 0.0
    drop: str | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for a value that is not valid, or has no effect."""
        if self.drop is not None:
            require("drop", self.drop, DROPS)
        if self.times < 1:
            raise ValueError("times must be at least 1")
        for name in ("delay", "trickle"):
            if not 0 <= getattr(self, name) <= _LONGEST:
                raise ValueError(f"{name} must be between 0 and {_LONGEST} seconds")
        if self.status is not None and not 200 <= self.status <= 599:
            raise ValueError("status must be between 200 and 599")
        if self.retry_date is not None and not 0 <= self.retry_date <= _MAX_RETRY:
            raise ValueError(f"retry_date must be between 0 and {_MAX_RETRY} seconds")
        if self.truncate is not None and self.truncate < 0:
            raise ValueError("truncate must be at least 0")
        self._check_texts()
        self._check_effect()
        if self.endpoint == "authorization":
            self._check_redirect()
        elif self.location is not None:
            raise ValueError("location needs the endpoint authorization")

    @property
    def changes_response(self) -> bool:
        """Whether the server's own response is changed."""
        return bool(self.members or self.omit or self.location is not None)

    def _given(self, names: Collection[str]) -> list[str]:
        return [one for one in names if getattr(self, one) not in (None, {}, (), [])]

    def _check_texts(self) -> None:
        for name in ("retry_after", "content_type", "location"):
            value = str(getattr(self, name) or "")
            if not (value.isascii() and value.isprintable()):
                raise ValueError(f"{name} must be printable ASCII")
        if self.error is not None and not _CODE.fullmatch(self.error):
            raise ValueError(
                "error must be printable ASCII without double quotes or backslashes"
            )
        if not _has_utf8(self.body or ""):
            raise ValueError("body must be valid Unicode")

    def _check_effect(self) -> None:
        """Raise ValueError for values that change nothing together."""
        response, further = self._given(_RESPONSE), self._given((*_HEADERS, *_CHANGES))
        cut = self.truncate is not None or self.trickle > 0
        if self.drop and (response or further or cut or self.content_type is not None):
            raise ValueError(
                "drop can have only times and delay, because no response is sent"
            )
        if self._given(_HEADERS) and not response:
            raise ValueError("retry_after and retry_date need a status, error, or body")
        if len(self._given(_HEADERS)) > 1:
            raise ValueError("use either retry_after or retry_date, not both")
        if self.content_type is not None and self.body is None:
            raise ValueError("content_type needs a body")
        if self.body is not None and self.error is not None:
            raise ValueError("use either body or error, not both")
        if self.changes_response and response and self.error is None:
            raise ValueError("members, omit, and location cannot have a status or body")
        if not (response or further or cut or self.delay or self.drop):
            raise ValueError(
                "a fault needs a delay, status, error, body, members, omit, location, truncate, "
                "trickle, or drop"
            )

    def _check_redirect(self) -> None:
        """Raise ValueError for a value that a redirect cannot have."""
        if self.error is not None and self._given(("status", *_HEADERS)):
            raise ValueError(
                "an error of the authorization endpoint is in a redirect, so it cannot have a status, "
                "retry_after, or retry_date"
            )
        if any(not isinstance(one, str) for one in self.members.values()):
            raise ValueError("members of a redirect must be strings")
        if not _has_utf8("".join([*self.members, *map(str, self.members.values())])):
            raise ValueError("members of a redirect must be valid Unicode")
        if "#" in (self.location or ""):
            raise ValueError("location must not contain a fragment")


class Faults:
    """The faults that wait for a request, in the order in which they apply."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = Lock()

    def add(self, fault: Fault) -> None:
        """Wait with a fault for the next request to its endpoint."""
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """Forget all faults."""
        with self._lock:
            self._waiting.clear()

    def take(self, endpoint: str) -> Fault | None:
        """Return the fault of the next request to an endpoint, or None."""
        with self._lock:
            for index, one in enumerate(self._waiting):
                if one.endpoint == endpoint:
                    left = replace(one, times=one.times - 1) if one.times > 1 else None
                    self._waiting[index : index + 1] = [left] if left else []
                    return one
        return None


def _has_utf8(text: str) -> bool:
    """Return whether a text has no lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def require(name: str, value: str, known: Collection[str]) -> None:
    """Raise ValueError, with the name of the value, unless it is a known one."""
    if value not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}")
