"""The errors of the package by stage, with cause and remedy, for the page about errors."""

from __future__ import annotations

from typing import Any

from generator.model.protocol import ErrorCode, Protocol
from generator.model.text import Code
from generator.targets.encoders.markdown import markdown_code
from generator.targets.python import messages as python

_ALWAYS = {"core", "calls"}
_WITH_COMMAND = {"store", "command"}


def error_stages(protocol: Protocol, *, has_command: bool) -> list[dict[str, Any]]:
    """Return the stages in order, each with the codes that the package can raise in it."""
    parts = _ALWAYS | (_WITH_COMMAND if has_command else set[str]())
    stages = [
        (title, [one for one in protocol.errors if _is_in(one, name, parts)])
        for name, title in protocol.stages.items()
    ]
    return [
        {"title": Code(title), "errors": [_row(one, protocol) for one in errors]}
        for title, errors in stages
        if errors
    ]


def _is_in(error: ErrorCode, stage: str, parts: set[str]) -> bool:
    return error.stage == stage and any(one.part in parts for one in error.messages)


def _row(error: ErrorCode, protocol: Protocol) -> dict[str, Code]:
    in_python = python.speller(protocol)

    def spell(kind: str, name: str) -> str:
        if kind == "call":
            return " and ".join(
                f"pass {markdown_code(one)}"
                for one in in_python(kind, name).removeprefix("pass ").split(" and ")
            )
        written = in_python(kind, name)
        if kind in ("arg", "attr", "method"):
            return markdown_code(written.removeprefix("."))
        return written

    return {
        "code": markdown_code(error.code),
        # The texts are Markdown of this project.
        "cause": Code(error.cause.spelled(spell)),
        "remedy": Code(error.remedy.spelled(spell)),
    }
