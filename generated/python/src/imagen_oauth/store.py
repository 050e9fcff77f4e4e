# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""Stores tokens between runs, in the system's keyring or in a file."""

from __future__ import annotations

import os

from ._runtime.store.file_store import FileStore
from ._runtime.store.keyring_store import KeyringStore
from ._runtime.store.secret import Secret
from ._runtime.store.token_store import Contents, Entry, TokenStore, select
from .access_token import AccessToken

__all__ = ["Contents", "Entry", "Secret", "TokenStore", "open_store", "select"]


def open_store(
    file: str | os.PathLike[str] | None = None,
) -> TokenStore[AccessToken]:
    """Return the store in a file, or the one in the keyring, that the command uses.

    Raises OAuthError: ``store_unavailable`` without a keyring that encrypts. The extra
    ``keyring`` installs its package. A file never replaces the keyring.
    """
    if file is None:
        return KeyringStore("imagen-oauth", AccessToken)
    return FileStore(file, AccessToken)
