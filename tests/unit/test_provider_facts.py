"""No template and no view contains a fact about one provider; only its spec does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator import pipeline
from generator.model.provider import Provider
from tests.golden.cases import BASE, CASES, GENERATED
from tests.unit.specs import REAL_SPEC

SOURCES = [
    file
    for folder in ("generator", "templates")
    for file in sorted((pipeline.ROOT / folder).rglob("*"))
    if file.is_file() and "__pycache__" not in file.parts
]
EXPECTED = [
    file
    for folder in CASES
    for file in sorted((folder / "expected").rglob("*"))
    if file.is_file()
]
OUTPUT = [
    file
    for file in sorted(GENERATED.rglob("*"))
    if file.is_file() and not {"__pycache__", ".generator"} & {*file.parts}
    # The hand-written vectors name any host.
    and file.name != "authorization.json"
]
ANYBODYS = {"authorization", "domain", "example", "example.org", "roles"}
"""Words that are not facts about one provider."""


def facts(provider: Provider) -> set[str]:
    """Return the words that a spec introduces: names, hosts, scopes, headers, and example values."""
    hosts = [one.example for one in provider.variables]
    patterns = [
        word for one in provider.hosts for word in re.findall(r"\w{5,}", one.pattern)
    ]
    values = [value for one in provider.examples for _, value in one.values]
    words = {
        *(provider.id, (provider.homepage or "").partition("//")[2]),
        *hosts,
        *patterns,
        *(one.name for one in provider.scopes),
        *(one.name for one in provider.headers),
        *(value for value in values if len(value) > 3),
    }
    return {word.lower() for word in words} - ANYBODYS


def mentions(words: set[str], files: list[Path]) -> Iterator[str]:
    """Yield each place where a file contains one of the words as a whole word."""
    any_word = "|".join(map(re.escape, sorted(words)))
    pattern = re.compile(rf"(?<![\w.-])(?:{any_word})(?![\w-])", re.IGNORECASE)
    for file in files:
        text = file.read_bytes().decode("utf-8", "replace")
        for found in pattern.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{file.relative_to(pipeline.ROOT)}:{line}: {found[0]}"


def imagen() -> set[str]:
    return facts(pipeline.load(REAL_SPEC).provider)


def example() -> set[str]:
    return facts(pipeline.load(BASE).provider)


def test_facts_of_a_provider_are_found() -> None:
    assert {"imagen", "media.example.com", "modifyroles", "x-imagen-api-key"} < imagen()
    assert {"login.example.org", "notes:read"} < example()


def test_no_source_contains_a_fact_of_a_provider() -> None:
    assert list(mentions(imagen() | example(), SOURCES)) == []


def test_output_for_a_spec_contains_no_fact_of_another() -> None:
    assert list(mentions(imagen(), EXPECTED)) == []
    assert list(mentions(example(), OUTPUT)) == []


def test_views_build_no_address_of_a_provider() -> None:
    """A port or a subdomain in an example is a fact that belongs in the spec."""
    views = [one for one in SOURCES if one.parent.parent.name == "targets"]
    address = re.compile(r"\}:[0-9]+|\b(?:api|auth|www)\.\{")
    found = [
        f"{file.name}: {text[0]}"
        for file in views
        for text in address.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []
