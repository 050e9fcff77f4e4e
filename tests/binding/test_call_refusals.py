"""A refused call is an error with the API's own words, of any size and form."""

from __future__ import annotations

import copy
import gzip
import pickle
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import requests
from imagen_oauth import AccessToken, ApiError, OAuthError, httpx_auth, requests_auth
from imagen_oauth._runtime.http import messages
from imagen_oauth._runtime.http.challenges import bearer_challenge
from requests.adapters import HTTPAdapter

from tests.binding.clients import CALLS, KEY, SECRET, Call, Got, token_of
from tests.binding.loopback import Reply, serving
from tests.rows import each_row
from tests.timing import in_time

calls = each_row("call", CALLS.values(), ids=list(CALLS))
LIMIT = 30.0
Said = tuple[str | None, str | None, str | None]
NO_PROXIES = {"no_proxy": "127.0.0.1"}
NOTHING: Said = (None, None, None)


def refusal(call: Call, reply: Reply, method: str = "GET") -> ApiError:
    """Return the error that a call raises whose answer is reply."""
    with serving(lambda _: reply) as server, pytest.raises(ApiError) as caught:
        call(token_of(server.host), server.url(), method=method)
    return caught.value


def said(error: ApiError) -> Said:
    return error.api_code, error.server_message, error.details


XML = (
    b'<?xml version="1.0" encoding="utf-8"?>\n'
    b"<Error><Code>InvalidToken</Code><Message>The token is no longer valid.</Message>"
    b"<Details>It ended at <b>noon</b>.</Details></Error>"
)
JSON = b'{"Error": {"Message": "No such record.", "Details": "Record 7"}}'


@calls
def test_xml_form_is_read(call: Call) -> None:
    error = refusal(call, Reply(401, {"Content-Type": "text/xml"}, XML))
    assert isinstance(error, OAuthError)
    assert (error.code, error.status) == ("api_refused", 401)
    assert said(error) == (
        "InvalidToken",
        "The token is no longer valid.",
        "It ended at noon.",
    )
    assert "status 401" in error.message
    assert error.hint == messages.API_REFUSED_UNAUTHORIZED[2]


@calls
def test_json_form_is_read(call: Call) -> None:
    error = refusal(call, Reply(403, {"Content-Type": "application/json"}, JSON))
    assert (error.code, error.status) == ("api_refused", 403)
    assert said(error) == (None, "No such record.", "Record 7")
    assert error.hint == messages.API_REFUSED_FORBIDDEN[2]


@calls
@each_row("status", [400, 404, 409, 422, 429, 500, 503, 599])
@each_row("method", ["GET", "HEAD", "POST"])
def test_each_status_of_400_or_more_is_an_error(
    call: Call, status: int, method: str
) -> None:
    error = refusal(call, Reply(status, body=b""), method)
    assert (error.status, said(error)) == (status, NOTHING)
    assert f"status {status}" in error.message
    assert error.hint == messages.API_REFUSED_OTHER[2]


@calls
@each_row("status", [200, 201, 204, 206, 300, 302, 304])
def test_lower_status_is_returned_as_it_is(call: Call, status: int) -> None:
    body = b"" if status in (204, 304) else XML
    with serving(lambda _: Reply(status, body=body)) as server:
        got = call(token_of(server.host), server.url())
    assert got == Got(status, body.decode())


BOMB = b"".join(
    [
        b'<?xml version="1.0"?><!DOCTYPE Error [<!ENTITY a "xxxxxxxxxx">',
        *(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8)),
        b"]><Error><Message>&i;</Message></Error>",
    ]
)
FILE = (
    b'<!DOCTYPE Error [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    b"<Error><Message>&a;</Message></Error>"
)


