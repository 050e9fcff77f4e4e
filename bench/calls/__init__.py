"""The exact calls that are timed: one module per row and one function per side."""
