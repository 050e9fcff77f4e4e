"""A spec to what the documentation says of the mock server: its names, and examples of its use."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.encoders.json_text import json_value
from generator.targets.encoders.markdown import markdown_code
from generator.targets.encoders.shell import shell_word
from generator.targets.encoders.words import plain
from generator.targets.python.encoders import python_string
from generator.targets.views import example_client_id, scope_member


@dataclass(frozen=True, slots=True)
class MockView:
    """What the documentation says of the mock server.

    The first three are bare. `client_id`, `first_error`, and `fixtures` are Python literals, and
    `first_scope` is a Python expression. `first_error` is None if the spec lists no error.
    """

    distribution: Code
    module: Code
    command: Code
    client_id: Code
    client_id_word: Code
    client_id_code: Code
    first_scope: Code
    first_scope_json: Code
    first_error: Code | None
    fixtures: Code


def mock_view(provider: Provider) -> MockView | None:
    """Return what the documentation says of the mock server, or None if the spec has none."""
    package = provider.packages.named("mock")
    if package is None:
        return None
    client_id, scope = example_client_id(provider), provider.scopes[0]
    errors = [python_string(one.code) for one in provider.response_errors]
    return MockView(
        distribution=plain(package.distribution),
        module=plain(package.module),
        command=plain(package.command or package.distribution),
        client_id=python_string(client_id),
        client_id_word=shell_word(client_id),
        client_id_code=markdown_code(client_id),
        first_scope=Code(f"Scope.{scope_member(scope)}"),
        first_scope_json=json_value(scope.name),
        first_error=errors[0] if errors else None,
        fixtures=python_string(f"{package.module}.fixtures"),
    )
