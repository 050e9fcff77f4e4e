"""Write what was imported as a spec that its maintainer continues to edit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.importing.faults import ImportFault, Place
from generator.importing.imported import Flow, Imported, ImportedScope
from generator.importing.scopes import cleaned
from generator.importing.urls import renamed, variable_types
from generator.importing.yaml_text import Value, comment, entry
from generator.model.naming import snake, words
from generator.rules.identifiers import TAKEN
from generator.rules.names import DEVICES

_SOURCE = "document"
_LAST_API = re.compile(r"(?<=.)(?: (?:REST )?APIs?)+$", re.IGNORECASE)
"""The end of a title that would be repeated, because texts speak of the provider's API."""
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9 .&+-]+")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the user named, or nothing: the ID and the name of the provider."""

    id: str | None = None
    name: str | None = None


def spec_text(found: Imported, file: str, chosen: Chosen) -> str:
    """Return the YAML text of a spec. `file` is the document's name.

    Raises ImportFault if the document has no name for the provider.
    """
    name = chosen.name or _provider_name(found.name)
    id = chosen.id or _provider_id(name)
    if not id or not name:
        hint = "use --id and --name"
        message = "the document contains no usable name for the provider"
        raise ImportFault(Place(file), "no-name", message, hint)
    return "".join(f"{line}\n" for line in _lines(found, file, id, name))


def _lines(found: Imported, file: str, id: str, name: str) -> Iterator[str]:
    yield f"# Imported from {comment(file)}: {comment(found.kind)}."
    if found.absent:
        yield "# The document does not say these; look them up:"
        yield from (f"# - {one}" for one in found.absent)
    yield "format: 2"
    yield from entry(
        "provider", _provider(found, id, name), note=f"from {found.name_from}"
    )
    yield from entry("sources", [_source(found, file)])
    source = f"{_SOURCE}#{found.pointer}" if _fits(found.pointer) else _SOURCE
    yield from entry("source", source)
    for key, value in _endpoints(found).items():
        yield from entry(key, value)


def _provider(found: Imported, id: str, name: str) -> dict[str, Value]:
    about: dict[str, Value] = (
        {"summary": found.description} if found.description else {}
    )
    return {"id": id, "name": name, **about}


def _source(found: Imported, file: str) -> dict[str, Value]:
    title = " ".join(cleaned(found.title or file).split())
    return {"id": _SOURCE, "kind": "vendor", "title": f"{title[:400]} ({found.kind})"}


def _fits(pointer: str) -> bool:
    return bool(pointer) and len(pointer) < 180 and pointer.isprintable()


def _endpoints(found: Imported) -> dict[str, Value]:
    """Return the members of the spec after the provider and its sources."""
    flows = found.flows
    urls = [each for one in flows for each in _urls(one)] + [found.revocation_endpoint]
    types = variable_types(urls)
    names = _variable_names(types)
    spec: dict[str, Value] = {}
    if found.issuer:
        spec["issuer"] = found.issuer
    if found.requires_iss:
        spec["iss"] = "required"
    if variables := _variables(types, names):
        spec["variables"] = variables
    page = next((one.authorization_url for one in flows if one.authorization_url), "")
    device = next((one.device_url for one in flows if one.device_url), "")
    if page:
        spec["authorization_endpoint"] = renamed(page, names)
    main = next((one for one in flows if one.token_url), None)
    if main is not None:
        spec["token_endpoint"] = _token_endpoint(found, main, names)
    common = _common_scopes(flows)
    if device:
        spec["device_authorization_endpoint"] = _device_endpoint(flows, device, names)
    if found.revocation_endpoint:
        url = renamed(found.revocation_endpoint, names)
        spec["revocation_endpoint"] = url
        if found.revocation_methods:
            methods: list[Value] = [*found.revocation_methods]
            spec["revocation_endpoint"] = {"url": url, "auth_methods": methods}
    spec["grants"] = [_grant(one, main, common, names) for one in flows]
    if common:
        spec["scopes"] = _scopes(common)
    return spec


def _urls(flow: Flow) -> Sequence[str]:
    return (flow.authorization_url, flow.device_url, flow.token_url, flow.refresh_url)


