"""Chooses stored tokens by the options of a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic

import click
from click.core import ParameterSource

from ..checks import check_client_id, check_domain, check_scheme
from ..errors import OAuthError
from ..hosts import is_loopback
from ..scope import select_scopes
from ..store.file_store import FileStore
from ..store.keyring_store import KeyringStore
from ..store.token_store import Entries, Entry, Token, TokenStore, select
from . import exit_codes
from .advice import Advice
from .application import Application
from .output import Stopped, print_notes, stopped_by


@dataclass(frozen=True)
class FoundToken(Generic[Token]):
    """A token, its place in words for the user, and the command that renews it, if any.

    `facts` and `lines` are further values and sentences for `status`. `has_redirect` says whether a
    redirect contained the token or its code, which only a state ties to the request.
    """

    entry: Entry[Token]
    place: str
    renewal: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict[str, object])
    lines: tuple[str, ...] = ()
    has_redirect: bool = True


Find = Callable[[click.Context], FoundToken[Token]]
"""Returns the only token that matches the options; otherwise, it raises Stopped."""


@dataclass(frozen=True)
class Matches(Generic[Token]):
    """The entries of a store that match the options, and commands about all of them.

    `near` are those that match the options other than scopes. `is_empty` is whether the store has
    no entry at all, not even one that cannot be read.
    """

    entries: Entries[Token]
    near: Entries[Token]
    advice: Advice[Token]
    is_empty: bool

    @property
    def absence(self) -> str:
        """What to say if there is no entry."""
        fault = "no token is stored" if self.is_empty else "no matching token"
        return f"{fault} in {self.advice.store.place}"

    def single(self) -> Entry[Token]:
        """Return the only entry. Raises Stopped, with what to run, if there is not exactly one."""
        if len(self.entries) == 1:
            return self.entries[0]
        advice = self.advice
        place = advice.store.place
        if self.entries:
            lines = [f"several matching tokens in {place}: run one of these"]
            lines += advice.choices(self.entries)
            raise Stopped(exit_codes.USAGE, *lines)
        command = advice.first_login(self.near)
        lines = [f"{self.absence}: run {command}"]
        if advice.entries:
            lines.append("or choose another token there:")
            lines += advice.choices(advice.entries)
        raise Stopped(exit_codes.NONE_STORED, *lines)


def open_store(app: Application[Token], ctx: click.Context) -> TokenStore[Token]:
    """Return the store in the file that the user chose, or the one in the keyring."""
    if ctx.params["store"]:
        return FileStore(ctx.params["store"], app.token)
    variable = app.variable("store")
    alternative = f"choose a file with --store FILE or {variable}"
    return KeyringStore(app.distribution, app.token, alternative)


def find_stored(app: Application[Token], ctx: click.Context) -> FoundToken[Token]:
    """Return the only stored token that matches the options; otherwise, raise Stopped."""
    store = open_store(app, ctx)
    matches = matching_entries(app, ctx, store)
    entry = matches.single()
    return FoundToken(entry, store.place, matches.advice.renewal(entry))


def matching_entries(
    app: Application[Token], ctx: click.Context, store: TokenStore[Token]
) -> Matches[Token]:
    """Return the entries of a store that match the options."""
    values = ctx.params
    client_id = values["client_id"]
    try:
        scopes = select_scopes(
            values.get("scopes", ()),
            values.get("undocumented_scopes", ()),
            [one.value for one in app.scopes],
            app.scope_separator,
        )
        origins = _origins(app, ctx)
        client_id = client_id and check_client_id(client_id)
    except OAuthError as error:
        refused = stopped_by(error, exit_code=exit_codes.USAGE)
    else:
        contents = store.read()
        print_notes(*contents.notes)
        of_origin = [
            one
            for one in app.chosen(contents.entries, values)
            if (one.token.scheme, one.token.domain) in origins
            or (one.token.scheme, None) in origins
        ]
        near = select(of_origin, None, client_id or None)
        advice = Advice(app, ctx, store, contents.entries)
        is_empty = not contents.entries and not contents.notes
        return Matches(select(near, scopes=scopes), near, advice, is_empty)
    raise refused


def _origins(
    app: Application[Token], ctx: click.Context
) -> set[tuple[str, str | None]]:
    """Return the schemes and hosts that match the options; None is any host.

    Without a scheme, a host of this machine may have either.
    """
    if not app.has_scheme:
        return {("https", None)}
    domain, scheme = ctx.params.get(app.issuer or ""), ctx.params["scheme"]
    is_default = ctx.get_parameter_source("scheme") is ParameterSource.DEFAULT
    schemes = {"https", "http"} if is_default else {check_scheme(scheme)}
    if not domain:
        return {(one, None) for one in schemes}
    if is_default and not is_loopback(check_domain(domain)):
        schemes = {"https"}
    return {(one, check_domain(domain, one)) for one in schemes}
