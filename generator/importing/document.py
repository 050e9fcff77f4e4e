"""Turn the bytes of a foreign document into values. Nothing else is read: neither files nor the network.

Unlike a spec, a document may use everything that JSON and YAML have. An unquoted YAML scalar is its
source text, so that `no`, `1.10`, and `2024-01-31` mean what is written. Aliases are shared values,
so that a small file cannot become a large one.
"""

from __future__ import annotations

import codecs
import json
import re
import sys
from collections.abc import Callable, Generator
from typing import Any, cast

import yaml

from generator.importing.faults import ImportFault, Place

MAX_JSON = 32 * 1024 * 1024
MAX_YAML = 4 * 1024 * 1024
"""The largest documents, in bytes."""
MAX_DEPTH = 500

_Loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_parse: Callable[[str, Any], Generator[Any]] = cast(Any, yaml).parse
_WORDS: dict[str, bool | None] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}
"""The unquoted scalars that are not text (YAML 1.2.2 §10.3.2); numbers stay text."""
_JSON_NAME = re.compile(r"\.json$", re.IGNORECASE)
_YAML_NAME = re.compile(r"\.ya?ml$", re.IGNORECASE)


class Pairs(list[tuple[str, object]]):
    """An object as it is written: its keys may repeat. `lines` has the line of each key in YAML."""

    lines: list[int]
    places: dict[str, int]
    """The place of each key, once it is known that no key repeats."""


def read(data: bytes, file: str) -> object:
    """Return the value of a document: Pairs, a list, a text, a number, a boolean, or None.

    `data` may have up to one byte more than MAX_JSON. Raises ImportFault.
    """
    place = Place(file)
    if len(data) > MAX_JSON:
        hint = "import a part that has the security schemes and the servers"
        message = f"the document has more than {MAX_JSON:,} bytes"
        raise ImportFault(place, "too-large", message, hint)
    text = _decoded(data, place)
    _refuse_other(text, place)
    if _JSON_NAME.search(file):
        return _json(text, place)
    if text.lstrip()[:1] not in ("{", "["):
        return _yaml(text, place)
    # JSON is often in files with another name, and its own reader is faster.
    try:
        return _json(text, place)
    except ImportFault as not_json:
        # Braces and brackets are also YAML in flow style.
        try:
            return _yaml(text, place)
        except ImportFault as not_yaml:
            raise (not_yaml if _YAML_NAME.search(file) else not_json) from None


def _refuse_other(text: str, place: Place) -> None:
    """Raise ImportFault for an empty document and for a web page, which people import by mistake."""
    start = text.lstrip()[:2]
    if not start:
        hint = "check the name of the file, or the command before the pipe"
        raise ImportFault(place, "unknown-document", "the document is empty", hint)
    if re.fullmatch(r"<[!?A-Za-z]", start):
        message = "the document is HTML or XML"
        hint = "download the description itself, not the page that shows it"
        raise ImportFault(place, "unknown-document", message, hint)


def _decoded(data: bytes, place: Place) -> str:
    encoding = "utf-8"
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            encoding = name
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"the byte 0x{data[error.start]:02X} is not valid {encoding.upper()}"
        raise ImportFault(
            Place(place.file, line=line), "not-text", message, "save it as UTF-8"
        ) from None
    if "\0" in text:
        message = "the document contains NUL characters"
        raise ImportFault(place, "not-text", message, "save it as UTF-8")
    return text


def _json(text: str, place: Place) -> object:
    try:
        return json.loads(text, object_pairs_hook=Pairs)
    except json.JSONDecodeError as error:
        where = Place(place.file, line=error.lineno)
        message = f"invalid JSON in column {error.colno}: {error.msg}"
        hint = "check that the file is complete"
        if text.lstrip()[0] not in "{[":
            hint = "if the document is YAML, give it a name that ends with .yaml"
        raise ImportFault(where, "not-json", message, hint) from None
    except RecursionError:
        raise _too_deep(place) from None
    except ValueError as error:
        # Python does not convert an integer with thousands of digits.
        raise ImportFault(
            place, "not-json", "a number is too long", "shorten it"
        ) from error


