# Generated from spec.yaml; edit that and run `make generate`.
"""What to do about each error code that the server can report."""

REMEDIES = {
    "access_denied": "ask them",
}
