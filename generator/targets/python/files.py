"""The files of the Python distribution."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.endpoints import GrantType
from generator.model.provider import Provider
from generator.model.token_requests import RequestKind
from generator.targets.files import Copied, File, Job, Rendered, copied
from generator.targets.python import messages, protocol
from generator.targets.python.logins import has_exchange_command
from generator.targets.python.view import package_view

RENDERED = {
    "README.md": "README_urls.md.j2",
    "pyproject.toml": "pyproject.toml.j2",
    "tests/run_vectors.py": "run_vectors.py.j2",
    "src/{module}/__init__.py": "package.py.j2",
    "src/{module}/client.py": "client.py.j2",
}
"""What the spec decides: path in the distribution, template."""

RENDERED_FOR_SCOPES = {"src/{module}/scopes.py": "scopes.py.j2"}
"""What the spec decides if it lists scopes."""

RENDERED_FOR_IMPLICIT = {"README.md": "README.md.j2"}
"""What the spec decides if the browser's response contains the token."""

RENDERED_FOR_EXCHANGE = {
    "README.md": "README_exchange.md.j2",
    "src/{module}/token_store.py": "token_store.py.j2",
}
"""What the spec decides if the package gets tokens from the token endpoint."""

RENDERED_FOR_TOKENS = {
    "src/{module}/access_token.py": "access_token.py.j2",
    "src/{module}/server_errors.py": "server_errors.py.j2",
    "src/{module}/failures.py": "failures.py.j2",
    "src/{module}/httpx_auth.py": "httpx_auth.py.j2",
    "src/{module}/requests_auth.py": "requests_auth.py.j2",
}
"""What the spec decides if the package gets tokens."""

RENDERED_FOR_COMMAND = {
    "src/{module}/command.py": "command.py.j2",
    "src/{module}/store.py": "store.py.j2",
}
"""What the spec decides if the package has a command."""

RENDERED_FOR_IMPLICIT_COMMAND = {"src/{module}/_command.py": "command_line.py.j2"}
"""What the spec decides if the command reads a token in the browser's response."""

RENDERED_FOR_EXCHANGE_COMMAND = {
    "src/{module}/_command.py": "exchange_command_line.py.j2",
    "src/{module}/login.py": "login.py.j2",
}
"""What the spec decides if the command gets tokens from the token endpoint."""

MESSAGES = {
    "messages.py": "core",
    "http/messages.py": "calls",
    "exchange/messages.py": "exchange",
    "store/messages.py": "store",
    "cli/messages.py": "command",
}
"""The messages of errors: path in the runtime, part of the package that raises them."""

_FOR_COMMAND = (
    *("cli/", "store/file_store.py", "store/keyring_store.py", "store/secret.py"),
    *("store/store_json.py", "store/token_store.py"),
)
"""Folders and modules that only a package with a command has."""

_FOR_IMPLICIT_COMMAND = ("cli/implicit/",)
"""Modules that only a command that reads a token in the browser's response has."""

_FOR_EXCHANGE_COMMAND = ("cli/exchange/", "store/login_store.py")
"""Modules that only a command that gets tokens from the token endpoint has."""

_FOR_STORE = (
    *("store/__init__.py", "store/keyring_calls.py", "store/keyring_items.py"),
    *("store/lock.py", "store/messages.py", "store/paths.py", "store/private_files.py"),
)
"""Modules that only a package that stores tokens has."""

_FOR_TOKENS = (
    *("allowed.py", "constant_time.py", "extras.py", "http/", "json_objects.py"),
    *("parameters.py", "response.py", "server_error.py", "times.py", "token.py"),
)
"""Folders and modules that only a package with tokens has."""

_FOR_IMPLICIT = (
    *("implicit.py", "missing_token.py", "pasted.py", "pasted_json.py"),
    "redirect.py",
)
"""Modules that only a package that reads a token in the browser's response has."""

_FOR_PASTED = (
    *("line_limit.py", "pasted_parameters.py", "pasted_run.py", "pasted_text.py"),
)
"""Modules that only a package that reads pasted text has."""

_FOR_PROMPT = ("cli/attempts.py", "cli/pasted_input.py", "cli/prompt.py")
"""Modules that only a command that asks for pasted text has."""

_FOR_CODES = (
    *("exchange/authorization_code.py", "exchange/code_", "exchange/pending.py"),
    *("cli/exchange/code_", "cli/exchange/loopback"),
    "cli/exchange/callback_page.py",
)
"""Modules that only a package that exchanges a code has."""

