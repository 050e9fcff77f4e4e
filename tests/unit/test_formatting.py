"""Rendered text becomes bytes only if its format can read it."""

from __future__ import annotations

import pytest

from generator.targets.formatting import BrokenOutput, formatted


@pytest.mark.parametrize(
    "line",
    [f"#{'x' * 88}", "# 日本", "# \u200b", "# \xad", '# f"\\"'],
    ids=["long", "wide", "zero-width", "soft-hyphen", "quote"],
)
def test_black_formats_python_that_could_differ(line: str) -> None:
    text = f"{line}\nx = {{  'a':1 }}\ndef f( ):\n  return  x\n"
    laid_out = f'{line}\nx = {{"a": 1}}\n\n\ndef f():\n    return x\n'
    assert formatted("a/b.py", text).decode() == laid_out.replace("#x", "# x")


@pytest.mark.parametrize("comment", ["", f"# {'x' * 200}\n", f"    # {'x ' * 60}x\n"])
def test_template_determines_the_layout_of_short_lines_and_comments(
    comment: str,
) -> None:
    text = f"{comment}x = {{  'é':1 }}\n"
    assert formatted("a/b.py", text) == text.encode()


def test_many_comments_before_a_long_line_are_matched_quickly() -> None:
    # A pattern with two ways to match a line would try 2^40 ways.
    text = "# short\n" * 40 + f"x = f({', '.join(['argument'] * 9)})\n"
    assert formatted("a.py", text).decode().endswith("    argument,\n)\n")


def test_formatted_python_stays_as_it_is() -> None:
    text = 'def f() -> str:\n    """Return é."""\n    return "é"\n'
    assert formatted("a.py", text) == text.encode()


def test_long_python_is_wrapped_at_88() -> None:
    text = f"x = f({', '.join(['argument'] * 9)})\n"
    assert formatted("a.py", text).decode() == (
        "x = f(\n" + "    argument,\n" * 9 + ")\n"
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.json", '{"a":   1}\n\n'),
        ("a.toml", "a   = 1\n\n"),
        ("a.md", "# é  \n\n* x\n\n```python\na\n\n\nb\n```\n"),
        ("a.html", "<!doctype html>\n<p id=a>x<br>\n<b  title='<i>'>é</b></p>\n"),
        ("LICENSE", "  x  "),
        ("py.typed", ""),
    ],
)
def test_other_files_stay_as_they_are(path: str, text: str) -> None:
    assert formatted(path, text) == text.encode()


def test_markdown_has_no_needless_empty_lines() -> None:
    text = "\n# A\n\n\n\nb\n```sh\n\n\nc\n```\n\n\nd\n\n\n"
    assert formatted("a.md", text) == b"# A\n\nb\n```sh\n\n\nc\n```\n\nd\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a/b.py", "def f(:\n"),
        ("a/b.py", 'x = "\n'),
        ("a/b.py", "x = 1\n  y = 2\n"),
        ("a/b.py", "f() = 1\n"),
        ("a/b.py", 'return = 1\n"""'),
        ("a/b.json", '{"a": }'),
        ("a/b.json", ""),
        ("a/b.json", '{"a": 1} x'),
        ("a/b.toml", "a = \n"),
        ("a/b.toml", "a = 1\na = 2\n"),
        ("a/b.html", "<p>x"),
        ("a/b.html", "x</p>"),
        ("a/b.html", "<b><i>x</b></i>"),
        ("a/b.html", '<p id="a" id="b">x</p>'),
        ("a/b.html", '<p id="a">x</p><p id="a">y</p>'),
    ],
)
def test_file_that_its_format_cannot_read_is_rejected(path: str, text: str) -> None:
    with pytest.raises(BrokenOutput) as raised:
        formatted(path, text)
    assert str(raised.value).startswith(f"{path} does not parse: ")


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n"])
def test_markdown_ends_with_one_line_feed(end: str) -> None:
    assert formatted("a.md", f"# a\n\nb{end}") == b"# a\n\nb\n"
