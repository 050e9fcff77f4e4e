"""The command with stored tokens: `status`, `token`, and `logout`."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from imagen_oauth.store import open_store

from tests.binding.commands import ANSWER, CLIENT, KEYRING, SECRET, keep, logged_in, run


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
        f"Error: no token is stored in {KEYRING}: run imagen-oauth login "
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
    empty = f"no token is stored in {KEYRING}\n"
    assert run(tmp_path, "logout") == (13, "", f"Error: {empty}")
    assert run(tmp_path, "logout", "--all") == (0, "", empty)
    logged_in(tmp_path)
    none = f"no matching token in {KEYRING}\n"
    other = run(tmp_path, "logout", "--client-id", "OTHER")
    assert other == (13, "", f"Error: {none}")
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
