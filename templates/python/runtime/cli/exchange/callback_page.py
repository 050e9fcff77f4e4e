"""The pages that a browser shows after it has returned to this machine."""

from __future__ import annotations

from html import escape

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    # The page needs only its style, and other pages cannot show it.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Connection": "close",
}

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 34rem; margin: 15vh auto 0; padding: 0 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
main { overflow-wrap: anywhere; }
"""


def page(title: str, *paragraphs: str) -> bytes:
    """Return a page with a title and paragraphs of plain text."""
    text = "".join(f"<p>{escape(one)}</p>\n" for one in paragraphs)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f'<body>\n<main role="status">\n<h1>{escape(title)}</h1>\n{text}</main>\n'
        "</body>\n</html>\n"
    ).encode()
