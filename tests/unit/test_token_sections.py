"""What the documentation says of a grant depends on the spec."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import pipeline
from generator.model.provider import Provider
from generator.targets.python.guide_view import exchange_docs
from tests.shared import tree_to_run

SPEC = """\
format: 2
provider: {id: acme, name: Acme}
authorization_endpoint: AUTHORIZATION
token_endpoint: TOKEN
device_authorization_endpoint: https://acme.example/device
grants: [authorization_code, device_code]
"""
PLAIN = "https://acme.example/a"
REQUIRED = (
    f"{{url: '{PLAIN}', parameters: [{{name: redirect_uri, required: true}}, state]}}"
)


SHOWN = (
    '    redirect_uri="https://app.example.com/callback",'
    "  # the client requires it, but this grant does not use it"
)


def provider_of(
    folder: Path, authorization: str = PLAIN, token: str = "https://acme.example/t"
) -> Provider:
    text = SPEC.replace("AUTHORIZATION", authorization).replace("TOKEN", token)
    file = folder / "spec.yaml"
    file.write_text(text, encoding="utf-8")
    return pipeline.load(file).provider


def lines(provider: Provider, title: str) -> list[str]:
    """Return the code of a section."""
    found = {str(one.title): one.code for one in exchange_docs(provider).sections}
    return [str(line) for line in found[title]]


@pytest.mark.parametrize(
    ("authorization", "shown"),
    [
        (PLAIN, []),
        (REQUIRED, [SHOWN]),
    ],
)
def test_device_has_a_redirect_uri_only_if_the_client_requires_it(
    tmp_path: Path, authorization: str, shown: list[str]
) -> None:
    code = lines(provider_of(tmp_path, authorization), "Log in on another device")
    assert [line for line in code if "redirect_uri" in line] == shown


def test_each_login_of_a_web_application_has_its_own_entry(tmp_path: Path) -> None:
    code = lines(provider_of(tmp_path), "Use it in a web application")
    assert code == [
        "from urllib.parse import parse_qsl, urlsplit",
        "",
        "# When the user wants to log in:",
        'session[f"login {request.state}"] = request.pending()  # then redirect the user to request.url',
        "",
        "# When the user returns to the redirect URI:",
        'state = dict(parse_qsl(urlsplit(url_of_this_page).query)).get("state")',
        'request = client.resume(session.pop(f"login {state}", {}))',
        "code = request.parse_redirect(url_of_this_page)",
        "token = send(client.token_request(code), http)",
    ]


def test_without_a_state_a_user_has_one_login(tmp_path: Path) -> None:
    without = f"{{url: '{PLAIN}', omit: [state]}}"
    code = lines(provider_of(tmp_path, without), "Use it in a web application")
    assert code == [
        "# When the user wants to log in:",
        'session["login"] = request.pending()  # then redirect the user to request.url',
        "",
        "# When the user returns to the redirect URI:",
        'request = client.resume(session.pop("login", {}))',
        "code = request.parse_redirect(url_of_this_page)",
        "token = send(client.token_request(code), http)",
    ]


@pytest.mark.parametrize("host", ["acme.example", "{server}"])
def test_client_with_a_secret_names_its_hosts_if_a_caller_chooses_them(
    tmp_path: Path, host: str
) -> None:
    token = f"{{url: 'https://{host}/t', auth_methods: [client_secret_post, none]}}"
    text = SPEC.replace("AUTHORIZATION", f'"https://{host}/a"').replace("TOKEN", token)
    text = text.replace("https://acme.example/device", f'"https://{host}/device"')
    if host == "{server}":
        text += "variables: {server: {type: host, example: acme.example}}\n"
    (tmp_path / "spec.yaml").write_text(text, encoding="utf-8")
    provider = pipeline.load(tmp_path / "spec.yaml").provider
    sections = {str(one.title): one.after for one in exchange_docs(provider).sections}
    given = "Pass `client_secret=` to the client if the provider gave you a secret"
    hosts = (
        ', and then also `allowed_domains=["acme.example"]`, the hosts that may get it'
    )
    more = "A program that users install cannot keep a client secret (RFC 8252 §8.5)."
    expected = f"{given}{hosts if host == '{server}' else ''}. {more}"
    assert expected in map(str, sections["Get a token"])


@pytest.mark.parametrize("grace", [0, 60])
def test_a_grace_time_is_explained(tmp_path: Path, grace: int) -> None:
    token = f"{{url: 'https://acme.example/t', refresh: {{grace: {grace}}}}}"
    provider = provider_of(tmp_path, token=token)
    sections = {str(one.title): one.after for one in exchange_docs(provider).sections}
    shown = [
        str(line)
        for line in sections["Keep a valid token"]
        if "old refresh token" in str(line)
    ]
    expected = (
        "After a renewal, the old refresh token still works for 60 seconds. So if the response is lost, or the process "
        "is killed, a call of `token()` within that time sends the request again."
    )
    assert shown == ([expected] if grace else [])


@pytest.mark.parametrize("refresh", ["{}", "none"])
@pytest.mark.parametrize(
    ("grants", "has_recipes"),
    [("[authorization_code]", True), ("[device_code]", False)],
)
def test_page_on_tokens_links_to_the_recipes_if_there_are_any(
    tmp_path: Path, refresh: str, grants: str, has_recipes: bool
) -> None:
    file = tmp_path / "spec.yaml"
    token = f"{{url: 'https://acme.example/t', refresh: {refresh}}}"
    provider_of(tmp_path, token=token)
    found = [
        line if not line.startswith("grants:") else f"grants: {grants}"
        for line in file.read_text(encoding="utf-8").splitlines()
        if has_recipes or not line.startswith("authorization_endpoint:")
    ]
    file.write_text("\n".join(found), encoding="utf-8")
    tree = tree_to_run(pipeline.load(file), ["docs"])
    has_link = b"[recipes](recipes.md)" in tree["docs/tokens.md"]
    assert has_link == ("docs/recipes.md" in tree) == has_recipes