@each_row(
    ("body", "expected"),
    [
        (b"", NOTHING),
        (b"Not for you.", NOTHING),
        (b"<!DOCTYPE html><html><body>Error</body></html>", NOTHING),
        (b"<html><body>Error</body></html>", NOTHING),
        (b"<!DOCTYPE Error><Error><Message>m</Message></Error>", NOTHING),
        (BOMB, NOTHING),
        (FILE, NOTHING),
        (b"<Error><Message>&undefined;</Message></Error>", NOTHING),
        (b"<Error><Message>cut", NOTHING),
        (b"<Error><Message>m</Message></Error><Error/>", NOTHING),
        (b"<Errors><Message>m</Message></Errors>", NOTHING),
        (b"<error><message>m</message></error>", NOTHING),
        (b"<r><Error><Message>m</Message></Error></r>", NOTHING),
        (b"<Error/>", NOTHING),
        (b"<Error><Message/><Code> </Code></Error>", NOTHING),
        (
            b"<Error><Message>a &lt;b&gt; &amp; c</Message></Error>",
            (None, "a <b> & c", None),
        ),
        (b"<Error><Message><![CDATA[<m>]]></Message></Error>", (None, "<m>", None)),
        (b"<Error><Inner><Message>m</Message></Inner></Error>", NOTHING),
        (b"\xef\xbb\xbf \n<Error><Message>m</Message></Error>", (None, "m", None)),
        (b"\xef\xbb\xbf<Error><Message>m</Message></Error>", (None, "m", None)),
        (
            '<?xml version="1.0" encoding="utf-16"?><Error><Code>7</Code></Error>'.encode(
                "utf-16"
            ),
            ("7", None, None),
        ),
        (b'<?xml version="1.0" encoding="klingon"?><Error/>', NOTHING),
        (
            b'<Error xmlns="urn:x"><Message>m</Message><x:Code xmlns:x="urn:y">1</x:Code></Error>',
            ("1", "m", None),
        ),
        (b"<a>" * 9000 + b"</a>" * 9000, NOTHING),
        (b"{}", NOTHING),
        (b"[]", NOTHING),
        (b'{"Error": "m"}', NOTHING),
        (b'{"Error": ["Message", "m"]}', NOTHING),
        (b'{"Error": {"Message": ["m"], "Details": {"a": 1}}}', NOTHING),
        (b'{"Error": {"Message": 7, "Details": true}}', (None, "7", None)),
        (b'{"Error": {"Message": null, "Code": "not documented"}}', NOTHING),
        (b'{"Message": "m"}', NOTHING),
        (b'{"Error": {"Message": "cut', NOTHING),
        (b'{"Error": {"Message": "\\ud800"}}', (None, "?", None)),
        (b'\xef\xbb\xbf {"Error": {"Message": "m"}}', (None, "m", None)),
        (b'{"Error": {"Message": "\xff"}}', (None, "\ufffd", None)),
        (b'{"a":' * 9000 + b"1" + b"}" * 9000, NOTHING),
        (b'{"Error": {"Message": ' + b"9" * 5000 + b"}}", None),
    ],
    ids=range(38),
)
def test_body_of_another_form_says_nothing(body: bytes, expected: Said | None) -> None:
    error = refusal(CALLS["httpx"], Reply(400, body=body))
    if expected is not None:
        assert said(error) == expected
    assert (error.code, error.status) == ("api_refused", 400)


@calls
def test_texts_are_safe_to_show(call: Call) -> None:
    message = "\\u001b[31mred\\u001b[0m\\u0007 \\u202etxt.exe\\r\\nnext " + "x" * 2000
    body = f'{{"Error": {{"Message": "{message}", "Details": " \\t "}}}}'.encode()
    error = refusal(call, Reply(400, body=body))
    assert error.server_message == ("red txt.exe next " + "x" * 2000)[:1000]
    assert error.details is None


@calls
def test_texts_do_not_repeat_the_token_or_the_key(call: Call) -> None:
    split = f"{SECRET[:5]}\\u0000{SECRET[5:]}"
    body = (
        f'{{"Error": {{"Message": "{SECRET} of {KEY}", "Details": "{split}"}}}}'
    ).encode()
    error = refusal(call, Reply(401, body=body))
    assert error.server_message == "(not shown) of (not shown)"
    assert error.details == "(not shown)"


@calls
def test_body_at_the_limit_is_read_and_a_longer_one_is_not(call: Call) -> None:
    start, end = b"<Error><Message>", b"</Message></Error>"
    at_limit = start + b"x" * (65_536 - len(start) - len(end)) + end
    assert refusal(call, Reply(400, body=at_limit)).server_message == "x" * 1000
    longer = start + b"x" + at_limit[len(start) :]
    assert refusal(call, Reply(400, body=longer)).server_message is None


