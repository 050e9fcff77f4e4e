"""The command that runs a stand-in until Ctrl-C: addresses on standard output, all else beside it."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from .stand_in import LIFETIME, StandInBase


def run(
    stand_in: type[StandInBase], command: str, arguments: Sequence[str] | None = None
) -> int:
    """Serve, and return the exit code: 0 after Ctrl-C, 2 for wrong usage or a port that is taken."""
    parser = _parser(stand_in.facts.provider, command)
    given = parser.parse_args(arguments)
    try:
        server = stand_in(
            token_lifetime=given.token_lifetime,
            users=given.users,
            host=given.host,
            port=given.port,
            resource_port=given.resource_port,
            log=_say,
        )
    except OSError as error:
        _say(f"{command}: {error.filename}: {error.strerror}")
        return 2
    except (ValueError, OverflowError) as error:
        _say(f"{command}: {error}")
        return 2
    with server:
        try:
            if server.hint:
                _say(server.hint)
            _say("Ctrl-C ends it.")
            if not _printed(f"{server.url}\n{server.resource_url}", command):
                return 2
            threading.Event().wait()
        except KeyboardInterrupt:
            _say("ended")
    return 0


def _parser(provider: str, command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=command,
        description=f"Stand in for the authorization server of {provider}, on this machine alone.",
        epilog="The first line of standard output is the base URL of the authorization server, "
        "the second that of the protected resource.",
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="an address of the loopback (%(default)s)")
    add("--port", type=int, default=0, help="0 is any free port (%(default)s)")
    add("--resource-port", type=int, default=0, help="0 is any free port (%(default)s)")
    add(
        "--token-lifetime",
        type=int,
        default=LIFETIME,
        metavar="SECONDS",
        help="how long a token lives (%(default)s)",
    )
    add(
        "--users",
        type=Path,
        metavar="FILE",
        help="users and applications, as JSON (without it: demo, password demo)",
    )
    return parser


def _printed(text: str, command: str) -> bool:
    """Print a text, and return whether somebody took it."""
    try:
        print(text, flush=True)
    except OSError as error:
        # What is left in the stream would be tried again, and fail, at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _say(f"{command}: standard output: {error.strerror}")
        return False
    return True


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
