"""The base, followed by more comments than a spec has bytes."""

from pathlib import Path

BASE = Path(__file__).parents[2] / "base.yaml"
LINE = "# A spec is a few hundred lines; this one goes on.\n"
SPEC = BASE.read_text(encoding="utf-8") + 5120 * LINE
