"""The programs on the page of recipes, as files that a reader would save."""

from __future__ import annotations

import re
from pathlib import Path

_PROGRAM = re.compile(
    r"`(\w+\.py)`[^\n]*:\n\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


def programs(page: str) -> dict[str, str]:
    """Return the text of each program by the name of its file."""
    found = _PROGRAM.findall(page)
    assert len(found) == page.count("```python\n")
    return dict(found)


def saved(page: str, folder: Path) -> dict[str, str]:
    """Save the programs in a folder, and return them."""
    found = programs(page)
    for name, text in found.items():
        (folder / name).write_text(text, encoding="utf-8")
    return found


def modules(page: str) -> set[str]:
    """Return the names under which the programs can be imported."""
    return {name.removesuffix(".py") for name in programs(page)}
