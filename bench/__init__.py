"""Benchmarks that compare this project with similar tools. Nothing here is a test."""
