// The values that a provider's URLs and parameters contain: which are accepted, and how they are written.

import { checkDomain, requireItems, requireText, typeFault } from "./checks.js";
import { isWellFormed } from "./encoding.js";
import { fault } from "./errors.js";
import type { Scheme } from "./hosts.js";
import {
  INVALID_BASE,
  INVALID_LABEL,
  INVALID_PATH_SEGMENT,
  INVALID_VALUE,
  NOT_BOOLEAN,
  NOT_NAMES,
  ONE_NAME,
  UNKNOWN_VALUE,
  VALUE_EMPTY,
  VALUE_MISSING,
} from "./messages.js";
import type { Pair } from "./request.js";

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const SEGMENT = /^[A-Za-z0-9._~-]+$/;
const NOT_IN_SEGMENT = /[/\\\x7f]/;
const DOTS = [".", ".."];

/**
 * Returns one label of a host name in lowercase (RFC 1123 §2.1).
 *
 * @throws OAuthError - `invalid_label`. A value with a dot is never accepted, because it
 * would change the host.
 */
export function checkLabel(value: string, argument: string): string {
  if (!LABEL.test(requireText(value, argument))) {
    throw fault(INVALID_LABEL, argument);
  }
  return value.toLowerCase();
}

/**
 * Returns one segment of a path, before it is percent-encoded (RFC 3986 §3.3).
 *
 * @throws OAuthError - `invalid_path_segment`, `invalid_value`.
 */
export function checkPathSegment(value: string, argument: string): string {
  if (requireText(value, argument) === "") {
    throw fault(INVALID_PATH_SEGMENT, argument);
  }
  checkText(value, argument);
  const hasControl = Array.from(value).some((character) => character < " ");
  // Servers may decode %2F, and a browser resolves the two dots.
  if (hasControl || DOTS.includes(value) || NOT_IN_SEGMENT.test(value)) {
    throw fault(INVALID_PATH_SEGMENT, argument);
  }
  return value;
}

/**
 * Returns `host[:port]` and a path, without a slash at the end.
 *
 * @throws OAuthError - `invalid_base`, and the errors of `checkDomain`.
 */
export function checkBase(
  value: string,
  scheme: Scheme,
  argument: string,
): string {
  const text = requireText(value, argument).replace(/\/$/, "");
  // The check of the host recognizes a scheme only if its slashes follow.
  const [host = "", ...segments] = text.includes("://")
    ? [text]
    : text.split("/");
  const checked = checkDomain(host, scheme, argument);
  for (const segment of segments) {
    if (DOTS.includes(segment) || !SEGMENT.test(segment)) {
      throw fault(INVALID_BASE, argument);
    }
  }
  return [checked, ...segments].join("/");
}

/**
 * Returns value if it is documented.
 *
 * @throws OAuthError - `unknown_value`.
 */
export function checkChoice<Value extends string>(
  value: string,
  argument: string,
  documented: readonly Value[],
): Value {
  const text = requireText(value, argument);
  const found = documented.find((one) => one === text);
  if (found === undefined) {
    throw fault(UNKNOWN_VALUE, argument, { documented: documented.join(", ") });
  }
  return found;
}

/**
 * Returns value if it is a key of documented.
 *
 * @throws OAuthError - `unknown_value`.
 */
export function checkKey<Key extends string>(
  value: string,
  argument: string,
  documented: Readonly<Record<Key, unknown>>,
): Key {
  return checkChoice(value, argument, Object.keys(documented) as Key[]);
}

/**
 * Returns a text that is not empty.
 *
 * @throws OAuthError - `value_empty`, `invalid_value`.
 */
export function checkText(value: string, argument: string): string {
  if (requireText(value, argument) === "") {
    throw fault(VALUE_EMPTY, argument);
  }
  if (!isWellFormed(value)) {
    throw fault(INVALID_VALUE, argument);
  }
  return value;
}

/** Returns `true` or `false`; throws a TypeError for a value of any other type. */
export function checkFlag(value: boolean, argument: string): string {
  const given: unknown = value;
  if (typeof given !== "boolean") {
    throw typeFault(NOT_BOOLEAN, argument, given);
  }
  return String(given);
}

/**
 * Returns several values; if some are documented, each must be one of them.
 *
 * @throws OAuthError - `unknown_value`, `value_empty`, `invalid_value`.
 */
export function checkTexts(
  values: Iterable<string>,
  argument: string,
  documented: readonly string[] = [],
): readonly string[] {
  if (typeof values === "string") {
    throw typeFault(ONE_NAME, argument);
  }
  const items = [...requireItems(values, argument, NOT_NAMES)] as string[];
  return items.map((item, index) => {
    const name = `${argument}[${String(index)}]`;
    return documented.length === 0
      ? checkText(item, name)
      : checkChoice(item, name, documented);
  });
}

/**
 * Returns the values of a parameter that needs at least one.
 *
 * @throws OAuthError - `value_missing`.
 */
export function requireValues(
  values: readonly string[],
  argument: string,
): readonly string[] {
  if (values.length === 0) {
    throw fault(VALUE_MISSING, argument);
  }
  return values;
}

/**
 * Returns the checked value of an optional parameter, or an empty one for undefined.
 *
 * The check receives the value and the other arguments.
 */
export function optional<Value, Others extends unknown[]>(
  check: (value: Value, ...others: Others) => string,
  value: Value | undefined,
  ...others: Others
): string {
  return value === undefined ? "" : check(value, ...others);
}

/** Returns a parameter once for each of its values. */
export function repeated(
  name: string,
  values: readonly string[],
): readonly Pair[] {
  return values.map((value) => [name, value]);
}

/** Returns each value once, as one text. */
export function joinDistinct(
  values: readonly string[],
  separator: string,
): string {
  return [...new Set(values)].join(separator);
}
