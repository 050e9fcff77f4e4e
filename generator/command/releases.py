"""A spec against that of its last release: the problems where the version says too little.

`released/` beside a spec holds `<version>.yaml` of each release, and SHA256SUMS with the digest of
each, to which lines are only ever added. Without that folder a tag of git may hold the last one.
"""

from __future__ import annotations

import errno
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.changes import grades
from generator.changes.comparison import Comparison, compared
from generator.command import last_release
from generator.model.provider import Provider
from generator.reading import source
from generator.reading.departures import Schema
from generator.reading.diagnostics import Diagnostic
from generator.targets import release_notes

SUMS = "SHA256SUMS"
FRAGMENTS = "changelog.d"
CHANGELOG = "CHANGELOG.md"

CODES = {
    "version-too-low": "The spec differs from its last release by more than its version says.",
    "released-spec-changed": "The spec of a release is not as it was released.",
}
"""The problems that this module finds, by their code."""

_LINE = re.compile(r"([0-9a-f]{64}) [ *](\S+)")
_RELEASE = re.compile(r"^## \d", re.MULTILINE)
"""What the heading of a release in the changelog begins with; that of none is a word."""
_MAX_LINES = 3


def check(spec: Path, provider: Provider, shape: Schema) -> list[Diagnostic]:
    """Return what is wrong with a spec's releases, and with its version after the last of them.

    Where nothing has been released there is nothing to compare with. Raises OSError, and NoSpec
    where the last release cannot be read.
    """
    problems = list(_rewritten(spec.parent / last_release.FOLDER))
    last = last_release.find(spec, provider, shape)
    if last is not None:
        problems += _too_low(spec, compared(last, provider))
    return problems


def _rewritten(folder: Path) -> Iterator[Diagnostic]:
    """Yield each released spec that is not the one whose digest was written down."""
    released = {one.name: one for one in folder.glob("*.yaml")}
    sums = folder / SUMS
    listed: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(_text(sums).splitlines(), 1):
        found = _LINE.fullmatch(line)
        if found:
            listed.setdefault(found[2], (number, found[1]))
        elif line.strip():
            message = "this line does not hold the digest of a released spec"
            hint = "write the digest, two blanks and the name of the file, as sha256sum does"
            yield _changed(sums, number, message, hint)
    for name in sorted({*listed, *released}):
        number, digest = listed.get(name, (1, ""))
        if name not in released:
            hint = f"bring {name} back from version control"
            yield _changed(sums, number, f"{name} is gone", hint)
            continue
        if not last_release.is_name(name):
            hint = "name it by its version, such as 1.2.3.yaml, or move it"
            yield _changed(folder / name, 1, "this is the name of no release", hint)
            continue
        data = hashlib.sha256(released[name].read_bytes()).hexdigest()
        if not digest:
            hint = f'add the line "{data}  {name}" to {sums}'
            yield _changed(folder / name, 1, "no digest of it is written down", hint)
        elif digest != data:
            message = (
                "a released spec is never changed, and this is not what was released"
            )
            hint = f"bring {name} back from version control, and release a new version"
            yield _changed(folder / name, 1, message, hint)


def _changed(file: Path, line: int, message: str, hint: str) -> Diagnostic:
    return Diagnostic(str(file), line, 1, "released-spec-changed", "", message, hint)


def _too_low(spec: Path, comparison: Comparison) -> Iterator[Diagnostic]:
    """Yield the problem of a version that is lower than the changes take."""
    before, now = (one.packages.version for one in (comparison.old, comparison.new))
    least = comparison.least_version
    if grades.parsed(now) >= grades.parsed(least):
        return
    if comparison.changes:
        count = len(comparison.changes)
        message = (
            f"{now} is too low: {count} change{'s' * (count != 1)} since {before} "
            f"{'make' if count != 1 else 'makes'} this a {comparison.grade} release"
        )
    else:
        message = f"{now} is lower than {before}, which was released"
    document = source.load(spec)
    path = ("packages", "version")
    place = document.map.position(path)
    yield Diagnostic(
        str(spec),
        place.line,
        place.column,
        "version-too-low",
        "packages.version",
        message,
        f'write "{least}"{_missing(release_notes.entries(comparison))}',
        place.width,
        document.map.lines[place.line - 1],
    )


def _missing(entries: Sequence[str]) -> str:
    """Return the words about the lines that no fragment holds yet; nothing where all are there."""
    # What stands below the first heading of a release was said of another change.
    unreleased = _RELEASE.split(_text(Path(CHANGELOG)))[0]
    texts = [unreleased, *map(_text, sorted(Path(FRAGMENTS).glob("*.md")))]
    lines = {line.removeprefix("- ") for text in texts for line in text.splitlines()}
    missing = [one for one in entries if one not in lines]
    if not missing:
        return ""
    shown = " / ".join(missing[:_MAX_LINES])
    more = len(missing) - _MAX_LINES
    others = f" / and {more} more" if more > 0 else ""
    return f", and add to {FRAGMENTS} (make news): {shown}{others}"


def _text(file: Path) -> str:
    """Return the text of a file, which is empty where there is none. Raises OSError."""
    try:
        return file.read_text(encoding="utf-8") if file.is_file() else ""
    except UnicodeDecodeError as error:
        raise OSError(errno.EILSEQ, "it is no UTF-8", str(file)) from error
