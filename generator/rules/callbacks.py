"""Rules for the variables that a redirect supplies: it must not choose who gets the code."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.endpoints import (
    GrantType,
    RedirectParameter,
    Variable,
    VariableType,
)
from generator.model.provider import Provider
from generator.reading.diagnostics import Path, near_or
from generator.rules.finding import Finding


def unknown_callback_variable(provider: Provider) -> Iterator[Finding]:
    """A parameter of the redirect supplies a variable that is not declared."""
    declared = [one.name for one in provider.variables]
    for path, one in _supplied(provider):
        if one.variable not in declared:
            hint = f"add {one.variable}: {{type: label}} to variables"
            message = f'the variable "{one.variable}" is not declared'
            yield Finding(path, message, near_or(str(one.variable), declared, hint))


def callback_variable_type(provider: Provider) -> Iterator[Finding]:
    """A redirect supplies a variable that can be a whole host or free text."""
    for path, variable in _variables(provider):
        if variable.type not in (VariableType.LABEL, VariableType.CHOICE):
            message = (
                f'a redirect must not choose "{variable.name}", '
                f"which has type: {variable.type.value}"
            )
            hint = "use type: label, or replace type with values"
            yield Finding(path, message, hint)


def callback_variable_too_early(provider: Provider) -> Iterator[Finding]:
    """A redirect supplies a variable that the authorization request needs before it."""
    needed = {one.name for one in provider.used_variables}
    for path, variable in _variables(provider):
        if variable.name in needed:
            name = variable.name
            message = f'the authorization request needs "{name}" before the redirect'
            hint = "remove variable; the client is created with its value"
            yield Finding(path, message, hint)


def unsupported_callback_variable(provider: Provider) -> Iterator[Finding]:
    """A variable that the redirect supplies has members, or is used with a grant that does not support it yet."""
    for path, variable in _variables(provider):
        if any(one.members for one in variable.choices):
            message = (
                f'a redirect that supplies "{variable.name}", whose values have '
                "members, cannot be described yet"
            )
            yield Finding(path, message, "list its values without members")
            continue
        for grant in (GrantType.CLIENT_CREDENTIALS, GrantType.DEVICE_CODE):
            if provider.offers(grant):
                message = (
                    f'a redirect that supplies "{variable.name}" cannot be combined '
                    f"with the grant {grant.value} yet"
                )
                hint = f"remove variable or the grant {grant.value}"
                yield Finding(path, message, hint)


def _supplied(provider: Provider) -> Iterator[tuple[Path, RedirectParameter]]:
    endpoint = provider.authorization
    for one in endpoint.response_parameters if endpoint else ():
        if one.variable is not None:
            yield (*one.path, "variable"), one


def _variables(provider: Provider) -> Iterator[tuple[Path, Variable]]:
    """Yield each declared variable that the redirect supplies."""
    declared = {one.name: one for one in provider.variables}
    for path, one in _supplied(provider):
        if one.variable in declared:
            yield path, declared[one.variable]
