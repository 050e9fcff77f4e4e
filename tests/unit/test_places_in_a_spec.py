"""Names, URLs, and examples at places deep in a spec are checked, and shown as a request sends them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.reading.diagnostics import path_text
from tests.hostile.grounds import code_spec
from tests.unit.specs import problems_of, write_spec

REGION = ("variables", "v_region", "values")


def problems(folder: Path, path: tuple[str | int, ...], value: Any) -> list[str]:
    """Return the first lines of the problems of a spec with one change, without their positions."""
    spec = code_spec()
    target: Any = spec
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    lines = [one.partition("\n")[0] for one in problems_of(write_spec(folder, spec))]
    return [one.partition(" ")[2] for one in lines]


def test_name_of_a_choice_is_checked(tmp_path: Path) -> None:
    choice = {"web": "app.example.org", "api": "api.example.org"}
    assert problems(tmp_path, (*REGION, "u s"), choice) == [
        'error[bad-value] variables.v_region.values.u s: "u s" contains a space'
    ]


def test_name_of_a_member_is_checked(tmp_path: Path) -> None:
    assert problems(tmp_path, (*REGION, "us", "A"), "a.example") == [
        'error[bad-value] variables.v_region.values.us.A: "A" does not have the expected form'
    ]


@pytest.mark.parametrize(
    "path",
    [("token_endpoint", "refresh", "url"), ("grants", 2, "token_endpoint")],
    ids=str,
)
def test_url_of_some_token_requests_is_checked(
    tmp_path: Path, path: tuple[str | int, ...]
) -> None:
    named = path_text(path)
    assert problems(tmp_path, path, "http://{host}.example/token") == [
        f"error[insecure-endpoint] {named}: the URL does not start with https://",
        f'error[undeclared-variable] {named}: the variable "{{host}}" is not declared',
    ]


@pytest.mark.parametrize(
    "base", ["a.example/b c", "a.example//b", "a.example/..", "a.example/b?c"]
)
def test_base_that_a_request_rejects_is_no_example(tmp_path: Path, base: str) -> None:
    assert problems(tmp_path, ("variables", "v_site", "example"), base) == [
        f'error[variable-example] variables.v_site.example: "{base}" is not a valid host with a path'
    ]


@pytest.mark.parametrize("base", ["a.example", "a.example/b/", "a.example:8443/b-c/~d"])
def test_base_with_a_path_is_an_example(tmp_path: Path, base: str) -> None:
    assert problems(tmp_path, ("variables", "v_site", "example"), base) == []


def test_docs_show_a_path_as_a_request_sends_it(tmp_path: Path) -> None:
    spec = code_spec()
    spec["variables"]["v_tenant"]["default"] = 'a "b"'
    tree = pipeline.tree(pipeline.load(write_spec(tmp_path, spec)), ["docs"])
    page = tree["docs/parameters.md"].decode()
    assert "https://login.example.org/sso/a%20%22b%22/blue/authorize" in page
