"""The generator as an installed program, next to the same folders as in a checkout.

The generator finds its templates and schemas in the folder above it, so the distribution contains
these folders as they are. Only this program imports `generator`; other code of an environment
cannot see it under that name.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Run the command line."""
    folder = Path(__file__).parent
    if not folder.is_dir():
        sys.exit("oauth-codegen: install the wheel; it does not run from an archive")
    sys.path.insert(0, str(folder))
    # The folder that contains it is known only now.
    from generator.__main__ import run

    run("oauth-codegen")
