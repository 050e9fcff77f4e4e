"""The command with its subcommands, and how it reports errors."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable

import click

from ..errors import OAuthError
from ..store.token_store import Token
from . import exit_codes
from .application import Application
from .interrupts import interruptible
from .output import Stopped, print_error, print_notes, stopped_by
from .streams import drop

_NO_ARGUMENTS = getattr(click.exceptions, "NoArgsIsHelpError", ())
"""What click 8.2 and later raise instead of printing the help."""


def run(group: click.Group) -> int:
    """Run the command, report an error with one line, and return the exit code."""
    try:
        with interruptible():
            result: object = group.main(prog_name=group.name, standalone_mode=False)
        return result if isinstance(result, int) else 0
    except Stopped as error:
        stopped = error
    except OAuthError as error:
        stopped = stopped_by(error)
    except click.UsageError as error:
        if isinstance(error, _NO_ARGUMENTS):
            print_notes(*error.format_message().splitlines())
            return exit_codes.USAGE
        stopped = Stopped(exit_codes.USAGE, _usage_line(error))
    except OSError as error:
        stopped = _stopped_by_system(error)
    except (click.Abort, KeyboardInterrupt):
        # Ctrl-C can arrive just before click handles it, and just after.
        stopped = _interrupted()
    if stopped.lines:
        print_error(stopped)
    return stopped.exit_code


def _interrupted() -> Stopped:
    return Stopped(exit_codes.STOPPED, "stopped")


def _stopped_by_system(error: OSError) -> Stopped:
    """Return what to report; a reader of the output that has left is not reported."""
    reason = error.strerror or type(error).__name__
    try:
        sys.stdout.flush()
    except OSError:
        drop(sys.stdout)
    else:
        return Stopped(exit_codes.FAILED, f"cannot read or write: {reason}")
    if error.errno == errno.EPIPE:
        return Stopped(exit_codes.FAILED)
    if error.errno == errno.EBADF:
        reason = "it is closed"
    return Stopped(exit_codes.FAILED, f"cannot write to standard output: {reason}")


def _usage_line(error: click.UsageError) -> str:
    """Return what to report; click would repeat an unknown word, which may be a secret."""
    ctx = error.ctx
    help_command = f"run {ctx.command_path if ctx else ''} --help"
    if isinstance(error, click.NoSuchOption):
        if ctx and (owners := _commands_with(error.option_name, ctx)):
            if isinstance(ctx.command, click.Group):
                return f"unknown option: write {error.option_name} after {owners}"
            return f"unknown option: use {error.option_name} with {owners}"
        near = " or ".join(error.possibilities or ())
        return f"unknown option: {f'did you mean {near}?' if near else help_command}"
    if isinstance(error, (click.BadParameter, click.BadOptionUsage)):
        return error.format_message()
    if ctx and isinstance(ctx.command, click.Group):
        return f"unknown command: choose from {', '.join(ctx.command.commands)}"
    return (
        "unexpected argument: put quotes around a value with spaces; "
        f"responses and tokens are never arguments; {help_command}"
    )


def _commands_with(option: str, ctx: click.Context) -> str:
    """Return the commands that have exactly this option, which is then no secret."""
    group = ctx.find_root().command
    assert isinstance(group, click.Group)
    *others, last = [
        name
        for name, one in group.commands.items()
        if any(option in param.opts for param in one.params)
    ] or [""]
    if len(others) > 1:
        return f"{', '.join(others)}, or {last}"
    return " or ".join([*others, last])


class _Group(click.Group):
    """Commands in the order in which they are used."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the requested command; for a KeyboardInterrupt, click would print a line."""
        try:
            return super().invoke(ctx)
        except (EOFError, KeyboardInterrupt):
            stopped = _interrupted()
        raise stopped

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they are used."""
        return list(self.commands)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the exit codes as a list; click would wrap them into a paragraph."""
        with formatter.section("Exit codes"):
            formatter.write_dl(
                [(str(code), text) for code, text in exit_codes.MEANINGS.items()]
            )


def make_group(
    app: Application[Token], commands: Iterable[click.Command]
) -> click.Group:
    """Return the command of a package with these subcommands."""
    group = _Group(
        app.command,
        {one.name: one for one in commands if one.name},
        help=f"Get a bearer token for the {app.provider} API, and store it.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    return click.version_option(package_name=app.distribution)(group)
