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
  | "invalid_label"
  | "invalid_path_segment"
  | "invalid_base"
  | "unknown_value"
  | "value_empty"
  | "value_missing"
  | "invalid_value"
  | "invalid_code_verifier"
  | "no_random_source"
  | "insecure_context"
  | "state_empty"
  | "invalid_state"
  | "redirect_uri_empty"
  | "redirect_uri_fragment"
  | "invalid_redirect_uri"
  | "scopes_empty"
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

// Texts that several messages have.
const DOMAIN_EMPTY_MESSAGE = "{argument} is empty";
const DOMAIN_HAS_SCHEME_SUGGESTED_MESSAGE = "{argument} starts with a scheme";
const DOMAIN_HAS_SCHEME_SUGGESTED_HINT = "write {suggestion}";
const DOMAIN_HAS_SCHEME_UNKNOWN_HINT = "write only the host";
const DOMAIN_HAS_PATH_SUGGESTED_MESSAGE =
  "{argument} contains more than a host";
const DOMAIN_NOT_ASCII_SUGGESTED_MESSAGE = "{argument} is not ASCII";
const DOMAIN_NOT_ASCII_UNKNOWN_HINT = "write its xn-- form";
const DOMAIN_TRAILING_DOT_SUGGESTED_MESSAGE = "{argument} ends with a dot";
const INVALID_CLIENT_ID_CHARACTERS_MESSAGE =
  "{argument} contains a character that is not printable ASCII";
const INVALID_VALUE_HINT = "use valid Unicode";
const UNKNOWN_SCOPE_SEVERAL_MESSAGE = "{argument} is not a documented scope";
const INPUT_TOO_LARGE_RESPONSE_HINT = "pass only the response";
const AMBIGUOUS_RESPONSE_TEXT_AFTER_PARAMETER_HINT =
  "paste only the response, on one line";
const BAD_ENCODING_NOT_UTF8_HINT =
  "copy the response again from where it first appeared";
const MISSING_TOKEN_RESPONSE_MESSAGE = "the response has no access_token";
const MISSING_TOKEN_RESPONSE_HINT = "log in again, and copy the whole response";
const STATE_MISSING_ALONE_MESSAGE = "the response has no state";
const INVALID_ACCESS_TOKEN_RESPONSE_MESSAGE =
  "access_token contains a character that is not valid in a bearer token";
const INVALID_ACCESS_TOKEN_WITH_SCHEME_MESSAGE =
  "{argument} contains a character that is not valid in a bearer token";
const INVALID_TIME_MILLISECONDS_MESSAGE =
  "{argument} is not a time in Unix seconds";

