"""Tokens in the keyring of the system: only in a real one, and only while it responds."""

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
    Kept,
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
"""Seconds to wait for the keyring, which may ask the user to unlock it."""

REAL = frozenset(
    {
        "keyring.backends.SecretService",
        "keyring.backends.Windows",
        "keyring.backends.kwallet",
        "keyring.backends.libsecret",
        "keyring.backends.macOS",
    }
)
"""The modules of the back ends that encrypt what they keep; no other is used."""

_CHAINER = "keyring.backends.chainer"
_HEAD = "tokens"
"""The item that names the items of the index; in format 1, it holds all entries."""

_WRITING = "tokens-writing"
"""The item that names those of the last change, in case that does not end."""

_TRIES = 5
_Result = TypeVar("_Result")
_Tell = Callable[[], None]


@dataclass(frozen=True, repr=False)
class _Found(Generic[Token]):
    """What is in the keyring: where the text of each entry is, and the index.

    The entries of format 1 are in the head, and have no places.
    """

    head: str
    kept: Kept[Token]
    index: Reference | None = None
    places: dict[str, Reference] = field(default_factory=dict[str, Reference])
    lost: list[Reference] = field(default_factory=list[Reference])
    old: list[Reference] = field(default_factory=list[Reference])
    is_corrupt: bool = False
    is_incomplete: bool = False


class KeyringStore(TokenStore[Token]):
    """A store in items of the keyring, each short enough for every system.

    The head names the items of the index, and the index those of each entry. A change
    writes other items than those that are there, and the head last, so that it is
    whole or not at all.
    """

    def __init__(
        self,
        service: str,
        kind: type[Token],
        instead: str = "keep tokens in a file that you choose",
        patience: float = PATIENCE,
    ) -> None:
        """Name the items, the class of their tokens, and what to do without a keyring.

        Raises OAuthError: ``store_unavailable`` if there is no keyring that encrypts.
        """
        self._service = service
        self._kind = kind
        # A file is no way out on a system where files are not supported.
        self._or_instead = f", or {instead}" if HAS_MODES else ""
        self._patience = patience
        # Not at the top: its import takes longer than a command that needs no keyring.
        try:
            from keyring import get_keyring
        except ImportError as error:
            raise self._error(messages.STORE_UNAVAILABLE_NO_KEYRING_PACKAGE) from error
        self._back_end = self._asked(lambda _: self._real_one(get_keyring()))

    @property
    def place(self) -> str:
        """The keyring, and the service of its items."""
        kind = type(self._back_end)
        return f"the keyring ({kind.__module__}), as {self._service}"

    @without_frames
    def read(self) -> Contents[Token]:
        """Return all entries; none if there are no items."""
        return self._asked(self._contents)

    @without_frames
    def prepare(self) -> None:
        """Check that the keyring responds, and that no later version wrote to it."""
        self._asked(lambda tell: self._loaded(self._items(tell), mend=True))

    @without_frames
    def change(self, change: Change[Token], *, mend: bool) -> list[str]:
        """Replace the entries under the lock; see `TokenStore.change`."""
        descriptor = self._locked()
        # The thread unlocks, because it may still be writing when nobody waits for it.
        return self._asked(
            lambda tell: self._change(self._items(tell), change, mend=mend),
            finish=lambda: os.close(descriptor),
            late=messages.STORE_UNAVAILABLE_NO_RESPONSE_TO_CHANGE,
        )

    def _contents(self, tell: _Tell) -> Contents[Token]:
        found = self._loaded(self._items(tell))
        return Contents(found.kept.entries, self._notes(found.kept))

    def _change(self, items: Items, change: Change[Token], *, mend: bool) -> list[str]:
        found, said = self._loaded(items, mend=mend), list[str]()
        batch = Batch()
        places = self._places(found, _called(change, found.kept.entries), batch)
        before = [*found.places.values(), *([found.index] if found.index else ())]
        old = [place for place in before if place not in places]
        old += items.delete(_left(items, found))
        index = batch.add(json.dumps({"tokens": places, "old": old}))
        if sum(place.size for place in [*places, index]) > MAX_ITEMS:
            values = {"size": f"{MAX_ITEMS:,}"}
            raise OAuthError(messages.STORE_FULL_KEYRING, values=values)
        if found.is_corrupt:
            items.set(f"{_HEAD}-corrupt", found.head)
            said.append(
                f"{self.place} was not readable and is now its item {_HEAD}-corrupt"
            )
        items.set(_WRITING, json.dumps(batch.whole))
        items.write(batch)
        items.set(_HEAD, json.dumps({"format": FORMAT, "index": index}))
        if items.delete(old):
            said.append(
                f"old items of {self.place} could not be deleted; the next change tries again"
            )
        return said + self._notes(found.kept)

    def _places(
        self, found: _Found[Token], entries: Entries[Token], batch: Batch
    ) -> list[Reference]:
        """Return where entries are, or will be as a part of the batch."""
        places = [
            found.places.get(text) or batch.add(text)
            for text in [encode_entry(entry, self._kind) for entry in entries]
        ]
        return places + (
            found.lost
            or [batch.add(json.dumps(value)) for value in found.kept.unreadable]
        )

    def _loaded(self, items: Items, *, mend: bool = False) -> _Found[Token]:
        """Return what is there, with the tokens of what can be read.

        A change elsewhere may delete items between two calls, so what is missing is
        looked for again under a new head. With mend, a corrupt store is an empty one.
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

    def _load(self, items: Items, head: str) -> _Found[Token]:
        try:
            document = json_value(head or "{}")
            if isinstance(document, dict) and document.get("format") == FORMAT:
                return self._indexed(items, head, read_reference(document.get("index")))
            kept = decode(head.encode("utf-8", "replace"), self._kind, self.place)
            return _Found(head, kept)
        except OAuthError as error:
            if error.code != "store_corrupt":
                raise
        except (KeyError, TypeError, ValueError):
            pass
        return _Found(head, Kept([], [], []), is_corrupt=True)

    def _indexed(self, items: Items, head: str, index: Reference) -> _Found[Token]:
        """Return what an index names. Raises what `_load` catches for none."""
        text = items.read(index)
        if text is None:
            empty: Kept[Token] = Kept([], [], [])
            return _Found(head, empty, is_corrupt=True, is_incomplete=True)
        places, old = read_index(text)
        found = _Found[Token](head, Kept([], [], []), index, old=old)
        for position, place in enumerate(places, 1):
            text = items.read(place)
            entry = decode_entry(text or "", self._kind)
            if text is None or entry is None:
                found.lost.append(place)
                found.kept.unreadable.append([*place])
                found.kept.positions.append(position)
            else:
                found.places[text] = place
                found.kept.entries.append(entry)
        return replace(found, is_incomplete=bool(found.lost))

    def _notes(self, kept: Kept[Token]) -> list[str]:
        total = len(kept.entries) + len(kept.unreadable)
        return notes(kept.positions, total, self.place)

    def _items(self, tell: _Tell) -> Items:
        return Items(self._back_end, self._service, tell)

    def _real_one(self, found: object) -> BackEnd:
        """Return the back end that was found, or the first real one of a chain."""
        several: list[object] = [found]
        if type(found).__module__ == _CHAINER:
            several = [*getattr(found, "backends", ())]
        for one in several:
            if _is_real(one):
                return one
        kind = f"{type(found).__module__}.{type(found).__qualname__}"
        raise self._error(messages.STORE_UNAVAILABLE_NO_KEYRING, found=kind)

    def _error(self, text: Message, **values: str) -> OAuthError:
        values["alternative"] = self._or_instead
        return OAuthError(text, values=values)

    def _asked(
        self,
        ask: Callable[[_Tell], _Result],
        finish: Callable[[], None] = lambda: None,
        late: Message = messages.STORE_UNAVAILABLE_NO_RESPONSE,
    ) -> _Result:
        """Return what the keyring answers; it is asked in a thread that may be left.

        The patience is for each call of the back end. finish runs in the thread, when
        nothing more is asked. Nothing of the errors of a back end is passed on, because
        they may hold what was to be stored.
        """
        # None says that the back end has responded to one call, and a tuple has the result.
        answers = queue.Queue[tuple[_Result] | BaseException | None]()

        def run() -> None:
            with _Failures(answers.put, self._error):
                try:
                    answer = ask(lambda: answers.put(None))
                finally:
                    finish()
                answers.put((answer,))

        try:
            threading.Thread(target=run, daemon=True).start()
        except RuntimeError:  # There are too many threads, so this one does not run.
            finish()
            raise
        answer: tuple[_Result] | BaseException | None = None
        while answer is None:
            try:
                answer = answers.get(timeout=self._patience)
            except queue.Empty:
                answer = self._error(late, seconds=f"{self._patience:g}")
        if isinstance(answer, BaseException):
            raise answer.with_traceback(None)
        return answer[0]

    def _locked(self) -> int:
        """Return an open file with a lock for all processes of this user, as keyrings have none."""
        descriptor = self._open_lock()
        try:
            lock(descriptor, self.place, self._patience)
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def _open_lock(self) -> int:
        """Return the open file that is locked, in the user's folder for state."""
        name = "keyring.lock"
        try:
            folder = _state_folder() / self._service
            if sys.platform == "win32":
                folder.mkdir(parents=True, exist_ok=True)
                return os.open(folder / name, os.O_RDWR | os.O_CREAT)
            with PrivateFolder(folder, create=True) as opened:
                return opened.open_lock(name)
        except (OSError, RuntimeError) as error:
            kind = type(error).__name__
        raise self._error(messages.STORE_UNAVAILABLE_NO_LOCK, kind=kind)


