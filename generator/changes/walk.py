"""Two models become the list of what changed from one to the other: one walk over their members.

The walk knows the shape of the model but none of its members. `rules.yaml` says what each difference
means; the functions at the end are the cases in which the members do not say it directly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import cast

from generator.changes.matching import Lists, matched
from generator.changes.renames import Renames, cited, followed
from generator.changes.table import KINDS, PLACES, RULES, WORDS, code_at
from generator.model.endpoints import Parameter, Variable
from generator.model.facts import Scope
from generator.model.naming import words
from generator.model.provider import Provider
from generator.model.text import Text
from generator.model.token_requests import (
    OtherEndpoint,
    TokenEndpoint,
    TokenRequest,
)

Value = str | Text | tuple[str | Text, ...] | None
"""A name or value of the spec, its free text, several of them, or nothing."""

Members = dict[str, object]
Entries = tuple[object, ...]

_NAMES = ("name", "identifier")
_ABSENT = (None, False, ())


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the code of its rule, and what a report says of it.

    `name` is that of the entry, or of the section of the spec. `kind` is the word for it, and `part`
    that for the member that changed, or again for the whole. `old` and `new` are the objects of the model that differ, or None for one that is not there.
    """

    rule: str
    name: str
    kind: str
    part: str
    before: Value = None
    after: Value = None
    old: object = None
    new: object = None


def changes(old: Provider, new: Provider) -> list[Change]:
    """Return what changed, in the order of the model; raises KeyError if no rule covers it."""
    # The citations come first, because entries are also paired by their sources.
    old = cited(old, _renamed(old.sources, new.sources))
    renames = Renames(
        variables=_renamed(old.variables, new.variables),
        parameters=_renamed(
            old.authorization_endpoint.parameters, new.authorization_endpoint.parameters
        ),
        scopes=_renamed(old.scopes, new.scopes),
    )
    found = _object(_kind(new), "", followed(old, new, renames), new)
    # A grant can have the scopes of the provider, and each change is reported once.
    return list(dict.fromkeys(found))


def _renamed(old: Entries, new: Entries) -> dict[str, str]:
    """Return the new name of each entry that has another one, by its old name."""
    pairs = ((_name(was), _name(now)) for was, now in _paired(old, new).pairs)
    return {was: now for was, now in pairs if was != now}


def _members(one: object) -> Members:
    """Return the members of an object of the model by their names."""
    if not is_dataclass(one) or isinstance(one, type):
        return {}
    return {each.name: getattr(one, each.name) for each in fields(one) if each.compare}


def _object(kind: str, name: str, old: object, new: object) -> Iterator[Change]:
    """Compare two objects member by member; a missing one is an object without members."""
    before, after = _compared(old, new)
    for member in {**before, **after}:
        values = was, now = before.get(member), after.get(member)
        if was == now:
            continue
        lists = _entries(was), _entries(now)
        inner = _kind(was) or _kind(now)
        if any(lists):
            yield from _list(kind, member, *lists)
        elif inner:
            yield from _whole(inner, member, was, now)
        else:
            yield from _member(kind, name, member, values, (old, new))


def _list(kind: str, member: str, old: Entries, new: Entries) -> Iterator[Change]:
    lists = _paired(old, new)
    for one in lists.removed:
        yield from _whole(_kind(one), _name(one), one, None)
    for before, after in lists.pairs:
        if before != after:
            yield from _whole(_kind(after), _name(after), before, after)
    for one in lists.added:
        yield from _whole(_kind(one), _name(one), None, one)
    code = lists.is_reordered(new) and code_at(f"{kind}.{member}", "reordered")
    if code:
        yield Change(code, "", WORDS.get(member, member), "order")


def _paired(old: Entries, new: Entries) -> Lists[object]:
    return matched(old, new, _key, _identifier, _facts, _format)


def _whole(kind: str, name: str, old: object, new: object) -> Iterator[Change]:
    """Yield the change of a whole object, or those of its members if no row is about the whole."""
    happened = _happened(old, new)
    if happened == "added":
        happened += _way(new)
    code = PLACES.get(f"{kind} {happened}")
    if code is None:
        yield from _object(kind, name, old, new)
        return
    before, after, noun = _shown(old), _shown(new), KINDS[kind].noun
    if before == after:
        before = None
    yield Change(code, name, noun, noun, before, after, old, new)


def _member(
    kind: str,
    name: str,
    member: str,
    values: tuple[object, object],
    owners: tuple[object, object],
) -> Iterator[Change]:
    code = code_at(f"{kind}.{member}", _happened(*values))
    if code:
        absent = RULES[code].absent
        before, after = (
            Text(absent) if absent and one in _ABSENT else _shown(one) for one in values
        )
        part = WORDS.get(member, member)
        yield Change(code, name, KINDS[kind].noun, part, before, after, *owners)


