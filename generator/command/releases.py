"""Check a spec against its last release: its version must be high enough for what changed.

`released/` next to a spec contains the `<version>.yaml` of each release, and SHA256SUMS with their
digests, to which lines are only added. Without that folder, the last release can be at a git tag.
"""

from __future__ import annotations

import errno
import hashlib
import re
import shlex
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
    "version-too-low": "The changes since the last release require a higher version.",
    "released-spec-changed": "A released spec is missing, was changed, or has no digest.",
}
"""The problems that this module reports, by code."""

_LINE = re.compile(r"([0-9a-f]{64}) [ *](\S+)")
_RELEASE = re.compile(r"^## \d", re.MULTILINE)
"""The start of a release's heading in the changelog; no other heading starts with a digit."""
_MAX_LINES = 3


def check(spec: Path, provider: Provider, shape: Schema) -> list[Diagnostic]:
    """Return the problems of a spec's released files, and of its version since the last release.

    Raises OSError, and NoSpec if the last release cannot be read.
    """
    problems = list(_rewritten(spec.parent / last_release.FOLDER))
    last = last_release.find(spec, provider, shape)
    if last is not None:
        problems += _too_low(spec, last.name, compared(last.provider, provider))
    return problems


def _rewritten(folder: Path) -> Iterator[Diagnostic]:
    """Yield a problem for each released spec that does not match its recorded digest."""
    released = {one.name: one for one in folder.glob("*.yaml")}
    sums = folder / SUMS
    listed: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(_text(sums).splitlines(), 1):
        found = _LINE.fullmatch(line)
        if found:
            listed.setdefault(found[2], (number, found[1]))
        elif line.strip():
            message = "this line does not contain the digest of a released spec"
            hint = "write the digest, two spaces, and the file name, as sha256sum does"
            yield _changed(sums, number, message, hint)
    for name in sorted({*listed, *released}):
        number, digest = listed.get(name, (1, ""))
        if name not in released:
            hint = f"restore {name} from version control"
            yield _changed(sums, number, f"{name} is missing", hint)
            continue
        if not last_release.is_name(name):
            hint = "rename it to its version, such as 1.2.3.yaml, or move it"
            yield _changed(folder / name, 1, "the file name is not a version", hint)
            continue
        data = hashlib.sha256(released[name].read_bytes()).hexdigest()
        if not digest:
            hint = f'add the line "{data}  {name}" to {sums}'
            yield _changed(
                folder / name, 1, "the digest of this file is not recorded", hint
            )
        elif digest != data:
            message = "this file differs from the released spec, which must not change"
            hint = f"restore {name} from version control, and release a new version"
            yield _changed(folder / name, 1, message, hint)


def _changed(file: Path, line: int, message: str, hint: str) -> Diagnostic:
    return Diagnostic(str(file), line, 1, "released-spec-changed", "", message, hint)


def _too_low(spec: Path, last: str, comparison: Comparison) -> Iterator[Diagnostic]:
    """Yield the problem if the version is lower than the changes since the release require."""
    before, now = (one.packages.version for one in (comparison.old, comparison.new))
    least = comparison.least_version
    if grades.parsed(now) >= grades.parsed(least):
        return
    if comparison.changes:
        count = len(comparison.changes)
        message = (
            f"{now} is too low: {count} change{'s' * (count != 1)} since {before} "
            f"{'require' if count != 1 else 'requires'} a {comparison.grade} release"
        )
    else:
        message = f"{now} is lower than the released version {before}"
    command = shlex.join(
        ["oauth-codegen", "diff", last, str(spec), "--format", "markdown"]
    )
    missing = _missing(release_notes.entries(comparison), command)
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
        f'write "{least}"{missing}',
        place.width,
        document.map.lines[place.line - 1],
    )


def _missing(entries: Sequence[str], command: str) -> str:
    """Return the part of the hint about lines that the changelog lacks, or nothing."""
    # A line below the first heading of a release is about another change.
    unreleased = _RELEASE.split(_text(Path(CHANGELOG)))[0]
    texts = [unreleased, *map(_text, sorted(Path(FRAGMENTS).glob("*.md")))]
    lines = {line.removeprefix("- ") for text in texts for line in text.splitlines()}
    missing = [one for one in entries if one not in lines]
    if not missing:
        return ""
    shown = " / ".join(missing[:_MAX_LINES])
    more = len(missing) - _MAX_LINES
    others = f" / and {more} more" if more > 0 else ""
    return f", and add to {CHANGELOG} or {FRAGMENTS} what `{command}` prints: {shown}{others}"


def _text(file: Path) -> str:
    """Return the text of a file, or nothing if there is no such file. Raises OSError."""
    try:
        return file.read_text(encoding="utf-8") if file.is_file() else ""
    except UnicodeDecodeError as error:
        raise OSError(errno.EILSEQ, "not valid UTF-8", str(file)) from error
