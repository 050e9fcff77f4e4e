# Generated from spec.yaml; edit that and run `make generate`.
"""The bearer token, and the headers that it adds to a call of the Example API."""

from ._runtime.token import BearerToken


class AccessToken(BearerToken):
    """A bearer token. Only `reveal` and `headers` show its secret."""

    __slots__ = ()

    def headers(self) -> dict[str, str]:
        """Return the headers of a call, including the secret.

        Send them only over https, and only to hosts that you name, even after a
        redirect.
        """
        return {
            # The token.
            "Authorization": f"Bearer {self.reveal()}",
        }
