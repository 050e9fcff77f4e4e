"""Two specs to what changed between them, and to the version that it requires."""
