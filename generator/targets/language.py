"""What the generator knows of a programming language: the manifest in its folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.model.endpoints import Variable
from generator.model.facts import Scope
from generator.model.protocol import Protocol
from generator.model.provider import Provider
from generator.model.text import Code
from generator.reading.departures import Schema
from generator.rules.finding import Rule
from generator.targets.clients import ClientView, ExchangeView
from generator.targets.files import File, Job
from generator.targets.messages import Spelling
from generator.targets.views import View


@dataclass(frozen=True, slots=True)
class Terms:
    """The language's terms for what the consequences of changes mention (`rules.yaml`).

    `sentences` replaces a consequence that does not fit the language, by the code of its change.
    """

    names: Mapping[str, Code]
    member: Callable[[Scope], Code]
    sentences: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VectorRunner:
    """How to run the test vectors through a package: JSON on standard input, one outcome a line.

    In a command, `{package}` is the folder of the package, `{build}` is a folder for what is built,
    and `{tools}` is the folder of the programs that npm installed.
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    build: Sequence[str] = ()
    """What has to run first, if anything."""


@dataclass(frozen=True, slots=True)
class Language:
    """A programming language. Its key names its folder, its target, and its package in a spec."""

    key: str
    label: str
    names: Schema
    """The JSON Schema of `packages.<key>` in a spec."""
    default_names: Callable[[str], Mapping[str, str]]
    """The names of a package for the ID of a provider, by the keys of `names`."""
    is_main: bool
    """Whether the documentation shows this language first."""
    spelling: Spelling
    """How messages and the documentation spell arguments and methods."""
    argument: Callable[[Variable], Code]
    """The spelling of the argument for a variable of the endpoint's URL."""
    rules: Sequence[Rule]
    """What the names of a package must follow."""
    files: Callable[[Job], Iterable[File]]
    """The files of the package. There are none if the spec names no package."""
    documented: Callable[[Provider], View | None]
    """What the documentation says of the package, or None without one."""
    client: Callable[[Provider], ClientView | None]
    """The same for a package that only builds URLs."""
    command: Callable[[Provider], View | None] | None
    """What the documentation says of the command in the package, or None if no package has one."""
    exchange: Callable[[Provider], ExchangeView] | None
    """What the documentation says of the token endpoint, or None if no package calls it."""
    recipes: Callable[[Provider], View | None] | None
    """What the recipes in the documentation need, or None if the language has none."""
    layouts: Mapping[str, Callable[[str], str]]
    """What lays out a rendered file and checks that it parses, by the end of the file's name."""
    terms: Terms
    """What a report of changes calls the parts of the package."""
    runner: VectorRunner | None = None
    page_messages: Callable[[Protocol], View] | None = None
    """The view of the messages that the page words in its own way.

    It is None if the page that builds the authorization URL cannot use the package.
    """
