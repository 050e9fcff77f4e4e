"""Random input to the loader and to both readers of responses raises only our errors, in time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from imagen_oauth import AuthorizationRequest, OAuthError

from generator import pipeline
from generator.reading import source
from generator.reading.diagnostics import SpecProblems
from tests.rows import each_row
from tests.sampling import LONG
from tests.timing import in_time

EXAMPLES = 20_000 if LONG else 200
SEEDS = Path(__file__).with_name("seeds")

SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    # Explaining a failure traces each line, so every response would exceed the limit.
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
REQUEST = AuthorizationRequest("media.example.com", "KEY", state="s")

YAML = st.sampled_from(
    [
        *("[", "]", "{", "}", ",", ": ", "- ", "\n", "\n  ", "? ", "#", " #", "|\n"),
        *(">-\n", "&a ", "*a", "!!str ", "!x ", "<<: ", "'", '"', "\\", "\\u", "%"),
        *("---\n", "...\n", "format: 1\n", "scopes:", "null", "~", "no", "1e3"),
        *("0600", "12:30", "\t", "\r", "\x00", "\x85", "\u2028", "\ufeff", "é", "𝒳"),
    ]
)
DOCUMENTS = (
    st.lists(YAML | st.text(max_size=6), max_size=40).map(
        lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
    )
    | st.binary(max_size=200)
    # Each rejected line takes about 20 µs, so 1,500 lines take a third of the limit.
    | st.tuples(YAML, st.integers(0, 1500)).map(lambda one: one[0].encode() * one[1])
)
ANSWER = st.sampled_from(
    [
        *("#", "?", "&", "=", "&amp;", "%", "%2", "%zz", "%E2%28%A1", "+", " ", "\n"),
        *("\n> ", "\r\n", "\t", '"', "'", "…", "...", "<", ">", ")", ",", ".", "\\"),
        *("{", "}", "[", ":", '"access_token"', '":"', '","', "\\u0061", "\\ud800"),
        *("access_token=", "token_type=", "bearer", "Bearer ", "expires_in=", "3600"),
        *("state=", "s", "&state=s", "&token_type=bearer", "scope=", "error="),
        *("error_description=", "error_uri=", "code=", "https://a.example/", " - "),
        *("urn:ietf:wg:oauth:2.0:oob#", "\u200b", "\u202e", "\x1b[31m", "é", "𝒳", "1"),
    ]
)
ANSWERS = (
    st.lists(ANSWER | st.text(max_size=5), max_size=40).map("".join)
    | st.tuples(ANSWER, st.integers(0, 9000)).map(lambda one: one[0] * one[1])
    | st.tuples(ANSWER, ANSWER).map(
        lambda one: f"access_token=abc{one[0] * 700}{one[1]}"
    )
)


def seeds(kind: str) -> list[Path]:
    """Return the committed inputs of a kind."""
    return sorted((SEEDS / kind).iterdir())


def loaded(data: bytes, file: Path) -> None:
    """Load a spec from bytes; raises anything but a value and its problems."""
    document = source.read(data, str(file))
    for one in document.problems:
        assert document.map.position_of(one).line >= 1
    file.write_bytes(data)
    with pytest.raises(SpecProblems) as problems:
        pipeline.load(file)
    assert all(one.line >= 1 and one.code for one in problems.value.diagnostics)


@pytest.mark.parametrize("seed", seeds("spec"), ids=lambda seed: seed.name)
def test_hostile_spec_is_rejected_in_time(tmp_path: Path, seed: Path) -> None:
    data = seed.read_bytes()
    in_time(lambda: source.read(data, "spec.yaml"))
    loaded(data, tmp_path / "spec.yaml")


def test_alias_bomb_has_its_documented_size() -> None:
    assert len((SEEDS / "spec" / "alias-bomb.yaml").read_bytes()) == 306


@SETTINGS
@given(data=DOCUMENTS)
def test_any_document_is_rejected_in_time(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    in_time(lambda: source.read(data, "spec.yaml"))
    loaded(data, tmp_path_factory.getbasetemp() / "fuzzed.yaml")


def read(reader: Callable[[str], object], text: str) -> None:
    """Read a response. Catches only `OAuthError`, which must have a message."""

    def work() -> None:
        try:
            reader(text)
        except OAuthError as error:
            assert error.code and error.hint

    in_time(work)


@pytest.mark.parametrize("seed", seeds("redirect"), ids=lambda seed: seed.name)
def test_hostile_redirect_is_read_in_time(seed: Path) -> None:
    read(REQUEST.parse_redirect, seed.read_text(encoding="utf-8"))


@pytest.mark.parametrize("seed", seeds("pasted"), ids=lambda seed: seed.name)
def test_hostile_paste_is_read_in_time(seed: Path) -> None:
    read(REQUEST.parse_pasted, seed.read_text(encoding="utf-8"))


@SETTINGS
@given(text=ANSWERS)
def test_any_redirect_is_read_in_time(text: str) -> None:
    read(REQUEST.parse_redirect, text)


@SETTINGS
@given(text=ANSWERS)
def test_any_paste_is_read_in_time(text: str) -> None:
    read(REQUEST.parse_pasted, text)


@each_row(
    "part",
    [
        *("a", "&", "=", "%", "#", " ", "\n", "\n> ", "&amp;", "{", "[", '"', "\\"),
        *("access_token=a&", "access_token=a\n", "error=x ", "scope=a ", "… ", "- "),
        *('{"a":', '"access_token":"a",', "https://a.example/#", "\u200b", "%E2"),
    ],
)
def test_paste_of_64_kib_is_read_in_time(part: str) -> None:
    whole = part * (65_536 // len(part))
    read(REQUEST.parse_pasted, whole)
    read(REQUEST.parse_redirect, whole)
    tail = "#access_token=abc&token_type=bearer&state=s"
    read(REQUEST.parse_pasted, whole[: 65_536 - len(tail)] + tail)
    head = tail + "&x="
    read(REQUEST.parse_pasted, (head + whole)[:65_536])
