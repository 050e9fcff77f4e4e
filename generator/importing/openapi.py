"""Read the OAuth 2.0 security schemes of an OpenAPI description, versions 2.0 and 3.0 to 3.2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.importing import urls
from generator.importing.faults import Remark
from generator.importing.flows import Scheme, Version, elsewhere, scheme_of
from generator.importing.imported import Flow, Imported
from generator.importing.node import Node
from generator.reading.diagnostics import did_you_mean

_ABSENT = (
    "how clients authenticate at the token endpoint (auth_methods)",
    "whether the provider knows PKCE (pkce)",
    "whether refresh tokens are issued (refresh)",
)


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
    for name in wanted:
        if name not in declared:
            hint = (
                did_you_mean(name, declared) or f"the schemes are {', '.join(declared)}"
            )
            message = f'there is no security scheme "{name}"'
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
    base = _base(document, version, server)
    schemes = [scheme_of(name, node, version, base) for name, node in chosen.items()]
    return _merged(document, version, schemes, others)


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
        hint = "an import reads 2.0, 3.0, 3.1, and 3.2"
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
    url = found.get("openIdConnectUrl")
    if type == "openIdConnect" and url is not None:
        text = f"a scheme of type {type} is not imported; {elsewhere(url)}"
        return Remark(node.place, text)
    return Remark(node.place, f"a scheme of type {type} is not imported")


def _no_scheme(document: Node, version: Version, others: Sequence[Remark]) -> Exception:
    message = f"#{version.where} has no scheme of type oauth2"
    hint = "import another document"
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
) -> Imported:
    """Return the facts of schemes for one endpoint. Raises ImportFault if they differ."""
    flows = [flow for one in schemes for flow in one.flows]
    if len(schemes) > 1 and not _fit(flows):
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
    exchanges = any(one.token_url for one in flows)
    return Imported(
        kind=version.label,
        title=title.text() if title is not None else "",
        pointer=where,
        name=name,
        name_from=name_from,
        flows=flows,
        description=next((one.description for one in schemes if one.description), ""),
        absent=_ABSENT if exchanges else (),
        remarks=[*remarks, *_same_name(schemes)],
    )


def _fit(flows: Sequence[Flow]) -> bool:
    """Return whether flows can be grants of one provider: each once, and one authorization endpoint."""
    grants = [one.grant for one in flows]
    pages = {one.authorization_url for one in flows if one.authorization_url}
    return len(set(grants)) == len(grants) and len(pages) <= 1 and bool(pages)


def _same_name(schemes: Sequence[Scheme]) -> Iterator[Remark]:
    if len(schemes) > 1:
        names = ", ".join(one.name for one in schemes)
        text = f"the schemes {names} have one authorization URL and become one provider"
        yield Remark(schemes[0].node.place, text)
