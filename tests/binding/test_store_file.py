"""The file of tokens: what it holds, what it refuses, and what a fault leaves of it."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import signal
import stat
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from imagen_oauth import AccessToken, AuthorizationRequest, OAuthError
from imagen_oauth.store import Entry, TokenStore, open_store, select

from tests.binding.raised import raised
from tests.sampling import LONG

NOBODY = 65534
SECRET = "2YotnFZFEjr1zCsicMWpAA"
REQUEST = AuthorizationRequest("media.example.com", "KEY", ["roles"], state="s")
ANSWER = f"#access_token={SECRET}&token_type=bearer&expires_in=3600&state=s"


def entry(
    domain: str = "media.example.com",
    client_id: str = "KEY",
    scopes: tuple[str, ...] = ("roles",),
    value: str = SECRET,
) -> Entry[AccessToken]:
    token = AccessToken.from_value(value, domain=domain, client_id=client_id)
    return Entry(token, scopes, saved_at=1000)


def refused(run: Any, *arguments: Any) -> tuple[str, dict[str, str]]:
    """Return the key and the values of the error; its traceback with all locals has no secret."""
    with pytest.raises(OAuthError) as caught:
        run(*arguments)
    told = traceback.TracebackException.from_exception(
        caught.value, capture_locals=True
    )
    assert SECRET not in "".join(told.format())
    error = raised(caught.value)
    return error.key, error.values


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tokens" / "tokens.json"


@pytest.fixture
def store(file: Path) -> TokenStore[AccessToken]:
    return open_store(file)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


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


# Modes, owners, links


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_modes_hold_under_any_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        file = tmp_path / "above" / "folder" / "tokens.json"
        open_store(file).save(entry())
    finally:
        os.umask(before)
    assert [mode(tmp_path / "above"), mode(file.parent)] == [0o700, 0o700]
    assert {path.name: mode(path) for path in file.parent.iterdir()} == {
        "tokens.json": 0o600,
        ".tokens.json.lock": 0o600,
    }


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_file_that_others_could_read_is_not_read_and_is_closed_by_a_save(
    store: TokenStore[AccessToken], file: Path, umask: int
) -> None:
    store.save(entry())
    file.chmod(0o644)
    expected = ("store_insecure.readable", {"path": str(file)})
    assert refused(store.entries) == expected
    assert mode(file) == 0o644
    before = os.umask(umask)
    try:
        said = store.save(entry(client_id="OTHER"))
    finally:
        os.umask(before)
    assert mode(file) == 0o600
    assert len(store.entries()) == 2
    [sentence] = said
    assert sentence == (
        f"other users could read {file} until now; log in again if somebody may "
        "have read it"
    )


@pytest.mark.parametrize("loose", [0o620, 0o602, 0o666])
def test_file_that_others_could_change_is_rejected(
    store: TokenStore[AccessToken], file: Path, loose: int
) -> None:
    store.save(entry())
    before = file.read_bytes()
    file.chmod(loose)
    expected = ("store_insecure.writable", {"path": str(file)})
    assert refused(store.entries) == expected
    assert refused(store.save, entry(client_id="OTHER")) == expected
    assert (file.read_bytes(), mode(file)) == (before, loose)


@pytest.mark.parametrize("loose", [0o755, 0o750, 0o701, 0o777])
def test_folder_that_others_may_enter_is_rejected(
    store: TokenStore[AccessToken], file: Path, loose: int
) -> None:
    file.parent.mkdir()
    file.parent.chmod(loose)
    suggestion = str(file.parent / "tokens" / "tokens.json")
    values = {"path": str(file.parent), "suggestion": suggestion}
    expected = ("store_insecure.open_folder", values)
    for attempt in (store.entries, store.prepare):
        assert refused(attempt) == expected
    assert refused(store.save, entry()) == expected
    assert list(file.parent.iterdir()) == []


def test_hint_sends_nobody_to_close_a_folder_of_others(
    store: TokenStore[AccessToken], file: Path
) -> None:
    file.parent.mkdir()
    file.parent.chmod(0o755)
    with pytest.raises(OAuthError) as caught:
        store.entries()
    assert f"such as {file.parent}/tokens/tokens.json" in caught.value.hint


def test_link_in_the_place_of_the_file_is_rejected(
    store: TokenStore[AccessToken], file: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"untouched")
    file.parent.mkdir(mode=0o700)
    file.symlink_to(elsewhere)
    expected = ("store_insecure.link", {"path": str(file)})
    assert refused(store.entries) == expected
    assert refused(store.save, entry()) == expected
    assert elsewhere.read_bytes() == b"untouched"


def test_link_in_the_place_of_the_folder_is_rejected(
    store: TokenStore[AccessToken], file: Path, tmp_path: Path
) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    file.parent.symlink_to(tmp_path / "real")
    expected = ("store_insecure.folder_link", {"path": str(file.parent)})
    assert refused(store.entries) == expected
    assert refused(store.save, entry()) == expected


TEMPORARY = ".tokens.json.0123456789abcdef.new"


@pytest.mark.parametrize("name", [".tokens.json.lock", TEMPORARY])
def test_link_in_the_place_of_a_helper_file_is_not_followed(
    store: TokenStore[AccessToken], file: Path, tmp_path: Path, name: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"untouched")
    file.parent.mkdir(mode=0o700)
    (file.parent / name).symlink_to(elsewhere)
    if name.endswith(".lock"):
        assert refused(store.save, entry())[0].startswith("store_insecure.")
    else:
        store.save(entry())
        assert not (file.parent / name).is_symlink()
    assert elsewhere.read_bytes() == b"untouched"


def test_hard_link_is_rejected(
    store: TokenStore[AccessToken], file: Path, tmp_path: Path
) -> None:
    store.save(entry())
    (tmp_path / "second").hardlink_to(file)
    expected = ("store_insecure.hard_link", {"path": str(file)})
    assert refused(store.entries) == expected
    assert refused(store.save, entry()) == expected


def test_folder_or_pipe_in_the_place_of_the_file_is_rejected(
    store: TokenStore[AccessToken], file: Path
) -> None:
    file.parent.mkdir(mode=0o700)
    os.mkfifo(file, 0o600)
    expected = ("store_insecure.not_a_file", {"path": str(file)})
    assert refused(store.entries) == expected
    file.unlink()
    file.mkdir()
    assert refused(store.save, entry()) == expected


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("given", ["tokens", "tokens/tokens.json"])
def test_foreign_owner_is_rejected(
    store: TokenStore[AccessToken], tmp_path: Path, given: str
) -> None:
    store.save(entry())
    os.chown(tmp_path / given, 12345, -1)
    expected = ("store_insecure.owner", {"path": str(tmp_path / given)})
    assert refused(store.entries) == expected
    assert refused(store.save, entry()) == expected


# Files that go with a store


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


# Faults


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


HELPER = """
import os, re, resource, signal, sys
from imagen_oauth import AccessToken, OAuthError
from imagen_oauth.store import Entry, open_store

