# Generated from spec.yaml; edit that and run `make generate`.
"""What to do about each error code that the server can answer with."""

REMEDIES = {
    "access_denied": "Ask them.",
}
