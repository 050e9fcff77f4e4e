"""What is generated from an import of a hostile document has the structure of a harmless one, and runs nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.importing import documents, writing
from generator.importing.faults import ImportFault
from generator.importing.scopes import cleaned
from generator.reading.diagnostics import SpecProblems
from tests.hostile import canary, corpus
from tests.hostile.comparison import Broken, Shapes, Tree, Words, compare, forms_of
from tests.hostile.places import BENIGN
from tests.importing.documents import PAGE, TOKEN, described, spec_of
from tests.sampling import LONG, one_in
from tests.shared import tree_to_run

CORPUS = Path(corpus.__file__).with_name("corpus.json")
DEVICE = "https://acme.example/device"
USED_STEP = 1 if LONG else 10
"""One in this many outputs is imported, compiled, and tested."""
LONG_NAME = "x" * 200
"""The name of a scheme that is too long for the source of a spec."""


def payloads() -> list[str]:
    """Return the payloads of the corpus that are texts: the first of each context, or all in the long run."""
    entries = [
        one for one in corpus.read(CORPUS) if isinstance(one.payload, (str, list))
    ]
    first = {one.context: one for one in reversed(entries)}
    found: list[str] = []
    for one in entries if LONG else first.values():
        found += (
            [one.payload] if isinstance(one.payload, str) else map(str, one.payload)
        )
    return [*one_in(3, list(dict.fromkeys(found)))]


def with_texts(word: str) -> Any:
    """Return a description with a word in each of its free texts and extensions."""
    extra: dict[str, Any] = {f"x-{word}": word}
    scopes = {"read": word, "write": f"Write {word}", **extra}
    flows = {
        "authorizationCode": {
            "authorizationUrl": PAGE,
            "tokenUrl": TOKEN,
            "scopes": scopes,
            **extra,
        },
        "clientCredentials": {"tokenUrl": TOKEN, "scopes": {"all": word}},
        "deviceAuthorization": {
            "deviceAuthorizationUrl": DEVICE,
            "tokenUrl": TOKEN,
            "scopes": scopes,
        },
        **extra,
    }
    about = {
        "type": "oauth2",
        "description": word,
        "oauth2MetadataUrl": word,
        "deprecated": word,
        "flows": flows,
        **extra,
    }
    other = {"type": "apiKey", "in": "header", "name": word, "description": word}
    document = described({"o": about, "other": other}, "3.2.0", **extra)
    document["info"] = {"title": word, "version": word, "description": word}
    document["tags"] = [{"name": word, "description": word}]
    return document


def with_scheme(word: str) -> Any:
    """Return a description with a word as the name of its scheme, which is a part of the source."""
    flow = {"tokenUrl": TOKEN, "scopes": {"read": "Read."}}
    return described({word: {"type": "oauth2", "flows": {"clientCredentials": flow}}})


def with_name(word: str) -> Any:
    """Return a description with a word as the name of a scope."""
    scopes = {"read": "Read.", word: "Anything."}
    flow = {"authorizationUrl": PAGE, "tokenUrl": TOKEN, "scopes": scopes}
    return described({"o": {"type": "oauth2", "flows": {"authorizationCode": flow}}})


def with_path(word: str) -> Any:
    """Return a description with a word in the path and the query of each URL."""
    flow = {
        "authorizationUrl": f"{PAGE}/{word}?a={word}",
        "tokenUrl": f"{TOKEN}/{word}",
        "refreshUrl": f"{TOKEN}/{word}/refresh",
        "scopes": {"read": "Read."},
    }
    return described({"o": {"type": "oauth2", "flows": {"authorizationCode": flow}}})


def tree_of(document: Any) -> Tree | None:
    """Return what is generated from the import of a document, or None if a line rejects it."""
    data = json.dumps(document).encode()
    try:
        found = documents.imported(data, "api.json", documents.Wanted())
        text = writing.spec_text(found, "api.json", writing.Chosen("acme", "Acme"))
        return tree_to_run(spec_of(text), pipeline.TARGETS)
    except (ImportFault, SpecProblems):
        return None


def words_of(payload: str) -> Words:
    """Return the words of an output: the payload, or how an import shortens it."""
    short = cleaned(payload)
    title = " ".join(short.split())[:400]
    pointer = payload.replace("~", "~0").replace("/", "~1")
    # Next to other words, a long text is shortened at another character.
    texts = [payload, short, title, pointer, f"{short[: 1999 - len('Write ')]}…"]
    return Words(BENIGN, [form for one in texts for form in forms_of(one)])


def difference(
    payload: str, hostile: Tree, harmless: Sequence[Tree], shapes: Shapes
) -> str:
    """Return how an output differs from each of the harmless ones, or an empty text."""
    found: list[str] = []
    own: Shapes = {}
    for one in harmless:
        try:
            compare(one, hostile, words_of(payload), shapes, own)
            return ""
        except Broken as broken:
            found.append(str(broken))
    return " / ".join(found)


def harmless(*documents: Any) -> list[Tree]:
    """Return what is generated from harmless documents."""
    found = [tree_of(one) for one in documents]
    return [one for one in found if one is not None]


def outputs(problems: dict[str, str]) -> Iterator[Tree]:
    """Yield each output, and fill `problems` with how one differs from those of harmless documents."""
    shapes: Shapes = {}
    kinds = {
        with_texts: harmless(with_texts(BENIGN)),
        with_scheme: harmless(with_scheme(BENIGN), with_scheme(LONG_NAME)),
        with_path: harmless(with_path(BENIGN)),
        with_name: [],
    }
    for payload in payloads():
        for build, before in kinds.items():
            made = tree_of(build(payload))
            if made is None:
                continue
            yield made
            # Without a text, there is no sentence about it, and a variable is an argument.
            if (
                not before
                or not cleaned(payload)
                or (build is with_path and "{" in payload)
            ):
                continue
            if said := difference(payload, made, before, shapes):
                problems[f"{build.__name__} {payload}"] = said


def test_import_of_a_hostile_document_generates_nothing_that_runs(
    tmp_path: Path,
) -> None:
    problems: dict[str, str] = {}
    made = list(outputs(problems))
    assert problems == {}
    assert len(made) > len(payloads())
    sandbox = tmp_path / "sandbox"
    sandbox.mkdir()
    assert canary.run(made[::USED_STEP], sandbox, None) == {}


@pytest.mark.parametrize("path", ["docs/README.md", "python/src/acme_oauth/scopes.py"])
def test_other_structure_is_noticed(path: str) -> None:
    """The comparison is not blind: a text that leaves its place is reported."""
    [before] = harmless(with_texts(BENIGN))
    [made] = harmless(with_texts("# text"))
    changed: Mapping[str, bytes] = {**made, path: made[path] + b"\n\n# text\n\nx = 1\n"}
    assert path in difference("# text", changed, [before], {})
