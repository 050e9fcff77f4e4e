# Generated from spec.yaml; edit that and run `make generate`.
"""A stand-in for the authorization server of Example, to try and to test against."""

from ._runtime.person import Person, StandInError
from ._runtime.stand_in import StandInBase
from .facts import FACTS

__all__ = ["Person", "StandIn", "StandInError"]


class StandIn(StandInBase):
    """A stand-in for Example, on two free ports of this machine."""

    facts = FACTS


StandInError.__module__ = Person.__module__ = __name__
