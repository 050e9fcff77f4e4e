"""The variables of a spec to a table in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.endpoints import Variable
from generator.model.text import Code
from generator.targets.encoders.markdown import (
    markdown,
    markdown_code,
    markdown_table,
)
from generator.targets.encoders.words import joined


def variable_table(variables: Sequence[Variable]) -> tuple[Code, ...]:
    """Return the table of variables. It has no lines without any."""
    rows = [
        (
            markdown_code(one.name),
            markdown(one.summary),
            Code(joined([markdown_code(each.name) for each in one.choices], "or")),
            Code("" if one.default is None else markdown_code(one.default)),
            markdown_code(one.example),
        )
        for one in variables
    ]
    return _filled(("variable", "meaning", "values", "default", "example"), rows)


def _filled(head: Sequence[str], rows: Sequence[Sequence[Code]]) -> tuple[Code, ...]:
    """Return a table of variables, in which an empty cell means that there is no limit or default."""
    used = [any(row[index] for row in rows) for index in range(len(head))]
    empty = {"values": Code("any"), "default": Code("none")}
    return markdown_table(
        head,
        [
            [
                cell or (empty.get(name, cell) if is_used else cell)
                for cell, name, is_used in zip(row, head, used)
            ]
            for row in rows
        ],
    )
