"""The committed packages as the archives that are published, the same bytes on every run."""
