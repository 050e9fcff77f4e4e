"""A spec to what the templates of the Python package print: every name and literal is final here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.endpoints import ResponseError
from generator.model.provider import FailureForm, Header, Package, Provider
from generator.model.text import Code
from generator.model.token_requests import RequestKind
from generator.targets.encoders.markdown import markdown
from generator.targets.encoders.toml import toml_string
from generator.targets.encoders.words import fragment, plain
from generator.targets.files import Job
from generator.targets.python.client_view import ClientView, client_view
from generator.targets.python.command_view import (
    CommandView,
    ScriptView,
    command_view,
    script_view,
)
from generator.targets.python.documented_view import DocumentedView, documented_view
from generator.targets.python.encoders import (
    python_call,
    python_comment,
    python_docstring,
    python_f_string,
    python_prose,
    python_string,
)
from generator.targets.python.exchange_command_docs import (
    ExchangeCommandGuide,
    exchange_command_guide,
)
from generator.targets.python.exchange_command_view import (
    ExchangeCommandView,
    exchange_command_view,
)
from generator.targets.python.exchange_view import ExchangeView, exchange_view
from generator.targets.python.extras_view import ExtrasView, extras_view
from generator.targets.python.guide_view import GuideView, guide_view
from generator.targets.python.request_view import (
    RequestView,
    request_views,
)
from generator.targets.python.scopes_view import (
    ScopeTextsView,
    ScopeView,
    scope_texts_view,
    scope_views,
)
from generator.targets.python.urls_view import UrlsView, urls_view
from generator.targets.python.vectors_view import VectorsView, vectors_view
from generator.targets.views import (
    HeaderView,
    ProviderView,
    default_redirect,
    header_value,
    provider_view,
)


@dataclass(frozen=True, slots=True)
class DistributionView:
    """What the metadata of the distribution says; all of it is TOML except the copyright.

    `homepage` is None if the spec has none.
    """

    distribution: Code
    version: Code
    license: Code
    copyright: Code
    module: Code
    url_label: Code
    homepage: Code | None
    description: Code


@dataclass(frozen=True, slots=True)
class ModuleView:
    """The module that callers import: what it is about, its imports, and its exported names."""

    about: Code
    imports: tuple[Code, ...]
    modules: tuple[Code, ...]
    exports: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class FailuresView:
    """The expression of each form in which the API reports why it rejects a call."""

    has_form: bool
    xml: Code
    json: Code


@dataclass(frozen=True, slots=True)
class TokenView:
    """The module and the name of the class that the token derives from."""

    module: Code
    base: Code


@dataclass(frozen=True, slots=True)
class RemedyView:
    """The literals of an error code of the server and of what to do about it."""

    code: Code
    remedy: Code


@dataclass(frozen=True, slots=True)
class PackageView:
    """What every template of the package gets."""

    head: Code
    provider: ProviderView
    package: DistributionView
    extras: ExtrasView
    module: ModuleView
    issues_tokens: bool
    reads_response: bool
    python: DocumentedView
    script: ScriptView | None
    command: CommandView | None
    exchange_command: ExchangeCommandView | None
    login: ExchangeCommandGuide | None
    client: ClientView
    requests: tuple[RequestView, ...]
    exchange: ExchangeView
    vectors: VectorsView
    urls: UrlsView
    guide: GuideView
    scope_texts: ScopeTextsView
    scopes: tuple[ScopeView, ...]
    headers: tuple[HeaderView, ...]
    failures: FailuresView
    token: TokenView
    response_errors: tuple[RemedyView, ...]
    token_errors: tuple[RemedyView, ...]


def package_view(job: Job) -> PackageView:
    """Return what the templates of the package print."""
    provider = job.provider
    requests, exchange = request_views(provider), exchange_view(provider)
    python, command = documented_view(provider), command_view(provider)
    exchange_command = exchange_command_view(provider)
    has_command = command is not None or exchange_command is not None
    return PackageView(
        head=job.head,
        provider=provider_view(provider, plain, markdown),
        package=distribution_view(
            provider,
            provider.packages.of("python"),
            _about(provider),
        ),
        extras=extras_view(provider, has_command=has_command),
        module=_module_view(provider, requests),
        issues_tokens=provider.issues_tokens,
        reads_response=provider.returns_token,
        python=python,
        script=script_view(provider) if has_command else None,
        command=command,
        exchange_command=exchange_command,
        login=exchange_command_guide(provider),
        client=client_view(provider, requests, exchange),
        requests=requests,
        exchange=exchange,
        vectors=vectors_view(provider, requests),
        urls=urls_view(provider, python),
        guide=guide_view(provider, python),
        scope_texts=scope_texts_view(provider),
        scopes=scope_views(provider),
        headers=tuple(_header_view(one) for one in provider.headers),
        failures=_failures_view(provider),
        token=TokenView(
            Code("exchange.issued_token" if provider.exchanges else "token"),
            Code("IssuedToken" if provider.exchanges else "BearerToken"),
        ),
        response_errors=tuple(
            _remedy_view(one, provider.name)
            for one in provider.authorization_endpoint.response_errors
        ),
        token_errors=tuple(
            _remedy_view(one, provider.name)
            for one in (
                provider.token_endpoint.errors if provider.token_endpoint else ()
            )
            if provider.exchanges
        ),
    )


def _about(provider: Provider) -> str:
    """Return what the package does, as the description of its distribution."""
    if provider.issues_tokens:
        return f"Get a bearer token for the {provider.name} API"
    return f"Build authorization URLs for {provider.name}"


def _module_view(provider: Provider, views: Sequence[RequestView]) -> ModuleView:
    """Return what callers import. A package without tokens has neither their class nor their errors."""
    redirect = default_redirect(provider)
    constant = [str(redirect.name)] if redirect else []
    scope = ["Scope"] if provider.has_scope_list else []
    errors, token = ["OAuthError"], []
    about = f"Build authorization URLs for {provider.name}."
    if provider.issues_tokens:
        errors = ["ApiError", "AuthorizationError", *errors]
        token = ["AccessToken"]
        about = f"Get a bearer token for the {provider.name} API."
    if provider.returns_token:
        about = (
            f"Get a bearer token for the {provider.name} API: "
            "build the authorization URL and read the response."
        )
    code = ["AuthorizationCode"] if any(one.resumed for one in views) else []
    others = ["EndpointError", "TokenEndpointError"] if provider.exchanges else []
    delivery = ["DeliveryError"] if provider.exchanges else []
    polls = provider.request(RequestKind.DEVICE_AUTHORIZATION) is not None
    device = ["DeviceAuthorization"] if polls else []
    pending = ["DeviceError", "DevicePendingError"] if polls else []
    requests = sorted(["OAuthClient", *(str(one.name) for one in views)])
    sources = {
        "_runtime.errors": errors,
        "_runtime.exchange.authorization_code": code,
        "_runtime.exchange.delivery": delivery,
        "_runtime.exchange.device_authorization": device,
        "_runtime.exchange.device_errors": pending,
        "_runtime.exchange.errors": others,
        "access_token": token,
        "client": [*constant, *requests],
        "scopes": scope,
    }
    imported = {module: names for module, names in sources.items() if names}
    exported = [
        *constant,
        *sorted(
            [
                *(*errors, *others, *delivery, *device, *pending),
                *(*code, *token, *requests, *scope),
            ],
        ),
    ]
    return ModuleView(
        about=python_docstring(about, 0, '"""'),
        imports=tuple(
            Code(f"from .{module} import {', '.join(names)}")
            for module, names in imported.items()
        ),
        modules=tuple(map(Code, imported)),
        exports=tuple(map(Code, exported)),
    )


