"""A text that a person gave, which no message, log or traceback shows."""

from __future__ import annotations


class Secret:
    """A text that shows nothing but through `reveal`."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        """Keep the text."""
        self._value = value

    def reveal(self) -> str:
        """Return the text itself."""
        return self._value

    def __repr__(self) -> str:
        return "<Secret, not shown>"
