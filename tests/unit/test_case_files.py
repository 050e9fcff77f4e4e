"""The files of cases that a spec names."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import pipeline
from generator.reading.diagnostics import SpecProblems
from tests.unit.rule_specs import found
from tests.unit.specs import whole_spec, write_spec

CASE = """\
  - id: {id}
    op: build_url
    group: url/basic
    input: {{domain: '', client_id: K}}
    expect: {{error: domain_empty}}
    basis: by hand
    basis_kind: decision
"""


def write_cases(tmp_path: Path, name: str, *ids: str) -> str:
    """Write a file of cases beside the spec, and return its name in the spec."""
    (tmp_path / "cases").mkdir(exist_ok=True)
    text = "cases:\n" + "".join(CASE.format(id=id) for id in ids)
    (tmp_path / "cases" / name).write_text(text)
    return f"cases/{name}"


def test_loaded_spec_contains_the_cases(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["cases"] = [write_cases(tmp_path, "some.yaml", "one", "two")]
    loaded = pipeline.load(write_spec(tmp_path, spec))
    assert loaded.file == "spec.yaml"
    assert [one["id"] for one in loaded.cases] == ["one", "two"]


def test_missing_file_of_cases_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["cases"] = [write_cases(tmp_path, "some.yaml", "one"), "cases/none.yaml"]
    assert found(tmp_path, spec) == [("missing-file", "cases[1]")]


def test_duplicate_case_on_one_line_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    name = write_cases(tmp_path, "some.yaml", "one")
    one = (
        '{id: one, op: build_url, group: url/basic, input: {domain: "", client_id: K}, '
        "expect: {error: domain_empty}, basis: by hand, basis_kind: decision}"
    )
    (tmp_path / name).write_text(f"cases: [{one}, {one}]\n")
    spec["cases"] = [name]
    assert found(tmp_path, spec) == [("duplicate-case", "cases[1].id")]


def test_file_of_cases_that_is_named_twice_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["cases"] = [write_cases(tmp_path, "some.yaml", "one")] * 2
    assert found(tmp_path, spec) == [("bad-value", "cases")]


def test_folder_in_the_place_of_cases_hides_nothing(tmp_path: Path) -> None:
    spec = whole_spec()
    (tmp_path / "cases" / "some.yaml").mkdir(parents=True)
    spec["cases"] = ["cases/some.yaml"]
    spec["packages"]["version"] = 1
    assert set(found(tmp_path, spec)) == {
        ("wrong-type", "packages.version"),
        ("missing-file", "cases[0]"),
    }


def test_case_of_an_earlier_file_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    first = write_cases(tmp_path, "first.yaml", "one", "two")
    spec["cases"] = [first, write_cases(tmp_path, "second.yaml", "three", "two")]
    assert found(tmp_path, spec) == [("duplicate-case", "cases[1].id")]


def test_file_of_cases_with_a_rejected_name_is_not_read(tmp_path: Path) -> None:
    spec = whole_spec()
    (tmp_path.parent / "outside.yaml").write_text("this is: [no YAML")
    spec["cases"] = ["../outside.yaml"]
    assert found(tmp_path, spec) == [("bad-value", "cases[0]")]


@pytest.mark.parametrize("name", ["b--> <img src=x>.yaml", "a\nb.yaml", "a b.yaml"])
def test_file_name_that_could_be_a_path_is_rejected(tmp_path: Path, name: str) -> None:
    file = write_spec(tmp_path, whole_spec()).rename(tmp_path / name)
    with pytest.raises(SpecProblems) as caught:
        pipeline.load(file)
    assert [one.code for one in caught.value.diagnostics] == ["file-name"]
