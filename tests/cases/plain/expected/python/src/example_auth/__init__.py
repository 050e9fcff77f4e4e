# Generated from spec.yaml; edit that and run `make generate`.
"""Get a bearer token for the Example API: build the authorization URL and read the
response."""

from ._runtime.errors import ApiError, AuthorizationError, OAuthError
from .access_token import AccessToken
from .client import AuthorizationRequest, OAuthClient
from .scopes import Scope

__all__ = [
    "AccessToken",
    "ApiError",
    "AuthorizationError",
    "AuthorizationRequest",
    "OAuthClient",
    "OAuthError",
    "Scope",
]

# In a traceback, an error shows the name that an except clause uses.
ApiError.__module__ = __name__
AuthorizationError.__module__ = __name__
OAuthError.__module__ = __name__
