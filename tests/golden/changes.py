"""Changes of texts: hunks as in a unified diff, but without line numbers.

Comment lines, which begin with `#`, come first and give the reason. Each hunk begins with `@@`. Its lines begin with a
space (kept), `-` (removed), or `+` (added); an empty line is an empty line that is kept. The kept
and removed lines of a hunk must occur exactly once in the text, so a hunk needs no numbers.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

Lines = Sequence[bytes]


def applied(text: bytes, change: bytes) -> bytes:
    """Return the text with the change made.

    Raises ValueError if the kept and removed lines of a hunk do not occur exactly once after
    the hunk before, or if a line belongs to no hunk.
    """
    lines = _lines(text)
    result: list[bytes] = []
    end = 0
    for old, new in _hunks(change):
        start = _place(lines, old)
        if start < end:
            raise ValueError(f"the hunks are not in order: {_shown(old)}")
        result += [*lines[end:start], *new]
        end = start + len(old)
    return b"".join([*result, *lines[end:]])


def change_between(old: bytes, new: bytes) -> bytes:
    """Return the shortest change from one text to another, with as few kept lines as it needs."""
    for context in range(1, len(_lines(old)) + 2):
        change = b"".join(_written(old, new, context))
        try:
            if applied(old, change) == new:
                return change
        except ValueError:
            continue
    raise ValueError("a text that ends without a line feed has no change")


def tree_applied(tree: Mapping[str, bytes], change: bytes) -> dict[str, bytes]:
    """Return a tree with the change of `tree_change` made; raises ValueError as `applied` does."""
    result = dict(tree)
    for kind, path, body in _files(change):
        if kind == "removed":
            del result[path]
        else:
            result[path] = applied(tree[path] if kind == "changed" else b"", body)
    return result


def tree_change(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> bytes:
    """Return what changes one tree into another: a line for each file, then its hunks."""
    return b"".join(
        part
        for path in sorted({*old, *new})
        for part in _file_change(path, old.get(path), new.get(path))
    )


def _file_change(path: str, old: bytes | None, new: bytes | None) -> Iterator[bytes]:
    if old == new:
        return
    if new is None:
        yield f"removed {path}\n".encode()
    elif old is None:
        yield f"added {path}\n@@\n".encode()
        yield from (b"+" + line for line in _lines(new))
    else:
        yield f"changed {path}\n".encode()
        yield change_between(old, new)


def _files(change: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Yield each file of the change of a tree: what happened to it, its path, and its change."""
    heads = (b"added ", b"changed ", b"removed ")
    lines = _lines(change)
    starts = [index for index, line in enumerate(lines) if line.startswith(heads)]
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=True):
        kind, path = lines[start].decode().rstrip("\n").split(" ", 1)
        yield kind, path, b"".join(lines[start + 1 : end])


def _hunks(change: bytes) -> Iterator[tuple[Lines, Lines]]:
    """Yield the old and the new lines of each hunk."""
    old: list[bytes] = []
    new: list[bytes] = []
    begun = False
    for line in _lines(change):
        mark, rest = (b" ", line) if line == b"\n" else (line[:1], line[1:])
        if line == b"@@\n":
            if begun:
                yield old, new
            old, new, begun = [], [], True
        elif mark == b"#" and not begun:
            continue
        elif begun and mark in (b" ", b"-", b"+"):
            old += [rest] if mark != b"+" else []
            new += [rest] if mark != b"-" else []
        else:
            raise ValueError(f"a line belongs to no hunk: {_shown([line])}")
    if begun:
        yield old, new


def _place(lines: Lines, old: Lines) -> int:
    """Return the index of the only place where the lines occur."""
    size = len(old)
    found = [
        index
        for index in range(len(lines) - size + 1)
        if lines[index : index + size] == old
    ]
    if len(found) != 1:
        raise ValueError(f"found {len(found)} times instead of once: {_shown(old)}")
    return found[0]


def _written(old: bytes, new: bytes, context: int) -> Iterator[bytes]:
    before, after = _lines(old), _lines(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(context):
        yield b"@@\n"
        for kind, from_old, to_old, from_new, to_new in group:
            if kind == "equal":
                kept = before[from_old:to_old]
                yield from (line if line == b"\n" else b" " + line for line in kept)
            else:
                yield from (b"-" + line for line in before[from_old:to_old])
                yield from (b"+" + line for line in after[from_new:to_new])


def _lines(text: bytes) -> list[bytes]:
    """Return the lines with their line feeds: other characters end no line here."""
    *whole, last = text.split(b"\n")
    return [line + b"\n" for line in whole] + ([last] if last else [])


def _shown(lines: Lines) -> str:
    return b"".join(lines).decode("utf-8", "backslashreplace").rstrip("\n")
