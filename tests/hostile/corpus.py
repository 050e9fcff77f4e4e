"""A file of hostile payloads to entries; README.md has the format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

WHERE = ("text", "name", "names", "value", "document")
MUST = ("refused", "either")
RECIPES = ("repeat", "concat", "latin1")

Payload = str | bytes | list[str]
"""A text, the bytes of a document, or names that are in one spec together."""


class CorpusProblem(ValueError):
    """The file is not a corpus; the message has the place and the reason."""


@dataclass(frozen=True)
class Entry:
    """One payload: its place, where it would do harm, and whether it must be rejected."""

    id: str
    where: str
    context: str
    payload: Payload
    must: str


def read(file: Path) -> list[Entry]:
    """Return the entries of a corpus.

    Raises OSError if the file cannot be read, and CorpusProblem if it is not a corpus.
    """
    try:
        value = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise CorpusProblem(f"it is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise CorpusProblem("it is not an object")
    members = cast("dict[str, Any]", value)
    if members.get("format") != 1:
        raise CorpusProblem("its format is not 1")
    items: Any = members.get("items")
    if not isinstance(items, list) or not items:
        raise CorpusProblem("its items are not a list, or the list is empty")
    entries = [*_entries(members["items"])]
    if members.get("count", len(entries)) != len(entries):
        raise CorpusProblem(f"its count is not that of its {len(entries)} items")
    return entries


def _entries(items: list[Any]) -> Iterator[Entry]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        place = f"items[{index}]"
        if not isinstance(item, dict):
            raise CorpusProblem(f"{place} is not an object")
        entry = _entry(cast("dict[str, Any]", item), place)
        if entry.id in seen:
            raise CorpusProblem(f'{place}: there are two entries "{entry.id}"')
        seen.add(entry.id)
        yield entry


def _entry(item: dict[str, Any], place: str) -> Entry:
    for key in ("id", "where", "context", "must"):
        if not isinstance(item.get(key), str):
            raise CorpusProblem(f"{place}.{key} is not text")
    for key, known in (("where", WHERE), ("must", MUST)):
        if item[key] not in known:
            raise CorpusProblem(f"{place}.{key} is none of {', '.join(known)}")
    if "payload" not in item:
        raise CorpusProblem(f"{place} has no payload")
    given, where = item["payload"], item["where"]
    if where == "names":
        if not isinstance(given, list) or not given:
            raise CorpusProblem(f"{place}.payload is not a list of names")
        names = [_text(one, place) for one in item["payload"]]
        payload: Payload = names
    elif where == "document":
        payload = _bytes(given, place)
    else:
        payload = _text(given, place)
    return Entry(item["id"], where, item["context"], payload, item["must"])


def _text(given: Any, place: str) -> str:
    """Return a payload of text: it enters a spec as a JSON string."""
    if isinstance(given, str):
        return given
    name, recipe = _recipe(given, place)
    if name == "repeat":
        return _text(recipe[0], place) * int(recipe[1])
    if name == "concat":
        return "".join(_text(one, place) for one in recipe)
    raise CorpusProblem(f"{place}.payload: latin1 is for documents")


def _bytes(given: Any, place: str) -> bytes:
    """Return a payload that is a whole file. Text is encoded as UTF-8."""
    if isinstance(given, str):
        return given.encode("utf-8", "surrogatepass")
    name, recipe = _recipe(given, place)
    if name == "repeat":
        return _bytes(recipe[0], place) * int(recipe[1])
    if name == "concat":
        return b"".join(_bytes(one, place) for one in recipe)
    try:
        return str(recipe).encode("latin-1")
    except UnicodeEncodeError as error:
        raise CorpusProblem(f"{place}.payload is not in Latin-1") from error


def _members(recipe: object) -> list[object] | None:
    return cast("list[object]", recipe) if isinstance(recipe, list) else None


def _recipe(given: Any, place: str) -> tuple[str, Any]:
    """Return the only recipe in an object, after checking its form."""
    if isinstance(given, dict) and len(cast("dict[str, Any]", given)) == 1:
        ((name, recipe),) = cast("dict[str, Any]", given).items()
        members = _members(recipe)
        times = members[1] if members and len(members) == 2 else None
        fits = {
            "repeat": type(times) is int and 0 <= times <= 1_000_000,
            "concat": members is not None,
            "latin1": isinstance(recipe, str),
        }
        if fits.get(name):
            return name, recipe
    raise CorpusProblem(
        f"{place}.payload is neither a text nor one of {', '.join(RECIPES)}"
    )
