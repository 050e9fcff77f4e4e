"""Values with a spec's words in them to JSON."""

from __future__ import annotations

import json
from typing import Any

from generator.model.text import Code
from generator.targets.encoders.words import raw_of


def json_value(value: Any) -> Code:
    """Return a JSON value on one line, in ASCII; a `Text` in it is a JSON string."""
    return Code(json.dumps(value, default=raw_of, separators=(", ", ": ")))


def json_document(value: Any) -> Code:
    """Return a JSON document for people: one member a line, in ASCII; a `Text` in it is a string."""
    return Code(json.dumps(value, default=raw_of, indent=2))
