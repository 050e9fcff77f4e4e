"""The store of the recipes: who can use its files, and what the statement on the page deletes."""

from __future__ import annotations

import re
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from tests.recipes import programs
from tests.servers.recipe_application import imported

_SQL = re.compile(r"^```sql\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DAY = 86400


@pytest.fixture
def modules(
    package: object, recipes: str, tmp_path: Path
) -> Iterator[tuple[ModuleType, ModuleType]]:
    with imported(programs(recipes), tmp_path, "sqlite_store", "pending_logins") as two:
        store, pending = two
        yield store, pending


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("exists", [False, True], ids=["new", "existing"])
def test_only_the_owner_can_use_the_files(
    modules: tuple[ModuleType, ModuleType], tmp_path: Path, exists: bool
) -> None:
    sqlite_store, pending_logins = modules
    folder = tmp_path / "state" / "data"
    if exists:
        folder.mkdir(mode=0o755, parents=True)
        folder.chmod(0o755)
        for name in ("tokens.db", "logins.db"):
            (folder / name).touch()
            (folder / name).chmod(0o644)
    store = sqlite_store.SqliteStore(folder)
    pending_logins.PendingLogins(folder).add("login", "browser", {})
    with closing(sqlite3.connect(folder / "tokens.db")) as reader:
        reader.execute("SELECT * FROM tokens").fetchall()
        store.write("key", {"access_token": "2YotnFZFEjr1zCsicMWpAA"})
        modes = {one.name: mode(one) for one in folder.iterdir()}
    assert mode(folder) == 0o700
    wanted = ("tokens.db", "tokens.db-wal", "tokens.db-shm", "logins.db")
    assert modes == dict.fromkeys(wanted, 0o600)
    assert store.read("key") == {"access_token": "2YotnFZFEjr1zCsicMWpAA"}


def test_relative_folder_is_rejected(modules: tuple[ModuleType, ModuleType]) -> None:
    sqlite_store, pending_logins = modules
    for kind in (sqlite_store.SqliteStore, pending_logins.PendingLogins):
        with pytest.raises(ValueError, match="^write an absolute path"):
            kind(Path("data"))
    assert not Path("data").exists()


def test_statement_deletes_what_was_not_renewed_for_30_days(
    modules: tuple[ModuleType, ModuleType], recipes: str, tmp_path: Path
) -> None:
    store = modules[0].SqliteStore(tmp_path / "data")
    now = time.time()
    ages = {"new": 0, "almost": 30 * DAY - 60, "old": 30 * DAY + 60}
    for key, age in ages.items():
        store.write(key, {"issued_at": now - age})
    (statement,) = _SQL.findall(recipes)
    with closing(sqlite3.connect(tmp_path / "data" / "tokens.db")) as db, db:
        db.execute(statement)
    kept = [key for key in ages if store.read(key) is not None]
    assert kept == ["new", "almost"]
