"""A spec to what the templates of the documents and of their README print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.model.endpoints import Variable, placeholders
from generator.model.provider import Provider
from generator.model.reference import example_url
from generator.model.text import Code
from generator.model.token_requests import RequestKind
from generator.targets.encoders.json_text import json_document
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.words import joined, plain
from generator.targets.files import Job
from generator.targets.interop.documents import openapi_version
from generator.targets.interop.facts import knows_grant, own_headers, sends_bearer
from generator.targets.interop.postman import has_secret
from generator.targets.variables import variable_table
from generator.targets.views import default_redirect


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A JSON document."""

    document: Code


@dataclass(frozen=True, slots=True)
class EndpointView:
    """A URL with variables, and with an example of each."""

    url: Code
    example: Code


@dataclass(frozen=True, slots=True)
class ReadmeView:
    """What the README gets. The URLs are text for a code block, and the rest is Markdown."""

    head: Code
    provider: Code
    openapi: Code
    endpoints: tuple[EndpointView, ...]
    variable_table: tuple[Code, ...]
    grouped: tuple[Code, ...]
    replaced: Code
    has_issuer: bool
    has_browser: bool
    returns_token: bool
    has_two_grants: bool
    knows_grant: bool
    has_secret: bool
    has_headers: bool
    headers: Code
    token_headers: Code
    sends_bearer: bool
    separator_differs: bool
    separator: Code
    has_state: bool
    out_of_band: bool


class _Place(NamedTuple):
    """A URL of the spec, and the names that it has in the two documents that cannot contain variables."""

    url: str
    openapi: str
    metadata: str


def _places(provider: Provider) -> Iterator[_Place]:
    """Yield each URL of the documents."""
    if provider.issuer is None:
        origin = "/".join(provider.authorization_endpoint.url.split("/")[:3])
        if placeholders(origin):
            yield _Place(provider.authorization_endpoint.url, "", "issuer")
    if provider.authorization is not None:
        url = provider.authorization.url
        yield _Place(url, "authorizationUrl", "authorization_endpoint")
    token = provider.token_endpoint
    if token is not None:
        yield _Place(token.url, "tokenUrl" if token.requests else "", "token_endpoint")
        for one in token.requests:
            is_refresh = one.kind is RequestKind.REFRESH
            if one.url != token.url:
                yield _Place(one.url, "refreshUrl" if is_refresh else "tokenUrl", "")
    for other in provider.other_endpoints:
        is_device = other.kind == "device_authorization_endpoint"
        yield _Place(
            other.url, "deviceAuthorizationUrl" if is_device else "", other.kind
        )


def _replaced(places: Sequence[_Place]) -> Iterator[str]:
    """Yield the names to change in each of the two documents."""
    named = {
        "openapi.json": [one.openapi for one in places],
        "authorization-server.json": [one.metadata for one in places],
    }
    for document, names in named.items():
        shown = [markdown_code(one) for one in dict.fromkeys(names) if one]
        if shown:
            yield f"{joined(shown)} of `{document}`"


def _grouped(variables: Sequence[Variable]) -> Iterator[Code]:
    """Yield a sentence for each variable whose values stand for several hosts."""
    for one in variables:
        if any(each.members for each in one.choices):
            name, chosen = markdown_code(one.name), markdown_code(one.example)
            rest = f"so it is not one of them: the URLs have the hosts of {chosen}."
            yield Code(f"Each value of {name} stands for several hosts, {rest}")


def document_view(document: Mapping[str, object]) -> DocumentView:
    """Return a JSON object as a document."""
    return DocumentView(json_document(document))


def readme_view(job: Job) -> ReadmeView:
    """Return what the template of the README prints."""
    provider, endpoint = job.provider, job.provider.authorization_endpoint
    redirect = default_redirect(provider)
    names = [markdown_code(one.name) for one in own_headers(provider)]
    carrying = [
        markdown_code(one.name)
        for one in own_headers(provider)
        if "{access_token}" in one.value
    ]
    places = [one for one in _places(provider) if placeholders(one.url)]
    used = {name for one in places for name in placeholders(one.url)}
    variables = [one for one in provider.variables if one.name in used]
    return ReadmeView(
        head=job.head,
        provider=markdown(provider.name),
        openapi=Code(openapi_version(provider).removesuffix(".0")),
        endpoints=tuple(
            EndpointView(plain(url), plain(example_url(provider, url)))
            for url in dict.fromkeys(one.url for one in places)
        ),
        variable_table=variable_table(variables),
        grouped=tuple(_grouped(variables)),
        replaced=Code(", and in ".join(_replaced(places))),
        has_issuer=provider.issuer is not None,
        has_browser=bool(provider.browser_grants),
        returns_token=provider.returns_token,
        has_two_grants=len(provider.grants) > 1,
        knows_grant=knows_grant(provider),
        has_secret=has_secret(provider),
        has_headers=bool(names),
        headers=Code(", ".join(names)),
        token_headers=Code(joined(carrying)),
        sends_bearer=sends_bearer(provider),
        separator_differs=endpoint.scope_separator != " ",
        separator=markdown_code(endpoint.scope_separator),
        has_state=endpoint.has_state,
        out_of_band=redirect is not None and redirect.is_out_of_band,
    )
