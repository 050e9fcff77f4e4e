"""The specs that these tests read: small ones in this folder, and those of real providers."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from tests.shared import importable_from, packages
from tests.unit.specs import parsed

SMALL = sorted(Path(__file__).parent.glob("*.yaml"))
GALLERY = sorted((pipeline.ROOT / "spec" / "gallery").glob("*.yaml"))
SPECS = [*SMALL, *GALLERY]


def spec_value(file: Path) -> Any:
    """Return the value of a spec, with the keys that the generator ignores."""
    return parsed(file)


def _is_for_browsers(file: Path) -> bool:
    return "authorization_endpoint" in spec_value(file)


BROWSER_SPECS = [file for file in SPECS if _is_for_browsers(file)]
"""The specs with a grant in which a browser takes part."""
WITH_URL = [file for file in SMALL if "x-url" in spec_value(file)]
"""The specs that have a URL that was worked out by hand."""


@contextmanager
def importable(
    files: Sequence[Path], factory: pytest.TempPathFactory
) -> Generator[Path]:
    """Write the Python package of each spec, let it be imported, and return the folder."""
    (folder,) = {packages(factory, "providers", file, ["python"]) for file in files}
    with importable_from(folder):
        yield folder
