"""Two models become the list of what changed from one to the other, in the terms of the model.

An entry is the same where its name is. Of the others, one with the same identifier has had its name
changed, and one with all the same facts, where no other has them, is renamed. What is left was
removed or added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any

from generator.changes.matching import One, matched
from generator.model.naming import words
from generator.model.provider import (
    CallHost,
    Endpoint,
    Header,
    Package,
    Parameter,
    Permission,
    Provider,
    ResponseError,
    ResponseParameter,
    Scope,
    Variable,
)
from generator.model.text import Text

Value = str | Text | tuple[str | Text, ...] | None
"""What stood or stands there: a name or value of the spec, its words, or several of them."""
Entry = (
    Scope
    | Parameter
    | Variable
    | ResponseParameter
    | ResponseError
    | CallHost
    | Header
    | Package
)

_KINDS: dict[type, str] = {
    Scope: "scope",
    Parameter: "parameter",
    Variable: "variable",
    ResponseParameter: "parameter of the answer",
    ResponseError: "error",
    CallHost: "host",
    Header: "header",
}

_NAME, _ID, _CODE, _PATTERN, _TITLE, _TOPIC, _KEY = map(
    attrgetter, ("name", "id", "code", "pattern", "title", "topic", "key")
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `rule` is its kind in `change_rules.RULES`; `part` is the word for what of it changed.

    `old` and `new` are the entries that it is about, where it is about one.
    """

    rule: str
    name: str
    before: Value = None
    after: Value = None
    part: str = ""
    old: Entry | None = None
    new: Entry | None = None


def changes(old: Provider, new: Provider, labels: Mapping[str, str]) -> list[Change]:
    """Return what changed, in the order of the spec. The version itself is not a change.

    `labels` has the word for each key of a package.
    """
    return [
        *_provider(old, new),
        *_packages(old, new, labels),
        *_endpoint(old.endpoint, new.endpoint),
        *_scopes(old.scopes, new.scopes),
        *_answer(old, new),
        *_calls(old, new),
        *_documentation(old, new),
    ]


def _words(one: Scope | Variable) -> tuple[str, ...]:
    return words(one.identifier or one.name)


def _facts(one: Any) -> object:
    """Return an entry without its name and identifier."""
    blank: dict[str, Any] = {
        each.name: "" for each in fields(one) if each.name in ("name", "identifier")
    }
    return replace(one, **blank)


def _provider(old: Provider, new: Provider) -> Iterator[Change]:
    if old.id != new.id:
        yield Change("provider-id-changed", new.id, old.id, new.id)
    if old.packages.license != new.packages.license:
        before, after = old.packages.license, new.packages.license
        yield Change("license-changed", "", before, after)
    pairs: tuple[tuple[str, Value, Value], ...] = (
        ("the name of the provider", old.name, new.name),
        ("the homepage", old.homepage, new.homepage),
        ("the summary of the provider", old.summary, new.summary),
        ("the disclaimer", old.disclaimer, new.disclaimer),
        ("the copyright", old.packages.copyright, new.packages.copyright),
    )
    for part, was, now in pairs:
        if was != now:
            yield Change("words-changed", "", was, now, part)
    if old.packages.published != new.packages.published:
        part = "the installation"
        yield Change("words-changed", "", part=part)


def _packages(
    old: Provider, new: Provider, labels: Mapping[str, str]
) -> Iterator[Change]:
    lists = matched(old.packages.each, new.packages.each, _KEY)
    for one in lists.removed:
        name = labels.get(one.key, one.key)
        yield Change("package-removed", name, one.distribution, None, old=one)
    for before, after in lists.pairs:
        yield from _package(labels.get(after.key, after.key), before, after)
    for one in lists.added:
        name = labels.get(one.key, one.key)
        yield Change("package-added", name, None, one.distribution, new=one)


def _package(language: str, old: Package, new: Package) -> Iterator[Change]:
    kinds = {
        "distribution": "package-name-changed",
        "module": "package-name-changed",
        "command": "command-changed",
        "environment": "command-changed",
    }
    for key, rule in kinds.items():
        before, after = getattr(old, key, None), getattr(new, key, None)
        if before == after:
            continue
        if before is None or after is None:
            if key == "command":
                rule = "command-added" if before is None else "command-removed"
            else:
                # The prefix comes and goes with the command.
                continue
        part = "prefix of environment variables" if key == "environment" else key
        yield Change(rule, language, before, after, part, old, new)


