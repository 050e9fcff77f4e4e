"""The workflows: right by the schema of their format, and without a right that they do not need."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.pipeline import ROOT
from tests.release.conftest import run

FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
RELEASE = ROOT / ".github" / "workflows" / "release.yml"
TARGETS = re.findall(
    r"^([a-z/_]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
)


def read(file: Path) -> Any:
    # YAML 1.1 reads the key `on` as true; this loader reads text alone.
    return yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)


def commands(file: Path) -> str:
    return "\n".join(
        step.get("run", "")
        for job in read(file)["jobs"].values()
        for step in job["steps"]
    )


def test_they_are_right_by_the_schema_of_their_format() -> None:
    check = ("check_jsonschema", "--builtin-schema", "vendor.github-workflows")
    said = run(sys.executable, "-m", *check, *map(str, FILES))
    assert said == "ok -- validation done\n"


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.name)
def test_they_call_targets_that_there_are(file: Path) -> None:
    called = re.findall(r"^make ([a-z]+)", commands(file), re.MULTILINE)
    assert called
    assert [one for one in called if one not in TARGETS] == []


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.name)
def test_they_name_actions_by_commit_with_the_version_beside_it(file: Path) -> None:
    used = re.findall(r"uses: (.*)", file.read_text(encoding="utf-8"))
    assert used
    pinned = re.compile(r"[\w./-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+")
    assert [one for one in used if not pinned.fullmatch(one)] == []


def test_one_action_has_one_commit_in_all_workflows() -> None:
    texts = "".join(one.read_text(encoding="utf-8") for one in FILES)
    pins = set(re.findall(r"uses: (\S+)@(\S+)", texts))
    assert len(pins) == len({name for name, _ in pins})


def test_a_release_starts_at_a_tag_alone() -> None:
    assert read(RELEASE)["on"] == {"push": {"tags": ["v[0-9]+.[0-9]+.[0-9]+"]}}


def test_only_what_publishes_or_attests_may_sign_and_it_builds_nothing() -> None:
    workflow = read(RELEASE)
    assert workflow["permissions"] == {}
    rights = {name: job["permissions"] for name, job in workflow["jobs"].items()}
    assert rights == {
        "build": {"contents": "read"},
        "attest": {"id-token": "write", "attestations": "write"},
        "pypi": {"id-token": "write"},
        "npm": {"id-token": "write"},
    }
    for name in ("attest", "pypi", "npm"):
        used = [one.get("uses", "") for one in workflow["jobs"][name]["steps"]]
        assert not any(one.startswith("actions/checkout@") for one in used)
    assert "secrets." not in RELEASE.read_text(encoding="utf-8")
