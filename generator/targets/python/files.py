"""The Python distribution: every name, literal and signature of the package is decided here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

from generator.model.naming import constant, not_reserved, reserved_words, snake, words
from generator.model.provider import (
    OUT_OF_BAND_URN,
    FailureForm,
    Header,
    Provider,
    Scope,
    Variable,
)
from generator.model.text import Code, Text
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.shell import shell_word
from generator.targets.encoders.toml import toml_string
from generator.targets.encoders.words import plain
from generator.targets.files import Copied, File, Job, Rendered, copied
from generator.targets.python import messages, protocol
from generator.targets.python.encoders import (
    python_call,
    python_comment,
    python_docstring,
    python_f_string,
    python_prose,
    python_query_name,
    python_string,
    python_tuple,
)

RESERVED = reserved_words(Path(__file__).with_name("reserved_words.txt"))

RENDERED = {
    "README.md": "README.md.j2",
    "LICENSE": "LICENSE.j2",
    "pyproject.toml": "pyproject.toml.j2",
    "tests/run_vectors.py": "run_vectors.py.j2",
    "src/{module}/__init__.py": "package.py.j2",
    "src/{module}/request.py": "request.py.j2",
    "src/{module}/scopes.py": "scopes.py.j2",
    "src/{module}/access_token.py": "access_token.py.j2",
    "src/{module}/server_errors.py": "server_errors.py.j2",
    "src/{module}/failures.py": "failures.py.j2",
    "src/{module}/httpx_auth.py": "httpx_auth.py.j2",
    "src/{module}/requests_auth.py": "requests_auth.py.j2",
}
"""What the spec decides: path in the distribution, template."""

RENDERED_FOR_COMMAND = {
    "src/{module}/command.py": "command.py.j2",
    "src/{module}/_command.py": "command_line.py.j2",
    "src/{module}/store.py": "store.py.j2",
}
"""What the spec decides where the package has a command."""

MESSAGES = {
    "messages.py": "core",
    "http/messages.py": "calls",
    "store/messages.py": "store",
    "cli/messages.py": "command",
}
"""The messages of errors: path in the runtime, part of the package that raises them."""

_FOR_COMMAND = ("cli/", "store/")
"""Folders that only a package with a command has."""


def files(job: Job) -> Iterator[File]:
    """Return the files of the target."""
    package = job.provider.packages.of("python")
    module, has_command = package.module, package.command is not None
    rendered = RENDERED | (RENDERED_FOR_COMMAND if has_command else {})
    view = _view(job)
    for path, template in rendered.items():
        yield Rendered(path.format(module=module), f"python/{template}", view)
    yield Copied(f"src/{module}/py.typed", "python/py.typed")
    runtime = f"src/{module}/_runtime"
    values = protocol.view(job.protocol)
    yield Rendered(f"{runtime}/protocol.py", "python/protocol.py.j2", values)
    left_out = () if has_command else _FOR_COMMAND
    for path, part in MESSAGES.items():
        if not path.startswith(left_out):
            words = messages.view(job.protocol, part)
            yield Rendered(f"{runtime}/{path}", "python/messages.py.j2", words)
    for file in copied(job.templates, "python/runtime", runtime, ["*.py"]):
        if not file.path.removeprefix(f"{runtime}/").startswith(left_out):
            yield file


def scope_member(scope: Scope) -> Code:
    """Return the name of a scope's member: `READ_USERS_DATA`."""
    return Code(constant(words(scope.identifier or scope.name)))


