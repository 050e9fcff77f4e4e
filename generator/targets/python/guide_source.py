"""A spec to what the README says of a source that keeps the token of a login."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.token_requests import RequestKind, TokenEndpoint
from generator.targets.clients import SectionView
from generator.targets.python.documented_view import DocumentedView
from generator.targets.python.guide_lines import section


def source_section(endpoint: TokenEndpoint, python: DocumentedView) -> SectionView:
    """Return the section about a token that is stored, and renewed if that is possible."""
    code = [
        f"from {python.module}.httpx_auth import token_source",
        f"from {python.module}.token_store import FolderStore",
        "",
        f'store = FolderStore("~/.{python.distribution}")',
        'user = "user-1"  # the ID of the user in your application',
        "source = token_source(client, http, store, user)",
        "source.save(token)  # after each login",
        "token = source.token()  # before each call",
    ]
    about_stores = (
        "A `KeyringStore` keeps tokens in the system's keyring (extra `keyring`): use it on Windows, which does not "
        "have the file modes that a `FolderStore` needs. A `MemoryStore` keeps them in the process. To keep them in a "
        "database, implement the four methods of `Store`. `async_token_source` is for event loops"
    )
    if endpoint.request(RequestKind.REFRESH) is None:
        before = "A *token source* stores the token, and returns it until it expires:"
        ended = (
            "The provider issues no refresh tokens. So when the token has expired, `token()` raises an `OAuthError` "
            "with the code `login_required`: let the user log in again, and save the new token."
        )
        return section(
            "Keep the token of a login", before, code, ended, f"{about_stores}."
        )
    before = (
        "A *token source* stores the token, and renews it before it expires. All threads and processes with the same store "
        "and key share one renewal, because some refresh tokens work only once:"
    )
    lost = (
        "If no renewal is possible, `token()` raises an `OAuthError` with the code `login_required`. It "
        "also does so if a process was killed after the server replaced the refresh token and before the source "
        "stored the new one."
    )
    itself = (
        f"{about_stores}, and `client.refresh_request(token)` is the request itself."
    )
    return section("Keep a valid token", before, code, lost, *_grace(endpoint), itself)


def _grace(endpoint: TokenEndpoint) -> Iterator[str]:
    """Yield the sentence about lost responses if the provider has a grace period."""
    if endpoint.grace:
        yield (
            f"After a renewal, the old refresh token still works for {endpoint.grace} seconds. So if the response is "
            "lost, or the process is killed, a call of `token()` within that time sends the request again."
        )
