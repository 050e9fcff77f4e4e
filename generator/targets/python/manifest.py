"""Python."""

from __future__ import annotations

from pathlib import Path

from generator.reading import schema
from generator.targets.language import Language, VectorRunner
from generator.targets.python import changes, files, messages, names, rules
from generator.targets.python.client_docs import client_docs
from generator.targets.python.documented_view import documented_view
from generator.targets.python.exchange_command_docs import documented_command
from generator.targets.python.guide_view import exchange_docs
from generator.targets.python.layout import laid_out
from generator.targets.python.recipes_view import recipes_view

LANGUAGE = Language(
    key="python",
    label="Python",
    names=schema.load(Path(__file__).with_name("names.schema.json")),
    default_names=names.default_names,
    is_main=True,
    spelling=messages.SPELLING,
    argument=names.variable_argument,
    rules=(rules.reserved_module, rules.duplicate_package),
    files=files.files,
    documented=documented_view,
    client=client_docs,
    command=documented_command,
    exchange=exchange_docs,
    recipes=recipes_view,
    layouts={".py": laid_out},
    terms=changes.TERMS,
    runner=VectorRunner(
        ("{python}", "{package}/tests/run_vectors.py"), {"PYTHONPATH": "{package}/src"}
    ),
)
