"""The command that runs a mock server until Ctrl-C: URLs go to standard output, the log to standard error."""

from __future__ import annotations

import argparse
import errno
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from .server import LIFETIME, MockServerBase


def run(
    mock_server: type[MockServerBase],
    command: str,
    arguments: Sequence[str] | None = None,
) -> int:
    """Run the server and return the exit code: 0 after Ctrl-C, or 2 if it cannot start."""
    parser = _parser(mock_server.provider.name, command)
    mock_server.add_options(parser)
    given = parser.parse_args(arguments)
    try:
        server = mock_server(**vars(given), log=_log)
    except OSError as error:
        _log(f"{command}: {error.filename}: {error.strerror}{_advice(error)}")
        return 2
    except ValueError as error:
        _log(f"{command}: {error}")
        return 2
    with server:
        try:
            if server.hint:
                _log(server.hint)
            _log("Press Ctrl-C to stop the server.")
            _log("The authorization server and the protected resource:")
            if not _print(f"{server.url}\n{server.resource_url}", command):
                return 2
            threading.Event().wait()
        except KeyboardInterrupt:
            _log("Stopped.")
    return 0


def _parser(provider: str, command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=command,
        description=f"Run a mock of the {provider} authorization server on this machine.",
        epilog="The command prints two lines to standard output: the base URL of the authorization "
        "server, and the base URL of the protected resource.",
    )
    _add_options(parser.add_argument)
    return parser


def _add_options(add: Callable[..., object]) -> None:
    add("--host", default="127.0.0.1", help="loopback address (default: %(default)s)")
    add(
        "--port",
        type=int,
        default=0,
        help="port of the authorization server (default: any free port)",
    )
    add(
        "--resource-port",
        type=int,
        default=0,
        metavar="PORT",
        help="port of the protected resource (default: any free port)",
    )
    add(
        "--token-lifetime",
        type=int,
        default=LIFETIME,
        metavar="SECONDS",
        help="lifetime of a token (default: %(default)s)",
    )
    add(
        "--origin",
        dest="origins",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="origin whose scripts can call the protected resource, such as "
        "http://localhost:5173 (repeat for each; default: none)",
    )
    add(
        "--users",
        type=Path,
        metavar="FILE",
        help="JSON file of users and applications (default: those in the README)",
    )


def _advice(error: OSError) -> str:
    """Return what to do about a port that another program uses or that needs a permission."""
    if error.errno not in (errno.EADDRINUSE, errno.EACCES):
        return ""
    return "; choose another port, or omit the option to use a free one"


def _print(text: str, command: str) -> bool:
    """Print a text, and return whether it could be written."""
    try:
        print(text, flush=True)
    except OSError as error:
        # Python would write the rest of the buffer at exit, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _log(f"{command}: standard output: {error.strerror}")
        return False
    return True


def _log(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
