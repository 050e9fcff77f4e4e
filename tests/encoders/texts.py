"""Texts that try to be more than text, and random texts."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from tests.rows import each_row

HOSTILE = [
    '\\"; __import__("os").system("touch PWN") #',
    '{__import__("os").system("touch PWN")}',
    'ends with a quote "',
    "C:\\users \\N{x} \\xyz",
    '>>> __import__("os").system("touch PWN")',
    "coding: utf-7",
    '";globalThis.PWN=1;//',
    "${globalThis.PWN=1} `",
    "*/ globalThis.PWN=1 /*",
    "@ts-nocheck",
    '` + "PWN" + `',
    "+build ignore",
    "go:generate touch PWN",
    "<script>alert(1)</script> {@link x} @deprecated",
    "\\u000a static { }",
    "C:\\users",
    '" or "#',
    "a */ pub fn evil(){} /**",
    '```\nstd::fs::write("PWN","x").unwrap();\n```',
    "a | b \\| c",
    "[x](javascript:alert(1)) ![](https://evil.example/?x)",
    "<img src=x onerror=alert(1)> <!--",
    "```\n# not in the sample any more",
    "{{ 7*7 }} {% raw %} {x}",
    "<script>alert(1)</script>",
    '" autofocus onfocus=alert(1) x="',
    "</script><img src=x onerror=alert(1)>",
    '{{ cycler.__init__.__globals__.os.popen("touch PWN").read() }}',
    "$(touch PWN) `touch PWN` ' ! -x",
    '"\n[build-system]\nbuild-backend="evil"',
    '", "scripts": {"postinstall": "touch PWN"}, "x": "',
    "no",
    "0600",
    "1e3",
    "2024-01-01",
    "~",
    "]]>",
    "<!-- a",
    "<script a",
    "<div a",
    "</div",
    # ours
    'three at the end """',
    'four at the end """"',
    '"""',
    '"""" and then """""',
    '"""\nimport os\n"""',
    "ends with a backslash \\",
    'ends with both \\"',
    'ends with both "\\',
    "'''",
    "a >>> b\n>>> c\n    >>> d >>>e >>>>",
    "... x\n... y",
    "{} {{}} {a!r:>{b}} }{",
    "%s %(a)s %%",
    "1. a\n2) b\n- c\n+ d\n* e",
    "1) a",
    "0123456789. a",
    "# a #",
    "C #",
    "a ##",
    "- a",
    "+ a",
    "* a",
    "===",
    "---",
    "***",
    "___",
    "> a",
    "| a | b |\n|---|---|\n| c | d |",
    "\\|",
    "a \\\\| b",
    "ends with a bar |",
    "~~~\na\n~~~",
    "~~a~~ **b** __c__ *d* _e_ `f` ``g``",
    "[a]: https://evil.example",
    "[^1]: a",
    "[ ] a",
    "<https://evil.example> <a@b.example> <!-- <?x?> <![CDATA[x]]>",
    "https://evil.example www.evil.example ftp://evil.example a@b.example",
    "xhttps://a.example/www.b.example:///c",
    "&lt; &#60; &copy; &amp;lt; & &;",
    "ends with two spaces  \nand goes on",
    "a\\\nb",
    "  \t indented \t\n\n\n    by four  ",
    "tab\there",
    "{# a #} {%- b -%} {{- c -}}",
    "=cmd|' /C calc'!A0",
    "é ü 日本 👩\u200d👩 \xa0 \u3000 \xad \u200b",
    "#",
    '"',
    "\\",
    "`",
    "&",
    ".",
    ")",
]
"""Texts of a spec that try to be more than text; all of them can reach an encoder."""

REFUSED = [
    "text\f\n\ftext",
    'text\r__import__("os").system("touch PWN")',
    "a\u2028globalThis.PWN=1",
    "a\rb",
    "\u007f",
    "a\u202eb",
    "a\u0000b",
    "x" * 70000,
    "line " * 20000,
    "\x1b[31m \x85 \x9f \u2029 \ufeff \ufffe \uffff",
]
"""Texts that the reader or the schema rejects; a literal can still contain them."""

hostile = each_row("text", HOSTILE)
any_hostile = each_row("text", [*HOSTILE, *REFUSED], ids=lambda text: ascii(text[:30]))

_CHARACTERS = st.characters(
    exclude_categories=("Cc", "Cs"),
    exclude_characters="\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e"
    "\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff",
    include_characters="\n\t",
)
_PIECES = st.sampled_from(
    [
        *"\\\"'`*_{}[]()<>#+-.!|~=&;:/@%$^?, \n\tab01éw",
        *('"""', "'''", ">>>", "```", "~~~", "---", "://", "www.", "&amp;", "\\n"),
        *("\\u0041", "{{", "}}", "{%", "<!--", "-->", "](", "1.", "    "),
    ]
)
texts = st.one_of(
    st.text(_CHARACTERS, max_size=60), st.lists(_PIECES, max_size=20).map("".join)
)
prose = texts.filter(lambda text: bool(text.strip()))
some = settings(max_examples=150, deadline=None)


def words_of(text: str) -> str:
    return " ".join(text.split())
