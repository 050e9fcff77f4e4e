"""A text that no message, log, or traceback shows."""

from __future__ import annotations

from ..constant_time import is_equal
from ..errors import without_frames


class Secret:
    """A text that only `reveal` shows."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        """Store the text."""
        self._value = value

    def reveal(self) -> str:
        """Return the text itself."""
        return self._value

    @without_frames
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return is_equal(self.reveal(), other.reveal())

    # A hash may be seen, so it does not depend on the text.
    def __hash__(self) -> int:
        return hash(Secret)

    def __repr__(self) -> str:
        return "<Secret, not shown>"

    # Pickles are written unencrypted, to files, caches, and queues.
    def __reduce_ex__(self, protocol: object) -> str:
        raise TypeError("a Secret cannot be pickled: pass on reveal()")
