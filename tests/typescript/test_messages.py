"""Error messages in TypeScript come from the rendered table."""

from __future__ import annotations

import re

from tests.node import PACKAGE, ROOT

MESSAGES = PACKAGE / "src" / "runtime" / "messages.ts"
TEMPLATES = ROOT / "templates" / "typescript"
"""The sources of every package: one without code verifiers has no module that checks them."""
CONSTANT = re.compile(r"^export const (\w+)", re.MULTILINE)
COMMENT = re.compile(r"^ *(?://|/?\*).*$", re.MULTILINE)
LITERAL = re.compile(r"""(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1""")


def test_each_message_is_used() -> None:
    names = CONSTANT.findall(MESSAGES.read_text(encoding="utf-8"))
    used = {
        name
        for file in TEMPLATES.rglob("*")
        if file.suffix in (".ts", ".j2") and file.name != "messages.ts.j2"
        for name in re.findall(r"\b[A-Z][A-Z0-9_]+\b", file.read_text(encoding="utf-8"))
    }
    assert names
    assert [name for name in names if name not in used] == []


def test_only_the_table_has_phrases() -> None:
    phrases = [
        f"{file.name}: {literal}"
        for file in sorted((PACKAGE / "src" / "runtime").glob("*.ts"))
        if file != MESSAGES
        for _, literal in LITERAL.findall(COMMENT.sub("", file.read_text("utf-8")))
        if re.search(r"[a-z]+ [a-z]+ [a-z]+", literal)
    ]
    # The texts about options, which Python does not have.
    assert [one for one in phrases if not one.startswith("options.ts: ")] == []
