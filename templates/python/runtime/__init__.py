"""The parts that do not depend on the provider: checks, encoding, reading, and storage."""
