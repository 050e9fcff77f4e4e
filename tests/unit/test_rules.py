"""One change of a whole spec breaks one rule, and only that is reported.

tests/bad_specs has the whole text of each problem; these tests show what a rule accepts and rejects.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imagen_oauth import AuthorizationRequest, OAuthError
from imagen_oauth._command import COMMAND

from generator import pipeline
from generator.model.provider import Provider
from generator.reading.diagnostics import SpecProblems
from generator.rules import identifiers, parameters, redirects
from tests.hostile import provider
from tests.sampling import one_in
from tests.unit.small import SMALL
from tests.unit.specs import REAL_SPEC, problems_of, whole_spec, write_spec

SOURCE = "seed#OAuth URL construction"
ENDPOINT = "https://{domain}/oauth/authorize"
ALWAYS_SENT = (
    "response_type=token&client_id=K&redirect_uri=urn:ietf:wg:oauth:2.0:oob&state=1"
)
"""The parameters of each request."""


@pytest.fixture(scope="module")
def imagen() -> Provider:
    """Return the model of the real spec, loaded once because examples of a property have little time."""
    return pipeline.load(REAL_SPEC).provider


def found(tmp_path: Path, spec: Any) -> list[tuple[str, str]]:
    """Return the code and the path of each problem of a spec, in the order of the file."""
    file = write_spec(tmp_path, spec)
    try:
        pipeline.load(file)
    except SpecProblems as problems:
        return [(one.code, one.path) for one in problems.diagnostics]
    return []


def scope(name: str, **more: str) -> dict[str, Any]:
    return {
        "name": name,
        "summary": "A scope.",
        "permits": [{"verb": "view", "resources": ["records"]}],
        "reach": "All.",
        "story": "None.",
        "source": SOURCE,
        **more,
    }


def variable(name: str, **more: str) -> dict[str, Any]:
    return {
        "name": name,
        "format": "host",
        "example": "x.example",
        "summary": "A variable.",
        "source": SOURCE,
        **more,
    }


def parameter(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "summary": "A parameter.", "source": SOURCE, **more}


def parameter_of(spec: Any, name: str) -> Any:
    """Return the parameter with that name in a spec."""
    (one,) = (one for one in spec["endpoint"]["parameters"] if one["name"] == name)
    return one


def moved(url: str) -> Any:
    """Return the spec with its endpoint, and its examples, at another URL."""
    spec = whole_spec()
    assert spec["endpoint"]["url"] == ENDPOINT
    spec["endpoint"]["url"] = url
    for one in spec["examples"]:
        one["url"] = one["url"].replace(ENDPOINT, url)
    return spec


def without(name: str) -> Any:
    """Return the spec without a parameter, which is removed from its example, too."""
    spec = whole_spec()
    spec["endpoint"]["parameters"].remove(parameter_of(spec, name))
    example = spec["examples"][0]
    base, _, query = example["url"].partition("?")
    pairs = [one for one in query.split("&") if not one.startswith(f"{name}=")]
    example["url"] = f"{base}?{'&'.join(pairs)}"
    example["values"].pop(name, None)
    if name == "scope":
        example["scopes"] = []
    return spec


def with_example(url: str, scopes: list[str]) -> Any:
    """Return the spec with a second example, which has the caller's values of its URL."""
    spec = whole_spec()
    pairs = parse_qsl(url.partition("?")[2].replace("+", "%2B"))
    values = {name: value for name, value in pairs if name in ("client_id", "state")}
    second = {"id": "second", "title": "Second", "values": values, "source": SOURCE}
    spec["examples"].append({**second, "url": url, "scopes": scopes})
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
            'a request cannot send "x.example:65536" as a host',
            "write a port from 1 to 65535",
        ),
        (
            "192.0.2.256",
            'a request cannot send "192.0.2.256" as a host',
            "write an IPv4 address as four numbers from 0 to 255, or end with a name",
        ),
        (
            "x.0x7f:8443",
            'a request cannot send "x.0x7f:8443" as a host',
            "write an IPv4 address as four numbers from 0 to 255, or end with a name",
        ),
        (
            f"{'x' * 64}.example",
            f'a request cannot send "{"x" * 64}.example" as a host',
            "write at most 63 characters between two dots",
        ),
    ],
)
def test_example_of_a_variable_that_a_request_changes_is_rejected(
    tmp_path: Path, host: str, message: str, hint: str
) -> None:
    spec = whole_spec()
    spec["endpoint"]["variables"][0]["example"] = host
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
    spec["endpoint"]["variables"][0]["example"] = host
    assert found(tmp_path, spec) == []
    assert host in AuthorizationRequest(host, "key").url


