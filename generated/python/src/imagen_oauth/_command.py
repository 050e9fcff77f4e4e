# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""The names, options, and request that are specific to the command of this package."""

from __future__ import annotations

from ._runtime.cli.application import Application, RequestArguments
from ._runtime.cli.command import make_command
from .access_token import AccessToken
from .client import AuthorizationRequest
from .scopes import Scope


def _request(arguments: RequestArguments) -> AuthorizationRequest:
    """Return the request that the options describe."""
    return AuthorizationRequest(
        domain=arguments.variables["domain"],
        client_id=arguments.client_id,
        scopes=arguments.scopes,
        state=arguments.state,
        undocumented_scopes=arguments.undocumented_scopes,
        scheme=arguments.scheme,
    )


COMMAND = make_command(
    Application(
        command="imagen-oauth",
        distribution="imagen-oauth",
        environment="IMAGEN_OAUTH",
        provider="Imagen",
        variables={
            "domain": (
                "Fully qualified name of your Imagen domain, with a port if it is not "
                "the default port."
            ),
        },
        issuer="domain",
        has_state=True,
        has_redirect_uri=False,
        needs_redirect_uri=False,
        scopes=tuple(Scope),
        request=_request,
        token=AccessToken,
    )
)
