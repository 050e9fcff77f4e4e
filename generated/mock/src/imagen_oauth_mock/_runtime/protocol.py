# Generated from spec/protocol/; edit that and run `make generate`.
"""The limits, characters, and names that every binding of this package shares."""

OUT_OF_BAND_URI = "urn:ietf:wg:oauth:2.0:oob"
"""The redirect URI of clients that cannot receive a redirect. The user copies the
response from a page."""