def test_real_spec_has_no_problems() -> None:
    assert problems_of(REAL_SPEC) == []


def test_whole_spec_has_no_problems(tmp_path: Path) -> None:
    assert found(tmp_path, whole_spec()) == []


@pytest.mark.parametrize(
    ("keys", "name_key", "kind"),
    [
        (("scopes",), "name", "scope"),
        (("endpoint", "variables"), "name", "variable"),
        (("sources",), "id", "source"),
        (("notes",), "id", "note"),
        (("examples",), "id", "example"),
        (("response", "parameters"), "name", "response-parameter"),
        (("response", "errors"), "code", "error"),
        (("calls", "headers"), "name", "header"),
    ],
)
def test_second_entry_of_a_name_is_rejected(
    tmp_path: Path, keys: tuple[str, ...], name_key: str, kind: str
) -> None:
    spec = whole_spec()
    entries = spec
    for key in keys:
        entries = entries[key]
    entries.append({**entries[0]})
    path = f"{'.'.join(keys)}[{len(entries) - 1}].{name_key}"
    assert found(tmp_path, spec) == [(f"duplicate-{kind}", path)]


def test_each_further_entry_of_a_name_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    parameters = spec["endpoint"]["parameters"]
    assert len(parameters) == 5
    parameters += [parameter("tenant", constant=one) for one in ("x", "y", "z")]
    assert found(tmp_path, spec) == [
        ("duplicate-parameter", "endpoint.parameters[6].name"),
        ("duplicate-parameter", "endpoint.parameters[7].name"),
    ]


def test_headers_that_differ_in_case_are_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    header = {"name": "AUTHORIZATION", "value": "x", "summary": "x", "source": SOURCE}
    spec["calls"]["headers"].append(header)
    assert found(tmp_path, spec) == [("duplicate-header", "calls.headers[2].name")]


def test_names_of_different_lists_may_be_equal(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["scopes"].append(scope("state"))
    spec["notes"].append({**spec["notes"][0], "id": "documented"})
    assert found(tmp_path, spec) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("*", "empty-identifier"),
        ("-._", "empty-identifier"),
        ("9lives", "digit-identifier"),
        ("*:42", "digit-identifier"),
        ("read_users_data", "identifier-clash"),
        ("ReadUsersData", "identifier-clash"),
        ("read.users:data", "identifier-clash"),
    ],
)
def test_scope_without_a_unique_identifier_is_rejected(
    tmp_path: Path, name: str, code: str
) -> None:
    spec = whole_spec()
    spec["scopes"].append(scope(name))
    assert found(tmp_path, spec) == [(code, "scopes[6].name")]


@pytest.mark.parametrize("name", ["*", "9lives", "read-users-data", "a+b"])
def test_scope_with_a_given_identifier_is_accepted(tmp_path: Path, name: str) -> None:
    spec = whole_spec()
    spec["scopes"].append(scope(name, identifier="of_its_own"))
    assert found(tmp_path, spec) == []


def test_given_identifier_that_clashes_is_rejected_at_its_place(
    tmp_path: Path,
) -> None:
    spec = whole_spec()
    spec["scopes"].append(scope("other", identifier="read_users_data"))
    assert found(tmp_path, spec) == [("identifier-clash", "scopes[6].identifier")]


def test_scopes_without_any_word_do_not_clash(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["scopes"] += [scope("*"), scope("+")]
    assert found(tmp_path, spec) == [
        ("empty-identifier", "scopes[6].name"),
        ("empty-identifier", "scopes[7].name"),
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Domain", "identifier-clash"),
        ("-", "empty-identifier"),
        ("2nd", "digit-identifier"),
        ("clientId", "reserved-variable"),
        ("scheme", "reserved-variable"),
        ("url", "reserved-variable"),
        ("self", "reserved-variable"),
        ("store", "reserved-variable"),
        ("validFor", "reserved-variable"),
    ],
)
def test_variable_without_a_unique_identifier_is_rejected(
    tmp_path: Path, name: str, code: str
) -> None:
    spec = moved(f"{ENDPOINT}/{{{name}}}")
    spec["endpoint"]["variables"].append(variable(name))
    assert found(tmp_path, spec) == [(code, "endpoint.variables[1].name")]


