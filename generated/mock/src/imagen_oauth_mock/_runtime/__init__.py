"""The code of the mock server that is the same for every provider."""
