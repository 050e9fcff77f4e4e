"""Stores tokens in the system's keyring, if it encrypts them and while it responds."""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Generic

from ..errors import OAuthError, without_frames
from . import messages
from .keyring_calls import PATIENCE, Keyring, OnResponse, OwnError
from .keyring_items import (
    MAX_ITEMS,
    Batch,
    Items,
    Reference,
    read_index,
    read_reference,
)
from .store_json import (
    FORMAT,
    DecodedStore,
    decode,
    decode_entry,
    encode_entry,
    json_value,
    notes,
)
from .token_store import Change, Contents, Entries, Token, TokenStore

_LOCK = "keyring.lock"
_HEAD = "tokens"
"""The item that names the items of the index; in format 1, it holds all entries."""

_WRITING = "tokens-writing"
"""The item that names those of the last change, in case it is interrupted."""

_TRIES = 5


@dataclass(frozen=True, repr=False)
class _KeyringState(Generic[Token]):
    """The contents of the keyring: the reference of each entry's text, and the index.

    The entries of format 1 are in the head, and have no references.
    """

    head: str
    decoded: DecodedStore[Token]
    index: Reference | None = None
    places: dict[str, Reference] = field(default_factory=dict[str, Reference])
    lost: list[Reference] = field(default_factory=list[Reference])
    old: list[Reference] = field(default_factory=list[Reference])
    is_corrupt: bool = False
    is_incomplete: bool = False


