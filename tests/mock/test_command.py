"""The command: its output, its options, and how it stops."""

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
from imagen_oauth_mock import MockServer
from imagen_oauth_mock._runtime.user import User

from tests.mock.http import send

COMMAND = [sys.executable, "-m", "imagen_oauth_mock"]


@contextmanager
def started(*arguments: str) -> Generator[subprocess.Popen[str]]:
    """Run the command, and kill it at the end of the block if it is still running."""
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def addresses(process: subprocess.Popen[str]) -> tuple[str, str]:
    assert process.stdout is not None
    return process.stdout.readline().strip(), process.stdout.readline().strip()


def error_for(*arguments: str) -> str:
    """Return the error of the command for invalid arguments."""
    process = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    assert (process.returncode, process.stdout) == (2, "")
    return process.stderr


def test_output_is_the_two_urls_and_ctrl_c_stops_the_server() -> None:
    with started("--token-lifetime", "7") as process:
        server, resource = addresses(process)
        request = AuthorizationRequest(
            server.removeprefix("http://"), "YOUR_API_KEY", scheme="http"
        )
        response = User(server, "demo", "demo").approve(request.url)
        token = request.parse_pasted(response)
        assert token.expires_in == 7
        assert send(resource, token.headers()).status == 200
        process.send_signal(signal.SIGINT)
        output, log = process.communicate(timeout=30)
    assert (process.returncode, output) == (0, "")
    assert log.splitlines() == [
        "Log in as demo with the password demo.",
        "Press Ctrl-C to stop the server.",
        "The authorization server and the protected resource:",
        "GET /oauth/authorize 303",
        "GET /request/… 200",
        "POST /request/… 303",
        "GET /request/… 200",
        "POST /request/… 303",
        "GET /request/… 200",
        "GET / 200",
        "Stopped.",
    ]


def test_given_ports_are_used() -> None:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        ports = [str(each.getsockname()[1]) for each in (one, two)]
    with started("--port", ports[0], "--resource-port", ports[1]) as process:
        assert addresses(process) == tuple(f"http://127.0.0.1:{port}" for port in ports)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org", "::"])
def test_host_that_is_not_loopback_is_rejected(host: str) -> None:
    assert error_for("--host", host) == (
        f"imagen-oauth-mock: {host} is not a loopback address; use 127.0.0.1 or ::1\n"
    )


def test_lifetime_of_zero_is_rejected() -> None:
    message = "imagen-oauth-mock: the token lifetime must be between 1 and 3153600000 seconds\n"
    assert error_for("--token-lifetime", "0") == message


def test_port_in_use_is_reported_and_the_other_is_freed() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for option in ("--port", "--resource-port"):
            message = error_for(option, port)
            assert message == (
                f"imagen-oauth-mock: 127.0.0.1, port {port}: Address already in use; "
                "choose another port, or omit the option to use a free one\n"
            )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="requires /dev/full")
def test_closed_output_stops_the_server() -> None:
    with Path("/dev/full").open("wb") as stream:
        process = subprocess.run(
            COMMAND, stdout=stream, stderr=subprocess.PIPE, text=True, check=False
        )
    last = process.stderr.splitlines()[-1]
    assert process.returncode == 2
    assert last == "imagen-oauth-mock: standard output: No space left on device"


@pytest.mark.parametrize("option", ["--port", "--resource-port"])
def test_invalid_port_is_rejected(option: str) -> None:
    message = "imagen-oauth-mock: 70000 is not a valid port; use 0 to 65535\n"
    assert error_for(option, "70000") == message


def test_unreadable_file_is_reported(tmp_path: Path) -> None:
    message = error_for("--users", str(tmp_path / "none.json"))
    assert message.startswith("imagen-oauth-mock: ")
    assert "none.json" in message


def test_installed_command_runs_the_module() -> None:
    command = os.path.join(os.path.dirname(sys.executable), "imagen-oauth-mock")
    helped = subprocess.run(
        [command, "--help"], capture_output=True, text=True, check=True
    )
    assert helped.stdout.startswith("usage: imagen-oauth-mock ")
    assert "--token-lifetime SECONDS" in helped.stdout


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "::1"])
def test_other_loopback_address_is_used(host: str) -> None:
    try:
        server = MockServer(host=host)
    except OSError:
        pytest.skip(f"requires {host} on this machine")
    with server:
        request = AuthorizationRequest(server.domain, "YOUR_API_KEY", scheme="http")
        response = server.approve(request.url)
        token = request.parse_pasted(response)
        assert send(server.resource_url, token.headers()).status == 200


def test_stopped_server_frees_its_ports() -> None:
    with MockServer() as server:
        port = int(server.domain.rpartition(":")[2])
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))
        again.listen()
