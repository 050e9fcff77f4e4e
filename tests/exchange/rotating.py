"""A token endpoint that rotates refresh tokens, and revokes a family if one is used twice."""

from __future__ import annotations

import itertools
import json
import threading
import time
from typing import Any
from urllib.parse import parse_qsl


class Rotating:
    """The endpoint, in this process. `answer` replaces its next responses."""

    def __init__(self, lifetime: int) -> None:
        self.lifetime = lifetime
        self.delay = 0.0
        self.answer: tuple[int, dict[str, str], bytes] | None = None
        self.requests = self.refreshes = self.reuses = 0
        self.access_token = self.refresh_token = ""
        self._guard = threading.Lock()
        self._count = itertools.count(1)
        self._families: dict[str, int] = {}
        self._valid: dict[int, str] = {}

    def new_family(self) -> str:
        """Return the first refresh token of a login."""
        with self._guard:
            number = next(self._count)
            self.refresh_token = f"refresh-{number}"
            self._families[self.refresh_token] = number
            self._valid[number] = self.refresh_token
            return self.refresh_token

    def issue(self, client: Any, package: Any) -> Any:
        """Return the token of a login."""
        refresh_token = self.new_family()
        self.access_token = f"access-{next(self._count)}"
        return package.AccessToken.from_value(
            self.access_token,
            domain=client.issuer,
            client_id=client.client_id,
            expires_in=self.lifetime,
            refresh_token=refresh_token,
        )

    def respond(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Return the response to a request with a form."""
        with self._guard:
            self.requests += 1
            if self.answer is not None:
                return self.answer
            form = dict(parse_qsl(body.decode()))
            if form["grant_type"] == "client_credentials":
                return self._tokens(None)
            family = self._families.get(form["refresh_token"])
            if family is None or family not in self._valid:
                return self._denied()
            if self._valid[family] != form["refresh_token"]:
                self.reuses += 1
                del self._valid[family]
                return self._denied()
            self.refreshes += 1
            return self._tokens(family)

    def send(self, request: Any) -> Any:
        """Return the token that the response contains."""
        sent_at = time.time()
        if self.delay:
            time.sleep(self.delay)
        return request.parse_response(*self.respond(request.body), sent_at=sent_at)

    def losing(self, request: Any) -> Any:
        """Process a request, and lose its response."""
        from importlib import import_module

        self.respond(request.body)
        package = type(request).__module__.rpartition(".")[0]
        raise import_module(f"{package}.delivery").response_lost()

    def _tokens(self, family: int | None) -> tuple[int, dict[str, str], bytes]:
        self.access_token = f"access-{next(self._count)}"
        values: dict[str, object] = {
            "access_token": self.access_token,
            "expires_in": self.lifetime,
        }
        if family is not None:
            self.refresh_token = f"refresh-{next(self._count)}"
            self._families[self.refresh_token] = family
            self._valid[family] = self.refresh_token
            values["refresh_token"] = self.refresh_token
        return 200, {"Content-Type": "application/json"}, json.dumps(values).encode()

    def _denied(self) -> tuple[int, dict[str, str], bytes]:
        return (
            400,
            {"Content-Type": "application/json"},
            b'{"error": "invalid_grant"}',
        )
