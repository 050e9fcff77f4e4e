"""Read the metadata of an authorization server (RFC 8414), which OpenID providers publish, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.importing import scopes, urls
from generator.importing.faults import Remark
from generator.importing.imported import Flow, Imported, ImportedScope
from generator.importing.node import Node

_METHODS = ("client_secret_basic", "client_secret_post", "none")
"""The authentication methods that a spec can have."""
_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_READ = frozenset(
    {
        *("issuer", "authorization_endpoint", "token_endpoint", "scopes_supported"),
        *("response_types_supported", "grant_types_supported"),
        *("token_endpoint_auth_methods_supported", "revocation_endpoint"),
        *(
            "revocation_endpoint_auth_methods_supported",
            "device_authorization_endpoint",
        ),
        *("code_challenge_methods_supported",),
        *("authorization_response_iss_parameter_supported",),
        *("require_pushed_authorization_requests",),
    }
)
"""The members that an import reads."""
_NO_BASE = urls.Base(missing="RFC 8414 §2 requires an absolute URL")


def is_metadata(document: Node) -> bool:
    """Return whether a document has the members that all metadata has."""
    names = ("authorization_endpoint", "token_endpoint", "response_types_supported")
    return any(document.get(name) is not None for name in ("issuer", *names))


def imported(document: Node, expected_issuer: str | None) -> Imported:
    """Return the facts in the metadata. Raises ImportFault."""
    issuer = _issuer(document, expected_issuer)
    _refuse_unsupported(document)
    grants = _texts(document, "grant_types_supported") or [
        "authorization_code",
        "implicit",
    ]
    types = _texts(document, "response_types_supported") or []
    listed, remarks = _scopes(document)
    page, token = _url(document, "authorization_endpoint"), _url(
        document, "token_endpoint"
    )
    device = _url(document, "device_authorization_endpoint")
    found: list[str] = []
    if page and token and "authorization_code" in grants and "code" in types:
        found.append("authorization_code")
    if page and "implicit" in grants and "token" in types:
        found.append("implicit")
    if token and "client_credentials" in grants:
        found.append("client_credentials")
    if token and device and _DEVICE in grants:
        found.append("device_code")
    if not found:
        message = f"there is no grant that a spec can describe; the document has {', '.join(grants)}"
        hint = "import a document of a server that offers a code, client credentials, or devices"
        raise document.fault("no-flow", message, hint)
    flows = [_flow(name, page, token, device, listed) for name in found]
    methods, said = _methods(document, "token_endpoint_auth_methods_supported")
    revocation = _url(document, "revocation_endpoint")
    revoking, more = _methods(document, "revocation_endpoint_auth_methods_supported")
    challenges = _texts(document, "code_challenge_methods_supported")
    proves = document.get("authorization_response_iss_parameter_supported")
    return Imported(
        kind="Authorization server metadata",
        title=issuer,
        pointer="",
        name=urls.host_name(issuer),
        name_from="issuer",
        flows=flows,
        issuer=issuer,
        requires_iss=proves is not None and proves.value is True,
        auth_methods=methods if any(one.token_url for one in flows) else (),
        revocation_endpoint=revocation if token else "",
        revocation_methods=(
            revoking
            if document.get("revocation_endpoint_auth_methods_supported")
            else ()
        ),
        absent=[
            *(
                ("whether the provider knows PKCE (pkce)",)
                if challenges is None
                else ()
            ),
            *(("scopes",) if not listed else ()),
        ],
        remarks=[*remarks, *said, *(more if revocation else ()), *_others(document)],
    )


def _issuer(document: Node, expected: str | None) -> str:
    node = document.required("issuer")
    text = node.text()
    if "{" in text:
        message = f'the issuer "{text}" is a template'
        hint = "import the metadata of one tenant"
        raise node.fault("not-supported", message, hint)
    if expected is not None and text != expected:
        message = f'the issuer is "{text}", not "{expected}" (RFC 8414 §3.3)'
        if text.rstrip("/") == expected.rstrip("/"):
            message = f"{message}; only one of them ends with a slash"
        hint = "do not use metadata of another issuer; if this is the right one, write --issuer with its value"
        raise node.fault("other-issuer", message, hint)
    return urls.absolute(node, _NO_BASE)


def _refuse_unsupported(document: Node) -> None:
    pushed = document.get("require_pushed_authorization_requests")
    if pushed is not None and pushed.value is True:
        message = "the server requires pushed authorization requests (RFC 9126)"
        raise pushed.fault("not-supported", message, "a spec cannot describe them yet")
    challenges = document.get("code_challenge_methods_supported")
    known = _texts(document, "code_challenge_methods_supported")
    if challenges is not None and known and "S256" not in known:
        message = (
            f"the server offers PKCE only as {', '.join(known)}, and clients use S256"
        )
        raise challenges.fault(
            "not-supported", message, "a spec cannot describe it yet"
        )


def _texts(document: Node, name: str) -> list[str] | None:
    node = document.get(name)
    return None if node is None else [one.text() for one in node.entries()]


def _url(document: Node, name: str) -> str:
    node = document.get(name)
    return "" if node is None else urls.absolute(node, _NO_BASE)


def _scopes(document: Node) -> tuple[Sequence[ImportedScope], list[Remark]]:
    node = document.get("scopes_supported")
    entries = node.entries() if node is not None else []
    return scopes.usable((one.text(), "", one.place) for one in entries)


def _flow(
    name: str,
    page: str,
    token: str,
    device: str,
    listed: Sequence[ImportedScope],
) -> Flow:
    has_page = name in ("authorization_code", "implicit")
    return Flow(
        name,
        name,
        page if has_page else "",
        token if name != "implicit" else "",
        device_url=device if name == "device_code" else "",
        scopes=listed,
    )


def _methods(document: Node, name: str) -> tuple[list[str], list[Remark]]:
    """Return the methods that a spec can have; without a list, Basic is the only one (RFC 8414 §2)."""
    node = document.get(name)
    if node is None:
        return ["client_secret_basic"], []
    listed = [one.text() for one in node.entries()]
    kept = [one for one in dict.fromkeys(listed) if one in _METHODS]
    if listed and not kept:
        message = f"clients can authenticate only with {', '.join(listed)}"
        raise node.fault("not-supported", message, "a spec cannot describe it yet")
    left = [one for one in listed if one not in _METHODS]
    if not left:
        return kept, []
    return kept, [Remark(node.place, f"not imported: {', '.join(left)}")]


def _others(document: Node) -> Iterator[Remark]:
    """Yield a remark with the members that a spec has no key for."""
    others = [name for name in document.members() if name not in _READ]
    if others:
        yield Remark(document.place, f"not imported: {', '.join(others)}")
