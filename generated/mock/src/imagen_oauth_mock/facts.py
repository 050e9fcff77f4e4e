# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""What is documented of Imagen, for its stand-in."""

from ._runtime.facts import (
    ErrorFacts,
    Facts,
    FailureForm,
    Header,
    Parameter,
    ScopeFacts,
)

FACTS = Facts(
    provider="Imagen",
    path="/oauth/authorize",
    parameters=(
        Parameter("response_type", required=False, constant="token"),
        Parameter("client_id", required=True, constant=None),
        Parameter("redirect_uri", required=False, constant=None),
        Parameter("state", required=False, constant=None),
        Parameter("scope", required=False, constant=None),
    ),
    default_redirect="urn:ietf:wg:oauth:2.0:oob",
    separator=" ",
    state_in_query=False,
    example_client_id="YOUR_API_KEY",
    scopes=(
        ScopeFacts(
            "readUsersData",
            summary="See records, media and collections.",
            permits=("view records", "view media", "view collections"),
            reach="What the creating user may see.",
        ),
        ScopeFacts(
            "modifyUsersData",
            summary="See and change records, media and collections.",
            permits=(
                "view records",
                "view media",
                "view collections",
                "modify records",
                "modify media",
                "modify collections",
            ),
            reach="What the creating user may change.",
        ),
        ScopeFacts(
            "manageJobs",
            summary="See and manage jobs and workflows.",
            permits=("view jobs", "view workflows", "manage jobs", "manage workflows"),
            reach="Jobs that the creating user can see.",
        ),
        ScopeFacts(
            "roles",
            summary="Look up users and groups.",
            permits=("search for users", "search for groups"),
            reach="Users and groups that the creating user can see.",
        ),
        ScopeFacts(
            "createJobs",
            summary="Create and manage workflow jobs.",
            permits=("create workflow jobs", "manage workflow jobs"),
            reach="Jobs that the creating user owns.",
        ),
        ScopeFacts(
            "modifyRoles",
            summary="Change users and send them email.",
            permits=("modify users", "email users"),
            reach=(
                "Users for whom the creating user holds the permissions that this "
                "takes."
            ),
        ),
    ),
    errors=(
        ErrorFacts(
            "invalid_request",
            cause=(
                "A parameter is missing, is repeated, or has a value that the server "
                "does not take."
            ),
            remedy=(
                "Build the URL anew and open it as it is; check what was added as an "
                "extra parameter."
            ),
        ),
        ErrorFacts(
            "unauthorized_client",
            cause="The application may not ask for a token in this way.",
            remedy=(
                "Check the API key, and that the application is registered as an "
                "installed application."
            ),
        ),
        ErrorFacts(
            "access_denied",
            cause="The person, or the server on their behalf, said no.",
            remedy=(
                "Ask the person; where it was a mistake, start again with a new "
                "request."
            ),
        ),
        ErrorFacts(
            "unsupported_response_type",
            cause="The server does not give tokens by this grant.",
            remedy=(
                "Ask the operator of the domain which grant the application is set up "
                "for."
            ),
        ),
        ErrorFacts(
            "invalid_scope",
            cause=(
                "A scope is unknown, is written wrongly, or is not one that this "
                "application may have."
            ),
            remedy=(
                "Assign the scope to the application in the Media Control Centre "
                "first, or leave it out."
            ),
        ),
        ErrorFacts(
            "server_error",
            cause="The server failed in a way that it did not expect.",
            remedy=(
                "Try again later with a new request; tell the operator of the domain "
                "if it goes on."
            ),
        ),
        ErrorFacts(
            "temporarily_unavailable",
            cause="The server is overloaded or under maintenance.",
            remedy="Wait, then try again with a new request.",
        ),
    ),
    headers=(
        Header("X-Imagen-API-Key", "{client_id}"),
        Header("Authorization", "Bearer {access_token}"),
    ),
    xml_failure=FailureForm("Error", code="Code", message="Message", details="Details"),
    json_failure=FailureForm("Error", code=None, message="Message", details="Details"),
)
