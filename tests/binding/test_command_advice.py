"""What the command suggests: commands that work as they are, for the stored token."""

from __future__ import annotations

import json
import shlex
import sys
import time
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch
from urllib.parse import unquote

import pytest
from click import Group
from click.testing import CliRunner
from imagen_oauth import AccessToken, AuthorizationRequest, Scope
from imagen_oauth._command import COMMAND
from imagen_oauth._runtime.cli.command import run
from imagen_oauth._runtime.cli.implicit.application import (
    ImplicitApplication,
    RequestArguments,
)
from imagen_oauth._runtime.cli.implicit.command import make_command
from imagen_oauth._runtime.cli.output import shell_words
from imagen_oauth.store import Entry, open_store

from tests.binding.commands import ANSWER, CLIENT, SECRET

REDIRECT = "https://app.example.com/done?a=b"


class Said(NamedTuple):
    """The exit code of a command, and what it wrote."""

    code: int
    out: str
    err: str


def call(*arguments: str, typed: str = "", **variables: str) -> Said:
    """Run the command in this process."""
    return _called(COMMAND, arguments, typed, variables)


def _called(
    group: Group, arguments: tuple[str, ...], typed: str, variables: dict[str, str]
) -> Said:
    words = [str(group.name), *arguments]
    with (
        CliRunner().isolation(input=typed, env=variables) as (out, err, _),
        patch.object(sys, "argv", words),
    ):
        code = run(group)
        return Said(code, *(one.getvalue().decode() for one in (out, err)))


def call_line(line: str, typed: str = "", **variables: str) -> Said:
    """Run a suggested command, split as a shell splits it."""
    name, *arguments = shlex.split(line)
    assert name == "imagen-oauth"
    return call(*arguments, typed=typed, **variables)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Return the path of a store that a shell must quote."""
    return str(tmp_path / "my tokens" / "t.json")


def keep(
    file: str,
    scopes: tuple[str, ...] = ("roles",),
    *,
    domain: str = "media.example.com",
    client_id: str = "KEY",
    scheme: str = "https",
    age: float = 0,
    lifetime: int | None = 3600,
    **settings: str,
) -> None:
    """Store a token that was issued some time ago."""
    token = AccessToken.from_value(
        SECRET,
        domain=domain,
        client_id=client_id,
        scheme=scheme,
        expires_in=lifetime,
        received_at=time.time() - age,
    )
    open_store(file).save(Entry(token, scopes, settings=settings))


def kept(file: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return the origin, client ID, and requested scopes of each token."""
    return [
        (*one.key[:3], tuple(sorted(one.asked))) for one in open_store(file).entries()
    ]


def advised(said: Said) -> str:
    """Return the command at the end of the first line that contains one."""
    [line, *_] = [one for one in said.err.splitlines() if "imagen-oauth " in one]
    return line[line.index("imagen-oauth ") :]


# Renewal


@pytest.mark.parametrize("command", ["status", "token", "headers"])
def test_advice_renews_the_only_token_with_its_settings(
    file: str, command: str
) -> None:
    keep(
        file,
        ("roles", "files", "manageJobs"),
        domain="127.0.0.1:8080",
        client_id="K 1",
        scheme="http",
        age=4000,
        redirect_uri=REDIRECT,
    )
    said = call(command, "--store", file)
    assert said.code == 11
    assert advised(said) == f"imagen-oauth login --again --store '{file}'"
    begun = call_line(f"{advised(said)} --state s", typed="")
    assert begun.code == 1
    done = call_line(f"{advised(said)} --state s", typed=ANSWER)
    assert (done.code, done.out) == (0, ""), done.err
    [entry] = open_store(file).entries()
    assert entry.key == (
        *("http", "127.0.0.1:8080", "K 1"),
        frozenset({"roles", "files", "manageJobs"}),
    )
    assert entry.settings == {"redirect_uri": REDIRECT}
    assert call("status", "--store", file).code == 0