def distribution_view(
    provider: Provider, package: Package, description: str
) -> DistributionView:
    """Return the metadata of a distribution."""
    packages = provider.packages
    return DistributionView(
        distribution=toml_string(package.distribution),
        version=toml_string(packages.version),
        license=toml_string(packages.license),
        copyright=plain(packages.copyright),
        module=toml_string(package.module),
        url_label=toml_string(provider.name),
        homepage=toml_string(provider.homepage) if provider.homepage else None,
        description=toml_string(description),
    )


def _header_view(header: Header) -> HeaderView:
    held = {"client_id": Code("self.client_id"), "access_token": Code("self.reveal()")}
    return HeaderView(
        name=python_string(header.name),
        value=header_value(header, held, python_f_string),
        comment=python_comment(header.summary, 12),
    )


def _failures_view(provider: Provider) -> FailuresView:
    failures = provider.failures
    return FailuresView(
        has_form=failures is not None,
        xml=_form(failures.xml if failures else None, "xml="),
        json=_form(failures.json if failures else None, "json="),
    )


def _form(form: FailureForm | None, before: str) -> Code:
    """Return the expression of a form, or `None`."""
    if form is None:
        return Code("None")
    named = {
        "root": form.root,
        "code": form.code,
        "message": form.message,
        "details": form.details,
    }
    arguments = [
        f"{name}={'None' if value is None else python_string(value)}"
        for name, value in named.items()
    ]
    return python_call("FailureForm", arguments, 4, before)


def _remedy_view(error: ResponseError, name: str) -> RemedyView:
    code = python_string(error.code)
    remedy = fragment(error.remedy, name)
    return RemedyView(code, python_prose(remedy, 4, f"{code}: "))
