"""A traceback with the variables of every frame shows no token, whatever was refused."""

from __future__ import annotations

import json
import math
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from types import FrameType
from typing import Any

import imagen_oauth
import pytest
from imagen_oauth import AccessToken, AuthorizationRequest, OAuthError
from imagen_oauth._runtime.cli.implicit.token_file import read_token_file
from imagen_oauth.store import Entry, Secret, open_store

from tests.rows import each_row

SECRET = "2YotnFZFEjr1zCsicMWpAA"
ANSWER = f"#access_token={SECRET}&token_type=bearer&expires_in=900&state=s"
REQUEST = AuthorizationRequest("media.example.com", "KEY", ["roles"], state="s")


class Given:
    """Hands a text to a reader without keeping it in a variable of the test."""

    def __init__(self, template: str) -> None:
        self.template = template

    def __repr__(self) -> str:
        return "<a text>"

    def __call__(self) -> str:
        return self.template.replace("TOKEN", SECRET)


@each_row(
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
@each_row(
    "read",
    [REQUEST.parse_pasted, REQUEST.parse_redirect],
    ids=["pasted", "redirect"],
)
def test_rejected_response(read: Callable[[str], object], template: str) -> None:
    check(read, Given(template))


@pytest.mark.parametrize("template", ["TOKEN with spaces", "Bearer TOKEN", "TOKEN\n"])
def test_rejected_bare_token(template: str) -> None:
    def read(text: str) -> object:
        given = Given(text)
        del text
        return AccessToken.from_value(given(), domain="a.example", client_id="KEY")

    check(read, Given(template))


def test_bare_token_next_to_a_rejected_domain() -> None:
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


# Every exception, and every frame of the package


PACKAGE = str(Path(imagen_oauth.__file__).parent)
DAMAGED = json.dumps(
    {"format": 2, "tokens": [{"access_token": SECRET}, {"refresh_token": [SECRET]}]}
)
OTHER = Secret(SECRET)
ENTRY = Entry(
    AccessToken.from_value(SECRET, domain="a.example", client_id="KEY"),
    ["roles"],
    refresh_token=Secret(SECRET),
    more={"later": SECRET},
)


def frames_show_nothing(error: BaseException | None) -> None:
    """Check the variables of the frames of the package, of what led to the error too."""
    while error is not None:
        for frame, _ in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename.startswith(PACKAGE):
                shown = repr(frame.f_locals)
                assert SECRET not in shown, frame.f_code.co_name
        assert SECRET not in repr((error, error.args, getattr(error, "__dict__", {})))
        error = error.__cause__ or error.__context__


def raised(run: Callable[[], object]) -> BaseException:
    try:
        run()
    except BaseException as error:  # noqa: BLE001
        return error
    pytest.fail("nothing was raised")


def tokens_file(folder: Path, text: str) -> Path:
    folder.chmod(0o700)
    file = folder / "tokens.json"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return file


class Evil:
    """Raises when it is looked at."""

    @property
    def timestamp(self) -> object:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __hash__(self) -> int:
        raise RuntimeError

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError


WRONG: list[object] = [None, 7, 1.5, b"x", [], {}, datetime.now(timezone.utc), Evil()]
ARGUMENTS: dict[str, tuple[Callable[..., object], dict[str, object]]] = {
    "parse_pasted": (
        REQUEST.parse_pasted,
        {"text": ANSWER, "received_at": 1, "allow_missing_state": False},
    ),
    "parse_redirect": (
        REQUEST.parse_redirect,
        {"uri": ANSWER, "received_at": 1, "allow_missing_state": False},
    ),
    "from_value": (
        AccessToken.from_value,
        {
            "value": SECRET,
            "domain": "a.example",
            "client_id": "KEY",
            "expires_in": 1,
            "received_at": 1,
            "scheme": "https",
        },
    ),
    "Entry": (
        Entry,
        {
            "token": ENTRY.token,
            "asked": [],
            "saved_at": 1,
            "refresh_token": Secret(SECRET),
            "issuer": "https://a.example",
            "refresh_sent_at": 1,
            "more": {"later": SECRET},
        },
    ),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_wrong_argument_next_to_a_secret(name: str) -> None:
    call, right = ARGUMENTS[name]
    call(**right)
    raising = 0
    values = [*WRONG, -1, math.nan, 10**400, "", "\ud800", SECRET, SECRET.encode()]
    for argument in [*right, "no_such_argument"]:
        for value in values:
            try:
                call(**{**right, argument: value})
            except BaseException as error:  # noqa: BLE001
                frames_show_nothing(error)
                raising += 1
    assert raising > 2 * len(values)


@pytest.mark.parametrize("entry", [SECRET, [SECRET], ENTRY.token, Evil()])
def test_wrong_entry_of_a_store(tmp_path: Path, entry: Any) -> None:
    store = open_store(tmp_path / "tokens" / "tokens.json")
    frames_show_nothing(raised(lambda: store.save(entry)))
    frames_show_nothing(raised(lambda: store.remove(entry)))


@pytest.mark.parametrize("text", [SECRET, DAMAGED[:-2], f'["{SECRET}"]'])
def test_damaged_store(tmp_path: Path, text: str) -> None:
    store = open_store(tokens_file(tmp_path, text))
    for attempt in (store.entries, store.read, lambda: store.remove([ENTRY])):
        frames_show_nothing(raised(attempt))


def test_function_that_changes_a_store_and_raises(tmp_path: Path) -> None:
    store = open_store(tokens_file(tmp_path, ""))
    store.save(ENTRY)

    def change(entries: list[Entry[AccessToken]]) -> list[Entry[AccessToken]]:
        raise KeyboardInterrupt

    frames_show_nothing(raised(lambda: store.change(change, mend=True)))


@pytest.mark.parametrize("text", [f"{SECRET} {SECRET}", f"{SECRET}\u00e9"])
def test_token_file(tmp_path: Path, text: str) -> None:
    path = str(tokens_file(tmp_path, text))
    error = raised(lambda: read_token_file(path, "the file of X"))
    assert isinstance(error, OAuthError)
    frames_show_nothing(error)


def interrupted(run: Callable[[], object], error: type[BaseException]) -> int:
    """Raise an error at every call within the package, one after the other.

    The first frame of a public function has what the caller gave, before anything can
    be done about it; so it is left out. Returns how often the error was raised.
    """
    count = 0
    while True:
        left = count

        def profile(frame: FrameType, event: str, _: object) -> None:
            nonlocal left
            code = frame.f_code
            if (
                event != "call"
                or not code.co_filename.startswith(PACKAGE)
                or (code.co_name == "run" and code.co_filename.endswith("errors.py"))
            ):
                return
            if not left:
                raise error
            left -= 1

        sys.setprofile(profile)
        try:
            run()
        except error as caught:
            sys.setprofile(None)
            frames_show_nothing(caught)
        finally:
            sys.setprofile(None)
        if left:
            return count
        count += 1


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
# An error at a call of a generator cannot leave its cleanup, so Python reports it as a warning.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "run",
    [
        lambda: REQUEST.parse_pasted(ANSWER),
        lambda: REQUEST.parse_pasted(f'{{"access_token": "{SECRET}"}}'),
        lambda: REQUEST.parse_redirect(ANSWER),
        lambda: AccessToken.from_value(SECRET, domain="a.example", client_id="KEY"),
        lambda: ENTRY.token == ENTRY.token,
        lambda: ENTRY.refresh_token == OTHER,
    ],
    ids=["pasted", "JSON", "redirect", "value", "tokens", "secrets"],
)
def test_interrupted_reader(
    run: Callable[[], object], error: type[BaseException]
) -> None:
    def ignoring_refusals() -> None:
        with suppress(OAuthError):
            run()

    assert interrupted(ignoring_refusals, error) > 1


@pytest.mark.parametrize("name", ["save", "read", "token file"])
def test_interrupted_place(tmp_path: Path, name: str) -> None:
    store = open_store(tokens_file(tmp_path, DAMAGED))
    bare = tmp_path / "bare"
    bare.write_text(SECRET, encoding="ascii")
    bare.chmod(0o600)
    runs: dict[str, Callable[[], object]] = {
        "save": lambda: store.save(ENTRY),
        "read": store.read,
        "token file": lambda: read_token_file(str(bare), "the file of X"),
    }
    assert interrupted(runs[name], KeyboardInterrupt) > 3
