"""A line of a length at which a terminal drops the rest, counted in bytes of UTF-8."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagen_oauth import OAuthError
from imagen_oauth._runtime.line_limit import check_lines, mark_whole

from tests.binding.raised import raised
from tests.rows import each_row

LIMITS = {4_095: "Linux", 1_023: "macOS"}


def is_accepted(text: str) -> bool:
    try:
        check_lines(text)
    except OAuthError as error:
        assert error.code == "truncated_input"
        return False
    return True


@pytest.mark.parametrize(("limit", "system"), LIMITS.items())
def test_error_names_the_length_and_the_system(limit: int, system: str) -> None:
    with pytest.raises(OAuthError) as caught:
        check_lines("t" * limit)
    values = {"bytes": f"{limit:,}", "system": system}
    assert raised(caught.value) == ("truncated_input.line", None, values)


@each_row("limit", LIMITS)
@each_row(
    ("start", "size"),
    [("", 0), ("\u201c", 3), ("\u00a0", 2), ("\U0001f511", 4), ("\u00e9" * 500, 1_000)],
)
@each_row("around", ["{}", "title\n{}\n", "{}\r\nmore", "\n{}\n\n"])
def test_bytes_are_counted(limit: int, start: str, size: int, around: str) -> None:
    found = {
        more
        for more in (-4, -3, -2, -1, 0, 1, 2)
        if not is_accepted(around.format(start + "t" * (limit - size + more)))
    }
    assert found == {0}


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("character", ["\u00e9", "\u20ac", "\U0001f511"])
@pytest.mark.parametrize("errors", ["replace", "surrogateescape"])
def test_last_character_may_be_cut_in_its_middle(
    limit: int, character: str, errors: str
) -> None:
    encoded = character.encode()
    for kept in range(1, len(encoded)):
        line = b"t" * (limit - kept) + encoded[:kept]
        assert not is_accepted(line.decode(errors=errors))


@pytest.mark.parametrize("limit", LIMITS)
def test_bytes_of_another_encoding_are_counted(limit: int) -> None:
    line = b"\x93" + b"t" * (limit - 1)
    assert not is_accepted(line.decode(errors="replace"))


@given(
    st.binary(max_size=30),
    st.sampled_from([*LIMITS]),
    st.sampled_from(["replace", "surrogateescape"]),
)
def test_line_of_a_limit_is_rejected_whatever_its_bytes_are(
    start: bytes, limit: int, errors: str
) -> None:
    line = start.replace(b"\n", b"").replace(b"\r", b"").ljust(limit, b"t")
    assert not is_accepted((line + b"\nrest").decode(errors=errors))


@given(
    st.lists(
        st.sampled_from(["", "a", "\u00e9" * 511 + "a", *map("t".__mul__, LIMITS)])
    )
)
def test_marked_text_is_accepted_and_differs_only_in_spaces(lines: list[str]) -> None:
    text = "\n".join(lines)
    marked = mark_whole(text)
    assert is_accepted(marked)
    assert [line.rstrip(" ") for line in marked.split("\n")] == lines or not lines
    assert (marked == text) == is_accepted(text)
