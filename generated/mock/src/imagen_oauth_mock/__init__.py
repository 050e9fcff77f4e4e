# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""A mock of the Imagen authorization server, to try the flow and to test against."""

from ._runtime.server import MockServerBase
from ._runtime.user import MockServerError, User
from .provider import PROVIDER

__all__ = ["MockServer", "MockServerError", "User"]


class MockServer(MockServerBase):
    """A mock server for Imagen, on two free ports of this machine."""

    provider = PROVIDER


MockServerError.__module__ = User.__module__ = __name__