def test_option_of_the_command_is_no_name_of_a_variable() -> None:
    with_variables = [
        command.params
        for command in COMMAND.commands.values()
        if any(option.name == "domain" for option in command.params)
    ]
    names = {
        name.lstrip("-").replace("-", "_")
        for options in with_variables
        for option in options
        for name in (option.name or "", *option.opts)
    }
    assert names - {"domain"} - identifiers.TAKEN == set()


def test_variable_and_scope_of_one_identifier_are_accepted(tmp_path: Path) -> None:
    spec = moved(f"{ENDPOINT}/{{roles}}")
    spec["endpoint"]["variables"].append(variable("roles"))
    assert found(tmp_path, spec) == []


@pytest.mark.parametrize(
    ("url", "codes"),
    [
        ("http://{domain}/oauth/authorize", ["insecure-endpoint"]),
        ("javascript:{domain}", ["insecure-endpoint"]),
        ("HTTPS://{domain}/x", ["insecure-endpoint"]),
        ("https://user@{domain}/x", ["endpoint-user-info"]),
        ("https://user:word@{domain}/x", ["endpoint-user-info"]),
        ("https://{domain}@evil.org/x", ["endpoint-host", "endpoint-user-info"]),
        ("https://evil.org/{domain}", ["endpoint-host"]),
        ("https://{domain}.evil.org/x", ["endpoint-host"]),
        ("https://{domain}:8443/x", ["endpoint-host"]),
        ("https:///{domain}", ["endpoint-host"]),
        ("https://{domain}\\x/{domain}", ["endpoint-path"]),
        ("https://{domain}/x'y", ["endpoint-path"]),
        ("https://{domain}/%2e", ["endpoint-path"]),
        ('https://{domain}/"+x+"', ["endpoint-path"]),
        ("https://{domain}/x}", ["endpoint-path"]),
        ("https://{domain}/a\\b", ["endpoint-path"]),
        ("https://{domain}/x?a=b", ["endpoint-query"]),
        ("https://{domain}#a", ["endpoint-query"]),
        ("https://{domain}?a='b'", ["endpoint-query"]),
        ("https://{domain}/{other}", ["undeclared-variable"]),
        ("https://{other}/{domain}", ["undeclared-variable"]),
        ("https://{other}/{domain}/{other}", ["undeclared-variable"]),
    ],
)
def test_endpoint_that_is_not_a_plain_https_url_is_rejected(
    tmp_path: Path, url: str, codes: list[str]
) -> None:
    spec = whole_spec()
    spec["endpoint"]["url"] = url
    assert found(tmp_path, spec) == [(code, "endpoint.url") for code in codes]


@pytest.mark.parametrize(
    "url", ["https://{domain}/", "https://{domain}/a/b.c_d~e-f/1", "https://{domain}"]
)
def test_endpoint_of_another_path_is_accepted(tmp_path: Path, url: str) -> None:
    assert found(tmp_path, moved(url)) == []


def test_variable_that_the_url_does_not_use_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["endpoint"]["variables"].append(variable("tenant"))
    assert found(tmp_path, spec) == [("unused-variable", "endpoint.variables[1].name")]


@pytest.mark.parametrize("more", [{}, {"default": "x"}, {"example": "x"}])
def test_parameter_that_is_neither_known_nor_constant_is_rejected(
    tmp_path: Path, more: dict[str, str]
) -> None:
    spec = whole_spec()
    spec["endpoint"]["parameters"].append(parameter("tenant", **more))
    place = "endpoint.parameters[5].name"
    assert found(tmp_path, spec) == [("unsupported-parameter", place)]


