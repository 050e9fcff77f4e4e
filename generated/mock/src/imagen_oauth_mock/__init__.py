# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""A mock of the Imagen authorization server, to try the flow and to test against."""

from ._runtime.person import Person, StandInError
from ._runtime.stand_in import StandInBase
from .facts import FACTS

__all__ = ["Person", "StandIn", "StandInError"]


class StandIn(StandInBase):
    """A mock server for Imagen, on two free ports of this machine."""

    facts = FACTS


StandInError.__module__ = Person.__module__ = __name__
