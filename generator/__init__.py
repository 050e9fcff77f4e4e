"""Generate typed OAuth 2.0 clients, a mock server, docs, and test vectors from one spec."""

__version__ = "0.1.0"
