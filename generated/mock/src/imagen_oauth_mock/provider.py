# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""The documented facts of Imagen, for its mock server."""

from ._runtime.provider import (
    FailureForm,
    Header,
    Parameter,
    Provider,
    ResponseError,
    Scope,
)

PROVIDER = Provider(
    name="Imagen",
    path="/oauth/authorize",
    response_types=("token",),
    parameters=(
        Parameter(
            "response_type",
            role="response_type",
            required=False,
            constant="token",
        ),
        Parameter("client_id", role="client_id", required=True, constant=None),
        Parameter("redirect_uri", role="redirect_uri", required=False, constant=None),
        Parameter("state", role="state", required=False, constant=None),
        Parameter("scope", role="scope", required=False, constant=None),
    ),
    default_redirect="urn:ietf:wg:oauth:2.0:oob",
    separator=" ",
    state_in_query=False,
    issuer=None,
    redirect_names=(),
    redirect_values=(),
    example_client_id="YOUR_API_KEY",
    scopes=(
        Scope(
            "readUsersData",
            summary="See records, media, and collections.",
            permits=("view records", "view media", "view collections"),
            reach="Data that the application's creator can see.",
        ),
        Scope(
            "modifyUsersData",
            summary="See and change records, media, and collections.",
            permits=(
                "view records",
                "view media",
                "view collections",
                "modify records",
                "modify media",
                "modify collections",
            ),
            reach="Data that the application's creator can change.",
        ),
        Scope(
            "manageJobs",
            summary="See and manage jobs and workflows.",
            permits=("view jobs", "view workflows", "manage jobs", "manage workflows"),
            reach="Jobs that the application's creator can see.",
        ),
        Scope(
            "roles",
            summary="Look up users and groups.",
            permits=("search for users", "search for groups"),
            reach="Users and groups that the application's creator can see.",
        ),
        Scope(
            "createJobs",
            summary="Create and manage workflow jobs.",
            permits=("create workflow jobs", "manage workflow jobs"),
            reach="Jobs that the application's creator owns.",
        ),
        Scope(
            "modifyRoles",
            summary="Change users and send them email.",
            permits=("modify users", "email users"),
            reach="Users whom the application's creator has permission to modify.",
        ),
    ),
    errors=(
        ResponseError(
            "invalid_request",
            cause=(
                "A parameter is missing, is repeated, or has a value that the server "
                "does not accept."
            ),
            remedy=(
                "Build the URL again and open it unchanged. Check the extra "
                "parameters."
            ),
        ),
        ResponseError(
            "unauthorized_client",
            cause="The application is not allowed to request a token with this grant.",
            remedy=(
                "Check the API key. Check that the application is registered as an "
                "installed application."
            ),
        ),
        ResponseError(
            "access_denied",
            cause="The user or the server denied the request.",
            remedy="If that was a mistake, log in again.",
        ),
        ResponseError(
            "unsupported_response_type",
            cause="The server does not issue tokens with this grant.",
            remedy=(
                "Ask the operator of the domain which grant the application can use."
            ),
        ),
        ResponseError(
            "invalid_scope",
            cause="A scope is unknown, malformed, or not assigned to this application.",
            remedy=(
                "Assign the scope to the application in the Media Control Centre "
                "first, or omit it."
            ),
        ),
        ResponseError(
            "server_error",
            cause="The server had an unexpected error.",
            remedy=(
                "Try again later with a new request. If the error persists, tell the "
                "operator of the domain."
            ),
        ),
        ResponseError(
            "temporarily_unavailable",
            cause="The server is overloaded or under maintenance.",
            remedy="Wait, and then try again with a new request.",
        ),
    ),
    headers=(
        Header("X-Imagen-API-Key", "{client_id}"),
        Header("Authorization", "Bearer {access_token}"),
    ),
    xml_failure=FailureForm("Error", code="Code", message="Message", details="Details"),
    json_failure=FailureForm("Error", code=None, message="Message", details="Details"),
)
