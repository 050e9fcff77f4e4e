"""Every Python block of the documents runs in order; the test pastes the response."""

from __future__ import annotations

import getpass
import re
from pathlib import Path
from typing import Any

import pytest

from generator.pipeline import ROOT

GENERATED = ROOT / "generated"
DOCUMENTS = [
    *sorted((GENERATED / "docs").glob("*.md")),
    GENERATED / "python" / "README.md",
    GENERATED / "mock" / "README.md",
    ROOT / "README.md",
]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _blocks(document: Path) -> list[str]:
    return BLOCK.findall(document.read_text(encoding="utf-8"))


SERVED = GENERATED / "mock" / "README.md"
"""Its blocks require the server that it starts; tests/mock runs them."""


@pytest.mark.parametrize(
    "document", [one for one in DOCUMENTS if _blocks(one) and one != SERVED], ids=str
)
def test_python_blocks_run(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, Any] = {}

    def paste(prompt: str) -> str:
        state = names["request"].state
        return f"#access_token=2YotnFZFEjr1zCsicMWpAA&token_type=bearer&state={state}"

    monkeypatch.setattr(getpass, "getpass", paste)
    for block in _blocks(document):
        # The blocks come from this project, not from input.
        exec(compile(block, str(document), "exec"), names)  # noqa: S102


def test_documents_have_python_blocks() -> None:
    having = {document.name for document in DOCUMENTS if _blocks(document)}
    assert having == {
        *("README.md", "answer.md", "calls.md", "get-a-token.md", "python.md"),
        *("try-it.md", "unattended.md"),
    }


LINK = re.compile(r"\]\((?!https://)([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_relative_links_have_targets(document: Path) -> None:
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    assert [one for one in targets if not (document.parent / one).exists()] == []


@pytest.mark.parametrize(
    ("document", "language", "file"),
    [
        ("CONTRIBUTING.md", "python", "generator/rules/parameters.py"),
        (
            "CONTRIBUTING.md",
            "diff",
            "tests/bad_specs/constant-outside-values/spec.diff",
        ),
        (
            "CONTRIBUTING.md",
            "text",
            "tests/bad_specs/constant-outside-values/expected.txt",
        ),
        ("README.md", "text", "tests/bad_specs/misspelt-key/expected.txt"),
    ],
)
def test_quoted_code_is_in_the_file(document: str, language: str, file: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    pieces = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert pieces[-1] in (ROOT / file).read_text(encoding="utf-8")
