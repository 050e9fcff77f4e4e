"""Templates and encoders lay code out as Black does, so Black can be skipped."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from unittest import mock

import pytest
from black import Mode, format_str
from black.mode import TargetVersion
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import pipeline
from generator.targets.python.layout import laid_out
from tests.golden.cases import CASES, case
from tests.sampling import LONG, one_in
from tests.shared import loaded
from tests.unit.small import SMALL
from tests.unit.specs import REAL_SPEC, write_spec

SPECS = sorted((pipeline.ROOT / "tests" / "providers").glob("*.yaml"))
USUAL = [one for one in SPECS if one.stem in ("acme", "bay", "sumac")]
"""A user's login, a public client, and clients without users: no line depends on a long text of the spec."""
EVERY_ENDPOINT = pipeline.ROOT / "tests" / "mock" / "exchange" / "jay.yaml"
EXAMPLES = 1000 if LONG else 10
PROSE = ("summary", "story", "reach", "cause", "remedy")

WORDS = st.text("abcdefgh", min_size=1, max_size=12)
ODD_WORDS = st.sampled_from(
    ['"so"', "it's", "back\\slash", "…", "naïve", "日本語", "x" * 90, "-"]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)
ODD_SENTENCES = st.lists(WORDS | ODD_WORDS, min_size=1, max_size=30).map(" ".join)
TEXTS = (SENTENCES | ODD_SENTENCES).map(lambda text: f"{text.strip()}.")
RESOURCES = st.lists(WORDS, min_size=1, max_size=9)


@functools.cache
def as_black_lays_it_out(text: str) -> str:
    return format_str(text, mode=Mode(target_versions={TargetVersion.PY310}))


def python_of(spec: pipeline.Spec) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each Python file that templates render for a spec."""
    for path, data in pipeline.tree(spec, ["mock", "python"], loaded()).items():
        if path.endswith(".py") and "_runtime" not in path:
            yield path, data.decode("utf-8")


@pytest.mark.parametrize("name", ["imagen", *(folder.name for folder in CASES)])
def test_every_file_has_the_layout_of_black(name: str) -> None:
    spec = pipeline.load(REAL_SPEC) if name == "imagen" else case(name)
    are_laid_out(spec)


@pytest.mark.parametrize(
    "file", [EVERY_ENDPOINT, *one_in(10, SPECS)], ids=lambda file: file.stem
)
def test_every_file_of_a_provider_has_the_layout_of_black(file: Path) -> None:
    are_laid_out(pipeline.load(file))


def are_laid_out(spec: pipeline.Spec) -> None:
    files = dict(python_of(spec))
    assert files != {}
    assert files == {path: as_black_lays_it_out(text) for path, text in files.items()}


@pytest.mark.parametrize("file", [REAL_SPEC, *USUAL], ids=lambda file: file.stem)
def test_usual_spec_needs_no_black(file: Path) -> None:
    with mock.patch("black.format_str") as black:
        assert dict(python_of(pipeline.load(file))) != {}
    assert [one.args[0] for one in black.mock_calls] == []


def test_black_does_not_change_comments_of_any_length() -> None:
    comment = f"# {'word ' * 40}end"
    text = f"{comment}\n\nx = (\n    {comment}\n    1,\n    {comment}\n)\n"
    assert as_black_lays_it_out(text) == text


def of_size(size: int) -> str:
    """Return a module with docstrings and a quotation of about this many characters."""
    words = "word " * (size // 5)
    return (
        f'"""{words}end."""\n\n\n'
        f'class A:\n    """{words}end."""\n\n'
        f'    def a(self) -> str:\n        """{words}end.\n\n        More.\n        """\n'
        f"        return one(\n            1,\n            '{words}\"end\"',\n        )\n"
    )


def test_black_changes_neither_docstrings_nor_quotations_of_any_length() -> None:
    for size in range(60, 110):
        text = of_size(size)
        assert as_black_lays_it_out(text) == text
    with mock.patch("black.format_str") as black:
        assert laid_out(of_size(200)) == of_size(200)
    assert black.mock_calls == []


@pytest.mark.parametrize(
    "text",
    [
        '""" {}end."""\n',
        '"""{}end. """\n',
        '"""{}end. \n\nMore.\n"""\n',
        "a(\n    1,\n    '{}end',\n    '{}\\'\"',\n)\n",
    ],
)
def test_long_lines_that_black_changes_are_found(text: str) -> None:
    written = text.replace("{}", "word " * 20)
    changed = laid_out(written)
    assert changed == as_black_lays_it_out(written) != written


def drawn(draw: st.DrawFn, value: Any) -> Any:
    """Return a part of a spec with other prose and other resources."""
    if isinstance(value, list):
        return [drawn(draw, one) for one in cast(Any, value)]
    if not isinstance(value, dict):
        return value
    members = cast("dict[str, Any]", value).items()
    spec = {key: drawn(draw, one) for key, one in members}
    for key in PROSE:
        if key in spec:
            spec[key] = draw(TEXTS)
    if "resources" in spec:
        spec["resources"] = draw(RESOURCES)
    return spec


@st.composite
def specs(draw: st.DrawFn) -> Any:
    """Draw a spec with another structure, and with names and prose of any length."""
    spec = drawn(draw, copy.deepcopy(SMALL))
    (scope, *_), endpoint = spec["scopes"], spec["authorization_endpoint"]
    names = draw(st.lists(WORDS, min_size=1, max_size=4, unique=True))
    spec["scopes"] = [{**drawn(draw, scope), "name": name} for name in names]
    variable = draw(WORDS)
    spec["variables"] = {variable: spec["variables"]["domain"]}
    endpoint["url"] = f"https://{{{variable}}}/auth"
    query = f"response_type=token&client_id=KEY&state=1&scope={names[0]}"
    spec["examples"][0]["url"] = f"{endpoint['url']}?{query}"
    spec["examples"][0]["scopes"] = names[:1]
    return spec


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(spec=specs())
def test_files_of_any_spec_have_the_layout_of_black(spec: Any, tmp_path: Path) -> None:
    files = dict(python_of(pipeline.load(write_spec(tmp_path, spec))))
    assert files == {path: as_black_lays_it_out(text) for path, text in files.items()}
