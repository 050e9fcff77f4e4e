"""A sentence that contains names, code, and a spec's text, before a report encodes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generator.model.text import Code, Text

Value = str | Code | Text | tuple[str | Text, ...] | None
"""A `str` is a name or value of a spec, `Code` is code in a language, and `Text` is a spec's text."""

Encoder = Callable[[str | Text], Code]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Our own text, with `{key}` for each value."""

    template: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Form:
    """The encoder of each kind of value for one format of a report."""

    name: Encoder
    code: Encoder
    words: Encoder


def filled(sentence: Sentence, form: Form) -> Code:
    """Return the sentence with its values encoded; raises KeyError if one is missing."""
    pieces = re.split(r"\{(\w+)\}", sentence.template)
    for index in range(1, len(pieces), 2):
        pieces[index] = ", ".join(_encoded(sentence.values[pieces[index]], form))
    return Code("".join(pieces))


def _encoded(value: Value, form: Form) -> Iterator[Code]:
    if isinstance(value, tuple):
        for one in value:
            yield from _encoded(one, form)
    elif isinstance(value, Code):
        yield form.code(value)
    elif isinstance(value, Text):
        yield form.words(value)
    else:
        yield Code("nothing") if value is None else form.name(value)
