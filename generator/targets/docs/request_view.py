"""The request of a spec to Markdown: parameters, scopes, and the documented example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import Parameter, Role
from generator.model.facts import Scope
from generator.model.provider import Provider
from generator.model.reference import example
from generator.model.text import Code
from generator.targets.docs.sources import source_of
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.words import plain
from generator.targets.languages import MAIN
from generator.targets.views import ScopeRow, query_parts, scope_row

_CHARACTERS = {
    "vschar": "printable ASCII",
    "uri": "an absolute URI",
    "scope-tokens": "scope names",
}


@dataclass(frozen=True, slots=True)
class ExampleView:
    """The first documented URL, with the examples of the variables, one parameter per line.

    `stories` has one item, or none if the spec has no story.
    """

    title: Code
    base: Code
    parts: tuple[Code, ...]
    stories: tuple[Code, ...]
    source: Code


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A row of the table of parameters."""

    name: Code
    value: Code
    summary: Code


@dataclass(frozen=True, slots=True)
class ScopeView:
    """A row of the table of scopes, and the section of the scope."""

    row: ScopeRow
    permits: Code
    reach: Code
    story: Code


@dataclass(frozen=True, slots=True)
class TaskView:
    """A row of the table of tasks: what a scope permits, and the scope."""

    task: Code
    scope: Code


def example_view(provider: Provider) -> ExampleView:
    """Return the first documented URL."""
    shown = example(provider)
    url = shown.filled(provider.url_variables)
    return ExampleView(
        title=markdown(shown.title),
        base=plain(url.partition("?")[0]),
        parts=query_parts(url),
        stories=(markdown(shown.story),) if shown.story else (),
        source=source_of(provider, shown),
    )


def parameter_view(parameter: Parameter) -> ParameterView:
    """Return a parameter, with every value that the spec has for it."""
    described = [*_values(parameter), *_conditions(parameter)]
    return ParameterView(
        name=markdown_code(parameter.name),
        value=Code("; ".join(described) or "given by the caller"),
        summary=markdown(parameter.summary),
    )


def _values(one: Parameter) -> Iterator[str]:
    values = (
        ("always", one.constant),
        *(("also documented:", value) for value in one.values if value != one.constant),
        ("default:", one.default),
        ("example:", one.example),
    )
    for word, value in values:
        if value is not None:
            yield f"{word} {markdown_code(value)}"


def _conditions(one: Parameter) -> Iterator[str]:
    if one.role is Role.STATE:
        yield "random by default"
    if one.required and one.constant is None:
        yield "required"
    if one.role is Role.REDIRECT_URI and one.is_optional:
        yield "omitted by default"
    if one.characters:
        yield _CHARACTERS[one.characters]


def scope_view(scope: Scope) -> ScopeView:
    """Return a scope, with its member in the main language."""
    permits = [
        f"{markdown(each.verb)} {_listed([markdown(kind) for kind in each.resources])}"
        for each in scope.permits
    ]
    return ScopeView(
        row=scope_row(scope, MAIN.terms.member(scope)),
        permits=Code("; ".join(permits)),
        reach=markdown(scope.reach),
        story=markdown(scope.story),
    )


def _listed(items: Sequence[str]) -> str:
    """Return `a`, `a and b`, or `a, b, and c`."""
    if len(items) > 2:
        return f"{', '.join(items[:-1])}, and {items[-1]}"
    return " and ".join(items)


def task_views(scopes: Sequence[Scope]) -> tuple[TaskView, ...]:
    """Return each permitted task with its scopes, grouped by task."""
    tasks: dict[Code, list[Code]] = {}
    for scope in scopes:
        for verb, resource in scope.tasks:
            task = Code(f"{markdown(verb)} {markdown(resource)}")
            tasks.setdefault(task, []).append(markdown_code(scope.name))
    return tuple(
        TaskView(task, scope) for task, any_of in tasks.items() for scope in any_of
    )
