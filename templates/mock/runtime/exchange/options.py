"""The options of the command that only a server with a token endpoint has."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError

from .control import members_of
from .facts import Exchange
from .faults import Fault


def add_exchange_options(parser: ArgumentParser, exchange: Exchange) -> None:
    """Add the options to the parser of the command."""
    if exchange.response.lifetime is not None:
        parser.set_defaults(token_lifetime=exchange.response.lifetime)
    add = parser.add_argument
    add(
        "--redirect-uri",
        dest="redirect_uris",
        action="append",
        default=[],
        metavar="URI",
        help="further redirect URI of the example applications (repeat for each)",
    )
    rotation = parser.add_mutually_exclusive_group()
    rotation.add_argument(
        "--rotation",
        dest="rotates",
        action="store_true",
        default=None,
        help="replace the refresh token at each refresh "
        f"(default: {'yes' if exchange.rotates else 'no'})",
    )
    rotation.add_argument(
        "--no-rotation",
        dest="rotates",
        action="store_false",
        default=None,
        help="keep the refresh token",
    )
    add(
        "--clock-offset",
        type=float,
        default=0,
        metavar="SECONDS",
        help="seconds by which the clock is ahead, or behind if negative",
    )
    add(
        "--fault",
        dest="faults",
        type=_fault,
        action="append",
        default=[],
        metavar="JSON",
        help="what happens to the next requests, such as "
        '{"endpoint": "token", "status": 503, "times": 2} (repeat for each)',
    )


def _fault(text: str) -> Fault:
    try:
        return Fault(**members_of(text.encode(), "fault"))
    except (TypeError, ValueError) as error:
        raise ArgumentTypeError(str(error)) from None
