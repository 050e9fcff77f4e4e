"""The documentation shows a URL with values, and each host of the API on its own line."""

from __future__ import annotations

import re
from pathlib import Path

from generator import pipeline

SPEC = """\
format: 2
provider: {id: oak, name: Oak}
variables:
  shop: {type: label, example: acme}
  tenant: {type: path, default: a b}
authorization_endpoint:
  url: https://{shop}.oak.example/{tenant}/authorize?version=2
  omit: [scope]
token_endpoint: {url: "https://{shop}.oak.example/token", auth_methods: [client_secret_post]}
grants: [authorization_code]
pkce: none
"""
SHOWN = """\
    https://acme.oak.example/a%20b/authorize
        ?version=2
        &response_type=code
        &client_id=YOUR_CLIENT_ID
        &redirect_uri=https:%2F%2Fapp.example.com%2Fcallback
        &state=af0ifjsldkj
"""


def test_example_has_values_in_place_of_variables(tmp_path: Path) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(SPEC, encoding="utf-8")
    tree = pipeline.tree(pipeline.load(file), ["python", "typescript"])
    python = tree["python/src/oak_oauth/client.py"].decode()
    typescript = tree["typescript/src/client.ts"].decode()
    assert f'An example of a URL::\n\n{SHOWN}"""\n' in python
    shown = re.sub("^", "// ", SHOWN, flags=re.MULTILINE).removesuffix("// ")
    assert f"// An example of a URL:\n//\n{shown}\n" in typescript


def test_each_host_of_the_api_has_its_own_line() -> None:
    text = (pipeline.ROOT / "generated" / "docs" / "security.md").read_text("utf-8")
    listed = text.partition("Calls go to these hosts:\n\n")[2].partition("\n\n")[0]
    hosts = pipeline.load(pipeline.ROOT / "spec" / "imagen.yaml").provider.hosts
    lines = listed.splitlines()
    assert [line.partition("`: ")[0] for line in lines] == [
        f"- `{one.pattern}" for one in hosts
    ]
