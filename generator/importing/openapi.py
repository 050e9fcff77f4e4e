"""Read the OAuth 2.0 security schemes of an OpenAPI description, versions 2.0 and 3.0 to 3.2."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

from generator.importing import urls
from generator.importing.faults import Remark
from generator.importing.flows import (
    Scheme,
    Version,
    elsewhere,
    scheme_of,
    without_flows,
)
from generator.importing.imported import Flow, Imported
from generator.importing.node import Node
from generator.reading.diagnostics import did_you_mean


def is_openapi(document: Node) -> bool:
    """Return whether a document says that it is an OpenAPI description."""
    return document.get("openapi") is not None or document.get("swagger") is not None


def imported(document: Node, wanted: Sequence[str], server: str | None) -> Imported:
    """Return the facts of the wanted security schemes, or of all if they share an endpoint.

    Relative URLs are relative to `server` if it is given. Raises ImportFault.
    """
    version = _version(document)
    declared = _declared(document, version)
    others: list[Remark] = []
    chosen: dict[str, Node] = {}
    for name in wanted if declared else ():
        if name not in declared:
            hint = (
                did_you_mean(name, declared) or f"the schemes are {', '.join(declared)}"
            )
            message = f'the document has no security scheme "{name}"'
            raise document.fault("unknown-scheme", message, hint)
    for name, node in declared.items():
        if wanted and name not in wanted:
            continue
        found = node.resolved()
        type = found.required("type").text()
        if type == "oauth2":
            chosen[name] = found
        else:
            others.append(_skipped(node, found, type))
    if not chosen:
        raise _no_scheme(document, version, others)
    base_of = functools.cache(lambda: _base(document, version, server))
    read = [scheme_of(name, node, version, base_of) for name, node in chosen.items()]
    schemes = [one for one in read if one.flows]
    if not schemes or (wanted and len(schemes) < len(read)):
        raise without_flows(next(one for one in read if not one.flows))
    for one in read:
        if not one.flows:
            text = "the scheme is left out, because it has no flow that a spec can describe"
            others += [*one.remarks, Remark(one.node.place, text)]
    return _merged(document, version, schemes, others, bool(wanted))


def _version(document: Node) -> Version:
    old = document.get("swagger")
    if old is not None:
        label = _number(old)
        if label != "2.0":
            hint = "convert the document to OpenAPI 3 first"
            message = f"Swagger {label} is not supported"
            raise old.fault("unknown-version", message, hint)
        return Version("OpenAPI 2.0", False, False, ("securityDefinitions",))
    node = document.required("openapi")
    label = _number(node)
    minor = ".".join(label.split(".")[:2])
    if minor not in ("3.0", "3.1", "3.2"):
        message = f"OpenAPI {label} is not supported"
        hint = "import supports 2.0, 3.0, 3.1, and 3.2"
        raise node.fault("unknown-version", message, hint)
    places = ("components", "securitySchemes")
    return Version(f"OpenAPI {label}", True, minor == "3.2", places)


def _number(node: Node) -> str:
    """Return a version, which JSON documents sometimes have as a number."""
    return str(node.value) if isinstance(node.value, float) else node.text()


def _declared(document: Node, version: Version) -> Mapping[str, Node]:
    node: Node | None = document
    for name in version.schemes:
        node = node.get(name) if node is not None else None
    if node is None:
        return {}
    return {
        name: one
        for name, one in node.resolved().members().items()
        if not name.startswith("x-")
    }


def _skipped(node: Node, found: Node, type: str) -> Remark:
    command = elsewhere(found.get("openIdConnectUrl"))
    after = f"; {command}" if type == "openIdConnect" and command else ""
    if type.lower() == "oauth2":
        after = '; did you mean "oauth2"?'
    return Remark(node.place, f"a scheme of type {type} is not imported{after}")


def _no_scheme(document: Node, version: Version, others: Sequence[Remark]) -> Exception:
    message = "the document has no security scheme of type oauth2"
    hint = f"import a document that has one in #{version.where}"
    if others:
        hint = "; ".join(str(one) for one in others)
    return document.fault("no-scheme", message, hint)


def _base(document: Node, version: Version, server: str | None) -> urls.Base:
    if server is not None:
        return urls.given_base(server)
    return urls.of_servers(document) if version.has_flows else urls.of_host(document)


# Several schemes


def _merged(
    document: Node,
    version: Version,
    schemes: Sequence[Scheme],
    others: Sequence[Remark],
    is_chosen: bool,
) -> Imported:
    """Return the facts of schemes for one provider. Raises ImportFault if they differ."""
    flows = [flow for one in schemes for flow in one.flows]
    if len(schemes) > 1 and not _fit(schemes, is_chosen):
        listed = ", ".join(
            f"{one.name} ({', '.join(flow.name for flow in one.flows)})"
            for one in schemes
        )
        message = f"there are several OAuth 2.0 schemes: {listed}"
        hint = f"choose one with --scheme {schemes[0].name}"
        raise document.fault("several-schemes", message, hint)
    info = document.get("info")
    title = info.get("title") if info is not None else None
    first = schemes[0]
    where = first.node.pointer if len(schemes) == 1 else version.where
    remarks = [*others, *(remark for one in schemes for remark in one.remarks)]
    name, name_from = title.text() if title is not None else "", "info.title"
    if not any(one.isalpha() for one in name):
        url = next(
            each
            for one in flows
            for each in (one.authorization_url, one.token_url)
            if each
        )
        name, name_from = urls.host_name(url), "the host of a URL"
    return Imported(
        kind=version.label,
        title=title.text() if title is not None else "",
        pointer=where,
        name=name,
        name_from=name_from,
        flows=flows,
        # The description of one scheme would not be true for the others.
        description=first.description if len(schemes) == 1 else "",
        absent=[*_absent(flows)],
        remarks=[
            *remarks,
            *_refresh_urls(schemes),
            *_common_scopes(schemes),
            *_same_name(schemes),
        ],
    )


def _absent(flows: Sequence[Flow]) -> Iterator[str]:
    """Yield what a spec can say about the flows and no description does."""
    grants = {one.grant for one in flows}
    if grants != {"implicit"}:
        yield "how clients authenticate at the token endpoint (auth_methods)"
    if "authorization_code" in grants:
        yield "whether the provider supports PKCE (pkce)"
    if grants & {"authorization_code", "device_code"} and not any(
        one.refresh_url for one in flows
    ):
        yield "whether refresh tokens are issued (refresh)"


def _fit(schemes: Sequence[Scheme], is_chosen: bool) -> bool:
    """Return whether schemes can be one provider: no grant twice, and one authorization endpoint.

    Unless the user chose them, they must share an endpoint.
    """
    flows = [flow for one in schemes for flow in one.flows]
    grants = [one.grant for one in flows]
    pages = {one.authorization_url for one in flows if one.authorization_url}
    endpoints = [
        {url for flow in one.flows for url in (flow.authorization_url, flow.token_url)}
        for one in schemes
    ]
    first = endpoints[0] - {""}
    is_one = is_chosen or all(first & each for each in endpoints)
    return len(set(grants)) == len(grants) and len(pages) <= 1 and is_one


def _refresh_urls(schemes: Sequence[Scheme]) -> Iterator[Remark]:
    """Yield a remark about each further URL for refresh requests: a spec has only one."""
    flows = [flow for one in schemes for flow in one.flows]
    found = dict.fromkeys(one.refresh_url for one in flows if one.refresh_url)
    kept = 1 if any(one.token_url for one in flows) else 0
    for url in [*found][kept:]:
        text = (
            f"the refreshUrl {url} is left out; a spec has one, at its token endpoint"
        )
        yield Remark(schemes[0].node.place, text)


def _common_scopes(schemes: Sequence[Scheme]) -> Iterator[Remark]:
    """Yield what flows with a browser say differently about scopes, because a spec has one list."""
    flows = [flow for one in schemes for flow in one.flows if flow.authorization_url]
    if len({frozenset(scope.name for scope in one.scopes) for one in flows}) > 1:
        names = " and ".join(one.name for one in flows)
        text = f"the flows {names} have different scopes; the spec has one list with all of them"
        yield Remark(schemes[0].node.place, text)
    kept: dict[str, str] = {}
    for flow in flows:
        for scope in flow.scopes:
            if kept.setdefault(scope.name, scope.summary) != scope.summary:
                text = f'the scope "{scope.name}" has another description in the flow {flow.name}; the spec has the first one'
                yield Remark(schemes[0].node.place, text)


def _same_name(schemes: Sequence[Scheme]) -> Iterator[Remark]:
    if len(schemes) > 1:
        names = ", ".join(one.name for one in schemes)
        text = f"the schemes {names} are imported as one provider"
        yield Remark(schemes[0].node.place, text)
