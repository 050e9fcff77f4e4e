"""The page that builds the URL: markup from the spec, messages, and a copied script and style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.model.provider import Parameter, Provider, Scope, Variable
from generator.model.text import Code, Text
from generator.targets.encoders.html_text import html_attribute, html_text
from generator.targets.files import File, Job, Rendered, copied
from generator.targets.language import Language
from generator.targets.languages import LANGUAGES

_COPIED = ("*.ts", "*.css", "tsconfig.json")

_GIVEN = {
    "client_id": "Client ID",
    "redirect_uri": "Redirect URI",
    "state": "State",
}
"""The parameters that a user enters as one text, with the label of the field."""


def files(job: Job) -> Iterator[File]:
    """Return the files of the page. There are none if no package could build the URL."""
    language = next(_browser_languages(job.provider), None)
    if language is None or language.page_messages is None:
        return
    template = "docs/page/authorize.html.j2"
    yield Rendered("page/authorize.html", template, _view(job, language))
    words = language.page_messages(job.protocol)
    yield Rendered("page/messages.ts", "docs/page/messages.ts.j2", words)
    yield from copied(job.templates, "docs/runtime/page", "page", _COPIED)


def _browser_languages(provider: Provider) -> Iterator[Language]:
    for one in LANGUAGES:
        if one.page_messages and provider.packages.named(one.key):
            yield one


def _view(job: Job, language: Language) -> Mapping[str, object]:
    provider, endpoint = job.provider, job.provider.endpoint
    given = [_given(one, language) for one in endpoint.parameters if one.name in _GIVEN]
    return {
        "spec": job.spec,
        "provider": {
            "name": html_text(provider.name),
            "disclaimers": (
                [html_text(provider.disclaimer)] if provider.disclaimer else []
            ),
        },
        "fields": [
            *(_variable(one, language) for one in endpoint.variables),
            *(one for one in given if not one["advanced"]),
        ],
        "advanced": [one for one in given if one["advanced"]],
        "has_state": endpoint.parameter("state") is not None,
        "verbs": _verbs(provider.scopes),
        "endpoint": {
            "template": html_attribute(endpoint.url),
            "options": html_attribute(*map(language.argument, endpoint.variables)),
            "summary": html_text(
                f"Where {provider.name} asks the user to log in and to approve the request."
            ),
        },
        "parts": [_part(one, language) for one in endpoint.parameters],
    }


def _field(option: str, label: str, summary: Text) -> dict[str, Any]:
    field = f"field-{option}"
    return {
        "option": html_attribute(option),
        "id": html_attribute(field),
        "help": html_attribute(f"{field}-help"),
        "error": html_attribute(f"{field}-error"),
        "described": html_attribute(f"{field}-help {field}-error"),
        "label": html_text(label),
        "summary": html_text(summary),
        "value": html_attribute(""),
        "placeholder": html_attribute(""),
        "is_state": option == "state",
        "is_optional": False,
        "advanced": False,
    }


def _variable(one: Variable, language: Language) -> dict[str, Any]:
    option = language.argument(one)
    return {
        **_field(option, option, one.summary),
        "placeholder": html_attribute(one.example),
    }


def _given(one: Parameter, language: Language) -> dict[str, Any]:
    return {
        **_field(language.spelled(one.name), _GIVEN[one.name], one.summary),
        "value": html_attribute(one.default or ""),
        "placeholder": html_attribute(one.example or ""),
        "is_optional": one.name == "redirect_uri" and one.is_optional,
        "advanced": one.default is not None or one.name == "state",
    }


def _part(one: Parameter, language: Language) -> dict[str, Code]:
    option = ""
    if one.name == "scope":
        option = language.spelled("undocumented_scopes")
    elif one.constant is None and one.name in _GIVEN:
        option = language.spelled(one.name)
    return {
        "name": html_attribute(one.name),
        "options": html_attribute(option),
        "summary": html_text(one.summary),
    }


def _verbs(scopes: Sequence[Scope]) -> list[dict[str, Any]]:
    """Return the tasks, grouped by verb, each once."""
    verbs: dict[Text, dict[Text, None]] = {}
    for scope in scopes:
        for permission in scope.permits:
            verbs.setdefault(permission.verb, {}).update(
                dict.fromkeys(permission.resources)
            )
    return [
        {
            "verb": html_text(verb),
            "label": html_attribute(verb),
            "tasks": [
                {"value": html_attribute(verb, one), "resource": html_text(one)}
                for one in resources
            ],
        }
        for verb, resources in verbs.items()
    ]
