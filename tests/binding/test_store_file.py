"""The file of tokens: what it holds, what it refuses, and what a fault leaves of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from imagen_oauth import AccessToken, AuthorizationRequest, OAuthError
from imagen_oauth.store import Entry, TokenStore, open_store, select

from tests.binding.raised import raised
from tests.binding.stores import (
    SECRET,
    TEMPORARY,
    entry,
    file,
    mode,
    refused,
    run,
    store,
)
from tests.sampling import LONG

__all__ = ["file", "store"]

REQUEST = AuthorizationRequest("media.example.com", "KEY", ["roles"], state="s")


ANSWER = f"#access_token={SECRET}&token_type=bearer&expires_in=3600&state=s"


def test_store_without_a_file_is_empty_and_makes_none(
    store: TokenStore[AccessToken], file: Path
) -> None:
    assert store.entries() == []
    assert not file.parent.exists()


def test_token_is_returned_as_it_was_stored(
    store: TokenStore[AccessToken], file: Path
) -> None:
    answer = ANSWER.replace("&state", "&scope=modifyRoles&state")
    token = REQUEST.parse_pasted(answer, received_at=1000)
    assert store.save(Entry(token, REQUEST.scopes, saved_at=1001)) == []
    [kept] = open_store(file).entries()
    assert kept.token == token
    assert kept.token.missing_scopes == {"roles"}
    assert (kept.asked, kept.saved_at) == (frozenset({"roles"}), 1001)
    assert kept.scopes == {"modifyRoles"}
    assert store.place == str(file)


def test_bare_token_is_returned_with_its_unknown_members(
    store: TokenStore[AccessToken],
) -> None:
    store.save(entry())
    [kept] = store.entries()
    assert kept.token == entry().token
    assert (kept.token.expires_at, kept.token.scopes) == (None, None)
    assert kept.scopes == {"roles"}


def test_document_is_what_it_says(store: TokenStore[AccessToken], file: Path) -> None:
    store.save(entry())
    assert json.loads(file.read_bytes()) == {
        "format": 2,
        "tokens": [
            {
                "scheme": "https",
                "domain": "media.example.com",
                "client_id": "KEY",
                "asked": ["roles"],
                "saved_at": 1000,
                "access_token": SECRET,
                "scopes": None,
                "missing": [],
                "extra": [],
                "state_verified": False,
                "expires_in": None,
                "expires_at": None,
                "refresh_token": None,
                "issuer": None,
                "refresh_sent_at": None,
            }
        ],
    }


def test_settings_of_the_login_are_stored_if_there_are_any(
    store: TokenStore[AccessToken], file: Path
) -> None:
    settings = {"redirect_uri": "https://app.example.com/"}
    store.save(Entry(entry().token, ["roles"], settings=settings))
    [stored] = json.loads(file.read_bytes())["tokens"]
    assert stored["settings"] == settings
    assert [one.settings for one in store.entries()] == [settings]
    # They are not part of the key.
    store.save(entry())
    assert [one.settings for one in store.entries()] == [{}]


def test_origin_client_and_scopes_are_the_key(store: TokenStore[AccessToken]) -> None:
    others = [
        entry(domain="other.example.com"),
        entry(domain="media.example.com:8443"),
        entry(client_id="OTHER"),
        entry(scopes=("roles", "modifyRoles")),
        entry(scopes=()),
    ]
    for one in [entry(), *others, entry(value="new")]:
        store.save(one)
    kept = {one.key: one.token.reveal() for one in store.entries()}
    assert len(kept) == 6
    assert kept[entry().key] == "new"


def test_removed_entry_is_gone_and_the_others_stay(
    store: TokenStore[AccessToken],
) -> None:
    store.save(entry())
    store.save(entry(client_id="OTHER"))
    store.remove([entry()])
    assert [one.key for one in store.entries()] == [entry(client_id="OTHER").key]


def test_selection_prefers_the_entry_of_exactly_these_scopes() -> None:
    wide, narrow = entry(scopes=("roles", "modifyRoles")), entry(scopes=("roles",))
    other = entry(domain="other.example.com", client_id="OTHER")
    several = [wide, narrow, other]
    assert select(several) == several
    assert select(several, "media.example.com", None, ["roles"]) == [narrow]
    assert select(several, scopes=["modifyRoles"]) == [wide]
    assert select(several, client_id="OTHER") == [other]
    assert select(several, "third.example.com") == []


@pytest.mark.parametrize(
    "name",
    [
        TEMPORARY,
        ".t.0123456789ABCDEF.NEW",
        "..0123456789abcdef.new",
        ".tokens.json.lock",
    ],
)
def test_store_with_the_name_of_such_a_file_is_rejected(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(OAuthError) as caught:
        open_store(tmp_path / "tokens" / name)
    expected = ("store_unavailable.reserved_name", "path", {"name": name})
    assert raised(caught.value) == expected
    assert list(tmp_path.iterdir()) == []


def test_other_files_in_the_folder_survive_and_those_of_a_crash_do_not(
    store: TokenStore[AccessToken], file: Path
) -> None:
    names = [
        ".tokens.json.new",
        ".tokens.json.0123456789abcde.new",
        ".tokens.json.0123456789abcdef.new.old",
        "x.tokens.json.0123456789abcdef.new",
        ".tokensXjson.0123456789abcdef.new",
    ]
    open_store(file.parent / names[0]).save(entry(client_id="OTHER"))
    for name in [*names[1:], TEMPORARY]:
        (file.parent / name).write_bytes(b"")
    store.save(entry())
    store.remove([entry()])
    found = {path.name for path in file.parent.iterdir()}
    helpers = {".tokens.json.lock", "..tokens.json.new.lock"}
    assert found == {"tokens.json", *helpers, *names}
    [kept] = open_store(file.parent / names[0]).entries()
    assert kept == entry(client_id="OTHER")


CORRUPT: dict[str, bytes] = {
    "cut": b'{"format": 1, "tokens": [{"access_token": "' + SECRET.encode(),
    "not UTF-8": b"\xff" + SECRET.encode(),
    "not JSON": SECRET.encode(),
    "deep": b"[" * 100_000,
    "a list": b"[]",
    "no tokens": b'{"format": 1}',
    "no format": b'{"tokens": []}',
    "no list": b'{"format": 2, "tokens": {"' + SECRET.encode() + b'": 1}}',
    "deep in an entry": b'{"format": 2, "tokens": [' + b"[" * 99 + b"]" * 99 + b"]}",
    "too large": b'{"format": 2, "tokens": []}' + b" " * 4_194_304,
    "long number": b'{"format": ' + b"1" * 5000 + b', "tokens": []}',
}


@pytest.mark.parametrize("content", CORRUPT.values(), ids=CORRUPT)
def test_corrupt_file_is_left_by_a_reader_and_set_aside_by_a_login(
    store: TokenStore[AccessToken], file: Path, content: bytes
) -> None:
    file.parent.mkdir(mode=0o700)
    file.write_bytes(content)
    file.chmod(0o600)
    expected = ("store_corrupt", {"place": str(file)})
    assert refused(store.entries) == expected
    assert refused(store.remove, [entry()]) == expected
    assert file.read_bytes() == content
    store.prepare()
    [said] = store.save(entry())
    assert [one.key for one in store.entries()] == [entry().key]
    [aside] = file.parent.glob("tokens.json.corrupt-*")
    assert said == (
        f"{file} could not be read and was renamed to {aside.name}; delete it if you "
        "need nothing in it"
    )
    assert (aside.read_bytes(), mode(aside)) == (content, 0o600)


@pytest.mark.parametrize(
    "change",
    [
        {"access_token": "has a space"},
        {"access_token": None},
        {"domain": "https://media.example.com"},
        {"client_id": ""},
        {"asked": "roles"},
        {"asked": ["ro les"]},
        {"scopes": [1]},
        {"missing": None},
        {"expires_in": 5},
        {"expires_at": 5},
        {"expires_in": True, "expires_at": 5},
        {"expires_in": 5.5, "expires_at": 5},
        {"expires_in": 5, "expires_at": 253_402_300_800},
        {"saved_at": -1},
        {"saved_at": None},
        {"scheme": "ftp"},
        {"scheme": "http"},
        {"scheme": None},
        {"refresh_token": ""},
        {"refresh_token": "\u00e9"},
        {"refresh_token": 1},
        {"issuer": "http://auth.example.com"},
        {"issuer": "https://auth.example.com?a=b"},
        {"refresh_sent_at": -1},
        {"refresh_sent_at": 1.5},
        {"settings": None},
        {"settings": ["redirect_uri"]},
        {"settings": {"redirect_uri": None}},
    ],
)
def test_entry_with_a_wrong_value_does_not_change_and_the_others_work(
    store: TokenStore[AccessToken], file: Path, change: dict[str, Any]
) -> None:
    for client_id in ("ONE", "TWO", "THREE"):
        store.save(entry(client_id=client_id))
    document = json.loads(file.read_bytes())
    document["tokens"][1].update(change)
    damaged = json.dumps(document["tokens"][1])
    file.write_text(json.dumps(document), encoding="utf-8")
    found = store.read()
    assert [one.token.client_id for one in found.entries] == ["ONE", "THREE"]
    note = f"entry 2 of 3 in {file} cannot be read and stays unchanged; it may contain a token"
    assert found.notes == [note]
    store.prepare()
    assert store.save(entry(client_id="FOUR")) == [note]
    assert store.remove([entry(client_id="ONE")]) == [
        f"entry 4 of 4 in {file} cannot be read and stays unchanged; it may contain a token"
    ]
    assert [one.token.client_id for one in store.entries()] == ["THREE", "FOUR"]
    kept = json.loads(file.read_bytes())["tokens"]
    assert damaged in map(json.dumps, kept)


def test_several_entries_that_cannot_be_read_are_one_line(
    store: TokenStore[AccessToken], file: Path
) -> None:
    store.save(entry())
    document = json.loads(file.read_bytes())
    document["tokens"] = [SECRET, *document["tokens"], [SECRET], 10**4299, None]
    file.write_text(json.dumps(document), encoding="utf-8")
    assert store.read().notes == [
        f"entries 1, 3, 4, 5 of 5 in {file} cannot be read and stay unchanged; they may contain tokens"
    ]
    assert [one.key for one in store.entries()] == [entry().key]


def test_entry_that_is_there_twice_is_replaced_by_one(
    store: TokenStore[AccessToken], file: Path
) -> None:
    store.save(entry())
    document = json.loads(file.read_bytes())
    document["tokens"] *= 2
    file.write_text(json.dumps(document), encoding="utf-8")
    assert len(store.entries()) == 2
    store.save(entry(value="new"))
    assert [one.token.reveal() for one in store.entries()] == ["new"]
    file.write_text(json.dumps(document), encoding="utf-8")
    store.remove([entry()])
    assert store.entries() == []


def test_file_of_a_later_version_does_not_change(
    store: TokenStore[AccessToken], file: Path
) -> None:
    store.save(entry())
    content = file.read_bytes().replace(b'"format": 2', b'"format": 3')
    file.write_bytes(content)
    expected = ("store_unavailable.later_version", {"place": str(file)})
    assert refused(store.save, entry()) == expected
    assert file.read_bytes() == content


def test_folder_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = open_store(tmp_path / "file" / "below" / "tokens.json")
    expected = (
        "store_unavailable.file",
        {"place": store.place, "reason": "Not a directory"},
    )
    assert refused(store.save, entry()) == expected


def test_full_disk_leaves_the_old_file_and_no_other(
    store: TokenStore[AccessToken], file: Path
) -> None:
    store.save(entry())
    before = file.read_bytes()
    # A limit of the process on the size of files does what a full disk does.
    script = """
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    open_store(file).save(entry("OTHER"))
except OAuthError as error:
    print(error.code, "File too large" in error.message)
