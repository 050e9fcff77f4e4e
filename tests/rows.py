"""Checks the rows of a table in one test, because pytest needs 3 ms for each test beside what that checks."""

from __future__ import annotations

import functools
import inspect
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pytest

SHOWN = 300
"""The characters of a value that a report shows."""

FAILURES = (Exception, pytest.fail.Exception, pytest.skip.Exception)

Test = Callable[..., None]
Ids = Sequence[object] | Callable[[Any], object] | None
"""The names of the rows, what returns the name of a value, or None for numbers."""


def each_row(
    names: str | tuple[str, ...], rows: Iterable[Any], *, ids: Ids = None
) -> Callable[[Test], Test]:
    """Call a test with each row of a table, then fail with a report of every row that failed.

    The parameters are those of `pytest.mark.parametrize`. A fixture is the same object for all rows,
    so use this only for tests that change none. A table without rows and a skipped row fail, too.
    """
    table = [(row,) if isinstance(names, str) else row for row in rows]
    arguments = (names,) if isinstance(names, str) else names

    def decorate(test: Test) -> Test:
        @functools.wraps(test)
        def whole(**fixtures: Any) -> None:
            failed: list[str] = []
            for index, row in enumerate(table):
                values = dict(zip(arguments, row, strict=True))
                try:
                    test(**values, **fixtures)
                except FAILURES as why:
                    failed.append(_report(_name(index, row, ids), values, why))
            if failed or not table:
                count = f"{len(failed)} of {len(table)} rows failed"
                pytest.fail("\n".join([count, *failed]), pytrace=False)

        shape = inspect.signature(test)
        kept = [one for name, one in shape.parameters.items() if name not in arguments]
        # pytest finds the names of the fixtures there.
        whole.__signature__ = shape.replace(parameters=kept)  # type: ignore[attr-defined]
        return whole

    return decorate


def _name(index: int, row: Sequence[Any], ids: Ids) -> str:
    if ids is None:
        return f"row {index}"
    return "-".join(map(str, map(ids, row))) if callable(ids) else str(ids[index])


def _report(name: str, values: Mapping[str, Any], why: BaseException) -> str:
    shown = (f"{key} = {repr(one)[:SHOWN]}" for key, one in values.items())
    return "\n".join([f"{name}: {', '.join(shown)}", *traceback.format_exception(why)])
