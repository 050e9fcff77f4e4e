"""Turn the files in `spec/protocol/` into frozen values."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.model.build_endpoints import cited
from generator.model.endpoints import AUTHORIZATION, GrantType, ResponseError, Role
from generator.model.facts import Source
from generator.model.protocol import (
    ErrorCode,
    Fragment,
    Message,
    Protocol,
    Value,
    Wording,
)
from generator.model.standard import Standard, StandardParameter
from generator.model.text import Text
from generator.reading import schema, source

FOLDER = Path(__file__).resolve().parents[2] / "spec" / "protocol"

_VALUES = ("limits.yaml", "characters.yaml", "parameters.yaml", "redirects.yaml")


class ProtocolError(ValueError):
    """A file in `spec/protocol/` is not valid. The message lists the problems."""


@functools.cache
def load(folder: Path) -> Protocol:
    """Return what the files in `folder` define. A process reads each folder once.

    Raises ProtocolError for a file that is not valid, and OSError if one cannot be read.
    """
    errors = _document(folder / "errors.yaml", folder / "errors.schema.json")
    protocol = Protocol(
        spellings=errors["spellings"],
        stages=errors["stages"],
        errors=tuple(_error(code, one) for code, one in errors["errors"].items()),
        texts={
            part: {name: Fragment(text) for name, text in one.items()}
            for part, one in errors["texts"].items()
        },
        values=values(folder),
    )
    problems = _problems(protocol)
    if problems:
        raise ProtocolError("\n".join(problems))
    return protocol


@functools.cache
def values(folder: Path = FOLDER) -> Mapping[str, Value]:
    """Return the limits, characters, and names by their names, which is faster than `load`.

    Raises ProtocolError for a file that is not valid, and OSError if one cannot be read.
    """
    found = (value for file in _VALUES for value in _values(folder, file))
    return {value.name: value for value in found}


@functools.cache
def standard(folder: Path = FOLDER) -> Standard:
    """Return what OAuth says about the parts that every provider has.

    Raises ProtocolError for a file that is not valid, and OSError if it cannot be read.
    """
    found = _document(folder / "standard.yaml", folder / "standard.schema.json")
    problems = list(_standard_problems(found))
    if problems:
        file = folder / "standard.yaml"
        raise ProtocolError("\n".join(f"{file}: {one}" for one in problems))
    return Standard(
        sources={
            id: Source(id, "rfc", Text(one["title"]), one["url"])
            for id, one in found["sources"].items()
        },
        parameters={role: _fact(one) for role, one in found["parameters"].items()},
        redirects={
            grant: {name: _fact(one) for name, one in members.items()}
            for grant, members in found["redirects"].items()
        },
        errors=tuple(_server_errors(found["errors"])),
        token_errors=tuple(_server_errors(found["token_errors"])),
    )


def _server_errors(found: Mapping[str, Any]) -> Iterator[ResponseError]:
    for code, one in found.items():
        cause, remedy = Text(one["cause"]), Text(one["remedy"])
        yield ResponseError(code, cause, remedy, cited(one["source"]))


def _standard_problems(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the problems that a schema cannot express: unknown sources, and names that are missing or unknown."""
    grants = [one.value for one in GrantType if one.response_type is not None]
    sections = {
        "parameters": (
            [one.value for one in AUTHORIZATION],
            [one.value for one in Role if one is not Role.PROVIDER],
        ),
        "redirects": (grants, grants),
    }
    for section, (needed, known) in sections.items():
        for name in needed:
            if name not in found[section]:
                yield f"{section}.{name} is missing"
        for name in found[section]:
            if name not in known:
                yield f"{section}.{name}: this name is not known"
    facts = {name: found[name] for name in ("parameters", "errors", "token_errors")}
    facts |= {f"redirects.{grant}": one for grant, one in found["redirects"].items()}
    for section, members in facts.items():
        for name, fact in members.items():
            source = cited(fact["source"]).source
            if source not in found["sources"]:
                yield f"{section}.{name}: the source {source} does not exist"


