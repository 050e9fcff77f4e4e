"""Authorization server metadata (RFC 8414): which facts become a spec, and what is rejected."""

from __future__ import annotations

from typing import Any

import pytest

from generator.importing.faults import ImportFault
from tests.importing.documents import PAGE, TOKEN, imported, spec_of, text_of, value_of

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
LEAST = {
    "issuer": "https://auth.acme.example",
    "authorization_endpoint": PAGE,
    "token_endpoint": TOKEN,
    "response_types_supported": ["code"],
}


def fault(document: Any, **more: Any) -> tuple[str, str]:
    with pytest.raises(ImportFault) as caught:
        imported(document, **more)
    return str(caught.value.place), caught.value.code


def test_required_members_are_a_whole_spec() -> None:
    text = text_of(LEAST)
    assert text == (
        "# Imported from api.json: Authorization server metadata.\n"
        "# The document does not say these; look them up:\n"
        "# - whether the provider supports PKCE (pkce)\n"
        "# - which scopes there are (scopes)\n"
        "format: 2\n"
        "provider: {id: acme, name: Acme}  # from issuer\n"
        'sources: [{id: document, kind: vendor, title: "https://auth.acme.example (Authorization server metadata)"}]\n'
        "source: document\n"
        "issuer: https://auth.acme.example\n"
        "authorization_endpoint: https://acme.example/authorize\n"
        "token_endpoint: {url: https://acme.example/token, auth_methods: [client_secret_basic]}\n"
        "grants: [authorization_code]\n"
    )
    assert spec_of(text).provider.issuer == "https://auth.acme.example"


def test_every_member_with_a_key_is_taken() -> None:
    document = {
        **LEAST,
        "response_types_supported": ["code", "token", "id_token"],
        "grant_types_supported": [
            *("authorization_code", "implicit", "refresh_token"),
            *("client_credentials", DEVICE, "password"),
        ],
        "scopes_supported": ["openid", "offline_access"],
        "token_endpoint_auth_methods_supported": [
            *("private_key_jwt", "client_secret_post", "none"),
        ],
        "device_authorization_endpoint": "https://acme.example/device",
        "revocation_endpoint": "https://acme.example/revoke",
        "code_challenge_methods_supported": ["plain", "S256"],
        "authorization_response_iss_parameter_supported": True,
        "jwks_uri": "https://acme.example/keys",
    }
    assert value_of(text_of(document)) == {
        "format": 2,
        "provider": {"id": "acme", "name": "Acme"},
        "sources": [
            {
                "id": "document",
                "kind": "vendor",
                "title": "https://auth.acme.example (Authorization server metadata)",
            }
        ],
        "source": "document",
        "issuer": "https://auth.acme.example",
        "iss": "required",
        "authorization_endpoint": PAGE,
        "token_endpoint": {
            "url": TOKEN,
            "auth_methods": ["client_secret_post", "none"],
        },
        "device_authorization_endpoint": "https://acme.example/device",
        "revocation_endpoint": "https://acme.example/revoke",
        "grants": [
            *("authorization_code", "implicit", "client_credentials", "device_code"),
        ],
        "scopes": ["openid", "offline_access"],
    }
    assert [str(one) for one in imported(document).remarks] == [
        "api.json#/grant_types_supported: not imported: password",
        "api.json#/token_endpoint_auth_methods_supported: not imported: private_key_jwt",
        "api.json: not imported: jwks_uri",
    ]


def test_only_the_implicit_grant_needs_no_token_endpoint() -> None:
    document = {**LEAST, "response_types_supported": ["token"]}
    del document["token_endpoint"]
    spec = value_of(text_of(document))
    assert spec["grants"] == ["implicit"]
    assert "token_endpoint" not in spec


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"issuer": None}, ("#/issuer", "missing")),
        ({"issuer": "http://auth.acme.example"}, ("#/issuer", "insecure-url")),
        (
            {"issuer": "https://acme.example/{tenantid}/v2.0"},
            ("#/issuer", "not-supported"),
        ),
        ({"token_endpoint": 42}, ("#/token_endpoint", "wrong-type")),
        ({"token_endpoint": "/token"}, ("#/token_endpoint", "relative-url")),
        (
            {"require_pushed_authorization_requests": True},
            ("#/require_pushed_authorization_requests", "not-supported"),
        ),
        (
            {"code_challenge_methods_supported": ["plain"]},
            ("#/code_challenge_methods_supported", "not-supported"),
        ),
        (
            {"token_endpoint_auth_methods_supported": ["private_key_jwt"]},
            ("#/token_endpoint_auth_methods_supported", "not-supported"),
        ),
        ({"issuer": " https://auth.acme.example"}, ("#/issuer", "bad-url")),
        ({"issuer": "https://auth.acme.example/?a=b"}, ("#/issuer", "bad-url")),
        ({"issuer": "https://user:s@acme.example"}, ("#/issuer", "bad-url")),
        (
            {"token_endpoint": "https://acme.example/{tenantid}/token"},
            ("#/token_endpoint", "not-supported"),
        ),
        (
            {"require_pushed_authorization_requests": "true"},
            ("#/require_pushed_authorization_requests", "wrong-type"),
        ),
        (
            {"response_types_supported": None},
            ("#/response_types_supported", "missing"),
        ),
        ({"grant_types_supported": ["password"]}, ("", "no-flow")),
        ({"scopes_supported": "openid"}, ("#/scopes_supported", "wrong-type")),
    ],
)
def test_metadata_that_is_rejected(change: Any, found: tuple[str, str]) -> None:
    pointer, code = found
    assert fault({**LEAST, **change}) == (f"api.json{pointer}", code)


def test_issuer_must_be_the_expected_one() -> None:
    issuer = str(LEAST["issuer"])
    assert imported(LEAST, issuer=issuer).issuer == issuer
    assert fault(LEAST, issuer="https://evil.example") == (
        "api.json#/issuer",
        "other-issuer",
    )
    with pytest.raises(ImportFault, match="only one of them ends with a slash"):
        imported(LEAST, issuer=f"{issuer}/")


def test_issuer_can_have_a_port() -> None:
    issuer = "https://login.acme.example:8443/realms/acme"
    text = text_of({**LEAST, "issuer": issuer})
    assert spec_of(text).provider.issuer == issuer


def test_issuer_keeps_its_slash() -> None:
    document = {**LEAST, "issuer": "https://auth.acme.example/app/"}
    assert value_of(text_of(document))["issuer"] == "https://auth.acme.example/app/"


def test_empty_lists_are_absent() -> None:
    names = ("grant_types", "token_endpoint_auth_methods", "code_challenge_methods")
    document = {**LEAST, **{f"{one}_supported": [] for one in names}}
    assert text_of(document) == text_of(LEAST)


def test_endpoint_that_no_client_can_call_is_left_out_with_a_remark() -> None:
    document = {
        **LEAST,
        "device_authorization_endpoint": "https://acme.example/device",
        "revocation_endpoint": "https://acme.example/revoke",
        "revocation_endpoint_auth_methods_supported": ["private_key_jwt"],
    }
    assert value_of(text_of(document)) == value_of(text_of(LEAST))
    assert [str(one) for one in imported(document).remarks] == [
        "api.json#/device_authorization_endpoint: not imported, because grant_types_supported does not list its grant",
        "api.json#/revocation_endpoint: not imported, because a spec cannot describe how clients call it",
    ]
