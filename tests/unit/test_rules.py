"""One change of the real spec breaks one rule, and that is all that is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.diagnostics import SpecProblems
from tests.unit.specs import (
    REAL_SPEC,
    line_of,
    place_of,
    problems_of,
    real_spec,
    write_spec,
)

IDENTIFIER_HINT = "give the entry an identifier of its own, such as identifier: "
SOURCE = "seed#OAuth URL construction"
ENDPOINT = "https://{domain}/oauth/authorize"


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


def test_real_spec_has_no_problems() -> None:
    assert problems_of(REAL_SPEC) == []


def test_real_spec_without_cases_has_no_problems(tmp_path: Path) -> None:
    assert problems_of(write_spec(tmp_path, real_spec())) == []


@pytest.mark.parametrize(
    ("keys", "name_key", "value", "kind"),
    [
        (("scopes",), "name", "readUsersData", "scope"),
        (("endpoint", "variables"), "name", "domain", "variable"),
        (("sources",), "id", "rfc6749", "source"),
        (("notes",), "id", "acts-as-creator", "note"),
        (("examples",), "id", "documented", "example"),
        (("response", "errors"), "code", "access_denied", "error"),
    ],
)
def test_second_entry_of_a_name_is_refused(
    tmp_path: Path, keys: tuple[str, ...], name_key: str, value: str, kind: str
) -> None:
    spec = real_spec()
    entries = spec
    for key in keys:
        entries = entries[key]
    index = [one[name_key] for one in entries].index(value)
    entries.append({**entries[index]})
    file = write_spec(tmp_path, spec)
    needle, path = f'"{name_key}": "{value}"', ".".join(keys)
    first, second = places(file, needle, keys)
    assert problems_of(file) == [
        (
            f"{second[0]}:{second[1] + len(name_key) + 4}: error[duplicate-{kind}] "
            f'{path}[{len(entries) - 1}].{name_key}: "{value}" is declared twice\n'
            f"  hint: first declared at line {first[0]}; {kind} {name_key}s are unique"
        )
    ]


def places(file: Path, needle: str, keys: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where a needle stands within the list at `keys`: lines and columns."""
    lines = file.read_text(encoding="utf-8").splitlines()
    *above, last = keys
    start = 0
    for depth, key in enumerate(above, 1):
        start = lines.index("  " * depth + f'"{key}": {{', start)
    start = lines.index("  " * len(keys) + f'"{last}": [', start)
    end = next(
        number
        for number in range(start, len(lines))
        if lines[number].startswith("  " * len(keys) + "]")
    )
    return [
        (number + 1, lines[number].index(needle) + 1)
        for number in range(start, end)
        if needle in lines[number]
    ]


def test_second_parameter_of_a_name_is_refused(tmp_path: Path) -> None:
    spec = real_spec()
    parameters = spec["endpoint"]["parameters"]
    parameters += [parameter("tenant", constant=one) for one in ("x", "y")]
    file = write_spec(tmp_path, spec)
    first, second = places(file, '"name": "tenant"', ("endpoint", "parameters"))
    index = len(parameters) - 1
    assert problems_of(file) == [
        (
            f"{second[0]}:17: error[duplicate-parameter] endpoint.parameters[{index}].name: "
            '"tenant" is declared twice\n'
            f"  hint: first declared at line {first[0]}; parameter names are unique"
        )
    ]


def test_headers_that_differ_in_case_are_refused(tmp_path: Path) -> None:
    spec = real_spec()
    spec["calls"]["headers"].append(
        {"name": "AUTHORIZATION", "value": "x", "summary": "x", "source": SOURCE}
    )
    file = write_spec(tmp_path, spec)
    index = len(spec["calls"]["headers"]) - 1
    first = line_of(file, '"name": "Authorization"')
    assert problems_of(file) == [
        (
            f"{place_of(file, 'AUTHORIZATION')}: error[duplicate-header] "
            f'calls.headers[{index}].name: "authorization" is declared twice\n'
            f"  hint: first declared at line {first}; "
            "header names are unique"
        )
    ]


