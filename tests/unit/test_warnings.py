"""A spec that leaves out what is often wrong: a warning, and the run goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.runs import elsewhere, run

__all__ = ["elsewhere"]

SPEC = """\
format: 2
provider: {id: acme, name: Acme}
authorization_endpoint: https://auth.acme.example/authorize
token_endpoint: https://auth.acme.example/token
grants: [authorization_code]
"""
WARNING = """\
spec.yaml:4:17: warning[no-auth-methods] token_endpoint: the spec does not say how clients authenticate here
    4 | token_endpoint: https://auth.acme.example/token
      |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: add auth_methods: [client_secret_post], which most providers expect, or [client_secret_basic], which clients use by default (RFC 6749 §2.3.1)
"""
GITHUB = (
    "::warning file=spec.yaml,line=4,col=17,title=no-auth-methods::token_endpoint: the spec does not "
    "say how clients authenticate here%0Ahint: add auth_methods: [client_secret_post], which most "
    "providers expect, or [client_secret_basic], which clients use by default (RFC 6749 §2.3.1)\n"
)
NO_PROBLEMS = "spec.yaml: no problems (0 scopes, 0 cases)\n"


def write(text: str) -> tuple[str, str]:
    Path("spec.yaml").write_text(text, encoding="utf-8")
    return "--spec", "spec.yaml"


def test_validate_warns_on_standard_error_and_succeeds() -> None:
    result = run("validate", *write(SPEC))
    assert (result.exit_code, result.stdout, result.stderr) == (0, NO_PROBLEMS, WARNING)


def test_validate_warns_about_secrets_in_a_url() -> None:
    token = (
        "{url: https://a.example/token, auth_methods: [client_secret_post], body: BODY}"
    )
    spec = SPEC.replace("https://auth.acme.example/token", token)
    expected = """\
spec.yaml:4:90: warning[credentials-in-the-url] token_endpoint.body: codes and secrets in a URL end up in logs (RFC 6749 §2.3.1)
"""
    for body, lines in (("query", expected.splitlines()), ("json", []), ("form", [])):
        result = run("validate", *write(spec.replace("BODY", body)))
        assert (result.exit_code, result.stdout) == (0, NO_PROBLEMS)
        assert result.stderr.splitlines()[:1] == lines


def test_generate_warns_and_writes() -> None:
    write(SPEC)
    result = run(
        "generate", "--spec", "spec.yaml", "--out", "out", "--target", "fixtures"
    )
    assert (result.exit_code, result.stderr) == (0, WARNING)
    assert result.stdout.endswith("now up to date (4 new)\n"), result.stdout


def test_generate_warns_about_each_of_several_specs() -> None:
    other = SPEC.replace("acme", "oak")
    write(SPEC)
    Path("other.yaml").write_text(other, encoding="utf-8")
    specs = ("--spec", "spec.yaml", "--spec", "other.yaml")
    arguments = ("generate", *specs, "--out", "out", "--target", "fixtures")
    for _ in ("new folders", "folders that exist"):
        result = run(*arguments, "--jobs", "1")
        assert result.exit_code == 0
        lines = [one for one in result.stderr.splitlines() if "warning" in one]
        places = [one.partition(": ")[0] for one in lines]
        assert places == ["spec.yaml:4:17", "other.yaml:4:17"]


@pytest.mark.parametrize(
    ("form", "stdout", "stderr"),
    [("json", "[]\n", WARNING), ("github", "", GITHUB)],
)
def test_warnings_are_not_problems_for_programs(
    form: str, stdout: str, stderr: str
) -> None:
    result = run("validate", *write(SPEC), "--format", form)
    assert (result.exit_code, result.stdout) == (0, stdout)
    assert result.stderr == f"{stderr}{NO_PROBLEMS}"
    assert form != "json" or json.loads(result.stdout) == []


def test_warning_about_an_endpoint_with_keys_is_at_its_keys() -> None:
    text = SPEC.replace(
        "token_endpoint: https://auth.acme.example/token",
        "token_endpoint:\n  url: https://auth.acme.example/token",
    )
    stderr = run("validate", *write(text)).stderr
    assert stderr.startswith("spec.yaml:5:3: warning[no-auth-methods] token_endpoint: ")


def test_endpoint_that_no_grant_uses_has_a_warning() -> None:
    text = SPEC.replace("[authorization_code]", "[client_credentials]")
    text = text.replace(
        "https://auth.acme.example/token",
        "{url: https://auth.acme.example/token, auth_methods: [none]}",
    )
    stderr = run("validate", *write(text)).stderr
    assert stderr == (
        "spec.yaml:3:1: warning[unused-endpoint] authorization_endpoint: "
        "no grant uses the authorization endpoint\n"
        "    3 | authorization_endpoint: https://auth.acme.example/authorize\n"
        "      | ^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: remove it, or add authorization_code to grants\n"
    )


METHODS = "{url: https://auth.acme.example/token, auth_methods: [none]}"
MODES = SPEC.replace("https://auth.acme.example/token", METHODS).replace(
    "https://auth.acme.example/authorize",
    "{url: https://auth.acme.example/authorize, parameters: [{name: response_mode, FACTS}]}",
)


@pytest.mark.parametrize(
    ("facts", "key", "mode"),
    [
        ("value: fragment", "value", "fragment"),
        ("values: [query, fragment], default: fragment", "default", "fragment"),
        ("value: web_message", "value", "web_message"),
    ],
)
def test_response_mode_that_moves_the_code_has_a_warning(
    facts: str, key: str, mode: str
) -> None:
    result = run("validate", *write(MODES.replace("FACTS", facts)))
    assert (result.exit_code, result.stdout) == (0, NO_PROBLEMS)
    place, _, rest = result.stderr.partition(": ")
    assert place.startswith("spec.yaml:3:")
    assert rest.splitlines()[0] == (
        f"warning[unreadable-response-mode] authorization_endpoint.parameters[0].{key}: "
        f'the client cannot read the redirect if the mode is "{mode}"'
    )
    assert rest.splitlines()[3] == (
        "  hint: omit the parameter: a code is then in the query "
        "(OAuth 2.0 Multiple Response Type Encoding Practices §2.1)"
    )


@pytest.mark.parametrize(
    "text",
    [
        *(
            MODES.replace("FACTS", facts)
            for facts in (
                *("value: query", "value: form_post"),
                *("values: [query, fragment]", "required: true"),
            )
        ),
        MODES.replace("FACTS", "value: fragment").replace(
            "[authorization_code]", "[implicit]"
        ),
    ],
)
def test_other_response_modes_have_no_warning(text: str) -> None:
    result = run("validate", *write(text))
    assert (result.exit_code, result.output) == (0, NO_PROBLEMS)


@pytest.mark.parametrize(
    "text",
    [
        SPEC.replace("https://auth.acme.example/token", METHODS),
        SPEC.replace("authorization_code", "implicit"),
    ],
    ids=["methods", "no grant that uses the token endpoint"],
)
def test_no_warning(text: str) -> None:
    result = run("validate", *write(text))
    assert (result.exit_code, result.stderr) == (0, "")


def test_spec_with_problems_is_not_warned_about() -> None:
    result = run("validate", *write(SPEC.replace("acme,", "Acme,")))
    assert result.exit_code == 1
    assert "warning" not in result.stderr
