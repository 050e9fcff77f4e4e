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

RENDERED_FOR_EXCHANGE = {
    "README.md": "mock/README_exchange.md.j2",
    "src/{module}/__init__.py": "mock/package_exchange.py.j2",
    "src/{module}/endpoints.py": "mock/endpoints.py.j2",
}
"""The files that depend on the spec if clients call the provider's endpoints."""

_FOR_EXCHANGE = ("exchange/", "pages/device")
"""The start of the path of each file that only the mock server of such a provider has."""

_COPIED = ("*.py", "*.html", "*.css", "*.js")
"""The files that do not: patterns of names in runtime/."""


def files(job: Job) -> Iterator[File]:
    """Return the files of the target. There are none if no grant can be tried, or without a package."""
    package = job.provider.packages.named("mock")
    has_clients = job.provider.exchanges
    if package is None or not (job.provider.has_login or has_clients):
        return
    view = package_view(job, package)
    rendered = {**RENDERED, **(RENDERED_FOR_EXCHANGE if has_clients else {})}
    for path, template in rendered.items():
        yield Rendered(path.format(module=package.module), template, view)
    yield Copied(f"src/{package.module}/py.typed", "mock/py.typed")
    runtime = f"src/{package.module}/_runtime"
    values = constants_view(job.protocol, "mock")
    yield Rendered(f"{runtime}/protocol.py", "python/protocol.py.j2", values)
    if has_clients:
        yield from copied(
            job.templates, "mock/clients", f"src/{package.module}", ["*.py"]
        )
    for file in copied(job.templates, "mock/runtime", runtime, _COPIED):
        path = file.path.removeprefix(f"{runtime}/")
        if has_clients or not path.startswith(_FOR_EXCHANGE):
            yield file


def default_names(id: str) -> dict[str, str]:
    """Return the names of the package for the ID of a provider."""
    return {
        "distribution": f"{id}-oauth-mock",
        "module": f"{id}_oauth_mock",
        "command": f"{id}-oauth-mock",
    }
