"""A diff shows every difference between two versions, and nothing that a terminal would interpret."""

from __future__ import annotations

import pytest

from generator.output.differences import unified


def shown(before: bytes, after: bytes) -> list[str]:
    return "\n".join(unified(before, after, "old", "new")).splitlines()[2:]


def test_different_lines_are_shown_with_their_context() -> None:
    before = b"1\n2\n3\n4\n5\n6\n7\n8\n9\n"
    assert list(unified(before, before.replace(b"5", b"five"), "a/x", "b/x")) == [
        *("--- a/x", "+++ b/x", "@@ -2,7 +2,7 @@"),
        *(" 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8"),
    ]


def test_equal_versions_have_no_diff() -> None:
    assert list(unified(b"1\n2", b"1\n2", "a", "b")) == []


def test_missing_version_has_no_lines() -> None:
    assert shown(b"1\n", b"") == ["@@ -1 +0,0 @@", "-1"]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (b"a\r\n", b"a\n", ["-a\\r", "+a"]),
        (b"a", b"a\n", ["-a", "\\ No newline at end of file", "+a"]),
        (b"a\x0cb\n", b"ab\n", ["-a\\x0cb", "+ab"]),
        (b"\xff\n", b"\xfe\n", ["-\\xff", "+\\xfe"]),
        (b"\x1b[31m\n", b"\n", ["-\\x1b[31m", "+"]),
        ("a\u200bb\n".encode(), b"ab\n", ["-a\\u200bb", "+ab"]),
        ("é\t–\n".encode(), b"\n", ["-é\t–", "+"]),
    ],
)
def test_every_difference_is_visible(
    before: bytes, after: bytes, lines: list[str]
) -> None:
    assert shown(before, after)[1:] == lines
