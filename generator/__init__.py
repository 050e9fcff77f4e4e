"""Generate typed OAuth 2.0 clients, docs, and fixtures from one spec."""

__version__ = "0.1.0"
