"""What the server does with the requests of users, instead of asking on its pages."""

from __future__ import annotations

from threading import Condition

from .faults import require

DECISIONS = ("ask", "approve", "deny", "hold")


class Decisions:
    """The decision: ask shows the pages, and hold waits until there is another decision."""

    def __init__(self) -> None:
        self._value = "ask"
        self._is_closed = False
        self._changed = Condition()

    @property
    def value(self) -> str:
        """The decision of the moment."""
        return self._value

    def set(self, value: str) -> None:
        """Change the decision, and that of the requests that are held."""
        check_decision(value)
        with self._changed:
            self._value = value
            self._changed.notify_all()

    def wait(self) -> str | None:
        """Return the decision as soon as it is not hold, or None if the server stopped before."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._value != "hold")
            return None if self._is_closed else self._value

    def close(self) -> None:
        """Let go of the requests that are held."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()


def check_decision(value: str) -> None:
    """Raise ValueError for an unknown decision."""
    require("decision", value, DECISIONS)
