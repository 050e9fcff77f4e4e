# Generated from spec.yaml; edit that and run `make generate`.
"""The documented facts of Example, for its mock server."""

from ._runtime.provider import (
    Header,
    Parameter,
    Provider,
    ResponseError,
    Scope,
)

PROVIDER = Provider(
    name="Example",
    path="/auth",
    response_types=("token",),
    parameters=(
        Parameter(
            "response_type",
            role="response_type",
            required=False,
            constant="token",
        ),
        Parameter("client_id", role="client_id", required=True, constant=None),
        Parameter("state", role="state", required=False, constant=None),
        Parameter("scope", role="scope", required=False, constant=None),
    ),
    default_redirect=None,
    separator=" ",
    state_in_query=False,
    issuer=None,
    redirect_names=(),
    redirect_values=(),
    example_client_id="KEY",
    scopes=(
        Scope(
            "notes:read",
            summary="Read notes.",
            permits=("read notes",),
            reach="All of them.",
        ),
        Scope(
            "notes:write",
            summary="Write notes.",
            permits=("write notes",),
            reach="Your own.",
        ),
    ),
    errors=(
        ResponseError(
            "access_denied",
            cause="Somebody said no.",
            remedy="Ask them.",
        ),
    ),
    headers=(Header("Authorization", "Bearer {access_token}"),),
    xml_failure=None,
    json_failure=None,
)