def test_names_of_different_lists_may_be_equal(tmp_path: Path) -> None:
    spec = real_spec()
    spec["scopes"].append(scope("state"))
    spec["notes"].append({**spec["notes"][0], "id": "documented"})
    assert problems_of(write_spec(tmp_path, spec)) == []


@pytest.mark.parametrize(
    ("name", "code", "message", "example"),
    [
        ("*", "empty-identifier", '"*" gives no identifier', "words_of_your_own"),
        ("-._", "empty-identifier", '"-._" gives no identifier', "words_of_your_own"),
        (
            "9lives",
            "digit-identifier",
            '"9lives" gives an identifier that starts with a digit',
            "scope_9_lives",
        ),
        (
            "*:42",
            "digit-identifier",
            '"*:42" gives an identifier that starts with a digit',
            "scope_42",
        ),
    ],
)
def test_scope_without_an_identifier_is_refused(
    tmp_path: Path, name: str, code: str, message: str, example: str
) -> None:
    spec = real_spec()
    spec["scopes"].insert(1, scope(name))
    file = write_spec(tmp_path, spec)
    assert problems_of(file) == [
        (
            f"{place_of(file, name)}: error[{code}] scopes[1].name: {message}\n"
            f"  hint: {IDENTIFIER_HINT}{example}"
        )
    ]


@pytest.mark.parametrize("name", ["*", "9lives", "read-users-data", "a+b"])
def test_scope_with_an_identifier_of_its_own_is_taken(
    tmp_path: Path, name: str
) -> None:
    spec = real_spec()
    spec["scopes"].append(scope(name, identifier="of_its_own"))
    assert problems_of(write_spec(tmp_path, spec)) == []


@pytest.mark.parametrize(
    "name", ["read_users_data", "ReadUsersData", "read.users:data"]
)
def test_scopes_of_one_identifier_are_refused(tmp_path: Path, name: str) -> None:
    spec = real_spec()
    spec["scopes"].append(scope(name))
    file = write_spec(tmp_path, spec)
    index = len(spec["scopes"]) - 1
    first = line_of(file, '"name": "readUsersData"') - 1
    assert problems_of(file) == [
        (
            f"{place_of(file, name)}: error[identifier-clash] "
            f'scopes[{index}].name: "{name}" and "readUsersData" give the same identifier\n'
            f"  hint: first declared at line {first}; {IDENTIFIER_HINT}read_users_data_too"
        )
    ]


def test_identifier_that_clashes_is_refused_where_it_stands(tmp_path: Path) -> None:
    spec = real_spec()
    spec["scopes"].append(scope("other", identifier="read_users_data"))
    file = write_spec(tmp_path, spec)
    index = len(spec["scopes"]) - 1
    first = line_of(file, '"name": "readUsersData"') - 1
    assert problems_of(file) == [
        (
            f"{place_of(file, 'read_users_data')}: error[identifier-clash] "
            f'scopes[{index}].identifier: "other" and "readUsersData" give the same '
            "identifier\n"
            f"  hint: first declared at line {first}; {IDENTIFIER_HINT}read_users_data_too"
        )
    ]


def test_variables_of_one_identifier_are_refused(tmp_path: Path) -> None:
    spec = real_spec()
    spec["endpoint"]["url"] += "/{Domain}"
    spec["examples"][0]["url"] = spec["examples"][0]["url"].replace(
        ENDPOINT, f"{ENDPOINT}/{{Domain}}"
    )
    spec["endpoint"]["variables"].append(variable("Domain"))
    file = write_spec(tmp_path, spec)
    first = line_of(file, '"name": "domain"') - 1
    assert problems_of(file) == [
        (
            f"{place_of(file, 'Domain')}: error[identifier-clash] "
            'endpoint.variables[1].name: "Domain" and "domain" give the same identifier\n'
            f"  hint: first declared at line {first}; {IDENTIFIER_HINT}domain_too"
        )
    ]


