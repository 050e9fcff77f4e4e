"""Runs the code blocks in the documents of a spec, in this process and against its mock server."""

from __future__ import annotations

import contextlib
import getpass
import importlib
import io
import json
import os
import re
import shlex
import sys
import urllib.request
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from generator import pipeline
from generator.reading import source
from tests.golden.cases import case_text
from tests.shared import tree_to_run

TOKEN = "2YotnFZFEjr1zCsicMWpAA"
STATE = "2718281828"
ALL = tuple(pipeline.TARGETS)


class Documented:
    """The documents and packages of a case, which has every package and a command."""

    def __init__(self, case: str, folder: Path, targets: Sequence[str] = ALL) -> None:
        self.module = f"documented_{case.replace('-', '_')}"
        loaded: Any = source.read(case_text(case), "spec.yaml").value
        loaded.pop("cases", None)
        name = self.module.replace("_", "-")
        loaded["packages"] |= {
            "python": {
                "distribution": name,
                "module": self.module,
                "command": name,
                "environment": self.module.upper(),
            },
            "mock": {
                "distribution": f"{name}-mock",
                "module": f"{self.module}_mock",
                "command": f"{name}-mock",
            },
            "typescript": {"package": name},
        }
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "spec.yaml").write_text(
            json.dumps(loaded, ensure_ascii=False), encoding="utf-8"
        )
        self.spec = pipeline.load(folder / "spec.yaml")
        self.folder = folder
        for path, data in tree_to_run(self.spec, targets).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)

    def documents(self, language: str) -> dict[str, list[str]]:
        """Return the blocks of each document that has some in a language."""
        fence = re.compile(rf"^```{language}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
        found = {
            file.relative_to(self.folder).as_posix(): fence.findall(
                file.read_text(encoding="utf-8")
            )
            for file in sorted(self.folder.glob("*/*.md"))
        }
        return {name: blocks for name, blocks in found.items() if blocks}

    @contextlib.contextmanager
    def importable(self, monkeypatch: pytest.MonkeyPatch) -> Generator[Any]:
        """Make the packages importable, and yield a running mock server."""
        for package in ("python", "mock"):
            folder = str(self.folder / package / "src")
            monkeypatch.setattr(sys, "path", [folder, *sys.path])
        try:
            with importlib.import_module(f"{self.module}_mock").MockServer() as server:
                yield server
        finally:
            for name in [one for one in sys.modules if one.startswith(self.module)]:
                del sys.modules[name]


def response_to(url: str) -> str:
    """Return the response of a server that grants what a URL requests."""
    query = parse_qs(urlsplit(url).query)
    state = query.get("state", [""])[0]
    after = f"&state={state}" if state else ""
    token = f"access_token={TOKEN}&token_type=bearer&expires_in=36000"
    return f"https://app.example.com/?state={state}#{token}{after}"


def run_python(
    blocks: Sequence[str], monkeypatch: pytest.MonkeyPatch, server: Any = None
) -> tuple[str, dict[str, Any]]:
    """Run blocks in order, paste the response, and return what they print and their names."""
    names: dict[str, Any] = {}

    def paste(prompt: str) -> str:
        url = names["request"].url
        return str(server.approve(url) if server else response_to(url))

    monkeypatch.setattr(getpass, "getpass", paste)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        for block in blocks:
            # The blocks come from this project, not from input.
            exec(compile(block, "block", "exec"), names)  # noqa: S102
    return out.getvalue(), names


class Shell:
    """Runs the lines of a block that use the command, in this process."""

    def __init__(self, of: Documented, home: Path, server: Any) -> None:
        self._main = importlib.import_module(f"{of.module}.command")
        self._command = importlib.import_module(f"{of.module}._command").COMMAND
        self._name, self._server = of.module.replace("_", "-"), server
        self._home = home
        # In place of a keyring.
        self._variables = {f"{of.module.upper()}_STORE": str(home / "s" / "t.json")}
        self.ran: list[str] = []
        self._response = ""

    def run(self, block: str) -> None:
        """Run each line; anything but the command, `export`, and curl is left out."""
        for line in block.splitlines():
            words = [self._expanded(one) for one in shlex.split(line)]
            if words[0] == "export":
                self._variables |= dict(one.split("=", 1) for one in words[1:])
            elif Path(words[0]).name == self._name:
                self._use(words[1:])

    def _expanded(self, word: str) -> str:
        word = re.sub(r"^~(?=/)", str(self._home), word)
        return word.replace("$HOME", str(self._home))

    def _use(self, words: Sequence[str]) -> None:
        command, _, call = " ".join(words).partition(" | ")
        name, *options = shlex.split(command)
        typed = ""
        if "--again" in options:
            typed = self._response
        elif name == "login":
            url = self._invoke("url", *_without_store(options)).strip()
            is_local = urlsplit(url).hostname == "127.0.0.1"
            typed = self._server.approve(url) if is_local else response_to(url)
        self._response = typed or self._response
        out = self._invoke(name, *options, typed=typed)
        if call:
            url = call.split()[-1]
            headers = dict(line.split(": ", 1) for line in out.splitlines())
            request = urllib.request.Request(url, headers=headers)
            if request.host.startswith("127.0.0.1"):
                with urllib.request.urlopen(request) as response:
                    assert response.status == 200
        self.ran.append(name)

    def _invoke(self, *words: str, typed: str = "") -> str:
        environment = {"HOME": str(self._home), **self._variables}
        result = CliRunner().invoke(self._command, words, input=typed, env=environment)
        assert result.exit_code == 0, f"{words}: {result.output}"
        return result.stdout


def _without_store(options: Sequence[str]) -> list[str]:
    if "--store" not in options:
        return list(options)
    index = options.index("--store")
    return [*options[:index], *options[index + 2 :]]


def at(server: Any, text: str) -> str:
    """Return a block with the addresses of a running mock server."""
    resource = urlsplit(str(server.resource_url)).netloc
    return text.replace("127.0.0.1:8080", str(server.domain)).replace(
        "127.0.0.1:8081", resource
    )


def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the proxies of the environment, which the blocks do not expect."""
    for name in [one for one in os.environ if one.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


def typescript_modules(of: Documented) -> Mapping[str, str]:
    """Return a module for each document, which imports the package's source."""
    name = json.dumps(of.module.replace("_", "-"))
    return {
        document: "\n".join(blocks).replace(f"from {name}", 'from "./src/index.js"')
        for document, blocks in of.documents("typescript").items()
    }
