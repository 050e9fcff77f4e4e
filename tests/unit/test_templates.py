"""Templates only lay out values of a view: they build no text and print only what encoders made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from generator.pipeline import TEMPLATES
from tests.rows import each_row

RENDERED = sorted(one for one in TEMPLATES.rglob("*.j2") if "runtime" not in one.parts)
SERVED = sorted((TEMPLATES / "mock" / "runtime" / "pages").glob("*.html"))
ALLOWED_WHEN_SERVED = {("join", "scope.documented.permits")}
"""Filters of pages that escape everything: a list of texts is shown with commas."""

ARITHMETIC = (
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod),
    *(nodes.Pow, nodes.Concat),
)
BUILDERS = (
    *(nodes.Filter, nodes.FilterBlock, nodes.Assign, nodes.AssignBlock, nodes.Call),
    *(nodes.Macro, nodes.CallBlock, nodes.MarkSafe, nodes.ScopedEvalContextModifier),
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_TAG = re.compile(r"<[A-Za-z][^<>]*>", re.DOTALL)
_UNQUOTED = re.compile(r"\s[A-Za-z:-]+=(?![\"'])")
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_RAW = re.compile(r"<(script|style)\b[^>]*>[^<]*\{\{", re.IGNORECASE)
_HANDLER = re.compile(r"\s(on[a-z]+|style|srcdoc)=", re.IGNORECASE)


def faults(
    text: str, allowed: frozenset[tuple[str, str]] | set[tuple[str, str]]
) -> Iterator[str]:
    """Yield the violations of a template."""
    tree = Environment(autoescape=False).parse(text)
    for node in tree.find_all((*ARITHMETIC, *BUILDERS)):
        if isinstance(node, nodes.Filter) and (node.name, dotted(node.node)) in allowed:
            continue
        yield f"line {node.lineno}: {type(node).__name__}"
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData | nodes.Filter) or dotted(node):
                continue
            if not is_choice_of_constants(node):
                yield f"line {node.lineno}: a printed {type(node).__name__}"
    if re.search(r"\{%-?\s*raw\b", text):
        yield "a raw block"


def is_choice_of_constants(node: nodes.Node) -> bool:
    """Return whether a printed expression is one of two constant texts of the template."""
    return isinstance(node, nodes.CondExpr) and all(
        isinstance(one, nodes.Const) for one in (node.expr1, node.expr2)
    )


def dotted(node: nodes.Node | None) -> str:
    """Return `a.b`, or nothing if the node is not a plain name of a view."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        inner = dotted(node.node)
        return inner and f"{inner}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return dotted(node.node)
    return ""


def faults_of_html(text: str) -> Iterator[str]:
    """Yield the attributes that an encoder of HTML text does not make safe."""
    if _RAW.search(text):
        yield "a value in a script or a style"
    for tag in _TAG.findall(_EXPRESSION.sub("x", text)):
        if _UNQUOTED.search(_QUOTED.sub('""', tag)):
            yield f"an attribute without quotes: {tag}"
        if _HANDLER.search(tag):
            yield f"an attribute that runs: {tag}"


@each_row("file", RENDERED, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_template_of_the_generator_only_lays_out(file: Path) -> None:
    assert [*faults(file.read_text(encoding="utf-8"), set())] == []


@pytest.mark.parametrize("file", SERVED, ids=lambda file: file.name)
def test_page_of_the_mock_server_only_lays_out(file: Path) -> None:
    assert [*faults(file.read_text(encoding="utf-8"), ALLOWED_WHEN_SERVED)] == []


@pytest.mark.parametrize(
    "file",
    [*SERVED, *(one for one in RENDERED if ".html" in one.suffixes)],
    ids=lambda file: file.name,
)
def test_attributes_of_pages_are_quoted_and_run_nothing(file: Path) -> None:
    assert [*faults_of_html(file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{{ a ~ b }}", "line 1: Concat"),
        ("{{ a + b }}", "line 1: Add"),
        ("{{ '%s' % a }}", "line 1: Mod"),
        ("{{ a | safe }}", "line 1: Filter"),
        ("{{ a | format(b) }}", "line 1: Filter"),
        ("{{ a | join }}", "line 1: Filter"),
        ("{{ a | replace('x', 'y') }}", "line 1: Filter"),
        ("{{ a.format(b) }}", "line 1: Call"),
        ("{% set a = b %}", "line 1: Assign"),
        ("{% set a %}{{ b }}{% endset %}", "line 1: AssignBlock"),
        ("{% filter upper %}a{% endfilter %}", "line 1: FilterBlock"),
        ("{% macro a() %}b{% endmacro %}", "line 1: Macro"),
        ("{{ 'a' if b else c }}", "line 1: a printed CondExpr"),
        ("{% raw %}{{ a }}{% endraw %}", "a raw block"),
    ],
)
def test_template_that_builds_text_is_detected(text: str, fault: str) -> None:
    assert fault in [*faults(text, set())]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<a href={{ a }}>", "an attribute without quotes: <a href=x>"),
        ("<a\nclass=b>", "an attribute without quotes: <a\nclass=b>"),
        ('<a onclick="{{ a }}">', 'an attribute that runs: <a onclick="x">'),
        ("<script>let a = {{ a }}</script>", "a value in a script or a style"),
        ("<style>a { {{ a }} }</style>", "a value in a script or a style"),
    ],
)
def test_unsafe_attribute_is_detected(text: str, fault: str) -> None:
    assert [*faults_of_html(text)] == [fault]
