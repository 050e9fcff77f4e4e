"""The bytes of a document to its values: encodings, sizes, depth, repeated keys, aliases, and tabs."""

from __future__ import annotations

import codecs
import copy
import json
import time
from typing import Any

import pytest

from generator.importing import document
from generator.importing.document import MAX_JSON, MAX_YAML
from generator.importing.faults import ImportFault
from tests.importing.documents import (
    CODE,
    imported,
    openapi,
    spec_of,
    text_of,
    value_of,
)

JSON = json.dumps(openapi({"authorizationCode": CODE}))
YAML = """\
openapi: 3.0.3
info: {title: Acme, version: 1.10}
components:
  securitySchemes:
    o:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://acme.example/token
          scopes:
"""
"""Ten lines, to which each test adds the scopes."""
SCOPES = "/components/securitySchemes/o/flows/clientCredentials/scopes"
NAMES = ("api.json", "api.yaml", "api", "standard input")


def fault(data: str | bytes, file: str = "api.yaml") -> str:
    """Return the fault of a document."""
    with pytest.raises(ImportFault) as caught:
        imported(data, file=file)
    return str(caught.value)


def scopes(lines: str) -> Any:
    """Return the scopes in YAML lines as the spec has them."""
    indented = "".join(f"            {one}\n" for one in lines.splitlines())
    return value_of(text_of(YAML + indented, file="api.yaml"))["scopes"]


@pytest.mark.parametrize("file", NAMES)
@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + JSON.encode(),
        JSON.encode("utf-16"),
        codecs.BOM_UTF16_BE + JSON.encode("utf-16-be"),
        f"\n\n  {JSON}".encode(),
    ],
)
def test_mark_and_spaces_are_dropped_before_the_format_is_decided(
    file: str, data: bytes
) -> None:
    assert imported(data, file=file).name == "Acme API"


@pytest.mark.parametrize("file", NAMES[1:])
def test_yaml_with_a_mark_needs_no_file_extension(file: str) -> None:
    data = codecs.BOM_UTF8 + f"{YAML}            a: b\n".replace("\n", "\r\n").encode()
    assert imported(data, file=file).name == "Acme"
    assert imported(data.decode("utf-8-sig").encode("utf-16"), file=file).name == "Acme"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            JSON.encode("utf-16-le"),
            "api.yaml: the document contains NUL characters; save it as UTF-8 [not-text]",
        ),
        (
            JSON.encode("utf-32"),
            "api.yaml: the document contains NUL characters; save it as UTF-8 [not-text]",
        ),
        (
            "a: 1\nb: é\n".encode("latin-1"),
            "api.yaml:2: the byte 0xE9 is not valid UTF-8; save it as UTF-8 [not-text]",
        ),
        (
            JSON.encode("utf-16")[:-1],
            "api.yaml:1: the byte 0x7D is not valid UTF-16; save it as UTF-8 [not-text]",
        ),
        (
            b"\x89PNG\r\n\x1a\n",
            "api.yaml:1: the byte 0x89 is not valid UTF-8; save it as UTF-8 [not-text]",
        ),
    ],
)
def test_other_encoding_is_one_line(data: bytes, expected: str) -> None:
    assert fault(data) == expected


@pytest.mark.parametrize("file", NAMES)
@pytest.mark.parametrize("data", ["", " \n", "\ufeff"])
def test_empty_document_is_reported(file: str, data: str) -> None:
    hint = "check the name of the file, or the command before the pipe"
    expected = f"{file}: the document is empty; {hint} [unknown-document]"
    assert fault(data, file) == expected


@pytest.mark.parametrize("file", NAMES)
@pytest.mark.parametrize("data", ["<html>", "\n<!DOCTYPE html>", "<?xml?>"])
def test_web_page_is_reported(file: str, data: str) -> None:
    hint = "download the description itself, not the page that shows it"
    expected = f"{file}: the document is HTML or XML; {hint} [unknown-document]"
    assert fault(data, file) == expected


