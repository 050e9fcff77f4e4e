"""Specs of real providers: the packages send the requests of each provider's documentation.

The requests in this folder are literals that were written by hand from the documentation that a spec
cites. `SplxlOBeZQQYbYS6WxSbIA` is the code of RFC 6749 §4.1.2, and `dBjftJeZ4…` the code verifier of
RFC 7636 App. B. The files of tests/providers generate the packages of the gallery, too.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from tests.gallery.logins import (
    CHALLENGE,
    Login,
    documented,
    expected,
    parameters,
    sent,
)
from tests.providers.specs import GALLERY, importable, spec_value

REQUESTS = [(file, name) for file in GALLERY for name in documented(file)["requests"]]
FAILURES = [file for file in GALLERY if "failure" in documented(file)]
EXAMPLES = [
    (file, example)
    for file in GALLERY
    for example in spec_value(file).get("examples", [])
]
OPTIONAL = {"state", "code_challenge", "code_challenge_method", "redirect_uri"}
"""What documented URLs often lack."""
NOTHING: dict[str, object] = {
    "scopes": [],
    "expires_in": None,
    "members": {},
    "refresh_token": False,
}
"""What a token lacks unless the documented response has it."""


@pytest.fixture(scope="module", autouse=True)
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Let the Python package of each spec be imported, and return their folder."""
    with importable(GALLERY, tmp_path_factory) as folder:
        yield folder


@pytest.mark.parametrize("file", GALLERY, ids=lambda file: file.stem)
def test_spec_has_no_warnings_and_cites_pages(file: Path) -> None:
    loaded, spec = pipeline.load(file), spec_value(file)
    assert (loaded.provider.id, loaded.warnings) == (file.stem, [])
    assert spec["source"] in [one["id"] for one in spec["sources"]]
    assert [one["id"] for one in spec["sources"] if "url" not in one] == []


@pytest.mark.parametrize(
    ("file", "name"), REQUESTS, ids=[f"{file.stem}-{name}" for file, name in REQUESTS]
)
def test_package_sends_the_documented_request(file: Path, name: str) -> None:
    login = Login(file)
    assert sent(login.request(name)) == expected(login.written["requests"][name])


@pytest.mark.parametrize("file", GALLERY, ids=lambda file: file.stem)
def test_package_reads_the_documented_response(file: Path) -> None:
    login = Login(file)
    token = login.token()
    found = {
        "value": token.reveal(),
        "scopes": sorted(token.scopes or ()),
        "expires_in": token.expires_in,
        "members": dict(token.members),
        "refresh_token": token.has_refresh_token and token.reveal_refresh_token(),
    }
    assert found == {**NOTHING, **login.written["token"]}


@pytest.mark.parametrize("file", FAILURES, ids=lambda file: file.stem)
def test_package_reads_the_documented_failure(file: Path) -> None:
    login = Login(file)
    failure = login.written["failure"]
    module = importlib.import_module(f"{file.stem}_oauth")
    with pytest.raises(module.TokenEndpointError) as caught:
        login.read(failure["status"], failure["response"])
    found = {name: getattr(caught.value, name) for name in ("error", "description")}
    assert found == {name: failure[name] for name in found}


@pytest.mark.parametrize(
    ("file", "example"), EXAMPLES, ids=[file.stem for file, _ in EXAMPLES]
)
def test_package_builds_the_documented_url(file: Path, example: dict[str, Any]) -> None:
    login, separator = Login(file), spec_value(file).get("scope_separator", " ")
    values = login.written.get("variables", {})
    url = re.sub(r"\{(\w+)\}", lambda one: values[one[1]], example["url"])
    wanted = parameters(url, separator)
    if "code_challenge" in wanted:
        wanted["code_challenge"] = CHALLENGE
    built = parameters(login.url(example), separator)
    assert {
        name: built[name] for name in built if name in wanted or name not in OPTIONAL
    } == wanted


def test_page_lists_each_provider() -> None:
    page = (GALLERY[0].parent / "README.md").read_text("utf-8")
    listed = re.findall(r"^\| \[[^]]+\]\((\w+)\.yaml\) \|", page, re.MULTILINE)
    assert listed == [file.stem for file in GALLERY]
    assert len(listed) == 13
