"""The npm package: every name, literal, type and layout of the TypeScript binding is decided here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

from generator.model.naming import camel, constant, not_reserved, reserved_words, words
from generator.model.provider import Header, Provider, Scope, Variable
from generator.model.text import Code, Text
from generator.targets.encoders.json_text import json_value
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.words import plain
from generator.targets.files import Copied, File, Job, Rendered, copied
from generator.targets.typescript import messages, protocol
from generator.targets.typescript.encoders import (
    typescript_comment,
    typescript_constant,
    typescript_doc,
    typescript_key,
    typescript_list,
    typescript_property,
    typescript_string,
    typescript_template,
)

RESERVED = reserved_words(Path(__file__).with_name("reserved_words.txt"))

RENDERED = {
    "README.md": "typescript/README.md.j2",
    "LICENSE": "python/LICENSE.j2",
    "package.json": "typescript/package.json.j2",
    "src/index.ts": "typescript/index.ts.j2",
    "src/request.ts": "typescript/request.ts.j2",
    "src/scopes.ts": "typescript/scopes.ts.j2",
    "src/access-token.ts": "typescript/access-token.ts.j2",
    "src/server-errors.ts": "typescript/server-errors.ts.j2",
    "tests/outcome.ts": "typescript/outcome.ts.j2",
    "tests/types.ts": "typescript/types.ts.j2",
}
"""What the spec decides: path in the package, template."""

COPIED = (
    "tsconfig.json",
    "tests/tsconfig.json",
    "tests/run-vectors.ts",
    "tests/secret.test.ts",
)
"""What it does not, apart from the runtime."""


def files(job: Job) -> Iterator[File]:
    """Return the files of the target; there are none where the spec names no npm package."""
    if job.provider.packages.named("typescript") is None:
        return
    view = _view(job)
    texts = messages.view(job.protocol)
    yield Rendered("src/runtime/messages.ts", "typescript/messages.ts.j2", texts)
    values = protocol.view(job.protocol)
    yield Rendered("src/runtime/protocol.ts", "typescript/protocol.ts.j2", values)
    for path, template in RENDERED.items():
        yield Rendered(path, template, view)
    for path in COPIED:
        yield Copied(path, f"typescript/{path}")
    yield from copied(job.templates, "typescript/runtime", "src/runtime", ["*.ts"])


def scope_member(scope: Scope) -> Code:
    """Return the key of a scope: `READ_USERS_DATA`."""
    return Code(constant(words(scope.identifier or scope.name)))


def names(provider: Provider) -> dict[str, Any] | None:
    """Return what the documentation says of the package, or None where there is none."""
    package = provider.packages.named("typescript")
    if package is None:
        return None
    variables = provider.endpoint.variables
    return {
        "package": plain(package.distribution),
        "published": provider.packages.published,
        "import": typescript_string(package.distribution),
        "first_scope": scope_member(provider.scopes[0]),
        "first_scope_name": typescript_string(provider.scopes[0].name),
        "no_scope": typescript_string(_no_scope(provider)),
        "example_domain": typescript_string(variables[0].example),
        "example_client_id": typescript_string(
            dict(provider.examples[0].values).get("client_id", "KEY")
        ),
        "example_url": typescript_string(f"https://{variables[0].example}/"),
        "example_options": list(_example_options(provider)),
        "has_state": provider.endpoint.parameter("state") is not None,
        "options": [
            {"name": markdown_code(name), "summary": markdown(summary)}
            for name, summary in _described(provider)
        ],
    }


def _no_scope(provider: Provider) -> str:
    """Return the first scope's name with a slip, which is the name of none."""
    taken = {one.name for one in provider.scopes}
    slip = provider.scopes[0].name
    while slip in taken:
        slip += "x"
    return slip


def _example_options(provider: Provider) -> Iterator[Code]:
    """Return the options of the documented example, each as a property."""
    example = provider.examples[0]
    for variable in provider.endpoint.variables:
        yield typescript_property(option_name(variable), variable.example, 2)
    for name, value in example.values:
        if name == "client_id":
            yield typescript_property(Code("clientId"), value, 2)
        elif name == "redirect_uri" and not _default_redirect(provider):
            yield typescript_property(Code("redirectUri"), value, 2)
    asked = [
        Code(f"Scope.{scope_member(one)}")
        for one in provider.scopes
        if one.name in example.scopes
    ]
    yield typescript_list("scopes: [", asked, "],", 2)


