"""The packages of a spec, as an application would import them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator import pipeline
from tests.shared import tree_to_run


@contextmanager
def imported(folder: Path, text: str) -> Generator[Any]:
    """Write the package of a spec's text to a folder, and yield it."""
    file = folder / "spec.yaml"
    file.write_text(text, encoding="utf-8")
    spec = pipeline.load(file)
    for path, data in tree_to_run(spec, ["python"]).items():
        if path.startswith("python/src/"):
            target = folder / path.removeprefix("python/src/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module(f"{spec.provider.id}_oauth")
    finally:
        sys.path.remove(str(folder))
