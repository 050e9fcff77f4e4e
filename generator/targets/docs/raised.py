"""The errors that a package which only builds URLs cannot raise, because of what the spec lacks."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.endpoints import GrantType, Parameter, Role, VariableType
from generator.model.provider import Provider
from generator.model.token_requests import RequestKind

_HOST = (
    *("domain_empty", "domain_has_scheme", "domain_has_userinfo", "domain_has_path"),
    *("domain_bad_chars", "domain_not_ascii", "domain_trailing_dot"),
    *("domain_bad_label", "domain_bad_ipv4", "domain_bad_ipv6", "domain_bad_port"),
    "bad_scheme",
)
_REDIRECT = ("redirect_uri_empty", "redirect_uri_fragment", "invalid_redirect_uri")


def never_raised(provider: Provider) -> frozenset[str]:
    """Return the codes of the errors of building a request that cannot occur."""
    return frozenset((*_of_variables(provider), *_of_parameters(provider)))


_OF_PASTED = (
    *("malformed_json", "bad_value_type", "missing_token_type"),
    *("code_instead_of_token", "invalid_expires_in"),
)
"""The errors of reading a response with a token, which only a browser returns."""
_OF_REDIRECT = (
    *("input_too_large", "empty_input", "too_many_parameters", "bad_percent_encoding"),
    *(
        "bad_encoding",
        "state_missing",
        "state_mismatch",
        "missing_code",
        "invalid_code",
        "truncated_input",
    ),
    *("redirect_mismatch", "issuer_mismatch", "issuer_missing", "invalid_pending"),
    *("code_of_another_client", "no_random_source", "url_too_long"),
    "authorization_error",
)
"""The errors of a login."""
_OF_REFRESH = ("no_refresh_token", "invalid_refresh_token")
_OF_KEPT_LOGINS = ("token_of_another_client", "login_required")
_OF_DEVICES = (
    *("invalid_device_response", "insecure_verification_uri", "access_denied"),
    *("authorization_pending", "slow_down", "expired_token"),
)
_OF_REVOCATION = ("revocation_unavailable", "revocation_unsupported")


def never_exchanged(provider: Provider) -> frozenset[str]:
    """Return the codes of the errors that cannot occur in a package that gets tokens."""
    return frozenset(_of_exchange(provider))


def _of_exchange(provider: Provider) -> Iterator[str]:
    endpoint = provider.authorization_endpoint
    if not provider.offers(GrantType.IMPLICIT):
        yield from _OF_PASTED
    if not provider.browser_grants:
        yield from _OF_REDIRECT
    if not endpoint.has_state:
        yield from ("state_missing", "state_mismatch")
    if not provider.issuer:
        yield "issuer_mismatch"
    if not provider.requires_iss:
        yield "issuer_missing"
    if endpoint.parameter(Role.REDIRECT_URI) is None:
        yield "redirect_mismatch"
    if not provider.secret_hosts:
        yield from ("allowed_domains_missing", "domain_not_allowed")
    if provider.request(RequestKind.REFRESH) is None:
        yield from _OF_REFRESH
    if provider.token_endpoint is None or not provider.token_endpoint.has_users:
        yield from _OF_KEPT_LOGINS
    if provider.request(RequestKind.DEVICE_AUTHORIZATION) is None:
        yield from _OF_DEVICES
    if provider.request(RequestKind.REVOCATION) is None:
        yield from _OF_REVOCATION


def _of_variables(provider: Provider) -> Iterator[str]:
    variables = provider.variables if provider.exchanges else provider.used_variables
    types = {one.type for one in variables}
    if not types & {VariableType.HOST, VariableType.BASE}:
        yield from _HOST
    of_type = {
        VariableType.BASE: "invalid_base",
        VariableType.LABEL: "invalid_label",
        VariableType.PATH: "invalid_path_segment",
    }
    for type, code in of_type.items():
        if type not in types:
            yield code
    parameters = _of_the_caller(provider)
    has_hint = provider.request(RequestKind.REVOCATION) is not None
    if not (
        has_hint or VariableType.CHOICE in types or any(map(_has_choices, parameters))
    ):
        yield "unknown_value"
    if not types & {VariableType.PATH, VariableType.TEXT} and all(
        one.is_boolean or _has_choices(one) for one in parameters
    ):
        yield from ("value_empty", "invalid_value")


def _of_parameters(provider: Provider) -> Iterator[str]:
    endpoint = provider.authorization_endpoint
    if not any(
        one.is_required and (one.is_repeated or one.scopes)
        for one in _of_the_caller(provider)
    ):
        yield "value_missing"
    if not endpoint.has_state:
        yield from ("state_empty", "invalid_state")
    if endpoint.parameter(Role.CODE_CHALLENGE) is None:
        yield from ("invalid_code_verifier", "insecure_context")
    if endpoint.parameter(Role.REDIRECT_URI) is None:
        yield from _REDIRECT
        if not provider.has_host_variable and not provider.exchanges:
            yield "insecure_transport"
    if not endpoint.requires_scope:
        yield "scopes_empty"
    if not provider.has_scope_list:
        yield "unknown_scope"
    if endpoint.parameter(Role.SCOPE) is None and not _sends_scopes(provider):
        yield "invalid_scope_token"


def _sends_scopes(provider: Provider) -> bool:
    return any(one.takes_scopes for one in provider.requests)


def _of_the_caller(provider: Provider) -> list[Parameter]:
    parameters = [*provider.authorization_endpoint.parameters]
    for request in provider.requests:
        parameters += request.parameters
    return [one for one in parameters if one.is_of_the_caller]


def _has_choices(one: Parameter) -> bool:
    return bool(one.values or one.scopes)
