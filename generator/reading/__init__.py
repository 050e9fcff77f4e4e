"""The text of a spec to values with their places, and to problems."""
