"""A change of a text is applied, rejected if it does not fit, and written so that it fits."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.golden.changes import applied, change_between, tree_applied, tree_change

TEXT = b"one\ntwo\n\nthree\ntwo\n"
LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"\n", b"@@\n", b"-\n", b"\xff\r\n"]))


def test_lines_are_kept_removed_and_added() -> None:
    change = b"# Why.\n# It is so.\n@@\n-one\n+1\n@@\n two\n\n+2\n three\n"
    assert applied(TEXT, change) == b"1\ntwo\n\n2\nthree\ntwo\n"


def test_comments_change_nothing() -> None:
    assert applied(TEXT, b"# The same.\n") == TEXT


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (b"@@\n-four\n", "found 0 times instead of once: four"),
        (b"@@\n-two\n", "found 2 times instead of once: two"),
        (b"@@\n+four\n", "found 6 times instead of once: "),
        (b"@@\n-three\n@@\n-one\n", "the hunks are not in order: one"),
        (b"-one\n", "a line belongs to no hunk: -one"),
        (b"@@\none\n", "a line belongs to no hunk: one"),
    ],
)
def test_change_that_does_not_fit_is_rejected(change: bytes, message: str) -> None:
    with pytest.raises(ValueError) as refused:
        applied(TEXT, change)
    assert str(refused.value) == message


def test_change_keeps_as_few_lines_as_it_needs() -> None:
    assert change_between(TEXT, b"1\n" + TEXT[4:]) == b"@@\n-one\n+1\n two\n"
    # Without another line, the last one would occur twice.
    assert change_between(TEXT, TEXT[:-4]) == b"@@\n three\n-two\n"


# Drawing two specs is slow on a busy machine.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(LINES, LINES)
def test_change_between_two_trees_leads_from_one_to_the_other(
    one: list[bytes], other: list[bytes]
) -> None:
    old = {"both": b"".join(one), "first": b"1\n", "same": b"0\n"}
    new = {"both": b"".join(other), "last": b"".join(one), "same": b"0\n"}
    assert tree_applied(old, tree_change(old, new)) == new
