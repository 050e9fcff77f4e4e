"""The read-only attributes of the classes in Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import Role, VariableType
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.python.encoders import python_string, python_tuple
from generator.targets.python.names import variable_argument


@dataclass(frozen=True, slots=True)
class MemberView:
    """A read-only attribute: its name, its type, its documentation, and the expression of its value."""

    name: Code
    type: Code
    doc: Code
    value: Code


def client_members(provider: Provider) -> Iterator[MemberView]:
    for one in provider.client_variables:
        doc = _VARIABLE_DOCS.get(one.type, "The checked value.")
        yield member_of(variable_argument(one), "str", doc)
    redirect = provider.authorization_endpoint.parameter(Role.REDIRECT_URI)
    if redirect is not None:
        yield _redirect_member(provider)


_VARIABLE_DOCS = {
    VariableType.HOST: "The `host[:port]` in lowercase, without a default port.",
    VariableType.LABEL: "The part of the host name, in lowercase.",
}


def _redirect_member(provider: Provider) -> MemberView:
    if provider.authorization_endpoint.has_optional_redirect:
        doc = "The URI that receives the response, or None if the URL does not say."
        return member_of("redirect_uri", "str | None", doc)
    return member_of("redirect_uri", "str", "The URI that receives the response.")


def member_of(name: str, type: str, doc: str, value: str = "") -> MemberView:
    return MemberView(Code(name), Code(type), Code(doc), Code(value or f"self._{name}"))


def slots_of(names: Iterator[Code] | Sequence[str]) -> Code:
    items = [python_string(f"_{name}") for name in sorted(names)]
    return python_tuple(items, 4, "__slots__ = ", "")