def test_variable_without_an_identifier_is_refused(tmp_path: Path) -> None:
    spec = moved("https://{-}/oauth/authorize")
    spec["endpoint"]["variables"][0]["name"] = "-"
    file = write_spec(tmp_path, spec)
    assert problems_of(file) == [
        (
            f"{place_of(file, '-')}: error[empty-identifier] endpoint.variables[0].name: "
            f'"-" gives no identifier\n  hint: {IDENTIFIER_HINT}words_of_your_own'
        )
    ]


def moved(url: str) -> Any:
    """Return the spec with its endpoint, and its examples, at another URL."""
    spec = real_spec()
    assert spec["endpoint"]["url"] == ENDPOINT
    spec["endpoint"]["url"] = url
    for one in spec["examples"]:
        one["url"] = one["url"].replace(ENDPOINT, url)
    return spec


@pytest.mark.parametrize(
    ("url", "code", "message", "hint"),
    [
        (
            "http://{domain}/oauth/authorize",
            "insecure-endpoint",
            "the URL is not https",
            "write https://{domain}/…",
        ),
        (
            "javascript:{domain}",
            "insecure-endpoint",
            "the URL is not https",
            "write https://{domain}/…",
        ),
        (
            "HTTPS://{domain}/x",
            "insecure-endpoint",
            "the URL is not https",
            "write https://{domain}/…",
        ),
        (
            "https://{domain}@evil.example/x",
            "endpoint-user-info",
            "the URL has user info before its host",
            "leave out what stands up to the @",
        ),
        (
            "https://user@{domain}/x",
            "endpoint-user-info",
            "the URL has user info before its host",
            "leave out what stands up to the @",
        ),
        (
            "https://evil.example/{domain}",
            "endpoint-host",
            "the host is no variable of format host",
            "write https://{domain}/… and declare domain",
        ),
        (
            "https://{domain}.evil.example/x",
            "endpoint-host",
            "the host is no variable of format host",
            "write https://{domain}/… and declare domain",
        ),
        (
            "https://{domain}:8443/x",
            "endpoint-host",
            "the host is no variable of format host",
            "write https://{domain}/… and declare domain",
        ),
        (
            "https://{domain}/x'y",
            "endpoint-path",
            "the path holds other characters than it may",
            "letters, digits and . _ ~ - between slashes",
        ),
        (
            "https://{domain}/%2e",
            "endpoint-path",
            "the path holds other characters than it may",
            "letters, digits and . _ ~ - between slashes",
        ),
        (
            'https://{domain}/"+x+"',
            "endpoint-path",
            "the path holds other characters than it may",
            "letters, digits and . _ ~ - between slashes",
        ),
        (
            "https://{domain}/x}",
            "endpoint-path",
            "the path holds other characters than it may",
            "letters, digits and . _ ~ - between slashes",
        ),
        (
            "https://{domain}/a\\b",
            "endpoint-query",
            "the URL has a query or a fragment",
            "declare parameters under endpoint.parameters",
        ),
        (
            "https://{domain}/{other}",
            "undeclared-variable",
            '"{other}" is not declared',
            "declare it under endpoint.variables; declared are domain",
        ),
    ],
)
def test_endpoint_that_is_no_plain_https_url_is_refused(
    tmp_path: Path, url: str, code: str, message: str, hint: str
) -> None:
    file = write_spec(tmp_path, moved(url))
    line = line_of(file, '"endpoint": {') + 1
    assert problems_of(file) == [
        f"{line}:12: error[{code}] endpoint.url: {message}\n  hint: {hint}"
    ]


@pytest.mark.parametrize("end", ["?a=b", "#a"])
def test_endpoint_with_a_query_or_fragment_is_refused(tmp_path: Path, end: str) -> None:
    spec = real_spec()
    spec["endpoint"]["url"] = ENDPOINT + end
    file = write_spec(tmp_path, spec)
    line = line_of(file, '"endpoint": {') + 1
    first, *_ = problems_of(file)
    assert first == (
        f"{line}:12: error[endpoint-query] endpoint.url: the URL has a query or a "
        "fragment\n  hint: declare parameters under endpoint.parameters"
    )


