"""Every language: a folder here with a module `manifest`, which defines LANGUAGE."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.targets.language import Language

_FOLDER = Path(__file__).parent


def _found() -> Iterator[Language]:
    for one in pkgutil.iter_modules([str(_FOLDER)]):
        if (_FOLDER / one.name / "manifest.py").is_file():
            module = importlib.import_module(f"{__package__}.{one.name}.manifest")
            yield module.LANGUAGE


LANGUAGES: Sequence[Language] = tuple(_found())
"""The languages in the order of their keys."""

MAIN = next(one for one in LANGUAGES if one.is_main)
"""The language of the documentation that is not about a single language: every spec has its package."""
