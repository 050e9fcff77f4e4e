// The errors of this package: a stable code, what is wrong, and what to do.

/** What happened, for programs; the codes are the same in every language. */
export type ErrorCode =
  // Building the URL.
  | "bad_scheme"
  | "client_id_empty"
  | "domain_bad_chars"
  | "domain_bad_ipv4"
  | "domain_bad_ipv6"
  | "domain_bad_label"
  | "domain_bad_port"
  | "domain_empty"
  | "domain_has_path"
  | "domain_has_scheme"
  | "domain_has_userinfo"
  | "domain_not_ascii"
  | "domain_trailing_dot"
  | "duplicate_param"
  | "insecure_transport"
  | "invalid_client_id"
  | "invalid_param_chars"
  | "invalid_redirect_uri"
  | "invalid_state"
  | "param_empty"
  | "redirect_uri_empty"
  | "redirect_uri_fragment"
  | "reserved_param"
  | "state_empty"
  | "unknown_scope"
  | "url_too_long"
  // Reading the answer.
  | "ambiguous_response"
  | "authorization_error"
  | "bad_encoding"
  | "bad_percent_encoding"
  | "bad_value_type"
  | "code_instead_of_token"
  | "duplicate_parameter"
  | "empty_input"
  | "input_too_large"
  | "invalid_access_token"
  | "invalid_expires_in"
  | "invalid_time"
  | "malformed_error_response"
  | "malformed_json"
  | "missing_token"
  | "missing_token_type"
  | "state_mismatch"
  | "state_missing"
  | "too_many_parameters"
  | "truncated_input"
  | "unsupported_token_type"
  // Either.
  | "invalid_scope_token";

/**
 * A value or an answer that was refused.
 *
 * The code is the same in every language and release. The message names the place of
 * the value and never the value itself, so that it may be logged.
 */
export class OAuthError extends Error {
  static {
    // On the prototype, so that a stack trace begins with it, minified or not.
    this.prototype.name = "OAuthError";
  }

  /** What happened, for programs: `"state_mismatch"`. */
  readonly code: ErrorCode;

  /** What to write or do instead. */
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  /** Returns what is wrong, what to do, and the code. */
  override toString(): string {
    return `${this.name}: ${this.message}: ${this.hint} [${this.code}]`;
  }
}

/** What an error answer of the server says. */
export interface Refusal {
  readonly error: string;
  readonly description: string | undefined;
  readonly uri: string | undefined;
  readonly stateVerified: boolean;
}

/**
 * The server's own error answer (RFC 6749 §4.2.2.1).
 *
 * The message names a code that is documented. All else that the server sent stands
 * in the properties alone, because whoever made the link may have written it; they are
 * not printed with the error.
 */
export class AuthorizationError extends OAuthError {
  static {
    this.prototype.name = "AuthorizationError";
  }

  readonly #refusal: Refusal;

  /** Keeps what the server sent; remedy is given for a documented code alone. */
  constructor(refusal: Refusal, remedy: string | undefined) {
    super(
      "authorization_error",
      remedy === undefined
        ? "the server refused with a code that is not documented"
        : `the server refused: ${refusal.error}`,
      remedy ?? "see the properties error and description",
    );
    this.#refusal = refusal;
  }

  /** The error code of the server: `"access_denied"`. */
  get error(): string {
    return this.#refusal.error;
  }

  /** The server's words without control characters; escape them in HTML. */
  get description(): string | undefined {
    return this.#refusal.description;
  }

  /** A page about the error, http or https; nothing here opens it. */
  get uri(): string | undefined {
    return this.#refusal.uri;
  }

  /** Whether the answer carried the state of the request. */
  get stateVerified(): boolean {
    return this.#refusal.stateVerified;
  }
}
