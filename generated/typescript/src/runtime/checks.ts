// The values of an authorization request: which are accepted, and in which form.

import { whole } from "./characters.js";
import { isWellFormed } from "./encoding.js";
import { fault, filled } from "./errors.js";
import { checkHost, isLoopback, type Scheme } from "./hosts.js";
import {
  BAD_SCHEME,
  CLIENT_ID_EMPTY,
  DUPLICATE_PARAM,
  INSECURE_TRANSPORT_REDIRECT,
  INSECURE_TRANSPORT_SCHEME,
  INVALID_CLIENT_ID_CHARACTERS,
  INVALID_CLIENT_ID_SPACE,
  INVALID_PARAM_CHARS,
  INVALID_REDIRECT_URI_HOST,
  INVALID_REDIRECT_URI_NOT_ASCII_HOST,
  INVALID_REDIRECT_URI_PORT,
  INVALID_REDIRECT_URI_RELATIVE,
  INVALID_REDIRECT_URI_SCHEME,
  INVALID_STATE,
  NO_RANDOM_SOURCE,
  NOT_A_PAIR,
  NOT_PAIRS,
  NOT_TEXT,
  PARAM_EMPTY,
  REDIRECT_URI_EMPTY,
  REDIRECT_URI_FRAGMENT,
  RESERVED_PARAM,
  STATE_EMPTY,
} from "./messages.js";
import {
  ABSOLUTE_URI_PATTERN,
  BAD_PORT_PATTERN,
  BROWSER_SCHEMES,
  HOST_AND_PORT_PATTERN,
  WEB_HOST_PATTERN,
} from "./protocol.js";

/** Names and values, as an object or as pairs; only pairs keep any order. */
export type ExtraParameters =
  Readonly<Record<string, string>> | Iterable<readonly [string, string]>;

const VSCHARS = /^[\x20-\x7e]*$/;
const NOT_ASCII_HOST = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*[^\0-\x7f/?]/i;
const ABSOLUTE_URI = /* @__PURE__ */ whole(ABSOLUTE_URI_PATTERN);
const HOST_AND_PORT = /* @__PURE__ */ whole(HOST_AND_PORT_PATTERN);
const BAD_PORT = /* @__PURE__ */ whole(BAD_PORT_PATTERN);
const WEB_HOST = /* @__PURE__ */ whole(WEB_HOST_PATTERN);

/** Returns value if it is a string; otherwise throws a TypeError that names it. */
export function requireText(value: unknown, argument: string): string {
  if (typeof value !== "string") {
    throw typeFault(NOT_TEXT, argument, value);
  }
  return value;
}

/** Returns value if it can be iterated and is not text; otherwise throws a TypeError. */
export function requireItems(
  value: unknown,
  argument: string,
  text: string,
): Iterable<unknown> {
  if (!isIterable(value)) {
    throw typeFault(text, argument, value);
  }
  return value;
}

/** Returns the TypeError for an argument; text may name the type of value as `{found}`. */
export function typeFault(
  text: string,
  argument: string,
  value?: unknown,
  found = value === null ? "null" : typeof value,
): TypeError {
  return new TypeError(filled(text, { argument, found }));
}

/**
 * Returns `https` or `http`.
 *
 * @throws OAuthError - `bad_scheme`.
 */
export function checkScheme(scheme: string): Scheme {
  const given = requireText(scheme, "scheme");
  if (given !== "https" && given !== "http") {
    throw fault(BAD_SCHEME, "scheme");
  }
  return given;
}

/**
 * Returns domain as a normalized `host[:port]`; argument names it in an error.
 *
 * @throws OAuthError - a `domain_` code, or `insecure_transport` for http to another
 * machine (RFC 6749 §3.1).
 */
export function checkDomain(
  domain: string,
  scheme: Scheme = "https",
  argument = "domain",
): string {
  const host = checkHost(requireText(domain, argument), scheme, argument);
  if (scheme === "http" && !isLoopback(host)) {
    throw fault(INSECURE_TRANSPORT_SCHEME, "scheme");
  }
  return host;
}

/**
 * Returns clientId (RFC 6749 App. A.1).
 *
 * @throws OAuthError - `client_id_empty`, `invalid_client_id`.
 */
export function checkClientId(clientId: string): string {
  requireText(clientId, "clientId");
  if (clientId === "") {
    throw fault(CLIENT_ID_EMPTY, "clientId");
  }
  if (!VSCHARS.test(clientId)) {
    throw fault(INVALID_CLIENT_ID_CHARACTERS, "clientId");
  }
  // The grammar allows it, but a space at an end comes from copying.
  if (clientId.startsWith(" ") || clientId.endsWith(" ")) {
    throw fault(INVALID_CLIENT_ID_SPACE, "clientId");
  }
  return clientId;
}

/**
 * Returns state (RFC 6749 App. A.5), or a random one for undefined.
 *
 * @throws OAuthError - `state_empty`, `invalid_state`, `no_random_source`.
 */