def _token_endpoint(found: Imported, flow: Flow, names: dict[str, str]) -> Value:
    url = renamed(flow.token_url, names)
    more: dict[str, Value] = {}
    if found.auth_methods:
        more["auth_methods"] = [*found.auth_methods]
    refresh = next((one.refresh_url for one in found.flows if one.refresh_url), "")
    if refresh and refresh != flow.token_url:
        more["refresh"] = {"url": renamed(refresh, names)}
    return {"url": url, **more} if more else url


def _device_endpoint(flows: Sequence[Flow], url: str, names: dict[str, str]) -> Value:
    """Return the endpoint: its request has no scope if only other flows have scopes."""
    [device] = [one for one in flows if one.device_url]
    shown = renamed(url, names)
    if device.scopes or not any(one.scopes for one in flows):
        return shown
    return {"url": shown, "omit": ["scope"]}


def _common_scopes(flows: Sequence[Flow]) -> list[ImportedScope]:
    """Return the scopes of all grants with a browser, or of the first grant."""
    shown = [one for one in flows if one.authorization_url] or list(flows[:1])
    found: dict[str, ImportedScope] = {}
    for flow in shown:
        for scope in flow.scopes:
            found.setdefault(scope.name, scope)
    return list(found.values())


def _grant(
    flow: Flow,
    main: Flow | None,
    common: Sequence[ImportedScope],
    names: dict[str, str],
) -> Value:
    """Return a grant: its name, or a mapping with what differs for it."""
    more: dict[str, Value] = {}
    if main is not None and flow.token_url not in ("", main.token_url):
        more["token_endpoint"] = renamed(flow.token_url, names)
    if not flow.authorization_url and [*flow.scopes] != [*common]:
        if flow.scopes:
            more["scopes"] = _scopes(flow.scopes)
        elif not flow.device_url:
            more["omit"] = ["scope"]
    return {"name": flow.grant, **more} if more else flow.grant


def _scopes(scopes: Sequence[ImportedScope]) -> Value:
    """Return scopes as names, as a mapping to their descriptions, or with identifiers that differ."""
    taken: set[str] = set()
    full: list[dict[str, Value]] = []
    for one in scopes:
        plain = snake(words(one.name))
        identifier = _unique(plain, taken, "scope")
        taken.add(identifier)
        entry: dict[str, Value] = {"name": one.name}
        if identifier != plain:
            entry["identifier"] = identifier
        if one.summary:
            entry["summary"] = one.summary
        full.append(entry)
    if all(set(one) == {"name", "summary"} for one in full) and len(full) < 1000:
        return {str(one["name"]): one["summary"] for one in full}
    return [one if len(one) > 1 else str(one["name"]) for one in full]


def _unique(identifier: str, taken: Collection[str], kind: str) -> str:
    """Return an identifier that starts with a letter, or with the kind, and is not taken."""
    if not identifier[:1].isalpha():
        identifier = f"{kind}_{identifier}".rstrip("_")
    base, number = identifier[:56].rstrip("_"), 1
    if identifier in taken:
        identifier = base
    while identifier in taken:
        number += 1
        identifier = f"{base}_{number}"
    return identifier


def _variable_names(types: Mapping[str, str]) -> dict[str, str]:
    """Return the name in a spec of each variable, by its name in the document."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for one in types:
        names[one] = _unique(snake(words(one)), taken, "part")
        taken.add(names[one])
    return names


def _variables(types: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Value]:
    """Return the variables of a spec, each with another identifier if requests use its name.

    The client ID is not one of them, because each request knows it.
    """
    found: dict[str, Value] = {}
    for one, type in types.items():
        name = names[one]
        more: dict[str, Value] = {}
        if name in TAKEN:
            taken = {*names.values(), *TAKEN}
            more = {"identifier": _unique(f"{name}_of_the_url", taken, "part")}
        if name != "client_id":
            found[name] = {"type": type, **more}
    return found


def _provider_name(title: str) -> str:
    """Return a title with only the characters of a provider's name, and without a last word `API`."""
    name = " ".join(_NOT_IN_NAMES.sub(" ", title).split())[:60]
    name = name.lstrip(" .&+-").rstrip(" &+-")
    return _LAST_API.sub("", name)


def _provider_id(name: str) -> str:
    """Return the letters and digits of a name, without a last word `API` unless Windows needs it."""
    letters = re.sub(r"[^a-z0-9]", "", _LAST_API.sub("", name).lower())
    id = letters.lstrip("0123456789")[:40]
    return f"{id}api" if id in DEVICES else id
