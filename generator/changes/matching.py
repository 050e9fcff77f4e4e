"""Two lists of entries become pairs of the same entry, and the entries of only one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

One = TypeVar("One")


@dataclass(frozen=True)
class Lists(Generic[One]):
    """Two matched lists of entries: both of a pair are the same entry."""

    pairs: list[tuple[One, One]]
    removed: list[One]
    added: list[One]

    def is_reordered(self, new: Sequence[One]) -> bool:
        """Return whether the entries of the pairs are in a different order in the new list."""
        before = [id(one) for _, one in self.pairs]
        kept = set(before)
        return before != [id(one) for one in new if id(one) in kept]


def matched(
    old: Sequence[One],
    new: Sequence[One],
    *keys: Callable[[One], object],
) -> Lists[One]:
    """Match the entries by the first key, the rest by the second, and so on, in the old order.

    A key that is None or that two entries of one list share matches nothing.
    """
    partners: dict[int, One] = {}
    taken: set[int] = set()
    for key in keys:
        ours = _unique((one for one in old if id(one) not in partners), key)
        theirs = _unique((one for one in new if id(one) not in taken), key)
        for value in ours.keys() & theirs.keys():
            partners[id(ours[value])] = theirs[value]
            taken.add(id(theirs[value]))
    return Lists(
        [(one, partners[id(one)]) for one in old if id(one) in partners],
        [one for one in old if id(one) not in partners],
        [one for one in new if id(one) not in taken],
    )


def _unique(entries: Iterable[One], key: Callable[[One], object]) -> dict[object, One]:
    found = [(key(one), one) for one in entries]
    counts = Counter(value for value, _ in found if value is not None)
    return {value: one for value, one in found if counts[value] == 1}
