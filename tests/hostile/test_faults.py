"""Faults that the hostile tests found, each with the input that showed it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from generator import pipeline
from generator.targets.encoders.markdown import markdown
from tests.hostile import provider
from tests.unit.specs import problems_of, write_spec


def test_address_without_a_scheme_is_not_a_link() -> None:
    page = MarkdownIt("gfm-like", {"html": True, "linkify": True})
    assert page.render(markdown("see //evil.example/i")) == (
        "<p>see //evil.example/i</p>\n"
    )


def with_variable(name: str) -> dict[str, Any]:
    spec = provider.spec()
    spec["variables"] = {name: spec["variables"]["domain"]}
    for holder in (spec["authorization_endpoint"], spec["examples"][0]):
        holder["url"] = holder["url"].replace("{domain}", f"{{{name}}}")
    return spec


@pytest.mark.parametrize("name", ["text", "uri", "received_at"])
def test_variable_with_the_name_of_a_reader_argument_is_rejected(
    tmp_path: Path, name: str
) -> None:
    (problem,) = problems_of(write_spec(tmp_path, with_variable(name)))
    assert "error[reserved-variable]" in problem


@pytest.mark.parametrize("key", ["default", "example"])
@pytest.mark.parametrize(
    "value",
    [
        "no URI at all",
        "app:",
        "app:{a}",
        "app:<b>",
        "app:\\",
        "app:a#b",
        "app:%4",
        'a:"',
    ],
)
def test_redirect_uri_that_is_not_a_uri_is_rejected(
    tmp_path: Path, value: str, key: str
) -> None:
    """RFC 3986 §2 defines the characters, and §3 the scheme."""
    spec = provider.spec()
    spec["authorization_endpoint"]["parameters"][2][key] = value
    problems = problems_of(write_spec(tmp_path, spec))
    assert any("error[value-outside-characters]" in one for one in problems)


def test_variable_of_several_words_is_in_the_url_of_typescript(tmp_path: Path) -> None:
    spec = pipeline.load(write_spec(tmp_path, with_variable("my_host_name")))
    source = pipeline.tree(spec, ["typescript"])["typescript/src/client.ts"].decode()
    assert "`${scheme}://${myHostName}/auth`" in source
    assert "{my_host_name}" not in source
