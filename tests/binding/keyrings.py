"""Back ends of the package keyring that tests put in the place of the system's."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.compat import properties

FILE = "TEST_KEYRING_FILE"
"""The environment variable that names where they keep what they are given."""


def _priority(_: object) -> float:
    return 1.0


class Plaintext(KeyringBackend):
    """Keeps passwords in the clear."""

    priority = properties.classproperty(_priority)

    def _items(self) -> dict[str, str]:
        file = Path(os.environ[FILE])
        items: dict[str, str] = json.loads(file.read_bytes()) if file.exists() else {}
        return items

    def get_password(self, service: str, username: str) -> str | None:
        return self._items().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        items = {**self._items(), f"{service}/{username}": password}
        Path(os.environ[FILE]).write_text(json.dumps(items), encoding="utf-8")


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


class Silent(Real):
    """Never answers."""

    def get_password(self, service: str, username: str) -> str | None:
        threading.Event().wait()
        return None


for _one in (Real, Locked, Failing, Silent):
    _one.__module__ = "keyring.backends.SecretService"