def test_again_requests_what_the_last_login_requested(file: str) -> None:
    scopes = ["--scope", "roles", "--undocumented-scope", "files"]
    first = call(
        *("login", *CLIENT[:4], *scopes, "--store", file, "--state", "s"), typed=ANSWER
    )
    assert first.code == 0, first.err
    again = call("login", "--again", "--no-browser", "--store", file)
    lines = again.err.splitlines()
    state = lines[1].partition("state=")[2].partition("&")[0]
    request = AuthorizationRequest(
        *("media.example.com", "KEY", ["roles"]),
        state=state,
        undocumented_scopes=["files"],
    )
    assert lines[1] == f"  {request.url}"
    assert lines[-1] == (
        "nothing was stored; to continue: imagen-oauth login --again --store "
        f"'{file}' --state {state}"
    )


def _tenant_request(arguments: RequestArguments) -> AuthorizationRequest:
    return AuthorizationRequest(
        arguments.variables["host"],
        arguments.client_id,
        arguments.scopes,
        redirect_uri=arguments.redirect_uri or "",
        state=arguments.state,
        extra_parameters={"tenant": arguments.variables["tenant_name"] or "none"},
    )


TENANTS = make_command(
    ImplicitApplication(
        command="tenants",
        distribution="tenants",
        environment="TENANTS",
        provider="Tenants",
        variables={"tenant_name": "The tenant.", "host": "The host."},
        issuer="host",
        has_state=True,
        has_redirect_uri=True,
        needs_redirect_uri=True,
        takes_scopes=True,
        scopes=tuple(Scope),
        request=_tenant_request,
        token=AccessToken,
        scope_separator=",",
    )
)
"""A command with another variable than the host, a required redirect URI, and commas between scopes."""


def call_tenants(*arguments: str, typed: str = "", **variables: str) -> Said:
    """Run that command in this process."""
    return _called(TENANTS, arguments, typed, variables)


def test_again_repeats_the_variables_and_the_redirect_uri(file: str) -> None:
    given = (
        *("--tenant-name", "a&b", "--host", "media.example.com", "--client-id", "KEY"),
        *("--scope", "roles", "--redirect-uri", REDIRECT),
    )
    store = ("--store", file)

    def login(*arguments: str, typed: str = "", **variables: str) -> Said:
        more = ("--no-browser", *store)
        return call_tenants("login", *arguments, *more, typed=typed, **variables)

    first = login(*given, "--state", "s", typed=ANSWER)
    assert first.code == 0, first.err
    [entry] = open_store(file).entries()
    assert entry.settings == {"tenant_name": "a&b", "redirect_uri": REDIRECT}
    urls = [
        login(*more, **variables).err.splitlines()[1]
        for more, variables in [
            (given, {}),
            (("--again",), {}),
            (("--again",), {"TENANTS_TENANT_NAME": "other"}),
            (("--again", "--tenant-name", "c"), {}),
            (("--again", "--redirect-uri", "https://b.example"), {}),
        ]
    ]
    assert [
        (REDIRECT in unquote(url), url[url.index("&tenant=") :]) for url in urls
    ] == [
        (True, "&tenant=a%26b"),
        (True, "&tenant=a%26b"),
        (True, "&tenant=a%26b"),
        (True, "&tenant=c"),
        (False, "&tenant=a%26b"),
    ]
    said = call_tenants("token", *store, "--scope", "manageJobs")
    assert said.err.splitlines()[0].endswith(
        f": run tenants login --store '{file}' --tenant-name 'a&b' --host "
        f"media.example.com --client-id KEY --redirect-uri '{REDIRECT}' "
        "--scope manageJobs"
    )


def test_scope_with_the_separator_is_rejected_before_a_token_is_looked_up(
    file: str,
) -> None:
    for name in ("token", "status", "headers"):
        said = call_tenants(name, "--store", file, "--undocumented-scope", "a,b")
        assert (said.code, said.out) == (2, "")
        assert said.err.startswith(
            'Error: --undocumented-scope contains ",", which separates scopes'
        ), said.err


