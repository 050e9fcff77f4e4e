"""Two specs become what changed between them, and the version that it requires."""
