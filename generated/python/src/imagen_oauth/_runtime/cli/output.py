"""Writes lines for the user to standard error and data to standard output."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from typing import TextIO

import click
from click.core import ParameterSource

from ..errors import AuthorizationError, OAuthError
from ..store.token_store import Entry, Token
from ..token import BearerToken
from . import exit_codes
from .messages import IN_COMMAND
from .streams import drop

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
    flag = _place(name) or _environment_variable(name) or flag
    number = int(item.rstrip("]") or "0") + 1
    return flag if number == 1 else f"{flag} number {number}"


def note_place(name: str, place: str) -> None:
    """Remember the place of a value that no option sets, so that errors can name it."""
    # A program that uses a stored login has no context.
    ctx = click.get_current_context(silent=True)
    if ctx is not None:
        ctx.meta[f"{__name__}.{name}"] = place


def _place(name: str) -> str | None:
    ctx = click.get_current_context(silent=True)
    return ctx.meta.get(f"{__name__}.{name}") if ctx else None


def _environment_variable(name: str) -> str | None:
    """Return the variable that the value of a parameter comes from, or None."""
    ctx = click.get_current_context(silent=True)
    if ctx and ctx.get_parameter_source(name) is ParameterSource.ENVIRONMENT:
        for option in ctx.command.params:
            if option.name == name and isinstance(option.envvar, str):
                return option.envvar
    return None


class DataCommand(click.Command):
    """A command with standard output for its data only; other code prints to standard error."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        ctx.obj = sys.stdout
        # A keyring's back end, for example, is other code.
        with redirect_stdout(sys.stderr):
            return super().invoke(ctx)


def _data_stream() -> TextIO:
    stream: TextIO = click.get_current_context().obj
    return stream


def print_notes(*lines: str) -> None:
    """Write lines for the user to standard error. It is not an error if nobody can read them."""
    try:
        for line in lines:
            print(_escaped(line), file=sys.stderr, flush=True)
    except OSError:
        drop(sys.stderr)


def print_error(stopped: Stopped) -> None:
    """Write an error for the user to standard error."""
    first, *others = stopped.lines
    print_notes(f"Error: {first}", *others)


def print_data(*lines: str) -> None:
    """Write lines of data to standard output."""
    for line in lines:
        print(_escaped(line), file=_data_stream(), flush=True)


def _escaped(line: str) -> str:
    """Return a line without line breaks, and without characters that control a terminal."""
    return "".join(
        one if one.isprintable() or one == "\t" else _escape(one) for one in line
    )


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode()


def shell_words(words: Iterable[str]) -> str:
    """Return words as a shell of this system reads them, in characters that can be shown."""
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    if word == MISSING or re.fullmatch(r"[\w:./+-]+", word, re.ASCII):
        return word
    if sys.platform == "win32":
        # cmd and PowerShell have only double quotes in common.
        escaped = word.replace('"', r"\"")
        return f'"{escaped}"'
    if _is_shown(word):
        return shlex.quote(word)
    # For the shells that have it: bash, zsh, and ksh.
    shown = [
        chr(byte) if 32 <= byte < 127 and byte not in b"'\\" else f"\\{byte:03o}"
        for byte in os.fsencode(word)
    ]
    return f"$'{''.join(shown)}'"


def _is_shown(word: str) -> bool:
    try:
        word.encode(sys.stderr.encoding)
    except UnicodeEncodeError:
        return False
    return word.isprintable()


def print_json(values: object) -> None:
    """Write data to standard output as JSON."""
    print_data(*json.dumps(values, indent=2).splitlines())


def print_table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table to a terminal, and rows with tabs and no heading elsewhere."""
    stream = _data_stream()
    if not stream.isatty():
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
    Console(file=stream).print(table)


def origin(token: BearerToken) -> str:
    """Return the host of a token, with its scheme if that is http."""
    return token.domain if token.scheme == "https" else f"http://{token.domain}"


def described(entry: Entry[Token]) -> str:
    """Return what distinguishes an entry from the others in its store."""
    scopes = " ".join(sorted(entry.asked)) or "none"
    host, client_id = origin(entry.token), entry.token.client_id
    more = f"; {entry.identity}" if entry.identity else ""
    return f"{host} (client ID {client_id}; requested scopes: {scopes}{more})"


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
