"""Rules that a schema cannot express. Each is one small function, and `check` runs them all."""
