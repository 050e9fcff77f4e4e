"""The commands of a package whose authorization response contains the token."""