_FOR_EXCHANGE = (
    *("exchange/", "http/httpx_send.py", "http/requests_send.py", "http/time_limit.py"),
    *("http/httpx_source.py", "http/requests_source.py"),
    *("store/folder_store.py", "store/keyring_records.py", "store/record_name.py"),
)
"""Folders and modules that only a package with requests to the token endpoint has."""


_FOR_DEVICES = (
    *("exchange/device_", "http/httpx_wait.py", "http/requests_wait.py"),
    "cli/exchange/device_flow.py",
)
"""Modules that only a package with logins on other devices has."""

_FOR_REVOCATION = ("exchange/revocation_request.py",)
"""Modules that only a package that revokes tokens has."""


def has_implicit_command(provider: Provider) -> bool:
    """Return whether the package has a command that reads a token in the browser's response."""
    command = provider.packages.of("python").command
    return command is not None and provider.has_login


def has_a_command(provider: Provider) -> bool:
    """Return whether the package has a command, which needs a login."""
    return has_implicit_command(provider) or has_exchange_command(provider)


def _left_out(provider: Provider) -> Iterator[str]:
    """Yield the start of each path of the runtime that the package does not have."""
    if not has_a_command(provider):
        yield from _FOR_COMMAND
    if not has_implicit_command(provider):
        yield from _FOR_IMPLICIT_COMMAND
    if not has_exchange_command(provider):
        yield from _FOR_EXCHANGE_COMMAND
    if not provider.issues_tokens:
        yield from _FOR_TOKENS
    reads_code = provider.request(RequestKind.CODE) is not None
    if not provider.offers(GrantType.IMPLICIT):
        yield from _FOR_IMPLICIT
        if not reads_code:
            yield from _FOR_PASTED
    if not reads_code:
        yield from _FOR_CODES
    if not (reads_code or provider.offers(GrantType.IMPLICIT)):
        yield from _FOR_PROMPT
    if provider.request(RequestKind.CLIENT_CREDENTIALS) is None:
        yield "cli/exchange/service_flow.py"
    has_device = provider.request(RequestKind.DEVICE_AUTHORIZATION) is not None
    if not has_device:
        yield from _FOR_DEVICES
    if not (reads_code or has_device):
        yield "cli/exchange/user_flow.py"
    if provider.request(RequestKind.REVOCATION) is None:
        yield from _FOR_REVOCATION
    if not provider.exchanges:
        yield from _FOR_EXCHANGE
        if not has_a_command(provider):
            yield from _FOR_STORE


def files(job: Job) -> Iterator[File]:
    """Return the files of the target."""
    package = job.provider.packages.of("python")
    module, has_command = package.module, has_a_command(job.provider)
    provider = job.provider
    rendered = {
        **RENDERED,
        **(RENDERED_FOR_SCOPES if provider.has_scope_list else {}),
        **(RENDERED_FOR_TOKENS if provider.issues_tokens else {}),
        **(RENDERED_FOR_EXCHANGE if provider.exchanges else {}),
        **(RENDERED_FOR_IMPLICIT if provider.returns_token else {}),
        **(RENDERED_FOR_COMMAND if has_command else {}),
        **(
            RENDERED_FOR_IMPLICIT_COMMAND
            if has_implicit_command(provider)
            else RENDERED_FOR_EXCHANGE_COMMAND if has_command else {}
        ),
    }
    view = package_view(job)
    for path, template in rendered.items():
        yield Rendered(path.format(module=module), f"python/{template}", view)
    yield Rendered("LICENSE", "LICENSE.j2", view)
    yield Copied(f"src/{module}/py.typed", "python/py.typed")
    runtime = f"src/{module}/_runtime"
    left_out = tuple(_left_out(provider))
    parts = [part for path, part in MESSAGES.items() if not path.startswith(left_out)]
    values = protocol.constants_view(job.protocol, *parts)
    yield Rendered(f"{runtime}/protocol.py", "python/protocol.py.j2", values)
    for path, part in MESSAGES.items():
        if not path.startswith(left_out):
            words = messages.messages_view(
                job.protocol, part, has_users=provider.has_users
            )
            yield Rendered(f"{runtime}/{path}", "python/messages.py.j2", words)
    for file in copied(job.templates, "python/runtime", runtime, ["*.py"]):
        if not file.path.removeprefix(f"{runtime}/").startswith(left_out):
            yield file
