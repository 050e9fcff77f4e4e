"""Comparisons with others, side by side and in one go; nothing here is a test."""
