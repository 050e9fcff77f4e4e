"""Third-party clients, with the mock server as their authorization server."""
