"""Text that a user copied: exactly one response in it is read, or none."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from imagen_oauth import AccessToken, AuthorizationRequest, OAuthError
from imagen_oauth._runtime.pasted_parameters import RunReader

from tests.binding.raised import raised
from tests.rows import each_row
from tests.timing import in_time

TOKEN = "2YotnFZFEjr1zCsicMWpAA"
REQUEST = AuthorizationRequest("media.example.com", "KEY", ["roles"], state="xyz")
REST = "token_type=bearer&state=xyz"
GOOD = f"access_token={TOKEN}&{REST}"
URL = f"https://app.example.com/cb#{GOOD}"
LAST = f"{REST}&access_token={TOKEN}"


def read(text: str) -> AccessToken:
    return REQUEST.parse_pasted(text, received_at=1000)


def refusal(text: str) -> OAuthError:
    with pytest.raises(OAuthError) as caught:
        read(text)
    return caught.value


@each_row(
    "text",
    [
        GOOD,
        f"#{GOOD}",
        f"#/{GOOD}",
        f"https://a.example/?code=1&state=2#{GOOD}",
        f"https://a.example/cb?lang=en&{GOOD}#_=_",
        f"  \u200b\u201c{GOOD}\u201d\n> ",
        f"<https://a.example/#{GOOD}>",
        f"[here](https://a.example/#{GOOD})",
        f"`{GOOD}`",
        f"Success {LAST} - Mozilla Firefox",
        f"Success {LAST} \u2014 Mozilla Firefox",
        f"> {GOOD}",
        f"Log in at state=1 first. Then: {GOOD}",
        f"{GOOD} thanks",
        f"{GOOD} \nthanks",
        GOOD.replace("&", "&amp;"),
        GOOD.replace("&", "\n&"),
        GOOD.replace("&", "&\r\n"),
        GOOD.replace("&", "\n> "),
        GOOD.replace("&", "\n"),
        GOOD.replace("&", " \n  "),
        GOOD.replace("&", " &"),
        GOOD.replace("&", "&&"),
        f"{GOOD}&\nsession=1",
        f"{GOOD}&\n> session=1",
        f"{GOOD}\n&",
        f"{GOOD}\n> &",
        GOOD.replace("nFZ", "n\nFZ"),
        GOOD.replace("nFZ", "n\u2028 > > FZ").replace("bearer", "bea\n\nrer"),
        f"x=1\u2026&{GOOD}",
        GOOD.replace("nFZ", "n\nFZ").replace("type", "ty\npe"),
        GOOD.replace("nFZ", "n\n> FZ").replace("type", "ty\n> pe"),
        GOOD.replace("nFZ", "n\nFZ").replace("&", "&\n&\n&"),
        GOOD.replace("nFZ", "n\nFZ").replace("&", " \n> &"),
        GOOD.replace("nFZ", "n\nFZ").replace("&", "&\n"),
        GOOD.replace("nFZ", "n\nFZ").replace("&", "& \n> "),
        GOOD.replace("&", "&" * 70),
        GOOD.replace("nFZ", "n\nF\nZ"),
        GOOD.replace("&", ", &"),
        f"Hello\n{GOOD}&scope=roles - Edge",
        f"state=xyz&acc\ness_token={TOKEN}&token_type=bearer",
        f"{GOOD}&error_description=a...b&x=1",
        f"{GOOD}&expires_in=3600 \nthanks",
        f"{GOOD}&expires_in=3600\nthanks",
        f"{GOOD}&expires_in=3600\n\nSent from my phone",
        f"state=xyz&access_token={TOKEN}&token_type=Bearer\nCopy",
        f"{LAST}==&a=1".replace(TOKEN, TOKEN[:-2]).replace("==", TOKEN[-2:]),
        f'<a href="https://a.example/#{LAST}">here</a>',
        f"{LAST}&quot;",
        f"Copy your access_token: https://a.example/#{GOOD}",
        f"The access_token:\n{GOOD}",
        f"{GOOD}&a=1 thanks",
        f"{GOOD}&a=1#more",
        f"{GOOD}#more",
        f"state=1&%zz=2 and then {GOOD}",
        "state=xyz " * 61 + GOOD,
    ],
)
def test_response_is_found(text: str) -> None:
    assert read(text).reveal() == TOKEN


@each_row(
    "text",
    [
        f"{GOOD}\n{GOOD}",
        f"{GOOD} {GOOD}",
        f"{GOOD} code=1",
        f"Hello\n{GOOD} code=1",
        f"{GOOD}#state=xyz",
        f"{GOOD}&x=(access_token=other",
        f"x=1&state=access_token=other {GOOD}",
        f"{GOOD}&scope=roles\nthanks",
        f"{GOOD}&session=1\nthanks",
        f"{GOOD}&expires_in=36\n00",
        f"{LAST}\nmore",
        f"{LAST}\nhttps://a.example/",
        f"{LAST}\nR&D",
        f"{LAST}\nmore&",
        f"{LAST} more",
        f"{LAST} more - Edge",
        GOOD.replace("nFZ", 'n "FZ'),
        f"{LAST} \n> more",
        f"{LAST}, more",
        f"{LAST} \u200bmore",
        f'{LAST}"more',
        f"{LAST}<wbr>more",
        f"{LAST}</a>.",
        f"{LAST}&amp;#43;Rest",
        f"{LAST}&plus;Rest",
        f"{LAST}&equals;&equals;&expires_in=3",
        f"access_token={TOKEN}&gt;REST&{REST}",
        f"access_token={TOKEN}\nsession=&{REST}",
        f"state=xyz\naccess_token={TOKEN}\nrefresh_token=&token_type=bearer",
        f"{LAST}\n\nCopy\n\nClose&a=",
        '{"access_token":"A","token_type":"bearer","state":"xyz","x":"#access_token=B"}',
        '{"access_token":"A","token_type":"bearer","state":"xyz","x":{"access_token":"B"}}',
        f"{GOOD}\naccess_token = B",
        f"{GOOD}\naccess_token: B",
        f"{LAST}`, more",
        f"{LAST}\x01more",
        f'{GOOD}&expires_in=36"00',
        f"{GOOD}&scope=roles`createJobs",
        f"{GOOD}&expires_in=36\x1b00",
        f"{LAST} -more",
        f"access_token={TOKEN}\nCopy\nstate=xyz\ntoken_type=bearer",
        f"access_token={TOKEN}\nCopy\nstate=xyz&token_type=bearer",
        f"access_token={TOKEN} token_type=bearer state=xyz",
        f"access_token={TOKEN}\naccess_token={TOKEN}&{REST}",
        f"{GOOD}&scope=roles access_token=other",
        f"{GOOD}&scope=roles \nthanks",
        f"{GOOD}&error=access_denied",
    ],
)
def test_doubtful_text_is_ambiguous(text: str) -> None:
    assert refusal(text).code == "ambiguous_response"


@pytest.mark.parametrize(
    "text",
    [
        f"{LAST}\u2026",
        f"{LAST}\u22ef",
        f"{LAST}\u2025",
        f"{LAST}\u203a\u2026>",
        f'"{LAST}"\u2026',
        f"`{LAST}`...",
        f'{GOOD}&scope=roles"...',
        f"{LAST}...",
        f"{LAST} \u2026 - Chrome",
        f"{GOOD}&sess\u2026",
        f"{GOOD}&sess\u2026&",
        f"{LAST} \u200b\u2026",
        f"access_token=2Yotn\u2026WpAA&{REST}",
        f"access_token=2Yotn...WpAA&{REST}",
        f"{GOOD}&error_uri=a\u2026b&x=1",
        f"{GOOD}&scope=a...b&x=1",
        json.dumps({"access_token": "2Yotn...WpAA", "state": "xyz"}),
        json.dumps({"access_token": "a", "state": "x...z"}),
    ],
)
def test_truncated_response_is_rejected(text: str) -> None:
    assert refusal(text).code == "truncated_input"


@each_row(
    ("text", "code"),
    [
        ("x" * 65_537, "input_too_large"),
        ("\ufeff\u201c \u201d>", "empty_input"),
        (f"{GOOD}&a=%", "bad_percent_encoding"),
        (f"{GOOD}&a=\ud800&b=1", "bad_encoding"),
        (f"https://a.example/?st%61te=a&{GOOD}", "duplicate_parameter"),
        (GOOD + "&a=b" * 62, "too_many_parameters"),
        ("state=xyz " * 62 + GOOD, "too_many_parameters"),
        (f"https://a.example/x?st%61te=a&{GOOD}", "duplicate_parameter"),
        (f"see https://a.example/x?st%61te=a&{GOOD}", "duplicate_parameter"),
        (f"see (st%61te=a&{GOOD}", "duplicate_parameter"),
        (f"see\n\u200b\u201cst%61te=a&{GOOD}", "duplicate_parameter"),
        (GOOD.replace("&", ",&", 1), "invalid_access_token"),
        ("state=xyz&code=1", "code_instead_of_token"),
        (f"my_{GOOD}", "missing_token"),
        (GOOD.replace("nFZ", "n%C2%ADFZ"), "invalid_access_token"),
        (GOOD.replace("nFZ", "n\u2013FZ"), "invalid_access_token"),
        (GOOD.replace("AA&", "\u2019&"), "invalid_access_token"),
        (f"{LAST}\u2019s", "invalid_access_token"),
        (f"{LAST}\u3002Then", "invalid_access_token"),
        (f"{GOOD}&expires_in=36\u201300", "invalid_expires_in"),
        (f"{GOOD}&scope=ro\u2013les", "invalid_scope_token"),
        (f"{GOOD}x", "state_mismatch"),
    ],
)
def test_text_is_rejected(text: str, code: str) -> None:
    assert refusal(text).code == code


@each_row("blank", ["\t", *map(chr, (0x20, 0xA0, 0x1680, *range(0x2000, 0x200B)))])
@each_row("other", ["\u202f", "\u205f", "\u3000"])
def test_every_blank_of_a_line_ends_a_value(blank: str, other: str) -> None:
    assert read(f"{GOOD}{blank}{other}thanks").reveal() == TOKEN


@pytest.mark.parametrize("end", ["\n", "\v", "\f", "\r", "\x85", "\u2028", "\u2029"])
def test_text_behind_every_end_of_a_line_is_ambiguous(end: str) -> None:
    assert refusal(f"{GOOD}&a=1{end}thanks").code == "ambiguous_response"
    assert read(f"{GOOD}{end}thanks").reveal() == TOKEN


@each_row(
    "mark",
    [
        *"\"'`\u00b4\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a",
        *"\u300c\u300d\u300e\u300f\u301d\u301e\u301f\uff02\uff07",
        *"\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e",
        *"\u2060\u2066\u2067\u2068\u2069\ufeff",
    ],
)
def test_quotes_and_invisible_characters_around_are_left_out(mark: str) -> None:
    assert read(f"{mark}{LAST}{mark}").reveal() == TOKEN


def test_only_parameter_is_complete_if_the_text_ends_with_an_ampersand() -> None:
    assert read(f"scope=a?b&{GOOD}&").scopes == frozenset({"a?b"})


def test_scope_continues_after_a_space_that_would_end_another_value() -> None:
    token = read(f"state=1\nfoo(scope=a \nc&{GOOD}")
    assert token.scopes == frozenset({"a", "c"})


def test_lines_of_scopes_are_read_like_the_first() -> None:
    text = f"{GOOD}&scope=roles \ncreateJobs  a -x\ny&x=1"
    assert read(text).scopes == frozenset({"roles", "createJobs", "a", "-xy"})


def test_long_token_before_an_empty_fragment_is_whole() -> None:
    token = "a" * 300
    assert read(f"{REST}&access_token={token}#_=_").reveal() == token


def test_token_before_a_blank_at_the_end_is_whole() -> None:
    token = "a" * 300
    (run,) = RunReader(f"access_token={token} ", None).runs()
    assert (run.pieces, run.fault) == ([f"access_token={token}"], None)


def test_full_stop_is_part_of_a_value() -> None:
    assert read(f"{LAST}.").reveal() == f"{TOKEN}."
    assert refusal(f"{GOOD}.").code == "ambiguous_response"


def test_trailing_punctuation_is_no_part_of_a_value() -> None:
    assert read(f'{LAST}"),;:!?>]\u201d').reveal() == TOKEN


def test_spaces_stay_only_in_the_scope() -> None:
    token = read(f"Success {GOOD}&scope=roles  a\u00a0b - Mozilla Firefox")
    assert token.scopes == frozenset({"roles", "a", "b"})
    assert read(f"{GOOD}&scope=roles \na b\nc&x=1").scopes == frozenset(
        {"roles", "a", "bc"}
    )


@each_row(
    ("text", "variant"),
    [
        (REQUEST.url, "request"),
        (TOKEN, "bare_token"),
        (f"Bearer {TOKEN}", "bare_token"),
        (f"authorization:  BEARER {TOKEN}=", "bare_token"),
        (f'-H "Authorization: Bearer {TOKEN}"', "bare_token"),
        (f"--header='Authorization: Bearer {TOKEN}'", "bare_token"),
        (f"Authorization: Basic {TOKEN}", "pasted"),
        ("it said success", "pasted"),
        ("at 12:30 it said success", "pasted"),
        ("perm:abc", "pasted"),
        ("http://127.0.0.1:8080/request/abc", "address"),
        ("127.0.0.1:8080/request/abc", "address"),
        ("[::1]:8080/request/abc", "address"),
        ("file:///home/kim/authorize.html", "address"),
        ("Mock server\n<https://auth.example.com/done?lang=en#top>", "address"),
        (f"https://gateway.example/?url={quote(URL, safe='')}&data=1", "encoded"),
        (f"https://a.example/?q={quote(quote(quote(URL)))}", "encoded"),
        (quote(URL, safe=""), "encoded"),
        (quote(URL, safe="").lower(), "encoded"),
        (URL.replace("#", "%23"), "encoded"),
        (f"%23{GOOD}", "encoded"),
        (f"See {quote(json.dumps({'access_token': TOKEN}))} here", "encoded"),
        ("https://a.example/?u=https-3A__b.example_-23access-5Ftoken-3Dabc", "encoded"),
        ("https://a.example/?u=http%3A%2F%2Fb.example%2F%3Fcode%3Dabc", "encoded"),
        ("https://a.example/?u=%23error%3Daccess_denied", "encoded"),
        (URL.replace("&", r"\u0026"), "encoded"),
        (URL.replace("&", r"\x26"), "encoded"),
        (URL.translate({ord(one): rf"\x{ord(one):02x}" for one in "#=&"}), "encoded"),
        (URL.replace("=", "=3D"), "encoded"),
        (json.dumps({"url": URL}), "encoded"),
        (json.dumps({"url": URL.replace("access_token", "my_token")}), "response"),
        ("https://a.example/?u=%23my_access_token%3Dabc", "address"),
        ("https://a.example/?u=%3Fcodec%3Dabc", "address"),
        (f"https://login.example.com/?continue={quote(REQUEST.url)}", "request"),
    ],
)
def test_missing_token_has_a_hint(text: str, variant: str) -> None:
    error = refusal(text)
    assert raised(error) == (f"missing_token.{variant}", None, {})
    assert TOKEN not in str(error)


MEMBERS = {"access_token": TOKEN, "token_type": "bearer", "state": "xyz"}


def test_json_values_are_accepted_as_they_are() -> None:
    text = json.dumps(MEMBERS | {"access_token": "a+b/c=", "scope": "a b", "x": [{}]})
    token = read(text)
    assert (token.reveal(), token.scopes) == ("a+b/c=", frozenset({"a", "b"}))
    assert refusal(json.dumps(MEMBERS | {"state": "x%79z"})).code == "state_mismatch"


def test_json_quoted_as_in_mail() -> None:
    assert read(
        "> " + json.dumps(MEMBERS, indent=2).replace("\n", "\n> ")
    ).scopes == frozenset({"roles"})


def test_json_quoted_twice_as_in_mail() -> None:
    text = json.dumps(MEMBERS, indent=2).replace("\n", "\n> >")
    assert read(text).reveal() == TOKEN


def test_json_text_may_hold_what_ends_members_and_texts() -> None:
    text: dict[str, Any] = {
        "first": {"a": {}},
        "second": 'a, [b} "c", \\" d, {',
        "\\": "a,b",
    }
    assert read(json.dumps({**text, **MEMBERS})).reveal() == TOKEN


def test_json_null_is_absent() -> None:
    assert read(json.dumps(MEMBERS | {"expires_in": None})).expires_in is None


@pytest.mark.parametrize(
    ("number", "seconds"),
    [
        ("3600", 3600),
        ("3.6e3", 3600),
        ("-0", 0),
        ("1e999", 2147483647),
        ("9" * 5000, 2147483647),
        ('"0060"', 60),
    ],
)
def test_json_expires_in(number: str, seconds: int) -> None:
    text = json.dumps(MEMBERS | {"expires_in": 0}).replace("0}", f"{number}}}")
    assert read(text).expires_in == seconds


@each_row(
    ("text", "code"),
    [
        ("{", "malformed_json"),
        ("[ {}]", "malformed_json"),
        ("[{}]", "malformed_json"),
        ('{"a": 1} x', "malformed_json"),
        ('{"a": -Infinity}', "malformed_json"),
        ('{"a": "\n"}', "malformed_json"),
        ('{"state":\n> "xy\n> z"}', "malformed_json"),
        ('{"a": ' + "[" * 64 + "]" * 64 + "}", "malformed_json"),
        ('{"a":' * 60_000, "input_too_large"),
        ("{" + '"a":{' * 10_000, "malformed_json"),
        ("{}", "missing_token"),
        ('{"code": "1"}', "code_instead_of_token"),
        ('{"access_token": 1}', "bad_value_type"),
        ('{"token_type": 1}', "bad_value_type"),
        ('{"expires_in": true}', "bad_value_type"),
        ('{"state": ["xyz"]}', "bad_value_type"),
        ('{"state": "\\ud800"}', "bad_encoding"),
        ('{"state": "\ud83d\\ude00"}', "bad_encoding"),
        ('{"a": "\ud800", "state": "xyz"}', "bad_encoding"),
        ('{"\ud800', "bad_encoding"),
        ('{"state": null, "state": "xyz"}', "duplicate_parameter"),
        ('{"error": "e", "error_description": "a...b"}', "authorization_error"),
        (json.dumps(MEMBERS | {"expires_in": -1}), "invalid_expires_in"),
        (json.dumps(MEMBERS | {"expires_in": 1.5}), "invalid_expires_in"),
        (json.dumps({str(n): n for n in range(65)}), "too_many_parameters"),
    ],
)
def test_json_is_rejected(text: str, code: str) -> None:
    error = refusal(text)
    assert error.code == code
    assert error.__context__ is None


def test_json_nested_64_deep_is_read() -> None:
    deep = json.dumps(MEMBERS)[:-1] + ', "a": ' + "[" * 63 + "]" * 63 + "}"
    assert read(deep).reveal() == TOKEN


@pytest.mark.parametrize("value", [None, b"access_token=a", 7])
def test_wrong_type_is_a_type_error(value: str) -> None:
    with pytest.raises(TypeError):
        read(value)


@each_row("start", ["", "access_token=a", "scope=", "state=a\n", '{"'])
@each_row(
    "unit",
    [
        "\n",
        "\r\n ",
        "&",
        "a&",
        "&\n",
        " ",
        "\u200b",
        "'",
        "> ",
        "a\n",
        "a ",
        "(state=a\n",
        "x&state=a ",
        "code= ",
        "access_token=",
        "access_token=a&",
        "%",
        "%41",
        "\x1b[",
        '\\"',
        "[",
        "{",
        "#",
        "?&",
        "&> ",
        "> &",
        "%25",
        "-25",
        "%2525access_token",
        "access_token:",
        "-H ",
        "bearer ",
        "a:1",
    ],
)
@each_row("end", ["", "b", "&state=xyz", f" {GOOD}"])
def test_any_text_has_a_result_within_100_ms(start: str, unit: str, end: str) -> None:
    length = 65_536 - len(start) - len(end)
    text = start + (unit * length)[:length] + end

    def work() -> None:
        try:
            read(text)
        except OAuthError as error:
            assert error.code

    in_time(work)


@pytest.mark.parametrize(
    ("length", "code"), [(4094, None), (4095, "truncated_input"), (4096, None)]
)
def test_line_as_long_as_a_terminal_hands_over_is_accepted_for_cut(
    length: int, code: str | None
) -> None:
    start = "#state=xyz&token_type=bearer&access_token="
    text = start + "a" * (length - len(start))
    if code is None:
        assert read(text).reveal() == "a" * (length - len(start))
        return
    for cut in (text, f"Here it is:\n{text}\n"):
        with pytest.raises(OAuthError) as caught:
            read(cut)
        assert caught.value.code == code


@pytest.mark.parametrize(
    "rest",
    [
        " %2Bdef",
        " %3D%3D",
        " \u200b def",
        " \u2063def",
        " > def",
        " [...]",
        " (\u2026)",
        ' "def',
        " (def",
        " \x1b[0mdef",
        " | Some Browser",
        "#def",
        "#_=_x",
    ],
)
def test_token_with_anything_but_a_title_behind_it_may_go_on_there(rest: str) -> None:
    assert refusal(f"{LAST}{rest}").code in ("ambiguous_response", "truncated_input")


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "#",
        "#_=_",
        " - Edge",
        " \u2014 Mozilla Firefox",
        " \u200b",
        " \u200b\u200e- Edge",
    ],
)
def test_token_with_a_title_or_nothing_behind_it_is_whole(rest: str) -> None:
    assert read(f"{LAST}{rest}").reveal() == TOKEN


@pytest.mark.parametrize(
    "other",
    [
        '{"access_token": "OTHER", "token_type": "bearer"}',
        "https://b.example/#%61ccess_token=OTHER&token_type=bearer",
        "https://b.example/?next=%23access_token%3DOTHER",
        "https://b.example/?next=%E2%80%9Caccess_token%3DOTHER",
        "https://b.example/?next=%7Faccess_token%3DOTHER",
        "https://b.example/?next=%aBaccess_token%3DOTHER",
        "50%access_token=OTHER",
        "access_token: OTHER",
        "access_token : OTHER",
        "access_token\x1c: OTHER",
    ],
)
def test_second_token_in_another_form_makes_the_response_ambiguous(other: str) -> None:
    assert refusal(f"{GOOD} {other}").code == "ambiguous_response"
    assert refusal(f"{other} {GOOD}").code == "ambiguous_response"
