"""The command: its two lines, its options, and its end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from imagen_oauth import AuthorizationRequest
from imagen_oauth_mock import StandIn
from imagen_oauth_mock._runtime.person import Person

from tests.mock.http import send
from tests.signals import heed_ctrl_c

COMMAND = [sys.executable, "-m", "imagen_oauth_mock"]


@contextmanager
def started(*arguments: str) -> Generator[subprocess.Popen[str]]:
    """Run the command, and kill it at the end of the block if it has not ended."""
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_ctrl_c,  # noqa: PLW1509
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def addresses(process: subprocess.Popen[str]) -> tuple[str, str]:
    assert process.stdout is not None
    return process.stdout.readline().strip(), process.stdout.readline().strip()


def refused(*arguments: str) -> str:
    """Return what the command says when it refuses its arguments."""
    process = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    assert (process.returncode, process.stdout) == (2, "")
    return process.stderr


def test_two_lines_are_the_two_addresses_and_ctrl_c_ends_it() -> None:
    with started("--token-lifetime", "7") as process:
        server, resource = addresses(process)
        request = AuthorizationRequest(
            server.removeprefix("http://"), "YOUR_API_KEY", scheme="http"
        )
        answer = Person(server, "demo", "demo").approve(request.url)
        token = request.parse_pasted(answer)
        assert token.expires_in == 7
        assert send(resource, token.headers()).status == 200
        process.send_signal(signal.SIGINT)
        output, said = process.communicate(timeout=30)
    assert (process.returncode, output) == (0, "")
    assert said.splitlines() == [
        "Sign in as demo with the password demo.",
        "Ctrl-C ends it.",
        "GET /oauth/authorize 303",
        "GET /request/… 200",
        "POST /request/… 303",
        "GET /request/… 200",
        "POST /request/… 303",
        "GET /request/… 200",
        "GET / 200",
        "ended",
    ]


def test_named_ports_are_taken() -> None:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        ports = [str(each.getsockname()[1]) for each in (one, two)]
    with started("--port", ports[0], "--resource-port", ports[1]) as process:
        assert addresses(process) == tuple(f"http://127.0.0.1:{port}" for port in ports)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org", "::"])
def test_host_that_is_not_of_this_machine_alone_is_refused(host: str) -> None:
    assert refused("--host", host) == (
        f"imagen-oauth-mock: {host} is not this machine alone; use 127.0.0.1 or ::1\n"
    )


def test_lifetime_of_no_second_is_refused() -> None:
    said = "imagen-oauth-mock: a token lives one second at least\n"
    assert refused("--token-lifetime", "0") == said


def test_port_that_is_taken_is_told_and_frees_the_other() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for option in ("--port", "--resource-port"):
            said = refused(option, port)
            wanted = f"127.0.0.1, port {port}: Address already in use"
            assert said == f"imagen-oauth-mock: {wanted}\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_addresses_that_nobody_takes_end_it() -> None:
    with Path("/dev/full").open("wb") as stream:
        process = subprocess.run(
            COMMAND, stdout=stream, stderr=subprocess.PIPE, text=True, check=False
        )
    last = process.stderr.splitlines()[-1]
    assert process.returncode == 2
    assert last == "imagen-oauth-mock: standard output: No space left on device"


def test_port_that_is_none_is_refused() -> None:
    assert refused("--port", "70000").startswith("imagen-oauth-mock: ")


def test_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    said = refused("--users", str(tmp_path / "none.json"))
    assert said.startswith("imagen-oauth-mock: ")
    assert "none.json" in said


def test_installed_command_is_the_module() -> None:
    command = os.path.join(os.path.dirname(sys.executable), "imagen-oauth-mock")
    helped = subprocess.run(
        [command, "--help"], capture_output=True, text=True, check=True
    )
    assert helped.stdout.startswith("usage: imagen-oauth-mock ")
    assert "--token-lifetime SECONDS" in helped.stdout


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "::1"])
def test_other_address_of_the_loopback_is_taken(host: str) -> None:
    try:
        server = StandIn(host=host)
    except OSError:
        pytest.skip(f"this machine has no {host}")
    with server:
        request = AuthorizationRequest(server.domain, "YOUR_API_KEY", scheme="http")
        answer = server.approve(request.url)
        token = request.parse_pasted(answer)
        assert send(server.resource_url, token.headers()).status == 200


def test_stopped_server_frees_its_ports() -> None:
    with StandIn() as server:
        port = int(server.domain.rpartition(":")[2])
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))
        again.listen()
