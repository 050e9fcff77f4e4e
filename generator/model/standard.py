"""What OAuth says about the parts that every provider has, for a spec that does not describe them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.endpoints import ResponseError
from generator.model.facts import Citation, Source
from generator.model.text import Text


@dataclass(frozen=True, slots=True)
class StandardParameter:
    """A parameter of a request or of a redirect: what it is for, and the clause that defines it."""

    summary: Text
    source: Citation
    required: bool = False


@dataclass(frozen=True, slots=True)
class Standard:
    """The standard parameters by role, those of a redirect by grant and name, and the error codes
    of a redirect and of the token endpoint."""

    sources: Mapping[str, Source]
    parameters: Mapping[str, StandardParameter]
    redirects: Mapping[str, Mapping[str, StandardParameter]]
    errors: tuple[ResponseError, ...]
    token_errors: tuple[ResponseError, ...]
