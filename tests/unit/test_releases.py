"""The version gate of `check`: what it compares with, what it reports, and what it rejects."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.command.cli import main
from tests.repository import commit, git, repository
from tests.sampling import LONG
from tests.unit.specs import whole_spec, whole_spec_in_format1, write_spec

__all__ = ["repository"]

SHARE = {
    "name": "shareMedia",
    "summary": "Share media.",
    "permits": [{"verb": "share", "resources": ["media"]}],
    "reach": "All.",
    "story": "It can share media.",
    "source": "seed#Scopes explained",
}
LINE = (
    "The scope `shareMedia` is new: Share media. Python, TypeScript: Request it with "
    "`Scope.SHARE_MEDIA`."
)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in a folder without a pyproject.toml."""
    monkeypatch.chdir(tmp_path)


def release(version: str, spec: Any) -> Path:
    """Write the spec of a release, and its digest."""
    folder = Path("released")
    folder.mkdir(exist_ok=True)
    file = folder / f"{version}.yaml"
    released = {**spec, "packages": {**spec["packages"], "version": version}}
    file.write_text(json.dumps(released))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write(f"{digest}  {file.name}\n")
    return file


def checked(spec: Any, version: str = "0.1.0", form: str = "text") -> Result:
    spec["packages"]["version"] = version
    write_spec(Path(), spec)
    arguments = ("--spec", "spec.yaml", "--out", "out", "--target", "fixtures")
    assert CliRunner().invoke(main, ["generate", *arguments]).exit_code == 0
    return CliRunner().invoke(main, ["check", *arguments, "--format", form])


def with_seventh_scope() -> Any:
    spec = whole_spec()
    spec["scopes"].append(SHARE)
    return spec


def test_spec_without_a_release_passes() -> None:
    assert checked(whole_spec()).exit_code == 0


def test_released_version_is_enough_while_nothing_changed() -> None:
    release("0.1.0", whole_spec())
    assert checked(whole_spec()).exit_code == 0


def test_low_version_is_reported_at_its_line_with_a_version_that_is_enough() -> None:
    release("1.0.0", whole_spec())
    result = checked(with_seventh_scope(), "1.0.1", "json")
    lines = Path("spec.yaml").read_text().splitlines()
    line = next(number for number, one in enumerate(lines, 1) if '"1.0.1"' in one)
    assert (result.exit_code, json.loads(result.stdout)) == (
        1,
        [
            {
                "file": "spec.yaml",
                "line": line,
                "column": 16,
                "code": "version-too-low",
                "path": "packages.version",
                "message": "1.0.1 is too low: 1 change since 1.0.0 requires a minor release",
                "hint": f'write "1.1.0", and add to CHANGELOG.md or changelog.d what `oauth-codegen diff released/1.0.0.yaml spec.yaml --format markdown` prints: {LINE}',
            }
        ],
    )


def test_line_in_a_fragment_is_not_missing() -> None:
    release("1.0.0", whole_spec())
    Path("changelog.d").mkdir()
    Path("changelog.d/+spec.spec.md").write_text(f"- {LINE}\n")
    result = checked(with_seventh_scope(), "1.0.1", "json")
    assert json.loads(result.stdout)[0]["hint"] == 'write "1.1.0"'


@pytest.mark.parametrize(
    ("above", "hint"),
    [
        (
            "",
            f'write "1.1.0", and add to CHANGELOG.md or changelog.d what `oauth-codegen diff released/1.0.0.yaml spec.yaml --format markdown` prints: {LINE}',
        ),
        (f"- {LINE}\n\n", 'write "1.1.0"'),
    ],
)
def test_line_of_an_older_release_is_missing_and_one_above_it_is_not(
    above: str, hint: str
) -> None:
    release("1.0.0", whole_spec())
    Path("CHANGELOG.md").write_text(
        f"# Changelog\n\n## Unreleased\n\n<!-- fragments -->\n\n{above}"
        f"## 1.0.0 (2030-01-02)\n\n- Begin.\n\n## 0.1.0 (2029-01-02)\n\n- {LINE}\n"
    )
    result = checked(with_seventh_scope(), "1.0.1", "json")
    assert json.loads(result.stdout)[0]["hint"] == hint


