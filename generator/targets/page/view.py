"""A spec to what the template of the page prints: HTML text and attributes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.endpoints import Parameter, Role, Variable
from generator.model.facts import Scope
from generator.model.provider import Provider
from generator.model.text import Code, Text
from generator.targets.encoders.html_text import html_attribute, html_text
from generator.targets.files import Job
from generator.targets.language import Language
from generator.targets.views import ProviderView, provider_view

_GIVEN = {
    Role.CLIENT_ID: "Client ID",
    Role.REDIRECT_URI: "Redirect URI",
    Role.STATE: "State",
}
"""The parameters that a user enters as one text, with the label of the field."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field for an option of the request.

    `label` and `summary` are text. The other values are attributes, and three of them are IDs.
    """

    option: Code
    id: Code
    help: Code
    error: Code
    described: Code
    label: Code
    summary: Code
    value: Code
    placeholder: Code
    is_state: bool
    is_optional: bool


@dataclass(frozen=True, slots=True)
class TaskView:
    """A checkbox: the verb with the resource as an attribute, and the resource as text."""

    value: Code
    resource: Code


@dataclass(frozen=True, slots=True)
class VerbView:
    """The tasks of a verb, which is text; `label` is the verb as an attribute."""

    verb: Code
    label: Code
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True)
class EndpointView:
    """The first part of the URL: attributes with its template and its options, and a summary."""

    template: Code
    options: Code
    summary: Code


@dataclass(frozen=True, slots=True)
class PartView:
    """A parameter of the URL: attributes with its name and its options, and a summary."""

    name: Code
    options: Code
    summary: Code


@dataclass(frozen=True, slots=True)
class PageView:
    """What the template of the page gets."""

    head: Code
    provider: ProviderView
    fields: tuple[FieldView, ...]
    advanced: tuple[FieldView, ...]
    has_state: bool
    verbs: tuple[VerbView, ...]
    endpoint: EndpointView
    parts: tuple[PartView, ...]


def page_view(job: Job, language: Language) -> PageView:
    """Return what the template of the page prints, with the options of a language."""
    provider, endpoint = job.provider, job.provider.authorization_endpoint
    given = [one for one in endpoint.parameters if one.role in _GIVEN]
    return PageView(
        head=job.head,
        provider=provider_view(provider, html_text, html_text),
        fields=(
            *(_variable_view(one, language) for one in provider.url_variables),
            *(_given_view(one, language) for one in given if not _is_advanced(one)),
        ),
        advanced=tuple(
            _given_view(one, language) for one in given if _is_advanced(one)
        ),
        has_state=endpoint.has_state,
        verbs=_verb_views(provider.scopes),
        endpoint=_endpoint_view(provider, language),
        parts=tuple(_part_view(one, language) for one in endpoint.parameters),
    )


def _is_advanced(parameter: Parameter) -> bool:
    """Return whether few users enter a value."""
    return parameter.default is not None or parameter.role is Role.STATE


def _endpoint_view(provider: Provider, language: Language) -> EndpointView:
    endpoint = provider.authorization_endpoint
    return EndpointView(
        template=html_attribute(endpoint.url),
        options=html_attribute(*map(language.argument, provider.url_variables)),
        summary=html_text(
            f"Where {provider.name} asks the user to log in and to approve the request."
        ),
    )


def _variable_view(variable: Variable, language: Language) -> FieldView:
    option = language.argument(variable)
    return _field_view(option, option, variable.summary, placeholder=variable.example)


def _given_view(parameter: Parameter, language: Language) -> FieldView:
    return _field_view(
        language.spelling.name(parameter.role.value),
        _GIVEN[parameter.role],
        parameter.summary,
        value=parameter.default or "",
        placeholder=parameter.example or "",
        is_state=parameter.role is Role.STATE,
        is_optional=parameter.role is Role.REDIRECT_URI and parameter.is_optional,
    )


def _field_view(
    option: str,
    label: str,
    summary: Text,
    *,
    value: str = "",
    placeholder: str,
    is_state: bool = False,
    is_optional: bool = False,
) -> FieldView:
    field = f"field-{option}"
    return FieldView(
        option=html_attribute(option),
        id=html_attribute(field),
        help=html_attribute(f"{field}-help"),
        error=html_attribute(f"{field}-error"),
        described=html_attribute(f"{field}-help {field}-error"),
        label=html_text(label),
        summary=html_text(summary),
        value=html_attribute(value),
        placeholder=html_attribute(placeholder),
        is_state=is_state,
        is_optional=is_optional,
    )


def _part_view(parameter: Parameter, language: Language) -> PartView:
    option = ""
    if parameter.role is Role.SCOPE:
        scopes, others = map(language.spelling.name, ("scopes", "undocumented_scopes"))
        option = f"{scopes} {others}"
    elif parameter.role in _GIVEN:
        option = language.spelling.name(parameter.role.value)
    return PartView(
        name=html_attribute(parameter.name),
        options=html_attribute(option),
        summary=html_text(parameter.summary),
    )


def _verb_views(scopes: Sequence[Scope]) -> tuple[VerbView, ...]:
    """Return the tasks, grouped by verb, each once."""
    verbs: dict[Text, dict[Text, None]] = {}
    for scope in scopes:
        for verb, resource in scope.tasks:
            verbs.setdefault(verb, {})[resource] = None
    return tuple(
        VerbView(
            verb=html_text(verb),
            label=html_attribute(verb),
            tasks=tuple(
                TaskView(html_attribute(verb, one), html_text(one)) for one in resources
            ),
        )
        for verb, resources in verbs.items()
    )
