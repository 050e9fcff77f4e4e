"""Stores tokens in the system's keyring, if it encrypts them and while it responds."""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from ..errors import Message, OAuthError, without_frames
from . import messages
from .keyring_items import (
    MAX_ITEMS,
    BackEnd,
    Batch,
    Items,
    Reference,
    read_index,
    read_reference,
)
from .lock import lock
from .private_files import HAS_MODES, PrivateFolder
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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeGuard

PATIENCE = 10.0
"""Seconds to wait for the keyring, which may use the user to unlock it."""

ENCRYPTING = frozenset(
    {
        "keyring.backends.SecretService",
        "keyring.backends.Windows",
        "keyring.backends.kwallet",
        "keyring.backends.libsecret",
        "keyring.backends.macOS",
    }
)
"""The modules of the only back ends that are used, because they encrypt."""

_CHAINER = "keyring.backends.chainer"
_HEAD = "tokens"
"""The item that names the items of the index; in format 1, it holds all entries."""

_WRITING = "tokens-writing"
"""The item that names those of the last change, in case it is interrupted."""

_TRIES = 5
_Result = TypeVar("_Result")
_OnResponse = Callable[[], None]


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
        self._service = service
        self._kind = kind
        # On a system without file modes, files are not supported either.
        self._alternative = f", or {alternative}" if HAS_MODES else ""
        self._patience = patience
        # Not at the top: the import takes longer than a command without a keyring.
        try:
            from keyring import get_keyring
        except ImportError as error:
            raise self._error(messages.STORE_UNAVAILABLE_NO_KEYRING_PACKAGE) from error
        self._back_end = self._call(lambda _: self._encrypting_back_end(get_keyring()))

    @property
    def place(self) -> str:
        """The keyring, and the service of its items."""
        kind = type(self._back_end)
        return f"the keyring ({kind.__module__}), as {self._service}"

    @without_frames
    def read(self) -> Contents[Token]:
        """Return all entries; none if there are no items."""
        return self._call(self._contents)

    @without_frames
    def prepare(self) -> None:
        """Check that the keyring responds and can be locked, and its version."""
        os.close(self._locked())
        self._call(
            lambda on_response: self._loaded(self._items(on_response), mend=True)
        )

    @without_frames
    def change(self, change: Change[Token], *, mend: bool) -> list[str]:
        """Replace the entries under the lock; see `TokenStore.change`."""
        descriptor = self._locked()
        # The thread unlocks, because it may still write after the wait has ended.
        return self._call(
            lambda on_response: self._change(
                self._items(on_response), change, mend=mend
            ),
            finish=lambda: os.close(descriptor),
            late=messages.STORE_UNAVAILABLE_NO_RESPONSE_TO_CHANGE,
        )

    def _contents(self, on_response: _OnResponse) -> Contents[Token]:
        found = self._loaded(self._items(on_response))
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

    def _items(self, on_response: _OnResponse) -> Items:
        return Items(self._back_end, self._service, on_response)

    def _encrypting_back_end(self, found: object) -> BackEnd:
        """Return the back end that was found, or the first in a chain that encrypts."""
        several: list[object] = [found]
        if type(found).__module__ == _CHAINER:
            several = [*getattr(found, "backends", ())]
        for one in several:
            if _encrypts(one):
                return one
        kind = f"{type(found).__module__}.{type(found).__qualname__}"
        raise self._error(messages.STORE_UNAVAILABLE_NO_KEYRING, found=kind)

    def _error(self, text: Message, **values: str) -> OAuthError:
        values["alternative"] = self._alternative
        return OAuthError(text, values=values)

    def _call(
        self,
        use: Callable[[_OnResponse], _Result],
        finish: Callable[[], None] = lambda: None,
        late: Message = messages.STORE_UNAVAILABLE_NO_RESPONSE,
    ) -> _Result:
        """Return the result of a use of the keyring, in a thread that may be abandoned.

        The patience applies to each call of the back end. finish runs in the thread, at
        its end. The errors of a back end are not passed on, because they may contain what
        was to be stored.
        """
        # None means that the back end has responded to one call; a tuple has the result.
        results = queue.Queue[tuple[_Result] | BaseException | None]()

        def run() -> None:
            with _Failures(results.put, self._error):
                try:
                    result = use(lambda: results.put(None))
                finally:
                    finish()
                results.put((result,))

        try:
            threading.Thread(target=run, daemon=True).start()
        except RuntimeError as error:  # There are too many threads.
            finish()
            text = messages.STORE_UNAVAILABLE_KEYRING_FAILED
            raise self._error(text, kind=type(error).__name__) from None
        result: tuple[_Result] | BaseException | None = None
        while result is None:
            try:
                result = results.get(timeout=self._patience)
            except queue.Empty:
                result = self._error(late, seconds=f"{self._patience:g}")
        if isinstance(result, BaseException):
            raise result.with_traceback(None)
        return result[0]

    def _locked(self) -> int:
        """Return an open file that is locked for all processes of this user."""
        try:
            descriptor = self._open_lock()
            try:
                lock(descriptor, self.place, self._patience)
            except BaseException:
                os.close(descriptor)
                raise
            return descriptor
        except (OSError, RuntimeError) as error:
            system = error.strerror if isinstance(error, OSError) else None
            reason = system or type(error).__name__
        raise self._error(messages.STORE_UNAVAILABLE_NO_LOCK, reason=reason)

    def _open_lock(self) -> int:
        """Return the open lock file, in the user's folder for state."""
        name = "keyring.lock"
        folder = _state_folder() / self._service
        if sys.platform == "win32":
            folder.mkdir(parents=True, exist_ok=True)
            return os.open(folder / name, os.O_RDWR | os.O_CREAT)
        with PrivateFolder(folder, create=True) as opened:
            return opened.open_lock(name)


def _state_folder() -> Path:
    """Return the folder for the state of programs. Raises RuntimeError without a home."""
    # Not at the top, as in `file_store`.
    from pathlib import Path

    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home())
    given = os.environ.get("XDG_STATE_HOME", "")
    # The XDG Base Directory Specification says to ignore a relative path.
    return Path(given) if os.path.isabs(given) else Path.home() / ".local" / "state"


class _Failures:
    """Reports any error of a block, because back ends raise the errors of their libraries."""

    def __init__(
        self,
        report: Callable[[BaseException], None],
        error: Callable[..., OAuthError],
    ) -> None:
        self._report = report
        self._error = error

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: object, _: object
    ) -> bool:
        if isinstance(error, OAuthError):
            self._report(error)
        elif isinstance(error, _ChangeFailed):
            self._report(error.error)
        elif kind is not None and kind.__name__ == "KeyringLocked":
            self._report(self._error(messages.STORE_LOCKED_KEYRING))
        elif kind is not None:
            text = messages.STORE_UNAVAILABLE_KEYRING_FAILED
            self._report(self._error(text, kind=kind.__name__))
        return True


class _ChangeFailed(Exception):
    """An error of the function that changes the entries, not of the keyring."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


def _apply(change: Change[Token], entries: Entries[Token]) -> Entries[Token]:
    try:
        return change(entries)
    except BaseException as error:  # noqa: BLE001
        own = error
    raise _ChangeFailed(own)


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


def _encrypts(back_end: object) -> TypeGuard[BackEnd]:
    return type(back_end).__module__ in ENCRYPTING
