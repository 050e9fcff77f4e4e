"""The users who can log in, and the applications with their scopes: from a JSON file, or the defaults."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from .provider import Provider
from .redirect_uris import check_redirect_uris


class RegistryError(ValueError):
    """The file of users and applications is not valid; the message says what is wrong, and where."""


@dataclass(frozen=True)
class Account:
    """A user's name and password."""

    name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Application:
    """A registered application and the scopes that are assigned to it, or None for any scope.

    `redirect_uris` are its registered redirect URIs. It is confidential if it has a `client_secret`
    (RFC 6749 §2.1).
    """

    client_id: str
    name: str
    scopes: tuple[str, ...] | None
    redirect_uris: tuple[str, ...] = ()
    client_secret: str | None = field(default=None, repr=False)

    def unassigned(self, scopes: Iterable[str]) -> list[str]:
        """Return those of some scopes that are not assigned to the application."""
        if self.scopes is None:
            return []
        return [name for name in scopes if name not in self.scopes]


class Registry:
    """The accounts and the applications; `hint` says how to log in, if the password is not a secret."""

    def __init__(
        self,
        accounts: Iterable[Account],
        applications: Iterable[Application],
        hint: str | None = None,
    ) -> None:
        self._accounts = {one.name: one for one in accounts}
        self._applications = {one.client_id: one for one in applications}
        self.hint = hint

    @property
    def first_user(self) -> str:
        """The name of the first user, or demo if there are no users."""
        return next(iter(self._accounts), "demo")

    @property
    def applications(self) -> tuple[Application, ...]:
        """Every application."""
        return tuple(self._applications.values())

    def application(self, client_id: str) -> Application | None:
        """Return the application with this client ID, or None."""
        return self._applications.get(client_id)

    def accepts_login(self, name: str, password: str) -> bool:
        """Return whether a user has this name and this password."""
        account = self._accounts.get(name)
        known = account.password if account else ""
        same = hmac.compare_digest(known.encode(), password.encode())
        return same and account is not None


def default_registry(provider: Provider) -> Registry:
    """Return one user and two applications: one with every scope, and one with only the first scope."""
    names = tuple(one.name for one in provider.scopes)
    return Registry(
        [Account("demo", "demo")],
        [
            Application(provider.example_client_id, "Example application", names),
            Application("ONE_SCOPE", "Example with one scope", names[:1]),
        ],
        hint="Log in as demo with the password demo.",
    )


def read_registry(file: Path) -> Registry:
    """Return the registry in a JSON file.

    Raises ValueError if the content is not valid, and OSError if the file cannot be read.
    """
    try:
        value: object = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise RegistryError(f"{file} is not valid JSON: {error}") from None
    whole = _members(value, "the file", ("users", "applications"), ())
    accounts = [
        _account(one, f"users[{index}]")
        for index, one in enumerate(_list(whole["users"], "users"))
    ]
    applications = [
        _application(one, f"applications[{index}]")
        for index, one in enumerate(_list(whole["applications"], "applications"))
    ]
    _reject_duplicates([one.name for one in accounts], "users", "name")
    ids = [one.client_id for one in applications]
    _reject_duplicates(ids, "applications", "client_id")
    return Registry(accounts, applications)


def _account(value: object, place: str) -> Account:
    found = _members(value, place, ("name", "password"), ())
    return Account(
        *(_string(found[key], f"{place}.{key}") for key in ("name", "password"))
    )


def _application(value: object, place: str) -> Application:
    optional = ("scopes", "redirect_uris", "client_secret")
    found = _members(value, place, ("client_id", "name"), optional)
    redirects = _strings(found.get("redirect_uris", []), f"{place}.redirect_uris")
    check_redirect_uris(redirects, f"{place}.redirect_uris")
    secret = found.get("client_secret")
    return Application(
        _string(found["client_id"], f"{place}.client_id"),
        _string(found["name"], f"{place}.name"),
        _strings(found["scopes"], f"{place}.scopes") if "scopes" in found else None,
        redirects,
        None if secret is None else _string(secret, f"{place}.client_secret"),
    )


def _members(
    value: object, place: str, required: Iterable[str], optional: Iterable[str]
) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise RegistryError(f"{place} must be an object")
    found = cast("dict[str, Any]", value)
    for key in required:
        if key not in found:
            raise RegistryError(f'{place} is missing the key "{key}"')
    for key in found:
        if key not in (*required, *optional):
            allowed = ", ".join((*required, *optional))
            raise RegistryError(
                f'{place} has the unknown key "{key}"; use only {allowed}'
            )
    return found


def _list(value: object, place: str) -> list[object]:
    if not isinstance(value, list):
        raise RegistryError(f"{place} must be a list")
    return cast("list[object]", value)


def _string(value: object, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise RegistryError(f"{place} must be a non-empty string")
    return value


def _strings(value: object, place: str) -> tuple[str, ...]:
    items = enumerate(_list(value, place))
    return tuple(_string(one, f"{place}[{index}]") for index, one in items)


def _reject_duplicates(names: list[str], place: str, key: str) -> None:
    if len(set(names)) < len(names):
        raise RegistryError(f"two {place} have the same {key}")
