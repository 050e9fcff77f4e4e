"""A spec to what the templates of the npm package print: every name and literal is final here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from generator.model.provider import Header, Package, Provider, Scope
from generator.model.text import Code
from generator.targets.encoders.json_text import json_value
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.words import plain
from generator.targets.files import Job
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
from generator.targets.typescript.names import scope_member
from generator.targets.typescript.request_view import RequestView, request_view
from generator.targets.views import HeaderView, ScopeView, disclaimers


@dataclass(frozen=True, slots=True)
class ProviderView:
    """The provider: its name as prose, and its disclaimer as Markdown."""

    name: Code
    disclaimers: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class ManifestView:
    """What `package.json` says; all of it is JSON except the copyright, which the license says."""

    name: Code
    version: Code
    license: Code
    copyright: Code
    homepage: Code
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
        provider=ProviderView(plain(provider.name), disclaimers(provider)),
        package=_manifest_view(provider, package),
        typescript=documented_view(provider),
        request=request_view(provider),
        scopes=tuple(_scope_view(one) for one in provider.scopes),
        headers=tuple(_header_view(one) for one in provider.headers),
        response_errors=tuple(
            typescript_property(typescript_key(one.code), one.remedy, 2)
            for one in provider.response_errors
        ),
    )


def _manifest_view(provider: Provider, package: Package) -> ManifestView:
    packages = provider.packages
    return ManifestView(
        name=json_value(package.distribution),
        version=json_value(packages.version),
        license=json_value(packages.license),
        copyright=plain(packages.copyright),
        homepage=json_value(provider.homepage),
        description=json_value(f"Get a bearer token for the {provider.name} API"),
    )


def _scope_view(scope: Scope) -> ScopeView:
    member = scope_member(scope)
    permits = [
        typescript_string(permission.verb, resource)
        for permission in scope.permits
        for resource in permission.resources
    ]
    return ScopeView(
        member=member,
        name=typescript_property(member, scope.name, 2),
        summary=typescript_property(Code("summary"), scope.summary, 4),
        permits=typescript_list("permits: [", permits, "],", 4),
        reach=typescript_property(Code("reach"), scope.reach, 4),
        story=typescript_property(Code("story"), scope.story, 4),
        doc=typescript_doc(scope.summary, 2),
        member_code=markdown_code(f"Scope.{member}"),
        name_code=markdown_code(scope.name),
        summary_cell=markdown(scope.summary),
    )


def _header_view(header: Header) -> HeaderView:
    held = {"client_id": Code("this.clientId"), "access_token": Code("this.reveal()")}
    pieces = re.split(r"\{(\w+)\}", header.value)
    if len(pieces) == 3 and not pieces[0] and not pieces[2]:
        value = held[pieces[1]]
    else:
        expressions = [held[name] for name in pieces[1::2]]
        value = typescript_template(list(zip_longest(pieces[::2], expressions)))
    comment = typescript_comment(header.summary, 6)
    return HeaderView(typescript_key(header.name), value, comment)
