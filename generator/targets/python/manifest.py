"""Python."""

from __future__ import annotations

from pathlib import Path

from generator.model.text import Code
from generator.reading import schema
from generator.targets.language import Language, VectorRunner
from generator.targets.python import changes, files, names, rules
from generator.targets.python.documented_view import documented_view

LANGUAGE = Language(
    key="python",
    label="Python",
    names=schema.load(Path(__file__).with_name("names.schema.json")),
    is_required=True,
    spelled=Code,
    argument=names.variable_argument,
    rules=(rules.reserved_module, rules.duplicate_package),
    files=files.files,
    documented=documented_view,
    terms=changes.TERMS,
    runner=VectorRunner(
        ("{python}", "{package}/tests/run_vectors.py"), {"PYTHONPATH": "{package}/src"}
    ),
)
