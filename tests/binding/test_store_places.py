"""Where the store's file may be: modes, owners, links, and paths."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import traceback
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from imagen_oauth import AccessToken, OAuthError
from imagen_oauth.store import TokenStore, open_store

from tests.binding.stores import TEMPORARY, entry, file, mode, refused, store

__all__ = ["file", "store"]

NOBODY = 65534


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
    assert f"as in {file.parent}/tokens/tokens.json" in caught.value.hint


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
    for left in [*Path(path).parent.iterdir()]:
        left.unlink()
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
        file = Path("77/more/t.json")
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
