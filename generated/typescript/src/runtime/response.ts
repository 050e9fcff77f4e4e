// Parameters of an answer, held strictly against RFC 6749 §4.2.2.

import { OAuthError } from "./errors.js";
import { openEnd, type Values } from "./parameters.js";
import { isScopeToken } from "./scope.js";
import { authorizationError } from "./server-error.js";

/** The longest lifetime in seconds; a longer one is cut to it. */
export const MAX_EXPIRES_IN = 2 ** 31 - 1;

const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
const DIGITS = /^[0-9]+$/;

/** What the request asked for, to compare its answer with. */
export interface Expected {
  /** The state; undefined where the provider has none. */
  readonly state: string | undefined;
  readonly scopes: readonly string[];
  readonly scopeSeparator: string;
  /** For each error code that is documented, what to do about it. */
  readonly remedies: Readonly<Record<string, string>>;
  /** Whether the provider returns the state in the query and the token in the fragment. */
  readonly stateInQuery?: boolean;
}

/** The members of a response that may be absent; both are required by default. */
export interface Allowed {
  /** Accept a response without a state. Then nothing ties the token to this request. */
  readonly allowMissingState?: boolean | undefined;
  /**
   * Accept a response without a token_type. Then nothing says that the token is a bearer
   * token.
   */
  readonly allowMissingTokenType?: boolean | undefined;
}

/** Another part of the input that contains the expected state. */
export type StatePlace = "the query" | "the URL of the request";

/** What is known about how values came in. */
export interface Context {
  readonly stateSeen?: StatePlace | undefined;
  /** Whether they were pasted, so that the end of a state may be missing. */
  readonly isPasted?: boolean;
}

/** What an answer says besides its token. */
export interface AnswerFacts {
  readonly expiresIn: number | undefined;
  /** The scopes granted; undefined where they are not known. */
  readonly scopes: readonly string[] | undefined;
  readonly missingScopes: readonly string[];
  readonly extraScopes: readonly string[];
  readonly stateVerified: boolean;
}

/** A token answer whose every parameter has been checked. */
export class Answer {
  readonly #accessToken: string;
  readonly facts: AnswerFacts;

  constructor(accessToken: string, facts: AnswerFacts) {
    this.#accessToken = accessToken;
    this.facts = facts;
  }

  /** Returns the token itself. */
  reveal(): string {
    return this.#accessToken;
  }
}

/**
 * Returns the answer that decoded values hold; an empty one counts as absent.
 *
 * @throws OAuthError - in this order: `ambiguous_response` for an error together with a
 * token, `code_instead_of_token`, `missing_token`, `state_missing`, `truncated_input`,
 * `state_mismatch`, the server's own error, `invalid_access_token`,
 * `missing_token_type`, `unsupported_token_type`, `invalid_expires_in`,
 * `invalid_scope_token`.
 */
export function readAnswer(
  given: Values,
  expected: Expected,
  allowed: Allowed,
  { stateSeen, isPasted = false }: Context,
): Answer {
  const values = new Map([...given].filter(([, value]) => value !== ""));
  const token = values.get("access_token");
  const error = values.get("error");
  if (error !== undefined && token !== undefined) {
    throw new OAuthError(
      "ambiguous_response",
      "the answer has both an error and an access_token",
      "sign in again; do not use this token",
    );
  }
  const state = values.get("state");
  if (error !== undefined) {
    const stateVerified = verifyState(state, expected.state, isPasted);
    throw authorizationError(error, values, stateVerified, expected.remedies);
  }
  if (token === undefined) {
    throw noToken(
      values.has("code"),
      "sign in again, and copy the whole answer",
    );
  }
  // Only true itself is a permission: "no" and 1 are not.
  if (
    expected.state !== undefined &&
    state === undefined &&
    allowed.allowMissingState !== true
  ) {
    throw stateMissing(stateSeen, !values.has("token_type"));
  }
  const stateVerified = verifyState(state, expected.state, isPasted);
  checkAccessToken(token);
  if (values.has("token_type") || allowed.allowMissingTokenType !== true) {
    checkTokenType(values.get("token_type"));
  }
  const expiresIn = readExpiresIn(values.get("expires_in"));
  const scopes = readScopes(values.get("scope"), expected);
  return new Answer(token, {
    expiresIn,
    scopes,
    missingScopes: without(expected.scopes, scopes ?? expected.scopes),
    extraScopes: without(scopes ?? [], expected.scopes),
    stateVerified,
  });
}

/** Returns the error for an answer without a token: it may have a code instead. */
export function noToken(hasCode: boolean, hint: string): OAuthError {
  if (hasCode) {
    return new OAuthError(
      "code_instead_of_token",
      "the answer has a code and no access_token",
      "check as which type the application is registered, and for which redirect; " +
        "only some are given a token",
    );
  }
  return new OAuthError(
    "missing_token",
    "the answer has no access_token",
    hint,
  );
}

