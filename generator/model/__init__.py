"""What a spec means, as frozen values; it reads nothing and writes nothing."""
