// A moment and a lifetime in seconds, as the caller gives them.

import { MAX_EXPIRES_IN } from "./answer.js";
import { typeName } from "./checks.js";
import { OAuthError } from "./errors.js";

/** Seconds beyond any date; past it, numbers skip whole seconds. */
const FAR_OFF = 2 ** 53;

/** Returns value, or the present time for undefined; name stands for it in a TypeError. */
export function unixSeconds(value: unknown, name: string): number {
  return value === undefined ? Date.now() / 1_000 : finite(value, name);
}

/** Returns value where it is a finite number; else throws a TypeError that names it. */
export function finite(value: unknown, name: string): number {
  if (typeof value === "number" && Math.abs(value) < FAR_OFF) {
    return value;
  }
  throw new TypeError(
    `${name} must be a finite number of seconds, not ${described(value)}`,
  );
}

/**
 * Returns expiresIn, at most 2**31 - 1, or undefined: not known.
 *
 * @throws OAuthError - `invalid_expires_in` for a negative one.
 */
export function checkLifetime(value: unknown): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new TypeError(
      `expiresIn must be an integer or undefined, not ${described(value)}`,
    );
  }
  if (value < 0) {
    throw new OAuthError(
      "invalid_expires_in",
      "expiresIn is negative",
      "write the seconds that are left, or leave it out",
    );
  }
  return Math.min(value, MAX_EXPIRES_IN);
}

function described(value: unknown): string {
  return typeof value === "number" ? String(value) : typeName(value);
}
