"""`python -m tools.imports FOLDER`: import every OAuth 2.0 endpoint in a folder of OpenAPI descriptions.

Each distinct endpoint, which is a flow with its URLs, is imported from the first description that
has it. The spec is generated without an edit, and the package of each language runs its vectors. The
output is a Markdown table, followed by each rejection and its reason.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import pipeline
from generator.importing import documents, writing
from generator.importing.faults import ImportFault
from generator.reading import source
from generator.reading.diagnostics import SpecProblems
from generator.targets.languages import LANGUAGES
from tests.conformance.report import run, runner
from tests.node import MODULES

Flow = tuple[str, str, str]
"""The name of a flow, its authorization URL, and its token URL, as a description has them."""


@dataclass(frozen=True)
class Found:
    """Where a flow is first described: the file and the security scheme."""

    file: Path
    scheme: str


def main() -> int:
    """Print the figures. Return 1 if a package fails a vector."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.imports",
        description="Import every OAuth 2.0 endpoint in a folder of OpenAPI descriptions.",
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path)
    folder: Path = parser.parse_args().folder
    if not folder.is_dir():
        parser.error(f"{folder} is not a folder")
    flows = distinct(folder)
    outcomes: dict[Found, str] = {}
    for number, found in enumerate(dict.fromkeys(flows.values()), 1):
        print(f"\r{number} of {len(set(flows.values()))}", end="", file=sys.stderr)
        outcomes[found] = outcome(found)
    print(file=sys.stderr)
    print("| flow | distinct endpoints | imported, vectors pass | rejected |")
    print("|---|---|---|---|")
    for name in dict.fromkeys(flow[0] for flow in flows):
        results = [outcomes[found] for flow, found in flows.items() if flow[0] == name]
        passed = results.count("")
        print(f"| {name} | {len(results)} | {passed} | {len(results) - passed} |")
    print()
    reasons = Counter(one.partition(":")[0] for one in outcomes.values() if one)
    for reason, count in reasons.most_common():
        print(f"- {reason}: {count}")
    for found, reason in outcomes.items():
        if reason:
            place = found.file.relative_to(folder)
            print(f"  - {place}, {found.scheme}: {reason}")
    return 1 if any(one.startswith("vectors") for one in outcomes.values()) else 0


def distinct(folder: Path) -> Mapping[Flow, Found]:
    """Return each distinct flow with the first place that describes it."""
    found: dict[Flow, Found] = {}
    for file in sorted(folder.rglob("*.json")):
        for scheme, flow in _flows(json.loads(file.read_bytes())):
            found.setdefault(flow, Found(file, scheme))
    return found


def _flows(document: Any) -> Iterator[tuple[str, Flow]]:
    components: Any = document.get("components") or {}
    old: Any = document.get("securityDefinitions") or {}
    schemes: Any = components.get("securitySchemes") or old
    for name, scheme in schemes.items():
        if scheme.get("type") != "oauth2":
            continue
        flows: Any = scheme.get("flows") or {scheme.get("flow"): scheme}
        for flow, one in flows.items():
            yield name, (flow, one.get("authorizationUrl", ""), one.get("tokenUrl", ""))


def outcome(found: Found) -> str:
    """Return an empty text if the packages pass their vectors, or why they do not exist or fail."""
    wanted = documents.Wanted([found.scheme])
    try:
        facts = documents.imported(found.file.read_bytes(), found.file.name, wanted)
        text = writing.spec_text(facts, found.file.name, writing.Chosen())
        document = source.read(text.encode(), "imported.yaml")
        spec = pipeline.spec_of(document, Path("imported.yaml"))
    except ImportFault as error:
        return f"{error.code}: {error.message}"
    except SpecProblems as error:
        first = error.diagnostics[0]
        return f"{first.code}: {first.message}"
    with tempfile.TemporaryDirectory() as name:
        return _failures(spec, Path(name))


def _failures(spec: pipeline.Spec, folder: Path) -> str:
    keys = [one.key for one in LANGUAGES if one.runner is not None]
    for path, data in pipeline.tree(spec, ["fixtures", *keys]).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    # The compiler finds the types of Node.js in a folder above the package.
    (folder / "node_modules").symlink_to(MODULES)
    for key in keys:
        if not (folder / key).is_dir():
            continue
        binding = runner(key, folder / key, folder / "built" / key)
        if binding.build:
            subprocess.run(binding.build, check=True, stdout=subprocess.DEVNULL)
        result = run(binding, folder / "fixtures" / "authorization.json")
        if result.failed or not result.passed:
            return f"vectors: {len(result.failed)} fail in {result.language}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