export const DOMAIN_EMPTY = [
  "domain_empty",
  DOMAIN_EMPTY_MESSAGE,
  "write the host at which users log in",
] as const satisfies Message;
export const DOMAIN_HAS_SCHEME_SUGGESTED = [
  "domain_has_scheme.suggested",
  DOMAIN_HAS_SCHEME_SUGGESTED_MESSAGE,
  DOMAIN_HAS_SCHEME_SUGGESTED_HINT,
] as const satisfies Message;
export const DOMAIN_HAS_SCHEME_LOOPBACK = [
  "domain_has_scheme.loopback",
  DOMAIN_HAS_SCHEME_SUGGESTED_MESSAGE,
  "write {suggestion}, and pass scheme: 'http'",
] as const satisfies Message;
export const DOMAIN_HAS_SCHEME_UNKNOWN = [
  "domain_has_scheme.unknown",
  DOMAIN_HAS_SCHEME_SUGGESTED_MESSAGE,
  DOMAIN_HAS_SCHEME_UNKNOWN_HINT,
] as const satisfies Message;
export const DOMAIN_HAS_USERINFO = [
  "domain_has_userinfo",
  "{argument} contains user information",
  DOMAIN_HAS_SCHEME_UNKNOWN_HINT,
] as const satisfies Message;
export const DOMAIN_HAS_PATH_SUGGESTED = [
  "domain_has_path.suggested",
  DOMAIN_HAS_PATH_SUGGESTED_MESSAGE,
  DOMAIN_HAS_SCHEME_SUGGESTED_HINT,
] as const satisfies Message;
export const DOMAIN_HAS_PATH_UNKNOWN = [
  "domain_has_path.unknown",
  DOMAIN_HAS_PATH_SUGGESTED_MESSAGE,
  DOMAIN_HAS_SCHEME_UNKNOWN_HINT,
] as const satisfies Message;
export const DOMAIN_BAD_CHARS = [
  "domain_bad_chars",
  "{argument} contains spaces or control characters",
  "remove them",
] as const satisfies Message;
export const DOMAIN_NOT_ASCII_SUGGESTED = [
  "domain_not_ascii.suggested",
  DOMAIN_NOT_ASCII_SUGGESTED_MESSAGE,
  DOMAIN_HAS_SCHEME_SUGGESTED_HINT,
] as const satisfies Message;
export const DOMAIN_NOT_ASCII_UNKNOWN = [
  "domain_not_ascii.unknown",
  DOMAIN_NOT_ASCII_SUGGESTED_MESSAGE,
  DOMAIN_NOT_ASCII_UNKNOWN_HINT,
] as const satisfies Message;
export const DOMAIN_TRAILING_DOT_SUGGESTED = [
  "domain_trailing_dot.suggested",
  DOMAIN_TRAILING_DOT_SUGGESTED_MESSAGE,
  DOMAIN_HAS_SCHEME_SUGGESTED_HINT,
] as const satisfies Message;
export const DOMAIN_TRAILING_DOT_UNKNOWN = [
  "domain_trailing_dot.unknown",
  DOMAIN_TRAILING_DOT_SUGGESTED_MESSAGE,
  DOMAIN_HAS_SCHEME_UNKNOWN_HINT,
] as const satisfies Message;
export const DOMAIN_BAD_LABEL_INVALID = [
  "domain_bad_label.invalid",
  "{argument} is not a valid host name",
  "write 1 to 63 letters, digits, and inner hyphens between dots, and at most 253 characters in total",
] as const satisfies Message;
export const DOMAIN_BAD_LABEL_UNDERSCORE = [
  "domain_bad_label.underscore",
  "{argument} contains an underscore, which is not valid in a host name",
  "replace placeholders with your own host name",
] as const satisfies Message;
export const DOMAIN_BAD_IPV4 = [
  "domain_bad_ipv4",
  "{argument} ends with a number and is not a dotted IPv4 address",
  "write four decimal numbers from 0 to 255 without leading zeros",
] as const satisfies Message;
export const DOMAIN_BAD_IPV6 = [
  "domain_bad_ipv6",
  "{argument} is not a valid IPv6 address in brackets",
  "write it like [2001:db8::1], with the port after the bracket",
] as const satisfies Message;
export const DOMAIN_BAD_PORT = [
  "domain_bad_port",
  "{argument} has a port that is not a number from 1 to 65535",
  "correct the port, or remove it and its colon",
] as const satisfies Message;
export const BAD_SCHEME = [
  "bad_scheme",
  "{argument} is not https or http",
  "omit it, or write http for a server on this machine",
] as const satisfies Message;
export const INSECURE_TRANSPORT_SCHEME = [
  "insecure_transport.scheme",
  "{argument} is http, and the host is not this machine",
  "omit scheme; http is only for localhost, 127.0.0.0/8, and [::1]",
] as const satisfies Message;
export const INSECURE_TRANSPORT_REDIRECT = [
  "insecure_transport.redirect",
  "{argument} uses http, and its host is not this machine",
  "write https; http is only for localhost, 127.0.0.0/8, and [::1]",
] as const satisfies Message;
export const CLIENT_ID_EMPTY = [
  "client_id_empty",
  DOMAIN_EMPTY_MESSAGE,
  "write the client ID of your application",
] as const satisfies Message;
export const INVALID_CLIENT_ID_CHARACTERS = [
  "invalid_client_id.characters",
  INVALID_CLIENT_ID_CHARACTERS_MESSAGE,
  "copy it again, without line breaks or special characters",
] as const satisfies Message;
export const INVALID_CLIENT_ID_SPACE = [
  "invalid_client_id.space",
  "{argument} starts or ends with a space",
  "remove the space",
] as const satisfies Message;
export const INVALID_LABEL = [
  "invalid_label",
  "{argument} is not one part of a host name",
  "write 1 to 63 letters, digits, and hyphens, with no hyphen at an end and no dot",
] as const satisfies Message;
export const INVALID_PATH_SEGMENT = [
  "invalid_path_segment",
  "{argument} is not one part of a path",
  "write the part between two slashes, without a slash",
] as const satisfies Message;
export const INVALID_BASE = [
  "invalid_base",
  "{argument} has an unexpected path",
  "write a host, optionally with a path such as /auth; use only letters, digits, and . _ ~ -",
] as const satisfies Message;
export const UNKNOWN_VALUE = [
  "unknown_value",
  "{argument} is not one of {documented}",
  "write one of these",
] as const satisfies Message;
export const VALUE_EMPTY = [
  "value_empty",
  DOMAIN_EMPTY_MESSAGE,
  "write a value, or omit it if it is optional",
] as const satisfies Message;
export const VALUE_MISSING = [
  "value_missing",
  "{argument} has no value",
  "pass at least one value",
] as const satisfies Message;
export const INVALID_VALUE = [
  "invalid_value",
  "{argument} contains a lone surrogate",
  INVALID_VALUE_HINT,
] as const satisfies Message;
export const INVALID_CODE_VERIFIER = [
  "invalid_code_verifier",
  "{argument} is not a code verifier",
  "omit it to use a random one, or write 43 to 128 letters, digits, and . _ ~ -",
] as const satisfies Message;
export const NO_RANDOM_SOURCE = [
  "no_random_source",
  "no source of secure random numbers is available",
  "use a current runtime, or pass state",
] as const satisfies Message;
export const INSECURE_CONTEXT = [
  "insecure_context",
  "this page has no crypto.subtle, because it is not from https or from this machine",
  "serve the page from https, or open it from localhost",
] as const satisfies Message;
export const STATE_EMPTY = [
  "state_empty",
  DOMAIN_EMPTY_MESSAGE,
  "omit it to use a random one",
] as const satisfies Message;
export const INVALID_STATE = [
  "invalid_state",
  INVALID_CLIENT_ID_CHARACTERS_MESSAGE,
  "omit it to use a random one, or remove line breaks and special characters",
] as const satisfies Message;
export const REDIRECT_URI_EMPTY = [
  "redirect_uri_empty",
  DOMAIN_EMPTY_MESSAGE,
  "write an absolute URI, such as https://app.example.com/callback",
] as const satisfies Message;
export const REDIRECT_URI_FRAGMENT = [
  "redirect_uri_fragment",
  "{argument} contains a fragment",
  "remove the # and the text after it; the server adds the response there",
] as const satisfies Message;
export const INVALID_REDIRECT_URI_RELATIVE = [
  "invalid_redirect_uri.relative",
  "{argument} is not an absolute URI",
  "start with a scheme such as https://, and write spaces and non-ASCII characters as %XX",
] as const satisfies Message;
export const INVALID_REDIRECT_URI_NOT_ASCII_HOST = [
  "invalid_redirect_uri.not_ascii_host",
  "{argument} has a host that is not ASCII",
  DOMAIN_NOT_ASCII_UNKNOWN_HINT,
] as const satisfies Message;
export const INVALID_REDIRECT_URI_SCHEME = [
  "invalid_redirect_uri.scheme",
  "{argument} has a scheme to which a server cannot redirect a browser",
  "start with https://, or with http:// for a server on this machine",
] as const satisfies Message;
export const INVALID_REDIRECT_URI_HOST = [
  "invalid_redirect_uri.host",
  "{argument} has no host, or has user information before it",
  "write the full URI, such as https://app.example.com/callback",
] as const satisfies Message;
export const SCOPES_EMPTY = [
  "scopes_empty",
  "at least one scope is required",
  "request the scopes that the application needs",
] as const satisfies Message;
export const UNKNOWN_SCOPE_SEVERAL = [
  "unknown_scope.several",
  UNKNOWN_SCOPE_SEVERAL_MESSAGE,
  "write each scope as a separate item",
] as const satisfies Message;
export const UNKNOWN_SCOPE_NEAR = [
  "unknown_scope.near",
  UNKNOWN_SCOPE_SEVERAL_MESSAGE,
  "did you mean {suggestion}?",
] as const satisfies Message;
export const UNKNOWN_SCOPE_UNKNOWN = [
  "unknown_scope.unknown",
  UNKNOWN_SCOPE_SEVERAL_MESSAGE,
  "choose from {documented}, or use undocumentedScopes for a scope that is not documented",
] as const satisfies Message;
export const INVALID_SCOPE_TOKEN_ARGUMENT = [
  "invalid_scope_token.argument",
  "{argument} is not a valid scope",
  "write one name per item, in ASCII without spaces, quotes, or backslashes",
] as const satisfies Message;
export const INVALID_SCOPE_TOKEN_RESPONSE = [
  "invalid_scope_token.response",
  "scope contains a character that is not valid in a scope",
  "copy the response unchanged",
] as const satisfies Message;
export const RESERVED_PARAM = [
  "reserved_param",
  "an item of {argument} has the name {name}, which the request sets",
  "use the request's own argument for it, if there is one",
] as const satisfies Message;
export const DUPLICATE_PARAM = [
  "duplicate_param",
  "a name appears twice in {argument}",
  "use each name once",
] as const satisfies Message;
export const PARAM_EMPTY = [
  "param_empty",
  "an item of {argument} has an empty name or value",
  "fill it in, or remove it",
] as const satisfies Message;
export const INVALID_PARAM_CHARS = [
  "invalid_param_chars",
  "an item of {argument} contains a lone surrogate",
  INVALID_VALUE_HINT,
] as const satisfies Message;
export const URL_TOO_LONG = [
  "url_too_long",
  "the URL has more than 8,000 characters",
  "shorten the state, the redirect URI, or the extra parameters",
] as const satisfies Message;
export const INPUT_TOO_LARGE_RESPONSE = [
  "input_too_large.response",
  "the response has more than 65,536 characters",
  INPUT_TOO_LARGE_RESPONSE_HINT,
] as const satisfies Message;
export const EMPTY_INPUT_REDIRECT = [
  "empty_input.redirect",
  DOMAIN_EMPTY_MESSAGE,
  "pass the whole redirect URI",
] as const satisfies Message;
export const EMPTY_INPUT_PASTED = [
  "empty_input.pasted",
  "the text is empty",
  "paste the response from the server",
] as const satisfies Message;
export const MALFORMED_JSON = [
  "malformed_json",
  "the text starts like JSON but is not a JSON object",
  "copy the whole object, with its outer braces",
] as const satisfies Message;
export const BAD_VALUE_TYPE = [
  "bad_value_type",
  "{parameter} is not text",
  "copy the response unchanged; each value must be text, or a number for expires_in",
] as const satisfies Message;
export const TRUNCATED_INPUT_CUT_MARK = [
  "truncated_input.cut_mark",
  "the response contains ... in place of removed text",
  "copy the whole response from the page or the address bar, not from a title",
] as const satisfies Message;
export const TRUNCATED_INPUT_STATE = [
  "truncated_input.state",
  "the end of the state is missing",
  "copy the whole response again, up to its last character",
] as const satisfies Message;
export const TRUNCATED_INPUT_LINE = [
  "truncated_input.line",
  "a line has {bytes} bytes, the length at which a terminal on {system} drops the rest",
  "save the text to a file with an editor or a browser, and read that file; if the line is complete, add a space to its end",
] as const satisfies Message;
export const AMBIGUOUS_RESPONSE_ERROR_AND_TOKEN = [
  "ambiguous_response.error_and_token",
  "the response contains both an error and an access_token",
  "log in again, and do not use this token",
] as const satisfies Message;
export const AMBIGUOUS_RESPONSE_SECOND_RESPONSE = [
  "ambiguous_response.second_response",
  "the text contains more than one response",
  "copy only one response",
] as const satisfies Message;
export const AMBIGUOUS_RESPONSE_TEXT_AFTER_PARAMETER = [
  "ambiguous_response.text_after_parameter",
  "unexpected text after {parameter}, which may be part of it",
  AMBIGUOUS_RESPONSE_TEXT_AFTER_PARAMETER_HINT,
] as const satisfies Message;
export const AMBIGUOUS_RESPONSE_TEXT_AFTER_RESPONSE = [
  "ambiguous_response.text_after_response",
  "unexpected text after the response, which may be part of its last value",
  AMBIGUOUS_RESPONSE_TEXT_AFTER_PARAMETER_HINT,
] as const satisfies Message;
export const AMBIGUOUS_RESPONSE_REQUEST_AND_TOKEN = [
  "ambiguous_response.request_and_token",
  "the text mixes the parameters of a request with a token",
  "paste only the response that the server sent",
] as const satisfies Message;
export const TOO_MANY_PARAMETERS = [
  "too_many_parameters",
  "the response has more than 64 parameters",
  INPUT_TOO_LARGE_RESPONSE_HINT,
] as const satisfies Message;
export const BAD_PERCENT_ENCODING = [
  "bad_percent_encoding",
  "{parameter} contains a % that is not followed by two hex digits",
  "copy the whole response again; its end may be missing",
] as const satisfies Message;
export const BAD_ENCODING_NOT_UTF8 = [
  "bad_encoding.not_utf8",
  "{parameter} is not UTF-8",
  BAD_ENCODING_NOT_UTF8_HINT,
] as const satisfies Message;
export const BAD_ENCODING_SURROGATE = [
  "bad_encoding.surrogate",
  "{parameter} contains a lone surrogate",
  BAD_ENCODING_NOT_UTF8_HINT,
] as const satisfies Message;
export const BAD_ENCODING_TEXT_SURROGATE = [
  "bad_encoding.text_surrogate",
  "the text contains a lone surrogate",
  BAD_ENCODING_NOT_UTF8_HINT,
] as const satisfies Message;
export const BAD_ENCODING_REDIRECT = [
  "bad_encoding.redirect",
  "{argument} contains a character that is not valid in a URI",
  "use parsePasted for text that a user copied",
] as const satisfies Message;
export const BAD_ENCODING_UTF16 = [
  "bad_encoding.utf16",
  "the text looks like UTF-16, not UTF-8",
  "save it as UTF-8; in PowerShell, use Out-File -Encoding utf8",
] as const satisfies Message;
export const DUPLICATE_PARAMETER = [
  "duplicate_parameter",
  "{parameter} appears twice in the response",
  "log in again, and copy the response once",
] as const satisfies Message;
export const MISSING_TOKEN_RESPONSE = [
  "missing_token.response",
  MISSING_TOKEN_RESPONSE_MESSAGE,
  MISSING_TOKEN_RESPONSE_HINT,
] as const satisfies Message;
export const MISSING_TOKEN_REDIRECT = [
  "missing_token.redirect",
  MISSING_TOKEN_RESPONSE_MESSAGE,
  "pass the URI with its fragment, which starts at the #; use parsePasted for text that a user copied",
] as const satisfies Message;
export const MISSING_TOKEN_ENCODED = [
  "missing_token.encoded",
  "the response is encoded, or inside another link",
  "open the link or the page, and copy the address again, as the browser shows it",
] as const satisfies Message;
export const MISSING_TOKEN_ADDRESS = [
  "missing_token.address",
  "the address contains no response",
  "if the page shows the response in a text box, copy it from there; otherwise, copy the address that the browser shows after the login",
] as const satisfies Message;
export const MISSING_TOKEN_REQUEST = [
  "missing_token.request",
  MISSING_TOKEN_RESPONSE_MESSAGE,
  "this is the URL for logging in; open it, and paste the response that you get",
] as const satisfies Message;
export const MISSING_TOKEN_BARE_TOKEN = [
  "missing_token.bare_token",
  MISSING_TOKEN_RESPONSE_MESSAGE,
  "paste the whole response, not only the token; to use a bare token, pass it to AccessToken.fromValue, which verifies nothing",
] as const satisfies Message;
export const MISSING_TOKEN_PASTED = [
  "missing_token.pasted",
  MISSING_TOKEN_RESPONSE_MESSAGE,
  "paste the whole response that appears after the login",
] as const satisfies Message;
export const CODE_INSTEAD_OF_TOKEN = [
  "code_instead_of_token",
  "the response has a code instead of an access_token",
  "check the application's registered type and redirect; only some types receive a token",
] as const satisfies Message;
export const STATE_MISSING_IN_QUERY = [
  "state_missing.in_query",
  "the state is in the query, not in the response with the token",
  "only a state next to the token counts; if the provider always returns it in the query, declare state_in: query in the spec",
] as const satisfies Message;
export const STATE_MISSING_IN_REQUEST = [
  "state_missing.in_request",
  "the state is in the URL of the request, not in the response with the token",
  "paste only the response that the server sent, with all its parameters",
] as const satisfies Message;
export const STATE_MISSING_ALONE = [
  "state_missing.alone",
  STATE_MISSING_ALONE_MESSAGE,
  "copy the whole response, with all its parameters; only if the server is known to omit the state, pass allowMissingState: true; then nothing ties the token to this request",
] as const satisfies Message;
export const STATE_MISSING_WITH_TOKEN_TYPE = [
  "state_missing.with_token_type",
  STATE_MISSING_ALONE_MESSAGE,
  "copy the whole response, with all its parameters; only if the server is known to omit the state and token_type, pass allowMissingState: true and allowMissingTokenType: true; then nothing ties the token to this request",
] as const satisfies Message;
export const STATE_MISMATCH = [
  "state_mismatch",
  "state does not match this request",
  "open the URL of this request, and log in again; another response may be part of an attack",
] as const satisfies Message;
export const MALFORMED_ERROR_RESPONSE = [
  "malformed_error_response",
  "error contains a character that RFC 6749 App. A.7 does not allow",
  MISSING_TOKEN_RESPONSE_HINT,
] as const satisfies Message;
export const AUTHORIZATION_ERROR_DOCUMENTED = [
  "authorization_error.documented",
  "the server denied the request with the code {error}",
  "{remedy}",
] as const satisfies Message;
export const AUTHORIZATION_ERROR_UNDOCUMENTED = [
  "authorization_error.undocumented",
  "the server denied the request with an undocumented code",
  "see .error and .description",
] as const satisfies Message;
export const INVALID_ACCESS_TOKEN_RESPONSE = [
  "invalid_access_token.response",
  INVALID_ACCESS_TOKEN_RESPONSE_MESSAGE,
  "copy the whole response again",
] as const satisfies Message;
export const INVALID_ACCESS_TOKEN_RESPONSE_VISIBLE = [
  "invalid_access_token.response_visible",
  INVALID_ACCESS_TOKEN_RESPONSE_MESSAGE,
  "copy the whole response again; only if the server is known to issue such tokens, pass anyCharacters: true",
] as const satisfies Message;
export const INVALID_ACCESS_TOKEN_EMPTY = [
  "invalid_access_token.empty",
  DOMAIN_EMPTY_MESSAGE,
  "copy the token again",
] as const satisfies Message;
export const INVALID_ACCESS_TOKEN_WITH_SCHEME = [
  "invalid_access_token.with_scheme",
  INVALID_ACCESS_TOKEN_WITH_SCHEME_MESSAGE,
  "use only the text after the word Bearer; headers() adds the rest",
] as const satisfies Message;
export const INVALID_ACCESS_TOKEN_WITH_PARAMETERS = [
  "invalid_access_token.with_parameters",
  INVALID_ACCESS_TOKEN_WITH_SCHEME_MESSAGE,
  "use parsePasted for a response with more than the token",
] as const satisfies Message;
export const INVALID_ACCESS_TOKEN_WITH_SPACES = [
  "invalid_access_token.with_spaces",
  INVALID_ACCESS_TOKEN_WITH_SCHEME_MESSAGE,
  "use only the token, without spaces or line breaks",
] as const satisfies Message;
export const INVALID_ACCESS_TOKEN_CHARACTERS = [
  "invalid_access_token.characters",
  INVALID_ACCESS_TOKEN_WITH_SCHEME_MESSAGE,
  "copy the token again, without quotes or invisible characters",
] as const satisfies Message;
export const INVALID_ACCESS_TOKEN_VISIBLE = [
  "invalid_access_token.visible",
  INVALID_ACCESS_TOKEN_WITH_SCHEME_MESSAGE,
  "copy the token again; only if the server is known to issue such tokens, pass anyCharacters: true",
] as const satisfies Message;
export const MISSING_TOKEN_TYPE = [
  "missing_token_type",
  "the response has no token_type",
  "copy the whole response; only if the server is known to omit token_type, pass allowMissingTokenType: true; then nothing confirms that the token is a bearer token",
] as const satisfies Message;
export const UNSUPPORTED_TOKEN_TYPE = [
  "unsupported_token_type",
  "token_type is not bearer",
  "ask the operator of the server; only bearer tokens are supported (RFC 6749 §7.1)",
] as const satisfies Message;
export const INVALID_EXPIRES_IN_RESPONSE = [
  "invalid_expires_in.response",
  "expires_in is not a whole number of seconds",
  "copy the response unchanged; the value must contain only digits (RFC 6749 App. A.14)",
] as const satisfies Message;
export const INVALID_EXPIRES_IN_NEGATIVE = [
  "invalid_expires_in.negative",
  "{argument} is negative",
  "pass the remaining seconds, or omit it",
] as const satisfies Message;
export const INVALID_TIME_MILLISECONDS = [
  "invalid_time.milliseconds",
  INVALID_TIME_MILLISECONDS_MESSAGE,
  "if it is in milliseconds, divide it by 1,000",
] as const satisfies Message;
export const INVALID_TIME_RANGE = [
  "invalid_time.range",
  INVALID_TIME_MILLISECONDS_MESSAGE,
  "pass seconds from 0 to 253,402,300,799, the end of the year 9999",
] as const satisfies Message;

// Texts without a code.
export const NOT_TEXT = "{argument} must be a string, not {found}";
export const NOT_BOOLEAN = "{argument} must be true or false, not {found}";
export const NOT_PAIRS = "{argument} must be an object or pairs, not {found}";
export const NOT_A_PAIR = "each item of {argument} must be a pair of strings";
export const NOT_NAMES = "{argument} must be a list of names, not {found}";
export const ONE_NAME = "{argument} must be a list of names, not a single name";
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
