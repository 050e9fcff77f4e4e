"""Converts the sources of the page that builds the URL into one file that loads nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from website.script import script, style

LIMIT = 76_800
"""The maximum size of the page in bytes; the reader of pasted text is most of it."""

_STYLE = '<link rel="stylesheet" href="page.css">'
_SCRIPT = '<script type="module" src="main.ts"></script>'

_UNSEEN = re.compile(
    r"<!--.*?-->|\n(?=</?(?:div|p|ul|li|section|fieldset|h[1-6]|main|header|footer|form)\b)"
)
"""Comments, and line feeds before a tag that begins or ends a block, which a browser ignores."""


def page(sources: Path) -> bytes:
    """Return the page of a folder `docs/page`, with the binding in a sibling of `docs`.

    Raises NoBundler, BundleFailed, and ValueError if the markup names no style or script.
    """
    markup = (sources / "authorize.html").read_text(encoding="utf-8")
    markup = _UNSEEN.sub("", markup)
    sheet, code = style(sources / "page.css"), script(sources / "main.ts")
    head = f"{_policy(sheet, code)}\n<style>{sheet}</style>"
    for place, content in ((_STYLE, head), (_SCRIPT, f"<script>{code}</script>")):
        if markup.count(place) != 1:
            raise ValueError(f"the markup of the page must contain {place} once")
        markup = markup.replace(place, content)
    return markup.encode("utf-8")


def _policy(sheet: str, code: str) -> str:
    """Return the policy that allows these two and forbids any other loading, sending, or writing."""
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
