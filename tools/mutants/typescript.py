"""`python -m tools.mutants.typescript [NAME…]`: list changes of the TypeScript readers that no test notices.

Stryker changes one operator, literal, pattern, or branch of a module at a time in a copy of the
package, and runs `mutant.mjs` over it. Patterns that are built from texts are written out and
changed, too. The tool is installed below build/mutants, because it would be the largest part of
package-lock.json. README.md says why each change that survives may do so.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests import node
from tests.conformance.asked import asked

FOLDER = node.ROOT / "build" / "mutants" / "typescript"
COPY = FOLDER / "work"
TOOL = "@stryker-mutator/core@9.6.1"
"""Later ones need a later Node.js than the project does."""

TOOLS = "tools/mutants"
PACKAGE = "generated/typescript"
RUNTIME = f"{PACKAGE}/src/runtime"
PATTERNS = "patterns-of-"
"""The prefix of a module's name if only its written-out patterns are changed."""

MODULES = (
    *("pasted", f"{PATTERNS}pasted", "pasted-parameters"),
    *(f"{PATTERNS}pasted-parameters", "response"),
    *("parameters", "redirect", "pasted-json", "json-objects", "encoding", "checks"),
    *("hosts", "addresses", "times", "characters", "scope", "server-error"),
    *(f"{PATTERNS}server-error", "request", "token", "options", "errors", "redacted"),
)
NOT_PATTERNS = (
    *("ArithmeticOperator", "ArrayDeclaration", "ArrowFunction", "AssignmentOperator"),
    *("BlockStatement", "BooleanLiteral", "ConditionalExpression", "EqualityOperator"),
    *("LogicalOperator", "MethodExpression", "ObjectLiteral", "OptionalChaining"),
    *("StringLiteral", "UnaryOperator", "UpdateOperator"),
)
COMPILE = (
    # Relative to the copy, because Stryker would split a path at its spaces.
    *(
        os.path.relpath(node.MODULES / ".bin" / "esbuild", COPY),
        f"{PACKAGE}/src/**/*.ts",
    ),
    *(f"{PACKAGE}/tests/outcome.ts", "--outdir=compiled", f"--outbase={PACKAGE}"),
    *("--format=esm", "--log-level=warning"),
)
TIMEOUT_SECONDS = 5
NOTICED = ("Killed", "Timeout")


def main(arguments: list[str]) -> int:
    """Change each module in turn, and list what no test notices; return 2 without Node.js.

    Raises CalledProcessError if the tests fail without any change.
    """
    parser = argparse.ArgumentParser(
        prog="python -m tools.mutants.typescript",
        description="List the changes of the TypeScript readers that no test notices.",
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"{', '.join(MODULES)} (default: all)"
    )
    names = parser.parse_args(arguments).names
    if unknown := [name for name in names if name not in MODULES]:
        parser.error(f"unknown name: {', '.join(unknown)}")
    if reason := node.missing():
        print(f"not changed: TypeScript {reason}", file=sys.stderr)
        return 2
    _set_up()
    for name in names or MODULES:
        mutants, lines = _run(name)
        for mutant in mutants:
            if mutant["status"] not in NOTICED:
                print("\n".join(_told(name, mutant, lines)))
        counted = Counter(str(mutant["status"]).lower() for mutant in mutants)
        told = ", ".join(f"{count} {found}" for found, count in sorted(counted.items()))
        print(f"{name}: {len(mutants)} changes, {told}", flush=True)
    return 0


def _set_up() -> None:
    """Install the tool, and make a copy of the package with what is asked of it."""
    if not (FOLDER / "node_modules" / ".bin" / "stryker").exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        install = ("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund")
        subprocess.run([*install, "--silent", TOOL], cwd=FOLDER, check=True)
    shutil.rmtree(COPY, ignore_errors=True)
    unwanted = shutil.ignore_patterns("node_modules", "dist", "build")
    for part in (PACKAGE, TOOLS, "tests/typescript"):
        shutil.copytree(node.ROOT / part, COPY / part, ignore=unwanted)
    # package.json makes the compiled files ES modules.
    (COPY / "package.json").write_text('{"type": "module"}\n', encoding="utf-8")
    lines: list[Any] = []
    for op, given, outcome in asked():
        lines.append({"op": op, "input": given, "outcome": outcome})
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    (COPY / "asked.jsonl").write_text(text, encoding="utf-8")


def _run(name: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the result of every change of a module, and the module's lines.

    Raises CalledProcessError if the tests fail without any.
    """
    module, report = f"{RUNTIME}/{name.removeprefix(PATTERNS)}.ts", f"{name}.json"
    # Patterns that the run before has written out would hide changes of what they are made of.
    shutil.copytree(node.ROOT / RUNTIME, COPY / RUNTIME, dirs_exist_ok=True)
    has_patterns_alone = name.startswith(PATTERNS)
    if has_patterns_alone:
        writing = ("node", f"{TOOLS}/patterns.mjs", "compiled", module)
        for command in (COMPILE, writing):
            subprocess.run(command, cwd=COPY, check=True)
    settings: dict[str, object] = {
        "mutate": [module],
        "mutator": {"excludedMutations": NOT_PATTERNS if has_patterns_alone else ()},
        "testRunner": "command",
        # One module contains all changes and is compiled once; a variable selects the change.
        "buildCommand": " ".join(COMPILE),
        "commandRunner": {"command": f"node {TOOLS}/mutant.mjs compiled asked.jsonl"},
        "timeoutMS": TIMEOUT_SECONDS * 1000,
        "concurrency": os.cpu_count() or 1,
        "inPlace": True,
        "reporters": ["json"],
        "jsonReporter": {"fileName": report},
        "tempDirName": "temporary",
        "plugins": [],
        "logLevel": "warn",
        "allowConsoleColors": False,
    }
    config = f"{name}.config.json"
    (COPY / config).write_text(json.dumps(settings), encoding="utf-8")
    program = str(FOLDER / "node_modules" / ".bin" / "stryker")
    subprocess.run([program, "run", config], cwd=COPY, check=True)
    [found] = json.loads((COPY / report).read_bytes())["files"].values()
    tried = [one for one in found["mutants"] if one["status"] != "Ignored"]
    return tried, found["source"].split("\n")


def _told(name: str, mutant: dict[str, Any], lines: list[str]) -> Iterator[str]:
    """Yield a change: its place, the lines as they are, and what it puts there."""
    start, end = mutant["location"]["start"], mutant["location"]["end"]
    status = str(mutant["status"]).lower()
    yield f"{status} in {name}:{start['line']}:{start['column']}"
    changed = lines[start["line"] - 1 : end["line"]]
    yield from (f"-{line}" for line in changed)
    before = changed[0][: start["column"] - 1]
    after = changed[-1][end["column"] - 1 :]
    yield from (
        f"+{one}" for one in f"{before}{mutant['replacement']}{after}".split("\n")
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
