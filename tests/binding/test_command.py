"""The command line, as a shell sees it: data, text for people, and exit codes."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from imagen_oauth.server_errors import REMEDIES

from tests.binding.commands import ANSWER, CLIENT, KEYRING, SECRET, keep, logged_in, run
from tests.binding.raised import command_line

INSTEAD = ", or choose a file with --store FILE or IMAGEN_OAUTH_STORE"


URL = (
    "https://media.example.com/oauth/authorize?response_type=token&client_id=KEY"
    "&redirect_uri=urn:ietf:wg:oauth:2.0:oob&state={}&scope=roles"
)


ENVIRONMENT = {
    "IMAGEN_OAUTH_DOMAIN": "media.example.com",
    "IMAGEN_OAUTH_CLIENT_ID": "KEY",
}


def test_url_is_the_output_and_the_next_login_command_is_shown(
    tmp_path: Path,
) -> None:
    code, out, said = run(tmp_path, "url", *CLIENT, "--state", "a b")
    assert (code, out) == (0, URL.format("a%20b") + "\n")
    assert said == (
        "Open the URL, log in, and approve; then read the response with\n"
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
