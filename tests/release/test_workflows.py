"""The workflows match their schema and have only the permissions that they need."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
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
    # YAML 1.1 reads the key `on` as true; this loader reads every scalar as text.
    return yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)


def commands(file: Path) -> str:
    return "\n".join(
        step.get("run", "")
        for job in read(file)["jobs"].values()
        for step in job["steps"]
    )


def test_workflows_match_their_schema() -> None:
    check = ("check_jsonschema", "--builtin-schema", "vendor.github-workflows")
    said = run(sys.executable, "-m", *check, *map(str, FILES))
    assert said == "ok -- validation done\n"


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.name)
def test_workflows_call_targets_that_exist(file: Path) -> None:
    called = re.findall(r"^make ([a-z]+)", commands(file), re.MULTILINE)
    assert called
    assert [one for one in called if one not in TARGETS] == []


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.name)
def test_workflows_pin_actions_to_a_commit_with_the_version_next_to_it(
    file: Path,
) -> None:
    used = re.findall(r"uses: (.*)", file.read_text(encoding="utf-8"))
    assert used
    pinned = re.compile(r"[\w./-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+")
    assert [one for one in used if not pinned.fullmatch(one)] == []


def test_each_action_has_the_same_commit_in_all_workflows() -> None:
    texts = "".join(one.read_text(encoding="utf-8") for one in FILES)
    pins = set(re.findall(r"uses: (\S+)@(\S+)", texts))
    assert len(pins) == len({name for name, _ in pins})


def test_only_a_tag_starts_a_release() -> None:
    assert read(RELEASE)["on"] == {"push": {"tags": ["v[0-9]+.[0-9]+.[0-9]+"]}}


def test_no_command_contains_an_expression_of_the_workflow() -> None:
    # GitHub inserts the value of an expression in a command without quoting it.
    for file in FILES:
        assert "${{" not in commands(file)


def test_archives_are_stored_before_any_test_runs() -> None:
    jobs = read(RELEASE)["jobs"]
    assert [name for name in jobs if "make test" in said_in(jobs[name])] == ["prove"]
    assert "make dist" not in said_in(jobs["prove"])
    used = [one.get("uses", "") for one in jobs["build"]["steps"]]
    assert [one.partition("@")[0] for one in used if "artifact" in one] == [
        "actions/upload-artifact"
    ]
    assert jobs["attest"]["needs"] == ["build", "prove"]


def said_in(job: Any) -> str:
    return "\n".join(step.get("run", "") for step in job["steps"])


def test_each_job_that_gets_the_archives_checks_them_first(tmp_path: Path) -> None:
    jobs = read(RELEASE)["jobs"]
    assert jobs["build"]["outputs"] == {"digest": "${{ steps.digest.outputs.digest }}"}
    (told,) = (one for one in jobs["build"]["steps"] if one.get("id") == "digest")
    dist = tmp_path / "build" / "dist"
    dist.mkdir(parents=True)
    (dist / "a.whl").write_text("a")
    sums = f"{hashlib.sha256(b'a').hexdigest()}  a.whl\n"
    (dist / "SHA256SUMS").write_text(sums)
    output = tmp_path / "output"
    assert shell(told["run"], tmp_path, GITHUB_OUTPUT=str(output)) == 0
    digest = hashlib.sha256(sums.encode()).hexdigest()
    assert output.read_text() == f"digest={digest}\n"
    for name in ("attest", "pypi", "npm"):
        job = jobs[name]
        assert "build" in job["needs"]
        download, check = job["steps"][:2]
        assert download["with"] == {"name": "dist", "path": "dist"}
        assert check["working-directory"] == "dist"
        assert check["env"] == {"DIGEST": "${{ needs.build.outputs.digest }}"}
        assert shell(check["run"], dist, DIGEST=digest) == 0
        assert shell(check["run"], dist, DIGEST="0" * 64) == 1
        (dist / "a.whl").write_text("b")
        assert shell(check["run"], dist, DIGEST=digest) == 1
        (dist / "a.whl").write_text("a")


def shell(command: str, folder: Path, **environment: str) -> int:
    """Run a step of a workflow as GitHub does, and return the result."""
    return subprocess.run(
        ["bash", "-e", "-c", command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    ).returncode


def test_only_jobs_that_publish_or_attest_can_sign_and_they_build_nothing() -> None:
    workflow = read(RELEASE)
    assert workflow["permissions"] == {}
    rights = {name: job["permissions"] for name, job in workflow["jobs"].items()}
    assert rights == {
        "build": {"contents": "read"},
        "prove": {"contents": "read"},
        "attest": {"id-token": "write", "attestations": "write"},
        "pypi": {"id-token": "write"},
        "npm": {"id-token": "write"},
    }
    for name in ("attest", "pypi", "npm"):
        used = [one.get("uses", "") for one in workflow["jobs"][name]["steps"]]
        assert not any(one.startswith("actions/checkout@") for one in used)
    assert "secrets." not in RELEASE.read_text(encoding="utf-8")
