"""The files of the npm package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.model.endpoints import GrantType
from generator.model.provider import Provider
from generator.targets.files import Copied, File, Job, Rendered, copied
from generator.targets.typescript import messages, protocol
from generator.targets.typescript.request_view import has_pkce
from generator.targets.typescript.supported import supported
from generator.targets.typescript.view import package_view

_RUNTIME = "src/runtime"

RENDERED = {
    "README.md": "README_urls.md.j2",
    "package.json": "package.json.j2",
    "src/index.ts": "index.ts.j2",
    "src/client.ts": "client.ts.j2",
    "tests/outcome.ts": "outcome.ts.j2",
    "tests/run-vectors.ts": "run-vectors.ts.j2",
}
"""What the spec decides: path in the package, template."""

RENDERED_FOR_SCOPES = {"src/scopes.ts": "scopes.ts.j2"}
"""What the spec decides if it lists scopes."""

RENDERED_FOR_PKCE = {"tests/verifier.test.ts": "verifier.test.ts.j2"}
"""What the spec decides if a request has a code verifier."""

RENDERED_FOR_IMPLICIT = {"README.md": "README.md.j2"}
"""What the spec decides if the response to the first request contains a token."""

RENDERED_FOR_TOKENS = {
    "src/access-token.ts": "access-token.ts.j2",
    "src/server-errors.ts": "server-errors.ts.j2",
}
"""What the spec decides if the package gets tokens."""

RENDERED_FOR_TYPES = {"tests/types.ts": "types.ts.j2"}
"""What the spec decides if the package has every type that the test names."""

COPIED = ("tsconfig.json", "tests/tsconfig.json")
"""What the spec does not decide, besides the runtime."""

COPIED_FOR_TOKENS = ("tests/secret.test.ts",)
"""What the spec does not decide if the package gets tokens."""

_FOR_PKCE = ("code-request.ts", "pkce.ts")
"""Modules of the runtime that only a package with code verifiers has."""

_FOR_TOKENS = (
    *("implicit.ts", "json-objects.ts", "line-limit.ts", "missing-token.ts"),
    *("parameters.ts", "pasted-json.ts", "pasted-parameters.ts", "pasted.ts"),
    *("redirect.ts", "response.ts", "server-error.ts", "times.ts", "token.ts"),
)
"""Modules of the runtime that only a package with tokens has."""


def files(job: Job) -> Iterator[File]:
    """Return the files of the target. There are none if the package would have nothing to build."""
    provider = supported(job.provider)
    if provider is None:
        return
    job = replace(job, provider=provider)
    view = package_view(job, provider.packages.of("typescript"))
    texts = messages.messages_view(job.protocol)
    yield Rendered("src/runtime/messages.ts", "typescript/messages.ts.j2", texts)
    values = protocol.constants_view(job.protocol)
    yield Rendered("src/runtime/protocol.ts", "typescript/protocol.ts.j2", values)
    for path, template in _rendered(provider).items():
        yield Rendered(path, f"typescript/{template}", view)
    yield Rendered("LICENSE", "LICENSE.j2", view)
    has_token = provider.offers(GrantType.IMPLICIT)
    for path in (*COPIED, *(COPIED_FOR_TOKENS if has_token else ())):
        yield Copied(path, f"typescript/{path}")
    left_out = {
        *(() if has_token else _FOR_TOKENS),
        *(() if has_pkce(provider) else _FOR_PKCE),
    }
    for file in copied(job.templates, "typescript/runtime", _RUNTIME, ["*.ts"]):
        if file.path.removeprefix(f"{_RUNTIME}/") not in left_out:
            yield file


def _rendered(provider: Provider) -> Mapping[str, str]:
    """Return what the spec decides: path in the package, template."""
    has_scopes, is_implicit = provider.has_scope_list, provider.returns_token
    has_types = is_implicit and has_scopes and provider.has_host_variable
    return {
        **RENDERED,
        **(RENDERED_FOR_SCOPES if has_scopes else {}),
        **(RENDERED_FOR_PKCE if has_pkce(provider) else {}),
        **(RENDERED_FOR_TOKENS if provider.offers(GrantType.IMPLICIT) else {}),
        **(RENDERED_FOR_IMPLICIT if is_implicit else {}),
        **(RENDERED_FOR_TYPES if has_types else {}),
    }
