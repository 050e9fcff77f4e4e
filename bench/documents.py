"""The inputs of the generators: specs of many shapes, and equivalent OpenAPI documents."""

from __future__ import annotations

import copy
import json
import math
import random
import statistics
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "spec" / "imagen.yaml"
STANDARD = ROOT / "spec" / "protocol" / "standard.yaml"
"""The parameters of a response, which the real spec does not repeat."""
MEASURED = (
    *("imagen-oauth", "oauthlib", "authlib", "httpx-oauth", "requests-oauthlib"),
    *("httpx-auth", "google-auth-oauthlib", "openapi-python-client"),
    *("openapi-generator-cli", "click", "black", "jinja2"),
)
# Most providers document a few scopes, and a few providers document hundreds.
_SCOPES = statistics.NormalDist(mu=math.log(14), sigma=0.9)
"""The distribution of the logarithm of a spec's number of scopes in a batch: the median is 14."""
_MOST_SCOPES = 200
"""The largest number of scopes of a spec in a batch."""


def write_spec(file: Path, scopes: int | None = None) -> None:
    """Write the real spec with its cases, or without them and with another number of scopes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if scopes is None:
        file.write_bytes(SPEC.read_bytes())
        cases = file.parent / "cases"
        cases.mkdir(exist_ok=True)
        for each in sorted((SPEC.parent / "cases").iterdir()):
            (cases / each.name).write_bytes(each.read_bytes())
        return
    file.write_text(json.dumps(_with_scopes(_read(), scopes), indent=0), "utf-8")


def edit(file: Path, sentence: str) -> None:
    """Change a sentence in the story of the first scope."""
    lines = file.read_text("utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line.strip().startswith("story:"))
    head = lines[at].partition("story:")[0]
    lines[at] = f"{head}story: {sentence}\n"
    file.write_text("".join(lines), "utf-8")


def write_batch(folder: Path, count: int) -> list[Path]:
    """Write specs of that many providers; the median number of scopes is 14."""
    folder.mkdir(parents=True, exist_ok=True)
    real = _read()
    files: list[Path] = []
    for number, scopes in enumerate(_numbers_of_scopes(count)):
        spec = _with_scopes(real, scopes)
        spec["provider"]["id"] = f"provider{number}"
        file = folder / f"provider{number}.yaml"
        file.write_text(json.dumps(spec, indent=1), "utf-8")
        files.append(file)
    return files


def few(files: Iterable[Path], count: int) -> list[Path]:
    """Return a sample of a batch: the middle spec, by size, of each of that many parts."""
    by_size = sorted(files, key=lambda one: (one.stat().st_size, one.name))
    each = len(by_size) / count
    return [by_size[int(each * (number + 0.5))] for number in range(count)]


def write_openapi(file: Path, spec: Path = SPEC) -> None:
    """Write an OpenAPI document that describes the endpoint as a spec does."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(_openapi(_read(spec)), indent=1), "utf-8")


def _read(spec: Path = SPEC) -> Any:
    return yaml.safe_load(spec.read_text("utf-8"))


def _numbers_of_scopes(count: int) -> list[int]:
    shares = [(number + 0.5) / count for number in range(count - 1)]
    numbers = [round(math.exp(_SCOPES.inv_cdf(share))) for share in shares]
    random.Random(count).shuffle(numbers)
    # The first is one of the largest, so that batches differ only in their number of specs.
    return [_MOST_SCOPES, *(min(one, _MOST_SCOPES) for one in numbers)]


def _with_scopes(real: Any, count: int) -> Any:
    spec = copy.deepcopy(real)
    spec.pop("cases", None)
    known = spec["scopes"]
    more = [
        {
            "name": f"scope{number}",
            "summary": f"See things of kind {number}.",
            "permits": [{"verb": "view", "resources": [f"things {number}"]}],
            "reach": "Everything that the user may see.",
            "story": f"The application can read kind {number}.",
            "source": known[0]["source"],
        }
        for number in range(count)
    ]
    # The documented examples request the first ones.
    spec["scopes"] = [*known, *more][: max(count, len(known))]
    return spec


def _openapi(spec: Any) -> dict[str, Any]:
    scopes = {one["name"]: one["summary"] for one in spec["scopes"]}
    scheme = {
        "type": "oauth2",
        "flows": {
            "implicit": {
                "authorizationUrl": "https://media.example.com/oauth/authorize",
                "scopes": scopes,
            }
        },
    }
    parameters = [
        {
            "name": one["name"],
            "in": "query",
            "required": bool(one.get("required")),
            "description": one["summary"],
            "schema": {"type": "string"},
        }
        for one in spec["authorization_endpoint"]["parameters"]
    ]
    answer = {
        "type": "object",
        "properties": {
            name: {"type": "string", "description": one["summary"]}
            for name, one in _read(STANDARD)["redirects"]["implicit"].items()
        },
    }
    scope = {
        "type": "string",
        "enum": list(scopes),
        "description": "The documented scopes.",
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}}
    return {
        "openapi": "3.0.3",
        "info": {"title": spec["provider"]["name"], "version": "1.0.0"},
        "servers": [{"url": "https://media.example.com"}],
        "security": [{"oauth": list(scopes)}],
        "paths": {
            "/oauth/authorize": {
                "get": {
                    "operationId": "authorize",
                    "summary": "Ask for a token.",
                    "parameters": parameters,
                    "responses": {"200": {"description": "It.", "content": content}},
                }
            }
        },
        "components": {
            "securitySchemes": {"oauth": scheme},
            "schemas": {"Answer": answer, "Scope": scope},
        },
    }
