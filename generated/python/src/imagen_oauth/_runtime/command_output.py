"""What the command says: text for people on standard error, data on standard output."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Sequence

import click

from . import exit_codes
from .errors import AuthorizationError, OAuthError
from .store import Entry, Token

# An error speaks of arguments in Python; here the same things are options.
_IN_OPTIONS = (
    ("pass allow_missing", "add allow_missing"),
    ("allow_missing_state=True", "--allow-missing-state"),
    ("allow_missing_token_type=True", "--allow-missing-token-type"),
    (
        "pass a token without its answer to from_value, which verifies nothing",
        "a token alone is kept with --with-token, which verifies nothing",
    ),
    (
        "open the URL of this very request and sign in again",
        "sign in again, at the URL of a new request",
    ),
    ("goes into undocumented_scopes", "goes into --undocumented-scope"),
    ("write each scope as an item of its own", "write --scope before each scope"),
    ("scheme='http'", "--scheme http"),
    (
        "shorten the state, the redirect URI or the extra parameters",
        "shorten the client id and what else goes into the URL",
    ),
)
_LISTED = re.compile(r"\b((?:undocumented_)?scope)s\[([0-9]+)\]")


class Stopped(Exception):
    """The end of a command: lines for a person, and an exit code."""

    def __init__(self, exit_code: int, *lines: str) -> None:
        """Keep what is said; no line holds a secret."""
        super().__init__(*lines)
        self.exit_code = exit_code
        self.lines = lines


def stopped_by(
    error: OAuthError, *more: str, exit_code: int = exit_codes.FAILED
) -> Stopped:
    """Return the end of a command that an error is the reason of."""
    message = _LISTED.sub(_option, error.message)
    said = [f"{message}: {in_options(error.hint)} [{error.code}]"]
    if isinstance(error, AuthorizationError) and error.description:
        said.append(f"the server says: {error.description}")
    return Stopped(exit_code, *said, *more)


def in_options(hint: str) -> str:
    """Return a hint in terms of the command line."""
    for argument, option in _IN_OPTIONS:
        hint = hint.replace(argument, option)
    return hint


def _option(listed: re.Match[str]) -> str:
    """Return an item of an argument as the option that gave it, the first without its number."""
    number = int(listed[2]) + 1
    name = f"--{listed[1].replace('_', '-')}"
    return name if number == 1 else f"{name} number {number}"


def say(*lines: str) -> None:
    """Write lines for a person on standard error."""
    for line in lines:
        click.echo(line, err=True)


def put(text: str) -> None:
    """Write a line of data on standard output. Raises Stopped where there is none."""
    # Python has no stream for what the caller has closed, and click writes nothing to it.
    if sys.stdout is None:
        raise Stopped(exit_codes.FAILED, "standard output is closed: nothing is told")
    click.echo(text)


def drop_output() -> None:
    """Forget what could not be written, which Python would try again at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def put_json(values: object) -> None:
    """Write data on standard output as a JSON text."""
    put(json.dumps(values, indent=2))


def put_table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table on a terminal; elsewhere one row a line, with tabs and no heading."""
    if sys.stdout is None or not sys.stdout.isatty():
        for row in rows:
            put("\t".join(row))
        return
    # Not at the top: the import takes longer than a command that prints no table.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    heading = "" if os.environ.get("NO_COLOR") else "bold"
    table = Table(*names, show_edge=False, pad_edge=False, header_style=heading)
    for row in rows:
        # Text is printed as it is; a str would be read as markup.
        table.add_row(*map(Text, row))
    Console().print(table)


def described(entry: Entry[Token]) -> dict[str, object]:
    """Return what may be told of a token, for programs."""
    token = entry.token
    return {
        "domain": token.domain,
        "scopes": None if token.scopes is None else sorted(token.scopes),
        "missing_scopes": sorted(token.missing_scopes),
        "extra_scopes": sorted(token.extra_scopes),
        "state_verified": token.state_verified,
        "expires_at": token.expires_at,
    }