@calls
def test_body_without_end_is_not_read_to_its_end(call: Call) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 4096

    assert said(refusal(call, Reply(403, body=endless()))) == NOTHING


@calls
def test_compressed_body_counts_as_it_unpacks(call: Call) -> None:
    gzipped = {"Content-Encoding": "gzip"}
    reply = Reply(400, gzipped, gzip.compress(XML))
    assert refusal(call, reply).api_code == "InvalidToken"
    large = b"<Error><Message>" + b"x" * 10_000_000
    assert said(refusal(call, Reply(400, gzipped, gzip.compress(large)))) == NOTHING


@calls
@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_body_that_cannot_be_unpacked_says_nothing(call: Call, encoding: str) -> None:
    reply = Reply(401, {"Content-Encoding": encoding}, b"\xff\x00 not compressed")
    error = refusal(call, reply)
    assert (error.status, said(error)) == (401, NOTHING)


def test_stream_is_not_read_before_the_caller_reads_it() -> None:
    pieces = [b"first", b"second"]
    with serving(lambda _: Reply(body=iter(pieces))) as server:
        token = token_of(server.host)
        with (
            httpx_auth.attach(httpx.Client(trust_env=False), token) as client,
            client.stream("GET", server.url()) as response,
        ):
            assert not response.is_stream_consumed
            assert response.read() == b"firstsecond"
        with (
            requests_auth.attach(requests.Session(), token) as session,
            session.get(
                server.url(), stream=True, timeout=LIMIT, proxies=NO_PROXIES
            ) as answer,
        ):
            assert answer.raw.tell() == 0
            assert answer.content == b"firstsecond"


def test_error_of_a_stream_is_raised_too() -> None:
    with serving(lambda _: Reply(404, body=XML)) as server:
        token = token_of(server.host)
        with (
            httpx_auth.attach(httpx.Client(trust_env=False), token) as client,
            pytest.raises(ApiError),
            client.stream("GET", server.url()),
        ):
            pass
        with (
            requests_auth.attach(requests.Session(), token) as session,
            pytest.raises(ApiError),
        ):
            session.get(server.url(), stream=True, timeout=LIMIT, proxies=NO_PROXIES)


def test_client_works_after_an_error() -> None:
    replies = [Reply(403, body=b"x" * 200_000), Reply(body=b"fine")]
    with serving(lambda _: replies.pop(0)) as server:
        limits = httpx.Limits(max_connections=1)
        with httpx.Client(trust_env=False, timeout=LIMIT, limits=limits) as client:
            httpx_auth.attach(client, token_of(server.host))
            with pytest.raises(ApiError):
                client.get(server.url())
            assert client.get(server.url()).text == "fine"


def test_connection_of_a_rejected_call_is_released() -> None:
    answered: list[requests.Response] = []

    class Keeping(HTTPAdapter):
        def send(self, *args: Any, **options: Any) -> requests.Response:
            answered.append(super().send(*args, **options))
            return answered[-1]

    with (
        serving(lambda _: Reply(403, body=b"x" * 200_000)) as server,
        requests.Session() as session,
    ):
        session.trust_env = False
        session.mount("http://", Keeping())
        requests_auth.attach(session, token_of(server.host))
        with pytest.raises(ApiError):
            session.get(server.url(), timeout=LIMIT)
    assert [one.raw.closed for one in answered] == [True]


def test_copies_of_the_error_are_whole() -> None:
    error = refusal(CALLS["httpx"], Reply(401, body=XML))
    for copied in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert isinstance(copied, ApiError)
        assert vars(copied) == vars(error)
        assert str(copied) == str(error)


# The header WWW-Authenticate


def challenge_of(error: ApiError) -> Said:
    return error.error, error.error_description, error.scope


EXPIRED: Said = ("invalid_token", "The token expired", None)


