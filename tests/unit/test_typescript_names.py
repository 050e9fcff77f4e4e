"""No option that a spec names can shadow a name that a request uses."""

from __future__ import annotations

import re

from generator.model.naming import camel
from generator.pipeline import ROOT
from generator.rules.identifiers import TAKEN
from generator.targets.typescript.names import RESERVED

PACKAGE = ROOT / "generated" / "typescript" / "src"
_MEMBER = re.compile(
    r"^  (?:static |readonly |get |abstract )*([a-z]\w*)[(:?<]", re.MULTILINE
)
_IMPORTED = re.compile(r"^import \{([^}]*)\}", re.MULTILINE)
_LOCAL = re.compile(r"^    const (\w+) =|constructor\((\w+):", re.MULTILINE)


def test_no_option_has_a_name_that_a_request_uses_or_inherits() -> None:
    request = (PACKAGE / "client.ts").read_text(encoding="utf-8")
    bases = [
        (PACKAGE / "runtime" / f"{name}.ts").read_text(encoding="utf-8")
        for name in ("client", "request", "implicit")
    ]
    members = {
        name
        for base in bases
        for name in _MEMBER.findall(base.partition("abstract class")[2])
    }
    assert {"url", "parseRedirect", "parsePasted"} <= members
    imported = {
        name.strip()
        for names in _IMPORTED.findall(request)
        for name in names.split(",")
        if name.strip()
    }
    local = {name for pair in _LOCAL.findall(request) for name in pair if name}
    assert {"clientId", "owner", "state"} <= local
    used = members | imported | local
    refused = {camel(name.split("_")) for name in TAKEN}
    camel_cased = {name for name in used if re.fullmatch(r"[a-z][A-Za-z0-9]*", name)}
    assert camel_cased - RESERVED - refused - {"domain"} == set()
