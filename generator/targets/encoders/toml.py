"""A spec's words to TOML."""

from __future__ import annotations

from generator.model.text import Code
from generator.targets.encoders.words import Words, quoted, raw_of


def toml_string(words: Words) -> Code:
    """Return a TOML basic string (TOML 1.0, String)."""
    return quoted(raw_of(words))
