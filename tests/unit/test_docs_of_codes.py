"""The documentation of a provider whose grant is a code has no gaps and no page about a token in a redirect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import pipeline
from tests.shared import tree_to_run

SIX_LINES = """\
format: 2
provider: {id: acme, name: Acme}
authorization_endpoint: https://auth.acme.example/authorize
token_endpoint: https://auth.acme.example/token
grants: [authorization_code, client_credentials]
scopes: [read, write]
"""
NO_SCOPES = """\
format: 2
provider: {id: oak, name: Oak}
variables:
  shop: {type: label}
  region: {values: [eu, us], default: us}
authorization_endpoint:
  url: https://{shop}.{region}.oak.example/authorize
  parameters: [client_id, {name: "kinds[]", values: [a, b], repeated: true}, {name: page, summary: The page.}]
  omit: [scope, response_type]
token_endpoint: {url: "https://{shop}.{region}.oak.example/token", auth_methods: [client_secret_post]}
grants: [authorization_code]
pkce: none
"""
BOTH = """\
format: 2
provider: {id: gum, name: Gum}
authorization_endpoint: https://gum.example/authorize
token_endpoint: {url: https://gum.example/token, auth_methods: [client_secret_post], refresh: none}
grants: [authorization_code, implicit]
"""
NO_BROWSER = """\
format: 2
provider: {id: hazel, name: Hazel}
token_endpoint: {url: "https://{region}.hazel.example/oauth/token", auth_methods: [client_secret_post]}
variables: {region: {values: [eu, us], default: us}}
grants: [client_credentials]
scopes: [reports.read]
"""
SUPPLIED = """\
format: 2
provider: {id: ginkgo, name: Ginkgo}
variables: {store: {type: label}, api_key: {type: text, secret: true}}
authorization_endpoint:
  url: https://app.ginkgo.example/#/oauth/authorize
  parameters: [{name: nonce, role: nonce}]
  callback: [{name: domain_prefix, variable: store}]
token_endpoint:
  url: https://{store}.ginkgo.example/token
  auth_methods: [client_secret_basic]
  parameters: [{name: x-api-key, in: header, value: "{api_key}"}]
grants: [authorization_code]
"""
SPECS = {
    "acme": SIX_LINES,
    "oak": NO_SCOPES,
    "gum": BOTH,
    "hazel": NO_BROWSER,
    "ginkgo": SUPPLIED,
}
OF_EVERY_CODE = [
    *("README", "build-the-url", "calls", "command", "errors", "parameters", "python"),
    *("security", "tokens", "typescript", "unattended"),
]
LINK = re.compile(r"\]\((?!https://)([^)#]*)(?:#([^)]*))?\)")


def pages(tmp_path: Path, text: str) -> dict[str, str]:
    """Return the text of each page by its name."""
    file = tmp_path / "spec.yaml"
    file.write_text(text, encoding="utf-8")
    tree = tree_to_run(pipeline.load(file), ["docs"])
    return {Path(path).name: data.decode() for path, data in tree.items()}


MOCK = "../mock/README.md"
"""The only page of another target that the pages link to."""


@pytest.fixture(name="docs", params=SPECS)
def docs_of_each(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Return the pages of each spec in turn."""
    return pages(tmp_path, SPECS[request.param])


@pytest.mark.parametrize(
    ("name", "more"),
    [("acme", ["recipes", "scopes"]), ("oak", ["recipes"]), ("gum", ["recipes"])],
)
def test_pages_are_those_with_a_subject(
    tmp_path: Path, name: str, more: list[str]
) -> None:
    wanted = sorted(f"{page}.md" for page in [*OF_EVERY_CODE, *more])
    assert sorted(pages(tmp_path, SPECS[name])) == wanted


def outside_code(text: str) -> list[str]:
    return re.sub(
        r"^```.*?^```$", "code", text, flags=re.MULTILINE | re.DOTALL
    ).splitlines()


def empty_sections(text: str) -> list[str]:
    """Return the headings that another heading of the same or a higher level, or the end, follows."""
    lines = [one for one in outside_code(text) if one.strip()] + ["# End"]
    levels = [len(one) - len(one.lstrip("#")) for one in lines]
    return [
        line
        for line, level, following in zip(lines, levels, levels[1:])
        if level and 0 < following <= level
    ]


def test_no_section_is_empty(docs: dict[str, str]) -> None:
    assert {name: empty_sections(text) for name, text in docs.items()} == {
        name: [] for name in docs
    }


def test_empty_sections_are_found() -> None:
    text = "# A\n\n## B\n\n## C\n\n```sh\n# D\n```\n\n### E\n"
    assert empty_sections(text) == ["## B", "### E"]


def test_no_cell_is_empty_and_nothing_is_none(docs: dict[str, str]) -> None:
    for name, text in docs.items():
        lines = outside_code(text)
        rows = [one for one in lines if one.startswith("|")]
        assert [one for one in rows if re.search(r"\|\s*\|", one)] == []
        # Whole programs, in which both are normal.
        is_whole = name in ("recipes.md", "unattended.md")
        shown = "\n".join(lines) if is_whole else text.rstrip()
        for meant in ("`None`", "at=None", '": None})'):
            shown = shown.replace(meant, "")
        assert "None" not in shown
        assert "\n\n\n" not in "\n".join(lines)


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives to the headings."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}


def test_every_link_has_a_target(docs: dict[str, str]) -> None:
    dead = [
        (name, page, anchor)
        for name, text in docs.items()
        for target, anchor in LINK.findall(text)
        if (page := target or name) != MOCK
        and (page not in docs or (anchor and anchor not in anchors(docs[page])))
    ]
    assert dead == []


@pytest.mark.parametrize("name", SPECS)
def test_linked_page_of_the_mock_server_exists(tmp_path: Path, name: str) -> None:
    linked = any(MOCK in text for text in pages(tmp_path, SPECS[name]).values())
    tree = tree_to_run(pipeline.load(tmp_path / "spec.yaml"), ["mock"])
    assert linked == ("mock/README.md" in tree)


PROSE = """\
steps: [{title: Register, text: Create an application.}]
notes:
  - {id: one, place: get-a-token, title: Note 1, text: About getting.}
  - {id: two, place: parameters, title: Note 2, text: About parameters.}
  - {id: three, place: scopes, title: Note 3, text: About scopes.}
  - {id: four, place: answer, title: Note 4, text: About the response.}
  - {id: five, place: security, title: Note 5, text: About security.}
  - {id: six, place: authentication, title: Note 6, text: About authentication.}
"""
DEVICE = """\
format: 2
provider: {id: ivy, name: Ivy}
device_authorization_endpoint: https://ivy.example/device
token_endpoint: {url: https://ivy.example/token, auth_methods: [none]}
grants: [device_code]
"""


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (SIX_LINES, "tokens tokens parameters scopes build-the-url"),
        (NO_SCOPES, "tokens tokens parameters parameters build-the-url"),
        (NO_BROWSER, "tokens tokens tokens scopes tokens"),
        (DEVICE, "tokens tokens tokens tokens tokens"),
        (
            BOTH.replace("[authorization_code, implicit]", "[implicit]"),
            "get-a-token get-a-token parameters parameters answer",
        ),
    ],
    ids=["code", "no scopes", "no browser", "device", "implicit"],
)
def test_each_step_and_note_is_on_one_page(
    tmp_path: Path, text: str, places: str
) -> None:
    docs = pages(tmp_path, text + PROSE)
    shown = [
        [name for name, page in docs.items() if mark in page]
        for mark in (
            "1. **Register.** Create an application.\n",
            *(f"\n\n## Note {number}\n\nAbout " for number in range(1, 7)),
        )
    ]
    wanted = [*places.split(), "security", "authentication"]
    assert shown == [[f"{one}.md"] for one in wanted]
    for page in docs.values():
        assert "\n\n\n" not in "\n".join(outside_code(page))


