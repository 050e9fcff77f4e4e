"""A spec to the documentation of an npm package that only builds URLs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.endpoints import Parameter, Role
from generator.model.provider import Provider
from generator.model.reference import example
from generator.model.text import Code
from generator.targets.clients import (
    ClientView,
    Names,
    attribute_table,
    client_table,
    request_table,
)
from generator.targets.encoders.markdown import markdown_code
from generator.targets.encoders.words import plain
from generator.targets.typescript.encoders import (
    typescript_list,
    typescript_property,
    typescript_string,
)
from generator.targets.typescript.names import option_name, parameter_option, spelled
from generator.targets.typescript.request_view import RequestView, request_views
from generator.targets.typescript.supported import supported
from generator.targets.views import needed_values, scope_member


def client_docs(provider: Provider) -> ClientView | None:
    """Return what the documentation says of the package, or None if there is none."""
    whole = supported(provider)
    if whole is None:
        return None
    provider = whole.only(whole.browser_grant)
    package = provider.packages.of("typescript")
    name, is_published = plain(package.distribution), provider.packages.published
    names = Names(option_name, parameter_option, spelled)
    unpublished = "The package is not on npm yet. In the folder `typescript/` next to `docs/`, run:"
    archive = "The second command builds an archive. In your project, run `npm install` with its path."
    commands = [f"npm install {name}"] if is_published else ["npm install", "npm pack"]
    return ClientView(
        title=Code("In TypeScript and JavaScript"),
        about=Code(
            f"The package {markdown_code(name)} is an ES module without dependencies, for browsers "
            f"and for Node.js 20 and later.{''.join(map(_other, request_views(whole)[1:]))}"
        ),
        fence=Code("typescript"),
        install_before=Code("" if is_published else unpublished),
        install=tuple(map(Code, commands)),
        install_after=Code("" if is_published else archive),
        build=tuple(build_lines(provider, typescript_string(name))),
        errors=tuple(error_lines(provider, typescript_string(name))),
        client_table=client_table(provider, names, provider.used_variables),
        request_table=request_table(provider, names),
        token_table=(),
        attribute_table=attribute_table(provider, names),
        methods=(),
    )


def _other(request: RequestView) -> str:
    """Return the sentence about the request of a grant after the first one."""
    method = markdown_code(Code(f"client.{request.method}"))
    grant = markdown_code(Code(request.grant.value))
    does = " and reads the token in its response" if request.reads_response else ""
    return f" {method} builds the request of the grant {grant}{does}."


def build_lines(provider: Provider, module: Code) -> Iterator[Code]:
    """Yield the lines of code that build a URL and print it. `module` is a literal."""
    yield Code(f"import {{ {example_names(provider)} }} from {module};")
    yield Code("")
    yield from call_lines("const client = new OAuthClient", [*example_client(provider)])
    start = f"const request = {_awaited(provider)}client.authorizationRequest"
    yield from call_lines(start, [*example_request(provider)])
    yield Code("console.log(request.url);")


def example_names(provider: Provider) -> Code:
    """Return the names that an example imports."""
    return Code("OAuthClient, Scope" if provider.has_scope_list else "OAuthClient")


def _awaited(provider: Provider) -> str:
    """Return what precedes a request with PKCE, because Web Crypto is asynchronous."""
    has_pkce = provider.authorization_endpoint.parameter(Role.CODE_CHALLENGE)
    return "await " if has_pkce is not None else ""


def call_lines(start: str, options: Sequence[Code]) -> Iterator[Code]:
    """Yield a call with one option per line."""
    if not options:
        yield Code(f"{start}();")
        return
    yield Code(f"{start}({{")
    yield from (Code(f"  {one}") for one in options)
    yield Code("});")


def example_client(provider: Provider) -> Iterator[Code]:
    """Yield the options of a client in the examples, each as a property."""
    for variable in provider.client_variables:
        yield typescript_property(option_name(variable), variable.example, 2)
    values = {Role.CLIENT_ID: "YOUR_CLIENT_ID", **dict(needed_values(provider))}
    for role, text in values.items():
        yield typescript_property(spelled(role.value), text, 2)


def example_request(provider: Provider) -> Iterator[Code]:
    """Yield the options of a request in the examples, each as a property."""
    if provider.has_scope_list:
        member = Code(f"Scope.{scope_member(provider.scopes[0])}")
        yield typescript_list("scopes: [", [member], "],", 2)
    given = dict(example(provider).values)
    for one in provider.authorization_endpoint.parameters:
        if one.is_of_the_caller and one.name in given:
            yield _option(one, given[one.name])


def _option(one: Parameter, value: str) -> Code:
    name = parameter_option(one)
    if one.is_boolean:
        return Code(f"{name}: {value},")
    if one.is_repeated or one.scopes:
        return typescript_list(f"{name}: [", [typescript_string(value)], "],", 2)
    return typescript_property(name, value, 2)


def error_lines(provider: Provider, module: Code) -> Iterator[Code]:
    """Yield the lines of code that print an error. `module` is a literal."""
    yield Code(f"import {{ OAuthError }} from {module};")
    call = f"{_awaited(provider)}client.authorizationRequest"
    parameters = provider.authorization_endpoint.parameters
    needed = any(one.is_of_the_caller and one.is_required for one in parameters)
    given = map(str, example_request(provider)) if needed else ()
    options = " ".join([*given, 'extraParameters: { client_id: "other" }'])
    yield from (
        Code(line)
        for line in (
            "",
            "try {",
            f"  {call}({{ {options} }});",
            "} catch (error) {",
            "  if (!(error instanceof OAuthError)) throw error;",
            "  console.log(error.code); // reserved_param",
            "  console.log(error.hint);",
            "}",
        )
    )
