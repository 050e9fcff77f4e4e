"""Which requests can be sent again after an unreadable response."""

from __future__ import annotations

NEVER = "never"
"""A code is sent once: a server may revoke everything if it sees a code twice (RFC 6749 §4.1.2)."""
UNPROCESSED = "unprocessed"
"""A refresh is sent again only if the server certainly did not process it."""
ALWAYS = "always"
"""A token of the client itself can be requested as often as needed."""
