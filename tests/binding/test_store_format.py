"""Both stores: what was saved comes back equal, and an entry affects no other one."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import keyring
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from imagen_oauth import AccessToken, AuthorizationRequest, OAuthError
from imagen_oauth.store import Entry, Secret, TokenStore, open_store

from tests.binding import keyrings
from tests.binding.raised import key_of, raised

SECRET = "2YotnFZFEjr1zCsicMWpAA"
LAST_SECOND = 253402300799
VSCHAR = "".join(map(chr, range(0x20, 0x7F)))
B64TOKEN = "ABCXYZabcxyz0189-._~+/"


@dataclass
class Place:
    """A store of a kind, and how to look at what it keeps and to damage it."""

    open: Callable[[], TokenStore[AccessToken]]
    put_format_1: Callable[[str], None]
    damage: Callable[[str], None]
    """Puts a text in the place of the one that holds a text, if any."""
    text: Callable[[], str]


def file_place(folder: Path) -> Place:
    file = folder / "tokens.json"

    def write(text: str) -> None:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)

    def damage(holding: str) -> None:
        document = json.loads(file.read_bytes())
        document["tokens"] = [
            {"damaged": 1} if holding in json.dumps(one) else one
            for one in document["tokens"]
        ]
        write(json.dumps(document))

    return Place(
        lambda: open_store(file), write, damage, lambda: file.read_text("utf-8")
    )


def keyring_place(_: Path) -> Place:
    keyrings.Memory.items = {}
    keyring.set_keyring(made(keyrings.Memory))

    def write(text: str) -> None:
        keyrings.Memory.items = {"imagen-oauth/tokens": text}

    def damage(holding: str) -> None:
        keyrings.Memory.items = {
            name: "{" if holding in text else text
            for name, text in keyrings.Memory.items.items()
        }

    return Place(open_store, write, damage, lambda: json.dumps(keyrings.Memory.items))


PLACES = {"file": file_place, "keyring": keyring_place}


def made(back_end: Callable[[], Any]) -> Any:
    return back_end()


@pytest.fixture(autouse=True)
def own_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the machine's own keyring out of reach."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return PLACES[request.param](tmp_path / "tokens")


def token(value: str = SECRET, **values: Any) -> AccessToken:
    known: dict[str, Any] = {"domain": "media.example.com", "client_id": "KEY"}
    return AccessToken.from_value(value, **{**known, **values})


# Returned entries


HOSTS = [
    ("https", "media.example.com"),
    ("https", "media.example.com:8443"),
    ("https", "xn--bcher-kva.example:65535"),
    ("https", "192.0.2.1"),
    ("https", "[2001:db8::1]:1"),
    ("https", "127.0.0.1"),
    ("https", "127.0.0.1:80"),
    ("http", "127.0.0.1"),
    ("http", "127.0.0.1:443"),
    ("http", "127.255.0.1:8080"),
    ("http", "localhost"),
    ("http", "[::1]:443"),
]
TIME = st.one_of(st.sampled_from([0, 1, LAST_SECOND]), st.integers(0, LAST_SECOND))
SCOPE = st.text("!#$A[]^z~:/é"[:-1], min_size=1, max_size=8)
JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=5),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner)
    ),
    max_leaves=5,
)


@st.composite
def entries(draw: st.DrawFn) -> Entry[AccessToken]:
    """Return an entry that is odd and valid, received at any time."""
    scheme, domain = draw(st.sampled_from(HOSTS))
    ids = st.text(VSCHAR, min_size=1, max_size=5)
    client_id = draw(ids.filter(lambda text: text == text.strip()))
    asked = draw(st.lists(SCOPE, max_size=3))
    value = draw(st.text(B64TOKEN, min_size=1, max_size=30))
    value *= draw(st.sampled_from([1, 1, 100]))
    lifetime = draw(st.one_of(st.none(), st.integers(0, 2**31 - 1)))
    if draw(st.booleans()):
        request = AuthorizationRequest(
            domain, client_id, undocumented_scopes=asked, state="s", scheme=scheme
        )
        granted = draw(st.lists(SCOPE, max_size=3))
        answer = {"access_token": value, "token_type": "bearer", "state": "s"}
        if lifetime is not None:
            answer["expires_in"] = str(lifetime)
        if granted:
            answer["scope"] = " ".join(granted)
        granted_token = request.parse_redirect(
            f"https://a.example/#{urlencode(answer)}", received_at=draw(TIME)
        )
    else:
        granted_token = AccessToken.from_value(
            value,
            domain=domain,
            client_id=client_id,
            scheme=scheme,
            expires_in=lifetime,
            received_at=draw(TIME),
        )
    refresh_token = draw(st.one_of(st.none(), st.text(VSCHAR, min_size=1)))
    return Entry(
        granted_token,
        asked,
        saved_at=draw(TIME),
        refresh_token=None if refresh_token is None else Secret(refresh_token),
        issuer=draw(
            st.sampled_from([None, "https://a.example", "http://[::1]:80/t/%C3%A9"])
        ),
        refresh_sent_at=draw(st.one_of(st.none(), TIME)),
        settings=draw(st.dictionaries(st.text(max_size=5), st.text(max_size=5))),
        more=draw(st.dictionaries(st.sampled_from(["later", "\ud800"]), JSON)),
    )


@pytest.mark.parametrize("kind", PLACES)
@given(st.lists(entries(), min_size=1, max_size=4), st.integers(0, 4))
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_saved_entry_is_returned_equal_among_others(
    kind: str, saved: list[Entry[AccessToken]], damaged_before: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = PLACES[kind](Path(folder, "tokens"))
        kept: dict[object, Entry[AccessToken]] = {}
        notes = 0
        for number, entry in enumerate(saved):
            if number == damaged_before:
                place.open().save(Entry(token("damaged-token"), ["damaged"]))
                place.damage("damaged-token")
                notes = 1
            assert len(place.open().save(entry)) == notes
            kept[entry.key] = entry
            found = place.open().read()
            assert {one.key: one for one in found.entries} == kept
            assert len(found.entries) == len(kept)
            assert len(found.notes) == notes
        place.open().remove(saved[:1])
        del kept[saved[0].key]
        assert {one.key: one for one in place.open().entries()} == kept


def test_schemes_of_one_host_are_two_entries(place: Place) -> None:
    http = Entry(token("http", domain="127.0.0.1:443", scheme="http"), ["roles"])
    https = Entry(token("https", domain="127.0.0.1:443"), ["roles"])
    for entry in (http, https):
        place.open().save(entry)
    found = {
        one.token.reveal(): (one.token.scheme, one.token.domain)
        for one in place.open().entries()
    }
    assert found == {
        "http": ("http", "127.0.0.1:443"),
        "https": ("https", "127.0.0.1"),
    }
    place.open().remove([http])
    assert place.open().entries() == [https]
    # Here, the scheme is the only difference.
    same = [
        Entry(token(scheme, domain="localhost:8080", scheme=scheme))
        for scheme in ("http", "https")
    ]
    for entry in same:
        place.open().save(entry)
    assert place.open().entries() == [https, *same]


def test_members_of_a_later_version_are_kept(place: Place) -> None:
    more = {"later": [1, {"x": None}], "secret": SECRET}
    place.open().save(Entry(token(), ["roles"], more=more))
    place.open().save(Entry(token(client_id="OTHER")))
    [kept, _] = place.open().entries()
    assert kept.more == more


# What an entry takes


@pytest.mark.parametrize(
    ("values", "key", "argument"),
    [
        ({"asked": ["a b"]}, "invalid_scope_token.argument", "asked[0]"),
        ({"asked": ["a", ""]}, "invalid_scope_token.argument", "asked[1]"),
        ({"saved_at": -1}, "invalid_time.range", "saved_at"),
        ({"refresh_sent_at": 1e300}, "invalid_time.range", "refresh_sent_at"),
        *[
            (
                {"refresh_token": Secret(value)},
                "invalid_entry.refresh_token",
                "refresh_token",
            )
            for value in ("", f"{SECRET}\n", f"{SECRET}é")
        ],
        *[
            (
                {"issuer": value},
                "invalid_entry.issuer",
                "issuer",
            )
            for value in (
                "",
                "a.example",
                "http://a.example",
                "https://a.example?x=1",
                "https://a.example#x",
                "https://u@a.example",
                "https://a_b.example",
                "https://a.example/ ",
                "https://a.example/%0",
            )
        ],
    ],
)
def test_wrong_value_of_an_entry_is_rejected(
    values: dict[str, Any], key: str, argument: str
) -> None:
    with pytest.raises(OAuthError) as caught:
        Entry(token(), **values)
    assert raised(caught.value)[:2] == (key, argument)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"token": SECRET}, "token must be an AccessToken, not str"),
        ({"asked": "roles"}, "asked must be a list of names, not a single name"),
        ({"asked": [SECRET.encode()]}, "asked[0] must be a str, not bytes"),
        ({"settings": {"a": 1}}, "settings[a] must be a str, not int"),
        ({"refresh_token": SECRET}, "refresh_token must be a Secret or None, not str"),
        (
            {"refresh_token": Secret(SECRET.encode())},  # type: ignore[arg-type]
            "refresh_token must be a str, not bytes",
        ),
        ({"issuer": 1}, "issuer must be a str, not int"),
    ],
)
def test_wrong_type_of_an_entry_is_a_type_error(
    values: dict[str, Any], message: str
) -> None:
    arguments: dict[str, Any] = {"token": token(), **values}
    with pytest.raises(TypeError) as caught:
        Entry(**arguments)
    assert str(caught.value) == message


def test_entry_shows_no_secret_and_is_frozen() -> None:
    entry = Entry(
        token(), refresh_token=Secret(f"r-{SECRET}"), more={"secret": f"m-{SECRET}"}
    )
    shown = "<Entry of <AccessToken for media.example.com, value not shown>>"
    assert repr(entry) == str(entry) == shown
    assert repr(entry.refresh_token) == "<Secret, not shown>"
    with pytest.raises(AttributeError, match="Entry is frozen"):
        entry.saved_at = 1
    with pytest.raises(AttributeError, match="Entry is frozen"):
        del entry.saved_at


class OtherToken(AccessToken):
    """A class that no store of the package has."""


@pytest.mark.parametrize(
    "entry",
    [
        Entry(token(), more={"later": object()}),
        Entry(token(), more={"later": (1, 2)}),
        Entry(token(), more={"later": float("nan")}),
        Entry(token(), more={"domain": "b.example"}),
        Entry(token(), more={"saved_at": 1}),
        Entry(OtherToken.from_value(SECRET, domain="a.example", client_id="K")),
    ],
    ids=["an object", "a tuple", "NaN", "domain", "saved_at", "another class"],
)
def test_entry_that_would_not_come_back_equal_changes_nothing(
    place: Place, entry: Entry[AccessToken]
) -> None:
    place.open().save(Entry(token(), ["roles"]))
    before = place.text()
    with pytest.raises(OAuthError) as caught:
        place.open().save(entry)
    assert key_of(caught.value) == "invalid_entry.not_reversible"
    assert place.text() == before


@pytest.mark.parametrize(
    ("kind", "size", "limit"),
    [
        ("file", 4_194_304, "4,194,304"),
        ("keyring", 1_280_000, "1,000"),
    ],
)
def test_store_over_its_limit_is_rejected_before_it_is_written(
    tmp_path: Path, kind: str, size: int, limit: str
) -> None:
    place = PLACES[kind](tmp_path / "tokens")
    place.open().save(Entry(token(), ["roles"]))
    almost = Entry(token("a" * (size - 4000)))
    place.open().save(almost)
    before = place.text()
    with pytest.raises(OAuthError) as caught:
        place.open().save(Entry(token("b" * 4000, client_id="OTHER")))
    assert raised(caught.value) == (f"store_full.{kind}", None, {"size": limit})
    assert place.text() == before
    assert almost in place.open().entries()


# Format 1


FORMAT_1 = """{
 "format": 1,
 "tokens": [
  {
   "domain": "media.example.com",
   "client_id": "KEY",
   "asked": ["roles"],
   "saved_at": 1000,
   "access_token": "old-token",
   "scopes": ["roles"],
   "missing": [],
   "extra": [],
   "state_verified": true,
   "expires_in": 3600,
   "expires_at": 4600
  },
  {
   "domain": "127.0.0.1:8080",
   "client_id": "KEY",
   "asked": ["a b"],
   "saved_at": 1000,
   "access_token": "not-readable"
  },
  {
   "domain": "127.0.0.1:8080",
   "client_id": "KEY",
   "asked": [],
   "saved_at": 1001,
   "access_token": "loopback-token",
   "scopes": null,
   "missing": [],
   "extra": [],
   "state_verified": false,
   "expires_in": null,
   "expires_at": null
  }
 ]
}"""


def test_format_1_is_read_and_becomes_format_2_at_the_next_change(place: Place) -> None:
    place.put_format_1(FORMAT_1)
    found = place.open().read()
    old, loopback = found.entries
    assert (old.token.reveal(), old.asked, old.saved_at) == (
        "old-token",
        frozenset({"roles"}),
        1000,
    )
    assert (old.token.scheme, old.token.domain, old.token.expires_at) == (
        "https",
        "media.example.com",
        4600,
    )
    assert old.token.state_verified is True
    assert (old.refresh_token, old.issuer, old.refresh_sent_at) == (None, None, None)
    assert (loopback.token.scheme, loopback.token.domain) == ("https", "127.0.0.1:8080")
    [note] = found.notes
    assert note.startswith("entry 2 of 3 in ")
    assert "not-readable" not in note
    place.open().prepare()
    assert FORMAT_1 in place.text() or json.dumps(FORMAT_1) in place.text()
    new = Entry(token("new"), ["roles"])
    assert len(place.open().save(new)) == 1
    assert set(place.open().entries()) == {new, loopback}
    assert '"format": 1' not in place.text()
    assert "not-readable" in place.text()
    assert "old-token" not in place.text()


def test_format_3_does_not_change(place: Place) -> None:
    place.put_format_1('{"format": 3, "tokens": []}')
    before = place.text()
    store = place.open()
    for attempt in (store.read, store.prepare, lambda: store.save(Entry(token()))):
        with pytest.raises(OAuthError) as caught:
            attempt()
        assert key_of(caught.value) == "store_unavailable.later_version"
    assert place.text() == before


def test_numbers_that_are_no_json_do_not_get_into_the_store(tmp_path: Path) -> None:
    file = tmp_path / "own" / "t.json"
    file.parent.mkdir(mode=0o700)
    file.write_text(
        '{"format": 2, "tokens": [{"a": 1e999, "b": -1e999, "c": NaN, "d": '
        + "9" * 5_000
        + "}]}"
    )
    file.chmod(0o600)
    store = open_store(file)
    token = AccessToken.from_value("tk", domain="a.example", client_id="K")
    store.save(Entry(token))

    def refuse(constant: str) -> object:
        raise AssertionError(constant)

    tokens = json.loads(file.read_text(), parse_constant=refuse)["tokens"]
    assert [set(one) for one in tokens if "a" in one] == [{"a", "b", "c", "d"}]
    assert [one.token.reveal() for one in store.entries()] == ["tk"]


def test_member_that_nests_too_deep_is_an_invalid_entry(tmp_path: Path) -> None:
    token = AccessToken.from_value("tk", domain="a.example", client_id="K")
    deep: object = []
    for _ in range(70):
        deep = [deep]
    store = open_store(tmp_path / "own" / "t.json")
    with pytest.raises(OAuthError) as caught:
        store.save(Entry(token, more={"x": deep}))
    assert caught.value.code == "invalid_entry"
    assert store.entries() == []