class KeyringStore(TokenStore[Token]):
    """A store in items of the keyring, each short enough for every system.

    The head names the items of the index, and the index names those of each entry. A
    change writes new items, and then the head, so that it happens whole or not at all.
    """

    def __init__(
        self,
        service: str,
        kind: type[Token],
        alternative: str = "store tokens in a file that you choose",
        patience: float = PATIENCE,
    ) -> None:
        """Name the items, the class of their tokens, and the alternative to a keyring.

        Raises OAuthError: ``store_unavailable`` if there is no keyring that encrypts.
        """
        self._keyring = Keyring(service, alternative, patience)
        self._kind = kind

    @property
    def place(self) -> str:
        """The keyring, and the service of its items."""
        return self._keyring.place

    @without_frames
    def read(self) -> Contents[Token]:
        """Return all entries; none if there are no items."""
        return self._keyring.call(self._contents)

    @without_frames
    def prepare(self) -> None:
        """Check that the keyring responds and can be locked, and its version."""
        os.close(self._keyring.locked(_LOCK))
        self._keyring.call(
            lambda on_response: self._loaded(
                self._keyring.items(on_response), mend=True
            )
        )

    @without_frames
    def change(self, change: Change[Token], *, mend: bool) -> list[str]:
        """Replace the entries under the lock; see `TokenStore.change`."""
        descriptor = self._keyring.locked(_LOCK)
        # The thread unlocks, because it may still write after the wait has ended.
        return self._keyring.call(
            lambda on_response: self._change(
                self._keyring.items(on_response), change, mend=mend
            ),
            finish=lambda: os.close(descriptor),
            late=messages.STORE_UNAVAILABLE_NO_RESPONSE_TO_CHANGE,
        )

    @contextmanager
    def locked(self, name: str, patience: float) -> Generator[None]:
        """Hold the lock of an entry; see `TokenStore.locked`."""
        descriptor = self._keyring.locked(f"{name}.lock", patience)
        try:
            yield
        finally:
            os.close(descriptor)

    def _contents(self, on_response: OnResponse) -> Contents[Token]:
        found = self._loaded(self._keyring.items(on_response))
        return Contents(found.decoded.entries, notes(found.decoded, self.place))

    def _change(self, items: Items, change: Change[Token], *, mend: bool) -> list[str]:
        found, lines = self._loaded(items, mend=mend), list[str]()
        batch = Batch()
        places = self._places(found, _apply(change, found.decoded.entries), batch)
        before = [*found.places.values(), *([found.index] if found.index else ())]
        old = [place for place in before if place not in places]
        old += items.delete(_unfinished(items, found))
        index = batch.add(json.dumps({"tokens": places, "old": old}))
        if sum(place.size for place in [*places, index]) > MAX_ITEMS:
            values = {"size": f"{MAX_ITEMS:,}"}
            raise OAuthError(messages.STORE_FULL_KEYRING, values=values)
        if found.is_corrupt:
            items.set(f"{_HEAD}-corrupt", found.head)
            lines.append(
                f"{self.place} could not be read; its data is now in the item {_HEAD}-corrupt"
            )
        items.set(_WRITING, json.dumps(batch.whole))
        items.write(batch)
        items.set(_HEAD, json.dumps({"format": FORMAT, "index": index}))
        if items.delete(old):
            lines.append(
                f"old items of {self.place} could not be deleted; the next change tries again"
            )
        return lines + notes(found.decoded, self.place)

    def _places(
        self, found: _KeyringState[Token], entries: Entries[Token], batch: Batch
    ) -> list[Reference]:
        """Return the references of entries, some of which are added to the batch."""
        places = [
            found.places.get(text) or batch.add(text)
            for text in [encode_entry(entry, self._kind) for entry in entries]
        ]
        return places + (
            found.lost
            or [batch.add(json.dumps(value)) for value in found.decoded.unreadable]
        )

    def _loaded(self, items: Items, *, mend: bool = False) -> _KeyringState[Token]:
        """Return the contents of the keyring.

        Another process may delete items between two calls, so missing items are read again
        if the head has changed. With mend, a corrupt store counts as empty.
        """
        found = self._load(items, items.get(_HEAD) or "")
        for _ in range(_TRIES):
            head = items.get(_HEAD) or "" if found.is_incomplete else found.head
            if head == found.head:
                break
            found = self._load(items, head)
        if found.is_corrupt and not mend:
            raise OAuthError(messages.STORE_CORRUPT, values={"place": self.place})
        return found

    def _load(self, items: Items, head: str) -> _KeyringState[Token]:
        try:
            document = json_value(head or "{}")
            if isinstance(document, dict) and document.get("format") == FORMAT:
                return self._indexed(items, head, read_reference(document.get("index")))
            decoded = decode(head.encode("utf-8", "replace"), self._kind, self.place)
            return _KeyringState(head, decoded)
        except OAuthError as error:
            if error.code != "store_corrupt":
                raise
        except (KeyError, TypeError, ValueError):
            pass
        return _KeyringState(head, DecodedStore([], [], []), is_corrupt=True)

    def _indexed(
        self, items: Items, head: str, index: Reference
    ) -> _KeyringState[Token]:
        """Return the entries of an index. Raises what `_load` catches if it is malformed."""
        text = items.read(index)
        if text is None:
            empty: DecodedStore[Token] = DecodedStore([], [], [])
            return _KeyringState(head, empty, is_corrupt=True, is_incomplete=True)
        places, old = read_index(text)
        found = _KeyringState[Token](head, DecodedStore([], [], []), index, old=old)
        for position, place in enumerate(places, 1):
            text = items.read(place)
            entry = decode_entry(text or "", self._kind)
            if text is None or entry is None:
                found.lost.append(place)
                found.decoded.unreadable.append([*place])
                found.decoded.positions.append(position)
            else:
                found.places[text] = place
                found.decoded.entries.append(entry)
        return replace(found, is_incomplete=bool(found.lost))


def _apply(change: Change[Token], entries: Entries[Token]) -> Entries[Token]:
    try:
        return change(entries)
    except BaseException as error:  # noqa: BLE001
        own = error
    raise OwnError(own)


def _unfinished(items: Items, found: _KeyringState[Token]) -> list[Reference]:
    """Return the items that interrupted changes have left."""
    if found.is_corrupt:
        return []
    try:
        written = read_reference(json_value(items.get(_WRITING) or ""))
    except ValueError:
        return found.old
    is_current = found.index is not None and found.index.batch == written.batch
    return found.old if is_current else [*found.old, written]
