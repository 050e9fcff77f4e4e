"""A login of warbler whose browser follows a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx

from tests.login.running import Command, Said
from tests.login.visits import Script, Visit, Visits

Follow = Callable[[str, Any, Script], Visits]
Start = Callable[[str], Any]
Make = Callable[[str], Command]


class Login:
    """A login of warbler whose browser follows a script."""

    def __init__(self, start: Start, command: Make, follow: Follow) -> None:
        self.server, self.command = start("warbler"), command("warbler")
        self.follow = follow

    def __call__(self, script: Script, *more: str) -> tuple[Said, Visit]:
        """Log in, and return what the command said and what its browser did."""
        visits = self.follow("warbler", self.server, script)
        said = self.command(*self.words, *more)
        return said, visits.last()

    def restart(self, *more: str) -> str:
        """Return the line that says how to start again."""
        words = " ".join(("warbler-oauth", *self.words, *(more or ("--timeout", "30"))))
        return f"nothing was stored; to start again: {words}"

    @property
    def words(self) -> tuple[str, ...]:
        client = ("--server", self.server.domain, "--client-id", "PUBLIC")
        return ("login", *client, "--scope", "read", "--scheme", "http")


def approve(visit: Visit) -> None:
    visit.approve()


def title(page: httpx.Response) -> str:
    found = re.search("<h1>(.*)</h1>", page.text)
    assert found
    return found[1]
