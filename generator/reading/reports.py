"""Turn diagnostics into reports: text that shows the line, JSON, and GitHub annotations."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable

from generator.reading.diagnostics import Diagnostic

Report = Callable[[Iterable[Diagnostic]], str]

Paint = Callable[[str, str], str]

_WIDEST = 78
"""The columns of a shown line, so that it fits in a terminal with 80 columns."""

_FIELDS = ("file", "line", "column", "code", "path", "message", "hint")


def plain(_: str, text: str) -> str:
    """Return part of a text without any style."""
    return text


def text(diagnostics: Iterable[Diagnostic], paint: Paint = plain) -> str:
    """Return the position, code, message, marked line, and hint of each diagnostic.

    `paint` takes the name of a part (`place`, `error`, `warning`, `mark`, or `hint`) and its text.
    """
    return "\n".join(_text(one, paint) for one in diagnostics)


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return a JSON list with one object per diagnostic."""
    listed = [{name: getattr(one, name) for name in _FIELDS} for one in diagnostics]
    return json.dumps(listed, indent=2) + "\n"


def github(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one workflow command per diagnostic, which GitHub shows next to the line."""
    return "".join(_github(one) for one in diagnostics)


FORMATS: dict[str, Report] = {"text": text, "json": as_json, "github": github}


def _text(one: Diagnostic, paint: Paint) -> str:
    place = paint("place", _visible(f"{one.file}:{one.line}:{one.column}"))
    kind = _kind(one)
    lines = [f"{place}: {paint(kind, f'{kind}[{one.code}]')} {_visible(_subject(one))}"]
    if one.excerpt.strip():
        shown, mark = _marked(one)
        lines += [shown, f"{'':5} | {paint('mark', mark)}"]
    lines.append(f"  {paint('hint', 'hint')}: {_visible(one.hint)}")
    return "".join(f"{line}\n" for line in lines)


def _kind(one: Diagnostic) -> str:
    return "warning" if one.is_warning else "error"


def _subject(one: Diagnostic) -> str:
    return f"{one.path}: {one.message}" if one.path else one.message


def _marked(one: Diagnostic) -> tuple[str, str]:
    """Return the line, shortened around the position if it is long, and the mark below it."""
    margin = f"{one.line:5} | "
    room = _WIDEST - len(margin)
    start, end = one.column - 1, one.column - 1 + one.width
    # A line can have any length, so only the part that might be shown is processed.
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
    """Return `text` with every character spelled out that a terminal might interpret."""
    shown = (one if one.isprintable() else _escaped(one) for one in text)
    return "".join(shown)


def _escaped(character: str) -> str:
    return "→" if character == "\t" else f"<U+{ord(character):04X}>"


def _cut(text: str, columns: int) -> str:
    """Return the beginning of `text`, with an ellipsis if it is shortened."""
    used = 0
    for kept, character in enumerate(text):
        used += _character_columns(character)
        if used > columns:
            return f"{text[: max(0, kept - 1)]}…" if columns > 0 else ""
    return text


def _columns(text: str) -> int:
    """Return the number of terminal columns that `text` takes."""
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
    return f"::{_kind(one)} {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
