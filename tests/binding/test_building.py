"""The authorization request: its URL, and what it refuses to build one from."""

from __future__ import annotations

import os
import pickle
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imagen_oauth import OUT_OF_BAND, AuthorizationRequest, OAuthError, Scope
from imagen_oauth._runtime import hosts

from tests.binding.raised import key_of, raised
from tests.rows import each_row
from tests.unit.specs import REAL_SPEC, parsed

KEY = "SECRET-KEY"
LABEL = "a" * 63
"""The longest label; a whole name has at most 253 characters (RFC 1035 §2.3.4)."""


def make(domain: str = "media.example.com", **values: Any) -> AuthorizationRequest:
    arguments: dict[str, Any] = {"client_id": KEY, "state": "1", **values}
    return AuthorizationRequest(domain, **arguments)


def refusal(**values: Any) -> OAuthError:
    with pytest.raises(OAuthError) as caught:
        make(**values)
    return caught.value


def test_documented_example() -> None:
    request = AuthorizationRequest(
        "media.example.com",
        "YOUR_API_KEY",
        [Scope.READ_USERS_DATA, Scope.MODIFY_USERS_DATA],
        state="1",
    )
    assert request.url == (
        "https://media.example.com/oauth/authorize?response_type=token"
        "&client_id=YOUR_API_KEY&redirect_uri=urn:ietf:wg:oauth:2.0:oob&state=1"
        "&scope=readUsersData%20modifyUsersData"
    )


def test_what_was_given_can_be_read_back() -> None:
    request = make(
        "MEDIA.example.com:0443",
        scopes=["roles"],
        undocumented_scopes=["files"],
        extra_parameters={"lang": "fr"},
    )
    assert request.domain == "media.example.com"
    assert request.client_id == KEY
    assert request.redirect_uri == OUT_OF_BAND
    assert request.state == "1"
    assert request.scopes == ("roles", "files")
    assert request.extra_parameters == (("lang", "fr"),)
    assert request.scheme == "https"


def test_names_of_extra_parameters_are_encoded_as_their_values_are() -> None:
    plain = make().url
    extra = {"a b&c=\u00e9#%+": "x&y=\u00e9", "ui.lang-x_1": "fr"}
    assert make(extra_parameters=extra).url == (
        f"{plain}&a%20b%26c%3D%C3%A9%23%25%2B=x%26y%3D%C3%A9&ui.lang-x_1=fr"
    )


@pytest.mark.parametrize(
    "extra",
    [{"a": "1", "b": "2"}, [("a", "1"), ("b", "2")], (("a", "1"), ("b", "2"))],
)
def test_extra_parameters_are_a_mapping_or_pairs(extra: Any) -> None:
    assert make(extra_parameters=extra).url == f"{make().url}&a=1&b=2"


@pytest.mark.parametrize("extra", [{}, [], ()])
def test_no_extra_parameters_change_nothing(extra: Any) -> None:
    assert make(extra_parameters=extra).url == make().url


def test_random_states_have_128_bits_and_differ() -> None:
    states = {AuthorizationRequest("a.example", KEY).state for _ in range(100)}
    assert len(states) == 100
    assert {len(bytes.fromhex(state)) for state in states} == {16}


def test_random_state_needs_a_source_of_random_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(_: int) -> bytes:
        raise NotImplementedError

    monkeypatch.setattr(os, "urandom", missing)
    with pytest.raises(OAuthError) as caught:
        AuthorizationRequest("a.example", KEY)
    error = caught.value
    assert (error.code, error.argument) == ("no_random_source", None)
    assert error.message == "no source of secure random numbers is available"
    assert error.hint == "use a current runtime, or pass state"
    assert AuthorizationRequest("a.example", KEY, state="s").state == "s"


