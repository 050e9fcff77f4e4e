"""What an error reports, apart from its words, which are tested once, against the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, cast

from imagen_oauth import OAuthError
from imagen_oauth._runtime import messages
from imagen_oauth._runtime.cli import messages as cli
from imagen_oauth._runtime.http import messages as http
from imagen_oauth._runtime.store import messages as store

Message = tuple[str, str, str]
BY_KEY: dict[str, Message] = {
    value[0]: value
    for module in (messages, http, store, cli)
    for value in vars(module).values()
    if isinstance(value, tuple)
}
"""Every message that Python can raise."""


class Raised(NamedTuple):
    """The key of a message, the argument at fault, and the values in the message."""

    key: str
    argument: str | None
    values: dict[str, str]


def raised(error: OAuthError) -> Raised:
    """Return what an error reports."""
    _, (text, _, given) = error.__reduce__()
    values = dict(cast(Mapping[str, str], given))
    del values["argument"]
    return Raised(
        cast(Message, text)[0], error.argument, {k: v for k, v in values.items() if v}
    )


def key_of(error: OAuthError) -> str:
    """Return the key of an error's message: `truncated_input.line`."""
    return raised(error).key


def command_line(key: str, argument: str = "", **values: str) -> str:
    """Return the line that the command prints for an error."""
    message, hint = cli.IN_COMMAND.get(key, BY_KEY[key][1:])
    values["argument"] = argument
    code = key.partition(".")[0]
    return f"Error: {message.format(**values)}: {hint.format(**values)} [{code}]"