def entry(client_id, value="new"):
    token = AccessToken.from_value(value, domain="media.example.com", client_id=client_id)
    return Entry(token, ["roles"], saved_at=1000)

file = sys.argv[1]
temporary = re.compile(r"\\.tokens\\.json\\.[0-9a-f]{16}\\.new").fullmatch
"""


def run(script: str, *arguments: str | Path) -> str:
    process = subprocess.run(
        [sys.executable, "-c", HELPER + script, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, "")
    return process.stdout


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
    script = """
print("ready", flush=True)
sys.stdin.readline()
for turn in range(3):
    open_store(file).save(entry(f"KEY-{sys.argv[2]}-{turn}"))
"""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", HELPER + script, str(file), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(20)
    ]
    for writer in writers:
        assert writer.stdout and writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("go\n")
        writer.stdin.flush()
    assert [writer.communicate()[1] for writer in writers] == [""] * 20
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


# Paths


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("", "invalid_path"),
        ("a\0b", "invalid_path"),
        ("a\0b/tokens.json", "invalid_path"),
        ("\ud800/tokens.json", "invalid_path"),
        ("~no such user/tokens.json", "no_home"),
    ],
)
def test_path_that_cannot_exist_is_rejected(path: str, key: str) -> None:
    assert refused(open_store, path) == (
        f"store_unavailable.{key}",
        {},
    )


def test_relative_path_in_a_folder_that_is_gone_is_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    key = "store_unavailable.no_current_folder"
    assert refused(open_store, "t/t.json") == (key, {})
    open_store(tmp_path / "t" / "t.json").save(entry())


@pytest.mark.parametrize("path", ["\udcff/t.json", "a\nb/t.json", "a/" * 1500 + "t"])
def test_unusual_path_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    open_store(path).prepare()
    open_store(path).save(entry())
    assert len(open_store(path).entries()) == 1
    # pytest would delete so many folders recursively.
    for file in [*Path(path).parent.iterdir()]:
        file.unlink()
    (tmp_path / "rest").touch()
    os.removedirs(Path(path).parent)


def test_home_may_be_missing_or_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "relative")
    open_store("~/t/t.json").save(entry())
    assert (tmp_path / "relative" / "t" / "t.json").exists()
    monkeypatch.delenv("HOME")
    assert open_store("~/t/t.json").place.endswith("/t/t.json")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("n" * 256, "File name too long"),
        # The name of a temporary file is 22 characters longer.
        ("n" * 240, "File name too long"),
        ("file/more/t.json", "Not a directory"),
        ("loop/more/t.json", "Too many levels of symbolic links"),
    ],
)
def test_file_that_cannot_be_written_is_reported_before_a_login(
    tmp_path: Path, name: str, reason: str
) -> None:
    own = tmp_path / "own"
    own.mkdir(mode=0o700)
    (own / "file").touch()
    (own / "loop").symlink_to(own / "loop")
    for use in (
        open_store(own / name).prepare,
        lambda: open_store(own / name).save(entry()),
    ):
        key, values = refused(use)
        assert key == "store_unavailable.file"
        assert (values["place"], values["reason"]) == (str(own / name), reason)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_lock_that_the_system_does_not_have_is_reported(
    store: TokenStore[AccessToken], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", fail)
    for use in (store.prepare, lambda: store.save(entry())):
        key, values = refused(use)
        assert (key, values["reason"]) == (
            "store_unavailable.file",
            os.strerror(number),
        )


def test_user_without_privileges_can_use_a_store_under_any_umask() -> None:
    def use() -> int:
        for umask in (0o777, 0o700, 0o277, 0o077):
            os.umask(umask)
            file = Path(f"{umask:o}") / "more" / "t.json"
            open_store(file).prepare()
            for client_id in ("KEY", "OTHER"):
                open_store(file).save(entry(client_id=client_id))
            assert len(open_store(file).entries()) == 2
        Path("77/more").chmod(0o500)
        for call in (open_store(file).prepare, lambda: open_store(file).save(entry())):
            key, values = refused(call)
            assert (key, values["reason"]) == (
                "store_unavailable.file",
                "Permission denied",
            )
        assert len(open_store(file).entries()) == 2
        return 0

    # Other users cannot enter the folders of pytest.
    with TemporaryDirectory() as folder:
        assert as_nobody(Path(folder), use) == 0


def as_nobody(folder: Path, action: Callable[[], int]) -> int:
    """Run an action in a folder as a user to whom modes apply; return its result."""
    folder.chmod(0o777)
    child = os.fork()
    if child == 0:
        code = 99
        signal.alarm(60)
        try:
            os.chdir(folder)
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            code = action()
        except BaseException:  # noqa: BLE001
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
