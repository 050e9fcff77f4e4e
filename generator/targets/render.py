"""A view and a template to text. A template prints only what an encoder has made final."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import jinja2
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.targets.compiled import CompiledTemplates


class Renderer:
    """Renders the templates of one folder; only values of the type `printable` are printed."""

    def __init__(
        self, folder: Path, printable: type[str], kept: Path | None = None
    ) -> None:
        """Render the templates of `folder`; what is compiled of them stays below `kept`, if given."""

        def finalize(value: object) -> object:
            if type(value) is not printable:
                raise TypeError(
                    f"a template printed a {type(value).__name__}; encode it in its view"
                )
            return value

        self._environment = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            finalize=finalize,
            autoescape=False,  # each view's encoder has escaped for its own place
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=CompiledTemplates(kept / _compiler()) if kept else None,
        )

    def render(self, template: str, view: Mapping[str, object]) -> str:
        """Return the text of `template` with the names of `view`.

        Raises TypeError where it prints what no encoder made, and jinja2.UndefinedError where it
        uses a name that the view lacks.
        """
        return self._environment.get_template(template).render(view)


def _compiler() -> str:
    """Return a name for what compiles: this version of Jinja with the settings of this module."""
    settings = Path(__file__).read_bytes()
    return hashlib.sha256(jinja2.__version__.encode() + settings).hexdigest()[:16]
