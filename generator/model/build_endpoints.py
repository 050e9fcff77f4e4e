"""Turn the values of endpoints, variables, and scopes into the model, with the defaults of OAuth."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, cast

from generator.model.endpoints import (
    AUTHORIZATION,
    PKCE,
    AuthorizationEndpoint,
    Choice,
    GrantType,
    Parameter,
    Path,
    RedirectParameter,
    ResponseError,
    Role,
    Variable,
    VariableType,
)
from generator.model.facts import Citation, Permission, Scope
from generator.model.standard import Standard, StandardParameter
from generator.model.text import Text

Values = Mapping[str, Any]

_ENDPOINT: Path = ("authorization_endpoint",)
_STANDARD = {one.value: one for one in AUTHORIZATION}

_EXAMPLES = {
    VariableType.HOST: "auth.example.com",
    VariableType.BASE: "auth.example.com",
    VariableType.LABEL: "example",
    VariableType.PATH: "example",
    VariableType.TEXT: "example",
}
_SUMMARIES = {
    VariableType.HOST: "The host of the provider, with a port if it is not the default port.",
    VariableType.BASE: "The host of the provider, with a path if it has one.",
    VariableType.LABEL: "Your part of the provider's host name.",
    VariableType.PATH: "Your part of the path in the provider's URLs.",
    VariableType.TEXT: "A value that the provider requires.",
    VariableType.CHOICE: "Which of the provider's servers you use.",
}


def citation(fact: Values, default: str | None) -> Citation | None:
    """Return the source of a fact, which is `default` if the fact does not name one."""
    value = fact.get("source", default)
    return None if value is None else cited(value)


def cited(value: str) -> Citation:
    """Return the parts of `id#clause`."""
    source, _, place = value.partition("#")
    if re.fullmatch(r"[0-9]+(\.[0-9]+)*", place, re.ASCII):
        return Citation(source, place, None)
    return Citation(source, None, Text(place) if place else None)


def scopes(listed: Sequence[Values], source: str | None) -> tuple[Scope, ...]:
    """Return the scopes of a list."""
    return tuple(
        Scope(
            name=one["name"],
            identifier=one.get("identifier"),
            summary=Text(one.get("summary", "")),
            permits=tuple(
                Permission(
                    Text(each["verb"]), tuple(Text(kind) for kind in each["resources"])
                )
                for each in one.get("permits", ())
            ),
            reach=Text(one.get("reach", "")),
            story=Text(one.get("story", "")),
            source=citation(one, source),
        )
        for one in listed
    )


def variables(spec: Values) -> tuple[Variable, ...]:
    """Return the variables of a spec."""
    return tuple(
        _variable(name, one, spec["source"])
        for name, one in spec.get("variables", {}).items()
    )


def _variable(name: str, one: Values, source: str | None) -> Variable:
    type = VariableType(one.get("type", "choice"))
    values: Sequence[str] | Values = one.get("values", ())
    members: Values = cast(Any, values) if isinstance(values, Mapping) else {}
    choices = tuple(
        Choice(each, tuple(members.get(each, {}).items())) for each in values
    )
    default = one.get("default")
    first = choices[0].name if choices else _EXAMPLES.get(type, "example")
    return Variable(
        name=name,
        identifier=one.get("identifier"),
        type=type,
        choices=choices,
        default=default,
        example=one.get("example", default or first),
        is_secret=one.get("secret", False),
        summary=Text(one.get("summary", _SUMMARIES[type])),
        source=citation(one, source),
    )


def authorization_endpoint(
    spec: Values, standard: Standard
) -> AuthorizationEndpoint | None:
    """Return the authorization endpoint of a spec, or None if it has none."""
    one = spec.get("authorization_endpoint")
    if one is None:
        return None
    source = one.get("source", spec["source"])
    grants = [GrantType(each["name"]) for each in spec["grants"]]
    return AuthorizationEndpoint(
        url=one["url"],
        source=citation(one, source),
        parameters=tuple(_parameters(one, spec, grants, standard)),
        response_parameters=tuple(
            _redirect_parameters(one.get("callback", ()), grants, source, standard)
        ),
        response_errors=_errors(one, source, standard),
        scope_separator=spec.get("scope_separator", " "),
        state_in=one.get("state_in", "fragment"),
    )


def _parameters(
    endpoint: Values, spec: Values, grants: Collection[GrantType], standard: Standard
) -> Iterator[Parameter]:
    """Yield the standard parameters that are not listed, and then the listed ones."""
    listed = endpoint.get("parameters", ())
    roles = [_role(one) for one in listed]
    omitted = set(endpoint.get("omit", ()))
    for role in AUTHORIZATION:
        if role in roles or role.value in omitted:
            continue
        if role in PKCE and not _has_pkce(spec, grants):
            continue
        path = (*_ENDPOINT, "parameters")
        standard_one = {"name": role.value, **_constant(role, grants)}
        yield parameter(standard_one, role, None, standard, path)
    for index, (one, role) in enumerate(zip(listed, roles)):
        path = (*_ENDPOINT, "parameters", index)
        source = endpoint.get("source", spec["source"])
        given = {**_constant(role, grants), **one}
        yield parameter(given, role, source, standard, path)


def _has_pkce(spec: Values, grants: Collection[GrantType]) -> bool:
    return GrantType.AUTHORIZATION_CODE in grants and spec.get("pkce") != "none"


def _role(one: Values) -> Role:
    """Return the role that a parameter has by its key or by its name."""
    if "role" in one:
        return Role(one["role"])
    return _STANDARD.get(one["name"], Role.PROVIDER)


def parameter(
    one: Values,
    role: Role,
    source: str | None,
    standard: Standard,
    path: Path,
    place: str = "query",
) -> Parameter:
    """Return a parameter with a role, with what OAuth says about it; `place` is the default of `in`."""
    defined = standard.parameters.get(role.value)
    summary, where = Text(one.get("summary", "")), citation(one, source)
    if not summary and defined is not None:
        summary, where = defined.summary, where or defined.source
    return Parameter(
        name=one["name"],
        role=role,
        constant=one.get("value"),
        values=tuple(one.get("values", ())),
        default=one.get("default"),
        example=one.get("example"),
        required=one.get("required", role is Role.CLIENT_ID),
        is_boolean=one.get("type") == "boolean",
        is_repeated=one.get("repeated", False),
        scopes=scopes(one.get("scopes", ()), source),
        place=one.get("in", place),
        characters=one.get("characters"),
        identifier=one.get("identifier"),
        summary=summary,
        source=where,
        path=path,
    )


def _constant(role: Role, grants: Collection[GrantType]) -> Mapping[str, str]:
    """Return the value of a parameter that follows from its role, if it is the same for all grants."""
    if role is Role.CODE_CHALLENGE_METHOD:
        return {"value": "S256"}
    types = {one.response_type for one in grants} - {None}
    is_one = role is Role.RESPONSE_TYPE and len(types) == 1
    return {"value": str(types.pop())} if is_one else {}


def _redirect_parameters(
    listed: Sequence[Values],
    grants: Collection[GrantType],
    source: str | None,
    standard: Standard,
) -> Iterator[RedirectParameter]:
    """Yield the standard parameters, as listed or as OAuth defines them, and then the others."""
    defined = _defined(grants, standard)
    named = [(one.get("role", one["name"]), index) for index, one in enumerate(listed)]
    indexes = dict(named)
    path = (*_ENDPOINT, "callback")
    for name, fact in defined.items():
        if name in indexes:
            one, place = listed[indexes[name]], (*path, indexes[name])
            yield _redirect_parameter(one, name, source, fact, place)
        else:
            yield RedirectParameter(
                name, name, None, fact.required, fact.summary, fact.source, path
            )
    for name, index in named:
        if name not in defined or indexes[name] != index:
            one = listed[index]
            role = name if name in defined else one.get("role", "")
            yield _redirect_parameter(one, role, source, None, (*path, index))


def _redirect_parameter(
    one: Values,
    role: str,
    source: str | None,
    fact: StandardParameter | None,
    path: Path,
) -> RedirectParameter:
    summary, where = Text(one.get("summary", "")), citation(one, source)
    if not summary and fact is not None:
        summary, where = fact.summary, where or fact.source
    return RedirectParameter(
        name=one["name"],
        role=role,
        variable=one.get("variable"),
        required=one.get("required", fact is not None and fact.required),
        summary=summary,
        source=where,
        path=path,
    )


def _defined(
    grants: Collection[GrantType], standard: Standard
) -> dict[str, StandardParameter]:
    """Return the standard parameters of the redirects of these grants, by name."""
    found: dict[str, StandardParameter] = {}
    for grant in grants:
        for name, fact in standard.redirects.get(grant.value, {}).items():
            found.setdefault(name, fact)
    return found


def _errors(
    endpoint: Values, source: str | None, standard: Standard
) -> tuple[ResponseError, ...]:
    if "errors" not in endpoint:
        return standard.errors
    return tuple(
        ResponseError(
            one["code"], Text(one["cause"]), Text(one["remedy"]), citation(one, source)
        )
        for one in endpoint["errors"]
    )
