"""Two types that keep free text apart from code.

`Text` is what people wrote, and it cannot be printed by accident. `Code` is what an encoder returns
for one place in one format, and it is all that a template can print.
"""

from __future__ import annotations

from typing import NoReturn, final


class TextNotEncoded(TypeError):
    """A `Text` would have reached an output without passing through an encoder."""


@final
class Text:
    """Free text in a spec. Printing, formatting, or joining it raises `TextNotEncoded`.

    An empty text, which is false, means that the spec does not say it. Only an encoder
    (`generator.targets.encoders`) calls `unwrap`.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def unwrap(self) -> str:
        """Return the raw text, for an encoder."""
        return self._value

    def __eq__(self, other: object) -> bool:
        return (
            self._value == other._value if isinstance(other, Text) else NotImplemented
        )

    def __hash__(self) -> int:
        return hash(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return f"<Text of {len(self._value)} characters>"

    def _refuse(self, *_: object) -> NoReturn:
        raise TextNotEncoded(
            "free text in a spec must pass through an encoder before it is printed"
        )

    __str__ = __format__ = __add__ = __radd__ = __mod__ = __rmod__ = __iter__ = _refuse


@final
class Code(str):
    """Text that can be printed as is, because an encoder or the generator itself wrote it."""

    __slots__ = ()
