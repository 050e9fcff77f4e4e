# Generated from tests/cases/command-without-state/spec.yaml; edit that and run `make generate`.
"""The parts of the command that are specific to this package: its names, options, and request."""

from __future__ import annotations

from ._runtime.cli.application import Application, Asked
from ._runtime.cli.command import make_command
from .access_token import AccessToken
from .request import AuthorizationRequest
from .scopes import Scope


def _request(asked: Asked) -> AuthorizationRequest:
    """Return the request that the options describe."""
    return AuthorizationRequest(
        domain=asked.variables["domain"],
        site=asked.variables["site"],
        client_id=asked.client_id,
        scopes=asked.scopes,
        redirect_uri=asked.redirect_uri or "",
        undocumented_scopes=asked.undocumented_scopes,
        scheme=asked.scheme,
    )


COMMAND = make_command(
    Application(
        command="example-auth",
        distribution="example-auth",
        environment="EXAMPLE_AUTH",
        provider="Example",
        variables={
            "domain": "The host.",
            "site": "The site that the gateway serves, by its host.",
        },
        issuer="domain",
        has_state=False,
        has_redirect_uri=True,
        needs_redirect_uri=True,
        scopes=tuple(Scope),
        request=_request,
        token=AccessToken,
        headers=AccessToken.headers,
    )
)