def _fact(one: Mapping[str, Any]) -> StandardParameter:
    summary, source = Text(one["summary"]), cited(one["source"])
    return StandardParameter(summary, source, one.get("required", False))


def _values(folder: Path, file: str) -> Iterator[Value]:
    entries = _document(folder / file, folder / "values.schema.json")
    for name, entry in entries.items():
        value: int | str | list[str] = entry["value"]
        yield Value(
            name,
            entry.get("part", "core"),
            entry["about"],
            tuple(value) if isinstance(value, list) else value,
        )


def _document(file: Path, schema_file: Path) -> Any:
    document = source.load(file, any_escape=True)
    problems = schema.check_after(
        document.problems, document.map, document.value, schema.load(schema_file)
    )
    if problems:
        located = document.map.locate(problems)
        lines = [
            f"{one.file}:{one.line}: {one.path}: {one.message}; {one.hint}"
            for one in located
        ]
        raise ProtocolError("\n".join(lines))
    return document.value


def _error(code: str, value: Mapping[str, Any]) -> ErrorCode:
    variants: Mapping[str | None, Mapping[str, Any]]
    variants = value.get("variants") or {None: {}}
    exchanged = value.get("exchange", value)
    without_users = value.get("no_users", exchanged)
    return ErrorCode(
        code,
        value["stage"],
        Fragment(value["cause"]),
        Fragment(value["remedy"]),
        tuple(_message(code, name, {**value, **one}) for name, one in variants.items()),
        _documented(exchanged),
        _documented(without_users),
    )


def _documented(value: Mapping[str, Any]) -> tuple[Fragment, Fragment]:
    return Fragment(value["cause"]), Fragment(value["remedy"])


def _message(code: str, variant: str | None, value: Mapping[str, Any]) -> Message:
    surfaces = {
        surface: _wording({**value, **words})
        for surface, words in value.get("surfaces", {}).items()
    }
    part = value.get("part", "core")
    return Message(code, variant, part, _wording(value), surfaces)


def _wording(value: Mapping[str, Any]) -> Wording:
    return Wording(Fragment(value.get("message", "")), Fragment(value.get("hint", "")))


def _problems(protocol: Protocol) -> list[str]:
    """Return the problems that a schema cannot express: unknown names and missing texts."""
    found: list[str] = []
    constants: set[str] = set()
    for error in protocol.errors:
        if error.stage not in protocol.stages:
            found.append(f"{error.code}: the stage {error.stage} does not exist")
        documented = (error.cause, error.remedy)
        others = (*error.exchanged, *error.without_users)
        fragments = list(dict.fromkeys((*documented, *others)))
        for message in error.messages:
            wordings = (message.wording, *message.surfaces.values())
            fragments += [part for one in wordings for part in (one.message, one.hint)]
            if message.constant in constants:
                found.append(
                    f"{message.key}: another message has the name {message.constant}"
                )
            constants.add(message.constant)
        found += _fragment_problems(error.code, fragments, protocol)
    for texts in protocol.texts.values():
        for name, text in texts.items():
            found += _fragment_problems(name, [text], protocol)
    return found


def _fragment_problems(
    name: str, fragments: list[Fragment], protocol: Protocol
) -> list[str]:
    found: list[str] = []
    for fragment in fragments:
        if not fragment.text:
            found.append(f"{name}: a message or a hint is missing")
        if fragment.has_stray_brace:
            found.append(f"{name}: a brace is not part of a placeholder")
        for kind, spelled in sorted(fragment.spellings):
            known = protocol.limits if kind == "limit" else protocol.spellings.get(kind)
            for one in spelled.split("+"):
                word = one.partition("=")[0]
                if word not in (known or ()):
                    found.append(f"{name}: {{{kind}:{word}}} does not exist")
    return found
