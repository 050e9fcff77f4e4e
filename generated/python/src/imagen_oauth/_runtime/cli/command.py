"""The command with its subcommands, and how it reports errors."""

from __future__ import annotations

import errno

import click

from ..errors import OAuthError
from ..store.token_store import Token
from . import exit_codes
from .application import Application
from .login import login_command, url_command
from .output import Stopped, drop_output, print_error, stopped_by
from .scopes import scopes_command
from .status import status_command
from .token import headers_command, logout_command, token_command


class _Group(click.Group):
    """Commands that report an error with one line and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the requested command; errors do not keep what its frames had read."""
        try:
            return super().invoke(ctx)
        except Stopped as error:
            stopped = error
        except OAuthError as error:
            stopped = stopped_by(error)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            drop_output()
            reason = error.strerror or type(error).__name__
            stopped = Stopped(exit_codes.FAILED, f"cannot read or write: {reason}")
        except (EOFError, KeyboardInterrupt, click.Abort):
            stopped = Stopped(exit_codes.STOPPED, "stopped")
        print_error(stopped)
        # Outside of the clauses above, whose errors refer to frames with secrets.
        raise click.exceptions.Exit(stopped.exit_code)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they are used."""
        return list(self.commands)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the exit codes as a list; click would wrap them into a paragraph."""
        with formatter.section("Exit codes"):
            formatter.write_dl(
                [(str(code), text) for code, text in exit_codes.MEANINGS.items()]
            )


def make_command(app: Application[Token]) -> click.Group:
    """Return the command of a package."""
    commands = (
        url_command(app),
        login_command(app),
        token_command(app),
        headers_command(app),
        status_command(app),
        logout_command(app),
        scopes_command(app),
    )
    group = _Group(
        app.command,
        {one.name: one for one in commands if one.name},
        help=f"Get a bearer token for the {app.provider} API, and store it.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    return click.version_option(package_name=app.distribution)(group)
