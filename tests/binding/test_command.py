"""The command line, as a shell sees it: data, text for people, and exit codes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from imagen_oauth import AccessToken, Scope
from imagen_oauth._runtime.cli.exit_codes import MEANINGS
from imagen_oauth.server_errors import REMEDIES
from imagen_oauth.store import Entry, open_store

from generator.pipeline import ROOT
from tests.binding.commands import ANSWER, CLIENT, SECRET, logged_in, run
from tests.binding.raised import command_line
from tests.scopes import DOCUMENTED

INSTEAD = ", or choose a file with --store FILE or IMAGEN_OAUTH_STORE"
URL = (
    "https://media.example.com/oauth/authorize?response_type=token&client_id=KEY"
    "&redirect_uri=urn:ietf:wg:oauth:2.0:oob&state={}&scope=roles"
)
KEYRING = "the keyring (keyring.backends.SecretService), as imagen-oauth"
ENVIRONMENT = {
    "IMAGEN_OAUTH_DOMAIN": "media.example.com",
    "IMAGEN_OAUTH_CLIENT_ID": "KEY",
}


def keep(folder: Path, expires_in: int | None, saved_at: float | None = None) -> str:
    """Keep a token in a file, received now; return the file."""
    file = folder / "tokens" / "tokens.json"
    token = AccessToken.from_value(
        SECRET, domain="media.example.com", client_id="KEY", expires_in=expires_in
    )
    open_store(file).save(Entry(token, ["roles"], saved_at=saved_at))
    return str(file)


# The URL and its response


def test_url_is_the_output_and_the_next_login_command_is_shown(
    tmp_path: Path,
) -> None:
    code, out, said = run(tmp_path, "url", *CLIENT, "--state", "a b")
    assert (code, out) == (0, URL.format("a%20b") + "\n")
    assert said == (
        "Open it, log in, and approve; then read the response with\n"
        "  imagen-oauth login --domain media.example.com --client-id KEY --scope roles"
        " --state 'a b'\n"
    )


def test_url_has_a_random_state_that_the_login_repeats(tmp_path: Path) -> None:
    code, out, said = run(
        tmp_path, "url", "--scope", "roles", "--json", more=ENVIRONMENT
    )
    data = json.loads(out)
    assert (code, data["url"]) == (0, URL.format(data["state"]))
    assert re.fullmatch("[0-9a-f]{32}", data["state"])
    # What the environment gives is there the next time, too.
    expected = f"  imagen-oauth login --scope roles --state {data['state']}"
    assert said.splitlines()[1] == expected


def test_response_is_read_from_standard_input_and_stored_in_the_keyring(
    tmp_path: Path,
) -> None:
    said = logged_in(tmp_path)
    assert re.fullmatch(
        "granted: roles\n"
        r"valid until 20..-..-.. ..:..:.. UTC, for 59 min 5[0-9] s more\n"
        "tokens here last 1 h\n"
        f"stored in {re.escape(KEYRING)}\n",
        said,
    )
    assert run(tmp_path, "token") == (0, f"{SECRET}\n", "")
    assert run(tmp_path, "headers") == (
        0,
        f"X-Imagen-API-Key: KEY\nAuthorization: Bearer {SECRET}\n",
        "",
    )
    code, out, _ = run(tmp_path, "headers", "--json")
    assert (code, json.loads(out)) == (
        0,
        {"X-Imagen-API-Key": "KEY", "Authorization": f"Bearer {SECRET}"},
    )


def test_login_without_a_state_prints_the_url_and_reads_the_response(
    tmp_path: Path,
) -> None:
    code, out, said = run(tmp_path, "login", *CLIENT, "--no-browser", typed="")
    assert (code, out) == (1, "")
    lines = said.splitlines()
    assert lines[0] == "Open this URL, log in, and approve:"
    state = lines[1].partition("state=")[2].partition("&")[0]
    assert lines[1:] == [
        f"  {URL.format(state)}",
        command_line("empty_input.pasted"),
        (
            f"nothing was stored; to continue: imagen-oauth login {' '.join(CLIENT)} "
            f"--state {state}"
        ),
    ]


@pytest.mark.parametrize("command", ["url", "login"])
def test_https_to_this_machine_is_doubted_before_the_store_is_looked_at(
    tmp_path: Path, command: str
) -> None:
    arguments = [command, "--domain", "127.0.0.1:8080", "--client-id", "KEY"]
    doubt = (
        "127.0.0.1:8080 is this machine: if it does not serve https, add --scheme http"
    )
    _, _, said = run(tmp_path, *arguments, keyring="Plaintext")
    assert said.splitlines()[0] == doubt
    assert ("[store_unavailable]" in said) == (command == "login")
    for scheme in ("http", "https"):
        chosen = run(tmp_path, *arguments, "--scheme", scheme, keyring="Plaintext")
        assert "this machine" not in chosen[2]


def test_login_says_what_is_missing_and_what_is_extra(tmp_path: Path) -> None:
    answer = ANSWER + "&scope=modifyRoles+other"
    said = logged_in(tmp_path, "--store", "t/t.json", answer=answer)
    assert said.splitlines()[:3] == [
        "granted: modifyRoles other",
        "requested but not granted: roles",
        "granted but not requested: modifyRoles other",
    ]


def test_login_gives_its_data_as_json(tmp_path: Path) -> None:
    before = int(time.time())
    code, out, _ = run(
        tmp_path,
        *("login", *CLIENT, "--state", "s", "--store", "t/t.json", "--json"),
        typed=ANSWER,
    )
    data = json.loads(out)
    assert before + 3600 <= data.pop("expires_at") <= time.time() + 3600
    assert (code, data) == (
        0,
        {
            "place": str(tmp_path / "t" / "t.json"),
            "scheme": "https",
            "domain": "media.example.com",
            "scopes": ["roles"],
            "missing_scopes": [],
            "extra_scopes": [],
            "state_verified": True,
            "lifetime": 3600,
        },
    )


def _denied(code: str) -> str:
    """Return the line for a documented error code of the server."""
    key = "authorization_error.documented"
    return command_line(key, error=code, remedy=REMEDIES[code])


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (
            ANSWER.replace("state=s", "state=other"),
            command_line("state_mismatch"),
        ),
        (
            "#error=access_denied&error_description=no%1b[2J&state=s",
            _denied("access_denied"),
        ),
        (
            "#error=invalid_scope&state=s",
            _denied("invalid_scope"),
        ),
        (
            f"#access_token={SECRET[:9]}...&token_type=bearer&state=s",
            command_line("truncated_input.cut_mark"),
        ),
        (
            f"{ANSWER}\n{ANSWER}",
            None,
        ),
        (
            URL.format("s"),
            command_line("missing_token.request"),
        ),
        (
            SECRET,
            command_line("missing_token.bare_token"),
        ),
        (
            "http://127.0.0.1:8080/request/abc",
            command_line("missing_token.address"),
        ),
        (
            f"https://gateway.example/?url={quote(ANSWER)}",
            command_line("missing_token.encoded"),
        ),
        (
            ANSWER.replace("access_token=", "access_token=perm:"),
            command_line("invalid_access_token.response_visible"),
        ),
        (
            ANSWER.replace("&state=s", ""),
            command_line("state_missing.alone"),
        ),
    ],
)
def test_rejected_response_is_one_line_and_nothing_is_stored(
    tmp_path: Path, answer: str, line: str | None
) -> None:
    code, out, said = run(tmp_path, "login", *CLIENT, "--state", "s", typed=answer)
    lines = said.splitlines()
    assert (code, out) == (1, "")
    assert SECRET not in said and "\x1b" not in said
    assert lines[0] == line or (line is None and "[ambiguous_response]" in lines[0])
    again = f"imagen-oauth login {' '.join(CLIENT)}"
    if "[authorization_error]" in lines[0] or "state_mismatch" in lines[0]:
        # The same response would be rejected again, so only another request helps.
        assert lines[-1] == f"nothing was stored; to start again: {again}"
    else:
        assert lines[-1] == f"nothing was stored; to continue: {again} --state s"
    assert not (tmp_path / "keyring.json").exists()


def test_text_of_the_server_is_on_a_separate_line(tmp_path: Path) -> None:
    answer = "#error=access_denied&error_description=Not+today&state=s"
    _, _, said = run(tmp_path, "login", *CLIENT, "--state", "s", typed=answer)
    assert said.splitlines()[1] == "the server says: Not today"


def test_response_without_state_and_bare_token_are_accepted_on_request(
    tmp_path: Path,
) -> None:
    unverified = "not verified: nothing ties the token to the request"
    said = logged_in(
        tmp_path, "--allow-missing-state", answer=ANSWER.replace("&state=s", "")
    )
    assert unverified in said.splitlines()
    said = logged_in(tmp_path, "--with-token", answer=f"Bearer {SECRET}\n")
    assert said.splitlines() == [
        "granted: unknown",
        unverified,
        "the expiry of the token is unknown",
        f"stored in {KEYRING}",
    ]
    assert run(tmp_path, "token") == (0, f"{SECRET}\n", "")
    code, out, said = run(
        tmp_path, "login", *CLIENT, "--with-token", typed=f"two words {SECRET}"
    )
    assert (code, out, SECRET in said) == (1, "", False)


def test_response_without_state_and_token_type_is_accepted_only_on_request(
    tmp_path: Path,
) -> None:
    answer = f"https://localhost?access_token={SECRET}"
    login = ["login", *CLIENT, "--state", "s"]
    options = ["--allow-missing-state", "--allow-missing-token-type"]
    for given, code in (
        ([], "state_missing"),
        (options[:1], "missing_token_type"),
        (options[1:], "state_missing"),
    ):
        found, out, said = run(tmp_path, *login, *given, typed=answer)
        assert (found, out, f"[{code}]" in said) == (1, "", True)
    found, out, said = run(tmp_path, *login, *options, typed=answer)
    assert (found, out) == (0, ""), said
    assert "not verified: nothing ties the token to the request" in said.splitlines()
    assert run(tmp_path, "token") == (0, f"{SECRET}\n", "")


# Stored tokens


@pytest.mark.parametrize(
    ("expires_in", "valid_for", "code", "word", "sentence"),
    [
        (7200, "60s", 0, "valid", "valid until"),
        (7200, "4h", 14, "never-lasts", "which is less than 4 h"),
        (7200, "90 m", 0, "valid", "valid until"),
        (0, "60s", 11, "expired", "expired at"),
        (None, "60s", 12, "unknown", "the expiry of the token is unknown"),
    ],
)
def test_status_has_an_exit_code_for_each_case(
    tmp_path: Path,
    expires_in: int | None,
    valid_for: str,
    code: int,
    word: str,
    sentence: str,
) -> None:
    file = keep(tmp_path, expires_in)
    arguments = ("status", "--store", file, "--valid-for", valid_for)
    found, out, said = run(tmp_path, *arguments)
    assert found == code
    assert out.splitlines()[:2] == ["host: media.example.com", f"stored in: {file}"]
    assert sentence in out.splitlines()[-1]
    assert (
        said
        == {
            0: "",
            11: f"to get a new token: imagen-oauth login --again --store {file}\n",
            12: f"to get a new token: imagen-oauth login --again --store {file}\n",
            14: (
                "tokens here last 2 h, so a new one does not last 4 h either: "
                "write --valid-for 108m or less\n"
            ),
        }[code]
    )
    found, out, _ = run(tmp_path, *arguments, "--json")
    data = json.loads(out)
    assert (found, data["status"], data["place"]) == (code, word, file)


def test_status_without_a_token_has_its_own_exit_code(tmp_path: Path) -> None:
    code, out, said = run(tmp_path, "status")
    assert (code, out) == (13, "")
    assert said == (
        f"Error: no matching token in {KEYRING}: run imagen-oauth login "
        "--domain … --client-id … --scope …\n"
    )
    code, out, _ = run(tmp_path, "status", "--json")
    assert (code, json.loads(out)) == (13, {"status": "none"})


@pytest.mark.parametrize("given", ["", "0", "4", "3600", "4w", "-1s", "1.5h", "4h4h"])
def test_length_of_time_that_cannot_be_read_is_wrong_usage(
    tmp_path: Path, given: str
) -> None:
    code, _, said = run(tmp_path, "status", "--valid-for", given)
    assert (code, said) == (
        2,
        (
            "Error: Invalid value for '--valid-for': "
            "write a duration such as 90s, 15m, 4h, or 2d\n"
        ),
    )


def test_clock_that_was_set_back_is_reported(tmp_path: Path) -> None:
    file = keep(tmp_path, 3600, saved_at=time.time() + 86_400)
    code, out, said = run(tmp_path, "status", "--store", file)
    # Logging in again would fix nothing, so no hint suggests it.
    assert (code, said) == (12, "")
    assert "set the clock" in out
    code, out, said = run(tmp_path, "token", "--store", file)
    assert (code, out) == (0, f"{SECRET}\n")
    assert "set the clock" in said


@pytest.mark.parametrize("command", ["token", "headers"])
def test_expired_token_is_not_handed_out(tmp_path: Path, command: str) -> None:
    file = keep(tmp_path, 0)
    code, out, said = run(tmp_path, command, "--store", file)
    assert (code, out) == (11, "")
    assert re.fullmatch(
        rf"Error: the token in {file} expired at .* UTC: "
        rf"run imagen-oauth login --again --store {file}\n",
        said,
    )


def test_one_of_several_is_chosen_by_host_client_and_scopes(tmp_path: Path) -> None:
    logged_in(tmp_path)
    other = ["login", "--domain", "other.example.com", "--client-id", "K2"]
    run(tmp_path, *other, "--with-token", typed="another")
    code, out, said = run(tmp_path, "token")
    assert (code, out) == (2, "")
    assert said.splitlines() == [
        f"Error: several matching tokens in {KEYRING}: run one of these",
        f"  imagen-oauth token {' '.join(CLIENT)}",
        "  imagen-oauth token --domain other.example.com --client-id K2",
    ]
    assert run(tmp_path, "token", "--scope", "roles")[1] == f"{SECRET}\n"
    assert run(tmp_path, "token", "--domain", "OTHER.example.com")[1] == "another\n"
    assert run(tmp_path, "token", "--client-id", "K3")[0] == 13


def test_scheme_chooses_between_two_tokens_of_a_host_of_this_machine(
    tmp_path: Path,
) -> None:
    for scheme, domain in (("http", "127.0.0.1:443"), ("https", "127.0.0.1")):
        client = ["--domain", domain, "--client-id", "KEY", "--scheme", scheme]
        code, _, said = run(
            tmp_path, "login", *client, "--with-token", typed=f"over-{scheme}"
        )
        assert code == 0, said
    several = (
        f"Error: several matching tokens in {KEYRING}: run one of these\n"
        "  imagen-oauth token --domain 127.0.0.1:443 --scheme http --client-id KEY\n"
        "  imagen-oauth token --domain 127.0.0.1 --scheme https --client-id KEY\n"
    )
    assert run(tmp_path, "token") == (2, "", several)
    # Port 443 is the default of https, and not of http.
    assert run(tmp_path, "token", "--domain", "127.0.0.1:443") == (2, "", several)
    assert run(tmp_path, "token", "--domain", "127.0.0.1")[1] == "over-https\n"
    for scheme, host in (("http", "http://127.0.0.1:443"), ("https", "127.0.0.1")):
        for chosen in (["--scheme", scheme, "--domain", "127.0.0.1:443"], []):
            more = {} if chosen else {"IMAGEN_OAUTH_SCHEME": scheme}
            found = run(tmp_path, "token", *chosen, more=more)
            assert found == (0, f"over-{scheme}\n", "")
        _, out, _ = run(tmp_path, "status", "--scheme", scheme)
        assert out.splitlines()[0] == f"host: {host}"
        _, out, _ = run(tmp_path, "status", "--scheme", scheme, "--json")
        data = json.loads(out)
        assert data["scheme"] == scheme
        assert data["domain"] == host.removeprefix("http://")
    code, _, said = run(tmp_path, "logout", "--scheme", "http")
    assert (code, said.splitlines()[0]) == (
        0,
        (
            "deleted the token for http://127.0.0.1:443 (client ID KEY; requested "
            f"scopes: none) from {KEYRING}"
        ),
    )
    assert run(tmp_path, "token")[1] == "over-https\n"
    code, _, said = run(tmp_path, "token", "--scheme", "ftp")
    assert (code, "[bad_scheme]" in said) == (2, True)


def test_login_over_http_is_stored_with_its_scheme(tmp_path: Path) -> None:
    file = tmp_path / "tokens" / "tokens.json"
    client = ["--domain", "127.0.0.1:443", "--client-id", "KEY", "--scheme", "http"]
    code, _, said = run(
        tmp_path,
        *("login", *client, "--state", "s", "--store", str(file)),
        typed=ANSWER,
    )
    assert code == 0, said
    [kept] = open_store(file).entries()
    assert (kept.token.scheme, kept.token.domain) == ("http", "127.0.0.1:443")


@pytest.mark.parametrize("command", ["token", "status", "logout"])
def test_unreadable_entry_is_reported_and_the_others_work(
    tmp_path: Path, command: str
) -> None:
    file = Path(keep(tmp_path, 3600))
    document = json.loads(file.read_bytes())
    document["tokens"].insert(0, {"access_token": SECRET})
    file.write_text(json.dumps(document), encoding="utf-8")
    code, _, said = run(tmp_path, command, "--store", str(file))
    note = f"entry 1 of 2 in {file} cannot be read and stays unchanged; it may contain a token"
    assert (code, said.splitlines()[0]) == (0, note)
    assert SECRET not in said


def test_logout_forgets_and_says_that_the_server_does_not_know(tmp_path: Path) -> None:
    logged_in(tmp_path)
    none = f"no matching token in {KEYRING}\n"
    assert run(tmp_path, "logout", "--client-id", "OTHER") == (13, "", none)
    assert run(tmp_path, "logout", "--client-id", "OTHER", "--all") == (0, "", none)
    assert run(tmp_path, "logout") == (
        0,
        "",
        (
            "deleted the token for media.example.com (client ID KEY; requested scopes: "
            f"roles) from {KEYRING}\n"
            "the token is not revoked: a copy can be used until it expires\n"
        ),
    )
    assert run(tmp_path, "token")[0] == 13
    assert SECRET not in (tmp_path / "keyring.json").read_text(encoding="utf-8")
    logged_in(tmp_path)
    logged_in(tmp_path, "--scope", "modifyRoles")
    assert run(tmp_path, "logout")[0] == 2
    code, _, said = run(tmp_path, "logout", "--all")
    assert (code, said.splitlines()[:2]) == (
        0,
        [
            (
                "deleted the token for media.example.com (client ID KEY; requested "
                f"scopes: {scopes}) from {KEYRING}"
            )
            for scopes in ("roles", "modifyRoles roles")
        ],
    )


def test_logout_of_all_fails_if_an_entry_cannot_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir(mode=0o700)
    file = folder / "t.json"
    file.write_text('{"format": 2, "tokens": [{"access_token": "tk"}]}')
    file.chmod(0o600)
    code, out, said = run(tmp_path, "logout", "--all", "--store", str(file))
    assert (code, out) == (1, "")
    assert said.splitlines() == [
        f"entry 1 of 1 in {file} cannot be read and stays unchanged; it may contain a token",
        f"no matching token in {file}",
        (
            f"an entry that cannot be read remains in {file}; delete it there, because it "
            "may contain a token"
        ),
    ]
    assert run(tmp_path, "status")[0] == 13


# The environment


def test_token_of_the_environment_goes_before_the_store(tmp_path: Path) -> None:
    file = keep(tmp_path, 3600)
    more = {
        **ENVIRONMENT,
        "IMAGEN_OAUTH_TOKEN": "from.env",
        "IMAGEN_OAUTH_STORE": file,
    }
    assert run(tmp_path, "token", more=more) == (0, "from.env\n", "")
    assert run(tmp_path, "token", "--store", file, more=more)[1] == f"{SECRET}\n"
    code, out, _ = run(tmp_path, "status", more=more)
    assert code == 12
    assert "stored in: $IMAGEN_OAUTH_TOKEN" in out.splitlines()
    more["IMAGEN_OAUTH_TOKEN"] = ""
    assert run(tmp_path, "token", more=more) == (0, f"{SECRET}\n", "")


def test_token_file_of_the_environment_is_read_and_checked(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from.file\n", encoding="ascii")
    file.chmod(0o600)
    more = {**ENVIRONMENT, "IMAGEN_OAUTH_TOKEN_FILE": str(file)}
    assert run(tmp_path, "token", more=more) == (0, "from.file\n", "")
    file.chmod(0o666)
    code, out, said = run(tmp_path, "token", more=more)
    assert (code, out) == (1, "")
    place = "the file of IMAGEN_OAUTH_TOKEN_FILE"
    key = "store_insecure.token_file_writable"
    assert said == f"{command_line(key, place=place)}\n"
    code, _, said = run(tmp_path, "token", more={**more, "IMAGEN_OAUTH_TOKEN": "x"})
    assert (code, said) == (
        2,
        "Error: IMAGEN_OAUTH_TOKEN and IMAGEN_OAUTH_TOKEN_FILE are both set: unset one\n",
    )


def test_invalid_token_in_the_environment_is_not_shown(tmp_path: Path) -> None:
    more = {**ENVIRONMENT, "IMAGEN_OAUTH_TOKEN": f"perm:{SECRET}"}
    code, out, said = run(tmp_path, "headers", more=more)
    assert (code, out, SECRET in said) == (1, "", False)
    key = "invalid_access_token.place_visible"
    assert said == f"{command_line(key, place='IMAGEN_OAUTH_TOKEN')}\n"
    assert "add --any-characters" in said
    code, out, said = run(tmp_path, "token", "--any-characters", more=more)
    assert (code, out, said) == (0, f"perm:{SECRET}\n", "")


# Wrong usage and faults


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["url", "--client-id", "KEY"],
            "Error: Missing option '--domain' (env var: 'IMAGEN_OAUTH_DOMAIN').",
        ),
        (
            ["url", *CLIENT, "--scope", "rolez"],
            command_line("unknown_scope.near", "--scope number 2", suggestion="roles"),
        ),
        (
            ["token", "--scope", "manage-jobs"],
            command_line("unknown_scope.near", "--scope", suggestion="manageJobs"),
        ),
        (
            ["url", *CLIENT, "--undocumented-scope", "a b"],
            command_line("invalid_scope_token.argument", "--undocumented-scope"),
        ),
        (
            ["url", *CLIENT[:2], "--client-id", "x" * 8_000],
            command_line("url_too_long"),
        ),
        (
            ["status", "--store", ""],
            (
                "Error: Invalid value for '--store' (env var: 'IMAGEN_OAUTH_STORE'): "
                "the name is empty; check that its variable is set"
            ),
        ),
        (
            ["status", "--valid-for", "9999999999h"],
            (
                "Error: Invalid value for '--valid-for': the number has more than 9 digits"
            ),
        ),
        (
            ["url", *CLIENT, "--domain", "http://localhost:8080/"],
            command_line(
                "domain_has_scheme.loopback", "--domain", suggestion="localhost:8080"
            ),
        ),
        (
            ["url", *CLIENT, "--state", ""],
            command_line("state_empty", "--state"),
        ),
    ],
)
def test_wrong_usage_is_reported_with_a_fix(
    tmp_path: Path, arguments: list[str], line: str
) -> None:
    code, out, said = run(tmp_path, *arguments)
    assert (code, out, said.splitlines()[-1]) == (2, "", line)


@pytest.mark.parametrize(
    ("keyring", "line"),
    [
        (
            "Plaintext",
            command_line(
                "store_unavailable.no_keyring",
                found="tests.binding.keyrings.Plaintext",
                alternative=INSTEAD,
            ),
        ),
        (
            "Locked",
            command_line("store_locked.keyring", alternative=INSTEAD),
        ),
    ],
)
def test_unusable_keyring_is_reported_before_the_login(
    tmp_path: Path, keyring: str, line: str
) -> None:
    code, out, said = run(tmp_path, "login", *CLIENT, typed=ANSWER, keyring=keyring)
    assert (code, out, said) == (1, "", f"{line}\n")
    assert [*tmp_path.rglob("*.json")] == []


def test_write_that_fails_is_one_line_without_the_token(tmp_path: Path) -> None:
    code, out, said = run(
        tmp_path, "login", *CLIENT, "--state", "s", typed=ANSWER, keyring="Failing"
    )
    assert (code, out, len(said.splitlines())) == (1, "", 1)
    assert "the keyring failed (RuntimeError)" in said
    assert SECRET not in said


# Scopes, help and completion


def test_scopes_of_a_task_begin_with_the_narrowest(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, "scopes", "--for", "View  Records", "--json")
    assert (code, json.loads(out)) == (0, [["readUsersData"], ["modifyUsersData"]])
    separate = ("--for", "view records", "--for", "view jobs")
    for tasks in (separate, ("--for", "view records, View jobs")):
        _, out, _ = run(tmp_path, "scopes", *tasks)
        assert [line.split("\t")[0] for line in out.splitlines()] == [
            "readUsersData manageJobs",
            "modifyUsersData manageJobs",
        ]


def test_task_that_no_scope_permits_is_wrong_usage_with_a_near_one(
    tmp_path: Path,
) -> None:
    code, out, said = run(tmp_path, "scopes", "--for", "view record")
    assert (code, out) == (2, "")
    assert said.endswith('permits that: did you mean "view records"?\n')


def test_task_that_no_scope_permits_is_wrong_usage_with_all_tasks(
    tmp_path: Path,
) -> None:
    code, out, said = run(tmp_path, "scopes", "--for", "paint fences")
    assert (code, out) == (2, "")
    known = dict.fromkeys(task for scope in Scope for task in scope.permits)
    assert said.splitlines()[-1] == (
        "Error: Invalid value for --for: no documented scope permits that: the tasks "
        f"are {', '.join(known)}"
    )


def test_scopes_without_a_task_are_all_of_them(tmp_path: Path) -> None:
    _, out, _ = run(tmp_path, "scopes")
    assert out.splitlines()[DOCUMENTED.index("roles")] == (
        "roles\tsearch for users, search for groups\tUsers and groups that the creating "
        "user can see."
    )
    _, out, _ = run(tmp_path, "scopes", "--json")
    listed = json.loads(out)
    assert tuple(one["name"] for one in listed) == DOCUMENTED
    assert {(*one,) for one in listed} == {("name", "summary", "permits", "reach")}


def test_exit_codes_are_those_of_the_help_and_of_the_documentation(
    tmp_path: Path,
) -> None:
    page = ROOT / "generated" / "docs" / "command.md"
    rows = re.findall(
        r"^\| (\d+) \| (.+) \|$", page.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {int(code): text for code, text in rows} == MEANINGS
    _, out, _ = run(tmp_path, "--help")
    told = re.findall(r"^  (\d+) +(.+)$", out, re.MULTILINE)
    assert {int(code): text for code, text in told} == MEANINGS


def test_help_of_headers_warns_of_following_redirects(tmp_path: Path) -> None:
    _, out, _ = run(tmp_path, "headers", "--help")
    assert "imagen-oauth headers | curl -H @- https://" in out
    assert "headers=$(imagen-oauth headers) &&" in out
    assert "Do not add -L" in out


@pytest.mark.parametrize(
    ("shell", "more", "expected"),
    [
        ("bash", {"COMP_CWORD": "3"}, ["plain,modifyUsersData", "plain,modifyRoles"]),
        (
            "zsh",
            {"COMP_CWORD": "3"},
            [
                *("plain", "modifyUsersData"),
                "See and change records, media, and collections.",
                *("plain", "modifyRoles", "Change users and send them email."),
            ],
        ),
        (
            "fish",
            {"COMP_CWORD": "mod"},
            [
                "plain,modifyUsersData\tSee and change records, media, and collections.",
                "plain,modifyRoles\tChange users and send them email.",
            ],
        ),
    ],
)
def test_shell_completes_a_scope(
    tmp_path: Path, shell: str, more: dict[str, str], expected: list[str]
) -> None:
    code, out, _ = run(
        tmp_path,
        more={
            "_IMAGEN_OAUTH_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": "imagen-oauth url --scope mod",
            **more,
        },
    )
    assert code == 0
    assert out.splitlines() == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_is_given_its_script(tmp_path: Path, shell: str) -> None:
    if shell == "bash" and not bash_completes():
        pytest.skip("Click asks for bash 4.4 or later")
    ordered = {"_IMAGEN_OAUTH_COMPLETE": f"{shell}_source"}
    code, out, said = run(tmp_path, more=ordered)
    assert (code, said) == (0, "")
    assert f"_IMAGEN_OAUTH_COMPLETE={shell}_complete" in out


def bash_completes() -> bool:
    """Return whether this machine has a bash for which Click has a script."""
    bash = shutil.which("bash")
    if bash is None:
        return False
    command = [bash, "--norc", "-c", "echo ${BASH_VERSINFO[0]} ${BASH_VERSINFO[1]}"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return tuple(map(int, out.split())) >= (4, 4)


@pytest.mark.parametrize(
    ("missing", "command"),
    # rich draws tables on a terminal, and nothing else.
    [("click", ["url"]), ("rich", ["scopes"])],
)
def test_without_the_extra_one_line_says_how_to_install_it(
    tmp_path: Path, missing: str, command: list[str]
) -> None:
    program = (
        f"import sys; sys.modules[{missing!r}] = None; "
        "from imagen_oauth import command; opened = command.open_streams\n"
        "def open_streams(): opened(); sys.stdout.isatty = lambda: True\n"
        "command.open_streams = open_streams; command.main()"
    )
    launcher = [sys.executable, "-c", program]
    assert run(tmp_path, *command, launcher=launcher) == (
        2,
        "",
        'imagen-oauth requires the extra cli: run pip install "imagen-oauth[cli]"\n',
    )


def test_help_lists_the_commands_in_the_order_of_their_use(tmp_path: Path) -> None:
    lines = run(tmp_path, "--help")[1].splitlines()
    first = lines.index("Commands:") + 1
    assert [line.split()[0] for line in lines[first : first + 7]] == [
        *("url", "login", "token", "headers", "status", "logout", "scopes")
    ]
    assert [line for line in lines[first : first + 7] if line.endswith("...")] == []
