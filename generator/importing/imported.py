"""What an import takes from a document, in the terms of a spec."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.importing.faults import Remark


@dataclass(frozen=True, slots=True)
class ImportedScope:
    """A scope and its description, which may be empty."""

    name: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A grant with its URLs and scopes. `name` is its name in the document, and `grant` that in a spec."""

    name: str
    grant: str
    authorization_url: str = ""
    token_url: str = ""
    refresh_url: str = ""
    device_url: str = ""
    scopes: Sequence[ImportedScope] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """The facts in a document about one authorization server.

    `kind` and `title` describe the document, and `pointer` is the place of the facts in it.
    `name_from` is the place of the text that names the provider.
    """

    kind: str
    title: str
    pointer: str
    name: str
    name_from: str
    flows: Sequence[Flow]
    description: str = ""
    issuer: str = ""
    requires_iss: bool = False
    auth_methods: Sequence[str] = ()
    revocation_endpoint: str = ""
    revocation_methods: Sequence[str] = ()
    absent: Sequence[str] = ()
    """What a spec can say and the document does not."""
    remarks: Sequence[Remark] = ()