def test_constant_parameter_of_any_name_is_accepted(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["endpoint"]["parameters"].append(parameter("tenant", constant="x"))
    spec["examples"][0]["url"] += "&tenant=x"
    assert found(tmp_path, spec) == []


def test_constant_with_a_default_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    one = parameter("a", constant="x", default="y")
    spec["endpoint"]["parameters"].append(one)
    place = "endpoint.parameters[5].default"
    assert found(tmp_path, spec) == [("constant-and-default", place)]


def test_constant_of_the_documented_values_is_accepted(tmp_path: Path) -> None:
    spec = whole_spec()
    one = parameter("prompt", constant="none", values=["login", "none"])
    spec["endpoint"]["parameters"].append(one)
    spec["examples"][0]["url"] += "&prompt=none"
    assert found(tmp_path, spec) == []


@pytest.mark.parametrize("constant", ["consent", "Login", "login "])
def test_constant_of_no_documented_value_is_rejected(
    tmp_path: Path, constant: str
) -> None:
    spec = whole_spec()
    one = parameter("prompt", constant=constant, values=["login", "none"])
    spec["endpoint"]["parameters"].append(one)
    place = "endpoint.parameters[5].constant"
    assert found(tmp_path, spec) == [("constant-outside-values", place)]


def test_values_of_a_parameter_of_the_caller_are_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    parameter_of(spec, "state")["values"] = ["1"]
    place = "endpoint.parameters[3].values"
    assert found(tmp_path, spec) == [("values-without-constant", place)]


@pytest.mark.parametrize("name", ["response_type", "client_id", "scope"])
def test_missing_parameter_is_rejected(tmp_path: Path, name: str) -> None:
    assert found(tmp_path, without(name)) == [
        ("missing-parameter", "endpoint.parameters")
    ]


@pytest.mark.parametrize("name", ["redirect_uri", "state"])
def test_optional_parameter_may_be_absent(tmp_path: Path, name: str) -> None:
    assert found(tmp_path, without(name)) == []


@pytest.mark.parametrize(("constant", "key"), [("code", "constant"), (None, "name")])
def test_other_grant_is_rejected(
    tmp_path: Path, constant: str | None, key: str
) -> None:
    spec = whole_spec()
    response_type = parameter_of(spec, "response_type")
    del response_type["constant"]
    if constant is not None:
        response_type["constant"] = constant
    place = f"endpoint.parameters[0].{key}"
    assert found(tmp_path, spec) == [("unsupported-grant", place)]


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "state", "scope"])
def test_constant_in_the_place_of_the_caller_is_rejected(
    tmp_path: Path, name: str
) -> None:
    spec = whole_spec()
    one = parameter_of(spec, name)
    one["constant"] = "a:b"
    one.pop("default", None)
    index = spec["endpoint"]["parameters"].index(one)
    place = f"endpoint.parameters[{index}].constant"
    assert found(tmp_path, spec) == [("constant-of-the-caller", place)]


@pytest.mark.parametrize("name", ["client_id", "state", "scope"])
def test_default_that_no_request_uses_is_rejected(tmp_path: Path, name: str) -> None:
    spec = whole_spec()
    one = parameter_of(spec, name)
    one["default"] = "x"
    index = spec["endpoint"]["parameters"].index(one)
    place = f"endpoint.parameters[{index}].default"
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
@pytest.mark.parametrize("key", ["constant", "example"])
def test_value_of_other_characters_is_rejected(
    tmp_path: Path, characters: str, value: str, key: str
) -> None:
    spec = whole_spec()
    one = parameter("x", characters=characters, **{"constant": "a:b", key: value})
    spec["endpoint"]["parameters"].append(one)
    if characters == "scope-tokens" and key == "example":
        one["constant"] = "a"
    place = f"endpoint.parameters[5].{key}"
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
    one = parameter("x", characters=characters, constant=value)
    spec["endpoint"]["parameters"].append(one)
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
    "https://app.example.com:65536/",
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
    index = spec["endpoint"]["parameters"].index(one)
    codes = found(tmp_path, spec)
    place = f"endpoint.parameters[{index}].{key}"
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
        replace(one, default=uri, example=None) for one in imagen.endpoint.parameters
    )
    endpoint = replace(imagen.endpoint, parameters=given)
    changed = replace(imagen, endpoint=endpoint, examples=())
    rules = (parameters.value_outside_characters, redirects.refused_redirect_uri)
    place = ("endpoint", "parameters", 2, "default")
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
    example["values"]["redirect_uri"] = value
    old = "redirect_uri=urn:ietf:wg:oauth:2.0:oob"
    assert old in example["url"]
    example["url"] = example["url"].replace(
        old, f"redirect_uri={quote(value, safe=':~')}"
    )
    assert found(tmp_path, spec) == [(code, "examples[0].values.redirect_uri")]


def test_redirect_uri_is_a_uri_whatever_characters_the_spec_allows(
    tmp_path: Path,
) -> None:
    spec = whole_spec()
    one = parameter_of(spec, "redirect_uri")
    one.update(characters="vschar", default="no URI")
    index = spec["endpoint"]["parameters"].index(one)
    place = f"endpoint.parameters[{index}].default"
    assert ("value-outside-characters", place) in found(tmp_path, spec)


def test_scope_that_contains_the_separator_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["endpoint"]["scope_separator"] = ","
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


def test_example_in_the_documented_order_is_accepted(tmp_path: Path) -> None:
    url = f"{ENDPOINT}?{ALWAYS_SENT}&scope=roles"
    assert found(tmp_path, with_example(url, ["roles"])) == []


