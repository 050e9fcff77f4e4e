"""Finds phrases that sound translated in texts that people read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
PHRASES = Path(__file__).with_name("phrases.yaml")
SUFFIXES = frozenset(
    (".py", ".ts", ".mjs", ".js", ".md", ".j2", ".html", ".yaml", ".yml", ".toml")
)
NAMES = frozenset(("Makefile", "schema.json", "vectors.schema.json"))
IGNORED = (
    *("build", "generated", "node_modules", "spec/released"),
    # Test data, expected output, and the phrases themselves.
    *("tests/bad_specs", "tests/cases", "tests/diffs", "tests/english"),
    "tests/hostile/seeds",
    # The license has its own wording.
    "templates/LICENSE.j2",
)
_GAP = r"[\s\"#*/]+"
"""What can be between two words, including a quote or comment marker on the next line."""
_AROUND = 60
"""The number of characters on each side of a match in which an exception can be."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase to avoid: its pattern, the correct uses, what to write instead, and the reason."""

    pattern: re.Pattern[str]
    correct: re.Pattern[str] | None
    instead: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a phrase occurs; the line counts from 1."""

    file: str
    line: int
    words: str
    phrase: Phrase

    def __str__(self) -> str:
        return (
            f'{self.file}:{self.line}: "{self.words}": write: {self.phrase.instead} '
            f"({self.phrase.reason})"
        )


def phrases() -> Sequence[Phrase]:
    """Return the phrases of the list."""
    listed = yaml.load(PHRASES.read_bytes(), Loader=yaml.CSafeLoader)
    return [
        Phrase(
            _compiled(one["phrase"]),
            _compiled(one["except"]) if "except" in one else None,
            one["instead"],
            one["reason"],
        )
        for one in listed
    ]


def found(root: Path = ROOT) -> Iterator[Hit]:
    """Yield each phrase in the files below a root, file by file."""
    listed = phrases()
    for path in files(root):
        yield from hits(path, (root / path).read_text(encoding="utf-8"), listed)


def files(root: Path) -> Iterator[str]:
    """Yield the path of each file with texts that people read, below a root."""
    for folder, folders, names in os.walk(root):
        place = Path(folder).relative_to(root)
        folders[:] = sorted(one for one in folders if not _is_ignored(place / one))
        for name in sorted(names):
            file = place / name
            is_read = file.suffix in SUFFIXES or name in NAMES
            if is_read and not _is_ignored(file):
                yield file.as_posix()


def hits(path: str, text: str, listed: Sequence[Phrase]) -> Iterator[Hit]:
    """Yield each place of a text where a phrase occurs."""
    lowered = text.lower()
    for phrase in listed:
        for found in phrase.pattern.finditer(lowered):
            if _is_inside_word(lowered, found) or _is_correct(phrase, lowered, found):
                continue
            line = text.count("\n", 0, found.start()) + 1
            words = re.sub(_GAP, " ", text[found.start() : found.end()])
            yield Hit(path, line, words, phrase)


def _is_ignored(path: Path) -> bool:
    is_hidden = path.name.startswith(".") and path.name != ".github"
    return is_hidden or path.name == "__pycache__" or path.as_posix() in IGNORED


def _compiled(expression: str) -> re.Pattern[str]:
    spaced = expression.replace(" ", _GAP)
    return re.compile(rf"(?:{spaced})(?![\w-])")


def _is_inside_word(text: str, found: re.Match[str]) -> bool:
    # With a look-behind in the pattern, `re` could not skip to its first letter.
    before = text[max(0, found.start() - 1) : found.start()]
    return before.isalnum() or before in ("_", "-")


def _is_correct(phrase: Phrase, text: str, found: re.Match[str]) -> bool:
    if phrase.correct is None:
        return False
    start, end = max(0, found.start() - _AROUND), found.end() + _AROUND
    return any(
        one.start() < found.end() and found.start() < one.end()
        for one in phrase.correct.finditer(text, start, end)
    )