@pytest.mark.parametrize(
    ("names", "others"),
    [(("one", "two"), ""), (("one", "two", "three", "four"), " / and 2 more")],
)
def test_hint_shows_three_missing_lines_and_counts_the_rest(
    names: tuple[str, ...], others: str
) -> None:
    release("1.0.0", whole_spec())
    spec = with_seventh_scope()
    for name in names:
        spec["scopes"].append({**SHARE, "name": f"{name}Media"})
    hint = json.loads(checked(spec, "1.0.1", "json").stdout)[0]["hint"]
    lines = [
        f"The scope `{name}Media` is new: Share media. Python, TypeScript: Request it with "
        f"`Scope.{name.upper()}_MEDIA`."
        for name in ("share", "one", "two")
    ]
    told = f"{' / '.join(lines)}{others}"
    assert (
        hint
        == f'write "1.1.0", and add to CHANGELOG.md or changelog.d what `oauth-codegen diff released/1.0.0.yaml spec.yaml --format markdown` prints: {told}'
    )


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [
        ("1.0.0", "1.0.0", 1),
        ("1.0.0", "1.1.0", 0),
        ("1.0.0", "2.0.0", 0),
        ("0.1.0", "0.1.0", 1),
        ("0.1.0", "0.1.1", 0),
        ("0.10.0", "0.9.0", 1),
    ],
)
def test_addition_requires_a_minor_version_or_a_patch_below_1(
    before: str, now: str, code: int
) -> None:
    release(before, whole_spec())
    assert checked(with_seventh_scope(), now).exit_code == code


def test_newest_release_has_the_highest_numbers() -> None:
    release("1.9.0", whole_spec())
    release("1.10.0", with_seventh_scope())
    assert checked(with_seventh_scope(), "1.10.0").exit_code == 0


def with_id(name: str) -> Any:
    spec = whole_spec()
    spec["provider"]["id"] = name
    return spec


def test_release_of_another_spec_in_the_folder_is_ignored() -> None:
    release("2.0.0", with_id("other"))
    Path("other.yaml").write_text(json.dumps(with_id("other")))
    assert checked(whole_spec()).exit_code == 0


def test_release_with_an_id_that_no_spec_has_is_an_earlier_one_of_this_spec() -> None:
    release("1.0.0", with_id("other"))
    Path("notes.yaml").write_text("[\n")
    result = checked(whole_spec(), "1.9.0", "json")
    assert json.loads(result.stdout)[0]["message"] == (
        "1.9.0 is too low: 1 change since 1.0.0 requires a major release"
    )


def test_changed_released_spec_is_reported() -> None:
    file = release("0.1.0", whole_spec())
    file.write_text(file.read_text() + "\n")
    result = checked(whole_spec(), form="json")
    found = [(one["file"], one["code"]) for one in json.loads(result.stdout)]
    assert (result.exit_code, found) == (
        1,
        [("released/0.1.0.yaml", "released-spec-changed")],
    )


@pytest.mark.parametrize(
    ("lost", "message"),
    [
        ("SHA256SUMS", "the digest of this file is not recorded"),
        ("0.1.0.yaml", "0.1.0.yaml is missing"),
    ],
)
def test_release_without_its_spec_or_its_digest_is_reported(
    lost: str, message: str
) -> None:
    release("0.1.0", whole_spec())
    (Path("released") / lost).unlink()
    result = checked(whole_spec(), form="json")
    assert [one["message"] for one in json.loads(result.stdout)] == [message]


