"""Turn the text of a spec file into plain values, with the line and column of every node.

The language is YAML restricted to JSON's types. Anything that YAML reads in a surprising way is
rejected, with a hint on how to write it, so that nobody needs to know YAML to understand a spec.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, cast

import yaml

from generator.reading import yaml_syntax
from generator.reading.characters import MAX_BYTES, decoded, printable
from generator.reading.diagnostics import Path, Position, Problem, SourceMap
from generator.reading.scalars import (
    CUT_TEXT,
    FIRST_WITHOUT_COLON,
    WITHOUT_COLON,
    Value,
    plain,
)

MAX_DEPTH = 32
MAX_KEYS = 1_000

CODES = {
    "too-large": "The file is too large for a spec.",
    "not-utf-8": "The file is not UTF-8.",
    "merge-conflict": "The file contains an unresolved merge conflict.",
    "yaml-syntax": "The file is not valid YAML.",
    "empty": "The file is empty.",
    "second-document": "The file contains more than one document.",
    "too-deep": "Lists and objects are nested too deeply.",
    "too-many-keys": "An object has too many keys. The rest of the file is not read.",
    "forbidden-character": "The file contains a control character or a character that changes the text direction.",
    "tag": "The file uses a YAML tag, such as `!!str`.",
    "anchor": "The file uses a YAML anchor, such as `&name`.",
    "alias": "The file uses a YAML alias, such as `*name`.",
    "merge-key": "The file uses a YAML merge key, `<<`.",
    "duplicate-key": "An object contains a key twice.",
    "key-not-text": "A key is not text, for example, a number or a list.",
    "implicit-type": "YAML parsers disagree on the meaning of an unquoted value.",
    "text-in-comment": "A comment may be the rest of unquoted text.",
}
"""The problems of reading a file, by code."""

_Loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_parse: Callable[[str, Any], Generator[Any]] = cast(Any, yaml).parse


@dataclass(frozen=True)
class Document:
    """The values of one file, their positions, and the problems from reading it."""

    value: Any
    map: SourceMap
    problems: list[Problem]


def load(file: FilePath, *, any_escape: bool = False) -> Document:
    """Return the values of a file, as `read` does. Raises OSError if it cannot be read."""
    with file.open("rb") as stream:
        return read(stream.read(MAX_BYTES + 1), str(file), any_escape=any_escape)


def read(data: bytes, file: str, *, any_escape: bool = False) -> Document:
    """Return the values in `data`. Problems name the file as `file`.

    With `any_escape`, escapes in double quotes can produce any character, as test data requires.
    A bad file raises no error: the result has its problems, and its value is what could be read,
    or None.
    """
    reader = _Reader(any_escape)
    value = None
    text, reader.problems = decoded(data)
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
    lines: list[str] = field(default_factory=list[str])
    last: Any = None
    """The last event of the parser."""

    def document(self, text: str) -> Value:
        """Return the value of the only document in the file."""
        self.lines = text.split("\n")
        self.problems += yaml_syntax.conflicts(self.lines)
        if any(one.code == "merge-conflict" for one in self.problems):
            return None
        try:
            return self._stream(self._remembered(_parse(text, _Loader)))
        except _TooDeep as error:
            message = f"lists and objects are nested more than {MAX_DEPTH} levels deep"
            self._problem(
                "too-deep",
                (),
                error.position,
                message,
                "use fewer levels of nesting",
            )
        except yaml.MarkedYAMLError as error:
            found = yaml_syntax.problem(error, self.lines, self.last)
            # What was read of this line before the mistake is not what the line means.
            line = found.place and found.place.line
            kept = [
                one for one in self.problems if one.place and one.place.line != line
            ]
            self.problems = [*kept, found]
        return None

    def _remembered(self, events: Generator[Any]) -> Generator[Any]:
        for self.last in events:
            yield self.last

    def _stream(self, events: Generator[Any]) -> Value:
        value = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    hint = "remove the --- and everything after it; a file contains one spec"
                    place = _position(event)
                    self._problem(
                        "second-document",
                        (),
                        place,
                        "a second document starts here",
                        hint,
                    )
                    break
            elif isinstance(event, yaml.NodeEvent):
                value = self._node(event, events, (), 1)
        if documents == 0:
            place = Position(1, 1)
            self._problem(
                "empty", (), place, "the file is empty", "start with format: 2"
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
        is_next_entry = False
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            place = _position(event)
            if len(members) == MAX_KEYS:
                message = f"this object has more than {MAX_KEYS:,} keys"
                hint = "check the file name; the rest of the file was not read"
                self._problem("too-many-keys", path, place, message, hint)
                events.close()
                break
            key = self._key(event, events, path, place)
            child = (*path, key)
            if key in members and not is_next_entry:
                hint = "remove one of the two"
                # An entry that starts like the entry before it, but without its hyphen, repeats all keys.
                if path and isinstance(path[-1], int) and key == next(iter(members)):
                    is_next_entry = True
                    hint = "if a new entry starts here, put a hyphen before it; otherwise, remove one of the two"
                first = f"first used at line {self.keys[child].line}; {hint}"
                message = f'the key "{key}" appears twice'
                self._problem("duplicate-key", path, place, message, first)
            self.keys.setdefault(child, place)
            following = next(events)
            if yaml_syntax.has_no_colon(event, following, self.lines):
                why = WITHOUT_COLON if members else FIRST_WITHOUT_COLON
                self._problem("implicit-type", child, place, *why)
                self.values.setdefault(child, place)
                value = ""
            else:
                value = self._node(following, events, child, depth + 1)
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
            hint = "write out the keys that it merges"
            message = "YAML merge keys are not supported"
            self._problem("merge-key", path, place, message, hint)
            return "<<"
        self._refuse_yaml_features(event, path, place)
        key = None
        if isinstance(event, yaml.ScalarEvent):
            key = self._scalar(event, path, place)
        elif isinstance(event, yaml.CollectionStartEvent):
            _skip(events)
        if not isinstance(key, str):
            hint = "put it in quotes to use it as a name"
            self._problem("key-not-text", path, place, "this key is not text", hint)
        return str(key)

    def _scalar(self, event: Any, path: Path, place: Position) -> Value:
        text: str = event.value
        if not event.style:
            self._refuse_cut_text(event, path)
        # Only an escape can add a character that is not in the text of the file.
        if event.style == '"' and not self.any_escape:
            text, problems = printable(text, lambda _: place, path)
            self.problems += problems
        if not event.implicit[0]:
            return text
        value, explanation = plain(text)
        if explanation is not None:
            self._problem("implicit-type", path, place, *explanation)
        return value

    def _refuse_cut_text(self, event: Any, path: Path) -> None:
        """Report text that may go on: in `seed #Scopes`, YAML reads the heading as a comment."""
        end = event.end_mark
        number: int = end.line
        if not event.value or number >= len(self.lines):
            return
        if found := CUT_TEXT.match(self.lines[number], end.column):
            place = Position(number + 1, 1 + found.start(1), len(found[1]))
            message = "everything after the # is a comment"
            hint = (
                "put text that contains a # in quotes; if this is meant as a comment, "
                "put a space after the #"
            )
            self._problem("text-in-comment", path, place, message, hint)

    def _refuse_yaml_features(self, event: Any, path: Path, place: Position) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._problem(
                "alias",
                path,
                place,
                "YAML aliases are not supported",
                "write out the value, or put text that starts with * in quotes",
            )
        elif event.anchor is not None:
            self._problem(
                "anchor",
                path,
                place,
                "YAML anchors are not supported",
                "remove the & and the name after it, or put text that starts with & in quotes",
            )
        if getattr(event, "tag", None) is not None:
            hint = "remove the ! and the name after it, and put text in quotes"
            message = "YAML tags are not supported"
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
    """Consume the rest of the list or object that has just started."""
    depth = 1
    while depth:
        event = next(events)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)


def _position(event: Any) -> Position:
    """Return where a node starts. Its width is 1 unless it is a scalar or alias on one line."""
    start, end = event.start_mark, event.end_mark
    is_word = isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent))
    on_one_line = is_word and start.line == end.line
    width = max(1, end.column - start.column) if on_one_line else 1
    return Position(start.line + 1, start.column + 1, width)
