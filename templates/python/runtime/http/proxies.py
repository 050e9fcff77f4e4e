"""Whether a proxy could read the headers of a call over plain http."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.request import getproxies

from ..errors import OAuthError
from . import messages


def environment_proxies(*, trusted: bool) -> Mapping[str, str]:
    """Return the proxies that the environment or the system names; none if not trusted."""
    return getproxies() if trusted else {}


def covers_http(proxies: Mapping[str, str], host: str, no_proxy: str = "") -> bool:
    """Return whether one of the environment's proxies may get a call over http to host.

    An exception counts only if it is ``*`` or exactly the host: httpx, requests, and
    the systems read networks, ports, and domain suffixes differently.
    """
    exceptions = f"{proxies.get('no', '')},{no_proxy}".split(",")
    named = proxies.get("http") or proxies.get("all")
    return bool(named) and not {"*", host} & {one.strip() for one in exceptions}


def proxy_in_between(host: str, *, given: bool = False) -> OAuthError:
    """Return the error for a call over http that a proxy would get.

    given says that the caller, not the environment, names the proxy.
    """
    return OAuthError(
        (
            messages.INSECURE_TRANSPORT_GIVEN_PROXY
            if given
            else messages.INSECURE_TRANSPORT_ENVIRONMENT_PROXY
        ),
        values={"host": host},
    )
