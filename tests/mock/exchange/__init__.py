"""Mock servers with a token endpoint."""
