"""Reads the body of a refused call, in the API's XML or JSON form, into texts."""

from __future__ import annotations

import json
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from ..json_objects import is_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn, TypeGuard

MAX_BODY = 65_536
"""The longest body that is read, in bytes; a longer one is ignored."""


class FailureForm:
    """The names of elements or members within the root of a failure."""

    __slots__ = ("code", "details", "message", "root")

    def __init__(
        self, *, root: str, code: str | None, message: str, details: str | None
    ) -> None:
        """Keep the names; None means that the form does not have it."""
        self.root = root
        self.code = code
        self.message = message
        self.details = details


class FailureForms:
    """The forms of an API's errors; None if it does not have one."""

    __slots__ = ("json", "xml")

    def __init__(self, *, xml: FailureForm | None, json: FailureForm | None) -> None:
        """Keep the form in XML and the form in JSON."""
        self.xml = xml
        self.json = json


class Failure:
    """What an API says about a call that it refused, unchanged; None: not said."""

    __slots__ = ("code", "details", "message")

    def __init__(
        self,
        code: str | None = None,
        message: str | None = None,
        details: str | None = None,
    ) -> None:
        """Keep the texts."""
        self.code = code
        self.message = message
        self.details = details


def read_failure(body: bytes, forms: FailureForms) -> Failure:
    """Return what body says, or nothing if it has neither form.

    The first character tells JSON from XML, because error pages are often sent with
    another content type.
    """
    if len(body) > MAX_BODY:
        return Failure()
    text = body.decode("utf-8-sig", errors="replace").strip()
    if text.startswith("{"):
        return _from_json(text, forms.json) if forms.json else Failure()
    return _from_xml(body, forms.xml) if forms.xml else Failure()


def _from_json(text: str, form: FailureForm) -> Failure:
    try:
        document: object = json.loads(text) if is_object(text) else None
    except ValueError:
        return Failure()
    root = document.get(form.root) if _is_object(document) else None
    if not _is_object(root):
        return Failure()
    return _failure({name: _text(value) for name, value in root.items()}, form)


def _text(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def _from_xml(body: bytes, form: FailureForm) -> Failure:
    root = _parse(body)
    if root is None or _local(root) != form.root:
        return Failure()
    return _failure({_local(one): "".join(one.itertext()) for one in root}, form)


def _parse(body: bytes) -> Element | None:
    parser = XMLParser(target=_WithoutDoctype())
    try:
        parser.feed(body)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError):  # of the form, of the encoding
        return None
    return root


class _WithoutDoctype(TreeBuilder):
    """Builds an element tree; a document type, where entities are made, ends it."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> NoReturn:
        """Raise ValueError before the declarations are read."""
        raise ValueError("a document type")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _failure(texts: dict[str, str], form: FailureForm) -> Failure:
    def said(name: str | None) -> str | None:
        return texts.get(name, "") or None if name else None

    return Failure(said(form.code), said(form.message), said(form.details))


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)
