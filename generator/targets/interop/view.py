"""A spec to what the templates of the documents and of their README print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.text import Code
from generator.targets.encoders.json_text import json_document
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.words import plain
from generator.targets.files import Job
from generator.targets.interop.facts import example_endpoint, own_headers
from generator.targets.interop.postman import has_secret
from generator.targets.views import default_redirect


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A JSON document."""

    document: Code


@dataclass(frozen=True, slots=True)
class ReadmeView:
    """What the README gets. The URLs are text for a code block, and the rest is Markdown."""

    spec: Code
    provider: Code
    endpoint: Code
    has_variables: bool
    has_issuer: bool
    returns_token: bool
    has_browser: bool
    has_two_grants: bool
    has_secret: bool
    example: Code
    has_headers: bool
    headers: Code
    separator_differs: bool
    separator: Code
    has_state: bool
    out_of_band: bool


def document_view(document: Mapping[str, object]) -> DocumentView:
    """Return a JSON object as a document."""
    return DocumentView(json_document(document))


def readme_view(job: Job) -> ReadmeView:
    """Return what the template of the README prints."""
    provider, endpoint = job.provider, job.provider.authorization_endpoint
    redirect = default_redirect(provider)
    names = [markdown_code(one.name) for one in own_headers(provider)]
    return ReadmeView(
        spec=job.spec,
        provider=markdown(provider.name),
        endpoint=plain(endpoint.url),
        has_variables=bool(provider.url_variables),
        has_issuer=provider.issuer is not None,
        returns_token=provider.returns_token,
        has_browser=bool(provider.browser_grants),
        has_two_grants=len(provider.grants) > 1,
        has_secret=has_secret(provider),
        example=plain(example_endpoint(provider)),
        has_headers=bool(names),
        headers=Code(", ".join(names)),
        separator_differs=endpoint.scope_separator != " ",
        separator=markdown_code(endpoint.scope_separator),
        has_state=endpoint.has_state,
        out_of_band=redirect is not None and redirect.is_out_of_band,
    )
