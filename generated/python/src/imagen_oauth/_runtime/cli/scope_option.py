"""The option that names documented scopes."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from ..store.token_store import Token
from .application import Application


def scope_option(app: Application[Token]) -> click.Option:
    """Return the option for scopes."""
    documented = {one.value for one in app.scopes}

    def complete(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        given: tuple[str, ...] = ctx.params.get(param.name or "") or ()
        return [
            CompletionItem(one.value, help=one.summary)
            for one in app.scopes
            if one.value.startswith(incomplete) and one.value not in given
        ]

    def split(
        _: click.Context, __: click.Parameter, values: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Split each value that contains several scopes, unless it is a documented name."""
        pieces = [
            [one] if one in documented else one.replace(",", " ").split()
            for one in values
        ]
        if [] in pieces:
            raise click.BadParameter(
                "it is empty; write the name of a scope, or omit the option"
            )
        return tuple(name for names in pieces for name in names)

    return click.Option(
        ["--scope", "scopes"],
        multiple=True,
        callback=split,
        shell_complete=complete,
        metavar="SCOPE",
        envvar=app.variable("scope"),
        show_envvar=True,
        help="A documented scope, or several, separated by commas.",
    )
