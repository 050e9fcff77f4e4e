"""`scopes`: what each scope permits, and which scopes a task needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from ..scope import is_near
from ..store.token_store import Token
from .application import Application, DocumentedScope
from .options import json_option
from .output import DataCommand, print_json, print_table


def scopes_command(app: Application[Token]) -> click.Command:
    """Return the command that lists scopes."""
    known = list(dict.fromkeys(task for one in app.scopes for task in one.permits))

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        given = ctx.params.get("tasks", ())
        tasks = [task for text in given for task in _chosen(text, known)]
        if tasks:
            _print_sets(sets_for(tasks, app.scopes), as_json=ctx.params["as_json"])
        else:
            _print_scopes(app.scopes, as_json=ctx.params["as_json"])

    listed = "List the documented scopes"
    params: list[click.Parameter] = [json_option()]
    short = long = f"{listed}."
    if known:
        params = [_wanted(known[0]), *params]
        short = f"{listed}, or those that a task needs."
        long = (
            f"{listed}, or, with --for, the sets of scopes that permit all of the given "
            "tasks, with the smallest set first."
        )
    return DataCommand(
        "scopes", callback=run, params=params, short_help=short, help=long
    )


def _wanted(example: str) -> click.Option:
    """Return the option for tasks."""
    return click.Option(
        ["--for", "tasks"],
        multiple=True,
        metavar="TASK",
        help=f'Show the scopes that permit a task, for example "{example}"; repeat the option, '
        "or separate tasks with commas.",
    )


def sets_for(
    tasks: Iterable[str], scopes: Sequence[DocumentedScope]
) -> list[tuple[DocumentedScope, ...]]:
    """Return the sets of scopes that permit all tasks and contain no needless scope.

    They are sorted by the number of scopes, then by the number of permissions.
    """
    places = range(len(scopes))
    sets = {frozenset[int]()}
    for task in tasks:
        able = {place for place in places if task in scopes[place].permits}
        wider = {one if one & able else one | {place} for one in sets for place in able}
        sets = {one for one in wider if not any(other < one for other in wider)}
    ordered = sorted(
        (sorted(one) for one in sets),
        key=lambda one: (len(one), sum(len(scopes[at].permits) for at in one), one),
    )
    return [tuple(scopes[place] for place in one) for one in ordered]


def _chosen(text: str, known: Sequence[str]) -> list[str]:
    """Return the documented tasks that a text names, in any letter case."""
    by_name = {task.casefold(): task for task in known}
    whole = _plain(text)
    names = [whole] if whole in by_name else [_plain(one) for one in text.split(",")]
    for name in names:
        if name in by_name:
            continue
        near = [task for task in known if is_near(name, task)]
        listed = f"the tasks are {', '.join(known)}"
        hint = f'did you mean "{near[0]}"?' if near else listed
        raise click.BadParameter(
            f"no documented scope permits that: {hint}", param_hint="--for"
        )
    return [by_name[name] for name in names]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _print_sets(sets: Sequence[tuple[DocumentedScope, ...]], *, as_json: bool) -> None:
    if as_json:
        print_json([[one.value for one in chosen] for chosen in sets])
        return
    print_table(
        ("scopes", "what they permit"),
        [
            (
                " ".join(one.value for one in chosen),
                ", ".join(
                    dict.fromkeys(task for one in chosen for task in one.permits)
                ),
            )
            for chosen in sets
        ],
    )


def _print_scopes(scopes: Sequence[DocumentedScope], *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "name": one.value,
                    "summary": one.summary,
                    "permits": one.permits,
                    "reach": one.reach,
                }
                for one in scopes
            ]
        )
        return
    columns = {
        "scope": [one.value for one in scopes],
        "what it permits": [", ".join(one.permits) for one in scopes],
        "reach": [one.reach for one in scopes],
    }
    used = {name: cells for name, cells in columns.items() if any(cells)}
    print_table((*used,), [*zip(*used.values())])
