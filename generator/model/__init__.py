"""What a spec means, as frozen values."""
