"""The command that runs a stand-in until Ctrl-C: addresses on standard output, all else beside it."""

from __future__ import annotations

import argparse
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
    except (ValueError, OSError, OverflowError) as error:
        _say(f"{command}: {error}")
        return 2
    with server:
        try:
            if server.hint:
                _say(server.hint)
            _say("Ctrl-C ends it.")
            print(server.url, server.resource_url, sep="\n", flush=True)
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


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
