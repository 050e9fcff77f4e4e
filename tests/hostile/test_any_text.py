"""Random texts in every field of free text, with characters that are special in other languages."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.hostile.corpus import Entry
from tests.hostile.oracle import Oracle
from tests.sampling import LONG

EXAMPLES = 1000 if LONG else 3
PIECES = (
    *('"', "'", '"""', "\\", "`", "```\n", "~~~", "{{", "}}", "{%", "${", "$(", "{"),
    *("|", "*", "_", "[", "](", "<", ">", "<!--", "-->", "</script>", "&", "&lt;"),
    *("#", "# ", "- ", "1. ", "===", "---", "\n", "\n\n", "\t", "  ", ">>> ", "..."),
    *("//", "://", "www.", "@", "https://a.example", "type: ignore", "fmt: off"),
    *("\\N{x}", "\\u0041", "\\x", "%s", "%(x)s", "!", "~", ":", "0", "é", "ש", "𝒳"),
)
SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map(
    "".join
)
NAMES = st.from_regex(
    r"[A-Za-z][A-Za-z0-9._:/-]{0,20}", fullmatch=True
) | st.from_regex(r"[!-~]{1,20}", fullmatch=True)


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    """Yield one oracle for all examples, because it caches the outputs of benign texts."""
    with tempfile.TemporaryDirectory() as folder:
        yield Oracle(Path(folder))


@pytest.mark.parametrize("where", ["text", "value"])
@SETTINGS
@given(payload=TEXTS)
@example(payload='A"')
def test_any_text_is_inert_or_rejected(
    oracle: Oracle, where: str, payload: str
) -> None:
    verdict = oracle.judge(Entry("a", where, "any", payload, "either"))
    assert verdict.outcome in ("inert", "refused"), verdict.why


@SETTINGS
@given(payload=NAMES)
def test_any_name_is_inert_or_rejected(oracle: Oracle, payload: str) -> None:
    verdict = oracle.judge(Entry("a", "name", "any", payload, "either"))
    assert verdict.outcome in ("inert", "refused"), verdict.why
