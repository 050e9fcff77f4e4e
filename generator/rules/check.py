"""Run all rules on a model, and return the problems that they find."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice

from generator.model.provider import Provider
from generator.reading.diagnostics import Path, Problem
from generator.rules import (
    callbacks,
    calls,
    citations,
    endpoint,
    examples,
    grants,
    identifiers,
    names,
    parameters,
    redirects,
    standard_entries,
    token_parameters,
    variables,
    warnings,
)
from generator.rules.finding import Rule

URL: Path = ("authorization_endpoint", "url")
VARIABLES: Path = ("variables",)
PARAMETERS: Path = ("authorization_endpoint", "parameters")
SEPARATOR: Path = ("scope_separator",)
SCOPES: Path = ("scopes",)
SOURCES: Path = ("sources",)
EXAMPLES: Path = ("examples",)
GRANTS: Path = ("grants",)
TOKEN_PARAMETERS: Path = ("token_endpoint", "parameters")
DEVICE_PARAMETERS: Path = ("device_authorization_endpoint", "parameters")
REVOCATION_PARAMETERS: Path = ("revocation_endpoint", "parameters")
TOKEN_URL: Path = ("token_endpoint", "url")
DEVICE_URL: Path = ("device_authorization_endpoint", "url")
REQUESTED = (TOKEN_PARAMETERS, DEVICE_PARAMETERS, REVOCATION_PARAMETERS, GRANTS)

RULES: Mapping[Rule, Sequence[Path]] = {
    names.reserved_id: (),
    names.duplicate_source: (),
    names.duplicate_parameter: (),
    names.duplicate_scope: (),
    names.duplicate_response_parameter: (),
    names.duplicate_error: (),
    names.duplicate_header: (),
    names.duplicate_note: (),
    names.duplicate_example: (),
    identifiers.empty_identifier: (),
    identifiers.digit_identifier: (),
    identifiers.identifier_clash: (),
    identifiers.reserved_variable: (),
    identifiers.reserved_parameter: (),
    endpoint.insecure_endpoint: (),
    endpoint.endpoint_user_info: (),
    endpoint.endpoint_host: (VARIABLES,),
    endpoint.endpoint_port: (),
    endpoint.variable_in_host: (VARIABLES,),
    endpoint.endpoint_path: (),
    endpoint.parameter_in_the_url: (PARAMETERS, *REQUESTED),
    endpoint.undeclared_variable: (VARIABLES,),
    variables.unused_variable: (URL,),
    variables.variable_without_type: (VARIABLES,),
    variables.secret_variable: (VARIABLES,),
    variables.variable_example: (VARIABLES,),
    grants.duplicate_grant: (GRANTS,),
    grants.missing_endpoint: (GRANTS, URL, TOKEN_URL, DEVICE_URL),
    grants.key_without_effect: (GRANTS,),
    grants.wrong_response_type: (GRANTS, PARAMETERS),
    grants.public_client_without_pkce: (),
    grants.partial_pkce: (PARAMETERS, GRANTS),
    parameters.constant_of_the_caller: (PARAMETERS,),
    parameters.constant_and_default: (PARAMETERS,),
    parameters.constant_outside_values: (PARAMETERS,),
    parameters.values_of_the_caller: (PARAMETERS,),
    parameters.unsupported_combination: (PARAMETERS, *REQUESTED),
    parameters.required_and_always_sent: (PARAMETERS,),
    parameters.default_outside_values: (PARAMETERS,),
    parameters.parameter_in_the_query: (PARAMETERS,),
    parameters.unsupported_default: (PARAMETERS,),
    parameters.value_outside_characters: (PARAMETERS,),
    token_parameters.duplicate_token_parameter: REQUESTED,
    token_parameters.constant_of_the_client: REQUESTED,
    token_parameters.redirect_uri_of_no_request: (TOKEN_PARAMETERS, PARAMETERS),
    token_parameters.parameter_of_another_request: REQUESTED,
    token_parameters.header_name: REQUESTED,
    token_parameters.omitted_token_parameter: (*REQUESTED, TOKEN_URL),
    standard_entries.entry_without_effect: (*REQUESTED, URL, TOKEN_URL, DEVICE_URL),
    redirects.refused_redirect_uri: (PARAMETERS,),
    parameters.scope_holds_separator: (SEPARATOR, SCOPES),
    parameters.unknown_default_scope: (SCOPES, GRANTS),
    parameters.default_scopes_without_scope: (PARAMETERS, GRANTS),
    callbacks.unknown_callback_variable: (VARIABLES,),
    callbacks.callback_variable_type: (VARIABLES,),
    callbacks.callback_variable_too_early: (VARIABLES,),
    callbacks.unsupported_callback_variable: (VARIABLES, GRANTS),
    calls.unknown_placeholder: (),
    calls.call_of_another_host: (("calls", "hosts"),),
    examples.example_encoding: (),
    examples.unknown_scope: (SCOPES,),
    citations.unknown_source: (SOURCES,),
}
"""Each rule, with the paths that it reads in addition to the node that it reports."""

WITHOUT_ENDPOINTS: Sequence[Rule] = (
    names.reserved_id,
    names.duplicate_source,
    grants.duplicate_grant,
    grants.missing_endpoint,
)
"""Rules for a spec that has neither an authorization endpoint nor a token endpoint."""

_LONG = 1000
"""The maximum number of problems that one rule reports."""

AGAINST_THE_ENDPOINT: Sequence[Rule] = (
    examples.example_endpoint,
    examples.example_parameters,
    examples.example_constants,
    examples.example_omission,
    examples.example_scopes,
    examples.example_inputs,
)
"""Rules that compare documented URLs with the endpoint. They run only if the endpoint is valid."""


def check(
    provider: Provider, refused: Collection[Path] = (), others: Sequence[Rule] = ()
) -> list[Problem]:
    """Return the problems that the rules here find, and those that `others` find.

    `others` are the rules of languages, which read only package names. `refused` has the paths that
    the schema rejects. A rule that reads one of them is skipped, because its problems would only
    follow from that.
    """
    rules: Mapping[Rule, Sequence[Path]] = {**RULES, **dict.fromkeys(others, ())}
    if provider.authorization is None and provider.token_endpoint is None:
        rules = {one: RULES[one] for one in WITHOUT_ENDPOINTS}
    problems = [
        problem
        for rule, reads in rules.items()
        if not _meet(refused, reads)
        for problem in _found(rule, provider)
    ]
    own = [one.path for one in problems if one.path[-1] != "source"]
    if (
        provider.authorization is not None
        and not _meet([*refused, *own], (URL, PARAMETERS, SEPARATOR))
        and not _meet(refused, (GRANTS, EXAMPLES))
    ):
        for rule in AGAINST_THE_ENDPOINT:
            problems += _found(rule, provider)
    return [one for one in problems if one.path not in refused]


def warned(provider: Provider) -> list[Problem]:
    """Return the warnings about a valid spec."""
    return [one for rule in warnings.WARNINGS for one in _found(rule, provider)]


def _meet(paths: Iterable[Path], reads: Iterable[Path]) -> bool:
    """Return whether one of the paths equals, contains, or is inside a path that is read."""
    return any(
        path[: len(read)] == read[: len(path)] for path in paths for read in reads
    )


def _found(rule: Rule, provider: Provider) -> list[Problem]:
    """Return the first problems that a rule finds, which are more than a report lists."""
    return [Problem(_code(rule), *found) for found in islice(rule(provider), _LONG)]


def _code(rule: Rule) -> str:
    return rule.__name__.replace("_", "-")


def codes(rules: Iterable[Rule]) -> dict[str, str]:
    """Return a description of each problem that the rules find, by code."""
    return {_code(rule): (rule.__doc__ or "").partition("\n")[0] for rule in rules}


CODES = codes((*RULES, *AGAINST_THE_ENDPOINT, *warnings.WARNINGS))
"""The problems that the rules here find, by code."""
