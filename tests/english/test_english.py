"""Texts that people read contain none of the listed phrases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.english.__main__ import main
from tests.english.phrases import files, found, hits, phrases


def test_no_text_has_a_listed_phrase() -> None:
    assert [str(one) for one in found()] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Return 1 where one is missing.", ["where one is"]),
        ("Give the host alone.", ["alone"]),
        ("Leave the other files alone.", []),
        ("alone:\n  message: the response has no state\n", []),
        ('key == "state_missing.alone"', []),
        ("It is no URI.", ["is no"]),
        ("There is no URI, and the token is no longer valid.", []),
        ("Replace each blank by a space.", ["each blank"]),
        ("Add a blank line.", []),
        ("blanks = [blank for blank in text]", []),
        ("A mistake is\n    # told with its line.", ["is told"]),
        ('"the port "\n    "stands in the URL"', ["stands in"]),
        ("It stands for the empty set.", []),
        ("from mock import MockServer, mock_server", []),
        ("Read the answer.", ["the answer"]),
        ("Sign in, and sign-in again.", ["Sign in", "sign-in"]),
        ("def test_the_answer_is_no_uri()", []),
    ],
)
def test_phrase_is_found_across_lines_and_not_in_names_or_correct_uses(
    text: str, words: list[str]
) -> None:
    assert [one.words for one in hits("a.md", text, phrases())] == words


def test_line_has_the_place_and_what_to_write() -> None:
    (one,) = hits("docs/a.md", "Run it.\nThe tool runs by night.\n", phrases())
    assert str(one) == (
        'docs/a.md:2: "by night": write: at night, nightly; during the day '
        "(Jobs run at night. 'By night' is literary.)"
    )


def test_generated_files_test_data_and_third_party_files_are_not_read(
    tmp_path: Path,
) -> None:
    for name in (
        *("README.md", "generated/README.md", "node_modules/a/README.md"),
        *("tests/bad_specs/a/spec.yaml", "tests/a/test_a.py", "logo.png"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert list(files(tmp_path)) == ["README.md", "tests/a/test_a.py"]


def test_command_lists_phrases_of_a_path_and_fails(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = hits("docs/a.md", "The tool runs by night.\n", phrases())
    monkeypatch.setattr("tests.english.__main__.found", lambda: [one])
    assert (main(["docs"]), main([]), main(["generator"])) == (1, 1, 0)
    assert capsys.readouterr().out == f"{one}\n{one}\n"
