"""A spec to the scopes in Python: the members, and the properties for what the spec says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.facts import Scope
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.python.changes import TERMS
from generator.targets.python.encoders import (
    python_docstring,
    python_prose,
    python_string,
    python_tuple,
)
from generator.targets.views import ScopeRow, scope_member, scope_row

_FACTS = {
    "summary": ("str", "The purpose, in a short sentence."),
    "permits": ("tuple[str, ...]", "The permissions, each a verb with a resource."),
    "reach": ("str", "The resources that it reaches."),
    "story": ("str", "What an application can do with the scope."),
}


@dataclass(frozen=True, slots=True)
class FactView:
    """A property of a scope: its name, its type, and its docstring."""

    name: Code
    type: Code
    doc: Code


@dataclass(frozen=True, slots=True)
class ScopeView:
    """A scope: its member, the literal of its name, its docstring, and its facts as arguments."""

    member: Code
    name: Code
    doc: Code
    facts: tuple[Code, ...]
    row: ScopeRow


@dataclass(frozen=True, slots=True)
class ScopeTextsView:
    """The docstring of the module of scopes, and the properties that its members have."""

    about: Code
    facts: tuple[FactView, ...]


def scope_texts_view(provider: Provider) -> ScopeTextsView:
    """Return what the module of scopes says."""
    named = f"The documented scopes of the {provider.name} API"
    facts = tuple(
        FactView(Code(name), *map(Code, _FACTS[name])) for name in scope_facts(provider)
    )
    has_permits = any(one.name == "permits" for one in facts)
    about = f"{named}, with what each permits." if has_permits else f"{named}."
    return ScopeTextsView(Code(about), facts)


def scope_views(provider: Provider) -> tuple[ScopeView, ...]:
    """Return the scopes in the order of the spec."""
    known = scope_facts(provider)
    return tuple(_scope_view(one, known) for one in provider.scopes)


def scope_facts(provider: Provider) -> tuple[str, ...]:
    """Return the properties of scopes: those that the spec has, and all if a command shows them."""
    if provider.returns_token:
        return tuple(_FACTS)
    return tuple(
        name for name in _FACTS if any(getattr(one, name) for one in provider.scopes)
    )


def _scope_view(scope: Scope, known: tuple[str, ...]) -> ScopeView:
    member = scope_member(scope)
    facts = dict(_facts(scope))
    doc = python_docstring(scope.summary, 4, f'{" " * 4}"""')
    return ScopeView(
        member=member,
        name=python_string(scope.name),
        doc=doc if scope.summary else Code(""),
        facts=tuple(Code(f"{name}={facts[name]}") for name in known),
        row=scope_row(scope, TERMS.member(scope)),
    )


def _facts(scope: Scope) -> Iterator[tuple[str, Code]]:
    permits = [python_string(*task) for task in scope.tasks]
    yield "summary", python_prose(scope.summary, 8, "summary=")
    yield "permits", python_tuple(permits, 8, "permits=")
    yield "reach", python_prose(scope.reach, 8, "reach=")
    yield "story", python_prose(scope.story, 8, "story=")
