"""A spec to what the README says of a package that only builds URLs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.endpoints import Parameter, Role
from generator.model.provider import Provider
from generator.model.reference import example
from generator.model.text import Code
from generator.targets.typescript.changes import TERMS
from generator.targets.typescript.encoders import (
    typescript_list,
    typescript_property,
    typescript_string,
)
from generator.targets.typescript.names import option_name, parameter_option, spelled
from generator.targets.typescript.request_view import has_pkce
from generator.targets.views import needed_values, scope_member, scope_row


@dataclass(frozen=True, slots=True)
class UrlsView:
    """What the README needs.

    `imported` are the names in an import. The options are properties, and `wrong_options`
    have an empty client ID. `await_` is the keyword if
    a request is built asynchronously. `kept` is Markdown, which is empty if there is nothing to keep,
    and so are the lines of the table.
    """

    imported: Code
    client_options: tuple[Code, ...]
    wrong_options: tuple[Code, ...]
    request_options: tuple[Code, ...]
    await_: Code
    kept: Code
    scope_table: tuple[Code, ...]


def urls_view(provider: Provider) -> UrlsView:
    """Return what the README of a package that only builds URLs says."""
    return UrlsView(
        imported=Code(
            "OAuthClient, Scope" if provider.has_scope_list else "OAuthClient"
        ),
        client_options=tuple(_client_options(provider)),
        wrong_options=tuple(_client_options(provider, client_id="")),
        request_options=tuple(_request_options(provider)),
        await_=Code("await " if has_pkce(provider) else ""),
        kept=_kept(provider),
        scope_table=tuple(_scope_table(provider)),
    )


def _client_options(provider: Provider, client_id: str | None = None) -> Iterator[Code]:
    """Yield the options of a client; `client_id` replaces the example."""
    for variable in provider.used_variables:
        yield typescript_property(option_name(variable), variable.example, 2)
    values = {Role.CLIENT_ID: "YOUR_CLIENT_ID", **dict(needed_values(provider))}
    if client_id is not None:
        values[Role.CLIENT_ID] = client_id
    for role, text in values.items():
        yield typescript_property(spelled(role.value), text, 2)


def _request_options(provider: Provider) -> Iterator[Code]:
    if provider.has_scope_list:
        scope = Code(f"Scope.{scope_member(provider.scopes[0])}")
        yield typescript_list("scopes: [", [scope], "],", 2)
    for name, value in example(provider).values:
        for one in provider.authorization_endpoint.parameters:
            if one.is_of_the_caller and one.name == name:
                yield _option(one, value)


def _option(one: Parameter, value: str) -> Code:
    name = parameter_option(one)
    if one.is_boolean:
        return Code(f"{name}: {'true' if value == 'true' else 'false'},")
    if one.is_repeated or one.scopes:
        return typescript_list(f"{name}: [", [typescript_string(value)], "],", 2)
    return typescript_property(name, value, 2)


def _kept(provider: Provider) -> Code:
    """Return the sentence about what the caller keeps of a request."""
    endpoint = provider.authorization_endpoint
    kept = ["`request.state`"] if endpoint.has_state else []
    if endpoint.parameter(Role.NONCE) is not None:
        kept.append("`request.nonce`")
    if has_pkce(provider):
        kept.append("`request.codeVerifier`")
    if not kept:
        return Code("")
    *others, last = kept
    listed = f"{', '.join(others)} and {last}" if others else last
    said = f"Keep {listed} in the user's session, because the next step needs "
    return Code(said + ("them." if others else "it."))


def _scope_table(provider: Provider) -> Iterator[Code]:
    if not provider.has_scope_list:
        return
    rows = [scope_row(one, TERMS.member(one)) for one in provider.scopes]
    has_summary = any(row.summary for row in rows)
    yield Code(f"| key | name in the URL |{' meaning |' if has_summary else ''}")
    yield Code(f"|---|---|{'---|' if has_summary else ''}")
    for row in rows:
        meaning = f" {row.summary or 'Not described.'} |" if has_summary else ""
        yield Code(f"| {row.member} | {row.name} |{meaning}")