def names(provider: Provider) -> dict[str, Any]:
    """Return what the documentation says of the package: its names, and an example of its use."""
    package = provider.packages.of("python")
    example = provider.examples[0]
    asked = [
        f"Scope.{scope_member(one)}"
        for one in provider.scopes
        if one.name in example.scopes
    ]
    variables = provider.endpoint.variables
    return {
        "distribution": plain(package.distribution),
        "module": plain(package.module),
        "published": provider.packages.published,
        "source": plain(package.distribution if provider.packages.published else "."),
        "out_of_band": (
            markdown_code(OUT_OF_BAND_URN) if provider.endpoint.is_out_of_band else None
        ),
        "first_scope": scope_member(provider.scopes[0]),
        "first_scope_name": python_string(provider.scopes[0].name),
        "example_domain": python_string(variables[0].example),
        "arguments": [
            {"name": markdown_code(name), "summary": markdown(summary)}
            for name, summary in _arguments(provider)
        ],
        "has_state": provider.endpoint.parameter("state") is not None,
        "state_in_query": provider.endpoint.state_in == "query",
        "example_client_id": python_string(
            dict(example.values).get("client_id", "KEY")
        ),
        "example_other_host": python_string(f"api.{variables[0].example}:83"),
        "example_url": python_string(f"https://{variables[0].example}/"),
        "example_import": Code(
            f"from {package.module} import AuthorizationRequest, Scope"
        ),
        "example_arguments": [
            *[
                Code(f"{variable_argument(one)}={python_string(one.example)}")
                for one in variables
            ],
            *[
                Code(f"{name}={python_string(value)}")
                for name, value in example.values
                if name == "client_id"
                or (name == "redirect_uri" and not _default_redirect(provider))
            ],
            Code(f"scopes=[{', '.join(asked)}]"),
        ],
    }


def _arguments(provider: Provider) -> Iterator[tuple[str, Text]]:
    """Return the arguments that the spec describes, by name, with what each is for."""
    for variable in provider.endpoint.variables:
        yield variable_argument(variable), variable.summary
    for name in ("client_id", "redirect_uri", "state"):
        parameter = provider.endpoint.parameter(name)
        if parameter is not None:
            yield name, parameter.summary


def _view(job: Job) -> Mapping[str, object]:
    provider = job.provider
    packages = provider.packages
    return {
        "spec": job.spec,
        "provider": {
            "name": plain(provider.name),
            "homepage": toml_string(provider.homepage),
            "disclaimers": (
                [markdown(provider.disclaimer)] if provider.disclaimer else []
            ),
        },
        "package": {
            "distribution": toml_string(packages.of("python").distribution),
            "version": toml_string(packages.version),
            "license": toml_string(packages.license),
            "copyright": plain(packages.copyright),
            "module": toml_string(packages.of("python").module),
            "url_label": toml_string(provider.name),
            "description": toml_string(
                f"Get a bearer token for the {provider.name} API"
            ),
        },
        "python": names(provider),
        "command": command(provider),
        "request": _request(provider),
        "scopes": [_scope(one) for one in provider.scopes],
        "headers": [_header(one) for one in provider.headers],
        "failures": _failures(provider),
        "response_errors": [
            {
                "code": python_string(one.code),
                "remedy": python_prose(one.remedy, 4, f"{python_string(one.code)}: "),
            }
            for one in provider.response_errors
        ],
    }


def command(provider: Provider) -> dict[str, Any] | None:
    """Return how the command is named and what it is told, or None without one."""
    package, endpoint = provider.packages.of("python"), provider.endpoint
    if package.command is None or package.environment is None:
        return None
    variables = [
        _command_variable(one, package.environment) for one in endpoint.variables
    ]
    issuer = _issuer(provider)
    redirect = endpoint.parameter("redirect_uri")
    needs_redirect = redirect is not None and redirect.is_required
    example = provider.examples[0]
    client_id = shell_word(dict(example.values).get("client_id", "KEY"))
    scope = shell_word(provider.scopes[0].name)
    options = [f"{one['option']} {one['example']}" for one in variables]
    return {
        "name": plain(package.command),
        "string": python_string(package.command),
        "toml_name": toml_string(package.command),
        "entry_point": toml_string(f"{package.module}.command:main"),
        "prefix": plain(package.environment),
        "completion": plain(_completion_variable(package.command)),
        "install": python_string(
            # Their own names, which are right wherever the package came from.
            f"{package.command} requires the extra cli: "
            "run pip install click prompt_toolkit rich"
        ),
        "distribution": python_string(package.distribution),
        "environment": python_string(package.environment),
        "provider": python_string(provider.name),
        "variables": variables,
        "issuer": python_string(issuer),
        "issuer_option": _option(issuer),
        "issuer_environment": _environment(issuer, package.environment),
        "has_state": Code(repr(endpoint.parameter("state") is not None)),
        "has_redirect": Code(repr(needs_redirect or endpoint.has_optional_redirect)),
        "needs_redirect": Code(repr(needs_redirect)),
        "takes_redirect": needs_redirect or endpoint.has_optional_redirect,
        "needs_redirect_uri": needs_redirect,
        "example_client_id": client_id,
        "example_scope": scope,
        "example_options": Code(
            " ".join([*options, f"--client-id {client_id} --scope {scope}"])
        ),
        "example_url": shell_word(f"https://{endpoint.variables[0].example}/"),
    }


