"""The changes between two models, graded, as text, as Markdown for a changelog, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from generator.changes import grades
from generator.changes.change_rules import RULES
from generator.changes.changes import Change
from generator.changes.comparison import Comparison
from generator.model.sentences import Form, Sentence, Value, filled
from generator.model.text import Code, Text
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.report import report_line, report_name
from generator.targets.languages import LABELS, LANGUAGES

TEXT = Form(name=report_name, code=report_line, words=report_line)
MARKDOWN = Form(name=markdown_code, code=markdown_code, words=markdown)

_HEADINGS = {
    grades.MAJOR: "Breaks what works today",
    grades.MINOR: "New, and breaks nothing",
    grades.PATCH: "Words and order alone",
}


def text(comparison: Comparison) -> str:
    """Return a page for a terminal: what changed by grade, and what to do in each language."""
    if not comparison.changes:
        return "Nothing changed.\n"
    lines = [_headline(comparison)]
    for grade, heading in _HEADINGS.items():
        listed = [one for one in comparison.changes if RULES[one.rule].grade == grade]
        if listed:
            lines += ["", f"{heading} ({grade}):"]
        for one in listed:
            lines += _paragraph(one, comparison)
    return "".join(f"{line}\n" for line in lines)


def markdown_list(comparison: Comparison) -> str:
    """Return one item of a changelog a line; what breaks says so, and comes first."""
    return "".join(f"- {line}\n" for line in entries(comparison))


def entries(comparison: Comparison) -> list[str]:
    """Return the line of each change for a changelog, in Markdown."""
    return list(dict.fromkeys(_entry(one, comparison) for one in comparison.changes))


def as_json(comparison: Comparison) -> str:
    """Return one object; its members are listed in VERSIONING.md."""
    value = {
        "format": 1,
        "provider": comparison.new.id,
        "old_version": comparison.old.packages.version,
        "new_version": comparison.new.packages.version,
        "grade": comparison.grade,
        "least_version": comparison.least_version,
        "changes": [_object(one, comparison) for one in comparison.changes],
    }
    return json.dumps(value, indent=2) + "\n"


FORMATS: dict[str, Callable[[Comparison], str]] = {
    "text": text,
    "markdown": markdown_list,
    "json": as_json,
}


def _headline(comparison: Comparison) -> str:
    count = len(comparison.changes)
    counted = "1 change" if count == 1 else f"{count} changes"
    return (
        f"{comparison.new.name}, {counted} since {comparison.old.packages.version}: "
        f"a {comparison.grade} release, {comparison.least_version} or later."
    )


def _paragraph(change: Change, comparison: Comparison) -> Iterator[str]:
    yield f"  {filled(_sentence(change), TEXT)}"
    if "{before}" not in RULES[change.rule].sentence and _is_reworded(change):
        yield f"    before: {_shown(change.before)}"
        yield f"    now:    {_shown(change.after)}"
    for consequence in _told(change, comparison, TEXT):
        yield f"    {consequence}"


def _entry(change: Change, comparison: Comparison) -> str:
    breaking = "**Breaking:** " if RULES[change.rule].grade == grades.MAJOR else ""
    parts = [f"{breaking}{filled(_sentence(change), MARKDOWN)}"]
    if RULES[change.rule].grade != grades.PATCH:
        parts += _told(change, comparison, MARKDOWN)
    return " ".join(parts)


def _object(change: Change, comparison: Comparison) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "grade": RULES[change.rule].grade,
        "name": change.name,
        "part": change.part,
        "before": _plain(change.before),
        "after": _plain(change.after),
        "sentence": filled(_sentence(change), TEXT),
        "consequences": {
            key: filled(sentence, TEXT)
            for key, sentence in _consequences(change, comparison)
        },
    }


def _sentence(change: Change) -> Sentence:
    values: dict[str, Value] = {
        "name": change.name,
        "before": change.before,
        "after": change.after,
        # The word for a part is ours and stands as it is.
        "part": Text(change.part),
    }
    return Sentence(RULES[change.rule].sentence, values)


def _told(change: Change, comparison: Comparison, form: Form) -> list[str]:
    """Return what to do about a change, once for all languages in which it is the same."""
    names: dict[Code, list[str]] = {}
    for key, sentence in _consequences(change, comparison):
        names.setdefault(filled(sentence, form), []).append(LABELS[key])
    return [f"{', '.join(listed)}: {told}" for told, listed in names.items()]


def _consequences(
    change: Change, comparison: Comparison
) -> Iterator[tuple[str, Sentence]]:
    for language in LANGUAGES:
        found = language.consequence(change, comparison.old, comparison.new)
        if found is not None:
            yield language.key, found


def _is_reworded(change: Change) -> bool:
    return change.before is not None and change.after is not None


def _shown(value: Value) -> Code:
    return filled(Sentence("{value}", {"value": value}), TEXT)


def _plain(value: Value) -> Any:
    """Return a value for JSON."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.unwrap() if isinstance(value, Text) else value