@pytest.mark.parametrize(
    "url",
    [
        f"{ENDPOINT}/x?response_type=token&client_id=K",
        "https://{domain}/other?response_type=token&client_id=K",
        "https://evil.example/oauth/authorize?response_type=token&client_id=K",
        "https://[x?",
        "https://[::1/a?response_type=token",
    ],
)
def test_example_of_another_endpoint_is_rejected(tmp_path: Path, url: str) -> None:
    assert found(tmp_path, with_example(url, [])) == [
        ("example-endpoint", "examples[1].url")
    ]


@pytest.mark.parametrize(
    "query",
    [
        "client_id=K&response_type=token",
        "response_type=token&client_id=K&tenant=x",
        "response_type=token&client_id=K&client_id=K",
    ],
)
def test_example_of_other_parameters_is_rejected(tmp_path: Path, query: str) -> None:
    assert found(tmp_path, with_example(f"{ENDPOINT}?{query}", [])) == [
        ("example-order", "examples[1].url")
    ]


@pytest.mark.parametrize("value", ["K+x", "K%2bx", "%4B", "K/x", "K%20"])
def test_example_is_encoded_as_a_request_encodes_it(tmp_path: Path, value: str) -> None:
    query = ALWAYS_SENT.replace("client_id=K", f"client_id={value}")
    spec = with_example(f"{ENDPOINT}?{query}", [])
    wrong = [] if value == "K%20" else [("example-encoding", "examples[1].url")]
    assert found(tmp_path, spec) == wrong


@pytest.mark.parametrize(
    "values",
    [
        {"client_id": "OTHER", "state": "1"},
        {"client_id": "YOUR_API_KEY"},
        {"client_id": "YOUR_API_KEY", "state": "1", "redirect_uri": "x:y"},
    ],
)
def test_example_of_other_values_than_its_url_is_rejected(
    tmp_path: Path, values: dict[str, str]
) -> None:
    spec = whole_spec()
    spec["examples"][0]["values"] = values
    assert found(tmp_path, spec) == [("example-values", "examples[0].values")]


@pytest.mark.parametrize(
    ("query", "scopes"),
    [
        ("&scope=roles", []),
        ("", ["roles"]),
        ("&scope=manageJobs%20roles", ["roles", "manageJobs"]),
        ("&scope=manageJobs%2Croles", ["manageJobs", "roles"]),
        ("&scope=roles", ["manageJobs"]),
    ],
)
def test_example_of_other_scopes_than_its_url_is_rejected(
    tmp_path: Path, query: str, scopes: list[str]
) -> None:
    url = f"{ENDPOINT}?{ALWAYS_SENT}{query}"
    assert found(tmp_path, with_example(url, scopes)) == [
        ("example-scopes", "examples[1].scopes")
    ]


OMISSION = "example-omission"
ORDER = "example-scope-order"


@pytest.mark.parametrize(
    ("old", "new", "scopes", "expected"),
    [
        (
            "&client_id=K",
            "",
            [],
            (
                OMISSION,
                "a request always sends client_id, but this URL does not",
                "add client_id=YOUR_API_KEY",
            ),
        ),
        (
            "&redirect_uri=urn:ietf:wg:oauth:2.0:oob",
            "",
            [],
            (
                OMISSION,
                "a request always sends redirect_uri, but this URL does not",
                "add redirect_uri=urn:ietf:wg:oauth:2.0:oob",
            ),
        ),
        (
            "&state=1",
            "&state=",
            [],
            (
                OMISSION,
                "a request always sends state, but this URL does not",
                "add state=1",
            ),
        ),
        (
            "&state=1",
            "&state=1&scope=",
            [],
            (OMISSION, "a request never sends an empty scope", "remove scope="),
        ),
        (
            "&state=1",
            "&state=1&scope=roles%20manageJobs",
            ["roles", "manageJobs"],
            (
                ORDER,
                "a request sends each scope once, in the order of the scopes list",
                "write scope=manageJobs%20roles, or reorder the scopes list",
            ),
        ),
        (
            "&state=1",
            "&state=1&scope=roles%20roles",
            ["roles", "roles"],
            (
                ORDER,
                "a request sends each scope once, in the order of the scopes list",
                "write scope=roles",
            ),
        ),
    ],
)
def test_example_that_a_request_cannot_build_is_rejected(
    tmp_path: Path, old: str, new: str, scopes: list[str], expected: tuple[str, ...]
) -> None:
    spec = with_example(f"{ENDPOINT}?{ALWAYS_SENT.replace(old, new)}", scopes)
    with pytest.raises(SpecProblems) as caught:
        pipeline.load(write_spec(tmp_path, spec))
    [problem] = caught.value.diagnostics
    assert (problem.code, problem.message, problem.hint) == expected
    assert problem.path == "examples[1].url"


