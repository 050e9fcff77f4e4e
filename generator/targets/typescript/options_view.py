"""A spec to the options of a client and of its requests in TypeScript, with their types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.endpoints import Parameter, Role, Variable, VariableType
from generator.model.provider import Provider
from generator.model.text import Code, Text
from generator.targets.encoders.words import Words, raw_of
from generator.targets.typescript.encoders import (
    TYPESCRIPT_WIDTH,
    typescript_doc,
    typescript_words,
)
from generator.targets.typescript.names import (
    option_name,
    parameter_option,
    spelled,
    values_constant,
)
from generator.targets.views import default_redirect, replaced_defaults

_INDENT = 2


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option: its name, its name in a vector, and the lines of its property with a comment."""

    name: Code
    wire: str
    lines: tuple[Code, ...]
    is_required: bool


def client_options(provider: Provider) -> tuple[OptionView, ...]:
    """Return the options of a client: what all of its requests share."""
    required = [one for one in provider.client_variables if one.default is None]
    optional = [one for one in provider.client_variables if one.default is not None]
    client_id = _summary(provider, Role.CLIENT_ID)
    return (
        *(_of_variable(one) for one in required),
        _option("client_id", "string", client_id, is_required=True),
        *_redirect(provider),
        *(_of_variable(one) for one in optional),
        *_scheme(provider),
    )


def request_options(provider: Provider) -> tuple[OptionView, ...]:
    """Return the options of one request."""
    endpoint = provider.authorization_endpoint
    extra = "Names and values for the end of the URL."
    return (
        *_scopes(provider),
        *_state(provider),
        *(_of_parameter(one) for one in endpoint.parameters if one.is_of_the_caller),
        *_generated(provider),
        *_undocumented(provider),
        _option("extra_parameters", "ExtraParameters", extra),
    )


def _option(
    wire: str,
    annotation: str,
    doc: Words,
    then: str = "",
    *,
    name: Code | None = None,
    is_required: bool = False,
) -> OptionView:
    """Return an option. `then` follows the words of its documentation, and is not escaped."""
    name = name or spelled(wire)
    mark = "" if is_required else "?"
    type_ = annotation if is_required else f"{annotation} | undefined"
    declared = f"readonly {name}{mark}: {type_};"
    if _INDENT + len(declared) > TYPESCRIPT_WIDTH:
        declared = f"readonly {name}{mark}:\n    {type_};"
    has_doc = bool(raw_of(doc) or then)
    comment = (typescript_doc(doc, _INDENT, then),) if has_doc else ()
    return OptionView(name, wire, (*comment, Code(declared)), is_required)


def _summary(provider: Provider, role: Role) -> Text:
    parameter = provider.authorization_endpoint.parameter(role)
    return parameter.summary if parameter else Text("")


def _with_default(summary: Text, default: str | None) -> Text:
    """Return the summary with a sentence about the default."""
    said = "" if default is None else f"Defaults to {default}."
    return Text(f"{summary.unwrap()} {said}".strip())


def variable_type(one: Variable) -> Code:
    """Return the type of a variable: text, or one of its documented values."""
    if one.type is not VariableType.CHOICE:
        return Code("string")
    values = values_constant(option_name(one))
    if has_members(one):
        return Code(f"keyof typeof {values}")
    return Code(f"(typeof {values})[number]")


def has_members(one: Variable) -> bool:
    """Return whether the choice of a value decides others."""
    return any(choice.members for choice in one.choices)


def _of_variable(one: Variable) -> OptionView:
    name, annotation = option_name(one), variable_type(one)
    doc = _with_default(one.summary, one.default)
    is_required = one.default is None
    return _option(one.name, annotation, doc, name=name, is_required=is_required)


def _redirect(provider: Provider) -> Iterator[OptionView]:
    endpoint = provider.authorization_endpoint
    if endpoint.parameter(Role.REDIRECT_URI) is None:
        return
    is_optional = endpoint.has_optional_redirect
    then = "Omitted from the URL if it is not given." if is_optional else ""
    has_default = default_redirect(provider) is not None
    yield _option(
        "redirect_uri",
        "string",
        _summary(provider, Role.REDIRECT_URI),
        then,
        is_required=not is_optional and not has_default,
    )


def _scheme(provider: Provider) -> Iterator[OptionView]:
    if provider.has_host_variable:
        doc = "Defaults to `https`; `http` is only for a server on this machine."
        yield _option("scheme", '"https" | "http"', "", doc)


def _scopes(provider: Provider) -> Iterator[OptionView]:
    endpoint = provider.authorization_endpoint
    if endpoint.parameter(Role.SCOPE) is None:
        return
    annotation, then = "Iterable<string>", "Each is sent once, in the order given"
    if provider.has_scope_list:
        annotation, then = "Iterable<Scope>", "Values of `Scope`, in any order"
    if provider.default_scopes:
        names = provider.default_scopes
        listed = " and ".join(map(typescript_words, names))
        then += f"; defaults to {listed}, {replaced_defaults(names)}."
    elif endpoint.requires_scope:
        then += "; at least one is required."
    else:
        then += "; defaults to none."
    yield _option("scopes", annotation, _summary(provider, Role.SCOPE), then)


def _undocumented(provider: Provider) -> Iterator[OptionView]:
    if provider.has_scope_list:
        doc = "Names that are not in `Scope`; they follow the others."
        yield _option("undocumented_scopes", "Iterable<string>", "", doc)


def _state(provider: Provider) -> Iterator[OptionView]:
    if provider.authorization_endpoint.has_state:
        summary = _summary(provider, Role.STATE)
        yield _option("state", "string", summary, "Defaults to a random one.")


def _generated(provider: Provider) -> Iterator[OptionView]:
    """Yield the options for the values that a request generates, besides the state."""
    endpoint = provider.authorization_endpoint
    then = "Defaults to a random one."
    if endpoint.parameter(Role.NONCE) is not None:
        yield _option("nonce", "string", _summary(provider, Role.NONCE), then)
    if endpoint.parameter(Role.CODE_CHALLENGE) is not None:
        doc = "The secret whose hash the URL contains (RFC 7636 §4.1)."
        yield _option("code_verifier", "string", doc, then)


def _of_parameter(one: Parameter) -> OptionView:
    name = parameter_option(one)
    annotation = "string"
    if one.values or one.scopes:
        annotation = f"(typeof {values_constant(name)})[number]"
    if one.is_repeated or one.scopes:
        annotation = f"Iterable<{annotation}>"
    elif one.is_boolean:
        annotation = "boolean"
    doc = _with_default(one.summary, one.default)
    return _option(one.name, annotation, doc, name=name, is_required=one.is_required)
