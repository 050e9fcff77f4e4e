"""A spec to what the templates of the npm package print: every name and literal is final here."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.facts import Scope
from generator.model.provider import Header, Package, Provider
from generator.model.text import Code
from generator.targets.encoders.json_text import json_value
from generator.targets.encoders.markdown import markdown
from generator.targets.encoders.words import fragment, plain
from generator.targets.files import Job
from generator.targets.typescript.changes import TERMS
from generator.targets.typescript.documented_view import DocumentedView, documented_view
from generator.targets.typescript.encoders import (
    typescript_comment,
    typescript_doc,
    typescript_key,
    typescript_list,
    typescript_property,
    typescript_string,
    typescript_template,
)
from generator.targets.typescript.request_view import RequestView, request_view
from generator.targets.views import (
    HeaderView,
    ProviderView,
    ScopeView,
    header_value,
    provider_view,
    scope_member,
    scope_row,
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
    """What every template of the package gets. `response_errors` are properties."""

    spec: Code
    provider: ProviderView
    package: ManifestView
    typescript: DocumentedView | None
    request: RequestView
    scopes: tuple[ScopeView, ...]
    headers: tuple[HeaderView, ...]
    response_errors: tuple[Code, ...]


def package_view(job: Job, package: Package) -> PackageView:
    """Return what the templates of the package print."""
    provider = job.provider
    return PackageView(
        spec=job.spec,
        provider=provider_view(provider, plain, markdown),
        package=_manifest_view(provider, package),
        typescript=documented_view(provider),
        request=request_view(provider),
        scopes=tuple(_scope_view(one) for one in provider.scopes),
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
        description=json_value(f"Get a bearer token for the {provider.name} API"),
    )


def _scope_view(scope: Scope) -> ScopeView:
    member = scope_member(scope)
    permits = [typescript_string(*task) for task in scope.tasks]
    return ScopeView(
        member=member,
        name=typescript_property(member, scope.name, 2),
        summary=typescript_property(Code("summary"), scope.summary, 4),
        permits=typescript_list("permits: [", permits, "],", 4),
        reach=typescript_property(Code("reach"), scope.reach, 4),
        story=typescript_property(Code("story"), scope.story, 4),
        doc=typescript_doc(scope.summary, 2),
        row=scope_row(scope, TERMS.member(scope)),
    )


def _header_view(header: Header) -> HeaderView:
    held = {"client_id": Code("this.clientId"), "access_token": Code("this.reveal()")}
    return HeaderView(
        name=typescript_key(header.name),
        value=header_value(header, held, typescript_template),
        comment=typescript_comment(header.summary, 6),
    )
