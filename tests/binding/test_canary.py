"""A token is only in its store, not in any other place where a command could leave it."""

from __future__ import annotations

import logging
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from imagen_oauth import AccessToken, OAuthError
from imagen_oauth._runtime.cli.output import entry_facts
from imagen_oauth._runtime.store.secret import Secret
from imagen_oauth._runtime.store.store_json import encode
from imagen_oauth.store import Entry, open_store

from tests.binding.commands import ANSWER, CLIENT, SECRET, environment, run

TRACED = """
import logging, sys, traceback
logging.basicConfig(level=logging.DEBUG)
def told(kind, error, trace):
    lines = traceback.TracebackException(kind, error, trace, capture_locals=True)
    sys.stderr.write("".join(lines.format()))
from imagen_oauth._command import COMMAND
try:
    COMMAND.main(sys.argv[1:], standalone_mode=False, prog_name="imagen-oauth")
except BaseException as error:
    told(type(error), error, error.__traceback__)
"""
"""The command with logs at DEBUG, and a traceback with variables of whatever ends it."""


@pytest.mark.parametrize(
    ("arguments", "typed", "keyring"),
    [
        (["login", *CLIENT, "--state", "s"], ANSWER, "Real"),
        (["login", *CLIENT, "--state", "s", "--json"], ANSWER, "Real"),
        (["login", *CLIENT, "--with-token"], SECRET, "Real"),
        (["login", *CLIENT, "--with-token"], f"a {SECRET}", "Real"),
        (["login", *CLIENT, "--state", "other"], ANSWER, "Real"),
        (["login", *CLIENT, "--state", "s"], f"{ANSWER}&state=x", "Real"),
        (["login", *CLIENT, "--state", "s"], SECRET, "Real"),
        (["login", *CLIENT, "--state", "s"], f'{{"access_token": "{SECRET}"', "Real"),
        (["login", *CLIENT, "--state", "s"], ANSWER, "Failing"),
        (["login", *CLIENT, "--state", "s", "--store", "/dev/null/x"], ANSWER, "Real"),
        (["login", *CLIENT, "--state", "s", "--store", "t/t.json"], ANSWER, "Real"),
        (["status"], "", "Real"),
        (["status", "--json"], "", "Real"),
        (["logout"], "", "Real"),
        (["scopes"], "", "Real"),
    ],
)
def test_no_command_shows_the_token(
    tmp_path: Path, arguments: list[str], typed: str, keyring: str
) -> None:
    if not typed:
        run(tmp_path, "login", *CLIENT, "--state", "s", typed=ANSWER)
    launcher = [sys.executable, "-X", "dev", "-c", TRACED]
    _, out, said = run(
        tmp_path, *arguments, typed=typed, keyring=keyring, launcher=launcher
    )
    assert SECRET not in out + said
    elsewhere = [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and SECRET.encode() in path.read_bytes()
    ]
    stores = {tmp_path / "keyring.json", tmp_path / "t" / "t.json"}
    assert set(elsewhere) <= stores


@pytest.mark.skipif(
    not Path("/proc/self/cmdline").exists(), reason="this system has no /proc"
)
def test_arguments_of_the_process_have_no_token(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "imagen_oauth.command"]
    process = subprocess.Popen(
        [*command, "login", *CLIENT, "--no-browser"],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr and process.stdin
    process.stderr.readline()
    state = process.stderr.readline().partition("state=")[2].partition("&")[0]
    process.stdin.write(ANSWER.replace("state=s", f"state={state}"))
    process.stdin.flush()
    for name in ("cmdline", "environ"):
        assert SECRET.encode() not in Path(f"/proc/{process.pid}/{name}").read_bytes()
    said = process.communicate()[1]
    assert (process.returncode, "granted: roles" in said) == (0, True)


def test_no_object_with_a_token_shows_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    token = AccessToken.from_value(SECRET, domain="m.example.com", client_id="KEY")
    entry = Entry(
        token, ["roles"], refresh_token=Secret(SECRET), more={"later": SECRET}
    )
    file = tmp_path / "tokens" / "tokens.json"
    store = open_store(file)
    store.save(entry)
    with caplog.at_level(logging.DEBUG):
        encoded = encode([entry], [], AccessToken)
        shown: tuple[object, ...] = (entry, store, store.read(), encoded)
        for one in (*shown, Secret(SECRET), entry_facts(entry)):
            logging.getLogger("test").debug("%r %s", one, one)
    assert SECRET not in caplog.text
    assert SECRET not in repr(vars(store))
    assert SECRET not in repr((entry.token, entry.refresh_token, entry.key))


@pytest.mark.parametrize("content", ['{"format": 1, "tokens": ["TOKEN"', "TOKEN"])
def test_corrupt_store_is_reported_without_its_content(
    tmp_path: Path, content: str
) -> None:
    file = tmp_path / "tokens" / "tokens.json"
    file.parent.mkdir(mode=0o700)
    file.write_text(content.replace("TOKEN", SECRET), encoding="ascii")
    file.chmod(0o600)
    with pytest.raises(OAuthError) as caught:
        open_store(file).entries()
    error: BaseException | None = caught.value
    while error:
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        assert SECRET not in "".join(told.format()) + repr((vars(error), error.args))
        error = error.__context__
