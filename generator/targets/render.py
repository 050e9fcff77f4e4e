"""A view and a template to text. A template prints only what an encoder has made final."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
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
        self.used: set[str] = set()
        """The paths of the files that were rendered, included, or copied."""
        self._environment = Environment(
            loader=_Loader([folder] if over is None else [over, folder], self.used),
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
        uses a name that the view lacks. With `over`, every failure is BrokenTemplate.
        """
        names = {one.name: getattr(view, one.name) for one in fields(view)}
        try:
            return self._environment.get_template(template).render(names)
        except Exception as error:
            # A template can fail in any way, and so can a part that it includes.
            if self._over is None:
                raise
            failed, line = template, ""
            if isinstance(error, TemplateSyntaxError):
                failed, line = error.name or template, f" line {error.lineno}:"
            place = self._replaced(failed) or f"{self._over}: {failed}"
            raise BrokenTemplate(f"{place}:{line} {_reason(error)}") from error

    def copied(self, source: str) -> bytes:
        """Return the bytes of a file that is not a template; one of `over` gets line feeds."""
        self.used.add(source)
        own = self._replaced(source)
        if own is None:
            with open(os.path.join(self._folder, source), "rb") as file:
                return file.read()
        return own.read_bytes().replace(b"\r\n", b"\n")

    def _replaced(self, path: str) -> Path | None:
        """Return the file that replaces the one at a path, or None."""
        if self._over is None or not (self._over / path).is_file():
            return None
        return self._over / path


def _reason(error: Exception) -> str:
    """Return an error as one line."""
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__


class _Loader(FileSystemLoader):
    """Reads templates, and adds the path of each to `used`."""

    def __init__(self, folders: Sequence[Path], used: set[str]) -> None:
        # A template of a user can start with a byte order mark.
        super().__init__(folders, encoding="utf-8-sig")
        self._used = used

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        self._used.add(template)
        return super().get_source(environment, template)


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
    # Two Pythons would replace each other's files.
    pattern = f"%s.{sys.implementation.cache_tag}"
    return _Cache(str(folder), pattern) if os.access(folder, os.W_OK) else None
