"""The mock server."""