def test_missing_redirect_uri_is_named_with_the_other_options(file: str) -> None:
    said = call_tenants("login", "--store", file, "--client-id", "K")
    assert said.err.splitlines()[-1] == (
        "Error: Missing options '--tenant-name' (env var: 'TENANTS_TENANT_NAME') and "
        "'--host' (env var: 'TENANTS_HOST') and '--redirect-uri'. To renew a stored "
        "token, add --again."
    )
    # An earlier version stored no settings.
    keep(file)
    said = call_tenants("login", "--again", "--store", file)
    assert (said.code, "--redirect-uri is empty: " in said.err) == (2, True)


def test_again_replaces_the_token_and_keeps_the_others(file: str) -> None:
    keep(file, ("roles",), age=4000)
    keep(file, ("manageJobs",))
    before = kept(file)
    answer = ANSWER.replace(SECRET, "renewed")
    said = call(
        *("login", "--again", "--store", file, "--scope", "roles", "--state", "s"),
        typed=answer,
    )
    assert said.code == 0, said.err
    assert sorted(kept(file)) == sorted(before)
    assert call("token", "--store", file, "--scope", "roles").out == "renewed\n"
    assert call("token", "--store", file, "--scope", "manageJobs").out == f"{SECRET}\n"


def test_advice_names_what_distinguishes_one_of_several_tokens(file: str) -> None:
    keep(file, ("roles",), age=4000)
    keep(file, ("roles", "manageJobs"), age=4000)
    keep(file, ("roles",), client_id="K2", age=4000)
    said = call("token", "--store", file, "--client-id", "KEY", "--scope", "roles")
    assert advised(said) == (
        f"imagen-oauth login --again --store '{file}' "
        "--domain media.example.com --client-id KEY --scope roles"
    )
    # The login for more scopes is next to it, and is not renewed.
    assert call_line(f"{advised(said)} --state s", typed=ANSWER).code == 0
    expired = [
        one.asked for one in open_store(file).entries() if one.token.is_expired()
    ]
    assert sorted(map(sorted, expired)) == [["manageJobs", "roles"], ["roles"]]


def test_token_that_no_option_distinguishes_has_its_full_login(file: str) -> None:
    keep(file, ())
    keep(file, ("roles",))
    said = call("login", "--again", "--store", file)
    client = "--domain media.example.com --client-id KEY"
    assert said == (
        2,
        "",
        (
            f"Error: several matching tokens in {file}: run one of these\n"
            f"  imagen-oauth login --store '{file}' {client}\n"
            f"  imagen-oauth login --again --store '{file}' {client} --scope roles\n"
        ),
    )
    assert call("logout", "--store", file).err == (
        f"Error: several matching tokens in {file}: run one of these\n"
        "  media.example.com (client ID KEY; requested scopes: none)\n"
        f"  imagen-oauth logout --store '{file}' {client} --scope roles\n"
    )


@pytest.mark.parametrize("command", ["token", "status", "logout"])
def test_each_command_for_one_of_several_tokens_works(file: str, command: str) -> None:
    keep(file, ("roles",))
    keep(file, ("roles", "manageJobs"))
    keep(file, ("roles", "files"))
    keep(file, ("roles",), client_id="it's K")
    keep(file, ("roles",), domain="localhost:80", scheme="http")
    keep(file, ("roles",), domain="localhost:80")
    said = call(command, "--store", file)
    assert said.code == 2
    title, *lines = said.err.splitlines()
    assert title == f"Error: several matching tokens in {file}: run one of these"
    assert len({*lines}) == 6
    assert [call_line(line).code for line in lines] == [0] * 6


# No matching token


