"""What OAuth itself defines, as frozen values: errors with their messages, limits, and sets.

The text of a message may contain placeholders. `{argument}` and `{name}` are filled in when the error
is raised. `{kind:name}` is a spelling, which each surface writes in its own way before that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from generator.model.naming import constant

_PLACEHOLDER = re.compile(r"\{(?:([a-z]+):)?([a-z_0-9]+(?:[=+][a-z_0-9]+)*)\}")

Spell = Callable[[str, str], str]
"""Takes the kind and the name of a spelling, and returns how a surface writes it."""


@dataclass(frozen=True)
class Fragment:
    """A text with placeholders."""

    text: str

    @property
    def values(self) -> frozenset[str]:
        """The names of the values that are filled in when the text is shown."""
        return frozenset(
            name for kind, name in _PLACEHOLDER.findall(self.text) if not kind
        )

    @property
    def has_stray_brace(self) -> bool:
        """Whether a brace is not part of a placeholder."""
        return re.search(r"[{}]", _PLACEHOLDER.sub("", self.text)) is not None

    @property
    def spellings(self) -> frozenset[tuple[str, str]]:
        """The kinds and names of the spellings in the text."""
        return frozenset(
            (kind, name) for kind, name in _PLACEHOLDER.findall(self.text) if kind
        )

    def spelled(self, spell: Spell) -> str:
        """Return the text with its spellings written; values remain placeholders."""

        def written(found: re.Match[str]) -> str:
            kind, name = found.groups()
            return spell(kind, name) if kind else found[0]

        return _PLACEHOLDER.sub(written, self.text)


@dataclass(frozen=True)
class Wording:
    """What is wrong, and what to do."""

    message: Fragment
    hint: Fragment

    @property
    def values(self) -> frozenset[str]:
        """The names of the values that either text needs."""
        return self.message.values | self.hint.values


@dataclass(frozen=True)
class Message:
    """One message of a code: its wording, and other wordings for some surfaces.

    `variant` is None if the code has a single message.
    """

    code: str
    variant: str | None
    part: str
    wording: Wording
    surfaces: Mapping[str, Wording]

    @property
    def key(self) -> str:
        """The code, with the variant after a dot: `truncated_input.line`."""
        return self.code if self.variant is None else f"{self.code}.{self.variant}"

    @property
    def constant(self) -> str:
        """The name of the message in code: `TRUNCATED_INPUT_LINE`."""
        return constant(self.key.replace(".", "_").split("_"))

    def on(self, surface: str) -> Wording:
        """Return the wording for a surface."""
        return self.surfaces.get(surface, self.wording)


@dataclass(frozen=True)
class ErrorCode:
    """An error code, with a cause and a remedy for the documentation.

    `exchanged` has both as they are in a package that only gets tokens from the token endpoint, and
    `without_users` as they are if its tokens never act for a user.
    """

    code: str
    stage: str
    cause: Fragment
    remedy: Fragment
    messages: tuple[Message, ...]
    exchanged: tuple[Fragment, Fragment]
    without_users: tuple[Fragment, Fragment]


@dataclass(frozen=True)
class Value:
    """A number, a string, or a list of strings that every binding uses, with a description."""

    name: str
    part: str
    about: str
    value: int | str | tuple[str, ...]

    @property
    def constant(self) -> str:
        """The name of the value in code: `MAX_EXPIRES_IN`."""
        return constant(self.name.split("_"))

    @property
    def number(self) -> int:
        """The value of a limit. Raises TypeError if it is not a number."""
        if not isinstance(self.value, int):
            raise TypeError(f"{self.name} is not a number")
        return self.value

    @property
    def text(self) -> str:
        """The value of a text, such as a pattern. Raises TypeError if it is not a text."""
        if not isinstance(self.value, str):
            raise TypeError(f"{self.name} is not a text")
        return self.value

    @property
    def texts(self) -> tuple[str, ...]:
        """The value of a list. Raises TypeError if it is not a list."""
        if not isinstance(self.value, tuple):
            raise TypeError(f"{self.name} is not a list")
        return self.value


@dataclass(frozen=True, eq=False)
class Protocol:
    """The errors by stage and code, texts without a code by part and name, and values by name.

    `spellings` has the names that a text may contain, by kind. Two protocols are equal only if they are
    the same one, so that what follows from one can be cached.
    """

    spellings: Mapping[str, Sequence[str]]
    stages: Mapping[str, str]
    errors: tuple[ErrorCode, ...]
    texts: Mapping[str, Mapping[str, Fragment]]
    values: Mapping[str, Value]

    @property
    def limits(self) -> frozenset[str]:
        """The names of the values that are numbers."""
        return frozenset(
            name for name, one in self.values.items() if isinstance(one.value, int)
        )

    def number(self, name: str) -> int:
        """Return the value of a limit. Raises TypeError if it is not a number."""
        return self.values[name].number

    def messages(self, *parts: str) -> list[Message]:
        """Return the messages that parts of a package can raise."""
        return [
            message
            for error in self.errors
            for message in error.messages
            if message.part in parts
        ]

    def codes(self, *parts: str) -> list[str]:
        """Return the codes that parts of a package can raise, each once."""
        return list(dict.fromkeys(one.code for one in self.messages(*parts)))
