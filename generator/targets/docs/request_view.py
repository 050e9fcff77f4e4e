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
from generator.targets.encoders.markdown import (
    UNSAID,
    markdown,
    markdown_code,
    markdown_table,
)
from generator.targets.encoders.words import joined
from generator.targets.languages import MAIN
from generator.targets.views import ScopeRow, scope_row, shown_url

_CHARACTERS = {
    "vschar": "printable ASCII",
    "uri": "an absolute URI",
    "scope-tokens": "scope names",
}


@dataclass(frozen=True, slots=True)
class ExampleView:
    """The first documented URL, with the examples of the variables, one parameter per line.

    `stories` has one item, or none if the spec has no story. `kind` is a noun phrase for the URL.
    """

    kind: Code
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
    """The section of a scope. `story` and `summary` are empty if the spec does not say them."""

    row: ScopeRow
    story: Code


@dataclass(frozen=True, slots=True)
class TaskView:
    """A row of the table of tasks: what a scope permits, and the scope."""

    task: Code
    scope: Code


def example_view(provider: Provider) -> ExampleView:
    """Return the first documented URL."""
    shown = example(provider)
    base, parts = shown_url(provider)
    return ExampleView(
        kind=Code("documented example" if provider.examples else "example"),
        title=markdown(shown.title),
        base=base,
        parts=parts,
        stories=(markdown(shown.story),) if shown.story else (),
        source=source_of(provider, shown),
    )


def parameter_view(parameter: Parameter) -> ParameterView:
    """Return a parameter, with every value that the spec has for it."""
    described = [*_values(parameter), *_conditions(parameter)]
    return ParameterView(
        name=markdown_code(parameter.name),
        value=Code("; ".join(described) or "given by the caller"),
        summary=markdown(parameter.summary) or UNSAID,
    )


def _values(one: Parameter) -> Iterator[str]:
    if one.role is not Role.PROVIDER and one.name != one.role.value:
        yield f"replaces {markdown_code(one.role.value)}"
    if one.constant is not None:
        yield f"always {markdown_code(one.constant)}"
        for value in one.values:
            if value != one.constant:
                yield f"also documented: {markdown_code(value)}"
    else:
        yield from _choices(one)
    if one.default is not None:
        yield f"default: {markdown_code(one.default)}"
    if one.example is not None:
        yield f"example: {markdown_code(one.example)}"


def _choices(one: Parameter) -> Iterator[str]:
    """Yield the values that the caller can choose from."""
    listed = [markdown_code(value) for value in one.values]
    listed += [markdown_code(scope.name) for scope in one.scopes]
    if one.is_boolean:
        yield "`true` or `false`"
    elif listed:
        many = one.is_repeated or one.scopes
        choice = f"{'any' if many else 'one'} of"
        yield f"{'only' if len(listed) == 1 else choice} {joined(listed, 'or')}"
    if one.is_repeated:
        yield "can appear several times"


def _conditions(one: Parameter) -> Iterator[str]:
    if one.role in (Role.STATE, Role.NONCE) and one.constant is None:
        yield "random by default"
    if one.role is Role.CODE_CHALLENGE:
        yield "computed from the code verifier"
    if one.required and one.constant is None:
        yield "required"
    if one.role is Role.REDIRECT_URI and one.is_optional:
        yield "omitted by default"
    if one.role is Role.PROVIDER and one.is_optional:
        yield "set by the caller, or omitted"
    if one.characters:
        yield _CHARACTERS[one.characters]


def scope_view(scope: Scope) -> ScopeView:
    """Return a scope, with its member in the main language."""
    return ScopeView(
        row=scope_row(scope, MAIN.terms.member(scope)),
        story=markdown(scope.story),
    )


def scope_table(scopes: Sequence[Scope]) -> tuple[Code, ...]:
    """Return the table of what each scope permits, or only of the names if the spec says no more."""
    if any(one.permits or one.reach for one in scopes):
        head = ("scope", "permits", "reach")
        rows = [
            (markdown_code(one.name), _permits(one), markdown(one.reach))
            for one in scopes
        ]
        return markdown_table(head, rows)
    head = ("scope", f"in {MAIN.label}", "meaning")
    found = [scope_row(one, MAIN.terms.member(one)) for one in scopes]
    return markdown_table(head, [(row.name, row.member, row.summary) for row in found])


def _permits(scope: Scope) -> Code:
    return Code(
        "; ".join(
            f"{markdown(each.verb)} {joined([markdown(kind) for kind in each.resources])}"
            for each in scope.permits
        )
    )


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
