"""The options of the command that only a server with a token endpoint has."""

from __future__ import annotations

from argparse import ArgumentParser

from .facts import Exchange


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
        help="another redirect URI of the example applications (repeat for each)",
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
        "--own-issuer",
        action="store_true",
        help="use the URL of this server as the issuer, for clients that read its metadata",
    )
