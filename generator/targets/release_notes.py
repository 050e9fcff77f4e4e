"""The graded changes between two models as text, as Markdown for a changelog, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from generator.changes import grades
from generator.changes.comparison import Comparison
from generator.changes.table import RULES
from generator.changes.walk import Change
from generator.model.sentences import Form, Sentence, Value, filled
from generator.model.text import Code, Text
from generator.targets.consequences import consequence
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.report import report_line, report_name
from generator.targets.language import Language
from generator.targets.languages import LANGUAGES

TEXT = Form(name=report_name, code=report_line, words=report_line)
MARKDOWN = Form(name=markdown_code, code=markdown_code, words=markdown)

_HEADINGS = {
    grades.MAJOR: "Breaking changes",
    grades.MINOR: "Compatible additions",
    grades.PATCH: "Only wording and order",
}


def text(comparison: Comparison) -> str:
    """Return a page for a terminal: the changes by grade, and what to do in each language."""
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
    """Return one changelog item per line; breaking changes are marked and come first."""
    return "".join(f"- {line}\n" for line in entries(comparison))


def entries(comparison: Comparison) -> list[str]:
    """Return the changelog line of each change, in Markdown."""
    return list(dict.fromkeys(_entry(one, comparison) for one in comparison.changes))


def as_json(comparison: Comparison) -> str:
    """Return one object; VERSIONING.md lists its members."""
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
        f"{comparison.new.name}, {counted} since {comparison.old.packages.version}: requires "
        f"a {comparison.grade} release, {comparison.least_version} or later."
    )


def _paragraph(change: Change, comparison: Comparison) -> Iterator[str]:
    yield f"  {filled(_sentence(change), TEXT)}"
    is_changed = change.before is not None and change.after is not None
    if is_changed and "{before}" not in RULES[change.rule].sentence:
        yield f"    before: {_shown(change.before)}"
        yield f"    now:    {_shown(change.after)}"
    for advice in _advice(change, comparison, TEXT):
        yield f"    {advice}"


def _entry(change: Change, comparison: Comparison) -> str:
    breaking = "**Breaking:** " if RULES[change.rule].grade == grades.MAJOR else ""
    parts = [f"{breaking}{filled(_sentence(change), MARKDOWN)}"]
    if RULES[change.rule].grade != grades.PATCH:
        parts += _advice(change, comparison, MARKDOWN)
    return " ".join(parts)


def _object(change: Change, comparison: Comparison) -> dict[str, object]:
    return {
        "rule": change.rule,
        "grade": RULES[change.rule].grade,
        "kind": change.kind,
        "name": change.name,
        "part": change.part,
        "before": _plain(change.before),
        "after": _plain(change.after),
        "sentence": filled(_sentence(change), TEXT),
        "consequences": {
            language.key: filled(sentence, TEXT)
            for language, sentence in _consequences(change, comparison)
        },
    }


def _sentence(change: Change) -> Sentence:
    values: dict[str, Value] = {
        "name": change.name,
        "before": change.before,
        "after": change.after,
        # These two words are ours, so they are not quoted.
        "kind": Text(change.kind),
        "part": Text(change.part),
    }
    template = RULES[change.rule].sentence
    if not change.after:
        # Nothing describes a new entry without a summary.
        template = template.replace(": {after}", "").rstrip(".") + "."
    return Sentence(template, values)


def _advice(change: Change, comparison: Comparison, form: Form) -> list[str]:
    """Return what to do about a change, once for all languages in which it is the same."""
    labels: dict[Code, list[str]] = {}
    for language, sentence in _consequences(change, comparison):
        labels.setdefault(filled(sentence, form), []).append(language.label)
    return [f"{', '.join(listed)}: {advice}" for advice, listed in labels.items()]


def _consequences(
    change: Change, comparison: Comparison
) -> Iterator[tuple[Language, Sentence]]:
    for language in LANGUAGES:
        found = consequence(change, comparison.old, comparison.new, language)
        if found is not None:
            yield language, found


def _shown(value: Value) -> Code:
    return filled(Sentence("{value}", {"value": value}), TEXT)


def _plain(value: Value) -> object:
    """Return a value for JSON."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.unwrap() if isinstance(value, Text) else value
