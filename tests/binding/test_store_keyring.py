"""The keyring of the system as a store: which is taken, and what its faults leave."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from imagen_oauth import AccessToken, OAuthError
from imagen_oauth._runtime.store_keyring import KeyringStore
from imagen_oauth.store import Entry, open_store
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as NoKeyring

from tests.binding import keyrings

SECRET = "2YotnFZFEjr1zCsicMWpAA"
Make = Callable[[], KeyringBackend]
"""A class of back ends."""


def entry(client_id: str = "KEY") -> Entry[AccessToken]:
    token = AccessToken.from_value(SECRET, domain="m.example.com", client_id=client_id)
    return Entry(token, ["roles"], saved_at=1000)


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return where the back ends keep things; the machine's own keyring is out of reach."""
    monkeypatch.setenv(keyrings.FILE, str(tmp_path / "items.json"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    before = keyring.get_keyring()
    keyring.set_keyring(made(keyrings.Real))
    yield tmp_path / "items.json"
    keyring.set_keyring(before)


def made(back_end: Make) -> KeyringBackend:
    return back_end()


def open_with(back_end: Make) -> KeyringStore[AccessToken]:
    keyring.set_keyring(made(back_end))
    return KeyringStore("imagen-oauth", AccessToken, "choose a file", patience=0.2)


def test_entries_come_back_and_are_in_items_of_one_service(file: Path) -> None:
    store = open_store()
    assert store.entries() == []
    store.prepare()
    assert store.save(entry()) == []
    assert store.save(entry("OTHER")) == []
    assert {one.token for one in open_store().entries()} == {
        entry().token,
        entry("OTHER").token,
    }
    store.remove([entry()])
    assert [one.token for one in store.entries()] == [entry("OTHER").token]
    items = json.loads(file.read_bytes())
    head, index = json.loads(items["imagen-oauth/tokens"]), "imagen-oauth/{}.{}"
    batch, first, _ = head["index"]
    [[other, *_]] = json.loads(items[index.format(batch, first)])["tokens"]
    assert head == {"format": 2, "index": [batch, 0, 1]}
    assert sorted(items) == sorted(
        [
            "imagen-oauth/tokens",
            "imagen-oauth/tokens-writing",
            index.format(batch, 0),
            index.format(other, 0),
        ]
    )
    assert store.place == (
        "the keyring (keyring.backends.SecretService), as imagen-oauth"
    )


def test_first_real_back_end_of_a_chain_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chain = [made(keyrings.Plaintext), made(keyrings.Real)]
    monkeypatch.setattr(ChainerBackend, "backends", chain)
    store = open_with(ChainerBackend)
    assert "keyring.backends.SecretService" in store.place


@pytest.mark.parametrize(
    ("back_end", "name"),
    [
        (keyrings.Plaintext, "tests.binding.keyrings.Plaintext"),
        (NoKeyring, "keyring.backends.fail.Keyring"),
    ],
)
def test_back_end_that_is_no_real_one_is_refused(
    back_end: Make, name: str, file: Path
) -> None:
    with pytest.raises(OAuthError) as caught:
        open_with(back_end)
    assert (caught.value.code, caught.value.message, caught.value.hint) == (
        "store_unavailable",
        f"the keyring found is {name}, not one of those known to encrypt",
        "set up the keyring of the system, or choose a file",
    )
    assert not file.exists()


def test_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(OAuthError) as caught:
        open_store()
    assert (caught.value.code, caught.value.hint) == (
        "store_unavailable",
        "run pip install keyring, or keep tokens in a file that you choose",
    )


@pytest.mark.parametrize(
    ("back_end", "code", "message"),
    [
        (keyrings.Locked, "store_locked", "the keyring is locked"),
        (
            keyrings.Failing,
            "store_unavailable",
            "the keyring failed (RuntimeError)",
        ),
        (
            keyrings.Silent,
            "store_unavailable",
            "the keyring did not respond within 0.2 seconds; the change may still complete",
        ),
    ],
)
def test_fault_of_the_keyring_is_one_error_without_what_was_kept(
    back_end: Make, code: str, message: str
) -> None:
    store = open_with(back_end)
    with pytest.raises(OAuthError) as caught:
        store.save(entry())
    assert (caught.value.code, caught.value.message) == (code, message)
    told = traceback.TracebackException.from_exception(
        caught.value, capture_locals=True
    )
    assert SECRET not in "".join(told.format())


def test_corrupt_item_is_set_aside_by_a_login_alone(file: Path) -> None:
    file.write_text(json.dumps({"imagen-oauth/tokens": "no"}), encoding="utf-8")
    store = open_store()
    for attempt in (store.entries, lambda: store.remove([entry()])):
        with pytest.raises(OAuthError) as caught:
            attempt()
        assert caught.value.code == "store_corrupt"
    [said] = store.save(entry())
    assert said.endswith("was not readable and is now its item tokens-corrupt")
    assert json.loads(file.read_bytes())["imagen-oauth/tokens-corrupt"] == "no"
    assert [one.token for one in store.entries()] == [entry().token]


def test_lock_that_cannot_be_made_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nothing").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "nothing"))
    with pytest.raises(OAuthError) as caught:
        open_store().save(entry())
    assert caught.value.code == "store_unavailable"
    assert "XDG_STATE_HOME" in caught.value.hint
