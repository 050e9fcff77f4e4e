"""The command that turns a foreign document into a spec. It reads the document and nothing else."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO, cast

import click

from generator import pipeline
from generator.command import new_file, settings
from generator.command.console import (
    PROBLEMS,
    filled,
    printed,
)
from generator.importing import documents, writing
from generator.importing.document import MAX_JSON
from generator.importing.faults import ImportFault, visible
from generator.importing.imported import Imported
from generator.reading import source
from generator.reading.diagnostics import SpecProblems

_STDIN = "-"
_OPTIONS = {"provider.id": "--id", "provider.name": "--name"}
"""The option for each key of a spec that the user can choose."""


@click.command(
    "import",
    short_help="Write a spec from an OpenAPI description or server metadata.",
)
@click.argument("file", callback=filled, metavar="FILE")
@click.option(
    "--scheme",
    "schemes",
    callback=filled,
    multiple=True,
    metavar="NAME",
    help="The security scheme. Repeat for several schemes of one provider.  [default: all]",
)
@click.option(
    "--server",
    callback=filled,
    metavar="URL",
    help="The server that relative URLs are relative to.  [default: from the document]",
)
@click.option(
    "--issuer",
    callback=filled,
    metavar="URL",
    help="Reject metadata of another issuer (RFC 8414 §3.3).",
)
@click.option(
    "--id", "id", metavar="ID", help="The provider's ID.  [default: from its name]"
)
@click.option(
    "--name", metavar="NAME", help="The provider's name.  [default: from the document]"
)
@click.option(
    "--out",
    "-o",
    callback=filled,
    metavar="FILE",
    help="Write the spec to FILE, or to standard output for -.  [default: -]",
)
@click.option("--force", is_flag=True, help="Overwrite FILE.")
def import_(
    file: str,
    schemes: Sequence[str],
    server: str | None,
    issuer: str | None,
    id: str | None,
    name: str | None,
    out: str | None,
    force: bool,
) -> None:
    """Write a spec from FILE, or from standard input for -.

    FILE is an OpenAPI description (2.0, 3.0, 3.1, or 3.2; JSON or YAML), or the metadata of an
    authorization server (RFC 8414). Standard error lists what FILE does not specify and what the
    spec omits.
    """
    if out == _STDIN:
        out = None
    if out is not None:
        new_file.refuse_existing(out, force)
    shown = "standard input" if file == _STDIN else file
    wanted = documents.Wanted(schemes, server, issuer)
    try:
        found = documents.imported(_bytes(file, shown), shown, wanted)
        title = "standard input" if file == _STDIN else Path(file).name
        text = writing.spec_text(found, title, writing.Chosen(id, name))
    except ImportFault as error:
        printed(f"Error: {error}", err=True)
        sys.exit(PROBLEMS)
    _check(text, shown)
    _report(found)
    if out is None:
        printed(text, end="")
        return
    new_file.write(out, text)
    printed(f"wrote {out}", err=True)


def _bytes(file: str, shown: str) -> bytes:
    with settings.place("read", shown):
        if file == _STDIN:
            # Python has no standard input if it was closed before the start.
            if cast("TextIO | None", sys.stdin) is None:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            return sys.stdin.buffer.read(MAX_JSON + 1)
        with Path(file).open("rb") as stream:
            return stream.read(MAX_JSON + 1)


def _check(text: str, shown: str) -> None:
    """Exit if the spec has problems, and report each in one line."""
    name = "imported.yaml"
    try:
        pipeline.spec_of(source.read(text.encode(), name), Path(name))
    except SpecProblems as problems:
        for one in problems.diagnostics:
            # The spec is not written, so its lines would not help.
            option = _OPTIONS.get(one.path)
            subject = f"{one.path} ({option})" if option else one.path
            what = f"{shown}: the spec would not be valid: {subject}: {one.message}; {one.hint}"
            printed(f"Error: {visible(what)} [{one.code}]", err=True)
        sys.exit(PROBLEMS)


def _report(found: Imported) -> None:
    """Print what the spec lacks to standard error, one line each."""
    for remark in found.remarks:
        printed(f"note: {remark}", err=True)
    for one in found.absent:
        printed(f"note: the document does not say {one}", err=True)
