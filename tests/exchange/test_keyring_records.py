"""The keyring as a store of token sources: whole records, locks, and what interruptions leave."""

from __future__ import annotations

import importlib
import json
import math
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from tests.binding import keyrings
from tests.exchange.conftest import Load

SHORT = {"version": 1, "access_token": "a" * 100}
LONG = {"version": 1, "access_token": "a" * 2_000, "refresh_token": "ü" * 100}


def made(back_end: Callable[[], KeyringBackend]) -> KeyringBackend:
    return back_end()


@pytest.fixture
def package(load: Load) -> Any:
    return load("robin")


@pytest.fixture
def stores(package: Any) -> Any:
    return importlib.import_module(f"{package.__name__}.token_store")


@pytest.fixture(autouse=True)
def back_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Use a back end in memory; the machine's own keyring is out of reach."""
    monkeypatch.setenv(keyrings.FILE, str(tmp_path / "items.json"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(keyrings.Memory, "items", {})
    monkeypatch.setattr(keyrings.Memory, "calls_left", math.inf)
    monkeypatch.setattr(keyrings.Memory, "breaks_late", False)
    before = keyring.get_keyring()
    keyring.set_keyring(made(keyrings.Memory))
    yield
    keyring.set_keyring(before)


def using(back_end: KeyringBackend, stores: Any, patience: float = 0.2) -> Any:
    keyring.set_keyring(back_end)
    return stores.KeyringStore("robin", patience)


@pytest.mark.parametrize("record", [SHORT, LONG], ids=["short", "long"])
def test_record_comes_back(stores: Any, record: dict[str, Any]) -> None:
    store = stores.KeyringStore("robin")
    assert store.read("user") is None
    store.write("user", record)
    store.write("other", SHORT)
    assert stores.KeyringStore("robin").read("user") == record
    assert stores.KeyringStore("another").read("user") is None


def test_short_record_is_one_item(stores: Any) -> None:
    store = stores.KeyringStore("robin")
    store.write("user", SHORT)
    # The first 32 hex digits of the SHA-256 of "user".
    name = "robin/04f8996da763b7a969b1028ee3007569"
    assert keyrings.Memory.items == {name: json.dumps({"record": SHORT, "old": []})}


def test_replaced_items_are_deleted(stores: Any) -> None:
    store = stores.KeyringStore("robin")
    # 2,000 characters and 100 of six, with names, are three items; the first item is the head.
    store.write("user", LONG)
    assert len(keyrings.Memory.items) == 4
    store.write("user", {**LONG, "version": 2})
    assert len(keyrings.Memory.items) == 4
    store.write("user", SHORT)
    assert len(keyrings.Memory.items) == 1
    assert store.read("user") == SHORT


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("after", [SHORT, LONG], ids=["short", "long"])
def test_interrupted_write_leaves_the_old_or_the_new_record(
    stores: Any, monkeypatch: pytest.MonkeyPatch, after: dict[str, Any], late: bool
) -> None:
    before = {**LONG, "version": 0}
    for calls in range(12):
        monkeypatch.setattr(keyrings.Memory, "items", {})
        store = stores.KeyringStore("robin")
        store.write("user", before)
        monkeypatch.setattr(keyrings.Memory, "calls_left", calls)
        monkeypatch.setattr(keyrings.Memory, "breaks_late", late)
        try:
            store.write("user", after)
        except (stores_error(stores), keyrings.Killed):
            pass
        else:
            break
        finally:
            monkeypatch.setattr(keyrings.Memory, "calls_left", math.inf)
        assert store.read("user") in (before, after)
        store.write("user", SHORT)
        assert store.read("user") == SHORT
        assert len(keyrings.Memory.items) == 1, "what was left is still there"
    else:
        raise AssertionError("no write was complete")
    assert calls > 3


def stores_error(stores: Any) -> type[Exception]:
    package = importlib.import_module(stores.__name__.rpartition(".")[0])
    error: type[Exception] = package.OAuthError
    return error


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"record": 1, "old": []}',
        '{"record": null}',
        '{"place": [], "old": []}',
        '{"place": ["0123456789abcdef", 0, 1, 5], "old": []}',
        '{"record": {}, "old": [1]}',
    ],
)
def test_damaged_record_is_an_error_and_is_not_replaced(
    stores: Any, package: Any, text: str
) -> None:
    store = stores.KeyringStore("robin")
    name = "robin/04f8996da763b7a969b1028ee3007569"
    keyrings.Memory.items[name] = text
    with pytest.raises(package.OAuthError) as caught:
        store.read("user")
    assert caught.value.code == "store_corrupt"
    assert keyrings.Memory.items[name] == text


