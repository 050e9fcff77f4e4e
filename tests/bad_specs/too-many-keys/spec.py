"""An object with more keys than any spec has."""

KEYS = "".join(f"  k{number}: x\n" for number in range(1001))
SPEC = f"# An object with more keys than any spec has.\nformat:\n{KEYS}"
