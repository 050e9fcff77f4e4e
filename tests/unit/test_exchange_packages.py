"""What the packages and the documentation of small specs with a token endpoint say."""

from __future__ import annotations

import json
import re
import tempfile
from functools import cache
from pathlib import Path

import pytest
import tomli

from generator import pipeline
from tests.shared import tree_to_run

LABEL = """\
format: 2
provider: {id: maple, name: Maple}
variables: {shop: {type: label, example: my-store}}
authorization_endpoint:
  url: https://{shop}.maple.example/authorize
  omit: [response_type]
  parameters: [{name: view, values: [compact]}]
token_endpoint: {url: "https://{shop}.maple.example/token", auth_methods: [client_secret_post]}
pkce: none
calls: {headers: [{name: X-Maple-Token, value: "{access_token}", summary: The access token.}]}
grants: [authorization_code, client_credentials]
scopes: [read, write]
"""
ITSELF = """\
format: 2
provider: {id: hazel, name: Hazel}
token_endpoint: {url: https://login.hazel.example/token, auth_methods: [client_secret_basic]}
grants: [client_credentials]
"""
TENANT = """\
format: 2
provider: {id: aspen, name: Aspen}
variables: {tenant: {type: path, example: contoso}}
authorization_endpoint: "https://login.aspen.example/{tenant}/authorize"
token_endpoint: {url: "https://login.aspen.example/{tenant}/token", auth_methods: [client_secret_post, none]}
grants: [authorization_code, client_credentials]
calls: {hosts: [{pattern: graph.aspen.example, summary: The API.}]}
scopes: [read]
"""
SPECS = {"label": LABEL, "itself": ITSELF, "tenant": TENANT}
every_spec = pytest.mark.parametrize("text", SPECS.values(), ids=SPECS)


