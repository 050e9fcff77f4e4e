// The values of an authorization request: what is accepted, and in which form.

import { isWellFormed } from "./encoding.js";
import { type ErrorCode, OAuthError } from "./errors.js";
import { checkHost, isLoopback, type Scheme } from "./hosts.js";

/** Names and values, as an object or as pairs; pairs alone keep any order. */
export type ExtraParameters =
  Readonly<Record<string, string>> | Iterable<readonly [string, string]>;

const VSCHARS = /^[\x20-\x7e]*$/;
const ABSOLUTE_URI =
  /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
const LOCAL_TO_BROWSERS = /^(?:about|blob|data|file|javascript|vbscript):/i;
const HOST_AND_PORT = /^[A-Za-z0-9.-]+:[0-9]+(?:[/?]|$)/;
const WEB_HOST = /^https?:\/\/([^/?@]+)(?:[/?]|$)/i;

/** Returns value where it is a string; else throws a TypeError that names its place. */
export function requireText(value: unknown, name: string): string {
  if (typeof value !== "string") {
    throw new TypeError(`${name} must be a string, not ${typeName(value)}`);
  }
  return value;
}

/** Returns value where it can be iterated and is no text; else throws a TypeError. */
export function requireItems(
  value: unknown,
  name: string,
  wanted: string,
): Iterable<unknown> {
  if (!isIterable(value)) {
    throw new TypeError(`${name} must be ${wanted}, not ${typeName(value)}`);
  }
  return value;
}

/** Returns what a value is, in the words of an error. */
export function typeName(value: unknown): string {
  return value === null ? "null" : typeof value;
}

/**
 * Returns `https` or `http`.
 *
 * @throws OAuthError - `bad_scheme`.
 */
export function checkScheme(scheme: string): Scheme {
  const given = requireText(scheme, "scheme");
  if (given !== "https" && given !== "http") {
    throw new OAuthError(
      "bad_scheme",
      "scheme is neither 'https' nor 'http'",
      "leave it out, or write 'http' for a server on this machine",
    );
  }
  return given;
}

/**
 * Returns domain as a normalised `host[:port]`; errors call it by name.
 *
 * @throws OAuthError - a `domain_` code, or `insecure_transport` for http to another
 * machine (RFC 6749 §3.1).
 */
