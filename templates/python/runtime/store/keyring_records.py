"""Stores the records of token sources in the system's keyring."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from ..errors import OAuthError, without_frames
from ..exchange.json_values import is_array, is_object
from ..exchange.stores import Record, busy
from . import messages
from .keyring_calls import PATIENCE, Keyring, OnResponse
from .keyring_items import MAX_ITEM, Batch, Items, Reference, read_reference
from .record_name import record_name


class _Head(NamedTuple):
    """What the first item of a record has: it or its place, and items to delete."""

    record: Record | None
    place: Reference | None
    old: list[Reference]


class KeyringStore:
    """A store in the system's keyring, which uses only back ends that encrypt.

    A record that is too long for an item on every system is split. The locks are files in
    the folder for the state of programs, and end with their processes.
    """

    def __init__(self, service: str, patience: float = PATIENCE) -> None:
        """Name the items, and the seconds to wait for the keyring.

        Raises OAuthError: ``store_unavailable`` if no keyring encrypts its items.
        """
        self._keyring = Keyring(service, "use a FolderStore", patience)
        # The locks that this process holds, by the name of their record.
        self._held: dict[str, int] = {}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._keyring.place}>"

    @contextmanager
    def locked(self, key: str, patience: float) -> Generator[None]:
        """Hold the lock of a record; see `Store`."""
        try:
            descriptor = self._keyring.locked(f"{record_name(key)}.lock", patience)
        except OAuthError as error:
            if error.code != "store_locked":
                raise
            descriptor = -1
        if descriptor < 0:
            raise busy()
        self._held[record_name(key)] = descriptor
        try:
            yield
        finally:
            del self._held[record_name(key)]
            os.close(descriptor)

    @without_frames
    def read(self, key: str) -> Record | None:
        """Return the record, or None if there is none.

        Raises OAuthError: ``store_corrupt``, ``store_locked``, ``store_unavailable``.
        """
        return self._keyring.call(
            lambda on_response: self._read(on_response, key), finish=self._kept(key)
        )

    @without_frames
    def write(self, key: str, record: Record) -> None:
        """Replace the record; the caller holds its lock.

        Raises OAuthError: what `read` raises.
        """
        self._keyring.call(
            lambda on_response: self._write(on_response, key, record),
            finish=self._kept(key),
            late=messages.STORE_UNAVAILABLE_NO_RESPONSE_TO_CHANGE,
        )

    @without_frames
    def delete(self, key: str) -> None:
        """Delete the record, if there is one; the caller holds its lock.

        Raises OAuthError: what `read` raises, and ``store_unavailable`` if it remains.
        """
        self._keyring.call(
            lambda on_response: self._delete(on_response, key),
            finish=self._kept(key),
            late=messages.STORE_UNAVAILABLE_NO_RESPONSE_TO_CHANGE,
        )

    def _kept(self, key: str) -> Callable[[], None]:
        """Keep the lock until a thread ends, which may go on after the wait for it.

        Otherwise, it could replace what another process has written in the meantime.
        """
        held = self._held.get(record_name(key))
        if held is None:
            return lambda: None
        # The system releases the lock when the last duplicate is closed.
        duplicate = os.dup(held)
        return lambda: os.close(duplicate)

    def _read(self, on_response: OnResponse, key: str) -> Record | None:
        items = self._keyring.items(on_response)
        head = self._head(items, record_name(key))
        if head.place is None:
            return head.record
        found = _object(items.read(head.place))
        if found is None:
            raise self._corrupt()
        return found

    def _write(self, on_response: OnResponse, key: str, record: Record) -> None:
        items, name = self._keyring.items(on_response), record_name(key)
        try:
            before = self._head(items, name)
        except OAuthError:
            # A login replaces a damaged record, which is kept so that someone can look for
            # the reason.
            items.set(f"{name}-damaged", items.get(name) or "")
            before = _Head(None, None, [])
        text = json.dumps({"record": dict(record), "old": []})
        batch, place = Batch(), None
        if len(text) > MAX_ITEM:
            place = batch.add(json.dumps(dict(record)))
            # If this process ends now, the next change deletes what it has written.
            unfinished = before._replace(old=[*before.old, batch.whole])
            items.set(name, _text(unfinished))
            items.write(batch)
        replaced = [] if before.place is None else [before.place]
        old = [*before.old, *replaced]
        items.set(name, _text(_Head(None if place else record, place, old)))
        remaining = items.delete(old)
        if remaining != old:
            items.set(name, _text(_Head(None if place else record, place, remaining)))

    def _delete(self, on_response: OnResponse, key: str) -> None:
        items, name = self._keyring.items(on_response), record_name(key)
        if items.get(name) is None:
            return
        try:
            before = self._head(items, name)
        except OAuthError:
            before = _Head(None, None, [])
        places = [*before.old, *([] if before.place is None else [before.place])]
        # If this process ends now, the next change deletes the rest.
        items.set(name, _text(_Head(None, None, places)))
        if items.delete(places) or not items.is_deleted(name):
            raise OSError

    def _head(self, items: Items, name: str) -> _Head:
        text = items.get(name)
        if text is None:
            return _Head(None, None, [])
        found = _object(text)
        try:
            if found is None:
                raise ValueError
            return _read_head(found)
        except (KeyError, TypeError, ValueError):
            raise self._corrupt() from None

    def _corrupt(self) -> OAuthError:
        return OAuthError(messages.STORE_CORRUPT, values={"place": self._keyring.place})


def _text(head: _Head) -> str:
    if head.place is not None:
        return json.dumps({"place": head.place, "old": head.old})
    record = None if head.record is None else dict(head.record)
    return json.dumps({"record": record, "old": head.old})


def _read_head(found: Mapping[str, object]) -> _Head:
    """Return the head in a JSON object. Raises KeyError, TypeError, or ValueError."""
    old = found["old"]
    if not is_array(old):
        raise TypeError
    places = [read_reference(one) for one in old]
    if "place" in found:
        return _Head(None, read_reference(found["place"]), places)
    record = found["record"]
    if record is not None and not is_object(record):
        raise TypeError
    return _Head(record, None, places)


def _object(text: str | None) -> Record | None:
    try:
        found: object = json.loads(text or "")
    except (ValueError, RecursionError):
        return None
    return found if is_object(found) else None
