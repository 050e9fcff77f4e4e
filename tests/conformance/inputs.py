"""Random requests and random pasted texts, near enough to real ones to reach every check."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.conformance.both import CONSENTS
from tests.scopes import DOCUMENTED

STATE = "xyz-9"
ODD = st.sampled_from(
    [
        *(
            "",
            " ",
            "\t",
            "\n",
            "\r\n",
            "\u2028",
            "\x00",
            "\x1b[31m",
            "\u202e",
            "\ufeff",
        ),
        *("\x1b[200~", "\x1b[201~", "\x9b201~", "\u00ad", "\u2060", "*", "。", "–"),
        *("&#38;", "&#x26;", "&#61;", "&#10;", "client_id=", "redirect_uri="),
        *("response_type=token", "?client_id=K&", "state=xyz-9", "https://a.b/?"),
        *("%23access_token%3D", "#access-5Ftoken-3D", "%253Fcode%253D", "a.b:80/"),
        *("Authorization: Bearer ", "bearer\t", "perm:"),
        *("\u200b", "\u00a0", "\u3000", "\x85", "\x1c", "…", "...", "%", "%4", "%41"),
        *("%ff", "%C3%A9", "%00", "%0A", "%2B", "+", "&", "&amp;", "=", "#", "?", ";"),
        *("'", '"', "`", "«", "“", "<", ">", "\\", "/", "é", "ß", "漢", "😀", "\ud800"),
        *("a", "Z", "0", ".", "-", "_", "~", ":", ",", "!", ")", "]", "}", "{"),
    ]
)

PLAIN = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=6)
ANY = st.one_of(ODD, ODD, PLAIN, PLAIN, st.text(max_size=6))
TEXT = st.lists(ANY, max_size=8).map("".join)

HOSTS = st.sampled_from(
    [
        *("media.example.com", "MEDIA.Example.COM:443", "a.b:8443", "localhost:8080"),
        *(
            "localhost",
            "127.0.0.1",
            "127.1",
            "0x7f.1",
            "[::1]",
            "[::1]:80",
            "[FE80::1]",
        ),
        *(
            "192.168.0.1",
            "256.1.1.1",
            "1.2.3",
            "a..b",
            "a.b.",
            "-a.b",
            "a_b.c",
            "a.b:0",
        ),
        *("a.b:00443", "a.b:65536", "a.b:", "https://a.b", "a.b/c", "u@a.b", "a.b?c"),
        *(
            "[::1",
            "::1",
            "[1:2]",
            "[::ffff:1.2.3.4]",
            "[::1%25eth0]",
            "münchen.example",
        ),
        *("xn--mnchen-3ya.example", f"{'a' * 63}.example", f"{'a' * 64}.example"),
        ".".join(["abcdefgh"] * 29),
    ]
)
SCOPES = st.sampled_from(
    [
        *DOCUMENTED,
        *("readusersdata", "Roles", "role", "databases", "a b", "", "é"),
        *("constructor", "__proto__", 'a"b', "a\\b", "impersonateUsers"),
    ]
)
REDIRECTS = st.sampled_from(
    [
        *(
            "urn:ietf:wg:oauth:2.0:oob",
            "https://app.example.com/answer?a=b",
            "http://a.b/",
        ),
        *(
            "http://localhost:8080/",
            "https://a.b/#f",
            "javascript:alert(1)",
            "a.b:80/c",
        ),
        *(
            "com.example.app:/back",
            "HTTPS://A.b/%7e",
            "https:///x",
            "https://u@a.b/",
            "",
        ),
        *(
            "http://127.0.0.1:1/",
            "http://[::1]/",
            "https://a.b/ x",
            "https://a.b/é",
            "x",
        ),
    ]
)
NAMES = st.sampled_from(
    [
        "prompt",
        "state",
        "scope",
        "client_id",
        "",
        "a b",
        "é",
        "__proto__",
        "x",
        "toString",
    ]
)


def _odd(usual: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(usual, st.tuples(usual, ANY).map("".join), TEXT)


RIGHT_SCOPES = st.sampled_from(["readUsersData", "roles", "createJobs"])
RIGHT_REQUEST: dict[str, st.SearchStrategy[Any]] = {
    "domain": st.sampled_from(["media.example.com", "A.B:8443", "[2001:db8::1]:444"]),
    "client_id": st.sampled_from(["KEY", "a b&c=d", "100%"]),
    "state": st.sampled_from(["1", STATE, "a+b c/d"]),
    "redirect_uri": st.sampled_from(["https://app.example.com/answer?a=b&c=%20"]),
    "scheme": st.just("https"),
    "scopes": st.lists(RIGHT_SCOPES, max_size=7),
    "undocumented_scopes": st.lists(
        st.sampled_from(["databases", "x:y/z"]), max_size=3
    ),
    "extra_parameters": st.just([["prompt", "log in"], ["é", "漢+😀"]]),
}
ODD_REQUEST: dict[str, st.SearchStrategy[Any]] = {
    "domain": _odd(HOSTS),
    "client_id": _odd(st.just("KEY~1")),
    "state": _odd(st.sampled_from(["1", STATE, "a b&c=d", "x" * 9000])),
    "redirect_uri": _odd(REDIRECTS),
    "scheme": st.sampled_from(["http", "HTTPS", "ftp", "", "constructor"]),
    "scopes": st.lists(_odd(SCOPES), max_size=7),
    "undocumented_scopes": st.lists(_odd(SCOPES), max_size=4),
    "extra_parameters": st.lists(st.tuples(_odd(NAMES), TEXT).map(list), max_size=4),
}


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    """Return the input of a vector that builds a URL, with up to two odd values; it has a state."""
    needed = ["domain", "client_id", "state"]
    keys = {*needed, *draw(st.sets(st.sampled_from(sorted(RIGHT_REQUEST))))}
    odd = draw(st.sets(st.sampled_from(sorted(keys)), max_size=2))
    return {
        key: draw((ODD_REQUEST if key in odd else RIGHT_REQUEST)[key])
        for key in sorted(keys)
    }


VALUES = st.sampled_from(
    [
        *(
            "2YotnFZFEjr1zCsicMWpAA",
            "bearer",
            "Bearer",
            "mac",
            "3600",
            "0",
            "-1",
            "1e3",
        ),
        *(
            "99999999999999999999",
            "3600.0",
            "٣",
            STATE,
            "other",
            "readUsersData",
            "roles",
        ),
        *("readUsersData+roles", "readUsersData%20x", "access_denied", "invalid_scope"),
        *(
            "server_error",
            "constructor",
            "No%20thanks",
            "https://a.b/help",
            "javascript:x",
        ),
        *(
            "a.b-c_d~e/f==",
            "tok en",
            "tok…",
            "tok...",
            "%E2%82%AC",
            "%80",
            "",
            "'x'",
            "x.",
        ),
    ]
)
KEYS = st.sampled_from(
    [
        *("access_token", "token_type", "expires_in", "scope", "state", "error"),
        *("error_description", "error_uri", "code", "foo", "__proto__", "Access_Token"),
        *("access%5Ftoken", "", "id_token", "&amp;state"),
        *("client_id", "redirect_uri", "response_type", "client%5Fid"),
    ]
)
PAIR = st.tuples(KEYS, st.one_of(VALUES, VALUES, TEXT)).map("=".join)
RIGHT = [
    "access_token=2YotnFZFEjr1zCsicMWpAA",
    "token_type=bearer",
    "expires_in=3600",
    f"state={STATE}",
    "scope=readUsersData%20roles",
]
GLUE = st.sampled_from(
    [*("&", "&", "&", "&", "&amp;", "&\n", "\n&", "\n", "\n> &", "&\r\n  ", " & ", ";")]
)
REQUEST = (
    "https://a.b/oauth/authorize?response_type=token&client_id=K"
    f"&redirect_uri=urn:ietf:wg:oauth:2.0:oob&state={STATE}"
)
BEFORE = st.sampled_from(
    [
        *(
            f"{REQUEST}\n",
            f"> {REQUEST}\n> ",
            f"{REQUEST} ",
            f"{REQUEST}&",
            "\x1b[200~",
        ),
        *('<a href="', "**", "`x <", "The response: ", "```json\n", "(", "“"),
        *(
            "",
            "",
            "#",
            "?",
            "https://app.example.com/answer#",
            "http://localhost/?x=1#",
        ),
        *(
            "urn:ietf:wg:oauth:2.0:oob#",
            "Success ",
            "> ",
            '"',
            "«",
            "\ufeff",
            "Title - ",
        ),
        *(
            "https://a.b/#",
            "<https://a.b/#",
            "Approved: ",
            "file:///x#",
            "see https://a.b/?",
        ),
    ]
)
AFTER = st.sampled_from(
    [
        *(f"\n{REQUEST}", f" {REQUEST}", f"&x={REQUEST}", "\x1b[201~", '">here</a>'),
        *(
            "**",
            ">`_",
            "。",
            "”and",
            "\nWhat was granted\nreadUsersData",
            "\n```",
            "</p>",
        ),
        *(
            "",
            "",
            "\n",
            ">",
            '"',
            ".",
            ",",
            ")",
            " - Mozilla Firefox",
            " – Edge",
            " done",
        ),
        *(
            "…",
            "...",
            "\n\nSent from my phone",
            "&",
            "#",
            " https://a.b/#access_token=x",
        ),
    ]
)


@st.composite
def answers(draw: st.DrawFn) -> str:
    """Return text that a user might have copied: a valid response, often with a change."""
    pairs = list(draw(st.permutations(RIGHT)))
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 2, 4]))):
        place = draw(st.integers(0, len(pairs)))
        pairs[place : place + draw(st.integers(0, 1))] = [draw(PAIR)]
    glue = "&" if draw(st.booleans()) else None
    text = pairs[0]
    for pair in pairs[1:]:
        text += (glue or draw(GLUE)) + pair
    whole = draw(BEFORE) + text + draw(AFTER)
    if draw(st.integers(0, 9)) == 0:
        whole += "&x=" + draw(
            st.sampled_from(["a", "\u20ac", "\ufffd", "\U0001f600"])
        ) * (
            draw(st.sampled_from([4_095, 1_023])) - len(whole.encode(errors="replace"))
        )
    if draw(st.integers(0, 3)) == 0:
        place = draw(st.integers(0, len(whole)))
        whole = whole[:place] + draw(ANY) + whole[place:]
    return whole


JSON_VALUES = st.sampled_from(
    [
        *(
            '"2YotnFZFEjr1zCsicMWpAA"',
            '"bearer"',
            "3600",
            "3600.0",
            "3.6e3",
            "1.5",
            "null",
        ),
        *(
            "true",
            "[]",
            "{}",
            '"3600"',
            "-1",
            "1e400",
            "NaN",
            f'"{STATE}"',
            '"\\ud800"',
        ),
        *(
            '"a\\u0000b"',
            '"readUsersData roles"',
            "99999999999999999999",
            "0123",
            "''",
            "",
        ),
        *(
            "9007199254740991",
            "9007199254740993",
            '"access_denied"',
            '"a…"',
            "[[[[1]]]]",
            '{"a": {"b": 1}}',
            "-0",
            "1E3",
            "Infinity",
        ),
    ]
)


@st.composite
def json_answers(draw: st.DrawFn) -> str:
    """Return a JSON object as a server might have shown it, complete or not."""
    right = [
        '"access_token": "2YotnFZFEjr1zCsicMWpAA"',
        '"token_type": "bearer"',
        f'"state": "{STATE}"',
    ]
    key = KEYS.map(lambda name: f'"{name}"')
    member = st.tuples(key, JSON_VALUES).map(": ".join)
    members = [*right[: draw(st.integers(1, 3))], *draw(st.lists(member, max_size=2))]
    text = (
        "{" + draw(st.sampled_from([", ", ",", ",\n  ", ",", ",,"])).join(members) + "}"
    )
    around = st.sampled_from(
        [
            *("", "", "", " ", "\n", "x", "…", '"', "The response: ", "\n```", "{x} "),
            *(f"{REQUEST}\n", "#code=1 ", ' {"error": "e"}', "{"),
        ]
    )
    return draw(around) + text + draw(around)


TIMES = st.one_of(
    *[st.just(1_700_000_000)] * 6,
    st.sampled_from(
        [0, 0.5, -0.5, -1, 253402300799, 253402300799.5, 1_700_000_000_000]
    ),
    st.integers(-(2**53), 2**53),
)


@st.composite
def readings(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Return an operation that reads a response, and its input."""
    op = draw(st.sampled_from(["parse_pasted", "parse_pasted", "parse_redirect"]))
    text = draw(st.one_of(answers(), answers(), answers(), json_answers(), TEXT))
    given: dict[str, Any] = {
        "text" if op == "parse_pasted" else "uri": text,
        "state": draw(st.sampled_from([STATE, STATE, STATE, "3600", "xyz-9012345"])),
        "received_at": draw(TIMES),
        "scopes": ["readUsersData", "roles"],
    }
    for consent in CONSENTS:
        if draw(st.booleans()):
            given[consent] = True
    return op, given
