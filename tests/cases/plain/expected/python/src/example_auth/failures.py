# Generated from spec.yaml; edit that and run `make generate`.
"""How the Example API reports why it rejects a call."""

from ._runtime.http.api_failure import FailureForms

FORMS = FailureForms(
    xml=None,
    json=None,
)