@pytest.mark.parametrize(
    "url", ["https://{domain}/", "https://{domain}/a/b.c_d~e-f/1", "https://{domain}"]
)
def test_endpoint_of_another_path_is_taken(tmp_path: Path, url: str) -> None:
    assert problems_of(write_spec(tmp_path, moved(url))) == []


def test_variable_that_the_url_does_not_use_is_refused(tmp_path: Path) -> None:
    spec = real_spec()
    spec["endpoint"]["variables"].append(variable("tenant"))
    file = write_spec(tmp_path, spec)
    assert problems_of(file) == [
        (
            f"{place_of(file, 'tenant')}: error[unused-variable] "
            'endpoint.variables[1].name: the URL does not use "tenant"\n'
            "  hint: write {tenant} in endpoint.url, or take the variable out"
        )
    ]


def test_parameter_that_is_neither_known_nor_constant_is_refused(
    tmp_path: Path,
) -> None:
    spec = real_spec()
    index = len(spec["endpoint"]["parameters"])
    spec["endpoint"]["parameters"].append(parameter("tenant", default="x"))
    file = write_spec(tmp_path, spec)
    assert problems_of(file) == [
        (
            f"{place_of(file, 'tenant')}: error[unsupported-parameter] "
            f'endpoint.parameters[{index}].name: "tenant" is neither constant nor a '
            "parameter of RFC 6749 §4.2.1\n"
            "  hint: give it a constant; callers can add it as an extra parameter"
        )
    ]


def test_constant_parameter_of_any_name_is_taken(tmp_path: Path) -> None:
    spec = real_spec()
    spec["endpoint"]["parameters"].append(parameter("tenant", constant="x"))
    assert problems_of(write_spec(tmp_path, spec)) == []


def test_constant_with_a_default_is_refused(tmp_path: Path) -> None:
    spec = real_spec()
    index = len(spec["endpoint"]["parameters"])
    spec["endpoint"]["parameters"].append(parameter("a", constant="x", default="y"))
    file = write_spec(tmp_path, spec)
    line = line_of(file, '"name": "a"') - 1
    assert problems_of(file) == [
        (
            f"{line}:7: error[constant-and-default] endpoint.parameters[{index}]: "
            "a constant has no default\n  hint: keep one of the two"
        )
    ]


@pytest.mark.parametrize("name", ["response_type", "client_id", "scope"])
def test_missing_parameter_is_refused(tmp_path: Path, name: str) -> None:
    spec = real_spec()
    parameters = spec["endpoint"]["parameters"]
    parameters[:] = [one for one in parameters if one["name"] != name]
    example = spec["examples"][0]
    base, _, query = example["url"].partition("?")
    pairs = [one for one in query.split("&") if not one.startswith(f"{name}=")]
    example["url"] = f"{base}?{'&'.join(pairs)}"
    example["values"].pop(name, None)
    if name == "scope":
        example["scopes"] = []
    file = write_spec(tmp_path, spec)
    line = line_of(file, '"parameters": [')
    assert problems_of(file) == [
        (
            f'{line}:19: error[missing-parameter] endpoint.parameters: "{name}" is not '
            "declared\n  hint: an authorization request has it (RFC 6749 §4.2.1)"
        )
    ]


@pytest.mark.parametrize("name", ["redirect_uri", "state"])
def test_optional_parameter_may_be_absent(tmp_path: Path, name: str) -> None:
    spec = real_spec()
    parameters = spec["endpoint"]["parameters"]
    parameters[:] = [one for one in parameters if one["name"] != name]
    example = spec["examples"][0]
    base, _, query = example["url"].partition("?")
    pairs = [one for one in query.split("&") if not one.startswith(f"{name}=")]
    example["url"] = f"{base}?{'&'.join(pairs)}"
    example["values"].pop(name, None)
    assert problems_of(write_spec(tmp_path, spec)) == []


@pytest.mark.parametrize("value", ["code", None])
def test_other_grant_is_refused(tmp_path: Path, value: str | None) -> None:
    spec = real_spec()
    response_type = spec["endpoint"]["parameters"][0]
    assert response_type["name"] == "response_type"
    del response_type["constant"]
    if value is not None:
        response_type["constant"] = value
    file = write_spec(tmp_path, spec)
    line = line_of(file, '"name": "response_type"') - 1
    assert problems_of(file) == [
        (
            f"{line}:7: error[unsupported-grant] endpoint.parameters[0]: only the implicit "
            "grant is supported\n  hint: write constant: token"
        )
    ]


