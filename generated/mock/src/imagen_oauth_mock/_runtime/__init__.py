"""What does not vary with the provider."""
