"""`python -m tools.sizes`: print what each client adds to a page, minified and compressed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.node import MODULES, missing
from tests.typescript.consumer import bundled, compressed, installed, packed

PEERS = ("oauth4webapi", "openid-client")


def main() -> int:
    """Print a line for each client, this package first, with all that it exports."""
    argparse.ArgumentParser(
        prog="python -m tools.sizes",
        description="Print how many bytes each client adds to a page.",
    ).parse_args()
    if reason := missing():
        print(f"not measured: {reason}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = installed(packed(folder), folder / "project")
        [own] = [
            package.name
            for package in (project / "node_modules").iterdir()
            if not package.name.startswith(".")
        ]
        for peer in PEERS:
            (project / "node_modules" / peer).symlink_to(MODULES / peer)
        print(f"{'package':<20}{'minified':>10}{'gzip':>10}  bytes")
        for package in (own, *PEERS):
            source = f"import * as all from {package!r};\nglobalThis.all = all;\n"
            file = bundled(project, source, package)
            print(f"{package:<20}{file.stat().st_size:>10}{compressed(file):>10}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