@pytest.mark.parametrize("value", ["{secret}", "Bearer {secret} {client_id}"])
def test_header_of_something_unknown_is_refused(tmp_path: Path, value: str) -> None:
    spec = real_spec()
    spec["calls"]["headers"][0]["value"] = value
    file = write_spec(tmp_path, spec)
    assert problems_of(file) == [
        (
            f"{place_of(file, value)}: error[unknown-placeholder] "
            'calls.headers[0].value: "{secret}" is nothing that a caller holds\n'
            "  hint: write {client_id} or {access_token}"
        )
    ]


@pytest.mark.parametrize(
    "value", ["fixed", "{client_id}:{access_token}", "a {access_token} b"]
)
def test_header_of_what_a_caller_holds_is_taken(tmp_path: Path, value: str) -> None:
    spec = real_spec()
    spec["calls"]["headers"][0]["value"] = value
    assert problems_of(write_spec(tmp_path, spec)) == []


EXAMPLE = {
    "id": "second",
    "title": "Second",
    "values": {"client_id": "K"},
    "source": SOURCE,
}


def with_example(tmp_path: Path, url: str, scopes: list[str]) -> Path:
    """Write the spec with a second example, whose URL is on line `place_of(url)`."""
    spec = real_spec()
    assert len(spec["examples"]) == 1
    spec["examples"].append({**EXAMPLE, "url": url, "scopes": scopes})
    return write_spec(tmp_path, spec)


def test_example_in_the_documented_order_is_taken(tmp_path: Path) -> None:
    url = f"{ENDPOINT}?response_type=token&client_id=K&scope=roles"
    assert problems_of(with_example(tmp_path, url, ["roles"])) == []


@pytest.mark.parametrize(
    "base",
    [f"{ENDPOINT}/x", "https://{domain}/other", "https://evil.example/oauth/authorize"],
)
def test_example_of_another_endpoint_is_refused(tmp_path: Path, base: str) -> None:
    url = f"{base}?response_type=token&client_id=K"
    file = with_example(tmp_path, url, [])
    assert problems_of(file) == [
        (
            f"{place_of(file, url)}: error[example-endpoint] examples[1].url: this is "
            "not the endpoint's URL\n"
            "  hint: it starts with https://{domain}/oauth/authorize?"
        )
    ]


@pytest.mark.parametrize("url", ["https://[x?", "https://[::1/a?response_type=token"])
def test_example_that_is_no_url_is_a_problem_and_no_exception(
    tmp_path: Path, url: str
) -> None:
    file = with_example(tmp_path, url, [])
    assert problems_of(file) == [
        (
            f"{place_of(file, url)}: error[example-endpoint] examples[1].url: this is "
            "not the endpoint's URL\n"
            "  hint: it starts with https://{domain}/oauth/authorize?"
        )
    ]


@pytest.mark.parametrize(
    "query",
    [
        "client_id=K&response_type=token",
        "response_type=token&client_id=K&tenant=x",
        "response_type=token&client_id=K&client_id=K",
    ],
)
def test_example_of_other_parameters_is_refused(tmp_path: Path, query: str) -> None:
    url = f"{ENDPOINT}?{query}"
    file = with_example(tmp_path, url, [])
    given = ", ".join(pair.partition("=")[0] for pair in query.split("&"))
    assert problems_of(file) == [
        (
            f"{place_of(file, url)}: error[example-order] examples[1].url: the "
            f"parameters are {given}\n"
            "  hint: the declared ones, in their order, are response_type, client_id, "
            "redirect_uri, state, scope"
        )
    ]


def test_example_that_is_encoded_otherwise_is_refused(tmp_path: Path) -> None:
    url = f"{ENDPOINT}?response_type=token&client_id=K&scope=roles+x"
    file = with_example(tmp_path, url, ["roles+x"])
    assert problems_of(file)[0] == (
        f"{place_of(file, url)}: error[example-encoding] examples[1].url: scope=roles+x "
        "is not written as a request writes it\n  hint: write scope=roles%2Bx"
    )


