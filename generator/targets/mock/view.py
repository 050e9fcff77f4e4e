"""A spec to what the templates of the mock server print: every name and literal is final here."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.provider import Package, Provider
from generator.model.text import Code
from generator.targets.encoders.toml import toml_string
from generator.targets.encoders.words import plain
from generator.targets.files import Job
from generator.targets.mock.documented_view import MockView, mock_view
from generator.targets.mock.facts_view import FactsView, facts_view
from generator.targets.python.command_view import CommandView, command_view
from generator.targets.python.documented_view import DocumentedView, documented_view
from generator.targets.python.encoders import python_string
from generator.targets.python.view import ProviderView, provider_view


@dataclass(frozen=True, slots=True)
class DistributionView:
    """What the metadata of the distribution says, as TOML.

    `copyright` and `command_name` are bare, and `command_literal` is a Python literal.
    """

    distribution: Code
    version: Code
    license: Code
    copyright: Code
    module: Code
    command: Code
    command_name: Code
    command_literal: Code
    entry_point: Code
    url_label: Code
    description: Code
    published: bool


@dataclass(frozen=True, slots=True)
class MockPackageView:
    """What every template of the mock server gets. `extras` are those of the Python package."""

    spec: Code
    provider: ProviderView
    package: DistributionView
    mock: MockView | None
    python: DocumentedView
    command: CommandView | None
    extras: Code
    facts: FactsView


def package_view(job: Job, package: Package) -> MockPackageView:
    """Return what the templates of the mock server print."""
    provider = job.provider
    has_command = provider.packages.of("python").command
    return MockPackageView(
        spec=job.spec,
        provider=provider_view(provider),
        package=_distribution_view(provider, package),
        mock=mock_view(provider),
        python=documented_view(provider),
        command=command_view(provider),
        extras=Code("cli,httpx" if has_command else "httpx"),
        facts=facts_view(provider),
    )


def _distribution_view(provider: Provider, package: Package) -> DistributionView:
    packages, command = provider.packages, package.command or package.distribution
    return DistributionView(
        distribution=toml_string(package.distribution),
        version=toml_string(packages.version),
        license=toml_string(packages.license),
        copyright=plain(packages.copyright),
        module=toml_string(package.module),
        command=toml_string(command),
        command_name=plain(command),
        command_literal=python_string(command),
        entry_point=toml_string(f"{package.module}.__main__:main"),
        url_label=toml_string(provider.name),
        description=toml_string(
            f"A mock of the {provider.name} authorization server, for trying and testing"
        ),
        published=packages.published,
    )