def _endpoint(old: Endpoint, new: Endpoint) -> Iterator[Change]:
    if old.url != new.url:
        yield Change("endpoint-url-changed", "", old.url, new.url)
    yield from _variables(old.variables, new.variables)
    yield from _parameters(old.parameters, new.parameters)
    if old.scope_separator != new.scope_separator:
        before, after = old.scope_separator, new.scope_separator
        yield Change("scope-separator-changed", "", before, after)
    if old.state_in != new.state_in:
        yield Change("state-place-changed", "", old.state_in, new.state_in)
    if old.source != new.source:
        yield Change("citation-changed", new.url, part="endpoint")


def _variables(old: Sequence[Variable], new: Sequence[Variable]) -> Iterator[Change]:
    lists = matched(old, new, _NAME, _words, _facts)
    for one in lists.removed:
        yield Change("variable-removed", one.name, old=one)
    for before, after in lists.pairs:
        yield from _variable(before, after)
    for one in lists.added:
        yield Change("variable-added", one.name, None, one.summary, new=one)
    if lists.is_reordered(new):
        yield Change("variables-reordered", "")


def _variable(old: Variable, new: Variable) -> Iterator[Change]:
    about: dict[str, Any] = {"name": new.name, "old": old, "new": new}
    if _words(old) != _words(new):
        before, after = (" ".join(_words(one)) for one in (old, new))
        if old.name != new.name:
            before, after = old.name, new.name
        yield Change("variable-renamed", before=before, after=after, **about)
    elif old.name != new.name:
        yield Change("variable-name-changed", before=old.name, after=new.name, **about)
    if old.format != new.format:
        before, after = old.format, new.format
        yield Change("variable-format-changed", before=before, after=after, **about)
    yield from _reworded("variable-reworded", old, new, "summary", "example")


def _parameters(old: Sequence[Parameter], new: Sequence[Parameter]) -> Iterator[Change]:
    lists = matched(old, new, _NAME, _facts)
    for one in lists.removed:
        yield Change("parameter-removed", one.name, old=one)
    for before, after in lists.pairs:
        yield from _parameter(before, after)
    for one in lists.added:
        yield _added_parameter(one)
    if lists.is_reordered(new):
        yield Change("parameters-reordered", "")


def _added_parameter(one: Parameter) -> Change:
    if one.constant is not None:
        return Change("constant-parameter-added", one.name, None, one.constant, new=one)
    kind = "required" if one.is_required else "optional"
    return Change(f"{kind}-parameter-added", one.name, new=one)


def _parameter(old: Parameter, new: Parameter) -> Iterator[Change]:
    about: dict[str, Any] = {"name": new.name, "old": old, "new": new}
    if old.name != new.name:
        yield Change("parameter-renamed", before=old.name, after=new.name, **about)
    if old.constant != new.constant:
        before, after = (
            "a value of the caller's" if one.constant is None else one.constant
            for one in (old, new)
        )
        yield Change("parameter-constant-changed", before=before, after=after, **about)
    elif old.is_required != new.is_required:
        kind = "required" if new.is_required else "optional"
        yield Change(f"parameter-made-{kind}", **about)
    if old.default != new.default:
        kind = "added" if old.default is None else "changed"
        kind = "removed" if new.default is None else kind
        rule = f"parameter-default-{kind}"
        yield Change(rule, before=old.default, after=new.default, **about)
    if old.characters != new.characters:
        before, after = old.characters or "any", new.characters or "any"
        yield Change(
            "parameter-characters-changed", before=before, after=after, **about
        )
    yield from _reworded("parameter-reworded", old, new, "summary", "example", "values")


def _scopes(old: Sequence[Scope], new: Sequence[Scope]) -> Iterator[Change]:
    lists = matched(old, new, _NAME, _words, _facts)
    for one in lists.removed:
        yield Change("scope-removed", one.name, old=one)
    for before, after in lists.pairs:
        yield from _scope(before, after)
    for one in lists.added:
        yield Change("scope-added", one.name, None, one.summary, new=one)
    if lists.is_reordered(new):
        yield Change("scopes-reordered", "")


def _scope(old: Scope, new: Scope) -> Iterator[Change]:
    about: dict[str, Any] = {"name": new.name, "old": old, "new": new}
    is_named = old.name == new.name
    if _words(old) == _words(new):
        if not is_named:
            yield Change("scope-name-changed", before=old.name, after=new.name, **about)
    elif is_named:
        yield Change("scope-identifier-changed", **about)
    else:
        yield Change("scope-renamed", before=old.name, after=new.name, **about)
    if old.permits != new.permits:
        before, after = _permitted(old.permits), _permitted(new.permits)
        yield Change("scope-permits-changed", before=before, after=after, **about)
    yield from _reworded("scope-reworded", old, new, "summary", "reach", "story")


