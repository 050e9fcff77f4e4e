"""Builds the output of `make docs`: the page and the documentation as files for a browser."""
