"""Turn the value of a spec that has passed the schema into the model, with the defaults filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.model.build_endpoints import (
    authorization_endpoint,
    citation,
    scopes,
    variables,
)
from generator.model.build_entries import standard_entries
from generator.model.build_other import other_endpoints
from generator.model.build_token import token_endpoint
from generator.model.documented_url import with_names
from generator.model.endpoints import (
    Grant,
    GrantType,
    Parameter,
    RedirectParameter,
    ResponseError,
)
from generator.model.facts import Source
from generator.model.provider import (
    CallExample,
    CallHost,
    Example,
    FailureForm,
    Failures,
    Header,
    Note,
    Package,
    Packages,
    Provider,
    Step,
    Unknown,
)
from generator.model.standard import Standard
from generator.model.text import Text

Values = Mapping[str, Any]
"""An object of a spec in full that has passed the schema."""

NONE = "none"
"""What a spec writes for a package or a command that it does not want."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What OAuth defines, and the default names of each package for the ID of a provider."""

    standard: Standard
    names: Mapping[str, Callable[[str], Values]]


def build(spec: Values, defaults: Defaults) -> Provider:
    """Return the model of a spec in full that has passed the schema."""
    spec = {**spec, "source": spec.get("source")}
    provider, calls = spec["provider"], spec.get("calls", {})
    source = spec["source"]
    built = Provider(
        id=provider["id"],
        name=provider["name"],
        homepage=provider.get("homepage"),
        summary=Text(provider.get("summary", "")),
        disclaimer=_optional(provider.get("disclaimer")),
        packages=_packages(spec.get("packages", {}), provider["id"], defaults.names),
        sources=tuple(_source(one) for one in spec.get("sources", ())),
        source=citation({}, source),
        issuer=spec.get("issuer"),
        requires_iss=spec.get("iss") == "required",
        variables=variables(spec),
        grants=tuple(
            Grant(
                GrantType(one["name"]),
                ("grants", index),
                tuple(key for key in one if key != "name"),
            )
            for index, one in enumerate(spec["grants"])
        ),
        authorization=authorization_endpoint(spec, defaults.standard),
        token_endpoint=token_endpoint(
            spec, citation(spec.get("token_endpoint") or {}, source), defaults.standard
        ),
        other_endpoints=other_endpoints(spec, defaults.standard),
        pkce=spec.get("pkce", "used"),
        has_loopback=spec.get("loopback") != "none",
        scopes=scopes(spec.get("scopes", ()), source),
        default_scopes=_default_scopes(spec),
        hosts=tuple(
            CallHost(one["pattern"], Text(one["summary"]), citation(one, source))
            for one in calls.get("hosts", ())
        ),
        call_example=_call_example(calls.get("example"), source),
        headers=_headers(calls, source),
        failures=_failures(calls.get("failures"), source),
        notes=tuple(
            Note(
                one["id"],
                one["place"],
                Text(one["title"]),
                Text(one["text"]),
                citation(one, source),
            )
            for one in spec.get("notes", ())
        ),
        steps=tuple(
            Step(Text(one["title"]), Text(one["text"]), citation(one, source))
            for one in spec.get("steps", ())
        ),
        examples=tuple(
            _example(one, index, spec)
            for index, one in enumerate(spec.get("examples", ()))
        ),
        unknown=tuple(
            Unknown(Text(one["topic"]), Text(one["text"]), citation(one, None))
            for one in spec.get("unknown", ())
        ),
        standard_entries=tuple(standard_entries(spec)),
    )
    return _with_standard_sources(built, defaults.standard)


def _with_standard_sources(provider: Provider, standard: Standard) -> Provider:
    """Return a provider that declares each document of OAuth that its facts cite."""
    declared = {one.id for one in provider.sources}
    endpoint = provider.authorization
    facts: Sequence[Parameter | RedirectParameter | ResponseError] = ()
    if endpoint is not None:
        facts = (
            *endpoint.parameters,
            *endpoint.response_parameters,
            *endpoint.response_errors,
        )
    if provider.token_endpoint is not None and provider.exchanges:
        facts = (*facts, *provider.token_endpoint.errors)
    cited = {one.source.source for one in facts if one.source is not None}
    added = (
        source
        for id, source in standard.sources.items()
        if id in cited and id not in declared
    )
    return replace(provider, sources=(*provider.sources, *added))


