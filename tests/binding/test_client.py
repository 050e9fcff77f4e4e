"""A client makes the same requests as the class of requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from imagen_oauth import AuthorizationRequest, OAuthClient, Scope

GIVEN: Mapping[str, Any] = {"domain": "media.example.com", "client_id": "KEY"}


@pytest.mark.parametrize(
    ("of_the_client", "of_the_request"),
    [
        ({}, {"scopes": [Scope.ROLES], "state": "s"}),
        ({}, {"scopes": ["roles", "roles"], "state": "s"}),
        (
            {"redirect_uri": "https://app.example/cb"},
            {"scopes": ["roles"], "state": "s"},
        ),
        ({"scheme": "https"}, {"state": "s", "extra_parameters": {"a": "b c"}}),
    ],
)
def test_request_of_a_client_equals_the_same_request_without_one(
    of_the_client: Mapping[str, Any], of_the_request: Mapping[str, Any]
) -> None:
    client = OAuthClient(**GIVEN, **of_the_client)
    one = client.authorization_request(**of_the_request)
    other = AuthorizationRequest(**GIVEN, **of_the_client, **of_the_request)
    assert one == other
    assert (type(one), one.url, hash(one)) == (type(other), other.url, hash(other))
    changed: dict[str, Any] = {**of_the_request, "state": "t"}
    assert one != client.authorization_request(**changed)
