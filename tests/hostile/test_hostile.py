"""No spec does harm: this project's corpus through the oracle and the canary."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import node
from tests.hostile import canary, oracle, provider
from tests.hostile.comparison import Tree
from tests.hostile.corpus import Entry, read
from tests.hostile.oracle import Oracle, Verdict
from tests.hostile.report import Result, judge, table
from tests.sampling import LONG, one_in
from tests.unit.specs import write_spec

USED_STEP = 1 if LONG else 6
"""One in this many outputs is imported, compiled, and opened in a browser."""
CORPUS = Path(__file__).with_name("corpus.json")


def chosen() -> Sequence[Entry]:
    """Return the first entry of each context, or all of them in the long run."""
    entries = read(CORPUS)
    first = {one.context: one for one in reversed(entries)}
    return entries if LONG else list(first.values())


def test_no_payload_of_the_corpus_does_harm(browser: Browser) -> None:
    results = judge(chosen(), browser, LONG, USED_STEP)
    assert len(results) >= 40
    assert [one for one in results if one.is_failure] == []
    assert {one.verdict.outcome for one in results} == {"inert", "refused"}


def text(payload: str, must: str = "either") -> Entry:
    return Entry("a", "text", "any", payload, must)


def test_payload_that_is_wrongly_accepted_is_reported(tmp_path: Path) -> None:
    verdict = Oracle(tmp_path).judge(text("harmless", "refused"))
    assert (verdict.outcome, verdict.why) == ("accepted", "provider.summary")


def test_rejection_names_line_and_code(tmp_path: Path) -> None:
    verdict = Oracle(tmp_path).judge(text("a\x00b", "refused"))
    assert verdict == Verdict("refused", where="spec.yaml:7 forbidden-character")


def benign_tree(folder: Path) -> Tree:
    return oracle.tree(write_spec(folder, provider.spec()))


WHAT_RUNS: list[tuple[str, bytes, str]] = [
    (
        "python/src/example_auth/scopes.py",
        b'\n\ndef more() -> None:\n    """\n    >>> 1\n    """\n',
        "example_auth.scopes has 1 examples for doctest",
    ),
    (
        "python/src/example_auth/scopes.py",
        b"\nimport builtins\nbuiltins.PWN = 1\n",
        "a name PWN came to be",
    ),
    (
        "typescript/src/request.ts",
        b"\nObject.defineProperty(AuthorizationRequest.prototype, 'url', {value: ''});\n",
        "the vector spec-documented fails in TypeScript",
    ),
    ("docs/README.md", b"\n```sh\n: $(touch PWN)\n```\n", "a shell left a mark"),
    (
        "docs/README.md",
        b"\n<img src=x onerror=alert(1)>\n",
        "http://hostile.invalid/: alert",
    ),
    (
        "pages/index.html",
        b"<script>PWN=1</script>",
        "http://hostile.invalid/pages/index.html: a global PWN",
    ),
    (
        "docs/README.md",
        b"\n[x]: # (x)\n\n![](https://evil.example/x)\n",
        "a page asked for https://evil.example/x",
    ),
]


def test_canary_sees_what_runs(tmp_path: Path, browser: Browser) -> None:
    node.required()
    whole = benign_tree(tmp_path)
    sandbox = tmp_path / "sandbox"
    sandbox.mkdir()
    hostile = [{**whole, path: whole[path] + added} for path, added, _ in WHAT_RUNS]
    found = canary.run([whole, *hostile, whole], sandbox, browser)
    assert [*found] == [*range(1, len(hostile) + 1)]
    for index, (_, _, problem) in enumerate(WHAT_RUNS, 1):
        assert problem in found[index]


@pytest.mark.parametrize(
    ("path", "added", "problems"),
    one_in(
        2,
        [
            ("docs/page/main.ts", b"", []),
            (
                "docs/page/main.ts",
                b"Object.assign(globalThis, {PWN: 1});",
                ["a global PWN"],
            ),
            (
                "docs/page/main.ts",
                b"onchange = ({ target }) => { if (target.id === 'response') alert(1); };",
                ["alert", "alert"],
            ),
            ("docs/page/main.ts", b"throw new Error('mine');", ["mine"]),
            (
                "docs/page/authorize.html",
                b"<img src=https://evil.example/>",
                [
                    "a page asked for https://evil.example/",
                    "the built page said Loading the image 'https://evil.example/' violates",
                    "the built page asked for https://evil.example/",
                ],
            ),
            (
                "docs/page/pending-request.ts",
                b"Object.defineProperty(RequestMemory.prototype, 'request', {value: undefined});",
                ["the built page does not read its responses"],
            ),
        ],
    ),
)
def test_canary_uses_the_page_that_is_built(
    tmp_path: Path, browser: Browser, path: str, added: bytes, problems: list[str]
) -> None:
    node.required()
    whole = benign_tree(tmp_path)
    sandbox = tmp_path / "sandbox"
    sandbox.mkdir()
    found = canary.run([{**whole, path: whole[path] + added}], sandbox, browser)
    told = [one[: len(known)] for one, known in zip(found.get(0, []), problems)]
    assert told == problems
    assert len(found.get(0, [])) == len(problems)


def test_canary_sees_a_file_that_an_import_leaves(tmp_path: Path) -> None:
    whole = benign_tree(tmp_path)
    sandbox = tmp_path / "sandbox"
    sandbox.mkdir()
    path = "python/src/example_auth/scopes.py"
    added = b'\nopen("PWN", "w").close()\n'
    found = canary.run([{**whole, path: whole[path] + added}], sandbox, None)
    assert found[-1] == [f"a mark was left: {sandbox / 'empty' / 'PWN'}"]


def test_table_counts_each_outcome_and_ends_with_the_total() -> None:
    entries = [
        Entry(id, "text", context, "", "either") for id, context in ("ax", "by", "cy")
    ]
    verdicts = [
        Verdict("inert"),
        Verdict("refused", where="spec.yaml:7 tag"),
        Verdict("BROKEN", "it ran"),
    ]
    results = [Result(*pair) for pair in zip(entries, verdicts, strict=True)]
    assert table(results).splitlines() == [
        "context     inert   refused  accepted    BROKEN  refused at",
        "x               1         -         -         -",
        "y               -         1         -         1  b spec.yaml:7 tag",
        "BROKEN c: it ran",
        "3 payloads: 1 inert, 1 refused, 0 accepted, 1 BROKEN",
    ]
