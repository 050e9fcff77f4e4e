"""Specs with one change, for the tests of the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator import pipeline
from generator.reading.diagnostics import SpecProblems
from tests.unit.specs import whole_spec, write_spec

SOURCE = "seed#OAuth URL construction"
ENDPOINT = "https://{domain}/oauth/authorize"


def found(tmp_path: Path, spec: Any) -> list[tuple[str, str]]:
    """Return the code and the path of each problem of a spec, in the order of the file."""
    file = write_spec(tmp_path, spec)
    try:
        pipeline.load(file)
    except SpecProblems as problems:
        return [(one.code, one.path) for one in problems.diagnostics]
    return []


def scope(name: str, **more: str) -> dict[str, Any]:
    return {
        "name": name,
        "summary": "A scope.",
        "permits": [{"verb": "view", "resources": ["records"]}],
        "reach": "All.",
        "story": "None.",
        "source": SOURCE,
        **more,
    }


def variable(**more: str) -> dict[str, Any]:
    return {
        "type": "host",
        "example": "x.example",
        "summary": "A variable.",
        "source": SOURCE,
        **more,
    }


def parameter(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "summary": "A parameter.", "source": SOURCE, **more}


def parameter_of(spec: Any, name: str) -> Any:
    """Return the parameter with that name in a spec."""
    (one,) = (
        one
        for one in spec["authorization_endpoint"]["parameters"]
        if one["name"] == name
    )
    return one


def moved(url: str) -> Any:
    """Return the spec with its endpoint, and its examples, at another URL."""
    spec = whole_spec()
    assert spec["authorization_endpoint"]["url"] == ENDPOINT
    spec["authorization_endpoint"]["url"] = url
    for one in spec["examples"]:
        one["url"] = one["url"].replace(ENDPOINT, url)
    return spec
