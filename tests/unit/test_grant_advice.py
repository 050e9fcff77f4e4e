"""The docs say which grant to use, for each combination of grants."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from generator import pipeline
from tests.shared import tree_to_run

CODE = "A user logs in: in a web application, a mobile or desktop program, or a command (RFC 9700 §2.1.1)."
CODE_WITH_SECRET = (
    "A user logs in to an application on your server (RFC 9700 §2.1.1). The exchange of the code requires a client secret, which "
    "programs that users install cannot keep (RFC 8252 §8.5)."
)
IMPLICIT = (
    "A user logs in, and {}. The token can leak from the redirect (RFC 9700 §2.1.2)."
)
ITSELF = "No user is involved: your application acts for itself, and can keep a secret (RFC 6749 §4.4)."
DEVICE = "A user logs in with a browser on another device (RFC 8628)."
ONLY_DEVICE = (
    f"{DEVICE} Use it only if the first device has no browser or no keyboard, because an attacker can send the code "
    "to others (RFC 8628 §5.4)."
)
SECTIONS = {
    "authorization_code": "get-a-token",
    "implicit": "get-a-token-from-the-redirect",
    "client_credentials": "get-a-token-for-the-application-itself",
    "device_code": "log-in-on-another-device",
}
ROW = re.compile(r"^\| \[`(\w+)`\]\(#([a-z-]+)\) \| (.*?) \|", re.MULTILINE)
NO_USERS = "This provider has no grant for users: a token never acts for one of them."
NO_PROGRAMS = "This provider has no grant for a program without a user."
JOB = f"{NO_PROGRAMS} Let a user log in once, and let the program keep a valid token with a [token source](#keep-a-valid-token)."
COMBINATIONS = [
    combination
    for size in range(1, 5)
    for combination in itertools.combinations(SECTIONS, size)
    if combination != ("implicit",)  # It has other pages.
]


def tokens_page(folder: Path, grants: tuple[str, ...], token: str = "") -> str:
    """Return the page of a spec with these grants, and with more at the token endpoint."""
    endpoints = [f"token_endpoint: {{url: https://a.example/token, {token}}}"]
    if {"authorization_code", "implicit"} & {*grants}:
        endpoints.append("authorization_endpoint: https://a.example/authorize")
    if "device_code" in grants:
        endpoints.append("device_authorization_endpoint: https://a.example/device")
    lines = ["format: 2", "provider: {id: acorn, name: Acorn}", *endpoints]
    lines += [f"grants: [{', '.join(grants)}]", "scopes: [read]"]
    file = folder / "spec.yaml"
    file.write_text("\n".join(lines), encoding="utf-8")
    tree = tree_to_run(pipeline.load(file), ["docs"])
    return tree["docs/tokens.md"].decode()


def advice(page: str) -> dict[str, str]:
    """Return the advice for each grant, whose name links to the section about it."""
    found = {name: (target, text) for name, target, text in ROW.findall(page)}
    assert {name: target for name, (target, _) in found.items()} == {
        name: SECTIONS[name] for name in found
    }
    return {name: text for name, (_, text) in found.items()}


@pytest.mark.parametrize("grants", COMBINATIONS, ids="-".join)
def test_each_grant_of_a_combination_has_its_use(
    tmp_path: Path, grants: tuple[str, ...]
) -> None:
    page = tokens_page(tmp_path, grants)
    has_browser = bool({"authorization_code", "implicit"} & {*grants})
    every = {
        "authorization_code": CODE,
        "implicit": IMPLICIT.format("you cannot exchange a code"),
        "client_credentials": ITSELF,
        "device_code": ONLY_DEVICE if has_browser else DEVICE,
    }
    assert advice(page) == {name: every[name] for name in every if name in grants}
    assert (NO_USERS in page) is (grants == ("client_credentials",))
    assert (JOB in page) is ("client_credentials" not in grants)


@pytest.mark.parametrize(
    "token", ["auth_methods: [client_secret_post]", "auth_methods: [none]"]
)
def test_code_with_a_secret_is_not_for_installed_programs(
    tmp_path: Path, token: str
) -> None:
    found = advice(tokens_page(tmp_path, ("authorization_code", "implicit"), token))
    is_secret = "none" not in token
    assert found["authorization_code"] == (CODE_WITH_SECRET if is_secret else CODE)
    secret, code = (
        "your application has no server that keeps the client secret",
        "you cannot exchange a code",
    )
    assert found["implicit"] == IMPLICIT.format(secret if is_secret else code)


def test_program_without_a_user_cannot_keep_a_token_that_is_not_renewed(
    tmp_path: Path,
) -> None:
    page = tokens_page(tmp_path, ("device_code",), "refresh: none")
    assert f"\n{NO_PROGRAMS}\n" in page
