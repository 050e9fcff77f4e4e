// Times, durations, and lifetimes in seconds, as a caller gives them.

import { MAX_EXPIRES_IN } from "./response.js";
import { typeName } from "./checks.js";
import { OAuthError } from "./errors.js";

/** The end of the year 9999 in Unix seconds. */
const LAST_SECOND = 253_402_300_799;

/** Past this, numbers skip whole seconds. */
const FAR_OFF = 2 ** 53;

/**
 * Returns value, a time in Unix seconds, or the current time for undefined.
 *
 * Errors call the value by name.
 *
 * @throws OAuthError - `invalid_time` for a number outside the years 1970 to 9999.
 * @throws TypeError - The value is not a number.
 */
export function unixSeconds(value: unknown, name: string): number {
  const moment = value === undefined ? Date.now() / 1_000 : value;
  if (typeof moment !== "number") {
    const way =
      moment instanceof Date ? "Date; write .getTime() / 1000 after it" : "";
    throw new TypeError(
      `${name} must be a number of Unix seconds, not ${way || typeName(moment)}`,
    );
  }
  // NaN is not in any range.
  if (moment >= 0 && moment <= LAST_SECOND) {
    return moment;
  }
  const inMilliseconds = moment > LAST_SECOND && moment <= LAST_SECOND * 1_000;
  throw new OAuthError(
    "invalid_time",
    `${name} is not a time in Unix seconds`,
    inMilliseconds
      ? "is that milliseconds? divide it by 1,000"
      : `write a number of seconds from 0 to ${String(LAST_SECOND)}, the end of the year 9999`,
  );
}

/** Returns when a lifetime ends that began at a checked time, at most LAST_SECOND. */
export function expiry(received: number, lifetime: number): number {
  return Math.min(Math.trunc(received) + lifetime, LAST_SECOND);
}

/** Returns value if it is a finite number of seconds; else throws a TypeError. */
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
