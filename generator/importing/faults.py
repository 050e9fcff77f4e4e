"""Why a document cannot be imported, and what an import did not take from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

CODES = {
    "too-large": "The document is larger than an import reads.",
    "not-text": "The document is not text in UTF-8, or in UTF-16 with its mark.",
    "not-json": "The document is not valid JSON.",
    "not-yaml": "The document is not valid YAML.",
    "too-deep": "The document is nested too deeply.",
    "repeated-key": "An object contains a key twice.",
    "merge-key": "An object contains a YAML merge key, `<<`.",
    "wrong-type": "A value has another type than its format defines.",
    "missing": "A value that its format requires is missing.",
    "unknown-document": "The document is neither an OpenAPI description nor authorization server metadata.",
    "unknown-version": "The version of the description is not supported.",
    "reference": "A reference leads to another document, to nothing, or back to itself.",
    "no-scheme": "The description has no OAuth 2.0 security scheme.",
    "several-schemes": "The description has several OAuth 2.0 security schemes for different endpoints.",
    "unknown-scheme": "The description has no security scheme with the given name.",
    "no-flow": "The security scheme has no flow that a spec can describe.",
    "unknown-flow": "A flow is not part of the format.",
    "relative-url": "A URL is relative, and the document does not say to what.",
    "insecure-url": "A URL does not use https.",
    "bad-url": "A URL is not valid, or contains a username or a password.",
    "unused-option": "An option does not apply to the format of the document.",
    "no-name": "The document contains no name for the provider.",
    "not-supported": "The server requires something that a spec cannot describe yet.",
    "other-issuer": "The issuer is not the expected one.",
}
"""Every reason why a document cannot be imported, by code."""

_USER_INFO = re.compile(
    r"""(?<=//)(?:[^/?#\s"]+@|[^/?#\s"@:]+:(?![0-9]*(?:[/?#\s"]|$))[^\s"]*@)"""
)
"""A username and a password in a URL, even if the password contains a slash."""
_LONGEST = 500
"""The most characters of a text that a line shows."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document: its file, the JSON pointer of a node, and the line, if it is known."""

    file: str
    pointer: str = ""
    line: int | None = None

    def __str__(self) -> str:
        """Return `api.yaml:12#/components`, or `api.json#/components`."""
        line = f":{self.line}" if self.line else ""
        pointer = f"#{self.pointer}" if self.pointer else ""
        return visible(f"{self.file}{line}{pointer}")


class ImportFault(Exception):
    """A document cannot be imported: the place, one of `CODES`, what is wrong, and what to do."""

    def __init__(self, place: Place, code: str, message: str, hint: str) -> None:
        super().__init__(f"{place}: {visible(message)}; {visible(hint)} [{code}]")
        self.place = place
        self.code = code
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a document contains and a spec does not, or that the document does not say."""

    place: Place
    text: str

    def __str__(self) -> str:
        """Return the place and the text as one line."""
        return f"{self.place}: {visible(self.text)}"


def visible(text: str) -> str:
    """Return text of a document for one line of a terminal: no controls or passwords, and not too long."""
    text = _USER_INFO.sub("…@", text[: 10 * _LONGEST])
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in shown)
