"""A corpus to the result of each payload and to a table."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.hostile import canary
from tests.hostile.corpus import Entry
from tests.hostile.oracle import OUTCOMES, Oracle, Outcome, Verdict


@dataclass(frozen=True)
class Result:
    """An entry of a corpus with its result."""

    entry: Entry
    verdict: Verdict

    @property
    def is_failure(self) -> bool:
        """Whether the payload did harm, or was accepted although it had to be rejected."""
        return self.verdict.outcome in ("BROKEN", "accepted")


def judge(
    entries: Sequence[Entry],
    browser: Browser | None,
    one_at_a_time: bool = False,
    used_step: int = 1,
) -> list[Result]:
    """Return the result of each entry: all outputs are compared, and one in `used_step` is used."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        folder = Path(name)
        oracle = Oracle(folder, one_at_a_time)
        results = [Result(one, oracle.judge(one)) for one in entries]
        made = [(one, tree) for one in results for tree in one.verdict.trees]
        made = made[::used_step]
        owners = [one for one, _ in made]
        trees = [tree for _, tree in made]
        sandbox = folder / "sandbox"
        sandbox.mkdir()
        found = canary.run(trees, sandbox, browser) if trees else {}
    blamed: dict[str, list[str]] = {}
    for index, problems in found.items():
        # A mark of unknown origin counts for every payload.
        for owner in [owners[index]] if index >= 0 else owners:
            blamed.setdefault(owner.entry.id, []).extend(problems)
    return [_with(one, blamed.get(one.entry.id, [])) for one in results]


def _with(result: Result, problems: Sequence[str]) -> Result:
    if not problems:
        return result
    before = result.verdict
    why = "; ".join(filter(None, [before.why, *problems]))
    return Result(result.entry, Verdict("BROKEN", why, before.where, before.trees))


def table(results: Sequence[Result]) -> str:
    """Return a row for each context, the problems, and the total as the last line."""
    contexts = dict.fromkeys(one.entry.context for one in results)
    width = max(len("context"), *map(len, contexts))
    heads = "".join(f"  {name:>8}" for name in OUTCOMES)
    lines = [f"{'context':{width}}{heads}  refused at"]
    for context in contexts:
        here = [one for one in results if one.entry.context == context]
        counts = "".join(f"  {_count(here, name) or '-':>8}" for name in OUTCOMES)
        places = ", ".join(
            f"{one.entry.id} {one.verdict.where}"
            for one in here
            if one.verdict.outcome == "refused"
        )
        lines.append(f"{context:{width}}{counts}  {places}".rstrip())
    for one in results:
        if one.is_failure:
            verdict = one.verdict
            lines.append(f"{verdict.outcome} {one.entry.id}: {verdict.why}")
    counted = ", ".join(f"{_count(results, name)} {name}" for name in OUTCOMES)
    return "\n".join([*lines, f"{len(results)} payloads: {counted}"])


def _count(results: Iterable[Result], outcome: Outcome) -> int:
    return sum(one.verdict.outcome == outcome for one in results)
