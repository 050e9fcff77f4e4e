# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""Get a bearer token for the Imagen API: build the authorization URL and read the response."""

from ._runtime.errors import ApiError, AuthorizationError, OAuthError
from .access_token import AccessToken
from .request import OUT_OF_BAND, AuthorizationRequest
from .scopes import Scope

__all__ = [
    "OUT_OF_BAND",
    "AccessToken",
    "ApiError",
    "AuthorizationError",
    "AuthorizationRequest",
    "OAuthError",
    "Scope",
]

# In a traceback, an error shows the name that an except clause uses.
OAuthError.__module__ = AuthorizationError.__module__ = __name__
ApiError.__module__ = __name__