@pytest.mark.parametrize(
    ("text", "file", "expected"),
    [
        (
            '{"a": 1,}',
            "a.json",
            (
                "a.json:1: invalid JSON in column 9: Expecting property name enclosed in double "
                "quotes; check that the file is complete [not-json]"
            ),
        ),
        (
            "a: 1\n",
            "a.json",
            (
                "a.json:1: invalid JSON in column 1: Expecting value; if the document is YAML, "
                "give it a name that ends with .yaml [not-json]"
            ),
        ),
        (
            '{"openapi": ' + "9" * 5000 + "}",
            "a.json",
            "a.json: a number is too long; shorten it [not-json]",
        ),
        (
            "a: 1\nb:\n\tc: 1\n",
            "a.yaml",
            (
                "a.yaml:3: invalid YAML in column 1: found character that cannot start any token; "
                "indent with spaces instead of a tab [not-yaml]"
            ),
        ),
        (
            "a: 'x\n",
            "a.yaml",
            (
                "a.yaml:2: invalid YAML in column 1: found unexpected end of stream; "
                "check the indentation and the quotes [not-yaml]"
            ),
        ),
        (
            "a: 1\n---\nb: 1\n",
            "a.yaml",
            "a.yaml: the file contains several YAML documents; import one at a time [not-yaml]",
        ),
        (
            "a: *b\n",
            "a.yaml",
            (
                'a.yaml:1: the alias "*b" has no anchor; put text that starts with * in quotes '
                "[not-yaml]"
            ),
        ),
        (
            "? [a]\n: b\n",
            "a.yaml",
            "a.yaml:1: a key is a list or an object; put it in quotes [not-yaml]",
        ),
    ],
)
def test_syntax_error_has_its_line_and_a_hint(
    text: str, file: str, expected: str
) -> None:
    assert fault(text, file) == expected


FLOW = "{openapi: 3.0.3, info: {title: Acme}, components: {securitySchemes: {o: {type: oauth2, flows: %s}}}}"
FLOWS = (
    "{clientCredentials: {tokenUrl: 'https://acme.example/t', scopes: {read: Read.,}}}"
)


@pytest.mark.parametrize("file", ["standard input", "api", "api.yaml", "api.yml"])
def test_yaml_in_flow_style_is_read(file: str) -> None:
    spec = value_of(text_of(FLOW % FLOWS, file=file))
    assert spec["scopes"] == {"read": "Read."}
    assert spec_of(text_of(FLOW % FLOWS, file=file)).provider.id == "acme"


@pytest.mark.parametrize(
    ("text", "file", "code"),
    [
        ('{"openapi": "3.0.3", ', "standard input", "not-json"),
        ('{"openapi": "3.0.3", ', "api.yaml", "not-yaml"),
        (FLOW % FLOWS, "api.json", "not-json"),
        ('[{"a": 1}, ', "standard input", "not-json"),
        ("{a: [}", "standard input", "not-json"),
        ('{"a": 1' + " " * MAX_YAML, "standard input", "not-json"),
        ('{"a": 1' + " " * MAX_YAML, "api.yaml", "too-large"),
    ],
)
def test_text_that_is_neither_is_reported_as_its_name_or_start_says(
    text: str, file: str, code: str
) -> None:
    assert fault(text, file).endswith(f" [{code}]")


def test_tab_after_a_colon_is_allowed() -> None:
    assert scopes("a:\tb") == {"a": "b"}


@pytest.mark.parametrize("text", ["a: \x07\n", "a: \x1b[31m\n"])
def test_control_character_is_reported_without_being_printed(text: str) -> None:
    found = fault(text)
    assert found.startswith("api.yaml: invalid YAML: unacceptable character #x00")
    assert found.isprintable()


@pytest.mark.parametrize("depth", [900, 100_000])
def test_deep_yaml_is_rejected(depth: int) -> None:
    assert "too deeply" in fault(f"a: {'[' * depth}")


def test_deep_json_is_rejected() -> None:
    assert "too deeply" in fault("[" * 100_000, "a.json")


# Keys


def test_words_and_numbers_stay_text() -> None:
    assert scopes(
        "no: Norwegian\nyes: y\non: o\noff: f\n'true': t\nfalse: a\n200: 010\nnull: d\n"
        "1.10: 2024-01-31\n2024-01-31: 2015-02-22T20:00:45Z\n~: NULL"
    ) == [
        {"name": "no", "summary": "Norwegian"},
        {"name": "yes", "summary": "y"},
        {"name": "on", "summary": "o"},
        {"name": "off", "summary": "f"},
        {"name": "true", "summary": "t"},
        {"name": "false", "summary": "a"},
        {"name": "200", "identifier": "scope_200", "summary": "010"},
        {"name": "null", "summary": "d"},
        {"name": "1.10", "identifier": "scope_1_10", "summary": "2024-01-31"},
        {
            "name": "2024-01-31",
            "identifier": "scope_2024_01_31",
            "summary": "2015-02-22T20:00:45Z",
        },
        {"name": "~", "identifier": "scope", "summary": "NULL"},
    ]


