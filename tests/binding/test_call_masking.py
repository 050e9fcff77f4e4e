"""What an API repeats of the token or the key is masked in each form that is recognized."""

from __future__ import annotations

import base64
from math import ceil
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagen_oauth import ApiError
from imagen_oauth._runtime.http import messages
from imagen_oauth._runtime.http.masking import MASK, masked

from tests.binding.clients import CALLS, KEY, SECRET, token_of
from tests.binding.loopback import Reply, serving

TOKEN = "2YotnFZFEjr1zCsicMWp/A+B~9=="
BYTES = TOKEN.encode()


@pytest.mark.parametrize(
    "shown",
    [
        TOKEN,
        TOKEN.lower(),
        TOKEN.upper(),
        quote(TOKEN, safe=""),
        quote(quote(TOKEN, safe=""), safe=""),
        "".join(f"%{one:02x}" for one in BYTES),
        "".join(f"%{one:02X}" for one in BYTES),
        "".join(f"\\u{one:04x}" for one in BYTES),
        TOKEN.replace("/", "\\/"),
        TOKEN[:8],
        TOKEN[:15],
        TOKEN[-8:],
        TOKEN[5:20],
        " ".join(TOKEN),
        f"{TOKEN[:6]}\n{TOKEN[6:]}",
        "\u200b".join(TOKEN),
        f"{TOKEN[:6]}\u00ad\u2060\ufeff{TOKEN[6:]}",
        "\uff12" + TOKEN[1:],
    ],
)
def test_form_of_a_secret_is_masked_and_the_rest_does_not_change(shown: str) -> None:
    assert masked(f"token <{shown}>", [TOKEN]) == f"token <{MASK}>"


@pytest.mark.parametrize("before", [b"", b"B", b"Be", b"Bearer ", b"user:"])
@pytest.mark.parametrize("after", [b"", b".", b", more"])
def test_base64_of_a_text_with_the_secret_is_masked(
    before: bytes, after: bytes
) -> None:
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        text = encode(before + BYTES + after).decode()
        start, end = masked(text, [TOKEN]).split(MASK)
        assert len(start) == ceil(len(before) * 8 / 6)
        # One character at the end may be of the secret and of what follows.
        assert len(end.rstrip("=")) <= ceil(len(after) * 8 / 6) + 1


@pytest.mark.parametrize(
    ("text", "secret", "expected"),
    [
        ("no such record", TOKEN, "no such record"),
        (TOKEN[:7], TOKEN, TOKEN[:7]),
        (f"{TOKEN[:7]}, then {TOKEN[8:15]}", TOKEN, f"{TOKEN[:7]}, then {TOKEN[8:15]}"),
        (f"{TOKEN} and {TOKEN}", TOKEN, f"{MASK} and {MASK}"),
        ("KEY of the monkey", "KEY", f"{MASK} of the monkey"),
        ("", TOKEN, ""),
        (TOKEN, "", TOKEN),
        ("100%, 7%2 and \\u00", TOKEN, "100%, 7%2 and \\u00"),
    ],
)
def test_other_text_does_not_change(text: str, secret: str, expected: str) -> None:
    assert masked(text, [secret]) == expected


@given(
    st.text(max_size=30),
    st.integers(0, len(TOKEN) - 8),
    st.integers(8, len(TOKEN)),
    st.lists(
        st.sampled_from(["", " ", "\u200b", "\\", "\n"]), min_size=28, max_size=28
    ),
    st.lists(st.booleans(), min_size=28, max_size=28),
)
def test_part_of_a_secret_never_stays(
    text: str, start: int, length: int, between: list[str], encoded: list[bool]
) -> None:
    part = TOKEN[start : start + length]
    shown = "".join(
        (f"%{ord(one):02X}" if is_encoded else one) + inner
        for one, inner, is_encoded in zip(part, between, encoded, strict=False)
    )
    left = masked(f"{text}|{shown}|{text}", [TOKEN])
    assert MASK in left
    assert shown not in left


def test_error_says_only_the_status_and_the_code() -> None:
    altered = f"{quote(SECRET[:12])}; {' '.join(KEY)}"
    body = f'{{"Error": {{"Message": "{altered}", "Details": "{SECRET[:9]}…"}}}}'
    for call in CALLS.values():
        with (
            serving(lambda _: Reply(418, body=body.encode())) as server,
            pytest.raises(ApiError) as caught,
        ):
            call(token_of(server.host), server.url())
        error = caught.value
        _, text, hint = messages.API_REFUSED_OTHER
        message = text.format(status=418)
        assert str(error) == f"{message}: {hint} [api_refused]"
        assert error.args == ("api_refused", message, hint)
        assert (error.server_message, error.details) == (
            f"{MASK}; {MASK}",
            f"{MASK}…",
        )