def _described(provider: Provider) -> Iterator[tuple[str, Text]]:
    """Return the options that the spec describes, by name, with what each is for."""
    for variable in provider.endpoint.variables:
        yield option_name(variable), variable.summary
    for name, option in (
        ("client_id", "clientId"),
        ("redirect_uri", "redirectUri"),
        ("state", "state"),
    ):
        parameter = provider.endpoint.parameter(name)
        if parameter is not None:
            yield option, parameter.summary


def _view(job: Job) -> Mapping[str, object]:
    provider, package = job.provider, job.provider.packages.of("typescript")
    return {
        "spec": job.spec,
        "provider": {
            "name": plain(provider.name),
            "disclaimers": (
                [markdown(provider.disclaimer)] if provider.disclaimer else []
            ),
        },
        "package": {
            "name": json_value(package.distribution),
            "version": json_value(provider.packages.version),
            "license": json_value(provider.packages.license),
            "copyright": plain(provider.packages.copyright),
            "homepage": json_value(provider.homepage),
            "description": json_value(
                f"Get a bearer token for the {provider.name} API"
            ),
        },
        "typescript": names(provider),
        "request": _request(provider),
        "scopes": [_scope(one) for one in provider.scopes],
        "headers": [_header(one) for one in provider.headers],
        "response_errors": [
            typescript_property(typescript_key(one.code), one.remedy, 2)
            for one in provider.response_errors
        ],
    }


def spelled(name: str) -> Code:
    """Return the spelling of an option: `client_id` to `clientId`."""
    return Code(camel(words(name)))


def option_name(variable: Variable) -> Code:
    """Return the option for a variable of the address: `tenantName`."""
    name = camel(words(variable.identifier or variable.name))
    return Code(not_reserved(name, RESERVED))


def _request(provider: Provider) -> dict[str, Any]:
    """Return how the request is built: options, checks, and the URL's parts in their order."""
    endpoint = provider.endpoint
    example = provider.examples[0]
    query = example.url.partition("?")[2].split("&")
    parameters = [typescript_string(one.name) for one in endpoint.parameters]
    variables = [_variable(one) for one in endpoint.variables]
    return {
        "issuer": _issuer(provider),
        "base": _base(provider),
        "shown_base": plain(endpoint.url),
        "shown_parts": [
            plain(f"{'&' if index else '?'}{pair}") for index, pair in enumerate(query)
        ],
        "variables": variables,
        "client_id": _documented(provider, "client_id"),
        "redirect_uri": _documented(
            provider,
            "redirect_uri",
            (
                "Omitted from the URL if it is not given."
                if endpoint.has_optional_redirect
                else ""
            ),
        ),
        "state": _documented(provider, "state", "Defaults to a random one."),
        "scope": _documented(
            provider, "scope", "Values of `Scope`, in any order; defaults to none."
        ),
        "default_redirect": _default_redirect(provider),
        "optional_redirect": endpoint.has_optional_redirect,
        "parameters": [
            _url_parameter(provider, one.name) for one in endpoint.parameters
        ],
        "reserved": typescript_list("const RESERVED = [", parameters, "];", 0),
        "options": typescript_list(
            "const OPTIONS = [", list(_option_names(provider)), "];", 0
        ),
        "separator": typescript_string(endpoint.scope_separator),
        "state_in_query": endpoint.state_in == "query",
    }


def _option_names(provider: Provider) -> Iterator[Code]:
    for variable in provider.endpoint.variables:
        yield typescript_string(option_name(variable))
    yield typescript_string("clientId")
    yield typescript_string("scopes")
    for name, option in (("redirect_uri", "redirectUri"), ("state", "state")):
        if provider.endpoint.parameter(name) is not None:
            yield typescript_string(option)
    for option in ("undocumentedScopes", "extraParameters", "scheme"):
        yield typescript_string(option)