def test_missing_token_has_the_full_login_with_what_is_known(file: str) -> None:
    quoted = f"--store '{file}'"
    assert call("token", "--store", file) == (
        13,
        "",
        (
            f"Error: no token is stored in {file}: run imagen-oauth login {quoted} "
            "--domain … --client-id … --scope …\n"
        ),
    )
    keep(file, ("roles",), client_id="a b")
    known = "--domain media.example.com --client-id 'a b'"
    said = call("login", "--again", "--store", file, "--scope", "files,manageJobs")
    assert said.code == 2  # files is not documented.
    said = call(
        *("headers", "--store", file, "--scope", "manageJobs"),
        *("--undocumented-scope", "files"),
    )
    assert said == (
        13,
        "",
        (
            f"Error: no matching token in {file}: run imagen-oauth login {quoted} {known} "
            "--scope manageJobs --undocumented-scope files\n"
            "or choose another token there:\n"
            f"  imagen-oauth headers {quoted} {known} --scope roles\n"
        ),
    )
    done = call_line(f"{advised(said)} --state s", typed=ANSWER)
    assert done.code == 0, done.err
    said = call("status", "--store", file, "--domain", "localhost", "--scheme", "http")
    assert said.err.splitlines()[0] == (
        f"Error: no matching token in {file}: run imagen-oauth login {quoted} "
        "--domain localhost --scheme http --client-id … --scope …"
    )


def test_environment_is_part_of_the_advice(file: str) -> None:
    variables = {
        "IMAGEN_OAUTH_STORE": file,
        "IMAGEN_OAUTH_DOMAIN": "media.example.com",
        "IMAGEN_OAUTH_CLIENT_ID": "KEY",
        "IMAGEN_OAUTH_SCOPE": "roles",
    }
    said = call("token", **variables)
    # The log of a nightly job may be read in another shell.
    full = f"imagen-oauth login --store '{file}' {' '.join(CLIENT)}"
    assert (said.code, advised(said)) == (13, full)
    keep(file, age=4000)
    said = call("token", **variables)
    again = f"imagen-oauth login --again --store '{file}'"
    assert (said.code, advised(said)) == (11, again)
    assert call_line(f"{again} --state s", typed=ANSWER, **variables).code == 0


@pytest.mark.parametrize(
    "variables",
    [
        {"IMAGEN_OAUTH_DOMAIN": "other.example.com"},
        {"IMAGEN_OAUTH_CLIENT_ID": "OTHER"},
        {"IMAGEN_OAUTH_SCOPE": "manageJobs"},
        {"IMAGEN_OAUTH_SCHEME": "http"},
    ],
)
def test_advice_works_if_the_environment_describes_another_token(
    file: str, variables: dict[str, str]
) -> None:
    keep(file, age=4000)
    said = call("token", "--store", file, *CLIENT, "--scheme", "https", **variables)
    assert said.code == 11
    line = advised(said)
    assert line == (
        f"imagen-oauth login --again --store '{file}' --domain media.example.com "
        "--scheme https --client-id KEY --scope roles"
    )
    assert call_line(f"{line} --state s", typed=ANSWER, **variables).code == 0


def test_other_token_is_offered_with_what_overrides_the_environment(file: str) -> None:
    keep(file, age=4000)
    variables = {"IMAGEN_OAUTH_DOMAIN": "other.example.com"}
    said = call("login", "--again", "--store", file, **variables)
    assert said.code == 13
    line = said.err.splitlines()[-1].strip()
    assert line == f"imagen-oauth login --again --store '{file}' {' '.join(CLIENT)}"
    assert call_line(f"{line} --state s", typed=ANSWER, **variables).code == 0


def test_token_without_scopes_has_no_option_against_the_variable(file: str) -> None:
    keep(file, ())
    said = call("token", "--store", file, IMAGEN_OAUTH_SCOPE="roles")
    assert said.err.splitlines() == [
        (
            f"Error: no matching token in {file}: run imagen-oauth login --store '{file}' "
            "--domain media.example.com --client-id KEY --scope roles"
        ),
        "or choose another token there:",
        "  media.example.com (client ID KEY; requested scopes: none)",
    ]


