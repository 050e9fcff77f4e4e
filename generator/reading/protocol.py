"""The files in `spec/protocol/` to frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.model.protocol import (
    SPELLINGS,
    ErrorCode,
    Fragment,
    Message,
    Protocol,
    Wording,
)
from generator.reading import schema, source


class ProtocolError(ValueError):
    """A file in `spec/protocol/` is not valid. The message lists the problems."""


def load(folder: Path) -> Protocol:
    """Return what the files in `folder` define.

    Raises ProtocolError for a file that is not valid, and OSError if one cannot be read.
    """
    errors = _document(folder / "errors.yaml", folder / "errors.schema.json")
    limits: Mapping[str, int] = _document(folder / "limits.yaml", None)
    protocol = Protocol(
        stages=errors["stages"],
        errors=tuple(_error(code, one) for code, one in errors["errors"].items()),
        texts={name: Fragment(text) for name, text in errors["texts"].items()},
        limits=limits,
    )
    problems = _problems(protocol)
    if problems:
        raise ProtocolError("\n".join(problems))
    return protocol


def _document(file: Path, schema_file: Path | None) -> Any:
    document = source.load(file)
    problems = document.problems
    if schema_file is not None:
        shape = schema.load(schema_file)
        problems = schema.check_after(problems, document.map, document.value, shape)
    if problems:
        located = document.map.locate(problems)
        raise ProtocolError("\n".join(f"{one.line}: {one.message}" for one in located))
    return document.value


def _error(code: str, value: Mapping[str, Any]) -> ErrorCode:
    variants: Mapping[str | None, Mapping[str, Any]]
    variants = value.get("variants") or {None: {}}
    return ErrorCode(
        code,
        value["stage"],
        Fragment(value["cause"]),
        Fragment(value["remedy"]),
        tuple(_message(code, name, {**value, **one}) for name, one in variants.items()),
    )


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
    """Return what a schema cannot say: names that refer to nothing, and missing texts."""
    found: list[str] = []
    constants: set[str] = set()
    for error in protocol.errors:
        if error.stage not in protocol.stages:
            found.append(f"{error.code}: there is no stage {error.stage}")
        fragments = [error.cause, error.remedy]
        for message in error.messages:
            wordings = (message.wording, *message.surfaces.values())
            fragments += [part for one in wordings for part in (one.message, one.hint)]
            if message.constant in constants:
                found.append(f"{message.key}: another message is {message.constant}")
            constants.add(message.constant)
        found += _fragment_problems(error.code, fragments, protocol)
    for name, text in protocol.texts.items():
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
        for kind, spelled in fragment.spellings:
            if kind not in SPELLINGS:
                found.append(f"{name}: there is no spelling {kind}")
            elif kind == "limit" and spelled not in protocol.limits:
                found.append(f"{name}: there is no limit {spelled}")
    return found
