"""A spec to what the templates of the npm package print: every name and literal is final here."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.provider import Header, Package, Provider
from generator.model.text import Code
from generator.targets.encoders.json_text import json_value
from generator.targets.encoders.markdown import markdown
from generator.targets.encoders.words import fragment, plain
from generator.targets.files import Job
from generator.targets.typescript.client_view import ClientView, client_view
from generator.targets.typescript.documented_view import DocumentedView, documented_view
from generator.targets.typescript.encoders import (
    typescript_comment,
    typescript_key,
    typescript_property,
    typescript_template,
)
from generator.targets.typescript.index_view import IndexView, index_view
from generator.targets.typescript.request_view import RequestView, request_views
from generator.targets.typescript.scopes_view import ScopesView, scopes_view
from generator.targets.typescript.urls_view import UrlsView, urls_view
from generator.targets.typescript.vectors_view import VectorsView, vectors_view
from generator.targets.views import (
    HeaderView,
    ProviderView,
    header_value,
    provider_view,
)


@dataclass(frozen=True, slots=True)
class ManifestView:
    """What `package.json` says; all of it is JSON except the copyright, which the license says."""

    name: Code
    version: Code
    license: Code
    copyright: Code
    homepage: Code | None
    description: Code


@dataclass(frozen=True, slots=True)
class PackageView:
    """What every template of the package gets. `response_errors` are properties.

    `reads_response` is whether the response to the first of the requests contains a token. `pkce` has
    the requests with a code verifier.
    """

    head: Code
    provider: ProviderView
    package: ManifestView
    typescript: DocumentedView | None
    client: ClientView
    requests: tuple[RequestView, ...]
    pkce: tuple[RequestView, ...]
    reads_response: bool
    index: IndexView
    vectors: VectorsView
    urls: UrlsView
    scopes: ScopesView | None
    headers: tuple[HeaderView, ...]
    response_errors: tuple[Code, ...]


def package_view(job: Job, package: Package) -> PackageView:
    """Return what the templates of the package print."""
    provider, requests = job.provider, request_views(job.provider)
    return PackageView(
        head=job.head,
        provider=provider_view(provider, plain, markdown),
        package=_manifest_view(provider, package),
        typescript=documented_view(provider),
        client=client_view(provider, requests),
        requests=requests,
        pkce=tuple(one for one in requests if one.is_async),
        reads_response=provider.returns_token,
        index=index_view(provider, requests),
        vectors=vectors_view(provider, requests),
        urls=urls_view(provider, requests),
        scopes=scopes_view(provider) if provider.has_scope_list else None,
        headers=tuple(_header_view(one) for one in provider.headers),
        response_errors=tuple(
            typescript_property(
                typescript_key(one.code), fragment(one.remedy, provider.name), 2
            )
            for one in provider.authorization_endpoint.response_errors
        ),
    )


def _manifest_view(provider: Provider, package: Package) -> ManifestView:
    packages = provider.packages
    return ManifestView(
        name=json_value(package.distribution),
        version=json_value(packages.version),
        license=json_value(packages.license),
        copyright=plain(packages.copyright),
        homepage=json_value(provider.homepage) if provider.homepage else None,
        description=json_value(_about(provider)),
    )


def _about(provider: Provider) -> str:
    """Return what the package does."""
    if provider.returns_token:
        return f"Get a bearer token for the {provider.name} API"
    return f"Build authorization URLs for {provider.name}"


def _header_view(header: Header) -> HeaderView:
    held = {"client_id": Code("this.clientId"), "access_token": Code("this.reveal()")}
    return HeaderView(
        name=typescript_key(header.name),
        value=header_value(header, held, typescript_template),
        comment=typescript_comment(header.summary, 6),
    )
