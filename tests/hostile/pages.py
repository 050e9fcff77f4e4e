"""The pages that a generated stand-in shows, made in this process from its facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from imagen_oauth_mock._runtime.facts import Facts
from imagen_oauth_mock._runtime.judge import OUT_OF_BAND, Asked
from imagen_oauth_mock._runtime.pages import Pages
from imagen_oauth_mock._runtime.registry import built_in


def of(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return each page as a file, or nothing where there is no stand-in.

    The facts are run beside the copied source of the stand-in that is installed here: what is
    copied is the same for every provider.
    """
    for path, source in tree.items():
        if re.fullmatch(r"mock/src/[^/]+/facts\.py", path):
            return {f"pages/{name}.html": text for name, text in _pages(source)}
    return {}


def _pages(source: bytes) -> Iterator[tuple[str, bytes]]:
    package = "imagen_oauth_mock"
    names: dict[str, Any] = {"__name__": f"{package}.facts", "__package__": package}
    exec(compile(source, "facts.py", "exec"), names)  # noqa: S102
    facts: Facts = names["FACTS"]
    registry = built_in(facts)
    pages = Pages(facts, registry)
    scopes = tuple(one.name for one in facts.scopes)
    shown = {"start": pages.start()}
    for index, application in enumerate(registry.applications):
        asked = Asked("", application, OUT_OF_BAND, scopes, "1")
        shown[f"sign-in-{index}"] = pages.sign_in(asked, True, "/")
        shown[f"consent-{index}"] = pages.consent(asked, "demo", "/")
    granted = {"access_token": "a", "scope": facts.separator.join(scopes)}
    shown["answer"] = pages.answer(f"{OUT_OF_BAND}#{urlencode(granted)}", "/")
    for index, error in enumerate(facts.errors):
        answer = {"error": error.code, "error_description": error.cause}
        url = f"{OUT_OF_BAND}#{urlencode(answer)}"
        shown[f"error-{index}"] = pages.answer(url, "/")
        shown[f"problem-{index}"] = pages.problem(400, error.code, error.cause, "/")
    for name, page in shown.items():
        yield name, page.body.encode()
