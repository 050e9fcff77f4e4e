"""The read-only properties of the classes in TypeScript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.endpoints import Role, VariableType
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.typescript.names import option_name
from generator.targets.typescript.options_view import variable_type


@dataclass(frozen=True, slots=True)
class MemberView:
    """A read-only property: its name, its type, and its documentation."""

    name: Code
    type: Code
    doc: Code


def client_members(provider: Provider) -> Iterator[MemberView]:
    """Yield the properties of a client, which its requests have too."""
    for one in provider.client_variables:
        doc = _VARIABLE_DOCS.get(one.type, "The checked value.")
        yield MemberView(option_name(one), variable_type(one), Code(doc))
    endpoint = provider.authorization_endpoint
    if endpoint.parameter(Role.REDIRECT_URI) is None:
        return
    name, doc = Code("redirectUri"), "Where the server sends the response"
    if endpoint.has_optional_redirect:
        said = Code(f"{doc}; undefined if the URL does not say.")
        yield MemberView(name, Code("string | undefined"), said)
    else:
        yield MemberView(name, Code("string"), Code(f"{doc}."))


_VARIABLE_DOCS = {
    VariableType.HOST: "The `host[:port]` in lowercase, without a default port.",
    VariableType.LABEL: "The part of the host name, in lowercase.",
}


def request_members(provider: Provider) -> Iterator[MemberView]:
    """Yield the properties of a request that the client does not have."""
    endpoint, text = provider.authorization_endpoint, Code("string")
    if endpoint.has_state:
        doc = Code("The value that the response must repeat.")
        yield MemberView(Code("state"), text, doc)
    if endpoint.parameter(Role.NONCE) is not None:
        doc = Code("The random value of this request.")
        yield MemberView(Code("nonce"), text, doc)
