"""The page about writing a spec: each of its specs is valid, and means what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import pipeline
from generator.model.provider import Provider
from tests.unit.specs import problems_of

PAGE = pipeline.ROOT / "docs" / "writing-a-spec.md"
SPECS = re.findall(
    r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)


@pytest.mark.parametrize("text", SPECS, ids=range(len(SPECS)))
def test_spec_on_the_page_is_valid(text: str, tmp_path: Path) -> None:
    file = tmp_path / "acorn.yaml"
    file.write_text(text, encoding="utf-8")
    assert problems_of(file) == []


def test_page_has_specs() -> None:
    assert len(SPECS) == 13


def spec_with(text: str, folder: Path) -> Provider:
    """Return the model of the only spec on the page that contains a text."""
    (found,) = (one for one in SPECS if text in one)
    file = folder / "acorn.yaml"
    file.write_text(found, encoding="utf-8")
    return pipeline.load(file).provider


def sent(provider: Provider) -> dict[str, list[str]]:
    """Return the names of the parameters of each token request."""
    assert provider.token_endpoint is not None
    return {
        one.kind.value: [each.name for each in one.parameters]
        for one in provider.token_endpoint.requests
    }


def test_parameter_of_a_grant_is_only_in_its_request(tmp_path: Path) -> None:
    assert sent(spec_with("expiring", tmp_path)) == {
        "authorization_code": [
            *("grant_type", "code", "redirect_uri", "code_verifier"),
            *("client_id", "client_secret", "expiring"),
        ],
        "client_credentials": ["grant_type", "scope", "client_id", "client_secret"],
        "refresh_token": [
            *("grant_type", "refresh_token", "scope", "client_id", "client_secret"),
        ],
    }


def test_refresh_has_only_the_roles_of_the_endpoint(tmp_path: Path) -> None:
    assert sent(spec_with("api_version", tmp_path)) == {
        "authorization_code": [
            *("grant_type", "code", "code_verifier", "client_secret"),
            *("app_key", "api_version"),
        ],
        "refresh_token": [
            *("grant_type", "refresh_token", "client_secret", "app_key", "keep"),
        ],
    }