def _command_variable(variable: Variable, prefix: str) -> dict[str, Code]:
    """Return the option of a variable of the address, and the words about it."""
    name = variable_argument(variable)
    return {
        "name": name,
        "key": python_string(name),
        "option": _option(name),
        "environment": _environment(name, prefix),
        "summary": python_prose(variable.summary, 12, f"{python_string(name)}: "),
        "example": shell_word(variable.example),
    }


def _option(argument: str) -> Code:
    """Return the option for an argument: `--tenant-name`."""
    return Code(f"--{argument.strip('_').replace('_', '-')}")


def _environment(argument: str, prefix: str) -> Code:
    """Return the environment variable for an argument: `PREFIX_TENANT_NAME`."""
    return Code(f"{prefix}_{argument.strip('_').upper()}")


def _completion_variable(name: str) -> str:
    """Return the environment variable by which click is asked for completions."""
    return f"_{name.replace('-', '_').upper()}_COMPLETE"


def variable_argument(variable: Variable) -> Code:
    """Return the argument of a request that a variable of the address becomes."""
    name = snake(words(variable.identifier or variable.name))
    return Code(not_reserved(name, RESERVED))


def _request(provider: Provider) -> dict[str, Any]:
    """Return how the request is built: arguments, checks, and the URL's parts in their order."""
    endpoint = provider.endpoint
    base = endpoint.url.removeprefix("https://")
    for variable in endpoint.variables:
        base = base.replace(
            f"{{{variable.name}}}", f"{{self._{variable_argument(variable)}}}"
        )
    example = provider.examples[0]
    query = example.url.partition("?")[2].split("&")
    return {
        "issuer": _issuer(provider),
        "base": Code(f'f"{{scheme}}://{base}"'),
        "shown_base": plain(endpoint.url),
        "shown_parts": [
            plain(f"{'&' if index else '?'}{pair}") for index, pair in enumerate(query)
        ],
        "attributes": _attributes(provider),
        "positional": [_variable(one) for one in endpoint.variables],
        "renamed": [
            {
                "name": python_string(one.name),
                "argument": python_string(variable_argument(one)),
            }
            for one in endpoint.variables
            if one.name != variable_argument(one)
        ],
        "client_id": _documented(provider, "client_id", "client_id"),
        "redirect_uri": _documented(provider, "redirect_uri", "redirect_uri"),
        "state": _documented(provider, "state", "state"),
        "scope": _documented(provider, "scope", "scopes"),
        "default_redirect": _default_redirect(provider),
        "optional_redirect": endpoint.has_optional_redirect,
        "parameters": [
            _url_parameter(provider, one.name) for one in endpoint.parameters
        ],
        "reserved": python_tuple(
            [python_string(one.name) for one in endpoint.parameters],
            0,
            "_RESERVED = ",
            "",
        ),
        "separator": python_string(endpoint.scope_separator),
        "state_in_query": endpoint.state_in == "query",
    }


def _issuer(provider: Provider) -> Code:
    """Return the argument that names the host of the endpoint."""
    authority = provider.endpoint.url.removeprefix("https://").partition("/")[0]
    return next(
        variable_argument(one)
        for one in provider.endpoint.variables
        if f"{{{one.name}}}" == authority
    )


