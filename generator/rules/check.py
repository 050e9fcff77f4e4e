"""All rules, in one list: a model to the problems that they find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.diagnostics import Problem
from generator.model import Provider
from generator.rules import (
    calls,
    citations,
    endpoint,
    examples,
    identifiers,
    names,
    packages,
    parameters,
)
from generator.rules.finding import Rule

RULES: tuple[Rule, ...] = (
    names.duplicate_source,
    names.duplicate_variable,
    names.duplicate_parameter,
    names.duplicate_scope,
    names.duplicate_response_parameter,
    names.duplicate_error,
    names.duplicate_header,
    names.duplicate_note,
    names.duplicate_example,
    identifiers.empty_identifier,
    identifiers.digit_identifier,
    identifiers.identifier_clash,
    identifiers.reserved_variable,
    packages.reserved_module,
    packages.duplicate_package,
    endpoint.insecure_endpoint,
    endpoint.endpoint_user_info,
    endpoint.endpoint_host,
    endpoint.endpoint_query,
    endpoint.endpoint_path,
    endpoint.undeclared_variable,
    endpoint.unused_variable,
    parameters.missing_parameter,
    parameters.unsupported_parameter,
    parameters.unsupported_grant,
    parameters.constant_of_the_caller,
    parameters.constant_and_default,
    parameters.constant_outside_values,
    parameters.values_without_constant,
    parameters.unsupported_default,
    parameters.value_outside_characters,
    parameters.scope_holds_separator,
    calls.unknown_placeholder,
    examples.example_encoding,
    examples.example_scopes,
    examples.unknown_scope,
    citations.unknown_source,
)

AGAINST_THE_ENDPOINT: tuple[Rule, ...] = (
    examples.example_endpoint,
    examples.example_order,
    examples.example_values,
)
"""What a documented URL owes to the endpoint. Where that is wrong itself, nothing can be said."""


def check(provider: Provider) -> list[Problem]:
    """Return what all rules find."""
    problems = list(_found(RULES, provider))
    if not any(problem.path[0] == "endpoint" for problem in problems):
        problems += _found(AGAINST_THE_ENDPOINT, provider)
    return problems


def _found(rules: Iterable[Rule], provider: Provider) -> Iterator[Problem]:
    for rule in rules:
        for found in rule(provider):
            yield Problem(_code(rule), *found)


def _code(rule: Rule) -> str:
    return rule.__name__.replace("_", "-")


CODES = {
    _code(rule): (rule.__doc__ or "").partition("\n")[0]
    for rule in (*RULES, *AGAINST_THE_ENDPOINT)
}
"""The problems that rules find, by their code."""