def test_example_of_other_values_than_its_url_is_refused(tmp_path: Path) -> None:
    spec = real_spec()
    spec["examples"][0]["values"] = {"client_id": "OTHER"}
    problems = problems_of(write_spec(tmp_path, spec))
    assert [problem.partition(": ")[2] for problem in problems] == [
        (
            "error[example-values] examples[0].values: these are not the values in the URL "
            'that a caller gives\n  hint: write {client_id: "YOUR_API_KEY", state: "1"}'
        )
    ]


@pytest.mark.parametrize("module", ["class", "json", "os"])
def test_module_that_python_has_itself_is_refused(tmp_path: Path, module: str) -> None:
    spec = real_spec()
    spec["packages"]["python"]["module"] = module
    problems = problems_of(write_spec(tmp_path, spec))
    assert [problem.partition(": ")[2] for problem in problems] == [
        (
            f'error[reserved-module] packages.python.module: "{module}" is a word or a '
            f"module of Python itself\n  hint: choose another, such as {module}_oauth"
        )
    ]


def test_scope_that_holds_the_separator_is_refused(tmp_path: Path) -> None:
    spec = real_spec()
    spec["endpoint"]["scope_separator"] = ","
    spec["scopes"].append(scope("a,b"))
    spec["examples"][0]["url"] = spec["examples"][0]["url"].replace("%20", "%2C")
    problems = problems_of(write_spec(tmp_path, spec))
    assert [problem.partition(": ")[2] for problem in problems] == [
        (
            'error[scope-holds-separator] scopes[6].name: "a,b" holds the scope separator '
            '","\n  hint: correct endpoint.scope_separator, or the name'
        )
    ]


@pytest.mark.parametrize(
    ("query", "scopes"),
    [
        ("&scope=roles", []),
        ("", ["roles"]),
        ("&scope=roles%20manageJobs", ["manageJobs", "roles"]),
        ("&scope=roles%2CmanageJobs", ["roles", "manageJobs"]),
        ("&scope=roles", ["manageJobs"]),
    ],
)
def test_example_of_other_scopes_than_its_url_is_refused(
    tmp_path: Path, query: str, scopes: list[str]
) -> None:
    file = with_example(
        tmp_path, f"{ENDPOINT}?response_type=token&client_id=K{query}", scopes
    )
    line = line_of(file, '"id": "second"')
    text = file.read_text(encoding="utf-8").splitlines()
    line = next(
        number
        for number in range(line, len(text))
        if text[number].startswith('      "scopes": [')
    )
    assert problems_of(file) == [
        (
            f"{line + 1}:17: error[example-scopes] examples[1].scopes: these are not the "
            "scopes of the URL\n  hint: write the scopes of the URL, in its order"
        )
    ]


def test_example_of_an_unknown_scope_is_refused(tmp_path: Path) -> None:
    url = f"{ENDPOINT}?response_type=token&client_id=K&scope=roles%20other"
    file = with_example(tmp_path, url, ["roles", "other"])
    assert problems_of(file) == [
        (
            f"{place_of(file, 'other')}: error[unknown-scope] examples[1].scopes[1]: "
            '"other" is no scope\n  hint: name a scope that is declared under scopes'
        )
    ]


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
def test_fact_of_an_unknown_source_is_refused(
    tmp_path: Path, keys: tuple[str | int, ...], path: str
) -> None:
    spec = real_spec()
    cited = "nowhere#A heading"
    fact = spec
    for key in keys:
        fact = fact[key]
    fact["source"] = cited
    file = write_spec(tmp_path, spec)
    declared = ", ".join(sorted(one["id"] for one in spec["sources"]))
    assert problems_of(file) == [
        (
            f"{place_of(file, cited)}: error[unknown-source] {path}.source: "
            f'"nowhere" is no source\n  hint: declared are {declared}'
        )
    ]


