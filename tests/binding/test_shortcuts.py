"""Ways that are short because most values are plain, held against the long ways."""

from __future__ import annotations

import re
import subprocess
import sys
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from imagen_oauth._runtime import checks, encoding, hosts
from imagen_oauth._runtime.errors import OAuthError

LABELS = st.text("aZ09-_x.", max_size=5) | st.sampled_from(["a" * 63, "a" * 64, "0x1"])
HOSTS = st.lists(LABELS, max_size=5).map(".".join) | st.text(max_size=20)
URI_PATTERN = re.compile(
    r"[A-Za-z][A-Za-z0-9+.\-]*:"
    r"(?:[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+"
)
"""RFC 3986 without fragment, as a choice for each character."""


every_check = hosts._checked  # pyright: ignore[reportPrivateUsage]


def long_way(host: str) -> str:
    """Return what every check in turn makes of a host, or the code of its refusal."""
    try:
        return every_check(host, "https", "domain")
    except OAuthError as error:
        return error.code


def short_way(host: str) -> str:
    try:
        return hosts.check_host(host, "https")
    except OAuthError as error:
        return error.code


@settings(max_examples=1_000)
@given(HOSTS)
@example("media.example.com")
@example("a." * 126 + "a")
@example("a." * 126 + "aa")
@example("a\n")
@example("localhost")
@example("1.2.3.4")
@example("a.0x1")
def test_plain_host_is_what_every_check_makes_of_it(host: str) -> None:
    assert short_way(host) == long_way(host)


@settings(max_examples=500)
@given(st.text(st.characters(codec="utf-8")))
@example("a b%c~d:é€\U0001f600")
def test_text_is_encoded_as_by_the_standard_library(text: str) -> None:
    assert encoding.percent_encode(text) == quote(text, safe=":")


@settings(max_examples=1_000)
@given(st.text("aZ0:/?#%4fG[]. \n"))
@example("a:")
@example("a:%4")
@example("a:%4f")
@example("a:b\n")
@example("a:%4f%4")
def test_uri_is_recognised_as_character_by_character(uri: str) -> None:
    pattern = checks._ABSOLUTE_URI  # pyright: ignore[reportPrivateUsage]
    assert bool(pattern.fullmatch(uri)) == bool(URI_PATTERN.fullmatch(uri))


@pytest.mark.parametrize("module", ["_hashlib", "ssl", "dataclasses", "urllib.parse"])
def test_import_of_the_package_brings_no_heavy_module(module: str) -> None:
    script = f"import sys, imagen_oauth; sys.exit({module!r} in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-I", "-c", script], check=False).returncode
        == 0
    )
