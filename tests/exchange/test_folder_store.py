"""The folder of a FolderStore, as its errors name it."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.exchange.conftest import Load


@pytest.mark.parametrize("write", [False, True])
def test_hint_for_an_open_folder_names_a_folder(
    load: Load, tmp_path: Path, write: bool
) -> None:
    package = load("robin")
    stores = importlib.import_module(f"{package.__name__}.token_store")
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o755)
    store = stores.FolderStore(folder)
    with pytest.raises(package.OAuthError) as caught:
        store.write("key", {}) if write else store.read("key")
    assert (caught.value.code, caught.value.hint) == (
        "store_insecure",
        (
            f"use a separate folder, as in {folder}/tokens; if this folder contains only tokens, "
            "run chmod 700 on it"
        ),
    )
    stores.FolderStore(folder / "tokens").write("key", {})
    assert stores.FolderStore(folder / "tokens").read("key") == {}
