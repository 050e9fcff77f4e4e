"""TypeScript, as an npm package."""

from __future__ import annotations

from pathlib import Path

from generator.reading import schema
from generator.targets.language import Language, VectorRunner
from generator.targets.typescript import (
    changes,
    files,
    messages,
    names,
    page_messages,
    rules,
)
from generator.targets.typescript.client_docs import client_docs
from generator.targets.typescript.documented_view import documented_view

LANGUAGE = Language(
    key="typescript",
    label="TypeScript",
    names=schema.load(Path(__file__).with_name("names.schema.json")),
    default_names=names.default_names,
    is_main=False,
    spelling=messages.SPELLING,
    argument=names.option_name,
    rules=(rules.reserved_package,),
    files=files.files,
    documented=documented_view,
    client=client_docs,
    command=None,
    exchange=None,
    recipes=None,
    layouts={},
    terms=changes.TERMS,
    runner=VectorRunner(
        ("node", "{build}/tests/run-vectors.js"),
        {},
        ("{tools}/tsc", "--project", "{package}/tests", "--outDir", "{build}"),
    ),
    page_messages=page_messages.messages_view,
)