RELATIVE = (
    "start with a scheme such as https://, and write spaces and non-ASCII characters "
    "as %XX"
)


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        (
            {"client_id": " K"},
            "client_id starts or ends with a space",
            "remove the space",
        ),
        (
            {"redirect_uri": "https://bücher.example/cb"},
            "redirect_uri has a host that is not ASCII",
            "write its xn-- form",
        ),
        (
            {"redirect_uri": "http://localhost:99999/cb"},
            "redirect_uri has a port that is not from 1 to 65535",
            "write the port at which the application receives the redirect",
        ),
        (
            {"redirect_uri": "https://a.example/ü"},
            "redirect_uri is not an absolute URI",
            RELATIVE,
        ),
        (
            {"redirect_uri": "/ü://ü"},
            "redirect_uri is not an absolute URI",
            RELATIVE,
        ),
    ],
)
def test_hint_says_how_to_write_the_value(
    given: dict[str, str], message: str, hint: str
) -> None:
    with pytest.raises(OAuthError) as caught:
        make(**given)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_requests_are_equal_by_url_and_keep_it_when_pickled() -> None:
    assert make() == make("MEDIA.EXAMPLE.COM:443")
    assert hash(make()) == hash(make("MEDIA.EXAMPLE.COM:443"))
    assert make() != make(state="2")
    assert pickle.loads(pickle.dumps(make(scopes=["roles"]))) == make(scopes=["roles"])


def test_repr_shows_neither_key_nor_state() -> None:
    assert repr(make()) == (
        "<AuthorizationRequest https://media.example.com/oauth/authorize?...>"
    )


def test_each_scope_is_once_in_the_order_of_the_spec() -> None:
    request = make(
        scopes=[Scope.MODIFY_ROLES, "readUsersData", "modifyRoles"],
        undocumented_scopes=["files", "roles", "databases", "files"],
    )
    assert request.scopes == (
        "readUsersData",
        "roles",
        "modifyRoles",
        "files",
        "databases",
    )


@pytest.mark.parametrize(
    ("domain", "host"),
    [
        ("localhost", "localhost"),
        ("example.com:00443", "example.com"),
        ("example.com:80", "example.com:80"),
        ("example.com:65535", "example.com:65535"),
        ("127.0.0.1", "127.0.0.1"),
        ("203.0.113.249", "203.0.113.249"),
        ("[::1]", "[::1]"),
        ("[2001:DB8:0:0:0:0:0:1]:8443", "[2001:db8:0:0:0:0:0:1]:8443"),
        ("[::FFFF:192.0.2.1]", "[::ffff:192.0.2.1]"),
        ("[1:2:3:4:5:6:7::]", "[1:2:3:4:5:6:7::]"),
        ("[1:2:3:4:5:6:192.0.2.1]", "[1:2:3:4:5:6:192.0.2.1]"),
        ("a" * 63 + ".example", "a" * 63 + ".example"),
        ("A" * 61 + f".{LABEL}" * 3, "a" * 61 + f".{LABEL}" * 3),
        ("0xyz.example.0xyz", "0xyz.example.0xyz"),
        ("a.1.example2", "a.1.example2"),
    ],
)
def test_domain_is_normalised(domain: str, host: str) -> None:
    assert make(domain).domain == host


@each_row(
    ("domain", "code"),
    [
        ("", "domain_empty"),
        ("https://example.com", "domain_has_scheme"),
        ("//example.com", "domain_has_scheme"),
        ("https://user@example.com", "domain_has_scheme"),
        ("user@example.com/path", "domain_has_userinfo"),
        ("https:/example.com", "domain_has_path"),
        ("example.com\\x", "domain_has_path"),
        ("example.com ", "domain_bad_chars"),
        ("example.com\x7f", "domain_bad_chars"),
        ("example\u3002com", "domain_not_ascii"),
        ("example.com\u00a0", "domain_not_ascii"),
        ("[::1]x", "domain_bad_ipv6"),
        ("[::1%25eth0]", "domain_bad_ipv6"),
        ("[1:2:3:4:5:6:7:8::]", "domain_bad_ipv6"),
        ("[1::2::3]", "domain_bad_ipv6"),
        ("[1:2:3:4:5:6:7]", "domain_bad_ipv6"),
        ("[::127.1]", "domain_bad_ipv6"),
        ("[1.2.3.4::]", "domain_bad_ipv6"),
        ("[:::]", "domain_bad_ipv6"),
        ("[]", "domain_bad_ipv6"),
        ("[::1", "domain_bad_ipv6"),
        ("::1]", "domain_bad_ipv6"),
        ("[example.com", "domain_bad_ipv6"),
        ("example.com]", "domain_bad_ipv6"),
        ("[::1]:8080]", "domain_bad_port"),
        ("::1", "domain_bad_ipv6"),
        ("2001:db8::1", "domain_bad_ipv6"),
        ("a[::1]", "domain_bad_ipv6"),
        ("[1:2:3:4:5:6:7:g]", "domain_bad_ipv6"),
        ("example.com:", "domain_bad_port"),
        ("example.com:0", "domain_bad_port"),
        ("example.com:65536", "domain_bad_port"),
        ("example.com:" + "9" * 5000, "domain_bad_port"),
        ("example.com:80:80", "domain_bad_port"),
        ("cafe:80:x", "domain_bad_port"),
        ("[::1]:", "domain_bad_port"),
        ("example.com.", "domain_trailing_dot"),
        ("1.2.3.256", "domain_bad_ipv4"),
        ("1.2.3.04", "domain_bad_ipv4"),
        ("example.0x", "domain_bad_ipv4"),
        ("1.2.3.4.5", "domain_bad_ipv4"),
        ("your_domain.com", "domain_bad_label"),
        ("a" * 64 + ".example", "domain_bad_label"),
        ("a" * 62 + f".{LABEL}" * 3, "domain_bad_label"),
        ("example-.com", "domain_bad_label"),
        (":80", "domain_bad_label"),
    ],
)
def test_domain_is_rejected(domain: str, code: str) -> None:
    assert refusal(domain=domain).code == code