def test_default_that_an_example_overrides_is_accepted(tmp_path: Path) -> None:
    query = ALWAYS_SENT.replace("urn:ietf:wg:oauth:2.0:oob", "https:%2F%2Fa.example%2F")
    spec = with_example(f"{ENDPOINT}?{query}", [])
    spec["examples"][1]["values"]["redirect_uri"] = "https://a.example/"
    assert found(tmp_path, spec) == []


@pytest.mark.parametrize("constant", ["", "response_type=code&"])
def test_example_without_a_constant_is_rejected(tmp_path: Path, constant: str) -> None:
    query = ALWAYS_SENT.replace("response_type=token&", constant)
    assert found(tmp_path, with_example(f"{ENDPOINT}?{query}", [])) == [
        ("example-constants", "examples[1].url")
    ]


def test_example_with_another_value_of_a_constant_is_rejected(
    tmp_path: Path,
) -> None:
    spec = provider.spec()
    example = spec["examples"][0]
    example["url"] = example["url"].replace("prompt=none", "prompt=login")
    assert found(tmp_path, spec) == [("example-constants", "examples[0].url")]


def test_example_of_an_unknown_scope_is_rejected(tmp_path: Path) -> None:
    url = f"{ENDPOINT}?{ALWAYS_SENT}&scope=roles%20other"
    assert found(tmp_path, with_example(url, ["roles", "other"])) == [
        ("unknown-scope", "examples[1].scopes[1]")
    ]


