"""What was generated, into files: what is in the way, what changes, and what is removed."""
