"""Find what an unknown key of an object probably means: a known key, or something else to write.

The schema of an object can have two keywords for it: `x-meant` has the known key for other keys, and
`x-instead` says what to do about keys that have no place in a spec.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import cast

from generator.reading.departures import Departure, Schema
from generator.reading.diagnostics import MOST, Problem, did_you_mean, nearest

MEANT, INSTEAD = "x-meant", "x-instead"


def meant(departure: Departure) -> list[str]:
    """Return the known keys that the unknown keys of a departure are probably meant to be."""
    given = cast(Schema, departure.value)
    near = (_nearest(departure, key, departure.known) for key in departure.unknown())
    return [key for key in near if key is not None and key not in given]


def unknown_keys(departure: Departure) -> Iterator[Problem]:
    """Yield a problem for each unknown key, with a suggestion."""
    wrong = misspelled(departure)
    listed = f"the valid keys are {', '.join(departure.known)}"
    for key in departure.unknown():
        # A missing key is more likely to be meant than any other key.
        code = "misspelled-key" if key in wrong else "unknown-key"
        hint = functools.partial(_suggested, departure, key, wrong.get(key), listed)
        path = (*departure.path, key)
        yield Problem(code, path, "unknown key", hint, at_key=True)


def misspelled(departure: Departure) -> Mapping[str, str]:
    """Return the unknown keys that look like missing required keys, with those keys.

    Only the first unknown keys count, because an object with many of them is something else.
    """
    given = cast(Schema, departure.value)
    dependent = departure.shape.get("dependentRequired", {}).items()
    required = [
        *departure.shape.get("required", ()),
        *(one for key, needed in dependent if key in given for one in needed),
    ]
    absent = [key for key in required if key not in given]
    near = {
        key: _nearest(departure, key, absent)
        for key in islice(departure.unknown(), MOST)
    }
    return {key: found for key, found in near.items() if found}


def _nearest(
    departure: Departure, key: str, known: Sequence[str] | Schema
) -> str | None:
    """Return the key among those that are known that a key is probably meant to be, or None."""
    for one in (departure.shape.get(MEANT, {}).get(key), key.partition(":")[0]):
        if one in known:
            return str(one)
    if key in departure.shape.get(INSTEAD, {}):
        return None
    return nearest(key, tuple(known))


def _suggested(
    departure: Departure, key: str, required: str | None, listed: str
) -> str:
    name, colon, value = key.partition(":")
    if colon and name in departure.known:
        return f'put a space after the colon: "{name}: {value}"'
    if advice := departure.shape.get(INSTEAD, {}).get(key):
        return str(advice)
    if meant := departure.shape.get(MEANT, {}).get(key):
        given = departure.value[key]
        is_word = isinstance(given, str) and given.isidentifier()
        is_list = departure.known[meant].get("type") == "array"
        return f"write {meant}: [{given}]" if is_word and is_list else f"write {meant}"
    if departure.path and key in departure.around[0].get("properties", ()):
        return f"{key} is a key of the whole spec; move it to the top level"
    near = [required] if required else list(departure.known)
    return f"{did_you_mean(key, near)} {listed}".strip()
