"""Runs the blocks of a document about a command that gets tokens from a token endpoint, in order."""

from __future__ import annotations

import http.client
import importlib
import re
import shlex
import socket
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.login.running import Command

_BLOCK = re.compile(r"^```(python|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_URL = re.compile(r"^  (https?://\S+)$", re.MULTILINE)


class DocumentedCommand:
    """The command of a package. A user approves at once, and `redirect` is the response to a URL."""

    def __init__(
        self, name: str, redirect: Callable[[str], str], patch: Any, home: Path
    ) -> None:
        self._redirect, self._home = redirect, home
        self._command = Command(name, patch, home)
        self._name = f"{name}-oauth"
        self.ran: list[str] = []
        for flow in ("code_login", "device_flow"):
            path = f"{name}_oauth._runtime.cli.exchange.{flow}"
            try:
                module = importlib.import_module(path)
            except ModuleNotFoundError:
                continue
            patch.setattr(module, "has_browser", lambda: True)
            patch.setattr(module, "open_browser", self._open)

    def run(self, block: str) -> None:
        """Run each line of a block that is a call of the command."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            # Another process may use the port of the document.
            port = free.getsockname()[1]
        for line in block.splitlines():
            words = [self._expanded(one) for one in shlex.split(line)]
            if Path(words[0]).name != self._name:
                continue
            arguments = words[1 : words.index("|") if "|" in words else None]
            arguments = [one.replace(":8080/", f":{port}/") for one in arguments]
            with warnings.catch_warnings():
                # click warns of two options with the same name.
                warnings.simplefilter("error", UserWarning)
                said = self._command(*arguments, typed=self._typed)
            assert said.code == 0, f"{line}: {said.err}"
            self.ran.append(arguments[0])

    def _expanded(self, word: str) -> str:
        return re.sub(r"^~(?=/)", str(self._home), word)

    def _typed(self, printed: str) -> str:
        return self._redirect(_URL.findall(printed)[-1])

    def _open(self, url: str, _: str) -> None:
        if "user_code" in url:
            return
        target = urlsplit(self._redirect(url))
        if target.hostname == "127.0.0.1":
            threading.Thread(target=_visit, args=(target,)).start()


def _visit(target: Any) -> None:
    connection = http.client.HTTPConnection(target.netloc, timeout=10)
    connection.request("GET", f"{target.path}?{target.query}")
    connection.getresponse().read()
    connection.close()


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield the language and the text of each block of Python and of a shell."""
    yield from _BLOCK.findall(text)
