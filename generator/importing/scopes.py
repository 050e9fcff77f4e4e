"""The scopes of a document: those that a request can contain, with their descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.importing.faults import Place, Remark
from generator.importing.imported import ImportedScope
from generator.importing.node import Node
from generator.reading.characters import FORBIDDEN

_NAME = re.compile(r"[!#-\[\]-~]{1,200}")
"""A scope-token (RFC 6749 §3.3) that a spec can contain."""
_LONGEST = 2000
"""The most characters of a text in a spec."""


def of_mapping(
    scopes: Node | None, flow: Node
) -> tuple[list[ImportedScope], list[Remark]]:
    """Return the scopes of a flow, and remarks about those that are left out. Raises ImportFault."""
    if scopes is None:
        return [], [Remark(flow.place, '"scopes" is missing; the spec has none')]
    if scopes.is_list:
        hint = "write a mapping of names to descriptions"
        raise scopes.fault("wrong-type", "expected an object, found a list", hint)
    found = scopes.resolved()
    entries = (
        (name, one) for name, one in found.members().items() if not _is_extra(name)
    )
    kept, remarks = usable(
        (name, _description(one), one.place) for name, one in entries
    )
    for one in found.members().values():
        if one.value is not None and not isinstance(one.value, str):
            text = "the description is left out, because it is not text"
            remarks.append(Remark(one.place, text))
    return kept, [*remarks, *extras(found)]


def usable(
    scopes: Iterable[tuple[str, str, Place]],
) -> tuple[list[ImportedScope], list[Remark]]:
    """Return the scopes with valid names, and a remark about each other scope."""
    kept: list[ImportedScope] = []
    remarks: list[Remark] = []
    for name, summary, place in scopes:
        if _NAME.fullmatch(name):
            kept.append(ImportedScope(name, summary))
        else:
            text = (
                f'the scope "{name}" is left out; RFC 6749 §3.3 does not allow its name'
            )
            remarks.append(Remark(place, text))
    return kept, remarks


def cleaned(text: str) -> str:
    """Return a text without characters that a spec cannot contain, shortened if it is too long."""
    text = FORBIDDEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "\n".join(line.rstrip() for line in text.strip().split("\n"))
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST - 1].rstrip()}…"
    return text


def extras(node: Node) -> Iterator[Remark]:
    """Yield a remark about each member whose name starts with x-, which a spec does not take."""
    for name, one in node.members().items():
        if _is_extra(name):
            yield Remark(one.place, "extensions are not imported")


def _is_extra(name: str) -> bool:
    # A scope may have this name, too, but an object of a description cannot tell.
    return name.startswith("x-")


def _description(one: Node) -> str:
    if one.value is None:
        return ""
    return cleaned(one.text()) if isinstance(one.value, str) else ""
