"""The npm package."""
