"""The published archives have the same bytes from any folder and contain nothing else."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from generator import __version__
from generator.pipeline import ROOT
from release.__main__ import main
from release.archives import tool_files
from tests.node import MODULES
from tests.release.conftest import VERSION, made, run

PYTHON = f"imagen_oauth-{VERSION}"
MOCK = f"imagen_oauth_mock-{VERSION}"
TOOL = f"oauth_codegen-{__version__}"
NPM = f"imagen-oauth-{VERSION}"
MANIFEST = (ROOT / "generated" / "MANIFEST").read_text(encoding="utf-8").splitlines()


def below(prefix: str) -> list[str]:
    """Return the generated files below a folder, by their paths in it."""
    return [path.removeprefix(prefix) for path in MANIFEST if path.startswith(prefix)]


def contents(folder: Path) -> dict[str, str]:
    """Return the digest of each file, with its mode."""
    return {
        file.name: f"{file.stat().st_mode:o} {digest(file)}"
        for file in sorted(folder.iterdir())
    }


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_another_folder_zone_umask_and_stray_files_give_the_same_bytes(
    archives: Path, tmp_path: Path
) -> None:
    project = tmp_path / "elsewhere"
    for name in ("release", "generated", "generator", "templates", "spec"):
        shutil.copytree(ROOT / name, project / name)
    (project / "docs").mkdir()
    for name in (".gitignore", "pyproject.toml", "LICENSE", "docs/oauth-codegen.md"):
        shutil.copy(ROOT / name, project / name)
    (project / "node_modules").symlink_to(MODULES)
    for target in ("python/src/imagen_oauth", "typescript/src"):
        (project / "generated" / target / "notes.txt").write_text("mine")
        cache = project / "generated" / target / "__pycache__"
        cache.mkdir(exist_ok=True)
        (cache / "request.cpython-311.pyc").write_bytes(b"cache")
    for name in (".notes", "notes.txt~", "notes.orig"):
        (project / "generator" / name).write_text("mine")
        (project / "templates" / "docs" / name).write_text("mine")
    for file in project.joinpath("generated").rglob("*"):
        file.chmod(0o700)
        os.utime(file, (1, 1))
    settings = {
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "2",
        "SOURCE_DATE_EPOCH": "1700000000",
        "HOME": str(tmp_path),
    }
    again = made(project, tmp_path / "dist", 0o077, **settings)
    # Modes in the folder depend on the umask; the bytes of the archives do not.
    assert {name: text.split()[1] for name, text in contents(again).items()} == {
        name: text.split()[1] for name, text in contents(archives).items()
    }


def test_only_files_in_git_are_packed(tmp_path: Path) -> None:
    for name in ("generator/a.py", "templates/a.j2", "pyproject.toml", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    given = ["generator/a.py", "pyproject.toml", "templates/a.j2"]
    assert tool_files(tmp_path) == given
    run("git", "init", "--quiet", cwd=tmp_path)
    run("git", "add", ".", cwd=tmp_path)
    for name in ("generator/notes.txt", "templates/notes.j2", "LICENSE"):
        (tmp_path / name).write_text("mine")
    assert tool_files(tmp_path) == given
    (tmp_path / "templates" / "a.j2").unlink()
    assert tool_files(tmp_path) == given[:2]


def test_list_of_archives(archives: Path) -> None:
    assert sorted(file.name for file in archives.iterdir()) == [
        "SHA256SUMS",
        "bill-of-materials.cdx.json",
        f"{NPM}.tgz",
        f"{PYTHON}-py3-none-any.whl",
        f"{PYTHON}.tar.gz",
        f"{MOCK}-py3-none-any.whl",
        f"{MOCK}.tar.gz",
        f"{TOOL}-py3-none-any.whl",
        f"{TOOL}.tar.gz",
    ]
    assert {file.stat().st_mode for file in archives.iterdir()} == {0o100644}


def test_wheels_contain_the_package_its_license_and_metadata(archives: Path) -> None:
    for name, target in ((PYTHON, "python"), (MOCK, "mock")):
        with zipfile.ZipFile(archives / f"{name}-py3-none-any.whl") as opened:
            found = sorted(opened.namelist())
            times = {one.date_time for one in opened.infolist()}
            modes = {one.external_attr >> 16 for one in opened.infolist()}
        about = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
        assert found == sorted(
            [*below(f"{target}/src/"), *(f"{name}.dist-info/{one}" for one in about)]
        )
        assert f"{name.partition('-')[0]}/py.typed" in found
        assert times == {(1985, 10, 26, 8, 15, 0)}
        assert modes == {0o100644}


def test_sdists_contain_the_source_and_the_runner_of_the_vectors(
    archives: Path,
) -> None:
    for name, target in ((PYTHON, "python"), (MOCK, "mock")):
        found = members(archives / f"{name}.tar.gz")
        expected = [*below(f"{target}/"), "PKG-INFO"]
        assert found == sorted(f"{name}/{path}" for path in expected)
    assert f"{PYTHON}/tests/run_vectors.py" in members(archives / f"{PYTHON}.tar.gz")


def test_npm_archive_contains_the_source_its_types_and_one_module(
    archives: Path,
) -> None:
    found = members(archives / f"{NPM}.tgz")
    source = below("typescript/src/")
    types = [
        path.removesuffix(".ts") + suffix
        for path in source
        for suffix in (".d.ts", ".d.ts.map")
    ]
    assert found == sorted(
        f"package/{path}"
        for path in (
            *("LICENSE", "README.md", "package.json"),
            *(f"src/{path}" for path in source),
            *(f"dist/{path}" for path in types),
            *("dist/index.js", "dist/index.js.map"),
        )
    )


def members(archive: Path) -> list[str]:
    """Return the names in a tar, whose members have one owner, one time and one mode."""
    with tarfile.open(archive) as opened:
        infos = opened.getmembers()
    owners = {(one.mode, one.uid, one.gid, one.uname, one.gname) for one in infos}
    assert owners == {(0o644, 0, 0, "", "")}
    # flit writes PKG-INFO itself, with the Unix time 0.
    times = {one.mtime for one in infos if not one.name.endswith("/PKG-INFO")}
    assert times == {499162500}
    return sorted(one.name for one in infos)


def test_sdist_builds_the_same_wheel(archives: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from flit_core import buildapi; buildapi.build_wheel(sys.argv[1])"
    )
    for name in (PYTHON, MOCK):
        with tarfile.open(archives / f"{name}.tar.gz") as opened:
            opened.extractall(tmp_path, filter="data")
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "499162500"}
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)],
            cwd=tmp_path / name,
            env=environment,
            check=True,
        )
        wheel = f"{name}-py3-none-any.whl"
        assert digest(tmp_path / wheel) == digest(archives / wheel)


def test_digests_match_the_files(archives: Path) -> None:
    names = [file.name for file in archives.iterdir() if file.name != "SHA256SUMS"]
    assert (archives / "SHA256SUMS").read_text(encoding="utf-8") == "".join(
        f"{digest(archives / name)}  {name}\n" for name in sorted(names)
    )


def test_bill_of_materials_is_valid_and_lists_the_dependencies(archives: Path) -> None:
    file = archives / "bill-of-materials.cdx.json"
    text = file.read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    document = json.loads(text)
    needs = {one["ref"]: one.get("dependsOn", []) for one in document["dependencies"]}
    mock = ["pkg:pypi/jinja2", "pkg:pypi/oauthlib"]
    client = [
        f"pkg:pypi/{name}"
        for name in ("click", "httpx", "keyring", "prompt-toolkit", "requests", "rich")
    ]
    names = ("black", "click", "jinja2", "jsonschema-rs", "oauthlib", "pyyaml", "tomli")
    tool = [*(f"pkg:pypi/{name}" for name in names), "pkg:pypi/watchfiles"]
    assert {ref: needs[ref] for ref in needs if not ref.startswith("pkg:")} == {
        f"{NPM}.tgz": [],
        f"{PYTHON}-py3-none-any.whl": client,
        f"{PYTHON}.tar.gz": client,
        f"{MOCK}-py3-none-any.whl": mock,
        f"{MOCK}.tar.gz": mock,
        f"{TOOL}-py3-none-any.whl": tool,
        f"{TOOL}.tar.gz": tool,
    }
    scopes = {
        one["bom-ref"]: one["scope"] for one in document["components"] if "scope" in one
    }
    required = [one for one in (*mock, *tool) if one != "pkg:pypi/watchfiles"]
    assert scopes == {
        **dict.fromkeys([*client, "pkg:pypi/watchfiles"], "optional"),
        **dict.fromkeys(required, "required"),
    }
    hashes = {
        one["name"]: one["hashes"][0]["content"]
        for one in document["components"]
        if "hashes" in one
    }
    assert hashes == {
        one.name: digest(one)
        for one in archives.iterdir()
        if one.suffix in (".whl", ".gz", ".tgz")
    }
    assert "timestamp" not in text


def test_twine_reports_nothing(archives: Path) -> None:
    files = [str(one) for one in archives.iterdir() if one.suffix in (".whl", ".gz")]
    said = run(sys.executable, "-m", "twine", "--no-color", "check", "--strict", *files)
    assert said.count("PASSED") == 6


@pytest.mark.parametrize(
    "held",
    [
        {"letter.txt": "mine"},
        # As next to the released specs.
        {"0.1.0.yaml": "format: 1", "SHA256SUMS": f"{'0' * 64}  0.1.0.yaml\n"},
        {
            "a.whl": "a",
            "bill-of-materials.cdx.json": "{}",
            "letter.txt": "mine",
            "SHA256SUMS": f"{'0' * 64}  a.whl\n{'0' * 64}  bill-of-materials.cdx.json\n",
        },
    ],
)
def test_folder_with_other_files_is_not_changed(
    tmp_path: Path, held: dict[str, str]
) -> None:
    for name, text in held.items():
        (tmp_path / name).write_text(text)
    process = subprocess.run(
        [sys.executable, "-m", "release", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stdout, process.stderr) == (
        2,
        "",
        f"{tmp_path} contains other files; name another folder\n",
    )
    assert {one.name: one.read_text() for one in tmp_path.iterdir()} == held


def test_folder_without_one_generated_tree_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree, out = tmp_path / "tree", tmp_path / "out"
    assert main([str(out), "--tree", str(tree)]) == 2
    said = (
        f"{tree} contains no MANIFEST; run generate, or name another folder with --tree "
        "(make: OUT=)\n"
    )
    assert capsys.readouterr() == ("", said)
    for name in ("one", "two"):
        (tree / name).mkdir(parents=True)
        (tree / name / "MANIFEST").touch()
    assert main([str(out), "--tree", str(tree)]) == 2
    said = (
        f"{tree} contains the output of several specs (one, two); "
        f"name one with --tree {tree}/one (make: OUT={tree}/one)\n"
    )
    assert capsys.readouterr() == ("", said)
    assert not out.exists()


def test_help_builds_nothing() -> None:
    said = run(sys.executable, "-m", "release", "--help")
    assert said.startswith("usage: python -m release [-h] [--tree FOLDER] [FOLDER]\n")
    assert not (ROOT / "--help").exists()


def test_missing_npm_is_reported_and_nothing_is_written(tmp_path: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "release", str(tmp_path / "dist")],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stdout, process.stderr) == (
        2,
        "",
        "the npm package needs npm, and `make node_modules/ready`\n",
    )
    assert not (tmp_path / "dist").exists()
