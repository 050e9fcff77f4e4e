// Generated from spec/protocol/errors.yaml; edit that and run `make generate`.
// The messages of errors: each has a key, what is wrong, and what to do.
//
// A key is a code, with the name of a variant after a dot if the code has several
// messages. Names in braces are filled in with values that are safe to show.

/** What happened, for programs; the codes are the same in every language. */
export type ErrorCode =
  | "domain_empty"
  | "domain_has_scheme"
  | "domain_has_userinfo"
  | "domain_has_path"
  | "domain_bad_chars"
  | "domain_not_ascii"
  | "domain_trailing_dot"
  | "domain_bad_label"
  | "domain_bad_ipv4"
  | "domain_bad_ipv6"
  | "domain_bad_port"
  | "bad_scheme"
  | "insecure_transport"
  | "client_id_empty"
  | "invalid_client_id"
  | "state_empty"
  | "invalid_state"
  | "redirect_uri_empty"
  | "redirect_uri_fragment"
  | "invalid_redirect_uri"
  | "unknown_scope"
  | "invalid_scope_token"
  | "reserved_param"
  | "duplicate_param"
  | "param_empty"
  | "invalid_param_chars"
  | "url_too_long"
  | "input_too_large"
  | "empty_input"
  | "malformed_json"
  | "bad_value_type"
  | "truncated_input"
  | "ambiguous_response"
  | "too_many_parameters"
  | "bad_percent_encoding"
  | "bad_encoding"
  | "duplicate_parameter"
  | "missing_token"
  | "code_instead_of_token"
  | "state_missing"
  | "state_mismatch"
  | "malformed_error_response"
  | "authorization_error"
  | "invalid_access_token"
  | "missing_token_type"
  | "unsupported_token_type"
  | "invalid_expires_in"
  | "invalid_time";

/** A message of an error: its key, what is wrong, and what to do. */
export type Message = readonly [
  key: ErrorCode | `${ErrorCode}.${string}`,
  message: string,
  hint: string,
];