"""
    assert run(script, file).splitlines() == ["store_unavailable True"]
    assert file.read_bytes() == before
    assert sorted(path.name for path in file.parent.iterdir()) == [
        ".tokens.json.lock",
        "tokens.json",
    ]


def test_twenty_writers_at_once_lose_no_entry(
    store: TokenStore[AccessToken], file: Path
) -> None:
    store.save(entry())
    # All begin once the first process closes the pipe.
    script = """
reader, writer = os.pipe()
for number in range(20):
    if not os.fork():
        os.close(writer)
        os.read(reader, 1)
        for turn in range(3):
            open_store(file).save(entry(f"KEY-{number}-{turn}"))
        os._exit(0)
os.close(writer)
print([os.wait()[1] for _ in range(20)])
"""
    assert run(script, file) == f"{[0] * 20}\n"
    wanted = {f"KEY-{number}-{turn}" for number in range(20) for turn in range(3)}
    assert {one.token.client_id for one in store.entries()} == {"KEY", *wanted}
    assert mode(file) == 0o600


def test_held_lock_is_reported(file: Path) -> None:
    open_store(file).save(entry())
    script = """
import fcntl
from imagen_oauth._runtime.store.file_store import FileStore
held = os.open(os.path.join(os.path.dirname(file), ".tokens.json.lock"), os.O_RDWR)
fcntl.flock(held, fcntl.LOCK_EX)
try:
    FileStore(file, AccessToken, patience=0).save(entry("OTHER"))