def test_only_providers_with_confidential_clients_have_a_client_secret(
    tmp_path: Path,
) -> None:
    public = SIX_LINES.replace(
        "https://auth.acme.example/token",
        "{url: https://auth.acme.example/token, auth_methods: [none]}",
    ).replace(", client_credentials]", "]")
    row, title = "| client secret |", "\n## Keep the client secret on your server\n"
    for text, has_secret in ((SIX_LINES, True), (public, False), (DEVICE, False)):
        docs = pages(tmp_path, text)
        assert (row in docs["README.md"], title in docs["security.md"]) == (
            has_secret,
            has_secret,
        )
    security = pages(tmp_path, DEVICE)["security.md"]
    assert "Anyone who gets a token acts as the user." in security
    assert "| scope |" in pages(tmp_path, NO_BROWSER)["README.md"]


def test_security_says_whether_the_provider_accepts_pkce(tmp_path: Path) -> None:
    with_pkce = pages(tmp_path, SIX_LINES)["security.md"]
    without = pages(tmp_path, NO_SCOPES)["security.md"]
    assert "## PKCE protects against a stolen code\n" in with_pkce
    assert "## Requests have no PKCE\n" in without
    assert "code verifier" not in without


def test_errors_are_only_those_that_the_package_can_raise(tmp_path: Path) -> None:
    codes = {
        name: set(
            re.findall(
                r"^\| `(\w+)` \|", pages(tmp_path, text)["errors.md"], re.MULTILINE
            )
        )
        for name, text in SPECS.items()
    }
    assert codes["acme"] - codes["oak"] == {
        *("invalid_code_verifier", "insecure_context"),
        *("unknown_scope", "invalid_scope_token"),
    }
    assert codes["oak"] - codes["acme"] == {
        *("invalid_label", "unknown_value", "value_empty", "invalid_value"),
    }
    assert not any(one.startswith("domain_") for one in codes["acme"] | codes["oak"])


