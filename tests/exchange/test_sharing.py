"""What processes can share: a folder, but no source and no store in memory."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.rotating import Rotating
from tests.exchange.sources import Parts

SOURCE = (
    "a source cannot be copied or pickled: make one there from the same store and key"
)
STORE = (
    "a MemoryStore cannot be copied or pickled: several processes need a FolderStore"
)


def shared(parts: Parts, server: Rotating, name: str) -> Any:
    store = parts.stores.MemoryStore()
    return {
        "source": parts.source(server.send, store),
        "async source": parts.async_source(server.send, store),
        "store": store,
    }[name]


@pytest.mark.parametrize(
    ("name", "message"),
    [("source", SOURCE), ("async source", SOURCE), ("store", STORE)],
)
def test_what_belongs_to_a_process_says_what_to_share_instead(
    parts: Parts, server: Rotating, name: str, message: str
) -> None:
    value = shared(parts, server, name)
    for share in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError) as caught:
            share(value)
        assert str(caught.value) == message


def test_folder_is_the_same_in_another_process(
    parts: Parts, server: Rotating, tmp_path: Path
) -> None:
    store = parts.stores.FolderStore(tmp_path / "tokens")
    parts.source(server.send, store).save(server.issue(parts.client, parts.package))
    other = pickle.loads(pickle.dumps(store))
    assert other.read("user") == store.read("user") is not None


def test_core_loads_only_the_standard_library(sources: Path) -> None:
    folder = str(sources)
    script = (
        f"import sys; sys.path.append({folder!r}); before = set(sys.modules);"
        "from robin_oauth import OAuthClient; import robin_oauth.token_store;"
        "client = OAuthClient(client_id='k', client_secret='s', redirect_uri='https://a.example/');"
        "client.client_credentials_request();"
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}"
        " - set(sys.stdlib_module_names)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert run.stdout == "robin_oauth\n"
