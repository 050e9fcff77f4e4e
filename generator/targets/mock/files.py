"""A provider becomes the files of its mock server, a separate distribution."""

from __future__ import annotations

from collections.abc import Iterator

from generator.targets.files import Copied, File, Job, Rendered, copied
from generator.targets.mock.view import package_view
from generator.targets.python.protocol import constants_view

RENDERED = {
    "README.md": "mock/README.md.j2",
    "LICENSE": "LICENSE.j2",
    "pyproject.toml": "mock/pyproject.toml.j2",
    "src/{module}/__init__.py": "mock/package.py.j2",
    "src/{module}/__main__.py": "mock/main.py.j2",
    "src/{module}/fixtures.py": "mock/fixtures.py.j2",
    "src/{module}/provider.py": "mock/provider.py.j2",
}
"""The files that depend on the spec: path in the distribution, template."""

_COPIED = ("*.py", "*.html", "*.css", "*.js")
"""The files that do not: patterns of names in runtime/."""


def files(job: Job) -> Iterator[File]:
    """Return the files of the target. There are none without a login or a mock package."""
    package = job.provider.packages.named("mock")
    if package is None or not job.provider.has_login:
        return
    view = package_view(job, package)
    for path, template in RENDERED.items():
        yield Rendered(path.format(module=package.module), template, view)
    yield Copied(f"src/{package.module}/py.typed", "mock/py.typed")
    runtime = f"src/{package.module}/_runtime"
    values = constants_view(job.protocol, "mock")
    yield Rendered(f"{runtime}/protocol.py", "python/protocol.py.j2", values)
    yield from copied(job.templates, "mock/runtime", runtime, _COPIED)


def default_names(id: str) -> dict[str, str]:
    """Return the names of the package for the ID of a provider."""
    return {
        "distribution": f"{id}-oauth-mock",
        "module": f"{id}_oauth_mock",
        "command": f"{id}-oauth-mock",
    }