def test_example_is_not_compared_with_an_invalid_endpoint(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["endpoint"]["url"] = "http://{domain}/oauth/authorize"
    spec["examples"][0]["scopes"] = ["role"]
    assert found(tmp_path, spec) == [
        ("insecure-endpoint", "endpoint.url"),
        ("unknown-scope", "examples[0].scopes[0]"),
    ]


def test_wrong_source_of_a_parameter_hides_no_wrong_example(tmp_path: Path) -> None:
    spec = whole_spec()
    parameter_of(spec, "state")["source"] = "sed"
    spec["examples"][0]["scopes"] = ["roles"]
    assert found(tmp_path, spec) == [
        ("unknown-source", "endpoint.parameters[3].source"),
        ("example-scopes", "examples[0].scopes"),
    ]


@pytest.mark.parametrize("module", ["class", "json", "os"])
def test_module_that_python_has_itself_is_rejected(tmp_path: Path, module: str) -> None:
    spec = whole_spec()
    spec["packages"]["python"]["module"] = module
    assert found(tmp_path, spec) == [("reserved-module", "packages.python.module")]


@pytest.mark.parametrize("name", ["fs", "http2"])
def test_npm_package_that_node_has_itself_is_rejected(
    tmp_path: Path, name: str
) -> None:
    spec = whole_spec()
    spec["packages"]["typescript"]["package"] = name
    place = "packages.typescript.package"
    assert found(tmp_path, spec) == [("reserved-package", place)]


@pytest.mark.parametrize("name", ["fs-oauth", "@example/fs"])
def test_npm_package_of_another_name_is_accepted(tmp_path: Path, name: str) -> None:
    spec = whole_spec()
    spec["packages"]["typescript"]["package"] = name
    assert found(tmp_path, spec) == []


@pytest.mark.parametrize(
    ("keys", "path"),
    [
        (("endpoint",), "endpoint"),
        (("endpoint", "variables", 0), "endpoint.variables[0]"),
        (("endpoint", "parameters", 3), "endpoint.parameters[3]"),
        (("scopes", 2), "scopes[2]"),
        (("response", "parameters", 1), "response.parameters[1]"),
        (("response", "errors", 1), "response.errors[1]"),
        (("calls", "hosts", 0), "calls.hosts[0]"),
        (("calls", "headers", 1), "calls.headers[1]"),
        (("notes", 1), "notes[1]"),
        (("steps", 1), "steps[1]"),
        (("examples", 0), "examples[0]"),
        (("unknown", 1), "unknown[1]"),
    ],
)
def test_fact_of_an_unknown_source_is_rejected(
    tmp_path: Path, keys: tuple[str | int, ...], path: str
) -> None:
    spec = whole_spec()
    fact = spec
    for key in keys:
        fact = fact[key]
    fact["source"] = "nowhere#A heading"
    assert found(tmp_path, spec) == [("unknown-source", f"{path}.source")]


def test_fact_without_a_source_is_accepted_if_that_is_allowed(
    tmp_path: Path,
) -> None:
    spec = whole_spec()
    for one in spec["unknown"]:
        one.pop("source", None)
    assert found(tmp_path, spec) == []


def test_problems_of_all_rules_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["scopes"].insert(0, scope("*"))
    spec["endpoint"]["variables"].append(variable("tenant"))
    spec["calls"]["headers"][0]["value"] = "{secret}"
    spec["steps"][0]["source"] = "nowhere"
    assert [code for code, _ in found(tmp_path, spec)] == [
        "unused-variable",
        "empty-identifier",
        "unknown-placeholder",
        "unknown-source",
    ]


@pytest.mark.parametrize("key", ["summary", "reach", "story", "source"])
def test_missing_sentence_or_source_hides_no_broken_rule(
    tmp_path: Path, key: str
) -> None:
    spec = whole_spec()
    del spec["scopes"][0][key]
    spec["scopes"][1]["summary"] = 5
    spec["scopes"][2]["name"] = spec["scopes"][3]["name"]
    assert found(tmp_path, spec) == [
        ("missing", "scopes[0]"),
        ("wrong-type", "scopes[1].summary"),
        ("duplicate-scope", "scopes[3].name"),
    ]


@pytest.mark.parametrize(
    ("keys", "value", "problem"),
    [
        (("packages", "version"), 1.2, ("wrong-type", "packages.version")),
        (("packages", "version"), None, ("wrong-type", "packages.version")),
        (("unknown",), 1, ("wrong-type", "unknown")),
        (("steps",), [], ("bad-value", "steps")),
        (("steps",), ["text"], ("wrong-type", "steps[0]")),
        (("scopes", 1, "permits"), "view", ("wrong-type", "scopes[1].permits")),
        (("calls", "headers"), {}, ("wrong-type", "calls.headers")),
        (("cases",), 5, ("wrong-type", "cases")),
    ],
)
def test_wrong_value_hides_no_broken_rule(
    tmp_path: Path, keys: tuple[str | int, ...], value: Any, problem: tuple[str, str]
) -> None:
    spec = whole_spec()
    spec["scopes"][3]["name"] = spec["scopes"][2]["name"]
    place = spec
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    both = {problem, ("duplicate-scope", "scopes[3].name")}
    assert set(found(tmp_path, spec)) == both


def test_consequences_of_a_rejected_value_are_not_reported(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["sources"] = []
    assert found(tmp_path, spec) == [("bad-value", "sources")]
    spec = whole_spec()
    spec["endpoint"]["variables"][0]["format"] = "Host"
    assert found(tmp_path, spec) == [("bad-value", "endpoint.variables[0].format")]
    spec = whole_spec()
    spec["endpoint"]["scope_separator"] = ""
    assert found(tmp_path, spec) == [("bad-value", "endpoint.scope_separator")]
    spec = whole_spec()
    spec["scopes"][0]["name"] = "read users"
    assert found(tmp_path, spec) == [("bad-value", "scopes[0].name")]
    spec = whole_spec()
    one = parameter_of(spec, "response_type")
    one["constnat"] = one.pop("constant")
    place = "endpoint.parameters[0].constnat"
    assert found(tmp_path, spec) == [("unknown-key", place)]
    spec = whole_spec()
    parameter_of(spec, "redirect_uri")["characters"] = "url"
    place = "endpoint.parameters[2].characters"
    assert found(tmp_path, spec) == [("bad-value", place)]


def test_missing_name_is_reported_without_its_consequences(tmp_path: Path) -> None:
    spec = whole_spec()
    del spec["scopes"][0]["name"]
    assert found(tmp_path, spec) == [("missing", "scopes[0]")]


def nodes(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each node below a value as its container and its key."""
    keys: Any = list(value) if hasattr(value, "keys") else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from nodes(value[key])


ODD: tuple[Any, ...] = (
    *(None, True, 0, -1.5, "", " ", "-", "x" * 600, "a,b", "#", "{", "%", "é\n"),
    *(
        [],
        {},
        [None],
        ["", ""],
        {"": ""},
        {"name": "x"},
        [[]],
        "https://[x",
        "cases/x.yaml",
    ),
)


@pytest.mark.parametrize("odd", one_in(3, ODD), ids=repr)
def test_odd_value_at_any_node_is_a_problem_and_not_an_exception(
    tmp_path: Path, odd: Any
) -> None:
    file = tmp_path / "spec.yaml"
    for index in range(len(list(nodes(SMALL)))):
        # Every fifth value at each node, in turn, keeps this fast.
        if (index + ODD.index(odd)) % 5:
            continue
        spec = copy.deepcopy(SMALL)
        holder, key = list(nodes(spec))[index]
        holder[key] = odd
        file.write_text(json.dumps(spec), encoding="utf-8")
        try:
            pipeline.load(file)
        except SpecProblems as problems:
            assert problems.diagnostics


def test_rules_do_not_check_a_value_that_the_schema_rejects(
    tmp_path: Path,
) -> None:
    spec = whole_spec()
    spec["endpoint"]["url"] = "http://{domain}/a b?c"
    assert found(tmp_path, spec) == [("bad-value", "endpoint.url")]


@pytest.mark.parametrize(
    "example", ['x"+evil+"', "not_a_host/?&#x", "a.example\n", "A.example"]
)
def test_example_with_an_invalid_host_is_rejected(tmp_path: Path, example: str) -> None:
    spec = whole_spec()
    spec["endpoint"]["variables"][0]["example"] = example
    place = "endpoint.variables[0].example"
    assert found(tmp_path, spec) == [("bad-value", place)]


CASE = """\
  - id: {id}
    op: build_url
    group: url/basic
    input: {{domain: '', client_id: K}}
    expect: {{error: domain_empty}}
    basis: by hand
    basis_kind: decision
"""


def write_cases(tmp_path: Path, name: str, *ids: str) -> str:
    """Write a file of cases beside the spec, and return its name in the spec."""
    (tmp_path / "cases").mkdir(exist_ok=True)
    text = "cases:\n" + "".join(CASE.format(id=id) for id in ids)
    (tmp_path / "cases" / name).write_text(text)
    return f"cases/{name}"


def test_loaded_spec_contains_the_cases(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["cases"] = [write_cases(tmp_path, "some.yaml", "one", "two")]
    loaded = pipeline.load(write_spec(tmp_path, spec))
    assert loaded.file == "spec.yaml"
    assert [one["id"] for one in loaded.cases] == ["one", "two"]


def test_missing_file_of_cases_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["cases"] = [write_cases(tmp_path, "some.yaml", "one"), "cases/none.yaml"]
    assert found(tmp_path, spec) == [("missing-file", "cases[1]")]


def test_duplicate_case_on_one_line_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    name = write_cases(tmp_path, "some.yaml", "one")
    one = (
        '{id: one, op: build_url, group: url/basic, input: {domain: "", client_id: K}, '
        "expect: {error: domain_empty}, basis: by hand, basis_kind: decision}"
    )
    (tmp_path / name).write_text(f"cases: [{one}, {one}]\n")
    spec["cases"] = [name]
    assert found(tmp_path, spec) == [("duplicate-case", "cases[1].id")]


def test_file_of_cases_that_is_named_twice_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["cases"] = [write_cases(tmp_path, "some.yaml", "one")] * 2
    assert found(tmp_path, spec) == [("bad-value", "cases")]


def test_folder_in_the_place_of_cases_hides_nothing(tmp_path: Path) -> None:
    spec = whole_spec()
    (tmp_path / "cases" / "some.yaml").mkdir(parents=True)
    spec["cases"] = ["cases/some.yaml"]
    spec["packages"]["version"] = 1
    assert set(found(tmp_path, spec)) == {
        ("wrong-type", "packages.version"),
        ("missing-file", "cases[0]"),
    }


def test_case_of_an_earlier_file_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    first = write_cases(tmp_path, "first.yaml", "one", "two")
    spec["cases"] = [first, write_cases(tmp_path, "second.yaml", "three", "two")]
    assert found(tmp_path, spec) == [("duplicate-case", "cases[1].id")]


def test_file_of_cases_with_a_rejected_name_is_not_read(tmp_path: Path) -> None:
    spec = whole_spec()
    (tmp_path.parent / "outside.yaml").write_text("this is: [no YAML")
    spec["cases"] = ["../outside.yaml"]
    assert found(tmp_path, spec) == [("bad-value", "cases[0]")]


@pytest.mark.parametrize("name", ["b--> <img src=x>.yaml", "a\nb.yaml", "a b.yaml"])
def test_file_name_that_could_be_a_path_is_rejected(tmp_path: Path, name: str) -> None:
    file = write_spec(tmp_path, whole_spec()).rename(tmp_path / name)
    with pytest.raises(SpecProblems) as caught:
        pipeline.load(file)
    assert [one.code for one in caught.value.diagnostics] == ["file-name"]
