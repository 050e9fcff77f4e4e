"""Opens a URL in a browser that does not use this terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress


def has_browser() -> bool:
    """Return whether a browser would open a window."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")))


def open_browser(url: str, prefix: str) -> None:
    """Start the user's browser, and return at once. It may fail, print, or never return.

    It runs in its own session, so that neither Ctrl-C nor a closed terminal ends it, and
    without the variables whose names start with the prefix: some of them are secrets.
    Without TERM, the module webbrowser chooses no browser that runs in a terminal.
    """
    environment = {
        name: text
        for name, text in os.environ.items()
        if name != "TERM" and not name.startswith(prefix)
    }
    with suppress(OSError):
        # -I ignores the current folder, which may have another module of this name.
        process = subprocess.Popen(
            [sys.executable, "-I", "-m", "webbrowser", url],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        # Nobody needs the exit code, but without this the process would remain a zombie.
        threading.Thread(target=process.wait, daemon=True).start()
