"""The rules about the endpoint: its URL, its parameters, and their values."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imagen_oauth import AuthorizationRequest, OAuthError

from generator import pipeline
from generator.model.provider import Provider
from generator.reading.diagnostics import SpecProblems
from generator.rules import parameters, redirects
from tests.unit.rule_specs import found, moved, parameter, parameter_of, scope, variable
from tests.unit.specs import REAL_SPEC, whole_spec, write_spec


@pytest.fixture(scope="module")
def imagen() -> Provider:
    """Return the model of the real spec, loaded once because examples of a property have little time."""
    return pipeline.load(REAL_SPEC).provider


def without(name: str) -> Any:
    """Return the spec without a parameter, which is removed from its example, too."""
    spec = whole_spec()
    spec["authorization_endpoint"]["parameters"].remove(parameter_of(spec, name))
    spec["authorization_endpoint"]["omit"] = [name]
    example = spec["examples"][0]
    base, _, query = example["url"].partition("?")
    pairs = [one for one in query.split("&") if not one.startswith(f"{name}=")]
    example["url"] = f"{base}?{'&'.join(pairs)}"
    example["inputs"].pop(name, None)
    if name == "scope":
        example["scopes"] = []
    return spec


@pytest.mark.parametrize(
    ("host", "message", "hint"),
    [
        (
            "x.example:443",
            'a request sends "x.example:443" without its port',
            "write x.example; 443 is the default port",
        ),
        (
            "x.example:65536",
            '"x.example:65536" is not a valid host in a request',
            "write a port from 1 to 65535",
        ),
        (
            "192.0.2.256",
            '"192.0.2.256" is not a valid host in a request',
            "write an IPv4 address as four numbers from 0 to 255, or end with a name",
        ),
        (
            "x.0x7f:8443",
            '"x.0x7f:8443" is not a valid host in a request',
            "write an IPv4 address as four numbers from 0 to 255, or end with a name",
        ),
        (
            f"{'x' * 64}.example",
            f'"{"x" * 64}.example" is not a valid host in a request',
            "write at most 63 characters between two dots",
        ),
    ],
)
def test_example_of_a_variable_that_a_request_changes_is_rejected(
    tmp_path: Path, host: str, message: str, hint: str
) -> None:
    spec = whole_spec()
    spec["variables"]["domain"]["example"] = host
    with pytest.raises(SpecProblems) as caught:
        pipeline.load(write_spec(tmp_path, spec))
    [problem] = caught.value.diagnostics
    assert (problem.code, problem.message, problem.hint) == (
        *("variable-example", message),
        hint,
    )


@pytest.mark.parametrize(
    "host",
    ["x.example:65535", "192.0.2.255", f"{'x' * 63}.example", "x.1a:8443", "x.0xg"],
)
def test_example_of_a_variable_that_a_request_sends_is_accepted(
    tmp_path: Path, host: str
) -> None:
    spec = whole_spec()
    spec["variables"]["domain"]["example"] = host
    assert found(tmp_path, spec) == []
    assert host in AuthorizationRequest(host, "key").url


@pytest.mark.parametrize(
    ("url", "codes"),
    [
        ("http://{domain}/oauth/authorize", ["insecure-endpoint"]),
        ("javascript:{domain}", ["insecure-endpoint"]),
        ("HTTPS://{domain}/x", ["insecure-endpoint"]),
        ("https://user@{domain}/x", ["endpoint-user-info"]),
        ("https://user:word@{domain}/x", ["endpoint-user-info"]),
        ("https://{domain}@evil.org/x", ["endpoint-user-info", "variable-in-host"]),
        ("https://evil.org/{domain}", ["variable-in-host"]),
        ("https://{domain}.evil.org/x", ["variable-in-host"]),
        ("https://{domain}:8443/x", ["variable-in-host"]),
        ("https:///{domain}", ["endpoint-host", "variable-in-host"]),
        ("https://{domain}\\x/{domain}", ["endpoint-path"]),
        ("https://{domain}/x'y", ["endpoint-path"]),
        ('https://{domain}/"+x+"', ["endpoint-path"]),
        ("https://{domain}/x}", ["endpoint-path"]),
        ("https://{domain}/a\\b", ["endpoint-path"]),
        ("https://{domain}?a='b'", ["endpoint-path"]),
        ("https://{domain}/{other}", ["undeclared-variable"]),
        ("https://{other}/{domain}", ["undeclared-variable", "variable-in-host"]),
        (
            "https://{other}/{domain}/{other}",
            ["undeclared-variable", "variable-in-host"],
        ),
    ],
)
def test_endpoint_that_is_not_a_plain_https_url_is_rejected(
    tmp_path: Path, url: str, codes: list[str]
) -> None:
    spec = whole_spec()
    spec["authorization_endpoint"]["url"] = url
    assert found(tmp_path, spec) == [
        (code, "authorization_endpoint.url") for code in codes
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://{domain}/",
        "https://{domain}/a/b.c_d~e-f/1",
        "https://{domain}",
        "https://{domain}/%2e",
    ],
)
def test_endpoint_of_another_path_is_accepted(tmp_path: Path, url: str) -> None:
    assert found(tmp_path, moved(url)) == []


@pytest.mark.parametrize("url", ["https://{domain}/x?a=b", "https://{domain}#a"])
def test_endpoint_with_a_query_or_fragment_is_accepted(
    tmp_path: Path, url: str
) -> None:
    spec = whole_spec()
    spec["authorization_endpoint"]["url"] = url
    spec["examples"] = []
    assert found(tmp_path, spec) == []


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://acme.example/token", "insecure-endpoint"),
        ("https://acme.example:port/token", "endpoint-host"),
        ("https://https:/token", "endpoint-host"),
        ("https://acme.example:/token", "endpoint-host"),
        ("https://acme.example:80:90/token", "endpoint-host"),
        ("https://acme.example:65536/token", "endpoint-port"),
        ("https://acme.example:0/token", "endpoint-port"),
        ("https://acme.example:0443/token", "endpoint-port"),
        (f"https://acme.example:{'9' * 400}/token", "endpoint-port"),
        ("https://user:secret@acme.example/token", "endpoint-user-info"),
        ("https://acme.example/{tenant}/token", "undeclared-variable"),
        ("https://acme.example/token#part", "endpoint-path"),
    ],
)
@pytest.mark.parametrize("grant", ["client_credentials", "authorization_code"])
def test_token_endpoint_is_checked_with_and_without_an_authorization_endpoint(
    tmp_path: Path, grant: str, url: str, code: str
) -> None:
    spec: dict[str, Any] = {
        "format": 2,
        "provider": {"id": "acme", "name": "Acme"},
        "token_endpoint": {"url": url},
        "grants": [grant],
    }
    if grant == "authorization_code":
        spec["authorization_endpoint"] = "https://acme.example/authorize"
    assert found(tmp_path, spec) == [(code, "token_endpoint.url")]


@pytest.mark.parametrize(
    "key",
    [
        "issuer",
        "authorization_endpoint",
        "token_endpoint",
        "device_authorization_endpoint",
        "revocation_endpoint",
    ],
)
def test_port_of_each_url_is_checked(tmp_path: Path, key: str) -> None:
    spec: dict[str, Any] = {
        "format": 2,
        "provider": {"id": "acme", "name": "Acme"},
        "issuer": "https://acme.example",
        "authorization_endpoint": "https://acme.example/authorize",
        "token_endpoint": {"url": "https://acme.example/token"},
        "device_authorization_endpoint": "https://acme.example/device",
        "revocation_endpoint": "https://acme.example/revoke",
        "grants": ["authorization_code", "device_code"],
    }
    for port, problems in (
        ("65535", []),
        ("65536", [("endpoint-port", key if key == "issuer" else f"{key}.url")]),
    ):
        url = f"https://acme.example:{port}"
        spec[key] = url if key == "issuer" else {"url": f"{url}/x"}
        assert found(tmp_path, spec) == problems


def test_port_of_one_grant_is_checked(tmp_path: Path) -> None:
    spec: dict[str, Any] = {
        "format": 2,
        "provider": {"id": "acme", "name": "Acme"},
        "token_endpoint": {
            "url": "https://acme.example/token",
            "refresh": {"url": "https://acme.example:70000/refresh"},
        },
        "device_authorization_endpoint": "https://acme.example/device",
        "grants": [
            "device_code",
            {
                "name": "client_credentials",
                "token_endpoint": "https://acme.example:0/token",
            },
        ],
    }
    assert sorted(found(tmp_path, spec)) == [
        ("endpoint-port", "grants[1].token_endpoint"),
        ("endpoint-port", "token_endpoint.refresh.url"),
    ]


def test_variable_that_the_url_does_not_use_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["variables"]["tenant"] = variable()
    assert found(tmp_path, spec) == [("unused-variable", "variables.tenant")]


@pytest.mark.parametrize("more", [{}, {"example": "x"}, {"values": ["x", "y"]}])
def test_parameter_that_the_caller_can_set_is_accepted(
    tmp_path: Path, more: dict[str, Any]
) -> None:
    spec = whole_spec()
    spec["authorization_endpoint"]["parameters"].append(parameter("tenant", **more))
    assert found(tmp_path, spec) == []


def test_example_without_a_parameter_that_has_a_default_is_rejected(
    tmp_path: Path,
) -> None:
    spec = whole_spec()
    one = parameter("tenant", default="x")
    spec["authorization_endpoint"]["parameters"].append(one)
    assert found(tmp_path, spec) == [("example-omission", "examples[0].url")]


def test_constant_parameter_of_any_name_is_accepted(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["authorization_endpoint"]["parameters"].append(parameter("tenant", value="x"))
    spec["examples"][0]["url"] += "&tenant=x"
    assert found(tmp_path, spec) == []


def test_constant_with_a_default_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    one = parameter("a", value="x", default="y")
    spec["authorization_endpoint"]["parameters"].append(one)
    place = "authorization_endpoint.parameters[5].default"
    assert found(tmp_path, spec) == [("constant-and-default", place)]


def test_constant_of_the_documented_values_is_accepted(tmp_path: Path) -> None:
    spec = whole_spec()
    one = parameter("prompt", value="none", values=["login", "none"])
    spec["authorization_endpoint"]["parameters"].append(one)
    spec["examples"][0]["url"] += "&prompt=none"
    assert found(tmp_path, spec) == []


@pytest.mark.parametrize("constant", ["consent", "Login", "login "])
def test_constant_of_no_documented_value_is_rejected(
    tmp_path: Path, constant: str
) -> None:
    spec = whole_spec()
    one = parameter("prompt", value=constant, values=["login", "none"])
    spec["authorization_endpoint"]["parameters"].append(one)
    place = "authorization_endpoint.parameters[5].value"
    assert found(tmp_path, spec) == [("constant-outside-values", place)]


def test_values_of_a_parameter_of_the_caller_are_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    parameter_of(spec, "state")["values"] = ["1"]
    place = "authorization_endpoint.parameters[3].values"
    assert found(tmp_path, spec) == [("values-of-the-caller", place)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("response_type", "example-constants"),
        ("client_id", "example-omission"),
    ],
)
def test_example_without_a_parameter_that_a_request_has_is_rejected(
    tmp_path: Path, name: str, code: str
) -> None:
    """A parameter that is not listed is sent, unless it is omitted."""
    spec = without(name)
    del spec["authorization_endpoint"]["omit"]
    assert found(tmp_path, spec) == [(code, "examples[0].url")]


def test_example_without_a_state_is_accepted(tmp_path: Path) -> None:
    """Documented URLs often leave out the state, which each request creates."""
    spec = without("state")
    del spec["authorization_endpoint"]["omit"]
    assert found(tmp_path, spec) == []


@pytest.mark.parametrize(
    "name", ["response_type", "client_id", "redirect_uri", "scope", "state"]
)
def test_standard_parameter_may_be_omitted(tmp_path: Path, name: str) -> None:
    assert found(tmp_path, without(name)) == []


@pytest.mark.parametrize(("constant", "key"), [("code", "value")])
def test_other_grant_is_rejected(
    tmp_path: Path, constant: str | None, key: str
) -> None:
    spec = whole_spec()
    response_type = parameter_of(spec, "response_type")
    del response_type["value"]
    if constant is not None:
        response_type["value"] = constant
    place = f"authorization_endpoint.parameters[0].{key}"
    assert found(tmp_path, spec) == [("wrong-response-type", place)]


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "state", "scope"])
def test_constant_in_the_place_of_the_caller_is_rejected(
    tmp_path: Path, name: str
) -> None:
    spec = whole_spec()
    one = parameter_of(spec, name)
    one["value"] = "a:b"
    one.pop("default", None)
    index = spec["authorization_endpoint"]["parameters"].index(one)
    place = f"authorization_endpoint.parameters[{index}].value"
    assert found(tmp_path, spec) == [("constant-of-the-caller", place)]


@pytest.mark.parametrize("name", ["client_id", "state", "scope"])
def test_default_that_no_request_uses_is_rejected(tmp_path: Path, name: str) -> None:
    spec = whole_spec()
    one = parameter_of(spec, name)
    one["default"] = "x"
    index = spec["authorization_endpoint"]["parameters"].index(one)
    place = f"authorization_endpoint.parameters[{index}].default"
    assert found(tmp_path, spec) == [("unsupported-default", place)]


@pytest.mark.parametrize(
    ("characters", "value"),
    [
        ("uri", "localhost/back"),
        ("uri", "//localhost/back"),
        ("uri", "https://x.example/#top"),
        ("uri", "https://x.example/a b"),
        ("uri", "1x:y"),
        ("uri", "x:"),
        ("scope-tokens", "a  b"),
        ("scope-tokens", " a"),
        ("scope-tokens", 'a"b'),
        ("scope-tokens", "a\\b"),
    ],
)
@pytest.mark.parametrize("key", ["value", "example"])
def test_value_of_other_characters_is_rejected(
    tmp_path: Path, characters: str, value: str, key: str
) -> None:
    spec = whole_spec()
    one = parameter("x", characters=characters, **{"value": "a:b", key: value})
    spec["authorization_endpoint"]["parameters"].append(one)
    if characters == "scope-tokens" and key == "example":
        one["value"] = "a"
    place = f"authorization_endpoint.parameters[5].{key}"
    assert found(tmp_path, spec) == [("value-outside-characters", place)]


@pytest.mark.parametrize(
    ("characters", "value"),
    [
        ("uri", "urn:ietf:wg:oauth:2.0:oob"),
        ("uri", "https://x.example/a?b=c%20d"),
        ("scope-tokens", "a"),
        ("scope-tokens", "a:b c/d"),
        ("vschar", "a b~"),
    ],
)
def test_value_of_its_characters_is_accepted(
    tmp_path: Path, characters: str, value: str
) -> None:
    spec = whole_spec()
    one = parameter("x", characters=characters, value=value)
    spec["authorization_endpoint"]["parameters"].append(one)
    spec["examples"][0]["url"] += f"&x={quote(value, safe=':~')}"
    assert found(tmp_path, spec) == []


REFUSED_REDIRECTS = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "file:///etc/hosts",
    "about:blank",
    "localhost:8080",
    "localhost:8080/back",
    "http:/localhost/",
    "https:app.example.com",
    "https:///back",
    "https://?a",
    "https://app.example.com:65536/",
    "https://app.example.com:0",
    "http://localhost:99999/",
    "https://user@app.example.com/",
    "https://user:word@app.example.com/",
    "http://app.example.com/",
    "http://localhost.example.com/",
    "http://localhost@app.example.com/",
    "http://127.0.0.1.example.com/",
    "http://128.0.0.1/",
    "http://127.1/",
    "http://127.0.0.1.2/",
    "http://localhost:0/",
    "http://localhost:65536/",
    "http://localhost:/",
    "http://[localhost]/",
    "http://[::2]/",
]


TAKEN_REDIRECTS = [
    "urn:ietf:wg:oauth:2.0:oob",
    "com.example.app:/back",
    "https://app.example.com",
    "HTTPS://App.example.com:8443/back?a=b",
    "https://app.example.com:65535/",
    "http://localhost",
    "http://LOCALHOST:8080/back",
    "http://127.0.0.1:8080/",
    "http://127.9.9.9/",
    "http://[::1]:8080/",
]


@pytest.mark.parametrize("value", REFUSED_REDIRECTS)
@pytest.mark.parametrize("key", ["default", "example"])
def test_redirect_uri_that_every_request_rejects_is_rejected(
    tmp_path: Path, value: str, key: str
) -> None:
    """RFC 6749 §3.1.2, RFC 9700 §2.6; a request of the package raises the same."""
    spec = whole_spec()
    one = parameter_of(spec, "redirect_uri")
    del one["default"]
    one[key] = value
    index = spec["authorization_endpoint"]["parameters"].index(one)
    codes = found(tmp_path, spec)
    place = f"authorization_endpoint.parameters[{index}].{key}"
    assert [one for one in codes if one[1] == place] == [
        ("refused-redirect-uri", place)
    ]
    with pytest.raises(OAuthError):
        AuthorizationRequest("x.example.com", "key", redirect_uri=value)


@pytest.mark.parametrize("value", TAKEN_REDIRECTS)
def test_redirect_uri_that_a_request_accepts_is_accepted(
    tmp_path: Path, value: str
) -> None:
    spec = whole_spec()
    parameter_of(spec, "redirect_uri")["example"] = value
    assert found(tmp_path, spec) == []
    AuthorizationRequest("x.example.com", "key", redirect_uri=value)


@settings(max_examples=1000, deadline=None)
@given(
    uri=st.builds(
        "".join,
        st.tuples(
            st.sampled_from(
                ("http:", "HTTPS:", "https:", "a:", "data:", "Blob:", "localhost:", "")
            ),
            st.sampled_from(("//", "//", "//", "/", "")),
            st.sampled_from(("", "", "", "u@", "u:p@")),
            st.sampled_from(
                (
                    "localhost",
                    "127.0.0.1",
                    "127.0.0.01",
                    "[::1]",
                    "[::2]",
                    "1::",
                    "b",
                    "",
                )
            ),
            st.sampled_from(("", ":", ":0", ":080", ":8080", ":65536", ":b", ":1:1")),
            st.sampled_from(("", "/", "?", "/@", "/:1", "%41")),
        ),
    )
)
def test_redirect_uri_is_rejected_if_the_package_rejects_it(
    imagen: Provider, uri: str
) -> None:
    """The rule and the package are separate code, because the generator does not import its output."""
    given = tuple(
        replace(one, default=uri, example=None)
        for one in imagen.authorization_endpoint.parameters
    )
    endpoint = replace(imagen.authorization_endpoint, parameters=given)
    changed = replace(imagen, authorization=endpoint, examples=())
    rules = (parameters.value_outside_characters, redirects.refused_redirect_uri)
    place = ("authorization_endpoint", "parameters", 2, "default")
    refused = [one for rule in rules for one in rule(changed) if one[0] == place]
    try:
        AuthorizationRequest("x.example.com", "key", redirect_uri=uri)
    except OAuthError:
        assert len(refused) == 1
    else:
        assert refused == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("javascript:alert(1)", "refused-redirect-uri"),
        ("app.example.com", "value-outside-characters"),
    ],
)
def test_redirect_uri_of_a_documented_url_has_the_same_rules(
    tmp_path: Path, value: str, code: str
) -> None:
    spec = whole_spec()
    (example,) = spec["examples"]
    example["inputs"]["redirect_uri"] = value
    old = "redirect_uri=urn:ietf:wg:oauth:2.0:oob"
    assert old in example["url"]
    example["url"] = example["url"].replace(
        old, f"redirect_uri={quote(value, safe=':~')}"
    )
    assert found(tmp_path, spec) == [(code, "examples[0].inputs.redirect_uri")]


def test_redirect_uri_is_a_uri_whatever_characters_the_spec_allows(
    tmp_path: Path,
) -> None:
    spec = whole_spec()
    one = parameter_of(spec, "redirect_uri")
    one.update(characters="vschar", default="no URI")
    index = spec["authorization_endpoint"]["parameters"].index(one)
    place = f"authorization_endpoint.parameters[{index}].default"
    assert ("value-outside-characters", place) in found(tmp_path, spec)


def test_scope_that_contains_the_separator_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["scope_separator"] = ","
    spec["scopes"].append(scope("a,b"))
    example = spec["examples"][0]
    example["url"] = example["url"].replace("%20", "%2C")
    assert found(tmp_path, spec) == [("scope-holds-separator", "scopes[6].name")]


@pytest.mark.parametrize("value", ["{secret}", "Bearer {secret} {client_id}", "{}"])
def test_header_of_something_unknown_is_rejected(tmp_path: Path, value: str) -> None:
    spec = whole_spec()
    spec["calls"]["headers"][0]["value"] = value
    place = "calls.headers[0].value"
    assert found(tmp_path, spec) == [("unknown-placeholder", place)]


@pytest.mark.parametrize(
    "value", ["fixed", "{client_id}:{access_token}", "a {access_token} b"]
)
def test_header_with_a_value_of_the_caller_is_accepted(
    tmp_path: Path, value: str
) -> None:
    spec = whole_spec()
    spec["calls"]["headers"][0]["value"] = value
    assert found(tmp_path, spec) == []
