"""Read a document of any supported format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.importing import document, metadata, openapi
from generator.importing.faults import ImportFault
from generator.importing.imported import Imported
from generator.importing.node import Node


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user chose: the security schemes, the server, and the issuer; empty or None for any."""

    schemes: Sequence[str] = ()
    server: str | None = None
    issuer: str | None = None


def imported(data: bytes, file: str, wanted: Wanted) -> Imported:
    """Return the facts in the bytes of a document, whose faults name it as `file`.

    Raises ImportFault for a document that cannot be imported.
    """
    value = document.read(data, file)
    root = Node(file, value, value)
    if root.is_object:
        if root.get("format") is not None and root.get("provider") is not None:
            hint = "run generate, or name another document"
            raise root.fault("unknown-document", "this is already a spec", hint)
        if openapi.is_openapi(root):
            if wanted.issuer is not None:
                raise _unused(root, "an OpenAPI description has no issuer", "--issuer")
            return openapi.imported(root, wanted.schemes, wanted.server)
        if metadata.is_metadata(root):
            if wanted.schemes or wanted.server is not None:
                message = "metadata has no security schemes and no relative URLs"
                raise _unused(root, message, "--scheme and --server")
            return metadata.imported(root, wanted.issuer)
    hint = (
        'a description has the member "openapi" or "swagger", and metadata has "issuer"'
    )
    message = "this is neither an OpenAPI description nor authorization server metadata"
    raise root.fault("unknown-document", message, hint)


def _unused(root: Node, message: str, options: str) -> ImportFault:
    return root.fault("unused-option", message, f"remove {options}")