def _permitted(permits: Sequence[Permission]) -> tuple[Text, ...]:
    """Return `view records`, `view media`, …"""
    return tuple(
        Text(f"{one.verb.unwrap()} {resource.unwrap()}")
        for one in permits
        for resource in one.resources
    )


def _answer(old: Provider, new: Provider) -> Iterator[Change]:
    lists = matched(old.response_parameters, new.response_parameters, _NAME)
    for one in lists.removed:
        yield Change("answer-parameter-removed", one.name, old=one)
    for before, after in lists.pairs:
        if before.required != after.required:
            kind = "required" if after.required else "optional"
            rule = f"answer-parameter-made-{kind}"
            yield Change(rule, after.name, old=before, new=after)
        yield from _reworded("answer-parameter-reworded", before, after, "summary")
    for one in lists.added:
        yield Change("answer-parameter-added", one.name, None, one.summary, new=one)
    lists = matched(old.response_errors, new.response_errors, _CODE)
    for one in lists.removed:
        yield Change("error-removed", one.code, old=one)
    for before, after in lists.pairs:
        yield from _reworded("error-reworded", before, after, "cause", "remedy")
    for one in lists.added:
        yield Change("error-added", one.code, None, one.cause, new=one)


def _calls(old: Provider, new: Provider) -> Iterator[Change]:
    lists = matched(old.hosts, new.hosts, _PATTERN)
    for one in lists.removed:
        yield Change("host-removed", one.pattern, old=one)
    for before, after in lists.pairs:
        yield from _reworded("host-reworded", before, after, "summary")
    for one in lists.added:
        yield Change("host-added", one.pattern, None, one.summary, new=one)
    lists = matched(old.headers, new.headers, _NAME, _facts)
    for one in lists.removed:
        yield Change("header-removed", one.name, old=one)
    for before, after in lists.pairs:
        about: dict[str, Any] = {"name": after.name, "old": before, "new": after}
        if before.name != after.name:
            yield Change(
                "header-renamed", before=before.name, after=after.name, **about
            )
        if before.value != after.value:
            yield Change(
                "header-value-changed", before=before.value, after=after.value, **about
            )
        yield from _reworded("header-reworded", before, after, "summary")
    for one in lists.added:
        yield Change("header-added", one.name, None, one.value, new=one)
    yield from _failures(old, new)


def _failures(old: Provider, new: Provider) -> Iterator[Change]:
    for key, name in (("xml", "XML"), ("json", "JSON")):
        before, after = (getattr(one.failures, key, None) for one in (old, new))
        if before != after:
            kind = "added" if before is None else "changed"
            kind = "removed" if after is None else kind
            yield Change(f"failure-form-{kind}", name)
    if old.failures and new.failures and old.failures.source != new.failures.source:
        yield Change("citation-changed", "failures", part="section")


def _documentation(old: Provider, new: Provider) -> Iterator[Change]:
    yield from _pages("note", old.notes, new.notes, _ID, "title")
    yield from _pages("step", old.steps, new.steps, _TITLE, "title")
    yield from _pages("example", old.examples, new.examples, _ID, "title")
    topics = (old.unknown, new.unknown)
    yield from _pages("open question", *topics, _TOPIC, "topic")
    yield from _pages("source", old.sources, new.sources, _ID, "title")


def _pages(
    kind: str,
    old: Sequence[One],
    new: Sequence[One],
    key: Callable[[One], object],
    title: str,
) -> Iterator[Change]:
    lists = matched(old, new, key)
    for one in lists.removed:
        yield Change("words-removed", "", getattr(one, title), None, kind)
    for before, after in lists.pairs:
        if before != after:
            was, now = getattr(before, title), getattr(after, title)
            renamed = None if was == now else was
            yield Change("words-of-entry-changed", "", renamed, now, kind)
    for one in lists.added:
        yield Change("words-added", "", None, getattr(one, title), kind)
    if lists.is_reordered(new):
        yield Change("words-changed", "", part=f"the order of the {kind}s")


def _reworded(rule: str, old: Any, new: Any, *parts: str) -> Iterator[Change]:
    """Yield each part of an entry that is written otherwise, and that it cites another place."""
    name = getattr(new, "name", None) or getattr(new, "code", None) or new.pattern
    for part in parts:
        before, after = getattr(old, part), getattr(new, part)
        if before != after:
            yield Change(rule, name, before, after, part, old, new)
    if old.source != new.source:
        yield Change("citation-changed", name, part=_KINDS[type(new)])
