"""What people read is in plain American English, as far as a list of phrases can tell."""
