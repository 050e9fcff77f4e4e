"""A spec to the arguments of a client and of its requests in Python, with their checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import Parameter, Role, Variable, VariableType
from generator.model.provider import Provider
from generator.model.text import Code, Text
from generator.targets.encoders.words import Words
from generator.targets.python.encoders import python_docstring, python_string
from generator.targets.python.filled import constant_of
from generator.targets.python.names import parameter_argument, variable_argument
from generator.targets.views import default_redirect, needs_secret, replaced_defaults

EXTRA = "Mapping[str, str] | Iterable[tuple[str, str]]"
_FIRST_LINE = 12


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """An argument: its name, its declaration with and without a default, and its documentation."""

    name: Code
    declaration: Code
    parameter: Code
    doc: Code
    is_required: bool


def client_arguments(provider: Provider) -> tuple[ArgumentView, ...]:
    """Return the arguments of the client: what all of its requests share."""
    required = [one for one in provider.client_variables if one.default is None]
    optional = [one for one in provider.client_variables if one.default is not None]
    return (
        *(_of_variable(one) for one in required),
        argument("client_id", "str", None, _summary(provider, Role.CLIENT_ID)),
        *_secret(provider),
        *_redirect(provider),
        *(_of_variable(one) for one in optional),
        *_scheme(provider),
        *_allowed(provider),
    )


def request_arguments(provider: Provider) -> tuple[ArgumentView, ...]:
    """Return the arguments of one request."""
    endpoint = provider.authorization_endpoint
    return (
        *_scopes(provider),
        *_state(provider),
        *(of_parameter(one) for one in endpoint.parameters if one.is_of_the_caller),
        *_generated(provider),
        *_undocumented(provider),
        argument(
            "extra_parameters", EXTRA, "()", "Names and values for the end of the URL."
        ),
    )


def argument(
    name: str, annotation: str, default: str | None, doc: Words, *more: str
) -> ArgumentView:
    """Return an argument. `more` are sentences on further lines of its documentation."""
    given = f"{name}: {annotation}"
    lines = [python_docstring(doc, 16, f"{' ' * _FIRST_LINE}{name}: ") if doc else ""]
    lines += [str(python_docstring(one, 16, " " * 16)) for one in more]
    text = "\n                ".join(one for one in lines if one)
    return ArgumentView(
        name=Code(name),
        declaration=Code(given if default is None else f"{given} = {default}"),
        parameter=Code(given),
        doc=Code(f"{name}: {text}"),
        is_required=default is None,
    )


def literal(values: Sequence[str]) -> str:
    """Return the type of a text that is one of these values."""
    return f"Literal[{', '.join(map(str, map(python_string, values)))}]"


def _summary(provider: Provider, role: Role) -> Text:
    parameter = provider.authorization_endpoint.parameter(role)
    found = [parameter, *(one.parameter(role) for one in provider.requests)]
    return next((one.summary for one in found if one is not None), Text(""))


def _of_variable(one: Variable) -> ArgumentView:
    annotation = "str"
    if one.type is VariableType.CHOICE:
        annotation = literal([choice.name for choice in one.choices])
    default = None if one.default is None else str(python_string(one.default))
    return argument(variable_argument(one), annotation, default, one.summary)


def _redirect(provider: Provider) -> Iterator[ArgumentView]:
    endpoint = provider.authorization_endpoint
    if endpoint.parameter(Role.REDIRECT_URI) is None:
        return
    default, annotation = default_redirect(provider), "str"
    more: tuple[str, ...] = ()
    name = None if default is None else str(default.name)
    if endpoint.has_optional_redirect:
        name, annotation = "None", "str | None"
        more = ("If omitted, the URL does not contain it.",)
    summary = _summary(provider, Role.REDIRECT_URI)
    yield argument("redirect_uri", annotation, name, summary, *more)


def _secret(provider: Provider) -> Iterator[ArgumentView]:
    if provider.exchanges:
        doc = "The secret that the provider gave your application."
        more = "None for a program that users install (RFC 8252 §8.5)."
        if needs_secret(provider):
            more = "Requests for a token require it; None if you only build URLs."
            if not provider.browser_grants:
                more = "Requests for a token require it."
        yield argument("client_secret", "str | None", "None", doc, more)


def _allowed(provider: Provider) -> Iterator[ArgumentView]:
    if provider.secret_hosts:
        doc = "The hosts that may get the client secret."
        more = "Required if there is one."
        if provider.always_sends_secrets:
            doc, more = "The hosts that may get the client's secrets.", "Required."
        yield argument("allowed_domains", "Iterable[str]", "()", doc, more)


def _scheme(provider: Provider) -> Iterator[ArgumentView]:
    if provider.has_host_variable:
        doc = "`https`, or `http` for a server on this machine."
        yield argument("scheme", "str", '"https"', doc)


def _scopes(provider: Provider) -> Iterator[ArgumentView]:
    endpoint = provider.authorization_endpoint
    if endpoint.parameter(Role.SCOPE) is None:
        return
    annotation, more = "Iterable[str]", ["Each once, in the order given."]
    if provider.scopes:
        annotation = "Iterable[Scope | str]"
        more = ["Members of `Scope` or their names in the URL, in any order."]
    if endpoint.requires_scope:
        more.append("At least one scope is required.")
    if provider.default_scopes:
        more.append(without_any(provider.default_scopes))
    yield argument("scopes", annotation, "()", _summary(provider, Role.SCOPE), *more)


def without_any(scopes: Sequence[str]) -> str:
    """Return what a docstring says of default scopes."""
    return f"Without any, {' and '.join(scopes)}, {replaced_defaults(scopes)}."


def _undocumented(provider: Provider) -> Iterator[ArgumentView]:
    if provider.scopes and provider.authorization_endpoint.parameter(Role.SCOPE):
        doc = "Names that `Scope` does not list; they follow the others."
        yield argument("undocumented_scopes", "Iterable[str]", "()", doc)


def _state(provider: Provider) -> Iterator[ArgumentView]:
    if provider.authorization_endpoint.has_state:
        summary = _summary(provider, Role.STATE)
        yield argument("state", "str | None", "None", summary, "Random by default.")


def _generated(provider: Provider) -> Iterator[ArgumentView]:
    """Yield the arguments for the values that a request generates, besides the state."""
    endpoint = provider.authorization_endpoint
    if endpoint.parameter(Role.NONCE) is not None:
        summary = _summary(provider, Role.NONCE)
        yield argument("nonce", "str | None", "None", summary, "Random by default.")
    if endpoint.parameter(Role.CODE_CHALLENGE) is not None:
        doc = "The secret whose hash the URL contains (RFC 7636 §4.1)."
        yield argument("code_verifier", "str | None", "None", doc, "Random by default.")


def scopes_of_the_caller(provider: Provider, is_listed: bool) -> str:
    """Return the call that checks the scopes of a request, which a separator other than a space joins."""
    separator = provider.authorization_endpoint.scope_separator
    last = "" if separator == " " else f", {python_string(separator)}"
    if is_listed:
        return f"select_scopes(scopes, undocumented_scopes, _SCOPES{last})"
    return f"free_scopes(scopes{last})"


def value_of_the_caller(one: Parameter, separator: str) -> str:
    """Return the expression of a value that the caller gives, which is empty without one."""
    given = given_by_the_caller(one)
    if one.scopes:
        return f"{python_string(separator)}.join(dict.fromkeys({given}))"
    if one.is_optional:
        return f'"" if {parameter_argument(one)} is None else {given}'
    return given


def given_by_the_caller(one: Parameter) -> str:
    """Return the call that checks what the caller gave for a parameter of the provider."""
    name = parameter_argument(one)
    quoted = python_string(name)
    documented = constant_of(name) if one.values or one.scopes else ""
    if one.is_repeated or one.scopes:
        arguments = [name, quoted, *([documented] if documented else [])]
        arguments += ["required=True"] if one.required else []
        return f"check_texts({', '.join(map(str, arguments))})"
    if one.is_boolean:
        return f"check_flag({name}, {quoted})"
    if documented:
        return f"check_choice({name}, {quoted}, {documented})"
    return f"check_text({name}, {quoted})"


def of_parameter(one: Parameter) -> ArgumentView:
    """Return the argument of a parameter whose value the caller gives."""
    name = parameter_argument(one)
    summary = one.summary or f"The value of the parameter `{one.name}`."
    values = literal(one.values) if one.values else "str"
    if one.is_repeated or one.scopes:
        if one.scopes:
            values = literal([scope.name for scope in one.scopes])
        default = None if one.required else "()"
        return argument(name, f"Iterable[{values}]", default, summary)
    annotation = "bool" if one.is_boolean else values
    if one.is_optional:
        return argument(name, f"{annotation} | None", "None", summary)
    if one.default is None:
        return argument(name, annotation, None, summary)
    default = str(python_string(one.default))
    if one.is_boolean:
        default = "True" if one.default == "true" else "False"
    return argument(name, annotation, default, summary)
