// A strict `host[:port]`: what is sent is exactly what every reader connects to.

import { parseIpv4, parseIpv6 } from "./addresses.js";
import { countCodePoints } from "./characters.js";
import { type ErrorCode, OAuthError } from "./errors.js";
import { punycode } from "./punycode.js";

/** The schemes that a request can have. */
export type Scheme = "https" | "http";

type Fault = readonly [code: ErrorCode, problem: string, hint: string];

const SCHEME_PREFIX = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?\/\//;
const PATH_START = /[/?#\\]/;
const CONTROL_OR_BLANK = /[\0-\x20\x7f]/;
const NOT_ASCII = /[^\0-\x7f]/;
const BRACKETED = /^(\[[^[\]]*\])(?::(.*))?$/;
const BARE_IPV6 = /^[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*$/;
const PORT = /^0*([1-9][0-9]{0,4})$/;
const NUMBER = /^(?:[0-9]+|0x[0-9a-f]*)$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const LETTERS_AND_NUMBERS = /^[-\p{L}\p{N}]+$/u;
const MAX_NAME = 253;
const DEFAULT_PORTS = { http: "80", https: "443" };

/**
 * Returns domain in lower case, without leading zeros or a default port.
 *
 * Takes a name, a dotted quad or a bracketed IPv6 address, each with or without a port
 * from 1 to 65535.
 *
 * @throws OAuthError - a code that starts with `domain_`, and a message in which name
 * stands for the argument.
 */
export function checkHost(
  domain: string,
  scheme: Scheme,
  name = "domain",
): string {
  const fault = findFault(domain);
  if (fault !== undefined) {
    const [code, problem, hint] = fault;
    throw new OAuthError(code, `${name} ${problem}`, hint);
  }
  return normalise(domain, scheme);
}

/** Returns whether a checked host is localhost, in 127.0.0.0/8, or [::1]. */
export function isLoopback(host: string): boolean {
  const [name] = splitPort(host);
  if (name.startsWith("[")) {
    return parseIpv6(name.slice(1, -1))?.join(":") === "0:0:0:0:0:0:0:1";
  }
  return name === "localhost" || parseIpv4(name)?.[0] === 127;
}

function normalise(domain: string, scheme: Scheme): string {
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
    return ["domain_empty", "is empty", "write the host name alone"];
  }
  if (SCHEME_PREFIX.test(domain)) {
    return ["domain_has_scheme", "starts with a scheme", withoutScheme(domain)];
  }
  if (domain.includes("@")) {
    return [
      "domain_has_userinfo",
      "has user information",
      "write the host alone",
    ];
  }
  if (PATH_START.test(domain)) {
    return ["domain_has_path", "has more than a host", instead(hostOf(domain))];
  }
  if (CONTROL_OR_BLANK.test(domain)) {
    return [
      "domain_bad_chars",
      "has blanks or control characters",
      "take these out",
    ];
  }
  if (NOT_ASCII.test(domain)) {
    return [
      "domain_not_ascii",
      "is not ASCII",
      instead(asciiForm(domain), "its xn-- form"),
    ];
  }
  return undefined;
}

/** Returns name and port; what cannot be split is all name, for its check to refuse. */
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
  if (port === undefined || Number(PORT.exec(port)?.[1]) <= 65_535) {
    return undefined;
  }
  return [
    "domain_bad_port",
    "has a port that is not a number from 1 to 65535",
    "correct the port, or leave it out with its colon",
  ];
}

function findNameFault(name: string): Fault | undefined {
  if (/[[\]:]/.test(name)) {
    return findIpv6Fault(name);
  }
  if (name.endsWith(".")) {
    return [
      "domain_trailing_dot",
      "ends with a dot",
      instead(name.endsWith("..") ? undefined : valid(name.slice(0, -1))),
    ];
  }
  const labels = name.toLowerCase().split(".");
  // WHATWG URL readers take a name that ends with a number for an IPv4 address.
  if (NUMBER.test(labels.at(-1) ?? "")) {
    return findIpv4Fault(name);
  }
  if (name.length <= MAX_NAME && labels.every((label) => LABEL.test(label))) {
    return undefined;
  }
  if (name.includes("_")) {
    return [
      "domain_bad_label",
      "has an underscore, which no host name has",
      "write your own host name where a placeholder stands",
    ];
  }
  return [
    "domain_bad_label",
    "is no host name",
    "between dots write 1 to 63 letters, digits and inner hyphens, " +
      "253 characters in all",
  ];
}

function findIpv6Fault(name: string): Fault | undefined {
  if (BRACKETED.test(name) && parseIpv6(name.slice(1, -1)) !== undefined) {
    return undefined;
  }
  return [
    "domain_bad_ipv6",
    "is no IPv6 address in brackets",
    "write it as [2001:db8::1], the port after the bracket",
  ];
}

function findIpv4Fault(name: string): Fault | undefined {
  if (parseIpv4(name) !== undefined) {
    return undefined;
  }
  return [
    "domain_bad_ipv4",
    "ends with a number and is no dotted IPv4 address",
    "write four decimal numbers from 0 to 255 without leading zeros",
  ];
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
    !LETTERS_AND_NUMBERS.test(label) || label !== label.normalize("NFKC");
  return needsMapping ? "" : `xn--${punycode(label)}`;
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
  const host = normalise(candidate, "https");
  return host.includes(".") || isLoopback(host) ? host : undefined;
}

function instead(
  suggestion: string | undefined,
  otherwise = "the host alone",
): string {
  return `write ${suggestion === undefined ? otherwise : `'${suggestion}'`}`;
}

function withoutScheme(domain: string): string {
  // Behind a scheme stands an address, so capital letters are no sign of a key.
  const host = hostOf(domain.toLowerCase());
  const isLocal = host !== undefined && isLoopback(host);
  return isLocal && /^http:/i.test(domain)
    ? `write '${host}', and scheme: 'http'`
    : instead(host);
}
