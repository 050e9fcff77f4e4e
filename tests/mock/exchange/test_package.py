"""The distribution of a mock server with a token endpoint: its README, its command, and its archive."""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import json
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from generator import pipeline
from tests.generators import run_generator
from tests.mock.exchange.conftest import SPECS
from tests.release import declared
from tests.release.conftest import installed


def readme(spec: str) -> str:
    tree = pipeline.tree(pipeline.load(SPECS[spec]), ["mock"])
    return tree["mock/README.md"].decode()


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    "spec",
    [
        *("jay", "robin", "finch", "grebe", "puffin", "heron", "eagle", "dipper"),
        *("siskin", "github"),
    ],
)
def test_test_in_the_readme_passes(package: Any, spec: str) -> None:
    package(f"{spec}_oauth")
    names: dict[str, Any] = {}
    block = blocks(readme(spec), "python")[1]
    exec(compile(block, "README.md", "exec"), names)  # noqa: S102
    with package(f"{spec}_oauth_mock").MockServer() as server:
        names["test_application_gets_a_token"](server)


@pytest.mark.parametrize(("spec", "has_pages"), [("jay", True), ("grebe", False)])
def test_readme_speaks_of_pages_if_users_log_in(spec: str, has_pages: bool) -> None:
    assert ("Its pages do not imitate" in readme(spec)) == has_pages


def test_commands_in_the_readme_change_and_read_the_server(server: Any) -> None:
    shell = "".join(blocks(readme("jay"), "sh"))
    sent = re.findall(r"curl --json '(.*)' http://127.0.0.1:8080/_mock/(\S+)", shell)
    assert [action for _, action in sent] == [
        *("fault", "configure", "issue", "advance", "reset"),
    ]
    for text, action in sent:
        url = f"{server.url}/_mock/{action}"
        answer = httpx.post(url, json=json.loads(text))
        assert answer.status_code == 200
        assert answer.json().keys() == ({"result"} if action == "issue" else set())
    read = re.findall(r"curl '?http://127.0.0.1:8080(/_mock/[^\s']+)", shell)
    found = [httpx.get(f"{server.url}{path}").json() for path in read]
    assert [sorted(one) for one in found] == [
        ["requests", "reuses"],
        ["received"],
        ["issued"],
    ]


def test_users_file_in_the_readme_is_valid(package: Any, tmp_path: Path) -> None:
    file = tmp_path / "users.json"
    file.write_text(blocks(readme("jay"), "json")[0], encoding="utf-8")
    with package("jay_oauth_mock").MockServer(users=file) as server:
        assert httpx.get(server.url).text.count("Nightly import") == 1


def test_table_lists_the_options_of_the_command(package: Any) -> None:
    module = package("jay_oauth_mock")
    folder = Path(module.__file__).parents[1]
    command = [sys.executable, "-m", "jay_oauth_mock", "--help"]
    run = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=True
    )
    offered = set(re.findall(r"--[a-z][a-z-]+", run.stdout)) - {"--help"}
    table = readme("jay").partition("## Options")[2]
    assert offered == set(re.findall(r"--[a-z][a-z-]+", table))


