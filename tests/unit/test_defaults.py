"""The defaults of a spec: the whole model of the smallest one, and what each key changes in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from generator import pipeline
from generator.model.endpoints import (
    Choice,
    GrantType,
    Parameter,
    RedirectParameter,
    Role,
    Variable,
    VariableType,
)
from generator.model.facts import Citation, Scope, Source
from generator.model.provider import Package, Provider
from generator.model.text import Text
from generator.model.token_requests import OtherEndpoint, RequestKind, TokenRequest
from tests.unit.acme import (
    ACME,
    CALLBACK,
    CHALLENGE,
    CLIENT_ID,
    METHOD,
    PARAMETERS,
    REDIRECT_URI,
    RESPONSE_TYPE,
    SCOPE,
    SIX_LINES,
    SOURCES,
    STATE,
    TOKEN,
    parameter,
    rfc,
)
from tests.unit.specs import in_full


def provider(**members: Any) -> Provider:
    """Return the model of the six lines with other members."""
    spec = {**yaml.safe_load(SIX_LINES), **members}
    return pipeline.built(in_full(spec))


def test_six_lines_are_a_complete_spec() -> None:
    assert provider() == ACME


def parameters(endpoint: Any, **members: Any) -> tuple[Parameter, ...]:
    """Return the parameters of a request, with other keys of the authorization endpoint."""
    whole = {"url": ACME.authorization_endpoint.url, **endpoint}
    built = provider(authorization_endpoint=whole, **members)
    return built.authorization_endpoint.parameters


@pytest.mark.parametrize("members", [{"pkce": "used"}, {"pkce": "required"}])
def test_pkce_adds_a_challenge_unless_there_is_none(members: Any) -> None:
    assert parameters({}, **members) == PARAMETERS
    assert parameters({}, pkce="none") == PARAMETERS[:-2]


def test_scope_is_a_parameter_without_a_list_of_scopes() -> None:
    """A caller can name any scope."""
    assert parameters({}, scopes=[]) == PARAMETERS
    assert not provider(scopes=[]).has_scope_list


def test_implicit_grant_returns_a_token_and_has_no_pkce() -> None:
    built = provider(grants=["implicit"]).authorization_endpoint
    asked = replace(RESPONSE_TYPE, constant="token")
    assert built.parameters == (asked, *PARAMETERS[1:-2])
    shown = [(one.name, one.required, one.source) for one in built.response_parameters]
    assert shown == [
        ("access_token", True, rfc(6749, "4.2.2")),
        ("token_type", True, rfc(6749, "4.2.2")),
        ("expires_in", False, rfc(6749, "4.2.2")),
        ("scope", False, rfc(6749, "4.2.2")),
        ("state", False, rfc(6749, "4.2.2")),
    ]
    assert provider(grants=["implicit"]).sources == SOURCES[:1]


def own(name: str, source: Citation | None = None, **more: Any) -> Parameter:
    """Return a parameter of the provider that has only a name, and `more`."""
    return parameter(Role.PROVIDER, "", source, **{"name": name, **more})


def test_listed_parameters_follow_the_standard_ones() -> None:
    listed = [
        "audience",
        {"name": "owner", "value": "user"},
        {"name": "prompt", "values": ["login", "none"], "default": "none"},
        {"name": "allow_signup", "type": "boolean"},
        {"name": "level", "value": 2, "in": "query"},
        {"name": "secure", "value": True},
        {"name": "part[]", "repeated": True, "required": True, "identifier": "parts"},
        {"name": "user_scope", "scopes": ["search:read"]},
    ]
    assert parameters({"parameters": listed}) == (
        *PARAMETERS,
        own("audience"),
        own("owner", constant="user"),
        own("prompt", values=("login", "none"), default="none"),
        own("allow_signup", is_boolean=True),
        own("level", constant="2"),
        own("secure", constant="true"),
        own("part[]", is_repeated=True, required=True, identifier="parts"),
        own("user_scope", scopes=(Scope("search:read"),)),
    )


def test_standard_parameter_that_is_listed_has_its_place_in_the_list() -> None:
    listed = [
        {"name": "state", "example": "1"},
        "owner",
        {"name": "client_key", "role": "client_id"},
        {"name": "scope", "summary": "The scopes.", "required": True},
    ]
    assert parameters({"parameters": listed}) == (
        *(RESPONSE_TYPE, REDIRECT_URI, CHALLENGE, METHOD),
        replace(STATE, example="1"),
        own("owner"),
        replace(CLIENT_ID, name="client_key"),
        replace(SCOPE, summary=Text("The scopes."), source=None, required=True),
    )


def test_only_omit_leaves_a_standard_parameter_out() -> None:
    omitted = ["response_type", "scope", "code_challenge_method"]
    assert parameters({"omit": omitted}) == (
        *(CLIENT_ID, REDIRECT_URI, STATE, CHALLENGE),
    )


def test_member_of_the_redirect_is_added_or_has_another_name() -> None:
    callback = [
        "team",
        {"name": "auth_code", "role": "code"},
        {"name": "domain_prefix", "variable": "store"},
        {"name": "state", "required": True, "source": "docs#4"},
    ]
    endpoint = {"url": "https://auth.acme.example/authorize", "callback": callback}
    built = provider(authorization_endpoint=endpoint).authorization_endpoint
    empty = Text("")
    assert built.response_parameters == (
        replace(CALLBACK[0], name="auth_code"),
        replace(CALLBACK[1], required=True, source=Citation("docs", "4", None)),
        CALLBACK[2],
        RedirectParameter("team", "", None, False, empty, None, ()),
        RedirectParameter("domain_prefix", "", "store", False, empty, None, ()),
    )


def variable(type: str, example: str, summary: str, **more: Any) -> Variable:
    members: dict[str, Any] = {
        "name": "one",
        "identifier": None,
        "choices": (),
        "default": None,
        "is_secret": False,
        "source": None,
        **more,
    }
    return Variable(
        **members,
        type=VariableType(type),
        example=example,
        summary=Text(summary),
    )


HOST = "The host of the provider, with a port if it is not the default port."
BASE = "The host of the provider, with a path if it has one."
LABEL = "Your part of the provider's host name."
PATH = "Your part of the path in the provider's URLs."
TEXT = "A value that the provider requires."
CHOICE = "Which of the provider's servers you use."


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"type": "host"}, variable("host", "auth.example.com", HOST)),
        ({"type": "base"}, variable("base", "auth.example.com", BASE)),
        ({"type": "label"}, variable("label", "example", LABEL)),
        ({"type": "path"}, variable("path", "example", PATH)),
        ({"type": "text"}, variable("text", "example", TEXT)),
        (
            {"type": "path", "default": "common", "secret": True, "identifier": "two"},
            variable(
                *("path", "common", PATH),
                default="common",
                is_secret=True,
                identifier="two",
            ),
        ),
        (
            {"type": "label", "default": "a", "example": "b", "summary": "The shop."},
            variable("label", "b", "The shop.", default="a"),
        ),
        (
            {"values": ["eu", "us"]},
            variable("choice", "eu", CHOICE, choices=(Choice("eu"), Choice("us"))),
        ),
        (
            {"values": {"us": {"web": "a.us"}, "eu": {"web": "a.eu"}}, "default": "eu"},
            variable(
                *("choice", "eu", CHOICE),
                choices=(
                    Choice("us", (("web", "a.us"),)),
                    Choice("eu", (("web", "a.eu"),)),
                ),
                default="eu",
            ),
        ),
    ],
)
def test_variable_has_an_example_and_a_summary(
    written: Any, expected: Variable
) -> None:
    assert provider(variables={"one": written}).variables == (expected,)


def test_default_source_is_that_of_every_fact_in_the_spec() -> None:
    cited = Citation("docs", None, None)
    built = provider(
        source="docs",
        sources=[{"id": "docs", "kind": "vendor", "title": "The docs"}],
        authorization_endpoint={
            "url": "https://auth.acme.example/authorize",
            "parameters": ["owner", "state", {"name": "team", "source": "docs#2.1"}],
        },
        variables={"one": {"type": "text"}},
    )
    endpoint = built.authorization_endpoint
    assert built.sources == (Source("docs", "vendor", Text("The docs"), None), *SOURCES)
    facts = (built, built.token_endpoint, endpoint, *built.scopes, *built.variables)
    assert [one and one.source for one in facts] == [cited] * 6
    assert endpoint.parameters == (
        *(RESPONSE_TYPE, CLIENT_ID, REDIRECT_URI, SCOPE, CHALLENGE, METHOD),
        own("owner", source=cited),
        replace(STATE, source=cited),
        own("team", source=Citation("docs", "2.1", None)),
    )


DEVICE, REVOKE = "https://auth.acme.example/device", "https://auth.acme.example/revoke"


def request(kind: RequestKind, url: str, *roles: Role, **members: Any) -> TokenRequest:
    """Return a request with the standard parameters of these roles."""
    known = {Role.CLIENT_ID: CLIENT_ID, Role.SCOPE: SCOPE}
    parameters = tuple(
        replace(known.get(one, parameter(one, "", None)), place="body") for one in roles
    )
    given = {"auth_methods": (), "scopes": (), "default_scopes": (), **members}
    return TokenRequest(kind, url, body="form", parameters=parameters, path=(), **given)


def test_other_endpoints_are_those_that_the_spec_has() -> None:
    """Without the grant of devices, nothing can follow from a device code."""
    revocation = request(
        *(RequestKind.REVOCATION, REVOKE, Role.TOKEN, Role.TOKEN_TYPE_HINT),
        *(Role.CLIENT_ID, Role.CLIENT_SECRET),
    )
    assert provider(
        revocation_endpoint=REVOKE, device_authorization_endpoint=DEVICE
    ).other_endpoints == (
        OtherEndpoint("device_authorization_endpoint", DEVICE, None, (), ()),
        OtherEndpoint("revocation_endpoint", REVOKE, None, (revocation,), ()),
    )


def test_other_endpoint_has_the_methods_of_the_token_endpoint_or_its_own() -> None:
    built = provider(
        grants=["device_code"],
        token_endpoint={"url": TOKEN, "auth_methods": ["client_secret_post"]},
        device_authorization_endpoint={"url": DEVICE, "auth_methods": ["none"]},
        revocation_endpoint={"url": REVOKE, "omit": ["token_type_hint"]},
    )
    begin = request(
        *(RequestKind.DEVICE_AUTHORIZATION, DEVICE, Role.CLIENT_ID),
        *(Role.CLIENT_SECRET, Role.SCOPE),
        auth_methods=("none",),
        scopes=(Scope("read"), Scope("write")),
    )
    revocation = request(
        *(RequestKind.REVOCATION, REVOKE, Role.TOKEN, Role.CLIENT_ID),
        Role.CLIENT_SECRET,
        auth_methods=("client_secret_post",),
    )
    assert [one.requests for one in built.other_endpoints] == [(begin,), (revocation,)]
    assert [one.kind for one in built.requests] == [
        RequestKind.DEVICE_CODE,
        RequestKind.REFRESH,
        RequestKind.DEVICE_AUTHORIZATION,
        RequestKind.REVOCATION,
    ]


def test_mapping_of_scopes_has_their_summaries() -> None:
    assert provider(scopes={"read": "Read it.", "write": "Write it."}).scopes == (
        Scope("read", summary=Text("Read it.")),
        Scope("write", summary=Text("Write it.")),
    )


@pytest.mark.parametrize(
    ("packages", "expected"),
    [
        ({"mock": "none", "typescript": "none"}, ["python"]),
        ({"mock": "none"}, ["python", "typescript"]),
        ({"version": "1.0.0"}, ["mock", "python", "typescript"]),
    ],
)
def test_package_exists_unless_the_spec_says_none(
    packages: Any, expected: list[str]
) -> None:
    built = provider(packages=packages).packages
    assert [one.key for one in built.each] == expected
    assert built.version == packages.get("version", "0.1.0")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"command": "none"}, Package("python", "acme-oauth", "acme_oauth")),
        (
            {"command": "ac-me"},
            Package("python", "acme-oauth", "acme_oauth", "ac-me", "AC_ME"),
        ),
        (
            {"distribution": "x", "module": "y", "environment": "Z"},
            Package("python", "x", "y", "acme-oauth", "Z"),
        ),
    ],
)
def test_name_of_a_package_is_given_or_follows_from_the_provider(
    names: Any, expected: Package
) -> None:
    assert provider(packages={"python": names}).packages.of("python") == expected


def test_documented_url_has_an_id_and_a_title_and_is_of_the_first_browser_grant() -> (
    None
):
    url = "https://auth.acme.example/authorize?client_id=K"
    first, second = provider(
        grants=["client_credentials", "authorization_code"],
        examples=[{"url": url}, {"url": url, "inputs": {"client_id": "K"}}],
    ).examples
    assert (first.id, first.title, first.grant) == (
        *("documented", Text("The documented URL")),
        GrantType.AUTHORIZATION_CODE,
    )
    assert (first.values, first.scopes, first.story, first.source) == (
        (),
        (),
        None,
        None,
    )
    assert second == replace(first, id="documented-2", values=(("client_id", "K"),))