@pytest.mark.parametrize(
    "line", ["{} {}", "{}   {}", "{}{}", "\t{}  {}", "#{}  {}", "0{}  {}", "{1}  {0}"]
)
def test_line_that_is_not_a_digest_is_reported(line: str) -> None:
    release("0.1.0", whole_spec()).unlink()
    sums = Path("released/SHA256SUMS")
    sums.write_text(f"\n{line.format(*sums.read_text().split())}\n")
    result = checked(whole_spec(), form="json")
    assert (result.exit_code, json.loads(result.stdout)) == (
        1,
        [
            {
                "file": "released/SHA256SUMS",
                "line": 2,
                "column": 1,
                "code": "released-spec-changed",
                "path": "",
                "message": "this line does not contain the digest of a released spec",
                "hint": "write the digest, two spaces, and the file name, as sha256sum does",
            }
        ],
    )


@pytest.mark.parametrize(
    "name", ["released/SHA256SUMS", "changelog.d/+x.fixed.md", "CHANGELOG.md"]
)
def test_file_that_is_not_utf_8_is_reported_in_one_line(name: str) -> None:
    release("1.0.0", whole_spec())
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_bytes("Über alles.\n".encode("latin-1"))
    result = checked(with_seventh_scope(), "1.0.1")
    said = f"Error: cannot read {name}: not valid UTF-8\n"
    assert (result.exit_code, result.stderr) == (2, said)


OLD = "is not a valid spec of format 1; check it with an older generator"


def test_released_spec_of_format_1_is_compared() -> None:
    release("1.0.0", whole_spec_in_format1())
    assert checked(whole_spec(), "1.0.0").exit_code == 0
    assert messages(with_seventh_scope(), "1.0.1") == [
        "1.0.1 is too low: 1 change since 1.0.0 requires a minor release"
    ]


def test_invalid_released_spec_of_format_1_is_reported_in_one_line() -> None:
    release("0.1.0", {**whole_spec(), "format": 1})
    result = checked(whole_spec())
    assert (result.exit_code, result.output) == (
        2,
        f"Error: released/0.1.0.yaml {OLD}\n",
    )


# Releases that are tagged and not frozen in a folder


