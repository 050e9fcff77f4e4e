# Generated from spec/protocol/errors.yaml; edit that and run `make generate`.
"""The messages of errors: each has a key, what is wrong, and what to do.

A key is a code, with the name of a variant after a dot if the code has several
messages. Names in braces are filled in with values that are safe to show.
"""

INSECURE_TRANSPORT_ENVIRONMENT_PROXY = (
    "insecure_transport.environment_proxy",
    "a proxy is set for http to {host}, and it could read the headers",
    "add {host} to NO_PROXY before you create the client, or set trust_env=False",
)
INSECURE_TRANSPORT_GIVEN_PROXY = (
    "insecure_transport.given_proxy",
    "a proxy is set for http to {host}, and it could read the headers",
    "remove the http proxy from the proxies of the session and the call",
)
TOKEN_EXPIRED_NOW = (
    "token_expired.now",
    "the token has expired",
    "log in again for a new token",
)
TOKEN_EXPIRED_SOON = (
    "token_expired.soon",
    "the token has expired, or expires within {seconds} seconds",
    "log in again for a new token",
)
FOREIGN_HOST_UNNAMED = (
    "foreign_host.unnamed",
    "{host} is not one of the hosts that may receive the headers",
    "if {host} serves the API, name it as an argument of attach",
)
FOREIGN_HOST_INSECURE = (
    "foreign_host.insecure",
    "the call uses http, and its host is not this machine",
    (
        "use https; http is only for hosts of this machine that you name as arguments "
        "of attach"
    ),
)
FOREIGN_HOST_NOT_PLAIN = (
    "foreign_host.not_plain",
    "the URL of the call does not start with a plain https://host[:port]",
    "use a host that you named as an argument of attach",
)
API_REFUSED_UNAUTHORIZED = (
    "api_refused.unauthorized",
    "the API rejected the call with status {status}",
    "log in again for a new token",
)
API_REFUSED_FORBIDDEN = (
    "api_refused.forbidden",
    "the API rejected the call with status {status}",
    "check the permissions of the token's scopes, the application, and the user",
)
API_REFUSED_OTHER = (
    "api_refused.other",
    "the API rejected the call with status {status}",
    "see .api_code, .server_message, and .details",
)