def test_provider_without_a_browser_has_no_page_about_a_url(tmp_path: Path) -> None:
    docs = pages(tmp_path, NO_BROWSER)
    assert sorted(docs) == sorted(
        f"{name}.md"
        for name in (
            *("README", "calls", "command", "errors", "python", "recipes", "scopes"),
            *("security", "tokens", "unattended"),
        )
    )
    text = "\n".join(docs.values())
    for word in ("TypeScript", "authorization URL", "redirect URI", "PKCE", "code_"):
        assert word not in text, word


def test_token_page_says_how_to_get_a_token_with_each_grant(tmp_path: Path) -> None:
    found = {
        name: re.findall(r"^## (.*)$", pages(tmp_path, text)["tokens.md"], re.MULTILINE)
        for name, text in SPECS.items()
    }
    login = ["Choose a grant", "Get a token", "Use it in a web application"]
    end = ["Call the API", "In TypeScript", "Try it without an account", "Endpoints"]
    refresh, kept = "Keep a valid token", "Keep the token of a login"
    itself = "Get a token for the application itself"
    assert found == {
        "acme": [*login, itself, refresh, *end],
        "oak": [*login, refresh, *end],
        "gum": [*login, kept, "Get a token from the redirect", *end],
        "hazel": ["Choose a grant", itself, "Call the API", *end[2:]],
        "ginkgo": [*login, refresh, *end],
    }


@pytest.mark.parametrize(
    ("name", "renewal"),
    [
        ("acme", "[Keep a valid token](tokens.md#keep-a-valid-token)"),
        ("gum", None),
        (
            "hazel",
            "[Get a token for the application itself](tokens.md#get-a-token-for-the-application-itself)",
        ),
    ],
)
def test_page_about_calls_says_how_to_renew_a_token(
    tmp_path: Path, name: str, renewal: str | None
) -> None:
    docs = pages(tmp_path, SPECS[name])
    expiry = docs["calls.md"].partition("## Expiry\n")[2].partition("\n## ")[0]
    if renewal is None:
        assert "Only a new login renews the token." in expiry
    else:
        assert f"Only a source renews the token: {renewal} shows how\n" in expiry
    assert "| `Authorization` | `Bearer {access_token}` |" in docs["calls.md"]
    assert "[Calling the API](calls.md)" in docs["tokens.md"]
    assert "| [Calling the API](calls.md) |" in docs["README.md"]


def test_errors_of_the_token_endpoint_are_only_of_providers_with_one(
    tmp_path: Path,
) -> None:
    """A code is in the table only if the package can raise it."""
    rows = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
    codes = {
        name: set(rows.findall(pages(tmp_path, text)["errors.md"]))
        for name, text in SPECS.items()
    }
    for found in codes.values():
        assert {"client_secret_missing", "response_lost", "invalid_client"} <= found
    implicit = (
        NO_BROWSER.replace("[client_credentials]", "[implicit]")
        .replace("token_endpoint: {url", "authorization_endpoint: {url")
        .replace(", auth_methods: [client_secret_post]", "")
    )
    assert not {"client_secret_missing", "invalid_client"} & set(
        rows.findall(pages(tmp_path, implicit)["errors.md"])
    )
    assert {one for one, found in codes.items() if "missing_code" in found} == {
        *("acme", "oak", "gum", "ginkgo"),
    }
    assert {one for one, found in codes.items() if "no_refresh_token" in found} == {
        *("acme", "oak", "ginkgo"),
    }
    assert not any("issuer_missing" in found for found in codes.values())
