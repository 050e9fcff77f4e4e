"""A traceback with the variables of every frame shows no token, whatever was refused."""

from __future__ import annotations

import traceback
from collections.abc import Callable

import pytest
from imagen_oauth import AccessToken, AuthorizationRequest, OAuthError

SECRET = "2YotnFZFEjr1zCsicMWpAA"
REQUEST = AuthorizationRequest("media.example.com", "KEY", ["roles"], state="s")


class Given:
    """Hands a text to a reader without keeping it in a variable of the test."""

    def __init__(self, template: str) -> None:
        self.template = template

    def __repr__(self) -> str:
        return "<a text>"

    def __call__(self) -> str:
        return self.template.replace("TOKEN", SECRET)


@pytest.mark.parametrize(
    "template",
    [
        "#access_token=TOKEN&token_type=bearer&state=other",
        "#access_token=TOKEN&token_type=bearer",
        "#access_token=TOKEN&token_type=mac&state=s",
        "#access_token=TOKEN&token_type=bearer&expires_in=x&state=s",
        "#access_token=TOKEN&access_token=TOKEN",
        "#access_token=TOKEN&state=%zz",
        "#access_token=TOKEN...&token_type=bearer",
        '{"access_token": "TOKEN", ',
        '{"access_token": ["TOKEN"]}',
        "TOKEN",
        "#access_token=TOKEN and #access_token=TOKEN",
    ],
)
@pytest.mark.parametrize(
    "read",
    [REQUEST.parse_pasted, REQUEST.parse_redirect],
    ids=["pasted", "redirect"],
)
def test_refused_answer(read: Callable[[str], object], template: str) -> None:
    check(read, Given(template))


@pytest.mark.parametrize("template", ["TOKEN with blanks", "Bearer TOKEN", "TOKEN\n"])
def test_refused_bare_token(template: str) -> None:
    def read(text: str) -> object:
        given = Given(text)
        del text
        return AccessToken.from_value(given(), domain="a.example", client_id="KEY")

    check(read, Given(template))


def test_bare_token_beside_a_refused_domain() -> None:
    given = Given("TOKEN")
    with pytest.raises(OAuthError) as caught:
        AccessToken.from_value(given(), domain="a/b", client_id="KEY")
    shows_nothing(caught.value)


def check(read: Callable[[str], object], given: Given) -> None:
    with pytest.raises(OAuthError) as caught:
        read(given())
    shows_nothing(caught.value)


def shows_nothing(error: BaseException) -> None:
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    assert SECRET not in "".join(told.format())
    assert (error.__context__, error.__cause__) == (None, None)
    assert SECRET not in repr((error, vars(error), error.args))
