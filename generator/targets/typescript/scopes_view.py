"""A spec to the scopes in TypeScript: the members, and what the spec says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.facts import Scope
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.typescript.changes import TERMS
from generator.targets.typescript.encoders import (
    typescript_doc,
    typescript_list,
    typescript_property,
    typescript_string,
)
from generator.targets.views import ScopeRow, scope_member, scope_row

_FACTS = ("summary", "permits", "reach", "story")


@dataclass(frozen=True, slots=True)
class ScopeView:
    """A scope: its member, the lines of its property with a comment, and its facts as properties."""

    member: Code
    lines: tuple[Code, ...]
    facts: tuple[Code, ...]
    row: ScopeRow


@dataclass(frozen=True, slots=True)
class ScopesView:
    """The module of scopes: what it has, and the type of the facts, which is empty without any.

    `facts_text` is a sentence about them, in Markdown. `picked` is a type that the module defines, if the spec has only some of the facts.
    """

    about: Code
    facts_type: Code
    facts_text: Code
    picked: Code
    each: tuple[ScopeView, ...]


def scopes_view(provider: Provider) -> ScopesView:
    """Return the module of scopes, with the facts that the spec has, or all for the page."""
    known = tuple(
        name
        for name in _FACTS
        if provider.has_login or any(getattr(one, name) for one in provider.scopes)
    )
    about = f"The documented scopes of the {provider.name} API"
    about += ", with what each one permits." if "permits" in known else "."
    names = " | ".join(typescript_string(name) for name in known)
    is_part = bool(known) and known != _FACTS
    return ScopesView(
        about=Code(about),
        facts_type=Code("Facts" if is_part else "ScopeFacts" if known else ""),
        facts_text=Code(_facts_text(known)),
        picked=Code(f"Pick<ScopeFacts, {names}>" if is_part else ""),
        each=tuple(_scope_view(one, known) for one in provider.scopes),
    )


def _facts_text(known: tuple[str, ...]) -> str:
    if "permits" in known:
        return "`scopeFacts` describes what each scope permits."
    return "`scopeFacts` contains the documentation of each scope." if known else ""


def _scope_view(scope: Scope, known: tuple[str, ...]) -> ScopeView:
    member = scope_member(scope)
    facts = dict(_facts(scope))
    comment = (typescript_doc(scope.summary, 2),) if scope.summary else ()
    return ScopeView(
        member=member,
        lines=(*comment, typescript_property(member, scope.name, 2)),
        facts=tuple(facts[name] for name in known),
        row=scope_row(scope, TERMS.member(scope)),
    )


def _facts(scope: Scope) -> Iterator[tuple[str, Code]]:
    permits = [typescript_string(*task) for task in scope.tasks]
    yield "summary", typescript_property(Code("summary"), scope.summary, 4)
    yield "permits", typescript_list("permits: [", permits, "],", 4)
    yield "reach", typescript_property(Code("reach"), scope.reach, 4)
    yield "story", typescript_property(Code("story"), scope.story, 4)
