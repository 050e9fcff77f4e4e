"""A view and a template to text. A template prints only what an encoder has made final."""

from __future__ import annotations

import contextlib
import os
from dataclasses import fields
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket

from generator.targets.views import View


class BrokenTemplate(Exception):
    """A template that replaces one of the generator's does not work. The text names it."""


class Renderer:
    """Renders the templates of one folder; only values of the type `printable` are printed."""

    def __init__(
        self,
        folder: Path,
        printable: type[str],
        kept: Path | None = None,
        over: Path | None = None,
    ) -> None:
        """Render the templates of `folder`; what is compiled of them stays below `kept`, if given.

        A file in `over` replaces the file of `folder` with the same path.
        """

        def finalize(value: object) -> object:
            if isinstance(value, StrictUndefined):
                str(value)  # raises UndefinedError, which says the name
            if type(value) is not printable:
                raise TypeError(
                    f"a template printed a {type(value).__name__}; encode it in its view"
                )
            return value

        self._folder, self._over = folder, over
        self._environment = Environment(
            loader=FileSystemLoader([folder] if over is None else [over, folder]),
            undefined=StrictUndefined,
            finalize=finalize,
            autoescape=False,  # each view's encoder has escaped for its own place
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=_cache(kept) if kept else None,
        )

    def render(self, template: str, view: View) -> str:
        """Return the text of `template` with the fields of `view` as its names.

        Raises TypeError if it prints a value that no encoder made, and jinja2.UndefinedError if it
        uses a name that the view lacks. For a file of `over`, both are BrokenTemplate.
        """
        names = {one.name: getattr(view, one.name) for one in fields(view)}
        try:
            return self._environment.get_template(template).render(names)
        except (TemplateError, TypeError, UnicodeDecodeError) as error:
            if self._replaced(template) is None:
                raise
            is_syntax = isinstance(error, TemplateSyntaxError)
            line = f" line {error.lineno}:" if is_syntax else ""
            raise BrokenTemplate(
                f"{self._replaced(template)}:{line} {error}"
            ) from error

    def copied(self, source: str) -> bytes:
        """Return the bytes of a file that is not a template; one of `over` gets line feeds."""
        own = self._replaced(source)
        if own is None:
            return (self._folder / source).read_bytes()
        return own.read_bytes().replace(b"\r\n", b"\n")

    def _replaced(self, path: str) -> Path | None:
        """Return the file that replaces the one at a path, or None."""
        if self._over is None or not (self._over / path).is_file():
            return None
        return self._over / path


class _Cache(FileSystemBytecodeCache):
    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        # Jinja would encode the path of the template, which need not be text.
        return super().get_cache_key(name)

    def dump_bytecode(self, bucket: Bucket) -> None:
        # A full disk is reported when the output is written, and does not stop rendering.
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def _cache(folder: Path) -> _Cache | None:
    """Return a cache in a folder, or None if the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return _Cache(str(folder)) if os.access(folder, os.W_OK) else None
