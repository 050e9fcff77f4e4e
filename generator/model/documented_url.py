"""A documented URL with the example of each variable becomes one with the names of the variables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.model.endpoints import Variable

_VARIABLE = re.compile(r"\{([a-z0-9_]+)\}")


def with_names(url: str, endpoint: str, variables: Sequence[Variable]) -> str:
    """Return a documented URL that starts like the URL of the endpoint, which has `{name}`.

    A URL that does not start with the endpoint's URL, also with the examples, the defaults, and the
    choices of the variables in it, is returned unchanged.
    """
    known = {one.name: "|".join(map(re.escape, _values(one))) for one in variables}
    start = re.match(f"{_pattern(endpoint, known)}(?=[?&])", url)
    return url if start is None else f"{endpoint}{url[start.end() :]}"


def _pattern(endpoint: str, known: Mapping[str, str]) -> str:
    # Every second part is the name of a variable.
    parts = _VARIABLE.split(endpoint)
    for index, part in enumerate(parts):
        is_known = index % 2 == 1 and part in known
        parts[index] = f"(?:{known[part]})" if is_known else re.escape(part)
    return "".join(parts)


def _values(one: Variable) -> Sequence[str]:
    """Return what a documented URL can have for a variable: its name first."""
    found = (
        f"{{{one.name}}}",
        one.example,
        one.default,
        *(each.name for each in one.choices),
    )
    return [value for value in found if value]
