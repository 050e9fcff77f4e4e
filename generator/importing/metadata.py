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
_NO_BASE = urls.Base(
    missing="RFC 8414 §2 requires an absolute URL", hint="correct the document"
)


def is_metadata(document: Node) -> bool:
    """Return whether a document has the members that all metadata has."""
    names = ("authorization_endpoint", "token_endpoint", "response_types_supported")
    return any(document.get(name) is not None for name in ("issuer", *names))


def imported(document: Node, expected_issuer: str | None) -> Imported:
    """Return the facts in the metadata. Raises ImportFault."""
    issuer = _issuer(document, expected_issuer)
    _refuse_unsupported(document)
    listed, remarks = _scopes(document)
    page = _url(document, "authorization_endpoint")
    token = _url(document, "token_endpoint")
    device = _url(document, "device_authorization_endpoint")
    found, left = _grants(document, page, token, device)
    flows = [_flow(name, page, token, device, listed) for name in found]
    methods, said = _methods(document, "token_endpoint_auth_methods_supported")
    if any(one.token_url for one in flows) and not methods:
        node = document.required("token_endpoint_auth_methods_supported")
        message = f"{said[0].text}; no method is left"
        raise node.fault("not-supported", message, "a spec cannot describe it yet")
    revocation, revoking, more = _revocation(document, bool(token))
    challenges = _texts(document, "code_challenge_methods_supported")
    return Imported(
        kind="Authorization server metadata",
        title=issuer,
        pointer="",
        name=urls.host_name(issuer),
        name_from="issuer",
        flows=flows,
        issuer=issuer,
        requires_iss=_flag(document, "authorization_response_iss_parameter_supported"),
        auth_methods=methods if any(one.token_url for one in flows) else (),
        revocation_endpoint=revocation,
        revocation_methods=revoking,
        absent=[
            *(
                ("whether the provider supports PKCE (pkce)",)
                if not challenges and "authorization_code" in found
                else ()
            ),
            *(("which scopes there are (scopes)",) if not listed else ()),
        ],
        remarks=[*remarks, *left, *said, *more, *_others(document)],
    )


def _grants(
    document: Node, page: str, token: str, device: str
) -> tuple[list[str], list[Remark]]:
    """Return the grants that a spec can have, and remarks about what is left out. Raises ImportFault."""
    named = _texts(document, "grant_types_supported")
    # The default of RFC 8414 §2.
    grants = named or ["authorization_code", "implicit"]
    if page:
        document.required("response_types_supported")
    types = _texts(document, "response_types_supported")
    offered = {
        "authorization_code": page and token and "code" in types,
        "implicit": page and "token" in types,
        "client_credentials": token,
        _DEVICE: token and device,
    }
    found = [one for one in offered if one in grants and offered[one]]
    if not found:
        message = f"a spec cannot describe any of the grants {', '.join(grants)}"
        hint = "check that the document has their endpoints and response types"
        raise document.fault("no-flow", message, hint)
    others = [one for one in named if one not in (*found, "refresh_token")]
    remarks = _left(document, "grant_types_supported", others)
    if device and _DEVICE not in found:
        text = "not imported, because grant_types_supported does not list its grant"
        remarks += _left(document, "device_authorization_endpoint", [], text)
    return [one if one != _DEVICE else "device_code" for one in found], remarks


def _revocation(
    document: Node, has_token: bool
) -> tuple[str, Sequence[str], list[Remark]]:
    """Return the revocation endpoint, its methods if they are listed, and remarks."""
    name = "revocation_endpoint_auth_methods_supported"
    url = _url(document, "revocation_endpoint")
    if not url:
        return "", (), []
    listed, remarks = _methods(document, name)
    if not has_token or not listed:
        text = "not imported, because a spec cannot describe how clients call it"
        return "", (), _left(document, "revocation_endpoint", [], text)
    return url, listed if _texts(document, name) else (), remarks


def _left(
    document: Node, name: str, values: Sequence[str], text: str = ""
) -> list[Remark]:
    """Return a remark about what is left out of a member, or none."""
    text = text or (f"not imported: {', '.join(values)}" if values else "")
    return [Remark(document.required(name).place, text)] if text else []


def _issuer(document: Node, expected: str | None) -> str:
    node = document.required("issuer")
    text = node.text()
    _refuse_template(node)
    if text != text.strip() or "?" in text or "#" in text:
        message = f'the issuer "{text}" contains a space, a query, or a fragment'
        raise node.fault("bad-url", f"{message} (RFC 8414 §2)", "correct the document")
    if expected is not None and text != expected:
        message = f'the issuer is "{text}", not "{expected}" (RFC 8414 §3.3)'
        if text.rstrip("/") == expected.rstrip("/"):
            message = f"{message}; only one of them ends with a slash"
        hint = "if the document is from the right issuer, correct --issuer; otherwise, do not use it"
        raise node.fault("other-issuer", message, hint)
    urls.absolute(node, lambda: _NO_BASE)
    return text


def _refuse_template(node: Node) -> None:
    if "{" in node.text():
        message = f'"{node.text()}" is a template'
        hint = "import the metadata of one tenant"
        raise node.fault("not-supported", message, hint)


def _refuse_unsupported(document: Node) -> None:
    name = "require_pushed_authorization_requests"
    if _flag(document, name):
        message = "the server requires pushed authorization requests (RFC 9126)"
        hint = "a spec cannot describe them yet"
        raise document.required(name).fault("not-supported", message, hint)
    name = "code_challenge_methods_supported"
    known = _texts(document, name)
    if known and "S256" not in known:
        message = f"the server supports PKCE only with {', '.join(known)}, and clients use S256"
        hint = "a spec cannot describe it yet"
        raise document.required(name).fault("not-supported", message, hint)


def _flag(document: Node, name: str) -> bool:
    node = document.get(name)
    return node is not None and node.boolean()


def _texts(document: Node, name: str) -> list[str]:
    """Return the texts of a list, which is empty if the member is absent (RFC 8414 §3.2)."""
    node = document.get(name)
    return [] if node is None else [one.text() for one in node.entries()]


def _url(document: Node, name: str) -> str:
    node = document.get(name)
    if node is None:
        return ""
    _refuse_template(node)
    return urls.absolute(node, lambda: _NO_BASE)


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
    listed = _texts(document, name) or ["client_secret_basic"]
    kept = [one for one in dict.fromkeys(listed) if one in _METHODS]
    left = [one for one in listed if one not in _METHODS]
    return kept, _left(document, name, left)


def _others(document: Node) -> Iterator[Remark]:
    """Yield a remark with the members that a spec has no key for."""
    others = [name for name in document.members() if name not in _READ]
    if others:
        yield Remark(document.place, f"not imported: {', '.join(others)}")