def _source(one: Values) -> Source:
    return Source(one["id"], one["kind"], Text(one["title"]), one.get("url"))


def _packages(
    one: Values, id: str, names: Mapping[str, Callable[[str], Values]]
) -> Packages:
    return Packages(
        version=one.get("version", "0.1.0"),
        published=one.get("published", False),
        license=one.get("license", "MIT"),
        copyright=one.get("copyright", f"The {id}-oauth authors"),
        each=tuple(
            _package(key, {**names[key](id), **one.get(key, {})})
            for key in sorted(names)
            if one.get(key) != NONE
        ),
    )


def _package(key: str, names: Values) -> Package:
    # Each package index has its own term for the name of a package.
    distribution = names.get("distribution") or names.get("package") or names["module"]
    command: str | None = names.get("command", NONE)
    if command == NONE:
        command = None
    prefix = command.upper().replace("-", "_") if command else None
    environment = names.get("environment", prefix) if command else None
    return Package(key, distribution, names.get("module", ""), command, environment)


def _headers(calls: Values, source: str | None) -> tuple[Header, ...]:
    """Return the headers of API calls: the bearer token (RFC 6750 §2.1), unless the spec says more."""
    bearer = {
        "name": "Authorization",
        "value": "Bearer {access_token}",
        "summary": "The bearer token.",
    }
    return tuple(
        Header(one["name"], one["value"], Text(one["summary"]), citation(one, source))
        for one in calls.get("headers", (bearer,))
    )


def _call_example(one: Values | None, source: str | None) -> CallExample | None:
    if one is None:
        return None
    return CallExample(one["url"], Text(one["summary"]), citation(one, source))


def _failures(one: Values | None, source: str | None) -> Failures | None:
    if one is None:
        return None
    xml, json = (_form(one.get(key)) for key in ("xml", "json"))
    return Failures(xml, json, citation(one, source))


def _form(one: Values | None) -> FailureForm | None:
    if one is None:
        return None
    return FailureForm(one["root"], one.get("code"), one["message"], one.get("details"))


def _example(one: Values, index: int, spec: Values) -> Example:
    id = "documented" if index == 0 else f"documented-{index + 1}"
    return Example(
        id=one.get("id", id),
        title=Text(one.get("title", "The documented URL")),
        url=_documented(one["url"], spec),
        grant=GrantType(one.get("grant", _first_grant(spec))),
        values=tuple(one.get("inputs", {}).items()),
        scopes=tuple(one.get("scopes", ())),
        story=_optional(one.get("story")),
        source=citation(one, spec["source"]),
    )


def _documented(url: str, spec: Values) -> str:
    endpoint = spec.get("authorization_endpoint")
    return (
        url if endpoint is None else with_names(url, endpoint["url"], variables(spec))
    )


def _first_grant(spec: Values) -> str:
    """Return the first grant in which a browser takes part, or the first grant."""
    names: Sequence[str] = [one["name"] for one in spec["grants"]]
    fallback = names[0] if names else GrantType.IMPLICIT.value
    return next((one for one in names if GrantType(one).response_type), fallback)


def _optional(value: str | None) -> Text | None:
    return None if value is None else Text(value)


def _default_scopes(spec: Values) -> tuple[str, ...]:
    """Return the default scopes, without those of client credentials next to a request without scopes."""
    endpoint: Values = spec.get("authorization_endpoint") or {}
    names = {one["name"] for one in spec["grants"]}
    if "scope" in endpoint.get("omit", ()) and "client_credentials" in names:
        return ()
    return tuple(spec.get("default_scopes", ()))
