"""Where a pasted value ends: characters that no URI contains, and what surrounds a response."""

from __future__ import annotations

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagen_oauth import (
    AccessToken,
    AuthorizationError,
    AuthorizationRequest,
    OAuthError,
)

from tests.binding.raised import key_of, raised
from tests.rows import each_row

STATE = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
TOKEN = "2YotnFZFEjr1zCsicMWpAA"
REQUEST = AuthorizationRequest("media.example.com", "KEY", ["roles"], state=STATE)
ANSWER = f"access_token={TOKEN}&token_type=bearer&expires_in=3600&state={STATE}"
URL = f"https://x.example/cb#{ANSWER}"


def read(text: str, request: AuthorizationRequest = REQUEST) -> AccessToken:
    return request.parse_pasted(text, received_at=1000)


def refusal(text: str, request: AuthorizationRequest = REQUEST) -> OAuthError:
    with pytest.raises(OAuthError) as caught:
        read(text, request)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        f"\x1b[200~{URL}\x1b[201~",
        f"\x9b200~{URL}\x9b201~",
        f'<a href="{URL}">here</a>',
        f'URL="{URL}">here</a>',
        f"**{URL}**",
        f"*{URL}*",
        f"`x <{URL}>`_",
        f"``{URL}``:",
        f"{URL}。",
        f"{URL}。Then",
        f"「{URL}」をコピー",
        f"“{URL}”and",
        f"{URL}\x1b[0m",
        f"\x1b[32m{URL}\x1b[0m done",
        f"{URL}\x00",
        f"{URL}</p>",
        f"[here]({URL})",
    ],
)
def test_value_ends_before_a_character_that_no_uri_contains(text: str) -> None:
    token = read(text)
    assert (token.reveal(), token.expires_in) == (TOKEN, 3600)
    assert token.state_verified is True


@each_row("unseen", [*"\u200b\u00ad\u2060\u200f\u202e\u2066\u061c\ufeff"])
@each_row(
    "place", ["2Yotn", "access_", "token_type", "0f1e2d", "https", "36", "&state"]
)
def test_invisible_characters_are_removed_anywhere(unseen: str, place: str) -> None:
    assert read(URL.replace(place, place + unseen, 1)).reveal() == TOKEN


@pytest.mark.parametrize("unseen", ["%E2%80%8B", "%C2%AD"])
def test_encoded_invisible_characters_are_part_of_a_value(unseen: str) -> None:
    assert refusal(URL.replace("nFZ", f"n{unseen}FZ")).code == "invalid_access_token"
    assert refusal(URL.replace("4b5a", f"4b{unseen}5a")).code == "state_mismatch"


def test_redirect_keeps_invisible_characters() -> None:
    with pytest.raises(OAuthError) as caught:
        REQUEST.parse_redirect(URL.replace("nFZ", "n\u200bFZ"))
    assert caught.value.code == "bad_encoding"


TEXT_AFTER = "ambiguous_response.text_after_parameter"


@pytest.mark.parametrize("length", [16, 24, 31])
def test_state_without_its_end_is_truncated(length: int) -> None:
    text = URL.replace(STATE, STATE[:length])
    error = refusal(text)
    assert key_of(error) == "truncated_input.state"
    with pytest.raises(OAuthError) as caught:
        REQUEST.parse_redirect(text)
    assert caught.value.code == "state_mismatch"


@pytest.mark.parametrize(
    "state",
    [STATE[:15], STATE[1:], f"{STATE}0", "f" + STATE[1:], "x" * 20, STATE.upper()],
)
def test_any_other_state_is_a_mismatch(state: str) -> None:
    assert refusal(URL.replace(STATE, state)).code == "state_mismatch"


@pytest.mark.parametrize(
    "decorated",
    ["|{}|", "\\url{{{}}}", "_{}_", "~~{}~~", "[[{}][label]]", "{}\\n", "{}/", "{}."],
)
def test_complete_state_with_decoration_is_no_attack(decorated: str) -> None:
    error = refusal(decorated.format(URL))
    assert raised(error) == (TEXT_AFTER, None, {"parameter": "state"})


def test_truncated_state_of_an_error_is_truncated() -> None:
    assert refusal(f"#error=access_denied&state={STATE[:20]}").code == "truncated_input"


@pytest.mark.parametrize(
    "rest",
    [
        "\nWhat was granted\nreadUsersData",
        "\n\nCopy\nClose this window.",
        ")\nmore words",
        " Copy\nmore words",
        "”\nmore=words&x=1",
        "\nabc",
        "\nhttps://help.example/?topic=1&x=2",
    ],
)
def test_words_after_the_expected_state_are_not_part_of_the_response(rest: str) -> None:
    token = read(f"Approved\n{URL}{rest}")
    assert (token.reveal(), token.scopes) == (TOKEN, frozenset({"roles"}))


