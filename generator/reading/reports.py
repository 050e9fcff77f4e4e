"""Diagnostics to what people and programs read: text with the line shown, JSON, GitHub annotations."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable

from generator.reading.diagnostics import Diagnostic

Report = Callable[[Iterable[Diagnostic]], str]

Paint = Callable[[str, str], str]

_WIDEST = 78
"""Columns that a shown line may take, so that it stays one line in a terminal of 80."""

_FIELDS = ("file", "line", "column", "code", "path", "message", "hint")


def plain(_: str, text: str) -> str:
    """Return a part of a text without any style."""
    return text


def text(diagnostics: Iterable[Diagnostic], paint: Paint = plain) -> str:
    """Return place, code and message of each, its line with a mark under the place, and its hint.

    `paint` is given the name of a part (`place`, `error`, `mark`, `hint`) with its text.
    """
    return "\n".join(_text(one, paint) for one in diagnostics)


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one JSON list, an object each."""
    listed = [{name: getattr(one, name) for name in _FIELDS} for one in diagnostics]
    return json.dumps(listed, indent=2) + "\n"


def github(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one workflow command each, which a run on GitHub shows beside the line."""
    return "".join(_github(one) for one in diagnostics)


FORMATS: dict[str, Report] = {"text": text, "json": as_json, "github": github}


def _text(one: Diagnostic, paint: Paint) -> str:
    place = paint("place", _visible(f"{one.file}:{one.line}:{one.column}"))
    error = paint("error", f"error[{one.code}]")
    lines = [f"{place}: {error} {_visible(_subject(one))}"]
    if one.excerpt.strip():
        shown, mark = _marked(one)
        lines += [shown, f"{'':5} | {paint('mark', mark)}"]
    lines.append(f"  {paint('hint', 'hint')}: {_visible(one.hint)}")
    return "".join(f"{line}\n" for line in lines)


def _subject(one: Diagnostic) -> str:
    return f"{one.path}: {one.message}" if one.path else one.message


def _marked(one: Diagnostic) -> tuple[str, str]:
    """Return the line of the file, cut around the place where it is long, and the mark below it."""
    margin = f"{one.line:5} | "
    room = _WIDEST - len(margin)
    start, end = one.column - 1, one.column - 1 + one.width
    # Of a line of any length, no more than could be shown is looked at.
    before = _visible(one.excerpt[max(0, start - _WIDEST) : start])
    marked = _visible(one.excerpt[start : min(end, start + _WIDEST)])
    after = _visible(one.excerpt[end : end + _WIDEST])
    if _columns(before + marked + after) > room:
        before = _cut(before[::-1], room // 4)[::-1]
        marked = _cut(marked, room - _columns(before))
        after = _cut(after, room - _columns(before + marked))
    mark = "^" * max(1, _columns(marked))
    return (
        f"{margin}{before}{marked}{after}".rstrip(),
        f"{' ' * _columns(before)}{mark}",
    )


def _visible(text: str) -> str:
    """Return `text` with every character that a terminal could take for a command spelt out."""
    shown = (one if one.isprintable() else _escaped(one) for one in text)
    return "".join(shown)


def _escaped(character: str) -> str:
    return "→" if character == "\t" else f"<U+{ord(character):04X}>"


def _cut(text: str, columns: int) -> str:
    """Return the beginning of `text`, with an ellipsis where that is not all."""
    used = 0
    for kept, character in enumerate(text):
        used += _character_columns(character)
        if used > columns:
            return f"{text[: max(0, kept - 1)]}…" if columns > 0 else ""
    return text


def _columns(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    return sum(map(_character_columns, text))


def _character_columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _github(one: Diagnostic) -> str:
    properties = {
        "file": one.file,
        "line": str(one.line),
        "col": str(one.column),
        "title": one.code,
    }
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    message = f"{_subject(one)}\nhint: {one.hint}"
    return f"::error {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
