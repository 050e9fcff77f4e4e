"""Text of a spec file to plain values, with the line and column of every node.

The language is YAML cut down to JSON's types. What YAML would read in a surprising way is refused
with the way to write it, so that a spec means what it says to someone who does not know YAML.
"""

from __future__ import annotations

import bisect
import codecs
import re
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path as FilePath
from typing import Any, cast

import yaml

from generator.reading import yaml_syntax
from generator.reading.diagnostics import Path, Position, Problem, SourceMap

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
MAX_KEYS = 1_000
MAX_INTEGER = 2**53 - 1
"""Past this, JSON readers of different languages disagree on the value (RFC 8259 §6)."""

CODES = {
    "too-large": "The file is larger than any spec.",
    "not-utf-8": "The file is not UTF-8.",
    "yaml-syntax": "The file is no YAML.",
    "empty": "The file holds nothing.",
    "second-document": "The file holds more than one document.",
    "too-deep": "Lists and objects are nested deeper than any spec.",
    "too-many-keys": "An object has more keys than any spec; what follows is not read.",
    "forbidden-character": "A control character, or one that reorders what people see.",
    "tag": "A tag of YAML, such as `!!str`.",
    "anchor": "An anchor of YAML, such as `&name`.",
    "alias": "An alias of YAML, such as `*name`.",
    "merge-key": "A merge key of YAML, `<<`.",
    "duplicate-key": "A key is given twice in one object.",
    "key-not-text": "A key is a number, a list or the like.",
    "implicit-type": "A value without quotes that readers of YAML take differently.",
}
"""The problems that this module finds, by their code."""

_MAX_SHOWN = 40
_ENOUGH = 1000
"""Forbidden characters of one text that are noted, more than are ever listed."""

Value = Any
"""A JSON value: None, bool, int, float, str, list or dict with text keys."""

_Loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_parse: Callable[[str, Any], Generator[Any]] = cast(Any, yaml).parse
_YAML_11: Any = yaml.SafeLoader("")
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
_OTHER_READERS = re.compile(r"[yYnN]|[-+]?[0-9]+|0o[0-7]+", re.ASCII)
"""What PyYAML reads as text and others do not: the booleans of YAML 1.1 in one letter, and the
whole numbers of YAML 1.2 (§10.3.2)."""
_LONGEST_WORD = len("false")
"""What begins with a letter and is longer is text to every reader."""
_WORDS: dict[str, Value] = {"null": None, "true": True, "false": False}
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Controls, bidi controls, line and paragraph separators, lone surrogates, noncharacters."""


@dataclass(frozen=True)
class Document:
    """The values of one file, where they stand, and what was wrong on the way."""

    value: Any
    map: SourceMap
    problems: list[Problem]


def load(file: FilePath, *, any_escape: bool = False) -> Document:
    """Return the values of a file, as `read` does. Raises OSError where it cannot be read."""
    with file.open("rb") as stream:
        return read(stream.read(MAX_BYTES + 1), str(file), any_escape=any_escape)


def read(data: bytes, file: str, *, any_escape: bool = False) -> Document:
    """Return the values of `data`; `file` is the name that problems give.

    `any_escape` lets double-quoted text name any character by an escape, as test data must.
    Nothing is raised for a bad file: its problems are in the result, and its value is what could
    be read, or None.
    """
    reader = _Reader(any_escape)
    value = None
    text = reader.decode(data)
    if text is not None:
        value = reader.document(text)
    shown = data[:MAX_BYTES].removeprefix(codecs.BOM_UTF8)
    lines = shown.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    places = SourceMap(file, lines, reader.values, reader.keys)
    return Document(value, places, reader.problems)


@dataclass
class _Reader:
    any_escape: bool
    values: dict[Path, Position] = field(default_factory=dict[Path, Position])
    keys: dict[Path, Position] = field(default_factory=dict[Path, Position])
    problems: list[Problem] = field(default_factory=list[Problem])

    def decode(self, data: bytes) -> str | None:
        """Return the text of the file, or None where it is too large or no UTF-8."""
        start = Position(1, 1)
        if len(data) > MAX_BYTES:
            message = f"the file has more than {MAX_BYTES} bytes"
            self._problem(
                "too-large",
                (),
                start,
                message,
                "a spec is a few hundred lines: is this the right file?",
            )
            return None
        data = data.removeprefix(codecs.BOM_UTF8)
        try:
            text = data.decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            read = data[: error.start].decode("utf-8")
            place = _positions(read)(len(read))
            message = f"the byte 0x{data[error.start]:02X} is no UTF-8"
            self._problem("not-utf-8", (), place, message, "save the file as UTF-8")
            return None
        return self._printable(text, _positions(text), ())

    def document(self, text: str) -> Value:
        """Return the value of the file's one document."""
        try:
            return self._stream(_parse(text, _Loader))
        except _TooDeep as error:
            message = f"more than {MAX_DEPTH} levels of lists and objects"
            self._problem(
                "too-deep",
                (),
                error.position,
                message,
                "no spec needs that; flatten it",
            )
        except yaml.MarkedYAMLError as error:
            self.problems.append(yaml_syntax.problem(error))
        return None

    def _stream(self, events: Generator[Any]) -> Value:
        value = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    hint = "one spec a file: take away the --- and what follows"
                    place = _position(event)
                    self._problem(
                        "second-document", (), place, "a second document begins", hint
                    )
                    break
            elif isinstance(event, yaml.NodeEvent):
                value = self._node(event, events, (), 1)
        if documents == 0:
            place = Position(1, 1)
            self._problem(
                "empty", (), place, "the file is empty", "begin with: format: 1"
            )
        return value

    def _node(
        self, event: Any, events: Generator[Any], path: Path, depth: int
    ) -> Value:
        if depth > MAX_DEPTH and isinstance(event, yaml.CollectionStartEvent):
            raise _TooDeep(_position(event))
        place = _position(event)
        self.values.setdefault(path, place)
        self._refuse_yaml_features(event, path, place)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path, place)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path, depth)
        return None

    def _sequence(self, events: Generator[Any], path: Path, depth: int) -> list[Value]:
        items: list[Value] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, (*path, len(items)), depth + 1))
        return items

    def _mapping(
        self, events: Generator[Any], path: Path, depth: int
    ) -> dict[str, Value]:
        members: dict[str, Value] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            place = _position(event)
            if len(members) == MAX_KEYS:
                message = f"more than {MAX_KEYS:,} keys in one object"
                hint = "the rest of the file is not read; is this the right file?"
                self._problem("too-many-keys", path, place, message, hint)
                events.close()
                break
            key = self._key(event, events, path, place)
            child = (*path, key)
            if key in members:
                first = (
                    f"first given at line {self.keys[child].line}; keep one of the two"
                )
                message = f'"{key}" is given twice'
                self._problem("duplicate-key", path, place, message, first)
            self.keys.setdefault(child, place)
            value = self._node(next(events), events, child, depth + 1)
            members.setdefault(key, value)
        return members

    def _key(
        self, event: Any, events: Generator[Any], path: Path, place: Position
    ) -> str:
        if (
            isinstance(event, yaml.ScalarEvent)
            and event.value == "<<"
            and event.implicit[0]
        ):
            hint = "write out the keys that it stands for"
            message = "merge keys of YAML are not allowed here"
            self._problem("merge-key", path, place, message, hint)
            return "<<"
        self._refuse_yaml_features(event, path, place)
        key = None
        if isinstance(event, yaml.ScalarEvent):
            key = self._scalar(event, path, place)
        elif isinstance(event, yaml.CollectionStartEvent):
            _skip(events)
        if not isinstance(key, str):
            hint = "put it in quotes where a name is meant"
            self._problem("key-not-text", path, place, "this key is not text", hint)
        return str(key)

    def _scalar(self, event: Any, path: Path, place: Position) -> Value:
        text: str = event.value
        # Only an escape can bring in a character that the text of the file does not have.
        if event.style == '"' and not self.any_escape:
            text = self._printable(text, lambda _: place, path)
        return self._plain(text, path, place) if event.implicit[0] else text

    def _plain(self, text: str, path: Path, place: Position) -> Value:
        """Return the value of a scalar without quotes: what JSON and YAML 1.1 agree on, or text."""
        if len(text) > _LONGEST_WORD and text[0].isalpha():
            return text
        if text in _WORDS:
            return _WORDS[text]
        tag: str = _YAML_11.resolve(yaml.ScalarNode, text, (True, False)).rpartition(
            ":"
        )[2]
        is_number = len(text) <= 32 and _JSON_NUMBER.fullmatch(text) is not None
        if is_number and tag in ("int", "float"):
            number = int(text) if tag == "int" else float(text)
            if abs(number) <= MAX_INTEGER:
                return number
        elif tag == "str" and not is_number and not _OTHER_READERS.fullmatch(text):
            return text
        shown = text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"
        message = f"{shown} without quotes means different things to different readers"
        hint = f'write "{shown}" where text is meant'
        if tag == "bool":
            hint = f"{hint}, or true or false"
        elif not text:
            message = "a value is missing"
            hint = "write one, or take the key or the entry out"
        self._problem("implicit-type", path, place, message, hint)
        return text

    def _printable(
        self, text: str, place: Callable[[int], Position], path: Path
    ) -> str:
        """Return `text` with a blank for each forbidden character, and note where they stand."""
        if not _FORBIDDEN.search(text):
            return text
        for match in islice(_FORBIDDEN.finditer(text), _ENOUGH):
            message = f"the character U+{ord(match.group()):04X} is not allowed"
            hint = "take it out; line feeds and tabs are the only control characters allowed"
            self._problem(
                "forbidden-character", path, place(match.start()), message, hint
            )
        return _FORBIDDEN.sub(" ", text)

    def _refuse_yaml_features(self, event: Any, path: Path, place: Position) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._problem(
                "alias",
                path,
                place,
                "aliases of YAML are not allowed here",
                "write the value out",
            )
        elif event.anchor is not None:
            self._problem(
                "anchor",
                path,
                place,
                "anchors of YAML are not allowed here",
                "take the & and its name away",
            )
        if getattr(event, "tag", None) is not None:
            hint = "take the ! and its name away, and put text in quotes"
            message = "tags of YAML are not allowed here"
            self._problem("tag", path, place, message, hint)

    def _problem(
        self, code: str, path: Path, place: Position, message: str, hint: str
    ) -> None:
        self.problems.append(Problem(code, path, message, hint, place=place))


class _TooDeep(Exception):
    def __init__(self, position: Position) -> None:
        super().__init__()
        self.position = position


def _skip(events: Generator[Any]) -> None:
    """Consume the rest of the list or object that has just begun."""
    depth = 1
    while depth:
        event = next(events)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)


def _position(event: Any) -> Position:
    """Return where a node begins; its width is that of a word or text on one line."""
    start, end = event.start_mark, event.end_mark
    is_word = isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent))
    on_one_line = is_word and start.line == end.line
    width = max(1, end.column - start.column) if on_one_line else 1
    return Position(start.line + 1, start.column + 1, width)


def _positions(text: str) -> Callable[[int], Position]:
    """Return the function from an offset in a text to its place."""
    breaks = [-1, *(match.start() for match in re.finditer("\n", text))]

    def place(offset: int) -> Position:
        line = bisect.bisect_left(breaks, offset)
        return Position(line, offset - breaks[line - 1])

    return place
