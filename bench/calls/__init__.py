"""The exact calls that are timed, a module for each row and a function for each side."""
