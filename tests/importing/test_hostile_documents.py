"""Hostile and random documents: a valid spec, or one line with a code; nothing else is read or written."""

from __future__ import annotations

import copy
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.importing import documents, faults, writing
from generator.importing.faults import ImportFault
from generator.reading.diagnostics import SpecProblems
from tests.hostile import corpus
from tests.importing.documents import (
    CODE,
    PAGE,
    TOKEN,
    described,
    openapi,
    spec_of,
    swagger,
)
from tests.rows import each_row
from tests.sampling import LONG

STEP = 1 if LONG else 40
CORPUS = Path(corpus.__file__).with_name("corpus.json")
METADATA = {
    "issuer": "https://auth.acme.example",
    "authorization_endpoint": PAGE,
    "token_endpoint": TOKEN,
    "revocation_endpoint": "https://acme.example/revoke",
    "device_authorization_endpoint": "https://acme.example/device",
    "response_types_supported": ["code", "token"],
    "grant_types_supported": ["authorization_code", "implicit", "client_credentials"],
    "scopes_supported": ["read", "write"],
    "token_endpoint_auth_methods_supported": ["client_secret_post"],
    "code_challenge_methods_supported": ["S256"],
    "authorization_response_iss_parameter_supported": True,
    "require_pushed_authorization_requests": False,
}
OPENAPI = {
    **described(
        {
            "o": {
                "type": "oauth2",
                "description": "Log in.",
                "oauth2MetadataUrl": "https://acme.example/m",
                "x-more": 1,
                "flows": {
                    "authorizationCode": {**CODE, "tokenUrl": "token"},
                    "deviceAuthorization": {
                        "deviceAuthorizationUrl": "https://{tenant}.acme.example/device",
                        "tokenUrl": TOKEN,
                        "scopes": {"read": "", "other": None},
                    },
                },
            },
            "r": {"$ref": "#/components/securitySchemes/k"},
            "k": {
                "type": "openIdConnect",
                "openIdConnectUrl": "https://acme.example/o",
            },
        },
        "3.2.0",
    ),
    "servers": [
        {"url": "https://{env}.acme.example/", "variables": {"env": {"default": "a"}}}
    ],
}
SWAGGER = swagger(
    {
        "flow": "accessCode",
        "authorizationUrl": "/a",
        "tokenUrl": "/t",
        "scopes": {"r": ""},
    },
    host="acme.example",
    basePath="/v1",
    schemes=["https"],
)
DOCUMENTS = (METADATA, OPENAPI, SWAGGER)

opened: list[str] = []
watching: list[bool] = []


def hook(event: str, told: tuple[Any, ...]) -> None:
    """Record what reads, writes, connects, or starts a process while a document is imported."""
    if watching and (
        event in ("open", "os.system")
        or event.startswith(("socket.", "subprocess.", "os.exec"))
    ):
        opened.append(f"{event} {told[0]}")


@pytest.fixture(scope="module", autouse=True)
def audited() -> None:
    """Add the hook only to a process that runs these tests, because it stays and slows the process down."""
    sys.addaudithook(hook)


def outcome(data: bytes, file: str) -> str:
    """Return `spec`, `problems`, or the code of the fault, after checking the texts for people."""
    opened.clear()
    start = time.process_time()
    watching.append(True)
    try:
        found = documents.imported(data, file, documents.Wanted())
        text = writing.spec_text(found, file, writing.Chosen())
    except ImportFault as fault:
        assert str(fault).isprintable() and fault.hint
        assert fault.code in faults.CODES
        return fault.code
    finally:
        watching.clear()
        assert opened == []
        assert time.process_time() - start < 1
    assert all(str(one).isprintable() for one in found.remarks)
    try:
        spec_of(text)
    except SpecProblems as problems:
        assert {
            re.split(r"[.\[]", one.path)[0] for one in problems.diagnostics
        } <= FROM_URLS
        return "problems"
    return "spec"


