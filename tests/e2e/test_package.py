"""The Python wheel in an environment with nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from generator.pipeline import ROOT
from tests.unit.specs import REAL_SPEC, parsed

SPEC = parsed(REAL_SPEC)
ABOUT = f"imagen_oauth-{SPEC['packages']['version']}.dist-info"
PACKAGE = ROOT / "generated" / "python"


def _run(*command: str) -> str:
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    return process.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from the committed tree."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (
        sys.executable,
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
        "wheel",
    )
    # The build back end is locked, so nothing is downloaded.
    _run(
        *pip,
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(folder),
        str(PACKAGE),
    )
    [file] = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the interpreter of an environment that has the wheel and nothing else."""
    environment = tmp_path_factory.mktemp("environment")
    _run(sys.executable, "-m", "venv", "--without-pip", str(environment))
    interpreter = str(environment / "bin" / "python")
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    _run(
        *pip, "--python", interpreter, "install", "--no-index", "--no-deps", str(wheel)
    )
    return interpreter


def test_wheel_has_no_dependencies_and_is_typed(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(f"{ABOUT}/METADATA").decode()
    assert "imagen_oauth/py.typed" in names
    assert f"{ABOUT}/licenses/LICENSE" in names
    assert not [name for name in names if name.startswith("tests")]
    required = re.findall(r"^Requires-Dist: (.+)$", metadata, re.MULTILINE)
    assert [one for one in required if "extra ==" not in one] == []
    assert set(re.findall(r"^Provides-Extra: (.+)$", metadata, re.MULTILINE)) == {
        *("all", "cli", "httpx", "keyring", "requests")
    }
    assert "Requires-Python: >=3.10\n" in metadata


def test_documented_url_is_built_in_an_empty_environment(python: str) -> None:
    script = (
        "from imagen_oauth import *; print(AuthorizationRequest('media.example.com','KEY',"
        "[Scope.MODIFY_USERS_DATA, Scope.READ_USERS_DATA], state='1').url)"
    )
    assert _run(python, "-I", "-c", script) == (
        "https://media.example.com/oauth/authorize?response_type=token&client_id=KEY"
        "&redirect_uri=urn:ietf:wg:oauth:2.0:oob&state=1"
        "&scope=readUsersData%20modifyUsersData\n"
    )


def test_response_is_read_and_headers_are_built_in_an_empty_environment(
    python: str,
) -> None:
    script = (
        "from imagen_oauth import AuthorizationRequest as R; r = R('media.example.com', 'KEY');"
        "t = r.parse_pasted('#access_token=abc&token_type=bearer&state=' + r.state);"
        "print(t.headers())"
    )
    assert _run(python, "-I", "-c", script) == (
        "{'X-Imagen-API-Key': 'KEY', 'Authorization': 'Bearer abc'}\n"
    )


def test_import_loads_only_the_standard_library(python: str) -> None:
    script = (
        "import sys; import imagen_oauth;"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}"
        " - set(sys.stdlib_module_names)))"
    )
    assert _run(
        python,
        "-I",
        "-S",
        "-c",
        f"import sys; sys.path.append({str(_site(python))!r});" + script,
    ) == ("__main__ imagen_oauth\n")


def test_import_loads_no_extra_even_if_all_are_installed() -> None:
    script = (
        "import sys; before = set(sys.modules); import imagen_oauth;"
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}"
        " - set(sys.stdlib_module_names)))"
    )
    assert _run(sys.executable, "-c", script) == "imagen_oauth\n"


def _site(python: str) -> Path:
    script = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(_run(python, "-c", script).strip())
