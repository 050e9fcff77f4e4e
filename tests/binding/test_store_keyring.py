"""The keyring of the system as a store: which is taken, and what its faults leave."""

from __future__ import annotations

import errno
import fcntl
import json
import math
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from imagen_oauth import AccessToken, OAuthError
from imagen_oauth._runtime.store import keyring_calls
from imagen_oauth._runtime.store.keyring_store import KeyringStore
from imagen_oauth.store import Entry, open_store
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as NoKeyring

from tests.binding import keyrings
from tests.binding.raised import key_of, raised

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
    batch, first, end, _ = head["index"]
    [[other, *_]] = json.loads(items[index.format(batch, first)])["tokens"]
    assert (head["format"], first, end) == (2, 0, 1)
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


def test_first_real_back_end_of_a_chain_is_accepted(
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
def test_back_end_that_is_no_real_one_is_rejected(
    back_end: Make, name: str, file: Path
) -> None:
    with pytest.raises(OAuthError) as caught:
        open_with(back_end)
    values = {"found": name, "alternative": ", or choose a file"}
    expected = ("store_unavailable.no_keyring", None, values)
    assert raised(caught.value) == expected
    assert not file.exists()


def test_missing_package_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(OAuthError) as caught:
        open_store()
    assert key_of(caught.value) == "store_unavailable.no_keyring_package"


@pytest.mark.parametrize(
    ("back_end", "key"),
    [
        (keyrings.Locked, "store_locked.keyring"),
        (keyrings.Failing, "store_unavailable.keyring_failed"),
        (keyrings.Silent, "store_unavailable.no_response_to_change"),
    ],
)
def test_fault_of_the_keyring_is_one_error_without_the_stored_text(
    back_end: Make, key: str
) -> None:
    store = open_with(back_end)
    with pytest.raises(OAuthError) as caught:
        store.save(entry())
    assert key_of(caught.value) == key
    told = traceback.TracebackException.from_exception(
        caught.value, capture_locals=True
    )
    assert SECRET not in "".join(told.format())


def test_only_a_login_replaces_a_corrupt_item(file: Path) -> None:
    file.write_text(json.dumps({"imagen-oauth/tokens": "no"}), encoding="utf-8")
    store = open_store()
    for attempt in (store.entries, lambda: store.remove([entry()])):
        with pytest.raises(OAuthError) as caught:
            attempt()
        assert caught.value.code == "store_corrupt"
    [said] = store.save(entry())
    assert said.endswith(
        "could not be read; its data is now in the item tokens-corrupt"
    )
    assert json.loads(file.read_bytes())["imagen-oauth/tokens-corrupt"] == "no"
    assert [one.token for one in store.entries()] == [entry().token]


# Several items


def memory(
    back_end: type[keyrings.Memory] = keyrings.Memory,
    items: dict[str, str] | None = None,
) -> None:
    """Take a back end in memory that works, with these items."""
    back_end.items, back_end.calls_left = dict(items or {}), math.inf
    keyring.set_keyring(made(back_end))


def long_entry(client_id: str, value: str = SECRET) -> Entry[AccessToken]:
    """Return an entry of five items, with the value at both ends."""
    token = AccessToken.from_value(
        f"{value}{'-' * 5000}{value}", domain="m.example.com", client_id=client_id
    )
    return Entry(token, ["roles"], saved_at=1000)


def test_items_are_no_longer_than_windows_takes() -> None:
    memory()
    for number in range(12):
        open_store().save(long_entry(f"KEY-{number}"))
    items = keyrings.Memory.items
    assert max(len(text) for text in items.values()) == 1280
    assert all(text.isascii() for text in items.values())
    assert len(open_store().entries()) == 12
    store = open_store()
    store.remove(store.entries())
    assert store.entries() == []
    assert SECRET not in json.dumps(keyrings.Memory.items)
    assert len(keyrings.Memory.items) == 3


def test_token_of_any_visible_characters_is_stored_unchanged(tmp_path: Path) -> None:
    memory()
    value = "".join(map(chr, range(0x21, 0x7F))) * 40
    token = AccessToken.from_value(
        value, domain="m.example.com", client_id="KEY", any_characters=True
    )
    for store in (open_store(), open_store(tmp_path / "tokens" / "tokens.json")):
        assert store.save(Entry(token, ["roles"])) == []
        (entry,) = store.entries()
        assert entry.token == token
        assert entry.token.headers()["Authorization"] == f"Bearer {value}"


def test_change_writes_only_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    memory()
    for number in range(5):
        open_store().save(long_entry(f"KEY-{number}"))
    before = dict(keyrings.Memory.items)
    open_store().save(entry())
    new = keyrings.Memory.items.keys() - before
    changed = {
        name for name in before if before[name] != keyrings.Memory.items.get(name)
    }
    # The entry and the index, then the two items with fixed names and the old index.
    assert (len(new), len(changed)) == (2, 3)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("format_1", [False, True])
def test_save_that_is_killed_at_any_call_leaves_the_old_or_the_new(
    monkeypatch: pytest.MonkeyPatch, late: bool, format_1: bool
) -> None:
    monkeypatch.setattr(keyrings.Memory, "breaks_late", late)
    memory()
    others = [long_entry("ONE", "one"), entry("TWO")]
    old, new = long_entry("KEY", "old"), long_entry("KEY", "new")
    for one in (*others, old):
        open_store().save(one)
    start = dict(keyrings.Memory.items)
    if format_1:
        others = [entry("TWO")]
        old = entry("KEY")
        document = {"format": 1, "tokens": [values_of(one) for one in (*others, old)]}
        start = {"imagen-oauth/tokens": json.dumps(document)}
    seen: list[bool] = []
    for calls in range(1000):
        memory(items=start)
        store = open_store()
        keyrings.Memory.calls_left = calls
        try:
            store.save(new)
        except OAuthError as error:
            assert raised(error).values["kind"] == "Killed"
        else:
            break
        keyrings.Memory.calls_left = math.inf
        kept = {one.token.client_id: one for one in open_store().entries()}
        key = kept.pop("KEY")
        assert key in (old, new)
        assert kept == {one.token.client_id: one for one in others}
        seen.append(key == new)
        # The next change removes what this one has left.
        open_store().save(old)
        open_store().save(old)
        assert sorted(kinds()) == ["entry"] * len({*others, old}) + [
            "head",
            "index",
            "writing",
        ]
    assert len(seen) > 10
    assert seen == sorted(seen)
    # There is nothing to delete after the last write if the old entries are in one item.
    assert set(seen) == {False, late or not format_1}


def values_of(entry: Entry[AccessToken]) -> dict[str, object]:
    """Return an entry without an expiry as format 1 has it."""
    return {
        "domain": entry.token.domain,
        "client_id": entry.token.client_id,
        "asked": sorted(entry.asked),
        "saved_at": entry.saved_at,
        "access_token": entry.token.reveal(),
        "scopes": None,
        "missing": [],
        "extra": [],
        "state_verified": False,
        "expires_in": None,
        "expires_at": None,
    }


def kinds() -> Iterator[str]:
    """Yield what the items are that are not the rest of one."""
    for name, text in keyrings.Memory.items.items():
        if name.endswith("/tokens"):
            yield "head"
        elif name.endswith("/tokens-writing"):
            yield "writing"
        elif text.startswith('{"tokens"'):
            yield "index"
        elif text.startswith("{"):
            yield "entry"


@pytest.mark.parametrize("damage", [None, "", "{", "x" * 1280])
@pytest.mark.parametrize("part", [0, 1, 4])
def test_item_that_is_lost_or_damaged_affects_only_its_own_entry(
    damage: str | None, part: int
) -> None:
    memory()
    for client_id in ("ONE", "TWO", "THREE"):
        open_store().save(long_entry(client_id, client_id))
    [first] = [name for name, text in keyrings.Memory.items.items() if "TWO" in text][
        :1
    ]
    name = f"{first.rpartition('.')[0]}.{part}"
    whole = keyrings.Memory.items[name]
    if damage is None:
        del keyrings.Memory.items[name]
    else:
        keyrings.Memory.items[name] = damage
    store = open_store()
    note = f"entry 2 of 3 in {store.place} cannot be read and stays unchanged; it may contain a token"
    assert store.read().notes == [note]
    others = [long_entry("ONE", "ONE"), long_entry("THREE", "THREE")]
    assert store.entries() == others
    left = {one for one in keyrings.Memory.items.items() if first[:-1] in one[0]}
    assert store.save(long_entry("FOUR")) == [note]
    assert store.entries() == [*others, long_entry("FOUR")]
    assert left <= keyrings.Memory.items.items() | {(name, damage)}
    # It is kept as it is: with its item back, the entry is back.
    keyrings.Memory.items[name] = whole
    assert open_store().entries() == [
        *others,
        long_entry("FOUR"),
        long_entry("TWO", "TWO"),
    ]


@pytest.mark.parametrize("damage", [None, "{", "x" * 1280])
def test_only_a_login_replaces_a_lost_index(damage: str | None) -> None:
    memory()
    open_store().save(entry())
    items = keyrings.Memory.items
    [index] = [name for name, text in items.items() if text.startswith('{"tokens"')]
    if damage is None:
        del items[index]
    else:
        items[index] = damage
    head, before = items["imagen-oauth/tokens"], dict(items)
    with pytest.raises(OAuthError) as caught:
        open_store().entries()
    assert caught.value.code == "store_corrupt"
    open_store().prepare()
    assert keyrings.Memory.items == before
    [said] = open_store().save(entry("OTHER"))
    assert said.endswith(
        "could not be read; its data is now in the item tokens-corrupt"
    )
    assert open_store().entries() == [entry("OTHER")]
    assert keyrings.Memory.items["imagen-oauth/tokens-corrupt"] == head


def test_reader_sees_a_whole_store_while_another_process_changes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory()
    open_store().save(long_entry("KEY", "old"))
    before = dict(keyrings.Memory.items)
    open_store().save(long_entry("KEY", "new"))
    after = dict(keyrings.Memory.items)
    # The head, the index, and the five items of the entry.
    for calls in range(8):
        memory(items=before)
        store, left = open_store(), [calls]

        def get(
            back_end: keyrings.Memory, service: str, name: str, left: list[int] = left
        ) -> str | None:
            left[0] -= 1
            return (after if left[0] < 0 else before).get(f"{service}/{name}")

        monkeypatch.setattr(keyrings.Memory, "get_password", get)
        found = store.read()
        assert found.notes == []
        value = "new" if calls < 7 else "old"
        assert found.entries == [long_entry("KEY", value)]


def test_item_that_stays_is_reported_and_deleted_later() -> None:
    memory(keyrings.Stubborn)
    store = open_store()
    store.save(entry())
    said = store.remove([entry()])
    assert said == [
        f"old items of {store.place} could not be deleted; the next change tries again"
    ]
    assert store.entries() == []
    memory(items=keyrings.Stubborn.items)
    assert open_store().save(entry("OTHER")) == []
    assert sorted(kinds()) == ["entry", "head", "index", "writing"]


# A back end that takes its time


def test_change_that_nobody_waits_for_keeps_the_lock_until_it_ends() -> None:
    memory(keyrings.Slow)
    store = KeyringStore("imagen-oauth", AccessToken, patience=0.3)
    keyrings.Slow.seconds = 1
    with pytest.raises(OAuthError) as caught:
        store.save(entry("A"))
    assert key_of(caught.value) == "store_unavailable.no_response_to_change"
    assert raised(caught.value).values["seconds"] == "0.3"
    with pytest.raises(OAuthError) as caught:
        store.save(entry("B"))
    expected = ("store_locked.busy", None, {"place": store.place})
    assert raised(caught.value) == expected
    patient = KeyringStore("imagen-oauth", AccessToken, patience=5)
    patient.save(entry("C"))
    assert [one.token.client_id for one in store.entries()] == ["A", "C"]


def test_patience_is_for_each_call(monkeypatch: pytest.MonkeyPatch) -> None:
    memory(keyrings.Slow)
    store = KeyringStore("imagen-oauth", AccessToken, patience=0.3)

    def write(back_end: keyrings.Slow, name: str, text: str) -> None:
        time.sleep(0.1)
        keyrings.Slow.items = {**keyrings.Slow.items, name: text}

    monkeypatch.setattr(keyrings.Slow, "_set", write)
    store.save(long_entry("KEY"))
    assert store.entries() == [long_entry("KEY")]


def test_error_of_the_changing_function_is_not_replaced() -> None:
    def change(entries: list[Entry[AccessToken]]) -> list[Entry[AccessToken]]:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        open_store().change(change, mend=True)
    open_store().save(entry())


# Systems


@pytest.mark.parametrize("back_end", [keyrings.Locked, keyrings.Failing, NoKeyring])
@pytest.mark.parametrize("has_modes", [True, False])
def test_file_is_not_suggested_if_files_are_not_supported(
    monkeypatch: pytest.MonkeyPatch, back_end: Make, has_modes: bool
) -> None:
    monkeypatch.setattr(keyring_calls, "HAS_MODES", has_modes)
    with pytest.raises(OAuthError) as caught:
        open_with(back_end).save(entry())
    assert ("choose a file" in caught.value.hint) == has_modes


def test_lock_that_cannot_be_created_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nothing").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "nothing"))
    with pytest.raises(OAuthError) as caught:
        open_store().save(entry())
    assert key_of(caught.value) == "store_unavailable.no_lock"


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_lock_that_the_system_does_not_have_is_reported_before_a_login(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", fail)
    for use in (lambda: open_store().save(entry()), open_store().prepare):
        with pytest.raises(OAuthError) as caught:
            use()
        error = raised(caught.value)
        assert error.key == "store_unavailable.no_lock"
        assert error.values["reason"] == os.strerror(number)


@pytest.mark.parametrize("given", ["relative", "~", ""])
def test_relative_folder_for_the_lock_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", given)
    open_store().save(entry())
    assert [one.name for one in tmp_path.iterdir() if one.is_dir()] == ["home"]
    assert (tmp_path / "home/.local/state/imagen-oauth/keyring.lock").exists()


def test_thread_that_cannot_start_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store()

    def fail(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", fail)
    for use in (store.entries, store.prepare, lambda: store.save(entry())):
        with pytest.raises(OAuthError) as caught:
            use()
        assert key_of(caught.value) == "store_unavailable.keyring_failed"
