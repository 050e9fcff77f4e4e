"""Comparisons with others; nothing here is a test."""