@cache
def tree(text: str, *targets: str) -> dict[str, str]:
    """Return the text of each file of the targets by path."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "spec.yaml"
        file.write_text(text, encoding="utf-8")
        files = tree_to_run(pipeline.load(file), targets or ("python", "docs"))
    return {path: data.decode() for path, data in files.items()}


@every_spec
def test_each_extra_of_the_readme_is_an_extra_of_the_package(text: str) -> None:
    files = tree(text)
    named = {
        one
        for path in ("python/README.md", "docs/tokens.md")
        for one in re.findall(r'pip install "[^"]*\[(\w+)\]"', files[path])
    }
    project = tomli.loads(files["python/pyproject.toml"])["project"]
    assert named == {"httpx"}
    command = ["click >=8.1", "prompt_toolkit >=3.0.36", "rich >=13"]
    every = ["httpx >=0.27,<1", "keyring >=24", "requests >=2.31,<3"]
    assert project["optional-dependencies"] == {
        "all": sorted([*every, *command]),
        "cli": [*command, "httpx >=0.27,<1"],
        "httpx": ["httpx >=0.27,<1"],
        "keyring": ["keyring >=24"],
        "requests": ["requests >=2.31,<3"],
    }


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("", ("httpx>=0.27,<1", "requests>=2.31,<3")),
        (
            "packages: {published: true, python: {distribution: hazel-auth}}\n",
            ("hazel-auth[httpx]", "hazel-auth[requests]"),
        ),
    ],
)
def test_error_for_a_missing_package_names_only_what_pip_finds(
    published: str, shown: tuple[str, str]
) -> None:
    files = tree(ITSELF + published, "python")
    for name, requirement in zip(("httpx", "requests"), shown, strict=True):
        (module,) = (one for one in files if one.endswith(f"oauth/{name}_auth.py"))
        assert f'missing_extra(error, "{name}", "{requirement}")' in files[module]


@pytest.mark.parametrize("path", ["python/README.md", "docs/tokens.md"])
@pytest.mark.parametrize("name", SPECS)
def test_token_goes_only_to_the_api_in_the_example(name: str, path: str) -> None:
    host = "graph.aspen.example" if name == "tenant" else "api.example.com"
    line = f'api = attach(httpx.Client(base_url="https://{host}/"), token, "{host}")'
    if name != "tenant":
        line += "  # the host of the API"
    assert line in tree(SPECS[name])[path].splitlines()


@pytest.mark.parametrize(
    ("name", "intro", "revealing"),
    [
        (
            "label",
            "Get and refresh tokens for the Maple API in Python.",
            (
                "`reveal` of a code, `reveal` and `headers` of a token, `reveal_refresh_token` of a token, "
                "and the `url`, `headers`, and `body` of a token request."
            ),
        ),
        (
            "tenant",
            "Get and refresh tokens for the Aspen API in Python.",
            (
                "`reveal` of a code, `reveal` and `headers` of a token, `reveal_refresh_token` of a token, "
                "`pending` and `code_verifier` of an authorization request, "
                "and the `url`, `headers`, and `body` of a token request."
            ),
        ),
        (
            "itself",
            "Get tokens for the Hazel API in Python.",
            "`reveal` and `headers` of a token and the `url`, `headers`, and `body` of a token request.",
        ),
    ],
)
def test_readme_says_what_the_package_does_and_what_returns_a_secret(
    name: str, intro: str, revealing: str
) -> None:
    readme = tree(SPECS[name])["python/README.md"]
    assert intro in readme
    verifier = " code verifier," if name == "tenant" else ""
    assert (
        f"- `print`, `repr`, formatting, logs, and pickles show no token, code,{verifier} or client secret. "
        f"Only these can return one: {revealing}\n"
    ) in readme
    assert ("reveal_refresh_token" in readme) is (name != "itself")


OF_COMMAND = (
    *("environment_unusable", "invalid_entry", "login_required", "secret_missing"),
    "several_logins",
    *("store_corrupt", "store_full", "store_locked", "store_unavailable"),
)
"""The errors that speak of the logins of the command, which a client without users has as well."""


def test_errors_of_a_client_without_users_speak_of_no_login() -> None:
    page = tree(ITSELF)["docs/errors.md"]
    found = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", page, re.MULTILINE))
    assert "authorization_error" not in found
    assert [
        code
        for code, texts in found.items()
        if code not in (*OF_COMMAND, "store_insecure")
        and re.search(r"[Ll]og in|login|the user\b", texts)
        and "One that acts for a user" not in texts
    ] == []
    assert found["token_expired"].endswith(" | Request a new token.")
    assert found["response_lost"].endswith(" | Send the request again.")


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("label", "Requests for a token require it; None if you only build URLs."),
        ("itself", "Requests for a token require it."),
        ("tenant", "None for a program that users install (RFC 8252 §8.5)."),
    ],
)
def test_client_says_whether_it_needs_a_secret(name: str, more: str) -> None:
    files = tree(SPECS[name])
    (module,) = (one for one in files if one.endswith("_oauth/client.py"))
    start = "client_secret: The secret that the provider gave your application. "
    assert start + more in " ".join(files[module].split())
    (row,) = re.findall(
        r"^\| `client_secret` .*$", files["docs/python.md"], re.MULTILINE
    )
    is_required = "Requests for a token require it." in row
    assert is_required is (name != "tenant")


ORDER = """\
examples:
  - url: "https://{shop}.maple.example/authorize?client_id=app&scope=read&redirect_uri=https://app.example/&state=1"
    inputs: {client_id: app, redirect_uri: "https://app.example/", state: "1"}
    scopes: [read]
