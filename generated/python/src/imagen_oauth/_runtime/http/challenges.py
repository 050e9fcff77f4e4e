"""The challenges of a WWW-Authenticate field (RFC 9110 §11.6.1): why a bearer token is rejected."""

from __future__ import annotations

import re

_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_END = r"(?=[ \t]*(?:,|$))"
# Some servers omit the comma between two parameters.
_END_OF_PARAMETER = r"(?=[ \t,]|$)"
_GAP = re.compile(r"[ \t,]*")
_PARAMETER = re.compile(
    rf'({_TOKEN})[ \t]*=[ \t]*(?:({_TOKEN})|"((?:[^"\\]|\\.)*)"){_END_OF_PARAMETER}',
    re.DOTALL,
)
_SCHEME = re.compile(
    rf"({_TOKEN})(?:[ \t]+[A-Za-z0-9\-._~+/]+=*{_END}|{_END}|[ \t]+(?=[^ \t,]))"
)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)


def bearer_challenge(field: str) -> dict[str, str]:
    """Return the parameters of the bearer challenge in a field, by name in lowercase.

    Of several, it is the first one with an error (RFC 6750 §3.1). The result is empty if
    there is no challenge, or if the field is malformed up to it.
    """
    challenges = _bearer_challenges(field)
    with_error = [one for one in challenges if "error" in one]
    return (with_error or challenges or [{}])[0]


def _bearer_challenges(field: str) -> list[dict[str, str]]:
    """Return the parameters of each bearer challenge, up to a malformed part."""
    found: list[dict[str, str]] = []
    current: dict[str, str] | None = None
    position = _end_of_gap(field, 0)
    while position < len(field):
        if current is not None and (match := _PARAMETER.match(field, position)):
            name, plain, quoted = match.groups()
            if name.lower() in current:
                # A repeated name (§11.2) leaves it unknown which value counts.
                return [one for one in found if one is not current]
            value = plain or _QUOTED_PAIR.sub(r"\1", quoted or "")
            current[name.lower()] = value
        elif match := _SCHEME.match(field, position):
            current = {}
            if match[1].lower() == "bearer":
                found.append(current)
        else:
            break
        position = _end_of_gap(field, match.end())
    return found


def _end_of_gap(field: str, position: int) -> int:
    gap = _GAP.match(field, position)
    return gap.end() if gap else position
