"""A provider becomes the files of its mock server, a separate distribution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.provider import (
    FailureForm,
    Package,
    Parameter,
    Provider,
    ResponseError,
    Scope,
)
from generator.model.text import Code
from generator.targets.encoders.json_text import json_value
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.shell import shell_word
from generator.targets.encoders.toml import toml_string
from generator.targets.encoders.words import plain
from generator.targets.files import Copied, File, Job, Rendered, copied
from generator.targets.python.command_view import command_view
from generator.targets.python.documented_view import documented_view
from generator.targets.python.encoders import (
    python_call,
    python_prose,
    python_string,
    python_tuple,
)
from generator.targets.python.names import scope_member

RENDERED = {
    "README.md": "mock/README.md.j2",
    "LICENSE": "python/LICENSE.j2",
    "pyproject.toml": "mock/pyproject.toml.j2",
    "src/{module}/__init__.py": "mock/package.py.j2",
    "src/{module}/__main__.py": "mock/main.py.j2",
    "src/{module}/fixtures.py": "mock/fixtures.py.j2",
    "src/{module}/provider.py": "mock/provider.py.j2",
}
"""The files that depend on the spec: path in the distribution, template."""

_COPIED = ("*.py", "*.html", "*.css", "*.js")
"""The files that do not: patterns of names in runtime/."""


def files(job: Job) -> Iterator[File]:
    """Return the files of the target, or none if the spec does not name a mock package."""
    package = job.provider.packages.named("mock")
    if package is None:
        return
    view = _view(job, package)
    for path, template in RENDERED.items():
        yield Rendered(path.format(module=package.module), template, view)
    yield Copied(f"src/{package.module}/py.typed", "mock/py.typed")
    runtime = f"src/{package.module}/_runtime"
    yield from copied(job.templates, "mock/runtime", runtime, _COPIED)


def names(provider: Provider) -> dict[str, Any] | None:
    """Return the names of the mock server for the docs, or None if the spec does not have one."""
    package = provider.packages.named("mock")
    if package is None:
        return None
    first = provider.scopes[0].name
    return {
        "distribution": plain(package.distribution),
        "module": plain(package.module),
        "command": plain(package.command or package.distribution),
        "client_id": python_string(_client_id(provider)),
        "client_id_word": shell_word(_client_id(provider)),
        "client_id_code": markdown_code(_client_id(provider)),
        "first_scope": Code(f"Scope.{scope_member(provider.scopes[0])}"),
        "first_scope_json": json_value(first),
        "first_error": next(
            (python_string(one.code) for one in provider.response_errors), None
        ),
        "fixtures": python_string(f"{package.module}.fixtures"),
    }


def _view(job: Job, package: Package) -> Mapping[str, object]:
    provider, packages = job.provider, job.provider.packages
    command = package.command or package.distribution
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
            "distribution": toml_string(package.distribution),
            "version": toml_string(packages.version),
            "license": toml_string(packages.license),
            "copyright": plain(packages.copyright),
            "module": toml_string(package.module),
            "command": toml_string(command),
            "command_name": plain(command),
            "command_literal": python_string(command),
            "entry_point": toml_string(f"{package.module}.__main__:main"),
            "url_label": toml_string(provider.name),
            "description": toml_string(
                f"A mock of the {provider.name} authorization server, for trying and testing"
            ),
            "published": packages.published,
        },
        "mock": names(provider),
        "python": documented_view(provider),
        "command": command_view(provider),
        "extras": Code(
            "cli,httpx" if provider.packages.of("python").command else "httpx"
        ),
        "facts": _facts(provider),
    }


def _facts(provider: Provider) -> dict[str, Any]:
    endpoint, failures = provider.endpoint, provider.failures
    path = endpoint.url.removeprefix("https://").partition("/")[2]
    redirect = endpoint.parameter("redirect_uri")
    return {
        "name": python_string(provider.name),
        "path": python_string(f"/{path}"),
        "parameters": python_tuple(
            [
                python_call("Parameter", _parameter(one), 8)
                for one in endpoint.parameters
            ],
            4,
            "parameters=",
        ),
        "default_redirect": _optional(redirect.default if redirect else None),
        "separator": python_string(endpoint.scope_separator),
        "state_in_query": Code(repr(endpoint.state_in == "query")),
        "example_client_id": python_string(_client_id(provider)),
        "scopes": [_scope(one) for one in provider.scopes],
        "errors": [_error(one) for one in provider.response_errors],
        "headers": python_tuple(
            [
                python_call("Header", [*map(python_string, (one.name, one.value))], 8)
                for one in provider.headers
            ],
            4,
            "headers=",
        ),
        "has_failures": failures is not None,
        "both_forms": bool(failures and failures.xml and failures.json),
        "xml_failure": _failure(failures.xml if failures else None, "xml_failure="),
        "json_failure": _failure(failures.json if failures else None, "json_failure="),
    }


def _parameter(one: Parameter) -> list[str]:
    return [
        python_string(one.name),
        f"required={one.required}",
        f"constant={_optional(one.constant)}",
    ]


def _scope(one: Scope) -> dict[str, Code]:
    permits = [
        python_string(permission.verb, resource)
        for permission in one.permits
        for resource in permission.resources
    ]
    return {
        "name": python_string(one.name),
        "summary": python_prose(one.summary, 12, "summary="),
        "permits": python_tuple(permits, 12, "permits="),
        "reach": python_prose(one.reach, 12, "reach="),
    }


def _error(one: ResponseError) -> dict[str, Code]:
    return {
        "code": python_string(one.code),
        "cause": python_prose(one.cause, 12, "cause="),
        "remedy": python_prose(one.remedy, 12, "remedy="),
    }


def _failure(form: FailureForm | None, before: str) -> Code:
    """Return the expression for the form of a failed call."""
    if form is None:
        return Code("None")
    arguments = [
        python_string(form.root),
        f"code={_optional(form.code)}",
        f"message={python_string(form.message)}",
        f"details={_optional(form.details)}",
    ]
    return python_call("FailureForm", arguments, 4, before)


def _optional(value: str | None) -> Code:
    return Code("None") if value is None else python_string(value)


def _client_id(provider: Provider) -> str:
    """Return the client ID of the documented example, which the default application uses."""
    return dict(provider.examples[0].values).get("client_id", "KEY")
