"""The texts of errors in TypeScript: spellings, and the view for the template of its messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model.naming import camel
from generator.model.protocol import Protocol, Spell
from generator.model.text import Code
from generator.targets.messages import Row, number, rows
from generator.targets.typescript.encoders import typescript_constant, typescript_string

PARTS = ("core",)

_METHODS = {
    "from_value": "AccessToken.fromValue",
    "headers": "headers()",
    "timestamp": ".getTime() / 1000",
}
_TYPES = {
    "integer": "an integer",
    "mapping": "an object",
    "none": "undefined",
    "text": "a string",
    "texts": "strings",
}


def speller(protocol: Protocol) -> Spell:
    """Return how TypeScript's messages write a spelling: `pass allowMissingState: true`."""

    def spell(kind: str, name: str) -> str:
        if kind == "call":
            return f"pass {' and '.join(map(_property, name.split('+')))}"
        if kind == "limit":
            return number(protocol.number(name))
        if kind == "attr":
            return f".{_camel(name)}"
        if kind == "type":
            return _TYPES[name]
        return _METHODS.get(name, _camel(name)) if kind == "method" else _camel(name)

    return spell


def view(protocol: Protocol) -> Mapping[str, Any]:
    """Return what the template of the messages prints."""
    spell = speller(protocol)
    return {
        "codes": [typescript_string(code) for code in protocol.codes(*PARTS)],
        "messages": [_tuple(one) for one in rows(protocol, PARTS, spell)],
        "texts": [
            typescript_constant(Code(name.upper()), text.spelled(spell))
            for name, text in protocol.texts.items()
        ],
    }


def _property(call: str) -> str:
    argument, equals, value = call.partition("=")
    return f"{_camel(argument)}: {repr(value) if equals else 'true'}"


def _camel(name: str) -> str:
    return camel(name.split("_"))


def _tuple(row: Row) -> Mapping[str, Code]:
    return {
        "name": Code(row.constant),
        "key": typescript_string(row.key),
        "message": typescript_string(row.message),
        "hint": typescript_string(row.hint),
    }
