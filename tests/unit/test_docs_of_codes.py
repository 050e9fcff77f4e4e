"""The documentation of a provider whose grant is a code has no gaps and no page about tokens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import pipeline

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
    *("README", "build-the-url", "errors", "parameters", "python"),
    *("security", "spec-problems", "tokens", "typescript"),
]
LINK = re.compile(r"\]\((?!https://)([^)#]*)(?:#([^)]*))?\)")


def pages(tmp_path: Path, text: str) -> dict[str, str]:
    """Return the text of each page by its name."""
    file = tmp_path / "spec.yaml"
    file.write_text(text, encoding="utf-8")
    tree = pipeline.tree(pipeline.load(file), ["docs"])
    return {Path(path).name: data.decode() for path, data in tree.items()}


MOCK = "../mock/README.md"
"""The only page of another target that the pages link to."""


@pytest.fixture(name="docs", params=SPECS)
def docs_of_each(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Return the pages of each spec in turn."""
    return pages(tmp_path, SPECS[request.param])


@pytest.mark.parametrize(
    ("name", "more"),
    [("acme", ["recipes", "scopes"]), ("oak", ["recipes"]), ("gum", [])],
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
        # The recipes are whole programs, in which both are normal.
        shown = "\n".join(lines) if name == "recipes.md" else text.rstrip()
        assert "None" not in shown
        assert "\n\n\n" not in shown + "\n"


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives to the headings."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}


def test_every_link_has_a_target(docs: dict[str, str]) -> None:
    dead = [
        (name, page, anchor)
        for name, text in docs.items()
        for page, anchor in LINK.findall(text)
        if page != MOCK
        and (page not in docs or (anchor and anchor not in anchors(docs[page])))
    ]
    assert dead == []


@pytest.mark.parametrize("name", SPECS)
def test_linked_page_of_the_mock_server_exists(tmp_path: Path, name: str) -> None:
    linked = any(MOCK in text for text in pages(tmp_path, SPECS[name]).values())
    tree = pipeline.tree(pipeline.load(tmp_path / "spec.yaml"), ["mock"])
    assert linked == ("mock/README.md" in tree)


def test_security_says_whether_the_provider_accepts_pkce(tmp_path: Path) -> None:
    with_pkce = pages(tmp_path, SIX_LINES)["security.md"]
    without = pages(tmp_path, NO_SCOPES)["security.md"]
    assert "## PKCE protects a stolen code\n" in with_pkce
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
            *("README", "errors", "python", "recipes", "scopes", "security"),
            *("spec-problems", "tokens"),
        )
    )
    text = "\n".join(docs.values())
    for word in ("TypeScript", "authorization URL", "redirect URI", "PKCE", "code_"):
        assert word not in text.replace(docs["spec-problems.md"], ""), word


def test_token_page_says_how_to_get_a_token_with_each_grant(tmp_path: Path) -> None:
    found = {
        name: re.findall(r"^## (.*)$", pages(tmp_path, text)["tokens.md"], re.MULTILINE)
        for name, text in SPECS.items()
    }
    login = ["Choose a grant", "Get a token", "Use it in a web application"]
    end = ["Call the API", "In TypeScript", "Try it without an account", "Endpoints"]
    refresh = "Keep a valid token"
    itself = "Get a token for the application itself"
    assert found == {
        "acme": [*login, itself, refresh, *end],
        "oak": [*login, refresh, *end],
        "gum": [*login, "Get a token from the redirect", *end],
        "hazel": ["Choose a grant", itself, "Call the API", *end[2:]],
        "ginkgo": [*login, refresh, *end],
    }


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
