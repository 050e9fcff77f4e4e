"""A spec to the names, options, and examples of the command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model.endpoints import Role, Variable
from generator.model.provider import Provider
from generator.model.reference import example
from generator.model.text import Code
from generator.targets.encoders.shell import shell_word
from generator.targets.encoders.toml import toml_string
from generator.targets.encoders.words import Words, plain
from generator.targets.python.encoders import (
    python_option,
    python_prose,
    python_string,
    python_tuple,
)
from generator.targets.python.names import variable_argument
from generator.targets.views import example_call, example_client_id


@dataclass(frozen=True, slots=True)
class CommandVariableView:
    """The option for a variable of the endpoint's URL.

    `key` and `summary` are literals, and `example` is a word for a shell.
    """

    name: Code
    key: Code
    option: Code
    environment: Code
    summary: Code
    example: Code


@dataclass(frozen=True, slots=True)
class ScriptView:
    """The names of a command: `name` and `prefix` are bare, `toml_name` and `entry_point` are TOML, the others literals.

    `modules` are those of other distributions that the command imports.
    """

    name: Code
    prefix: Code
    string: Code
    toml_name: Code
    entry_point: Code
    modules: Code
    install: Code
    distribution: Code
    environment: Code
    provider: Code


@dataclass(frozen=True, slots=True)
class CommandView:
    """The command.

    `name`, `prefix`, and `completion` are bare, and `issuer` is a literal. The three values that begin with `has_` or are
    called `needs_redirect` are Python's `True` or `False`. The examples are words for a shell. `separator` is
    a literal or empty, and `example_redirect` is an option after a space, or empty.
    """

    name: Code
    prefix: Code
    completion: Code
    variables: tuple[CommandVariableView, ...]
    issuer: Code
    issuer_option: Code
    issuer_environment: Code
    separator: Code
    has_state: Code
    has_redirect: Code
    needs_redirect: Code
    takes_redirect: bool
    takes_state: bool
    needs_redirect_uri: bool
    example_client_id: Code
    example_scope: Code
    example_redirect: Code
    example_options: Code
    example_login: tuple[Code, ...]
    example_url: Code


def script_view(provider: Provider) -> ScriptView | None:
    """Return the names of the package's command, or None if the spec wants none."""
    package = provider.packages.of("python")
    if package.command is None or package.environment is None:
        return None
    return ScriptView(
        name=plain(package.command),
        prefix=plain(package.environment),
        string=python_string(package.command),
        toml_name=toml_string(package.command),
        entry_point=toml_string(f"{package.module}.command:main"),
        modules=python_tuple(
            [python_string(one) for one in _modules(provider)],
            8,
            "if missing not in ",
            ":",
        ),
        install=_install(package.command, package.distribution),
        distribution=python_string(package.distribution),
        environment=python_string(package.environment),
        provider=python_string(provider.name),
    )


def _modules(provider: Provider) -> list[str]:
    # httpx brings anyio.
    senders = ["anyio", "httpx"] if provider.exchanges else []
    return sorted([*senders, "click", "prompt_toolkit", "rich"])


def command_view(provider: Provider) -> CommandView | None:
    """Return the command, or None if the package has none."""
    package, endpoint = provider.packages.of("python"), provider.authorization_endpoint
    if package.command is None or package.environment is None:
        return None
    if not provider.has_login:
        return None
    variables = variable_views(provider.url_variables, package.environment)
    host = variable_argument(provider.host_variable)
    redirect = endpoint.parameter(Role.REDIRECT_URI)
    needs_redirect = redirect is not None and redirect.is_required
    options = _example_options(provider, variables)
    example_redirect = _example_redirect(provider, needs_redirect)
    takes_redirect = needs_redirect or endpoint.has_optional_redirect
    return CommandView(
        name=plain(package.command),
        prefix=plain(package.environment),
        completion=plain(completion_variable(package.command)),
        variables=variables,
        issuer=python_string(host),
        issuer_option=option_of(host),
        issuer_environment=environment_of(host, package.environment),
        separator=_separator(provider),
        has_state=Code(repr(endpoint.has_state)),
        has_redirect=Code(repr(takes_redirect)),
        needs_redirect=Code(repr(needs_redirect)),
        takes_redirect=takes_redirect,
        takes_state=endpoint.has_state,
        needs_redirect_uri=needs_redirect,
        example_client_id=shell_word(example_client_id(provider)),
        example_scope=shell_word(provider.scopes[0].name),
        example_redirect=example_redirect,
        example_options=Code(options),
        example_login=_example_login(provider, needs_redirect),
        example_url=shell_word(example_call(provider)),
    )


def variable_views(
    variables: Iterable[Variable], prefix: str
) -> tuple[CommandVariableView, ...]:
    """Return the options for variables, whose environment variables begin with the prefix."""
    return tuple(_variable_view(one, prefix) for one in variables)


def _variable_view(variable: Variable, prefix: str) -> CommandVariableView:
    name = variable_argument(variable)
    return CommandVariableView(
        name=name,
        key=python_string(name),
        option=option_of(name),
        environment=environment_of(name, prefix),
        summary=python_prose(variable.summary, 12, f"{python_string(name)}: "),
        example=shell_word(variable.example),
    )


def _separator(provider: Provider) -> Code:
    """Return the literal of the separator between two scopes, or nothing for the default of the command."""
    separator = provider.authorization_endpoint.scope_separator
    return Code("") if separator == " " else python_string(separator)


def _install(command: str, distribution: str) -> Code:
    """Return the literal of the error if the command's dependencies are not installed."""
    # pip finds the installed distribution, wherever it came from.
    install = f'pip install "{distribution}[cli]"'
    return python_string(f"{command} requires the extra cli: run {install}")


def _example_options(
    provider: Provider, variables: Sequence[CommandVariableView]
) -> str:
    """Return the options of a login, as words for a shell."""
    client_id = shell_word(example_client_id(provider))
    scope = shell_word(provider.scopes[0].name)
    options = [f"{one.option} {one.example}" for one in variables]
    return " ".join([*options, f"--client-id {client_id} --scope {scope}"])


def _example_login(provider: Provider, needs_redirect: bool) -> tuple[Code, ...]:
    """Return the literals of a login's options."""
    options: list[tuple[Code, Words]] = [
        (option_of(variable_argument(one)), one.example)
        for one in provider.url_variables
    ]
    options.append((Code("--client-id"), example_client_id(provider)))
    options.append((Code("--scope"), provider.scopes[0].name))
    if needs_redirect:
        uri = dict(example(provider).values)["redirect_uri"]
        options.append((Code("--redirect-uri"), uri))
    return tuple(python_option(option, value) for option, value in options)


def _example_redirect(provider: Provider, is_required: bool) -> Code:
    """Return the option for the documented redirect URI after a space, or nothing."""
    if not is_required:
        return Code("")
    uri = dict(example(provider).values)["redirect_uri"]
    return Code(f" --redirect-uri {shell_word(uri)}")


def option_of(argument: str) -> Code:
    """Return the option for an argument: `--tenant-name`."""
    return Code(f"--{argument.strip('_').replace('_', '-')}")


def environment_of(argument: str, prefix: str) -> Code:
    """Return the environment variable for an argument: `PREFIX_TENANT_NAME`."""
    return Code(f"{prefix}_{argument.strip('_').upper()}")


def completion_variable(name: str) -> str:
    """Return the environment variable with which click is asked for completions."""
    return f"_{name.replace('-', '_').upper()}_COMPLETE"
