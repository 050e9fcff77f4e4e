"""Documents in standard formats."""