def test_token_of_the_environment_needs_to_be_described() -> None:
    said = call("token", IMAGEN_OAUTH_TOKEN="tk")
    assert (said.code, said.err.splitlines()[-1]) == (
        2,
        (
            "Error: Missing options '--domain' (env var: 'IMAGEN_OAUTH_DOMAIN') and "
            "'--client-id' (env var: 'IMAGEN_OAUTH_CLIENT_ID'). IMAGEN_OAUTH_TOKEN is "
            "set, and does not say whose token it is."
        ),
    )


def test_token_of_the_environment_has_no_advice_to_log_in() -> None:
    said = call("status", *CLIENT, IMAGEN_OAUTH_TOKEN="tk")
    assert (said.code, said.err) == (12, "")


def test_login_without_options_names_all_that_are_missing() -> None:
    said = call("login")
    assert (said.code, said.err.splitlines()[-1]) == (
        2,
        (
            "Error: Missing options '--domain' (env var: 'IMAGEN_OAUTH_DOMAIN') and "
            "'--client-id' (env var: 'IMAGEN_OAUTH_CLIENT_ID'). To renew a stored "
            "token, add --again."
        ),
    )


# Words for a shell


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("linux", "a/b.c 'd e' 'it'\"'\"'s' '$HOME' '' …"),
        ("win32", 'a/b.c "d e" "it\'s" "$HOME" "" …'),
    ],
)
def test_words_are_quoted_for_the_shell(
    monkeypatch: pytest.MonkeyPatch, platform: str, expected: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert shell_words(["a/b.c", "d e", "it's", "$HOME", "", "…"]) == expected


# Lifetimes


def test_status_suggests_no_time_for_tokens_of_one_second(file: str) -> None:
    keep(file, lifetime=1)
    said = call("status", "--store", file, "--valid-for", "1s")
    assert said.err.splitlines()[-1] == (
        "tokens here last 1 s, so a new one does not last 1 s either: omit --valid-for"
    )


@pytest.mark.parametrize(
    ("lifetime", "age", "needed", "code", "advice"),
    [
        (3600, 0, "4h", 14, "1 h, so a new one does not last 4 h|54m"),
        # As soon as a token is stored, it has less than its lifetime left.
        (3600, 1, "1h", 14, "1 h, so a new one does not last 1 h|54m"),
        (3600, 1800, "45m", 10, ""),
        (3600, 4000, "4h", 11, "1 h, so a new one does not last 4 h|54m"),
        (3600, 4000, "50m", 11, ""),
        (86_400, 0, "2d", 14, "1 d, so a new one does not last 2 d|21h"),
        (300, 0, "10m", 14, "5 min, so a new one does not last 10 min|270s"),
        (30, 0, "60s", 14, "30 s, so a new one does not last 1 min|27s"),
        (None, 0, "4h", 12, ""),
    ],
)
def test_status_says_if_no_new_token_lasts_long_enough(
    file: str, lifetime: int | None, age: float, needed: str, code: int, advice: str
) -> None:
    keep(file, lifetime=lifetime, age=age)
    said = call("status", "--store", file, "--valid-for", needed)
    assert said.code == code
    lines = said.err.splitlines()
    renewal = f"to get a new token: imagen-oauth login --again --store '{file}'"
    assert (renewal in lines) == (code != 14)
    sentence, _, longest = advice.partition("|")
    expected = (
        f"tokens here last {sentence} either: write --valid-for {longest} or less"
    )
    assert ([one for one in lines if one != renewal] == [expected]) == bool(advice)
    if lifetime and code != 11:
        first = call("status", "--store", file, "--valid-for", longest or "1s")
        assert first.code == 0, first.err


def test_lifetime_is_reported_by_login_and_status(file: str) -> None:
    login = ("login", *CLIENT, "--state", "s", "--store", file)
    said = call(*login, typed=ANSWER)
    assert said.err.splitlines()[2] == "tokens here last 1 h"
    said = call("status", "--store", file)
    assert said.out.splitlines()[3] == "lifetime: tokens here last 1 h"
    said = call("status", "--store", file, "--json")
    assert json.loads(said.out)["lifetime"] == 3600
    call(*login, typed=ANSWER.replace("&expires_in=3600", ""))
    said = call("status", "--store", file)
    assert [line for line in said.out.splitlines() if line.startswith("lifetime")] == []
    said = call("status", "--store", file, "--json")
    assert json.loads(said.out)["lifetime"] is None


# Scopes


@pytest.mark.parametrize("command", ["url", "login"])
def test_request_without_scopes_has_a_warning(file: str, command: str) -> None:
    warning = (
        "Warning: no scope is requested, so the server may grant every scope: add "
        "--scope NAME for each that you need; imagen-oauth scopes lists them"
    )
    store = ["--store", file]
    more = store if command == "login" else []
    said = call(command, *CLIENT[:4], *more)
    assert said.err.splitlines()[0] == warning
    for scope in ("--scope", "--undocumented-scope"):
        said = call(command, *CLIENT[:4], *more, scope, "roles")
        assert warning not in said.err
    said = call("login", *CLIENT[:4], "--with-token", *store, typed="tk")
    assert (said.code, warning in said.err) == (0, False)
    keep(file, ())
    assert warning in call("login", "--again", "--store", file).err


@pytest.mark.parametrize(
    "given",
    [
        ["--scope", "roles,manageJobs"],
        ["--scope", "manageJobs, roles,"],
        ["--scope", "roles manageJobs"],
        ["--scope", "\troles\n,manageJobs\n"],
        ["--scope", "roles", "--scope", "manageJobs"],
        "roles manageJobs",
        "roles,manageJobs",
        "roles, manageJobs",
    ],
)
def test_scopes_may_have_commas_or_spaces_between_them(given: str | list[str]) -> None:
    if isinstance(given, str):
        said = call("url", *CLIENT[:4], IMAGEN_OAUTH_SCOPE=given)
    else:
        said = call("url", *CLIENT[:4], *given)
    assert (said.code, said.out[-25:]) == (0, "&scope=manageJobs%20roles\n"[-25:])


@pytest.mark.parametrize("given", ["", " ", ","])
@pytest.mark.parametrize("command", ["url", "login", "token", "status", "logout"])
def test_empty_scope_is_not_a_wrong_name(command: str, given: str) -> None:
    said = call(command, "--scope", given)
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines()[-1] == (
        "Error: Invalid value for '--scope' (env var: 'IMAGEN_OAUTH_SCOPE'): it is empty; "
        "write the name of a scope, or omit the option"
    )


def test_undocumented_scope_may_contain_a_comma() -> None:
    said = call("url", *CLIENT[:4], "--undocumented-scope", "a,b")
    assert said.out.endswith("&scope=a%2Cb\n")


@pytest.mark.parametrize(
    ("given", "variables", "start"),
    [
        (["--scope", "role"], {}, "the value of --scope is"),
        (["--scope", "roles,role"], {}, "the value of --scope number 2 is"),
        ([], {"IMAGEN_OAUTH_SCOPE": "role"}, "the value of IMAGEN_OAUTH_SCOPE is"),
        (
            [],
            {"IMAGEN_OAUTH_SCOPE": "roles,role"},
            "the value of IMAGEN_OAUTH_SCOPE number 2 is",
        ),
    ],
)
def test_error_names_the_option_or_the_variable(
    given: list[str], variables: dict[str, str], start: str
) -> None:
    said = call("url", *CLIENT[:4], *given, **variables)
    assert said == (
        2,
        "",
        f"Error: {start} not a documented scope: did you mean roles? [unknown_scope]\n",
    )


def test_error_of_another_option_names_its_variable() -> None:
    said = call(
        "url", IMAGEN_OAUTH_DOMAIN="https://a.example", IMAGEN_OAUTH_CLIENT_ID="K"
    )
    assert said.err == (
        "Error: IMAGEN_OAUTH_DOMAIN starts with a scheme: write a.example "
        "[domain_has_scheme]\n"
    )