@pytest.mark.parametrize(
    ("domain", "suggestion"),
    [
        ("https://Example.com:8443/x", "example.com:8443"),
        ("example.com/", "example.com"),
        ("https://localhost/", "localhost"),
        ("http://example.com/", "example.com"),
        ("x-http://localhost/", "localhost"),
        ("example.com:443/", "example.com"),
        ("SeCrEt.KeY/abc", None),
        ("example.com.", "example.com"),
        ("b\u00fccher.example", "xn--bcher-kva.example"),
        ("fa\u00df.example", "xn--fa-hia.example"),
        ("https://SECRETKEY/", None),
        ("https://user:password@example.com", None),
        ("user:password@example.com", None),
        ("\uff45xample.com", None),
        ("example.com//x", "example.com"),
        ("1http://h.example", None),
        ("example.com..", None),
        ("a" + "." * 5000, None),
    ],
)
def test_hint_suggests_a_domain_and_echoes_nothing_else(
    domain: str, suggestion: str | None
) -> None:
    error = raised(refusal(domain=domain))
    assert error.argument == "domain"
    assert error.values.get("suggestion") == suggestion


def test_ascii_form_of_what_is_too_long_for_a_name_is_not_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def recorded(label: str) -> str:
        asked.append(label)
        return ""

    monkeypatch.setattr(hosts, "_ascii_label", recorded)
    assert refusal(domain="\u00e9" * 254).code == "domain_not_ascii"
    assert asked == []
    assert refusal(domain="\u00e9" * 253).code == "domain_not_ascii"
    assert asked == ["\u00e9" * 253]


@pytest.mark.parametrize(
    "domain", ["localhost:8080", "127.9.9.9", "[0:0::1]:8080", "[::0.0.0.1]"]
)
def test_http_to_this_machine(domain: str) -> None:
    url = make(domain, scheme="http").url
    assert url.startswith(f"http://{domain}/oauth/authorize?")


def test_default_port_is_that_of_the_scheme() -> None:
    assert make("localhost:80", scheme="http").domain == "localhost"
    assert make("localhost:443", scheme="http").domain == "localhost:443"


