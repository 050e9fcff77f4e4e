"""The documentation as Markdown pages, with the names of the Python package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from generator.model.provider import Citation, Note, Parameter, Provider, Scope, Source
from generator.model.text import Code
from generator.targets.docs.errors import error_stages
from generator.targets.encoders.markdown import markdown, markdown_code, markdown_link
from generator.targets.encoders.words import plain
from generator.targets.files import File, Job, Rendered
from generator.targets.languages import LANGUAGES
from generator.targets.mock import files as mock
from generator.targets.page import files as page
from generator.targets.python.command_view import command_view
from generator.targets.python.names import scope_member

PAGES = (
    "README",
    "get-a-token",
    "try-it",
    *(one.key for one in LANGUAGES),
    "command",
    "unattended",
    "parameters",
    "scopes",
    "answer",
    "calls",
    "errors",
    "security",
    "authentication",
    "not-documented",
    "spec-problems",
)


_CHARACTERS = {
    "vschar": "printable ASCII",
    "uri": "an absolute URI",
    "scope-tokens": "scope names",
}


def files(job: Job) -> Iterator[File]:
    """Return the files of the target; all pages share one view."""
    view = _view(job)
    subjects = {
        "authentication": view["notes"]["authentication"],
        "command": view["command"],
        "try-it": view["mock"],
        **{one.key: view[one.key] for one in LANGUAGES},
        "unattended": view["command"],
    }
    for name in PAGES:
        if subjects.get(name, True):
            yield Rendered(f"{name}.md", _template(name), view)
    yield from page.files(job)


def _template(page: str) -> str:
    is_of_language = any(page == one.key for one in LANGUAGES)
    return f"{page}/docs.md.j2" if is_of_language else f"docs/{page}.md.j2"


def citation(provider: Provider, cited: Citation) -> Code:
    """Return the source of a fact, as a link if the source has a URL."""
    source = next(one for one in provider.sources if one.id == cited.source)
    if source.kind == "rfc":
        label = f"RFC {source.id.removeprefix('rfc')}"
        if cited.clause and source.url:
            return markdown_link(
                f"{label} §{cited.clause}", f"{source.url}#section-{cited.clause}"
            )
        return markdown_link(label, source.url)
    title = markdown_link(source.title, source.url)
    if cited.heading is None or cited.heading == source.title:
        return title
    return Code(f"{title}, “{markdown(cited.heading)}”")


def _source(source: Source) -> Code:
    """Return a source's title, as a link or with a note that no URL is known."""
    if source.url:
        return markdown_link(source.title, source.url)
    return Code(f"{markdown(source.title)} (no URL is known)")


class _Fact(Protocol):
    @property
    def source(self) -> Citation: ...


def _sources(provider: Provider, facts: Sequence[_Fact]) -> list[Code]:
    """Return the sources of facts, each once."""
    return list(dict.fromkeys(citation(provider, one.source) for one in facts))


def _view(job: Job) -> dict[str, Any]:
    provider, endpoint = job.provider, job.provider.endpoint
    has_command = command_view(provider) is not None
    return {
        "spec": job.spec,
        "provider": _provider(provider),
        **{one.key: one.documented(provider) for one in LANGUAGES},
        "mock": mock.names(provider),
        "command": command_view(provider),
        "endpoint": markdown_code(endpoint.url),
        "example": _example(provider),
        "steps": [
            {"title": markdown(one.title), "text": markdown(one.text)}
            for one in provider.steps
        ],
        "steps_sources": _sources(provider, provider.steps),
        "parameters_sources": _sources(
            provider, [*endpoint.variables, *endpoint.parameters]
        ),
        "scopes_sources": _sources(provider, provider.scopes),
        "response_sources": _sources(provider, provider.response_parameters),
        "errors_sources": _sources(provider, provider.response_errors),
        "headers_sources": _sources(provider, provider.headers),
        "failures_sources": _sources(
            provider, [provider.failures] if provider.failures else []
        ),
        "variables": [
            {
                "name": markdown_code(one.name),
                "summary": markdown(one.summary),
                "example": markdown_code(one.example),
            }
            for one in endpoint.variables
        ],
        "parameters": [_parameter(one) for one in endpoint.parameters],
        "scopes": [_scope(one) for one in provider.scopes],
        "tasks": _tasks(provider.scopes),
        "response_parameters": [
            {
                "name": markdown_code(one.name),
                "required": Code("always" if one.required else "not always"),
                "summary": markdown(one.summary),
            }
            for one in provider.response_parameters
        ],
        "response_errors": [
            {
                "code": markdown_code(one.code),
                "cause": markdown(one.cause),
                "remedy": markdown(one.remedy),
            }
            for one in provider.response_errors
        ],
        "error_stages": error_stages(job.protocol, has_command=has_command),
        "headers": [
            {
                "name": markdown_code(one.name),
                "value": markdown_code(one.value),
                "summary": markdown(one.summary),
            }
            for one in provider.headers
        ],
        "problems": [
            {"code": markdown_code(code), "meaning": Code(meaning)}
            for code, meaning in job.codes.items()
        ],
        "hosts": [
            {
                "pattern": markdown_code(one.pattern),
                "summary": markdown(one.summary),
                "source": citation(provider, one.source),
            }
            for one in provider.hosts
        ],
        "notes": _notes(provider),
        "unknown": [
            {
                "topic": markdown(one.topic),
                "text": markdown(one.text),
                "sources": [citation(provider, one.source)] if one.source else [],
            }
            for one in provider.unknown
        ],
        "sources": [_source(one) for one in provider.sources],
    }