except OAuthError as error:
    print(error.code)
print(len(open_store(file).entries()))
"""
    assert run(script, file).splitlines() == [
        "store_locked",
        "1",
    ]


def test_save_that_is_killed_at_any_moment_leaves_the_old_or_the_new(
    store: TokenStore[AccessToken], file: Path
) -> None:
    store.save(entry(value="old"))
    # Each child is killed before or after one more call of a function written in C,
    # which every call of the system is made by. The short run takes each third call.
    script = f"STEP = {1 if LONG else 3}" + """
def killed_at(moment):
    left = moment
    def count(frame, event, function):
        nonlocal left
        if event in ("c_call", "c_return"):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
    child = os.fork()
    if not child:
        store = open_store(file)
        sys.setprofile(count)
        store.save(entry("KEY", f"new-{moment}"))
        sys.setprofile(None)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

seen, before, moment = set(), "old", 1
while killed_at(moment):
    [kept] = open_store(file).entries()
    value = kept.token.reveal()
    assert value in (before, f"new-{moment}"), value
    seen.add(value == before)
    before, moment = value, moment + STEP
    left = set(os.listdir(os.path.dirname(file)))
    others = left - {"tokens.json", ".tokens.json.lock"}
    assert all(map(temporary, others)) and len(others) <= 1, left
[kept] = open_store(file).entries()
assert kept.token.reveal() == f"new-{moment}"
assert seen == {True, False}
assert set(os.listdir(os.path.dirname(file))) == {"tokens.json", ".tokens.json.lock"}
print(moment > 50)
"""
    assert run(script, file) == "True\n"
    assert mode(file) == 0o600
