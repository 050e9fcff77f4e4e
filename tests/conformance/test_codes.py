"""Error codes are the same in the vectors' schema, the vectors, and the docs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from generator import pipeline
from generator.model.vectors import build
from generator.pipeline import PROTOCOL
from generator.reading.protocol import load
from tests.exchange.conftest import SPECS as EXCHANGES
from tests.golden.cases import CASES, case
from tests.providers.specs import SMALL as SPECS

USING = {
    *("token_expired", "foreign_host", "api_refused"),
    *("store_unavailable", "store_insecure", "store_corrupt", "store_locked"),
    *("store_full", "invalid_entry", "no_random_source"),
}
"""The codes of errors after the response is read, or of a machine, which no vector can have."""

GENERATED = Path(__file__).resolve().parent.parent.parent / "generated"


def _schema_codes() -> set[str]:
    file = GENERATED / "fixtures" / "vectors.schema.json"
    definitions: dict[str, Any] = json.loads(file.read_bytes())["$defs"]
    building, reading = definitions["building_code"], definitions["reading_code"]
    return {*building["enum"], *reading["enum"]}


def _of_the_exchange() -> set[str]:
    """Return the codes that only a package with a token endpoint has, unlike the committed one."""
    messages = load(PROTOCOL).messages("exchange")
    others = {one.key.partition(".")[0] for one in load(PROTOCOL).messages("core")}
    return {one.key.partition(".")[0] for one in messages} - others


def test_every_code_is_documented_once_with_cause_and_remedy() -> None:
    text = (GENERATED / "docs" / "errors.md").read_text(encoding="utf-8")
    table = text.partition("## From the package")[2]
    row = re.compile(r"^\| `([a-z0-9_]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
    codes = [code for code, _, _ in row.findall(table) if code != "code"]
    known = _schema_codes() - _of_the_exchange()
    assert set(codes) == known | {"authorization_error"} | USING
    assert len(codes) == len(set(codes))


def test_every_code_is_expected_by_a_vector() -> None:
    """A code that only another provider's rules cause is in the vectors of a small spec."""
    file = GENERATED / "fixtures" / "authorization.json"
    vectors = json.loads(file.read_bytes())["vectors"]
    others = [folder.name for folder in CASES if (folder / "cases").is_dir()]
    vectors += [vector for name in others for vector in case(name).cases]
    specs = [pipeline.load(file) for file in (*SPECS, *EXCHANGES)]
    vectors += [one for spec in specs for one in build(spec.provider, spec.cases)]
    expected = {vector["expect"].get("error") for vector in vectors}
    assert _schema_codes() - expected == set()
