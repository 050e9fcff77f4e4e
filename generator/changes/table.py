"""The rows of `rules.yaml`: the grade and the wording of each kind of change, and where it applies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.reading import source

_TABLE: Mapping[str, Any] = source.load(Path(__file__).with_name("rules.yaml")).value


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of change; `rules.yaml` explains the members.

    `absent` is what a report shows instead of a value that is not there. `without_argument` is the
    consequence if the changed parameter is not an argument that callers pass.
    """

    at: Sequence[str]
    grade: str
    meaning: str
    sentence: str
    consequence: str = "No action needed: only the documentation changes."
    without_argument: str = ""
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """The word for a class of the model, and the member that a report shows of a whole entry."""

    noun: str
    shows: str = ""


KINDS: Mapping[str, Kind] = {
    name: Kind(**cells) for name, cells in _TABLE["kinds"].items()
}
WORDS: Mapping[str, str] = _TABLE["words"]
RULES: Mapping[str, Rule] = {
    code: Rule(**cells) for code, cells in _TABLE["rules"].items()
}
"""Each kind of change by its code, in the order of a report."""

PLACES: Mapping[str, str] = {
    **dict.fromkeys(_TABLE["ignored"], ""),
    **{place: code for code, rule in RULES.items() for place in rule.at},
}
"""The code of each place, which is empty if a difference there is not a change."""


def code_at(place: str, happened: str) -> str:
    """Return the code for what happened at a place; raises KeyError if no row covers it."""
    exact = f"{place} {happened}"
    return PLACES[exact if exact in PLACES else place]
