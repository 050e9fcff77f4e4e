"""Writes messages to standard error and data to standard output."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from collections.abc import Iterable, Sequence

import click
from click.core import ParameterSource

from ..errors import AuthorizationError, OAuthError
from ..store.token_store import Entry, Token
from ..token import BearerToken
from . import exit_codes
from .messages import IN_COMMAND

MISSING = "…"
"""Stands for a value that the user must fill in; a shell needs no quotes for it."""


class Stopped(Exception):
    """Ends a command with lines for the user and an exit code."""

    def __init__(self, exit_code: int, *lines: str) -> None:
        """Store the lines, which contain no secret."""
        super().__init__(*lines)
        self.exit_code = exit_code
        self.lines = lines


def stopped_by(
    error: OAuthError, *more: str, exit_code: int = exit_codes.FAILED
) -> Stopped:
    """Return the exception that ends a command because of an error."""
    message, hint = error.reworded(IN_COMMAND, _option(error.argument or ""))
    lines = [f"{message}: {hint} [{error.code}]"]
    if isinstance(error, AuthorizationError) and error.description:
        lines.append(f"the server says: {error.description}")
    return Stopped(exit_code, *lines, *more)


def _option(argument: str) -> str:
    """Return the option for an argument, with a number from its second item on."""
    name, _, item = argument.partition("[")
    if name == "value":
        return "the token"
    flag = f"--{name.removesuffix('s' if item else '').strip('_').replace('_', '-')}"
    flag = _environment_variable(name) or flag
    number = int(item.rstrip("]") or "0") + 1
    return flag if number == 1 else f"{flag} number {number}"


def _environment_variable(name: str) -> str | None:
    """Return the variable that the value of a parameter comes from, or None."""
    ctx = click.get_current_context(silent=True)
    if ctx and ctx.get_parameter_source(name) is ParameterSource.ENVIRONMENT:
        for option in ctx.command.params:
            if option.name == name and isinstance(option.envvar, str):
                return option.envvar
    return None


def shell_text(words: Iterable[str]) -> str:
    """Return words as a command that can be pasted into a shell of this system."""
    return " ".join(map(_shell_word, words))


def _shell_word(word: str) -> str:
    if word == MISSING or re.fullmatch(r"[\w:./+-]+", word, re.ASCII):
        return word
    if sys.platform != "win32":
        return shlex.quote(word)
    # cmd and PowerShell have only double quotes in common.
    quoted = word.replace('"', r"\"")
    return f'"{quoted}"'


def print_error(stopped: Stopped) -> None:
    """Write an error for the user to standard error."""
    first, *others = stopped.lines
    print_notes(f"Error: {first}", *others)


def print_notes(*lines: str) -> None:
    """Write lines for the user to standard error."""
    for line in lines:
        click.echo(line, err=True)


def print_data(text: str) -> None:
    """Write a line of data to standard output. Raises Stopped if it is closed."""
    # If the caller closed it, Python has no stream, and click writes nothing.
    if sys.stdout is None:
        raise Stopped(
            exit_codes.FAILED, "standard output is closed: the data cannot be written"
        )
    click.echo(text)


def drop_output() -> None:
    """Drop unwritten output, which Python would otherwise try to write when it exits."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def print_json(values: object) -> None:
    """Write data to standard output as JSON."""
    print_data(json.dumps(values, indent=2))


def print_table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table to a terminal, and rows with tabs and no heading elsewhere."""
    if sys.stdout is None or not sys.stdout.isatty():
        for row in rows:
            print_data("\t".join(row))
        return
    # Not at the top: the import takes longer than a command without a table.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    heading = "" if os.environ.get("NO_COLOR") else "bold"
    table = Table(*names, show_edge=False, pad_edge=False, header_style=heading)
    for row in rows:
        # A str would be read as markup.
        table.add_row(*map(Text, row))
    Console().print(table)


def origin(token: BearerToken) -> str:
    """Return the host of a token, with its scheme if that is http."""
    return token.domain if token.scheme == "https" else f"http://{token.domain}"


def described(entry: Entry[Token]) -> str:
    """Return what distinguishes an entry from the others in its store."""
    scopes = " ".join(sorted(entry.asked)) or "none"
    host, client_id = origin(entry.token), entry.token.client_id
    return f"{host} (client ID {client_id}; requested scopes: {scopes})"


def entry_facts(entry: Entry[Token]) -> dict[str, object]:
    """Return the facts about a token that are not secret, for JSON output."""
    token = entry.token
    return {
        "scheme": token.scheme,
        "domain": token.domain,
        "scopes": None if token.scopes is None else sorted(token.scopes),
        "missing_scopes": sorted(token.missing_scopes),
        "extra_scopes": sorted(token.extra_scopes),
        "state_verified": token.state_verified,
        "expires_at": token.expires_at,
        "lifetime": token.expires_in,
    }
