# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""The bearer token, and the headers that it adds to a call of the Imagen API."""

from typing import final

from ._runtime.token import BearerToken


@final
class AccessToken(BearerToken):
    """A bearer token of the Imagen API.

    Nothing shows the secret but `reveal` and `headers`.
    """

    __slots__ = ()

    def headers(self) -> dict[str, str]:
        """Return the headers of a call. They hold the secret: send them to hosts you named."""
        return {
            "X-Imagen-API-Key": self.client_id,
            "Authorization": f"Bearer {self.reveal()}",
        }