"""


def test_order_is_documented_only_if_the_example_has_it() -> None:
    names = ("client_id=app", "scope=read", "redirect_uri=https://app.example/")
    swapped = ORDER.replace("&".join(names), "&".join((names[0], *names[:0:-1])))
    for examples, title, order in (
        (ORDER, "A documented example of a URL", "parameters, in this order"),
        (
            swapped,
            "The documented URL, in its documented order",
            "parameters in the documented order",
        ),
        ("", "An example of a URL", "parameters, in this order"),
    ):
        files = tree(LABEL + examples, "python", "typescript", "docs")
        assert f"\n{title}::\n" in files["python/src/maple_oauth/client.py"]
        assert f" {title}:" in files["typescript/src/client.ts"]
        assert f"The URL contains these {order}:" in files["docs/parameters.md"]


@every_spec
def test_security_page_mentions_the_verifier_only_with_pkce(text: str) -> None:
    page = tree(text)["docs/security.md"]
    assert ("verifier" in page) is (text == TENANT)
    assert ("Send a code only once" in page) is (text != ITSELF)


def storing_errors(text: str) -> dict[str, str]:
    """Return the rows of the errors of stores, by code."""
    page = tree(text)["docs/errors.md"]
    _, _, storing = page.partition("### Storing a token")
    return dict(re.findall(r"^\| `(\w+)` (.*)$", storing, re.MULTILINE)[1:])


@every_spec
def test_page_lists_the_errors_of_the_store_that_the_package_has(text: str) -> None:
    storing = {"record_damaged", "store_busy", "store_insecure", *OF_COMMAND}
    assert sorted(storing_errors(text)) == sorted(storing)
    without = "packages: {python: {command: none}}\n"
    of_command = {*OF_COMMAND} - {"store_corrupt", "store_unavailable"}
    found = storing_errors(text + without)
    kept = set[str]() if text == ITSELF else {"login_required"}
    assert sorted(found) == sorted(storing - of_command | kept)
    assert "keyring" not in " ".join(found.values())


@pytest.mark.parametrize("name", ["httpx", "requests"])
def test_attach_says_that_its_default_is_the_login_server(name: str) -> None:
    (module,) = (
        text for path, text in tree(TENANT).items() if f"th/{name}_auth" in path
    )
    shown = " ".join(module.split())
    assert (
        "Name those of the API: the default is only the host that issues the token."
        in shown
    )
    assert "the domain of the token" not in shown


def operations(notes: list[str]) -> list[str]:
    """Return the operations that the notes of a file of vectors explain."""
    return [one.partition(":")[0] for one in notes if re.match(r"\w+: ", one)]


@every_spec
def test_vectors_explain_only_the_operations_that_they_have(text: str) -> None:
    files = tree(text, "fixtures")
    document = json.loads(files["fixtures/authorization.json"])
    found = {one["op"] for one in document["vectors"]}
    assert set(operations(document["notes"])) == found
    assert "api.example.com" not in " ".join(document["notes"])
    readme = files["fixtures/README.md"]
    assert "names its topic:" in readme


def test_single_value_is_not_one_of_several() -> None:
    files = tree(LABEL)
    assert "| Only `compact`. |" in files["docs/python.md"]
    assert (
        "| `view` | only `compact`; set by the caller, or omitted |"
        in files["docs/parameters.md"]
    )
    several = tree(LABEL.replace("[compact]", "[compact, wide]"))
    assert "| One of `compact` or `wide`. |" in several["docs/python.md"]
    assert (
        "| `view` | one of `compact` or `wide`; set by" in several["docs/parameters.md"]
    )


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            LABEL,
            (
                "`authorizationUrl` and `tokenUrl` of `openapi.json`, and in `issuer`, `authorization_endpoint`, "
                "and `token_endpoint` of"
            ),
        ),
        (
            TENANT,
            (
                "`authorizationUrl` and `tokenUrl` of `openapi.json`, and in `authorization_endpoint` and "
                "`token_endpoint` of"
            ),
        ),
        (
            ITSELF.replace("https://login.h", "'https://{region}.h").replace(
                "token, a", "token', a"
            )
            + "variables: {region: {values: [eu, us], default: us}}\n",
            "`tokenUrl` of `openapi.json`, and in `issuer` and `token_endpoint` of",
        ),
    ],
    ids=SPECS,
)
def test_readme_for_tools_names_each_place_of_an_example(
    text: str, places: str
) -> None:
    files = tree(text, "interop")
    readme = " ".join(files["interop/README.md"].split())
    assert f"Write your own address in {places} `authorization-server.json`." in readme
    assert "documented example" not in readme


def test_tools_send_a_token_only_in_the_header_of_the_provider() -> None:
    files = tree(LABEL, "interop")
    (call,) = json.loads(files["interop/postman.json"])["item"]
    assert call["request"]["auth"] == {"type": "noauth"}
    assert [(one["key"], one["value"]) for one in call["request"]["header"]] == [
        ("X-Maple-Token", "{{access_token}}")
    ]
    readme = files["interop/README.md"]
    assert (
        "Copy the token into the variable `access_token`: the call in the collection sends it in `X-Maple-Token`."
        in readme
    )
    assert (
        "bearer token. A tool\n  that follows `security` sends the token both ways."
        in readme
    )
    assert "Postman then sends" not in readme
    bearer = tree(TENANT, "interop")
    assert "Postman then sends the token with the call" in bearer["interop/README.md"]
    (call,) = json.loads(bearer["interop/postman.json"])["item"]
    assert "auth" not in call["request"]


DEVICE = """\
format: 2
provider: {id: cedar, name: Cedar}
device_authorization_endpoint: https://login.cedar.example/device
revocation_endpoint: {url: https://login.cedar.example/revoke, auth_methods: [none]}
token_endpoint: {url: https://login.cedar.example/token, auth_methods: [none], refresh: none}
grants: [device_code]
scopes: [read]
"""


def test_provider_with_only_devices_has_every_target() -> None:
    files = tree(DEVICE, "python", "docs", "fixtures", "interop")
    readme = files["python/README.md"]
    assert "login = send(client.device_request(scopes=[Scope.READ]), http)" in readme
    assert "from cedar_oauth.httpx_auth import send, wait_for_token" in readme
    assert "send(client.revocation_request(token), http)" in readme
    assert "refresh_request" not in readme
    row = "A user logs in with a browser on another device (RFC 8628). | Python: complete. |"
    assert (
        f"| [`device_code`](#log-in-on-another-device) | {row}"
        in files["docs/tokens.md"]
    )
    assert "Anyone who gets a token acts as the user." in files["docs/security.md"]
    assert "rfc8628#section-5.4" in files["docs/security.md"]
    assert "client secret" not in files["docs/security.md"]
    term = "With the device code grant, a user logs in on another device."
    assert term in files["docs/README.md"]


def test_package_has_only_the_modules_of_its_grants() -> None:
    named = {
        "device": "exchange/device_wait.py",
        "wait": "http/httpx_wait.py",
        "revocation": "exchange/revocation_request.py",
        "code": "exchange/code_pasted.py",
        "pasted": "_runtime/pasted_text.py",
    }
    found = {
        text: {
            name
            for name, end in named.items()
            if any(path.endswith(end) for path in tree(text, "python"))
        }
        for text in (DEVICE, ITSELF, TENANT)
    }
    assert found == {
        DEVICE: {"device", "wait", "revocation"},
        ITSELF: set(),
        TENANT: {"code", "pasted"},
    }


def test_errors_page_of_devices_lists_their_errors() -> None:
    found, others = (
        re.findall(
            r"^\| `(\w+)` ", page.partition("## From the package")[2], re.MULTILINE
        )
        for page in (tree(text)["docs/errors.md"] for text in (DEVICE, TENANT))
    )
    device = {
        *("invalid_device_response", "insecure_verification_uri", "slow_down"),
        *("authorization_pending", "access_denied", "expired_token"),
        *("revocation_unavailable", "revocation_unsupported", "unknown_value"),
    }
    assert device <= {*found}
    assert not {"missing_code", "state_mismatch", "truncated_input"} & {*found}
    assert not device & {*others}
    assert {"missing_code", "truncated_input"} <= {*others}


def test_documents_for_tools_have_the_grant_for_devices_if_their_format_does() -> None:
    """OpenAPI has it since 3.2. Postman does not, so the user brings a token."""
    files = tree(DEVICE, "interop")
    described = json.loads(files["interop/openapi.json"])
    assert described["openapi"] == "3.2.0"
    assert described["components"]["securitySchemes"] == {
        "oauth2_device_code": {
            "type": "oauth2",
            "flows": {
                "deviceAuthorization": {
                    "deviceAuthorizationUrl": "https://login.cedar.example/device",
                    "tokenUrl": "https://login.cedar.example/token",
                    "scopes": {"read": ""},
                }
            },
        }
    }
    collection = json.loads(files["interop/postman.json"])
    assert collection["auth"] == {
        "type": "bearer",
        "bearer": [{"key": "token", "value": "{{access_token}}", "type": "string"}],
    }
    assert [one["key"] for one in collection["variable"]] == [
        "call-host",
        "access_token",
    ]
    metadata = json.loads(files["interop/authorization-server.json"])
    assert metadata["revocation_endpoint_auth_methods_supported"] == ["none"]
    assert "Postman does not have the device code grant." in files["interop/README.md"]
