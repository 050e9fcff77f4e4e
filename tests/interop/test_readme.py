"""The README explains the variables of the URLs, and what the documents do with them."""

from __future__ import annotations

from pathlib import Path

from generator import pipeline
from tests.shared import tree_to_run
from tests.unit.test_docs_of_codes import NO_BROWSER, SIX_LINES

GROUPED = """\
format: 2
provider: {id: fig, name: Fig}
variables:
  region:
    values:
      us: {web: app.fig.example, api: api.fig.example}
      eu: {web: app.eu.fig.example, api: api.eu.fig.example}
    default: us
  tenant: {type: path, default: common, summary: Your tenant.}
  key: {type: text, secret: true}
authorization_endpoint: "https://{region.web}/{tenant}/authorize"
token_endpoint:
  url: "https://{region.api}/{tenant}/token"
  auth_methods: [client_secret_post]
  parameters: [{name: x-key, in: header, value: "{key}"}]
grants: [authorization_code]
"""


def readme(folder: Path, text: str) -> str:
    """Return the README of the documents of a spec."""
    file = folder / "spec.yaml"
    file.write_text(text, encoding="utf-8")
    tree = tree_to_run(pipeline.load(file), ["interop"])
    return tree["interop/README.md"].decode()


def test_variables_of_the_urls_are_explained(tmp_path: Path) -> None:
    section = readme(tmp_path, GROUPED).partition("## Set your own values\n\n")[2]
    assert section.partition("\n## ")[0] == """\
Each URL contains a variable:

    https://{region.web}/{tenant}/authorize
    https://{region.api}/{tenant}/token

| variable | meaning | values | default | example |
|---|---|---|---|---|
| `region` | Which of the provider's servers you use. | `us` or `eu` | `us` | `us` |
| `tenant` | Your tenant. | any | `common` | `common` |

Two of the formats cannot contain a variable, so they use an example:

    https://app.fig.example/common/authorize
    https://api.fig.example/common/token

Write your own address in `authorizationUrl` and `tokenUrl` of `openapi.json`, and in `issuer`, \
`authorization_endpoint`, and `token_endpoint` of `authorization-server.json`.
In `postman.json`, each variable is a variable of the collection.
Each value of `region` stands for several hosts, so it is not one of them: the URLs have the hosts of `us`.
"""


def test_provider_without_variables_has_no_such_section(tmp_path: Path) -> None:
    text = readme(tmp_path, SIX_LINES)
    assert "## Set your own values" not in text


def test_issuer_of_a_redirect_is_mentioned_only_if_there_is_one(tmp_path: Path) -> None:
    sentence = "do not compare an `iss` with it"
    assert sentence in readme(tmp_path, SIX_LINES)
    assert sentence not in readme(tmp_path, NO_BROWSER)