@each_row(
    ("values", "code"),
    [
        ({"scheme": "http"}, "insecure_transport"),
        ({"scheme": "http", "domain": "[::ffff:127.0.0.1]"}, "insecure_transport"),
        ({"scheme": "http", "domain": "[::]"}, "insecure_transport"),
        ({"scheme": "http", "domain": "[::2]"}, "insecure_transport"),
        ({"scheme": "http", "domain": "[::0.1.0.1]"}, "insecure_transport"),
        ({"scheme": "http", "domain": "126.255.255.255"}, "insecure_transport"),
        ({"scheme": "http", "domain": "128.0.0.1"}, "insecure_transport"),
        ({"scheme": "HTTPS"}, "bad_scheme"),
        ({"scheme": "ftp"}, "bad_scheme"),
        ({"client_id": ""}, "client_id_empty"),
        ({"client_id": "a\x7f"}, "invalid_client_id"),
        ({"client_id": "a\n"}, "invalid_client_id"),
        ({"state": ""}, "state_empty"),
        ({"state": "\u00e9"}, "invalid_state"),
        ({"redirect_uri": ""}, "redirect_uri_empty"),
        ({"redirect_uri": "https://a.example/#x"}, "redirect_uri_fragment"),
        ({"redirect_uri": "/cb"}, "invalid_redirect_uri"),
        ({"redirect_uri": "https:"}, "invalid_redirect_uri"),
        ({"redirect_uri": "https://a.example/%zz"}, "invalid_redirect_uri"),
        ({"redirect_uri": "https://a.example/%4"}, "invalid_redirect_uri"),
        ({"redirect_uri": " https://a.example/"}, "invalid_redirect_uri"),
        ({"redirect_uri": "https://a.example/\u00e9"}, "invalid_redirect_uri"),
        ({"redirect_uri": "https://a.example:99999/"}, "invalid_redirect_uri"),
        ({"redirect_uri": "https://a.example:0?b"}, "invalid_redirect_uri"),
        ({"redirect_uri": "https://a.example:8o80/"}, "invalid_redirect_uri"),
        ({"redirect_uri": "http://localhost:65536"}, "invalid_redirect_uri"),
        ({"redirect_uri": "http://localhost:/a"}, "invalid_redirect_uri"),
        ({"redirect_uri": "http://[::1]:65536/a"}, "invalid_redirect_uri"),
        ({"redirect_uri": "http://a.example/"}, "insecure_transport"),
        ({"redirect_uri": "HTTP://a.example/"}, "insecure_transport"),
        ({"redirect_uri": "http://localhost@a.example/"}, "insecure_transport"),
        ({"redirect_uri": "http://localhost.a.example/"}, "insecure_transport"),
        ({"redirect_uri": "http:/localhost"}, "insecure_transport"),
        ({"redirect_uri": "http:/x?http://localhost/"}, "insecure_transport"),
        ({"redirect_uri": "http://a_b/"}, "insecure_transport"),
        ({"scopes": ["files"]}, "unknown_scope"),
        ({"undocumented_scopes": ["a\\b"]}, "invalid_scope_token"),
        ({"extra_parameters": [("scope", "x")]}, "reserved_param"),
        ({"extra_parameters": [("a", "1"), ("a", "1")]}, "duplicate_param"),
        ({"extra_parameters": [("", "1")]}, "param_empty"),
        ({"extra_parameters": {"\ud800": "1"}}, "invalid_param_chars"),
        ({"extra_parameters": {"a": "x" * 8000}}, "url_too_long"),
    ],
)
def test_value_is_rejected(values: dict[str, Any], code: str) -> None:
    assert refusal(**values).code == code


def test_url_of_8000_characters_is_the_longest() -> None:
    short = len(make(extra_parameters={"a": "x"}).url)
    assert len(make(extra_parameters={"a": "x" * (8001 - short)}).url) == 8000
    assert refusal(extra_parameters={"a": "x" * (8002 - short)}).code == "url_too_long"


@pytest.mark.parametrize(
    "uri",
    ["http://localhost:8/cb", "http://[::1]/", "myapp:/cb", "com.example.app:/cb"],
)
def test_redirect_uri_of_an_installed_application(uri: str) -> None:
    assert make(redirect_uri=uri).redirect_uri == uri


@pytest.mark.parametrize(
    "uri",
    [
        "https://a.example",
        "http://localhost",
        "https://a.example/data:,x",
        "https://a.example/?u=http://b.example/",
        "com.example.app:/https:",
    ],
)
def test_redirect_uri_may_hold_others(uri: str) -> None:
    assert make(redirect_uri=uri).redirect_uri == uri


@pytest.mark.parametrize(
    "uri",
    [
        "localhost:8080",
        "localhost:8080/cb",
        "localhost:8/cb",
        "localhost:8?cb",
        "javascript:alert(1)",
        "data:,x",
        "file:///x",
        "https://me:pw@a.example/",
        "https:///cb",
        "https:/x?https://a.example/",
    ],
)
def test_redirect_uri_without_a_destination_is_rejected(uri: str) -> None:
    assert refusal(redirect_uri=uri).code == "invalid_redirect_uri"


