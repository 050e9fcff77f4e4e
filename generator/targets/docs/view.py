"""A spec to what the templates of the documentation print: Markdown, with names of the packages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.model.endpoints import Role
from generator.model.protocol import Protocol
from generator.model.provider import CallHost, Provider
from generator.model.text import Code
from generator.targets.clients import ClientView, ExchangeView
from generator.targets.docs.code_view import (
    CodeView,
    code_view,
    endpoint_table,
    grant_table,
)
from generator.targets.docs.errors import StageView, stage_views
from generator.targets.docs.exchange_view import (
    builder_labels,
    exchange_views,
    has_secret,
    polls,
    refreshes,
    renewal,
    token_errors,
    ways,
)
from generator.targets.docs.grant_advice import advice_table, advice_without_grant
from generator.targets.docs.notes_view import NotesView, notes_view
from generator.targets.docs.pages import has_page, pages
from generator.targets.docs.request_view import (
    ExampleView,
    ParameterView,
    ScopeView,
    TaskView,
    example_view,
    parameter_view,
    scope_table,
    scope_view,
    task_views,
)
from generator.targets.docs.response_view import (
    ResponseErrorView,
    ResponseParameterView,
    response_error_view,
    response_parameter_views,
)
from generator.targets.docs.sources import Fact, citations, source_of, source_title
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.words import joined
from generator.targets.files import Job
from generator.targets.languages import LANGUAGES
from generator.targets.messages import number
from generator.targets.mock.documented_view import MockView, mock_view
from generator.targets.mock.guide_view import exchange_mock
from generator.targets.variables import variable_table
from generator.targets.views import (
    ProviderView,
    View,
    default_scopes_lines,
    has_documented_order,
    provider_view,
)


@dataclass(frozen=True, slots=True)
class StepView:
    """A step on the way to the first API call, in Markdown."""

    title: Code
    text: Code


@dataclass(frozen=True, slots=True)
class HeaderView:
    """A row of the table of the headers of an API call."""

    name: Code
    value: Code
    summary: Code


@dataclass(frozen=True, slots=True)
class HostView:
    """A kind of host that accepts API calls, in Markdown."""

    pattern: Code
    summary: Code
    source: Code


@dataclass(frozen=True, slots=True)
class CallView:
    """A documented API call, in Markdown."""

    url: Code
    summary: Code


@dataclass(frozen=True, slots=True)
class UnknownView:
    """Something that the provider does not document. `sources` has one item at most."""

    topic: Code
    text: Code
    sources: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class DocsView:
    """What every page gets. `documented_calls` has one item at most. `languages` has the key of each language, and `limits` their names.

    A language, the mock server, and the command are None if the spec has none. `languages` is about
    packages that get tokens, and `clients` is about those that only build URLs. `pages` has the
    names of the pages. A table is the lines of a table in Markdown, or empty.
    """

    head: Code
    pages: tuple[str, ...]
    clients: tuple[ClientView, ...]
    code: CodeView | None
    has_state: bool
    has_scope: bool
    has_host_variable: bool
    has_documented_order: bool
    default_scopes: Code
    grant_table: tuple[Code, ...]
    advice_table: tuple[Code, ...]
    advice_without_grant: tuple[Code, ...]
    exchanges: tuple[ExchangeView, ...]
    builders: Code
    has_browser: bool
    grants: Code
    refreshes: bool
    renewal: Code
    polls: bool
    has_secret: bool
    token_errors: tuple[ResponseErrorView, ...]
    endpoint_table: tuple[Code, ...]
    variable_table: tuple[Code, ...]
    scope_table: tuple[Code, ...]
    provider: ProviderView
    summary: Code
    languages: Mapping[str, View | None]
    mock: MockView | None
    exchange_mock: Code | None
    command: View | None
    endpoint: Code
    requires_scope: bool
    example: ExampleView
    steps: tuple[StepView, ...]
    steps_sources: tuple[Code, ...]
    parameters: tuple[ParameterView, ...]
    parameters_sources: tuple[Code, ...]
    scope_sections: tuple[ScopeView, ...]
    scopes_sources: tuple[Code, ...]
    tasks: tuple[TaskView, ...]
    response_parameters: tuple[ResponseParameterView, ...]
    response_sources: tuple[Code, ...]
    response_errors: tuple[ResponseErrorView, ...]
    errors_sources: tuple[Code, ...]
    error_stages: tuple[StageView, ...]
    headers: tuple[HeaderView, ...]
    headers_sources: tuple[Code, ...]
    failures_sources: tuple[Code, ...]
    hosts: tuple[HostView, ...]
    documented_calls: tuple[CallView, ...]
    notes: NotesView
    unknown: tuple[UnknownView, ...]
    sources: tuple[Code, ...]
    limits: Mapping[str, Code]


def docs_view(job: Job, packages: Mapping[str, ClientView]) -> DocsView:
    """Return what the templates of the documentation print; `packages` are its `clients`."""
    provider, present = job.provider, pages(job.provider)
    # The pages about the URL are about the first grant with one.
    shown = provider
    if provider.browser_grants:
        shown = provider.only(provider.browser_grant)
    endpoint = shown.authorization_endpoint
    command = next((one.command(provider) for one in LANGUAGES if one.command), None)
    inputs: list[Fact] = [*provider.used_variables, *endpoint.parameters]
    failures = [provider.failures] if provider.failures else []
    exchanges = exchange_views(provider)
    return DocsView(
        head=job.head,
        pages=present,
        clients=tuple(packages.values()),
        code=code_view(provider),
        has_state=endpoint.has_state,
        has_scope=endpoint.parameter(Role.SCOPE) is not None,
        has_host_variable=provider.has_host_variable,
        has_documented_order=has_documented_order(shown),
        default_scopes=Code(
            joined([markdown_code(one) for one in provider.default_scopes])
        ),
        grant_table=grant_table(provider),
        advice_table=advice_table(provider, exchanges),
        advice_without_grant=advice_without_grant(provider),
        exchanges=exchanges,
        builders=Code(joined(builder_labels(provider))),
        has_browser=bool(provider.browser_grants),
        grants=ways(provider),
        refreshes=refreshes(provider),
        renewal=renewal(provider),
        polls=polls(provider),
        has_secret=has_secret(provider),
        token_errors=tuple(map(response_error_view, token_errors(provider))),
        endpoint_table=endpoint_table(provider),
        variable_table=variable_table(provider.used_variables),
        scope_table=(
            *scope_table(provider.scopes),
            *default_scopes_lines(provider),
        ),
        provider=provider_view(provider, markdown, markdown),
        summary=markdown(provider.summary),
        languages=_languages(provider),
        mock=mock_view(provider),
        exchange_mock=exchange_mock(provider),
        command=command,
        endpoint=markdown_code(endpoint.url),
        requires_scope=endpoint.requires_scope,
        example=example_view(shown),
        steps=_step_views(provider),
        steps_sources=citations(provider, provider.steps),
        parameters=tuple(parameter_view(one) for one in endpoint.parameters),
        parameters_sources=citations(provider, inputs),
        scope_sections=tuple(
            scope_view(one) for one in provider.scopes if one.permits or one.story
        ),
        scopes_sources=citations(provider, provider.scopes),
        tasks=task_views(provider.scopes),
        response_parameters=response_parameter_views(shown),
        response_sources=citations(provider, endpoint.response_parameters),
        response_errors=tuple(map(response_error_view, endpoint.response_errors)),
        errors_sources=citations(
            provider, (*endpoint.response_errors, *token_errors(provider))
        ),
        error_stages=stage_views(
            job.protocol, provider, has_command=command is not None
        ),
        headers=_header_views(provider),
        headers_sources=citations(provider, provider.headers),
        failures_sources=citations(provider, failures),
        hosts=tuple(_host_view(provider, one) for one in provider.hosts),
        documented_calls=tuple(_call_views(provider)),
        notes=notes_view(provider, present),
        unknown=_unknown_views(provider),
        sources=tuple(source_title(one) for one in provider.sources),
        limits=_limits(job.protocol),
    )


def _languages(provider: Provider) -> Mapping[str, View | None]:
    """Return what the pages say of the packages that get tokens."""
    return {
        one.key: one.documented(provider)
        for one in LANGUAGES
        if provider.returns_token or (provider.exchanges and one.exchange is not None)
    }


def clients(provider: Provider) -> Mapping[str, ClientView]:
    """Return what the pages say of the packages that only build URLs, by language."""
    if provider.returns_token:
        return {}
    documented = {
        one.key: one.client(provider) for one in LANGUAGES if has_page(one, provider)
    }
    return {key: one for key, one in documented.items() if one is not None}


def _limits(protocol: Protocol) -> Mapping[str, Code]:
    return {name: Code(number(protocol.number(name))) for name in protocol.limits}


def _step_views(provider: Provider) -> tuple[StepView, ...]:
    return tuple(
        StepView(markdown(one.title), markdown(one.text)) for one in provider.steps
    )


def _header_views(provider: Provider) -> tuple[HeaderView, ...]:
    return tuple(
        HeaderView(
            name=markdown_code(one.name),
            value=markdown_code(one.value),
            summary=markdown(one.summary),
        )
        for one in provider.headers
    )


def _host_view(provider: Provider, host: CallHost) -> HostView:
    return HostView(
        pattern=markdown_code(host.pattern),
        summary=markdown(host.summary),
        source=source_of(provider, host),
    )


def _call_views(provider: Provider) -> Iterator[CallView]:
    one = provider.call_example
    if one is not None:
        yield CallView(markdown_code(f"GET {one.url}"), markdown(one.summary))


def _unknown_views(provider: Provider) -> tuple[UnknownView, ...]:
    return tuple(
        UnknownView(
            topic=markdown(one.topic),
            text=markdown(one.text),
            sources=citations(provider, [one]),
        )
        for one in provider.unknown
    )
