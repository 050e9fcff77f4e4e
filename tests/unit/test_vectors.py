"""Vectors that are built from the spec expect the documented URL, not a computed one."""

from __future__ import annotations

import copy

from generator import pipeline
from generator.model import vectors
from tests.unit.small import SMALL


def test_documented_url_and_each_selection_of_scopes_become_vectors() -> None:
    built = vectors.build(pipeline.built(SMALL), [])
    base = "https://login.example.org/auth?response_type=token&client_id=KEY&state=1"
    asked = {
        vector["id"]: (vector["input"].get("scopes"), vector["expect"]["url"])
        for vector in built
    }
    assert asked == {
        "spec-documented": (["a:read"], f"{base}&scope=a:read"),
        "spec-scope-a-read": (["a:read"], f"{base}&scope=a:read"),
        "spec-scope-b-write": (["b/write"], f"{base}&scope=b%2Fwrite"),
        "spec-scopes-none": (None, base),
        "spec-scopes-all": (["a:read", "b/write"], f"{base}&scope=a:read%20b%2Fwrite"),
        "spec-scopes-reversed": (
            ["b/write", "a:read"],
            f"{base}&scope=a:read%20b%2Fwrite",
        ),
        "spec-scopes-repeated": (
            ["a:read", "b/write", "a:read", "b/write"],
            f"{base}&scope=a:read%20b%2Fwrite",
        ),
    }


def test_scopes_have_their_declared_place_if_the_documented_url_has_none() -> None:
    spec = copy.deepcopy(SMALL)
    *others, scope = spec["authorization_endpoint"]["parameters"]
    spec["authorization_endpoint"]["parameters"] = [others[0], scope, *others[1:]]
    base = "https://{domain}/auth?response_type=token"
    spec["examples"][0] |= {"url": f"{base}&client_id=KEY&state=1", "scopes": []}
    built = {
        vector["id"]: vector["expect"]["url"].partition("?response_type=token&")[2]
        for vector in vectors.build(pipeline.built(spec), [])
    }
    assert built == {
        "spec-documented": "client_id=KEY&state=1",
        "spec-scope-a-read": "scope=a:read&client_id=KEY&state=1",
        "spec-scope-b-write": "scope=b%2Fwrite&client_id=KEY&state=1",
        "spec-scopes-none": "client_id=KEY&state=1",
        "spec-scopes-all": "scope=a:read%20b%2Fwrite&client_id=KEY&state=1",
        "spec-scopes-reversed": "scope=a:read%20b%2Fwrite&client_id=KEY&state=1",
        "spec-scopes-repeated": "scope=a:read%20b%2Fwrite&client_id=KEY&state=1",
    }


def test_a_vector_has_every_key_of_the_format() -> None:
    first = vectors.build(pipeline.built(SMALL), [])[0]
    assert first == {
        "id": "spec-documented",
        "op": "build_url",
        "group": "spec/example",
        "input": {
            "domain": "login.example.org",
            "client_id": "KEY",
            "state": "1",
            "scopes": ["a:read"],
        },
        "expect": {
            "url": "https://login.example.org/auth?response_type=token&client_id=KEY"
            "&state=1&scope=a:read"
        },
        "basis": 'documented URL "documented" in the spec; RFC 6749 3.3',
        "basis_kind": "rfc",
    }


def test_cases_come_after_and_stay_as_they_are() -> None:
    case = {"id": "mine", "group": "x/y"}
    assert vectors.build(pipeline.built(SMALL), [case])[-1] is case
