"""What a view is, and the parts of views that several targets share.

A view is what a template gets. An encoder has made each `Code` in it final for its place.
"""

from __future__ import annotations

from dataclasses import Field, dataclass
from typing import ClassVar, Protocol

from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.encoders.markdown import markdown
from generator.targets.encoders.words import plain


class View(Protocol):
    """A frozen dataclass. Its fields are the names in the template."""

    __dataclass_fields__: ClassVar[dict[str, Field[object]]]


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """An argument of a request: its name as Markdown code, and what it is for, for a cell."""

    name: Code
    summary: Code


@dataclass(frozen=True, slots=True)
class ScopeView:
    """A scope in a language.

    `member` is its bare name. `name` to `doc` are code, laid out for the templates of the language.
    `member_code`, `name_code`, and `summary_cell` are Markdown.
    """

    member: Code
    name: Code
    summary: Code
    permits: Code
    reach: Code
    story: Code
    doc: Code
    member_code: Code
    name_code: Code
    summary_cell: Code


@dataclass(frozen=True, slots=True)
class HeaderView:
    """A header of an API call: a literal, the expression of its value, and a comment above it."""

    name: Code
    value: Code
    comment: Code


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message of an error: the name of its constant, and three literals."""

    name: Code
    key: Code
    message: Code
    hint: Code


def disclaimers(provider: Provider) -> tuple[Code, ...]:
    """Return the disclaimer as Markdown. The tuple is empty if the spec has none."""
    return (markdown(provider.disclaimer),) if provider.disclaimer else ()


def query_parts(url: str) -> tuple[Code, ...]:
    """Return the query of a URL, one parameter per line, each with its `?` or `&`."""
    pairs = url.partition("?")[2].split("&")
    return tuple(
        plain(f"{'&' if index else '?'}{pair}") for index, pair in enumerate(pairs)
    )


def example_client_id(provider: Provider) -> str:
    """Return the client ID of the documented example."""
    return dict(provider.examples[0].values).get("client_id", "KEY")
