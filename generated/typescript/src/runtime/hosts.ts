// A strict `host[:port]`: the text that is sent is the host that every reader connects to.

import { parseIpv4, parseIpv6 } from "./addresses.js";
import { countCodePoints, whole } from "./characters.js";
import { OAuthError, type Values } from "./errors.js";
import {
  DOMAIN_BAD_CHARS,
  DOMAIN_BAD_IPV4,
  DOMAIN_BAD_IPV6,
  DOMAIN_BAD_LABEL_INVALID,
  DOMAIN_BAD_LABEL_UNDERSCORE,
  DOMAIN_BAD_PORT,
  DOMAIN_EMPTY,
  DOMAIN_HAS_PATH_SUGGESTED,
  DOMAIN_HAS_PATH_UNKNOWN,
  DOMAIN_HAS_SCHEME_LOOPBACK,
  DOMAIN_HAS_SCHEME_SUGGESTED,
  DOMAIN_HAS_SCHEME_UNKNOWN,
  DOMAIN_HAS_USERINFO,
  DOMAIN_NOT_ASCII_SUGGESTED,
  DOMAIN_NOT_ASCII_UNKNOWN,
  DOMAIN_TRAILING_DOT_SUGGESTED,
  DOMAIN_TRAILING_DOT_UNKNOWN,
  type Message,
} from "./messages.js";
import { UNMAPPED_LABEL_PATTERN } from "./protocol.js";

/** The schemes that a request can have. */
export type Scheme = "https" | "http";

/** What is wrong with a host: a message, and the value that it suggests. */
type Fault = readonly [text: Message, values?: Values];