@pytest.fixture
def tagged(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with the releases 1.9.0 and, with seven scopes, 1.10.0, as the current folder."""
    monkeypatch.chdir(repository)
    for version, spec in (("1.9.0", whole_spec()), ("1.10.0", with_seventh_scope())):
        spec["packages"]["version"] = version
        commit(repository, {"spec.yaml": json.dumps(spec).encode()})
        git(repository, "tag", f"v{version}")
    git(repository, "tag", "version-9.0.0")
    return repository


def messages(spec: Any, version: str) -> list[str]:
    """Return the problems of a spec's version."""
    return [one["message"] for one in json.loads(checked(spec, version, "json").stdout)]


def test_spec_at_the_newest_tag_counts_if_none_is_frozen(tagged: Path) -> None:
    assert checked(with_seventh_scope(), "1.10.0").exit_code == 0
    assert messages(whole_spec(), "1.10.1") == [
        "1.10.1 is too low: 1 change since 1.10.0 requires a major release"
    ]


@pytest.mark.parametrize("is_frozen", [True, False])
def test_hint_has_a_command_that_prints_the_lines(
    tagged: Path, is_frozen: bool
) -> None:
    if is_frozen:
        release("1.10.0", with_seventh_scope())
    result = checked(whole_spec(), "1.10.0", "json")
    command = json.loads(result.stdout)[0]["hint"].split("`")[1]
    words = shlex.split(command)
    base = "released/1.10.0.yaml" if is_frozen else "git:v1.10.0:spec.yaml"
    assert words == ["oauth-codegen", "diff", base, "spec.yaml", "--format", "markdown"]
    news = CliRunner().invoke(main, words[1:]).output
    assert news.startswith("- **Breaking:** The scope `shareMedia` is no longer")


def test_tags_with_the_id_of_a_provider_take_precedence(tagged: Path) -> None:
    id = whole_spec()["provider"]["id"]
    git(tagged, "tag", f"{id}-v1.2.0", "v1.9.0")
    git(tagged, "tag", "other-v9.0.0")
    # The newest tag of this provider has six scopes, unlike the newest of all.
    assert checked(whole_spec(), "1.9.0").exit_code == 0
    assert messages(with_seventh_scope(), "1.9.0") == [
        "1.9.0 is too low: 1 change since 1.9.0 requires a minor release"
    ]


def test_released_file_can_start_with_the_id() -> None:
    release("1.0.0", whole_spec()).rename("released/example-1.0.0.yaml")
    sums = Path("released/SHA256SUMS")
    sums.write_text(sums.read_text().replace("1.0.0.yaml", "example-1.0.0.yaml"))
    assert messages(with_seventh_scope(), "1.0.0") == [
        "1.0.0 is too low: 1 change since 1.0.0 requires a minor release"
    ]


def test_frozen_release_takes_precedence_over_a_tag(tagged: Path) -> None:
    release("1.9.0", whole_spec())
    assert checked(whole_spec(), "1.9.0").exit_code == 0


def test_tag_outside_the_branch_is_ignored(tagged: Path) -> None:
    git(tagged, "switch", "--quiet", "--create", "old", "v1.9.0")
    assert checked(whole_spec(), "1.9.0").exit_code == 0


def test_tagged_spec_with_another_id_is_compared(tagged: Path) -> None:
    assert checked(with_id("other"), "1.9.0").exit_code == 1


def test_tagged_spec_with_another_name_is_compared(tagged: Path) -> None:
    git(tagged, "mv", "spec.yaml", "before.yaml")
    commit(
        tagged, {"other.yaml": b"[", "third.yaml": json.dumps(with_id("x")).encode()}
    )
    git(tagged, "tag", "v2.0.0")
    Path("before.yaml").unlink()
    result = checked(whole_spec(), "0.1.0", "json")
    assert json.loads(result.stdout)[0]["message"] == (
        "0.1.0 is too low: 1 change since 1.10.0 requires a major release"
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="another owner takes root")
def test_repository_that_git_refuses_is_reported_in_one_line(tagged: Path) -> None:
    for one in (tagged, tagged / ".git"):
        os.chown(one, 65534, -1)
    result = checked(whole_spec(), "0.1.0")
    assert result.exit_code == 2
    assert result.output.startswith(
        "Error: cannot look up the last release: git says: detected dubious"
    )


def test_tag_without_the_spec_is_ignored(tagged: Path) -> None:
    git(tagged, "rm", "--quiet", "spec.yaml")
    commit(tagged, {"notes.txt": b"Restarted."})
    git(tagged, "tag", "v2.0.0")
    assert checked(whole_spec(), "0.1.0").exit_code == 0


def test_tagged_spec_of_format_1_is_compared(tagged: Path) -> None:
    spec = whole_spec_in_format1()
    spec["packages"]["version"] = "2.0.0"
    commit(tagged, {"spec.yaml": json.dumps(spec).encode()})
    git(tagged, "tag", "v2.0.0")
    assert checked(whole_spec(), "2.0.0").exit_code == 0
    assert messages(with_seventh_scope(), "2.0.1") == [
        "2.0.1 is too low: 1 change since 2.0.0 requires a minor release"
    ]


def test_invalid_tagged_spec_of_format_1_is_reported_in_one_line(tagged: Path) -> None:
    spec = {**whole_spec(), "format": 1}
    commit(tagged, {"spec.yaml": json.dumps(spec).encode()})
    git(tagged, "tag", "v2.0.0")
    result = checked(whole_spec(), "2.0.0")
    assert (result.exit_code, result.output) == (
        2,
        f"Error: git:v2.0.0:spec.yaml {OLD}\n",
    )


def test_tag_is_ignored_without_git(
    tagged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_: Any, **__: Any) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    assert messages(whole_spec(), "0.1.0") != []
    monkeypatch.setattr(subprocess, "run", absent)
    assert messages(whole_spec(), "0.1.0") == []


PLACES = [
    "spec.yaml",
    "spec/one.yaml",
    "a/spec/one.yaml",
    "a folder/spé c/one.yaml",
    "spec/-x/one.yaml",
    ":(glob)*/one.yaml",
    "spec/one.json",
]
"""Where a spec can be in its repository: at the root or below, under names that git would quote."""


def in_release(project: Path, place: str, *options: str) -> Path:
    """Tag a release of a spec at a place below a project, and return the file."""
    spec = with_seventh_scope()
    spec["packages"]["version"] = "1.0.0"
    commit(project, {place: json.dumps(spec).encode()})
    git(project, "tag", *options, "v1.0.0")
    return project / place


def held(file: Path | str, spec: Any = None, code: int = 1) -> list[str]:
    """Write a spec without one scope, check it, and return the problems of its version."""
    spec = spec or whole_spec()
    spec["packages"]["version"] = "1.0.0"
    Path(file).write_text(json.dumps(spec))
    options = ("--out", "out", "--target", "fixtures", "--spec", str(file))
    assert CliRunner().invoke(main, ["generate", *options]).exit_code == 0
    result = CliRunner().invoke(main, ["check", *options, "--format", "json"])
    assert result.exit_code == code, result.output
    return [f"{one['code']}: {one['message']}" for one in json.loads(result.stdout)]


TOO_LOW = [
    "version-too-low: 1.0.0 is too low: 1 change since 1.0.0 requires a major release"
]


ANNOTATED = ("--annotate", "--message=x")
TAGS = [
    *((place, ()) for place in PLACES),
    *((place, ANNOTATED) for place in (PLACES if LONG else PLACES[-1:])),
]
"""Places, each with the options of its tag; git resolves an annotated tag without looking at the place."""


@pytest.mark.parametrize(("place", "options"), TAGS)
def test_spec_is_compared_with_its_tag_in_any_folder(
    repository: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    options: Sequence[str],
) -> None:
    in_release(repository, place, *options)
    for folder in (repository, (repository / place).parent, repository.parent):
        monkeypatch.chdir(folder)
        assert held(os.path.relpath(repository / place, folder)) == TOO_LOW
    assert held(repository / place) == TOO_LOW
    assert held(repository / place, with_seventh_scope(), code=0) == []


def test_project_below_the_root_of_its_repository(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # At the root is another spec of the same name, which is not the one that is compared.
    commit(repository, {"spec/one.yaml": json.dumps(with_id("root")).encode()})
    in_release(repository, "libraries/oauth/spec/one.yaml")
    monkeypatch.chdir(repository / "libraries" / "oauth")
    assert held("spec/one.yaml") == TOO_LOW


def test_work_tree_of_a_repository_elsewhere(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_release(repository, "spec/one.yaml")
    git(repository, "worktree", "add", "--quiet", str(tmp_path / "other"))
    monkeypatch.chdir(tmp_path / "other")
    assert held("spec/one.yaml") == TOO_LOW


def test_renamed_spec_in_a_folder_is_found_by_its_id(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository, {"spec/é.yaml": b"[", "spec/a.yaml/b": b"", "spec/c.txt": b""})
    in_release(repository, "spec/ä before.yaml").unlink()
    monkeypatch.chdir(repository)
    assert held("spec/one.yaml") == TOO_LOW


def test_link_to_a_spec_is_compared_as_the_spec(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = in_release(repository, "spec/one.yaml")
    (tmp_path / "link.yaml").symlink_to(file)
    monkeypatch.chdir(tmp_path)
    assert held("link.yaml") == TOO_LOW


def test_branch_with_the_name_of_a_tag_is_not_the_tag(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = in_release(repository, "spec/one.yaml")
    commit(repository, {"spec/one.yaml": json.dumps(whole_spec()).encode()})
    git(repository, "branch", "v1.0.0")
    git(repository, "update-ref", "v1.0.0", "HEAD")
    monkeypatch.chdir(repository)
    assert held(file.relative_to(repository)) == TOO_LOW
