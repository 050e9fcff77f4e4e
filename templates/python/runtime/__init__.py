"""What every provider has in common: checking, encoding, reading and keeping."""