FROM_URLS = {
    *("authorization_endpoint", "token_endpoint", "device_authorization_endpoint"),
    *("revocation_endpoint", "issuer", "variables", "grants", "scopes"),
}
"""The only members that can have problems after an import; the rest is free text, which is cleaned."""


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each value in a document."""
    yield path
    entries: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value).items()
    elif isinstance(value, list):
        entries = enumerate(cast("Sequence[Any]", value))
    for key, one in entries:
        yield from places(one, (*path, key))


def changed(document: Any, path: tuple[Any, ...], value: Any, is_key: bool) -> Any:
    """Return a document with another value at a path, or with the value as its key."""
    if not path:
        return value
    made = copy.deepcopy(document)
    target: Any = made
    for step in path[:-1]:
        target = target[step]
    if is_key and isinstance(target, dict):
        members = cast("dict[str, Any]", target)
        renamed = {
            value if key == path[-1] else key: one for key, one in members.items()
        }
        members.clear()
        members.update(renamed)
    else:
        target[path[-1]] = value
    return made


PLACES = [(document, path) for document in DOCUMENTS for path in places(document)]


def payloads() -> list[str]:
    """Return the texts of the corpus of hostile specs."""
    found: list[str] = []
    for entry in corpus.read(CORPUS):
        given = entry.payload if isinstance(entry.payload, list) else [entry.payload]
        found += [
            one.decode("latin-1") if isinstance(one, bytes) else one for one in given
        ]
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=["metadata", "openapi", "swagger"])
def test_hostile_text_at_every_place_is_a_valid_spec_or_one_line(document: Any) -> None:
    texts = payloads()
    found: set[str] = set()
    for number, path in enumerate(places(document)):
        for payload in texts[number % STEP :: STEP]:
            for is_key in (False, True):
                value = changed(document, path, payload, is_key)
                found.add(outcome(json.dumps(value).encode(), "api.json"))
                for start in ("https://acme.example/", "https://"):
                    value = changed(document, path, f"{start}{payload}", is_key)
                    found.add(outcome(json.dumps(value).encode(), "api.json"))
    assert {"spec", "bad-url"} <= found


SETTINGS = settings(
    max_examples=20_000 if LONG else 150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["oauth2", "#", "#/", "3.0.0", "{a}", "//a", "https://a.example", "../.."]
    ),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.text(max_size=5)
        | st.sampled_from(["$ref", "<<", "url", "type", "scopes", "x-a"]),
        inner,
        max_size=3,
    ),
    max_leaves=6,
)


@SETTINGS
@given(st.sampled_from(PLACES), VALUES, st.booleans())
def test_any_value_at_any_place_has_an_outcome(
    place: tuple[Any, tuple[Any, ...]], value: Any, is_key: bool
) -> None:
    document, path = place
    made = changed(document, path, str(value) if is_key else value, is_key)
    outcome(json.dumps(made).encode(), "api.json")


@SETTINGS
@given(
    st.binary(max_size=200),
    st.sampled_from(DOCUMENTS),
    st.integers(0, 600),
    st.integers(0, 20),
    st.sampled_from(["api.json", "api.yaml", "standard input"]),
)
def test_any_bytes_have_an_outcome(
    data: bytes, document: Any, at: int, removed: int, file: str
) -> None:
    outcome(data, file)
    whole = json.dumps(document).encode()
    outcome(whole[:at] + data[:8] + whole[at + removed :], file)


# Every code

FLOW = {"authorizationCode": CODE}
FOR_EACH: dict[str, tuple[Any, dict[str, Any]]] = {
    "too-large": (b"a" + b" " * 5 * 1024 * 1024, {}),
    "not-text": (b"\xff", {}),
    "not-json": (b"{", {}),
    "not-yaml": (b"a: *b", {}),
    "too-deep": (b"a: " + b"[" * 1000, {}),
    "repeated-key": (b"issuer: a\nissuer: b", {}),
    "merge-key": (b"issuer: a\n<<: {}", {}),
    "wrong-type": (openapi([]), {}),
    "missing": (described({"o": {"type": "oauth2"}}), {}),
    "unknown-document": ({}, {}),
    "unknown-version": ({"openapi": "4.0.0"}, {}),
    "reference": (described({"o": {"$ref": "https://a.example"}}), {}),
    "no-scheme": (described({}), {}),
    "several-schemes": (
        described(
            {
                "a": {"type": "oauth2", "flows": FLOW},
                "b": {"type": "oauth2", "flows": FLOW},
            }
        ),
        {},
    ),
    "unknown-scheme": (openapi(FLOW), {"schemes": ["x"]}),
    "no-flow": (openapi({}), {}),
    "unknown-flow": (openapi({"code": CODE}), {}),
    "relative-url": (openapi({"authorizationCode": {**CODE, "tokenUrl": "/t"}}), {}),
    "insecure-url": (
        openapi({"authorizationCode": {**CODE, "tokenUrl": "http://a"}}),
        {},
    ),
    "bad-url": (openapi({"authorizationCode": {**CODE, "tokenUrl": ""}}), {}),
    "unused-option": (openapi(FLOW), {"issuer": "https://a.example"}),
    "no-name": ({**METADATA, "issuer": "https://1.1.1.1"}, {}),
    "not-supported": ({**METADATA, "require_pushed_authorization_requests": True}, {}),
    "other-issuer": (METADATA, {"issuer": "https://evil.example"}),
}


@each_row("code", faults.CODES)
def test_every_code_has_a_document(code: str) -> None:
    document, wanted = FOR_EACH[code]
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(ImportFault) as caught:
        found = documents.imported(data, "standard input", documents.Wanted(**wanted))
        writing.spec_text(found, "standard input", writing.Chosen())
    assert caught.value.code == code


def test_each_code_is_listed_once() -> None:
    assert [*FOR_EACH] == [*faults.CODES]


def test_password_is_never_shown() -> None:
    for url in (
        *(
            "https://user:s3cret@a.example/t",
            "http://user:s3cret@a.example",
            "//user:s3cret@a",
        ),
        *(
            "https://user:s3cret/x@a.example",
            "http://user:s3/cret@a",
            "ftp://user:p@s3cret@a",
        ),
    ):
        value = openapi({"authorizationCode": {**CODE, "tokenUrl": url}})
        with pytest.raises(ImportFault) as caught:
            documents.imported(json.dumps(value).encode(), "a.json", documents.Wanted())
        assert "s3cret" not in str(caught.value)
