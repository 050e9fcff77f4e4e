"""Rendered Python to Python in Black's layout."""

from __future__ import annotations

import ast
import re

_CHARACTER = "[ -~¡-¬®-ɏ‐-†…]"
_COMMENT = r" *# "
_KINDS_OF_LINES = (
    rf"{_COMMENT}{_CHARACTER}*",
    # Such a literal does not fit between parentheses, either.
    rf'[A-Z_]+ = "(?:(?!"){_CHARACTER}){{83,}}"',
    # Nothing in such an item of a list or an argument can be broken. Black prefers the quotes that the text lacks.
    rf' +f?"(?:(?!"){_CHARACTER})*",',
    rf""" +'(?=[^']*")(?:(?!['\\]){_CHARACTER})*',""",
    # Neither is the text of a docstring.
    rf' *"""(?! )(?:(?!"){_CHARACTER})*(?<![ \\])(?:""")?',
    rf"(?!{_COMMENT}){_CHARACTER}{{0,88}}",
    # This line is short even if each character is as wide as two.
    r'(?=.{0,44}$)[A-Z_]+ = \(?".*"\)?',
)
_QUOTE_TO_CHOOSE = re.compile(r"\bf\".*\\\"")
"""An f-string with a quote. Encoders choose the quotes of all other strings as Black does."""
_OTHER_LINE = re.compile(rf"^(?!(?:{'|'.join(_KINDS_OF_LINES)})$)", re.MULTILINE)
"""The start of a line that is neither a comment, nor a constant, nor short.

Black leaves all other lines as they are, because templates and encoders break lines as Black does.
"""


def laid_out(text: str) -> str:
    """Return Python in Black's layout. Raises ValueError or SyntaxError if it does not parse."""
    if _OTHER_LINE.search(text) or _QUOTE_TO_CHOOSE.search(text):
        # Not at the top of the module: the import takes as long as making all that needs no Black.
        from black import Mode, format_str
        from black.mode import TargetVersion

        text = format_str(text, mode=Mode(target_versions={TargetVersion.PY310}))
    ast.parse(text)
    return text
