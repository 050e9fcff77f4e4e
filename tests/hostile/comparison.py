"""Compares two trees of output: the same structure, and the same words except for a payload."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, quote_plus

from generator.model.naming import camel, constant, snake, words
from tests.hostile.places import BENIGN
from tests.hostile.shapes import NoReader, Shape, shape_of

Tree = Mapping[str, bytes]
Shapes = dict[tuple[str, bytes], Shape]
"""Shapes of files that were read, by their paths and bytes."""


class Broken(Exception):
    """A payload changed something that no text may change."""


def forms_of(payload: str | list[str]) -> list[str]:
    """Return what can replace the benign word in an output: the payload, or a name built from it."""
    found: list[str] = []
    for one in [payload] if isinstance(payload, str) else payload:
        parts = words(one)
        base = snake(parts)
        found += [one, _folded(one), base, f"{base}_", constant(parts)]
        found += [f"{camel(parts)}", f"{camel(parts)}_"] if parts else []
        found += [base.replace("_", "-"), "-".join(parts), one.strip("_")]
        found += [quote(one, safe=":~", errors="replace"), html.escape(one)]
        found += [quote(_folded(one), safe=":~", errors="replace")]
        found += [quote_plus(one, errors="replace"), one.rpartition("/")[2]]
        # What to do about an error is a fragment: no period at its end, and a first word in lowercase.
        text = one.removesuffix(".")
        found += [text, text[:1].lower() + text[1:]]
    return list(dict.fromkeys(found))


def _folded(text: str) -> str:
    """Return a text with spaces as in prose, and without the escapes of doctest prompts."""
    return " ".join(text.replace("\\>>>", ">>>").split())


def _decoded(text: str) -> str:
    """Return what a vector expects of a request without its encoding: Basic, or a JSON body."""
    if found := _BASIC.fullmatch(text):
        return base64.b64decode(found[1]).decode()
    if not text.startswith('{"'):
        return text
    try:
        members: dict[str, Any] = json.loads(text)
    except ValueError:
        return text
    return "\n".join(f"{name} {value}" for name, value in members.items())


_BASIC = re.compile(r"Basic ([A-Za-z0-9+/]+={0,2})")


class Words:
    """Whether a word of a hostile output is the benign word with the payload in its place."""

    def __init__(self, benign: str, forms: Sequence[str]) -> None:
        known = (re.escape(benign), re.escape(quote(benign, safe=":~")))
        parts = (*known, rf"(?i:[msz]?{BENIGN})[0-9]*")
        self._benign = re.compile("|".join(parts))
        self._forms = sorted({*forms, *map(_folded, forms)}, key=len, reverse=True)

    def fit(self, benign: str, hostile: str) -> bool:
        """Return whether the two are the same except for the payload."""
        benign, hostile = _decoded(benign), _decoded(hostile)
        if benign == hostile:
            return True
        pieces = self._benign.split(_folded(benign))
        if len(pieces) == 1:
            return False
        if any(form.join(pieces) == hostile for form in self._forms):
            return True
        # A truncated text can lose the spaces at its end, so pieces are compared without them.
        first, *others = (one.strip() for one in pieces)
        text = _folded(hostile)
        ends = _after((first,), text, {0})
        for one in others:
            ends = _after((one,), text, _after(self._forms, text, ends))
        return len(text) in ends


def _after(parts: Iterable[str], text: str, starts: Collection[int]) -> set[int]:
    """Return the possible ends of one of the parts in a folded text, and those after the next space.

    This takes less time than a regular expression, which is compiled for each text.
    """
    ends = {
        start + len(part)
        for start in starts
        for part in parts
        if text.startswith(part, start)
    }
    return ends | {end + 1 for end in ends if text.startswith(" ", end)}


def compare(
    benign: Tree,
    hostile: Tree,
    words: Words,
    shapes: Shapes,
    hostile_shapes: Shapes,
) -> None:
    """Compare two trees. Raises Broken with the first difference.

    Fills both tables of shapes, so that no file is read twice.
    """
    if len(benign) != len(hostile):
        raise Broken(f"{len(hostile)} files, not {len(benign)}")
    called: dict[str, str] = {}
    for (path, before), (other, after) in zip(
        benign.items(), hostile.items(), strict=True
    ):
        parts = PurePosixPath(other)
        if parts.is_absolute() or ".." in parts.parts or not words.fit(path, other):
            raise Broken(f"the file {other!r} replaces {path!r}")
        if before == after:
            continue
        try:
            expected = _shape(path, before, shapes)
            found = _shape(other, after, hostile_shapes)
        except NoReader as error:
            raise Broken(str(error)) from error
        except Exception as error:
            raise Broken(f"{other} cannot be read: {error}") from error
        _same(other, expected, found, words, called)


def _shape(path: str, data: bytes, shapes: Shapes) -> Shape:
    if (path, data) not in shapes:
        shapes[path, data] = shape_of(path, data.decode())
    return shapes[path, data]


def _same(
    path: str, benign: Shape, hostile: Shape, words: Words, called: dict[str, str]
) -> None:
    """Compare two files; `called` contains the names in earlier files."""
    if benign.tree != hostile.tree:
        raise Broken(
            f"{path} has another structure: {_first(benign.tree, hostile.tree)}"
        )
    for before, after in zip(benign.words, hostile.words, strict=True):
        if not words.fit(before, after):
            raise Broken(f"{path} says {after[:80]!r} for {before[:80]!r}")
    renamed: dict[str, str] = {}
    for before, after in zip(benign.names, hostile.names, strict=True):
        # A member in TypeScript can be our name or one on the wire; in Python,
        # an argument and an attribute have the name of the variable in every file.
        bare, other = before, after
        if before.startswith(("keyword ", "Attribute ")):
            bare, other = before.rpartition(" ")[2], after.rpartition(" ")[2]
        known = renamed if before.startswith(("member ", "name ")) else called
        if known.setdefault(bare, other) != other:
            raise Broken(f"{path} calls {before} both {known[bare]} and {other}")
        if before != after and not words.fit(before, after):
            raise Broken(f"{path} has the name {after} for {before}")
        renamed[before] = after
    # Members of different objects can have the same name; variables cannot.
    variables = [after for before, after in renamed.items() if not _is_member(before)]
    if len(set(variables)) != len(variables):
        raise Broken(f"{path} has one name for two")


def _is_member(name: str) -> bool:
    return name.startswith(("member ", "keyword ", "Attribute "))


def _first(benign: Any, hostile: Any) -> str:
    """Return the first difference of two trees."""
    sequences = (tuple, list)
    if type(benign) in sequences and type(hostile) in sequences:
        for one, other in zip(benign, hostile, strict=False):
            if one != other:
                return _first(one, other)
        return f"{len(hostile)} parts, not {len(benign)}"
    return f"{str(hostile)[:80]!r} for {str(benign)[:80]!r}"