@pytest.mark.parametrize(
    ("back_end", "code"),
    [
        (keyrings.Locked, "store_locked"),
        (keyrings.Silent, "store_unavailable"),
        (NoKeyring, "store_unavailable"),
        (keyrings.Plaintext, "store_unavailable"),
    ],
)
def test_keyring_that_cannot_be_used_is_an_error(
    stores: Any, package: Any, back_end: Any, code: str
) -> None:
    with pytest.raises(package.OAuthError) as caught:
        using(made(back_end), stores).read("user")
    assert caught.value.code == code
    assert "use a FolderStore" in caught.value.hint


def test_error_of_the_back_end_does_not_show_the_record(
    stores: Any, package: Any
) -> None:
    store = using(made(keyrings.Failing), stores)
    with pytest.raises(package.OAuthError) as caught:
        store.write("user", SHORT)
    assert "aaaa" not in repr(caught.value)
    assert caught.value.__context__ is None


def test_lock_excludes_other_processes_and_ends_with_its_own(
    stores: Any, package: Any
) -> None:
    store = stores.KeyringStore("robin")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with store.locked("user", 1):
                os.write(writing, b"1")
                time.sleep(60)
        finally:
            os._exit(1)
    os.close(writing)
    assert os.read(reading, 1) == b"1"
    with pytest.raises(package.OAuthError) as caught, store.locked("user", 0.05):
        raise AssertionError
    assert caught.value.code == "store_busy"
    with store.locked("other", 0):
        pass
    os.kill(child, 9)
    os.waitpid(child, 0)
    with store.locked("user", 1):
        pass
    assert (
        os.stat(Path(os.environ["XDG_STATE_HOME"]) / "robin").st_mode & 0o777 == 0o700
    )


@pytest.mark.parametrize("record", [SHORT, LONG], ids=["short", "long"])
def test_deleted_record_leaves_nothing(stores: Any, record: dict[str, Any]) -> None:
    store = stores.KeyringStore("robin")
    store.delete("user")
    store.write("user", record)
    store.write("other", SHORT)
    store.delete("user")
    assert store.read("user") is None
    store.delete("other")
    assert keyrings.Memory.items == {}


def test_record_that_the_keyring_does_not_delete_is_an_error(
    stores: Any, package: Any
) -> None:
    store = using(made(keyrings.Stubborn), stores)
    store.write("user", SHORT)
    with pytest.raises(package.OAuthError) as caught:
        store.delete("user")
    assert caught.value.code == "store_unavailable"
    assert store.read("user") is None


def test_damaged_record_is_replaced_by_a_login_and_kept_aside(stores: Any) -> None:
    store = stores.KeyringStore("robin")
    name = "robin/04f8996da763b7a969b1028ee3007569"
    keyrings.Memory.items[name] = "{"
    store.write("user", SHORT)
    assert store.read("user") == SHORT
    assert keyrings.Memory.items[f"{name}-damaged"] == "{"


def test_write_that_goes_on_after_its_wait_keeps_the_lock(
    stores: Any, package: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise, it replaces what another process has written since."""
    monkeypatch.setattr(keyrings.Slow, "seconds", 1.0)
    store = using(made(keyrings.Slow), stores, 0.1)
    with pytest.raises(package.OAuthError) as caught, store.locked("user", 1):
        store.write("user", {"version": 1})
    assert caught.value.code == "store_unavailable"
    with pytest.raises(package.OAuthError) as busy, store.locked("user", 0.05):
        raise AssertionError
    assert busy.value.code == "store_busy"
    with store.locked("user", 5):
        store.write("user", {"version": 2})
    time.sleep(0.3)
    assert store.read("user") == {"version": 2}


def test_source_keeps_its_token_in_the_keyring(stores: Any, package: Any) -> None:
    module = importlib.import_module(f"{package.__name__}.httpx_auth")
    client = package.OAuthClient(client_id="app", client_secret="secret")
    token = package.AccessToken.from_value(
        "access",
        domain=client.issuer,
        client_id="app",
        expires_in=3600,
        refresh_token="refresh",
    )
    source = module.token_source(client, None, stores.KeyringStore("robin"), "user")
    source.save(token)
    again = module.token_source(client, None, stores.KeyringStore("robin"), "user")
    assert again.token() == token
