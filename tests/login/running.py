"""Runs the command of a package in this process."""

from __future__ import annotations

import importlib
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest


class Said(NamedTuple):
    """The end of a command: its exit code, standard output, and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The values on standard output."""
        return json.loads(self.out)


class _Typed(io.BytesIO):
    """What a user types, who reads what the command printed first."""

    def __init__(self, text: Callable[[], str]) -> None:
        super().__init__()
        self._text: Callable[[], str] | None = text

    def read1(self, size: int | None = -1, /) -> bytes:
        if self._text is not None:
            self.write(self._text().encode())
            self.seek(0)
            self._text = None
        return super().read1(size)

    def read(self, size: int | None = -1, /) -> bytes:
        return self.read1(size)


class Command:
    """The command of a provider, with a store in a folder."""

    def __init__(
        self, name: str, monkeypatch: pytest.MonkeyPatch, folder: Path
    ) -> None:
        self.name = name
        self.prefix = f"{name.upper()}_OAUTH_"
        self._patch = monkeypatch
        self.store = folder / "private" / f"{name}.json"
        self.group = importlib.import_module(f"{name}_oauth._command").COMMAND
        self._run = importlib.import_module(f"{name}_oauth._runtime.cli.command").run
        self.set("store", str(self.store))

    def set(self, name: str, value: str) -> None:
        """Set an environment variable of the command."""
        self._patch.setenv(f"{self.prefix}{name.upper()}", value)

    def unset(self, name: str) -> None:
        self._patch.delenv(f"{self.prefix}{name.upper()}")

    def __call__(self, *arguments: str, typed: str | Callable[[str], str] = "") -> Said:
        """Run the command; standard input is not a terminal, and a login waits for 30 seconds.

        A function gets standard error, and returns what the user types then.
        """
        options = [one.name for one in self.group.commands["login"].params]
        is_login = arguments[0] == "login" and "timeout" in options
        if is_login and "--timeout" not in arguments:
            arguments = (*arguments, "--timeout", "30")
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))

        def text() -> str:
            return typed(_written(err)) if callable(typed) else typed

        source = io.TextIOWrapper(_Typed(text))
        with self._patch.context() as patch:
            patch.setattr(sys, "argv", [self.group.name, *arguments])
            patch.setattr(sys, "stdin", source)
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            try:
                code = self._run(self.group)
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
        said = [_written(one) for one in (out, err)]
        return Said(code, *said)

    def has_entries(self) -> bool:
        """Return whether the store has any login."""
        return self.store.exists() and bool(self.entries())

    def entries(self) -> list[dict[str, Any]]:
        """Return what the store has."""
        found: list[dict[str, Any]] = json.loads(self.store.read_text())["tokens"]
        return found

    def expire(self) -> None:
        """Let the stored access tokens be expired."""
        self.change(expires_at=1_000_100, expires_in=100, saved_at=1_000_000)
        self.change_renewal(issued_at=1_000_000)

    def change(self, **values: object) -> None:
        """Change members of all stored entries."""
        document = json.loads(self.store.read_text())
        for one in document["tokens"]:
            one.update(values)
        self.store.write_text(json.dumps(document))

    def change_renewal(self, **values: object) -> None:
        """Change what the stored entries have only for a renewal."""
        document = json.loads(self.store.read_text())
        for one in document["tokens"]:
            one["renewal"].update(values)
        self.store.write_text(json.dumps(document))


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
