"""Back ends of the package keyring that tests put in the place of the system's."""

from __future__ import annotations

import json
import math
import os
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import PasswordDeleteError

_Result = TypeVar("_Result")

FILE = "TEST_KEYRING_FILE"
"""The environment variable that names where they keep what they are given."""


def _priority(_: object) -> float:
    return 1.0


LONGEST = 2_560
"""CRED_MAX_CREDENTIAL_BLOB_SIZE of wincred.h: the most bytes of an item, in UTF-16."""


class Plaintext(KeyringBackend):
    """Keeps passwords in the clear, each no longer than Windows takes."""

    priority = properties.classproperty(_priority)

    def _items(self) -> dict[str, str]:
        file = Path(os.environ[FILE])
        items: dict[str, str] = json.loads(file.read_bytes()) if file.exists() else {}
        return items

    def get_password(self, service: str, username: str) -> str | None:
        return self._items().get(f"{service}/{username}")

    def _write(self, items: dict[str, str]) -> None:
        Path(os.environ[FILE]).write_text(json.dumps(items), encoding="utf-8")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._set(f"{service}/{username}", password)

    def _set(self, name: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > LONGEST:
            raise OSError("CredWrite: the stub received bad data")
        self._write({**self._items(), name: password})

    def delete_password(self, service: str, username: str) -> None:
        self._delete(f"{service}/{username}")

    def _delete(self, name: str) -> None:
        items = self._items()
        if items.pop(name, None) is None:
            raise PasswordDeleteError("not found")
        self._write(items)


class Real(Plaintext):
    """Passes for one of the system's."""


class KeyringLocked(Exception):
    """What a locked keyring raises, by its name."""


class Locked(Real):
    """Is locked."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("2YotnFZFEjr1zCsicMWpAA")


class Failing(Real):
    """Reads, and fails to write with an error that holds what was to be written."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(password)


class Memory(Real):
    """Keeps what it is given in a dictionary, and breaks at one of its calls."""

    items: ClassVar[dict[str, str]] = {}
    calls_left: ClassVar[float] = math.inf
    breaks_late: ClassVar[bool] = False
    """Whether the call that breaks has its effect first."""

    def _items(self) -> dict[str, str]:
        return dict(self.items)

    def _write(self, items: dict[str, str]) -> None:
        type(self).items = items

    def _call(self, call: Callable[[], _Result]) -> _Result:
        cls = type(self)
        cls.calls_left -= 1
        if cls.calls_left >= 0:
            return call()
        if cls.calls_left == -1 and cls.breaks_late:
            call()
        # Once it is broken, it stays so, as for a process that was killed.
        raise Killed

    def get_password(self, service: str, username: str) -> str | None:
        return self._call(lambda: self._items().get(f"{service}/{username}"))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._call(lambda: self._set(f"{service}/{username}", password))

    def delete_password(self, service: str, username: str) -> None:
        self._call(lambda: self._delete(f"{service}/{username}"))


class Killed(BaseException):
    """The end of a process in the middle of a call."""


class Stubborn(Memory):
    """Deletes nothing."""

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError("not allowed")


class Slow(Memory):
    """Takes its time for the first call that writes."""

    seconds: ClassVar[float] = 0

    def set_password(self, service: str, username: str, password: str) -> None:
        seconds, type(self).seconds = self.seconds, 0
        time.sleep(seconds)
        self._set(f"{service}/{username}", password)


class Printing(Real):
    """Prints in each way that reaches standard output."""

    def get_password(self, service: str, username: str) -> str | None:
        print("printed", flush=True)
        os.write(1, b"written\n")
        subprocess.run(["echo", "by another program"], check=True)
        return super().get_password(service, username)


class Silent(Real):
    """Never answers."""

    def get_password(self, service: str, username: str) -> str | None:
        threading.Event().wait()
        return None


for _one in (Real, Memory, Stubborn, Slow, Locked, Failing, Printing, Silent):
    _one.__module__ = "keyring.backends.SecretService"
