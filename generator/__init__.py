"""Generate typed OAuth 2.0 clients, docs, and fixtures from one spec."""
