// The parameters of a response, checked strictly against RFC 6749 §4.2.2.

import { whole } from "./characters.js";
import { fault, type OAuthError } from "./errors.js";
import {
  AMBIGUOUS_RESPONSE_ERROR_AND_TOKEN,
  CODE_INSTEAD_OF_TOKEN,
  INVALID_ACCESS_TOKEN_RESPONSE,
  INVALID_ACCESS_TOKEN_RESPONSE_VISIBLE,
  INVALID_EXPIRES_IN_RESPONSE,
  INVALID_SCOPE_TOKEN_RESPONSE,
  type Message,
  MISSING_TOKEN_RESPONSE,
  MISSING_TOKEN_TYPE,
  STATE_MISMATCH,
  STATE_MISSING_ALONE,
  STATE_MISSING_IN_QUERY,
  STATE_MISSING_IN_REQUEST,
  STATE_MISSING_WITH_TOKEN_TYPE,
  TRUNCATED_INPUT_STATE,
  UNSUPPORTED_TOKEN_TYPE,
} from "./messages.js";
import { openEnd, type Values } from "./parameters.js";
import {
  ACCESS_TOKEN_PATTERN,
  MAX_EXPIRES_IN,
  VISIBLE_TOKEN_PATTERN,
} from "./protocol.js";
import { isScopeToken } from "./scope.js";
import { authorizationError } from "./server-error.js";

const B64TOKEN = /* @__PURE__ */ whole(ACCESS_TOKEN_PATTERN);
const VISIBLE_TOKEN = /* @__PURE__ */ whole(VISIBLE_TOKEN_PATTERN);
const DIGITS = /^[0-9]+$/;

/** The values of a request that its response is compared with. */
export interface RequestContext {
  /** The state; undefined if the provider has none. */
  readonly state: string | undefined;
  readonly scopes: readonly string[];
  readonly scopeSeparator: string;
  /** What to do about each documented error code. */
  readonly remedies: Readonly<Record<string, string>>;
  /** Whether the provider returns the state in the query and the token in the fragment. */
  readonly stateInQuery?: boolean;
}

/** What a caller accepts in a response beyond what the standards allow; nothing by default. */
export interface Allowed {
  /** Accept a response without a state. Then nothing ties the token to this request. */
  readonly allowMissingState?: boolean | undefined;
  /**
   * Accept a response without a token_type. Then nothing confirms that the token is a bearer
   * token.
   */
  readonly allowMissingTokenType?: boolean | undefined;
  /** Accept a token with any visible ASCII characters, not only those of RFC 6750. */
  readonly anyCharacters?: boolean | undefined;
}

/** Another part of the input that contains the expected state. */
export type StatePlace = "query" | "request";

/** How the values were received. */
export interface Origin {
  readonly stateSeen?: StatePlace | undefined;
  /** Whether they were pasted, in which case the end of the state may be missing. */
  readonly isPasted?: boolean;
}

/** What a response says about its token. */
export interface ResponseFacts {
  readonly expiresIn: number | undefined;
  /** The granted scopes; undefined if they are unknown. */
  readonly scopes: readonly string[] | undefined;
  readonly missingScopes: readonly string[];
  readonly extraScopes: readonly string[];
  readonly stateVerified: boolean;
}

/** A response with a token, in which every parameter has been checked. */
export class TokenResponse {
  readonly #accessToken: string;
  readonly facts: ResponseFacts;

  constructor(accessToken: string, facts: ResponseFacts) {
    this.#accessToken = accessToken;
    this.facts = facts;
  }

  /** Returns the token itself. */
  reveal(): string {
    return this.#accessToken;
  }
}

/**
 * Returns the response that decoded values form; an empty value counts as absent.
 *
 * @throws OAuthError - in this order: `ambiguous_response` for an error together with a
 * token, `code_instead_of_token`, `missing_token`, `state_missing`, `truncated_input`,
 * `state_mismatch`, the server's own error, `invalid_access_token`,
 * `missing_token_type`, `unsupported_token_type`, `invalid_expires_in`,
 * `invalid_scope_token`.
 */
