"""A spec to what the templates of the mock server print: every name and literal is final here."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.provider import Package
from generator.model.text import Code
from generator.targets.encoders.markdown import markdown
from generator.targets.encoders.toml import toml_string
from generator.targets.encoders.words import plain
from generator.targets.files import Job
from generator.targets.mock.documented_view import MockView, mock_view
from generator.targets.mock.exchange_view import ExchangeView, exchange_view
from generator.targets.mock.facts_view import FactsView, facts_view
from generator.targets.mock.fixtures_view import FixturesView, fixtures_view
from generator.targets.mock.guide_view import GuideView, guide_view
from generator.targets.python.command_view import CommandView, command_view
from generator.targets.python.documented_view import DocumentedView, documented_view
from generator.targets.python.encoders import python_string
from generator.targets.python.exchange_command_docs import (
    ExchangeCommandGuide,
    exchange_command_guide,
)
from generator.targets.python.view import DistributionView, distribution_view
from generator.targets.views import ProviderView, provider_view


@dataclass(frozen=True, slots=True)
class MockPackageView:
    """What every template of the mock server gets.

    `script` and `entry_point` are TOML, `command_literal` is a Python literal, and `extras` are
    those of the Python package.
    """

    head: Code
    provider: ProviderView
    package: DistributionView
    script: Code
    entry_point: Code
    command_literal: Code
    mock: MockView | None
    python: DocumentedView
    command: CommandView | None
    login: ExchangeCommandGuide | None
    extras: Code
    facts: FactsView
    exchange: ExchangeView | None
    guide: GuideView
    fixtures: FixturesView


def package_view(job: Job, package: Package) -> MockPackageView:
    """Return what the templates of the mock server print."""
    provider, python = job.provider, documented_view(job.provider)
    has_command = provider.packages.of("python").command
    command = package.command or package.distribution
    return MockPackageView(
        head=job.head,
        provider=provider_view(provider, plain, markdown),
        package=distribution_view(
            provider,
            package,
            f"A mock of the {provider.name} authorization server, for trying and testing",
        ),
        script=toml_string(command),
        entry_point=toml_string(f"{package.module}.__main__:main"),
        command_literal=python_string(command),
        mock=mock_view(provider),
        python=python,
        command=command_view(provider),
        login=exchange_command_guide(provider),
        extras=Code("cli,httpx" if has_command else "httpx"),
        facts=facts_view(provider),
        exchange=exchange_view(provider),
        guide=guide_view(provider, package, python),
        fixtures=fixtures_view(provider, python),
    )
