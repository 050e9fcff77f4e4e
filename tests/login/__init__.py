"""The command of packages that get tokens from a token endpoint."""
