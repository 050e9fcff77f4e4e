"""Turns options and stored tokens into the commands that messages suggest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic

import click
from click.core import ParameterSource

from ..hosts import is_loopback
from ..store.token_store import Entries, Entry, Token, TokenStore, select
from .application import Application
from .output import MISSING, described, shell_words


@dataclass(frozen=True)
class Advice(Generic[Token]):
    """Commands about the entries of a store, each ready to be pasted into a shell.

    `ctx` is that of the current command, and `entries` are all entries of the store.
    """

    app: Application[Token]
    ctx: click.Context
    store: TokenStore[Token]
    entries: Entries[Token]

    def renewal(self, entry: Entry[Token]) -> str:
        """Return the shortest `login` that certainly renews an entry."""
        is_only = self.entries == [entry] and not self._is_hidden(entry)
        choice = [] if is_only else self._choice(entry, self.app.login_selectors)
        if choice is None:
            flags = self.app.login_flags(entry.settings)
            return self._login(self.app.values_of(entry), entry.asked, flags)
        return self._command(["login", "--again"], *choice)

    def choices(self, entries: Iterable[Entry[Token]]) -> list[str]:
        """Return a line for each entry: the current command with options that choose it."""
        name = self.ctx.command.name or ""
        lines: list[str] = []
        for entry in entries:
            choice = self._choice(entry, self.app.login_selectors)
            if choice is None:
                choice = self._choice(entry, self.app.selectors)
            if name == "login":
                lines.append(self.renewal(entry))
            elif choice is None:
                lines.append(described(entry))
            else:
                lines.append(self._command([name], *choice))
        return [f"  {line}" for line in lines]

    def first_login(self, near: Entries[Token]) -> str:
        """Return the full `login` for the options of the current command.

        An option without a value gets the one that the entries near share. The user fills
        in what is still missing.
        """
        ctx = self.ctx
        given = {
            name: value
            for name, value in ctx.params.items()
            if isinstance(value, str)
            and value
            and ctx.get_parameter_source(name) is not ParameterSource.DEFAULT
        }
        known = [set(self.app.values_of(one).items()) for one in near]
        shared = dict(set[tuple[str, str]].intersection(*known)) if known else {}
        scopes = (
            *ctx.params.get("scopes", ()),
            *ctx.params.get("undocumented_scopes", ()),
        )
        values = {**shared, **given}
        return self._login(
            values,
            scopes or ((MISSING,) if self.app.takes_scopes else ()),
            self.app.login_flags(values),
        )

    def _choice(
        self, entry: Entry[Token], selectors: Sequence[str]
    ) -> list[str] | None:
        """Return options that choose an entry, and only it; None if there are none."""
        token = entry.token
        values = {
            name: value
            for name, value in self.app.values_of(entry).items()
            if name in (*selectors, "client_id", "scheme")
        }
        # The second values exclude the entries that have a value where this one has none.
        every = (values, {**dict.fromkeys(selectors, ""), **values})
        for scopes, values in product((entry.asked, entry.scopes), every):
            if not scopes and self._of_environment().get("scopes"):
                # No option overrides the variable with no scopes.
                continue
            origin = (token.domain, token.client_id, scopes, token.scheme)
            if select(self.app.chosen(self.entries, values), *origin) == [entry]:
                return [*self._options(values), *_scope_options(self.app, scopes)]
        return None

    def _is_hidden(self, entry: Entry[Token]) -> bool:
        """Return whether the environment may choose another entry if no option does."""
        values = {
            **self.app.values_of(entry),
            "scopes": " ".join(sorted(entry.asked)),
        }
        return any(
            given and given != values.get(name)
            for name, given in self._of_environment().items()
        )

    def _of_environment(self) -> dict[str, str | None]:
        """Return what the environment says for the options that choose an entry."""
        return {
            option.name: option.resolve_envvar_value(self.ctx)
            for option in self.ctx.command.params
            if option.name in ("scopes", "scheme", "client_id", *self.app.selectors)
        }

    def _login(
        self, values: Mapping[str, str], scopes: Collection[str], flags: Sequence[str]
    ) -> str:
        needed = [*self.app.needed]
        if self.app.needs_redirect_uri:
            needed.append("redirect_uri")
        missing = {*self.app.selectors} - {*self.app.login_selectors}
        shown = {name: one for name, one in values.items() if name not in missing}
        filled = {**dict.fromkeys(needed, MISSING), **shown}
        options = [*self._options(filled), *_scope_options(self.app, scopes)]
        return self._command(["login", *flags], *options)

    def _command(self, words: Sequence[str], *options: str) -> str:
        is_file = bool(self.ctx.params["store"])
        store = ["--store", self.store.place] if is_file else []
        return shell_words([self.app.command, *words, *store, *options])

    def _options(self, values: Mapping[str, str]) -> list[str]:
        """Return options with values, without a scheme that is the default anyway."""
        names = [*dict.fromkeys((*self.app.variables, *self.app.selectors))]
        names += ["scheme", "client_id"]
        if self.app.has_redirect_uri:
            names.append("redirect_uri")
        source = self.ctx.get_parameter_source("scheme")
        is_default = source is ParameterSource.DEFAULT
        if (
            is_default
            and values.get("scheme") == "https"
            and not is_loopback(self.app.host_of(values))
        ):
            names.remove("scheme")
        return [
            word
            for name in names
            if name in values
            for word in (f"--{name.strip('_').replace('_', '-')}", values[name])
        ]


def restart_command(app: Application[Token], ctx: click.Context) -> str:
    """Return a `login` for a shell that makes the same request with a new state.

    It repeats the options from the command line. Those from the environment apply to
    the next command as well.
    """
    words = [app.command, "login"]
    for option in ctx.command.params:
        name = option.name or ""
        source = ctx.get_parameter_source(name)
        if source is ParameterSource.COMMANDLINE and _is_repeated(option):
            given: bool | int | str | tuple[str, ...] = ctx.params[name]
            if isinstance(given, bool):
                words.append((option.opts if given else option.secondary_opts)[0])
                continue
            for value in given if isinstance(given, tuple) else (given,):
                words += [option.opts[0], str(value)]
    return shell_words(words)


def start_again(app: Application[Token], ctx: click.Context) -> str:
    """Return what to say after a login that failed."""
    return f"nothing was stored; to start again: {restart_command(app, ctx)}"


def _is_repeated(option: click.Parameter) -> bool:
    """Return whether an option describes the login, the response, or the store."""
    # A parameter of the provider can be turned off, too.
    is_flag = (
        isinstance(option, click.Option)
        and option.is_flag
        and not option.secondary_opts
    )
    name = option.name or ""
    is_consent = name.startswith("allow_missing") or name == "any_characters"
    is_kind = name in ("again", "device", "client_credentials")
    return name != "state" and (not is_flag or is_kind or is_consent)


def _scope_options(app: Application[Token], scopes: Collection[str]) -> list[str]:
    documented = [one.value for one in app.scopes]
    known = [name for name in documented if name in scopes]
    others = sorted({*scopes} - {*known, MISSING})
    return [
        *[word for name in known for word in ("--scope", name)],
        *[word for name in others for word in ("--undocumented-scope", name)],
        *(["--scope", MISSING] if MISSING in scopes else []),
    ]