def test_state_that_goes_on_below_is_not_complete() -> None:
    text = URL.replace(STATE, f"{STATE[:20]}\n{STATE[20:]}")
    assert refusal(text).code == "ambiguous_response"
    assert read(f"{text}&x=1").reveal() == TOKEN


@pytest.mark.parametrize("name", ["access_token", "scope"])
def test_error_names_what_is_ambiguous(name: str) -> None:
    pairs = {
        "state": STATE,
        "token_type": "bearer",
        "access_token": TOKEN,
        "expires_in": "3600",
        "scope": "roles",
    }
    value = pairs.pop(name)
    text = "&".join(f"{one}={given}" for one, given in {**pairs, name: value}.items())
    error = refusal(f"{text}\nand more")
    assert raised(error) == (TEXT_AFTER, None, {"parameter": name})


def test_state_in_the_query_is_named_and_does_not_count() -> None:
    uri = f"https://app.example/cb?state={STATE}#access_token={TOKEN}&token_type=bearer"
    for parse in (REQUEST.parse_pasted, REQUEST.parse_redirect):
        with pytest.raises(OAuthError) as caught:
            parse(uri)
        assert key_of(caught.value) == "state_missing.in_query"
        assert "allow_missing_state" not in caught.value.hint
        with pytest.raises(OAuthError) as caught:
            parse(uri.replace(STATE, "other"))
        assert key_of(caught.value) == "state_missing.alone"


@pytest.mark.parametrize("parse", [REQUEST.parse_pasted, REQUEST.parse_redirect])
@pytest.mark.parametrize("fragment", ["", "#", "#_=_", "#/done"])
def test_error_in_the_query_is_the_servers(parse: object, fragment: str) -> None:
    assert callable(parse)
    query = f"error=access_denied&error_description=No+thanks&state={STATE}"
    with pytest.raises(AuthorizationError) as caught:
        parse(f"https://app/cb?a=1&{query}{fragment}")
    error = caught.value
    assert (error.error, error.description) == ("access_denied", "No thanks")
    assert error.state_verified is True
    with pytest.raises(OAuthError) as other:
        parse(f"https://app/cb?error=access_denied&state=f{STATE[1:]}{fragment}")
    assert other.value.code == "state_mismatch"


def test_error_in_the_query_does_not_count_next_to_a_response() -> None:
    uri = f"https://app/cb?error=access_denied#{ANSWER}"
    assert REQUEST.parse_redirect(uri).reveal() == TOKEN
    with pytest.raises(OAuthError) as caught:
        REQUEST.parse_redirect(f"https://app/cb?error=access_denied#state={STATE}")
    assert caught.value.code == "missing_token"


def test_consent_to_a_missing_token_type() -> None:
    text = "https://localhost?access_token=tk"
    error = refusal(text)
    assert key_of(error) == "state_missing.with_token_type"
    with pytest.raises(OAuthError) as caught:
        REQUEST.parse_pasted(text, allow_missing_state=True)
    assert caught.value.code == "missing_token_type"
    token = REQUEST.parse_pasted(
        text, allow_missing_state=True, allow_missing_token_type=True
    )
    assert (token.reveal(), token.token_type) == ("tk", "Bearer")
    assert token.state_verified is False


@pytest.mark.parametrize("consent", ["yes", 1, False])
def test_only_true_allows_a_missing_token_type(consent: bool) -> None:
    with pytest.raises(OAuthError) as caught:
        REQUEST.parse_redirect(
            f"https://app/cb#access_token=tk&state={STATE}",
            allow_missing_token_type=consent,
        )
    assert caught.value.code == "missing_token_type"


def test_consent_takes_no_other_token_type() -> None:
    with pytest.raises(OAuthError) as caught:
        REQUEST.parse_redirect(
            f"https://app/cb#access_token=tk&state={STATE}&token_type=mac",
            allow_missing_token_type=True,
        )
    assert caught.value.code == "unsupported_token_type"


MEMBERS = {"access_token": TOKEN, "token_type": "bearer", "state": STATE}
OBJECT = json.dumps(MEMBERS)


@pytest.mark.parametrize(
    "text",
    [
        f"The response: {OBJECT}",
        f"```json\n{json.dumps(MEMBERS, indent=2)}\n```",
        f"> The response:\n> {json.dumps(MEMBERS, indent=2)}".replace("\n ", "\n>  "),
        f"{OBJECT} thanks",
        f"{{note}} {OBJECT}",
        f'{{"a": 1}}\n{OBJECT}',
        f"{REQUEST.url}\n{OBJECT}",
        f"{OBJECT}\nWhat was granted\n{{nothing}}",
    ],
)
def test_one_object_in_a_text_is_read(text: str) -> None:
    token = read(text)
    assert (token.reveal(), token.state_verified) == (TOKEN, True)