def test_fact_that_names_no_source_is_taken_where_that_is_allowed(
    tmp_path: Path,
) -> None:
    spec = real_spec()
    for one in spec["unknown"]:
        one.pop("source", None)
    assert problems_of(write_spec(tmp_path, spec)) == []


def test_missing_file_of_cases_is_refused(tmp_path: Path) -> None:
    spec = real_spec()
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "some.yaml").write_text("cases: []\n")
    spec["cases"] = ["cases/some.yaml", "cases/none.yaml"]
    file = write_spec(tmp_path, spec)
    assert problems_of(file) == [
        (
            f"{place_of(file, 'cases/none.yaml')}: error[missing-file] cases[1]: "
            "cases/none.yaml is not there\n  hint: it belongs beside the spec"
        )
    ]


def test_problems_of_all_rules_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    spec = real_spec()
    spec["scopes"].insert(0, scope("*"))
    spec["endpoint"]["variables"].append(variable("tenant"))
    spec["calls"]["headers"][0]["value"] = "{secret}"
    spec["steps"][0]["source"] = "nowhere"
    codes = [
        one.partition("[")[2].partition("]")[0]
        for one in problems_of(write_spec(tmp_path, spec))
    ]
    assert codes == [
        "unused-variable",
        "empty-identifier",
        "unknown-placeholder",
        "unknown-source",
    ]


def test_loaded_spec_holds_the_cases(tmp_path: Path) -> None:
    spec = real_spec()
    (tmp_path / "cases").mkdir()
    case = (
        "cases:\n"
        "  - id: one\n"
        "    op: build_url\n"
        "    group: url/basic\n"
        "    input: {domain: '', client_id: K}\n"
        "    expect: {error: domain_empty}\n"
        "    basis: by hand\n"
        "    basis_kind: decision\n"
    )
    (tmp_path / "cases" / "some.yaml").write_text(case)
    spec["cases"] = ["cases/some.yaml"]
    file = write_spec(tmp_path, spec)
    assert problems_of(file) == []
    loaded = pipeline.load(file)
    assert loaded.file == "spec.yaml"
    assert [one["id"] for one in loaded.cases] == ["one"]


def codes_of(problems: list[str]) -> list[str]:
    return [problem.partition("error[")[2].partition("]")[0] for problem in problems]


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "state", "scope"])
def test_constant_in_the_place_of_the_caller_is_refused(
    tmp_path: Path, name: str
) -> None:
    spec = real_spec()
    [one] = [one for one in spec["endpoint"]["parameters"] if one["name"] == name]
    one["constant"] = "1"
    one.pop("default", None)
    codes = codes_of(problems_of(write_spec(tmp_path, spec)))
    assert "constant-of-the-caller" in codes


@pytest.mark.parametrize("name", ["client_id", "state", "scope"])
def test_default_that_no_request_knows_is_refused(tmp_path: Path, name: str) -> None:
    spec = real_spec()
    [one] = [one for one in spec["endpoint"]["parameters"] if one["name"] == name]
    one["default"] = "x"
    codes = codes_of(problems_of(write_spec(tmp_path, spec)))
    assert codes == ["unsupported-default"]


@pytest.mark.parametrize(
    "example", ['x"+evil+"', "not_a_host/?&#x", "a.example\n", "A.example"]
)
def test_example_of_a_host_that_is_none_is_refused(
    tmp_path: Path, example: str
) -> None:
    spec = real_spec()
    spec["endpoint"]["variables"][0]["example"] = example
    [problem] = problems_of(write_spec(tmp_path, spec))
    assert "error[bad-value] endpoint.variables[0].example: " in problem


@pytest.mark.parametrize("name", ["b--> <img src=x>.yaml", "a\nb.yaml", "a b.yaml"])
def test_file_name_that_could_be_more_than_a_name_is_refused(
    tmp_path: Path, name: str
) -> None:
    file = write_spec(tmp_path, real_spec()).rename(tmp_path / name)
    with pytest.raises(SpecProblems) as caught:
        pipeline.load(file)
    assert [one.code for one in caught.value.diagnostics] == ["file-name"]
