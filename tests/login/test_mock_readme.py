"""The section of a mock server's README about the command leads to an authorized call."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import httpx
import pytest

from generator import pipeline
from tests.login.conftest import SPECS
from tests.shared import tree_to_run


@pytest.mark.parametrize("file", SPECS, ids=[one.stem for one in SPECS])
def test_commands_lead_to_an_authorized_call(
    file: Path, start: Any, command: Any, browse: Any
) -> None:
    name = file.stem
    tree = tree_to_run(pipeline.load(file), ["mock"])
    readme = tree["mock/README.md"].decode()
    section = readme.partition("\n## With the command\n")[2].partition("\n## ")[0]
    block = re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)[-1]
    server, run = start(name), command(name)
    if hasattr(server, "approve_device"):
        server.configure(interval=1)
    browse(name, server)
    ran: list[tuple[str, str]] = []
    for line in block.splitlines():
        words = shlex.split(line.replace("http://127.0.0.1:8080", server.url))
        if words[0] == "export":
            pairs = dict(one.split("=", 1) for one in words[1:])
            # The store is that of the test.
            assert pairs.pop(f"{run.prefix}STORE", "$HOME/").startswith("$HOME/")
            for variable, value in pairs.items():
                run.set(variable.removeprefix(run.prefix), value)
            continue
        if words[0] == "pip":
            assert words[1:] == ["install", "../python[cli]"]
            continue
        assert words[0] == f"{name}-oauth"
        said = run(*words[1 : words.index("|") if "|" in words else None])
        assert said.code == 0, said.err
        ran.append((words[1], said.out))
    assert [one for one, _ in ran] == ["login", "headers"]
    headers = dict(one.split(": ", 1) for one in ran[-1][1].splitlines())
    called = httpx.get(server.resource_url, headers=headers, trust_env=False)
    assert called.status_code == 200
