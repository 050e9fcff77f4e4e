# Generated from spec.yaml; edit that and run `make generate`.
"""A mock of the Example authorization server, to try the flow and to test against."""

from ._runtime.person import Person, StandInError
from ._runtime.stand_in import StandInBase
from .facts import FACTS

__all__ = ["Person", "StandIn", "StandInError"]


class StandIn(StandInBase):
    """A mock server for Example, on two free ports of this machine."""

    facts = FACTS


StandInError.__module__ = Person.__module__ = __name__