const SCHEME_PREFIX = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?\/\//;
const PATH_START = /[/?#\\]/;
const CONTROL_OR_SPACE = /[\0-\x20\x7f]/;
const NOT_ASCII = /[^\0-\x7f]/;
const BRACKETED = /^(\[[^[\]]*\])(?::(.*))?$/;
const BARE_IPV6 = /^[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*$/;
const PORT = /^0*([1-9][0-9]{0,4})$/;
const NUMBER = /^(?:[0-9]+|0x[0-9a-f]*)$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const LETTERS_AND_NUMBERS = /^[-\p{L}\p{N}]+$/u;
const UNMAPPED = /* @__PURE__ */ whole(UNMAPPED_LABEL_PATTERN);
const MAX_NAME = 253;
const DEFAULT_PORTS = { http: "80", https: "443" };

/**
 * Returns domain in lowercase, without leading zeros or a default port.
 *
 * Takes a name, a dotted quad, or a bracketed IPv6 address, each with or without a port
 * from 1 to 65535.
 *
 * @throws OAuthError - a code that starts with `domain_`, for the argument of that name.
 */
export function checkHost(
  domain: string,
  scheme: Scheme,
  argument = "domain",
): string {
  const fault = findFault(domain);
  if (fault !== undefined) {
    const [text, values] = fault;
    throw new OAuthError(text, argument, values);
  }
  return normalized(domain, scheme);
}

/** Returns whether a checked host is localhost, in 127.0.0.0/8, or [::1]. */
export function isLoopback(host: string): boolean {
  const [name] = splitPort(host);
  if (name.startsWith("[")) {
    return parseIpv6(name.slice(1, -1))?.join(":") === "0:0:0:0:0:0:0:1";
  }
  return name === "localhost" || parseIpv4(name)?.[0] === 127;
}

function normalized(domain: string, scheme: Scheme): string {
  const [name, port] = splitPort(domain.toLowerCase());
  const significant = port?.replace(/^0+/, "");
  return significant === undefined || significant === DEFAULT_PORTS[scheme]
    ? name
    : `${name}:${significant}`;
}

function findFault(domain: string): Fault | undefined {
  const fault = findOtherParts(domain);
  if (fault !== undefined) {
    return fault;
  }
  const [name, port] = splitPort(domain);
  return findNameFault(name) ?? findPortFault(port);
}

/** Returns what is wrong with a text that is more, or less, than a host. */
function findOtherParts(domain: string): Fault | undefined {
  if (domain === "") {
    return [DOMAIN_EMPTY];
  }
  if (SCHEME_PREFIX.test(domain)) {
    return schemeFault(domain);
  }
  if (domain.includes("@")) {
    return [DOMAIN_HAS_USERINFO];
  }
  if (PATH_START.test(domain)) {
    const host = hostOf(domain);
    return suggested(host, DOMAIN_HAS_PATH_SUGGESTED, DOMAIN_HAS_PATH_UNKNOWN);
  }
  if (CONTROL_OR_SPACE.test(domain)) {
    return [DOMAIN_BAD_CHARS];
  }
  if (NOT_ASCII.test(domain)) {
    return suggested(
      asciiForm(domain),
      DOMAIN_NOT_ASCII_SUGGESTED,
      DOMAIN_NOT_ASCII_UNKNOWN,
    );
  }
  return undefined;
}

/** Returns name and port; text that cannot be split is all name, for its check to reject. */
function splitPort(domain: string): [name: string, port: string | undefined] {
  if (domain.includes("[") || domain.includes("]")) {
    const [, address = domain, port] = BRACKETED.exec(domain) ?? [];
    return [address, port];
  }
  const colon = domain.indexOf(":");
  return colon === -1 || BARE_IPV6.test(domain)
    ? [domain, undefined]
    : [domain.slice(0, colon), domain.slice(colon + 1)];
}

function findPortFault(port: string | undefined): Fault | undefined {
  return port === undefined || Number(PORT.exec(port)?.[1]) <= 65_535
    ? undefined
    : [DOMAIN_BAD_PORT];
}

function findNameFault(name: string): Fault | undefined {
  if (/[[\]:]/.test(name)) {
    return isBracketedIpv6(name) ? undefined : [DOMAIN_BAD_IPV6];
  }
  if (name.endsWith(".")) {
    return suggested(
      name.endsWith("..") ? undefined : valid(name.slice(0, -1)),
      DOMAIN_TRAILING_DOT_SUGGESTED,
      DOMAIN_TRAILING_DOT_UNKNOWN,
    );
  }
  const labels = name.toLowerCase().split(".");
  // WHATWG URL readers read a name that ends with a number as an IPv4 address.
  if (NUMBER.test(labels.at(-1) ?? "")) {
    return parseIpv4(name) === undefined ? [DOMAIN_BAD_IPV4] : undefined;
  }
  if (name.length <= MAX_NAME && labels.every((label) => LABEL.test(label))) {
    return undefined;
  }
  return [
    name.includes("_") ? DOMAIN_BAD_LABEL_UNDERSCORE : DOMAIN_BAD_LABEL_INVALID,
  ];
}

function isBracketedIpv6(name: string): boolean {
  return BRACKETED.test(name) && parseIpv6(name.slice(1, -1)) !== undefined;
}

function hostOf(domain: string): string | undefined {
  const [host = ""] = domain.replace(SCHEME_PREFIX, "").split(PATH_START, 1);
  return valid(host);
}

function asciiForm(domain: string): string | undefined {
  // The time of Punycode grows with the square of the length.
  if (countCodePoints(domain) > MAX_NAME) {
    return undefined;
  }
  return valid(domain.toLowerCase().split(".").map(asciiLabel).join("."));
}

/** Returns the A-label (RFC 5890 §2.3.2.1) of letters that need no mapping. */
function asciiLabel(label: string): string {
  if (!NOT_ASCII.test(label)) {
    return label;
  }
  const needsMapping =
    !LETTERS_AND_NUMBERS.test(label) ||
    !UNMAPPED.test(label) ||
    label !== label.normalize("NFKC");
  return needsMapping ? "" : hostnameOf(`http://${label}`);
}

/** Returns the host of a URL as a browser writes it, or nothing if it rejects the URL. */
function hostnameOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return "";
  }
}

/**
 * Returns candidate if it may be shown: a valid name with a dot, or localhost.
 *
 * A word without a dot, or with capital letters, may be a key or a password in the
 * wrong argument.
 */
function valid(candidate: string): string | undefined {
  if (
    candidate !== candidate.toLowerCase() ||
    findFault(candidate) !== undefined
  ) {
    return undefined;
  }
  const host = normalized(candidate, "https");
  return host.includes(".") || isLoopback(host) ? host : undefined;
}

function suggested(
  suggestion: string | undefined,
  withSuggestion: Message,
  without: Message,
): Fault {
  return suggestion === undefined
    ? [without]
    : [withSuggestion, { suggestion }];
}

function schemeFault(domain: string): Fault {
  // A scheme is followed by an address, so capital letters do not indicate a key.
  const host = hostOf(domain.toLowerCase());
  const isLocal = host !== undefined && isLoopback(host);
  return suggested(
    host,
    isLocal && /^http:/i.test(domain)
      ? DOMAIN_HAS_SCHEME_LOOPBACK
      : DOMAIN_HAS_SCHEME_SUGGESTED,
    DOMAIN_HAS_SCHEME_UNKNOWN,
  );
}