export const DOMAIN_EMPTY: Message = [
  "domain_empty",
  "{argument} is empty",
  "write only the host name",
];
export const DOMAIN_HAS_SCHEME_SUGGESTED: Message = [
  "domain_has_scheme.suggested",
  "{argument} starts with a scheme",
  "write {suggestion}",
];
export const DOMAIN_HAS_SCHEME_LOOPBACK: Message = [
  "domain_has_scheme.loopback",
  "{argument} starts with a scheme",
  "write {suggestion}, and pass scheme: 'http'",
];
export const DOMAIN_HAS_SCHEME_UNKNOWN: Message = [
  "domain_has_scheme.unknown",
  "{argument} starts with a scheme",
  "write only the host",
];
export const DOMAIN_HAS_USERINFO: Message = [
  "domain_has_userinfo",
  "{argument} contains user information",
  "write only the host",
];
export const DOMAIN_HAS_PATH_SUGGESTED: Message = [
  "domain_has_path.suggested",
  "{argument} contains more than a host",
  "write {suggestion}",
];
export const DOMAIN_HAS_PATH_UNKNOWN: Message = [
  "domain_has_path.unknown",
  "{argument} contains more than a host",
  "write only the host",
];
export const DOMAIN_BAD_CHARS: Message = [
  "domain_bad_chars",
  "{argument} contains spaces or control characters",
  "remove them",
];
export const DOMAIN_NOT_ASCII_SUGGESTED: Message = [
  "domain_not_ascii.suggested",
  "{argument} is not ASCII",
  "write {suggestion}",
];
export const DOMAIN_NOT_ASCII_UNKNOWN: Message = [
  "domain_not_ascii.unknown",
  "{argument} is not ASCII",
  "write its xn-- form",
];
export const DOMAIN_TRAILING_DOT_SUGGESTED: Message = [
  "domain_trailing_dot.suggested",
  "{argument} ends with a dot",
  "write {suggestion}",
];
export const DOMAIN_TRAILING_DOT_UNKNOWN: Message = [
  "domain_trailing_dot.unknown",
  "{argument} ends with a dot",
  "write only the host",
];
export const DOMAIN_BAD_LABEL_INVALID: Message = [
  "domain_bad_label.invalid",
  "{argument} is not a valid host name",
  "between dots, write 1 to 63 letters, digits, and inner hyphens, and at most 253 characters in total",
];
export const DOMAIN_BAD_LABEL_UNDERSCORE: Message = [
  "domain_bad_label.underscore",
  "{argument} contains an underscore, which is not valid in a host name",
  "replace placeholders with your own host name",
];
export const DOMAIN_BAD_IPV4: Message = [
  "domain_bad_ipv4",
  "{argument} ends with a number and is not a dotted IPv4 address",
  "write four decimal numbers from 0 to 255 without leading zeros",
];
export const DOMAIN_BAD_IPV6: Message = [
  "domain_bad_ipv6",
  "{argument} is not a valid IPv6 address in brackets",
  "write it like [2001:db8::1], with the port after the bracket",
];
export const DOMAIN_BAD_PORT: Message = [
  "domain_bad_port",
  "{argument} has a port that is not a number from 1 to 65535",
  "correct the port, or remove it and its colon",
];
export const BAD_SCHEME: Message = [
  "bad_scheme",
  "{argument} is not https or http",
  "omit it, or write http for a server on this machine",
];
export const INSECURE_TRANSPORT_SCHEME: Message = [
  "insecure_transport.scheme",
  "{argument} is http, and the host is not this machine",
  "omit scheme; http is only for localhost, 127.0.0.0/8, and [::1]",
];
export const INSECURE_TRANSPORT_REDIRECT: Message = [
  "insecure_transport.redirect",
  "{argument} uses http, and its host is not this machine",
  "write https; http is only for localhost, 127.0.0.0/8, and [::1]",
];
export const CLIENT_ID_EMPTY: Message = [
  "client_id_empty",
  "{argument} is empty",
  "write the client ID of your application",
];
export const INVALID_CLIENT_ID: Message = [
  "invalid_client_id",
  "{argument} contains a character that is not printable ASCII",
  "copy it again, without line breaks and special characters",
];
export const STATE_EMPTY: Message = [
  "state_empty",
  "{argument} is empty",
  "omit it to use a random one",
];
export const INVALID_STATE: Message = [
  "invalid_state",
  "{argument} contains a character that is not printable ASCII",
  "omit it to use a random one, or remove line breaks and special characters",
];
export const REDIRECT_URI_EMPTY: Message = [
  "redirect_uri_empty",
  "{argument} is empty",
  "write an absolute URI, such as https://app.example.com/callback",
];
export const REDIRECT_URI_FRAGMENT: Message = [
  "redirect_uri_fragment",
  "{argument} contains a fragment",
  "remove the",
];
export const INVALID_REDIRECT_URI_RELATIVE: Message = [
  "invalid_redirect_uri.relative",
  "{argument} is not an absolute URI",
  "start with a scheme such as https://, and write spaces and non-ASCII characters as %XX",
];
export const INVALID_REDIRECT_URI_SCHEME: Message = [
  "invalid_redirect_uri.scheme",
  "{argument} has a scheme to which a server cannot redirect a browser",
  "start with https://, or with http:// for a server on this machine",
];
export const INVALID_REDIRECT_URI_HOST: Message = [
  "invalid_redirect_uri.host",
  "{argument} has no host, or has user information before it",
  "write the full URI, such as https://app.example.com/callback",
];
export const UNKNOWN_SCOPE_SEVERAL: Message = [
  "unknown_scope.several",
  "{argument} is not documented",
  "write each scope as a separate item",
];
export const UNKNOWN_SCOPE_NEAR: Message = [
  "unknown_scope.near",
  "{argument} is not documented",
  "did you mean {suggestion}?",
];
export const UNKNOWN_SCOPE_UNKNOWN: Message = [
  "unknown_scope.unknown",
  "{argument} is not documented",
  "choose from {documented}, or use undocumentedScopes for a scope that is not documented",
];
export const INVALID_SCOPE_TOKEN_ARGUMENT: Message = [
  "invalid_scope_token.argument",
  "{argument} is not a valid scope",
  "write one name per item, in ASCII without spaces, quotes, or backslashes",
];
export const INVALID_SCOPE_TOKEN_RESPONSE: Message = [
  "invalid_scope_token.response",
  "scope contains a character that is not valid in a scope",
  "copy the response unchanged",
];
export const RESERVED_PARAM: Message = [
  "reserved_param",
  "an item of {argument} has the name {name}, which the request sets",
  "use the request's own argument for it, if there is one",
];
export const DUPLICATE_PARAM: Message = [
  "duplicate_param",
  "{argument} contains a name twice",
  "pass each name once",
];
export const PARAM_EMPTY: Message = [
  "param_empty",
  "{argument} contains an empty name or value",
  "fill it in, or remove it",
];
export const INVALID_PARAM_CHARS: Message = [
  "invalid_param_chars",
  "{argument} contains a lone surrogate",
  "pass valid Unicode",
];
export const URL_TOO_LONG: Message = [
  "url_too_long",
  "the URL has more than 8,000 characters",
  "shorten the state, the redirect URI, or the extra parameters",
];
export const INPUT_TOO_LARGE_RESPONSE: Message = [
  "input_too_large.response",
  "the response has more than 65,536 characters",
  "pass only the redirect URL",
];
export const EMPTY_INPUT_REDIRECT: Message = [
  "empty_input.redirect",
  "{argument} is empty",
  "pass the whole redirect URI",
];
export const EMPTY_INPUT_PASTED: Message = [
  "empty_input.pasted",
  "the text is empty",
  "paste the response from the server",
];
export const MALFORMED_JSON: Message = [
  "malformed_json",
  "the text starts like JSON but is not a JSON object",
  "copy the whole object, with its outer braces",
];
export const BAD_VALUE_TYPE: Message = [
  "bad_value_type",
  "{parameter} is not text",
  "copy the response unchanged; each value must be text, or a number for expires_in",
];
export const TRUNCATED_INPUT_CUT_MARK: Message = [
  "truncated_input.cut_mark",
  "the response contains ... where text was removed",
  "copy the whole response, from the address bar and not from a title",
];
export const TRUNCATED_INPUT_STATE: Message = [
  "truncated_input.state",
  "the end of the state is missing",
  "copy the whole response again, up to its last character",
];
export const TRUNCATED_INPUT_LINE: Message = [
  "truncated_input.line",
  "a line has {bytes} bytes, the length at which a terminal on {system} drops the rest",
  "save the text to a file with an editor or a browser, and read that file; if the line is complete, add a space to its end",
];
export const AMBIGUOUS_RESPONSE_ERROR_AND_TOKEN: Message = [
  "ambiguous_response.error_and_token",
  "the response contains both an error and an access_token",
  "log in again, and do not use this token",
];
export const AMBIGUOUS_RESPONSE_SECOND_RESPONSE: Message = [
  "ambiguous_response.second_response",
  "the text contains more than one response",
  "copy only one response",
];
export const AMBIGUOUS_RESPONSE_TEXT_AFTER_PARAMETER: Message = [
  "ambiguous_response.text_after_parameter",
  "unexpected text after {parameter}, which may be part of it",
  "paste only the response, on one line",
];
export const AMBIGUOUS_RESPONSE_TEXT_AFTER_RESPONSE: Message = [
  "ambiguous_response.text_after_response",
  "unexpected text after the response, which may be part of its last value",
  "paste only the response, on one line",
];
export const AMBIGUOUS_RESPONSE_REQUEST_AND_TOKEN: Message = [
  "ambiguous_response.request_and_token",
  "the parameters of a request and a token are joined",
  "paste only the response that the server sent",
];
export const TOO_MANY_PARAMETERS: Message = [
  "too_many_parameters",
  "the response has more than 64 parameters",
  "pass only the redirect URL",
];
export const BAD_PERCENT_ENCODING: Message = [
  "bad_percent_encoding",
  "{parameter} contains a % that is not followed by two hex digits",
  "copy the whole response again; its end may be missing",
];
export const BAD_ENCODING_NOT_UTF8: Message = [
  "bad_encoding.not_utf8",
  "{parameter} is not UTF-8",
  "copy the response again from where it first appeared",
];
export const BAD_ENCODING_SURROGATE: Message = [
  "bad_encoding.surrogate",
  "{parameter} contains a lone surrogate",
  "copy the response again from where it first appeared",
];
export const BAD_ENCODING_TEXT_SURROGATE: Message = [
  "bad_encoding.text_surrogate",
  "the text contains a lone surrogate",
  "copy the response again from where it first appeared",
];
export const BAD_ENCODING_REDIRECT: Message = [
  "bad_encoding.redirect",
  "{argument} contains a character that is not valid in a URI",
  "use parsePasted for text that a user copied",
];
export const DUPLICATE_PARAMETER: Message = [
  "duplicate_parameter",
  "{parameter} appears twice in the response",
  "log in again, and copy the response once",
];
export const MISSING_TOKEN_RESPONSE: Message = [
  "missing_token.response",
  "the response has no access_token",
  "log in again, and copy the whole response",
];
export const MISSING_TOKEN_REDIRECT: Message = [
  "missing_token.redirect",
  "the response has no access_token",
  "pass the URI with its fragment, which starts at the #; use parsePasted for text that a user copied",
];
export const MISSING_TOKEN_REQUEST: Message = [
  "missing_token.request",
  "the response has no access_token",
  "this is the URL at which the user logs in; open it, and paste the URL that it leads to",
];
export const MISSING_TOKEN_BARE_TOKEN: Message = [
  "missing_token.bare_token",
  "the response has no access_token",
  "pass a token without its response to AccessToken.fromValue, which verifies nothing",
];
export const MISSING_TOKEN_PASTED: Message = [
  "missing_token.pasted",
  "the response has no access_token",
  "paste the whole URL that the login led to",
];
export const CODE_INSTEAD_OF_TOKEN: Message = [
  "code_instead_of_token",
  "the response has a code and no access_token",
  "check the application's registered type and redirect; only some types receive a token",
];
export const STATE_MISSING_IN_QUERY: Message = [
  "state_missing.in_query",
  "the state is in the query, not in the response with the token",
  "only a state next to the token counts; if the provider always returns it in the query, declare state_in: query in the spec",
];
export const STATE_MISSING_IN_REQUEST: Message = [
  "state_missing.in_request",
  "the state is in the URL of the request, not in the response with the token",
  "paste only the response that the server sent, with all its parameters",
];
export const STATE_MISSING_ALONE: Message = [
  "state_missing.alone",
  "the response has no state",
  "copy the whole response, with all its parameters; only if the server is known to omit the state, pass allowMissingState: true; then nothing ties the token to this request",
];
export const STATE_MISSING_WITH_TOKEN_TYPE: Message = [
  "state_missing.with_token_type",
  "the response has no state",
  "copy the whole response, with all its parameters; only if the server is known to omit the state and token_type, pass allowMissingState: true and allowMissingTokenType: true; then nothing ties the token to this request",
];
export const STATE_MISMATCH: Message = [
  "state_mismatch",
  "state does not match this request",
  "open the URL of this request, and log in again; a response from elsewhere may be an attack",
];
export const MALFORMED_ERROR_RESPONSE: Message = [
  "malformed_error_response",
  "error contains a character that RFC 6749 App. A.7 does not allow",
  "log in again, and copy the whole response",
];
export const AUTHORIZATION_ERROR_DOCUMENTED: Message = [
  "authorization_error.documented",
  "the server denied the request: {error}",
  "{remedy}",
];
export const AUTHORIZATION_ERROR_UNDOCUMENTED: Message = [
  "authorization_error.undocumented",
  "the server denied the request with an undocumented code",
  "see .error and .description",
];
export const INVALID_ACCESS_TOKEN_RESPONSE: Message = [
  "invalid_access_token.response",
  "access_token contains a character that is not valid in a bearer token",
  "copy the whole response again",
];
export const INVALID_ACCESS_TOKEN_EMPTY: Message = [
  "invalid_access_token.empty",
  "{argument} is empty",
  "copy the token again",
];
export const INVALID_ACCESS_TOKEN_WITH_SCHEME: Message = [
  "invalid_access_token.with_scheme",
  "{argument} contains a character that is not valid in a bearer token",
  "remove the word Bearer; headers() adds it",
];
export const INVALID_ACCESS_TOKEN_WITH_PARAMETERS: Message = [
  "invalid_access_token.with_parameters",
  "{argument} contains a character that is not valid in a bearer token",
  "use parsePasted for a response with more than the token",
];
export const INVALID_ACCESS_TOKEN_WITH_SPACES: Message = [
  "invalid_access_token.with_spaces",
  "{argument} contains a character that is not valid in a bearer token",
  "remove spaces and line breaks, also at the ends",
];
export const INVALID_ACCESS_TOKEN_CHARACTERS: Message = [
  "invalid_access_token.characters",
  "{argument} contains a character that is not valid in a bearer token",
  "copy the token again, without quotes",
];
export const MISSING_TOKEN_TYPE: Message = [
  "missing_token_type",
  "the response has no token_type",
  "copy the whole response; only if the server is known to omit token_type, pass allowMissingTokenType: true; then nothing says that the token is a bearer token",
];
export const UNSUPPORTED_TOKEN_TYPE: Message = [
  "unsupported_token_type",
  "token_type is not bearer",
  "no other type is supported (RFC 6749 §7.1)",
];
export const INVALID_EXPIRES_IN_RESPONSE: Message = [
  "invalid_expires_in.response",
  "expires_in is not a whole number of seconds",
  "copy the response unchanged; the value must contain only digits (RFC 6749 App. A.14)",
];
export const INVALID_EXPIRES_IN_NEGATIVE: Message = [
  "invalid_expires_in.negative",
  "{argument} is negative",
  "pass the remaining seconds, or omit it",
];
export const INVALID_TIME_MILLISECONDS: Message = [
  "invalid_time.milliseconds",
  "{argument} is not a time in Unix seconds",
  "if it is in milliseconds, divide it by 1,000",
];
export const INVALID_TIME_RANGE: Message = [
  "invalid_time.range",
  "{argument} is not a time in Unix seconds",
  "pass seconds from 0 to 253,402,300,799, the end of the year 9999",
];

// Texts without a code.
export const NOT_TEXT = "{argument} must be a string, not {found}";
export const NOT_PAIRS = "{argument} must be an object or pairs, not {found}";
export const NOT_A_PAIR = "each item of {argument} must be a pair of strings";
export const NOT_NAMES = "{argument} must be a list of names, not {found}";
export const ONE_NAME = "{argument} must be a list of names, not a single one";
export const NOT_SECONDS =
  "{argument} must be a number of Unix seconds, not {found}";
export const DATE_NOT_SECONDS =
  "{argument} must be a number of Unix seconds, not {found}: use .getTime() / 1000";
export const NOT_FINITE =
  "{argument} must be a finite number of seconds, not {found}";
export const NOT_WHOLE =
  "{argument} must be an integer or undefined, not {found}";
export const NOT_CONSTRUCTIBLE =
  "{found} is created by parseRedirect, parsePasted, or AccessToken.fromValue";
export const TOKEN_SHOWN = "<{found} for {host}, value not shown>";
