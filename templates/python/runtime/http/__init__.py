"""Attaches a token to httpx clients and requests sessions."""
