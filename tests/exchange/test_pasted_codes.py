"""Text that a user copied has one code or none: never a guess, and never a part of one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exchange.begun import CODE, REDIRECT, STATE, client_of, request_of
from tests.exchange.conftest import Load
from tests.rows import each_row

QUERY = f"code={CODE}&state={STATE}"
URL = f"{REDIRECT}?{QUERY}"
CODE_LAST = f"{REDIRECT}?state={STATE}&code={CODE}"


def pasted(load: Load, text: str, name: str = "robin", **values: Any) -> Any:
    return request_of(client_of(load(name), **values)).parse_pasted(text)


def refused(load: Load, text: str, name: str = "robin", **values: Any) -> Any:
    with pytest.raises(load(name).OAuthError) as caught:
        pasted(load, text, name, **values)
    return caught.value


@each_row(
    "text",
    [
        URL,
        CODE_LAST,
        QUERY,
        f"?{QUERY}",
        f"cb?{QUERY}",
        f"client.example.com/cb?{QUERY}",
        f"  {URL}\n",
        f'"{URL}"',
        f"'{CODE_LAST}'",
        f"<{URL}>",
        f"({URL})",
        f"I see this: {URL}! What now?",
        f"Redirected to {URL}, thanks",
        f"HTTPS://Client.Example.com:443/cb?{QUERY}",
        f"{URL}#",
        f"{URL}#_=_",
        f"{URL}&scope=read%20write&authuser=0",
        f"{URL}&session_state=1.2-3",
        f"Success {QUERY}",
        f"Success {QUERY} - Mozilla Firefox",
        f"\x1b[200~{URL}\x1b[201~",
        f"\ufeff{URL}\u200b",
        f"{URL[:30]}\u200b{URL[30:]}",
        f"> {URL}\n> -- \n> Sent by mail",
        URL.replace("&", "&amp;"),
        URL.replace("&", "\n&"),
        URL.replace("&", "&\n> "),
        URL.replace("lOBe", "lO\nBe"),
        URL.replace("lOBe", "lO\r\n    Be"),
        f"{URL}\nPress Enter to continue",
        f"location: {URL}\r\ncontent-length: 0\r\n\r\n",
        f"{CODE_LAST}\n",
        f"{URL}&error=",
        f"{URL}&unknown=x&unknown=y",
    ],
)
def test_text_with_one_redirect_has_its_code(load: Load, text: str) -> None:
    code = pasted(load, text)
    assert (code.reveal(), code.request.client) == (CODE, client_of(load("robin")))


def test_request_next_to_the_response_contributes_nothing(load: Load) -> None:
    request = request_of(client_of(load("robin")))
    code = request.parse_pasted(f"{request.url}\n\n{URL}")
    assert code.reveal() == CODE


@each_row(
    ("text", "code"),
    [
        # Nothing, or no code.
        ("", "empty_input"),
        (" \u200b\n", "empty_input"),
        ("hello", "missing_code"),
        (CODE, "missing_code"),
        (f"state={STATE}", "missing_code"),
        (f"code=&state={STATE}", "missing_code"),
        (f"{REDIRECT}#{QUERY}", "missing_code"),
        (f"{REDIRECT}#access_token=2YotnFZF&state={STATE}", "missing_code"),
        (f"access_token=2YotnFZF&state={STATE}", "missing_code"),
        (f'{{"code": "{CODE}", "state": "{STATE}"}}', "missing_code"),
        ("\x00".join(URL), "bad_encoding"),
        ("a" * 65_537, "input_too_large"),
        # Another one, or a part.
        (f"{URL} {URL}", "ambiguous_response"),
        (f"{URL}\n{QUERY}", "ambiguous_response"),
        (f"{URL}#code=other", "ambiguous_response"),
        (f"{URL}#access_token=2YotnFZF", "ambiguous_response"),
        (f"{URL}&code=other", "duplicate_parameter"),
        (f"{URL}&error=access_denied", "ambiguous_response"),
        (f"{URL}&client_id=s6BhdRkqt3", "ambiguous_response"),
        (f"{CODE_LAST}…", "truncated_input"),
        (f"{CODE_LAST}...", "truncated_input"),
        (f"{REDIRECT}?code=Splx…&state={STATE}", "truncated_input"),
        (URL[:-4], "truncated_input"),
        (f"{CODE_LAST} moreText", "ambiguous_response"),
        (f"{CODE_LAST}\nmoreText", "ambiguous_response"),
        (f"{CODE_LAST}!", "ambiguous_response"),
        (f"({CODE_LAST})", "ambiguous_response"),
        (f"{CODE_LAST}, thanks", "ambiguous_response"),
        ("a" * (4_095 - len(URL) - 1) + f"\u00a0{URL}"[:-1], "truncated_input"),
        # What the redirect itself may not be.
        (f"https://evil.example/cb?{QUERY}", "redirect_mismatch"),
        (f"http://client.example.com/cb?{QUERY}", "redirect_mismatch"),
        (f"https://client.example.com/cb/other?{QUERY}", "redirect_mismatch"),
        (
            f"See https://client.example.com.evil.example/cb?{QUERY}",
            "redirect_mismatch",
        ),
        (f"code={CODE}&state=other", "state_mismatch"),
        (f"code={CODE}", "state_missing"),
        # The state may be that of a request that is cut up.
        (f"client_id=s6BhdRkqt3 {QUERY}", "state_missing"),
        (f"code=Splx%00lOBe&state={STATE}", "invalid_code"),
        (f"code=Splxél&state={STATE}", "invalid_code"),
        (f"code=Splx%zz&state={STATE}", "bad_percent_encoding"),
        (f"code=Splx%FF&state={STATE}", "bad_encoding"),
        (f"{URL}&{'&'.join(['a=b'] * 64)}", "too_many_parameters"),
        (f"error=access_denied&state={STATE}", "authorization_error"),
        ("error=access_denied&state=other", "state_mismatch"),
    ],
)
def test_any_other_text_has_its_error(load: Load, text: str, code: str) -> None:
    assert refused(load, text).code == code


def test_state_of_the_own_request_does_not_count(load: Load) -> None:
    request = request_of(client_of(load("robin")))
    with pytest.raises(load("robin").OAuthError) as caught:
        request.parse_pasted(f"{request.url}\n{REDIRECT}?code={CODE}")
    assert caught.value.code == "state_missing"


def test_url_of_the_request_has_its_own_hint(load: Load) -> None:
    request = request_of(client_of(load("robin")))
    with pytest.raises(load("robin").OAuthError) as caught:
        request.parse_pasted(request.url)
    assert (caught.value.code, caught.value.message) == (
        "missing_code",
        "the text has only the URL of the request",
    )


def test_address_that_differs_names_the_argument(load: Load) -> None:
    found = refused(load, f"https://evil.example/cb?{QUERY}")
    assert (found.code, found.argument) == ("redirect_mismatch", "text")


def test_parameters_of_the_redirect_uri_itself_are_not_the_servers(load: Load) -> None:
    own = f"{REDIRECT}?code=own&a=b"
    text = f"{own}&code={CODE}&state={STATE}"
    assert pasted(load, text, redirect_uri=own).reveal() == CODE
    text = f"{REDIRECT}?a=b&code={CODE}&state={STATE}"
    assert refused(load, text, redirect_uri=own).code == "redirect_mismatch"


def test_custom_scheme_is_compared(load: Load) -> None:
    uri = "com.example.app://done"
    assert pasted(load, f"{uri}?{QUERY}", redirect_uri=uri).reveal() == CODE
    found = refused(load, f"com.example.other://done?{QUERY}", redirect_uri=uri)
    assert found.code == "redirect_mismatch"


def test_code_with_another_name_is_read_like_any(load: Load) -> None:
    text = f"{REDIRECT}?auth_code={CODE}&state={STATE}&shop=Caf%C3%A9"
    code = pasted(load, text, "finch")
    assert (code.reveal(), code.members) == (CODE, {"shop": "Café"})
    last = f"{REDIRECT}?state={STATE}&auth_code={CODE}"
    assert pasted(load, last, "finch").reveal() == CODE
    for end in (" more", "\nmore", "!", "…"):
        assert refused(load, last + end, "finch").code in (
            "ambiguous_response",
            "truncated_input",
        )
    assert refused(load, URL, "finch").code == "missing_code"


def test_issuer_is_checked(load: Load) -> None:
    iss = "&iss=https%3A%2F%2Fcrane.example"
    assert pasted(load, URL + iss, "crane").reveal() == CODE
    assert pasted(load, URL + f"\n{iss}", "crane").reveal() == CODE
    assert refused(load, URL, "crane").code == "issuer_missing"
    assert refused(load, URL + iss[:-1], "crane").code == "issuer_mismatch"


def test_provider_without_state_and_redirect_uri(load: Load) -> None:
    client = client_of(load("dipper"), redirect_uri=..., client_secret=...)
    request = client.authorization_request()
    assert request.parse_pasted(f"See http://any.example/?code={CODE}").reveal() == CODE


def test_text_is_a_text(load: Load) -> None:
    with pytest.raises(TypeError, match="text must be a str, not bytes"):
        request_of(client_of(load("robin"))).parse_pasted(URL.encode())
