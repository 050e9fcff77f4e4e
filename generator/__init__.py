"""Turn one spec of an OAuth 2.0 authorization endpoint into typed clients, docs and fixtures."""