def _provider(provider: Provider) -> dict[str, Any]:
    return {
        "name": markdown(provider.name),
        "summary": markdown(provider.summary),
        "disclaimers": [markdown(provider.disclaimer)] if provider.disclaimer else [],
    }


def _example(provider: Provider) -> dict[str, Any]:
    """Return the first documented URL, written for the variables' examples, one part a line."""
    example = provider.examples[0]
    url = example.filled(provider.endpoint.variables)
    base, _, query = url.partition("?")
    parts = [
        f"{'&' if index else '?'}{pair}" for index, pair in enumerate(query.split("&"))
    ]
    return {
        "title": markdown(example.title),
        "base": plain(base),
        "parts": [plain(part) for part in parts],
        "stories": [markdown(example.story)] if example.story else [],
        "source": citation(provider, example.source),
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    values = (
        ("always", one.constant),
        *(("also documented:", value) for value in one.values if value != one.constant),
        ("default:", one.default),
        ("example:", one.example),
    )
    described = [
        f"{word} {markdown_code(value)}" for word, value in values if value is not None
    ]
    described += ["random by default"] if one.name == "state" else []
    described += ["required"] if one.required and one.constant is None else []
    described += (
        ["omitted by default"] if one.name == "redirect_uri" and one.is_optional else []
    )
    described += [_CHARACTERS[one.characters]] if one.characters else []
    return {
        "name": markdown_code(one.name),
        "value": Code("; ".join(described) or "given by the caller"),
        "summary": markdown(one.summary),
    }


def _scope(one: Scope) -> dict[str, Any]:
    permits = [
        f"{markdown(each.verb)} {_listed([markdown(kind) for kind in each.resources])}"
        for each in one.permits
    ]
    return {
        "name": markdown_code(one.name),
        "member": markdown_code(f"Scope.{scope_member(one)}"),
        "summary": markdown(one.summary),
        "permits": Code("; ".join(permits)),
        "reach": markdown(one.reach),
        "story": markdown(one.story),
    }


def _listed(items: Sequence[str]) -> str:
    """Return `a`, `a and b`, or `a, b, and c`."""
    if len(items) > 2:
        return f"{', '.join(items[:-1])}, and {items[-1]}"
    return " and ".join(items)


def _tasks(scopes: Sequence[Scope]) -> list[dict[str, Code]]:
    """Return each permitted task with its scopes, grouped by task."""
    tasks: dict[Code, list[Code]] = {}
    for scope in scopes:
        for permission in scope.permits:
            for resource in permission.resources:
                task = Code(f"{markdown(permission.verb)} {markdown(resource)}")
                tasks.setdefault(task, []).append(markdown_code(scope.name))
    return [
        {"task": task, "scope": scope}
        for task, any_of in tasks.items()
        for scope in any_of
    ]


def _notes(provider: Provider) -> dict[str, list[dict[str, Any]]]:
    """Return the notes of each page; a page without any has an empty list."""
    notes: dict[str, list[dict[str, Any]]] = {
        name.replace("-", "_"): [] for name in PAGES
    }
    for one in provider.notes:
        notes[one.place.replace("-", "_")].append(_note(provider, one))
    return notes


def _note(provider: Provider, one: Note) -> dict[str, Any]:
    return {
        "title": markdown(one.title),
        "text": markdown(one.text),
        "source": citation(provider, one.source),
    }
