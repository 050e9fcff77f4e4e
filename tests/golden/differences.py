"""Two trees to a readable report of their differences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.output.differences import unified

MAX_DIFF_LINES = 200
ACCEPT = "make generate"


def report(
    wanted: Mapping[str, bytes],
    found: Mapping[str, bytes],
    tracked: Iterable[str],
    of: str = "generated/",
    accept: str = ACCEPT,
) -> str:
    """Return every changed, missing, and extra file with the diffs, or nothing if the trees are equal.

    `tracked` are the paths in version control below the folder `of`; an extra one is not
    expected. `accept` is the command that makes the current files the expected ones.
    """
    changed = sorted(
        path for path in wanted if found.get(path, wanted[path]) != wanted[path]
    )
    missing = sorted(path for path in wanted if path not in found)
    extra = sorted(path for path in tracked if path not in wanted)
    if not (changed or missing or extra):
        return ""
    lines = [f"{of} is not what the spec and the templates give:"]
    lines += [f"  changed  {path}" for path in changed]
    lines += [f"  missing  {path}" for path in missing]
    lines += [f"  extra    {path}" for path in extra]
    lines += _shortened(list(_diffs(wanted, found, changed)))
    lines.append(f"Where this is what you meant, accept it: {accept}")
    return "\n".join(lines)


def _diffs(
    wanted: Mapping[str, bytes], found: Mapping[str, bytes], paths: Sequence[str]
) -> Iterator[str]:
    for path in paths:
        old, new = f"committed/{path}", f"generated now/{path}"
        yield from unified(found[path], wanted[path], old, new)


def _shortened(lines: Sequence[str]) -> Sequence[str]:
    if len(lines) <= MAX_DIFF_LINES:
        return lines
    left = len(lines) - MAX_DIFF_LINES
    return [*lines[:MAX_DIFF_LINES], f"… and {left} more lines; see git diff"]
