"""A text that contains our own request: its state is ours, so it proves nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagen_oauth import (
    AccessToken,
    AuthorizationError,
    AuthorizationRequest,
    OAuthError,
    Scope,
)

from tests.binding.raised import key_of
from tests.rows import each_row

STATE = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
TOKEN = "2YotnFZFEjr1zCsicMWpAA"
REQUEST = AuthorizationRequest("media.example.com", "KEY", [Scope.ROLES], state=STATE)
URL = REQUEST.url
FOREIGN = "access_token=EVIL0000&token_type=bearer"
WHOLE = f"access_token={TOKEN}&token_type=bearer&state={STATE}"


def read(text: str) -> AccessToken:
    return REQUEST.parse_pasted(text, received_at=1000)


def refusal(text: str) -> OAuthError:
    with pytest.raises(OAuthError) as caught:
        read(text)
    return caught.value


@each_row(
    "text",
    [
        f"{URL}\n{FOREIGN}",
        f"{URL} {FOREIGN}",
        f"{URL}\n\n{FOREIGN}",
        f"{URL}\n#{FOREIGN}",
        f"{URL}#{FOREIGN}",
        f"{URL}\nhttps://x.example/cb#{FOREIGN}",
        f"> {URL}\n> {FOREIGN}",
        f"> > {URL}\n{FOREIGN}",
        f"{URL}\n> {FOREIGN}",
        f"“{URL}”\n{FOREIGN}",
        f'<a href="{URL}">log in</a>\n{FOREIGN}',
        f"{URL.replace('&', '&amp;')}\n{FOREIGN}",
        f"{URL.replace('&', '&#38;')}\n{FOREIGN}",
        f"{URL.replace('&', chr(10) + '&')}\n{FOREIGN}",
        f"{URL.replace('client_id', 'client%5Fid')}\n{FOREIGN}",
        f"{URL.replace('client_id', 'client' + chr(0x200B) + '_id')}\n{FOREIGN}",
        f"https://x.example/cb#{FOREIGN}\n{URL}",
        f"{FOREIGN}\n{URL}",
        f"{FOREIGN} {URL}",
        f"{FOREIGN}&x=1\n> {URL}",
        f"{FOREIGN}\nthe link was {URL}",
        f"{URL}\n{{'a': 1}}\n{FOREIGN}",
        f'{URL}\n{{"access_token": "EVIL0000", "token_type": "bearer"}}',
        *(
            f"{URL.replace('&state=', f'{broken}&state=')}{joint}{FOREIGN}"
            for broken in (
                *("</b>", "<wbr>", '"', "`", "\x00", "\x1b[0m", "#", " x", "\n# "),
                *("\n| ", "\n- ", "\n\n", " ", "\u2028"),
            )
            for joint in ("\n", "&", "\n\n", "\n> ")
        ),
        f"{URL.replace('&state=', '& state=')}\n{FOREIGN}",
        f"{URL.replace('&', ' & ')}\n{FOREIGN}",
        f"{URL.replace('&state=', chr(10) + 'state=')}\n{FOREIGN}",
        f"{URL.replace('&', chr(10))}\n{FOREIGN}",
        f"client_id=K\nredirect_uri=R\nstate={STATE}\n{FOREIGN}",
        f"client_id=K\nredirect_uri=R\nstate={STATE}\n\n{FOREIGN}",
        (
            f"https://a.example/authorize?client_id=K&redirect_uri=https://app/#/cb"
            f"&state={STATE}\n{FOREIGN}"
        ),
        f"https://a.example/authorize?client_id=K&app=My App&state={STATE}\n{FOREIGN}",
        (
            '<a href="x">https://a.example/authorize?client_id=<b>K</b>&amp;redirect_uri='
            f"<b>R</b>&amp;state={STATE}</a>\n{FOREIGN}"
        ),
        f"https://app/cb?state={STATE}\n{FOREIGN}",
        f"https://app/cb?state={STATE}&foo=1\n{FOREIGN}",
        f"client_id=KEY\n{WHOLE}",
        f"response_type=token\nscope=roles\nstate={STATE}\n{FOREIGN}",
        f"{URL}\nstate={STATE}\n{FOREIGN}",
        f"{URL}\n{FOREIGN}\nstate={STATE}",
        f"{URL.replace('&state=', '</b>&state=')}&{FOREIGN}&response_type=token",
        (
            f"{URL.replace('&state=', '</b>&state=').replace('?r', '?r<b>')}&{FOREIGN}"
            "&response_type=token"
        ),
        f"redirect_uri=https://x.example/cb#{WHOLE}",
    ],
)
def test_state_of_the_request_does_not_count(text: str) -> None:
    assert refusal(text).code in ("state_missing", "ambiguous_response")


def test_hint_says_that_only_the_request_has_the_state() -> None:
    error = refusal(f"{URL}\n{FOREIGN}")
    assert key_of(error) == "state_missing.in_request"
    assert "allow_missing_state" not in error.hint


@pytest.mark.parametrize(
    "text",
    [
        f"{FOREIGN}&x={URL}",
        f"{FOREIGN}&{URL.partition('?')[2]}",
        f"{URL}&{FOREIGN}",
        f"{URL}&\n{FOREIGN}",
        f"{URL}\n&{FOREIGN}",
        f"{FOREIGN}&next=https://a.example/?client_id=KEY&state={STATE}",
        f"{FOREIGN}&next=https://a.example/?response_type=token&state={STATE}",
        f"client_id=KEY&{WHOLE}",
        f"{WHOLE}&redirect_uri=urn:ietf:wg:oauth:2.0:oob",
    ],
)
def test_request_and_token_in_one_run_are_ambiguous(text: str) -> None:
    assert refusal(text).code == "ambiguous_response"


@pytest.mark.parametrize(
    "text",
    [
        f"{URL}\nhttps://x.example/cb#{WHOLE}",
        f"{URL}\n{WHOLE}",
        f"https://x.example/cb#{WHOLE}\n{URL}",
        f"Open {URL} first.\n\nThen I got: {WHOLE}",
        f"{URL}\n{URL}\n{WHOLE}",
        f'<a href="{URL}">{URL}</a>\n{WHOLE}',
        f"https://x.example/cb#{WHOLE}&response_type=token",
    ],
)
def test_complete_response_next_to_a_request_is_read(text: str) -> None:
    token = read(text)
    assert (token.reveal(), token.state_verified) == (TOKEN, True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (URL, "missing_token"),
        (f"{URL}&error=access_denied", "missing_token"),
        (f"{URL}&code=abc", "missing_token"),
        (f"{URL}\ncode=abc", "code_instead_of_token"),
        (f"{URL}\nerror=access_denied&state={STATE}", "authorization_error"),
    ],
)
def test_request_is_no_response(text: str, code: str) -> None:
    assert refusal(text).code == code


@pytest.mark.parametrize("broken", ["", "</b>", "#", "\n- "])
def test_request_verifies_no_error(broken: str) -> None:
    text = f"{URL.replace('&state=', f'{broken}&state=')}\nerror=access_denied"
    error = refusal(text)
    assert isinstance(error, AuthorizationError)
    assert error.state_verified is False


BREAKS = st.sampled_from(
    [
        *("\n", "\r\n", "\n> ", "\n> > ", "\n   ", "\u2028", "\n\n", " \n"),
        *("\u200b", " ", " \n> ", "\t"),
    ]
)
JOINTS = st.sampled_from(
    ["\n", "\n\n", " ", "\n> ", "#", "\n#", "&", "\n&", "&\n", "&x=", "\t", "\n- "]
)
PREFIXES = st.sampled_from(["", "> ", "“", "<", "Open ", "(", "https://x.example/cb#"])


@st.composite
def wrapped(draw: st.DrawFn, text: str) -> str:
    """Return a text with line breaks where a program may have wrapped it."""
    places = draw(st.lists(st.integers(1, len(text) - 1), max_size=5, unique=True))
    for place in sorted(places, reverse=True):
        text = text[:place] + draw(BREAKS) + text[place:]
    return text


@given(st.data(), wrapped(URL), st.booleans())
def test_request_and_a_response_without_state_give_no_token(
    data: st.DataObject, url: str, url_first: bool
) -> None:
    foreign = data.draw(PREFIXES) + data.draw(
        st.sampled_from(
            [
                FOREIGN,
                "token_type=bearer&access_token=EVIL0000",
                FOREIGN.replace("&", "\n"),
                f"{FOREIGN}&scope=roles",
                f"{FOREIGN}&expires_in=3600",
            ]
        )
    )
    parts = [url, foreign] if url_first else [foreign, url]
    text = data.draw(PREFIXES) + data.draw(JOINTS).join(parts)
    with pytest.raises(OAuthError):
        read(text)
