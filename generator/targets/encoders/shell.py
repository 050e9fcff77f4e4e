"""A spec's words to one word of a POSIX shell."""

from __future__ import annotations

import shlex

from generator.model.text import Code
from generator.targets.encoders.words import Words, one_line


def shell_word(words: Words) -> Code:
    """Return words as one word of a POSIX shell, on one line."""
    return Code(shlex.quote(one_line(words)))