ROOT = Path(__file__).resolve().parent.parent.parent
SPEC = parsed(REAL_SPEC)
DOCUMENTED = ", ".join(one["name"] for one in SPEC["scopes"])


@pytest.mark.parametrize(
    ("scope", "variant", "values"),
    [
        ("readUserData", "near", {"suggestion": "readUsersData"}),
        ("readUserDat", "near", {"suggestion": "readUsersData"}),
        ("READ_USERS_DATA", "near", {"suggestion": "readUsersData"}),
        ("Roles", "near", {"suggestion": "roles"}),
        ("roles\n", "near", {"suggestion": "roles"}),
        ("readUsersData modifyUsersData", "several", {}),
        ("databases", "unknown", {"documented": DOCUMENTED}),
        ("xxxes", "unknown", {"documented": DOCUMENTED}),
    ],
)
def test_unknown_scope_is_reported_with_its_position_and_a_suggestion(
    scope: str, variant: str, values: dict[str, str]
) -> None:
    error = refusal(scopes=["roles", scope])
    assert raised(error) == (f"unknown_scope.{variant}", "scopes[1]", values)


def test_undocumented_scope_that_cannot_be_one_gets_its_place() -> None:
    error = refusal(undocumented_scopes=["files", "a b"])
    assert (error.code, error.argument) == (
        "invalid_scope_token",
        "undocumented_scopes[1]",
    )


@pytest.mark.parametrize(
    ("domain", "key"),
    [
        ("http://localhost:8080/", "domain_has_scheme.loopback"),
        ("https://localhost:8080/", "domain_has_scheme.suggested"),
        ("//localhost:8080/", "domain_has_scheme.suggested"),
        ("ftp://localhost/", "domain_has_scheme.suggested"),
        ("your_imagen_domain.com", "domain_bad_label.underscore"),
    ],
)
def test_domain_that_needs_more_than_a_cut(domain: str, key: str) -> None:
    assert key_of(refusal(domain=domain)) == key


@pytest.mark.parametrize(
    "values",
    [
        {"domain": None},
        {"domain": b"example.com"},
        {"client_id": 7},
        {"state": b"x"},
        {"redirect_uri": None},
        {"scheme": None},
        {"scopes": "roles"},
        {"scopes": Scope.ROLES},
        {"scopes": None},
        {"scopes": [b"roles"]},
        {"undocumented_scopes": "files"},
        {"extra_parameters": None},
        {"extra_parameters": ["ab"]},
        {"extra_parameters": "ab"},
        {"extra_parameters": {"a": 1}},
        {"extra_parameters": [("a", "b", "c")]},
    ],
)
def test_wrong_type_is_a_type_error(values: dict[str, Any]) -> None:
    [name] = values
    with pytest.raises(TypeError, match=f"{name}.* must be "):
        make(**values)


def test_errors_do_not_show_the_value() -> None:
    for name in ("client_id", "state", "redirect_uri"):
        error = refusal(**{name: f"{KEY}\n"})
        assert KEY not in str(error)
        assert str(error) == f"{error.message}: {error.hint} [{error.code}]"
        assert error.__context__ is None


def test_errors_survive_pickling() -> None:
    error = refusal(client_id="")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.code, copy.argument, copy.message, copy.hint) == (
        error.code,
        "client_id",
        error.message,
        error.hint,
    )


@given(st.text("aF09xz.:[]-_@/%\u00e9 ", max_size=24))
@settings(max_examples=2000)
def test_accepted_domain_is_the_authority_that_other_readers_see(domain: str) -> None:
    try:
        request = make(domain)
    except OAuthError as error:
        assert error.code.startswith("domain_")
        return
    parts = urlsplit(request.url)
    assert parts.netloc == request.domain
    assert parts.username is parts.password is None
    assert parts.path == "/oauth/authorize"
    assert make(request.domain).domain == request.domain
    host = parts.hostname or ""
    if ":" in host or host.replace(".", "").isdigit():
        assert ip_address(host)


@pytest.mark.parametrize("key", ["SeCrEt.KeY123/abc==", "SeCrEt.KeY123."])
def test_key_instead_of_a_domain_is_not_shown(key: str) -> None:
    with pytest.raises(OAuthError) as caught:
        AuthorizationRequest(key, "media.example.com")
    assert "ecret" not in str(caught.value).lower()
