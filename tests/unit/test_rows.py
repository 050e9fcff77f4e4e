"""A test of many rows reports each that fails."""

from __future__ import annotations

import pytest

from tests.rows import each_row

SQUARES = [(1, 1), (2, 5), (3, 9), (4, 15), (5, 25)]


@pytest.fixture
def zero() -> int:
    return 0


@each_row("factor", [1, 2])
@each_row(("base", "square"), [(1, 1), (2, 4)], ids=["one", "two"])
def test_every_combination_of_rows_is_checked(
    base: int, square: int, factor: int, zero: int
) -> None:
    assert zero + factor * base * base == factor * square


def test_each_row_that_fails_is_reported_with_its_name_values_and_assertion() -> None:
    called: list[int] = []

    @each_row(("base", "square"), SQUARES, ids=lambda one: f"<{one}>")
    def check(base: int, square: int) -> None:
        called.append(base)
        if base == 4:
            pytest.fail("four is odd")
        assert base * base == square

    with pytest.raises(pytest.fail.Exception) as failed:
        check()
    report = str(failed.value)
    assert called == [1, 2, 3, 4, 5]
    assert report.startswith("2 of 5 rows failed\n<2>-<5>: base = 2, square = 5")
    assert "AssertionError: assert (2 * 2) == 5" in report
    assert "\n<4>-<15>: base = 4, square = 15\n" in report
    assert "Failed: four is odd" in report
    assert "base = 1" not in report


def test_table_without_rows_fails() -> None:
    @each_row("base", [])
    def check(base: int) -> None:
        """Accept any row."""

    with pytest.raises(pytest.fail.Exception, match="0 of 0 rows failed"):
        check()


def test_skipped_row_hides_no_other_row_and_fails() -> None:
    called: list[int] = []

    @each_row("base", [1, 2])
    def check(base: int) -> None:
        called.append(base)
        pytest.skip("not now")

    with pytest.raises(pytest.fail.Exception, match="2 of 2 rows failed"):
        check()
    assert called == [1, 2]
