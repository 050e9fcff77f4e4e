"""A value of a document and its place. Its methods check that the value has the expected type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import unquote

from generator.importing.document import Pairs
from generator.importing.faults import ImportFault, Place

_MOST_REFERENCES = 50
"""The most references that lead from one to the next."""
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
_TYPES = {
    "object": "an object",
    "list": "a list",
    "text": "text",
    "boolean": "true or false",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A value at a JSON pointer (RFC 6901) of a document."""

    file: str
    value: object = field(repr=False)
    root: object = field(repr=False)
    pointer: str = ""
    line: int | None = None

    @property
    def place(self) -> Place:
        """Where the value is."""
        return Place(self.file, self.pointer, self.line)

    @property
    def is_object(self) -> bool:
        """Whether the value is an object."""
        return isinstance(self.value, Pairs)

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return isinstance(self.value, list) and not self.is_object

    def fault(self, code: str, message: str, hint: str) -> ImportFault:
        """Return a fault at this place."""
        return ImportFault(self.place, code, message, hint)

    def members(self) -> Mapping[str, Node]:
        """Return the members of an object. Raises ImportFault for another type or a repeated key."""
        pairs = self.value
        if not isinstance(pairs, Pairs):
            raise self._of_type("object")
        return {key: self._member(pairs, at) for key, at in self._places(pairs).items()}

    def _places(self, pairs: Pairs) -> Mapping[str, int]:
        """Return the place of each key, which is found once for each object."""
        if not hasattr(pairs, "places"):
            found: dict[str, int] = {}
            for at, (key, _) in enumerate(pairs):
                if key == "<<" or key in found:
                    raise self._bad_key(pairs, at, found.get(key))
                found[key] = at
            pairs.places = found
        return pairs.places

    def _member(self, pairs: Pairs, at: int) -> Node:
        lines = getattr(pairs, "lines", None)
        return self._child(*pairs[at], lines[at] if lines else None)

    def _bad_key(self, pairs: Pairs, at: int, first: int | None) -> ImportFault:
        child = self._member(pairs, at)
        if first is None:
            hint = "copy the members here"
            return child.fault("merge-key", "merge keys are not supported", hint)
        line = self._member(pairs, first).line
        where = f"; the first is in line {line}" if line else ""
        message = f'the key "{pairs[at][0]}" appears twice{where}'
        return child.fault("repeated-key", message, "remove one of the two")

    def get(self, name: str) -> Node | None:
        """Return a member of an object, or None if it is absent or null."""
        found = self._own(name)
        return None if found is None or found.value is None else found

    def _own(self, name: str) -> Node | None:
        pairs = self.value
        if not isinstance(pairs, Pairs):
            raise self._of_type("object")
        at = self._places(pairs).get(name)
        return None if at is None else self._member(pairs, at)

    def required(self, name: str) -> Node:
        """Return a member of an object. Raises ImportFault if it is absent or null."""
        found = self.get(name)
        if found is None:
            place = self._child(name, None, self.line)
            raise place.fault(
                "missing", f'"{name}" is missing', "add it to the document"
            )
        return found

    def entries(self) -> list[Node]:
        """Return the entries of a list. Raises ImportFault for another type."""
        if not self.is_list:
            raise self._of_type("list")
        listed = cast("list[object]", self.value)
        return [
            self._child(str(index), one, self.line) for index, one in enumerate(listed)
        ]

    def text(self) -> str:
        """Return a text. Raises ImportFault for another type."""
        if not isinstance(self.value, str):
            raise self._of_type("text")
        return self.value

    def boolean(self) -> bool:
        """Return true or false. Raises ImportFault for another type."""
        if not isinstance(self.value, bool):
            raise self._of_type("boolean")
        return self.value

    def resolved(self) -> Node:
        """Return what a reference in the same document leads to, or this node.

        Raises ImportFault for a reference to another document, to nothing, or to itself.
        """
        node, passed = self, [self.pointer]
        while (reference := node._reference()) is not None:
            target = reference.text()
            if not target.startswith("#"):
                hint = (
                    "copy the target into this document, because import reads no other"
                )
                message = f'"{target}" is in another document'
                raise reference.fault("reference", message, hint)
            node = node._at(target, reference)
            if node.pointer in passed:
                chain = " → ".join(f"#{one}" for one in [*passed, node.pointer])
                message = f"the references form a circle: {chain}"
                hint = "replace one of them with its target"
                raise reference.fault("reference", message, hint)
            passed.append(node.pointer)
            if len(passed) > _MOST_REFERENCES:
                message = f"a chain of more than {_MOST_REFERENCES} references"
                hint = "replace some of them with their target"
                raise reference.fault("reference", message, hint)
        return node

    def _reference(self) -> Node | None:
        return self._own("$ref") if self.is_object else None

    def _at(self, target: str, reference: Node) -> Node:
        found: Node | None = Node(self.file, self.root, self.root)
        if target[1:2] not in ("", "/"):
            found = None
        for part in _parts(target[1:]):
            if found is not None and found.is_list and _INDEX.fullmatch(part):
                found = dict(enumerate(found.entries())).get(int(part))
            else:
                found = (
                    found._own(part) if found is not None and found.is_object else None
                )
        if found is None:
            message = f'"{target}" is not in the document'
            raise reference.fault("reference", message, "check the reference")
        return found

    def _child(self, key: str, value: object, line: int | None) -> Node:
        escaped = key.replace("~", "~0").replace("/", "~1")
        return Node(self.file, value, self.root, f"{self.pointer}/{escaped}", line)

    def _of_type(self, wanted: str) -> ImportFault:
        found = _type_of(self.value)
        message = f"expected {_TYPES[wanted]}, found {found}"
        return self.fault("wrong-type", message, "correct the document")


def _parts(pointer: str) -> Iterator[str]:
    """Yield the names in a pointer in the form of a URI fragment (RFC 6901 §6)."""
    for part in pointer.split("/")[1:]:
        yield unquote(part).replace("~1", "/").replace("~0", "~")


def _type_of(value: object) -> str:
    if isinstance(value, Pairs):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return "text"
    if value is None:
        return "null"
    return "true or false" if isinstance(value, bool) else "a number"
