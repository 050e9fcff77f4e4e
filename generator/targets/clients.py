"""What the documentation says of a package that builds URLs with a client, in any language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import GrantType, Parameter, Role, Variable
from generator.model.provider import Provider
from generator.model.text import Code, Text
from generator.targets.encoders.markdown import markdown, markdown_code, markdown_table
from generator.targets.encoders.words import joined
from generator.targets.views import default_redirect


@dataclass(frozen=True, slots=True)
class ClientView:
    """The page about the package of a language, and its section on the page that builds the URL.

    `title` and `about` are prose, and `fence` is the language of a code block. `install` has shell
    commands, with an introduction before them and a remark after them, both empty if there is
    none. `build` and `errors` are lines of code, and empty without an authorization endpoint. The tables
    are lines of Markdown; that of a token is empty if the package gets none. `methods` are rows about
    requests to the token endpoint.
    """

    title: Code
    about: Code
    fence: Code
    install_before: Code
    install: tuple[Code, ...]
    install_after: Code
    build: tuple[Code, ...]
    errors: tuple[Code, ...]
    client_table: tuple[Code, ...]
    request_table: tuple[Code, ...]
    attribute_table: tuple[Code, ...]
    token_table: tuple[Code, ...]
    methods: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section: Markdown before and after lines of code. `grant` is the one that it is about, if it is one."""

    title: Code
    before: tuple[Code, ...]
    code: tuple[Code, ...]
    after: tuple[Code, ...]
    grant: GrantType | None = None


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """How to get tokens from the token endpoint in a language.

    `install` has shell commands, with an introduction before them, which can be empty. `methods` are rows of a table: a method, and what it returns.
    """

    label: Code
    fence: Code
    install_before: Code
    install: tuple[Code, ...]
    sections: tuple[SectionView, ...]
    methods: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """How a language spells an argument for a variable, for a parameter, and any other name."""

    variable: Callable[[Variable], Code]
    parameter: Callable[[Parameter], Code]
    other: Callable[[str], Code]


_HEAD = ("argument", "default", "meaning")
_REQUIRED, _RANDOM, _OMITTED = Code("required"), Code("random"), Code("not in the URL")
_Row = tuple[Code, Code, Code]
"""An argument, its default, and its meaning, in Markdown."""


def client_table(
    provider: Provider,
    names: Names,
    variables: Sequence[Variable],
    further: Sequence[_Row] = (),
) -> tuple[Code, ...]:
    """Return the table of the arguments of a client; `further` are those of the language."""
    rows = [*_client_rows(provider, names, variables), *further]
    return markdown_table(_HEAD, rows)


def request_table(provider: Provider, names: Names) -> tuple[Code, ...]:
    """Return the table of the arguments of a request."""
    return markdown_table(_HEAD, _request_rows(provider, names))


def _client_rows(
    provider: Provider, names: Names, variables: Sequence[Variable]
) -> Iterator[_Row]:
    endpoint = provider.authorization_endpoint
    for variable in variables:
        default = variable.default
        values = [choice.name for choice in variable.choices]
        yield (
            markdown_code(names.variable(variable)),
            _REQUIRED if default is None else markdown_code(default),
            _meaning(variable.summary, values),
        )
    client_id = endpoint.parameter(Role.CLIENT_ID)
    summary = client_id.summary if client_id else Text("The client ID.")
    yield _named(names, "client_id"), _REQUIRED, markdown(summary)
    redirect = endpoint.parameter(Role.REDIRECT_URI)
    if redirect is not None:
        known = default_redirect(provider)
        default = markdown_code(known.uri) if known else _REQUIRED
        if redirect.is_optional:
            default = _OMITTED
        yield _named(names, "redirect_uri"), default, markdown(redirect.summary)
    if provider.has_host_variable:
        meaning = "`https`, or `http` for a server on this machine."
        yield _named(names, "scheme"), markdown_code("https"), Code(meaning)


def _request_rows(provider: Provider, names: Names) -> Iterator[_Row]:
    endpoint = provider.authorization_endpoint
    yield from _scope_rows(provider, names)
    for one in endpoint.parameters:
        if one.is_of_the_caller:
            yield _parameter_row(one, names)
        elif one.role in (Role.STATE, Role.NONCE):
            yield _named(names, one.role.value), _RANDOM, markdown(one.summary)
    if endpoint.parameter(Role.CODE_CHALLENGE) is not None:
        meaning = "The secret whose hash the URL contains (RFC 7636 §4.1)."
        yield _named(names, "code_verifier"), _RANDOM, Code(meaning)
    meaning = "More names and values for the end of the URL. They cannot replace a parameter of the request."
    yield _named(names, "extra_parameters"), Code("none"), Code(meaning)


def _scope_rows(provider: Provider, names: Names) -> Iterator[_Row]:
    scope = provider.authorization_endpoint.parameter(Role.SCOPE)
    if scope is None:
        return
    default = _REQUIRED if scope.required else _OMITTED
    if provider.default_scopes:
        default = Code(joined([markdown_code(one) for one in provider.default_scopes]))
    kind = "Members of `Scope`." if provider.scopes else "Names of scopes."
    meaning = f"{markdown(scope.summary)} {kind}"
    yield _named(names, "scopes"), default, Code(meaning)
    if provider.scopes:
        meaning = (
            "Names that `Scope` does not list. They follow the other scopes in the URL."
        )
        yield _named(names, "undocumented_scopes"), Code("none"), Code(meaning)


def _parameter_row(one: Parameter, names: Names) -> _Row:
    default = _REQUIRED if one.required else _OMITTED
    if one.default is not None:
        default = markdown_code(one.default)
    values = one.values or tuple(scope.name for scope in one.scopes)
    many = one.is_repeated or bool(one.scopes)
    meaning = _meaning(one.summary, values, "Any" if many else "One")
    if not meaning:
        meaning = Code(f"The value of {markdown_code(one.name)}.")
    return markdown_code(names.parameter(one)), default, meaning


def _meaning(summary: Text, values: Sequence[str], count: str = "One") -> Code:
    """Return the summary, and a sentence that lists the values; both can be missing."""
    listed = [markdown_code(one) for one in values]
    sentences = [markdown(summary)] if summary else []
    if listed:
        choice = "Only" if len(listed) == 1 else f"{count} of"
        sentences.append(Code(f"{choice} {joined(listed, 'or')}."))
    return Code(" ".join(sentences))


def attribute_table(provider: Provider, names: Names) -> tuple[Code, ...]:
    """Return the table of what a caller reads of a request."""
    rows = [("url", "The URL to which you send the user.")]
    rows += [(name, meaning) for name, _, meaning in kept(provider)]
    if provider.authorization_endpoint.parameter(Role.SCOPE) is not None:
        rows.append(("scopes", "The requested scopes, in the order of the URL."))
    return markdown_table(
        ("attribute", "value"),
        [(_named(names, name), Code(meaning)) for name, meaning in rows],
    )


def kept(provider: Provider) -> Iterator[tuple[str, str, str]]:
    """Yield what a caller keeps of a request: its name, a noun for it, and what it is for."""
    endpoint = provider.authorization_endpoint
    if endpoint.has_state:
        yield "state", "state", "The redirect must repeat it."
    if endpoint.parameter(Role.NONCE) is not None:
        yield "nonce", "nonce", "The ID token must repeat it."
    if endpoint.parameter(Role.CODE_CHALLENGE) is not None:
        meaning = (
            "The token request contains it together with the code. It is a secret."
        )
        yield "code_verifier", "code verifier", meaning


def _named(names: Names, name: str) -> Code:
    return markdown_code(names.other(name))
