"""Ways that are short because most values are plain, held against the long ways."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from imagen_oauth import AuthorizationRequest
from imagen_oauth._runtime import (
    checks,
    constant_time,
    encoding,
    hosts,
    parameters,
    protocol,
)
from imagen_oauth._runtime.errors import OAuthError

LABELS = st.text("aZ09-_x.", max_size=5) | st.sampled_from(["a" * 63, "a" * 64, "0x1"])
HOSTS = st.lists(LABELS, max_size=5).map(".".join) | st.text(max_size=20)
URI_PATTERN = re.compile(
    r"[A-Za-z][A-Za-z0-9+.\-]*:"
    r"(?:[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+"
)
"""RFC 3986 without fragment, as a choice for each character."""


CHARACTERS = [
    chr(point) for point in (*range(0x2100), 0xD800, 0xFF0F, 0x1F600, 0x10FFFF)
]
"""Each one of a byte, and of others those that look or count like one of ASCII."""
PRINTABLE_ASCII = [chr(point) for point in range(0x20, 0x7F)]
URI_CHARACTERS = [
    char for char in PRINTABLE_ASCII if URI_PATTERN.fullmatch(f"a:{char}")
]
REQUEST = AuthorizationRequest("media.example.com", "KEY", state="1")

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


def is_taken(check: Callable[[str], object], text: str) -> bool:
    try:
        check(text)
    except OAuthError:
        return False
    return True


@pytest.mark.parametrize("check", [checks.check_client_id, checks.check_state])
def test_values_take_printable_ascii_and_nothing_else(
    check: Callable[[str], object],
) -> None:
    # A client ID has no space at its ends.
    taken = [char for char in CHARACTERS if is_taken(check, f"a{char}a")]
    assert taken == PRINTABLE_ASCII


def test_redirect_uri_takes_the_characters_of_uris_and_nothing_else() -> None:
    taken = [
        char
        for char in CHARACTERS
        if is_taken(checks.check_redirect_uri, f"https://a.example/{char}")
    ]
    assert len(URI_CHARACTERS) == 83
    assert taken == URI_CHARACTERS


def test_response_is_read_only_from_visible_ascii() -> None:
    def code(char: str) -> str:
        with pytest.raises(OAuthError) as caught:
            REQUEST.parse_redirect(f"https://a.example/{char}")
        return caught.value.code

    visible = [char for char in CHARACTERS if code(char) != "bad_encoding"]
    assert visible == PRINTABLE_ASCII[1:]


def read(piece: str) -> object:
    """Return what is read from a parameter, or the words of its refusal."""
    try:
        return parameters.read_parameters([piece])
    except OAuthError as error:
        return error.code, str(error)


@settings(max_examples=500)
@given(st.sampled_from(protocol.READ_NAMES), st.text("aZ+%4fC3= é", max_size=6))
@example("access_token", "a+b")
@example("state", "a+b")
@example("state", "%")
@example("state", "%FF")
def test_plain_name_is_read_as_one_that_has_to_be_decoded(
    name: str, value: str
) -> None:
    escaped = "".join([f"%{byte:02x}" for byte in name.encode()])
    assert read(f"{name}={value}") == read(f"{escaped}={value}")


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
@example("3f7a1c0d1", "3f7a1c0d2")
@example("3f7a1c0d", "3f7a1c0d2")
def test_secrets_are_equal_if_their_texts_are(one: str, other: str) -> None:
    assert constant_time.is_equal(one, other) is (one == other)
    assert constant_time.is_equal(one, one)


@pytest.mark.parametrize("module", ["_hashlib", "ssl", "dataclasses", "urllib.parse"])
def test_import_of_the_package_brings_no_heavy_module(module: str) -> None:
    script = f"import sys, imagen_oauth; sys.exit({module!r} in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-I", "-c", script], check=False).returncode
        == 0
    )
