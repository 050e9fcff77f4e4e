"""Tests that secret values of a client never show."""
