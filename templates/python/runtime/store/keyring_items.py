"""Texts as keyring items that every system accepts: a long text is split into several."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol
from zlib import crc32

MAX_ITEM = 1_280
"""The maximum of characters in an item: CredWrite accepts 2,560 bytes of UTF-16."""

MAX_ITEMS = 1_000
"""The maximum of items in a store; each one costs a call of the keyring."""

_ID = re.compile(r"[0-9a-f]{16}")


class BackEnd(Protocol):
    """A back end of the package keyring."""

    def get_password(self, service: str, username: str, /) -> str | None: ...
    def set_password(self, service: str, username: str, password: str, /) -> None: ...
    def delete_password(self, service: str, username: str, /) -> None: ...


class Reference(NamedTuple):
    """The items of a text: those of a batch from first to before end, and its CRC-32.

    Without the checksum, a token could lose a part in its middle without an error.
    """

    batch: str
    first: int
    end: int
    check: int

    def names(self) -> list[str]:
        """Return the names of the items."""
        return [f"{self.batch}.{number}" for number in range(self.first, self.end)]

    @property
    def size(self) -> int:
        """The number of items."""
        return self.end - self.first


def read_reference(value: object) -> Reference:
    """Return the reference in a JSON value. Raises ValueError if it is not one."""
    match value:
        case [str(batch), int(first), int(end), int(check)] if (
            _ID.fullmatch(batch) and 0 <= first < end <= first + MAX_ITEMS
        ):
            return Reference(batch, first, end, check)
        case _:
            raise ValueError("not a reference")


def read_index(text: str) -> tuple[list[Reference], list[Reference]]:
    """Return the references of an index: those of entries, and those of items to delete.

    Raises KeyError, TypeError, or ValueError if it is not an index.
    """
    index = json.loads(text)
    places, old = (
        [read_reference(one) for one in index[name]] for name in ("tokens", "old")
    )
    if sum(place.size for place in places) > MAX_ITEMS:
        raise ValueError("too many items")
    return places, old


@dataclass(repr=False)
class Batch:
    """The items that one change writes; their names share a random prefix."""

    id: str = field(default_factory=lambda: os.urandom(8).hex())
    parts: list[str] = field(default_factory=list[str])

    def add(self, text: str) -> Reference:
        """Split an ASCII text into items, and return their reference."""
        first = len(self.parts)
        for start in range(0, len(text), MAX_ITEM):
            self.parts.append(text[start : start + MAX_ITEM])
        return Reference(self.id, first, len(self.parts), crc32(text.encode()))

    @property
    def whole(self) -> Reference:
        """The reference of all items, without a checksum."""
        return Reference(self.id, 0, len(self.parts), 0)


class Items:
    """The items of a service in a back end, which calls on_response after each call."""

    def __init__(
        self, back_end: BackEnd, service: str, on_response: Callable[[], None]
    ) -> None:
        """Name the back end and the service."""
        self._back_end = back_end
        self._service = service
        self._on_response = on_response

    def get(self, name: str) -> str | None:
        """Return the text of an item, or None if there is no item."""
        text = self._back_end.get_password(self._service, name)
        self._on_response()
        return text

    def set(self, name: str, text: str) -> None:
        """Write an item."""
        self._back_end.set_password(self._service, name, text)
        self._on_response()

    def read(self, place: Reference) -> str | None:
        """Return a text, or None if a part of it is missing or damaged."""
        parts: list[str] = []
        for name in place.names():
            part = self.get(name)
            if part is None:
                return None
            parts.append(part)
        text = "".join(parts)
        return text if crc32(text.encode("utf-8", "replace")) == place.check else None

    def write(self, batch: Batch) -> None:
        """Write the items of a batch."""
        for name, part in zip(batch.whole.names(), batch.parts, strict=True):
            self.set(name, part)

    def delete(self, places: Iterable[Reference]) -> list[Reference]:
        """Delete items that may not exist; return the references of those that remain."""
        # Not any(…), which would stop at the first item that remains.
        return [
            place
            for place in places
            if [name for name in place.names() if not self.is_deleted(name)]
        ]

    def is_deleted(self, name: str) -> bool:
        """Delete an item, and return whether it no longer exists."""
        with suppress(Exception):
            self._back_end.delete_password(self._service, name)
            self._on_response()
            return True
        # A back end raises the same error for an item that does not exist.
        with suppress(Exception):
            return self.get(name) is None
        return False
