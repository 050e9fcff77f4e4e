"""The part of the mock server that clients call: tokens, devices, revocation, and metadata."""
