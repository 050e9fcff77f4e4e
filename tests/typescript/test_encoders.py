"""Node.js reads back what the TypeScript encoders write, and Prettier does not change it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.model.text import Code
from generator.targets.typescript.encoders import (
    typescript_comment,
    typescript_constant,
    typescript_doc,
    typescript_key,
    typescript_list,
    typescript_property,
    typescript_string,
    typescript_template,
)
from tests.node import node, required, tool

TEXTS = (
    "",
    "plain",
    "it's",
    'say "yes"',
    "\"'`",
    "back\\slash",
    '\\"',
    "\\",
    "${process.exit(3)}",
    "`); process.exit(3); (`",
    "</script><script>",
    "<!--",
    "*/ process.exit(3) /*",
    "// eslint-disable",
    "line\nfeed and\ttab",
    "next\u2028line\u2029",
    "bidi \u202e\u2066",
    "né \U0001f600 漢字",
    "\u00a0 nbsp \ufeff bom",
    "\x7f\x80\x85",
    "__proto__",
    "constructor",
    "a" * 200,
    " spaces   at  the end ",
    "long words that have to be broken somewhere " * 6,
    'it\'s "both" in a line that is so long that it has to be broken somewhere ' * 2,
)


@pytest.fixture(autouse=True)
def tools() -> None:
    """Skip or fail each test of this module if Node.js is missing."""
    required()


def _evaluated(tmp_path: Path, source: str) -> object:
    file = tmp_path / "module.mjs"
    file.write_text(source, encoding="utf-8")
    process = node(str(file))
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout)


def test_strings_and_templates_read_back_as_the_same_text(tmp_path: Path) -> None:
    literals = [typescript_string(text) for text in TEXTS]
    literals += [typescript_template([(text, None)]) for text in TEXTS]
    source = f"console.log(JSON.stringify([{', '.join(literals)}]));"
    assert _evaluated(tmp_path, source) == [*TEXTS, *TEXTS]


def test_an_expression_is_between_the_texts_of_a_template(tmp_path: Path) -> None:
    literal = typescript_template([("a${b}`", Code("1 + 1")), ("$", None)])
    source = f"console.log(JSON.stringify({literal}));"
    assert _evaluated(tmp_path, source) == "a${b}`2$"


def test_properties_read_back_as_the_same_text_and_key(tmp_path: Path) -> None:
    properties = "\n".join(
        f"[{{ {typescript_property(typescript_key(text), text, 0)} }}],"
        for text in TEXTS
    )
    source = f"console.log(JSON.stringify([{properties}].map(([o]) => Object.entries(o)[0])));"
    assert _evaluated(tmp_path, source) == [[text, text] for text in TEXTS]


def test_no_text_ends_a_comment(tmp_path: Path) -> None:
    comments = "\n".join(
        f"{typescript_doc(text, 0)}\n{typescript_comment(text or 'none', 0)}\nseen += 1;"
        for text in TEXTS
    )
    source = f"let seen = 0;\n{comments}\nconsole.log(seen);"
    assert _evaluated(tmp_path, source) == len(TEXTS)


@pytest.mark.parametrize(
    "order",
    [
        *("@ts-ignore", "@ts-nocheck", "eslint-disable-next-line", "prettier-ignore"),
        *('/ <reference path="x" />', "# sourceMappingURL=x", "globals x", "@jsx h"),
    ],
)
def test_no_comment_is_a_directive_to_a_tool(order: str) -> None:
    assert typescript_comment(order, 0) == f"// … {order}"


def test_text_in_a_documentation_comment_is_neither_a_tag_nor_a_link() -> None:
    assert typescript_doc("see {@link x} @deprecated <b> [a](b) `c` */", 0) == (
        "/** see \\{\\@link x\\} \\@deprecated \\<b\\> \\[a\\](b) \\`c\\` \\*\\/ */"
    )


def test_prettier_does_not_change_the_output_of_the_encoders(tmp_path: Path) -> None:
    pieces: list[str] = []
    for index, text in enumerate(TEXTS):
        name = Code(f"NAME_{index}")
        items = [typescript_string(word) for word in text.split()]
        pieces += [
            typescript_doc(text or "none", 0),
            typescript_constant(name, text),
            "",
            f"export const object{index} = {{",
            f"  {typescript_property(Code('story'), text, 2)}",
            f"  {typescript_list('items: [', items, '],', 2)}",
            "};",
            typescript_list(f"call{index}(", items, ");", 0),
            "",
        ]
    file = tmp_path / "layout.ts"
    source = "\n".join(pieces)
    file.write_text(source, encoding="utf-8")
    process = tool("prettier", "--no-config", str(file))
    assert process.stdout == source
