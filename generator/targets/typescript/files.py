"""The files of the npm package."""

from __future__ import annotations

from collections.abc import Iterator

from generator.targets.files import Copied, File, Job, Rendered, copied
from generator.targets.typescript import messages, protocol
from generator.targets.typescript.view import package_view

RENDERED = {
    "README.md": "typescript/README.md.j2",
    "LICENSE": "LICENSE.j2",
    "package.json": "typescript/package.json.j2",
    "src/index.ts": "typescript/index.ts.j2",
    "src/request.ts": "typescript/request.ts.j2",
    "src/scopes.ts": "typescript/scopes.ts.j2",
    "src/access-token.ts": "typescript/access-token.ts.j2",
    "src/server-errors.ts": "typescript/server-errors.ts.j2",
    "tests/outcome.ts": "typescript/outcome.ts.j2",
    "tests/types.ts": "typescript/types.ts.j2",
}
"""What the spec decides: path in the package, template."""

COPIED = (
    "tsconfig.json",
    "tests/tsconfig.json",
    "tests/run-vectors.ts",
    "tests/secret.test.ts",
)
"""What the spec does not decide, besides the runtime."""


def files(job: Job) -> Iterator[File]:
    """Return the files of the target. There are none if the spec names no npm package."""
    package = job.provider.packages.named("typescript")
    if package is None:
        return
    view = package_view(job, package)
    texts = messages.messages_view(job.protocol)
    yield Rendered("src/runtime/messages.ts", "typescript/messages.ts.j2", texts)
    values = protocol.constants_view(job.protocol)
    yield Rendered("src/runtime/protocol.ts", "typescript/protocol.ts.j2", values)
    for path, template in RENDERED.items():
        yield Rendered(path, template, view)
    for path in COPIED:
        yield Copied(path, f"typescript/{path}")
    yield from copied(job.templates, "typescript/runtime", "src/runtime", ["*.ts"])
