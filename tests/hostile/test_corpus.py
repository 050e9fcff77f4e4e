"""The format of a corpus: its recipes, and the errors for other files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.__main__ import main
from tests.hostile.corpus import CorpusProblem, Entry, read


def write(folder: Path, value: Any) -> Path:
    file = folder / "corpus.json"
    file.write_text(json.dumps(value), encoding="utf-8")
    return file


def item(**members: Any) -> dict[str, Any]:
    whole = {"id": "a", "where": "text", "context": "c", "payload": "p"}
    return {**whole, "must": "either", **members}


def test_recipes_are_followed(tmp_path: Path) -> None:
    repeated = {"concat": ["a", {"repeat": ["bc", 3]}, "d"]}
    latin = {"concat": ["ä", {"latin1": "ä"}]}
    value = {
        "format": 1,
        "count": 3,
        "items": [
            item(payload=repeated),
            item(id="b", where="document", payload=latin, must="refused"),
            item(id="c", where="names", payload=["x", {"repeat": ["y", 2]}]),
        ],
    }
    assert read(write(tmp_path, value)) == [
        Entry("a", "text", "c", "abcbcbcd", "either"),
        Entry("b", "document", "c", b"\xc3\xa4\xe4", "refused"),
        Entry("c", "names", "c", ["x", "yy"], "either"),
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "it is not an object"),
        ({"format": 2, "items": [item()]}, "its format is not 1"),
        ({"format": 1, "items": []}, "its items are not a list, or the list is empty"),
        (
            {"format": 1, "count": 2, "items": [item()]},
            "its count is not that of its 1 items",
        ),
        ({"format": 1, "items": ["a"]}, "items[0] is not an object"),
        ({"format": 1, "items": [item(id=1)]}, "items[0].id is not text"),
        (
            {"format": 1, "items": [item(must="maybe")]},
            "items[0].must is none of refused, either",
        ),
        (
            {"format": 1, "items": [item(where="here")]},
            "items[0].where is none of text, name, names, value, document",
        ),
        (
            {"format": 1, "items": [item(), item()]},
            'items[1]: there are two entries "a"',
        ),
        (
            {"format": 1, "items": [item(payload={"repeat": ["x"]})]},
            "items[0].payload is neither a text nor one of repeat, concat, latin1",
        ),
        (
            {"format": 1, "items": [item(where="names", payload="x")]},
            "items[0].payload is not a list of names",
        ),
        (
            {"format": 1, "items": [item(payload={"latin1": "x"})]},
            "items[0].payload: latin1 is for documents",
        ),
    ],
)
def test_file_that_is_not_a_corpus_is_reported_with_the_place(
    tmp_path: Path, value: Any, message: str
) -> None:
    with pytest.raises(CorpusProblem) as problem:
        read(write(tmp_path, value))
    assert str(problem.value) == message


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([""], "name the corpus: make hostile CORPUS=file.json\n"),
        (["nowhere.json"], "cannot read nowhere.json: No such file or directory\n"),
        (
            ["README.md"],
            (
                "README.md is not a corpus: it is not JSON: "
                "Expecting value: line 1 column 1 (char 0)\n"
            ),
        ),
    ],
)
def test_unreadable_corpus_exits_with_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr() == ("", said)