@pytest.mark.parametrize(
    "text",
    [
        f"{OBJECT} {OBJECT}",
        f'{OBJECT}\n{{"error": "access_denied"}}',
        f"{OBJECT}\n#{ANSWER}",
        f"#{ANSWER}\n{OBJECT}",
        f"{OBJECT} https://b.example/?next=%23access_token%3DOTHER",
        f'{OBJECT} "access_token": "OTHER"',
        f"code=abc {OBJECT}",
    ],
)
def test_object_next_to_another_response_is_ambiguous(text: str) -> None:
    assert refusal(text).code == "ambiguous_response"


@pytest.mark.parametrize("state", ["a/b", "a=b", 'a"b', "a\\b"])
def test_state_that_json_escapes_is_read_next_to_the_request(state: str) -> None:
    request = AuthorizationRequest("media.example.com", "KEY", state=state)
    members = json.dumps(MEMBERS | {"state": state}).replace("/", "\\/")
    escaped = members.replace("=", "\\u003d")
    for text in (members, f"{request.url}\n{escaped}"):
        assert read(text, request).state_verified is True


def test_form_encoded_state_is_read_next_to_the_request() -> None:
    request = AuthorizationRequest("media.example.com", "KEY", state="a+b c/d")
    text = f"{request.url}\n#access_token=tk&token_type=bearer&state=a%2Bb+c%2Fd"
    assert read(text, request).state_verified is True


def test_more_objects_than_anybody_copies_are_not_read() -> None:
    assert refusal("see " + "{x} " * 1_000 + OBJECT).code == "missing_token"
    assert read("see " + "{x} " * 999 + OBJECT).reveal() == TOKEN


def test_object_that_is_never_closed_is_not_read() -> None:
    assert refusal(f"The response: {OBJECT[:-1]}").code == "missing_token"
    assert refusal(OBJECT[:-1]).code == "malformed_json"
    assert refusal(f"[{OBJECT}]").code == "malformed_json"


@pytest.mark.parametrize(
    ("state", "number", "code"),
    [
        ("1", "1", None),
        ("12345678", "12345678", None),
        ("0", "-0", None),
        ("9007199254740991", "9007199254740991", None),
        ("1", "2", "state_mismatch"),
        ("01", "1", "state_mismatch"),
        ("9007199254740993", "9007199254740993", "bad_value_type"),
        ("1", "-1", "bad_value_type"),
        ("1", "1.5", "bad_value_type"),
        ("x1", "1", "bad_value_type"),
        ("1", "true", "bad_value_type"),
    ],
)
def test_state_that_is_a_number(state: str, number: str, code: str | None) -> None:
    request = AuthorizationRequest("media.example.com", "KEY", state=state)
    text = json.dumps(MEMBERS | {"state": 0}).replace("0}", f"{number}}}")
    if code is None:
        assert read(text, request).state_verified is True
    else:
        assert refusal(text, request).code == code


@pytest.mark.parametrize(
    "text",
    [
        URL.replace("&", "&#38;"),
        URL.replace("&", "&#038;"),
        URL.replace("&", "&#x26;"),
        URL.replace("&", "&#X26;"),
        URL.replace("=", "&#61;").replace("&a", "&#38;a"),
        html.escape(URL).replace("#", "&#35;", 1),
    ],
)
def test_numeric_entities_are_read(text: str) -> None:
    assert read(text).reveal() == TOKEN


@pytest.mark.parametrize("entity", ["&#10;", "&#8203;", "&#x200b;", "&#0;", "&#160;"])
def test_entities_beyond_printable_ascii_are_not_read(entity: str) -> None:
    assert refusal(URL.replace("nFZ", f"n{entity}FZ")).code in (
        "ambiguous_response",
        "state_missing",
    )


OTHER = st.characters(min_codepoint=0x80, exclude_categories=["Zs", "Zl", "Zp", "Cs"])


@given(OTHER, st.sampled_from("aZ09-._~+/=%"), st.integers(0, len(TOKEN)))
def test_token_with_a_foreign_character_is_never_cut(
    character: str, after: str, place: int
) -> None:
    """It is refused, or, for a character that is removed anywhere, read without it."""
    text = URL.replace(TOKEN, TOKEN[:place] + character + after + TOKEN[place:])
    try:
        value = read(text).reveal()
    except OAuthError:
        return
    assert value == TOKEN[:place] + after + TOKEN[place:]