export function readResponse(
  given: Values,
  expected: RequestContext,
  allowed: Allowed,
  { stateSeen, isPasted = false }: Origin,
): TokenResponse {
  const values = new Map([...given].filter(([, value]) => value !== ""));
  const token = values.get("access_token");
  const error = values.get("error");
  if (error !== undefined && token !== undefined) {
    throw fault(AMBIGUOUS_RESPONSE_ERROR_AND_TOKEN);
  }
  const state = values.get("state");
  if (error !== undefined) {
    const stateVerified = verifyState(state, expected.state, isPasted);
    throw authorizationError(error, values, stateVerified, expected.remedies);
  }
  if (token === undefined) {
    throw noToken(values.has("code"), MISSING_TOKEN_RESPONSE);
  }
  // Only true itself is a permission: "no" and 1 are not.
  if (
    expected.state !== undefined &&
    state === undefined &&
    allowed.allowMissingState !== true
  ) {
    throw fault(stateMissing(stateSeen, values.has("token_type")));
  }
  const stateVerified = verifyState(state, expected.state, isPasted);
  if (!isAccessToken(token, allowed.anyCharacters)) {
    throw fault(
      isAccessToken(token, true)
        ? INVALID_ACCESS_TOKEN_RESPONSE_VISIBLE
        : INVALID_ACCESS_TOKEN_RESPONSE,
    );
  }
  if (values.has("token_type") || allowed.allowMissingTokenType !== true) {
    checkTokenType(values.get("token_type"));
  }
  const expiresIn = readExpiresIn(values.get("expires_in"));
  const scopes = readScopes(values.get("scope"), expected);
  return new TokenResponse(token, {
    expiresIn,
    scopes,
    missingScopes: without(expected.scopes, scopes ?? expected.scopes),
    extraScopes: without(scopes ?? [], expected.scopes),
    stateVerified,
  });
}

/** Returns the error for a response without a token: text, if it has no code instead. */
export function noToken(hasCode: boolean, text: Message): OAuthError {
  return fault(hasCode ? CODE_INSTEAD_OF_TOKEN : text);
}

/** Returns whether text is a b64token (RFC 6750 §2.1), or any visible ASCII. */
export function isAccessToken(text: string, anyCharacters: unknown): boolean {
  // Only true itself is a permission: "no" and 1 are not.
  return (anyCharacters === true ? VISIBLE_TOKEN : B64TOKEN).test(text);
}

/**
 * Returns the message for a token without a state next to it.
 *
 * A browser carries a fragment across redirects (RFC 9700 §4.1.2), so a state in another
 * component may come from another server, and no hint suggests trusting it.
 */
function stateMissing(seen: StatePlace | undefined, hasType: boolean) {
  if (seen === undefined) {
    return hasType ? STATE_MISSING_ALONE : STATE_MISSING_WITH_TOKEN_TYPE;
  }
  return seen === "query" ? STATE_MISSING_IN_QUERY : STATE_MISSING_IN_REQUEST;
}

/** Returns whether state is the expected one; another one throws (§10.12). */
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
  // Punctuation after the complete state was added by a program, not by an attacker.
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
    throw fault(TRUNCATED_INPUT_STATE);
  }
  throw fault(STATE_MISMATCH);
}

/** Compares in a time that does not depend on where two texts of one length differ. */
export function equalInConstantTime(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index += 1) {
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  }
  return difference === 0;
}

function checkTokenType(tokenType: string | undefined): void {
  if (tokenType === undefined) {
    throw fault(MISSING_TOKEN_TYPE);
  }
  if (tokenType.toLowerCase() !== "bearer") {
    throw fault(UNSUPPORTED_TOKEN_TYPE);
  }
}

function readExpiresIn(text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  if (!DIGITS.test(text)) {
    throw fault(INVALID_EXPIRES_IN_RESPONSE);
  }
  return Math.min(Number(text), MAX_EXPIRES_IN);
}

/** Returns the granted scopes: those of the request if the response omits them (§3.3). */
function readScopes(
  scope: string | undefined,
  expected: RequestContext,
): readonly string[] | undefined {
  if (scope === undefined) {
    return expected.scopes.length > 0 ? expected.scopes : undefined;
  }
  const names = scope.split(expected.scopeSeparator);
  const granted = new Set(names.filter((name) => name !== ""));
  if (granted.size === 0 || ![...granted].every(isScopeToken)) {
    throw fault(INVALID_SCOPE_TOKEN_RESPONSE);
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
