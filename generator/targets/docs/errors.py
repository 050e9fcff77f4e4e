"""The errors of the package by stage, with cause and remedy, for the page about errors."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.endpoints import GrantType
from generator.model.protocol import ErrorCode, Protocol
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.docs.raised import never_exchanged, never_raised
from generator.targets.encoders.markdown import markdown_code
from generator.targets.languages import MAIN
from generator.targets.messages import speller

_ALWAYS = {"core", "calls"}
_WITH_COMMAND = {"store", "command"}
_OF_COMMAND = {
    *("store_locked", "store_full", "invalid_entry"),
    *("several_logins", "secret_missing", "environment_unusable"),
}
"""The errors of stores and logins that only a package with a command has."""
_WITHOUT_TOKENS = {"web"}
"""The parts of a package whose requests have PKCE; `never_raised` knows those without it."""


@dataclass(frozen=True, slots=True)
class ErrorView:
    """A row of a table of errors, in Markdown."""

    code: Code
    cause: Code
    remedy: Code


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage, and the errors that the package can raise in it."""

    title: Code
    errors: tuple[ErrorView, ...]


def stage_views(
    protocol: Protocol, provider: Provider, *, has_command: bool
) -> tuple[StageView, ...]:
    """Return the stages that have errors, in order; a package without tokens has only the first."""
    parts = _ALWAYS | (_WITH_COMMAND if has_command else set[str]())
    names, left_out = [*protocol.stages], frozenset[str]()
    if provider.exchanges:
        parts |= {"exchange", "store"}
        left_out = never_exchanged(provider)
        # A program can use the login of a command, which even an application for itself has.
        left_out = (
            left_out - {"login_required"} if has_command else left_out | _OF_COMMAND
        )
    if not provider.returns_token:
        left_out |= never_raised(provider)
        names = names if provider.exchanges else names[:1]
        parts |= _WITHOUT_TOKENS
    listed = [one for one in protocol.errors if one.code not in left_out]
    stages = [
        (protocol.stages[name], [one for one in listed if _is_in(one, name, parts)])
        for name in names
    ]
    return tuple(
        StageView(
            Code(title),
            tuple(
                _error_view(
                    one,
                    protocol,
                    # A package without a command has only the store of a token source.
                    returns_token=(
                        has_command
                        if one.stage == "storing"
                        else provider.offers(GrantType.IMPLICIT)
                    ),
                    has_users=provider.has_users,
                )
                for one in errors
            ),
        )
        for title, errors in stages
        if errors
    )


def _is_in(error: ErrorCode, stage: str, parts: set[str]) -> bool:
    return error.stage == stage and any(one.part in parts for one in error.messages)


def _error_view(
    error: ErrorCode, protocol: Protocol, *, returns_token: bool, has_users: bool
) -> ErrorView:
    cause, remedy = error.exchanged if has_users else error.without_users
    if returns_token:
        cause, remedy = error.cause, error.remedy
    in_main_language = speller(protocol, MAIN.spelling)

    def spell(kind: str, name: str) -> str:
        if kind == "call":
            return " and ".join(
                f"pass {markdown_code(one)}" for one in MAIN.spelling.arguments(name)
            )
        written = in_main_language(kind, name)
        if kind in ("arg", "attr", "method"):
            return markdown_code(written.removeprefix("."))
        return written

    return ErrorView(
        code=markdown_code(error.code),
        # The texts are Markdown of this project.
        cause=Code(cause.spelled(spell)),
        remedy=Code(remedy.spelled(spell)),
    )
