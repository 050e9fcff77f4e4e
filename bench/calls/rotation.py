# The peers are only in the environment of the benchmarks, and some have no types.
# pyright: reportMissingImports=false, reportMissingModuleSource=false
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
"""One process that calls an API with a stored token, as the documentation of its library recommends.

    python -m bench.calls.rotation SIDE PACKAGES HOST API FOLDER SECONDS

It waits for a line after its imports. Then it prints the number of calls that the API answered, and of those that failed.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CLIENT_ID = "YOUR_CLIENT_ID"
SECRET = "YOUR_CLIENT_SECRET"

Call = Callable[[], int]
"""Calls the API once, and returns the status."""


def imagen_oauth(host: str, api: str, folder: Path) -> Call:
    """Attach a token source with a FolderStore to a session."""
    import requests

    package = importlib.import_module("rotation_oauth")
    stores = importlib.import_module("rotation_oauth.token_store")
    auth = importlib.import_module("rotation_oauth.requests_auth")
    client = package.OAuthClient(
        server=host,
        client_id=CLIENT_ID,
        client_secret=SECRET,
        scheme="http",
        allowed_domains=[host],
    )
    session = requests.Session()
    store = stores.FolderStore(folder / "tokens")
    source = auth.token_source(client, session, store, "user")
    file = folder / "token.json"
    if file.exists():
        first: dict[str, Any] = json.loads(file.read_text())
        file.unlink()
        source.save(
            package.AccessToken.from_value(
                first["access_token"],
                domain=host,
                client_id=CLIENT_ID,
                expires_in=first["expires_in"],
                scheme="http",
                refresh_token=first["refresh_token"],
            )
        )
    auth.attach(session, source, api.partition("//")[2].rstrip("/"))
    return lambda: int(session.get(api).status_code)


def authlib(host: str, api: str, folder: Path) -> Call:
    """Load the token from a file, and write it there in update_token."""
    from authlib.integrations.requests_client import OAuth2Session

    file = folder / "token.json"

    def save(token: dict[str, Any], **_: object) -> None:
        file.write_text(json.dumps(token))

    def call() -> int:
        session = OAuth2Session(
            CLIENT_ID,
            SECRET,
            token=json.loads(file.read_text()),
            token_endpoint=f"http://{host}/token",
            update_token=save,
            leeway=0,
        )
        return int(session.get(api).status_code)

    return call


def requests_oauthlib(host: str, api: str, folder: Path) -> Call:
    """Load the token from a file, and write it there in token_updater."""
    from requests_oauthlib import OAuth2Session

    file = folder / "token.json"

    def save(token: dict[str, Any]) -> None:
        file.write_text(json.dumps(token))

    def call() -> int:
        session = OAuth2Session(
            CLIENT_ID,
            token=json.loads(file.read_text()),
            auto_refresh_url=f"http://{host}/token",
            auto_refresh_kwargs={"client_id": CLIENT_ID, "client_secret": SECRET},
            token_updater=save,
        )
        return int(session.get(api).status_code)

    return call


SIDES = {
    "imagen-oauth": imagen_oauth,
    "Authlib": authlib,
    "requests-oauthlib": requests_oauthlib,
}

MODULES = {
    "imagen-oauth": "rotation_oauth.requests_auth",
    "Authlib": "authlib.integrations.requests_client",
    "requests-oauthlib": "requests_oauthlib",
}
"""What each side imports, so that all processes begin at the same time."""


def main(
    side: str, packages: str, host: str, api: str, folder: str, seconds: str
) -> None:
    """Import the library, wait for a line, call until the time is over, and print the counts as JSON."""
    sys.path.insert(0, packages)
    importlib.import_module(MODULES[side])
    print("ready", flush=True)
    sys.stdin.readline()
    call = SIDES[side](host, api, Path(folder))
    served = failed = 0
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        try:
            is_served = call() == 200
        except Exception:  # noqa: BLE001
            is_served = False
        served, failed = served + is_served, failed + (not is_served)
        time.sleep(0.05)
    print(json.dumps([served, failed]))


if __name__ == "__main__":
    main(*sys.argv[1:])
