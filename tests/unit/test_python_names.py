"""No argument that a spec names can shadow a name that a request uses."""

from __future__ import annotations

import ast
import builtins
import re
from pathlib import Path

import imagen_oauth.client as generated

from generator.targets.python.names import RESERVED


def test_no_argument_shadows_a_name_of_the_request() -> None:
    attributes = {
        name.removeprefix("_")
        for name in dir(generated.AuthorizationRequest)
        if not name.startswith("__")
    }
    globals_used = {name for name in vars(generated) if not name.startswith("_")}
    source = Path(generated.__file__ or "").read_text(encoding="utf-8")
    names = {
        node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)
    }
    builtins_used = set(dir(builtins)) & names
    needed = attributes | globals_used | builtins_used
    arguments = {name for name in needed if re.fullmatch(r"[a-z][a-z0-9_]*", name)}
    assert arguments - RESERVED - {"domain"} == set()
