"""What a login asks for: from the options, or from a stored login."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click

from ...store.login_store import Login
from ...store.store_json import Json, json_value
from ...store.token_store import Entry
from .. import exit_codes
from ..options import refuse_secret, suggest_scopes
from ..output import Stopped
from .application import Asked, Client, ExchangeApplication, ParameterOption

_PARAMETERS = "parameters"
"""The setting of an entry for the provider's own parameters, as JSON."""


def parameter_options(
    app: ExchangeApplication[Login, Client],
) -> list[click.Parameter]:
    """Return the options for the parameters that only this provider has."""
    return [_option(one) for one in app.parameters]


def _option(one: ParameterOption) -> click.Option:
    flags = [one.flag, _name(one)]
    if one.is_boolean:
        return click.Option(
            [f"{one.flag}/--no-{one.flag.removeprefix('--')}", _name(one)],
            default=None,
            help=one.text,
        )
    if one.values:
        choice = click.Choice(one.values)
        return click.Option(flags, type=choice, multiple=one.is_repeated, help=one.text)
    return click.Option(
        flags,
        multiple=one.is_repeated,
        callback=refuse_secret,
        metavar="TEXT",
        help=one.text,
    )


def asked_now(app: ExchangeApplication[Login, Client], ctx: click.Context) -> Asked:
    """Return what the options ask for. Raises Stopped if a required parameter is missing."""
    documented: tuple[str, ...] = ctx.params.get("scopes", ())
    others: tuple[str, ...] = ctx.params.get("undocumented_scopes", ())
    if not (documented or others) and app.scopes and not app.has_default_scopes:
        suggest_scopes(app)
    given: dict[str, Any] = {
        one.name: ctx.params[_name(one)]
        for one in app.parameters
        if ctx.params[_name(one)] not in (None, ())
    }
    return Asked(documented, others, given)


def check_parameters(
    app: ExchangeApplication[Login, Client], asked: Asked, *, is_browser: bool
) -> None:
    """Raise Stopped if a parameter is missing, or has no effect on a login without a browser."""
    given = [one for one in app.parameters if one.name in asked.parameters]
    if given and not is_browser:
        flags = " and ".join(one.flag for one in given)
        verb, them = ("applies", "it") if len(given) == 1 else ("apply", "them")
        raise Stopped(
            exit_codes.USAGE,
            f"{flags} {verb} only to a login in a browser on this machine: omit {them}",
        )
    missing = [
        one.flag
        for one in app.parameters
        if one.is_required and one.name not in asked.parameters
    ]
    if missing and is_browser:
        plural = "s" if len(missing) > 1 else ""
        listed = " and ".join(f"'{one}'" for one in missing)
        raise Stopped(exit_codes.USAGE, f"Missing option{plural} {listed}.")


def settings_of(asked: Asked) -> dict[str, str]:
    """Return the settings with which a login asks for the same again."""
    return {_PARAMETERS: json.dumps(asked.parameters)} if asked.parameters else {}


def asked_before(app: ExchangeApplication[Login, Client], entry: Entry[Login]) -> Asked:
    """Return what a stored login asked for."""
    known = [one.value for one in app.scopes]
    return Asked(
        tuple(one for one in known if one in entry.asked),
        tuple(sorted(entry.asked.difference(known))),
        _stored(app, entry.settings.get(_PARAMETERS, "{}")),
    )


def _stored(app: ExchangeApplication[Login, Client], text: str) -> Mapping[str, Any]:
    """Return the parameters in a setting, without those that this version does not send.

    Returns none if the setting is damaged.
    """
    try:
        found = json_value(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        one.name: found[one.name]
        for one in app.parameters
        if one.name in found and _is_value(one, found[one.name])
    }


def _is_value(one: ParameterOption, value: Json) -> bool:
    """Return whether a value has the type of a parameter; the request checks the rest."""
    if one.is_boolean:
        return isinstance(value, bool)
    values = value if one.is_repeated else [value]
    return isinstance(values, list) and all(isinstance(each, str) for each in values)


def _name(one: ParameterOption) -> str:
    return f"parameter_{one.name}"
