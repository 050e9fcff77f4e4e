"""Loaded by a Python that has this folder on its path: the time is what a file says."""

import os
import time
from pathlib import Path

CLOCK = Path(os.environ["TESTS_CLOCK"])
time.time = lambda: float(CLOCK.read_text(encoding="ascii"))
