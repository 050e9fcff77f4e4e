"""The oracle detects each fault that generators have had: an encoder that misses an escape."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator import pipeline
from generator.model.text import Code, Text
from generator.targets import views
from generator.targets.docs import view as docs
from generator.targets.encoders.toml import toml_string
from generator.targets.fixtures import view as fixtures
from generator.targets.interop import view as interop
from generator.targets.mock import documented_view as mock_documented
from generator.targets.mock import view as mock
from generator.targets.page import view as page
from generator.targets.python import arguments_view, command_view
from generator.targets.python import filled as python_filled
from generator.targets.python import scopes_view as python_scopes
from generator.targets.python import view as python
from generator.targets.typescript import client_view, filled, options_view
from generator.targets.typescript import scopes_view as ts_scopes
from generator.targets.typescript import view as typescript
from tests.hostile import provider
from tests.hostile.comparison import Broken, Words, compare, forms_of
from tests.hostile.corpus import Entry
from tests.hostile.grounds import IMPLICIT
from tests.hostile.oracle import Oracle
from tests.sampling import LONG, one_in
from tests.unit.specs import write_spec


def raw(words: Text | str) -> str:
    return words.unwrap() if isinstance(words, Text) else words


def quote_without_backslash(*words: Text | str) -> Code:
    return Code('"' + " ".join(map(raw, words)).replace('"', '\\"') + '"')


def f_string_without_braces(parts: Any) -> Code:
    inner = "".join(
        raw(text) + (f"{{{value}}}" if value else "") for text, value in parts
    )
    return Code(f'f"{inner}"')


def raw_docstring(words: Text | str, indent: int) -> Code:
    return Code(raw(words))


def raw_comment(words: Text | str, indent: int) -> Code:
    return Code(f"# {raw(words)}")


def only_html(words: Text | str) -> Code:
    return Code(html.escape(" ".join(raw(words).split())))


def only_table(words: Text | str) -> Code:
    return Code(" ".join(raw(words).split()).replace("|", "\\|"))


def raw_shell(words: Text | str) -> Code:
    return Code(raw(words))


def backticks(words: Text | str) -> Code:
    return Code(f"`{raw(words)}`")


def quote_without_quotes(words: Text | str) -> Code:
    return Code(f"'{raw(words)}'")


def json_without_quotes(value: Any) -> Code:
    return Code(json.dumps(value, default=raw).replace('\\"', '"'))


def single_quotes(*words: Text | str) -> Code:
    return Code("'" + " ".join(map(raw, words)).replace("'", "\\'") + "'")


def doc_that_ends(words: Text | str, indent: int, then: str = "") -> Code:
    return Code(f"/** {raw(words)} {then} */")


def doc_with_tags(words: Text | str, indent: int, then: str = "") -> Code:
    return Code(f"/** {raw(words)} {then} */".replace("*/", "*\\/", 1))


def raw_line_comment(words: Text | str, indent: int) -> Code:
    return Code(f"// {raw(words)}")


def template_without_braces(parts: Any) -> Code:
    inner = "".join(
        raw(text).replace("`", "\\`") + (f"${{{value}}}" if value else "")
        for text, value in parts
    )
    return Code(f"`{inner}`")


def raw_html(words: Text | str) -> Code:
    return Code(" ".join(raw(words).split()))


def raw_attribute(*words: Text | str) -> Code:
    return Code('"' + " ".join(map(raw, words)) + '"')


def toml_with_bare_keys(words: Text | str) -> Code:
    is_bare = re.fullmatch(r"[a-z.]+", raw(words)) is not None
    return Code(raw(words)) if is_bare else quote_without_backslash(words)


def key_that_may_be_a_prototype(words: Text | str) -> Code:
    is_bare = re.fullmatch(r"\w+", raw(words)) is not None
    return Code(raw(words)) if is_bare else quote_without_backslash(words)


def key_that_minds_hyphens_alone(words: Text | str) -> Code:
    return quote_without_backslash(words) if "-" in raw(words) else Code(raw(words))


def constant_without_escapes(name: Code, words: Text | str) -> Code:
    return Code(f"export const {name} = '{raw(words)}';")


FAULTS: list[tuple[Any, str, Callable[..., Code], str, str]] = [
    (python_filled, "python_string", quote_without_backslash, "value", '\\"; x() #'),
    (python, "python_f_string", f_string_without_braces, "value", "a}b"),
    (python, "python_docstring", raw_docstring, "text", '""" or """'),
    (python, "python_docstring", raw_docstring, "text", "\n>>> x\n"),
    (python, "python_docstring", raw_docstring, "text", "the word is \\x41"),
    (python, "python_comment", raw_comment, "text", "type: ignore"),
    (python, "python_comment", raw_comment, "text", "a\nimport os"),
    (docs, "markdown", only_html, "text", "a | b"),
    (docs, "markdown", only_html, "text", "[x](https://evil.example)"),
    (docs, "markdown", only_html, "text", "https://evil.example"),
    (docs, "markdown", only_html, "text", "//evil.example/x"),
    (docs, "markdown", only_table, "text", "<img src=x>"),
    (docs, "markdown", only_table, "text", "&lt;b&gt;"),
    (docs, "markdown_code", backticks, "name", "a`b|c"),
    (command_view, "shell_word", raw_shell, "value", "a; touch PWN"),
    (command_view, "shell_word", quote_without_quotes, "value", "a'; touch PWN; 'b"),
    (fixtures, "json_value", json_without_quotes, "value", 'a", "b": "c'),
    (arguments_view, "python_docstring", raw_docstring, "text", '""" and """'),
    (arguments_view, "python_string", quote_without_backslash, "value", '\\"; y() #'),
    (python_scopes, "python_docstring", raw_docstring, "text", "and \n>>> x\n"),
    (ts_scopes, "typescript_string", single_quotes, "text", "\\'; x() //"),
    (ts_scopes, "typescript_doc", doc_that_ends, "text", "*/ y() /*"),
    (options_view, "typescript_doc", doc_that_ends, "text", "*/ x() /*"),
    (options_view, "typescript_doc", doc_with_tags, "text", "a\n@deprecated b"),
    (client_view, "typescript_string", single_quotes, "value", "\\'; y() //"),
    (filled, "typescript_template", template_without_braces, "value", "${a"),
    (typescript, "typescript_comment", raw_line_comment, "text", "@ts-ignore"),
    (typescript, "typescript_comment", raw_line_comment, "text", "a\nx()"),
    (typescript, "typescript_template", template_without_braces, "value", "${b"),
    (page, "html_text", raw_html, "text", "<img src=x>"),
    (page, "html_text", raw_html, "text", "&lt;b&gt;"),
    (page, "html_attribute", raw_attribute, "text", '" onclick="x()'),
    (views, "markdown", only_table, "text", "*a* <b>"),
    (python, "toml_string", toml_with_bare_keys, "value provider", "a.b"),
    (typescript, "typescript_key", key_that_may_be_a_prototype, "name", "__proto__"),
    (typescript, "typescript_key", key_that_minds_hyphens_alone, "name", "a:1,b"),
    (client_view, "typescript_constant", constant_without_escapes, "value", "'+x()+'"),
]
"""A module, its encoder, the faulty one, the kind of field, a word of its context, and a payload."""

REFUSALS: list[tuple[Any, str, Callable[..., Code], str, str]] = [
    (python, "toml_string", raw_attribute, "value provider", 'a" = 1 #'),
    (python, "toml_string", raw_attribute, "value homepage", 'https://a.example/"'),
    (mock, "toml_string", raw_attribute, "value package", 'a"'),
    (python, "plain", raw_shell, "value provider", "a`b"),
    (python, "plain", raw_shell, "value copyright", "a\n\nEverything is permitted"),
    (mock_documented, "plain", raw_shell, "value package", "a; touch PWN"),
    (typescript, "plain", raw_shell, "value package", "a|b"),
    (views, "plain", raw_shell, "value endpoint", "https://{domain}/<b>"),
    (interop, "plain", raw_shell, "value endpoint", "https://{domain}/`b`"),
]
"""Payloads that would do harm in an encoder that escapes nothing, but that reach no encoder."""


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    """Return one oracle for all faults, because it caches the outputs of benign words."""
    return Oracle(tmp_path_factory.mktemp("oracle"))


def target_of(module: ModuleType) -> str:
    """Return the target that a module with an encoder is a part of."""
    name = module.__name__.removeprefix("generator.targets.").partition(".")[0]
    return name if name in pipeline.TARGETS else "docs"


@pytest.fixture(scope="module")
def oracles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Oracle]:
    """Return an oracle for each target with a fault, or one for all targets in the long run."""
    folder = tmp_path_factory.mktemp("oracles")
    whole = Oracle(folder)
    return {
        one: whole if LONG else Oracle(folder, targets=[one])
        for one in pipeline.TARGETS
    }


@pytest.mark.parametrize(
    ("module", "encoder", "fault", "where", "payload"),
    one_in(3, FAULTS),
    ids=[f"{one[1]} {one[4]!r}" for one in one_in(3, FAULTS)],
)
def test_faulty_encoder_is_detected(
    oracles: dict[str, Oracle],
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    encoder: str,
    fault: Callable[..., Code],
    where: str,
    payload: str,
) -> None:
    entry, oracle = entry_of(where, payload), oracles[target_of(module)]
    assert oracle.judge(entry).outcome == "inert"
    monkeypatch.setattr(module, encoder, fault)
    assert oracle.judge(entry).outcome == "BROKEN"


def entry_of(where: str, payload: str) -> Entry:
    kind, _, context = where.partition(" ")
    return Entry("a", kind, context or "any", payload, "either")


@pytest.mark.parametrize(
    ("module", "encoder", "fault", "where", "payload"),
    REFUSALS,
    ids=[f"{one[1]} {one[4]!r}" for one in REFUSALS],
)
def test_characters_that_an_encoder_does_not_escape_do_not_reach_it(
    oracle: Oracle,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    encoder: str,
    fault: Callable[..., Code],
    where: str,
    payload: str,
) -> None:
    monkeypatch.setattr(module, encoder, fault)
    verdict = oracle.judge(entry_of(where, payload))
    assert (verdict.outcome, verdict.trees) == ("refused", ())


def test_what_reaches_a_string_of_toml_is_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: set[str] = set()

    def recorded(words: Text | str) -> Code:
        seen.add(raw(words))
        return toml_string(words)

    for module in (python, command_view, mock):
        monkeypatch.setattr(module, "toml_string", recorded)
    pipeline.tree(
        pipeline.load(write_spec(tmp_path, provider.spec())), pipeline.TARGETS
    )
    assert seen == {
        *("example-auth", "example_auth", "example_auth.command:main"),
        *("example-mock", "example_mock", "example_mock.__main__:main"),
        *("Example", "https://example.org", "1.2.3", "MIT"),
        "Get a bearer token for the Example API",
        "A mock of the Example authorization server, for trying and testing",
    }


@pytest.mark.parametrize("char", ['"', "\\", "\n", "\x00", "\x1f", "\x7f"])
@pytest.mark.parametrize("context", ["provider", "homepage", "package", "version"])
def test_no_character_that_toml_must_escape_reaches_toml(
    oracle: Oracle, context: str, char: str
) -> None:
    """TOML 1.0, String: quotes, backslashes, and control characters must be escaped."""
    _, benign = IMPLICIT.places_of(context)
    verdict = oracle.judge(Entry("a", "value", context, f"{benign}{char}", "refused"))
    assert (verdict.outcome, verdict.trees) == ("refused", ())


@pytest.mark.parametrize(
    ("member", "problem"),
    [
        ("OTHER", None),
        ("other", "b.py calls Attribute BENIGN both OTHER and other"),
        ("WRONG", "b.py calls Attribute BENIGN both OTHER and WRONG"),
    ],
)
def test_attribute_in_another_file_has_the_name_of_its_variable(
    member: str, problem: str | None
) -> None:
    benign = {"a.py": b"class A:\n    BENIGN = 1\n", "b.py": b"A.BENIGN\n"}
    hostile = {
        "a.py": b"class A:\n    OTHER = 1\n",
        "b.py": f"A.{member}\n".encode(),
    }
    found = None
    try:
        compare(benign, hostile, Words("benign", forms_of("other")), {}, {})
    except Broken as broken:
        found = str(broken)
    assert found == problem
