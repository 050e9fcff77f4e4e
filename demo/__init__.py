"""The main flow from start to end with the mock server: `make demo`."""
