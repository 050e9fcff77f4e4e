# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""Get a bearer token for the Imagen API: build the authorization URL and read the
response."""

# Type checkers take this for true, and typing is slow to import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._runtime.errors import ApiError, AuthorizationError, OAuthError
    from .access_token import AccessToken
    from .client import OUT_OF_BAND, AuthorizationRequest, OAuthClient
    from .scopes import Scope
else:
    from importlib import import_module

    def __getattr__(name: str) -> object:
        """Import all names on the first use of one, because a command must first handle Ctrl-C."""
        for module in (
            "._runtime.errors",
            ".access_token",
            ".client",
            ".scopes",
        ):
            found = vars(import_module(module, __name__))
            globals().update({one: found[one] for one in __all__ if one in found})
        if name not in globals():
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals()[name]

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__all__ = [
    "OUT_OF_BAND",
    "AccessToken",
    "ApiError",
    "AuthorizationError",
    "AuthorizationRequest",
    "OAuthClient",
    "OAuthError",
    "Scope",
]