/**
 * Returns token where it is a b64token (RFC 6750 §2.1); place names it in an error.
 *
 * @throws OAuthError - `invalid_access_token`.
 */
export function checkAccessToken(
  token: string,
  place = "access_token",
  hint = "copy the whole answer again",
): string {
  if (token === "") {
    throw new OAuthError("invalid_access_token", `${place} is empty`, hint);
  }
  if (!B64TOKEN.test(token)) {
    throw new OAuthError(
      "invalid_access_token",
      `${place} has a character that no bearer token has`,
      hint,
    );
  }
  return token;
}

/**
 * Returns the error for a token without a state next to it.
 *
 * A browser carries a fragment across redirects (RFC 9700 §4.1.2), so a state in another
 * component may come from another server, and no hint suggests to trust it.
 */
function stateMissing(
  seen: StatePlace | undefined,
  lacksType: boolean,
): OAuthError {
  if (seen !== undefined) {
    const hints: Readonly<Record<StatePlace, string>> = {
      "the query":
        "only a state next to the token counts; if the provider always returns it in " +
        "the query, declare state_in: query in the spec",
      "the URL of the request":
        "paste only the response that the server sent, with all its parameters",
    };
    return new OAuthError(
      "state_missing",
      `the state is in ${seen}, not in the response with the token`,
      hints[seen],
    );
  }
  const [omitted, options] = lacksType
    ? [
        "the state and token_type",
        "allowMissingState: true and allowMissingTokenType: true",
      ]
    : ["the state", "allowMissingState: true"];
  return new OAuthError(
    "state_missing",
    "the response has no state",
    "copy the whole response, with all its parameters; only if the server is known to " +
      `omit ${omitted}, pass ${options}; then nothing ties the token to this request`,
  );
}

/** Returns whether state is the expected one; a foreign one throws (§10.12). */
function verifyState(
  state: string | undefined,
  expected: string | undefined,
  isPasted: boolean,
): boolean {
  if (expected === undefined || state === undefined) {
    return false;
  }
  if (equalInConstantTime(state, expected)) {
    return true;
  }
  // Punctuation after the complete state comes from some program, not from an attack.
  const rest = state.slice(expected.length);
  if (
    isPasted &&
    /^[^A-Za-z0-9]/.test(rest) &&
    equalInConstantTime(state.slice(0, expected.length), expected)
  ) {
    throw openEnd("state");
  }
  const start = expected.slice(0, state.length);
  const isLong = 2 * state.length >= expected.length;
  if (isPasted && isLong && equalInConstantTime(state, start)) {
    throw new OAuthError(
      "truncated_input",
      "the end of the state is missing",
      "copy the whole response again, up to its last character",
    );
  }
  throw new OAuthError(
    "state_mismatch",
    "state is not the one of this request",
    "open the URL of this very request and sign in again; an answer from " +
      "elsewhere may be an attack",
  );
}

/** Compares in a time that tells nothing of where two texts of one length differ. */
export function equalInConstantTime(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index += 1) {
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  }
  return difference === 0;
}

function checkTokenType(tokenType: string | undefined): void {
  if (tokenType === undefined) {
    throw new OAuthError(
      "missing_token_type",
      "the response has no token_type",
      "copy the whole response; only if the server is known to omit token_type, pass " +
        "allowMissingTokenType: true; then nothing says that the token is a bearer token",
    );
  }
  if (tokenType.toLowerCase() !== "bearer") {
    throw new OAuthError(
      "unsupported_token_type",
      "token_type is not bearer",
      "no other type can be used here (RFC 6749 §7.1)",
    );
  }
}

function readExpiresIn(text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  if (!DIGITS.test(text)) {
    throw new OAuthError(
      "invalid_expires_in",
      "expires_in is not a whole number of seconds",
      "copy the answer as it is; it takes digits alone (RFC 6749 App. A.14)",
    );
  }
  return Math.min(Number(text), MAX_EXPIRES_IN);
}

/** Returns what was granted: what was asked, where the answer is silent (§3.3). */
function readScopes(
  scope: string | undefined,
  expected: Expected,
): readonly string[] | undefined {
  if (scope === undefined) {
    return expected.scopes.length > 0 ? expected.scopes : undefined;
  }
  const names = scope.split(expected.scopeSeparator);
  const granted = new Set(names.filter((name) => name !== ""));
  if (granted.size === 0 || ![...granted].every(isScopeToken)) {
    throw new OAuthError(
      "invalid_scope_token",
      "scope has a character that no scope has",
      "copy the answer as it is",
    );
  }
  return Object.freeze([...granted]);
}

function without(
  names: readonly string[],
  others: readonly string[],
): readonly string[] {
  const left = new Set(others);
  return Object.freeze(names.filter((name) => !left.has(name)));
}
