"""One OAuth 2.0 security scheme of an OpenAPI description: its flows, with their URLs and scopes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.importing import scopes, urls
from generator.importing.faults import ImportFault, Remark
from generator.importing.imported import Flow
from generator.importing.node import Node
from generator.reading.diagnostics import did_you_mean

_GRANTS = {
    "implicit": "implicit",
    "authorizationCode": "authorization_code",
    "clientCredentials": "client_credentials",
    "deviceAuthorization": "device_code",
}
"""The grant of each flow in OpenAPI 3. `password` has none, because RFC 9700 §2.4 forbids it."""
_OLD_NAMES = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}
"""The flows of OpenAPI 2.0 and their names in 3.0."""
_OTHER_NAMES = {
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
    "clientCredentials": "application",
    "authorizationCode": "accessCode",
}
"""The name that a flow has in the other versions, for a hint."""
_URLS: Mapping[str, Sequence[str]] = {
    "implicit": ("authorizationUrl",),
    "authorizationCode": ("authorizationUrl", "tokenUrl"),
    "clientCredentials": ("tokenUrl",),
    "deviceAuthorization": ("deviceAuthorizationUrl", "tokenUrl"),
    "password": ("tokenUrl",),
}
"""The URLs that each flow requires."""
_PASSWORD = "the flow password is left out; RFC 9700 §2.4 forbids it"
_ELSEWHERE = "to import what it names instead: curl -fsS {url} | oauth-codegen import -"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the format: `label` for people, and what differs in it."""

    label: str
    has_flows: bool
    has_devices: bool
    schemes: tuple[str, ...]

    @property
    def where(self) -> str:
        """The pointer of the security schemes."""
        return "/".join(("", *self.schemes))


@dataclass(frozen=True, slots=True)
class Scheme:
    """A security scheme with its flows; `node` is its declaration."""

    name: str
    node: Node
    description: str
    flows: Sequence[Flow]
    remarks: Sequence[Remark]


def scheme_of(
    name: str, node: Node, version: Version, base_of: Callable[[], urls.Base]
) -> Scheme:
    """Return a security scheme with its flows, if it has any. Raises ImportFault."""
    remarks = [*scopes.extras(node)]
    flows = node.get("flows") if version.has_flows else None
    remarks += scopes.extras(flows.resolved()) if flows is not None else ()
    text = node.get("description")
    description = scopes.cleaned(text.text()) if text is not None else ""
    found: list[Flow] = []
    is_relative = False
    for key, one in _flow_nodes(node, version).items():
        flow, said = _flow(key, one, version, base_of)
        remarks += said
        if flow is not None:
            found.append(flow)
        is_relative = is_relative or _has_relative(one)
    if is_relative and (remark := base_of().remark) is not None:
        remarks.append(remark)
    remarks += _of_3_2(node, version)
    if version.has_flows and not re.fullmatch(r"[A-Za-z0-9._-]+", name):
        allowed = "OpenAPI 3 allows only letters, digits, and . _ - in a scheme's name"
        remarks.append(Remark(node.place, allowed))
    return Scheme(name, node, description, found, remarks)


def without_flows(scheme: Scheme) -> ImportFault:
    """Return the fault for a scheme without a flow that a spec can describe."""
    left = [one.text for one in scheme.remarks if one.text == _PASSWORD]
    hint = (
        elsewhere(scheme.node.get("oauth2MetadataUrl"))
        or "import a document that has another flow"
    )
    message = f'the scheme "{scheme.name}" has no flow that a spec can describe'
    return scheme.node.fault("no-flow", "; ".join([message, *left]), hint)


def _of_3_2(node: Node, version: Version) -> Iterator[Remark]:
    """Yield what OpenAPI 3.2 has and a spec does not."""
    for name in ("oauth2MetadataUrl", "deprecated"):
        one = node.get(name)
        if one is not None:
            earlier = (
                "" if version.has_devices else f"; {version.label} does not define it"
            )
            command = elsewhere(one)
            after = f"; {command}" if command else ""
            yield Remark(one.place, f"a spec has no key for it{earlier}{after}")


def _flow_nodes(node: Node, version: Version) -> Mapping[str, Node]:
    """Return the flows of a scheme by their names in OpenAPI 3."""
    if version.has_flows:
        if node.get("flows") is None and node.get("flow") is not None:
            message = f'{version.label} has "flows", not "flow"'
            hint = "write flows: with a mapping of each flow"
            raise node.members()["flow"].fault("unknown-flow", message, hint)
        flows = node.required("flows").resolved()
        found = flows.members()
        known = _URLS
    else:
        one = node.required("flow")
        found, known = {one.text(): one}, dict.fromkeys(_OLD_NAMES, ())
    for key, each in found.items():
        if key not in known and not key.startswith("x-"):
            name = _OTHER_NAMES.get(key, key)
            hint = did_you_mean(name, known) or f"the flows are {', '.join(known)}"
            raise each.fault(
                "unknown-flow", f'{version.label} has no flow "{key}"', hint
            )
    if version.has_flows:
        return {key: one for key, one in found.items() if key in _URLS}
    return {_OLD_NAMES[key]: node for key in found}


def _flow(
    key: str, node: Node, version: Version, base_of: Callable[[], urls.Base]
) -> tuple[Flow | None, list[Remark]]:
    """Return a flow, or None for one that a spec cannot have, and remarks about it."""
    flow = node.resolved()
    remarks = [*scopes.extras(flow)] if version.has_flows else []
    if key == "password":
        return None, [Remark(node.place, _PASSWORD)]
    if key == "deviceAuthorization" and not version.has_devices:
        text = f"{version.label} does not define this flow; OpenAPI 3.2 does"
        remarks.append(Remark(node.place, text))
    found = {name: urls.absolute(flow.required(name), base_of) for name in _URLS[key]}
    refresh = flow.get("refreshUrl")
    listed, said = scopes.of_mapping(flow.get("scopes"), flow)
    made = Flow(
        key,
        _GRANTS[key],
        found.get("authorizationUrl", ""),
        found.get("tokenUrl", ""),
        urls.absolute(refresh, base_of) if refresh is not None else "",
        found.get("deviceAuthorizationUrl", ""),
        listed,
    )
    return made, [*remarks, *said]


def _has_relative(node: Node) -> bool:
    names = ("authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl")
    found = (node.resolved().get(name) for name in names)
    return any(one is not None and urls.is_relative(one) for one in found)


def elsewhere(url: Node | None) -> str:
    """Return how to import the document that an https URL names, or an empty text without one."""
    text = url.value if url is not None else None
    if not isinstance(text, str) or not re.fullmatch(r"https://[!-?A-~]{1,400}", text):
        return ""
    return _ELSEWHERE.format(url=shlex.quote(text))
