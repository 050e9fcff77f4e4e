# Generated from spec/protocol/errors.yaml; edit that and run `make generate`.
"""The messages of errors: each has a key, what is wrong, and what to do.

A key is a code, with the name of a variant after a dot if the code has several
messages. Names in braces are filled in with values that are safe to show.
"""

DOMAIN_EMPTY = (
    "domain_empty",
    "{argument} is empty",
    "write the host at which users log in",
)
DOMAIN_HAS_SCHEME_SUGGESTED = (
    "domain_has_scheme.suggested",
    "{argument} starts with a scheme",
    "write {suggestion}",
)
DOMAIN_HAS_SCHEME_LOOPBACK = (
    "domain_has_scheme.loopback",
    "{argument} starts with a scheme",
    "write {suggestion}, and pass scheme='http'",
)
DOMAIN_HAS_SCHEME_UNKNOWN = (
    "domain_has_scheme.unknown",
    "{argument} starts with a scheme",
    "write only the host",
)
DOMAIN_HAS_USERINFO = (
    "domain_has_userinfo",
    "{argument} contains user information",
    "write only the host",
)
DOMAIN_HAS_PATH_SUGGESTED = (
    "domain_has_path.suggested",
    "{argument} contains more than a host",
    "write {suggestion}",
)
DOMAIN_HAS_PATH_UNKNOWN = (
    "domain_has_path.unknown",
    "{argument} contains more than a host",
    "write only the host",
)
DOMAIN_BAD_CHARS = (
    "domain_bad_chars",
    "{argument} contains spaces or control characters",
    "remove them",
)
DOMAIN_NOT_ASCII_SUGGESTED = (
    "domain_not_ascii.suggested",
    "{argument} is not ASCII",
    "write {suggestion}",
)
DOMAIN_NOT_ASCII_UNKNOWN = (
    "domain_not_ascii.unknown",
    "{argument} is not ASCII",
    "write its xn-- form",
)
DOMAIN_TRAILING_DOT_SUGGESTED = (
    "domain_trailing_dot.suggested",
    "{argument} ends with a dot",
    "write {suggestion}",
)
DOMAIN_TRAILING_DOT_UNKNOWN = (
    "domain_trailing_dot.unknown",
    "{argument} ends with a dot",
    "write only the host",
)
DOMAIN_BAD_LABEL_INVALID = (
    "domain_bad_label.invalid",
    "{argument} is not a valid host name",
    (
        "write 1 to 63 letters, digits, and inner hyphens between dots, and at most "
        "253 characters in total"
    ),
)
DOMAIN_BAD_LABEL_UNDERSCORE = (
    "domain_bad_label.underscore",
    "{argument} contains an underscore, which is not valid in a host name",
    "replace placeholders with your own host name",
)
DOMAIN_BAD_IPV4 = (
    "domain_bad_ipv4",
    "{argument} ends with a number and is not a dotted IPv4 address",
    "write four decimal numbers from 0 to 255 without leading zeros",
)
DOMAIN_BAD_IPV6 = (
    "domain_bad_ipv6",
    "{argument} is not a valid IPv6 address in brackets",
    "write it like [2001:db8::1], with the port after the bracket",
)
DOMAIN_BAD_PORT = (
    "domain_bad_port",
    "{argument} has a port that is not a number from 1 to 65535",
    "correct the port, or remove it and its colon",
)
BAD_SCHEME = (
    "bad_scheme",
    "{argument} is not https or http",
    "omit it, or write http for a server on this machine",
)
INSECURE_TRANSPORT_SCHEME = (
    "insecure_transport.scheme",
    "{argument} is http, and the host is not this machine",
    "omit scheme; http is only for localhost, 127.0.0.0/8, and [::1]",
)
INSECURE_TRANSPORT_REDIRECT = (
    "insecure_transport.redirect",
    "{argument} uses http, and its host is not this machine",
    "write https; http is only for localhost, 127.0.0.0/8, and [::1]",
)
CLIENT_ID_EMPTY = (
    "client_id_empty",
    "{argument} is empty",
    "write the client ID of your application",
)
INVALID_CLIENT_ID_CHARACTERS = (
    "invalid_client_id.characters",
    "{argument} contains a character that is not printable ASCII",
    "copy it again, without line breaks or special characters",
)
INVALID_CLIENT_ID_SPACE = (
    "invalid_client_id.space",
    "{argument} starts or ends with a space",
    "remove the space",
)
INVALID_LABEL = (
    "invalid_label",
    "{argument} is not one part of a host name",
    "write 1 to 63 letters, digits, and hyphens, with no hyphen at an end and no dot",
)
INVALID_PATH_SEGMENT = (
    "invalid_path_segment",
    "{argument} is not one part of a path",
    "write the part between two slashes, without a slash",
)
INVALID_BASE = (
    "invalid_base",
    "{argument} has an unexpected path",
    (
        "write a host, optionally with a path such as /auth; use only letters, digits, "
        "and . _ ~ -"
    ),
)
UNKNOWN_VALUE = (
    "unknown_value",
    "{argument} is not one of {documented}",
    "write one of these",
)
VALUE_EMPTY = (
    "value_empty",
    "{argument} is empty",
    "write a value, or omit it if it is optional",
)
VALUE_MISSING = (
    "value_missing",
    "{argument} has no value",
    "pass at least one value",
)
INVALID_VALUE = (
    "invalid_value",
    "{argument} contains a lone surrogate",
    "use valid Unicode",
)
INVALID_CODE_VERIFIER = (
    "invalid_code_verifier",
    "{argument} is not a code verifier",
    "omit it to use a random one, or write 43 to 128 letters, digits, and . _ ~ -",
)
NO_RANDOM_SOURCE = (
    "no_random_source",
    "no source of secure random numbers is available",
    "use a current runtime, or pass state",
)
STATE_EMPTY = (
    "state_empty",
    "{argument} is empty",
    "omit it to use a random one",
)
INVALID_STATE = (
    "invalid_state",
    "{argument} contains a character that is not printable ASCII",
    "omit it to use a random one, or remove line breaks and special characters",
)
REDIRECT_URI_EMPTY = (
    "redirect_uri_empty",
    "{argument} is empty",
    "write an absolute URI, such as https://app.example.com/callback",
)
REDIRECT_URI_FRAGMENT = (
    "redirect_uri_fragment",
    "{argument} contains a fragment",
    "remove the # and the text after it; the server adds the response there",
)
INVALID_REDIRECT_URI_RELATIVE = (
    "invalid_redirect_uri.relative",
    "{argument} is not an absolute URI",
    (
        "start with a scheme such as https://, and write spaces and non-ASCII "
        "characters as %XX"
    ),
)
INVALID_REDIRECT_URI_NOT_ASCII_HOST = (
    "invalid_redirect_uri.not_ascii_host",
    "{argument} has a host that is not ASCII",
    "write its xn-- form",
)
INVALID_REDIRECT_URI_SCHEME = (
    "invalid_redirect_uri.scheme",
    "{argument} has a scheme to which a server cannot redirect a browser",
    "start with https://, or with http:// for a server on this machine",
)
INVALID_REDIRECT_URI_HOST = (
    "invalid_redirect_uri.host",
    "{argument} has no host, or has user information before it",
    "write the full URI, such as https://app.example.com/callback",
)
SCOPES_EMPTY = (
    "scopes_empty",
    "at least one scope is required",
    "request the scopes that the application needs",
)
UNKNOWN_SCOPE_SEVERAL = (
    "unknown_scope.several",
    "{argument} is not a documented scope",
    "write each scope as a separate item",
)
UNKNOWN_SCOPE_NEAR = (
    "unknown_scope.near",
    "{argument} is not a documented scope",
    "did you mean {suggestion}?",
)
UNKNOWN_SCOPE_UNKNOWN = (
    "unknown_scope.unknown",
    "{argument} is not a documented scope",
    (
        "choose from {documented}, or use undocumented_scopes for a scope that is not "
        "documented"
    ),
)
INVALID_SCOPE_TOKEN_ARGUMENT = (
    "invalid_scope_token.argument",
    "{argument} is not a valid scope",
    "write one name per item, in ASCII without spaces, quotes, or backslashes",
)
INVALID_SCOPE_TOKEN_RESPONSE = (
    "invalid_scope_token.response",
    "scope contains a character that is not valid in a scope",
    "copy the response unchanged",
)
RESERVED_PARAM = (
    "reserved_param",
    "an item of {argument} has the name {name}, which the request sets",
    "use the request's own argument for it, if there is one",
)
DUPLICATE_PARAM = (
    "duplicate_param",
    "a name appears twice in {argument}",
    "use each name once",
)
PARAM_EMPTY = (
    "param_empty",
    "an item of {argument} has an empty name or value",
    "fill it in, or remove it",
)
INVALID_PARAM_CHARS = (
    "invalid_param_chars",
    "an item of {argument} contains a lone surrogate",
    "use valid Unicode",
)
URL_TOO_LONG = (
    "url_too_long",
    "the URL has more than 8,000 characters",
    "shorten the state, the redirect URI, or the extra parameters",
)
INPUT_TOO_LARGE_RESPONSE = (
    "input_too_large.response",
    "the response has more than 65,536 characters",
    "pass only the response",
)
EMPTY_INPUT_REDIRECT = (
    "empty_input.redirect",
    "{argument} is empty",
    "pass the whole redirect URI",
)
EMPTY_INPUT_PASTED = (
    "empty_input.pasted",
    "the text is empty",
    "paste the response from the server",
)
MALFORMED_JSON = (
    "malformed_json",
    "the text starts like JSON but is not a JSON object",
    "copy the whole object, with its outer braces",
)
BAD_VALUE_TYPE = (
    "bad_value_type",
    "{parameter} is not text",
    "copy the response unchanged; each value must be text, or a number for expires_in",
)
TRUNCATED_INPUT_CUT_MARK = (
    "truncated_input.cut_mark",
    "the response contains ... in place of removed text",
    "copy the whole response from the page or the address bar, not from a title",
)
TRUNCATED_INPUT_STATE = (
    "truncated_input.state",
    "the end of the state is missing",
    "copy the whole response again, up to its last character",
)
TRUNCATED_INPUT_LINE = (
    "truncated_input.line",
    (
        "a line has {bytes} bytes, the length at which a terminal on {system} drops "
        "the rest"
    ),
    (
        "save the text to a file with an editor or a browser, and read that file; if "
        "the line is complete, add a space to its end"
    ),
)
AMBIGUOUS_RESPONSE_ERROR_AND_TOKEN = (
    "ambiguous_response.error_and_token",
    "the response contains both an error and an access_token",
    "log in again, and do not use this token",
)
AMBIGUOUS_RESPONSE_SECOND_RESPONSE = (
    "ambiguous_response.second_response",
    "the text contains more than one response",
    "copy only one response",
)
AMBIGUOUS_RESPONSE_TEXT_AFTER_PARAMETER = (
    "ambiguous_response.text_after_parameter",
    "unexpected text after {parameter}, which may be part of it",
    "paste only the response, on one line",
)
AMBIGUOUS_RESPONSE_TEXT_AFTER_RESPONSE = (
    "ambiguous_response.text_after_response",
    "unexpected text after the response, which may be part of its last value",
    "paste only the response, on one line",
)
AMBIGUOUS_RESPONSE_REQUEST_AND_TOKEN = (
    "ambiguous_response.request_and_token",
    "the text mixes the parameters of a request with a token",
    "paste only the response that the server sent",
)
TOO_MANY_PARAMETERS = (
    "too_many_parameters",
    "the response has more than 64 parameters",
    "pass only the response",
)
BAD_PERCENT_ENCODING = (
    "bad_percent_encoding",
    "{parameter} contains a % that is not followed by two hex digits",
    "copy the whole response again; its end may be missing",
)
BAD_ENCODING_NOT_UTF8 = (
    "bad_encoding.not_utf8",
    "{parameter} is not UTF-8",
    "copy the response again from where it first appeared",
)
BAD_ENCODING_SURROGATE = (
    "bad_encoding.surrogate",
    "{parameter} contains a lone surrogate",
    "copy the response again from where it first appeared",
)
BAD_ENCODING_TEXT_SURROGATE = (
    "bad_encoding.text_surrogate",
    "the text contains a lone surrogate",
    "copy the response again from where it first appeared",
)
BAD_ENCODING_REDIRECT = (
    "bad_encoding.redirect",
    "{argument} contains a character that is not valid in a URI",
    "use parse_pasted for text that a user copied",
)
BAD_ENCODING_UTF16 = (
    "bad_encoding.utf16",
    "the text looks like UTF-16, not UTF-8",
    "save it as UTF-8; in PowerShell, use Out-File -Encoding utf8",
)
DUPLICATE_PARAMETER = (
    "duplicate_parameter",
    "{parameter} appears twice in the response",
    "log in again, and copy the response once",
)
MISSING_TOKEN_RESPONSE = (
    "missing_token.response",
    "the response has no access_token",
    "log in again, and copy the whole response",
)
MISSING_TOKEN_REDIRECT = (
    "missing_token.redirect",
    "the response has no access_token",
    (
        "pass the URI with its fragment, which starts at the #; use parse_pasted for "
        "text that a user copied"
    ),
)
MISSING_TOKEN_ENCODED = (
    "missing_token.encoded",
    "the response is encoded, or inside another link",
    "open the link or the page, and copy the address again, as the browser shows it",
)
MISSING_TOKEN_ADDRESS = (
    "missing_token.address",
    "the address contains no response",
    (
        "if the page shows the response in a text box, copy it from there; otherwise, "
        "copy the address that the browser shows after the login"
    ),
)
MISSING_TOKEN_REQUEST = (
    "missing_token.request",
    "the response has no access_token",
    "this is the URL for logging in; open it, and paste the response that you get",
)
MISSING_TOKEN_BARE_TOKEN = (
    "missing_token.bare_token",
    "the response has no access_token",
    (
        "paste the whole response, not only the token; to use a bare token, pass it to "
        "from_value, which verifies nothing"
    ),
)
MISSING_TOKEN_PASTED = (
    "missing_token.pasted",
    "the response has no access_token",
    "paste the whole response that appears after the login",
)
CODE_INSTEAD_OF_TOKEN = (
    "code_instead_of_token",
    "the response has a code instead of an access_token",
    (
        "check the application's registered type and redirect; only some types receive "
        "a token"
    ),
)
STATE_MISSING_IN_QUERY = (
    "state_missing.in_query",
    "the state is in the query, not in the response with the token",
    (
        "only a state next to the token counts; if the provider always returns it in "
        "the query, declare state_in: query in the spec"
    ),
)
STATE_MISSING_IN_REQUEST = (
    "state_missing.in_request",
    "the state is in the URL of the request, not in the response with the token",
    "paste only the response that the server sent, with all its parameters",
)
STATE_MISSING_ALONE = (
    "state_missing.alone",
    "the response has no state",
    (
        "copy the whole response, with all its parameters; only if the server is known "
        "to omit the state, pass allow_missing_state=True; then nothing ties the token "
        "to this request"
    ),
)
STATE_MISSING_WITH_TOKEN_TYPE = (
    "state_missing.with_token_type",
    "the response has no state",
    (
        "copy the whole response, with all its parameters; only if the server is known "
        "to omit the state and token_type, pass allow_missing_state=True and "
        "allow_missing_token_type=True; then nothing ties the token to this request"
    ),
)
STATE_MISMATCH = (
    "state_mismatch",
    "state does not match this request",
    (
        "open the URL of this request, and log in again; another response may be part "
        "of an attack"
    ),
)
MALFORMED_ERROR_RESPONSE = (
    "malformed_error_response",
    "error contains a character that RFC 6749 App. A.7 does not allow",
    "log in again, and copy the whole response",
)
AUTHORIZATION_ERROR_DOCUMENTED = (
    "authorization_error.documented",
    "the server denied the request with the code {error}",
    "{remedy}",
)
AUTHORIZATION_ERROR_UNDOCUMENTED = (
    "authorization_error.undocumented",
    "the server denied the request with an undocumented code",
    "see .error and .description",
)
INVALID_ACCESS_TOKEN_RESPONSE = (
    "invalid_access_token.response",
    "access_token contains a character that is not valid in a bearer token",
    "copy the whole response again",
)
INVALID_ACCESS_TOKEN_RESPONSE_VISIBLE = (
    "invalid_access_token.response_visible",
    "access_token contains a character that is not valid in a bearer token",
    (
        "copy the whole response again; only if the server is known to issue such "
        "tokens, pass any_characters=True"
    ),
)
INVALID_ACCESS_TOKEN_EMPTY = (
    "invalid_access_token.empty",
    "{argument} is empty",
    "copy the token again",
)
INVALID_ACCESS_TOKEN_WITH_SCHEME = (
    "invalid_access_token.with_scheme",
    "{argument} contains a character that is not valid in a bearer token",
    "use only the text after the word Bearer; headers() adds the rest",
)
INVALID_ACCESS_TOKEN_WITH_PARAMETERS = (
    "invalid_access_token.with_parameters",
    "{argument} contains a character that is not valid in a bearer token",
    "use parse_pasted for a response with more than the token",
)
INVALID_ACCESS_TOKEN_WITH_SPACES = (
    "invalid_access_token.with_spaces",
    "{argument} contains a character that is not valid in a bearer token",
    "use only the token, without spaces or line breaks",
)
INVALID_ACCESS_TOKEN_CHARACTERS = (
    "invalid_access_token.characters",
    "{argument} contains a character that is not valid in a bearer token",
    "copy the token again, without quotes or invisible characters",
)
INVALID_ACCESS_TOKEN_VISIBLE = (
    "invalid_access_token.visible",
    "{argument} contains a character that is not valid in a bearer token",
    (
        "copy the token again; only if the server is known to issue such tokens, pass "
        "any_characters=True"
    ),
)
MISSING_TOKEN_TYPE = (
    "missing_token_type",
    "the response has no token_type",
    (
        "copy the whole response; only if the server is known to omit token_type, pass "
        "allow_missing_token_type=True; then nothing confirms that the token is a "
        "bearer token"
    ),
)
UNSUPPORTED_TOKEN_TYPE = (
    "unsupported_token_type",
    "token_type is not bearer",
    "ask the operator of the server; only bearer tokens are supported (RFC 6749 §7.1)",
)
INVALID_EXPIRES_IN_RESPONSE = (
    "invalid_expires_in.response",
    "expires_in is not a whole number of seconds",
    (
        "copy the response unchanged; the value must contain only digits (RFC 6749 "
        "App. A.14)"
    ),
)
INVALID_EXPIRES_IN_NEGATIVE = (
    "invalid_expires_in.negative",
    "{argument} is negative",
    "pass the remaining seconds, or omit it",
)
INVALID_TIME_MILLISECONDS = (
    "invalid_time.milliseconds",
    "{argument} is not a time in Unix seconds",
    "if it is in milliseconds, divide it by 1,000",
)
INVALID_TIME_RANGE = (
    "invalid_time.range",
    "{argument} is not a time in Unix seconds",
    "pass seconds from 0 to 253,402,300,799, the end of the year 9999",
)

# Texts without a code.
NOT_TEXT = "{argument} must be a str, not {found}"
NOT_BOOLEAN = "{argument} must be True or False, not {found}"
NOT_PAIRS = "{argument} must be a mapping or pairs, not {found}"
NOT_A_PAIR = "each item of {argument} must be a pair of str"
NOT_NAMES = "{argument} must be a list of names, not {found}"
ONE_NAME = "{argument} must be a list of names, not a single name"
NOT_SECONDS = "{argument} must be a number of Unix seconds, not {found}"
DATE_NOT_SECONDS = (
    "{argument} must be a number of Unix seconds, not {found}: use .timestamp()"
)
NOT_FINITE = "{argument} must be a finite number of seconds, not {found}"
NOT_WHOLE = "{argument} must be an int or None, not {found}"
NOT_CONSTRUCTIBLE = "{found} is created by parse_redirect, parse_pasted, or from_value"
TOKEN_SHOWN = "<{found} for {host}, value not shown>"
