"""The commands of a package that gets tokens from a token endpoint."""