def test_command_takes_faults_rotation_and_redirect_uris(package: Any) -> None:
    module = package("jay_oauth_mock")
    command = [sys.executable, "-m", "jay_oauth_mock", "--no-rotation"]
    command += ["--redirect-uri", "https://app.example/cb", "--clock-offset", "-5"]
    command += ["--fault", '{"status": 503}', "--fault", '{"drop": "before"}']
    command += ["--configure", '{"token_lifetime": 7}', "--own-issuer"]
    process = subprocess.Popen(
        command,
        cwd=Path(module.__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            form = {"grant_type": "client_credentials"}
            credentials = ("YOUR_CLIENT_ID", "YOUR_CLIENT_SECRET")
            token = f"{url}/token"
            assert httpx.post(token, data=form, auth=credentials).status_code == 503
            with pytest.raises(httpx.RemoteProtocolError):
                httpx.post(token, data=form, auth=credentials)
            got = httpx.post(token, data=form, auth=credentials)
            assert (got.status_code, got.json()["expires_in"]) == (200, 7)
            metadata = f"{url}/.well-known/oauth-authorization-server"
            assert httpx.get(metadata).json()["issuer"] == url
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()


@pytest.mark.parametrize(("name", "expected"), [("jay", True), ("merlin", False)])
def test_only_a_server_with_users_says_how_to_log_in(
    package: Any, name: str, expected: bool
) -> None:
    with package(f"{name}_oauth_mock").MockServer() as server:
        assert bool(server.hint) is expected


def test_command_reports_a_wrong_fault(package: Any) -> None:
    module = package("jay_oauth_mock")
    run = subprocess.run(
        [sys.executable, "-m", "jay_oauth_mock", "--fault", "{"],
        cwd=Path(module.__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert "argument --fault: " in run.stderr


@pytest.mark.parametrize(
    ("option", "texts"),
    [
        ("--fault", ["{", "[]", '{"drop": "now"}', '{"x": 1}']),
        ("--configure", ["{", '{"self": 1}', '{"decision": 1}', '{"x": 1}']),
    ],
)
def test_command_rejects_a_wrong_value(
    package: Any, option: str, texts: Sequence[str]
) -> None:
    module = package("jay_oauth_mock")
    for text in texts:
        parser = argparse.ArgumentParser(exit_on_error=False)
        module.MockServer.add_options(parser)
        with pytest.raises(argparse.ArgumentError, match=f"argument {option}: "):
            parser.parse_args([option, text])


def test_each_value_can_be_set_in_python_in_json_and_by_the_command(
    package: Any,
) -> None:
    """The README, the method, the fault of the command, and the types of the JSON have the same names."""
    runtime = "jay_oauth_mock._runtime"
    faults, control = package(f"{runtime}.faults"), package(f"{runtime}.control")
    server = package("jay_oauth_mock").MockServer
    fault = {*inspect.signature(server.fault).parameters} - {"self"}
    configure = {*inspect.signature(server.configure).parameters} - {"self"}
    assert fault == {one.name for one in dataclasses.fields(faults.Fault)}
    assert fault | configure <= control._TYPES.keys()
    text = "".join(readme(spec) for spec in ("jay", "kea", "swift"))
    sections = text.split("\n## ")
    for title, names in (("Faults", fault - {"endpoint"}), ("Behavior", configure)):
        section, *_ = (one for one in sections if one.startswith(title))
        assert names - {"within", "token_type"} <= {*re.findall(r"`(\w+)=", section)}
    assert {"within", "token_type"} <= {*re.findall(r"`(\w+)=", text)}


_USE = """
from jay_oauth_mock import MockServer
with MockServer() as server:
    print(server.approve(
        server.url + "/authorize?response_type=code&client_id=PUBLIC&code_challenge_method=S256"
        "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        "&redirect_uri=http://127.0.0.1/callback"
    ).partition("code=")[0])
"""


def test_wheel_runs_with_its_declared_dependencies_only(tmp_path: Path) -> None:
    tree, out = tmp_path / "tree", tmp_path / "dist"
    arguments = ["--spec", str(SPECS["jay"]), "--out", str(tree)]
    targets = ["--target", "python", "--target", "mock"]
    assert run_generator(tmp_path, "generate", *arguments, *targets)[0] == 0
    build = [sys.executable, "-m", "release", str(out), "--tree", str(tree)]
    subprocess.run(build, check=True, capture_output=True)
    names = sorted(one.name for one in out.glob("*.whl"))
    assert names == [
        "jay_oauth-0.1.0-py3-none-any.whl",
        "jay_oauth_mock-0.1.0-py3-none-any.whl",
    ]
    wheel = out / names[1]
    assert declared.needed([wheel], []) == {"jinja2", "markupsafe", "oauthlib"}
    python = installed(tmp_path / "environment", [wheel], [])
    printed = subprocess.check_output([python, "-I", "-c", _USE], text=True)
    assert printed == "http://127.0.0.1/callback?\n"
