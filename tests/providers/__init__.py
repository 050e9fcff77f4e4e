"""Small specs in the style of real providers."""