def _base(provider: Provider) -> Code:
    """Return the template literal of the endpoint, with the checked values in it."""
    options = {one.name: option_name(one) for one in provider.endpoint.variables}
    address = provider.endpoint.url.removeprefix("https")
    pieces = re.split(r"\{([^{}]+)\}", address)
    expressions = [options[name] for name in pieces[1::2]]
    return typescript_template(
        [("", Code("scheme")), *zip_longest(pieces[::2], expressions)]
    )


def _issuer(provider: Provider) -> Code:
    """Return the option that names the host of the endpoint."""
    authority = provider.endpoint.url.removeprefix("https://").partition("/")[0]
    return next(
        option_name(one)
        for one in provider.endpoint.variables
        if f"{{{one.name}}}" == authority
    )


def _variable(variable: Variable) -> dict[str, Code]:
    name = option_name(variable)
    shown = [] if name == "domain" else [typescript_string(name)]
    arguments = [Code(f"options.{name}"), Code("scheme"), *shown]
    return {
        "name": name,
        "wire": typescript_string(variable.name),
        "check": typescript_list(f"const {name} = checkDomain(", arguments, ");", 4),
        "doc": typescript_doc(variable.summary, 2),
    }


def _documented(provider: Provider, name: str, then: str = "") -> Code | None:
    """Return a parameter's documentation, or None where the endpoint has none such."""
    parameter = provider.endpoint.parameter(name)
    return typescript_doc(parameter.summary, 2, then) if parameter else None


def _default_redirect(provider: Provider) -> dict[str, Code] | None:
    parameter = provider.endpoint.parameter("redirect_uri")
    if parameter is None or parameter.default is None:
        return None
    is_out_of_band = provider.endpoint.is_out_of_band
    name = "OUT_OF_BAND" if is_out_of_band else "DEFAULT_REDIRECT_URI"
    given = Code(f"options.redirectUri ?? {name}")
    return {
        "name": Code(name),
        "constant": typescript_constant(Code(name), parameter.default),
        "check": typescript_list(
            "const redirectUri = checkRedirectUri(", [given], ");", 4
        ),
    }


_VALUES = {
    "client_id": Code("clientId"),
    "redirect_uri": Code("redirectUri"),
    "state": Code("state"),
}
"""The checked values of parameters that a caller gives."""


def _url_parameter(provider: Provider, name: str) -> Code:
    """Return a parameter's name and the expression of its value, as a pair."""
    parameter = provider.endpoint.parameter(name)
    if parameter is not None and parameter.constant is not None:
        value = typescript_string(parameter.constant)
    elif name == "scope":
        separator = typescript_string(provider.endpoint.scope_separator)
        value = Code(f"scopes.join({separator})")
    elif name == "redirect_uri" and provider.endpoint.has_optional_redirect:
        value = Code('redirectUri ?? ""')
    else:
        value = _VALUES[name]
    return typescript_list("[", [typescript_string(name), value], "],", 8)


def _scope(scope: Scope) -> dict[str, Any]:
    permits = [
        typescript_string(permission.verb, resource)
        for permission in scope.permits
        for resource in permission.resources
    ]
    member = scope_member(scope)
    return {
        "member": member,
        "name": typescript_property(member, scope.name, 2),
        "doc": typescript_doc(scope.summary, 2),
        "summary": typescript_property(Code("summary"), scope.summary, 4),
        "permits": typescript_list("permits: [", permits, "],", 4),
        "reach": typescript_property(Code("reach"), scope.reach, 4),
        "story": typescript_property(Code("story"), scope.story, 4),
        "member_code": markdown_code(f"Scope.{member}"),
        "name_code": markdown_code(scope.name),
        "summary_cell": markdown(scope.summary),
    }


def _header(header: Header) -> dict[str, Code]:
    """Return a header's name and the expression of its value."""
    held = {"client_id": Code("this.clientId"), "access_token": Code("this.reveal()")}
    pieces = re.split(r"\{(\w+)\}", header.value)
    if len(pieces) == 3 and not pieces[0] and not pieces[2]:
        value = held[pieces[1]]
    else:
        expressions = [held[name] for name in pieces[1::2]]
        value = typescript_template(list(zip_longest(pieces[::2], expressions)))
    comment = typescript_comment(header.summary, 6)
    return {"name": typescript_key(header.name), "value": value, "comment": comment}