def _too_deep(place: Place) -> ImportFault:
    message = "objects and lists are nested too deeply"
    return ImportFault(
        place, "too-deep", message, "check that the file is the right one"
    )


def _yaml(text: str, place: Place) -> object:
    if len(text.encode()) > MAX_YAML:
        message = f"the document has more than {MAX_YAML:,} bytes of YAML"
        hint = "convert it to JSON, or import a part of it"
        raise ImportFault(place, "too-large", message, hint)
    try:
        return _Composer(place).composed(_parse(text, _Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        column = f" in column {mark.column + 1}" if mark else ""
        message = f"invalid YAML{column}: {error.problem or error.context}"
        hint = "check the indentation and the quotes"
        if mark and "\t" in _line(text, mark.line)[: mark.column + 1]:
            hint = "indent with spaces instead of a tab"
        where = Place(place.file, line=line)
        raise ImportFault(where, "not-yaml", message, hint) from None
    except yaml.YAMLError as error:
        message = f"invalid YAML: {' '.join(str(error).split())}"
        hint = "remove control characters"
        raise ImportFault(place, "not-yaml", message, hint) from None


def _line(text: str, row: int) -> str:
    lines = text.splitlines()
    return lines[row] if row < len(lines) else ""


class _Composer:
    """Builds the value of the first document from the events of the parser, without recursion."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.anchors: dict[str, object] = {}

    def composed(self, events: Generator[Any]) -> object:
        """Return the value. Raises ImportFault, and YAMLError for text that is not YAML."""
        stack: list[_Open] = [_Open([])]
        for event in events:
            if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
                continue
            if not isinstance(event, yaml.NodeEvent):
                continue
            opened = self._opened(event)
            value = opened.value if opened else self._value(event)
            if not opened and not isinstance(event, yaml.AliasEvent):
                self._remember(event, value)
            stack[-1].add(value, event, self.place)
            if opened:
                if len(stack) > MAX_DEPTH:
                    raise _too_deep(self.place)
                stack.append(opened)
        found = cast("list[object]", stack[0].value)
        if len(found) > 1:
            message = "the file contains several YAML documents"
            raise ImportFault(self.place, "not-yaml", message, "import one at a time")
        return found[0] if found else None

    def _opened(self, event: Any) -> _Open | None:
        if isinstance(event, yaml.MappingStartEvent):
            pairs = Pairs()
            pairs.lines = []
            self._remember(event, pairs)
            return _Open(pairs)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[object] = []
            self._remember(event, items)
            return _Open(items)
        return None

    def _remember(self, event: Any, value: object) -> None:
        if event.anchor is not None:
            self.anchors[event.anchor] = value

    def _value(self, event: Any) -> object:
        if isinstance(event, yaml.ScalarEvent):
            word = sys.intern(event.value) if len(event.value) < 20 else event.value
            is_plain = event.implicit[0] and event.tag is None
            return _WORDS.get(word, word) if is_plain else word
        if event.anchor in self.anchors:
            return self.anchors[event.anchor]
        message = f'the alias "*{event.anchor}" has no anchor'
        hint = "put text that starts with * in quotes"
        line = event.start_mark.line + 1
        raise ImportFault(Place(self.place.file, line=line), "not-yaml", message, hint)


class _Open:
    """A list or an object that is being filled."""

    def __init__(self, value: list[object] | Pairs) -> None:
        self.value = value
        self._key: str | None = None
        self._line = 0

    def add(self, value: object, event: Any, place: Place) -> None:
        """Add an entry, or the key or the value of a member."""
        if not isinstance(self.value, Pairs):
            self.value.append(value)
        elif self._key is None:
            self._line = event.start_mark.line + 1
            self._key = _key(value, event, Place(place.file, line=self._line))
        else:
            self.value.append((self._key, value))
            self.value.lines.append(self._line)
            self._key = None


def _key(value: object, event: Any, place: Place) -> str:
    """Return a key as it is written, so that `false` and `200` stay text."""
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    if isinstance(value, str):
        return value
    message = "a key is a list or an object"
    raise ImportFault(place, "not-yaml", message, "put it in quotes")