def _attributes(provider: Provider) -> Code:
    """Return the tuple of the slots that a request adds to those of its base."""
    optional = [
        name
        for name in ("redirect_uri", "state")
        if provider.endpoint.parameter(name) is not None
    ]
    variables = [variable_argument(one) for one in provider.endpoint.variables]
    names = [python_string(f"_{name}") for name in sorted([*optional, *variables])]
    return python_tuple(names, 4, "__slots__ = ", "")


def _variable(variable: Variable) -> dict[str, Code]:
    name = variable_argument(variable)
    shown = "" if name == "domain" else f", {python_string(name)}"
    return {
        "name": name,
        "literal": python_string(name),
        "check": Code(f"{name}, scheme{shown}"),
        "summary": python_docstring(variable.summary, 16, f"{' ' * 12}{name}: "),
    }


def _documented(provider: Provider, name: str, argument: str) -> Code | None:
    """Return a parameter's summary for a docstring, or None where the endpoint has none such."""
    parameter = provider.endpoint.parameter(name)
    if parameter is None:
        return None
    return python_docstring(parameter.summary, 16, f"{' ' * 12}{argument}: ")


def _default_redirect(provider: Provider) -> dict[str, Code] | None:
    parameter = provider.endpoint.parameter("redirect_uri")
    if parameter is None or parameter.default is None:
        return None
    name = "OUT_OF_BAND" if provider.endpoint.is_out_of_band else "DEFAULT_REDIRECT_URI"
    return {"name": Code(name), "value": python_string(parameter.default)}


def _url_parameter(provider: Provider, name: str) -> dict[str, Code]:
    parameter = provider.endpoint.parameter(name)
    if parameter is not None and parameter.constant is not None:
        value = python_string(parameter.constant)
    elif name == "scope":
        separator = python_string(provider.endpoint.scope_separator)
        value = Code(f"{separator}.join(self._scopes)")
    elif name == "redirect_uri" and provider.endpoint.has_optional_redirect:
        value = Code('self._redirect_uri or ""')
    else:
        value = Code(f"self._{name}")
    return {
        "encoded_name": python_query_name(name),
        "value": value,
    }


def _scope(scope: Scope) -> dict[str, Any]:
    permits = [
        python_string(permission.verb, resource)
        for permission in scope.permits
        for resource in permission.resources
    ]
    return {
        "member": scope_member(scope),
        "name": python_string(scope.name),
        "summary": python_prose(scope.summary, 8, "summary="),
        "permits": python_tuple(permits, 8, "permits="),
        "reach": python_prose(scope.reach, 8, "reach="),
        "story": python_prose(scope.story, 8, "story="),
        "doc": python_docstring(scope.summary, 4, f'{" " * 4}"""'),
        "member_code": markdown_code(f"Scope.{scope_member(scope)}"),
        "name_code": markdown_code(scope.name),
        "summary_cell": markdown(scope.summary),
    }


def _header(header: Header) -> dict[str, Code]:
    """Return a header's name and the expression of its value."""
    held = {"client_id": Code("self.client_id"), "access_token": Code("self.reveal()")}
    pieces = re.split(r"\{(\w+)\}", header.value)
    if len(pieces) == 3 and not pieces[0] and not pieces[2]:
        value = held[pieces[1]]
    else:
        expressions = [held[name] for name in pieces[1::2]]
        value = python_f_string(list(zip_longest(pieces[::2], expressions)))
    comment = python_comment(header.summary, 12)
    return {"name": python_string(header.name), "value": value, "comment": comment}


def _failures(provider: Provider) -> dict[str, Any]:
    """Return the expression of each form in which the API says why it refuses a call."""
    failures = provider.failures
    return {
        "has_form": failures is not None,
        "xml": _form(failures.xml if failures else None, "xml="),
        "json": _form(failures.json if failures else None, "json="),
    }


def _form(form: FailureForm | None, before: str) -> Code:
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
