"""The page that builds the URL: its generated sources to one file that loads nothing."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from website.script import script, style

LIMIT = 72_000
"""The bytes that the page may have; most are the reader of pasted text."""

_STYLE = '<link rel="stylesheet" href="page.css">'
_SCRIPT = '<script type="module" src="main.ts"></script>'


def page(sources: Path) -> bytes:
    """Return the page of a folder `docs/page`, beside whose folder the binding stands.

    Raises NoBundler and BundleFailed, and ValueError where the markup names no style or script.
    """
    markup = (sources / "authorize.html").read_text(encoding="utf-8")
    sheet, code = style(sources / "page.css"), script(sources / "main.ts")
    head = f"{_policy(sheet, code)}\n<style>{sheet}</style>"
    for place, content in ((_STYLE, head), (_SCRIPT, f"<script>{code}</script>")):
        if markup.count(place) != 1:
            raise ValueError(f"the markup of the page has to hold {place} once")
        markup = markup.replace(place, content)
    return markup.encode("utf-8")


def _policy(sheet: str, code: str) -> str:
    """Return the policy that lets these two run, and nothing else load, send or be written."""
    directives = (
        "default-src 'none'",
        f"style-src '{_digest(sheet)}'",
        f"script-src '{_digest(code)}'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
    policy = "; ".join(directives)
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def _digest(text: str) -> str:
    """Return the source expression of an inline element (CSP3 §2.3.1)."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