export function checkState(state: string | undefined): string {
  if (state === undefined) {
    return newState();
  }
  requireText(state, "state");
  if (state === "") {
    throw fault(STATE_EMPTY, "state");
  }
  if (!VSCHARS.test(state)) {
    throw fault(INVALID_STATE, "state");
  }
  return state;
}

/**
 * Returns a state of 128 random bits (RFC 6749 §10.10).
 *
 * @throws OAuthError - `no_random_source`.
 */
export function newState(): string {
  // Hexadecimal digits survive every way of copying.
  return Array.from(randomBytes(16), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/**
 * Returns secure random bytes.
 *
 * @throws OAuthError - `no_random_source`.
 */
export function randomBytes(length: number): Uint8Array {
  const { crypto } = globalThis as { crypto?: Partial<Crypto> };
  if (crypto?.getRandomValues === undefined) {
    throw fault(NO_RANDOM_SOURCE);
  }
  return crypto.getRandomValues(new Uint8Array(length));
}

/**
 * Returns redirectUri, an absolute URI without a fragment (RFC 6749 §3.1.2).
 *
 * @throws OAuthError - `redirect_uri_empty`, `redirect_uri_fragment`,
 * `invalid_redirect_uri`, and `insecure_transport` for http to another machine
 * (RFC 9700 §2.6).
 */
export function checkRedirectUri(redirectUri: string): string {
  const argument = "redirectUri";
  if (requireText(redirectUri, argument) === "") {
    throw fault(REDIRECT_URI_EMPTY, argument);
  }
  if (redirectUri.includes("#")) {
    throw fault(REDIRECT_URI_FRAGMENT, argument);
  }
  if (NOT_ASCII_HOST.test(redirectUri)) {
    throw fault(INVALID_REDIRECT_URI_NOT_ASCII_HOST, argument);
  }
  if (!ABSOLUTE_URI.test(redirectUri)) {
    throw fault(INVALID_REDIRECT_URI_RELATIVE, argument);
  }
  const [scheme = ""] = redirectUri.toLowerCase().split(":", 1);
  if (isBrowserScheme(scheme) || HOST_AND_PORT.test(redirectUri)) {
    throw fault(INVALID_REDIRECT_URI_SCHEME, argument);
  }
  if (BAD_PORT.test(redirectUri)) {
    throw fault(INVALID_REDIRECT_URI_PORT, argument);
  }
  checkWebHost(redirectUri, scheme, argument);
  return redirectUri;
}

/** Rejects http to another machine, and https without a host. */
function checkWebHost(
  redirectUri: string,
  scheme: string,
  argument: string,
): void {
  const host = WEB_HOST.exec(redirectUri)?.[1];
  if (scheme === "http" && !isLoopbackHost(host)) {
    throw fault(INSECURE_TRANSPORT_REDIRECT, argument);
  }
  if (scheme === "https" && host === undefined) {
    throw fault(INVALID_REDIRECT_URI_HOST, argument);
  }
}

/**
 * Returns pairs of name and value, in the order given.
 *
 * @throws OAuthError - `param_empty` for an empty name or value, `invalid_param_chars`
 * for a lone surrogate, `reserved_param` for a name that the request sets, and
 * `duplicate_param` for a name that appears twice (RFC 6749 §3.1).
 */
export function checkExtraParameters(
  extra: ExtraParameters,
  reserved: readonly string[],
): readonly (readonly [string, string])[] {
  const argument = "extraParameters";
  const pairs = pairsOf(extra, argument);
  const names = new Set<string>();
  for (const [name, value] of pairs) {
    if (name === "" || value === "") {
      throw fault(PARAM_EMPTY, argument);
    }
    if (!isWellFormed(name) || !isWellFormed(value)) {
      throw fault(INVALID_PARAM_CHARS, argument);
    }
    if (reserved.includes(name)) {
      throw fault(RESERVED_PARAM, argument, { name });
    }
    if (names.has(name)) {
      throw fault(DUPLICATE_PARAM, argument);
    }
    names.add(name);
  }
  return pairs;
}

function isBrowserScheme(scheme: string): boolean {
  return BROWSER_SCHEMES.some((one) => one === scheme);
}

function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined) {
    return false;
  }
  try {
    return isLoopback(checkHost(host, "http"));
  } catch {
    return false;
  }
}

function pairsOf(
  extra: unknown,
  argument: string,
): readonly (readonly [string, string])[] {
  const isObject = typeof extra === "object" && extra !== null;
  const items = isObject && !isIterable(extra) ? Object.entries(extra) : extra;
  const pairs = requireItems(items, argument, NOT_PAIRS);
  return Object.freeze([...pairs].map((item) => pairOf(item, argument)));
}

function pairOf(item: unknown, argument: string): readonly [string, string] {
  if (Array.isArray(item) && item.length === 2) {
    const [name, value] = item as unknown[];
    if (typeof name === "string" && typeof value === "string") {
      return Object.freeze([name, value] as const);
    }
  }
  throw typeFault(NOT_A_PAIR, argument);
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === "object" && value !== null && Symbol.iterator in value
  );
}
