"""Python and TypeScript build the same URL and read a response in the same way, for any input."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings

from tests import node
from tests.conformance import inputs
from tests.conformance.asked import asked
from tests.conformance.both import TypeScript, python
from tests.sampling import LONG

EXAMPLES = int(os.environ.get("RANDOM_CASES", "2000" if LONG else "500"))
"""The number of requests and of responses; RANDOM_CASES=100000 is the long run."""

RANDOM = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)


@pytest.fixture(scope="module")
def typescript() -> Iterator[TypeScript]:
    """Return the running binding."""
    node.required()
    started = TypeScript(node.compiled())
    yield started
    started.end()


def test_inputs_of_vectors_and_python_tests_have_the_same_outcome_and_message(
    typescript: TypeScript,
) -> None:
    differing = [
        (op, given, ours, pythons)
        for op, given, pythons in asked()
        if (ours := typescript.outcome(op, given)) != pythons
    ]
    assert differing == []


@RANDOM
@given(inputs.requests())
def test_the_same_request_gives_the_same_url(
    typescript: TypeScript, request: dict[str, Any]
) -> None:
    assert typescript.outcome("build_url", request) == python("build_url", request)


# One half of a pair is bare and the other is escaped: JSON.parse combines them.
@example(("parse_pasted", {"text": '{"state": "\ud83d\\ude00"}'}))
@example(("parse_pasted", {"text": '{"a": "\ud83d", "state": "xyz"}'}))
@RANDOM
@given(inputs.readings())
def test_the_same_response_gives_the_same_token_or_error(
    typescript: TypeScript, reading: tuple[str, dict[str, Any]]
) -> None:
    assert typescript.outcome(*reading) == python(*reading)
