"""Calls of the system's keyring: only one that encrypts, and only while it responds."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

from ..errors import Message, OAuthError
from . import messages
from .keyring_items import BackEnd, Items
from .lock import lock
from .private_files import HAS_MODES, PrivateFolder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeGuard

PATIENCE = 10.0
"""Seconds to wait for the keyring, which may ask the user to unlock it."""

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
_Result = TypeVar("_Result")
OnResponse = Callable[[], None]
"""Called after each response of the back end, so that the wait for it starts again."""


class Keyring:
    """The back end that encrypts, and the items of a service in it."""

    def __init__(self, service: str, alternative: str, patience: float) -> None:
        """Find the back end. alternative is what to do without one.

        Raises OAuthError: ``store_unavailable`` if no keyring encrypts its items.
        """
        self._service = service
        # On a system without file modes, files are not supported either.
        self._alternative = f", or {alternative}" if HAS_MODES else ""
        self._patience = patience
        # Not at the top: the import takes longer than a command without a keyring.
        try:
            from keyring import get_keyring
        except ImportError as error:
            raise self._error(messages.STORE_UNAVAILABLE_NO_KEYRING_PACKAGE) from error
        self._back_end = self.call(lambda _: self._encrypting_back_end(get_keyring()))

    @property
    def place(self) -> str:
        """The keyring, and the service of its items."""
        kind = type(self._back_end)
        return f"the keyring ({kind.__module__}), as {self._service}"

    def items(self, on_response: OnResponse) -> Items:
        """Return the items of the service."""
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

    def call(
        self,
        use: Callable[[OnResponse], _Result],
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

    def locked(self, name: str, patience: float | None = None) -> int:
        """Return an open file that is locked for all processes of this user.

        Raises OAuthError: ``store_locked``, ``store_unavailable``.
        """
        try:
            descriptor = self._open_lock(name)
            try:
                lock(
                    descriptor,
                    self.place,
                    self._patience if patience is None else patience,
                )
            except BaseException:
                os.close(descriptor)
                raise
            return descriptor
        except (OSError, RuntimeError) as error:
            system = error.strerror if isinstance(error, OSError) else None
            reason = system or type(error).__name__
        raise self._error(messages.STORE_UNAVAILABLE_NO_LOCK, reason=reason)

    def _open_lock(self, name: str) -> int:
        """Return the open lock file, in the user's folder for state."""
        folder = _state_folder() / self._service
        if sys.platform == "win32":
            folder.mkdir(parents=True, exist_ok=True)
            return os.open(folder / name, os.O_RDWR | os.O_CREAT)
        with PrivateFolder(folder, create=True) as opened:
            return opened.open_lock(name)


class OwnError(Exception):
    """An error of what was called during a use of the keyring, not of the keyring."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


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
        elif isinstance(error, OwnError):
            self._report(error.error)
        elif kind is not None and kind.__name__ == "KeyringLocked":
            self._report(self._error(messages.STORE_LOCKED_KEYRING))
        elif kind is not None:
            text = messages.STORE_UNAVAILABLE_KEYRING_FAILED
            self._report(self._error(text, kind=kind.__name__))
        return True


def _encrypts(back_end: object) -> TypeGuard[BackEnd]:
    return type(back_end).__module__ in ENCRYPTING
