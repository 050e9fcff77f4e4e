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
from tests.sampling import LONG
from tests.unit.specs import write_spec

USED_STEP = 1 if LONG else 10
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


@pytest.fixture(scope="module")
def benign(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """Return the output of a spec without payloads."""
    folder = tmp_path_factory.mktemp("benign")
    return oracle.tree(write_spec(folder, provider.spec()))


@pytest.fixture
def sandbox(tmp_path: Path) -> Path:
    """Return an empty folder."""
    folder = tmp_path / "sandbox"
    folder.mkdir()
    return folder


MODULE, README = "python/src/example_auth/scopes.py", "docs/README.md"
PAGE = "docs/page/authorize.html"
WHAT_RUNS: list[list[tuple[str, bytes, str]]] = [
    [
        (
            MODULE,
            b'\n\ndef more() -> None:\n    """\n    >>> 1\n    """\n',
            "example_auth.scopes has 1 examples for doctest",
        ),
        (MODULE, b"\nimport builtins\nbuiltins.PWN = 1\n", "a name PWN came to be"),
        (README, b"\n```sh\n: $(touch PWN)\n```\n", "a shell left a mark"),
        (
            README,
            b"\n<img src=x onerror=alert(1)>\n",
            "http://hostile.invalid/: alert",
        ),
    ],
    [
        (
            "typescript/src/client.ts",
            b"\nObject.defineProperty(AuthorizationRequest.prototype, 'url', {value: ''});\n",
            "the vector spec-documented fails in TypeScript",
        ),
        (
            "pages/index.html",
            b"<script>PWN=1</script>",
            "http://hostile.invalid/pages/index.html: a global PWN",
        ),
        (
            README,
            b"\n[x]: # (x)\n\n![](https://evil.example/x)\n",
            "a page asked for https://evil.example/x",
        ),
    ],
]
"""What is added to the files of a tree, and which problem each addition is."""


def with_added(tree: Tree, additions: Sequence[tuple[str, bytes, str]]) -> Tree:
    """Return a tree with texts at the end of files."""
    changed = dict(tree)
    for path, added, _ in additions:
        changed[path] += added
    return changed


def test_canary_sees_what_runs(benign: Tree, sandbox: Path, browser: Browser) -> None:
    node.required()
    hostile = [with_added(benign, additions) for additions in WHAT_RUNS]
    found = canary.run([benign, *hostile, benign], sandbox, browser)
    assert [*found] == [1, 2]
    for problems, additions in zip(found.values(), WHAT_RUNS, strict=True):
        assert {problem for _, _, problem in additions} <= {*problems}


BUILT: list[tuple[str, bytes, list[str]]] = [
    ("docs/page/main.ts", b"", []),
    (
        PAGE,
        b"<img src=https://evil.example/>",
        [
            "a page asked for https://evil.example/",
            "the built page said Loading the image 'https://evil.example/' violates",
            "the built page asked for https://evil.example/",
        ],
    ),
    (
        "docs/page/main.ts",
        b"onchange = ({ target }) => { if (target.id === 'response') alert(1); };",
        ["alert", "alert"],
    ),
    (
        "docs/page/main.ts",
        b"Object.assign(globalThis, {PWN: 1});",
        ["a global PWN"],
    ),
    ("docs/page/main.ts", b"throw new Error('mine');", ["mine"]),
    (
        "docs/page/pending-request.ts",
        b"Object.defineProperty(RequestMemory.prototype, 'request', {value: undefined});",
        ["the built page does not read its responses"],
    ),
]


def test_canary_uses_each_page_that_is_built(
    benign: Tree, sandbox: Path, browser: Browser
) -> None:
    node.required()
    cases = BUILT if LONG else BUILT[:3]
    trees = [with_added(benign, [(path, added, "")]) for path, added, _ in cases]
    found = canary.run(trees, sandbox, browser, page_step=1)
    for index, (_, _, problems) in enumerate(cases):
        told = found.get(index, [])
        assert len(told) == len(problems), told
        assert [one[: len(known)] for one, known in zip(told, problems)] == problems


def test_canary_sees_a_file_that_an_import_leaves(benign: Tree, sandbox: Path) -> None:
    added = b'\nopen("PWN", "w").close()\n'
    found = canary.run([with_added(benign, [(MODULE, added, "")])], sandbox, None)
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
