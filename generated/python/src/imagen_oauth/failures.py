# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""How the Imagen API reports why it rejects a call."""

from ._runtime.http.api_failure import FailureForm, FailureForms

FORMS = FailureForms(
    xml=FailureForm(root="Error", code="Code", message="Message", details="Details"),
    json=FailureForm(root="Error", code=None, message="Message", details="Details"),
)
