"""What the npm package supports of a provider."""

from __future__ import annotations

from dataclasses import replace

from generator.model.provider import Provider


def supported(provider: Provider) -> Provider | None:
    """Return a provider without what the package does not support: requests to the token endpoint.

    There is None if nothing is left, or if the spec names no npm package.
    """
    if not provider.browser_grants or provider.packages.named("typescript") is None:
        return None
    grants = [one for one in provider.grants if one.type in provider.browser_grants]
    return replace(provider, grants=tuple(grants), token_endpoint=None)