export function checkDomain(
  domain: string,
  scheme: Scheme = "https",
  name = "domain",
): string {
  const host = checkHost(requireText(domain, name), scheme, name);
  if (scheme === "http" && !isLoopback(host)) {
    throw new OAuthError(
      "insecure_transport",
      `scheme is 'http', and ${name} is not this machine`,
      "leave out scheme; http is for localhost, 127.0.0.0/8 and [::1] alone",
    );
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
  const remedy = "write the key of the application";
  return checkVschars(clientId, "clientId", "client_id", remedy);
}

/**
 * Returns state (RFC 6749 App. A.5), or a random one for undefined.
 *
 * @throws OAuthError - `state_empty`, `invalid_state`.
 */
export function checkState(state: string | undefined): string {
  if (state === undefined) {
    return newState();
  }
  requireText(state, "state");
  const remedy = "leave it out for a random one";
  return checkVschars(state, "state", "state", remedy);
}

/** Returns a state of 128 random bits (RFC 6749 §10.10). */
export function newState(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  // Hexadecimal digits survive every way of copying.
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}

/**
 * Returns redirectUri, an absolute URI without fragment (RFC 6749 §3.1.2).
 *
 * @throws OAuthError - `redirect_uri_empty`, `redirect_uri_fragment`,
 * `invalid_redirect_uri`, and `insecure_transport` for http to another machine
 * (RFC 9700 §2.6).
 */
export function checkRedirectUri(redirectUri: string): string {
  if (requireText(redirectUri, "redirectUri") === "") {
    throw new OAuthError(
      "redirect_uri_empty",
      "redirectUri is empty",
      "write an absolute URI, as in https://app.example.com/answer",
    );
  }
  if (redirectUri.includes("#")) {
    throw new OAuthError(
      "redirect_uri_fragment",
      "redirectUri has a fragment",
      "leave out the # and what follows; the server puts the answer there",
    );
  }
  if (!ABSOLUTE_URI.test(redirectUri)) {
    throw new OAuthError(
      "invalid_redirect_uri",
      "redirectUri is not an absolute URI",
      "start with a scheme, as in https://; write blanks and " +
        "non-ASCII characters as %XX",
    );
  }
  if (LOCAL_TO_BROWSERS.test(redirectUri) || HOST_AND_PORT.test(redirectUri)) {
    throw new OAuthError(
      "invalid_redirect_uri",
      "redirectUri has no scheme that a server could send a browser to",
      "start with https://, or http:// for a server on this machine",
    );
  }
  checkWebHost(redirectUri);
  return redirectUri;
}

/** Refuses http to another machine, and https without a host. */
function checkWebHost(redirectUri: string): void {
  const host = WEB_HOST.exec(redirectUri)?.[1];
  if (/^http:/i.test(redirectUri) && !isLoopbackHost(host)) {
    throw new OAuthError(
      "insecure_transport",
      "redirectUri is http to a host that is not this machine",
      "write https; http is for localhost, 127.0.0.0/8 and [::1] alone",
    );
  }
  if (/^https:/i.test(redirectUri) && host === undefined) {
    throw new OAuthError(
      "invalid_redirect_uri",
      "redirectUri has no host, or user information before it",
      "write it whole, as in https://app.example.com/answer",
    );
  }
}

/**
 * Returns pairs of name and value, in the order given.
 *
 * @throws OAuthError - `param_empty` for a name or value, `invalid_param_chars` for lone
 * surrogates, `reserved_param` for a name of the request's own, `duplicate_param` for
 * one that is given twice (RFC 6749 §3.1).
 */
export function checkExtraParameters(
  extra: ExtraParameters,
  reserved: readonly string[],
): readonly (readonly [string, string])[] {
  const pairs = pairsOf(extra);
  const names = new Set<string>();
  for (const [name, value] of pairs) {
    if (name === "" || value === "") {
      throw extraError("param_empty", "has an empty name or value", "fill it");
    }
    if (!isWellFormed(name) || !isWellFormed(value)) {
      throw extraError(
        "invalid_param_chars",
        "has lone surrogates",
        "write valid Unicode",
      );
    }
    if (reserved.includes(name)) {
      throw extraError(
        "reserved_param",
        `has the name '${name}', which the request sets`,
        "use the argument of the request for it, where there is one",
      );
    }
    if (names.has(name)) {
      throw extraError("duplicate_param", "has a name twice", "give it once");
    }
    names.add(name);
  }
  return pairs;
}

/** Returns a value of printable ASCII; code is what its error codes call it. */
function checkVschars(
  value: string,
  name: string,
  code: "client_id" | "state",
  remedy: string,
): string {
  if (value === "") {
    throw new OAuthError(`${code}_empty`, `${name} is empty`, remedy);
  }
  if (!VSCHARS.test(value)) {
    throw new OAuthError(
      `invalid_${code}`,
      `${name} has a character that is not printable ASCII`,
      `look for line breaks and special characters, or ${remedy}`,
    );
  }
  return value;
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

function pairsOf(extra: unknown): readonly (readonly [string, string])[] {
  const isObject = typeof extra === "object" && extra !== null;
  const items = isObject && !isIterable(extra) ? Object.entries(extra) : extra;
  const pairs = requireItems(items, "extraParameters", "an object or pairs");
  return Object.freeze([...pairs].map(pairOf));
}

function pairOf(item: unknown): readonly [string, string] {
  if (Array.isArray(item) && item.length === 2) {
    const [name, value] = item as unknown[];
    if (typeof name === "string" && typeof value === "string") {
      return Object.freeze([name, value] as const);
    }
  }
  throw new TypeError("each of extraParameters must be a pair of strings");
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === "object" && value !== null && Symbol.iterator in value
  );
}

function extraError(
  code: ErrorCode,
  problem: string,
  remedy: string,
): OAuthError {
  return new OAuthError(code, `an item of extraParameters ${problem}`, remedy);
}
