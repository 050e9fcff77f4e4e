"""Rendered Python to Python in Black's layout."""

from __future__ import annotations

import ast
import re

_CHARACTER = r'(?!\\")[ -~¡-¬®-ɏ‐-†…]'
_COMMENT = r" *# "
_LAID_OUT = re.compile(
    rf"(?:(?:{_COMMENT}(?:{_CHARACTER})*|(?!{_COMMENT})(?:{_CHARACTER}){{0,88}})\n)*"
)
"""Python whose lines are comments, or short, of characters as wide as one and no quote to choose.

Black leaves it as it is, because templates and encoders break lines as Black does.
"""


def laid_out(text: str) -> str:
    """Return Python in Black's layout. Raises ValueError or SyntaxError if it does not parse."""
    if not _LAID_OUT.fullmatch(text):
        # Not at the top of the module: the import takes as long as making all that needs no Black.
        from black import Mode, format_str
        from black.mode import TargetVersion

        text = format_str(text, mode=Mode(target_versions={TargetVersion.PY310}))
    ast.parse(text)
    return text
