"""The options of the command for what a test changes: the clock, faults, and the configuration."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from functools import partial
from typing import Any

from .control import members_of
from .faults import Fault


def add_test_options(parser: ArgumentParser, configure: Callable[..., object]) -> None:
    """Add the options; `configure` is the method whose arguments one of them takes."""

    def setting(text: str) -> dict[str, Any]:
        return _members(text, "configure", partial(configure, None))

    add = parser.add_argument
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
        '{"endpoint": "resource", "status": 503, "times": 2} (repeat for each)',
    )
    add(
        "--configure",
        dest="configuration",
        type=setting,
        default={},
        metavar="JSON",
        help='how the server behaves, such as {"decision": "approve"}',
    )


def _fault(text: str) -> Fault:
    members = _members(text, "fault", Fault)
    try:
        return Fault(**members)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def _members(text: str, action: str, called: Callable[..., object]) -> dict[str, Any]:
    try:
        return members_of(text.encode(), action, called)
    except (TypeError, ValueError) as error:
        raise ArgumentTypeError(str(error)) from None