@pytest.mark.parametrize(
    ("lines", "line", "key"),
    [
        ('            a: 1\n            "a": 2\n', 12, "a"),
        ("            true: 1\n            'true': 2\n", 12, "true"),
    ],
)
def test_repeated_key_has_both_lines(lines: str, line: int, key: str) -> None:
    assert fault(YAML + lines) == (
        f'api.yaml:{line}#{SCOPES}/{key}: the key "{key}" appears twice; '
        "the first is in line 11; remove one of the two [repeated-key]"
    )


def test_repeated_key_in_json_is_rejected() -> None:
    text = JSON.replace('"tokenUrl"', '"tokenUrl": "x", "tokenUrl"')
    where = "/components/securitySchemes/o/flows/authorizationCode/tokenUrl"
    assert fault(text, "api.json") == (
        f'api.json#{where}: the key "tokenUrl" appears twice; remove one of the two [repeated-key]'
    )


@pytest.mark.parametrize("value", ["{a: b}", "&c {a: b}", "x"])
def test_merge_key_is_rejected(value: str) -> None:
    assert fault(f"{YAML}            <<: {value}\n") == (
        f"api.yaml:11#{SCOPES}/<<: merge keys are not supported; "
        "copy the members here [merge-key]"
    )


# Aliases


def bomb(place: str) -> str:
    """Return a document in which ten levels of nine aliases are at a place."""
    levels = ["x-0: &a0 {k: v}"]
    for at in range(1, 10):
        members = ", ".join(f"k{one}: *a{at - 1}" for one in range(9))
        levels.append(f"x-{at}: &a{at} {{{members}}}")
    return "\n".join([*levels, place.replace("BOMB", "*a9")]) + "\n"


@pytest.mark.parametrize(
    "place",
    [
        f"{YAML}            read: BOMB",
        f"{YAML}            read: Read.\nx-more: BOMB",
        YAML.rstrip() + " BOMB",
        YAML.replace("title: Acme", "title: BOMB"),
        "openapi: 3.0.0\ncomponents: {securitySchemes: BOMB}",
        "BOMB: 1",
    ],
)
def test_alias_bomb_takes_no_time(place: str) -> None:
    start = time.process_time()
    try:
        imported(bomb(place), file="api.yaml")
    except ImportFault:
        pass
    assert time.process_time() - start < 1


def test_fifty_aliases_work() -> None:
    lines = "\n".join(f"s{one}: *text" for one in range(50))
    found = scopes(f"first: &text Text.\n{lines}")
    assert found == dict.fromkeys(["first", *(f"s{one}" for one in range(50))], "Text.")


def test_anchor_within_itself_is_a_value() -> None:
    assert scopes("a: &x [*x]\nb: B.") == ["a", {"name": "b", "summary": "B."}]


# Sizes


def test_one_byte_more_than_the_limit_is_too_large() -> None:
    for limit, start in ((MAX_JSON, b"{"), (MAX_YAML, b"a")):
        with pytest.raises(ImportFault) as caught:
            document.read(start + b" " * limit, "standard input")
        assert caught.value.code == "too-large"
    assert document.read(b"a" + b" " * (MAX_YAML - 1), "standard input") == "a"


def seconds(data: bytes, file: str) -> float:
    """Return the processor time of an import, as the best of two."""
    took: list[float] = []
    for _ in range(2):
        start = time.process_time()
        imported(data, file=file)
        took.append(time.process_time() - start)
    return min(took)


@pytest.mark.parametrize("kind", ["schemes", "paths", "scopes", "lists"])
@pytest.mark.parametrize("file", ["api.json", "api.yaml"])
def test_time_grows_with_the_size(kind: str, file: str) -> None:
    def data(size: int) -> bytes:
        value = copy.deepcopy(openapi({"authorizationCode": CODE}))
        schemes = value["components"]["securitySchemes"]
        if kind == "schemes":
            schemes |= {f"s{at}": {"$ref": "#/x"} for at in range(size)}
            value["x"] = {"type": "http"}
        elif kind == "scopes":
            many = {f"scope{at}": "Text." for at in range(size)}
            schemes["o"]["flows"]["authorizationCode"]["scopes"] = many
        else:
            item: Any = {"get": {"summary": "x"}} if kind == "paths" else []
            value["paths"] = {f"/{at}": item for at in range(size)}
        # JSON is YAML, too; a space before the first brace makes no difference to that.
        return (("" if file == "api.json" else "# x\n") + json.dumps(value)).encode()

    # A quadratic step takes 64 times as long for 8 times as much.
    small, large = data(500), data(4000)
    assert seconds(large, file) < 24 * max(seconds(small, file), 0.01)
