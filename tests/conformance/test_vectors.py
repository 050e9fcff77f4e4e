"""Every committed vector passes in every binding and under every supported Python of this machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator, meta

from tests import node
from tests.conformance.report import (
    Failure,
    Result,
    Runner,
    chromium_runner,
    run,
    runner,
    table,
)
from tests.interpreters import Interpreter, interpreters

FIXTURES = Path(__file__).resolve().parent.parent.parent / "generated" / "fixtures"
VECTORS = FIXTURES / "authorization.json"


@pytest.mark.parametrize("interpreter", interpreters(), ids=str)
def test_python_binding_passes_every_vector(interpreter: Interpreter) -> None:
    _holds_every_vector(runner("python", python=interpreter.path))


def test_typescript_binding_passes_every_vector_in_node() -> None:
    node.required()
    _holds_every_vector(runner("typescript", build=node.compiled()))


@pytest.mark.usefixtures("executable")
def test_typescript_binding_passes_every_vector_on_the_page_in_chromium() -> None:
    node.required()
    _holds_every_vector(chromium_runner())


def _holds_every_vector(runner: Runner) -> None:
    result = run(runner, VECTORS)
    count = len(json.loads(VECTORS.read_bytes())["vectors"])
    if result.failed or result.skipped or result.passed != count:
        pytest.fail(table([result]), pytrace=False)


def test_vectors_match_their_schema() -> None:
    schema = json.loads((FIXTURES / "vectors.schema.json").read_bytes())
    meta.validate(schema)
    Draft202012Validator(schema).validate(json.loads(VECTORS.read_bytes()))


def test_ids_are_unique() -> None:
    ids = [vector["id"] for vector in json.loads(VECTORS.read_bytes())["vectors"]]
    assert len(set(ids)) == len(ids)


def test_a_wrong_outcome_is_a_failure(tmp_path: Path) -> None:
    wrong = {
        "id": "wrong",
        "op": "build_url",
        "input": {"domain": "api.example.com", "client_id": "K", "state": "1"},
        "expect": {"error": "domain_empty"},
    }
    right = {
        "id": "right",
        "op": "build_url",
        "input": {"domain": "", "client_id": "K", "state": "1"},
        "expect": {"error": "domain_empty"},
    }
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps({"vectors": [wrong, right]}))
    [interpreter, *_] = interpreters()
    url = (
        "https://api.example.com/oauth/authorize?response_type=token&client_id=K"
        "&redirect_uri=urn:ietf:wg:oauth:2.0:oob&state=1"
    )
    failure = Failure("wrong", {"error": "domain_empty"}, {"url": url})
    assert run(runner("python", python=interpreter.path), file) == Result(
        "Python", 1, [failure], {}
    )


def test_missing_member_of_an_expected_token_is_a_failure(
    tmp_path: Path,
) -> None:
    vector = {
        "id": "part",
        "op": "parse_pasted",
        "input": {"text": "#access_token=A&token_type=bearer&state=x", "state": "x"},
        "expect": {"token": {"access_token": "A"}},
    }
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps({"vectors": [vector]}))
    [interpreter, *_] = interpreters()
    assert [
        one.id for one in run(runner("python", python=interpreter.path), file).failed
    ] == ["part"]


def test_the_table_names_failures_and_ends_with_the_total() -> None:
    results = [
        Result("Python", 2, [Failure("one", {"url": "a"}, {"url": "b"})], {}),
        Result("Other", 2, [], {"two": "no lone surrogates"}),
    ]
    assert table(results).splitlines() == [
        "Python: one",
        '  expected {"url": "a"}',
        '  actual   {"url": "b"}',
        "Other: two skipped: no lone surrogates",
        "language                  passed  failed skipped",
        "Python                         2       1       0",
        "Other                          2       0       1",
        "4 passed, 1 failed, 1 skipped",
    ]
