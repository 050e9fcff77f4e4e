// Parameters of an answer, held strictly against RFC 6749 §4.2.2.

import { OAuthError } from "./errors.js";
import type { Values } from "./parameters.js";
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
 * token, `code_instead_of_token`, `missing_token`, `state_missing`, `state_mismatch`,
 * the server's own error, `invalid_access_token`, `missing_token_type`,
 * `unsupported_token_type`, `invalid_expires_in`, `invalid_scope_token`.
 */
export function readAnswer(
  given: Values,
  expected: Expected,
  allowMissingState: boolean | undefined,
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
    const stateVerified = verifyState(state, expected.state, false);
    throw authorizationError(error, values, stateVerified, expected.remedies);
  }
  if (token === undefined) {
    throw noToken(
      values.has("code"),
      "sign in again, and copy the whole answer",
    );
  }
  // Only true itself is a permission: "no" and 1 are not.
  const isRequired = allowMissingState !== true;
  const stateVerified = verifyState(state, expected.state, isRequired);
  checkAccessToken(token);
  checkTokenType(values.get("token_type"));
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

/** Returns whether state is the expected one; a foreign one throws (§10.12). */
function verifyState(
  state: string | undefined,
  expected: string | undefined,
  isRequired: boolean,
): boolean {
  if (expected === undefined) {
    return false;
  }
  if (state === undefined) {
    if (isRequired) {
      throw new OAuthError(
        "state_missing",
        "the answer has no state",
        "copy the whole answer, with all its parameters; only where the server is " +
          "known to leave the state out, pass allowMissingState: true",
      );
    }
    return false;
  }
  if (!equalInConstantTime(state, expected)) {
    throw new OAuthError(
      "state_mismatch",
      "state is not the one of this request",
      "open the URL of this very request and sign in again; an answer from " +
        "elsewhere may be an attack",
    );
  }
  return true;
}

/** Compares in a time that tells nothing of where two texts of one length differ. */
function equalInConstantTime(one: string, other: string): boolean {
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
      "the answer has no token_type",
      "copy the whole answer",
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