@calls
def test_challenge_of_the_header_is_in_the_error(call: Call) -> None:
    field = (
        'Basic realm="a, b", Bearer realm="API", ERROR="insufficient_scope", '
        'error_description="Ask \\"again\\"", scope="a.b c"'
    )
    error = refusal(call, Reply(403, {"WWW-Authenticate": field}, XML))
    assert challenge_of(error) == ("insufficient_scope", 'Ask "again"', "a.b c")
    assert error.api_code == "InvalidToken"
    assert str(error) == f"{error.message}: {error.hint} [api_refused]"
    for text in ("insufficient", "again", "a.b", "longer valid", "InvalidToken"):
        assert text not in f"{error}{error!r}{error.args}"
    for copied in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert challenge_of(copied) == challenge_of(error)


@calls
def test_challenge_is_safe_to_show_and_does_not_repeat_secrets(call: Call) -> None:
    field = (
        f'Bearer error={KEY}, error_description="of {SECRET}{"x" * 2000}", scope="\t"'
    )
    error = refusal(call, Reply(401, {"WWW-Authenticate": field}))
    description = f"of (not shown){'x' * 2000}"[:1000]
    assert challenge_of(error) == ("(not shown)", description, None)


@each_row(
    ("field", "expected"),
    [
        ("", NOTHING),
        ("Bearer", NOTHING),
        ("bearer", NOTHING),
        ('Bearer error="invalid_token",error_description="The token expired"', EXPIRED),
        ('BEARER Error=invalid_token , Error_Description="The token expired"', EXPIRED),
        (
            'Bearer error = "invalid_token"\t,, error_description= "The token expired",',
            EXPIRED,
        ),
        (
            'Bearer realm="a" error="invalid_token" error_description="The token expired"',
            EXPIRED,
        ),
        (
            (
                ', Bearer realm="\\"error=\\"no\\", Bearer error=no", error="invalid_token", '
                'error_description="The \\token expired"'
            ),
            EXPIRED,
        ),
        (
            (
                'Negotiate YII+/a==, Bearer error="invalid_token", '
                'error_description="The token expired", Digest nonce="a", error="no"'
            ),
            EXPIRED,
        ),
        (
            (
                'Bearer, Bearer realm="a", Bearer error=invalid_token, '
                'error_description="The token expired", Bearer error=other'
            ),
            EXPIRED,
        ),
        ('Bearer scope="a b"', (None, None, "a b")),
        ('Bearer error="", scope=""', NOTHING),
        ("Bearer YII+/a==", NOTHING),
        ("Bearer error=", NOTHING),
        ('Basic error="a", MyBearer error="a", Bearer-2 error="a"', NOTHING),
        ('Basic realm="Bearer error=a"', NOTHING),
        ('Bearer error="a', NOTHING),
        ('Bearer error="a"b', NOTHING),
        ('Bearer error="a\\"', NOTHING),
        ('Bearer error=a, error="b"', NOTHING),
        ("Bearer error=a, ERROR=a", NOTHING),
        ('Bearer error=a, "b", error_description=c', ("a", None, None)),
        ('error="a"', NOTHING),
        ("=, Bearer error=a", NOTHING),
    ],
)
def test_only_the_bearer_challenge_is_read(field: str, expected: Said) -> None:
    found = bearer_challenge(field)
    names = ("error", "error_description", "scope")
    assert tuple(found.get(name) or None for name in names) == expected


@pytest.mark.parametrize(
    "field",
    [
        "Bearer " + 'a="' * 30_000,
        "a" * 65_536,
        "Bearer a=" + "\\" * 65_000,
        " ," * 30_000,
    ]
    + ["Bearer " * 9_000, "Bearer a=b " * 6_000, 'Bearer e="' + "\\a" * 30_000],
)
def test_any_field_is_read_in_time(field: str) -> None:
    in_time(lambda: bearer_challenge(field))


@calls
def test_token_of_any_characters_is_sent_unchanged(call: Call) -> None:
    value = "".join(map(chr, range(0x21, 0x7F)))
    with serving(lambda _: Reply()) as server:
        token = AccessToken.from_value(
            value, domain=server.host, client_id=KEY, any_characters=True
        )
        assert call(token, server.url()).status == 200
        (seen,) = server.seen
    assert seen.credentials == (KEY, f"Bearer {value}")
