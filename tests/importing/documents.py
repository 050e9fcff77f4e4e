"""Small documents for the tests of imports, as text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.importing import documents, writing
from generator.importing.faults import ImportFault
from generator.importing.imported import Imported
from generator.reading import source

PAGE, TOKEN = "https://acme.example/authorize", "https://acme.example/token"
CODE = {"authorizationUrl": PAGE, "tokenUrl": TOKEN, "scopes": {"read": "Read."}}
CLIENT: dict[str, Any] = {"tokenUrl": TOKEN, "scopes": {}}


def openapi(flows: Any, version: str = "3.0.3", **more: Any) -> dict[str, Any]:
    """Return a description with one OAuth 2.0 scheme, `o`."""
    return described({"o": {"type": "oauth2", "flows": flows}}, version, **more)


def described(schemes: Any, version: str = "3.0.3", **more: Any) -> dict[str, Any]:
    """Return a description with security schemes."""
    return {
        "openapi": version,
        "info": {"title": "Acme API", "version": "1"},
        "components": {"securitySchemes": schemes},
        **more,
    }


def swagger(scheme: Any, **more: Any) -> dict[str, Any]:
    """Return an OpenAPI 2.0 description with one OAuth 2.0 scheme, `o`."""
    return {
        "swagger": "2.0",
        "info": {"title": "Acme", "version": "1"},
        "securityDefinitions": {"o": {"type": "oauth2", **scheme}},
        **more,
    }


def imported(
    document: Any, *schemes: str, file: str = "api.json", **more: Any
) -> Imported:
    """Return the facts of a document: JSON values, text, or bytes."""
    text = document if isinstance(document, (str, bytes)) else json.dumps(document)
    data = text.encode() if isinstance(text, str) else text
    return documents.imported(data, file, documents.Wanted(schemes, **more))


def remarks(document: Any, *schemes: str) -> list[str]:
    """Return the remarks about a document, one line each."""
    return [str(one) for one in imported(document, *schemes).remarks]


def fault(document: Any, *schemes: str, **more: Any) -> tuple[str, str]:
    """Return the place and the code of the fault of a document."""
    with pytest.raises(ImportFault) as caught:
        imported(document, *schemes, **more)
    return str(caught.value.place), caught.value.code


def text_of(document: Any, *schemes: str, file: str = "api.json", **more: Any) -> str:
    """Return the spec that an import writes."""
    found = imported(document, *schemes, file=file, **more)
    return writing.spec_text(found, file, writing.Chosen())


def value_of(text: str) -> Any:
    """Return the value of a spec. Fails if it has problems."""
    document = source.read(text.encode(), "spec.yaml")
    assert document.problems == []
    return document.value


def spec_of(text: str) -> pipeline.Spec:
    """Return the spec in a text, checked completely. Raises SpecProblems."""
    return pipeline.spec_of(source.read(text.encode(), "spec.yaml"), Path("spec.yaml"))
