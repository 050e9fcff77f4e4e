"""Reads the body of a rejected call, in the API's XML or JSON form."""

from __future__ import annotations

import json
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from ..json_objects import is_object
from ..protocol import MAX_FAILURE_BYTES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn, TypeGuard


class FailureForm(NamedTuple):
    """The names of the elements or members in the root of a failure; None if absent."""

    root: str
    code: str | None
    message: str
    details: str | None


class FailureForms(NamedTuple):
    """The forms of an API's errors; None if it does not have one."""

    xml: FailureForm | None
    json: FailureForm | None


class Failure(NamedTuple):
    """The unchanged texts of an API about a call that it rejected; None if absent."""

    code: str | None = None
    message: str | None = None
    details: str | None = None

    def __repr__(self) -> str:
        return "<Failure, texts not shown>"


def read_failure(body: bytes, forms: FailureForms) -> Failure:
    """Return the texts in body, which are None if it has neither form.

    The first character decides between JSON and XML, because the content type of error
    pages is often wrong.
    """
    if len(body) > MAX_FAILURE_BYTES:
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
    except (
        ParseError,
        ValueError,
        LookupError,
    ):  # Malformed, or in an unknown encoding.
        return None
    return root


class _WithoutDoctype(TreeBuilder):
    """Builds an element tree; rejects a document type, which could declare entities."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> NoReturn:
        """Raise ValueError before the declarations are read."""
        raise ValueError("a document type")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _failure(texts: dict[str, str], form: FailureForm) -> Failure:
    def text(name: str | None) -> str | None:
        return texts.get(name, "") or None if name else None

    return Failure(text(form.code), text(form.message), text(form.details))


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)
