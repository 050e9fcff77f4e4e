"""Tokens in a file or in the keyring of the system."""