def _happened(old: object, new: object) -> str:
    if old in _ABSENT:
        return "added"
    return "removed" if new in _ABSENT else "changed"


def _kind(value: object) -> str:
    """Return the kind of an object, or nothing for a value that is compared as a whole."""
    name = type(value).__name__
    return name if name in KINDS else ""


def _entries(value: object) -> Entries:
    """Return the entries of a list of objects; none for any other value."""
    values = cast(Entries, value) if isinstance(value, tuple) else ()
    return values if any(map(_kind, values)) else ()


def _shown(value: object) -> Value:
    """Return what a report shows of a value: nothing if it is not text."""
    if isinstance(value, (str, Text)):
        return value
    if isinstance(value, tuple):
        values = cast(Entries, value)
        return tuple(one for one in values if isinstance(one, (str, Text)))
    kind = _kind(value)
    return _shown(_members(value).get(KINDS[kind].shows)) if kind else None


def _key(one: object) -> object:
    """Return what identifies an entry: its kind and its first member."""
    return _kind(one), next(iter(_members(one).values()))


def _name(one: object) -> str:
    first = next(iter(_members(one).values()))
    first = first.value if isinstance(first, Enum) else first
    return first if isinstance(first, str) else ""


def _facts(one: object) -> object:
    """Return an entry without its names, or None if there is no row about renamed ones."""
    kind, (first, *others) = _kind(one), _members(one)
    if not {f"{kind}.{first}", f"{kind} changed"} & PLACES.keys():
        return None
    rest = (getattr(one, each) for each in others if each not in _NAMES)
    return kind, tuple(rest)


# The irregular cases


def _identifier(one: object) -> object:
    """Return the words of an identifier, which come from the name if the spec does not set them."""
    if isinstance(one, (Scope, Variable)):
        return " ".join(words(one.identifier or one.name))
    return None


def _format(one: object) -> object:
    """Return the format of a variable: the only new one of a format replaces the only old one."""
    return one.type if isinstance(one, Variable) else None


def _way(new: object) -> str:
    """Return how a parameter was added: as one that has a value, or that needs one."""
    if isinstance(new, Parameter) and new.constant is not None:
        return " as constant"
    return " as required" if isinstance(new, Parameter) and new.is_required else ""


def _compared(old: object, new: object) -> tuple[Members, Members]:
    """Return the members of both objects, as users see them."""
    before, after = _members(old), _members(new)
    if isinstance(old, Parameter) and isinstance(new, Parameter):
        # A change of the constant already says whether the caller provides the value.
        for each, found in ((old, before), (new, after)):
            # Only a parameter that the caller sets has values to choose from.
            found["documented"] = () if each.is_of_the_caller else found["values"]
            found["values"] = found["values"] if each.is_of_the_caller else ()
        is_asked = old.constant == new.constant
        before["required"] = is_asked and old.is_required
        after["required"] = is_asked and new.is_required
    for one, found in ((old, before), (new, after)):
        if isinstance(one, (Scope, Variable)):
            found["identifier"] = _identifier(one)
        if isinstance(one, Scope):
            found["permits"] = _permitted(one)
        if isinstance(one, TokenEndpoint):
            found["requests"] = tuple(_own(request, one) for request in one.requests)
        if isinstance(one, OtherEndpoint):
            # The methods of the token endpoint are compared there.
            found["requests"] = tuple(
                replace(request, url="", auth_methods=one.auth_methods)
                for request in one.requests
            )
        if isinstance(one, TokenRequest):
            found["parameters"] = tuple(_sent(each) for each in one.parameters)
    if "identifier" in before and all(before[key] != after[key] for key in _NAMES):
        before, after = (
            {**found, "name+identifier": found["name"], **dict.fromkeys(_NAMES)}
            for found in (before, after)
        )
    return before, after


def _permitted(scope: Scope) -> tuple[Text, ...]:
    """Return `view records`, `view media`, …"""
    return tuple(
        Text(f"{verb.unwrap()} {resource.unwrap()}") for verb, resource in scope.tasks
    )


def _own(request: TokenRequest, endpoint: TokenEndpoint) -> TokenRequest:
    """Return a request with the URL and the methods that are not those of its endpoint."""
    url = "" if request.url == endpoint.url else request.url
    same = request.auth_methods == endpoint.auth_methods
    return replace(request, url=url, auth_methods=() if same else request.auth_methods)


def _sent(one: Parameter) -> str:
    """Return what a request sends for a parameter. Its words are not sent."""
    value = one.constant if one.constant is not None else one.default
    role = f" for {one.role.value}" if one.role.value not in ("", one.name) else ""
    place = "" if one.place == "body" else f" in the {one.place}"
    return f"{one.name}{'' if value is None else f'={value}'}{role}{place}"
