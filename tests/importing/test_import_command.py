"""The command `import`: exit codes, standard input, where the spec is written, and one line per problem."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.command.cli import main
from generator.command.import_command import import_
from tests.importing.documents import CODE, openapi, spec_of

ROOT = Path(__file__).parents[2]
GOOD = json.dumps(openapi({"authorizationCode": CODE}))


def run(folder: Path, *arguments: str, input: bytes = b"") -> tuple[int, str, str]:
    """Return the exit code, standard output, and standard error of an import in a folder."""
    here = Path.cwd()
    os.chdir(folder)
    try:
        done = CliRunner().invoke(main, ["import", *arguments], input=input)
    finally:
        os.chdir(here)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.stdout, done.stderr


def run_apart(
    folder: Path,
    *arguments: str,
    input: bytes = b"",
    stdout: Any = subprocess.PIPE,
    before: Callable[[], None] | None = None,
) -> tuple[int, str, str]:
    """Return the same of an import in another process, whose streams can be changed."""
    done = subprocess.run(
        [sys.executable, "-m", "generator", "import", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
        input=input,
        stdout=stdout,
        preexec_fn=before,
    )
    return done.returncode, (done.stdout or b"").decode(), done.stderr.decode()


PROBLEMS = (
    "Error: standard input: the spec would not be valid: authorization_endpoint: the URL contains "
    "unsupported characters: [ ]; percent-encode them [endpoint-path]\n"
    'Error: standard input: the spec would not be valid: token_endpoint: "a_b.example" is not a valid host; '
    "write a host name, optionally with variables such as {shop} as parts [endpoint-host]\n"
)


def token_url(url: str) -> str:
    return json.dumps(openapi({"authorizationCode": {**CODE, "tokenUrl": url}}))


def test_spec_goes_to_standard_output_and_notes_to_standard_error(
    tmp_path: Path,
) -> None:
    code, out, err = run_apart(tmp_path, "-", input=GOOD.encode())
    assert code == 0
    assert spec_of(out).provider.id == "acme"
    assert err.splitlines() == [
        f"note: the document does not say {one}"
        for one in (
            "how clients authenticate at the token endpoint (auth_methods)",
            "whether the provider supports PKCE (pkce)",
            "whether refresh tokens are issued (refresh)",
        )
    ]
    assert [*tmp_path.iterdir()] == []
    assert run(tmp_path, "-", "--out", "-", input=GOOD.encode()) == (code, out, err)
    assert [*tmp_path.iterdir()] == []


def test_file_is_only_overwritten_with_force(tmp_path: Path) -> None:
    (tmp_path / "api.json").write_text(GOOD, encoding="utf-8")
    arguments = ("api.json", "--out", "spec.yaml")
    code, out, err = run(tmp_path, *arguments)
    assert (code, out, err.splitlines()[-1]) == (0, "", "wrote spec.yaml")
    written = (tmp_path / "spec.yaml").read_bytes()
    assert b"\r" not in written
    (tmp_path / "spec.yaml").write_text("mine", encoding="utf-8")
    assert run(tmp_path, *arguments) == (
        2,
        "",
        "Error: spec.yaml exists; use --force to overwrite it, or name another file\n",
    )
    assert (tmp_path / "spec.yaml").read_text(encoding="utf-8") == "mine"
    assert run(tmp_path, *arguments, "--force")[0] == 0
    assert (tmp_path / "spec.yaml").read_bytes() == written


def test_file_behind_a_link_is_written(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "spec.yaml").symlink_to("real.yaml")
    arguments = ("-", "--out", "spec.yaml", "--force")
    assert run(tmp_path, *arguments, input=GOOD.encode())[0] == 0
    assert (tmp_path / "spec.yaml").is_symlink()
    assert b"format: 2\n" in (tmp_path / "real.yaml").read_bytes()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("pipe", "pipe is a named pipe, but a file is needed there"),
        ("link", "link is a named pipe, but a file is needed there"),
        ("folder", "folder is a folder, but a file is needed there"),
        ("none/spec.yaml", "cannot write none/spec.yaml: No such file or directory"),
    ],
)
def test_only_a_file_is_overwritten(tmp_path: Path, name: str, said: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.iterdir())
    arguments = ("-", "--out", name, "--force")
    code, out, err = run(tmp_path, *arguments, input=GOOD.encode())
    assert (code, out, err.splitlines()[-1]) == (2, "", f"Error: {said}")
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "pipe").is_fifo()


def test_closed_standard_input_is_reported(tmp_path: Path) -> None:
    command = f"{sys.executable} -m generator import - <&-"
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "Error: cannot read standard input: Bad file descriptor\n",
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            b"",
            "the document is empty; check the name of the file, or the command before the pipe [unknown-document]",
        ),
        (
            bytes(range(128, 256)),
            None,
        ),
        (
            token_url("https://user:s3cret@acme.example/t").encode(),
            None,
        ),
    ],
)
def test_document_that_is_rejected_gives_one_line(
    tmp_path: Path, data: bytes, expected: str | None
) -> None:
    code, out, err = run(tmp_path, "-", "--out", "spec.yaml", input=data)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("Error: standard input")
    if expected:
        assert err == f"Error: standard input: {expected}\n"
    assert "s3cret" not in err
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [("folder", "Is a directory"), ("missing", "No such file or directory")],
)
def test_file_that_cannot_be_read_is_a_usage_error(
    tmp_path: Path, name: str, reason: str
) -> None:
    (tmp_path / "folder").mkdir()
    assert run(tmp_path, name) == (2, "", f"Error: cannot read {name}: {reason}\n")


def test_each_problem_of_the_spec_is_one_line(tmp_path: Path) -> None:
    flow = {
        **CODE,
        "authorizationUrl": "https://acme.example/[x]",
        "tokenUrl": "https://a_b.example/t",
    }
    data = json.dumps(openapi({"authorizationCode": flow})).encode()
    assert run(tmp_path, "-", input=data) == (
        1,
        "",
        PROBLEMS,
    )


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (
            ["--id", "nul"],
            'provider.id (--id): Windows cannot have a file or folder with the name "nul"',
        ),
        (
            ["--name", "A/b"],
            'provider.name (--name): "A/b" does not have the expected form',
        ),
    ],
)
def test_problem_with_an_option_names_it(options: list[str], problem: str) -> None:
    result = CliRunner().invoke(import_, ["-", *options], input=GOOD)
    line = f"Error: standard input: the spec would not be valid: {problem}"
    assert (result.exit_code, result.stderr.partition(";")[0]) == (1, line)


@pytest.mark.parametrize(
    ("option", "document", "message"),
    [
        (
            "--issuer",
            GOOD,
            "an OpenAPI description has no issuer; remove --issuer [unused-option]",
        ),
        (
            "--server",
            '{"issuer": "https://a.example"}',
            (
                "metadata has no security schemes and no relative URLs; "
                "remove --scheme and --server [unused-option]"
            ),
        ),
    ],
)
def test_option_without_effect_is_rejected(
    tmp_path: Path, option: str, document: str, message: str
) -> None:
    found = run(tmp_path, "-", option, "https://a.example", input=document.encode())
    assert found == (1, "", f"Error: standard input: {message}\n")


def test_controls_in_a_message_are_escaped(tmp_path: Path) -> None:
    data = token_url("https://a.example/\u001b[31m\u202e\n").encode()
    _, _, err = run(tmp_path, "-", input=data)
    assert err.count("\n") == 1
    assert "\\x1b[31m\\u202e" in err
    assert err.strip().isprintable()


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="the system has no such device"
)
def test_full_disk_is_reported(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        code, _, err = run_apart(tmp_path, "-", input=GOOD.encode(), stdout=full)
    assert code == 2
    assert err.endswith("cannot write to standard output: No space left on device\n")


def test_closed_standard_output_is_reported(tmp_path: Path) -> None:
    code, _, err = run_apart(
        tmp_path, "-", input=GOOD.encode(), stdout=None, before=lambda: os.close(1)
    )
    assert code == 2
    assert err.endswith("cannot write to standard output: Bad file descriptor\n")


def test_reading_stops_one_byte_after_the_limit(tmp_path: Path) -> None:
    read, write = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-m", "generator", "import", "-"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=read,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(read)
        sent = 0
        try:
            # An endless document: the import ends by itself.
            while sent < 64 * 1024 * 1024:
                sent += os.write(write, b" " * 65536)
        except BrokenPipeError:
            pass
        finally:
            os.close(write)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"the document has more than 33,554,432 bytes" in err
    assert sent <= 32 * 1024 * 1024 + 2 * 65536 + 1024 * 1024
