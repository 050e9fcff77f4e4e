"""Codes, and the requests that exchange them and other grants for tokens."""