def _state_folder() -> Path:
    """Return where programs keep their state; raises RuntimeError without a home."""
    # Not at the top, as in `store_file`.
    from pathlib import Path

    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home())
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")


class _Failures:
    """Ends a block whatever it raises: back ends let the errors of their libraries through."""

    def __init__(
        self,
        tell: Callable[[BaseException], None],
        error: Callable[..., OAuthError],
    ) -> None:
        self._tell = tell
        self._error = error

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: object, _: object
    ) -> bool:
        if isinstance(error, OAuthError):
            self._tell(error)
        elif isinstance(error, _CallersOwn):
            self._tell(error.error)
        elif kind is not None and kind.__name__ == "KeyringLocked":
            self._tell(self._error(messages.STORE_LOCKED_KEYRING))
        elif kind is not None:
            text = messages.STORE_UNAVAILABLE_KEYRING_FAILED
            self._tell(self._error(text, kind=kind.__name__))
        return True


class _CallersOwn(Exception):
    """An error of the function that changes the entries, not of the keyring."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


def _called(change: Change[Token], entries: Entries[Token]) -> Entries[Token]:
    try:
        return change(entries)
    except BaseException as error:  # noqa: BLE001
        own = error
    raise _CallersOwn(own)


def _left(items: Items, found: _Found[Token]) -> list[Reference]:
    """Return the items that changes have left which did not end."""
    if found.is_corrupt:
        return []
    try:
        written = read_reference(json_value(items.get(_WRITING) or ""))
    except ValueError:
        return found.old
    is_current = found.index is not None and found.index.batch == written.batch
    return found.old if is_current else [*found.old, written]


def _is_real(back_end: object) -> TypeGuard[BackEnd]:
    return type(back_end).__module__ in REAL
