"""Who may sign in, and which application may ask for what: a small JSON file, or a built-in choice."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from .facts import Facts


class RegistryProblem(ValueError):
    """The file of users and applications is not as it has to be; the message says where."""


@dataclass(frozen=True)
class User:
    """A person of the stand-in."""

    name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Application:
    """An application, with the scopes that are assigned to it.

    `redirect_uris` are the https addresses that may take its answers; an address of this machine may
    always.
    """

    client_id: str
    name: str
    scopes: tuple[str, ...]
    redirect_uris: tuple[str, ...] = ()


class Registry:
    """The users and the applications; `hint` tells a person how to sign in, where that is no secret."""

    def __init__(
        self,
        users: Iterable[User],
        applications: Iterable[Application],
        hint: str | None = None,
    ) -> None:
        self._users = {one.name: one for one in users}
        self._applications = {one.client_id: one for one in applications}
        self.hint = hint

    @property
    def applications(self) -> tuple[Application, ...]:
        """Every application."""
        return tuple(self._applications.values())

    def application(self, client_id: str) -> Application | None:
        """Return the application of an API key, or None."""
        return self._applications.get(client_id)

    def signs_in(self, name: str, password: str) -> bool:
        """Say whether a user has this name and this password."""
        user = self._users.get(name)
        known = user.password if user else ""
        same = hmac.compare_digest(known.encode(), password.encode())
        return same and user is not None


def built_in(facts: Facts) -> Registry:
    """Return one user, and two applications: one with every scope, one with the first alone."""
    names = tuple(one.name for one in facts.scopes)
    return Registry(
        [User("demo", "demo")],
        [
            Application(facts.example_client_id, "Example application", names),
            Application("ONE_SCOPE", "Example with one scope", names[:1]),
        ],
        hint="Sign in as demo with the password demo.",
    )


def read(file: Path) -> Registry:
    """Return the registry of a JSON file.

    Raises RegistryProblem for what is wrong in it, and OSError where it cannot be read.
    """
    try:
        value: object = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise RegistryProblem(f"{file} is no JSON: {error}") from None
    whole = _members(value, "the file", ("users", "applications"), ())
    users = [
        _user(one, f"users[{index}]")
        for index, one in enumerate(_list(whole["users"], "users"))
    ]
    applications = [
        _application(one, f"applications[{index}]")
        for index, one in enumerate(_list(whole["applications"], "applications"))
    ]
    _refuse_repeated([one.name for one in users], "users", "name")
    ids = [one.client_id for one in applications]
    _refuse_repeated(ids, "applications", "client_id")
    return Registry(users, applications)


def _user(value: object, place: str) -> User:
    found = _members(value, place, ("name", "password"), ())
    return User(*(_text(found[key], f"{place}.{key}") for key in ("name", "password")))


def _application(value: object, place: str) -> Application:
    found = _members(value, place, ("client_id", "name", "scopes"), ("redirect_uris",))
    redirects = _texts(found.get("redirect_uris", []), f"{place}.redirect_uris")
    for uri in redirects:
        if not uri.startswith("https://"):
            raise RegistryProblem(f"{place}.redirect_uris: write https:// addresses")
    return Application(
        _text(found["client_id"], f"{place}.client_id"),
        _text(found["name"], f"{place}.name"),
        _texts(found["scopes"], f"{place}.scopes"),
        redirects,
    )


def _members(
    value: object, place: str, required: Iterable[str], optional: Iterable[str]
) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise RegistryProblem(f"{place} has to be an object")
    found = cast("dict[str, Any]", value)
    for key in required:
        if key not in found:
            raise RegistryProblem(f"{place} has no {key}")
    for key in found:
        if key not in (*required, *optional):
            allowed = ", ".join((*required, *optional))
            raise RegistryProblem(f'{place} has "{key}"; its keys are {allowed}')
    return found


def _list(value: object, place: str) -> list[object]:
    if not isinstance(value, list):
        raise RegistryProblem(f"{place} has to be a list")
    return cast("list[object]", value)


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise RegistryProblem(f"{place} has to be a text that is not empty")
    return value


def _texts(value: object, place: str) -> tuple[str, ...]:
    items = enumerate(_list(value, place))
    return tuple(_text(one, f"{place}[{index}]") for index, one in items)


def _refuse_repeated(names: list[str], place: str, key: str) -> None:
    if len(set(names)) < len(names):
        raise RegistryProblem(f"two of {place} have one {key}")
