"""A token on the calls of httpx and requests."""
