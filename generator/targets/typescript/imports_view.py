"""The imports of the module of the client in TypeScript."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.model.text import Code
from generator.targets.typescript.encoders import TYPESCRIPT_WIDTH


def imports(lines: Iterable[Code]) -> Iterator[Code]:
    """Yield the imports of what the lines use."""
    used = {*re.findall(r"\w+", _without_text("\n".join(lines)))}
    for module, names in _MODULES.items():
        found = [name for name in names if name.removeprefix("type ") in used]
        if found:
            yield _import(found, module)


def _without_text(lines: str) -> str:
    """Return code without the text in its literals, which can contain the name of anything."""
    return _LITERAL.sub(_expressions, lines)


# One pattern for all, because a quote in a template literal does not start a string.
_LITERAL = re.compile(
    r"`(?P<template>(?:[^`\\]|\\.)*)`" r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'",
    re.DOTALL,
)


def _expressions(literal: re.Match[str]) -> str:
    return " ".join(re.findall(r"\$\{([^}]*)\}", literal["template"] or ""))


def _import(names: Sequence[str], module: str) -> Code:
    line = f'import {{ {", ".join(names)} }} from "{module}";'
    if len(line) <= TYPESCRIPT_WIDTH or len(names) == 1:
        return Code(line)
    inner = "".join(f"\n  {name}," for name in names)
    return Code(f'import {{{inner}\n}} from "{module}";')


_MODULES = {
    "./access-token.js": ("AccessToken",),
    "./runtime/checks.js": (
        "checkClientId",
        "checkDomain",
        "checkExtraParameters",
        "checkRedirectUri",
        "checkScheme",
        "checkState",
        "newState",
        "type ExtraParameters",
    ),
    "./runtime/client.js": ("ClientBase",),
    "./runtime/code-request.js": ("CodeRequest",),
    "./runtime/encoding.js": ("percentEncode",),
    "./runtime/implicit.js": ("ImplicitRequest",),
    "./runtime/options.js": ("checkOptions",),
    "./runtime/pkce.js": ("createPkce", "type Pkce"),
    "./runtime/request.js": ("RequestBase",),
    "./runtime/scope.js": ("freeScopes", "orDefault", "requireScopes", "selectScopes"),
    "./runtime/variables.js": (
        "checkBase",
        "checkChoice",
        "checkFlag",
        "checkKey",
        "checkLabel",
        "checkPathSegment",
        "checkText",
        "checkTexts",
        "joinDistinct",
        "optional",
        "repeated",
        "requireValues",
    ),
    "./scopes.js": ("Scope",),
    "./server-errors.js": ("REMEDIES",),
}
"""What a client can import by module."""
