"""Tokens in the keyring of the system: only in a real one, and only while it answers."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from .errors import OAuthError
from .private_files import PrivateFolder
from .store import Change, Entries, Token, TokenStore
from .store_json import decode, encode
from .store_lock import lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeGuard

PATIENCE = 10.0
"""Seconds to wait for the keyring, which may ask the person to unlock it."""

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
_USER = "tokens"
_Result = TypeVar("_Result")


class _BackEnd(Protocol):
    def get_password(self, service: str, username: str, /) -> str | None: ...
    def set_password(self, service: str, username: str, password: str, /) -> None: ...


class KeyringStore(TokenStore[Token]):
    """A store in one item of the keyring, so that a change is whole or not at all."""

    def __init__(
        self,
        service: str,
        kind: type[Token],
        instead: str = "keep tokens in a file that you choose",
        patience: float = PATIENCE,
    ) -> None:
        """Name the item, the class of its tokens, and what to do without a keyring.

        Raises OAuthError: ``store_unavailable`` where there is no keyring that encrypts.
        """
        self._service = service
        self._kind = kind
        self._instead = instead
        self._patience = patience
        # Not at the top: its import takes longer than a command that needs no keyring.
        try:
            from keyring import get_keyring
        except ImportError as error:
            raise _unavailable(
                "the package keyring is not installed",
                f"run pip install keyring, or {instead}",
            ) from error
        self._back_end = self._asked(lambda: self._real_one(get_keyring()))

    @property
    def place(self) -> str:
        """The keyring and the item in it."""
        kind = type(self._back_end)
        return f"the keyring ({kind.__module__}), as {self._service}"

    def entries(self) -> Entries[Token]:
        """Return all entries; none where there is no item."""
        return decode(self._read(), self._kind, self.place)

    def prepare(self) -> None:
        """Check that the keyring answers."""
        self._read()

    def change(self, change: Change[Token], *, mend: bool) -> list[str]:
        """Replace the item under the lock; see `TokenStore.change`."""
        with self._locked():
            data, said = self._read(), list[str]()
            try:
                entries = decode(data, self._kind, self.place)
            except OAuthError as error:
                if error.code != "store_corrupt" or not mend:
                    raise
                self._write(data, f"{_USER}-corrupt")
                entries = []
                said.append(
                    f"{self.place} was not readable and is now its item {_USER}-corrupt"
                )
            self._write(encode(change(entries)), _USER)
            return said

    def _read(self) -> memoryview:
        back_end = self._back_end
        text = self._asked(lambda: back_end.get_password(self._service, _USER))
        return memoryview((text or "").encode())

    def _write(self, data: memoryview, user: str) -> None:
        back_end = self._back_end
        self._asked(
            lambda: back_end.set_password(self._service, user, bytes(data).decode())
        )

    def _real_one(self, found: object) -> _BackEnd:
        """Return the back end that was found, or the first real one of a chain."""
        several: list[object] = [found]
        if type(found).__module__ == _CHAINER:
            several = [*getattr(found, "backends", ())]
        for one in several:
            if _is_real(one):
                return one
        kind = type(found)
        raise _unavailable(
            f"the keyring found is {kind.__module__}.{kind.__qualname__}, "
            "not one of those known to encrypt",
            self._instead,
        )

    def _asked(self, ask: Callable[[], _Result]) -> _Result:
        """Return what the keyring answers; it is asked in a thread that may be left.

        Nothing of its own errors is passed on, because they may hold what was to be kept.
        """
        answers = queue.Queue[_Result | OAuthError]()

        def run() -> None:
            with _Failures(answers.put, self._instead):
                answers.put(ask())

        threading.Thread(target=run, daemon=True).start()
        try:
            answer = answers.get(timeout=self._patience)
        except queue.Empty:
            answer = _unavailable(
                f"the keyring did not answer within {self._patience:g} seconds",
                f"look for a window that asks to unlock it, or {self._instead}",
            )
        if isinstance(answer, OAuthError):
            raise answer.with_traceback(None)
        return answer

    @contextmanager
    def _locked(self) -> Generator[None]:
        """Hold a lock for all processes of this person, as keyrings have none."""
        descriptor = self._open_lock()
        try:
            lock(descriptor, self.place)
            yield
        finally:
            os.close(descriptor)

    def _open_lock(self) -> int:
        """Return the open file that is locked, in the person's folder for state."""
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
        raise _unavailable(
            f"the lock of the keyring cannot be made ({kind})",
            "let XDG_STATE_HOME name a folder that you can write to",
        )


def _state_folder() -> Path:
    """Return where programs keep their state; raises RuntimeError without a home."""
    # Not at the top, as in `store_file`.
    from pathlib import Path

    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home())
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")


class _Failures:
    """Ends a block whatever it raises: back ends let the errors of their libraries through."""

    def __init__(self, tell: Callable[[OAuthError], None], instead: str) -> None:
        self._tell = tell
        self._instead = instead

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: object, _: object
    ) -> bool:
        if isinstance(error, OAuthError):
            self._tell(error)
        elif kind is not None and kind.__name__ == "KeyringLocked":
            hint = f"unlock it and try again, or {self._instead}"
            self._tell(OAuthError("store_locked", "the keyring is locked", hint))
        elif kind is not None:
            hint = f"check that it works, or {self._instead}"
            self._tell(_unavailable(f"the keyring failed ({kind.__name__})", hint))
        return True


def _is_real(back_end: object) -> TypeGuard[_BackEnd]:
    return type(back_end).__module__ in REAL


def _unavailable(problem: str, hint: str) -> OAuthError:
    return OAuthError("store_unavailable", problem, hint)
