"""One value of a document together with its place, read with the types that a format defines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import unquote

from generator.importing.document import Pairs
from generator.importing.faults import ImportFault, Place

_TYPES = {"object": "an object", "list": "a list", "text": "text"}


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
        found: dict[str, Node] = {}
        lines = getattr(pairs, "lines", None) or [None] * len(pairs)
        for (key, value), line in zip(pairs, lines, strict=True):
            child = self._child(key, value, line)
            if key == "<<":
                hint = "write the members at this place"
                raise child.fault("merge-key", "merge keys are not supported", hint)
            if key in found:
                first = found[key].line
                where = f" (the first is in line {first})" if first else ""
                message = f'"{key}" is there twice{where}'
                raise child.fault("repeated-key", message, "remove one of the two")
            found[key] = child
        return found

    def get(self, name: str) -> Node | None:
        """Return a member of an object, or None if it is absent or null."""
        found = self.members().get(name)
        return None if found is None or found.value is None else found

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

    def resolved(self) -> Node:
        """Return what a reference in the same document leads to, or this node.

        Raises ImportFault for a reference to another document, to nothing, or to itself.
        """
        node, passed = self, [self.pointer]
        while (reference := node._reference()) is not None:
            target = reference.text()
            if not target.startswith("#"):
                hint = "an import reads only one document; copy the target into it"
                message = f'"{target}" is in another document'
                raise reference.fault("reference", message, hint)
            node = node._at(target, reference)
            if node.pointer in passed:
                chain = " → ".join(f"#{one}" for one in [*passed, node.pointer])
                message = f"the references form a circle: {chain}"
                hint = "replace one of them with its target"
                raise reference.fault("reference", message, hint)
            passed.append(node.pointer)
        return node

    def _reference(self) -> Node | None:
        return self.members().get("$ref") if self.is_object else None

    def _at(self, target: str, reference: Node) -> Node:
        found = Node(self.file, self.root, self.root)
        for part in _parts(target[1:]):
            child: Node | None = None
            if found.is_object:
                child = found.members().get(part)
            elif found.is_list and part.isdigit():
                child = dict(enumerate(found.entries())).get(int(part[:9]))
            if child is None:
                message = f'"{target}" is not in the document'
                raise reference.fault("reference", message, "check the reference")
            found = child
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
