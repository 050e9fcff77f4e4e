"""A spec to what the mock server knows of the provider, as Python expressions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from generator.model.endpoints import PKCE, GrantType, Parameter, ResponseError, Role
from generator.model.facts import Scope
from generator.model.provider import FailureForm, Provider
from generator.model.text import Code
from generator.targets.mock.local_paths import local_path
from generator.targets.python.encoders import (
    python_call,
    python_import,
    python_prose,
    python_string,
    python_tuple,
)
from generator.targets.views import example_client_id


@dataclass(frozen=True, slots=True)
class ScopeView:
    """A scope: its literals, and a tuple of what it permits."""

    name: Code
    summary: Code
    permits: Code
    reach: Code


@dataclass(frozen=True, slots=True)
class ErrorView:
    """The literals of an error code, its cause, and its remedy."""

    code: Code
    cause: Code
    remedy: Code


@dataclass(frozen=True, slots=True)
class FactsView:
    """What the mock server knows. `imports` is a statement, and `state_in_query` is Python's `True` or `False`."""

    imports: Code
    name: Code
    path: Code
    response_types: Code
    parameters: Code
    rejected: Code
    default_redirect: Code
    separator: Code
    state_in_query: Code
    issuer: Code
    redirect_names: Code
    redirect_values: Code
    example_client_id: Code
    scopes: tuple[ScopeView, ...]
    errors: tuple[ErrorView, ...]
    headers: Code
    both_forms: bool
    xml_failure: Code
    json_failure: Code


def facts_view(provider: Provider) -> FactsView:
    """Return what the mock server knows of a provider."""
    endpoint, failures = provider.authorization_endpoint, provider.failures
    redirect = endpoint.parameter(Role.REDIRECT_URI)
    scopes = tuple(_scope_view(one) for one in _scopes(provider))
    errors = tuple(_error_view(one) for one in endpoint.response_errors)
    parameters, headers = _parameters(provider), _headers(provider)
    used = {
        "FailureForm": failures is not None,
        "Header": headers != "()",
        "Parameter": parameters != "()",
        "Provider": True,
        "ResponseError": bool(errors),
        "Scope": bool(scopes),
    }
    names = [name for name, is_used in used.items() if is_used]
    return FactsView(
        imports=python_import("._runtime.provider", names),
        name=python_string(provider.name),
        path=_optional(
            local_path(provider, endpoint.url) if provider.authorization else None
        ),
        response_types=python_tuple(
            [python_string(one.response_type or "") for one in provider.browser_grants],
            4,
            "response_types=",
        ),
        parameters=parameters,
        rejected=_rejected(provider),
        default_redirect=_optional(redirect.default if redirect else None),
        separator=python_string(endpoint.scope_separator),
        state_in_query=Code(repr(endpoint.state_in == "query")),
        issuer=_optional(provider.issuer),
        redirect_names=_pairs(_redirect_names(provider), "redirect_names="),
        redirect_values=_pairs(_redirect_values(provider), "redirect_values="),
        example_client_id=python_string(example_client_id(provider)),
        scopes=scopes,
        errors=errors,
        headers=headers,
        both_forms=bool(failures and failures.xml and failures.json),
        xml_failure=_failure(failures.xml if failures else None, "xml_failure="),
        json_failure=_failure(failures.json if failures else None, "json_failure="),
    )


def _parameters(provider: Provider) -> Code:
    """Return the tuple of the parameters of the endpoint."""
    endpoint = provider.authorization_endpoint
    calls = [
        python_call("Parameter", _arguments(one), 8) for one in endpoint.parameters
    ]
    known = {one.name for one in endpoint.parameters}
    for name, value in parse_qsl(urlsplit(endpoint.url).query, keep_blank_values=True):
        if provider.authorization and name not in known:
            given = ["required=True", f"constant={python_string(value)}"]
            calls.append(
                python_call("Parameter", [python_string(name), 'role=""', *given], 8)
            )
    return python_tuple(calls, 4, "parameters=")


def _rejected(provider: Provider) -> Code:
    """Return the tuple of the parameters of PKCE, if the provider rejects them."""
    known = {one.name for one in provider.authorization_endpoint.parameters}
    has_code = provider.offers(GrantType.AUTHORIZATION_CODE)
    names = PKCE if has_code and provider.pkce == "none" else ()
    rejected = [python_string(one.value) for one in names if one.value not in known]
    return python_tuple(rejected, 4, "rejected=")


def _arguments(one: Parameter) -> list[str]:
    return [
        python_string(one.name),
        f"role={python_string(one.role.value)}",
        f"required={one.required}",
        f"constant={_optional(one.constant)}",
        *([f"scopes={_names(one.scopes)}"] if one.scopes else []),
        *values_of(one, 12),
        *(["is_repeated=True"] if one.is_repeated else []),
    ]


def values_of(one: Parameter, indent: int) -> Iterator[Code]:
    """Yield the argument for all values of a provider's own parameter, if they are documented."""
    values = ("true", "false") if one.is_boolean else one.values
    if values and one.is_of_the_caller:
        listed = [python_string(each) for each in values]
        yield Code(f"values={python_tuple(listed, indent, 'values=')}")


def _names(scopes: Iterable[Scope]) -> Code:
    return python_tuple([python_string(one.name) for one in scopes], 12, "scopes=")


def _redirect_names(provider: Provider) -> Iterator[tuple[str, str]]:
    """Yield each standard parameter of a redirect that has another name, with that name."""
    for one in provider.authorization_endpoint.response_parameters:
        if one.role and one.role != one.name:
            yield one.role, one.name


def _redirect_values(provider: Provider) -> Iterator[tuple[str, str]]:
    """Yield the provider's own parameters of a redirect, with made-up values."""
    examples = {one.name: one.example for one in provider.variables}
    for one in provider.authorization_endpoint.response_parameters:
        if not one.role:
            yield one.name, examples.get(one.variable or "", f"mock {one.name}")


def _pairs(pairs: Iterable[tuple[str, str]], before: str) -> Code:
    items = [
        Code(f"({python_string(name)}, {python_string(value)})")
        for name, value in pairs
    ]
    return python_tuple(items, 4, before)


def _scopes(provider: Provider) -> Iterable[Scope]:
    """Return the scopes of every grant, each once."""
    requests = provider.token_endpoint.requests if provider.token_endpoint else ()
    own = [scope for one in requests for scope in one.scopes]
    return {one.name: one for one in (*own, *provider.scopes)}.values()


def scope_names(provider: Provider) -> list[str]:
    """Return the names of the scopes of every grant."""
    return [one.name for one in _scopes(provider)]


def _headers(provider: Provider) -> Code:
    """Return the tuple of the headers of an API call."""
    calls = [
        python_call("Header", [python_string(one.name), python_string(one.value)], 8)
        for one in provider.headers
    ]
    return python_tuple(calls, 4, "headers=")


def _scope_view(scope: Scope) -> ScopeView:
    permits = [python_string(*task) for task in scope.tasks]
    return ScopeView(
        name=python_string(scope.name),
        summary=python_prose(scope.summary, 12, "summary="),
        permits=python_tuple(permits, 12, "permits="),
        reach=python_prose(scope.reach, 12, "reach="),
    )


def _error_view(error: ResponseError) -> ErrorView:
    return ErrorView(
        code=python_string(error.code),
        cause=python_prose(error.cause, 12, "cause="),
        remedy=python_prose(error.remedy, 12, "remedy="),
    )


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
