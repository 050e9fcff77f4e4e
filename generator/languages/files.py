"""What a target is made of: files that a template renders, and files that are copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.model import Provider
from generator.text import Code


@dataclass(frozen=True)
class Rendered:
    """A file that the spec decides: `template`, a path under templates/, laid out with `view`."""

    path: str
    template: str
    view: Mapping[str, object]


@dataclass(frozen=True)
class Copied:
    """A file that the spec does not decide: `source`, a path under templates/, byte for byte."""

    path: str
    source: str


File = Rendered | Copied


@dataclass(frozen=True)
class Job:
    """What a target is made from: the model, the spec's name for headers, and the fixtures.

    `codes` are those of the problems that a spec can have, with what each means.
    """

    provider: Provider
    spec: Code
    vectors: Sequence[Mapping[str, Any]]
    codes: Mapping[str, str]
