"""Turn the text of a spec into values with their positions, and into problems."""
